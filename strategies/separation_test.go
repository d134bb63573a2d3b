package strategies_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies"
)

// at is one node of a manifest: its kind and name, and its relation as dbt
// writes it into SQL.
type at struct{ kind, name, relation string }

// placed is a manifest of nodes in their places.
func placed(t *testing.T, nodes ...at) *manifest.Manifest {
	t.Helper()
	var models, sources []string
	for _, n := range nodes {
		parts := strings.Split(strings.NewReplacer(`"`, "", "`", "").Replace(n.relation), ".")
		relation := fmt.Sprintf(`"relation_name": %q, "database": %q, "schema": %q, "alias": %q, "identifier": %[4]q`, n.relation, parts[0], parts[1], parts[2])
		id := n.kind + ".shop." + n.name
		text := fmt.Sprintf(`%q: {"unique_id": %[1]q, "resource_type": %q, "package_name": "shop", "name": %q, "fqn": ["shop"], %s, "config": {"enabled": true, "materialized": "table"}}`,
			id, n.kind, n.name, relation)
		if n.kind == "source" {
			sources = append(sources, text)
			continue
		}
		models = append(models, text)
	}
	m, err := manifest.Read("manifest.json", fmt.Appendf(nil,
		`{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"}, "nodes": {%s}, "sources": {%s}, "disabled": {}}`,
		strings.Join(models, ","), strings.Join(sources, ",")))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestSeparate(t *testing.T) {
	t.Parallel()
	folding := func(name string, quote byte) warehouse.Dialect {
		return warehouse.Dialect{Name: name, Quote: quote, Fold: func(s string) string { return s }, EqualNames: strings.EqualFold}
	}
	duckdb, exact := folding("duckdb", '"'), folding("bigquery", '`')
	exact.EqualNames, exact.PathQuoted = func(a, b string) bool { return a == b }, true
	side := func(m *manifest.Manifest, database, written string) strategies.Side {
		return strategies.Side{Manifest: m, Database: database, DBTDatabase: written}
	}
	for _, c := range []struct {
		name     string
		d        warehouse.Dialect
		from, to []at
		candidate, production,
		written string // the databases in the session, and what dbt writes for both; "" for the same
		builds []string
		want   string
	}{
		{
			name: "BigQuery: marts beside, upstream shared, not built", d: exact,
			from:   []at{{"model", "m", "`p`.`audit_mart`.`m`"}, {"model", "s", "`p`.`staging`.`s`"}, {"source", "raw", "`p`.`raw`.`o`"}},
			to:     []at{{"model", "m", "`p`.`mart`.`m`"}, {"model", "s", "`p`.`staging`.`s`"}, {"source", "raw", "`p`.`raw`.`o`"}},
			builds: []string{"model.shop.m"}, want: "proved: 1 built, upstream model.shop.s, 1 sources",
		},
		{
			name: "BigQuery: the upstream is built too", d: exact,
			from: []at{{"model", "m", "`p`.`audit_mart`.`m`"}, {"model", "s", "`p`.`staging`.`s`"}},
			to:   []at{{"model", "m", "`p`.`mart`.`m`"}, {"model", "s", "`p`.`staging`.`s`"}},
			want: "not proved: 2 built, overwrites model.shop.s as p.staging.s of [model.shop.s]",
		},
		{
			name: "BigQuery: names differ by case only", d: exact,
			from: []at{{"model", "m", "`p`.`Mart`.`m`"}}, to: []at{{"model", "m", "`p`.`mart`.`m`"}},
			want: "proved: 1 built",
		},
		{
			name: "BigQuery: another name in production's dataset", d: exact,
			from: []at{{"model", "m", "`p`.`mart`.`m_audit`"}, {"test", "failures", "`p`.`mart`.`failures`"}},
			to:   []at{{"model", "m", "`p`.`mart`.`m`"}, {"model", "n", "`p`.`mart`.`n`"}},
			want: "not proved: 2 built, mixes model.shop.m as p.mart.m_audit of [model.shop.m model.shop.n], mixes test.shop.failures as p.mart.failures of [model.shop.m model.shop.n]",
		},
		{
			name: "BigQuery: another project", d: exact,
			from: []at{{"model", "m", "`p-audit`.`mart`.`m`"}}, to: []at{{"model", "m", "`p`.`mart`.`m`"}},
			want: "proved: 1 built",
		},
		{
			name: "a seed over a source of production", d: exact,
			from: []at{{"seed", "orders", "`p`.`raw`.`orders`"}}, to: []at{{"source", "orders", "`p`.`raw`.`orders`"}},
			want: "not proved: 1 built, overwrites seed.shop.orders as p.raw.orders of [source.shop.orders]",
		},
		{
			name: "beside sources of production", d: exact,
			from: []at{{"seed", "days", "`p`.`raw`.`days`"}}, to: []at{{"source", "orders", "`p`.`raw`.`orders`"}},
			want: "proved: 1 built",
		},
		{
			name: "Snowflake: unquoted names fold", d: snowflakeDialect(),
			from: []at{{"model", "m", "shop.mart.m"}}, to: []at{{"model", "m", `"SHOP"."MART"."M"`}},
			want: "not proved: 1 built, overwrites model.shop.m as SHOP.MART.M of [model.shop.m]",
		},
		{
			name: "Snowflake: quoted names do not", d: snowflakeDialect(),
			from: []at{{"model", "m", `shop."mart".m`}}, to: []at{{"model", "m", "shop.mart.m"}},
			want: "proved: 1 built",
		},
		{
			name: "DuckDB: names differ by case only", d: duckdb,
			from: []at{{"model", "m", `"shop"."Mart"."M"`}}, to: []at{{"model", "m", `"shop"."mart"."m"`}},
			want: "not proved: 1 built, overwrites model.shop.m as shop.Mart.M of [model.shop.m]",
		},
		{
			name: "DuckDB: two files of one name", d: duckdb, candidate: "a__candidate", production: "a", written: "a",
			from: []at{{"model", "m", `"a"."mart"."m"`}}, to: []at{{"model", "m", `"a"."mart"."m"`}},
			want: "proved: 1 built",
		},
		{
			name: "another node of production's has the name", d: duckdb,
			from: []at{{"model", "m", `"shop"."mart"."n"`}}, to: []at{{"model", "m", `"shop"."x"."m"`}, {"model", "n", `"shop"."mart"."n"`}},
			want: "not proved: 1 built, overwrites model.shop.m as shop.mart.n of [model.shop.n]",
		},
		{name: "nothing is built", d: duckdb, from: []at{{"model", "m", `"shop"."a"."m"`}}, to: []at{{"model", "m", `"shop"."b"."m"`}}, builds: []string{}, want: "not proved: 0 built"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := strategies.Separate(c.d, side(placed(t, c.from...), c.candidate, c.written), side(placed(t, c.to...), c.production, c.written), c.builds)
			if diff := cmp.Diff(c.want, told(s)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func told(s strategies.Separation) string {
	text := fmt.Sprintf("proved: %d built", s.Builds)
	if !s.Proved() {
		text = "not " + text
	}
	list := func(verb string, overlaps []strategies.Overlap) {
		for _, o := range overlaps {
			text += fmt.Sprintf(", %s %s as %s of %v", verb, o.Node.UniqueID, o.Relation, o.Production)
		}
	}
	list("overwrites", s.Overwrites)
	list("mixes", s.Mixes)
	for _, o := range s.Upstream {
		text += ", upstream " + o.Node.UniqueID
	}
	if s.Sources > 0 {
		text += fmt.Sprintf(", %d sources", s.Sources)
	}
	return text
}
