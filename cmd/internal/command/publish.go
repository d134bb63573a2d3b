package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/google/renameio/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// publish is the whole walk of a strategy: plan, show, confirm, apply.
func (a *app) publish(ctx context.Context, o options, strategy string) error {
	env, err := a.environmentsOf(o, !o.DryRun)
	if err != nil {
		return err
	}
	a.changes = !o.DryRun
	r, err := a.prepare(ctx, o, strategy, env)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.connectTo(ctx, openHow{ReadOnly: o.DryRun, AllowMissing: strategy == strategies.Swap}); err != nil {
		return err
	}
	p, err := r.build(ctx)
	if err != nil {
		return err
	}
	if !o.DryRun && strategy == strategies.WAC && len(p.Refusals()) == 0 && !hasWork(p, r.request.Capabilities) {
		return a.nothingToDo(p)
	}
	if err := a.present(p, o); err != nil {
		return err
	}
	if o.DryRun {
		return pending(p, o, r.request.Capabilities)
	}
	return a.carryOut(ctx, o, r.session, r.stop, p)
}

// present shows the plan, saves it when asked, and stops when a guard refused.
func (a *app) present(p *plan.Plan, o options) error {
	refusals := p.Refusals()
	saved := ""
	if o.Out != "" && len(refusals) == 0 {
		if err := savePlan(p, o.Out); err != nil {
			return err
		}
		saved = o.Out
	}
	switch {
	case o.JSON && o.DryRun:
		if err := ui.JSON(a.io.Out, ui.NewPlanDocument(p, saved)); err != nil {
			return err
		}
		a.json = false // the refusals are in the plan; stdout stays one object
	case len(refusals) == 0 || o.DryRun:
		to := a.io.Out
		if o.JSON {
			to = a.io.Err
		}
		if err := a.showPlan(to, p, o, saved); err != nil {
			return err
		}
	}
	if len(refusals) > 0 {
		return &engine.RefusedError{Answers: refusals}
	}
	return nil
}

func (a *app) showPlan(to io.Writer, p *plan.Plan, o options, saved string) error {
	opts := ui.PlanOptions{Goes: a.changes, SQL: o.SQL, Width: a.io.TableWidth(), Now: a.now(), Paint: a.io.OutPaint()}
	if saved != "" {
		opts.Apply = ui.CommandLine("cutover", "apply", saved)
	}
	return ui.PlanText(to, p, opts)
}

// savePlan writes a plan file whole or not at all.
func savePlan(p *plan.Plan, path string) error {
	text, err := plan.Encode(p)
	if err != nil {
		return err
	}
	if err := renameio.WriteFile(path, text, 0o644); err != nil {
		return &usageError{Message: fmt.Sprintf("the plan could not be saved: %s", err), Err: err}
	}
	return nil
}

// pending is exit 8 when asked for and there is something to do.
func pending(p *plan.Plan, o options, c warehouse.Capabilities) error {
	if o.DetailedExitCode && hasWork(p, c) {
		return errPending
	}
	return nil
}

// hasWork is false when production is proved to have already all that would be
// published.
func hasWork(p *plan.Plan, c warehouse.Capabilities) bool {
	views := map[warehouse.Ref]string{}
	for _, s := range p.Steps() {
		if s.Action.Op == nil {
			continue
		}
		if many, ok := s.Action.Op.Op.(warehouse.Atomic); ok {
			for _, op := range many.Ops {
				if v, ok := op.(warehouse.CreateView); ok {
					views[v.View] = v.Definition.SQL
				}
			}
		}
	}
	return slices.ContainsFunc(p.Relations, func(r plan.Relation) bool {
		if r.Before == nil || r.After == nil || r.Before.Kind != r.After.Kind {
			return true
		}
		if sql, ok := views[r.Target]; ok {
			return !sameText(c.Dialect, r.Target, sql, r.Before.Definition.SQL)
		}
		return !r.Before.Identity.ProvenSame(r.After.Identity, c)
	})
}

// sameText compares two CREATE VIEW statements apart from the names that they
// carry and from blanks.
func sameText(d warehouse.Dialect, name warehouse.Ref, a, b string) bool {
	words := func(sql string) []string {
		renamed, err := d.RenameCreate(sql, name)
		if err != nil {
			return []string{sql}
		}
		lexemes, err := d.Lex(renamed)
		if err != nil {
			return []string{sql}
		}
		var out []string
		for _, l := range lexemes {
			switch {
			case l.Blank(), l.IsOther(";"):
			case l.Kind == warehouse.LexQuoted:
				out = append(out, l.Name) // the warehouse drops quotes that are not needed
			default:
				out = append(out, l.Text)
			}
		}
		return out
	}
	return slices.Equal(words(a), words(b))
}

// carryOut confirms and applies a plan that was shown.
func (a *app) carryOut(ctx context.Context, o options, s *session, stop func(), p *plan.Plan) error {
	if err := a.confirm(ctx, o, s.env.to); err != nil {
		return err
	}
	result, err := s.engine.Apply(ctx, p)
	stop()
	if err != nil {
		return err
	}
	return a.ended(result)
}

// ended tells how a run ended well.
func (a *app) ended(result engine.Result) error {
	if a.json {
		return ui.JSON(a.io.Out, ui.NewResultDocument(result))
	}
	return a.io.Result(ui.LastLine(result))
}

// nothingToDo ends a release that would change nothing: every relation of
// production has the content and the definition of the candidate's.
func (a *app) nothingToDo(p *plan.Plan) error {
	if a.json {
		return ui.JSON(a.io.Out, ui.NewPlanDocument(p, ""))
	}
	return a.io.Result(ui.NothingToDo(p, a.held))
}

// confirm asks before an environment is changed.
func (a *app) confirm(ctx context.Context, o options, env *config.Environment) error {
	io := a.io
	io.InTTY = io.InTTY && !o.NoInput
	err := ui.Confirm(ctx, io, ui.Question{
		Environment: env.Name, Protected: env.Protected, ConfirmFlag: o.Confirm, AssumeYes: o.Yes,
	})
	var unconfirmed *ui.UnconfirmedError
	if errors.As(err, &unconfirmed) {
		return &usageError{
			Message: unconfirmed.Error(), Err: err,
			Hints: []string{ui.Hint("confirm with", append(append([]string{"cutover"}, a.withoutConfirm()...), unconfirmed.Hint)...)},
		}
	}
	return err
}

// withoutConfirm is the command line without --confirm and --yes, to be
// repeated in a hint with the right one.
func (a *app) withoutConfirm() []string {
	var out []string
	for i := 0; i < len(a.line); i++ {
		switch word := a.line[i]; {
		case word == "--confirm":
			i++ // and its value
		case word == "--yes", word == "-y", len(word) > len("--confirm=") && word[:len("--confirm=")] == "--confirm=":
		default:
			out = append(out, word)
		}
	}
	return out
}

// events shows the run on stderr.
func (a *app) events(o options) (sink func(engine.Event), stop func()) {
	p := ui.NewProgress(a.io, ui.ProgressOptions{Title: "Publishing to " + a.environmentName, Quiet: o.Quiet, Clock: a.Clock})
	a.io.Err = p.Writer()
	var step plan.Step
	sent := 0
	a.statement = func(phase, text string) {
		if phase == "after" && sent < len(step.SQL) && step.SQL[sent].Text == text {
			sent++
			p.Statement(sent, len(step.SQL), step.Title)
		}
	}
	sink = func(ev engine.Event) {
		if ev.Kind == engine.EventStep {
			step, sent = ev.Step, 0
		}
		p.Step(ev)
	}
	return sink, p.Stop
}

// onStatement is told about every statement that is sent.
func (a *app) onStatement(phase, text string) {
	if a.Hooks.Statement != nil {
		a.Hooks.Statement(phase, text)
	}
	if a.statement != nil {
		a.statement(phase, text)
	}
}

// strategyNames are those that this version plans.
func strategyNames() []string {
	return []string{strategies.WAC, strategies.Swap, strategies.Rollback, strategies.WAP}
}
