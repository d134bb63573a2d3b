//go:build cgo

package engine_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"cutover/strategies"
)

// TestHostileNames: names are data. Every strategy publishes and undoes
// relations whose names try to be SQL.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	names := []string{
		`o"quote`, `two""quotes`, "dot.ted", "semi;colon", "a space", "ünïcödé 表", "select", "Mixed_Case", "tab\there", "back\\slash", "--comment", "/*open", `'single'`,
		"$1", "%s %d", strings.Repeat("long", 50), `x"; DROP SCHEMA mart CASCADE; --`,
	}
	all := func(pair bool) []string { return append(publishing(pair), strategies.Rollback) }
	layouts(t, all, func(t *testing.T, w *world, strategy string) {
		w.fullRefresh = true
		q := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
		make := func(side, value string) {
			w.nodes = nil
			sts := []string{"CREATE SCHEMA IF NOT EXISTS " + w.schema(side)}
			for _, name := range names {
				table, view := w.schema(side)+"."+q(name), w.schema(side)+"."+q("v "+name)
				w.nodes = append(w.nodes, node{name: name, materialized: "table", tag: "mart"}, node{name: "v " + name, materialized: "view", tag: "mart", parents: []string{name}})
				sts = append(sts, "DROP VIEW IF EXISTS "+view, "DROP TABLE IF EXISTS "+table,
					fmt.Sprintf("CREATE TABLE %s(%s INTEGER PRIMARY KEY, v VARCHAR NOT NULL)", table, q("c "+name)),
					fmt.Sprintf("INSERT INTO %s VALUES (1, '%s')", table, value),
					fmt.Sprintf("CREATE INDEX %s ON %s(v)", q("i "+name+w.schema(side)), table),
					fmt.Sprintf("CREATE VIEW %s AS SELECT *, 'shop.staging_mart.x' AS lit FROM shop.%s AS %s", view, table, q("a "+name)))
			}
			w.sql(w.file(side), sts...)
		}
		read := func() string {
			var parts []string
			for _, name := range names {
				parts = append(parts, "SELECT v FROM mart."+q("v "+name))
			}
			return queryFile(t, w.file("prod"), "SELECT string_agg(DISTINCT v, '+') || count(*) FROM ("+strings.Join(parts, " UNION ALL ")+")")
		}
		make("prod", "old")
		make("stage", "new")
		w.dbt = nil
		if strategy == strategies.Rollback {
			w.nodes[0].materialized = "incremental"
			w.dbt = func(context.Context) error { return nil }
		}
		id, err := w.publish(strategy)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := read(), fmt.Sprintf("new%d", len(names)); got != want && strategy != strategies.Rollback {
			t.Errorf("production holds %q, want %q", got, want)
		}
		if err := w.undo(id); err != nil {
			t.Fatal(err)
		}
		if got, want := read(), fmt.Sprintf("old%d", len(names)); got != want {
			t.Errorf("after undo production holds %q, want %q", got, want)
		}
	})
}
