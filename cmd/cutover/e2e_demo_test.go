//go:build cgo && unix

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A theatre is where the demo is played: a temporary folder of its own that has
// to be empty afterwards.
func theatre(t *testing.T, dbt string) *shop {
	t.Helper()
	dir := t.TempDir()
	s := &shop{dir: t.TempDir(), dbt: dbt, env: append(cleanEnv("", dbt), "TMPDIR="+dir)}
	t.Cleanup(func() {
		left, err := fs.Glob(os.DirFS(dir), "*")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string(nil), left); diff != "" {
			t.Errorf("left in the temporary folder (-want +got):\n%s", diff)
		}
	})
	return s
}

// fakeDBT is a dbt that only runs these lines of shell.
func fakeDBT(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dbt")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDemoWithRealDBT(t *testing.T) {
	t.Parallel()
	s := theatre(t, realDBT(t))
	a := s.cutover(t, 0, "demo")
	contains(t, a.stdout, s.dbt, "prod is, byte for byte, what it was on day 1.", "All 8 acts did what they said",
		"Failure in test no_order_of_the_fail_day", "(exit code 6)")
	if strings.Contains(a.stdout, "played back") {
		t.Errorf("the demo had dbt and played a recording:\n%s", a.stdout)
	}
}

// A dbt for another warehouse is what most people have on their PATH.
func TestDemoWithDBTOfAnotherWarehouse(t *testing.T) {
	t.Parallel()
	other := fakeDBT(t, "echo 'Could not find adapter type duckdb!'; exit 2")
	s := theatre(t, other)
	s.env = append(s.env, "CUTOVER_DBT=", "PATH="+filepath.Dir(other)+string(os.PathListSeparator)+os.Getenv("PATH"))
	a := s.cutover(t, 0, "demo")
	contains(t, a.stdout, "Could not find adapter type duckdb!", "This dbt cannot build the shop", "(played back)", "All 8 acts did what they said")

	// One that was named must do the work itself.
	named := theatre(t, other)
	failed := named.cutover(t, 2, "demo")
	contains(t, failed.stderr, "dbt build could not run")
}

// Ctrl-C in the middle of a build: no act is claimed, nothing stays behind.
func TestDemoInterrupted(t *testing.T) {
	t.Parallel()
	pipes := t.TempDir()
	g := buildGate{begun: filepath.Join(pipes, "begun"), goOn: filepath.Join(pipes, "goon")}
	for _, pipe := range []string{g.begun, g.goOn} {
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := theatre(t, fakeDBT(t, fmt.Sprintf(": > '%s'; : < '%s'", g.begun, g.goOn)))
	run := s.start(t, g, "demo")
	if err := run.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	a := run.end(t, 130)
	contains(t, a.stderr, "interrupted")
	if strings.Contains(a.stdout, "\n2. ") {
		t.Errorf("the story went on:\n%s", a.stdout)
	}
}
