package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cutover/cmd/internal/connect"
	"cutover/cmd/internal/ui"
	"cutover/integrations/dbt"
	"cutover/manifest"
	project "cutover/testdata/dbt"
)

// demoDatabase is the file of both sides; the views in the recordings spell out
// its name.
const demoDatabase = "shop.duckdb"

// firstBuild is day 1. A dbt that was only found on PATH may be one for another
// warehouse; then the recordings take over.
func (d *demo) firstBuild(ctx context.Context) error {
	err := d.build(ctx, 1, false)
	var exit *dbt.ExitError
	if d.runner == nil || d.given || !errors.As(err, &exit) {
		return err
	}
	d.tell("This dbt cannot build the shop (is dbt-duckdb installed beside it?), so what dbt left behind when the demo was recorded is used, and prod accepts results that old.")
	d.runner = nil
	for _, path := range []string{demoDatabase, demoDatabase + ".wal", "target", "logs"} {
		if err := os.RemoveAll(filepath.Join(d.dir, path)); err != nil {
			return fmt.Errorf("remove what dbt left: %w", err)
		}
	}
	if err := os.WriteFile(filepath.Join(d.dir, "cutover.yml"), []byte(d.configuration()), 0o644); err != nil {
		return fmt.Errorf("write cutover.yml: %w", err)
	}
	return d.build(ctx, 1, false)
}

// build lets dbt build a day in staging, or plays back what it left behind. A
// build that fails is one whose test says no.
func (d *demo) build(ctx context.Context, day int, fails bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	vars := fmt.Sprintf("run_day: %d", day)
	if fails {
		vars = fmt.Sprintf("{run_day: %d, fail_day: %d}", day, day)
	}
	line := ui.CommandLine("dbt", "build", "--quiet", "--target", "staging", "--vars", vars)
	if d.runner == nil {
		d.tell("$ %s      (played back)", line)
		return d.playBack(ctx, day)
	}
	d.tell("$ %s", line)
	err := d.dbt(ctx, dbt.Invocation{Command: dbt.Build, Target: "staging", Vars: vars, ExtraArgs: []string{"--quiet"}})
	var exit *dbt.ExitError
	switch {
	case fails && err == nil:
		return fmt.Errorf("act %d of the demo did not do what it says: dbt found nothing wrong with day %d", d.act, day)
	case err != nil && !(fails && errors.As(err, &exit) && exit.Failed()):
		return err
	}
	return d.tellVerdict()
}

// dbt runs dbt on the shop. What is set for somebody's own project stays out.
func (d *demo) dbt(ctx context.Context, i dbt.Invocation) error {
	runner := *d.runner
	runner.ProjectDir, runner.ProfilesDir = d.dir, d.dir
	runner.Stdout, runner.Stderr = d.app.Stdout, d.app.Stdout
	runner.Colors = bool(d.app.io.OutPaint())
	runner.Env = []string{}
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); !ownVariable(name) {
			runner.Env = append(runner.Env, entry)
		}
	}
	_, err := runner.Run(ctx, i)
	return err
}

// parseProduction makes the manifest that knows production's names.
func (d *demo) parseProduction(ctx context.Context) error {
	if d.runner == nil {
		return d.writeRecorded("prod/manifest.json", "target/prod/manifest.json")
	}
	d.command("dbt", "parse", "--quiet", "--target", "prod", "--target-path", "target/prod")
	return d.dbt(ctx, dbt.Invocation{
		Command: dbt.Parse, Target: "prod", TargetPath: filepath.Join("target", "prod"), ExtraArgs: []string{"--quiet"},
	})
}

// playBack writes what the recorded dbt left behind on a day.
func (d *demo) playBack(ctx context.Context, day int) error {
	from := fmt.Sprintf("day%d/", day)
	for _, name := range []string{manifestName, runResultsName} {
		if err := d.writeRecorded(from+name, "target/"+name); err != nil {
			return err
		}
	}
	recorded, err := project.Recorded()
	if err != nil {
		return fmt.Errorf("read the recordings: %w", err)
	}
	script, err := fs.ReadFile(recorded, from+"staging.sql")
	if err != nil {
		return fmt.Errorf("read the recordings: %w", err)
	}
	if err := connect.RunScript(ctx, filepath.Join(d.dir, demoDatabase), string(script)); err != nil {
		return err
	}
	return d.tellVerdict()
}

// tellVerdict sums run_results.json up: what cutover will go by.
func (d *demo) tellVerdict() error {
	m, err := manifest.Open(filepath.Join(d.dir, "target", manifestName))
	if err != nil {
		return err
	}
	run, err := manifest.OpenRunResults(filepath.Join(d.dir, "target", runResultsName))
	if err != nil {
		return err
	}
	built, passed, skipped := 0, 0, 0
	var failed []string
	for _, r := range run.Results {
		n := m.Node(r.UniqueID)
		switch {
		case n == nil:
		case r.Status == manifest.StatusPass:
			passed++
		case r.Status == manifest.StatusSuccess && !n.IsTest():
			built++
		case r.Status == manifest.StatusSkipped:
			skipped++
		case r.Status == manifest.StatusFail, r.Status == manifest.StatusError:
			failed = append(failed, n.Name)
		}
	}
	line := fmt.Sprintf("dbt: %d nodes built, %d tests passed", built, passed)
	if len(failed) > 0 {
		line += fmt.Sprintf(", %s failed, %d skipped", strings.Join(failed, " and "), skipped)
	}
	d.tell("%s", line)
	return nil
}
