//go:build cgo && unix

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// TestFourDays is the main job on real input: the shop, built by real dbt day by
// day, published by the program as a person runs it.
func TestFourDays(t *testing.T) {
	t.Parallel()
	dbt := realDBT(t)
	s := buildStages(t, dbt)
	t.Run("one file", s.oneFileFourDays)
	t.Run("two directories", s.twoDirectoriesFourDays)
	t.Run("two directories, reseeded", s.reseededTwoDays)
	t.Run("a second run", s.secondRun)
	t.Run("interrupted", s.interruptedBuild)
	t.Run("wap, one file", s.wapOneFile)
	t.Run("wap, two directories", s.wapTwoDirectories)
	t.Run("wap, stopped", s.wapStopped)
}

func (from *stages) oneFileFourDays(t *testing.T) {
	t.Parallel()
	s := from.first.copyTo(t, oneFile())

	s.day(t, 1, 0)
	publishAndReadBack(t, s, "wac")
	s.prodManifest = parsedProd

	s.day(t, 2, 0)
	s.cutover(t, 0, "rollback", "run", "--env", "prod", "--yes")
	dayTwo := s.production(t)
	same(t, "day 2 in prod and a full rebuild of day 2", from.rebuilt, neutral(dayTwo))

	failingDay(t, s, dayTwo)

	s.day(t, 4, 0)
	s.cutover(t, 0, s.rollbackRun()...)
	dayFour := s.production(t)
	if n := len(dayFour["mart.fct_orders"].Rows); n != 40 {
		t.Errorf("fct_orders has %d rows on day 4, want 40", n)
	}

	s.cutover(t, 0, "undo", "--env", "prod", "--yes")
	same(t, "prod after the undo of day 4 and on day 2", dayTwo, s.production(t))
}

func (from *stages) twoDirectoriesFourDays(t *testing.T) {
	t.Parallel()
	s := from.firstDirs.copyTo(t, twoDirectories(false)) // there is no production yet

	s.day(t, 1, 0)
	publishAndReadBack(t, s, "swap")
	dayOne := s.production(t)

	// dbt goes on from what staging had two releases ago: the classic trap.
	s.day(t, 2, 0)
	if err := s.build("staging", 2); err != nil {
		t.Fatal(err)
	}
	refused := s.cutover(t, 3, "swap", "--env", "prod", "--yes")
	contains(t, refused.stderr, "incremental-under-swap", "fct_orders", "customers_history", "prod is unchanged")
	same(t, "prod after the refused swap", dayOne, s.production(t))

	// The way out that it prints, as it is printed; only the answer to "Change
	// prod? [y/N]" is given beforehand, because there is no terminal.
	s.paste(t, refused.hint(t, "cutover rollback run")+" --yes")
	dayTwo := s.production(t)
	same(t, "day 2 in prod and a full rebuild of day 2", from.rebuilt, neutral(dayTwo))

	s.prodManifest = parsedProd
	failingDay(t, s, dayTwo)

	s.day(t, 4, 0)
	s.cutover(t, 0, s.rollbackRun()...)
	if n := len(s.production(t)["mart.fct_orders"].Rows); n != 40 {
		t.Errorf("fct_orders has %d rows on day 4, want 40", n)
	}
}

// reseededTwoDays: with reseed, staging is made from production after a swap, so
// the next incremental build under swap is right.
func (from *stages) reseededTwoDays(t *testing.T) {
	t.Parallel()
	s := from.firstDirs.copyTo(t, twoDirectories(true))
	s.emptyProduction(t)

	s.day(t, 1, 0)
	s.cutover(t, 0, "swap", "--env", "prod", "--yes")
	s.day(t, 2, 0)
	if err := s.build("staging", 2); err != nil {
		t.Fatal(err)
	}
	s.cutover(t, 0, "swap", "--env", "prod", "--yes")
	same(t, "day 2 in prod and a full rebuild of day 2", from.rebuilt, neutral(s.production(t)))
}

// failingDay is day 3, on which a dbt test fails in the middle of the cycle.
func failingDay(t *testing.T, s *shop, dayTwo map[string]relation) {
	t.Helper()
	s.day(t, 3, 3)
	failed := s.cutover(t, 6, s.rollbackRun()...)
	contains(t, failed.stderr, "no_order_of_the_fail_day", "prod is unchanged, it still holds release")
	same(t, "prod after the day on which a test failed", dayTwo, s.production(t))
}

// emptyProduction makes the file that the first swap takes the place of.
func (s *shop) emptyProduction(t *testing.T) {
	t.Helper()
	path := filepath.Join(s.dir, s.layout.production)
	if _, err := os.Stat(path); err == nil {
		t.Fatalf("%s is there already", path)
	}
	if _, err := runSQL(path, "SELECT 1"); err != nil {
		t.Fatal(err)
	}
}

// publishAndReadBack publishes what dbt built and wants that the number that is
// reported is the number of relations that prod has now, each with the content
// and the kind of the candidate's.
func publishAndReadBack(t *testing.T, s *shop, strategy string) {
	t.Helper()
	built := s.candidate(t)
	a := s.cutover(t, 0, strategy, "--env", "prod", "--yes", "--output", "json")
	var told struct {
		Result struct {
			Relations int
			Changed   bool
		}
	}
	if err := json.Unmarshal([]byte(a.stdout), &told); err != nil {
		t.Fatalf("the result is not JSON: %v\n%s", err, a.stdout)
	}
	prod := s.production(t)
	same(t, "prod and what dbt built", neutral(built), neutral(prod))
	read := len(prod)
	if strategy == "swap" { // all of it moves, not only the marts
		read = len(state(t, filepath.Join(s.dir, s.layout.production), "mart", "utils", "main", "raw", "history"))
	}
	if told.Result.Relations != read || !told.Result.Changed {
		t.Errorf("reported %d relations (changed %t), read back %d", told.Result.Relations, told.Result.Changed, read)
	}
	for name, kind := range map[string]string{
		"mart.fct_orders": "table", "mart.dim_customers": "table", "mart.orders_live": "view", "mart.orders_summary": "view", "utils.dim_dates": "table",
	} {
		if prod[name].Kind != kind {
			t.Errorf("%s is a %q in prod, want a %s", name, prod[name].Kind, kind)
		}
	}
}
