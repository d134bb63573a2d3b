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
		join([]cli.Flag{allowFlag("release")}, planFlags(), applyFlags()), a.undo)
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
	rel, err := undoable(env.to.Name, h, o.Arguments)
	if err != nil {
		return err
	}
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
	p, err := a.undoPlan(ctx, o, r.session, rel, true)
	if err != nil {
		return err
	}
	if err := a.present(p, o); err != nil || o.DryRun {
		return err
	}
	return a.carryOut(ctx, o, r.session, r.stop, p)
}

// undoable finds the release to take back: the one that production holds, and
// no other, because later releases stand on earlier ones.
func undoable(env string, h engine.History, arguments []string) (engine.Release, error) {
	if open, ok := h.Unfinished(); ok {
		return engine.Release{}, &engine.UnfinishedError{Environment: env, Release: open.ID}
	}
	look := []string{ui.Hint("look with", "cutover", "history", "--env", env)}
	if h.Holds == "" {
		return engine.Release{}, &refusal{Message: fmt.Sprintf("there is nothing to undo: %s holds no release of cutover", env), Hints: look}
	}
	id := h.Holds
	if len(arguments) > 0 {
		id = arguments[0]
	}
	rel, ok := h.Release(id)
	switch {
	case !ok:
		return rel, &refusal{Message: fmt.Sprintf("there is no release %q in %s", id, env), Hints: look}
	case id != h.Holds:
		return rel, &refusal{
			Message: fmt.Sprintf("release %s is not what %s holds (%s): undo that one first", id, env, h.Holds),
			Hints:   []string{ui.Hint("", "cutover", "undo", h.Holds, "--env", env)},
		}
	}
	return rel, nil
}
