//go:build cgo && unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"cutover/cmd/internal/command"
	"cutover/strategies/engine"
)

// TestMain makes the test binary be cutover itself when a script runs it.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"cutover": func() { os.Exit(run(hooks())) },
	})
}

// scripts are the scripts of the repository; every one starts in a folder of
// its own with the recorded dbt project below it as tiny/.
const (
	scripts     = "../../testdata/scripts"
	shopProject = "../../testdata/dbt/shop"
)

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 scripts,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUp,
		Condition:           condition,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exitcode":  exitCode,
			"duckdb":    duckdbCommand,
			"lock":      lockCommand,
			"fifo":      fifoCommand,
			"dbt":       dbtCommand,
			"await":     awaitCommand,
			"goon":      releaseCommand,
			"terminate": terminateCommand,
			"same":      sameCommand,
		},
	})
}

func setUp(env *testscript.Env) error {
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("CUTOVER_ACTOR", "tester")
	if err := os.CopyFS(filepath.Join(env.WorkDir, "tiny"), os.DirFS(filepath.Join(scripts, "fixture"))); err != nil {
		return err
	}
	if dbt := os.Getenv("CUTOVER_TEST_DBT"); dbt != "" {
		env.Setenv("CUTOVER_DBT", dbt)
		env.Setenv("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
		if err := os.CopyFS(filepath.Join(env.WorkDir, "shop"), os.DirFS(shopProject)); err != nil {
			return err
		}
	}
	sql, err := os.ReadFile(filepath.Join(scripts, "fixture", "build.sql"))
	if err != nil {
		return err
	}
	_, err = runSQL(filepath.Join(env.WorkDir, "tiny", "tiny.duckdb"), string(sql))
	return err
}

// condition "dbt" holds where real dbt is there; naming dbt in
// CUTOVER_TEST_REQUIRE makes its absence a failure.
func condition(name string) (bool, error) {
	if name != "dbt" {
		return false, errors.New("unknown condition")
	}
	if _, err := os.Stat(os.Getenv("CUTOVER_TEST_DBT")); err == nil {
		return true, nil
	}
	if strings.Contains(","+os.Getenv("CUTOVER_TEST_REQUIRE")+",", ",dbt,") {
		return false, errors.New("CUTOVER_TEST_REQUIRE names dbt and CUTOVER_TEST_DBT is not there")
	}
	return false, nil
}

// hooks reads from the environment where the process is to end or to wait:
// CUTOVER_TEST_KILL=ledger:3 or statement:7 counts the calls of that hook, and
// CUTOVER_TEST_WAIT=ledger:3 stops there between the pipes "there" and "go on".
func hooks() command.Hooks {
	killKind, killAt := point("CUTOVER_TEST_KILL")
	waitKind, waitAt := point("CUTOVER_TEST_WAIT")
	seen := map[string]int{}
	at := func(kind string) {
		seen[kind]++
		if kind == waitKind && seen[kind] == waitAt {
			meet()
		}
		if kind == killKind && seen[kind] == killAt {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // the signal is on its way; nothing may happen before it comes
		}
	}
	return command.Hooks{
		Ledger:    func(engine.Point) { at("ledger") },
		Statement: func(string, string) { at("statement") },
	}
}

func point(name string) (kind string, n int) {
	kind, number, ok := strings.Cut(os.Getenv(name), ":")
	if !ok {
		return "", 0
	}
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", 0
	}
	return kind, n
}

const (
	reachedPipe = "reached.pipe"
	goOnPipe    = "goon.pipe"
)

// meet tells the script that the point is reached and waits until it says go
// on. Opening a pipe waits for the other side, so nobody has to sleep.
func meet() {
	for _, step := range []struct {
		name string
		flag int
	}{{reachedPipe, os.O_WRONLY}, {goOnPipe, os.O_RDONLY}} {
		f, err := os.OpenFile(step.name, step.flag, 0)
		if err != nil {
			os.Exit(99)
		}
		_ = f.Close()
	}
}

// exitCode runs a command and wants exactly that exit code: exitcode 3 cutover ...
func exitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N command [argument...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("run %s: %v", args[1], err)
	}
	if got != want {
		ts.Fatalf("%s ended with exit code %d, not %d", strings.Join(args[1:], " "), got, want)
	}
}

// dbtCommand runs the real dbt: dbt build --target staging
func dbtCommand(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec(os.Getenv("CUTOVER_TEST_DBT"), append([]string{"--no-use-colors", "--quiet"}, args...)...)
	if err == nil == neg {
		ts.Fatalf("dbt %s: %v", strings.Join(args, " "), err)
	}
}

func fifoCommand(ts *testscript.TestScript, _ bool, _ []string) {
	for _, name := range []string{reachedPipe, goOnPipe} {
		ts.Check(syscall.Mkfifo(ts.MkAbs(name), 0o600))
	}
	// When the script fails, a process that waits at a pipe must not wait on.
	paths := map[string]int{ts.MkAbs(reachedPipe): os.O_RDONLY, ts.MkAbs(goOnPipe): os.O_WRONLY}
	ts.Defer(func() {
		for path, flag := range paths {
			if f, err := os.OpenFile(path, flag|syscall.O_NONBLOCK, 0); err == nil {
				_ = f.Close()
			}
		}
	})
}

// terminateCommand sends SIGTERM to the command in the background.
func terminateCommand(ts *testscript.TestScript, _ bool, _ []string) {
	for _, cmd := range ts.BackgroundCmds() {
		ts.Check(cmd.Process.Signal(syscall.SIGTERM))
	}
}

// awaitCommand returns when the background command has reached its point.
func awaitCommand(ts *testscript.TestScript, _ bool, _ []string) {
	f, err := os.OpenFile(ts.MkAbs(reachedPipe), os.O_RDONLY, 0)
	ts.Check(err)
	ts.Check(f.Close())
}

// releaseCommand lets it go on.
func releaseCommand(ts *testscript.TestScript, _ bool, _ []string) {
	f, err := os.OpenFile(ts.MkAbs(goOnPipe), os.O_WRONLY, 0)
	ts.Check(err)
	ts.Check(f.Close())
}
