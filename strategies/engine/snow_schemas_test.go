//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// secondSchema puts a table of a schema UTILS beside those of MART, on both
// sides, and a view in UTILS over a table of MART.
func (w *world) secondSchema() {
	w.t.Helper()
	for db, value := range map[string]string{"PROD": "old", "STAGE": "new"} {
		q := func(name string) string { return `"` + db + `"."UTILS"."` + name + `"` }
		w.snow.server.Exec(w.t,
			`CREATE SCHEMA "`+db+`"."UTILS"`,
			`CREATE TABLE `+q("DATES")+` (ID NUMBER(38,0) NOT NULL, V VARCHAR)`,
			`INSERT INTO `+q("DATES")+` VALUES (1, '`+value+`')`,
			`create view `+db+`.utils.both_sides as (select V from `+db+`.mart.t000)`)
	}
	w.nodes = append(w.nodes, node{name: "dates", materialized: "table", tag: "mart", schema: "UTILS"},
		node{name: "both_sides", materialized: "view", tag: "mart", schema: "UTILS", parents: []string{"t000"}})
}

// everywhere says what both schemas hold.
func (w *world) everywhere() string {
	w.t.Helper()
	seen := map[string]bool{}
	for _, name := range []string{`"MART"."T000"`, `"MART"."V000"`, `"UTILS"."DATES"`, `"UTILS"."BOTH_SIDES"`} {
		for _, row := range w.snow.server.Query(w.t, `SELECT DISTINCT V FROM "PROD".`+name) {
			seen[row[0]] = true
		}
	}
	switch {
	case seen["old"] && seen["new"]:
		return "mixed"
	case seen["new"]:
		return "new"
	}
	return "old"
}

// TestSnowTwoSchemas: a release of two schemas is two swaps in the declared
// order. Cut off between them it is half there; resume and abort both end it.
func TestSnowTwoSchemas(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"whole", "resume", "abort"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, twoDatabases)
			w.tables("prod", 1, "old")
			w.tables("stage", 1, "new")
			w.secondSchema()
			w.bend = func(r *strategies.Request) { r.SchemaOrder = []string{"utils", "mart"} }
			if way != "whole" {
				w.snow.server.Inject(snowflaketest.Fault{
					Kind: snowflaketest.PermissionDenied, Times: -1,
					Match: func(sql string) bool { return strings.Contains(sql, `ALTER SCHEMA "PROD"."MART" SWAP`) },
				})
			}
			id, err := w.publish(strategies.WAC)
			if way == "whole" {
				if err != nil || w.everywhere() != "new" {
					t.Fatalf("production holds %s: %v", w.everywhere(), err)
				}
				if err := w.undo(id); err != nil {
					t.Fatal(err)
				}
				if got := w.everywhere(); got != "old" {
					t.Errorf("after the undo production holds %s", got)
				}
				return
			}
			var step *engine.StepError
			if !errors.As(err, &step) || !step.Open || !step.Changed || w.everywhere() != "mixed" {
				t.Fatalf("cut off between two swaps: %v, production holds %s", err, w.everywhere())
			}
			w.snow.server.ClearFaults()
			wh := w.open()
			defer w.close(wh)
			e, want := w.engine(wh), "new"
			if way == "resume" {
				_, err = e.Resume(t.Context())
			} else {
				want = "old"
				_, err = e.Abort(t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) { return w.undoPlan(wh, r.ID, r) })
			}
			if err != nil || w.everywhere() != want {
				t.Errorf("%s: %v, production holds %s", way, err, w.everywhere())
			}
		})
	}
}

// TestSnowKindChange: a table that becomes a view, and a view that becomes a
// table, keep their readers.
func TestSnowKindChange(t *testing.T) {
	t.Parallel()
	w := newSnow(t, twoDatabases)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	w.snow.server.Exec(t,
		`create table PROD.MART.BASE (ID NUMBER(38,0), V VARCHAR)`, `insert into PROD.MART.BASE values (1, 'base')`,
		`grant select, insert on table PROD.MART.T001 to role ANALYST`, `grant select on view PROD.MART.V000 to role ANALYST`,
		`drop table STAGE.MART.T001`, `create view STAGE.MART.T001 as (select ID, V from PROD.MART.BASE)`,
		`drop view STAGE.MART.V000`, `create table STAGE.MART.V000 (ID NUMBER(38,0), V VARCHAR)`, `insert into STAGE.MART.V000 values (1, 'new')`)
	w.nodes[1].materialized, w.nodes[2].materialized, w.nodes[2].parents = "view", "table", nil
	w.bend = func(r *strategies.Request) { r.Limits.MaxDropPercent = 60 }
	id, err := w.publish(strategies.WAC)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := w.values("T001"), w.values("V000"); a != "base" || b != "new" {
		t.Errorf("production reads %q and %q", a, b)
	}
	grants := w.snow.grants(w)
	for _, want := range []string{"T001 VIEW SELECT ANALYST", "V000 TABLE SELECT ANALYST"} {
		if !strings.Contains(grants, want) {
			t.Errorf("%q is gone:\n%s", want, grants)
		}
	}
	if err := w.undo(id); err != nil {
		t.Fatal(err)
	}
	if a, b := w.values("T001"), w.values("V000"); a != "old old" || b != "old old" {
		t.Errorf("after the undo production reads %q and %q", a, b)
	}
}

// TestSnowUndoLeavesTheRest: what somebody loaded beside the release stays when
// the release goes back.
func TestSnowUndoLeavesTheRest(t *testing.T) {
	t.Parallel()
	w := newSnow(t, twoDatabases)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	w.snow.server.Exec(t, `CREATE TABLE "PROD"."MART"."LOADED" (ID NUMBER(38,0), V VARCHAR)`)
	id, err := w.publish(strategies.WAC)
	if err != nil {
		t.Fatal(err)
	}
	w.snow.server.Exec(t, `INSERT INTO "PROD"."MART"."LOADED" VALUES (1, 'after the release')`)
	if err := w.undo(id); err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "old" {
		t.Errorf("production holds %q", got)
	}
	if got := w.values("LOADED"); got != "after the release" {
		t.Errorf("what was loaded is %q: the undo took it along", got)
	}
}

// TestSnowDroppedKept: the kept schema was dropped by somebody; UNDROP brings it
// back and the undo goes on.
func TestSnowDroppedKept(t *testing.T) {
	t.Parallel()
	w := newSnow(t, twoDatabases)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	id, err := w.publish(strategies.WAC)
	if err != nil {
		t.Fatal(err)
	}
	w.snow.server.Exec(t, `DROP SCHEMA "PROD"."CUTOVER_R0001__MART"`)
	if err := w.undo(id); err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "old" {
		t.Errorf("production holds %q", got)
	}
}

// TestSnowPrune: kept schemas beyond keep_releases go, those of the promised
// number stay, and what failed releases left behind goes too.
func TestSnowPrune(t *testing.T) {
	t.Parallel()
	w := newSnow(t, twoDatabases)
	w.keep = 2
	w.tables("prod", 1, "old")
	w.tables("stage", 1, "bad")
	in := w.snow.server.Inject(snowflaketest.Fault{
		Kind: snowflaketest.PermissionDenied, Match: func(sql string) bool { return strings.Contains(sql, "SWAP WITH") },
	})
	if _, err := w.publish(strategies.WAC); err == nil || in.Hits() != 1 {
		t.Fatalf("the swap was to be refused: %v", err)
	}
	if !strings.Contains(w.schemas(), "CUTOVER_R0001__MART") {
		t.Fatalf("the failed release left %s", w.schemas())
	}
	for _, value := range []string{"one", "two", "three"} {
		w.tables("stage", 1, value)
		if _, err := w.publish(strategies.WAC); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Count(w.schemas(), "CUTOVER_"); got != 2 || strings.Contains(w.schemas(), "R0001") {
		t.Errorf("schemas of production: %s", w.schemas())
	}
	if got := w.holds(1); got != "three" {
		t.Errorf("production holds %q", got)
	}
}

func (w *world) schemas() string {
	w.t.Helper()
	var out []string
	for _, row := range w.snow.server.Query(w.t, `SHOW SCHEMAS IN DATABASE "PROD"`) {
		out = append(out, row[1])
	}
	return strings.Join(out, " ")
}
