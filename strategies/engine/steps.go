package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

func token(r *Release, s plan.Step) warehouse.Token {
	return warehouse.Token{Release: r.ID, Step: s.ID, Attempt: r.steps[s.ID].attempts}
}

// runPhase runs the steps of a phase along their needs, as many at once as
// both the settings and the warehouse allow.
func (e *Engine) runPhase(ctx context.Context, l *lease, r *Release, ph plan.Phase) error {
	e.restart(r, ph)
	var mu sync.Mutex // guards r.steps while steps run side by side
	for {
		ready, left := readySteps(r, ph)
		if left == 0 {
			return nil
		}
		if len(ready) == 0 {
			return fmt.Errorf("phase %s: %d steps wait for each other", ph.Name, left)
		}
		g, gctx := errgroup.WithContext(ctx)
		g.SetLimit(e.parallel())
		for _, s := range ready {
			g.Go(func() error {
				if err := gctx.Err(); err != nil {
					return e.wrapStep(r, s, err)
				}
				if err := e.runStep(ctx, l, r, s, &mu); err != nil {
					return e.wrapStep(r, s, err)
				}
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
}

func (e *Engine) parallel() int {
	return max(1, min(e.deps.Concurrency, e.deps.Warehouse.Capabilities().MaxParallel))
}

// restart forgets steps that have to be done again because one that builds on
// them was begun and not finished.
func (e *Engine) restart(r *Release, ph plan.Phase) {
	for _, s := range ph.Steps {
		rec := r.steps[s.ID]
		if s.RestartFrom == "" || rec.done || rec.attempts == 0 {
			continue
		}
		from := slices.IndexFunc(ph.Steps, func(o plan.Step) bool { return o.ID == s.RestartFrom })
		for _, o := range ph.Steps[max(from, 0):] {
			again := r.steps[o.ID]
			again.done, again.again = false, true
			r.steps[o.ID] = again
			if o.ID == s.ID {
				break
			}
		}
	}
}

// readySteps lists the steps that are not done and whose needs are, and counts
// the steps left.
func readySteps(r *Release, ph plan.Phase) (ready []plan.Step, left int) {
	for _, s := range ph.Steps {
		if r.steps[s.ID].done {
			continue
		}
		left++
		if !slices.ContainsFunc(s.Needs, func(id string) bool { return !r.steps[id].done }) {
			ready = append(ready, s)
		}
	}
	return ready, left
}

func (e *Engine) wrapStep(r *Release, s plan.Step, err error) error {
	var already *StepError
	if errors.As(err, &already) {
		return err
	}
	n, total := position(r.Plan, s.ID)
	return &StepError{Release: r.ID, Step: s.ID, Title: s.Title, Number: n, Total: total, Err: err}
}

func position(p *plan.Plan, id string) (n, total int) {
	all := p.Steps()
	return slices.IndexFunc(all, func(s plan.Step) bool { return s.ID == id }) + 1, len(all)
}

// runStep does one step: renew, look, write the intent, act, read back, write
// that it is done. A step that a crash left begun is looked at first.
func (e *Engine) runStep(ctx context.Context, l *lease, r *Release, s plan.Step, mu *sync.Mutex) error {
	ctx, stop := context.WithTimeout(ctx, e.deps.StepTimeout*9/10) // a step ends before the lease does
	defer stop()
	mu.Lock()
	rec := r.steps[s.ID]
	mu.Unlock()
	n, total := position(r.Plan, s.ID)
	ev := Event{Release: r.ID, Step: s, Number: n, Total: total}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := e.renew(ctx, l); err != nil {
		return err
	}
	happened, err := e.happened(ctx, r, s, rec)
	if err != nil {
		return err
	}
	done := doneBody{Looked: happened}
	if happened {
		ev.Kind, ev.Message = EventLooked, "looked again: it had happened"
		e.tell(ev)
	} else {
		ev.Kind = EventStep
		e.tell(ev)
		rec.attempts, rec.again = rec.attempts+1, false
		mu.Lock()
		r.steps[s.ID] = rec
		mu.Unlock()
		if done, err = e.attempt(ctx, l, r, s); err != nil {
			return e.failStep(ctx, l, r, s, err)
		}
	}
	if done.After, err = e.verify(context.WithoutCancel(ctx), r, s); err != nil {
		return e.failStep(ctx, l, r, s, err)
	}
	if err := e.finishStep(ctx, l, r, s, done); err != nil {
		return err
	}
	rec.done, rec.after = true, done.After
	mu.Lock()
	r.steps[s.ID] = rec
	mu.Unlock()
	ev.Kind, ev.Message = EventStepDone, ""
	e.tell(ev)
	return nil
}

// happened looks whether a step that was begun earlier took effect.
func (e *Engine) happened(ctx context.Context, r *Release, s plan.Step, rec stepRecord) (bool, error) {
	if rec.attempts == 0 || rec.again || s.Action.Op == nil || s.RestartFrom != "" {
		return false, nil
	}
	out, err := e.deps.Warehouse.Outcome(ctx, s.Action.Op.Op, token(r, s))
	if err != nil {
		return false, fmt.Errorf("look whether it happened: %w", err)
	}
	if out == warehouse.Unknown {
		return false, &warehouse.Error{Code: warehouse.OutcomeUnknown, Err: errors.New("a look could not decide whether it happened")}
	}
	return out == warehouse.Done, nil
}

// attempt checks what is expected, writes the intent and acts.
func (e *Engine) attempt(ctx context.Context, l *lease, r *Release, s plan.Step) (doneBody, error) {
	again := s.Production && s.Action.DBT != nil && r.steps[s.ID].attempts > 1
	if (!r.looked || len(s.Needs) > 0) && !again { // what dbt left half done is no longer what was there before
		moved, err := e.moved(ctx, s.Expect)
		if err != nil {
			return doneBody{}, fmt.Errorf("look before: %w", err)
		}
		if len(moved) > 0 {
			return doneBody{}, &StaleError{Release: r.ID, Moved: moved}
		}
	}
	if err := e.append(ctx, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Step: s.ID, Event: eventIntent}); err != nil {
		return doneBody{}, err
	}
	switch {
	case s.Action.Op != nil:
		return e.doOp(ctx, l, r, s)
	case s.Action.DBT != nil:
		if r.looked {
			r.looked = false // another program has the file now
		}
		return e.runDBT(ctx, *s.Action.DBT)
	}
	return doneBody{}, nil
}

// runDBT lets dbt run with the warehouse to itself, and reads what it says of
// the nodes that the plan names.
func (e *Engine) runDBT(ctx context.Context, run plan.DBT) (doneBody, error) {
	err := e.deps.Warehouse.Yield(ctx, func(ctx context.Context) error { return e.deps.RunDBT(ctx, run) })
	if err != nil || run.Nodes == nil || e.deps.Results == nil {
		return doneBody{}, err
	}
	evidence, err := e.deps.Results(run)
	if err != nil {
		return doneBody{}, err
	}
	return doneBody{Evidence: &evidence}, nil
}

// doOp sends an op under the fence and, when the answer is lost, looks.
func (e *Engine) doOp(ctx context.Context, l *lease, r *Release, s plan.Step) (doneBody, error) {
	receipt, err := e.deps.Warehouse.Do(ctx, e.fenced(s.Action.Op.Op, l), token(r, s))
	if err == nil {
		return doneBody{Receipt: receipt}, nil
	}
	code := warehouse.CodeOf(err)
	if code != warehouse.OutcomeUnknown && code != warehouse.Canceled && code != warehouse.Internal {
		return doneBody{}, err
	}
	out, lookErr := e.deps.Warehouse.Outcome(context.WithoutCancel(ctx), s.Action.Op.Op, token(r, s))
	if lookErr != nil {
		return doneBody{}, errors.Join(err, fmt.Errorf("look whether it happened: %w", lookErr))
	}
	if out == warehouse.Done {
		n, total := position(r.Plan, s.ID)
		e.tell(Event{
			Kind: EventLooked, Release: r.ID, Step: s, Number: n, Total: total,
			Message: "the answer was lost; looked again: it happened",
		})
		return doneBody{Receipt: receipt, Looked: true}, nil
	}
	return doneBody{}, err
}

// fenced makes an op conditional on the lease: inside its own transaction, or
// in the same request where the warehouse can script.
func (e *Engine) fenced(op warehouse.Op, l *lease) warehouse.Op {
	check := warehouse.CheckFence{State: e.deps.State, Environment: e.deps.Environment, Fence: l.fence}
	if e.deps.Warehouse.Capabilities().Scripted {
		return warehouse.Fenced{Fence: check, Op: op}
	}
	if a, ok := op.(warehouse.Atomic); ok {
		return warehouse.Atomic{Ops: append([]warehouse.Op{check}, a.Ops...)}
	}
	return op
}

func (e *Engine) finishStep(ctx context.Context, l *lease, r *Release, s plan.Step, done doneBody) error {
	text, err := encodeDone(done)
	if err != nil {
		return err
	}
	return e.append(ctx, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Step: s.ID, Event: eventDone, Body: text})
}

// failStep writes down that a step failed and passes the reason on.
func (e *Engine) failStep(ctx context.Context, l *lease, r *Release, s plan.Step, cause error) error {
	text, err := body(failedBody{Reason: cause.Error(), Code: string(warehouse.CodeOf(cause))})
	if err == nil {
		err = e.append(ctx, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Step: s.ID, Event: eventFailed, Body: text})
	}
	return errors.Join(e.wrapStep(r, s, cause), err)
}
