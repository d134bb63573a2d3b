package dbt_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/integrations/dbt"
)

// fake returns a Runner of testdata/dbt on a new empty project, and the project's folder.
func fake(t *testing.T, what string) (dbt.Runner, string) {
	t.Helper()
	needsUnix(t)
	project := t.TempDir()
	if err := os.WriteFile(filepath.Join(project, "dbt_project.yml"), []byte("name: fake\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "FAKE_DBT="+what, "DBT_TARGET_PATH=", "DBT_ENGINE_TARGET_PATH=")
	return dbt.Runner{Executable: filepath.Join("testdata", "dbt"), ProjectDir: project, Env: env}, project
}

func TestRunPassesEveryArgument(t *testing.T) {
	t.Parallel()
	everything := dbt.Invocation{
		Command: dbt.Build, Target: "prod", Select: []string{"tag:mart tag:utils", "+fct_orders"}, Exclude: []string{"a,b"},
		FullRefresh: true, TargetPath: "out", Vars: "{run_day: 2}", ExtraArgs: []string{"--fail-fast", "$HOME; x"},
	}
	tests := map[string]struct {
		change     func(*dbt.Runner)
		invocation dbt.Invocation
		want       []string // PROJECT stands for the project's folder
	}{
		"least": {
			func(*dbt.Runner) {},
			dbt.Invocation{Command: dbt.Parse},
			[]string{"--no-use-colors", "parse", "--project-dir", "PROJECT", "--target-path", "PROJECT/target"},
		},
		"everything": {
			func(r *dbt.Runner) { r.Colors, r.Profile, r.ProfilesDir = true, "shop", r.ProjectDir },
			everything,
			[]string{
				"build", "--project-dir", "PROJECT", "--target-path", "PROJECT/out", "--profiles-dir", "PROJECT",
				"--profile", "shop", "--target", "prod", "--vars", "{run_day: 2}",
				"--select", "tag:mart tag:utils", "+fct_orders", "--exclude", "a,b", "--full-refresh", "--fail-fast", "$HOME; x",
			},
		},
		"target path from the environment": {
			func(r *dbt.Runner) { r.Env = append(r.Env, "DBT_TARGET_PATH=/elsewhere") },
			dbt.Invocation{Command: dbt.List},
			[]string{"--no-use-colors", "ls", "--project-dir", "PROJECT", "--target-path", "/elsewhere"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runner, project := fake(t, "args")
			var out bytes.Buffer
			runner.Stdout = &out
			test.change(&runner)
			result, err := runner.Run(t.Context(), test.invocation)
			if err != nil {
				t.Fatal(err)
			}
			got := strings.Split(strings.TrimSuffix(strings.ReplaceAll(out.String(), project, "PROJECT"), "\n"), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("arguments (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(strings.Split(strings.TrimSpace(out.String()), "\n"), result.Command[1:]); diff != "" {
				t.Errorf("Result.Command is not what ran:\n%s", diff)
			}
		})
	}
}

func TestRunReadsTheTargetPathOfTheProject(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"target-path: \"out/dbt\" # here\n":           "out/dbt",
		"name: x\ntarget-path: build\n":               "build",
		"target-path: \"{{ env_var('TARGET') }}\"\n":  "target",
		"flags:\n  target-path: nested\nname: shop\n": "target",
	} {
		runner, project := fake(t, "args")
		if err := os.WriteFile(filepath.Join(project, "dbt_project.yml"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		result, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Parse})
		if err != nil {
			t.Fatal(err)
		}
		if got := result.TargetPath; got != filepath.Join(project, filepath.FromSlash(want)) {
			t.Errorf("%q: target path %q, want %q", text, got, want)
		}
	}
}

func TestRunRefusesWhatDbtWouldMisread(t *testing.T) {
	t.Parallel()
	for name, invocation := range map[string]dbt.Invocation{
		"unknown command":    {Command: "clean"},
		"no command":         {},
		"parse selects":      {Command: dbt.Parse, Select: []string{"a"}},
		"test full refresh":  {Command: dbt.Test, FullRefresh: true},
		"flag as selection":  {Command: dbt.Build, Select: []string{"--full-refresh"}},
		"empty selection":    {Command: dbt.Build, Select: []string{" "}},
		"flag as exclusion":  {Command: dbt.Build, Exclude: []string{"-x"}},
		"empty in a list":    {Command: dbt.Build, Select: []string{"a", ""}},
		"parse with exclude": {Command: dbt.Parse, Exclude: []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			runner, _ := fake(t, "args")
			var out bytes.Buffer
			runner.Stdout = &out
			if result, err := runner.Run(t.Context(), invocation); err == nil || out.Len() > 0 || result.ExitCode != -1 {
				t.Errorf("error %v, exit code %d, output %q", err, result.ExitCode, &out)
			}
		})
	}
}

func TestRunReportsExitCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		code          string
		failed, usage bool
		text          string
	}{
		{"1", true, false, "dbt test reported failures (exit code 1)"},
		{"2", false, true, "dbt test could not run (exit code 2)"},
		{"17", false, false, "dbt test ended with exit code 17"},
	}
	for _, test := range tests {
		t.Run(test.code, func(t *testing.T) {
			t.Parallel()
			runner, _ := fake(t, "exit "+test.code)
			result, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Test})
			var exit *dbt.ExitError
			if !errors.As(err, &exit) {
				t.Fatalf("error %v", err)
			}
			if exit.Failed() != test.failed || exit.Usage() != test.usage || exit.Error() != test.text || exit.Code != result.ExitCode {
				t.Errorf("got %+v, exit code %d", exit, result.ExitCode)
			}
			want := []string{"line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11", "line 12", "the reason"}
			if diff := cmp.Diff(want, exit.Tail); diff != "" {
				t.Errorf("tail (-want +got):\n%s", diff)
			}
		})
	}
}

// chunks keeps what every single Write brought.
type chunks []string

func (c *chunks) Write(p []byte) (int, error) {
	*c = append(*c, string(p))
	return len(p), nil
}

func TestRunPassesWholeLines(t *testing.T) {
	t.Parallel()
	runner, _ := fake(t, "mixed")
	var out chunks
	runner.Stdout, runner.Stderr = &out, &out
	if _, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build}); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(out, ""); got != "one\ntwo\nno end\n" {
		t.Errorf("output %q", got)
	}
	for _, chunk := range out {
		if !strings.HasSuffix(chunk, "\n") {
			t.Errorf("a line in pieces: %q", []string(out))
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("nobody reads") }

func TestRunReportsOutputThatNobodyTook(t *testing.T) {
	t.Parallel()
	runner, _ := fake(t, "mixed")
	runner.Stdout = brokenPipe{}
	if _, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build}); err == nil {
		t.Error("no error")
	}
}

func TestRunTellsWhetherArtifactsAreNew(t *testing.T) {
	t.Parallel()
	runner, project := fake(t, "artifacts first")
	step := func(what string) dbt.Result {
		t.Helper()
		runner.Env = append(runner.Env, "FAKE_DBT="+what)
		result, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build})
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	path := filepath.Join(project, "target", "manifest.json")
	want := dbt.Artifact{Path: path, InvocationID: "first", Rewritten: true}
	first := step("artifacts first")
	if diff := cmp.Diff(want, first.Manifest); diff != "" {
		t.Errorf("after the first build:\n%s", diff)
	}
	if first.RunResults.Rewritten || first.RunResults.InvocationID != "" {
		t.Errorf("run_results.json is not there, but %+v", first.RunResults)
	}
	want.Rewritten = false
	if diff := cmp.Diff(want, step("args").Manifest); diff != "" {
		t.Errorf("after a run that wrote nothing:\n%s", diff)
	}
	want.InvocationID, want.Rewritten = "second", true
	if diff := cmp.Diff(want, step("artifacts second").Manifest); diff != "" {
		t.Errorf("after the second build:\n%s", diff)
	}
}

func TestRunStartsNothingWhenItIsTooLate(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	runner, project := fake(t, "artifacts late")
	_, err := runner.Run(ctx, dbt.Invocation{Command: dbt.Build})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(project, "target")); !errors.Is(err, os.ErrNotExist) {
		t.Error("dbt was started")
	}
}

func TestRunWithoutDbtOrProject(t *testing.T) {
	t.Parallel()
	for _, executable := range []string{"", filepath.Join(t.TempDir(), "gone")} {
		runner, _ := fake(t, "args")
		runner.Executable = executable
		var notFound *dbt.NotFoundError
		if _, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build}); !errors.As(err, &notFound) {
			t.Errorf("executable %q: error %v", executable, err)
		}
	}
	runner, _ := fake(t, "args")
	runner.ProjectDir = t.TempDir()
	if _, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Build}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without dbt_project.yml: error %v", err)
	}
}

func TestRunTakesTimesFromTheClock(t *testing.T) {
	t.Parallel()
	runner, _ := fake(t, "args")
	tick := time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)
	runner.Now = func() time.Time { tick = tick.Add(time.Second); return tick }
	result, err := runner.Run(t.Context(), dbt.Invocation{Command: dbt.Parse})
	if err != nil || result.FinishedAt.Sub(result.StartedAt) != time.Second {
		t.Errorf("%v to %v, error %v", result.StartedAt, result.FinishedAt, err)
	}
}

func TestVersion(t *testing.T) {
	t.Parallel()
	runner, _ := fake(t, "version")
	got, err := runner.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dbt.Version{Core: "1.11.16", Adapters: map[string]string{"duckdb": "1.11.1"}}, got); diff != "" {
		t.Error(diff)
	}
	runner.Env = append(runner.Env, "FAKE_DBT=args")
	if got, err := runner.Version(t.Context()); err == nil {
		t.Errorf("no version in the answer, but %+v", got)
	}
}
