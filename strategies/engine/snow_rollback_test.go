//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
)

// incremental makes t000 a table that dbt continues: a build adds a row to what
// staging holds.
func (w *world) incremental() {
	w.nodes[0].materialized = "incremental"
	c := w.snow.place("stage")
	w.dbt = func(context.Context) error {
		w.snow.server.Exec(w.t,
			`INSERT INTO "`+c.Database+`"."`+c.Schema+`"."T000" VALUES (3, 'today')`,
			`CREATE OR REPLACE TRANSIENT TABLE "`+c.Database+`"."`+c.Schema+`"."T001" (ID NUMBER(38,0) NOT NULL, V VARCHAR)`,
			`INSERT INTO "`+c.Database+`"."`+c.Schema+`"."T001" VALUES (1, 'today')`)
		return nil
	}
}

// TestSnowRollback: incremental tables go on from production and not from what
// staging last held, whichever way they are cloned out.
func TestSnowRollback(t *testing.T) {
	t.Parallel()
	for _, s := range []shape{twoDatabases, twoSchemas, byTable} {
		for _, whole := range []bool{false, true} {
			name := string(s) + "/tables"
			if whole {
				name = string(s) + "/schemas"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := newSnow(t, s)
				w.tables("stage", 2, "long ago")
				w.tables("prod", 2, "yesterday")
				w.incremental()
				w.bend = func(r *strategies.Request) {
					r.CloneSchemas = whole
					r.Limits.MaxDropPercent = 60
				}
				access := w.snow.grants(w)
				id, err := w.publish(strategies.Rollback)
				if err != nil {
					t.Fatal(err)
				}
				if got := w.values("T000"); got != "today yesterday yesterday" {
					t.Errorf("production's incremental table holds %q", got)
				}
				if got := w.values("T001"); got != "today" {
					t.Errorf("production's table holds %q", got)
				}
				if got := w.values("V000"); got != "today yesterday yesterday" {
					t.Errorf("production's view reads %q", got)
				}
				if got := w.snow.grants(w); got != access {
					t.Errorf("access after the release:\n%s\nwas:\n%s", got, access)
				}
				if err := w.undo(id); err != nil {
					t.Fatal(err)
				}
				if got := w.holds(2); got != "yesterday" {
					t.Errorf("production holds %q after the undo", got)
				}
			})
		}
	}
}

// values reads the text column of one relation of production.
func (w *world) values(name string) string {
	w.t.Helper()
	var out []string
	for _, row := range w.snow.server.Query(w.t, `SELECT V FROM "PROD"."MART"."`+name+`" ORDER BY V`) {
		out = append(out, row[0])
	}
	return strings.Join(out, " ")
}

// TestSnowLostUpdate: what somebody writes into production while dbt builds is
// not overwritten, neither into what is published nor beside it.
func TestSnowLostUpdate(t *testing.T) {
	t.Parallel()
	for _, touched := range []string{"T000", "BY_HAND"} {
		t.Run(touched, func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, twoDatabases)
			w.tables("stage", 2, "long ago")
			w.tables("prod", 2, "yesterday")
			w.snow.server.Exec(t, `CREATE TABLE "PROD"."MART"."BY_HAND" (ID NUMBER(38,0), V VARCHAR)`)
			w.incremental()
			build := w.dbt
			w.dbt = func(ctx context.Context) error {
				w.snow.server.Exec(t, `INSERT INTO "PROD"."MART"."`+touched+`" VALUES (9, 'meanwhile')`)
				return build(ctx)
			}
			w.bend = func(r *strategies.Request) { r.Limits.MaxDropPercent = 80 }
			_, err := w.publish(strategies.Rollback)
			var refused *engine.RefusedError
			if touched == "T000" && !errors.As(err, &refused) {
				t.Errorf("a change of what is published was overwritten: %v", err)
			}
			if got := w.values(touched); !strings.Contains(got, "meanwhile") {
				t.Errorf("%s holds %q (%v)", touched, got, err)
			}
		})
	}
}

// TestSnowWriteBesideTheSwap: a row that somebody writes into another table of
// the schema after the shadow was made stops the swap.
func TestSnowWriteBesideTheSwap(t *testing.T) {
	t.Parallel()
	w := newSnow(t, twoDatabases)
	w.tables("stage", 2, "new")
	w.tables("prod", 2, "old")
	w.snow.server.Exec(t, `CREATE TABLE "PROD"."MART"."BY_HAND" (ID NUMBER(38,0), V VARCHAR)`)
	w.hook = func(p engine.Point) {
		if p == "before intent swap MART" {
			w.snow.server.Exec(t, `INSERT INTO "PROD"."MART"."BY_HAND" VALUES (9, 'meanwhile')`)
		}
	}
	// The look before the swap comes before its intent, so the write slips in
	// behind it: the comparison afterwards has to find it.
	_, err := w.publish(strategies.WAC)
	var step *engine.StepError
	if !errors.As(err, &step) || !step.Open || !step.Changed {
		t.Fatalf("a write was lost in silence: %v", err)
	}
	if !strings.Contains(err.Error(), "BY_HAND") {
		t.Errorf("the table is not named: %v", err)
	}
	kept := `"PROD"."CUTOVER_R0001__MART"."BY_HAND"`
	if rows := w.snow.server.Query(t, `SELECT V FROM `+kept); len(rows) != 1 || rows[0][0] != "meanwhile" {
		t.Errorf("the kept side holds %v", rows)
	}
}

// TestSnowLateViews: a view of what the release brings is made right after the
// swap; one that is there keeps its text until then.
func TestSnowLateViews(t *testing.T) {
	t.Parallel()
	for _, s := range []shape{twoDatabases, twoSchemas, byTable} {
		for _, strategy := range []string{strategies.WAC, strategies.Swap} {
			if s == byTable && strategy == strategies.Swap {
				continue
			}
			t.Run(string(s)+"/"+strategy, func(t *testing.T) {
				t.Parallel()
				w := newSnow(t, s)
				w.tables("prod", 2, "old")
				w.tables("stage", 2, "new")
				c := w.snow.place("stage")
				q := func(name string) string { return c.Database + "." + c.Schema + "." + name }
				w.snow.server.Exec(t,
					`create or replace transient table `+q("t001")+` (ID NUMBER(38,0) NOT NULL, V VARCHAR, EXTRA VARCHAR)`,
					`insert into `+q("t001")+` values (1, 'new', 'more'), (2, 'new', 'more')`,
					`create transient table `+q("t002")+` (ID NUMBER(38,0) NOT NULL, V VARCHAR)`,
					`insert into `+q("t002")+` values (1, 'new'), (2, 'new')`,
					`create or replace view `+q("v001")+` as (select ID, V, EXTRA from `+q("t001")+`)`,
					`create view `+q("v002")+` as (select * from `+q("t002")+`)`,
					`create view `+q("v003")+` as (select * from `+q("v002")+`)`,
					`create view PROD.MART.V001 as (select ID, V from PROD.MART.T001)`)
				w.nodes = append(w.nodes, node{name: "t002", materialized: "table", tag: "mart"},
					node{name: "v001", materialized: "view", tag: "mart", parents: []string{"t001"}},
					node{name: "v002", materialized: "view", tag: "mart", parents: []string{"t002"}},
					node{name: "v003", materialized: "view", tag: "mart", parents: []string{"v002"}})
				w.fullRefresh = true
				id, err := w.publish(strategy)
				var refused *engine.RefusedError
				if errors.As(err, &refused) {
					t.Fatalf("%+v", refused.Answers)
				}
				if err != nil {
					t.Fatal(err)
				}
				for _, name := range []string{"T001", "T002", "V000", "V001", "V002", "V003"} {
					if got := w.values(name); got != "new new" {
						t.Errorf("%s reads %q", name, got)
					}
				}
				if err := w.undo(id); err != nil {
					t.Fatal(err)
				}
				for name, want := range map[string]string{"T001": "old old", "V000": "old old", "V001": "old old"} {
					if got := w.values(name); got != want {
						t.Errorf("after the undo %s reads %q", name, got)
					}
				}
				inv := w.inventory(warehouse.Container{Database: "PROD", Schema: "MART"})
				if strings.Contains(inv, "T002") || strings.Contains(inv, "V002") || strings.Contains(inv, "V003") {
					t.Errorf("after the undo production still has %s", inv)
				}
			})
		}
	}
}

// inventory names the relations of a container.
func (w *world) inventory(c warehouse.Container) string {
	w.t.Helper()
	wh := w.open()
	defer w.close(wh)
	inv, err := wh.Inspect(w.t.Context(), warehouse.InspectRequest{Containers: []warehouse.Container{c}})
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, o := range inv.Objects {
		out = append(out, o.Ref.Name)
	}
	return strings.Join(out, " ")
}
