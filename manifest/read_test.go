package manifest_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func open(t *testing.T, name string) *manifest.Manifest {
	t.Helper()
	m, err := manifest.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestOpenReadsHead(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	want := manifest.Metadata{
		DbtVersion: "1.11.16", InvocationID: "11111111-2222-3333-4444-555555555555", ProjectName: "shop", AdapterType: "duckdb",
		GeneratedAt: time.Date(2026, 11, 20, 6, 18, 44, 24083000, time.UTC), GeneratedAtText: "2026-11-20T06:18:44.024083Z",
	}
	if diff := cmp.Diff(want, m.Metadata); diff != "" {
		t.Error(diff)
	}
	if m.SchemaVersion != 12 || m.Metadata.Fusion() || m.RootPackage() != "shop" {
		t.Errorf("version %d, fusion %t, root %q", m.SchemaVersion, m.Metadata.Fusion(), m.RootPackage())
	}
	if len(m.SHA256()) != 64 || m.SHA256() != open(t, "shop.json").SHA256() || m.SHA256() == open(t, "v4.json").SHA256() {
		t.Errorf("SHA256 %q does not identify the file", m.SHA256())
	}
	if got := m.Selectors["nightly"].Description; got != "every night" {
		t.Errorf("selector's description is %q", got)
	}
}

func TestOpenReadsNode(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	want := &manifest.Node{
		UniqueID: "model.shop.fct_orders", ResourceType: manifest.ResourceModel, PackageName: "shop", Name: "fct_orders",
		Alias: "fct_orders", FQN: []string{"shop", "marts", "fct_orders"}, Tags: []string{"mart", "nightly"},
		Materialized: "incremental", Relation: manifest.Relation{Database: "dev", Schema: "main", Identifier: "fct_orders"},
		RelationName: `"dev"."main"."fct_orders"`, Path: "marts/fct_orders.sql", OriginalFilePath: "models/marts/fct_orders.sql",
		PatchPath: "shop://models/marts/schema.yml", DependsOn: []string{"model.shop.int_orders", "model.shop.stg_customers"},
		Enabled: true, Group: "fin", Access: "protected", Checksum: "c-fct_orders",
	}
	n := m.Node("model.shop.fct_orders")
	if diff := cmp.Diff(want, n, cmpopts.IgnoreUnexported(manifest.Node{})); diff != "" {
		t.Error(diff)
	}
	if got, want := n.CompiledCode(), "select 1 as \"id\"\n-- é"; got != want {
		t.Errorf("compiled code is %q, not %q", got, want)
	}
	columns := []manifest.Column{{Name: "id", DataType: "int", Description: "the key"}, {Name: "amount"}}
	if diff := cmp.Diff(columns, n.Columns()); diff != "" {
		t.Error(diff)
	}
	tier, ok := n.ConfigValue("meta", "tier").Int()
	if got := n.ConfigValue("meta", "owner").Text(); got != "finance" || tier != 1 || !ok {
		t.Errorf("meta is owner %q, tier %d", got, tier)
	}
	if got := n.Meta("a.b").Text(); got != "dotted" {
		t.Errorf("a key with a dot gave %q", got)
	}
	if v := n.ConfigValue("meta", "nobody"); v.Exists() || v.Text() != "" || v.IsNull() {
		t.Errorf("a missing key gave %+v", v)
	}
	if v := n.ConfigValue("schema"); !v.Exists() || !v.IsNull() {
		t.Errorf("a null gave %+v", v)
	}
}

func TestRelation(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for id, want := range map[string]manifest.Relation{
		"model.shop.dim_product.v2":          {Database: "dev", Schema: "main", Identifier: "dim_product_v2"},
		"source.shop.raw.orders":             {Database: "lake", Schema: "raw", Identifier: "RAW_ORDERS"},
		"snapshot.shop.orders_history":       {Database: "dev", Schema: "snap", Identifier: "orders_history"},
		"model.shop.int_orders":              {}, // ephemeral
		"test.shop.not_null_fct_orders_id.1": {},
		"test.shop.kept_failures.1":          {Database: "dev", Schema: "audit", Identifier: "kept_failures"},
		"exposure.shop.dash":                 {},
		"unit_test.shop.fct_orders.adds_up":  {},
	} {
		if got := m.Nodes[id].Relation; got != want {
			t.Errorf("%s lives in %v, not %v", id, got, want)
		}
	}
}

func TestDisabledNodesAreApart(t *testing.T) {
	t.Parallel()
	m := open(t, "shop.json")
	for _, id := range []string{"model.shop.old", "model.shop.off_by_config", "seed.shop.gone"} {
		if m.Node(id) != nil {
			t.Errorf("%s is disabled but in the graph", id)
		}
		if len(m.Disabled[id]) == 0 || m.Disabled[id][0].Enabled {
			t.Errorf("%s is not among the disabled", id)
		}
	}
	if got := len(m.Disabled["seed.shop.gone"]); got != 2 {
		t.Errorf("two disabled nodes of one id became %d", got)
	}
}

func TestOldAndNewShapes(t *testing.T) {
	t.Parallel()
	old := open(t, "v4.json").Node("model.old_shop.orders")
	if old.RawCode() != "select 1" || old.CompiledCode() != "select 1 /* compiled */" {
		t.Errorf("v4 code is %q, %q", old.RawCode(), old.CompiledCode())
	}
	if diff := cmp.Diff([]string{"one_tag"}, old.Tags); diff != "" {
		t.Errorf("a tag that is not a list: %s", diff)
	}
	if got := old.Meta("owner").Text(); got != "x" {
		t.Errorf("meta outside config is %q", got)
	}
	if m := open(t, "v4.json"); m.RootPackage() != "old_shop" || m.SchemaVersion != 4 {
		t.Errorf("root package is %q, version %d", m.RootPackage(), m.SchemaVersion)
	}
	f := open(t, "fusion.json")
	n := f.Node("model.shop.orders")
	if !f.Metadata.Fusion() || n.Group != "fin" || n.Access != "public" {
		t.Errorf("dbt v2: fusion %t, group %q, access %q", f.Metadata.Fusion(), n.Group, n.Access)
	}
	if diff := cmp.Diff([]string{"x", "mart"}, n.Tags); diff != "" {
		t.Errorf("dbt v2 tags: %s", diff)
	}
	if got := f.Node("metric.shop.m").Tags; len(got) != 1 {
		t.Errorf("dbt v2 has metric tags only in config; got %v", got)
	}
	if got := open(t, "shop.json").Node("metric.shop.revenue").Tags; len(got) != 0 {
		t.Errorf("dbt Core does not select metrics by config.tags; got %v", got)
	}
	if f.Metadata.GeneratedAt.Hour() != 6 {
		t.Errorf("a time without a zone became %v", f.Metadata.GeneratedAt)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	const head = `{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json"}`
	schema := func(s string) string { return `{"metadata":{"dbt_schema_version":"` + s + `"},"nodes":{}}` }
	for _, c := range []struct {
		name, data string
		want       error
		says       string
	}{
		{"empty", "", manifest.ErrEmpty, "is empty"},
		{"blank", " \n\t", manifest.ErrEmpty, "is empty"},
		{"truncated", head + `,"nodes":{"a`, manifest.ErrTruncated, "ends in the middle"},
		{"not json", "<html>no</html>", manifest.ErrNotJSON, "not valid JSON"},
		{"garbage after", head + `,"nodes":{}} x`, manifest.ErrNotJSON, "not valid JSON"},
		{"list", "[]", manifest.ErrNotArtifact, "not an object"},
		{"null", "null", manifest.ErrNotArtifact, "not an object"},
		{"no metadata", `{"nodes":{}}`, manifest.ErrNotArtifact, "no metadata"},
		{"null metadata", `{"metadata":null,"nodes":{}}`, manifest.ErrNotArtifact, "no metadata"},
		{"no schema", `{"metadata":{},"nodes":{}}`, manifest.ErrNotArtifact, "dbt_schema_version"},
		{"no nodes", head + `}`, manifest.ErrNotArtifact, "no nodes"},
		{"null nodes", head + `,"nodes":null}`, manifest.ErrNotArtifact, "no nodes"},
		{"run results", schema("https://schemas.getdbt.com/dbt/run-results/v6.json"), manifest.ErrNotArtifact, "run-results"},
		{"newer", schema("https://schemas.getdbt.com/dbt/manifest/v13.json"), manifest.ErrUnsupportedVersion, "v4 to v12"},
		{"older", schema("https://schemas.getdbt.com/dbt/manifest/v3.json"), manifest.ErrUnsupportedVersion, "v3"},
		{"odd", schema("https://schemas.getdbt.com/dbt/manifest/vX.json"), manifest.ErrUnsupportedVersion, "vX"},
		{"deep", strings.Repeat("[", 600_000), manifest.ErrNotArtifact, "nested"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m, err := manifest.Read("target/manifest.json", []byte(c.data))
			var ae *manifest.ArtifactError
			if m != nil || !errors.Is(err, c.want) || !errors.As(err, &ae) {
				t.Fatalf("got %v, %v; want %v", m, err, c.want)
			}
			if !strings.HasPrefix(err.Error(), "target/manifest.json ") || !strings.Contains(err.Error(), c.says) {
				t.Errorf("message %q does not name the file and say %q", err, c.says)
			}
		})
	}
	if _, err := manifest.Read("x", []byte(schema("https://schemas.getdbt.com/dbt/manifest/v20.json"))); err != nil {
		t.Errorf("v20 of dbt v2 previews: %v", err)
	}
	if _, err := manifest.Open("testdata/none.json"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file gave %v", err)
	}
}

// TestTruncatedIsAnError cuts manifests at every byte (the bigger one at every 11th): they are never read as fewer nodes.
func TestTruncatedIsAnError(t *testing.T) {
	t.Parallel()
	for file, step := range map[string]int{"v4.json": 1, "fusion.json": 1, "shop.json": 11} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n < len(data); n += step {
			if _, err := manifest.Read("m", data[:n:n]); err == nil {
				t.Fatalf("the first %d of %d bytes of %s were accepted", n, len(data), file)
			}
		}
	}
}

// TestRealManifests checks what we read against encoding/json, on every real manifest there is.
func TestRealManifests(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(sharedDir(t), "manifests", "*.json.gz"))
	if err != nil || len(files) == 0 {
		missing(t, "shared", "no manifests")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data := gunzip(t, file)
			m, err := manifest.Read(file, data)
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]map[string]json.RawMessage
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			total, off := 0, 0
			for _, section := range []string{
				"nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries", "unit_tests", "functions",
			} {
				for id, raw := range want[section] {
					if m.Node(id) == nil && len(m.Disabled[id]) == 1 && isOff(t, raw) {
						off++ // dbt leaves some tests with enabled=false among the nodes
						continue
					}
					total++
					compareNode(t, m, id, raw)
				}
			}
			if off += len(want["disabled"]); total != len(m.Nodes) || off != len(m.Disabled) {
				t.Errorf("read %d nodes and %d disabled, the file has %d and %d", len(m.Nodes), len(m.Disabled), total, off)
			}
			for id, raw := range want["parent_map"] {
				var parents []string
				if err := json.Unmarshal(raw, &parents); err != nil {
					t.Fatal(err)
				}
				if m.Node(id) == nil {
					continue
				}
				sorted := cmpopts.SortSlices(func(a, b string) bool { return a < b })
				if diff := cmp.Diff(parents, m.Parents(id), sorted, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("parents of %s: %s", id, diff)
				}
			}
		})
	}
}

func isOff(t *testing.T, raw json.RawMessage) bool {
	t.Helper()
	var n struct {
		Config struct {
			Enabled *bool `json:"enabled"`
		} `json:"config"`
	}
	if err := json.Unmarshal(raw, &n); err != nil {
		t.Fatal(err)
	}
	return n.Config.Enabled != nil && !*n.Config.Enabled
}

func compareNode(t *testing.T, m *manifest.Manifest, id string, raw json.RawMessage) {
	t.Helper()
	var want struct {
		Name         string   `json:"name"`
		ResourceType string   `json:"resource_type"`
		FQN          []string `json:"fqn"`
		RelationName string   `json:"relation_name"`
		RawCode      string   `json:"raw_code"`
		Description  string   `json:"description"`
		Config       struct {
			Materialized string `json:"materialized"`
		} `json:"config"`
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	n := m.Node(id)
	if n == nil {
		t.Errorf("%s was not read", id)
		return
	}
	if n.Name != want.Name || string(n.ResourceType) != want.ResourceType || n.RelationName != want.RelationName ||
		n.RawCode() != want.RawCode || n.Description != want.Description || n.Materialized != want.Config.Materialized ||
		!cmp.Equal(n.FQN, want.FQN, cmpopts.EquateEmpty()) {
		t.Errorf("%s: read %+v, the file has %+v", id, n, want)
	}
}
