//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// fault is what happens to one op of a plan on its way to the warehouse.
type fault string

const (
	refused     fault = "refused"                       // nothing happened, and the warehouse says so
	lostBefore  fault = "reply lost before the effect"  // nothing happened, nobody knows
	lostAfter   fault = "reply lost after the effect"   // it happened, nobody knows
	busyOnce    fault = "busy, then free"               // nothing happened, may be sent again
	interrupted fault = "interrupted before the effect" // Ctrl-C
)

// faulty is the DuckDB driver behind a bad line: the nth op of a plan meets a
// fault, all others go through. Ops of the ledger are not counted.
type faulty struct {
	warehouse.Driver
	line *line
}

type line struct {
	at    int
	what  fault
	count int
	stop  context.CancelFunc
	// sent counts how often each op with an effect was really done.
	effects map[string]int
}

func (f *faulty) Do(ctx context.Context, op warehouse.Op, token warehouse.Token) (warehouse.Receipt, error) {
	if !ofPlan(op) {
		return f.Driver.Do(ctx, op, token)
	}
	f.line.count++
	if f.line.count != f.line.at {
		f.line.effects[token.Step]++
		return f.Driver.Do(ctx, op, token)
	}
	unknown := &warehouse.Error{Code: warehouse.OutcomeUnknown, Op: op.OpName(), Err: errors.New("the line went dead")}
	switch f.line.what {
	case refused:
		return warehouse.Receipt{}, &warehouse.Error{Code: warehouse.PermissionDenied, Op: op.OpName(), Err: errors.New("not yours")}
	case lostBefore:
		return warehouse.Receipt{}, unknown
	case busyOnce:
		return warehouse.Receipt{}, &warehouse.Error{Code: warehouse.Throttled, Op: op.OpName(), Err: errors.New("busy")}
	case interrupted:
		f.line.stop()
		return warehouse.Receipt{}, &warehouse.Error{Code: warehouse.Canceled, Op: op.OpName(), Err: context.Canceled}
	}
	f.line.effects[token.Step]++
	if _, err := f.Driver.Do(ctx, op, token); err != nil {
		return warehouse.Receipt{}, err
	}
	return warehouse.Receipt{}, unknown
}

func ofPlan(op warehouse.Op) bool {
	switch op.(type) {
	case warehouse.EnsureState, warehouse.AppendEntry, warehouse.TakeLease, warehouse.RenewLease, warehouse.ReleaseLease:
		return false
	}
	return true
}

// TestFaults meets every op of every strategy with every fault. Production ends
// all old or all new, the error tells the truth, nothing is done twice, and
// abort or resume brings an open release to its end.
func TestFaults(t *testing.T) {
	t.Parallel()
	all := func(pair bool) []string { return append(publishing(pair), strategies.Rollback, strategies.WAP) }
	layouts(t, all, func(t *testing.T, of *world, strategy string) {
		for _, what := range []fault{refused, lostBefore, lostAfter, busyOnce, interrupted} {
			for at := 1; faultOnce(t, of.pair, strategy, what, at); at++ {
			}
		}
	})
}

// faultOnce runs one release with one fault. It reports whether the release had
// so many ops.
func faultOnce(t *testing.T, pair bool, strategy string, what fault, at int) bool {
	t.Helper()
	w := newWorld(t, pair)
	w.tables("prod", 3, "old")
	w.tables("stage", 3, "new")
	w.fullRefresh = true
	if strategy == strategies.Rollback {
		w.nodes[0].materialized = "incremental"
		w.dbt = func(context.Context) error {
			w.tables("stage", 3, "new")
			w.nodes[0].materialized = "incremental"
			return nil
		}
	}
	if strategy == strategies.WAP {
		w.dbt = auditThen(w, func(context.Context) error { w.tables("prod", 3, "new"); return nil })
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	l := &line{at: at, what: what, stop: stop, effects: map[string]int{}}
	wh, err := warehouse.New(t.Context(), func(ctx context.Context) (warehouse.Driver, error) {
		d, err := duckdb.Open(ctx, w.opts)
		if err != nil {
			return nil, err
		}
		return &faulty{Driver: d, line: l}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	e := w.engine(wh)
	_, err = e.Apply(ctx, w.build(wh, w.request(wh, strategy, engine.History{})))
	if l.count < at {
		w.close(wh)
		return false
	}
	name := fmt.Sprintf("%s, op %d, %s", strategy, at, what)
	w.judge(wh, name, what, err)
	for step, n := range l.effects {
		if n > 1 && what != interrupted && what != lostBefore {
			t.Errorf("%s: step %s took effect %d times", name, step, n)
		}
	}
	w.settle(wh, e, name)
	return true
}

// judge compares what the run said with what production holds.
func (w *world) judge(wh *warehouse.Warehouse, name string, what fault, err error) {
	w.t.Helper()
	w.close(wh)
	holds := w.holds(3)
	if holds != "old" && holds != "new" {
		w.t.Fatalf("%s: production is mixed: %q", name, holds)
	}
	var step *engine.StepError
	switch {
	case err == nil && holds != "new":
		w.t.Errorf("%s: said done, production holds %s", name, holds)
	case err == nil && what != lostAfter && what != busyOnce:
		w.t.Errorf("%s: said done", name)
	case what == lostAfter && errors.As(err, &step) && step.Step == "clone-out":
		// No mark tells whether it happened. It does not change production, and
		// the next run does it again from the beginning.
		if step.Open || holds != "old" {
			w.t.Errorf("%s: open=%v, production holds %s", name, step.Open, holds)
		}
	case err != nil && (what == busyOnce || what == lostAfter):
		w.t.Errorf("%s: gave up: %v", name, err)
	case err != nil && !errors.As(err, &step):
		w.t.Errorf("%s: not a step error: %v", name, err)
	case err != nil && step.Changed != (holds == "new"):
		w.t.Errorf("%s: said changed=%v, production holds %s (%v)", name, step.Changed, holds, err)
	}
}

// settle brings an open release to its end: abort when production is old,
// resume when it is new.
func (w *world) settle(wh *warehouse.Warehouse, e *engine.Engine, name string) {
	w.t.Helper()
	holds := w.holds(3)
	defer w.close(wh)
	standing, err := e.Stand(w.t.Context())
	if errors.Is(err, engine.ErrNothingOpen) {
		return
	}
	if err != nil {
		w.t.Fatalf("%s: status: %v", name, err)
	}
	if standing.Changed {
		_, err = e.Resume(w.t.Context())
	} else {
		_, err = e.Abort(w.t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) { return w.undoPlan(wh, r.ID, r) })
	}
	if err != nil {
		w.t.Errorf("%s: settle: %v", name, err)
	}
	w.close(wh)
	if now := w.holds(3); now != holds {
		w.t.Errorf("%s: production held %s and holds %s after settling", name, holds, now)
	}
}
