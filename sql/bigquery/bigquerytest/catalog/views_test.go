package catalog_test

import (
	"context"
	"strings"
	"testing"

	bq "google.golang.org/api/bigquery/v2"
)

// Source: sql.md, CreateView and Script.
func TestViews(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id, 'x' AS name", "CREATE TABLE prod.a CLONE stage.a")
	res := c.execute("CREATE OR REPLACE VIEW `prj`.`prod`.`v` (`k` OPTIONS(description = 'key'), `n`) OPTIONS(labels = [('cutover_release', 'r')], description = 'a view') AS SELECT id, name FROM `prj`.`stage`.`a`")
	if res.StatementType != "CREATE_VIEW" || res.DDLOperation != "CREATE" {
		t.Errorf("%+v", res)
	}
	v := c.table("prod.v")
	if v.Type != "VIEW" || v.View.Query != "SELECT id, name FROM `prj`.`stage`.`a`" || v.Schema.Fields[0].Name != "k" || v.Schema.Fields[0].Description != "key" ||
		v.Schema.Fields[0].Type != "INTEGER" || v.Labels["cutover_release"] != "r" || v.Description != "a view" {
		t.Errorf("%+v", v)
	}
	c.want("SELECT k, n FROM prod.v", "1|x")
	c.run("CREATE VIEW prod.w AS WITH x AS (SELECT * FROM prj.prod.v) SELECT k + 1 AS k FROM x", "INSERT INTO stage.a VALUES (5, 'y')")
	c.want("SELECT w.k FROM prod.w ORDER BY k", "2", "6")
	res = c.execute("CREATE OR REPLACE VIEW prod.v AS SELECT id AS k, name AS n FROM prod.a;\nDROP VIEW prod.w;\n")
	if res.StatementType != "SCRIPT" || len(res.Children) != 2 || c.table("prod.v").Description != "" {
		t.Errorf("%+v", res)
	}
	c.want("SELECT * FROM prod.v", "1|x")
	c.fails(404, "notFound", "prod.w", "SELECT * FROM prod.w")
}

func TestViewRefusals(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE VIEW prod.v AS SELECT id FROM prj.stage.a", "CREATE VIEW prod.w AS SELECT id FROM prj.prod.v")
	for _, tc := range []struct {
		code               int
		reason, part, text string
	}{
		{404, "notFound", "stage.none", "CREATE VIEW prod.x AS SELECT id FROM stage.none"},
		{400, "invalidQuery", "Unrecognized name: other", "CREATE VIEW prod.x AS SELECT other FROM stage.a"},
		{400, "invalidQuery", "number of columns", "CREATE VIEW prod.x (a, b) AS SELECT id FROM stage.a"},
		{409, "duplicate", "prod.v", "CREATE VIEW prod.v AS SELECT id FROM stage.a"},
		{400, "invalidQuery", "currently a VIEW", "INSERT INTO prod.v VALUES (1)"},
		{400, "invalidQuery", "currently a VIEW", "DROP TABLE prod.v"},
		{400, "invalidQuery", "currently a TABLE", "DROP VIEW stage.a"},
		{400, "invalidQuery", "reads itself", "CREATE OR REPLACE VIEW prod.v AS SELECT id FROM prod.w"},
	} {
		c.fails(tc.code, tc.reason, tc.part, tc.text)
		c.want("SELECT id FROM prod.w", "1")
	}
	c.run("DROP TABLE stage.a")
	c.fails(404, "notFound", "stage.a was not found; reading view prj:prod.w", "SELECT id FROM prod.w")
	c.run("CREATE TABLE stage.a AS SELECT 2 AS other")
	c.fails(400, "invalidQuery", "Unrecognized name: id", "SELECT * FROM prod.w")
	if _, err := c.DryRun(context.Background(), c.s, "SELECT * FROM prod.w LIMIT 0"); err == nil {
		t.Error("a probe of a broken view works")
	}
}

// Source: sql.md, Inspect.
func TestInformation(t *testing.T) {
	t.Parallel()
	c := open(t, orders, "INSERT INTO stage.orders (id) SELECT x FROM UNNEST(GENERATE_ARRAY(1, 3)) AS x", "CREATE VIEW stage.v AS SELECT id, [1] AS l, STRUCT(1 AS a, 'x' AS b) AS s FROM prj.stage.orders",
		"CREATE TABLE prod.orders CLONE stage.orders", "CREATE SNAPSHOT TABLE prod.snap CLONE stage.orders")
	c.want("SELECT 'stage' AS dataset, table_id, row_count, type FROM `prj`.`stage`.`__TABLES__` UNION ALL SELECT 'prod' AS dataset, table_id, row_count, type FROM `prj`.`prod`.`__TABLES__` ORDER BY 1 DESC, 2",
		"stage|orders|3|1", "stage|v|0|2", "prod|orders|3|1")
	now := c.rows("SELECT CURRENT_TIMESTAMP() AS now, 'stage' AS dataset, table_id, row_count, size_bytes, last_modified_time, creation_time FROM `prj`.`stage`.`__TABLES__` WHERE table_id = 'orders'")
	if cells := strings.Split(now[0], "|"); len(cells) != 7 || len(cells[0]) != 16 || len(cells[5]) != 13 || cells[6] >= cells[5] {
		t.Errorf("%v", now)
	}
	c.want("SELECT 'stage' AS dataset, table_name, column_name, ordinal_position, is_nullable, data_type FROM `prj`.`stage`.INFORMATION_SCHEMA.COLUMNS ORDER BY table_name, ordinal_position",
		"stage|orders|id|1|NO|INT64", "stage|orders|day|2|YES|DATE", "stage|orders|mail|3|YES|STRING",
		"stage|v|id|1|YES|INT64", "stage|v|l|2|YES|ARRAY<INT64>", "stage|v|s|3|YES|STRUCT<a INT64, b STRING>")
	c.want("SELECT 'stage' AS dataset, table_name, view_definition FROM `prj`.`stage`.INFORMATION_SCHEMA.VIEWS", "stage|v|SELECT id, [1] AS l, STRUCT(1 AS a, 'x' AS b) AS s FROM prj.stage.orders")
	c.want("SELECT table_name, table_type, base_table_schema FROM `prj.prod.INFORMATION_SCHEMA.TABLES` ORDER BY 1", "orders|CLONE|stage", "snap|SNAPSHOT|stage")
	c.want("SELECT field_path, data_type, description FROM stage.INFORMATION_SCHEMA.COLUMN_FIELD_PATHS WHERE column_name IN ('s', 'mail') ORDER BY table_name, field_path",
		"mail|STRING|mail", "s|STRUCT<a INT64, b STRING>|~", "s.a|INT64|~", "s.b|STRING|~")
	c.want("SELECT option_name, option_value FROM stage.INFORMATION_SCHEMA.TABLE_OPTIONS ORDER BY 1", `description|"all orders"`, `labels|[STRUCT("team", "a")]`)
	c.want("SELECT schema_name, location FROM `prj`.`region-us`.INFORMATION_SCHEMA.SCHEMATA ORDER BY 1", "prod|US", "stage|US")
	c.want("SELECT column_name, is_partitioning_column, clustering_ordinal_position FROM stage.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'orders' ORDER BY ordinal_position", "id|NO|1", "day|YES|~", "mail|NO|2")
	c.fails(404, "notFound", "prj:none", "SELECT * FROM none.INFORMATION_SCHEMA.TABLES")
	c.fails(404, "notFound", "prj:none", "SELECT * FROM `prj`.`none`.`__TABLES__`")
	if list, err := c.Tables(project, "stage"); err != nil || len(list) != 2 {
		t.Errorf("%v %v", list, err)
	}
}

// Source: sql.md, Content hash.
func TestContentHash(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT x AS id, CONCAT('n', CAST(x AS STRING)) AS name FROM UNNEST(GENERATE_ARRAY(1, 100)) AS x", "CREATE TABLE prod.a AS SELECT * FROM stage.a ORDER BY id DESC",
		"CREATE TABLE prod.b CLONE stage.a", "UPDATE prod.b SET name = 'other' WHERE id = 50", "CREATE TABLE prod.none (id INT64)")
	hash := func(table string) string {
		return c.rows("SELECT '1' AS r, CAST(SUM(CAST(FARM_FINGERPRINT(TO_JSON_STRING(t)) AS NUMERIC)) AS STRING) AS h FROM `prj`." + table + " AS t UNION ALL SELECT '2' AS r, CAST(SUM(CAST(FARM_FINGERPRINT(TO_JSON_STRING(t)) AS NUMERIC)) AS STRING) AS h FROM `prj`.`prod`.`none` AS t ORDER BY r")[0]
	}
	if a, b := hash("`stage`.`a`"), hash("`prod`.`a`"); a != b || a == "1|~" {
		t.Errorf("%s and %s", a, b)
	}
	if a, b := hash("`stage`.`a`"), hash("`prod`.`b`"); a == b {
		t.Errorf("a changed table has the same hash %s", a)
	}
}

func TestDryRun(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE VIEW stage.v AS SELECT id FROM prj.stage.a", "CREATE SNAPSHOT TABLE stage.s CLONE stage.a")
	for _, text := range []string{
		"CREATE TABLE prod.a CLONE stage.a OPTIONS(labels = [])", "CREATE OR REPLACE TABLE stage.a AS SELECT 2 AS id", "CREATE OR REPLACE VIEW stage.v AS SELECT 5 AS id", "DROP TABLE stage.a", "DROP VIEW stage.v",
		"DROP SNAPSHOT TABLE stage.s", "INSERT INTO stage.a SELECT ?", "UPDATE stage.a SET id = 3 WHERE TRUE", "DELETE FROM stage.a WHERE id = ?", "TRUNCATE TABLE stage.a",
		"MERGE INTO stage.a AS t USING (SELECT 3 AS id) AS s ON FALSE WHEN NOT MATCHED THEN INSERT (id) VALUES (s.id)", "CREATE SCHEMA other", "DROP SCHEMA stage CASCADE", "ALTER TABLE stage.a RENAME TO b",
		"ALTER TABLE stage.a SET OPTIONS(description = 'x')", "ALTER TABLE stage.a ADD COLUMN x INT64", "CREATE ROW ACCESS POLICY p ON stage.a GRANT TO ('user:a@x') FILTER USING (id = 1)", "CREATE TABLE prod.a (id INT64)",
		"SELECT id FROM stage.v", "DROP TABLE stage.a; DROP VIEW stage.v", "ALTER SCHEMA stage SET OPTIONS(description = 'x')",
	} {
		res, err := c.DryRun(context.Background(), c.s, text)
		if err != nil || len(res.Rows) != 0 {
			t.Errorf("%s: %+v, %v", text, res, err)
		}
	}
	c.want("SELECT id FROM stage.v", "1")
	if list, err := c.Tables(project, "stage"); err != nil || len(list) != 3 || list[0].Labels != nil || list[0].Description != "" || len(list[0].Schema.Fields) != 1 {
		t.Errorf("%v, %v", list, err)
	}
	if policies, err := c.RowPolicies(project, "stage", "a"); err != nil || len(policies) != 0 {
		t.Errorf("%v, %v", policies, err)
	}
	if list, err := c.Tables(project, "prod"); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
	res, err := c.DryRun(context.Background(), c.s, "SELECT * FROM stage.v LIMIT 0")
	if err != nil || res.StatementType != "SELECT" || len(res.Columns) != 1 || res.Bytes != 8 {
		t.Errorf("%+v, %v", res, err)
	}
	for text, code := range map[string]int{"SELECT * FROM stage.none": 404, "SELECT x FROM stage.a": 400, "DROP TABLE stage.none": 404, "INSERT INTO stage.a SELECT 1, 2": 400, "CREATE TABLE prod.a CLONE stage.v": 400} {
		if _, err := c.DryRun(context.Background(), c.s, text); err == nil || !strings.HasPrefix(err.Error(), map[int]string{404: "404", 400: "400"}[code]) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Views that a table is inserted as are checked too.
func TestInsertView(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id")
	ref := &bq.TableReference{ProjectId: project, DatasetId: "prod", TableId: "v"}
	if _, err := c.InsertTable(&bq.Table{TableReference: ref, View: &bq.ViewDefinition{Query: "SELECT * FROM prj.stage.none"}}); err == nil {
		t.Error("a view of nothing was made")
	}
	got, err := c.InsertTable(&bq.Table{TableReference: ref, View: &bq.ViewDefinition{Query: "SELECT * FROM prj.stage.a"}})
	if err != nil || got.Type != "VIEW" || got.Schema.Fields[0].Name != "id" {
		t.Errorf("%+v, %v", got, err)
	}
}
