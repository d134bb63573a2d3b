package ui

import (
	"errors"
	"fmt"

	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// command is a verb of cutover for an environment, ready to paste.
func command(verb, environment string) string {
	return Sanitize(CommandLine("cutover", verb, "--env", environment))
}

func undoCommand(release, environment string) string {
	return Sanitize(CommandLine("cutover", "undo", release, "--env", environment))
}

// wayOut is how an unfinished release ends.
func wayOut(environment string) string {
	return "Finish with: " + command("resume", environment) + "   or take it back with: " + command("abort", environment)
}

// LastLine says what production holds after a run that ended well and what to
// run next. The result's plan must be set.
func LastLine(r engine.Result) string {
	env := Sanitize(r.Plan.To)
	if r.Finished.IsZero() {
		return fmt.Sprintf("Release %s was given up. %s", Sanitize(r.Release), unchanged(r.Plan.To, r.Holds, true))
	}
	how := "one moment"
	if !r.Plan.Atomicity.OneMoment {
		how = "one by one"
	}
	facts := fmt.Sprintf("since %s (%s, %s, %s).", utc(r.Finished, clockLayout),
		count(len(r.Plan.Relations), "relation", "relations"), how, elapsed(r.Finished.Sub(r.Started)))
	switch {
	case r.Plan.Undoes != "" && r.Holds == "":
		return fmt.Sprintf("%s is back to what it held before its first release, %s %s", env, facts, next(r))
	case r.Plan.Undoes != "":
		return fmt.Sprintf("%s is back to release %s %s %s", env, Sanitize(r.Holds), facts, next(r))
	case r.Plan.Parent == "":
		return fmt.Sprintf("%s holds release %s, its first, %s %s", env, Sanitize(r.Holds), facts, next(r))
	}
	return fmt.Sprintf("%s holds release %s %s %s", env, Sanitize(r.Holds), facts, next(r))
}

// next is how the release that just ended is taken back.
func next(r engine.Result) string {
	switch {
	case r.Plan.Undoes != "":
		return "Look with: " + command("history", r.Plan.To)
	case r.Plan.UndoBy.Possible:
		return "Undo with: " + undoCommand(r.Release, r.Plan.To)
	case r.Plan.UndoBy == (plan.UndoPromise{}):
		return "Look with: " + command("history", r.Plan.To)
	}
	return joined(": ", "It cannot be undone", Sanitize(r.Plan.UndoBy.How))
}

// Held is what the ledger says that an environment holds.
type Held struct {
	// Known is false when the ledger could not be read.
	Known bool
	// Release is empty before the first release.
	Release string
	// Open is the release that was begun and not finished; empty for none.
	Open string
}

// LastLineFailed says what production holds after a run that ended with err.
// held is what it held before the run.
func LastLineFailed(environment string, held Held, err error) string {
	env := Sanitize(environment)
	var step *engine.StepError
	var open *engine.UnfinishedError
	switch {
	case errors.As(err, &open):
		return fmt.Sprintf("Release %s is unfinished in %s. %s", Sanitize(open.Release), env, wayOut(environment))
	case held.Open != "" && !errors.As(err, &step):
		return fmt.Sprintf("Release %s is unfinished in %s. %s", Sanitize(held.Open), env, wayOut(environment))
	case !errors.As(err, &step) || !step.Open:
		return unchanged(environment, held.Release, held.Known)
	}
	release := Sanitize(step.Release)
	at := ""
	if step.Number > 0 {
		at = fmt.Sprintf(" (stopped at step %d of %d)", step.Number, step.Total)
	}
	switch {
	case step.Unknown:
		return fmt.Sprintf("It is not known whether release %s changed %s%s. %s", release, env, at, wayOut(environment))
	case step.Changed:
		return fmt.Sprintf("%s was changed by release %s, which is unfinished%s. %s", env, release, at, wayOut(environment))
	}
	return fmt.Sprintf("%s Release %s is unfinished%s. %s", unchanged(environment, held.Release, held.Known), release, at, wayOut(environment))
}

func unchanged(environment, holds string, known bool) string {
	env := Sanitize(environment)
	switch {
	case !known:
		return env + " is unchanged by this command." // the ledger could not be read
	case holds == "":
		return env + " is unchanged, it still holds no release of cutover."
	}
	return env + " is unchanged, it still holds release " + Sanitize(holds) + "."
}

// NothingToDo says that production already holds what a release would bring.
func NothingToDo(p *plan.Plan, held Held) string {
	line := fmt.Sprintf("nothing to do: %s already holds this build, %s compared.", Sanitize(p.To), count(len(p.Relations), "relation", "relations"))
	if held.Release != "" {
		line += " It is at release " + Sanitize(held.Release) + "."
	}
	return line
}
