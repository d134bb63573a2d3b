//go:build cgo

package engine_test

import (
	"os"
	"testing"

	"cutover/sql/snowflake/livetest"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/strategies"
)

// TestSnowLive publishes, undoes and publishes again on a real account, and skips
// loudly without one. docs/snowflake-live.md says what it needs.
func TestSnowLive(t *testing.T) {
	t.Parallel()
	snowLive(t, os.LookupEnv)
}

// TestSnowLiveOnStandIn runs the same on the stand-in, through the same
// variables. It only proves that the test runs and cleans up.
func TestSnowLiveOnStandIn(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	t.Run("suite", func(t *testing.T) { snowLive(t, livetest.StandIn(t, server)) })
	if left := livetest.Left(t, server); len(left) > 0 {
		t.Errorf("the test left %q", left)
	}
}

func snowLive(t *testing.T, lookup livetest.Lookup) {
	t.Helper()
	livetest.Open(t, lookup) // skips the whole when there is no account
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
			a := livetest.Open(t, lookup)
			a.Make(t, `ROLE "`+a.Name("REPORTER")+`"`)
			w := makeSnow(t, &snow{sql: a, login: a.Profile, prefix: a.Prefix, shape: c.shape})
			liveLifecycle(t, w, c.strategy)
		})
	}
}

func liveLifecycle(t *testing.T, w *world, strategy string) {
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
