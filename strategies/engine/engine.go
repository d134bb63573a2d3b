package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Deps is what the engine needs from outside.
type Deps struct {
	Warehouse   *warehouse.Warehouse
	Environment string
	State       warehouse.Container
	// Actor says who runs: user@host or a CI job.
	Actor  string
	Holder Holder
	Clock  func() time.Time
	// Alive reports whether the process of a holder may still run. It answers
	// true when it cannot know (another host).
	Alive func(Holder) bool
	// RunDBT runs the user's dbt and returns when it ended.
	RunDBT func(context.Context, plan.DBT) error
	// Results reads what dbt left behind of a run whose plan names its nodes; an
	// error says that not all of them are a success. Nil: nothing is read.
	Results func(plan.DBT) (plan.Evidence, error)
	// Complete fills in a deferred phase after the steps before it are done. It
	// returns the plan with that phase completed; refusals come as RefusedError.
	Complete func(ctx context.Context, p *plan.Plan, phase int) (*plan.Plan, error)
	// Events receives what happens; nil means nobody listens.
	Events func(Event)
	// Hook is called before and after each ledger write, for tests that end the
	// process there; nil in production.
	Hook func(Point)
	// StepTimeout is the longest that one step may take, and so the lease's
	// time to live.
	StepTimeout time.Duration
	// Concurrency is how many steps may run at once.
	Concurrency int
}

// Engine runs plans against one environment.
type Engine struct {
	deps Deps

	mu sync.Mutex // guards plans
	// plans are those of the ledger by seq: entries never change, and a plan of a
	// thousand relations is not decoded at every look at the history.
	plans map[int64]*plan.Plan
}

// New makes an engine.
func New(deps Deps) *Engine { return &Engine{deps: deps, plans: map[int64]*plan.Plan{}} }

// Result is how a run ended well.
type Result struct {
	Release string
	// Holds is the release whose content production holds now; empty when it is
	// back to what it was before the first release.
	Holds    string
	Plan     *plan.Plan
	Started  time.Time
	Finished time.Time
}

// History reads the ledger; it changes nothing.
func (e *Engine) History(ctx context.Context) (History, error) {
	entries, err := e.entries(ctx)
	if err != nil {
		return History{}, err
	}
	return fold(entries, e.decode)
}

// decode reads the plan of a ledger entry, once.
func (e *Engine) decode(en warehouse.Entry) (*plan.Plan, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if p, ok := e.plans[en.Seq]; ok {
		return p, nil
	}
	p, err := plan.Decode([]byte(en.Body))
	if err == nil {
		e.plans[en.Seq] = p
	}
	return p, err
}

// Apply carries a plan out. Errors: RefusedError (the plan holds refusals, or a
// later phase was refused), StaleError, HeldError, UnfinishedError, StepError.
func (e *Engine) Apply(ctx context.Context, p *plan.Plan) (Result, error) {
	if refusals := p.Refusals(); len(refusals) > 0 {
		return Result{}, &RefusedError{Answers: refusals}
	}
	l, err := e.takeLease(ctx, p.Release)
	if err != nil {
		return Result{}, err
	}
	res, err := e.applyHeld(ctx, l, p)
	return res, e.leave(ctx, l, err)
}

func (e *Engine) applyHeld(ctx context.Context, l *lease, p *plan.Plan) (Result, error) {
	h, err := e.History(ctx)
	if err != nil {
		return Result{}, err
	}
	if open, ok := h.Unfinished(); ok {
		return Result{}, &UnfinishedError{Environment: e.deps.Environment, Release: open.ID}
	}
	if _, ok := h.Release(p.Release); ok {
		return Result{}, &StaleError{Release: p.Release, Moved: []string{"this plan was applied before"}}
	}
	if h.Head != p.Parent {
		return Result{}, &StaleError{Release: p.Release, Moved: []string{headMoved(p.Parent, h.Head)}}
	}
	if h.Hold != nil && p.Undoes == "" {
		return Result{}, &HoldError{Environment: e.deps.Environment, Hold: *h.Hold}
	}
	if err := e.preflight(ctx, p); err != nil {
		return Result{}, err
	}
	if err := e.recordPlan(ctx, l, p); err != nil {
		return Result{}, err
	}
	alone := e.deps.Warehouse.Capabilities().ExclusiveFile
	return e.run(ctx, l, Release{ID: p.Release, Plan: p, steps: map[string]stepRecord{}, looked: alone})
}

func headMoved(was, is string) string {
	if was == "" {
		return fmt.Sprintf("production has changed since: release %s was published", is)
	}
	return fmt.Sprintf("production has changed since: it was at release %s, now at %s", was, is)
}

// preflight checks what the first steps expect before anything is written.
func (e *Engine) preflight(ctx context.Context, p *plan.Plan) error {
	if len(p.Phases) == 0 {
		return fmt.Errorf("plan %s has no phases", p.Release)
	}
	var expect []plan.Expectation
	for _, s := range p.Phases[0].Steps {
		if len(s.Needs) == 0 {
			expect = append(expect, s.Expect...)
		}
	}
	moved, err := e.moved(ctx, expect)
	if err != nil {
		return fmt.Errorf("look before the first write: %w", err)
	}
	if len(moved) > 0 {
		return &StaleError{Release: p.Release, Moved: moved}
	}
	return nil
}

func (e *Engine) recordPlan(ctx context.Context, l *lease, p *plan.Plan) error {
	text, err := plan.Encode(p)
	if err != nil {
		return err
	}
	return e.append(ctx, l, warehouse.Entry{Release: p.Release, Serial: p.Serial, Event: eventPlanned, Body: string(text)})
}

// run does what is left of a release, phase by phase.
func (e *Engine) run(ctx context.Context, l *lease, r Release) (Result, error) {
	started := e.deps.Clock()
	e.tell(Event{Kind: EventStarted, Release: r.ID, Total: len(r.Plan.Steps())})
	for i := range r.Plan.Phases {
		r.looked = r.looked && i == 0
		if err := e.complete(ctx, l, &r, i); err != nil {
			return Result{}, e.end(ctx, l, &r, err)
		}
		if err := e.runPhase(ctx, l, &r, r.Plan.Phases[i]); err != nil {
			return Result{}, e.end(ctx, l, &r, err)
		}
	}
	if err := e.append(ctx, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Event: eventPublished}); err != nil {
		return Result{}, e.end(ctx, l, &r, err)
	}
	h, err := e.History(context.WithoutCancel(ctx))
	if err != nil {
		return Result{}, err
	}
	e.tell(Event{Kind: EventFinished, Release: r.ID})
	return Result{Release: r.ID, Holds: h.Holds, Plan: r.Plan, Started: started, Finished: e.deps.Clock()}, nil
}

// complete fills in a deferred phase, once; the ledger keeps the new serial.
func (e *Engine) complete(ctx context.Context, l *lease, r *Release, phase int) error {
	if !r.Plan.Phases[phase].Deferred {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	done, err := e.deps.Complete(ctx, r.Plan, phase)
	if err != nil {
		return err
	}
	done.Serial = r.Plan.Serial + 1
	if err := done.Seal(); err != nil {
		return err
	}
	if refusals := done.Refusals(); len(refusals) > 0 {
		return &RefusedError{Answers: refusals}
	}
	if err := e.recordPlan(ctx, l, done); err != nil {
		return err
	}
	r.Plan = done
	e.tell(Event{Kind: EventCompleted, Release: r.ID, Message: done.Phases[phase].Name})
	return nil
}

// end decides what a failed run means and writes it down: when no step that
// changes production has happened the release is closed, otherwise it stays
// open for resume or abort.
func (e *Engine) end(ctx context.Context, l *lease, r *Release, cause error) error {
	clean := context.WithoutCancel(ctx)
	changed, unknown, lookErr := e.productionChanged(clean, r)
	step := e.stepError(r, cause)
	step.Changed, step.Unknown = changed, unknown
	step.Open = changed || unknown || lookErr != nil
	e.tell(Event{Kind: EventFailed, Release: r.ID, Message: cause.Error()})
	if step.Open || warehouse.CodeOf(cause) == warehouse.LeaseLost {
		step.Open = true
		return errors.Join(step, lookErr)
	}
	text, err := body(failedBody{Reason: cause.Error(), Code: string(warehouse.CodeOf(cause))})
	if err == nil {
		err = e.append(clean, l, warehouse.Entry{Release: r.ID, Serial: r.Plan.Serial, Event: eventClosed, Body: text})
	}
	if err != nil {
		step.Open = true
	}
	return errors.Join(step, err)
}

// stepError finds or makes the StepError of a cause.
func (e *Engine) stepError(r *Release, cause error) *StepError {
	var step *StepError
	if errors.As(cause, &step) {
		return step
	}
	return &StepError{Release: r.ID, Title: "begin", Total: len(r.Plan.Steps()), Err: cause}
}

// productionChanged looks at every begun step that changes production.
func (e *Engine) productionChanged(ctx context.Context, r *Release) (changed, unknown bool, err error) {
	for _, s := range r.Plan.Steps() {
		rec := r.steps[s.ID]
		if !s.Production || rec.attempts == 0 || s.Action.Op == nil && s.Action.DBT == nil {
			continue
		}
		if rec.done {
			changed = true
			continue
		}
		if s.Action.DBT != nil { // another program was at work: what it was to change tells
			moved, lookErr := e.moved(ctx, s.Expect)
			if lookErr != nil {
				return changed, true, fmt.Errorf("look what dbt did in step %s: %w", s.ID, lookErr)
			}
			changed = changed || len(moved) > 0
			continue
		}
		out, lookErr := e.deps.Warehouse.Outcome(ctx, s.Action.Op.Op, token(r, s))
		if lookErr != nil {
			return changed, true, fmt.Errorf("look whether step %s happened: %w", s.ID, lookErr)
		}
		changed = changed || out == warehouse.Done || out == warehouse.Partly
		unknown = unknown || out == warehouse.Unknown
	}
	return changed, unknown, nil
}

func (e *Engine) tell(ev Event) {
	if e.deps.Events != nil {
		e.deps.Events(ev)
	}
}

func encodeDone(b doneBody) (string, error) {
	text, err := json.Marshal(b)
	if err != nil {
		return "", fmt.Errorf("encode done: %w", err)
	}
	return string(text), nil
}
