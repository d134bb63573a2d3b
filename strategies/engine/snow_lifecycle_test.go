//go:build cgo

package engine_test

import (
	"testing"

	"cutover/strategies"
)

// each runs a test on every shape of the Snowflake stand-in with every strategy
// that fits it.
func eachSnow(t *testing.T, run func(t *testing.T, w *world, strategy string)) {
	t.Helper()
	for _, c := range []struct {
		shape    shape
		strategy string
	}{
		{twoDatabases, strategies.WAC},
		{twoSchemas, strategies.WAC},
		{byTable, strategies.WAC},
		{twoDatabases, strategies.Swap},
		{twoSchemas, strategies.Swap},
	} {
		t.Run(string(c.shape)+"/"+c.strategy, func(t *testing.T) {
			t.Parallel()
			run(t, newSnow(t, c.shape), c.strategy)
		})
	}
}

// TestSnowLifecycle applies, undoes and applies again: rows and access of
// production are exactly what they were.
func TestSnowLifecycle(t *testing.T) {
	t.Parallel()
	eachSnow(t, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", 3, "old")
		w.tables("stage", 3, "new")
		w.fullRefresh = true
		access := w.snow.grants(w)
		first, err := w.publish(strategy)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.holds(3); got != "new" {
			t.Fatalf("production holds %q after the release", got)
		}
		if got := w.snow.grants(w); got != access {
			t.Errorf("access after the release:\n%s\nwas:\n%s", got, access)
		}
		if err := w.undo(first); err != nil {
			t.Fatal(err)
		}
		if got := w.holds(3); got != "old" {
			t.Fatalf("production holds %q after the undo", got)
		}
		if got := w.snow.grants(w); got != access {
			t.Errorf("access after the undo:\n%s\nwas:\n%s", got, access)
		}
		w.tables("stage", 3, "newer")
		if _, err := w.publish(strategy); err != nil {
			t.Fatal(err)
		}
		if got := w.holds(3); got != "newer" {
			t.Errorf("production holds %q after the second release", got)
		}
	})
}
