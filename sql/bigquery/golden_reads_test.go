package bigquery_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// TestGoldenReads keeps what a look asks, in the words that were sent, so that
// GoogleSQL's own parser sees it too (testdata/googlesql).
func TestGoldenReads(t *testing.T) {
	t.Parallel()
	server := bigquerytest.NewServer(t)
	server.Exec(t, "CREATE SCHEMA `prj`.`mart`", "CREATE SCHEMA `prj`.`stage`",
		"CREATE TABLE `prj`.`mart`.`t` (x INT64)", "CREATE TABLE `prj`.`stage`.`t` (x INT64)", "CREATE VIEW `prj`.`mart`.`v` AS SELECT x FROM `prj`.`mart`.`t`")
	d := connect(t, server, bigquery.Options{HashContent: true})
	mart, stage := warehouse.Container{Database: "prj", Schema: "mart"}, warehouse.Container{Database: "prj", Schema: "stage"}
	req := warehouse.InspectRequest{Containers: []warehouse.Container{mart, stage}, Content: []warehouse.Ref{
		{Database: "prj", Schema: "mart", Name: "t"}, {Database: "prj", Schema: "stage", Name: "t"},
	}}
	if _, err := d.Inspect(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Inspect(t.Context(), warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "prj", Schema: "nowhere"}}}); err != nil {
		t.Fatal(err)
	}
	var sent []string
	for _, r := range server.Requests() {
		if r.SQL != "" && !slices.Contains(sent, r.SQL) {
			sent = append(sent, r.SQL)
		}
	}
	slices.Sort(sent)
	var b strings.Builder
	for i, sql := range sent {
		fmt.Fprintf(&b, "-- name \"read %d\"\n%s\n\n", i+1, sql)
	}
	const path = "testdata/golden/inspect.sql"
	if os.Getenv("CUTOVER_UPDATE") != "" {
		if err := os.WriteFile(filepath.FromSlash(path), []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s, run with CUTOVER_UPDATE=1 to write it anew:\n%s", path, diff)
	}
}
