//go:build cgo

package engine_test

import (
	"errors"
	"testing"

	"cutover/strategies"
	"cutover/strategies/engine"
)

// undoChain takes several releases back in one plan.
func (w *world) undoChain(ids ...string) error {
	w.t.Helper()
	wh := w.open()
	defer w.close(wh)
	e := w.engine(wh)
	h, err := e.History(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	var taken []strategies.Taken
	for _, id := range ids {
		r, ok := h.Release(id)
		if !ok {
			w.t.Fatalf("no release %s", id)
		}
		taken = append(taken, strategies.Taken{Plan: r.Plan, After: r.After()})
	}
	whole, err := strategies.Chain(taken)
	if err != nil {
		return err
	}
	p, err := w.undoOf(wh, h.Head, whole)
	if err != nil {
		return err
	}
	_, err = e.Apply(w.t.Context(), p)
	return err
}

// TestUndoChain goes back over three releases in one step: production is
// exactly what it was before the first of them.
func TestUndoChain(t *testing.T) {
	t.Parallel()
	layouts(t, publishing, func(t *testing.T, w *world, strategy string) {
		w.fullRefresh = true
		w.tables("prod", 3, "old")
		var ids []string
		var dumps []string
		for _, value := range []string{"eight", "nine", "ten"} {
			dumps = append(dumps, w.dump())
			w.tables("stage", 3, value)
			id, err := w.publish(strategy)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
		}
		if err := w.undoChain(ids[1:]...); err != nil {
			t.Fatal(err)
		}
		if got := w.dump(); got != dumps[1] {
			t.Errorf("production is not what it was after the first release:\n%s\nwas:\n%s", got, dumps[1])
		}
		wh := w.open()
		defer w.close(wh)
		h, err := w.engine(wh).History(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if h.Holds != ids[0] {
			t.Errorf("production holds %q, want %q", h.Holds, ids[0])
		}
		for _, id := range ids[1:] {
			if r, _ := h.Release(id); r.State != engine.StateUndone {
				t.Errorf("release %s is %s", id, r.State)
			}
		}
	})
}

// TestHold: nothing is published into an environment that is held, an undo is.
func TestHold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	first, err := w.publish(strategies.WAC)
	if err != nil {
		t.Fatal(err)
	}
	with := func(fn func(*engine.Engine) error) {
		t.Helper()
		wh := w.open()
		defer w.close(wh)
		if err := fn(w.engine(wh)); err != nil {
			t.Fatal(err)
		}
	}
	with(func(e *engine.Engine) error { return e.Hold(t.Context(), "a wrong figure") })
	w.tables("stage", 2, "next")
	var held *engine.HoldError
	if _, err := w.publish(strategies.WAC); !errors.As(err, &held) || held.Hold.Reason != "a wrong figure" {
		t.Fatalf("a held environment took a release: %v", err)
	}
	if err := w.undo(first); err != nil {
		t.Fatalf("undo while held: %v", err)
	}
	with(func(e *engine.Engine) error { return e.LetGo(t.Context()) })
	w.tables("stage", 2, "last")
	if _, err := w.publish(strategies.WAC); err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "last" {
		t.Errorf("production holds %q", got)
	}
}
