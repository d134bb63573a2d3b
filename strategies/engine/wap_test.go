//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

func waps(bool) []string { return []string{strategies.WAP} }

// auditThen is a dbt whose first run, the audit, builds staging as it is, and
// whose later runs are rebuild.
func auditThen(w *world, rebuild func(context.Context) error) func(context.Context) error {
	runs := 0
	return func(ctx context.Context) error {
		runs++
		if runs == 1 {
			w.tables("stage", len(w.nodes), "new")
			return nil
		}
		return rebuild(ctx)
	}
}

// day leaves production at "old" with one relation less than staging will have.
func (w *world) day() (before string) {
	w.tables("prod", 3, "old")
	w.sql(w.file("prod"), "DROP TABLE mart.t002", "CREATE VIEW mart.t002 AS SELECT 9 AS id, 'old view' AS v")
	w.tables("stage", 4, "stale")
	return w.dump()
}

// rebuilds is what a dbt run leaves in production: the first n of its tables.
func (w *world) rebuilds(n int) {
	if queryFile(w.t, w.file("prod"), "SELECT count(*)::VARCHAR FROM duckdb_views() WHERE view_name = 't002' AND schema_name = 'mart'") == "1" {
		w.sql(w.file("prod"), "DROP VIEW mart.t002")
	}
	nodes := w.nodes
	w.tables("prod", n, "new")
	w.nodes = nodes
}

// TestWAP audits, rebuilds in production, and takes it back: tables, a view and
// a relation that was not there.
func TestWAP(t *testing.T) {
	t.Parallel()
	layouts(t, waps, func(t *testing.T, w *world, strategy string) {
		before := w.day()
		var said plan.DBT
		w.dbt = auditThen(w, func(context.Context) error { w.rebuilds(4); return nil })
		w.results = func(run plan.DBT) (plan.Evidence, error) {
			said = run
			return plan.Evidence{InvocationID: "in production"}, nil
		}
		id, err := w.publish(strategy)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.holds(4); got != "new" {
			t.Errorf("production holds %q", got)
		}
		want := []string{"fqn:shop.t000", "fqn:shop.t001", "fqn:shop.t002", "fqn:shop.t003"}
		if diff := cmp.Diff(want, said.Select); diff != "" || said.Command != "run" || len(said.Nodes) != 4 {
			t.Errorf("dbt %s in production, nodes %v (-want +got):\n%s", said.Command, said.Nodes, diff)
		}
		if err := w.undo(id); err != nil {
			t.Fatal(err)
		}
		if got := w.dump(); got != before {
			t.Errorf("undo did not restore production:\n%s\nwas:\n%s", got, before)
		}
	})
}

// TestWAPFails wants the truth about production whenever dbt does not end well
// there, and a way on and a way back.
func TestWAPFails(t *testing.T) {
	t.Parallel()
	failed := errors.New("dbt reported failures")
	for _, c := range []struct {
		name    string
		rebuild func(*world) error
		results error
		// changed: production is not what it was, so the release stays open.
		changed bool
		says    string
		// back counts the relations that an abort puts back.
		back int
	}{
		{"before it changed anything", func(*world) error { return failed }, nil, false, "reported failures", 0},
		{"after it changed one", func(w *world) error {
			w.sql(w.file("prod"), "UPDATE mart.t001 SET v = 'new'")
			return failed
		}, nil, true, "reported failures", 1},
		{"after it made a new one", func(w *world) error {
			w.sql(w.file("prod"), "CREATE TABLE mart.t003(id INTEGER)")
			return failed
		}, nil, true, "reported failures", 1},
		{"after it dropped one", func(w *world) error {
			w.sql(w.file("prod"), "DROP TABLE mart.t000")
			return failed
		}, nil, true, "reported failures", 1},
		{"its results name a failure", func(w *world) error { w.rebuilds(4); return nil }, errors.New("skipped"), true, "skipped", 4},
		{"with other rows than were audited", func(w *world) error {
			w.rebuilds(4)
			w.sql(w.file("prod"), "DELETE FROM mart.t001 WHERE id = 1")
			return nil
		}, nil, true, "1 rows, 2 were audited", 4},
		{"without making one", func(w *world) error { w.rebuilds(3); return nil }, nil, true, "t003 is not there", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, way := range []string{"resume", "abort"} {
				w := newWorld(t, false)
				before := w.day()
				w.dbt = auditThen(w, func(context.Context) error { return c.rebuild(w) })
				w.results = func(plan.DBT) (plan.Evidence, error) { return plan.Evidence{}, c.results }
				_, err := w.publish(strategies.WAP)
				var step *engine.StepError
				if !errors.As(err, &step) || step.Open != c.changed || step.Changed != c.changed || !strings.Contains(err.Error(), c.says) {
					t.Fatalf("got %v (%+v), want open and changed %v", err, step, c.changed)
				}
				if !c.changed {
					if got := w.dump(); got != before {
						t.Errorf("production is other than before:\n%s", got)
					}
					continue
				}
				w.results = nil
				w.dbt = func(context.Context) error { w.rebuilds(4); return nil }
				w.wayOut(way, before, c.back)
			}
		})
	}
}

// wayOut resumes or aborts an open wap and wants production all new, or exactly
// as it was with back relations put back.
func (w *world) wayOut(way, before string, back int) {
	w.t.Helper()
	wh := w.open()
	e := w.engine(wh)
	standing, err := e.Stand(w.t.Context())
	if err != nil || !standing.Changed {
		w.t.Errorf("status says changed=%v, %v", standing.Changed, err)
	}
	if way == "resume" {
		_, err = e.Resume(w.t.Context())
	} else {
		_, err = e.Abort(w.t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) {
			p, err := w.abortPlan(wh, r)
			if err == nil && len(p.Relations) != back {
				w.t.Errorf("the abort puts %d relations back, want %d", len(p.Relations), back)
			}
			return p, err
		})
	}
	if err != nil {
		w.t.Fatalf("%s: %v", way, err)
	}
	w.close(wh)
	if way == "resume" {
		if got := w.holds(4); got != "new" {
			w.t.Errorf("after resume production holds %q", got)
		}
	} else if got := w.dump(); got != before {
		w.t.Errorf("abort did not restore production:\n%s\nwas:\n%s", got, before)
	}
}

// abortPlan is the undo of a release that was never verified.
func (w *world) abortPlan(wh *warehouse.Warehouse, r engine.Release) (*plan.Plan, error) {
	req := strategies.UndoRequest{
		Release: "a" + r.ID, Tool: "test", Now: w.now, Environment: "prod", Released: r.Plan, After: r.After(), Parent: r.ID,
		State: w.state(), KeepReleases: 5, Capabilities: wh.Capabilities(), Render: wh.Render,
		Production: warehouse.Container{Database: w.side("prod").Database}, Candidate: warehouse.Container{Database: w.side("stage").Database},
	}
	inv, err := wh.Inspect(context.Background(), strategies.UndoLook(req))
	if err != nil {
		return nil, err
	}
	return strategies.BuildUndo(req, inv)
}

// TestWAPDies: the host dies while dbt runs in production; what dbt had done by
// then is what the next command finds.
func TestWAPDies(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"resume", "abort"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			layouts(t, waps, func(t *testing.T, w *world, strategy string) {
				before := w.day()
				died := make(chan struct{})
				w.dbt = auditThen(w, func(context.Context) error {
					w.sql(w.file("prod"), "UPDATE mart.t000 SET v = 'new'")
					close(died)
					select {}
				})
				go func() { _, _ = w.publish(strategy) }()
				<-died
				w.dbt = func(context.Context) error { w.rebuilds(4); return nil }
				w.wayOut(way, before, 1)
			})
		})
	}
}

// TestWAPInterrupted: Ctrl-C during dbt's run in production, before and after it
// changed something.
func TestWAPInterrupted(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string]bool{"before": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, false)
			before := w.day()
			ctx, stop := context.WithCancel(t.Context())
			w.dbt = auditThen(w, func(ctx context.Context) error {
				if changes {
					w.sql(w.file("prod"), "UPDATE mart.t000 SET v = 'new'")
				}
				stop()
				return ctx.Err()
			})
			wh := w.open()
			_, err := w.engine(wh).Apply(ctx, w.build(wh, w.request(wh, strategies.WAP, engine.History{})))
			w.close(wh)
			var step *engine.StepError
			if !errors.As(err, &step) || step.Open != changes || step.Changed != changes || !errors.Is(err, context.Canceled) {
				t.Fatalf("got %v (%+v), want open and changed %v", err, step, changes)
			}
			if changes {
				w.wayOut("abort", before, 1)
			}
		})
	}
}

// TestWAPAuditFails: nothing of production is touched, not even kept.
func TestWAPAuditFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	before := w.day()
	w.failed = []string{"t001"}
	w.dbt = auditThen(w, func(context.Context) error { t.Error("dbt ran in production"); return nil })
	_, err := w.publish(strategies.WAP)
	var refused *engine.RefusedError
	if !errors.As(err, &refused) || !refused.Audit() {
		t.Fatalf("got %v, want an audit that failed", err)
	}
	if got := w.dump(); got != before {
		t.Errorf("production is other than before:\n%s", got)
	}
	if n := queryFile(t, w.file("prod"), "SELECT count(*)::VARCHAR FROM duckdb_schemas() WHERE schema_name LIKE 'cutover_r%'"); n != "0" {
		t.Errorf("%s schemas with kept copies are left behind", n)
	}
}

// TestWAPLeftover: copies that were kept for a run that then changed nothing go
// with the next release.
func TestWAPLeftover(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.day()
	w.dbt = auditThen(w, func(context.Context) error { return errors.New("no") })
	if _, err := w.publish(strategies.WAP); err == nil {
		t.Fatal("said done")
	}
	kept := func() string {
		return queryFile(t, w.file("prod"), "SELECT count(*)::VARCHAR FROM duckdb_schemas() WHERE schema_name LIKE 'cutover_r%'")
	}
	if kept() != "1" {
		t.Fatalf("%s schemas with kept copies, want 1", kept())
	}
	wh := w.open()
	h, err := w.engine(wh).History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.close(wh)
	w.bend = func(req *strategies.Request) { req.Leftover = strategies.Leftovers(h.Releases[0].Plan) }
	w.dbt = auditThen(w, func(context.Context) error { w.rebuilds(4); return nil })
	if _, err := w.publish(strategies.WAP); err != nil {
		t.Fatal(err)
	}
	if kept() != "1" {
		t.Errorf("%s schemas with kept copies, want only the new release's", kept())
	}
}
