package bigquery_test

import (
	"os"
	"testing"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/bigquery/livetest"
	"cutover/sql/warehouse"
	"cutover/sql/warehousetest"
)

// TestLive runs the contract and asks the open questions on a real project, and
// skips loudly without one. docs/bigquery-live.md says what it needs. The answers
// are the lines that begin with ANSWER, all of them together at the end: run it
// with -v.
func TestLive(t *testing.T) {
	t.Parallel()
	live(t, os.LookupEnv)
}

// TestLiveOnStandIn runs the same on the stand-in, through the same variables. It
// only proves that the suite runs and cleans up after itself: the stand-in answers
// what its authors read in the documentation, which is what the real suite checks.
func TestLiveOnStandIn(t *testing.T) {
	t.Parallel()
	server := bigquerytest.NewServer(t)
	t.Run("suite", func(t *testing.T) { live(t, livetest.StandIn(t, server)) })
	if left := livetest.Left(t, server); len(left) > 0 {
		t.Errorf("the suite left %q", left)
	}
}

func live(t *testing.T, lookup livetest.Lookup) {
	t.Helper()
	livetest.Open(t, lookup) // skips the whole, not every part, when there is no project
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

// liveWorld makes the datasets of a check.
func liveWorld(t *testing.T, p *livetest.Project) warehousetest.World {
	t.Helper()
	at := func(dataset string) warehouse.Container {
		return warehouse.Container{Database: p.Profile.Project, Schema: dataset}
	}
	state := at(p.Name("cutover"))
	return warehousetest.World{
		Production: at(p.Dataset(t, "mart")), Keep: at(p.Dataset(t, "keep")), Candidate: at(p.Dataset(t, "built")), State: state, Marks: state,
		Open: func(t *testing.T) warehouse.Driver {
			t.Helper()
			d, err := bigquery.Open(t.Context(), bigquery.Options{Profile: p.Profile})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = d.Close() })
			return d
		},
		Seed: func(t *testing.T, relations ...warehousetest.Relation) {
			t.Helper()
			for _, r := range relations {
				p.Exec(t, makeRelation(r)...)
			}
		},
	}
}
