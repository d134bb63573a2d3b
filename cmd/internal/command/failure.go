package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/integrations/dbt"
	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// tellFailure says what went wrong, and what production holds when the command
// was one that changes it.
func (a *app) tellFailure(err error) {
	f := explain(err, a.environmentName)
	if len(f.Answers) > 0 {
		f.Hints = append(f.Hints, a.allowHints(f.Answers)...)
	}
	f.Exit = exitCode(err)
	if f.Code == "" || f.Code == "refused" { // dbt's verdict is a refusal of its own kind
		f.Code = codeName(f.Exit)
	}
	// Nothing can be done about a stream that does not take the failure.
	if a.json {
		_ = ui.JSON(a.Stdout, f.Document())
	} else {
		_ = f.Write(a.Stderr, a.io.ErrPaint())
	}
	if a.changes {
		a.io.Talk(ui.LastLineFailed(a.environmentName, a.held, err))
	}
}

// allowHints is this command again with every refusal let through; nothing when
// one of them cannot be, because the rest would not help, and nothing for what
// dbt's audit refused: that flag has to be somebody's own idea.
func (a *app) allowHints(answers []plan.Answer) []string {
	const most = 4 // relations of one guard that are named one by one
	relations := map[string][]string{}
	var codes []string
	for _, answer := range answers {
		if !answer.Allowable || answer.Audit {
			return nil
		}
		if _, known := relations[answer.Code]; !known {
			codes = append(codes, answer.Code)
		}
		relations[answer.Code] = append(relations[answer.Code], answer.Relation)
	}
	if !slices.ContainsFunc(a.line, func(word string) bool {
		return slices.Contains([]string{"wac", "swap", "wap", "run", "plan", "undo", "abort"}, word)
	}) {
		return nil
	}
	line := append([]string{"cutover"}, a.line...)
	for _, code := range codes {
		if names := relations[code]; len(names) <= most && !slices.Contains(names, "") {
			for _, name := range names {
				line = append(line, "--allow", code+":"+name)
			}
			continue
		}
		line = append(line, "--allow", code)
	}
	return []string{ui.Hint("accept this once with", line...)}
}

// codeName names an exit code for programs.
func codeName(exit int) string {
	switch exit {
	case exitUsage:
		return "usage"
	case exitRefused:
		return "refused"
	case exitUnreachable:
		return "unreachable"
	case exitPartial:
		return "changed_in_part"
	case exitAudit:
		return "audit_failed"
	case exitHeld:
		return "held"
	case exitInterrupted:
		return "interrupted"
	}
	return "failed"
}

// explain words an error. env is the environment of the run, "" when none was
// chosen yet; it goes into the hints.
func explain(err error, env string) ui.Failure {
	for _, word := range []func(error, string) (ui.Failure, bool){explainOwn, explainRun, explainInput, explainWarehouse} {
		if f, ok := word(err, env); ok {
			return f
		}
	}
	if errors.Is(err, context.Canceled) {
		return ui.Failure{Summary: "interrupted"}
	}
	return ui.Failure{Summary: err.Error()}
}

func explainOwn(err error, _ string) (ui.Failure, bool) {
	var usage *usageError
	var own *refusal
	switch {
	case errors.As(err, &usage):
		return ui.Failure{Summary: err.Error(), Hints: usage.Hints}, true
	case errors.As(err, &own):
		return ui.Failure{Summary: err.Error(), Detail: own.Details, Hints: own.Hints}, true
	}
	return ui.Failure{}, false
}

// explainRun words what the engine says about a release.
func explainRun(err error, env string) (ui.Failure, bool) {
	var unfinished *engine.UnfinishedError
	var held *engine.HeldError
	var stale *engine.StaleError
	var step *engine.StepError
	var build *dbt.ExitError
	var refused *engine.RefusedError
	var hold *engine.HoldError
	switch {
	case errors.As(err, &hold):
		return ui.Failure{
			Summary: hold.Error(), Code: "held",
			Hints: []string{ui.Hint("when releases may go on", "cutover", "unhold", "--env", hold.Environment)},
		}, true
	case errors.As(err, &step) && step.Open:
		return ui.Failure{Summary: step.Error()}, true
	case errors.As(err, &refused):
		return ui.Refusal(refused.Answers), true
	case errors.As(err, &unfinished):
		return ui.Failure{Summary: unfinished.Error(), Code: "unfinished"}, true
	case errors.As(err, &held):
		return ui.Failure{
			Summary: fmt.Sprintf("another run is publishing to %s: %s holds the lease until %s", held.Environment, held.Holder, held.Expires),
			Hints:   []string{ui.Hint("wait for it, and look with", "cutover", "status", "--env", held.Environment)},
		}, true
	case errors.As(err, &stale):
		return ui.Failure{
			Summary: fmt.Sprintf("refused, nothing was changed: plan %s no longer fits", stale.Release),
			Detail:  stale.Moved, Hints: []string{"make the plan again from what is there now"},
		}, true
	case errors.As(err, &step) && errors.As(err, &build):
		return ui.Failure{Summary: build.Error() + ", nothing was published", Detail: build.Tail}, true
	case errors.As(err, &step):
		f := explain(step.Err, env)
		if errors.Is(step.Err, context.Canceled) || warehouse.CodeOf(step.Err) == warehouse.Canceled {
			f.Summary = fmt.Sprintf("interrupted at step %d of %d (%s)", step.Number, step.Total, step.Title)
		} else {
			f.Summary = fmt.Sprintf("step %d of %d (%s): %s", step.Number, step.Total, step.Title, f.Summary)
		}
		return f, true
	}
	return ui.Failure{}, false
}

// explainInput words what is wrong with files that were read.
func explainInput(err error, _ string) (ui.Failure, bool) {
	var findings config.Errors
	var artifact *manifest.ArtifactError
	var missing *dbt.NotFoundError
	var path *fs.PathError
	switch {
	case errors.As(err, &findings) && len(findings) > 1:
		return ui.Failure{Summary: fmt.Sprintf("%d things are wrong with the configuration", len(findings)), Detail: strings.Split(findings.Error(), "\n")}, true
	case errors.Is(err, config.ErrNotFound):
		return ui.Failure{Summary: err.Error(), Hints: []string{"write one from the dbt project with:  cutover init"}}, true
	case errors.Is(err, config.ErrNoProfiles):
		return ui.Failure{Summary: err.Error(), Hints: []string{"name its folder with --profiles-dir or DBT_PROFILES_DIR"}}, true
	case errors.Is(err, config.ErrNoProject):
		return ui.Failure{Summary: err.Error(), Hints: []string{"name its folder with --project-dir or DBT_PROJECT_DIR"}}, true
	case errors.As(err, &artifact):
		return ui.Failure{Summary: err.Error(), Hints: artifactHints(artifact)}, true
	case errors.As(err, &missing):
		return ui.Failure{Summary: err.Error(), Hints: []string{missing.Hint()}}, true
	case errors.Is(err, plan.ErrFingerprint):
		return ui.Failure{Summary: err.Error(), Hints: []string{"a plan is made by cutover and applied as it is; make it again"}}, true
	case errors.Is(err, fs.ErrNotExist) && errors.As(err, &path):
		f := ui.Failure{Summary: fmt.Sprintf("there is no file %s", path.Path)}
		if filepath.Base(path.Path) == "manifest.json" {
			f.Hints = []string{"dbt writes it:  dbt build"}
		}
		return f, true
	}
	return ui.Failure{}, false
}

func artifactHints(e *manifest.ArtifactError) []string {
	switch {
	case errors.Is(e.Err, manifest.ErrTruncated), errors.Is(e.Err, manifest.ErrEmpty):
		return []string{"let dbt write it again; is another dbt still running?"}
	case errors.Is(e.Err, manifest.ErrUnsupportedVersion):
		return []string{"build with a dbt version that this cutover knows (dbt 1.0 to 1.12, or 2)"}
	}
	return nil
}

// explainWarehouse words what the adapter says.
func explainWarehouse(err error, _ string) (ui.Failure, bool) {
	var wh *warehouse.Error
	if !errors.As(err, &wh) {
		return ui.Failure{}, false
	}
	f := ui.Failure{Summary: err.Error()}
	switch wh.Code {
	case warehouse.NotFound:
		var open *openError
		if errors.As(err, &open) {
			f.Hints = []string{"dbt makes the database when it first builds for that target"}
		}
	case warehouse.Locked:
		f.Summary = lockedSummary(wh)
		f.Hints = []string{"let that process end, then run this again"}
	case warehouse.ReadOnly, warehouse.PermissionDenied:
		f.Hints = []string{"cutover writes to this database and keeps its ledger beside it: give it write access"}
	case warehouse.Incompatible:
		f.Hints = []string{"this cutover carries DuckDB 1.5.5; a file of a newer DuckDB has to be exported by that one"}
	case warehouse.NoSpace:
		f.Hints = []string{"make room on the disk; copies of what is replaced need as much space as the tables themselves"}
	case warehouse.Canceled:
		f.Summary = "interrupted"
	}
	return f, true
}

func lockedSummary(e *warehouse.Error) string {
	if e.Holder == nil {
		return fmt.Sprintf("%s is locked by another process", e.Object)
	}
	who := fmt.Sprintf("process %d", e.Holder.PID)
	if e.Holder.Command != "" {
		who += " (" + e.Holder.Command + ")"
	}
	return fmt.Sprintf("%s is locked by %s", e.Object, who)
}

// isCutover reports whether a process that holds a file is a cutover.
func isCutover(h *warehouse.Holder) bool {
	if h == nil {
		return false
	}
	words := strings.Fields(h.Command)
	if len(words) == 0 {
		return false
	}
	name := strings.TrimSuffix(filepath.Base(words[0]), ".exe")
	return name == "cutover" || strings.HasPrefix(name, "cutover-")
}
