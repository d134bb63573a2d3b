//go:build cgo

package duckdb_test

import (
	"path/filepath"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

// TestTokenSurvivesReopening: DuckDB writes a view's text in another way once
// the file was closed and opened; that is not a change.
func TestTokenSurvivesReopening(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.duckdb")
	seed(t, path, "CREATE TABLE t(d DATE, amount DECIMAL(12, 2) DEFAULT CAST(0 AS DECIMAL(12, 2)), CHECK (amount IN (1, 2) OR amount > 0))",
		"CREATE INDEX i ON t(amount, d)")
	ref := warehouse.Ref{Database: "shop", Schema: "main", Name: "v"}
	table := warehouse.Ref{Database: "shop", Schema: "main", Name: "t"}
	look := func(d *duckdb.Driver, r warehouse.Ref) warehouse.Identity {
		t.Helper()
		inv, err := d.Inspect(t.Context(), warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "shop"}}, Content: []warehouse.Ref{r}})
		if err != nil {
			t.Fatal(err)
		}
		o, ok := inv.Object(r)
		if !ok {
			t.Fatalf("%s is not there", r)
		}
		return o.Identity
	}
	open := func() *duckdb.Driver {
		t.Helper()
		d, err := duckdb.Open(t.Context(), duckdb.Options{Production: duckdb.Database{Path: path}})
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	sql := "CREATE VIEW v AS SELECT CAST(sum(amount) AS DECIMAL(12,2)) AS s, list_value(1, 2) AS l FROM shop.main.t;"
	if _, err := d.Do(t.Context(), warehouse.CreateView{View: ref, Definition: warehouse.Definition{SQL: sql}}, warehouse.Token{}); err != nil {
		t.Fatal(err)
	}
	before, beforeTable := look(d, ref), look(d, table)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open()
	defer func() { _ = d.Close() }()
	if after := look(d, ref); after != before {
		t.Errorf("view: %v became %v by opening the file again", before, after)
	}
	if after := look(d, table); after != beforeTable {
		t.Errorf("table: %v became %v by opening the file again", beforeTable, after)
	}
}

// TestReadOnlyReplaysLog: a look right after a kill must work, also where
// DuckDB cannot replay the log read-only (it makes an index).
func TestReadOnlyReplaysLog(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	_ = child(t, "crash", path).Run() // ends itself with SIGKILL
	d, err := duckdb.Open(t.Context(), duckdb.Options{Production: duckdb.Database{Path: path}, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	rows, err := d.Query(t.Context(), warehouse.Statement{Text: "SELECT count(*)::VARCHAR FROM wh.main.t"})
	if err != nil {
		t.Fatal(err)
	}
	if got := *rows.Values[0][0]; got != "11" {
		t.Errorf("the table has %s rows, want the 11 that were committed", got)
	}
}
