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
	r, open, err := a.openUnfinished(ctx, o, openHow{AllowMissing: true, TakesBack: true})
	if err != nil {
		return err
	}
	defer r.close()
	if open == nil {
		return a.nothingOpen(ctx, r)
	}
	if err := a.alone(ctx, r.session); err != nil {
		return err
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
		return a.undoPlan(ctx, o, r.session, []engine.Release{rel}, false)
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

// undoPlan plans the way back from releases that follow each other, from a fresh
// look. verified says that they were finished, so that what they left is known.
func (a *app) undoPlan(ctx context.Context, o options, s *session, releases []engine.Release, verified bool) (*plan.Plan, error) {
	taken := make([]strategies.Taken, len(releases))
	for i, r := range releases {
		taken[i] = strategies.Taken{Plan: r.Plan, After: r.After()}
	}
	whole, err := strategies.Chain(taken)
	if err != nil {
		return nil, &refusal{Message: err.Error()}
	}
	h, err := s.engine.History(ctx)
	if err != nil {
		return nil, err
	}
	id, err := newRelease(h)
	if err != nil {
		return nil, err
	}
	req := strategies.UndoRequest{
		Release: id, Tool: a.Version, Now: a.now(), Environment: s.env.to.Name, Released: whole.Plan,
		After: whole.After, Verified: verified, Parent: h.Head, Allow: o.Allow,
		State: s.State, Warehouse: s.Describe, Candidate: container(s.Candidate), Production: container(s.Production),
		KeepReleases: s.env.to.Publish.KeepReleases, KeepFor: s.env.to.Publish.KeepFor, Kept: kept(h),
		Capabilities: s.Warehouse.Capabilities(), Render: s.Warehouse.Render,
	}
	if !verified {
		req.Parent = releases[0].ID // an abort first records that the release is in production
	}
	inv, err := s.Warehouse.Inspect(ctx, strategies.UndoLook(req))
	if err != nil {
		return nil, err
	}
	return strategies.BuildUndo(req, inv)
}
