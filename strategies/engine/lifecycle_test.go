//go:build cgo

package engine_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	_ "github.com/duckdb/duckdb-go/v2"

	"cutover/strategies"
	"cutover/strategies/engine"
)

func execFile(t *testing.T, path string, statements ...string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, st := range append(statements, "CHECKPOINT") {
		if _, err := db.ExecContext(context.Background(), st); err != nil {
			t.Fatalf("%s: %v", st, err)
		}
	}
}

func queryFile(t *testing.T, path, query string) string {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	var out string
	if err := db.QueryRowContext(context.Background(), query).Scan(&out); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

// dump is everything of production's mart schema that a person could compare.
func (w *world) dump() string {
	w.t.Helper()
	var out []string
	for _, q := range []string{
		"SELECT coalesce(string_agg(table_name||' '||coalesce(comment,'')||' '||sql, chr(10) ORDER BY table_name), '') FROM duckdb_tables() WHERE schema_name='mart'",
		"SELECT coalesce(string_agg(view_name||' '||sql, chr(10) ORDER BY view_name), '') FROM duckdb_views() WHERE schema_name='mart'",
		"SELECT coalesce(string_agg(index_name||' '||sql, chr(10) ORDER BY index_name), '') FROM duckdb_indexes() WHERE schema_name='mart'",
	} {
		out = append(out, queryFile(w.t, w.file("prod"), q))
	}
	for _, n := range w.nodes {
		exists := queryFile(w.t, w.file("prod"), "SELECT count(*)::VARCHAR FROM information_schema.tables WHERE table_schema='mart' AND table_name='"+n.name+"'")
		if exists == "0" {
			out = append(out, n.name+": not there")
			continue
		}
		out = append(out, n.name+": "+queryFile(w.t, w.file("prod"), "SELECT coalesce(string_agg(x::VARCHAR, ';'), '') FROM mart."+n.name+" x"))
	}
	return strings.Join(out, "\n")
}

func layouts(t *testing.T, strategiesOf func(pair bool) []string, run func(t *testing.T, w *world, strategy string)) {
	t.Helper()
	for _, pair := range []bool{false, true} {
		for _, s := range strategiesOf(pair) {
			name := "one file/" + s
			if pair {
				name = "two directories/" + s
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				run(t, newWorld(t, pair), s)
			})
		}
	}
}

func publishing(pair bool) []string {
	if pair {
		return []string{strategies.WAC, strategies.Swap}
	}
	return []string{strategies.WAC}
}

// TestLifecycle applies, undoes and applies again; undo restores production
// exactly.
func TestLifecycle(t *testing.T) {
	t.Parallel()
	layouts(t, publishing, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", 3, "old")
		w.tables("stage", 3, "new")
		w.fullRefresh = true
		before := w.dump()
		first, err := w.publish(strategy)
		if err != nil {
			t.Fatal(err)
		}
		after := w.dump()
		if got := w.holds(3); got != "new" {
			t.Fatalf("production holds %q after the release", got)
		}
		if err := w.undo(first); err != nil {
			t.Fatal(err)
		}
		if got := w.dump(); got != before {
			t.Errorf("undo did not restore production exactly:\n%s\nwas:\n%s", got, before)
		}
		w.tables("stage", 3, "new")
		if _, err := w.publish(strategy); err != nil {
			t.Fatal(err)
		}
		if got := w.dump(); got != after {
			t.Errorf("the second release differs from the first:\n%s\nfirst:\n%s", got, after)
		}
	})
}

// TestRefusedBeforeAnyWrite wants all refusals at once and an untouched file.
func TestRefusedBeforeAnyWrite(t *testing.T) {
	t.Parallel()
	layouts(t, publishing, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", 3, "old")
		w.tables("stage", 3, "new")
		w.sql(w.file("stage"), "DELETE FROM "+w.schema("stage")+".t000", "DROP TABLE "+w.schema("stage")+".t001")
		w.failed = []string{"t002"}
		before := w.dump()
		_, err := w.publish(strategy)
		var refused *engine.RefusedError
		if !errors.As(err, &refused) {
			t.Fatalf("got %v, want a refusal", err)
		}
		said := map[string]bool{}
		for _, a := range refused.Answers {
			said[a.Code] = true
		}
		for _, code := range []string{strategies.SourceEmpty, strategies.SourceMissing, strategies.AuditTest} {
			if !said[code] {
				t.Errorf("%s was not among the refusals %v", code, refused.Answers)
			}
		}
		if !refused.Audit() {
			t.Error("a failed test must count as audit")
		}
		if got := w.dump(); got != before {
			t.Error("a refused release changed production")
		}
	})
}

// TestStale refuses a plan when the world has moved, naming what moved.
func TestStale(t *testing.T) {
	t.Parallel()
	layouts(t, publishing, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", 2, "old")
		w.tables("stage", 2, "new")
		w.fullRefresh = true
		wh := w.open()
		p := w.build(wh, w.request(wh, strategy, engine.History{}))
		w.close(wh)
		w.sql(w.file("prod"), "UPDATE mart.t001 SET v = 'hand' WHERE id = 1")
		wh = w.open()
		defer w.close(wh)
		_, err := w.engine(wh).Apply(t.Context(), p)
		var stale *engine.StaleError
		if !errors.As(err, &stale) {
			t.Fatalf("got %v, want a stale plan", err)
		}
		if len(stale.Moved) != 1 || !strings.Contains(stale.Moved[0], "mart.t001") {
			t.Errorf("moved = %q, want it to name mart.t001 only", stale.Moved)
		}
	})
}

// TestSwapNeedsFullBuild refuses incrementals that went on from old content,
// and lets them through when staging was made from production by the last swap.
func TestSwapNeedsFullBuild(t *testing.T) {
	t.Parallel()
	w := newWorld(t, true)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	w.nodes[0].materialized = "incremental"
	_, err := w.publish(strategies.Swap)
	var refused *engine.RefusedError
	if !errors.As(err, &refused) || refused.Answers[0].Code != strategies.IncrementalSwap {
		t.Fatalf("got %v, want %s", err, strategies.IncrementalSwap)
	}
	w.fullRefresh = true
	if _, err := w.publish(strategies.Swap); err != nil {
		t.Fatal(err)
	}
	if got := queryFile(t, w.file("stage"), "SELECT v FROM mart.t000 LIMIT 1"); got != "new" {
		t.Errorf("staging holds %q after a swap with reseed, want production's content", got)
	}
}

// TestRollbackCycle clones out, lets dbt continue, and publishes what it built.
func TestRollbackCycle(t *testing.T) {
	t.Parallel()
	layouts(t, func(bool) []string { return []string{strategies.Rollback} }, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", 2, "day1")
		w.tables("stage", 2, "stale")
		w.nodes[0].materialized = "incremental"
		w.dbt = func(context.Context) error {
			w.sql(w.file("stage"), "INSERT INTO "+w.schema("stage")+".t000 VALUES (3, 'day2')",
				"UPDATE "+w.schema("stage")+".t001 SET v = 'day2'")
			return nil
		}
		id, err := w.publish(strategy)
		if err != nil {
			t.Fatal(err)
		}
		if got := queryFile(t, w.file("prod"), "SELECT string_agg(v, ',' ORDER BY id) FROM mart.t000"); got != "day1,day1,day2" {
			t.Errorf("the incremental holds %q, want it to go on from production", got)
		}
		if got := queryFile(t, w.file("prod"), "SELECT string_agg(v, ',' ORDER BY id) FROM mart.t001"); got != "day2,day2" {
			t.Errorf("the table holds %q", got)
		}
		if err := w.undo(id); err != nil {
			t.Fatal(err)
		}
		if got := w.holds(2); got != "day1" {
			t.Errorf("after undo production holds %q", got)
		}
	})
}

// TestRollbackLostUpdate refuses to overwrite what came into production while
// dbt was building.
func TestRollbackLostUpdate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	w.tables("prod", 2, "day1")
	w.tables("stage", 2, "stale")
	w.dbt = func(context.Context) error {
		w.sql(w.file("prod"), "UPDATE mart.t001 SET v = 'hotfix'")
		return nil
	}
	_, err := w.publish(strategies.Rollback)
	var refused *engine.RefusedError
	if !errors.As(err, &refused) || refused.Answers[0].Code != strategies.MovedSince {
		t.Fatalf("got %v, want %s", err, strategies.MovedSince)
	}
	if got := queryFile(t, w.file("prod"), "SELECT string_agg(DISTINCT v, ',') FROM mart.t001"); got != "hotfix" {
		t.Errorf("production holds %q, the hotfix is lost", got)
	}
	var step *engine.StepError
	if !errors.As(err, &step) || step.Open {
		t.Errorf("the release must be closed, production is unchanged: %+v", step)
	}
}

// TestRollbackResumesAfterKill: a build that died half way is begun again from
// the clone, so that nothing is loaded twice.
func TestRollbackResumesAfterKill(t *testing.T) {
	t.Parallel()
	layouts(t, func(bool) []string { return []string{strategies.Rollback} }, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", 2, "day1")
		w.tables("stage", 2, "stale")
		w.nodes[0].materialized = "incremental"
		load := func() {
			w.sql(w.file("stage"), "INSERT INTO "+w.schema("stage")+".t000 VALUES (3, 'day2')", "UPDATE "+w.schema("stage")+".t001 SET v = 'day2'")
		}
		died := make(chan struct{})
		w.dbt = func(context.Context) error {
			load() // half the work, then the host dies: nothing is written down any more
			close(died)
			select {}
		}
		go func() { _, _ = w.publish(strategy) }()
		<-died
		w.dbt = func(context.Context) error { load(); return nil }
		wh := w.open()
		defer w.close(wh)
		res, err := w.engine(wh).Resume(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.close(wh)
		if got := queryFile(t, w.file("prod"), "SELECT string_agg(v, ',' ORDER BY id) FROM mart.t000"); got != "day1,day1,day2" {
			t.Errorf("after resume of %s the incremental holds %q", res.Release, got)
		}
	})
}
