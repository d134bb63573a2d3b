//go:build cgo

package duckdb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

func crashSeed(t *testing.T, path string) {
	t.Helper()
	var sts []string
	for schema, rows := range map[string]int{"prod": 20000, "stage": 30000} {
		sts = append(sts, "CREATE SCHEMA "+schema)
		for _, name := range []string{"a", "b"} {
			sts = append(sts,
				fmt.Sprintf("CREATE TABLE %s.%s (id INTEGER PRIMARY KEY, v VARCHAR NOT NULL)", schema, name),
				fmt.Sprintf("INSERT INTO %s.%s SELECT i, '%s' || i FROM range(%d) r(i)", schema, name, schema, rows),
				fmt.Sprintf("CREATE INDEX ix_%s ON %s.%s (v)", name, schema, name))
		}
	}
	seed(t, path, append(sts, "CREATE VIEW prod.v AS SELECT count(*) AS n FROM wh.prod.a")...)
}

// TestKilledInTheMiddle kills a publishing process at every statement, before
// and after it, and at moments inside COMMIT. What is left is all old or all
// new, and the mark agrees.
func TestKilledInTheMiddle(t *testing.T) {
	t.Parallel()
	template := filepath.Join(t.TempDir(), "wh.duckdb")
	crashSeed(t, template)
	data, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	var cases []publishArgs
	statements := publishStatements(t, data)
	for n := 1; n <= statements; n++ {
		cases = append(cases, publishArgs{DieAt: n, Phase: duckdb.Before})
	}
	cases = append(cases, publishArgs{DieAt: statements, Phase: duckdb.After})
	for _, micros := range []int{1, 1000, 4000, 8000, 16000, 32000, 64000, 128000, 256000, 512000} {
		cases = append(cases, publishArgs{Micros: micros})
	}
	old, fresh := 0, 0
	for _, args := range cases {
		args.Path = filepath.Join(t.TempDir(), "wh.duckdb")
		if err := os.WriteFile(args.Path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		arg, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := child(t, "publish", string(arg)).Output(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("%+v: the child was not killed: %v %s", args, err, out)
		}
		if whole(t, args) {
			fresh++
		} else {
			old++
		}
	}
	if old < statements || fresh < 1 {
		t.Errorf("%d old and %d new of %d kills: the kills did not hit", old, fresh, len(cases))
	}
	t.Logf("%d kills: %d all old, %d all new", len(cases), old, fresh)
}

func publishStatements(t *testing.T, data []byte) int {
	t.Helper()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	d := open(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}})
	return do(t, d, publishOps(t, d)).Statements
}

// whole fails when the file is a mix, and tells whether it is new.
func whole(t *testing.T, args publishArgs) bool {
	t.Helper()
	d := open(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: args.Path}})
	defer func() { _ = d.Close() }()
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "wh"}}})
	if err != nil {
		t.Fatal(err)
	}
	got := rows(t, d, "SELECT (SELECT count(*) FROM prod.a) || ' ' || (SELECT count(*) FROM prod.b) || ' ' || (SELECT n FROM prod.v)")[0][0]
	outcome, err := d.Outcome(context.Background(), publishOps(t, d), warehouse.Token{})
	if err != nil {
		t.Fatal(err)
	}
	state := fmt.Sprintf("%s kept %d %s", got, len(inv.In(warehouse.Container{Database: "wh", Schema: "keep"})), outcome)
	switch state {
	case "20000 20000 20000 kept 0 not done":
		return false
	case "30000 30000 30000 kept 2 done":
		return true
	}
	t.Fatalf("%+v: mixed: %s", args, state)
	return false
}
