//go:build cgo

package duckdb_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

func oneFile(t *testing.T, statements ...string) (*duckdb.Driver, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	seed(t, path, statements...)
	return open(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}}), path
}

func wh(schema, name string) warehouse.Ref {
	return warehouse.Ref{Database: "wh", Schema: schema, Name: name}
}

// TestForeignKeys: parents are copied before children and dropped after them;
// then both can be replaced and kept in one transaction.
func TestForeignKeys(t *testing.T) {
	t.Parallel()
	var sts []string
	for _, schema := range []string{"prod", "stage"} {
		sts = append(sts, "CREATE SCHEMA "+schema,
			"CREATE TABLE "+schema+`.pq (id INTEGER PRIMARY KEY, k INTEGER UNIQUE)`,
			"CREATE TABLE "+schema+`.c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES `+schema+`.pq(id), k INTEGER, FOREIGN KEY (k) REFERENCES `+schema+`.pq(k))`,
			"INSERT INTO "+schema+`.pq SELECT i, i FROM range(10) r(i)`, "INSERT INTO "+schema+".c SELECT i, i, i FROM range(5) r(i)")
	}
	d, _ := oneFile(t, append(sts, "INSERT INTO stage.c VALUES (7, 7, 7)")...)
	all := warehouse.Container{Database: "wh"}
	before := inspect(t, d, all)
	parent, child := object(t, before, wh("prod", "pq")), object(t, before, wh("prod", "c"))
	if diff := cmp.Diff([]warehouse.Ref{wh("prod", "c")}, parent.ReferencedBy); diff != "" {
		t.Error(diff)
	}
	publish := warehouse.Atomic{Ops: []warehouse.Op{
		warehouse.CreateContainer{Container: warehouse.Container{Database: "wh", Schema: "keep"}},
		warehouse.CopyTable{From: parent.Ref, To: wh("keep", "pq"), Definition: parent.Definition},
		warehouse.CopyTable{From: child.Ref, To: wh("keep", "c"), Definition: child.Definition},
		warehouse.Drop{Ref: child.Ref, Kind: warehouse.KindTable},
		warehouse.Drop{Ref: parent.Ref, Kind: warehouse.KindTable},
		warehouse.CopyTable{From: wh("stage", "pq"), To: parent.Ref, Definition: object(t, before, wh("stage", "pq")).Definition},
		warehouse.CopyTable{From: wh("stage", "c"), To: child.Ref, Definition: object(t, before, wh("stage", "c")).Definition},
	}}
	do(t, d, publish)
	after := inspect(t, d, all)
	for to, from := range map[warehouse.Ref]warehouse.Ref{
		wh("prod", "c"): wh("stage", "c"), wh("keep", "c"): wh("prod", "c"), wh("prod", "pq"): wh("stage", "pq"), wh("keep", "pq"): wh("prod", "pq"),
	} {
		if object(t, after, to).Identity.Token != object(t, before, from).Identity.Token {
			t.Errorf("%s is not what %s was", to, from)
		}
	}
	_, err := d.Do(context.Background(), warehouse.Drop{Ref: parent.Ref, Kind: warehouse.KindTable}, warehouse.Token{})
	if warehouse.CodeOf(err) != warehouse.Conflict {
		t.Errorf("drop of a parent: %v", err)
	}
}

func TestUnsupported(t *testing.T) {
	t.Parallel()
	d, _ := oneFile(t,
		"CREATE SCHEMA stage", "CREATE SEQUENCE stage.sq", "CREATE MACRO stage.twice(x) AS x * 2", "CREATE TYPE stage.mood AS ENUM ('a', 'b')",
		"CREATE TABLE stage.serial (id INTEGER DEFAULT nextval('stage.sq'))",
		"CREATE TABLE stage.self (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES stage.self(id))",
		`CREATE TABLE stage."p q(" (id INTEGER PRIMARY KEY)`, `CREATE TABLE stage.odd (id INTEGER REFERENCES stage."p q("(id))`,
		"CREATE TABLE stage.noted (id INTEGER)", "CREATE INDEX ix ON stage.noted(id)", "COMMENT ON INDEX stage.ix IS 'note'",
		"CREATE VIEW stage.macro AS SELECT stage.twice(1) AS x",
		"CREATE TABLE stage.fine (id INTEGER PRIMARY KEY, m stage.mood, y INTEGER CHECK (date_part('year', DATE '2020-01-01') > y))",
		"CREATE VIEW stage.finev AS SELECT extract(year FROM DATE '2020-01-01') AS y, 'nextval(1)' AS t")
	inv := inspect(t, d, warehouse.Container{Database: "wh"})
	for name, part := range map[string]string{
		"serial": "sequence", "odd": "leaves unquoted", "self": "points to the table itself", "noted": `index "ix" has a comment`, "macro": `"stage.twice"`, "fine": "", "finev": "",
	} {
		got := object(t, inv, wh("stage", name)).Unsupported
		if (part == "") != (got == "") || !strings.Contains(got, part) {
			t.Errorf("%s: %q", name, got)
		}
	}
	// A type of the source's schema is written out, so the copy stands alone.
	do(t, d, warehouse.CopyTable{From: wh("stage", "fine"), To: wh("main", "fine"), Definition: object(t, inv, wh("stage", "fine")).Definition})
}

// TestHostileTokens: values that DuckDB's own hash takes for equal have
// different tokens.
func TestHostileTokens(t *testing.T) {
	t.Parallel()
	groups := map[string][]string{
		"list":     {"[1]", "[]::INTEGER[]", "NULL::INTEGER[]", "[1, NULL]", "[NULL]::INTEGER[]"},
		"nested":   {"[[1], [2]]", "[[1, 2]]", "[[1, 2], []]"},
		"struct":   {"{'a': 1, 'b': NULL::INTEGER}", "{'a': NULL::INTEGER, 'b': 1}", "NULL::STRUCT(a INTEGER, b INTEGER)"},
		"text":     {"''", "NULL::VARCHAR", "'NULL'", "'a'", "'A'"},
		"interval": {"INTERVAL 1 MONTH", "INTERVAL 30 DAY"},
		"float":    {"0.0::DOUBLE", "-0.0::DOUBLE", "'nan'::DOUBLE", "NULL::DOUBLE"},
		"blob":     {`'\x00'::BLOB`, `''::BLOB`, `'\x00\x00'::BLOB`},
		"strings":  {"['a, b']", "['a', 'b']", "['NULL']", "[NULL]::VARCHAR[]"},
	}
	var sts []string
	for name, values := range groups {
		sts = append(sts, "CREATE SCHEMA "+name)
		for i, v := range values {
			sts = append(sts, "CREATE TABLE "+name+".t"+string(rune('0'+i))+" AS SELECT "+v+" AS v")
		}
	}
	sts = append(sts, "CREATE SCHEMA rows", "CREATE TABLE rows.t0 AS SELECT * FROM (VALUES (1), (1), (2)) x(v)", "CREATE TABLE rows.t1 AS SELECT * FROM (VALUES (1), (2), (2)) x(v)",
		"CREATE TABLE rows.t4 AS SELECT * FROM (VALUES (3), (3), (2)) x(v)", "CREATE TABLE rows.t2 AS SELECT * FROM (VALUES (1), (2)) x(v)", "CREATE TABLE rows.t3 AS SELECT * FROM (VALUES (2)) x(v)",
		"CREATE SCHEMA pairs", "CREATE TABLE pairs.t0 AS SELECT [1, 2] AS a, 3 AS b", "CREATE TABLE pairs.t1 AS SELECT [1] AS a, 3 AS b",
		"CREATE SCHEMA sorted", "CREATE TABLE sorted.t0 AS SELECT * FROM (VALUES (1, 'a'), (2, 'b')) x(v, w)", "CREATE TABLE sorted.t1 AS SELECT * FROM (VALUES (2, 'b'), (1, 'a')) x(v, w)")
	d, _ := oneFile(t, sts...)
	seen := map[string]string{}
	for _, o := range inspect(t, d, warehouse.Container{Database: "wh"}).Objects {
		k := o.Ref.Schema + o.Identity.Token
		if other, ok := seen[k]; ok != (o.Ref == wh("sorted", "t1")) {
			t.Errorf("%s and %q: same token %v", o.Ref, other, ok)
		}
		seen[k] = o.Ref.String()
	}
}

// TestQuoting: what Dialect quotes, DuckDB reads back as exactly that.
func TestQuoting(t *testing.T) {
	t.Parallel()
	d, _ := oneFile(t, "SELECT 1")
	q := duckdb.Dialect()
	for _, name := range []string{
		"plain", "MiXed", "with space", `quo"te`, `""`, "apo'strophe", "dot.ted", "semi;colon", "-- comment", "/* c */", `back\slash`, "$$", "$1", "select",
		"été", "日本語", "tab\tname", "new\nline", "#", "%s", strings.Repeat("x", 200), "`tick`", "'; DROP TABLE x; --",
	} {
		r, err := d.Query(context.Background(), warehouse.Statement{Text: "SELECT " + q.QuoteText(name) + " AS " + q.QuoteName(name)})
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if r.Columns[0] != name || *r.Values[0][0] != name {
			t.Errorf("%q was read as column %q, text %q", name, r.Columns[0], *r.Values[0][0])
		}
	}
	if !q.EqualNames("ABC", "abc") || q.EqualNames("É", "é") {
		t.Error("names compare by ASCII letters only")
	}
	seed(t, filepath.Join(t.TempDir(), "x.duckdb"), `CREATE TABLE "É"(i INTEGER)`, `CREATE TABLE "é"(i INTEGER)`)
}

// TestCancelInTheMiddle cancels while a copy is running.
func TestCancelInTheMiddle(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	crashSeed(t, path)
	ctx, cancel := context.WithCancel(context.Background())
	d := open(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}, OnStatement: func(_ context.Context, phase duckdb.Phase, st warehouse.Statement) {
		if phase == duckdb.After && strings.HasPrefix(st.Text, `DROP TABLE "wh"."prod"."b"`) {
			cancel()
		}
	}})
	op := publishOps(t, d)
	_, err := d.Do(ctx, op, warehouse.Token{})
	if warehouse.CodeOf(err) != warehouse.Canceled {
		t.Errorf("code %q: %v", warehouse.CodeOf(err), err)
	}
	outcome2, err := d.Outcome(context.Background(), op, warehouse.Token{})
	if err != nil || outcome2 != warehouse.NotDone {
		t.Errorf("outcome %s, %v", outcome2, err)
	}
	if got := rows(t, d, "SELECT count(*) FROM wh.prod.b"); got[0][0] != "20000" {
		t.Errorf("prod.b has %v rows", got)
	}
	do(t, d, op)
}

// TestCancelDuringCommit: the commit is finished, and said to be.
func TestCancelDuringCommit(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	crashSeed(t, path)
	ctx, cancel := context.WithCancel(context.Background())
	d := open(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}, OnStatement: func(_ context.Context, phase duckdb.Phase, st warehouse.Statement) {
		if phase == duckdb.Before && st.Text == "COMMIT" {
			cancel()
		}
	}})
	op := publishOps(t, d)
	if _, err := d.Do(ctx, op, warehouse.Token{}); err != nil {
		t.Errorf("do: %v", err)
	}
	if got, err := d.Outcome(context.Background(), op, warehouse.Token{}); err != nil || got != warehouse.Done {
		t.Errorf("outcome %s, %v", got, err)
	}
}

// TestInterruptRunning cancels a statement while it runs.
func TestInterruptRunning(t *testing.T) {
	t.Parallel()
	d, _ := oneFile(t, "CREATE TABLE t(i INTEGER)")
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	_, err := d.Query(ctx, warehouse.Statement{Text: "SELECT count(*) FROM range(100000000) a(i), range(100000000) b(j) WHERE i + j = 3"})
	if warehouse.CodeOf(err) != warehouse.Canceled {
		t.Errorf("code %q: %v", warehouse.CodeOf(err), err)
	}
	if got := rows(t, d, "SELECT 1"); got[0][0] != "1" {
		t.Errorf("the session is broken: %v", got)
	}
}

// TestRetargetRealViews retargets views as DuckDB itself writes them.
func TestRetargetRealViews(t *testing.T) {
	t.Parallel()
	bodies := map[string]string{
		"joined":   "SELECT a.id, b.id AS bid FROM stage.orders a JOIN wh.stage.items AS b USING (id), stage.orders",
		"cte":      "WITH stage AS (SELECT 1 AS orders) SELECT stage.orders, o.id FROM stage, wh.stage.orders o",
		"columns":  "SELECT stage.orders.id, wh.stage.items.id AS i FROM stage.orders, wh.stage.items WHERE stage.orders.id = items.id",
		"strings":  "SELECT 'stage.orders' AS s, $$it's wh.stage.orders$$ AS u, E'a\\'stage.orders' AS e FROM stage.orders",
		"nested":   "SELECT (SELECT max(id) FROM stage.items) AS m, extract(year FROM DATE '2020-01-01') AS y FROM (SELECT * FROM stage.orders) AS z WHERE EXISTS (SELECT 1 FROM wh.stage.items q WHERE q.id = z.id)",
		"union":    "SELECT id FROM stage.orders UNION ALL SELECT id FROM wh.stage.items ORDER BY 1",
		"fromonly": "FROM stage.orders",
		"windowed": "SELECT row_number() OVER (PARTITION BY id ORDER BY stage.orders.id) AS r, id IS DISTINCT FROM 1 AS d FROM stage.orders QUALIFY r = 1",
		"lambda":   "SELECT list_transform([1, 2], lambda x: x + 1) AS l, {'orders': id} AS st FROM stage.orders",
	}
	sts := []string{"CREATE SCHEMA stage", "CREATE SCHEMA prod"}
	for i, schema := range []string{"stage", "prod"} {
		n := []string{"3", "2"}[i]
		sts = append(sts, "CREATE TABLE "+schema+".orders AS SELECT i AS id FROM range("+n+") r(i)", "CREATE TABLE "+schema+".items AS SELECT i AS id FROM range("+n+") r(i)")
	}
	for name, body := range bodies {
		sts = append(sts, "CREATE VIEW stage."+name+" AS "+body, "CREATE TABLE prod.want_"+name+" AS "+strings.ReplaceAll(strings.ReplaceAll(body,
			"FROM stage.orders", "FROM prod.orders"), "stage.items", "prod.items"))
	}
	for i, st := range sts { // the expectation is written out where the simple replacement is wrong
		sts[i] = strings.NewReplacer("prod.want_cte AS "+bodies["cte"], "prod.want_cte AS WITH stage AS (SELECT 1 AS orders) SELECT stage.orders, o.id FROM stage, wh.prod.orders o").Replace(st)
		if strings.HasPrefix(st, "CREATE TABLE prod.want_columns") || strings.HasPrefix(st, "CREATE TABLE prod.want_windowed") || strings.HasPrefix(st, "CREATE TABLE prod.want_joined") {
			sts[i] = strings.ReplaceAll(sts[i], "stage.orders", "prod.orders")
		}
	}
	d, _ := oneFile(t, sts...)
	inv := inspect(t, d, warehouse.Container{Database: "wh", Schema: "stage"})
	target := func(r warehouse.Ref) (warehouse.Ref, bool) {
		_, there := inv.Object(r)
		return wh("prod", r.Name), there && r.Schema == "stage" && r.Database == "wh"
	}
	for name := range bodies {
		def := object(t, inv, wh("stage", name)).Definition
		text, hits, err := duckdb.Dialect().Retarget(def.SQL, target, warehouse.RetargetOptions{DefaultDatabase: "wh"})
		if err != nil || len(hits) == 0 {
			t.Fatalf("%s: %v, %v", name, hits, err)
		}
		def.SQL = text
		do(t, d, warehouse.CreateView{View: wh("prod", name), Definition: def})
		want, got := rows(t, d, "SELECT * FROM prod.want_"+name+" ORDER BY ALL"), rows(t, d, "SELECT * FROM prod."+name+" ORDER BY ALL")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s\n%s", name, text, diff)
		}
	}
	do(t, d, warehouse.DropContainer{Container: warehouse.Container{Database: "wh", Schema: "stage"}})
	for name := range bodies {
		rows(t, d, "SELECT * FROM prod."+name)
	}
}
