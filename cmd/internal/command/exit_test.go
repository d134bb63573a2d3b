package command_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/command"
	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/integrations/dbt"
	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

var update = flag.Bool("update", false, "write the golden files again")

type ending struct {
	name string
	err  error
}

func endings() []ending {
	step := func(changed, unknown, open bool, err error) error {
		return &engine.StepError{Release: "abc", Number: 1, Total: 2, Changed: changed, Unknown: unknown, Open: open, Err: err}
	}
	code := func(c warehouse.Code) error { return &warehouse.Error{Code: c, Err: errors.New("native")} }
	locked := func(line string) error {
		return &warehouse.Error{Code: warehouse.Locked, Holder: &warehouse.Holder{PID: 1, Command: line}}
	}
	audit := &engine.RefusedError{Answers: []plan.Answer{{Code: "audit-missing", Refused: true, Audit: true}}}
	guard := &engine.RefusedError{Answers: []plan.Answer{{Code: "rows-dropped", Refused: true}}}
	plain := errors.New("something")
	out := []ending{
		{"done", nil},
		{"nothing to resume", engine.ErrNothingOpen},
		{"failed, production unchanged", step(false, false, false, plain)},
		{"not confirmed by the person", ui.ErrDeclined},
		{"anything else", plain},
		{"usage", command.NewUsageError("x")},
		{"configuration", config.Errors{{Message: "x"}}},
		{"no cutover.yml", fmt.Errorf("x: %w", config.ErrNotFound)},
		{"no profiles.yml", config.ErrNoProfiles},
		{"no dbt project", config.ErrNoProject},
		{"broken manifest", &manifest.ArtifactError{Err: manifest.ErrTruncated}},
		{"wrong selection", &manifest.SelectionError{}},
		{"missing file", fmt.Errorf("read: %w", &fs.PathError{Err: fs.ErrNotExist})},
		{"not a plan", plan.ErrFormat},
		{"plan of another version", plan.ErrVersion},
		{"no dbt", &dbt.NotFoundError{}},
		{"dbt could not run", &dbt.ExitError{Code: 2}},
		{"warehouse not built yet", command.NewOpenError(code(warehouse.Unsupported))},
		{"refused by a guard", guard},
		{"refused by a guard after the build", step(false, false, false, guard)},
		{"stale plan", &engine.StaleError{}},
		{"stale at a step", step(false, false, false, &engine.StaleError{})},
		{"touched plan", plan.ErrFingerprint},
		{"unfinished release", &engine.UnfinishedError{}},
		{"held environment", &engine.HoldError{}},
		{"refused otherwise", command.NewRefusal("x")},
		{"database file missing", command.NewOpenError(code(warehouse.NotFound))},
		{"locked by another program", command.NewOpenError(locked("python3 notebook.py"))},
		{"locked by nobody knows", command.NewOpenError(code(warehouse.Locked))},
		{"locked by the tests of cutover", command.NewOpenError(locked("/tmp/cutover.test"))},
		{"unauthenticated", code(warehouse.Unauthenticated)},
		{"permission denied", code(warehouse.PermissionDenied)},
		{"read-only", code(warehouse.ReadOnly)},
		{"made by a newer version", command.NewOpenError(code(warehouse.Incompatible))},
		{"doctor found something", command.NewUnreachable("x")},
		{"production changed", step(true, false, true, plain)},
		{"production perhaps changed", step(false, true, true, plain)},
		{"production changed and interrupted", step(true, false, true, context.Canceled)},
		{"open, production unchanged", step(false, false, true, plain)},
		{"audit failed", audit},
		{"audit failed after the build", step(false, false, false, audit)},
		{"dbt build reported failures", step(false, false, false, &dbt.ExitError{Code: 1})},
		{"lease held", &engine.HeldError{}},
		{"locked by another cutover", command.NewOpenError(locked("/usr/bin/cutover wac --env prod"))},
		{"lease lost, production unchanged", step(false, false, true, code(warehouse.LeaseLost))},
		{"changes pending", command.ErrPending()},
		{"interrupted", context.Canceled},
		{"interrupted at a step", step(false, false, false, code(warehouse.Canceled))},
		{"interrupted during dbt", step(false, false, false, &dbt.InterruptedError{Err: context.Canceled})},
		{"disk full", step(false, false, false, code(warehouse.NoSpace))},
	}
	return out
}

// TestExitCodes keeps the one table: which error ends in which exit code.
func TestExitCodes(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, e := range endings() {
		fmt.Fprintf(&b, "%3d  %s\n", command.ExitCode(e.err), e.name)
	}
	const golden = "testdata/exit.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("exit codes (-golden +now):\n%s", diff)
	}
}
