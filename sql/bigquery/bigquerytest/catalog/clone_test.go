package catalog_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

const orders = `CREATE TABLE stage.orders (id INT64 NOT NULL OPTIONS(description = 'the id'), day DATE, mail STRING OPTIONS(description = 'mail', policy_tags = ['projects/p/locations/us/taxonomies/1/policyTags/2']))
PARTITION BY day CLUSTER BY id, mail OPTIONS(labels = [('team', 'a')], description = 'all orders', require_partition_filter = TRUE, partition_expiration_days = 30)`

// Source: sql.md, CopyTable; warehouses.md 2.1.
func TestCloneKeeps(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, kind string }{
		{"clone", "CREATE TABLE prod.orders CLONE stage.orders", "TABLE"},
		{"copy", "CREATE TABLE prod.orders COPY stage.orders", "TABLE"},
		{"snapshot", "CREATE SNAPSHOT TABLE prod.orders CLONE stage.orders", "SNAPSHOT"},
		{"like", "CREATE TABLE prod.orders LIKE stage.orders", "TABLE"},
	} {
		c := open(t, orders, "INSERT INTO stage.orders (id, day) VALUES (1, DATE '2026-01-01')", tc.text)
		from, to := c.table("stage.orders"), c.table("prod.orders")
		if diff := cmp.Diff(from.Schema, to.Schema); diff != "" {
			t.Errorf("%s: schema\n%s", tc.name, diff)
		}
		if to.Schema.Fields[0].Mode != "REQUIRED" || to.Schema.Fields[2].PolicyTags.Names[0] == "" || to.TimePartitioning.Field != "day" ||
			to.TimePartitioning.ExpirationMs != 30*86400000 || !to.RequirePartitionFilter || !slices.Equal(to.Clustering.Fields, []string{"id", "mail"}) ||
			to.Labels["team"] != "a" || to.Description != "all orders" || to.Type != tc.kind {
			t.Errorf("%s: %+v", tc.name, to)
		}
		if rows := map[string]uint64{"like": 0}; tc.name != "like" && to.NumRows != 1 || tc.name == "like" && to.NumRows != rows["like"] {
			t.Errorf("%s: %d rows", tc.name, to.NumRows)
		}
		if (to.CloneDefinition != nil) != (tc.name == "clone") || (to.SnapshotDefinition != nil) != (tc.name == "snapshot") {
			t.Errorf("%s: %+v %+v", tc.name, to.CloneDefinition, to.SnapshotDefinition)
		}
	}
}

func TestCloneOptions(t *testing.T) {
	t.Parallel()
	c := open(t, orders)
	res := c.execute("CREATE OR REPLACE TABLE `prj`.`prod`.`orders` CLONE `prj`.`stage`.`orders` OPTIONS(expiration_timestamp = TIMESTAMP '2100-11-28 06:20:00 UTC', labels = [('cutover_depth', '1'), ('cutover_release', 'r1')], description = 'it\\'s')")
	to := c.table("prod.orders")
	if diff := cmp.Diff(map[string]string{"cutover_depth": "1", "cutover_release": "r1"}, to.Labels); diff != "" || to.Description != "it's" || time.UnixMilli(to.ExpirationTime).UTC().Year() != 2100 {
		t.Errorf("%+v", to)
	}
	if res.StatementType != "CREATE_TABLE" || res.DDLOperation != "CREATE" || res.DDLTarget.TableId != "orders" {
		t.Errorf("%+v", res)
	}
	res = c.execute("CREATE OR REPLACE TABLE prod.orders CLONE stage.orders OPTIONS(expiration_timestamp = NULL, labels = [], description = NULL)")
	if to = c.table("prod.orders"); len(to.Labels) != 0 || to.Description != "" || to.ExpirationTime != 0 || res.DDLOperation != "REPLACE" {
		t.Errorf("%+v %+v", to, res)
	}
	if def := to.CloneDefinition; def.BaseTableReference.DatasetId != "stage" || !strings.HasSuffix(def.CloneTime, "Z") {
		t.Errorf("%+v", def)
	}
	if res := c.execute("CREATE SNAPSHOT TABLE IF NOT EXISTS prod.snap CLONE prod.orders OPTIONS(expiration_timestamp = TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 7 DAY))"); res.StatementType != "CREATE_SNAPSHOT_TABLE" {
		t.Errorf("%+v", res)
	}
	if res := c.execute("CREATE SNAPSHOT TABLE IF NOT EXISTS prod.snap CLONE stage.orders"); res.DDLOperation != "SKIP" || c.table("prod.snap").SnapshotDefinition.BaseTableReference.DatasetId != "prod" {
		t.Errorf("%+v", res)
	}
}

func TestCloneRefusals(t *testing.T) {
	t.Parallel()
	c := open(t, orders, "CREATE TABLE stage.plain AS SELECT 1 AS id", "CREATE VIEW stage.v AS SELECT * FROM stage.plain", "CREATE MATERIALIZED VIEW stage.m AS SELECT id FROM stage.plain",
		"CREATE TABLE prod.orders AS SELECT 1 AS id", "CREATE VIEW prod.v AS SELECT 1 AS id", "CREATE SNAPSHOT TABLE prod.s CLONE stage.plain",
		"CREATE TABLE prod.part (id INT64, day DATE) PARTITION BY day", "CREATE TABLE stage.clustered (id INT64) CLUSTER BY id", "CREATE TABLE prod.range (id INT64) PARTITION BY RANGE_BUCKET(id, GENERATE_ARRAY(0, 100, 10))")
	if _, err := c.InsertTable(&bq.Table{TableReference: &bq.TableReference{ProjectId: project, DatasetId: "stage", TableId: "ext"}, ExternalDataConfiguration: &bq.ExternalDataConfiguration{SourceFormat: "CSV"}}); err != nil {
		t.Fatal(err)
	}
	c.s.Location = "EU"
	c.run("CREATE SCHEMA eu")
	c.s.Location = ""
	for _, tc := range []struct {
		code               int
		reason, part, text string
	}{
		{400, "invalidQuery", "currently a VIEW", "CREATE TABLE prod.x CLONE stage.v"},
		{400, "invalidQuery", "currently a MATERIALIZED_VIEW", "CREATE TABLE prod.x CLONE stage.m"},
		{400, "invalidQuery", "currently a EXTERNAL", "CREATE TABLE prod.x CLONE stage.ext"},
		{400, "invalidQuery", "currently a VIEW", "CREATE TABLE prod.x COPY stage.v"},
		{400, "invalidQuery", "currently a SNAPSHOT", "CREATE SNAPSHOT TABLE prod.x CLONE prod.s"},
		{400, "invalidQuery", "currently a VIEW", "CREATE OR REPLACE TABLE prod.v CLONE stage.plain"},
		{400, "invalidQuery", "currently a SNAPSHOT", "CREATE OR REPLACE TABLE prod.s CLONE stage.plain"},
		{400, "invalidQuery", "currently a TABLE", "CREATE OR REPLACE VIEW prod.orders AS SELECT 1 AS id"},
		{404, "notFound", "stage.none", "CREATE TABLE prod.x CLONE stage.none"},
		{404, "notFound", "prj:none", "CREATE TABLE none.x CLONE stage.plain"},
		{409, "duplicate", "prod.orders", "CREATE TABLE prod.orders CLONE stage.plain"},
		{409, "duplicate", "prod.s", "CREATE SNAPSHOT TABLE prod.s CLONE stage.plain"},
		{400, "invalid", "partitioning spec", "CREATE OR REPLACE TABLE prod.orders CLONE stage.orders"},
		{400, "invalid", "partitioning spec", "CREATE OR REPLACE TABLE prod.part CLONE stage.plain"},
		{400, "invalid", "range(field:id", "CREATE OR REPLACE TABLE prod.range CLONE stage.plain"},
		{400, "invalid", "clustering spec", "CREATE OR REPLACE TABLE prod.orders CLONE stage.clustered"},
		{400, "invalid", "partitioning spec", "CREATE OR REPLACE TABLE prod.part AS SELECT 1 AS id, DATE '2026-01-01' AS day"},
		{404, "notFound", "in location US", "CREATE TABLE prod.x CLONE eu.x"},
		{404, "notFound", "in location EU", "CREATE TABLE eu.x CLONE stage.plain"},
		{400, "invalid", "not valid", "CREATE TABLE prod.x CLONE stage.plain OPTIONS(labels = [('Upper', 'x')])"},
		{400, "invalid", "in the future", "CREATE TABLE prod.x CLONE stage.plain OPTIONS(expiration_timestamp = TIMESTAMP '2020-01-01 00:00:00 UTC')"},
		{400, "invalid", "partitioned table", "CREATE TABLE prod.x (id INT64) OPTIONS(require_partition_filter = TRUE)"},
		{400, "invalid", "cannot be found", "CREATE TABLE prod.x (id INT64) CLUSTER BY other"},
	} {
		c.fails(tc.code, tc.reason, tc.part, tc.text)
	}
	tables, err := c.Tables(project, "prod")
	if err != nil || len(tables) != 5 {
		t.Errorf("%d tables in prod, %v", len(tables), err)
	}
}

func TestCloneLimits(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a CLONE stage.a", "CREATE SNAPSHOT TABLE prod.s CLONE prod.a", "CREATE TABLE prod.b CLONE prod.s")
	c.fails(400, "invalid", "chain", "CREATE TABLE prod.c CLONE prod.b")
	c.run("CREATE TABLE prod.c COPY prod.b", "CREATE TABLE prod.d CLONE prod.c")
	c.SetRules(catalog.Rules{MaxClones: 2, MaxDepth: 5})
	c.run("CREATE TABLE prod.e CLONE prod.b", "CREATE TABLE prod.a2 CLONE stage.a")
	c.fails(400, "invalid", "at most 2", "CREATE SNAPSHOT TABLE prod.a3 CLONE stage.a")
	c.run("DROP TABLE prod.a2", "CREATE TABLE prod.a3 CLONE stage.a")
	c.run("CREATE OR REPLACE TABLE prod.a3 COPY stage.a", "CREATE TABLE prod.a4 CLONE stage.a")
}

func TestCloneIsApart(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a CLONE stage.a", "CREATE SNAPSHOT TABLE prod.s CLONE stage.a",
		"INSERT INTO stage.a VALUES (2)", "INSERT INTO prod.a VALUES (3)", "INSERT INTO stage.a VALUES (4)", "UPDATE prod.a SET id = 5 WHERE id = 1")
	c.want("SELECT id FROM stage.a ORDER BY id", "1", "2", "4")
	c.want("SELECT id FROM prod.a ORDER BY id", "3", "5")
	c.want("SELECT id FROM prod.s", "1")
	for _, text := range []string{"INSERT INTO prod.s VALUES (1)", "DELETE FROM prod.s WHERE TRUE", "TRUNCATE TABLE prod.s", "DROP TABLE prod.s", "ALTER TABLE prod.s RENAME TO x", "UPDATE prod.s SET id = 1 WHERE TRUE", "DROP VIEW prod.s"} {
		c.fails(400, "invalidQuery", "currently a SNAPSHOT", text)
	}
	c.fails(400, "invalidQuery", "currently a TABLE", "DROP SNAPSHOT TABLE prod.a")
	c.run("ALTER SNAPSHOT TABLE prod.s SET OPTIONS(labels = [('a', 'b')])", "CREATE OR REPLACE TABLE stage.a CLONE prod.s", "DROP SNAPSHOT TABLE prod.s")
	c.want("SELECT id FROM stage.a", "1")
}

// Source: "Access historical data".
func TestTimeTravel(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)
	c := open(t)
	c.SetNow(func() time.Time { return now })
	at := func(hour int, texts ...string) {
		now = time.Date(2026, 11, 21, hour, 0, 0, 0, time.UTC)
		c.run(texts...)
	}
	at(7, "CREATE TABLE prod.a AS SELECT 1 AS id")
	at(8, "INSERT INTO prod.a VALUES (2)")
	at(9, "CREATE TABLE stage.a AS SELECT 9 AS id", "CREATE OR REPLACE TABLE prod.a CLONE stage.a")
	at(10)
	c.want("SELECT id FROM prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 07:30:00 UTC'", "1")
	c.want("SELECT x.id FROM prod.a AS x FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 08:30:00.123456 UTC' ORDER BY id", "1", "2")
	c.want("SELECT id FROM prod.a FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 150 MINUTE)", "1")
	c.want("SELECT id FROM prod.a", "9")
	c.fails(400, "invalidQuery", "Invalid snapshot time", "SELECT id FROM prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 06:59:00 UTC'")
	c.fails(400, "invalidQuery", "future", "SELECT id FROM prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-22 06:59:00 UTC'")
	c.run("CREATE TABLE prod.old CLONE prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 08:30:00 UTC' OPTIONS(labels = [])",
		"CREATE OR REPLACE TABLE prod.a CLONE prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 08:30:00 UTC'")
	c.want("SELECT COUNT(*) FROM prod.old", "2")
	c.want("SELECT COUNT(*) FROM prod.a", "2")
	if got := c.table("prod.old").CloneDefinition.CloneTime; got != "2026-11-21T09:00:00.001Z" && got != "2026-11-21T08:30:00.000Z" {
		t.Errorf("clone time %s", got)
	}
	at(11, "DROP TABLE prod.a")
	at(12, "CREATE TABLE prod.a CLONE stage.a")
	c.fails(400, "invalidQuery", "Invalid snapshot time", "SELECT id FROM prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 08:30:00 UTC'")
	now = now.Add(8 * 24 * time.Hour)
	c.fails(400, "invalidQuery", "Invalid snapshot time", "SELECT id FROM prod.a FOR SYSTEM_TIME AS OF TIMESTAMP '2026-11-21 12:30:00 UTC'")
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a CLONE stage.a")
	last := c.table("prod.a")
	for _, tc := range []struct {
		text        string
		remade, dml bool
	}{
		{"INSERT INTO prod.a VALUES (2)", false, true},
		{"UPDATE prod.a SET id = 3 WHERE id = 2", false, true},
		{"DELETE FROM prod.a WHERE id = 3", false, true},
		{"MERGE INTO prod.a AS t USING (SELECT 7 AS id) AS s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)", false, true},
		{"TRUNCATE TABLE prod.a", false, true},
		{"ALTER TABLE prod.a SET OPTIONS(labels = [('a', 'b')])", false, true},
		{"CREATE OR REPLACE TABLE prod.a CLONE stage.a", true, true},
		{"CREATE OR REPLACE TABLE prod.a AS SELECT 4 AS id", true, true},
		{"SELECT * FROM prod.a", false, false},
		{"DELETE FROM prod.a WHERE id = 99", false, false},
		{"CREATE TABLE IF NOT EXISTS prod.a (id INT64)", false, false},
	} {
		c.run(tc.text)
		now := c.table("prod.a")
		if (now.CreationTime > last.CreationTime) != tc.remade || (now.LastModifiedTime > last.LastModifiedTime) != tc.dml || (now.Etag != last.Etag) != tc.dml {
			t.Errorf("%s: created %d -> %d, modified %d -> %d, etag %s -> %s", tc.text, last.CreationTime, now.CreationTime, last.LastModifiedTime, now.LastModifiedTime, last.Etag, now.Etag)
		}
		last = now
	}
	c.run("CREATE TABLE prod.beside CLONE stage.a")
	beside := c.table("prod.beside")
	c.run("DROP TABLE prod.a", "ALTER TABLE `prj`.`prod`.`beside` RENAME TO `a`")
	if got := c.table("prod.a"); got.CreationTime != beside.CreationTime || got.CloneDefinition == nil {
		t.Errorf("renamed: %+v", got)
	}
}

// Source: rivals-bigquery.md: what dbt clone sends.
func TestDbtClone(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a AS SELECT 2 AS id")
	res := c.execute("\n drop table if exists prj.prod.a;\n create or replace table prj.prod.a clone prj.stage.a\n")
	if res.StatementType != "SCRIPT" || len(res.Children) != 2 || res.Children[0].StatementType != "DROP_TABLE" {
		t.Errorf("%+v", res)
	}
	c.want("SELECT id FROM prod.a", "1")
	res, err := c.Execute(context.Background(), c.s, "drop table if exists prod.a; create or replace table prod.a clone stage.gone", nil)
	c.refused(err, 404, "notFound", "stage.gone", "clone of nothing")
	if res == nil || len(res.Children) != 2 || res.Children[0].Err != nil || res.Children[1].Err == nil {
		t.Errorf("%+v", res)
	}
	c.fails(404, "notFound", "prod.a", "SELECT id FROM prod.a")
}

func TestMany(t *testing.T) {
	t.Parallel()
	c := open(t)
	for i := range 1000 {
		c.run(fmt.Sprintf("CREATE TABLE stage.t%d AS SELECT %d AS id, 'x' AS name", i, i))
	}
	start := time.Now()
	for i := range 1000 {
		c.run(fmt.Sprintf("CREATE SNAPSHOT TABLE prod.s%d CLONE stage.t%d", i, i), fmt.Sprintf("CREATE TABLE prod.t%d CLONE stage.t%d OPTIONS(labels = [('a', 'b')])", i, i))
	}
	t.Log("2,000 clones", time.Since(start))
	c.want("SELECT COUNT(*) FROM prod.INFORMATION_SCHEMA.COLUMNS", "4000")
	c.want("SELECT COUNT(*), SUM(row_count) FROM prod.__TABLES__", "1000|1000")
}
