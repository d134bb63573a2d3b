package command

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/ui"
	"cutover/strategies/engine"
)

func (a *app) undoCommand() *cli.Command {
	c := a.verb("undo", "[RELEASE]", "take a release back: production is as it was before it",
		join([]cli.Flag{
			allowFlag("release"),
			&cli.StringFlag{Name: "to", Usage: "take back every release after this one, in one plan", DefaultText: "the one before the last"},
			&cli.BoolFlag{Name: "hold", Usage: "hold the environment afterwards: releases are refused until `cutover unhold`"},
		}, planFlags(), applyFlags()), a.undo)
	c.Category = "recover"
	return c
}

func (a *app) undo(ctx context.Context, o options) error {
	env, err := a.environmentsOf(o, !o.DryRun)
	if err != nil {
		return err
	}
	a.changes = !o.DryRun
	how := openHow{ReadOnly: o.DryRun}
	r := &release{app: a, opts: o, env: env, stop: func() {}}
	defer func() { r.close() }()
	if err := r.connectTo(ctx, openHow{ReadOnly: how.ReadOnly, AllowMissing: true}); err != nil {
		return err
	}
	h, err := a.history(ctx, r.session)
	if err != nil {
		return err
	}
	if err := a.alone(ctx, r.session); err != nil {
		return err
	}
	taken, err := undoable(env.to.Name, h, o)
	if err != nil {
		return err
	}
	rel := taken[0]
	from, err := a.fromOf(o, env, rel.Plan)
	if err != nil {
		return err
	}
	if from != env.from {
		r.close()
		env.from = from
		again, err := a.reopen(ctx, o, rel.Plan, env, how)
		if err != nil {
			return err
		}
		r = again
	}
	p, err := a.undoPlan(ctx, o, r.session, taken, true)
	if err != nil {
		return err
	}
	if err := a.present(p, o); err != nil || o.DryRun {
		return err
	}
	if o.Hold { // before the undo, so that no job slips in behind it
		if err := a.confirm(ctx, o, env.to); err != nil {
			return err
		}
		o.Confirm, o.Yes = env.to.Name, true
		if err := r.session.engine.Hold(ctx, "release "+rel.ID+" was taken back"); err != nil {
			return err
		}
		a.say("%s is held: the next releases are refused until  %s", env.to.Name, ui.Hint("", "cutover", "unhold", "--env", env.to.Name))
	}
	return a.carryOut(ctx, o, r.session, r.stop, p)
}

// undoable finds the releases to take back, oldest first: the one that
// production holds, or with --to all that stand on the one that is named. Later
// releases stand on earlier ones, so none is taken out from below another.
func undoable(env string, h engine.History, o options) ([]engine.Release, error) {
	if open, ok := h.Unfinished(); ok {
		return nil, &engine.UnfinishedError{Environment: env, Release: open.ID}
	}
	look := []string{ui.Hint("look with", "cutover", "history", "--env", env)}
	if len(o.Arguments) > 0 && o.To != "" {
		return nil, &usageError{Message: "give a release or --to, not both", Hints: look}
	}
	if h.Holds == "" {
		return nil, &refusal{Message: fmt.Sprintf("there is nothing to undo: %s holds no release of cutover", env), Hints: look}
	}
	if o.To != "" {
		return standingOn(env, h, o.To, look)
	}
	id := h.Holds
	if len(o.Arguments) > 0 {
		id = o.Arguments[0]
	}
	rel, ok := h.Release(id)
	switch {
	case !ok:
		return nil, &refusal{Message: fmt.Sprintf("there is no release %q in %s", id, env), Hints: look}
	case id != h.Holds:
		return nil, &refusal{
			Message: fmt.Sprintf("release %s is not what %s holds (%s): undo that one first", id, env, h.Holds),
			Hints: []string{
				ui.Hint("", "cutover", "undo", h.Holds, "--env", env),
				ui.Hint("all that came after a release, in one plan", "cutover", "undo", "--to", id, "--env", env),
			},
		}
	}
	return []engine.Release{rel}, nil
}

// standingOn lists what has to go so that production holds release id again.
func standingOn(env string, h engine.History, id string, look []string) ([]engine.Release, error) {
	if id == h.Holds {
		return nil, &refusal{Message: fmt.Sprintf("%s holds release %s already", env, id), Hints: look}
	}
	var out []engine.Release
	for at := h.Holds; at != "" && at != id; {
		rel, ok := h.Release(at)
		if !ok {
			break
		}
		out = append([]engine.Release{rel}, out...)
		at = rel.HoldsBefore
		if at == id {
			return out, nil
		}
	}
	return nil, &refusal{Message: fmt.Sprintf("what %s holds does not stand on release %q", env, id), Hints: look}
}
