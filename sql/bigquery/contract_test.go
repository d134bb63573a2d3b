package bigquery_test

import (
	"fmt"
	"strings"
	"testing"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
	"cutover/sql/warehousetest"
)

// TestContract runs the contract through the real driver, against the stand-in,
// once with and once without a hash of the content.
func TestContract(t *testing.T) {
	t.Parallel()
	for name, hash := range map[string]bool{"hash": true, "catalog": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			warehousetest.Run(t, warehousetest.Harness{Cannot: cannot(), New: func(t *testing.T) warehousetest.World {
				return world(t, bigquery.Options{HashContent: hash})
			}})
		})
	}
}

// cannot declares what BigQuery has no such thing for.
func cannot() map[string]string {
	const (
		ddl     = "BigQuery's transactions hold no DDL: its Atomic replaces the rows of tables that are there"
		swaps   = "BigQuery can neither clone, rename, exchange nor bring back datasets through cutover"
		no      = "BigQuery has no such grants"
		names   = "the names of BigQuery's datasets and tables hold no such characters; the golden files have them all"
		looks   = "descriptions are read with access only and are no part of a token, and no text makes a table; TestInspect has its own"
		members = "BigQuery grants roles to members, not privileges to roles; TestGrants has its own"
	)
	return map[string]string{
		"atomic-all": ddl, "atomic-nothing": ddl, "atomic-canceled": ddl, "second-release": ddl, "table-to-view": ddl, "fence-in-atomic": ddl,
		"clone-container": swaps, "swap-guarded": swaps, "swap-fenced": swaps, "undrop": swaps,
		"container-comment": "cutover does not change the description of a dataset",
		"inspect":           looks, "tokens": looks, "view-retarget": names,
		"error-codes":   "the name of the missing dataset is none in BigQuery; TestErrorsOfOps has its own",
		"mark-twice":    "marks live in the state dataset, which EnsureState makes; TestMarks has its own",
		"ledger":        "seq are not numbers without gaps; TestLedger has its own",
		"future-grants": no, "grants": members, "copy-replace": members, "view-replace": members,
	}
}

func world(t *testing.T, o bigquery.Options) warehousetest.World {
	t.Helper()
	server := bigquerytest.NewServer(t)
	w := warehousetest.World{
		Production: prod, Candidate: built, Keep: keep, State: state, Marks: state,
		Open: func(t *testing.T) warehouse.Driver { return connect(t, server, o) },
	}
	server.Exec(t, "CREATE SCHEMA prj.mart", "CREATE SCHEMA prj.keep", "CREATE SCHEMA prj.built")
	w.Seed = func(t *testing.T, relations ...warehousetest.Relation) {
		t.Helper()
		for _, r := range relations {
			server.Exec(t, makeRelation(r)...)
		}
	}
	return w
}

func makeRelation(r warehousetest.Relation) []string {
	d := bigquery.Dialect()
	name, column := d.QuoteRef(r.Ref), d.QuoteName(r.Column())
	if r.From != nil {
		return []string{"CREATE VIEW " + name + " AS SELECT * FROM " + d.QuoteRef(*r.From)}
	}
	typ, null, comment, columnComment := "INT64", "", "", ""
	if r.WideID {
		typ = "NUMERIC"
	}
	if r.NotNull {
		null = " NOT NULL"
	}
	if r.Comment != "" {
		comment = " OPTIONS(description = " + d.QuoteText(r.Comment) + ")"
	}
	if r.ColumnComment != "" {
		columnComment = " OPTIONS(description = " + d.QuoteText(r.ColumnComment) + ")"
	}
	sts := []string{fmt.Sprintf("CREATE TABLE %s (id %s, %s STRING%s%s)%s", name, typ, column, null, columnComment, comment)}
	if r.Rows == 0 {
		return sts
	}
	values := make([]string, r.Rows)
	for i := range values {
		cell := fmt.Sprintf("%s-%d", r.Text, i)
		if i == r.Rows-1 && r.LastText != "" {
			cell = r.LastText
		}
		values[i] = fmt.Sprintf("(%d, %s)", i, d.QuoteText(cell))
	}
	return append(sts, "INSERT INTO "+name+" VALUES "+strings.Join(values, ", "))
}
