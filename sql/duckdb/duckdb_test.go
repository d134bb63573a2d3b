//go:build cgo

package duckdb_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

// seed runs statements in a DuckDB of its own and closes it.
func seed(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatalf("open %s: %v", path, err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Fatalf("close %s: %v", path, err)
		}
	}()
	db.SetMaxOpenConns(1)
	for _, st := range statements {
		if _, err := db.Exec(st); err != nil {
			t.Fatalf("%s: %v", st, err)
		}
	}
}

func open(t *testing.T, opts duckdb.Options) *duckdb.Driver {
	t.Helper()
	d, err := duckdb.Open(context.Background(), opts)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return d
}

func do(t *testing.T, d warehouse.Driver, op warehouse.Op) warehouse.Receipt {
	t.Helper()
	r, err := d.Do(context.Background(), op, warehouse.Token{})
	if err != nil {
		t.Fatalf("do %s: %v", op.OpName(), err)
	}
	return r
}

// inspect looks at containers with the content of every table in them.
func inspect(t *testing.T, d warehouse.Driver, cs ...warehouse.Container) warehouse.Inventory {
	t.Helper()
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: cs})
	if err != nil {
		t.Fatalf("inspect: %v", err)
	}
	req := warehouse.InspectRequest{Containers: cs}
	for _, o := range inv.Objects {
		req.Content = append(req.Content, o.Ref)
	}
	if inv, err = d.Inspect(context.Background(), req); err != nil {
		t.Fatalf("inspect content: %v", err)
	}
	return inv
}

func object(t *testing.T, inv warehouse.Inventory, ref warehouse.Ref) warehouse.Object {
	t.Helper()
	o, ok := inv.Object(ref)
	if !ok {
		t.Fatalf("%s is not there", ref)
	}
	return o
}

func rows(t *testing.T, d warehouse.Driver, query string) [][]string {
	t.Helper()
	r, err := d.Query(context.Background(), warehouse.Statement{Text: query})
	if err != nil {
		t.Fatalf("query %s: %v", query, err)
	}
	var out [][]string
	for _, line := range r.Values {
		var cells []string
		for _, c := range line {
			if c == nil {
				cells = append(cells, "NULL")
				continue
			}
			cells = append(cells, *c)
		}
		out = append(out, cells)
	}
	return out
}

// everything is a table with all that a copy must keep.
func everything(schema string) []string {
	return []string{
		"CREATE SCHEMA IF NOT EXISTS " + schema,
		"CREATE TABLE " + schema + `."a.b;""c -- d" (id INTEGER PRIMARY KEY, u VARCHAR UNIQUE COLLATE nocase, c INTEGER CHECK (c > 0), d INTEGER DEFAULT 5,
 g INTEGER GENERATED ALWAYS AS (c * 2) VIRTUAL, e ENUM('x','y; z'), s STRUCT(a INTEGER, b VARCHAR[]), n DECIMAL(18,3) NOT NULL,
 tz TIMESTAMPTZ DEFAULT now(), bb BLOB, hh HUGEINT, uu UUID, "we""ird.x" INTEGER, m MAP(VARCHAR, STRUCT(x INTEGER)), a INTEGER[3],
 un UNION(i INTEGER, t VARCHAR), j JSON, iv INTERVAL, f DOUBLE, "GENERATED" VARCHAR DEFAULT 'GENERATED ALWAYS AS (x)', bt BIT,
 UNIQUE (c, n), CHECK (c < n))`,
		"INSERT INTO " + schema + `."a.b;""c -- d" (id, u, c, e, s, n, tz, bb, hh, uu, "we""ird.x", m, a, un, j, iv, f, bt)
 SELECT i, 'u' || i, i + 1, CASE WHEN i % 2 = 0 THEN 'x' ELSE 'y; z' END, {'a': i, 'b': ['p, q', NULL]}, i + 10.5, TIMESTAMPTZ '2020-01-01 00:00:00+02', '\x00\xFF'::BLOB,
 170141183460469231731687303715884105727, '00000000-0000-0000-0000-000000000001'::UUID, NULL, MAP {'k': {'x': i}}, [i, NULL, 3], union_value(t := 'w'), '{"a": 1}', INTERVAL 1 MONTH, -0.0, '0101'::BIT
 FROM range(1000) r(i) ORDER BY hash(i)`,
		"CREATE INDEX \"ix \"\"1\" ON " + schema + `."a.b;""c -- d" (c, (d + 1))`,
		"CREATE UNIQUE INDEX ix2 ON " + schema + `."a.b;""c -- d" (u, id)`,
		"COMMENT ON TABLE " + schema + `."a.b;""c -- d" IS 'it''s; a -- table'`,
		"COMMENT ON COLUMN " + schema + `."a.b;""c -- d"."we""ird.x" IS 'a "column"'`,
	}
}

const hostile = `a.b;"c -- d`

func TestCopyTableKeepsEverything(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		two  bool
	}{{"one file", false}, {"two files", true}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			prod := duckdb.Database{Alias: "analytics", Path: filepath.Join(dir, "prod", "analytics.duckdb")}
			cand := prod
			if tc.two {
				cand = duckdb.Database{Alias: `stage; "x`, Path: filepath.Join(dir, "stage", "analytics.duckdb")}
			}
			for _, p := range []string{prod.Path, cand.Path} {
				if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			seed(t, prod.Path, "CREATE SCHEMA mart")
			seed(t, cand.Path, everything("built")...)
			d := open(t, duckdb.Options{Production: prod, Candidate: cand})
			from := warehouse.Ref{Database: cand.Alias, Schema: "built", Name: hostile}
			to := warehouse.Ref{Database: prod.Alias, Schema: "mart", Name: hostile}
			both := []warehouse.Container{from.Container(), to.Container()}
			src := object(t, inspect(t, d, both...), from)
			if src.Unsupported != "" || src.Rows != 1000 {
				t.Fatalf("source: unsupported %q, rows %d", src.Unsupported, src.Rows)
			}
			r := do(t, d, warehouse.CopyTable{From: from, To: to, Definition: src.Definition})
			if r.Rows != 1000 {
				t.Errorf("receipt rows %d", r.Rows)
			}
			got := object(t, inspect(t, d, both...), to)
			if got.Identity.Token != src.Identity.Token || got.Identity.Token == "" {
				t.Errorf("token %q, want %q", got.Identity.Token, src.Identity.Token)
				t.Log(cmp.Diff(src.Definition, got.Definition))
			}
			q := d.Capabilities().Dialect
			a := rows(t, d, "SELECT * FROM "+q.QuoteRef(from))
			b := rows(t, d, "SELECT * FROM "+q.QuoteRef(to))
			if diff := cmp.Diff(a, b); diff != "" {
				t.Errorf("rows or their order differ:\n%s", diff)
			}
		})
	}
}
