package command

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

func (a *app) resumeCommand() *cli.Command {
	c := a.verb("resume", "", "finish the release that was begun and not finished", applyFlags()[1:], a.resume)
	c.Category = "recover"
	return c
}

func (a *app) resume(ctx context.Context, o options) error {
	r, open, err := a.openUnfinished(ctx, o, openHow{AllowMissing: true}) // a swap that was cut short may have left a gap
	if err != nil {
		return err
	}
	defer r.close()
	if open == nil {
		return a.nothingOpen(ctx, r)
	}
	if err := a.confirm(ctx, o, r.env.to); err != nil {
		return err
	}
	result, err := r.session.engine.Resume(ctx)
	r.stop()
	if errors.Is(err, engine.ErrNothingOpen) {
		return a.nothingOpen(ctx, r)
	}
	if err != nil {
		return err
	}
	return a.ended(result)
}

// openUnfinished opens the warehouse as the unfinished release needs it; the
// plan is nil when there is none.
func (a *app) openUnfinished(ctx context.Context, o options, how openHow) (*release, *plan.Plan, error) {
	env, err := a.environmentsOf(o, changing)
	if err != nil {
		return nil, nil, err
	}
	a.changes = true
	r := &release{app: a, opts: o, env: env, stop: func() {}}
	if err := r.connectTo(ctx, how); err != nil {
		r.close()
		return nil, nil, err
	}
	h, err := a.history(ctx, r.session)
	if err != nil {
		r.close()
		return nil, nil, err
	}
	open, ok := h.Unfinished()
	if !ok {
		return r, nil, nil
	}
	p := open.Plan
	from, err := a.fromOf(o, env, p)
	if err != nil {
		r.close()
		return nil, nil, err
	}
	if from == env.from && !builds(p) {
		return r, p, nil
	}
	r.close()
	env.from = from
	r, err = a.reopen(ctx, o, p, env, how)
	return r, p, err
}

// nothingOpen is no failure: all is well already.
func (a *app) nothingOpen(ctx context.Context, r *release) error {
	a.changes = false
	h, err := a.history(ctx, r.session)
	if err != nil {
		return err
	}
	return a.tellStatus(r.session, h, nil, nil)
}
