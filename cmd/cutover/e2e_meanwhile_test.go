//go:build cgo && unix

package main

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	project "cutover/testdata/dbt"
)

// slowDBT stands before the real dbt: a build tells that it has begun and waits
// until it is told to go on. Opening a pipe waits for the other side, so nobody
// has to sleep.
const slowDBT = `#!/bin/sh
case " $* " in
*" build "*) : > "$SHOP_HOME/begun"; : < "$SHOP_HOME/goon" ;;
esac
exec '%s' "$@"
`

// A buildGate holds a dbt build at its beginning.
type buildGate struct{ begun, goOn string }

// holdBuilds puts the slow dbt in the place of the real one.
func (s *shop) holdBuilds(t *testing.T) buildGate {
	t.Helper()
	g := buildGate{begun: filepath.Join(s.dir, "begun"), goOn: filepath.Join(s.dir, "goon")}
	for _, pipe := range []string{g.begun, g.goOn} {
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	slow := filepath.Join(t.TempDir(), "dbt")
	if err := os.WriteFile(slow, fmt.Appendf(nil, slowDBT, s.dbt), 0o755); err != nil {
		t.Fatal(err)
	}
	s.env = cleanEnv(s.dir, slow)
	return g
}

// A started run of cutover, and what it ended with.
type started struct {
	cmd  *exec.Cmd
	done chan error
	text func() answer
}

// start begins a run and returns when its dbt build has begun.
func (s *shop) start(t *testing.T, g buildGate, args ...string) started {
	t.Helper()
	cmd, out, errs := s.command(args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	run := started{cmd: cmd, done: make(chan error, 1), text: func() answer { return answer{out.String(), errs.String()} }}
	go func() { run.done <- cmd.Wait() }()
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	begun := make(chan error, 1)
	go func() { begun <- meetAt(g.begun, os.O_RDONLY) }()
	select {
	case err := <-begun:
		if err != nil {
			t.Fatal(err)
		}
	case err := <-run.done:
		t.Fatalf("cutover ended before dbt began: %v\n%s", err, run.text().all())
	}
	return run
}

// end waits for the end of the run and wants this exit code.
func (r started) end(t *testing.T, want int) answer {
	t.Helper()
	err := <-r.done
	a := r.text()
	wantExit(t, r.cmd, err, want, a)
	return a
}

func meetAt(pipe string, flag int) error {
	f, err := os.OpenFile(pipe, flag, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// published gives a shop with day 1 in prod, and dbt's builds held.
func (from *stages) published(t *testing.T) (*shop, buildGate) {
	t.Helper()
	s := from.first.copyTo(t, oneFile())
	s.prodManifest = "prod.json"
	recorded, err := project.Recorded()
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.ReadFile(recorded, "prod/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, s.prodManifest), names, 0o644); err != nil {
		t.Fatal(err)
	}
	s.day(t, 1, 0)
	s.cutover(t, 0, "wac", "--env", "prod", "--yes")
	return s, s.holdBuilds(t)
}

// secondRun: while one run waits for its dbt build, another is refused and says
// who is at work; nothing is lost of the first.
func (from *stages) secondRun(t *testing.T) {
	t.Parallel()
	s, gate := from.published(t)
	before := s.production(t)
	s.day(t, 2, 0)
	first := s.start(t, gate, s.rollbackRun()...)

	for _, args := range [][]string{
		{"wac", "--env", "prod", "--yes"},
		s.rollbackRun(),
		{"resume", "--env", "prod", "--yes"},
		{"abort", "--env", "prod", "--yes"},
		{"undo", "--env", "prod", "--yes"},
	} {
		refused := s.cutover(t, 7, args...)
		contains(t, refused.stderr, "evening@shop", fmt.Sprintf("pid %d", first.cmd.Process.Pid))
	}
	same(t, "prod while the build runs", before, s.production(t))

	if err := meetAt(gate.goOn, os.O_WRONLY); err != nil {
		t.Fatal(err)
	}
	first.end(t, 0)
	same(t, "day 2 in prod and a full rebuild of day 2", from.rebuilt, neutral(s.production(t)))
}

// interruptedBuild: one Ctrl-C during the dbt build ends the run, changes
// nothing in prod, and leaves a state from which everything can go on.
func (from *stages) interruptedBuild(t *testing.T) {
	t.Parallel()
	s, gate := from.published(t)
	before := s.production(t)
	s.day(t, 2, 0)
	run := s.start(t, gate, s.rollbackRun()...)

	if err := run.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	stopped := run.end(t, 130)
	contains(t, stopped.stderr, "interrupted", "prod is unchanged")
	same(t, "prod after the interrupt", before, s.production(t))

	s.env = cleanEnv(s.dir, s.dbt)
	s.cutover(t, 0, "status", "--env", "prod")
	s.cutover(t, 0, "abort", "--env", "prod", "--yes")
	same(t, "prod after the abort", before, s.production(t))
	s.cutover(t, 0, s.rollbackRun()...)
	same(t, "day 2 in prod and a full rebuild of day 2", from.rebuilt, neutral(s.production(t)))
}
