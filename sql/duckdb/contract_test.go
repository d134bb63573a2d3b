//go:build cgo

package duckdb_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
	"cutover/sql/warehousetest"
)

func TestContractOneFile(t *testing.T) {
	t.Parallel()
	warehousetest.Run(t, warehousetest.Harness{Cannot: cannot(), New: func(t *testing.T) warehousetest.World {
		path := filepath.Join(t.TempDir(), "wh.duckdb")
		seed(t, path, "CREATE SCHEMA prod", "CREATE SCHEMA stage", "CREATE SCHEMA keep")
		opts := duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}}
		return world(opts, warehouse.Container{Database: "wh", Schema: "stage"}, warehouse.Container{Database: "wh", Schema: "cutover"})
	}})
}

func TestContractTwoFiles(t *testing.T) {
	t.Parallel()
	warehousetest.Run(t, warehousetest.Harness{Cannot: cannot(), New: func(t *testing.T) warehousetest.World {
		dir := t.TempDir()
		opts := duckdb.Options{
			Production: duckdb.Database{Alias: "wh", Path: filepath.Join(dir, "wh.duckdb")},
			Candidate:  duckdb.Database{Alias: `st"age; x`, Path: filepath.Join(dir, "odd ?%zz'name.duckdb")},
			State:      duckdb.Database{Alias: "cutover_state", Path: filepath.Join(dir, "new", "state.duckdb")},
		}
		seed(t, opts.Production.Path, "CREATE SCHEMA prod", "CREATE SCHEMA keep")
		w := world(opts, warehouse.Container{Database: opts.Candidate.Alias, Schema: "built here"}, warehouse.Container{Database: "cutover_state", Schema: "cutover"})
		d := open(t, duckdb.Options{State: opts.Candidate})
		do(t, d, warehouse.CreateContainer{Container: w.Candidate})
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		return w
	}})
}

// cannot declares what DuckDB has no such thing for.
func cannot() map[string]string {
	const (
		schemas = "DuckDB cannot clone, swap or bring back a schema; it publishes in one transaction"
		replace = "DuckDB replaces a relation by Drop and Copy in one transaction"
		batches = "DuckDB does several ops in one transaction"
		access  = "DuckDB has no grants"
	)
	return map[string]string{
		"clone-container": schemas, "swap-guarded": schemas, "swap-fenced": schemas, "undrop": schemas,
		"copy-replace": replace, "view-replace": replace, "batch": batches, "batch-fenced": batches, "batch-stops": batches,
		"grants": access, "future-grants": access,
		"container-comment": "DuckDB has no comments on schemas",
		"append-idempotent": "DuckDB's answers cannot be lost: a commit is looked for by its mark",
	}
}

func world(opts duckdb.Options, candidate, state warehouse.Container) warehousetest.World {
	return warehousetest.World{
		Production: warehouse.Container{Database: "wh", Schema: "prod"},
		Keep:       warehouse.Container{Database: "wh", Schema: "keep"},
		Marks:      warehouse.Container{Database: "wh", Schema: "cutover_marks"},
		Candidate:  candidate, State: state,
		Open: func(t *testing.T) warehouse.Driver { return open(t, opts) },
		Seed: func(t *testing.T, relations ...warehousetest.Relation) {
			t.Helper()
			all := []duckdb.Database{opts.Production}
			if opts.Candidate.Path != "" {
				all = append(all, opts.Candidate)
			}
			var sts []string
			for _, db := range all {
				d := duckdb.Dialect()
				sts = append(sts, "ATTACH "+d.QuoteText(db.Path)+" AS "+d.QuoteName(db.Alias))
			}
			for _, r := range relations {
				sts = append(sts, makeRelation(r)...)
			}
			seed(t, "", sts...)
		},
	}
}

func makeRelation(r warehousetest.Relation) []string {
	d := duckdb.Dialect()
	name, column := d.QuoteRef(r.Ref), d.QuoteName(r.Column())
	if r.From != nil {
		return []string{"CREATE VIEW " + name + " AS SELECT * FROM " + d.QuoteRef(*r.From)}
	}
	typ, null := "INTEGER", ""
	if r.WideID {
		typ = "BIGINT"
	}
	if r.NotNull {
		null = " NOT NULL"
	}
	last := "''"
	if r.LastText != "" {
		last = d.QuoteText(r.LastText)
	}
	sts := []string{
		fmt.Sprintf("CREATE TABLE %s (id %s, %s VARCHAR%s)", name, typ, column, null),
		fmt.Sprintf("INSERT INTO %s SELECT i, CASE WHEN i = %d AND %s <> '' THEN %s ELSE %s || '-' || i END FROM range(%d) r(i)",
			name, r.Rows-1, last, last, d.QuoteText(r.Text), r.Rows),
	}
	if r.Comment != "" {
		sts = append(sts, "COMMENT ON TABLE "+name+" IS "+d.QuoteText(r.Comment))
	}
	if r.ColumnComment != "" {
		sts = append(sts, "COMMENT ON COLUMN "+name+"."+column+" IS "+d.QuoteText(r.ColumnComment))
	}
	return sts
}
