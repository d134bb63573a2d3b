package command

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cutover/cmd/internal/ui"
)

// play is the story. Every act checks that what it says has happened.
func (d *demo) play(ctx context.Context) error {
	for _, act := range []func(context.Context) error{
		d.actBuild, d.actList, d.actPlan, d.actPublish,
	} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	dayOne, err := d.fingerprint(ctx)
	if err != nil {
		return err
	}
	dayTwo, err := d.actSecondDay(ctx, dayOne)
	if err != nil {
		return err
	}
	if err := d.actFailingTest(ctx, dayTwo); err != nil {
		return err
	}
	if err := d.actUndo(ctx, dayOne, dayTwo); err != nil {
		return err
	}
	if err := d.actHistory(ctx); err != nil {
		return err
	}
	d.tell("")
	d.tell("All %d acts did what they said, in %.0f s.", d.act, d.app.Clock().Sub(d.began).Round(time.Second).Seconds())
	d.tell("Next, in the folder of your own dbt project:")
	d.tell("  cutover init                      writes cutover.yml from dbt_project.yml and profiles.yml")
	d.tell("  cutover doctor                    checks it, read-only")
	d.tell(`  cutover ls -s "tag:mart"          what would be published, and where it lives`)
	return nil
}

// say opens an act.
func (d *demo) say(sentence string) {
	d.act++
	line := fmt.Sprintf("%d. %s", d.act, sentence)
	if d.app.io.OutPaint() {
		line = "\x1b[1m" + line + "\x1b[0m"
	}
	_, _ = fmt.Fprintf(d.app.Stdout, "\n%s\n", line)
}

// cutover runs a command line of cutover and wants this exit code. What the
// command says on stderr is part of the story, so it comes out in its place.
func (d *demo) cutover(ctx context.Context, want int, args ...string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	d.command(append([]string{"cutover"}, args...)...)
	deps := d.app.Deps
	deps.Stdin, deps.Stderr, deps.Lookup = strings.NewReader(""), deps.Stdout, d.lookup
	code := Main(ctx, deps, args)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if code != 0 {
		d.tell("(exit code %d)", code)
	}
	if code != want {
		return fmt.Errorf("act %d of the demo did not do what it says: %s ended with exit code %d, not %d",
			d.act, ui.CommandLine(append([]string{"cutover"}, args...)...), code, want)
	}
	return nil
}

// command shows a command line as it would be typed.
func (d *demo) command(args ...string) { d.tell("$ %s", ui.CommandLine(args...)) }

func (d *demo) actBuild(ctx context.Context) error {
	d.say("Day 1, evening. dbt builds and tests the shop in staging, where nobody reads.")
	if err := d.firstBuild(ctx); err != nil {
		return err
	}
	return d.parseProduction(ctx)
}

func (d *demo) actList(ctx context.Context) error {
	d.say("What is to be published, in dbt's own selection language, and where it lives on both sides.")
	return d.cutover(ctx, exitDone, "ls", "-s", "tag:mart tag:utils")
}

func (d *demo) actPlan(ctx context.Context) error {
	d.say("The plan first: what would change in prod, and every guard's answer. Nothing is written.")
	return d.cutover(ctx, exitDone, "wac", "--env", "prod", "--dry-run")
}

func (d *demo) actPublish(ctx context.Context) error {
	d.say("Publish. prod is protected, so the command has to name it; all relations appear at one moment.")
	return d.cutover(ctx, exitDone, "wac", "--env", "prod", "--confirm", "prod")
}

// salesSQL is what somebody in the shop's office would look at.
const salesSQL = "select * from mart.orders_summary order by order_day"

func (d *demo) actSecondDay(ctx context.Context, dayOne []fingerprint) ([]fingerprint, error) {
	d.say("Day 2. dbt goes on in staging: the incremental fct_orders loads the new day only. prod still shows day 1.")
	if err := d.build(ctx, 2, false); err != nil {
		return nil, err
	}
	before, err := d.query(ctx, salesSQL)
	if err != nil {
		return nil, err
	}
	if err := d.cutover(ctx, exitDone, "wac", "--env", "prod", "--confirm", "prod"); err != nil {
		return nil, err
	}
	d.tell("The same question after the publish: prod has changed.")
	after, err := d.query(ctx, salesSQL)
	if err != nil {
		return nil, err
	}
	dayTwo, err := d.fingerprint(ctx)
	if err != nil {
		return nil, err
	}
	if before == after || slices.Equal(dayOne, dayTwo) {
		return nil, fmt.Errorf("act %d of the demo did not do what it says: prod is the same after the publish", d.act)
	}
	return dayTwo, nil
}

func (d *demo) actFailingTest(ctx context.Context, dayTwo []fingerprint) error {
	d.say("Day 3 goes wrong on purpose: a dbt test fails. cutover reads dbt's verdict and publishes nothing.")
	if err := d.build(ctx, 3, true); err != nil {
		return err
	}
	if err := d.cutover(ctx, exitAudit, "wac", "--env", "prod", "--confirm", "prod"); err != nil {
		return err
	}
	now, err := d.fingerprint(ctx)
	if err != nil {
		return err
	}
	if !slices.Equal(now, dayTwo) {
		return fmt.Errorf("act %d of the demo did not do what it says: prod changed although nothing was published", d.act)
	}
	d.tell("prod is what it was: rows, content and definition of all %d relations are the same as before.", len(now))
	return nil
}

func (d *demo) actUndo(ctx context.Context, dayOne, dayTwo []fingerprint) error {
	d.say("Day 2 was a mistake, says the office. Undo brings back what prod held before it, from kept copies.")
	if err := d.cutover(ctx, exitDone, "undo", "--env", "prod", "--confirm", "prod"); err != nil {
		return err
	}
	d.tell("Is it really the same? For each relation DuckDB says how many rows there are, a checksum of all rows, and one of")
	d.tell("the definition: columns, constraints, indexes, comments.")
	d.tell("$ duckdb -readonly shop.duckdb < %s", fingerprintFile)
	undone, err := d.fingerprint(ctx)
	if err != nil {
		return err
	}
	if err := d.compare(dayOne, dayTwo, undone); err != nil {
		return err
	}
	if !slices.Equal(dayOne, undone) {
		return fmt.Errorf("act %d of the demo did not do what it says: prod is not as it was before day 2 was published", d.act)
	}
	d.tell("prod is, byte for byte, what it was on day 1.")
	return nil
}

func (d *demo) actHistory(ctx context.Context) error {
	d.say("The ledger remembers all of it.")
	return d.cutover(ctx, exitDone, "history", "--env", "prod")
}
