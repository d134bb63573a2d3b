package catalog_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

const project = "prj"

// store is a catalog with what a test needs to talk to it.
type store struct {
	*catalog.Catalog
	t *testing.T
	s catalog.Session
}

// open makes a catalog with the datasets stage and prod, and runs the texts.
func open(t *testing.T, texts ...string) *store {
	t.Helper()
	c, err := catalog.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	out := &store{Catalog: c, t: t, s: catalog.Session{Project: project, Location: "US", User: "me@example.com"}}
	out.run("CREATE SCHEMA stage; CREATE SCHEMA prod")
	out.run(texts...)
	return out
}

// run runs the texts, which must work.
func (c *store) run(texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		c.execute(text)
	}
}

// execute runs one text with parameters of type STRING.
func (c *store) execute(text string, params ...string) *catalog.Result {
	c.t.Helper()
	list := make([]catalog.Param, len(params))
	for i, p := range params {
		list[i] = catalog.Param{Type: "STRING", Value: p}
	}
	res, err := c.Execute(context.Background(), c.s, text, list)
	if err != nil {
		c.t.Fatalf("%s\n%v", text, err)
	}
	return res
}

// rows gives a query's rows, cells joined by |, NULL as ~.
func (c *store) rows(text string, params ...string) []string {
	c.t.Helper()
	out := []string{}
	for _, row := range c.execute(text, params...).Rows {
		cells := make([]string, len(row))
		for i, v := range row {
			if cells[i] = "~"; v != nil {
				cells[i] = *v
			}
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

// want compares a query's rows.
func (c *store) want(text string, rows ...string) {
	c.t.Helper()
	if rows == nil {
		rows = []string{}
	}
	if diff := cmp.Diff(rows, c.rows(text)); diff != "" {
		c.t.Errorf("%s\n(-want +got)\n%s", text, diff)
	}
}

// fails runs a text that must be refused.
func (c *store) fails(code int, reason, part, text string) {
	c.t.Helper()
	_, err := c.Execute(context.Background(), c.s, text, nil)
	c.refused(err, code, reason, part, text)
}

func (c *store) refused(err error, code int, reason, part, what string) {
	c.t.Helper()
	var known *catalog.Error
	if !errors.As(err, &known) || known.Code != code || known.Reason != reason || !strings.Contains(known.Message, part) {
		c.t.Errorf("%s\ngives %v, want %d %s with %q", what, err, code, reason, part)
	}
}

// table gives dataset.table as tables.get does.
func (c *store) table(name string) *bq.Table {
	c.t.Helper()
	d, n, _ := strings.Cut(name, ".")
	t, err := c.Table(project, d, n)
	if err != nil {
		c.t.Fatal(err)
	}
	return t
}

// Source: the statements that local-bigquery's probe and dbt-bigquery send.
func TestQuery(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a (id INT64 NOT NULL, name STRING, at TIMESTAMP, d DATE, n NUMERIC, f FLOAT64, b BYTES, ok BOOL, dt DATETIME)",
		`INSERT INTO stage.a VALUES (1, "it's", TIMESTAMP '2026-11-21 06:20:00.5 UTC', DATE '2026-11-21', 1.50, 0.5, b"\x01a", TRUE, DATETIME '2026-01-02 03:04:05')`,
		"INSERT stage.a (id) SELECT x FROM UNNEST(GENERATE_ARRAY(2, 4)) AS x")
	for _, tc := range []struct{ text, want string }{
		{"SELECT * FROM stage.a WHERE id = 1", "1|it's|1795242000500000|2026-11-21|1.5|0.5|AWE=|true|2026-01-02T03:04:05"},
		{"SELECT COUNT(*), SUM(id) FROM `prj`.`stage`.`a`", "4|10"},
		{"SELECT COUNT(*) FROM `prj.stage.a`", "4"},
		{"SELECT COUNT(*) FROM prj.stage.a AS x JOIN stage.a y ON x.id = y.id", "4"},
		{"SELECT IF(id > 1, 'b', r'\\a') FROM stage.a ORDER BY id LIMIT 1", `\a`},
		{"SELECT MAX(id) FROM (SELECT * EXCEPT (name, at) FROM stage.a)", "4"},
		{"WITH x AS (SELECT 1 AS n UNION ALL SELECT 2), y AS (SELECT n FROM x UNION DISTINCT SELECT 2) SELECT SUM(n) FROM y", "3"},
		{"SELECT 1 IN UNNEST([1, 2])", "true"},
		{"SELECT TIMESTAMP_DIFF(TIMESTAMP_ADD(TIMESTAMP '2026-01-01 00:00:00 UTC', INTERVAL 90 SECOND), TIMESTAMP '2026-01-01 00:00:00 UTC', MINUTE)", "1"},
		{"SELECT DATE_DIFF(DATE '2026-02-01', DATE '2026-01-31', MONTH)", "1"},
		{"SELECT UNIX_MICROS(TIMESTAMP '1970-01-01 00:00:01 UTC')", "1000000"},
		{"SELECT IFNULL(NULL, 3), GREATEST(1, 2), NULLIF('', ''), COALESCE(NULL, 'x')", "3|2|~|x"},
		{"SELECT CAST('5' AS INT64) + 1, SAFE_CAST('x' AS INT64), CAST(2 AS STRING)", "6|~|2"},
		{"SELECT [1, 2], STRUCT('x' AS a, 2 AS b)", `[{"v":"1"},{"v":"2"}]|{"f":[{"v":"x"},{"v":"2"}]}`},
		{"SELECT REGEXP_EXTRACT('ab12', r'^(.+)[0-9]{2}$'), REGEXP_EXTRACT('ab', '[0-9]'), REGEXP_EXTRACT('ab1', '[a-z]+')", "ab|~|ab"},
		{"SELECT ARRAY_TO_STRING(ARRAY_AGG(IF(x > 1, CAST(x AS STRING), NULL) IGNORE NULLS ORDER BY x DESC), ',') FROM UNNEST([1, 2, 3]) AS x", "3,2"},
		{"SELECT TO_HEX(MD5('a'))", "0cc175b9c0f1b6a831c399e269772661"},
		{"SELECT 'a\\n\\'b' = \"\"\"a\n'b\"\"\", 5 != 4, 5 <> 5", "true|true|false"},
		{"SELECT name FROM stage.a ORDER BY name LIMIT 1", "~"},
		{"SELECT TO_JSON_STRING(t) FROM (SELECT 1 AS a) AS t", `{"a":1}`},
		{"SELECT SESSION_USER(), EXTRACT(YEAR FROM DATE '2026-01-01')", "me@example.com|2026"},
	} {
		if got := c.rows(tc.text); len(got) != 1 || got[0] != tc.want {
			t.Errorf("%s\ngives %q, want %q", tc.text, got, tc.want)
		}
	}
	types := c.execute("SELECT id, name, at, d, n, f, b, ok, dt, [1] AS l, COUNT(*) OVER (), 2 FROM stage.a").Columns
	got := []string{}
	for _, col := range types {
		got = append(got, col.Name+" "+col.Type+" "+col.Mode)
	}
	want := []string{
		"id INTEGER NULLABLE", "name STRING NULLABLE", "at TIMESTAMP NULLABLE", "d DATE NULLABLE", "n NUMERIC NULLABLE", "f FLOAT NULLABLE",
		"b BYTES NULLABLE", "ok BOOLEAN NULLABLE", "dt DATETIME NULLABLE", "l INTEGER REPEATED", "f0_ INTEGER NULLABLE", "f1_ INTEGER NULLABLE",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got)\n%s", diff)
	}
}

func TestNotModelled(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id")
	for _, text := range []string{
		"", ";", "SELECT", "GRANT `roles/x` ON TABLE stage.a TO 'user:a@x'", "SELECT read_csv('/etc/passwd')", "SELECT getenv('HOME')",
		"COPY stage.a TO '/tmp/x'", "PRAGMA x", "SELECT * FROM stage.a WHERE id = @id", "DECLARE x INT64", "CREATE OR REPLACE SNAPSHOT TABLE stage.b CLONE stage.a",
		"CREATE TABLE stage.b CLONE stage.a OPTIONS(colour = 'red')", "SELECT 1 SELECT 2 FROM", "SELECT id:1 FROM stage.a", "SELECT 1 %% 2",
		"CREATE TABLE stage.c (id INTEGERS)", "ALTER TABLE stage.a SWAP WITH stage.b", "BEGIN SELECT 1", "SELECT * FROM UNNEST([1]) AS x WITH OFFSET",
		"SELECT * FROM stage.INFORMATION_SCHEMA.JOBS", "CREATE TABLE stage.c AS SELECT 1", "SELECT (1", "SELECT 'a",
		"UPDATE stage.a SET id = 2", "DELETE FROM stage.a", "TRUNCATE stage.a", "SELECT * FROM a",
	} {
		_, err := c.Execute(context.Background(), c.s, text, nil)
		var known *catalog.Error
		if !errors.As(err, &known) || known.Code != 400 {
			t.Errorf("%q gives %v, want 400", text, err)
		}
	}
	c.want("SELECT id FROM stage.a", "1")
}
