package engine

import (
	"context"
	"errors"
	"fmt"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// ErrNothingOpen says that there is no unfinished release to resume or abort.
var ErrNothingOpen = errors.New("no release is unfinished")

// Resume finishes the release that was begun and not finished: steps that are
// done stay done, a step that was begun is looked at, the rest is carried out.
func (e *Engine) Resume(ctx context.Context) (Result, error) {
	return e.withOpen(ctx, func(l *lease, r Release) (Result, error) {
		return e.run(ctx, l, r)
	})
}

// Standing says where production stands with an unfinished release.
type Standing struct {
	Release Release
	// Changed: a step that changes production happened. Unknown: a look could
	// not decide.
	Changed, Unknown bool
}

// Stand looks where the unfinished release stands; it changes nothing.
func (e *Engine) Stand(ctx context.Context) (Standing, error) {
	h, err := e.History(ctx)
	if err != nil {
		return Standing{}, err
	}
	r, ok := h.Unfinished()
	if !ok {
		return Standing{}, ErrNothingOpen
	}
	changed, unknown, err := e.productionChanged(ctx, &r)
	return Standing{Release: r, Changed: changed, Unknown: unknown}, err
}

// Abort gives the unfinished release up. When production is unchanged it is
// closed. When production was changed, undo makes the plan that takes it back
// (from a fresh look) and that plan is applied as a release of its own.
func (e *Engine) Abort(ctx context.Context, undo func(context.Context, Release) (*plan.Plan, error)) (Result, error) {
	return e.withOpen(ctx, func(l *lease, r Release) (Result, error) {
		changed, unknown, err := e.productionChanged(ctx, &r)
		if err != nil {
			return Result{}, err
		}
		if unknown {
			return Result{}, &StepError{
				Release: r.ID, Title: "abort", Changed: changed, Unknown: true, Open: true,
				Err: errors.New("a look could not decide whether production was changed"),
			}
		}
		if !changed {
			return e.closeUnchanged(ctx, l, r)
		}
		return e.takeBack(ctx, l, r, undo)
	})
}

func (e *Engine) closeUnchanged(ctx context.Context, l *lease, r Release) (Result, error) {
	text, err := body(failedBody{Reason: "aborted; production was not changed"})
	if err != nil {
		return Result{}, err
	}
	if err := e.append(ctx, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Event: eventClosed, Body: text}); err != nil {
		return Result{}, err
	}
	return Result{Release: r.ID, Holds: r.HoldsBefore, Plan: r.Plan}, nil
}

// takeBack records that the release is in production, then undoes it.
func (e *Engine) takeBack(ctx context.Context, l *lease, r Release, undo func(context.Context, Release) (*plan.Plan, error)) (Result, error) {
	p, err := undo(ctx, r)
	if err != nil {
		return Result{}, fmt.Errorf("plan the undo of release %s: %w", r.ID, err)
	}
	if refusals := p.Refusals(); len(refusals) > 0 {
		return Result{}, &RefusedError{Answers: refusals}
	}
	if err := e.append(ctx, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Event: eventPublished}); err != nil {
		return Result{}, err
	}
	return e.applyHeld(ctx, l, p)
}

// withOpen runs fn with the lease and the unfinished release.
func (e *Engine) withOpen(ctx context.Context, fn func(*lease, Release) (Result, error)) (Result, error) {
	h, err := e.History(ctx)
	if err != nil {
		return Result{}, err
	}
	r, ok := h.Unfinished()
	if !ok {
		return Result{}, ErrNothingOpen
	}
	l, err := e.takeLease(ctx, r.ID)
	if err != nil {
		return Result{}, err
	}
	// Read again under the lease: the other run may have finished meanwhile.
	if h, err = e.History(ctx); err != nil {
		return Result{}, errors.Join(err, e.giveBack(ctx, l))
	}
	if r, ok = h.Unfinished(); !ok {
		return Result{}, errors.Join(ErrNothingOpen, e.giveBack(ctx, l))
	}
	res, err := fn(l, r)
	return res, e.leave(ctx, l, err)
}
