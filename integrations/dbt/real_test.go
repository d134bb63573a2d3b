package dbt_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cutover/integrations/dbt"
)

// realDbt returns the dbt that CUTOVER_TEST_DBT names, and skips or fails without one.
func realDbt(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CUTOVER_TEST_DBT")
	if path != "" {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	const reason = "CUTOVER_TEST_DBT names no dbt; `make test` installs one"
	if slices.Contains(strings.Split(os.Getenv("CUTOVER_TEST_REQUIRE"), ","), "dbt") {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}

// TestRealDbt plays three days of the shop: a good one, one that the audit refuses, and one that dbt cannot run.
func TestRealDbt(t *testing.T) {
	t.Parallel()
	executable := realDbt(t)
	project := t.TempDir()
	if err := os.CopyFS(project, os.DirFS(filepath.Join("..", "..", "testdata", "dbt", "shop"))); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	runner := dbt.Runner{Executable: executable, ProjectDir: project, Stdout: &out, Stderr: &out}

	parsed, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Parse, Target: "prod", TargetPath: "target/prod"})
	if err != nil {
		t.Fatalf("parse: %v\n%s", err, &out)
	}
	if !parsed.Manifest.Rewritten || parsed.RunResults.Rewritten {
		t.Errorf("parse writes the manifest alone, but %+v", parsed)
	}
	manifest, err := os.ReadFile(parsed.Manifest.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(manifest, []byte(`\"mart\".\"fct_orders\"`)) {
		t.Error("the manifest of prod has no relation in the schema mart")
	}

	built, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build, Vars: "run_day: 1"})
	if err != nil {
		t.Fatalf("build: %v\n%s", err, &out)
	}
	if !built.Manifest.Rewritten || !built.RunResults.Rewritten || built.Manifest.InvocationID != built.RunResults.InvocationID {
		t.Errorf("one build, but %+v", built)
	}
	if bytes.ContainsRune(out.Bytes(), '\x1b') {
		t.Error("dbt was told to leave colours out")
	}

	refused, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Test, Vars: "{run_day: 1, fail_day: 1}", Select: []string{"fct_orders"}})
	var exit *dbt.ExitError
	if !errors.As(err, &exit) || !exit.Failed() {
		t.Errorf("a test fails, but %v", err)
	}
	if !refused.RunResults.Rewritten {
		t.Error("the failed test is not in run_results.json")
	}

	if _, err = runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build, Target: "nowhere"}); !errors.As(err, &exit) || !exit.Usage() {
		t.Errorf("there is no such target, but %v", err)
	}
}
