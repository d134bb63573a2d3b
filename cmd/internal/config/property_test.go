package config_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cutover/cmd/internal/config"
)

// referenceMerge is the rule in one breath: maps merge, null deletes, the rest
// replaces.
func referenceMerge(base, over map[string]any) map[string]any {
	out := map[string]any{}
	for k, v := range base {
		out[k] = v
	}
	for k, v := range over {
		m, ok := v.(map[string]any)
		switch {
		case v == nil:
			delete(out, k)
		case ok:
			below, _ := out[k].(map[string]any)
			out[k] = referenceMerge(below, m)
		default:
			out[k] = v
		}
	}
	return out
}

// layer draws a dbt.vars mapping: the place where every shape is allowed.
func layer(depth int) *rapid.Generator[map[string]any] {
	return rapid.Custom(func(t *rapid.T) map[string]any {
		out := map[string]any{}
		for _, key := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d"}), rapid.ID).Draw(t, "keys") {
			switch kind := rapid.IntRange(0, 4).Draw(t, "kind"); {
			case kind == 0:
				out[key] = nil
			case kind == 1:
				out[key] = rapid.SliceOfN(rapid.SampledFrom([]any{"x", "y"}), 1, 3).Draw(t, "list")
			case kind == 2 && depth > 0:
				out[key] = layer(depth-1).Draw(t, "map")
			default:
				out[key] = rapid.StringMatching(`[a-z: #'"{-]{1,6}`).Draw(t, "text")
			}
		}
		return out
	})
}

// withoutEmpty drops nulls and mappings that are empty: a mapping whose keys
// were all deleted is as good as none.
func withoutEmpty(value any) any {
	m, ok := value.(map[string]any)
	if !ok {
		return value
	}
	out := map[string]any{}
	for k, v := range m {
		v = withoutEmpty(v)
		if below, ok := v.(map[string]any); v == nil || ok && len(below) == 0 {
			continue
		}
		out[k] = v
	}
	return out
}

func TestResolvingIsTheReferenceMerge(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		base, block, overlay := layer(2).Draw(t, "base"), layer(2).Draw(t, "block"), layer(2).Draw(t, "overlay")
		vars := func(m map[string]any) map[string]any { return map[string]any{"dbt": map[string]any{"vars": m}} }
		file := vars(base)
		file["environments"] = map[string]any{"prod": vars(block)}
		writeJSON(t, filepath.Join(dir, "cutover.yml"), file) // JSON is YAML
		writeJSON(t, filepath.Join(dir, "cutover.prod.yml"), vars(overlay))
		f, err := config.Load(filepath.Join(dir, "cutover.yml"), nil)
		if err != nil {
			t.Fatal(err)
		}
		e, err := f.Environment("prod")
		if err != nil {
			t.Fatal(err)
		}
		want := withoutEmpty(referenceMerge(referenceMerge(referenceMerge(nil, base), block), overlay))
		if diff := cmp.Diff(want, withoutEmpty(map[string]any(e.DBT.Vars))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func writeJSON(t *rapid.T, path string, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// FuzzLoad: no content makes Load panic, and every refusal says where.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{screens, "", "a: *b", "environments: {a: {<<: 1}}", "environments:\n  a: &a\n    <<: *a", "? ? a", "- - -", "environments: {a: null, b: }"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(t.TempDir(), "cutover.yml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := config.Load(path, nil)
		if err != nil {
			if !strings.Contains(err.Error(), "cutover.yml") {
				t.Errorf("the refusal does not name the file: %v", err)
			}
			return
		}
		for _, name := range file.EnvironmentNames() {
			e, err := file.Environment(name)
			if err != nil {
				t.Errorf("Load accepted what Environment refuses: %v", err)
				continue
			}
			e.Origins()
		}
	})
}
