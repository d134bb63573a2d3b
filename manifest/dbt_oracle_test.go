package manifest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
)

// TestSelectAgreesWithRealDbt parses testdata/dbt/kitchen with the real dbt, asks it and us the same, and compares sets.
func TestSelectAgreesWithRealDbt(t *testing.T) {
	t.Parallel()
	python := dbtPython(t)
	out := t.TempDir()
	written := readCases(t, filepath.Join("testdata", "oracle.txt"))
	cases := append(slices.Clone(written), generateCases(generatedCases)...)
	answers := askDbt(t, python, out, cases)
	ours := kitchen{now: filepath.Join(out, "now", "target"), out: out, states: map[string]*manifest.State{}}
	m := openFile(t, filepath.Join(ours.now, "manifest.json"))

	different, refused, ids := []string{}, 0, 0
	for i, args := range cases {
		name := strings.Join(args, " ")
		dbt := answers.Answers[i]
		got, err := m.Select(ours.request(t, args))
		if diff := difference(dbt, got.UniqueIDs, err); diff != "" {
			different = append(different, name)
			if _, known := knownDifferences[name]; !known {
				t.Errorf("dbt ls %s\n%s", name, diff)
			}
		}
		ids += len(dbt.UniqueIDs)
		if dbt.Error != "" {
			refused++
		}
	}
	for name, reason := range knownDifferences {
		if !slices.Contains(different, name) {
			t.Errorf("dbt ls %s: known to be different (%s), but it is equal or not asked", name, reason)
		}
	}
	t.Logf("compared %d answers of dbt %s (%d written by hand, %d generated from seed %d): %d unique_ids, %d refused by dbt, %d known differences",
		len(cases), answers.DbtVersion, len(written), len(cases)-len(written), generatorSeed, ids, refused, len(knownDifferences))
}

// knownDifferences are the questions that a manifest cannot answer as dbt does, and why.
var knownDifferences = map[string]string{
	"--select selector:nightly": "a method since dbt 1.12, which this dbt does not have",
}

// dbtAnswers is what oracle.py writes.
type dbtAnswers struct {
	DbtVersion string      `json:"dbt_version"`
	Answers    []dbtAnswer `json:"answers"`
}

type dbtAnswer struct {
	UniqueIDs []string `json:"unique_ids"`
	Error     string   `json:"error"` // empty when dbt did not refuse
}

// difference compares an answer of dbt with ours; empty when they are equal.
func difference(dbt dbtAnswer, ids []string, err error) string {
	switch {
	case err != nil && dbt.Error == "":
		return "  dbt answers with " + strings.Join(dbt.UniqueIDs, " ") + ", we refuse: " + err.Error()
	case err == nil && dbt.Error != "":
		return "  we answer with " + strings.Join(ids, " ") + ", dbt refuses: " + dbt.Error
	case err != nil:
		return ""
	}
	return cmp.Diff(dbt.UniqueIDs, append([]string{}, ids...))
}

// dbtPython is the Python in which dbt is installed.
func dbtPython(t *testing.T) string {
	t.Helper()
	dbt := os.Getenv("CUTOVER_TEST_DBT")
	if dbt == "" {
		missing(t, "dbt", "CUTOVER_TEST_DBT names no dbt; `make test` installs one")
	}
	python := os.Getenv("CUTOVER_TEST_PYTHON")
	if python == "" {
		python = filepath.Join(filepath.Dir(dbt), "python")
	}
	for _, path := range []string{dbt, python} {
		if _, err := os.Stat(path); err != nil {
			missing(t, "dbt", err.Error())
		}
	}
	return python
}

// askDbt runs oracle.py once for all cases.
func askDbt(t *testing.T, python, out string, cases [][]string) dbtAnswers {
	t.Helper()
	question, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 8*time.Minute)
	defer cancel()
	kitchen := filepath.Join(repoRoot(t), "testdata", "dbt", "kitchen")
	run := exec.CommandContext(ctx, python, filepath.Join("testdata", "oracle.py"), kitchen, out)
	run.Stdin = bytes.NewReader(question)
	run.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + out, "PYTHONDONTWRITEBYTECODE=1"}
	if said, err := run.CombinedOutput(); err != nil {
		t.Fatalf("oracle.py: %v\n%s", err, said)
	}
	var answers dbtAnswers
	readJSON(t, filepath.Join(out, "answers.json"), &answers)
	if len(answers.Answers) != len(cases) {
		t.Fatalf("dbt has %d answers to %d questions", len(answers.Answers), len(cases))
	}
	return answers
}

// kitchen opens the artifacts that oracle.py left, each state once.
type kitchen struct {
	now, out string
	states   map[string]*manifest.State
}

// request turns arguments of `dbt ls` into ours, as a command line would.
func (k kitchen) request(t *testing.T, args []string) manifest.SelectRequest {
	t.Helper()
	at := slices.Index(args, "--state")
	if at < 0 {
		return requestFromArgs(t, args)
	}
	req := requestFromArgs(t, slices.Concat(args[:at], args[at+2:]))
	name := args[at+1]
	if k.states[name] == nil {
		folder := filepath.Join(k.out, name, "target")
		if name == "results_only" {
			folder = filepath.Dir(folder)
		}
		k.states[name] = &manifest.State{
			Manifest:       optional(t, filepath.Join(folder, "manifest.json"), manifest.Open),
			RunResults:     optional(t, filepath.Join(folder, "run_results.json"), manifest.OpenRunResults),
			Sources:        optional(t, filepath.Join(folder, "sources.json"), manifest.OpenSources),
			CurrentSources: optional(t, filepath.Join(k.now, "sources.json"), manifest.OpenSources),
		}
	}
	req.State = k.states[name]
	return req
}

// optional opens an artifact that need not be there.
func optional[T any](t *testing.T, path string, open func(string) (*T, error)) *T {
	t.Helper()
	v, err := open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func openFile(t *testing.T, path string) *manifest.Manifest {
	t.Helper()
	m, err := manifest.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// readCases reads a file of questions; see its head for the form.
func readCases(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var cases [][]string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		args := shellWords(line)
		if !strings.HasPrefix(line, "--") {
			args = append([]string{"--select"}, args...)
		}
		cases = append(cases, args)
	}
	return cases
}

// shellWords splits at spaces outside of single quotes.
func shellWords(line string) []string {
	var words []string
	var word strings.Builder
	quoted, begun := false, false
	for _, r := range line + " " {
		switch {
		case r == '\'':
			quoted, begun = !quoted, true
		case r == ' ' && !quoted:
			if begun {
				words = append(words, word.String())
			}
			word.Reset()
			begun = false
		default:
			word.WriteRune(r)
			begun = true
		}
	}
	return words
}
