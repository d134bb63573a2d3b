package warehouse_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

// known retargets relations of schema stage to schema prod, and stage.old to
// another name.
func known(d warehouse.Dialect, schema string, names ...string) func(warehouse.Ref) (warehouse.Ref, bool) {
	return func(r warehouse.Ref) (warehouse.Ref, bool) {
		for _, n := range names {
			if d.EqualNames(r.Schema, schema) && d.EqualNames(r.Name, n) && d.EqualNames(r.Database, d.Fold("wh")) {
				to := warehouse.Ref{Database: "pr", Schema: "prod", Name: r.Name}
				if d.EqualNames(n, "old") {
					to.Name = "new"
				}
				return to, true
			}
		}
		return r, false
	}
}

func TestRetargetDuckDB(t *testing.T) {
	t.Parallel()
	d := duck()
	for _, tc := range []struct{ name, sql, want string }{
		{"two parts", `SELECT * FROM stage.p`, `SELECT * FROM "pr"."prod"."p"`},
		{"three parts", `SELECT * FROM wh.stage.p`, `SELECT * FROM "pr"."prod"."p"`},
		{"another database", `SELECT * FROM other.stage.p`, `SELECT * FROM other.stage.p`},
		{"one part", `SELECT * FROM p`, `SELECT * FROM p`},
		{"case and quotes", `SELECT * FROM STAGE . "P"`, `SELECT * FROM "pr"."prod"."P"`},
		{"own name stays", `CREATE VIEW stage.p AS SELECT * FROM stage.q`, `CREATE VIEW stage.p AS SELECT * FROM "pr"."prod"."q"`},
		{"strings and comments", `SELECT 'FROM stage.p' /* stage.p */ -- stage.p
 , "stage.p", $$stage.p$$ FROM stage.q`, `SELECT 'FROM stage.p' /* stage.p */ -- stage.p
 , "stage.p", $$stage.p$$ FROM "pr"."prod"."q"`},
		{
			"joins and commas", `SELECT * FROM stage.p , wh.stage.q AS x LEFT JOIN (stage.p JOIN stage.q USING (id)) ON (x.id = p.id), stage.p`,
			`SELECT * FROM "pr"."prod"."p" , "pr"."prod"."q" AS x LEFT JOIN ("pr"."prod"."p" JOIN "pr"."prod"."q" USING (id)) ON (x.id = p.id), "pr"."prod"."p"`,
		},
		{
			"columns", `SELECT stage.p.id, wh.stage.p.s.field, p.id FROM stage.p WHERE stage.p.id > 1`,
			`SELECT "pr"."prod"."p".id, "pr"."prod"."p".s.field, p.id FROM "pr"."prod"."p" WHERE "pr"."prod"."p".id > 1`,
		},
		{"alias named as the schema", `SELECT stage.p FROM other.t AS stage`, `SELECT stage.p FROM other.t AS stage`},
		{"alias without AS", `SELECT stage.q FROM stage.p stage`, `SELECT stage.q FROM "pr"."prod"."p" stage`},
		{"table named as the schema", `SELECT stage.p FROM x.stage`, `SELECT stage.p FROM x.stage`},
		{"cte named as the schema", `WITH stage AS (SELECT 1 AS p)SELECT stage.p FROM stage`, `WITH stage AS (SELECT 1 AS p)SELECT stage.p FROM stage`},
		{"cte named as the schema beside the relation", `WITH stage AS (SELECT 1 AS p) SELECT stage.p, x.id FROM stage, wh.stage.p AS x`, `WITH stage AS (SELECT 1 AS p) SELECT stage.p, x.id FROM stage, "pr"."prod"."p" AS x`},
		{"field of a column of an alias", `SELECT stage.p.x FROM u AS stage, wh.stage.p AS o`, `SELECT stage.p.x FROM u AS stage, "pr"."prod"."p" AS o`},
		{"calls", `SELECT stage.p(1), main."trim"(x) FROM stage.q(2), stage.p`, `SELECT stage.p(1), main."trim"(x) FROM stage.q(2), "pr"."prod"."p"`},
		{
			"not a from", `SELECT extract(year FROM stage.p), trim(both 'x' from stage.p), (a IS DISTINCT FROM stage.p) FROM u AS stage`,
			`SELECT extract(year FROM stage.p), trim(both 'x' from stage.p), (a IS DISTINCT FROM stage.p) FROM u AS stage`,
		},
		{
			"subqueries", `SELECT (SELECT max(id) FROM stage.p) FROM (SELECT * FROM stage.q WHERE EXISTS(SELECT 1 FROM stage.p)) AS z`,
			`SELECT (SELECT max(id) FROM "pr"."prod"."p") FROM (SELECT * FROM "pr"."prod"."q" WHERE EXISTS(SELECT 1 FROM "pr"."prod"."p")) AS z`,
		},
		{"set operation", `(SELECT * FROM stage.p) UNION ALL (SELECT * FROM stage.q ORDER BY 1)`, `(SELECT * FROM "pr"."prod"."p") UNION ALL (SELECT * FROM "pr"."prod"."q" ORDER BY 1)`},
		{"from first", `CREATE VIEW v AS FROM stage.p`, `CREATE VIEW v AS FROM "pr"."prod"."p"`},
		{"another name gets an alias", `SELECT old.id, stage.old.id FROM stage.old WHERE old.id = 1`, `SELECT old.id, "old".id FROM "pr"."prod"."new" AS "old" WHERE old.id = 1`},
		{"another name with an alias", `SELECT o.id FROM stage.old AS o`, `SELECT o.id FROM "pr"."prod"."new" AS o`},
		{"longer name", `SELECT * FROM stage.p2, stagex.p`, `SELECT * FROM stage.p2, stagex.p`},
		{"table function argument", `SELECT * FROM query_table('stage.p')`, `SELECT * FROM query_table('stage.p')`},
		{"lateral", `SELECT * FROM stage.p AS a, LATERAL (SELECT * FROM stage.q WHERE a.id = id) AS b`, `SELECT * FROM "pr"."prod"."p" AS a, LATERAL (SELECT * FROM "pr"."prod"."q" WHERE a.id = id) AS b`},
		{"in list", `SELECT * FROM stage.p WHERE id IN (SELECT id FROM stage.q)`, `SELECT * FROM "pr"."prod"."p" WHERE id IN (SELECT id FROM "pr"."prod"."q")`},
		{"order and group", `SELECT count(*) FROM stage.p GROUP BY stage.p.id ORDER BY stage.p.id, x.y`, `SELECT count(*) FROM "pr"."prod"."p" GROUP BY "pr"."prod"."p".id ORDER BY "pr"."prod"."p".id, x.y`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, _, err := d.Retarget(tc.sql, known(d, "stage", "p", "q", "old"), warehouse.RetargetOptions{DefaultDatabase: "wh"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRetargetOtherDialects(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, sql, want string
		d               warehouse.Dialect
	}{
		{"snowflake folds", `select * from wh.stage.p join WH."STAGE".Q // wh.stage.p
 on true`, `select * from "pr"."prod"."P" join "pr"."prod"."Q" // wh.stage.p
 on true`, snow()},
		{"snowflake quoted lower case is another", `select * from wh."stage".p`, `select * from wh."stage".p`, snow()},
		{"bigquery path", "select * from `wh.stage.p` as x, `wh`.stage.q, `wh.stage`.q # `wh.stage.p`", "select * from `pr`.`prod`.`p` as x, `pr`.`prod`.`q`, `pr`.`prod`.`q` # `wh.stage.p`", google()},
		{"bigquery strings", "select \"from wh.stage.p\", '''it's wh.stage.p''' from stage.p", "select \"from wh.stage.p\", '''it's wh.stage.p''' from `pr`.`prod`.`p`", google()},
		{"bigquery arrays", "select * from stage.p t, t.items, unnest(t.q)", "select * from `pr`.`prod`.`p` t, t.items, unnest(t.q)", google()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, _, err := tc.d.Retarget(tc.sql, known(tc.d, tc.d.Fold("stage"), tc.d.Fold("p"), tc.d.Fold("q")), warehouse.RetargetOptions{DefaultDatabase: tc.d.Fold("wh")})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	dashed := func(r warehouse.Ref) (warehouse.Ref, bool) {
		return warehouse.Ref{Database: "x", Schema: "y", Name: "z"}, r == warehouse.Ref{Database: "my-project-1", Schema: "ds", Name: "z"}
	}
	got, hits, err := google().Retarget("select a-b.c from my-project-1.ds.z where a-b.c > 1", dashed, warehouse.RetargetOptions{})
	if want := "select a-b.c from `x`.`y`.`z` where a-b.c > 1"; err != nil || got != want || len(hits) != 1 {
		t.Errorf("got %q, %v, %v", got, hits, err)
	}
}

func TestRetargetOptions(t *testing.T) {
	t.Parallel()
	d := duck()
	got, hits, err := d.Retarget("SELECT * FROM stage.p JOIN wh.stage.p AS x ON true", known(d, "stage", "p"), warehouse.RetargetOptions{DefaultDatabase: "wh", OmitDatabase: true})
	if want := `SELECT * FROM "prod"."p" JOIN "prod"."p" AS x ON true`; err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
	if diff := cmp.Diff([]warehouse.Ref{{Database: "wh", Schema: "stage", Name: "p"}}, hits); diff != "" {
		t.Error(diff)
	}
	if got, _, _ := d.Retarget("SELECT * FROM stage.p", known(d, "stage", "p"), warehouse.RetargetOptions{}); got != "SELECT * FROM stage.p" {
		t.Errorf("two parts without a default database: %q", got)
	}
}

func TestRetargetHostileNames(t *testing.T) {
	t.Parallel()
	for _, d := range dialects() {
		for _, name := range hostileNames() {
			if d.PathQuoted && strings.Contains(name, ".") {
				continue // no BigQuery name has a dot
			}
			from := warehouse.Ref{Database: name, Schema: "s " + name, Name: "n " + name}
			to := warehouse.Ref{Database: "to", Schema: name, Name: "n " + name}
			target := func(r warehouse.Ref) (warehouse.Ref, bool) { return to, r == from }
			got, hits, err := d.Retarget("SELECT 1 FROM "+d.QuoteRef(from)+" WHERE x", target, warehouse.RetargetOptions{})
			if want := "SELECT 1 FROM " + d.QuoteRef(to) + " WHERE x"; err != nil || got != want || len(hits) != 1 {
				t.Errorf("%s: got %q, want %q (%v)", d.Name, got, want, err)
			}
			create, err := d.RenameCreate("CREATE OR REPLACE VIEW "+d.QuoteRef(from)+" (a) AS SELECT 1", to)
			if want := "CREATE OR REPLACE VIEW " + d.QuoteRef(to) + " (a) AS SELECT 1"; err != nil || create != want {
				t.Errorf("%s: got %q, want %q (%v)", d.Name, create, want, err)
			}
		}
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	got, err := duck().References("CREATE VIEW a.v AS SELECT x.y FROM s.t, db.s.u AS x WHERE f.g(1) AND 's.z' = 1 AND s.t.c", "wh")
	want := []warehouse.Ref{
		{Database: "wh", Schema: "x", Name: "y"},
		{Database: "wh", Schema: "s", Name: "t"},
		{Database: "db", Schema: "s", Name: "u"},
		{Database: "s", Schema: "t", Name: "c"},
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRenameCreate(t *testing.T) {
	t.Parallel()
	to := warehouse.Ref{Database: "d", Schema: "s", Name: `n"`}
	const q = `"d"."s"."n"""`
	for sql, want := range map[string]string{
		`CREATE TABLE p(id INTEGER)`:                                 `CREATE TABLE ` + q + `(id INTEGER)`,
		`CREATE TABLE a.p(id INTEGER, "a.p" INTEGER)`:                `CREATE TABLE ` + q + `(id INTEGER, "a.p" INTEGER)`,
		`create or replace temp table if not exists "x".y as select`: `create or replace temp table if not exists ` + q + ` as select`,
		`CREATE VIEW "view" (a, b) AS SELECT 1`:                      `CREATE VIEW ` + q + ` (a, b) AS SELECT 1`,
		`CREATE UNIQUE INDEX "i x" ON a.p(c)`:                        `CREATE UNIQUE INDEX "i x" ON ` + q + `(c)`,
		`CREATE /* x.y */ INDEX on_it ON p(c)`:                       `CREATE /* x.y */ INDEX on_it ON ` + q + `(c)`,
		`CREATE OR REPLACE TRANSIENT TABLE DB.S.T (X NUMBER)`:        `CREATE OR REPLACE TRANSIENT TABLE ` + q + ` (X NUMBER)`,
		`CREATE SEQUENCE x`:                                          "",
		`SELECT 1`:                                                   "",
		`CREATE TABLE`:                                               "",
		`CREATE INDEX i`:                                             "",
		`CREATE VIEW 'x' AS SELECT 1`:                                "",
		"":                                                           "",
	} {
		got, err := duck().RenameCreate(sql, to)
		if (want == "") != (err != nil) || got != want {
			t.Errorf("%s: got %q, %v", sql, got, err)
		}
	}
}
