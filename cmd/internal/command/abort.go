package command

import (
	"context"
	"errors"

	"github.com/urfave/cli/v2"

	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

func (a *app) abortCommand() *cli.Command {
	c := a.verb("abort", "", "take back the release that was begun and not finished", join([]cli.Flag{allowFlag("release")}, applyFlags()[1:]), a.abort)
	c.Category = "recover"
	return c
}

func (a *app) abort(ctx context.Context, o options) error {
	r, open, err := a.openUnfinished(ctx, o)
	if err != nil {
		return err
	}
	defer r.close()
	if open == nil {
		return a.nothingOpen(ctx, r)
	}
	standing, err := r.session.engine.Stand(ctx)
	if err != nil {
		return err
	}
	if standing.Changed || standing.Unknown { // giving up an untouched release changes nothing
		if err := a.confirm(ctx, o, r.env.to); err != nil {
			return err
		}
	}
	result, err := r.session.engine.Abort(ctx, func(ctx context.Context, rel engine.Release) (*plan.Plan, error) {
		return a.undoPlan(ctx, o, r.session, rel, false)
	})
	r.stop()
	if errors.Is(err, engine.ErrNothingOpen) {
		return a.nothingOpen(ctx, r)
	}
	if err != nil {
		return err
	}
	return a.ended(result)
}

// undoPlan plans the way back from a release, from a fresh look. verified says
// that the release was finished, so that what it left is known.
func (a *app) undoPlan(ctx context.Context, o options, s *session, rel engine.Release, verified bool) (*plan.Plan, error) {
	h, err := s.engine.History(ctx)
	if err != nil {
		return nil, err
	}
	id, err := newRelease(h)
	if err != nil {
		return nil, err
	}
	req := strategies.UndoRequest{
		Release: id, Tool: a.Version, Now: a.now(), Environment: s.env.to.Name, Released: rel.Plan,
		After: rel.After(), Verified: verified, Parent: h.Head, Allow: o.Allow,
		State: s.State, Warehouse: s.Describe, Candidate: container(s.Candidate), Production: container(s.Production),
		KeepReleases: s.env.to.Publish.KeepReleases,
		Capabilities: s.Warehouse.Capabilities(), Render: s.Warehouse.Render,
	}
	if !verified {
		req.Parent = rel.ID // an abort first records that the release is in production
	}
	inv, err := s.Warehouse.Inspect(ctx, strategies.UndoLook(req))
	if err != nil {
		return nil, err
	}
	return strategies.BuildUndo(req, inv)
}
