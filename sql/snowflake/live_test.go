package snowflake_test

import (
	"os"
	"testing"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/livetest"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/warehouse"
	"cutover/sql/warehousetest"
)

// TestLive runs the contract and asks the open questions on a real account, and
// skips loudly without one. docs/snowflake-live.md says what it needs. The answers
// are the lines that begin with ANSWER: run it with -v.
func TestLive(t *testing.T) {
	t.Parallel()
	live(t, os.LookupEnv)
}

// TestLiveOnStandIn runs the same on the stand-in, through the same variables. It
// only proves that the suite runs and cleans up after itself: the stand-in answers
// what its authors read in the documentation, which is what the real suite checks.
func TestLiveOnStandIn(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	t.Run("suite", func(t *testing.T) { live(t, livetest.StandIn(t, server)) })
	if left := livetest.Left(t, server); len(left) > 0 {
		t.Errorf("the suite left %q", left)
	}
}

func live(t *testing.T, lookup livetest.Lookup) {
	t.Helper()
	livetest.Open(t, lookup) // skips the whole, not every part, when there is no account
	t.Run("contract", func(t *testing.T) {
		t.Parallel()
		warehousetest.Run(t, warehousetest.Harness{Cannot: cannot(), New: func(t *testing.T) warehousetest.World {
			return liveWorld(t, livetest.Open(t, lookup))
		}})
	})
	t.Run("answers", func(t *testing.T) {
		t.Parallel()
		answers(t, lookup)
	})
}

// liveWorld makes the containers of a check inside databases of its own.
func liveWorld(t *testing.T, a *livetest.Account) warehousetest.World {
	t.Helper()
	d := snowflake.Dialect()
	at := func(database, schema string) warehouse.Container {
		return warehouse.Container{Database: a.Name(database), Schema: schema}
	}
	w := warehousetest.World{
		Production: at("PROD", "MART"), Keep: at("PROD", "KEEP"), Marks: at("PROD", "MARKS"),
		Candidate: at(odd, "built here"), State: at("PROD__CUTOVER", "CUTOVER"), Roles: []string{a.Name("READER"), a.Name(`odd "role"`)},
		Open: func(t *testing.T) warehouse.Driver {
			t.Helper()
			driver, err := snowflake.Open(t.Context(), snowflake.Options{Profile: a.Profile})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = driver.Close() })
			return driver
		},
		Seed: func(t *testing.T, relations ...warehousetest.Relation) {
			t.Helper()
			for _, r := range relations {
				a.Exec(t, makeRelation(r)...)
			}
		},
	}
	for _, c := range []warehouse.Container{w.Production, w.Candidate} {
		a.Exec(t, "CREATE DATABASE "+d.QuoteName(c.Database), "CREATE SCHEMA "+d.QuoteContainer(c))
	}
	a.Exec(t, "CREATE SCHEMA "+d.QuoteContainer(w.Keep))
	for _, role := range w.Roles {
		a.Make(t, "ROLE "+d.QuoteName(role))
	}
	return w
}
