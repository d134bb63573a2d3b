//go:build cgo

package engine_test

import (
	"testing"

	"cutover/strategies"
)

// A snowShape is a shape of a Snowflake account and a strategy that fits it.
type snowShape struct {
	shape    shape
	strategy string
}

func snowShapes() []snowShape {
	return []snowShape{
		{twoDatabases, strategies.WAC},
		{twoSchemas, strategies.WAC},
		{byTable, strategies.WAC},
		{twoDatabases, strategies.Swap},
		{twoSchemas, strategies.Swap},
	}
}

// eachSnow runs a test on every shape of the Snowflake stand-in with every
// strategy that fits it.
func eachSnow(t *testing.T, run func(t *testing.T, w *world, strategy string)) {
	t.Helper()
	for _, c := range snowShapes() {
		t.Run(string(c.shape)+"/"+c.strategy, func(t *testing.T) {
			t.Parallel()
			run(t, newSnow(t, c.shape), c.strategy)
		})
	}
}

func TestSnowLifecycle(t *testing.T) {
	t.Parallel()
	eachSnow(t, snowLifecycle)
}

// snowLifecycle applies, undoes and applies again: rows and access of production
// are exactly what they were.
func snowLifecycle(t *testing.T, w *world, strategy string) {
	t.Helper()
	const tables = 3
	w.tables("prod", tables, "old")
	w.tables("stage", tables, "new")
	w.fullRefresh = true
	access := w.snow.grants(w)
	check := func(when, rows string) {
		t.Helper()
		if got := w.holds(tables); got != rows {
			t.Fatalf("production holds %q %s", got, when)
		}
		if got := w.snow.grants(w); got != access {
			t.Errorf("access %s:\n%s\nwas:\n%s", when, got, access)
		}
	}
	first, err := w.publish(strategy)
	if err != nil {
		t.Fatal(err)
	}
	check("after the release", "new")
	if err := w.undo(first); err != nil {
		t.Fatal(err)
	}
	check("after the undo", "old")
	w.tables("stage", tables, "newer")
	if _, err := w.publish(strategy); err != nil {
		t.Fatal(err)
	}
	check("after the second release", "newer")
}
