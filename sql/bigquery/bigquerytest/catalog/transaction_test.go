package catalog_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// atomic is what sql.md says of Atomic, for tables a and b.
func atomic(assert, middle string) string {
	return "BEGIN\n  BEGIN TRANSACTION;\n" + assert +
		"  TRUNCATE TABLE `prj`.`prod`.`a`;\n  INSERT INTO `prj`.`prod`.`a` (`id`) SELECT `id` FROM `prj`.`stage`.`a`;\n" + middle +
		"  TRUNCATE TABLE `prj`.`prod`.`b`;\n  INSERT INTO `prj`.`prod`.`b` (`id`) SELECT `id` FROM `prj`.`stage`.`b`;\n" +
		"  INSERT INTO `prj`.`state`.`marks` (release, step, `at`) SELECT 'r', 'publish', CURRENT_TIMESTAMP();\n" +
		"  COMMIT TRANSACTION;\nEXCEPTION WHEN ERROR THEN\n  ROLLBACK TRANSACTION;\n  RAISE;\nEND"
}

const lost = "  ASSERT EXISTS (SELECT 1 FROM `prj`.`state`.`lease` WHERE environment = 'prod' AND fence = %d AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()) AS 'cutover: the lease is no longer held with this fence';\n"

func published(t *testing.T) *store {
	c := state(t)
	c.run("CREATE TABLE stage.a AS SELECT 1 AS id UNION ALL SELECT 2", "CREATE TABLE stage.b AS SELECT 3 AS id",
		"CREATE TABLE prod.a AS SELECT 10 AS id", "CREATE TABLE prod.b AS SELECT 11 AS id")
	c.execute(fmt.Sprintf(take, "", 60000, 60000), "prod", "me", "")
	return c
}

func (c *store) both(want string) {
	c.t.Helper()
	c.want("SELECT STRING_AGG(CAST(id AS STRING), ',' ORDER BY id) FROM (SELECT id FROM prod.a UNION ALL SELECT id FROM prod.b)", want)
}

func TestAtomic(t *testing.T) {
	t.Parallel()
	c := published(t)
	res := c.execute(atomic(fmt.Sprintf(lost, 1), ""))
	c.both("1,2,3")
	c.want("SELECT release, step FROM state.marks", "r|publish")
	if res.StatementType != "SCRIPT" || len(res.Children) != 8 || res.Children[2].StatementType != "TRUNCATE_TABLE" || res.Children[3].Affected != 2 {
		t.Errorf("%+v", res)
	}
}

func TestAtomicFails(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		assert, middle, reason, part string
		code                         int
	}{
		{fmt.Sprintf(lost, 2), "", "invalidQuery", "cutover: the lease is no longer held with this fence", 400},
		{"", "  INSERT INTO prod.gone (id) SELECT 1;\n", "notFound", "prod.gone", 404},
		{"", "  INSERT INTO prod.b (id) SELECT CAST('x' AS INT64);\n", "invalidQuery", "Bad value", 400},
		{"", "  CREATE OR REPLACE TABLE prod.b CLONE stage.b;\n", "invalidQuery", "DDL statements are not supported in a transaction", 400},
		{"", "  DROP TABLE prod.b;\n", "invalidQuery", "DDL statements are not supported in a transaction", 400},
		{"", "  BEGIN TRANSACTION;\n", "invalidQuery", "already in progress", 400},
	} {
		c := published(t)
		before := c.table("prod.a")
		c.fails(tc.code, tc.reason, tc.part, atomic(tc.assert, tc.middle))
		c.both("10,11")
		c.want("SELECT COUNT(*) FROM state.marks", "0")
		if after := c.table("prod.a"); after.Etag != before.Etag {
			t.Errorf("%s: the table's etag moved", tc.part)
		}
		c.run(atomic("", ""))
		c.both("1,2,3")
	}
}

// A script that ends inside a transaction, or fails without a handler, leaves
// nothing.
func TestLeftOpen(t *testing.T) {
	t.Parallel()
	c := published(t)
	c.run("BEGIN TRANSACTION; TRUNCATE TABLE prod.a;")
	c.both("10,11")
	c.fails(400, "invalidQuery", "Assertion failed", "BEGIN TRANSACTION; DELETE FROM prod.a WHERE TRUE; ASSERT FALSE; COMMIT;")
	c.both("10,11")
	c.fails(400, "invalidQuery", "no active transaction", "COMMIT TRANSACTION")
	c.fails(400, "invalidQuery", "no active transaction", "ROLLBACK")
	c.fails(400, "invalidQuery", "outside of an exception handler", "RAISE")
	c.run("BEGIN ASSERT FALSE; EXCEPTION WHEN ERROR THEN SELECT 1; END")
}

// held runs a script that stops in the middle until release is called.
func held(t *testing.T, c *store, script string) (inside <-chan struct{}, release func(), done <-chan error) {
	t.Helper()
	in, out, end := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	restore := catalog.PauseAt(c.Catalog, "'pause'", func() { close(in); <-out })
	t.Cleanup(restore)
	go func() {
		_, err := c.Execute(context.Background(), c.s, script, nil)
		end <- err
	}()
	var once sync.Once
	return in, func() { once.Do(func() { close(out) }) }, end
}

const pause = "ASSERT 'pause' = 'pause';"

func TestConflict(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, first, during string
		// part of the error of the statement that runs meanwhile and of the script.
		duringFails, firstFails string
		want                    string
	}{
		{"two writers", "TRUNCATE TABLE prod.a;", "BEGIN TRANSACTION; DELETE FROM prod.a WHERE id = 10; COMMIT", "Transaction is aborted due to concurrent update", "", "11"},
		{"other tables", "TRUNCATE TABLE prod.a;", "BEGIN TRANSACTION; DELETE FROM prod.b WHERE id = 11; COMMIT", "", "", "~"},
		{"rows added meanwhile stay", "TRUNCATE TABLE prod.a; INSERT INTO prod.a VALUES (1);", "INSERT INTO prod.a VALUES (7)", "", "", "1,7,11"},
		{"two that add", "INSERT INTO prod.a VALUES (1);", "INSERT INTO prod.a VALUES (7)", "", "", "1,7,10,11"},
		{"replaced meanwhile", "TRUNCATE TABLE prod.a;", "CREATE OR REPLACE TABLE prod.a CLONE stage.a", "", "concurrent update", "1,2,11"},
		{"dropped meanwhile", "TRUNCATE TABLE prod.a;", "DROP TABLE prod.a; CREATE TABLE prod.a AS SELECT 5 AS id", "", "concurrent update", "5,11"},
		{"changed after the snapshot", "", "UPDATE prod.a SET id = 6 WHERE TRUE", "", "", "6,11"},
	} {
		c := published(t)
		inside, release, done := held(t, c, "BEGIN TRANSACTION; "+tc.first+pause+" COMMIT TRANSACTION;")
		<-inside
		_, err := c.Execute(context.Background(), c.s, tc.during, nil)
		if (err == nil) != (tc.duringFails == "") || err != nil && !strings.Contains(err.Error(), tc.duringFails) {
			t.Errorf("%s: meanwhile %v", tc.name, err)
		}
		if tc.first != "" {
			c.want("SELECT COUNT(*) FROM prod.a WHERE id = -1", "0")
		}
		release()
		if err := <-done; (err == nil) != (tc.firstFails == "") || err != nil && !strings.Contains(err.Error(), tc.firstFails) {
			t.Errorf("%s: %v", tc.name, err)
		}
		c.both(tc.want)
	}
}

// A transaction reads what was there when it began.
func TestSnapshotIsolation(t *testing.T) {
	t.Parallel()
	c := published(t)
	inside, release, done := held(t, c, "BEGIN TRANSACTION; "+pause+" INSERT INTO prod.b SELECT MAX(id) + 100 FROM prod.a; UPDATE prod.a SET id = 0 WHERE TRUE; COMMIT")
	<-inside
	c.run("INSERT INTO prod.a VALUES (50)")
	release()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	c.both("0,11,50,110")
	inside, release, done = held(t, c, "BEGIN TRANSACTION; "+pause+" UPDATE prod.a SET id = 1 WHERE TRUE; COMMIT")
	<-inside
	c.run("UPDATE prod.a SET id = 2 WHERE TRUE")
	release()
	c.refused(<-done, 400, "invalidQuery", "concurrent update", "changed since the snapshot")
}

// A statement outside of transactions waits for the transaction that writes the
// table.
func TestWaits(t *testing.T) {
	t.Parallel()
	c := published(t)
	inside, release, done := held(t, c, "BEGIN TRANSACTION; UPDATE prod.a SET id = id + 1 WHERE TRUE; "+pause+" COMMIT")
	<-inside
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := c.Execute(ctx, c.s, "UPDATE prod.a SET id = id * 2 WHERE TRUE", nil)
	c.refused(err, 499, "stopped", "cancelled", "canceled")
	second := make(chan error, 1)
	go func() {
		_, err := c.Execute(context.Background(), c.s, "UPDATE prod.a SET id = id * 2 WHERE TRUE", nil)
		second <- err
	}()
	release()
	for _, ch := range []<-chan error{done, second} {
		if err := <-ch; err != nil {
			t.Error(err)
		}
	}
	c.want("SELECT id FROM prod.a", "22")
}
