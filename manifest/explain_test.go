package manifest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	sel := func(s ...string) manifest.SelectRequest { return manifest.SelectRequest{Select: s} }
	for _, tt := range []struct {
		name string
		req  manifest.SelectRequest
		id   string
		want string
	}{
		{"itself", sel("tag:mart+"), "model.shop.fct_orders", `selected: selected by "tag:mart+"`},
		{"descendant", sel("stg_orders+"), "fct_orders", `selected: selected by "stg_orders+" as a descendant of model.shop.stg_orders`},
		{"too far down", sel("stg_orders+1"), "fct_orders", `not_selected: not selected: no criterion matches it; nearest: it is 2 steps downstream of model.shop.stg_orders, which "stg_orders+1" matches`},
		{"ancestor", sel("1+fct_orders"), "stg_customers", `selected: selected by "1+fct_orders" as an ancestor of model.shop.fct_orders`},
		{"at", sel("@stg_orders"), "stg_customers", `selected: selected by "@stg_orders" as an ancestor of what depends on it`},
		{"union", sel("stg_orders", "+dim_customers fct_orders+"), "stg_orders", `selected: selected by "stg_orders"`},
		{"two of a union", sel("tag:mart fct_orders"), "fct_orders", `selected: selected by "tag:mart" and "fct_orders"`},
		{"excluded", manifest.SelectRequest{Select: []string{"tag:mart"}, Exclude: []string{"fct_orders+"}}, "fct_orders", `excluded: excluded by "fct_orders+"`},
		{"excluded as descendant", manifest.SelectRequest{Select: []string{"tag:mart"}, Exclude: []string{"stg_orders+"}}, "fct_orders", `excluded: excluded by "stg_orders+" as a descendant of model.shop.stg_orders`},
		{"excluded and not selected", manifest.SelectRequest{Select: []string{"tag:none"}, Exclude: []string{"fct_orders"}}, "fct_orders", `not_selected: not selected: no criterion matches it`},
		{"half", sel("tag:mart,config.materialized:view"), "fct_orders", `not_selected: not selected: it matches "tag:mart", but not "config.materialized:view"`},
		{"intersection", sel("tag:mart,stg_customers+"), "fct_orders", `selected: selected by "tag:mart" and "stg_customers+" as a descendant of model.shop.stg_customers`},
		{"test", sel("fct_orders"), "test.shop.not_null_fct_orders_id.1", `selected: selected by "fct_orders" as a test of model.shop.fct_orders (indirect selection eager)`},
		{"test, empty", manifest.SelectRequest{Select: []string{"fct_orders"}, Indirect: "empty"}, "test.shop.not_null_fct_orders_id.1", `not_selected: not selected by "fct_orders": it is a test of model.shop.fct_orders, but indirect selection is empty`},
		{"excluded as a test", manifest.SelectRequest{Select: []string{"fct_orders test_type:generic"}, Exclude: []string{"fct_orders"}}, "test.shop.not_null_fct_orders_id.1", `excluded: excluded by "fct_orders" as a test of model.shop.fct_orders (indirect selection eager)`},
		{"type", manifest.SelectRequest{Select: []string{"tag:mart"}, ResourceTypes: []string{"seed"}}, "fct_orders", `not_listed: selected by "tag:mart", but the resource type model is not listed (--resource-type, --exclude-resource-type)`},
		{"disabled", sel("old"), "old", `disabled: disabled in the dbt project (enabled: false), so nothing can select it`},
		{"everything", manifest.SelectRequest{}, "fct_orders", `selected: selected because without --select dbt takes everything`},
		{"selector", manifest.SelectRequest{Selector: "nightly"}, "fct_orders", `selected: selected by "tag:nightly"`},
		{"version", sel("dim_product"), "dim_product.v1", `selected: selected by "dim_product"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := m.Explain(tt.req, tt.id)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got.Verdict)+": "+got.Reason); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExplainParts(t *testing.T) {
	t.Parallel()
	got, err := open(t, "shop.json").Explain(manifest.SelectRequest{Select: []string{"tag:mart,config.materialized:view selector:nightly"}, Exclude: []string{"stg_orders"}}, "fct_orders")
	if err != nil {
		t.Fatal(err)
	}
	want := []manifest.ExplainedPart{
		{Criterion: "tag:mart", Within: "tag:mart,config.materialized:view", Matches: true, How: "itself"},
		{Criterion: "config.materialized:view", Within: "tag:mart,config.materialized:view", How: "does not match"},
		{Criterion: "selector:nightly", Matches: true, How: "itself"},
		{Criterion: "tag:nightly", Within: "selector:nightly", Matches: true, How: "itself"},
		{Criterion: "resource_type:snapshot", Within: "selector:nightly", Excludes: true, How: "does not match"},
		{Criterion: "stg_orders", Excludes: true, How: "does not match"},
	}
	if diff := cmp.Diff(want, got.Parts); diff != "" {
		t.Error(diff)
	}
}

// TestExplainAgreesWithSelect asks about every node for many expressions: an explanation that says something else than the
// selection does is worse than none.
func TestExplainAgreesWithSelect(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	criteria := []string{"tag:mart", "stg_orders+", "+fct_orders", "@stg_customers", "resource_type:test", "1+dim_customers+1", "selector:nightly", "tag:mart,config.materialized:table", "*", "source:*", "nothing"}
	for _, mode := range []string{"eager", "cautious", "buildable", "empty"} {
		for _, include := range criteria {
			for _, exclude := range append([]string{""}, criteria...) {
				req := manifest.SelectRequest{Select: []string{include, "fct_orders,+weekly"}, Indirect: mode}
				if exclude != "" {
					req.Exclude = []string{exclude}
				}
				selection, err := m.Select(req)
				if err != nil {
					t.Fatal(err)
				}
				for id := range m.Nodes {
					got, err := m.Explain(req, id)
					if err != nil {
						t.Fatal(err)
					}
					if got.Selected() != slices.Contains(selection.UniqueIDs, id) {
						t.Errorf("%s, %v without %v: %s says %s", mode, req.Select, req.Exclude, id, got.Reason)
					}
					if strings.HasSuffix(got.Reason, "by ") || got.Reason == "" {
						t.Errorf("%s, %v without %v: %s has the reason %q", mode, req.Select, req.Exclude, id, got.Reason)
					}
				}
			}
		}
	}
}

func TestExplainRefuses(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for _, tt := range []struct{ selection, id, want string }{
		{"tag:mart", "dim_product", "3 nodes have this name: model.shop.dim_product.v1, model.shop.dim_product.v10, model.shop.dim_product.v2"},
		{"tag:mart", "fct_order", "no node of the manifest has this unique_id or name; nearest: model.shop.fct_orders"},
		{"tag:mart", "", "no node of the manifest"},
		{"nomethod:x", "fct_orders", "not a selection method"},
	} {
		_, err := m.Explain(manifest.SelectRequest{Select: []string{tt.selection}}, tt.id)
		var refused *manifest.SelectionError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q, %q: error %v, want %q", tt.selection, tt.id, err, tt.want)
		}
	}
}

func TestLineage(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for _, tt := range []struct {
		name string
		ids  []string
		want []manifest.Edge
	}{
		{"through an ephemeral model", []string{"model.shop.fct_orders", "model.shop.stg_orders", "model.shop.stg_customers", "not.there"}, []manifest.Edge{
			{From: "model.shop.stg_customers", To: "model.shop.fct_orders"},
			{From: "model.shop.stg_orders", To: "model.shop.fct_orders", Through: []string{"model.shop.int_orders"}},
		}},
		{"through two, in the order of the data", []string{"source.shop.raw.orders", "model.shop.fct_orders"}, []manifest.Edge{
			{From: "source.shop.raw.orders", To: "model.shop.fct_orders", Through: []string{"model.shop.stg_orders", "model.shop.int_orders"}},
		}},
		{"not past a chosen node", []string{"source.shop.raw.orders", "model.shop.int_orders", "model.shop.fct_orders"}, []manifest.Edge{
			{From: "model.shop.int_orders", To: "model.shop.fct_orders"},
			{From: "source.shop.raw.orders", To: "model.shop.int_orders", Through: []string{"model.shop.stg_orders"}},
		}},
		{"nothing", nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, m.Lineage(tt.ids)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestLineageOfACircle must end: a manifest can hold a circle that dbt would not write.
func TestLineageOfACircle(t *testing.T) {
	t.Parallel()
	m := &manifest.Manifest{Nodes: map[string]*manifest.Node{
		"a": {UniqueID: "a", DependsOn: []string{"c", "a"}}, "b": {UniqueID: "b", DependsOn: []string{"a"}}, "c": {UniqueID: "c", DependsOn: []string{"b"}},
	}}
	want := []manifest.Edge{{From: "a", To: "b"}, {From: "b", To: "a", Through: []string{"c"}}}
	if diff := cmp.Diff(want, m.Lineage([]string{"a", "b"})); diff != "" {
		t.Error(diff)
	}
}
