package manifest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"cutover/manifest"
)

// seed adds our own small artifacts; broken ones are made from them by the fuzzer.
func seed(f *testing.F, files ...string) {
	f.Helper()
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(data[:len(data)/2])
	}
}

func FuzzReadManifest(f *testing.F) {
	seed(f, "v4.json", "fusion.json")
	f.Add([]byte(`{"metadata":{"dbt_schema_version":"a/manifest/v12.json"},"nodes":{"a\"\\":{"config":[],"tags":{},"x":"\ud800","depends_on":3}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := manifest.Read("m", data)
		if err != nil {
			return
		}
		if !json.Valid(data) {
			t.Fatal("accepted what is not JSON")
		}
		ids := []string{}
		for id, n := range m.Nodes {
			ids = append(ids, id)
			_, _, _, _ = n.CompiledCode(), n.Columns(), n.Meta("a"), n.ConfigValue("a", "b")
		}
		if order, err := m.TopologicalOrder(ids); err == nil && len(order) != len(ids) {
			t.Fatalf("ordered %d of %d nodes", len(order), len(ids))
		}
		if _, err := m.Select(manifest.SelectRequest{Select: []string{"@*", "path:**"}, Indirect: "buildable"}); err != nil {
			t.Fatal(err)
		}
		for name := range m.Selectors {
			_, _ = m.Select(manifest.SelectRequest{Selector: name}) // may be refused, must not panic
		}
	})
}

func FuzzParseSelection(f *testing.F) {
	for _, s := range []string{"tag:mart,config.materialized:table", "@a", "2+x+3", "path:models/**/*.sql", "a b", "config.meta.a:[!x-z]", "source:a.b.c", "dim.v*"} {
		f.Add(s)
	}
	m, err := manifest.Open("testdata/shop.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, parseErr := manifest.ParseSelection([]string{s})
		got, err := m.Select(manifest.SelectRequest{Select: []string{s}})
		if parseErr != nil && err == nil {
			t.Fatalf("%q does not parse (%v) but selects %v", s, parseErr, got.UniqueIDs)
		}
		if err != nil {
			return
		}
		for _, id := range got.UniqueIDs {
			if m.Node(id) == nil {
				t.Fatalf("%q selects %q, which is not a node", s, id)
			}
		}
	})
}

func FuzzReadRunResults(f *testing.F) {
	seed(f, "run_results.json", "sources.json")
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := manifest.ReadSources("s", data); err == nil && s.SchemaVersion != 3 {
			t.Fatalf("accepted sources v%d", s.SchemaVersion)
		}
		r, err := manifest.ReadRunResults("r", data)
		if err != nil {
			return
		}
		for _, x := range r.Results {
			if x.UniqueID == "" || x.Status == "" {
				t.Fatalf("accepted a result without id or status: %+v", x)
			}
		}
		if _, err := manifest.MergeRunResults(r); err != nil {
			t.Fatal(err)
		}
	})
}
