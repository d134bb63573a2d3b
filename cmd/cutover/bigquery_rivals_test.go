//go:build cgo && unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
)

// TestBigQueryRivalCases are the rows of the table of what people do today: a
// loop of clones in a macro, `dbt clone`, `dbt run`. Each is answered as its last
// column demands.
func TestBigQueryRivalCases(t *testing.T) {
	runCases(t, []snowCase{
		{"1-5 kill/resume", func(t *testing.T) { bigKilled(t, "resume") }},
		{"1-5 kill/abort", func(t *testing.T) { bigKilled(t, "abort") }},
		{"6 missing", bigMissing},
		{"7 empty", bigEmpty},
		{"8 9 kinds", bigKinds},
		{"10 twice", bigTwice},
		{"10 at one instant", bigAtOnce},
		{"11 moved/before", bigMovedBefore},
		{"11 moved/while it publishes", bigMovedWhile},
		{"12 13 meta", bigMeta},
		{"12 13 meta of a view", bigViewMeta},
		{"12 13 meta of a pointer view", func(t *testing.T) {
			s := bigModeWorld(t, "views")
			s.cutover(0, s.line...)
			s.wantHolds("published", "new")
			s.backAgain()
		}},
		{"12 column descriptions", bigColumns},
		{"14 typo in the tag", bigTypo},
		{"15 wrong target", bigWrongTarget},
		{"16 again", bigAgain},
		{"17 failing test", bigFailing},
		{"17 no test", bigUntested},
		{"18 reads", bigReads},
		{"19 window", bigWindow},
	})
}

// refused wants that a run was refused with these words and wrote nothing.
func (w *bigWorld) refused(want int, line []string, words ...string) {
	w.t.Helper()
	w.server.ResetLog()
	code, a := w.run(line...)
	if code != want {
		w.t.Errorf("cutover %s: exit code %d, want %d\n%s", strings.Join(line, " "), code, want, a.all())
	}
	contains(w.t, a.stderr, words...)
	for _, r := range w.server.Requests() {
		reads := r.Method == "GET" || r.DryRun || strings.HasSuffix(r.Path, "/queries") || strings.HasSuffix(r.Path, ":getIamPolicy")
		state := strings.Contains(r.SQL, "`cutover`.`lease`") || strings.Contains(string(r.Body), `"datasetId":"cutover"`)
		if reads || state {
			continue
		}
		w.t.Errorf("refused, and wrote: %s %s %s", r.Method, r.Path, r.SQL)
	}
	w.wantHolds("after the refusal", "old")
}

// utils20 is the world of most rows: 20 tables tagged utils.
func utils20(t *testing.T) *bigWorld {
	t.Helper()
	w := newBigWorld(t).tables(0, bigUtil)
	w.nodes = w.nodes[:bigUtil]
	w.build("prod", "old")
	w.build("stage", "new")
	return w
}

// bigMissing: a table of the candidate is gone.
func bigMissing(t *testing.T) {
	w := utils20(t)
	w.do("DROP TABLE " + bigName(bigStage, "u005"))
	w.refused(3, publishLine("wac"), "source-missing", "u005", "prod is unchanged")
}

// bigEmpty: a table of the candidate has no rows.
func bigEmpty(t *testing.T) {
	w := utils20(t)
	w.do("TRUNCATE TABLE " + bigName(bigStage, "u005"))
	w.refused(3, publishLine("wac"), "source-empty", "u005", "--allow source-empty:utils.u005", "prod is unchanged")
	w.cutover(0, append(publishLine("wac"), "--allow", "source-empty:utils.u005", "--allow", "rows-dropped:utils.u005")...)
	if got := w.values(); got["new"] != bigUtil-1 || w.rows(bigUtils, "u005") != "" {
		t.Errorf("production holds %v", got)
	}
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	w.wantHolds("after the undo", "old")
}

// bigKinds: a view and an incremental model carry the tag as well.
func bigKinds(t *testing.T) {
	w := newBigWorld(t).tables(0, bigUtil)
	w.nodes = append(w.nodes[:bigUtil], bigNode{name: "v_util", materialized: "view", tag: bigUtils, parents: []string{"u000"}},
		bigNode{name: "i_util", materialized: "incremental", tag: bigUtils}, bigNode{name: "e_util", materialized: "ephemeral", tag: bigUtils},
		bigNode{name: "aside", materialized: "table"})
	w.nodes = slices.DeleteFunc(w.nodes, func(n bigNode) bool { return n.materialized == "ephemeral" })
	w.build("prod", "old")
	w.build("stage", "new")
	plan := w.cutover(0, "wac", "--env", "prod", "--dry-run")
	contains(t, plan.stdout, "utils.v_util", "recreate view", "1 reference retargeted", "utils.i_util")
	w.cutover(0, publishLine("wac")...)
	w.wantHolds("published", "new")
	for _, table := range w.tablesOf(bigUtils) {
		if table.View != nil && strings.Contains(table.View.Query, bigStage) {
			t.Errorf("%s reads the candidate: %s", table.TableReference.TableId, table.View.Query)
		}
	}
	w.do("TRUNCATE TABLE " + bigName(bigStage, "u000"))
	if got := w.rows(bigUtils, "v_util"); got != both("new") {
		t.Errorf("production's view reads %q", got)
	}
}

// bigTwice: a second run, and people who are in a hurry, while the first one
// publishes.
func bigTwice(t *testing.T) {
	w := utils20(t)
	s := w.before(publishLine("wac"))
	in := w.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Skip: 3, Match: func(r bigquerytest.Request) bool { return bigPlaces(r.SQL) }})
	first := w.start(nil, s.line...)
	first.arrived(in)
	for _, line := range [][]string{s.line, {"resume", "--env", "prod", "--yes"}, {"abort", "--env", "prod", "--yes"}} {
		code, a := w.run(line...)
		if code != 7 {
			t.Errorf("cutover %s beside another run: exit code %d, want 7\n%s", line[0], code, a.all())
		}
		contains(t, a.stderr, "night@job")
	}
	in.Release()
	code, a := first.end()
	s.judge(code, a)
	if got := len(w.placing()); code != 0 || got != bigUtil {
		t.Errorf("the first run: exit code %d, %d tables placed\n%s", code, got, a.all())
	}
	s.settle(code, "resume")
}

// bigAtOnce: two runs that begin in the same instant publish once, or one after
// the other.
func bigAtOnce(t *testing.T) {
	w := utils20(t)
	s := w.before(publishLine("wac"))
	runs := []*bigRun{w.start(nil, s.line...), w.start(nil, s.line...)}
	var codes []int
	var said string
	for _, r := range runs {
		code, a := r.end()
		codes = append(codes, code)
		said += a.all()
	}
	slices.Sort(codes)
	if codes[0] != 0 || codes[1] != 0 && codes[1] != 3 && codes[1] != 7 {
		t.Errorf("exit codes %v\n%s", codes, said)
	}
	w.wantHolds("after both", "new")
	if got := len(w.placing()); got != bigUtil && codes[1] != 0 {
		t.Errorf("exit codes %v: %d tables placed\n%s", codes, got, said)
	}
	s.same("after both")
}

// bigMovedBefore: the candidate is built again after its tests.
func bigMovedBefore(t *testing.T) {
	w := utils20(t)
	w.cutover(0, "wac", "--env", "prod", "--dry-run", "--out", "release.plan")
	for _, n := range w.nodes[7:] {
		w.make("stage", n, "unseen")
	}
	w.refused(3, []string{"apply", "release.plan", "--yes"}, "no longer fits", "u007")
}

// bigMovedWhile: another job builds the candidate again while it is published.
func bigMovedWhile(t *testing.T) {
	w := utils20(t)
	w.configure(", concurrency: 1")
	s := w.before(publishLine("wac"))
	in := w.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Skip: 10, Match: func(r bigquerytest.Request) bool { return bigPlaces(r.SQL) }})
	r := w.start(nil, s.line...)
	r.arrived(in)
	for _, n := range w.nodes {
		w.make("stage", n, "unseen")
	}
	in.Release()
	code, a := r.end()
	if code == 0 {
		t.Errorf("a candidate that moved was published: %v\n%s", w.values(), a.all())
	}
	contains(t, a.stderr, "u0")
	s.wayOut(code, "abort")
	w.wantHolds("after the abort", "old")
}

// bigMeta: production says things about its tables that the candidate does not.
func bigMeta(t *testing.T) {
	w := utils20(t)
	w.dress(bigUtils, "u005")
	s := w.before(publishLine("wac"))
	plan := w.cutover(0, "wac", "--env", "prod", "--dry-run", "--sql")
	contains(t, plan.stdout, "('team', 'finance')", "what finance reads", bigReader)
	w.cutover(0, s.line...)
	w.wantHolds("published", "new")
	s.same("published")
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	s.same("after the undo")
}

// bigViewMeta: the same about a view, which is made again.
func bigViewMeta(t *testing.T) {
	w := newBigWorld(t).tables(1, 0).begun()
	w.dress(bigMart, "v000")
	s := w.before(publishLine("wac"))
	w.cutover(0, s.line...)
	w.wantHolds("published", "new")
	s.backAgain()
}

// bigColumns: production says something about a column, the candidate does not:
// it is kept, or that it would be lost is said before anything is written.
func bigColumns(t *testing.T) {
	w := utils20(t)
	w.patch(bigUtils, "u005", "schema", `{"fields": [{"name": "id", "type": "INTEGER", "mode": "REQUIRED", "description": "of the row"}, {"name": "v", "type": "STRING"}]}`)
	s := w.before(publishLine("wac"))
	code, a := w.run(s.line...)
	if code != 0 {
		contains(t, a.stderr, "utils.u005", "description", "prod is unchanged")
	}
	s.judge(code, a)
	s.same("after the run")
}

// bigTypo: the tag selects nothing.
func bigTypo(t *testing.T) {
	w := utils20(t)
	w.refused(3, []string{"wac", "--env", "prod", "--yes", "-s", "tag:utlis"}, "empty-selection", "tag:utlis")
}

// bigWrongTarget: the environment is not the one that is published into.
func bigWrongTarget(t *testing.T) {
	w := utils20(t)
	w.refused(2, []string{"wac", "--env", "staging", "--yes"}, "staging")
	w.refused(2, []string{"wac", "--env", "prdo", "--yes"}, "prdo", "prod")
	w.refused(2, []string{"wac", "--yes"}, "--env")
}

// bigAgain: the second release is published like the first, and one in which
// nothing is new is not called a success of anything.
func bigAgain(t *testing.T) {
	w := utils20(t)
	w.cutover(0, publishLine("wac")...)
	w.wantHolds("the first", "new")
	w.build("stage", "newer")
	w.cutover(0, publishLine("wac")...)
	w.wantHolds("the second", "newer")
	if got := len(w.placing()); got != 2*bigUtil {
		t.Errorf("%d tables placed by two releases", got)
	}
}

// bigFailing: a test failed.
func bigFailing(t *testing.T) {
	w := utils20(t)
	w.failed = "u005"
	w.artifacts()
	w.refused(6, publishLine("wac"), "audit-test-failed", "u005", "prod is unchanged")
}

// bigUntested: nobody says that the candidate was tested.
func bigUntested(t *testing.T) {
	w := utils20(t)
	if err := os.Remove(filepath.Join(w.dir, "stage", "run_results.json")); err != nil {
		t.Fatal(err)
	}
	w.refused(6, publishLine("wac"), "prod is unchanged")
}

// bigReads: people read while it is published: nobody ever finds a table missing,
// or one that is neither old nor new.
func bigReads(t *testing.T) {
	w := newBigWorld(t).tables(bigMarts, bigUtil).begun()
	w.configure(", concurrency: 16")
	want := map[string]int{bigMart: bigMarts + 1, bigUtils: bigUtil}
	var looks atomic.Int64
	w.engine.watched(func() {
		for dataset, n := range want {
			if tables, err := w.engine.Tables(bigProject, dataset); err != nil || len(tables) != n {
				t.Errorf("%s: %d tables, %v", dataset, len(tables), err)
			}
		}
		looks.Add(1)
	})
	r := w.start(nil, publishLine("wac")...)
	over, polled := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(polled)
		for {
			if torn := w.torn(); torn != "" {
				t.Errorf("a reader found %s", torn)
			}
			select {
			case <-over:
				return
			default:
			}
		}
	}()
	code, a := r.end()
	close(over)
	<-polled
	if code != 0 || looks.Load() < 2*(bigMarts+bigUtil) {
		t.Errorf("exit code %d, %d looks\n%s", code, looks.Load(), a.all())
	}
	w.engine.watched(nil)
	w.wantHolds("published", "new")
}

// bigWindow: in the time in which readers see a mix nothing else happens than
// that tables are placed, as many at once as were allowed.
func bigWindow(t *testing.T) {
	const atOnce = 16
	w := newBigWorld(t).tables(bigMarts, bigUtil)
	w.nodes = w.nodes[:len(w.nodes)-1] // no view
	w.begun()
	w.configure(fmt.Sprintf(", concurrency: %d", atOnce))
	in := w.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Times: -1, Match: func(r bigquerytest.Request) bool { return bigPlaces(r.SQL) }})
	r := w.start(nil, "wac", "--env", "prod", "--yes")
	for range atOnce {
		r.arrived(in)
	}
	in.Release()
	code, a := r.end()
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, a.all())
	}
	contains(t, a.stdout, "about 120 statements long")
	jobs := w.writes()
	first := slices.IndexFunc(jobs, func(j bigquerytest.Job) bool { return bigPlaces(j.SQL) })
	for _, j := range jobs[first : first+bigMarts+bigUtil] {
		if !bigPlaces(j.SQL) {
			t.Errorf("between the first table and the last: %s", j.SQL)
		}
	}
}
