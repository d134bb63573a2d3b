package bigquery_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// TestJobsDecide: where nothing else tells, the jobs of all attempts do, in the
// process that sent them and in another.
func TestJobsDecide(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	rows := warehouse.Atomic{Ops: []warehouse.Op{warehouse.ReplaceRows{From: in(built, "t"), To: in(prod, "t"), Columns: []string{"x"}}}}
	drop := warehouse.Drop{Ref: in(prod, "v"), Kind: warehouse.KindView}
	batch := warehouse.Batch{Ops: []warehouse.Op{rows, drop}}
	script := warehouse.Script{Ops: []warehouse.Op{drop}}
	for _, op := range []warehouse.Op{rows, batch, script} {
		a.outcome(t, op, warehouse.NotDone)
	}
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.JobAccessDenied, Match: starts("DROP VIEW")})
	a.fails(t, a.fenced(warehouse.Sequence(batch)), warehouse.PermissionDenied)
	later := token
	later.Attempt = 3
	for name, d := range map[string]*bigquery.Driver{"itself": a.d, "another": connect(t, a.server, bigquery.Options{})} {
		for _, tk := range []warehouse.Token{token, later} {
			if out, err := d.Outcome(t.Context(), batch, tk); out != warehouse.Partly || err != nil {
				t.Errorf("%s, attempt %d: %q, %v", name, tk.Attempt, out, err)
			}
		}
	}
	a.do(t, a.fenced(rows))
	a.outcome(t, rows, warehouse.Done)
	a.do(t, a.fenced(script))
	// Somebody makes the view anew: it was dropped all the same.
	a.server.Exec(t, "CREATE VIEW prj.mart.v AS SELECT 1 AS x")
	a.outcome(t, script, warehouse.Done)
}

// TestTransaction: rows of several tables and the mark come together; a lost
// answer is decided by the job, and by the mark when there is no job any more.
func TestTransaction(t *testing.T) {
	t.Parallel()
	atomic := warehouse.Atomic{Ops: []warehouse.Op{
		warehouse.ReplaceRows{From: in(built, "t"), To: in(prod, "t"), Columns: []string{"x"}},
		warehouse.Mark{Database: "prj", Schema: "cutover", Release: "r1", Step: "publish mart"},
	}}
	for name, tc := range map[string]struct {
		kind    bigquerytest.Kind
		code    warehouse.Code
		outcome warehouse.Outcome
	}{
		"lost after":         {bigquerytest.LostAfter, "", warehouse.Done},
		"blackout after":     {bigquerytest.BlackoutAfter, warehouse.OutcomeUnknown, warehouse.Done},
		"blackout":           {bigquerytest.Blackout, warehouse.OutcomeUnknown, warehouse.NotDone},
		"error after commit": {bigquerytest.ErrorAfterCommit, "", warehouse.Done},
		"job backend error":  {bigquerytest.JobBackendError, "", warehouse.Done},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			a.server.Inject(bigquerytest.Fault{Kind: tc.kind, Match: starts("BEGIN TRANSACTION")})
			_, err := a.d.Do(t.Context(), a.fenced(atomic), token)
			if warehouse.CodeOf(err) != tc.code {
				t.Errorf("%v", err)
			}
			a.server.Restore()
			if out, err := a.d.Outcome(t.Context(), atomic, token); out != tc.outcome || err != nil {
				t.Errorf("outcome %q: %v", out, err)
			}
			if want := map[warehouse.Outcome]string{warehouse.Done: "2", warehouse.NotDone: "1"}[tc.outcome]; a.rows(t) != want {
				t.Errorf("production holds %s rows", a.rows(t))
			}
		})
	}
	t.Run("another fence", func(t *testing.T) {
		t.Parallel()
		a := newStandin(t, bigquery.Options{})
		a.fence.Fence = 2
		script := warehouse.Script{Ops: []warehouse.Op{warehouse.Drop{Ref: in(prod, "v"), Kind: warehouse.KindView}}}
		for _, op := range []warehouse.Op{atomic, script, a.publish, warehouse.Batch{Ops: []warehouse.Op{a.publish}}} {
			if _, err := a.d.Do(t.Context(), a.fenced(op), token); warehouse.CodeOf(err) != warehouse.LeaseLost {
				t.Errorf("%s: %v", op.OpName(), err)
			}
		}
		if a.rows(t) != "1" || a.server.Query(t, "SELECT COUNT(*) FROM prj.mart.v")[0][0] != "1" || len(a.jobs(" CLONE ")) != 0 {
			t.Error("something happened without the lease")
		}
	})
}

// TestLeaseEndsOnTheWay: what was not begun when somebody else got the lease is
// not sent, and a lease that is renewed meanwhile is asked for again.
func TestLeaseEndsOnTheWay(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]bool{"lost": true, "renewed": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			later := time.Duration(0)
			var a *standin
			a = newStandin(t, bigquery.Options{OnStatement: func(_ context.Context, phase bigquery.Phase, st warehouse.Statement) {
				if phase == bigquery.After && strings.Contains(st.Text, "`one`") {
					later = 50 * time.Minute
					if lost {
						a.server.Exec(t, "UPDATE prj.cutover.lease SET owner = 'you', fence = 2 WHERE environment = 'prod'")
					}
				}
			}})
			bigquery.SetNow(a.d, func() time.Time { return time.Now().Add(later) })
			a.server.Exec(t, "CREATE TABLE prj.mart.one (x INT64)", "CREATE TABLE prj.mart.two (x INT64)")
			drop := func(name string) warehouse.Op { return warehouse.Drop{Ref: in(prod, name), Kind: warehouse.KindTable} }
			_, err := a.d.Do(t.Context(), a.fenced(warehouse.Sequence{Ops: []warehouse.Op{drop("one"), drop("two")}}), token)
			want := map[bool]warehouse.Code{true: warehouse.LeaseLost}[lost]
			if warehouse.CodeOf(err) != want {
				t.Errorf("%v", err)
			}
			if n := len(a.jobs("DROP TABLE")); n != map[bool]int{true: 1, false: 2}[lost] {
				t.Errorf("%d jobs", n)
			}
		})
	}
}
