//go:build cgo

package engine_test

import (
	"os"
	"testing"

	"cutover/sql/snowflake/livetest"
	"cutover/sql/snowflake/snowflaketest"
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
	for _, c := range snowShapes() {
		t.Run(string(c.shape)+"/"+c.strategy, func(t *testing.T) {
			t.Parallel()
			a := livetest.Open(t, lookup)
			a.Make(t, `ROLE "`+a.Name("REPORTER")+`"`)
			w := makeSnow(t, &snow{sql: a, login: a.Profile, prefix: a.Prefix, shape: c.shape})
			snowLifecycle(t, w, c.strategy)
		})
	}
}
