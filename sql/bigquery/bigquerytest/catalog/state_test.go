package catalog_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// The statements of sql.md, "State dataset".
const (
	ensure = "CREATE TABLE IF NOT EXISTS `prj`.`state`.`ledger` (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);\n" +
		"CREATE TABLE IF NOT EXISTS `prj`.`state`.`lease` (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);\n" +
		"CREATE TABLE IF NOT EXISTS `prj`.`state`.`marks` (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);\n"
	entry  = "INSERT INTO `prj`.`state`.`ledger` (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM `prj`.`state`.`ledger`) + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, 7, ?, ?, 3, ?, ? FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `prj`.`state`.`ledger` WHERE key = ?)"
	fenced = " AND EXISTS (SELECT 1 FROM `prj`.`state`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '')"
	take   = "MERGE INTO `prj`.`state`.`lease` AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP()%s) THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL %d MILLISECOND), body = s.body WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL %d MILLISECOND), s.body)"
	mark   = "INSERT INTO `prj`.`state`.`marks` (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM `prj`.`state`.`marks` WHERE release = ? AND step = ?)"
)

func state(t *testing.T) *store { return open(t, "CREATE SCHEMA `prj`.`state`", ensure, ensure) }

func TestLedger(t *testing.T) {
	t.Parallel()
	c := state(t)
	big := strings.Repeat(`x'\"`, 1<<18)
	for i, key := range []string{"k1", "k1", "k2"} {
		res := c.execute(entry, key, "prod", "r", "s", "done", "me", big, key)
		if want := []int64{1, 0, 1}[i]; res.Affected != want || res.StatementType != "INSERT" || res.Columns != nil {
			t.Errorf("append %d: %+v", i, res)
		}
	}
	if res := c.execute(entry+fenced, "k3", "prod", "r", "s", "done", "me", "", "k3", "prod"); res.Affected != 0 {
		t.Errorf("without a lease: %d rows", res.Affected)
	}
	const read = "SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body FROM `prj`.`state`.`ledger` WHERE environment = ? ORDER BY seq, key"
	res := c.execute(read, "prod")
	if len(res.Rows) != 2 || *res.Rows[0][0] >= *res.Rows[1][0] || *res.Rows[0][9] != big || *res.Rows[0][4] != "7" || res.Columns[1].Type != "TIMESTAMP" {
		t.Errorf("%d rows, %+v", len(res.Rows), res.Columns)
	}
	for i := range 30 {
		c.execute(entry, fmt.Sprint("n", i), "prod", "r", "s", "done", "me", "", fmt.Sprint("n", i))
	}
	c.want("SELECT COUNT(*), COUNT(DISTINCT seq) FROM `prj`.`state`.`ledger`", "32|32")
	c.fails(400, "invalidQuery", "cannot be null", "INSERT INTO `prj`.`state`.`lease` (environment) VALUES ('x')")
	c.want("SELECT COUNT(*) FROM `prj`.`state`.`lease`", "0")
}

func TestLease(t *testing.T) {
	t.Parallel()
	c := state(t)
	for i, tc := range []struct {
		owner, breaks     string
		ttl               int
		inserted, updated int64
	}{{"a", "", 60000, 1, 0}, {"b", "", 60000, 0, 0}, {"b", " OR t.fence = 1", -5, 0, 1}, {"c", "", 60000, 0, 1}} {
		res := c.execute(fmt.Sprintf(take, tc.breaks, tc.ttl, tc.ttl), "prod", tc.owner, "{}")
		if res.Inserted != tc.inserted || res.Updated != tc.updated || res.Affected != tc.inserted+tc.updated {
			t.Errorf("take %d: %+v", i, res)
		}
	}
	if got := c.rows("SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM `prj`.`state`.`lease` WHERE environment = ? AND fence = 3 AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()", "prod"); len(got) != 1 || !strings.HasPrefix(got[0], "3|") || len(got[0]) != len("3|59999") {
		t.Errorf("check: %v", got)
	}
	for _, tc := range []struct {
		text string
		want int64
	}{
		{"UPDATE `prj`.`state`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 3", 1},
		{"UPDATE `prj`.`state`.`lease` SET expires_at = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 60000 MILLISECOND) WHERE environment = ? AND owner = ? AND fence = 2", 0},
		{"UPDATE `prj`.`state`.`lease` SET owner = '', expires_at = CURRENT_TIMESTAMP(), body = '' WHERE environment = ? AND owner = ? AND fence = 3", 1},
	} {
		if res := c.execute(tc.text, "prod", "c"); res.Affected != tc.want || res.StatementType != "UPDATE" {
			t.Errorf("%s: %+v", tc.text, res)
		}
	}
	const read = "SELECT environment, owner, fence, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM `prj`.`state`.`lease` WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1"
	if got := c.rows(read, "prod"); len(got) != 1 || got[0] != "prod||3|true|~" {
		t.Errorf("read: %v", got)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	c := state(t)
	for i, want := range []int64{1, 0} {
		if res := c.execute(mark, "r", "publish", "r", "publish"); res.Affected != want {
			t.Errorf("mark %d: %d", i, res.Affected)
		}
	}
	c.want("SELECT release, step FROM `prj`.`state`.`marks` ORDER BY `at`, release, step", "r|publish")
	_, err := c.Execute(context.Background(), c.s, mark, []catalog.Param{{Value: "r"}})
	c.refused(err, 400, "invalidQuery", "parameter number 2", "too few parameters")
}

// Two first takes at one moment: one has it, the other sees that.
func TestLeaseRace(t *testing.T) {
	t.Parallel()
	c := state(t)
	var wg sync.WaitGroup
	taken := make([]int64, 8)
	for i := range taken {
		wg.Go(func() {
			res, err := c.Execute(context.Background(), c.s, fmt.Sprintf(take, "", 60000, 60000), []catalog.Param{{Value: "prod"}, {Value: fmt.Sprint(i)}, {Value: ""}})
			if err != nil {
				t.Error(err)
				return
			}
			taken[i] = res.Affected
		})
	}
	wg.Wait()
	n := int64(0)
	for _, k := range taken {
		n += k
	}
	if n != 1 {
		t.Errorf("%d took the lease", n)
	}
}
