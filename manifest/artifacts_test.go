package manifest_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
)

func TestOpenRunResults(t *testing.T) {
	t.Parallel()
	got, err := manifest.OpenRunResults("testdata/run_results.json")
	if err != nil {
		t.Fatal(err)
	}
	at := func(h, m, s, ms int) time.Time { return time.Date(2026, 11, 20, h, m, s, ms*1e6, time.UTC) }
	two := 2
	want := &manifest.RunResults{
		Path: "testdata/run_results.json", SchemaVersion: 6, DbtVersion: "1.11.16", InvocationID: "inv-1", GeneratedAt: at(6, 20, 0, 500),
		ElapsedTime: 12500 * time.Millisecond,
		Args: manifest.RunArgs{
			Which: "build", Select: []string{"tag:mart"}, Empty: true, InvocationCommand: "dbt build --select tag:mart --empty",
		},
		Results: []manifest.Result{
			{
				UniqueID: "model.shop.fct_orders", Status: manifest.StatusSuccess, Message: "OK", RelationName: `"dev"."main"."fct_orders"`,
				ExecutionTime: 3250 * time.Millisecond, StartedAt: at(6, 19, 0, 0), CompletedAt: at(6, 19, 3, 250),
			},
			{
				UniqueID: "test.shop.not_null_fct_orders_id.1", Status: manifest.StatusFail, Failures: &two,
				Message: "Got 2 results, configured to fail if != 0", ExecutionTime: 100 * time.Millisecond,
			},
			{UniqueID: "exposure.shop.dash", Status: manifest.StatusSkipped},
			{UniqueID: "model.shop.dim_customers", Status: "melted"}, // a status of the future stays what it is
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOpenSources(t *testing.T) {
	t.Parallel()
	got, err := manifest.OpenSources("testdata/sources.json")
	if err != nil {
		t.Fatal(err)
	}
	want := []manifest.SourceResult{
		{
			UniqueID: "source.shop.raw.orders", Status: manifest.StatusWarn, Filter: "x > 1", WarnAfter: 30 * time.Minute, ErrorAfter: 48 * time.Hour,
			MaxLoadedAt:   time.Date(2026, 11, 20, 5, 0, 0, 0, time.UTC),
			SnapshottedAt: time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC),
		},
		{UniqueID: "source.shop.raw.customers", Status: manifest.StatusRuntimeError, Error: "table not found"},
	}
	if diff := cmp.Diff(want, got.Results); diff != "" {
		t.Error(diff)
	}
	if got.InvocationID != "inv-2" || got.ElapsedTime != 1500*time.Millisecond {
		t.Errorf("head is %+v", got)
	}
}

func TestResultsRefuse(t *testing.T) {
	t.Parallel()
	run := func(data string) error { _, err := manifest.ReadRunResults("r.json", []byte(data)); return err }
	src := func(data string) error { _, err := manifest.ReadSources("s.json", []byte(data)); return err }
	head := func(kind, results string) string {
		return `{"metadata":{"dbt_schema_version":"https://schemas.getdbt.com/dbt/` + kind + `.json"},"results":` + results + `}`
	}
	for _, c := range []struct {
		name string
		err  error
		want error
	}{
		{"no results", run(head("run-results/v6", "null")), manifest.ErrNotArtifact},
		{"result without status", run(head("run-results/v6", `[{"unique_id":"model.a.b"}]`)), manifest.ErrNotArtifact},
		{"result without id", run(head("run-results/v6", `[{"status":"success"}]`)), manifest.ErrNotArtifact},
		{"result that is no object", run(head("run-results/v6", `[1]`)), manifest.ErrNotArtifact},
		{"newer", run(head("run-results/v7", `[]`)), manifest.ErrUnsupportedVersion},
		{"older", run(head("run-results/v3", `[]`)), manifest.ErrUnsupportedVersion},
		{"a manifest", run(head("manifest/v12", `[]`)), manifest.ErrNotArtifact},
		{"empty", run(""), manifest.ErrEmpty},
		{"sources of another version", src(head("sources/v2", `[]`)), manifest.ErrUnsupportedVersion},
		{"run results for sources", src(head("run-results/v6", `[]`)), manifest.ErrNotArtifact},
		{"unreadable limit", src(head("sources/v3", `[{"unique_id":"s","status":"pass","criteria":{"warn_after":{"count":1,"period":"moon"}}}]`)), manifest.ErrNotArtifact},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, c.err, c.want)
		}
	}
	if err := run(head("run-results/v4", `[]`)); err != nil {
		t.Errorf("v4 without results: %v", err)
	}
	for _, file := range []string{"run_results.json", "sources.json"} {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for n := range data {
			if run(string(data[:n])) == nil || src(string(data[:n])) == nil {
				t.Fatalf("the first %d of %d bytes of %s were accepted", n, len(data), file)
			}
		}
	}
}

func TestMergeRunResults(t *testing.T) {
	t.Parallel()
	at := func(s int) time.Time { return time.Date(2026, 11, 20, 6, 0, s, 0, time.UTC) }
	results := func(pairs ...string) []manifest.Result {
		var out []manifest.Result
		for i := 0; i < len(pairs); i += 2 {
			out = append(out, manifest.Result{UniqueID: pairs[i], Status: manifest.Status(pairs[i+1])})
		}
		return out
	}
	build := &manifest.RunResults{Path: "build", GeneratedAt: at(1), Results: results("m.b", "success", "m.a", "error", "m.c", "skipped")}
	retry := &manifest.RunResults{Path: "retry", GeneratedAt: at(2), Results: results("m.a", "success")}
	got, err := manifest.MergeRunResults(retry, build)
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, r := range got.Results {
		rows = append(rows, r.UniqueID+" "+string(r.Status)+" "+r.Run.Path)
	}
	want := []string{"m.a success retry", "m.b success build", "m.c skipped build"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if r, ok := got.Of("m.a"); !ok || r.Run != retry {
		t.Errorf("Of(m.a) is %+v, %t", r, ok)
	}
	if _, ok := got.Of("m.z"); ok || len(got.Runs) != 2 || got.Runs[0] != build {
		t.Errorf("Of(m.z) exists, or runs are not oldest first: %s", strings.Join(rows, ", "))
	}
	if _, err := manifest.MergeRunResults(build, &manifest.RunResults{Path: "undated"}); !errors.Is(err, manifest.ErrUnorderedRuns) {
		t.Errorf("a run without a time was ordered: %v", err)
	}
	if one, err := manifest.MergeRunResults(&manifest.RunResults{Results: results("m.a", "success")}); err != nil || len(one.Results) != 1 {
		t.Errorf("one run needs no order: %v", err)
	}
}
