//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// incrementals makes t000 a table that dbt continues: a build adds a row to what
// staging holds, and makes t001 anew.
func (b *big) incrementals(w *world) {
	w.nodes[0].materialized = "incremental"
	w.bend = func(r *strategies.Request) { r.Limits.MaxDropPercent = 100 }
	day := 0
	w.dbt = func(context.Context) error {
		day++
		b.server.Exec(w.t,
			fmt.Sprintf("INSERT INTO `prj`.`stage`.`t000` (id, v) VALUES (%d, 'day %d')", 100+day, day),
			"CREATE OR REPLACE TABLE `prj`.`stage`.`t001` (id INT64 NOT NULL, v STRING)",
			fmt.Sprintf("INSERT INTO `prj`.`stage`.`t001` (id, v) VALUES (1, 'day %d')", day))
		return nil
	}
}

// TestBigDailyRollback clones production out, builds, and puts it back, day after
// day. The stand-in refuses a chain of clones beyond depth 3, as the service does.
func TestBigDailyRollback(t *testing.T) {
	t.Parallel()
	const days = 30
	w := newBig(t, "")
	w.tables("prod", 2, "first")
	w.tables("stage", 2, "long ago")
	w.big.incrementals(w)
	for day := 1; day <= days; day++ {
		if _, err := w.publish(strategies.Rollback); err != nil {
			t.Fatalf("day %d: %v", day, err)
		}
	}
	rows := w.big.server.Query(t, "SELECT COUNT(*) FROM `prj`.`mart`.`t000`")
	if rows[0][0] != fmt.Sprint(2+days) {
		t.Errorf("production's incremental table has %s rows after %d days", rows[0][0], days)
	}
	if got := w.big.server.Query(t, "SELECT v FROM `prj`.`mart`.`t001`")[0][0]; got != fmt.Sprintf("day %d", days) {
		t.Errorf("production's table holds %q", got)
	}
	if got := w.big.kept(t); len(got) != 5 {
		t.Errorf("kept datasets %v, want those of the last 5 releases", got)
	}
}

// kept lists the datasets in which releases keep what they replaced.
func (b *big) kept(t *testing.T) []string {
	t.Helper()
	list, err := b.server.Catalog().Datasets("prj")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range list {
		if strings.HasPrefix(d.DatasetReference.DatasetId, "cutover_") {
			out = append(out, d.DatasetReference.DatasetId)
		}
	}
	return out
}

// TestBigUndoChain publishes and undoes until every chain of clones is as deep as
// it can be: the undo of an undo, and the release after it, still work.
func TestBigUndoChain(t *testing.T) {
	t.Parallel()
	w := newBig(t, "")
	w.tables("prod", 2, "old")
	for round := range 4 {
		w.tables("stage", 2, fmt.Sprint("round ", round))
		before := w.holds(2)
		id, err := w.publish(strategies.WAC)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if err := w.undo(id); err != nil {
			t.Fatalf("undo %d: %v", round, err)
		}
		if got := w.holds(2); got != before {
			t.Fatalf("round %d: production holds %q after the undo, not %q", round, got, before)
		}
	}
}

// TestBigResume leaves a release half way and lets resume do what is left, and
// only that.
func TestBigResume(t *testing.T) {
	t.Parallel()
	for _, aborts := range []bool{false, true} {
		t.Run(fmt.Sprint("abort ", aborts), func(t *testing.T) {
			t.Parallel()
			const tables = 12
			w := newBig(t, "")
			w.tables("prod", tables, "old")
			w.tables("stage", tables, "new")
			wh := w.open()
			defer w.close(wh)
			e := w.engine(wh)
			p := w.build(wh, w.request(wh, strategies.WAC, engine.History{}))
			clones := func(r bigquerytest.Request) bool {
				return strings.HasPrefix(r.SQL, "CREATE OR REPLACE TABLE `prj`.`mart`")
			}
			w.big.server.Inject(bigquerytest.Fault{Kind: bigquerytest.JobAccessDenied, Match: clones, Skip: 6})
			_, err := e.Apply(t.Context(), p)
			var step *engine.StepError
			if !errors.As(err, &step) || !step.Open || !step.Changed {
				t.Fatalf("a release that stopped half way is not open: %v", err)
			}
			if got := w.holds(tables); got != "new,old" {
				t.Fatalf("production holds %q", got)
			}
			done := 0
			for _, j := range w.big.server.Jobs() {
				if clones(bigquerytest.Request{SQL: j.SQL}) && j.Err == nil {
					done++
				}
			}
			w.big.server.ResetLog()
			want := "new"
			if aborts {
				want = "old"
				_, err = e.Abort(t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) {
					w.cutShort = true
					return w.undoPlan(wh, r.ID, r)
				})
			} else {
				_, err = e.Resume(t.Context())
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := w.holds(tables); got != want {
				t.Errorf("production holds %q", got)
			}
			again := w.big.server.Count("CREATE OR REPLACE TABLE `prj`.`mart`")
			if left := tables - done; !aborts && again != left {
				t.Errorf("resume replaced %d tables, %d were left", again, left)
			}
			if aborts && again != done {
				t.Errorf("abort put %d tables back, %d had been replaced", again, done)
			}
		})
	}
}

// TestBigTimeTravel takes a release back whose snapshots are gone.
func TestBigTimeTravel(t *testing.T) {
	t.Parallel()
	w := newBig(t, "")
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	id, err := w.publish(strategies.WAC)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range w.big.kept(t) {
		w.big.server.Exec(t, "DROP SCHEMA `prj`.`"+d+"` CASCADE")
	}
	if err := w.undo(id); err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "old" {
		t.Errorf("production holds %q", got)
	}
}

// TestBigMoved: a write of equal size into production, after the release or
// before it, is never lost.
func TestBigMoved(t *testing.T) {
	t.Parallel()
	w := newBig(t, "")
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	id, err := w.publish(strategies.WAC)
	if err != nil {
		t.Fatal(err)
	}
	w.big.server.Exec(t, "UPDATE `prj`.`mart`.`t001` SET v = 'by hand' WHERE id = 1")
	err = w.undo(id)
	var refused *engine.RefusedError
	if !errors.As(err, &refused) || !slices.ContainsFunc(refused.Answers, func(a plan.Answer) bool { return a.Code == strategies.MovedSince }) {
		t.Errorf("the undo would lose a change: %v", err)
	}
}

// TestBigSuspended: a run is suspended at a statement until another takes its
// lease over and publishes. When it wakes it sends nothing more.
func TestBigSuspended(t *testing.T) {
	t.Parallel()
	for _, mode := range bigModes() {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			w := newBig(t, mode)
			w.tables("prod", 2, "old")
			w.tables("stage", 2, "first")
			other := *w
			other.owner, other.seq = "another process", 50
			woken := false
			w.hook = func(p engine.Point) {
				if woken || !strings.HasPrefix(string(p), "after intent publish") {
					return
				}
				woken = true
				other.tables("stage", 2, "second")
				other.overtake(t)
			}
			_, err := w.publish(strategies.WAC)
			if !woken {
				t.Fatal("the run was not suspended")
			}
			if warehouse.CodeOf(err) != warehouse.LeaseLost {
				t.Errorf("the run that woke did not notice: %v", err)
			}
			if got := w.holds(2); got != "second" {
				t.Errorf("production holds %q", got)
			}
		})
	}
}

// TestBigViewsKeep: pointer views keep the datasets that they still show, however
// many releases follow.
func TestBigViewsKeep(t *testing.T) {
	t.Parallel()
	w := newBig(t, strategies.ModeViews)
	w.tables("stage", 2, "first")
	w.keep = 2
	publish := func(nodes []string) {
		t.Helper()
		w.bend = func(r *strategies.Request) {
			r.Selected = slices.DeleteFunc(slices.Clone(r.Selected), func(id string) bool {
				return nodes != nil && !slices.Contains(nodes, id)
			})
		}
		if _, err := w.publish(strategies.WAC); err != nil {
			t.Fatal(err)
		}
	}
	publish(nil)
	for range 4 { // t001 stays behind
		w.tables("stage", 2, "later")
		publish([]string{"model.shop.t000", "model.shop.v000"})
	}
	if got := w.big.server.Query(t, "SELECT DISTINCT v FROM `prj`.`mart`.`t001`"); got[0][0] != "first" {
		t.Errorf("the view that stayed behind shows %q", got)
	}
	if got := w.holds(1); got != "later" {
		t.Errorf("production holds %q", got)
	}
	list, err := w.big.server.Catalog().Datasets("prj")
	if err != nil {
		t.Fatal(err)
	}
	var releases []string
	for _, d := range list {
		if strings.HasPrefix(d.DatasetReference.DatasetId, "mart__r") {
			releases = append(releases, d.DatasetReference.DatasetId)
		}
	}
	if len(releases) != 4 { // the first, the newest, and two that can be gone back to
		t.Errorf("release datasets %v", releases)
	}
}

// TestBigWAP rebuilds production by dbt's run and takes it back.
func TestBigWAP(t *testing.T) {
	t.Parallel()
	w := newBig(t, "")
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	builds := 0
	w.dbt = func(context.Context) error {
		if builds++; builds == 2 {
			w.tables("prod", 2, "new")
		}
		return nil
	}
	w.bend = func(r *strategies.Request) {
		r.Build.Target, r.Rebuild = "stage", plan.DBT{Target: "prod", Environment: "prod"}
	}
	w.results = func(plan.DBT) (plan.Evidence, error) { return plan.Evidence{InvocationID: "x"}, nil }
	id, err := w.publish(strategies.WAP)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "new" {
		t.Fatalf("production holds %q", got)
	}
	if err := w.undo(id); err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "old" {
		t.Errorf("production holds %q after the undo", got)
	}
}

// TestBigLeftover: what a release that never published kept for itself is dropped
// by the next one.
func TestBigLeftover(t *testing.T) {
	t.Parallel()
	for _, mode := range bigModes() {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			w := newBig(t, mode)
			w.tables("prod", 2, "old")
			w.tables("stage", 2, "new")
			first := map[string]string{strategies.ModeClone: "CREATE OR REPLACE TABLE `prj`.`mart`", strategies.ModeTransaction: "BEGIN", strategies.ModeViews: "CREATE OR REPLACE VIEW `prj`.`mart`"}[mode]
			in := w.big.server.Inject(bigquerytest.Fault{Kind: bigquerytest.JobAccessDenied, Times: -1, Match: func(r bigquerytest.Request) bool { return strings.Contains(r.SQL, first) }})
			_, err := w.publish(strategies.WAC)
			var step *engine.StepError
			if !errors.As(err, &step) || step.Open {
				t.Fatalf("a release that changed nothing is not closed: %v", err)
			}
			in.Remove()
			left := w.big.made(t)
			if len(left) == 0 {
				t.Fatal("the release that failed made no dataset")
			}
			if _, err := w.publish(strategies.WAC); err != nil {
				t.Fatal(err)
			}
			for _, d := range left {
				if slices.Contains(w.big.made(t), d) {
					t.Errorf("%s is still there", d)
				}
			}
			if got := w.holds(2); got != "new" {
				t.Errorf("production holds %q", got)
			}
		})
	}
}

// made lists the datasets of releases, but for the one that pointers begins with.
func (b *big) made(t *testing.T) []string {
	t.Helper()
	list, err := b.server.Catalog().Datasets("prj")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range list {
		if id := d.DatasetReference.DatasetId; id != "mart__r0000" && (strings.HasPrefix(id, "cutover_") || strings.HasPrefix(id, "mart__r")) {
			out = append(out, id)
		}
	}
	return out
}
