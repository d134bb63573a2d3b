//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// TestSnowWAP: dbt builds and tests in staging, undo clones are made before it
// runs in production, and the undo brings back exactly what was there. A run in
// production that stops half way is resumed or taken back.
func TestSnowWAP(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"whole", "resume", "abort"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, twoDatabases)
			w.tables("prod", 3, "old")
			w.tables("stage", 3, "stale")
			runs := 0
			w.dbt = func(context.Context) error {
				runs++
				nodes := w.nodes
				switch {
				case runs == 1:
					w.tables("stage", 3, "new")
				case runs == 2 && way != "whole":
					w.keptFirst()
					w.snow.server.Exec(t, `create or replace transient table PROD.MART.T000 copy grants as select 1 as ID, 'new' as V union all select 2, 'new'`)
					return errors.New("dbt died in production")
				default:
					w.keptFirst()
					w.tables("prod", 3, "new")
				}
				w.nodes = nodes
				return nil
			}
			id, err := w.publish(strategies.WAP)
			if way != "whole" {
				w.wapWayOut(way, err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := w.holds(3); got != "new" {
				t.Errorf("production holds %q", got)
			}
			if err := w.undo(id); err != nil {
				t.Fatal(err)
			}
			if got := w.holds(3); got != "old" {
				t.Errorf("after the undo production holds %q", got)
			}
		})
	}
}

// keptFirst fails the test when dbt runs in production before the undo clones
// are there.
func (w *world) keptFirst() {
	w.t.Helper()
	if !strings.Contains(w.schemas(), "CUTOVER_R0001__MART") {
		w.t.Errorf("dbt runs in production and nothing is kept: %s", w.schemas())
	}
}

func (w *world) wapWayOut(way string, err error) {
	w.t.Helper()
	var step *engine.StepError
	if !errors.As(err, &step) || !step.Open || !step.Changed {
		w.t.Fatalf("half a run in production: %v", err)
	}
	wh := w.open()
	defer w.close(wh)
	e, want := w.engine(wh), "new"
	if way == "resume" {
		_, err = e.Resume(w.t.Context())
	} else {
		want = "old"
		_, err = e.Abort(w.t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) { return w.undoPlan(wh, r.ID, r) })
	}
	if got := w.holds(3); err != nil || got != want {
		w.t.Errorf("%s: %v, production holds %q", way, err, got)
	}
}
