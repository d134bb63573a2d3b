package manifest_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// stateProject is one of each kind that has its own rule. The real dbt is asked in TestSelectAgreesWithRealDbt; this is
// what can be checked without it, and what dbt of today no longer writes.
const stateProject = `{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/manifest/v12.json","adapter_type":"ADAPTER","generated_at":"2026-11-20T00:00:00Z"},
"macros":{"macro.p.a":{"macro_sql":"a","depends_on":{"macros":["macro.p.b"]}},"macro.p.b":{"macro_sql":"b","depends_on":{"macros":["macro.p.a"]}}},
"nodes":{
"model.p.m":{"resource_type":"model","name":"m","fqn":["p","m"],"raw_code":"select 1","config":{"materialized":"table","persist_docs":{"relation":true,"columns":false}},
 "description":"of m","unrendered_config":{"materialized":"table","tags":["t"],"schema":"s","meta":{"n":1}},"depends_on":{"nodes":[],"macros":["macro.p.a"]},
 "columns":{"id":{"name":"id","description":"key","data_type":"varchar(3)","constraints":[{"type":"not_null"},{"type":"unique"}]}},
 "contract":{"enforced":true,"checksum":"c1"},"constraints":[],"access":"protected"},
"model.p.v.v1":{"resource_type":"model","name":"v","version":1,"latest_version":1,"fqn":["p","v","v1"],"raw_code":"select 1","config":{"materialized":"table"},
 "columns":{"id":{"name":"id","data_type":"int","constraints":[{"type":"unique"}]}},"contract":{"enforced":true,"checksum":"c2"}},
"seed.p.s":{"resource_type":"seed","name":"s","fqn":["p","s"],"checksum":{"name":"sha256","checksum":"x"},"raw_code":"","config":{"materialized":"seed"}},
"test.p.t":{"resource_type":"test","name":"t","fqn":["p","t"],"raw_code":"select 1","unrendered_config":{"severity":"warn","meta":{}},"config":{},"test_metadata":{"name":"unique"}}},
"sources":{"source.p.r.o":{"resource_type":"source","source_name":"r","name":"o","fqn":["p","r","o"],"database":"d","schema":"s","identifier":"o","quoting":{"identifier":null},"unrendered_config":{}}},
"exposures":{"exposure.p.e":{"resource_type":"exposure","name":"e","fqn":["p","e"],"owner":{"name":"n"},"depends_on":{"nodes":["model.p.m","seed.p.s"]},"unrendered_config":{}}},
"unit_tests":{"unit_test.p.m.u":{"resource_type":"unit_test","name":"u","fqn":["p","u"],"checksum":"1","depends_on":{"nodes":["model.p.m"]}}}}`

// openState writes the project, with one thing replaced, and opens it.
func openState(t *testing.T, replacements ...string) *manifest.Manifest {
	t.Helper()
	text := strings.ReplaceAll(stateProject, "ADAPTER", "duckdb")
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(text, replacements[i]) {
			t.Fatalf("the project has no %s", replacements[i])
		}
		text = strings.Replace(text, replacements[i], replacements[i+1], 1)
	}
	path := filepath.Join(t.TempDir(), "manifest.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return openFile(t, path)
}

func TestStateModified(t *testing.T) {
	t.Parallel()
	all := "model.p.m model.p.v.v1 seed.p.s test.p.t source.p.r.o exposure.p.e unit_test.p.m.u"
	for _, c := range []struct{ name, spec, before, now, want string }{
		{"same", "modified", `"a"`, `"a"`, ""},
		{"unmodified", "unmodified", `"a"`, `"a"`, all},
		{"old", "old", `"a"`, `"a"`, all},
		{"new", "new", `"seed.p.s"`, `"seed.p.old"`, "seed.p.s"},
		{"code", "modified", `"raw_code":"select 1"`, `"raw_code":"select 2"`, "model.p.m"},
		{"code in older dbt", "modified.body", `"raw_code":"select 1"`, `"raw_sql":"select 1"`, ""},
		{"code is not config", "modified.configs", `"raw_code":"select 1"`, `"raw_code":"select 2"`, ""},
		{"seed", "modified.body", `"checksum":"x"`, `"checksum":"y"`, "seed.p.s"},
		{"tags do not count", "modified", `"tags":["t"]`, `"tags":["u"]`, ""},
		{"a number by value", "modified", `"meta":{"n":1}`, `"meta":{"n":1.0}`, ""},
		{"meta", "modified.configs", `"meta":{"n":1}`, `"meta":{"n":2}`, "model.p.m"},
		{"null is written", "modified.configs", `"meta":{"n":1}`, `"meta":{"n":1,"x":null}`, "model.p.m"},
		{"a setting is gone", "modified.configs", `,"meta":{"n":1}`, ``, "model.p.m"},
		{"schema", "modified.relation", `"schema":"s","meta"`, `"schema":"z","meta"`, "model.p.m"},
		{"schema is not config", "modified.configs", `"schema":"s","meta"`, `"schema":"z","meta"`, ""},
		{"source's schema", "modified", `"database":"d","schema":"s"`, `"database":"d","schema":"z"`, "source.p.r.o"},
		{"source's quoting in older dbt", "modified", `"quoting":{"identifier":null}`, `"quoting":{}`, ""},
		{"persisted description", "modified.persisted_descriptions", `"of m"`, `"was m"`, "model.p.m"},
		{"column description not persisted", "modified", `"description":"key"`, `"description":"k"`, ""},
		{"access of older dbt", "modified", `,"access":"protected"`, ``, ""},
		{"access", "modified", `"access":"protected"`, `"access":"public"`, "model.p.m"},
		{"macro behind a macro", "modified.macros", `"macro_sql":"b"`, `"macro_sql":"c"`, "model.p.m"},
		{"macro is no body", "modified.body", `"macro_sql":"b"`, `"macro_sql":"c"`, ""},
		{"test's severity", "modified", `"severity":"warn"`, `"severity":"error"`, "test.p.t"},
		{"test's meta does not count", "modified", `"severity":"warn","meta":{}`, `"severity":"warn","meta":{"a":1}`, ""},
		{"new source is not modified", "modified", `"source.p.r.o"`, `"source.p.r.x"`, ""},
		{"new source has other configs", "modified.configs", `"source.p.r.o"`, `"source.p.r.x"`, "source.p.r.o"},
		{"parents in another order", "modified", `["model.p.m","seed.p.s"]`, `["seed.p.s","model.p.m"]`, ""},
		{"owner", "modified", `{"name":"n"}`, `{"name":"o"}`, "exposure.p.e"},
		{"unit test", "modified", `"checksum":"1"`, `"checksum":"2"`, "unit_test.p.m.u"},
		{"contract", "modified.contract", `"c1"`, `"c0"`, "model.p.m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			now, before := openState(t), openState(t, c.before, c.now)
			got, err := now.Select(manifest.SelectRequest{Select: []string{"state:" + c.spec}, Indirect: "empty", State: &manifest.State{Manifest: before}})
			if err != nil {
				t.Fatal(err)
			}
			sorted := cmpopts.SortSlices(func(a, b string) bool { return a < b })
			if diff := cmp.Diff(strings.Fields(c.want), got.UniqueIDs, sorted, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestStateContract: a versioned model that breaks its contract stops the selection, another one is warned about.
func TestStateContract(t *testing.T) {
	t.Parallel()
	const typeOfV, typeOfM = `"data_type":"int"`, `"data_type":"varchar(3)"`
	for _, c := range []struct {
		name, adapter string
		edits         []string // of what was there before
		refused       bool
		warned        string
	}{
		{"type", "duckdb", []string{`"c2"`, `"c0"`, typeOfV, `"data_type":"text"`}, true, ""},
		{"size", "duckdb", []string{`"c1"`, `"c0"`, typeOfM, `"data_type":"VARCHAR (9)"`}, false, ""},
		{"type without versions", "duckdb", []string{`"c1"`, `"c0"`, typeOfM, `"data_type":"text"`}, false, "column id was text"},
		{"constraint", "duckdb", []string{`"c2"`, `"c0"`, `[{"type":"unique"}]`, `[{"type":"unique"},{"type":"check"}]`}, true, ""},
		{"constraint not enforced", "snowflake", []string{`"c2"`, `"c0"`, `[{"type":"unique"}]`, `[{"type":"unique"},{"type":"check"}]`}, false, ""},
		{"constraint dbt cannot compare", "duckdb", []string{`"c1"`, `"c0"`, `"type":"not_null"`, `"type":"custom"`}, true, ""},
		{"gone", "duckdb", []string{`"model.p.v.v1"`, `"model.p.v.v0"`}, true, ""},
		{"gone as announced", "duckdb", []string{`"model.p.v.v1":{`, `"model.p.v.v0":{"deprecation_date":"2026-11-19T00:00:00+00:00",`}, false, ""},
		{"gone before it was announced", "duckdb", []string{`"model.p.v.v1":{`, `"model.p.v.v0":{"deprecation_date":"2026-11-21",`}, true, ""},
		{"gone without versions", "duckdb", []string{`"model.p.m":{`, `"model.p.x":{`}, false, "model.p.x breaks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			now := openState(t)
			now.Metadata.AdapterType = c.adapter
			got, err := now.Select(manifest.SelectRequest{
				Select: []string{"state:modified"}, State: &manifest.State{Manifest: openState(t, c.edits...)},
			})
			var se *manifest.SelectionError
			if refused := errors.As(err, &se); refused != c.refused || err != nil && !refused {
				t.Fatalf("got %v, %v", got.UniqueIDs, err)
			}
			said := ""
			for _, w := range got.Warnings {
				if strings.Contains(w.Reason, "contract") {
					said += w.Reason
				}
			}
			if !strings.Contains(said, c.warned) || c.warned == "" && said != "" {
				t.Errorf("warned %q, want %q", said, c.warned)
			}
		})
	}
}

func TestStateNeedsItsArtifacts(t *testing.T) {
	t.Parallel()
	m := openState(t)
	for _, spec := range []string{"state:new", "state:modified", "result:success", "source_status:fresher"} {
		if _, err := m.Select(manifest.SelectRequest{Select: []string{spec}, State: &manifest.State{}}); !errors.Is(err, manifest.ErrNeedsState) {
			t.Errorf("%s without artifacts: %v", spec, err)
		}
	}
	half := &manifest.State{Sources: &manifest.Sources{}}
	if _, err := m.Select(manifest.SelectRequest{Select: []string{"source_status:fresher"}, State: half}); !errors.Is(err, manifest.ErrNeedsState) {
		t.Errorf("source_status without the freshness of now: %v", err)
	}
}

// TestStateMacrosComeFromTheFile: they are read when asked for, and never from a file that is another one by then.
func TestStateMacrosComeFromTheFile(t *testing.T) {
	t.Parallel()
	modified := func(now, before *manifest.Manifest) error {
		_, err := now.Select(manifest.SelectRequest{Select: []string{"state:modified"}, State: &manifest.State{Manifest: before}})
		return err
	}
	now, before := openState(t), openState(t)
	if err := os.WriteFile(before.Path, []byte(`{"macros":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := modified(now, before); !errors.Is(err, manifest.ErrManifestChanged) {
		t.Errorf("another file gave %v", err)
	}
	if err := os.Remove(before.Path); err != nil {
		t.Fatal(err)
	}
	if err := modified(now, before); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file gave %v", err)
	}
	gone := openState(t, `"macro_sql":"b"`, `"macro_sql":"c"`, `["macro.p.a"]}}}`, `[null]}}}`)
	var se *manifest.SelectionError
	if err := modified(openState(t, `"macros":["macro.p.a"]},
 "columns"`, `"macros":[null]},
 "columns"`), gone); !errors.As(err, &se) {
		t.Errorf("a macro that is gone: %v", err)
	}
}

func TestSourceStatus(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	freshness := func(r manifest.SourceResult) *manifest.Sources {
		r.UniqueID = "source.p.r.o"
		return &manifest.Sources{Results: []manifest.SourceResult{r}}
	}
	measured := manifest.SourceResult{Status: manifest.StatusPass, MaxLoadedAt: at}
	later := manifest.SourceResult{Status: manifest.StatusWarn, MaxLoadedAt: at.Add(1)}
	failed := manifest.SourceResult{Status: manifest.StatusRuntimeError}
	m := openState(t)
	for _, c := range []struct {
		name        string
		before, now manifest.SourceResult
		want        int
	}{
		{"later", measured, later, 1},
		{"equal", later, later, 0},
		{"earlier", later, measured, 0},
		{"measured at last", failed, measured, 1},
		{"not measured now", measured, failed, 0},
	} {
		state := &manifest.State{Sources: freshness(c.before), CurrentSources: freshness(c.now)}
		got, err := m.Select(manifest.SelectRequest{Select: []string{"source_status:fresher"}, State: state})
		if err != nil || len(got.UniqueIDs) != c.want {
			t.Errorf("%s: %v, %v", c.name, got.UniqueIDs, err)
		}
	}
}

// TestStateOfOtherVersions: a state may be of an old dbt or of dbt v2.
func TestStateOfOtherVersions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"v4.json", "fusion.json"} {
		m := open(t, name)
		got, err := m.Select(manifest.SelectRequest{Select: []string{"state:modified"}, State: &manifest.State{Manifest: open(t, name)}})
		if err != nil || len(got.UniqueIDs) != 0 {
			t.Errorf("%s against itself: %v, %v", name, got.UniqueIDs, err)
		}
		got, err = m.Select(manifest.SelectRequest{Select: []string{"state:new"}, Indirect: "empty", State: &manifest.State{Manifest: openState(t)}})
		if err != nil || len(got.UniqueIDs) != len(m.Nodes) {
			t.Errorf("%s against another project: %v, %v", name, got.UniqueIDs, err)
		}
	}
}
