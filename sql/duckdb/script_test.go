//go:build cgo

package duckdb_test

import (
	"context"
	"path/filepath"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

func TestRunScript(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "shop.duckdb")
	for _, script := range []string{
		"begin; create schema mart; create table mart.orders as select 1 as id; commit;",
		"insert into shop.mart.orders values (2), (3);", // the file's stem is the catalog
	} {
		if err := duckdb.RunScript(ctx, path, script); err != nil {
			t.Fatal(err)
		}
	}
	err := duckdb.RunScript(ctx, path, "begin; delete from mart.orders; insert into mart.orders values ('x'); commit;")
	if err == nil {
		t.Error("a script that cannot run gave no error")
	}
	if err := duckdb.RunScript(ctx, path, "create table"); warehouse.CodeOf(err) != warehouse.InvalidStatement {
		t.Errorf("a script that is no SQL: %v", err)
	}
	d, err := duckdb.Open(ctx, duckdb.Options{Production: duckdb.Database{Alias: "shop", Path: path}, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }()
	rows, err := d.Query(ctx, warehouse.Statement{Text: "select count(*)::varchar from mart.orders"})
	if err != nil {
		t.Fatal(err)
	}
	if got := *rows.Values[0][0]; got != "3" {
		t.Errorf("%s rows are left, want 3: a script that failed must leave nothing behind", got)
	}
}
