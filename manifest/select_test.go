package manifest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// short takes the resource type and package off the ids of models, to keep the tables readable.
func short(ids []string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = strings.TrimPrefix(id, "model.shop.")
	}
	return strings.Join(out, " ")
}

// models selects models only, without what comes along indirectly.
func models(sel ...string) manifest.SelectRequest {
	return manifest.SelectRequest{Select: sel, ResourceTypes: []string{"model"}}
}

func TestSelectMethods(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	every := "model.pkg.pkg_daily model.pkg.pkg_mart dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders int_orders stg_customers stg_orders"
	for sel, want := range map[string]string{
		"tag:mart":                           "model.pkg.pkg_mart dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders",
		"tag:a:b":                            "dim_customers",
		"tag:c+d+":                           "dim_customers", // only a plus at the end is an operator
		"1+tag:c+d":                          "dim_customers stg_customers",
		"tag:night*":                         "fct_orders",
		"tag:Mart":                           "",
		"tag:mart,config.materialized:table": "model.pkg.pkg_mart dim_customers dim_product.v1 dim_product.v10 dim_product.v2",
		"tag:hourly tag:nightly":             "fct_orders stg_orders",
		"fct_orders":                         "fct_orders",
		"shop.marts.fct_orders":              "fct_orders",
		"marts.fct_orders":                   "fct_orders",
		"marts":                              "model.pkg.pkg_mart dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders",
		"shop.marts":                         "dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders",
		"arts":                               "",
		"dim_*":                              "dim_customers dim_product.v1 dim_product.v10 dim_product.v2",
		"*":                                  every,
		"dim_product":                        "dim_product.v1 dim_product.v10 dim_product.v2",
		"dim_product.v1":                     "dim_product.v1",
		"dim_product_v1":                     "dim_product.v1",
		"anything.at.all.dim_product.v1":     "dim_product.v1",
		"v1":                                 "",
		"raw":                                "",
		"models/staging":                     "int_orders stg_customers stg_orders",
		"path:models/staging/":               "int_orders stg_customers stg_orders",
		"./models/staging/stg_*.sql":         "stg_customers stg_orders",
		"path:models/*/stg_orders.sql":       "stg_orders",
		"path:models/*.sql":                  "",
		"path:models/**/stg_orders.sql":      "stg_orders",
		"path:models/marts/schema.yml":       "dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders",
		"path:models/marts":                  "model.pkg.pkg_mart dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders",
		"path:models/daily":                  "", // only the package has that folder
		"stg_orders.sql":                     "stg_orders",
		"file:stg_orders":                    "stg_orders",
		"package:pkg":                        "model.pkg.pkg_daily model.pkg.pkg_mart",
		"package:this,tag:mart":              "dim_customers dim_product.v1 dim_product.v10 dim_product.v2 fct_orders",
		"resource_type:model":                every,
		"config.materialized:view":           "stg_customers stg_orders",
		"config.materialized:v*":             "",
		"config.tags:mart,fct_orders":        "fct_orders",
		"config.enabled:TRUE,stg_orders":     "stg_orders",
		"config.meta.owner:finance":          "fct_orders",
		"config.meta.tier:1":                 "", // the text "1" is not the number
		"config.schema:fin":                  "dim_customers",
		"access:public":                      "dim_customers",
		"group:f*":                           "fct_orders",
		"version:latest":                     "dim_product.v2",
		"version:old":                        "dim_product.v1",
		"version:prerelease":                 "dim_product.v10", // 10 is more than 2 as a number
		"version:none,dim_*":                 "dim_customers",
		"+exposure:dash":                     "fct_orders int_orders stg_customers stg_orders",
		"source:raw+":                        "dim_customers fct_orders int_orders stg_customers stg_orders",
		"source:shop.raw.orders+1":           "stg_orders",
		"1+fct_orders":                       "fct_orders int_orders stg_customers",
		"0+fct_orders":                       "fct_orders",
		"stg_orders+1":                       "int_orders stg_orders",
		"@stg_orders":                        "dim_customers fct_orders int_orders stg_customers stg_orders",
		"+saved_query:weekly,tag:mart":       "fct_orders",
		"selector:tables":                    "dim_product.v1 dim_product.v10 dim_product.v2",
		"selector:t*,dim_product.v1":         "dim_product.v1",
		"":                                   "",
		"stg_orders,":                        "",
	} {
		got, err := m.Select(models(sel))
		if err != nil {
			t.Errorf("%s: %v", sel, err)
			continue
		}
		if s := short(got.UniqueIDs); s != want {
			t.Errorf("%s\n got %s\nwant %s", sel, s, want)
		}
	}
}

func TestSelectOtherKinds(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for sel, want := range map[string]string{
		"source:raw":                     "source.shop.raw.customers source.shop.raw.orders",
		"source:shop.raw.o*":             "source.shop.raw.orders",
		"source:RAW_ORDERS":              "", // the name, not the identifier
		"tag:pii":                        "source.shop.raw.customers",
		"tag:bi":                         "exposure.shop.dash",
		"tag:mtag":                       "",
		"tag:ut":                         "unit_test.shop.fct_orders.adds_up",
		"metric:revenue":                 "metric.shop.revenue",
		"metric:shop.rev*":               "metric.shop.revenue",
		"group:fin,resource_type:metric": "metric.shop.revenue",
		"semantic_model:orders":          "semantic_model.shop.orders",
		"saved_query:*":                  "saved_query.shop.weekly",
		"unit_test:adds_up":              "unit_test.shop.fct_orders.adds_up",
		"test_type:unit":                 "unit_test.shop.fct_orders.adds_up",
		"test_type:singular":             "test.shop.assert_total.1",
		"test_name:not_null":             "test.shop.not_null_fct_orders_id.1 test.shop.not_null_raw_orders_id.1",
		"test_name:adds*":                "unit_test.shop.fct_orders.adds_up",
		"test_type:generic,tag:quality":  "test.shop.not_null_raw_orders_id.1",
		"config.severity:error,marts":    "test.shop.assert_total.1 test.shop.kept_failures.1 test.shop.not_null_fct_orders_id.1 test.shop.not_null_raw_orders_id.1 test.shop.relationships_fct_orders.1",
		"resource_type:analysis":         "", // not listed unless asked for
		"tag:on-run-end":                 "",
	} {
		got, err := m.Select(manifest.SelectRequest{Select: []string{sel}, Indirect: "empty"})
		if err != nil {
			t.Errorf("%s: %v", sel, err)
			continue
		}
		if s := short(got.UniqueIDs); s != want {
			t.Errorf("%s\n got %s\nwant %s", sel, s, want)
		}
	}
}

func TestSelectIndirectTests(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	tests := []string{"test", "unit_test"}
	for _, c := range []struct {
		sel, exclude []string
		mode, want   string
	}{
		{[]string{"fct_orders"}, nil, "eager", "assert_total not_null_fct_orders_id relationships_fct_orders adds_up"},
		{[]string{"fct_orders"}, nil, "", "assert_total not_null_fct_orders_id relationships_fct_orders adds_up"},
		{[]string{"fct_orders"}, nil, "cautious", "not_null_fct_orders_id adds_up"},
		{[]string{"fct_orders"}, nil, "buildable", "assert_total not_null_fct_orders_id adds_up"},
		{[]string{"fct_orders"}, nil, "empty", ""},
		// The parents of relationships come from two criteria; the test is carried until both are there.
		{[]string{"fct_orders", "dim_customers"}, nil, "cautious", "kept_failures not_null_fct_orders_id relationships_fct_orders adds_up"},
		{[]string{"fct_orders"}, []string{"dim_customers"}, "eager", "assert_total not_null_fct_orders_id adds_up"},
		{[]string{"fct_orders"}, []string{"test_type:data"}, "eager", "adds_up"},
		{[]string{"tag:mart,tag:nightly"}, nil, "cautious", "not_null_fct_orders_id adds_up"},
	} {
		got, err := m.Select(manifest.SelectRequest{Select: c.sel, Exclude: c.exclude, Indirect: c.mode, ResourceTypes: tests})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, id := range got.UniqueIDs {
			names = append(names, m.Node(id).Name)
		}
		if s := strings.Join(names, " "); s != c.want {
			t.Errorf("%v minus %v, %s\n got %s\nwant %s", c.sel, c.exclude, c.mode, s, c.want)
		}
	}
}

func TestSelectSelectors(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for name, want := range map[string]string{
		"nightly": "exposure.shop.dash fct_orders semantic_model.shop.orders test.shop.assert_total.1 test.shop.not_null_fct_orders_id.1 " +
			"test.shop.relationships_fct_orders.1 unit_test.shop.fct_orders.adds_up",
		"tables": "dim_product.v1 dim_product.v10 dim_product.v2",
		"tier1":  "fct_orders", // the number of selectors.yml does equal the number
		"zero": "metric.shop.revenue fct_orders int_orders stg_orders saved_query.shop.weekly semantic_model.shop.orders " +
			"snapshot.shop.orders_history unit_test.shop.fct_orders.adds_up", // the number 0 is no limit
		"unsplit": "", // dbt looks for one tag with a comma in its name
		"both": "exposure.shop.dash dim_product.v1 dim_product.v10 dim_product.v2 fct_orders semantic_model.shop.orders test.shop.assert_total.1 " +
			"test.shop.not_null_fct_orders_id.1 test.shop.relationships_fct_orders.1 unit_test.shop.fct_orders.adds_up",
	} {
		got, err := m.Select(manifest.SelectRequest{Selector: name})
		if err != nil || got.Selector != name {
			t.Errorf("%s: %q, %v", name, got.Selector, err)
		}
		if s := short(got.UniqueIDs); s != want {
			t.Errorf("selector %s\n got %s\nwant %s", name, s, want)
		}
	}
	got, err := m.Select(manifest.SelectRequest{Selector: "tables", Select: []string{"stg_orders"}})
	if err != nil || len(got.UniqueIDs) != 3 || len(got.Warnings) != 1 {
		t.Errorf("--selector does not win over --select with a warning: %+v, %v", got, err)
	}
}

func TestSelectEverything(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	all, err := m.Select(manifest.SelectRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if len(all.UniqueIDs) != len(m.Nodes)-2 || !slices.IsSorted(all.UniqueIDs) { // an analysis and an operation
		t.Errorf("%d of %d nodes are listed", len(all.UniqueIDs), len(m.Nodes))
	}
	types, err := m.Select(manifest.SelectRequest{ResourceTypes: []string{"all"}, ExcludeResourceTypes: []string{"test", "model"}})
	if err != nil || !slices.Contains(types.UniqueIDs, "analysis.shop.look") || slices.Contains(types.UniqueIDs, "model.shop.stg_orders") {
		t.Errorf("resource types: %v, %v", types.UniqueIDs, err)
	}
	def := open(t, "shop.json")
	s := def.Selectors["tables"]
	s.Default = true
	def.Selectors["tables"] = s
	for _, c := range []struct {
		req  manifest.SelectRequest
		want string
	}{
		{manifest.SelectRequest{}, "tables"},
		{manifest.SelectRequest{Exclude: []string{"tag:mart"}}, ""},
		{manifest.SelectRequest{Select: []string{"tag:mart"}}, ""},
	} {
		if got, err := def.Select(c.req); err != nil || got.Selector != c.want {
			t.Errorf("%+v used selector %q, not %q (%v)", c.req, got.Selector, c.want, err)
		}
	}
}

func TestSelectRefuses(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for sel, says := range map[string]string{
		"nope:x":                    `"nope" is not a selection method`,
		"@stg_orders+":              "cannot be combined",
		"source:a.b.c.d":            "package.source.table",
		"exposure:a.b.c":            "package.name",
		"resource_type:modell":      "not a resource type",
		"test_type:tiny":            "not generic",
		"version:newest":            "not latest",
		"path:/etc":                 "relative to the project",
		"path:models/a**":           "stand alone",
		"path:.":                    "empty",
		"selector:none":             "both, loop, nightly",
		"selector:loop":             "in a circle",
		"a\nb":                      "line break",
		"state:modified":            "needs --state",
		"result:error,tag:mart":     "needs --state",
		"source_status:fresher+":    "needs --state",
		"tag:mart state:modified.x": "needs --state",
	} {
		got, err := m.Select(models(sel))
		var se *manifest.SelectionError
		if !errors.As(err, &se) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q gave %v, %v; want an error with %q", sel, got.UniqueIDs, err, says)
		}
		if strings.Contains(says, "--state") != errors.Is(err, manifest.ErrNeedsState) {
			t.Errorf("%q: ErrNeedsState is wrong for %v", sel, err)
		}
	}
	for _, req := range []manifest.SelectRequest{
		{Indirect: "bold"},
		{ResourceTypes: []string{"operation"}},
		{ExcludeResourceTypes: []string{"x"}},
		{Selector: "none"},
		{Exclude: []string{"nope:x"}},
	} {
		if got, err := m.Select(req); err == nil {
			t.Errorf("%+v was accepted: %v", req, got)
		}
	}
}

func TestSelectWarnings(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for _, c := range []struct {
		req  manifest.SelectRequest
		want []string
	}{
		{manifest.SelectRequest{}, nil},
		{models("tag:mart"), nil},
		{models("tag:mrat"), []string{"tag:mrat"}},
		{models("tag:mart tag:mrat"), []string{"tag:mrat"}},
		{models("tag:mart,tag:mrat"), []string{"tag:mrat", "tag:mart,tag:mrat"}},
		{models("tag:hourly,package:pkg"), []string{"tag:hourly,package:pkg"}},
		{manifest.SelectRequest{Exclude: []string{"stg_ordres", "stg_ordres"}}, []string{"stg_ordres"}},
		{manifest.SelectRequest{Selector: "unsplit"}, []string{"tag:mart,config.materialized:table"}},
	} {
		got, err := m.Select(c.req)
		if err != nil {
			t.Fatal(err)
		}
		var named []string
		for _, w := range got.Warnings {
			named = append(named, w.Criterion)
		}
		if diff := cmp.Diff(c.want, named, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%+v: %s", c.req, diff)
		}
	}
}
