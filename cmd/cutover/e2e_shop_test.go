//go:build cgo && unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	project "cutover/testdata/dbt"
)

// A shop is a copy of the shop project with its warehouse and its cutover.yml.
type shop struct {
	layout layout
	dir    string
	dbt    string // the executable
	env    []string
	// prodManifest is written into cutover.yml; empty lets cutover run dbt parse.
	prodManifest string
}

// A layout is one of the two ways to keep staging and production apart.
type layout struct {
	profile string
	// production and candidate are the database files; schemas are those of the
	// published marts in production, staged the same in the candidate.
	production, candidate string
	schemas, staged       []string
	publish               string // the publish section of cutover.yml
}

func oneFile() layout {
	return layout{
		profile: "shop", production: "shop.duckdb", candidate: "shop.duckdb",
		schemas: []string{"mart", "utils"}, staged: []string{"staging_mart", "staging_utils"},
		publish: `{strategy: wac, select: "tag:mart tag:utils"}`,
	}
}

func twoDirectories(reseed bool) layout {
	return layout{
		profile: "shop_dirs", production: "warehouse/prod/analytics.duckdb", candidate: "warehouse/stage/analytics.duckdb",
		schemas: []string{"mart", "utils"}, staged: []string{"mart", "utils"},
		publish: fmt.Sprintf(`{strategy: swap, select: "tag:mart tag:utils", reseed: %t}`, reseed),
	}
}

// realDBT is the dbt of CUTOVER_TEST_DBT; without it the test is skipped, or
// fails where CUTOVER_TEST_REQUIRE names dbt.
func realDBT(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CUTOVER_TEST_DBT")
	if _, err := exec.LookPath(path); err == nil {
		return path
	}
	reason := fmt.Sprintf("no real dbt: CUTOVER_TEST_DBT is %q (make test sets it)", path)
	if slices.Contains(strings.Split(os.Getenv("CUTOVER_TEST_REQUIRE"), ","), "dbt") {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}

// newShop writes the project into dir. Its environment has nothing in it that a
// developer has set for projects of their own.
func newShop(dir, dbt string, l layout) (*shop, error) {
	files, err := project.Shop()
	if err != nil {
		return nil, err
	}
	if err := os.CopyFS(dir, files); err != nil {
		return nil, err
	}
	for _, file := range []string{l.production, l.candidate} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o755); err != nil {
			return nil, err
		}
	}
	return &shop{layout: l, dir: dir, dbt: dbt, env: cleanEnv(dir, dbt)}, nil
}

func cleanEnv(dir, dbt string) []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		prefix, _, _ := strings.Cut(name, "_")
		if !slices.Contains([]string{"CUTOVER", "DBT", "SHOP", "GITHUB", "GITLAB", "BUILD", "AIRFLOW"}, prefix) {
			env = append(env, entry)
		}
	}
	return append(env, "CUTOVER_DBT="+dbt, "CUTOVER_ACTOR=evening@shop", "NO_COLOR=1", "SHOP_HOME="+dir)
}

// copyTo gives another test the shop as it is now.
func (s *shop) copyTo(t *testing.T, l layout) *shop {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	if err := os.CopyFS(dir, os.DirFS(s.dir)); err != nil {
		t.Fatal(err)
	}
	return &shop{layout: l, dir: dir, dbt: s.dbt, env: cleanEnv(dir, s.dbt)}
}

// day writes the cutover.yml of a day; dbt gets run_day and fail_day from it.
func (s *shop) day(t *testing.T, day, failDay int) {
	t.Helper()
	prod := ""
	if s.prodManifest != "" {
		prod = ", manifest: " + s.prodManifest
	}
	text := fmt.Sprintf(`version: 1
dbt:
  profile: %s
  vars: {run_day: %d, fail_day: %d}
default_environment: staging
environments:
  staging: {target: staging, manifest: target/manifest.json}
  prod: {target: prod, promotes_from: staging%s}
publish: %s
`, s.layout.profile, day, failDay, prod, s.layout.publish)
	if err := os.WriteFile(filepath.Join(s.dir, "cutover.yml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// parsedProd is what cutover's own dbt parse left behind; to use it again saves
// seconds.
const parsedProd = "target/cutover/prod/manifest.json"

// rollbackRun is the cycle on manifests that are there already, which saves two
// dbt parses; day 2 is left to find them by itself.
func (s *shop) rollbackRun() []string {
	return []string{"rollback", "run", "--env", "prod", "--yes", "--manifest", "target/manifest.json"}
}

// build lets dbt build a day, outside cutover.
func (s *shop) build(target string, day int, more ...string) error {
	args := append([]string{
		"--quiet", "build", "--profile", s.layout.profile, "--target", target, "--vars", fmt.Sprintf("run_day: %d", day),
	}, more...)
	cmd := exec.Command(s.dbt, args...)
	cmd.Dir, cmd.Env = s.dir, s.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("dbt %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// An answer is what a run of cutover left behind.
type answer struct {
	stdout, stderr string
}

func (a answer) all() string { return a.stdout + a.stderr }

// hint finds the command of a hint that begins like this.
func (a answer) hint(t *testing.T, begins string) string {
	t.Helper()
	for line := range strings.Lines(a.stderr) {
		if at := strings.Index(line, begins); strings.HasPrefix(line, "hint: ") && at > 0 {
			return strings.TrimSpace(line[at:])
		}
	}
	t.Fatalf("no hint says %q:\n%s", begins, a.stderr)
	return ""
}

// command is cutover as a shell would start it in the project.
func (s *shop) command(args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	cmd = exec.Command("cutover", args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, s.env, out, errs
	return cmd, out, errs
}

// cutover runs the program and wants this exit code.
func (s *shop) cutover(t *testing.T, want int, args ...string) answer {
	t.Helper()
	cmd, out, errs := s.command(args...)
	err := cmd.Run()
	a := answer{stdout: out.String(), stderr: errs.String()}
	wantExit(t, cmd, err, want, a)
	return a
}

// paste runs a line as a person pastes it into a shell.
func (s *shop) paste(t *testing.T, line string) answer {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, s.env, &out, &errs
	err := cmd.Run()
	a := answer{stdout: out.String(), stderr: errs.String()}
	wantExit(t, cmd, err, 0, a)
	return a
}

func wantExit(t *testing.T, cmd *exec.Cmd, err error, want int, a answer) {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("run %s: %v", strings.Join(cmd.Args, " "), err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Fatalf("%s: exit code %d, want %d\n%s", strings.Join(cmd.Args, " "), got, want, a.all())
	}
}

// contains wants words in what a run said.
func contains(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in:\n%s", w, text)
		}
	}
}

// stages are the copies that several tests start from, each built once: dbt
// takes seconds.
type stages struct {
	// first is day 1 built in staging, one file; firstDirs the same in two
	// directories.
	first, firstDirs *shop
	// rebuilt is production as a full build of day 2 leaves it.
	rebuilt map[string]relation
}

// buildStages runs three dbts side by side.
func buildStages(t *testing.T, dbt string) *stages {
	t.Helper()
	dir := t.TempDir()
	s := &stages{}
	var rebuilt *shop
	var wg sync.WaitGroup
	var errs [3]error
	for i, one := range []struct {
		into   **shop
		name   string
		layout layout
		target string
		day    int
	}{
		{&s.first, "one-file", oneFile(), "staging", 1},
		{&s.firstDirs, "two-directories", twoDirectories(false), "staging", 1},
		{&rebuilt, "rebuilt", oneFile(), "prod", 2},
	} {
		wg.Go(func() {
			made, err := newShop(filepath.Join(dir, one.name), dbt, one.layout)
			if err == nil {
				err = made.build(one.target, one.day, "--full-refresh")
			}
			*one.into, errs[i] = made, err
		})
	}
	wg.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	s.rebuilt = neutral(rebuilt.production(t))
	return s
}
