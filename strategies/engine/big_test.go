//go:build cgo

package engine_test

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
	"cutover/strategies"
)

// big is a world on the BigQuery stand-in, through the real client. What it shows
// is what the stand-in's reading of the documentation says.
type big struct {
	server *bigquerytest.Server
	// mode is publish.mode; "" is the default.
	mode string
}

func newBig(t *testing.T, mode string) *world {
	t.Helper()
	b := &big{server: bigquerytest.NewServer(t), mode: mode}
	w := &world{t: t, now: time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC), big: b, remote: b}
	b.server.Exec(t, "CREATE SCHEMA `prj`.`mart`", "CREATE SCHEMA `prj`.`stage`")
	return w
}

func (b *big) adapter() string { return "bigquery" }

func (b *big) place(side string) warehouse.Container {
	if side == "prod" {
		return warehouse.Container{Database: "prj", Schema: "mart"}
	}
	return warehouse.Container{Database: "prj", Schema: "stage"}
}

func (b *big) side(name string) strategies.Side {
	return strategies.Side{Environment: name, Database: "prj", DBTDatabase: "prj", Target: name}
}

func (b *big) stateAt() warehouse.Container {
	return warehouse.Container{Database: "prj", Schema: "cutover"}
}

// relation is what dbt-bigquery writes.
func (b *big) relation(at warehouse.Container, n node) string {
	return bigquery.Dialect().QuoteRef(warehouse.Ref{Database: at.Database, Schema: at.Schema, Name: n.name})
}

func (b *big) request(_ *world, req *strategies.Request) { req.Mode = b.mode }

func (b *big) open(ctx context.Context, before func(string)) (warehouse.Driver, error) {
	o := bigquery.Options{MaxParallel: 8, Profile: bigquery.Profile{
		Method: "oauth-secrets", Token: "fake", Project: "prj", Dataset: "mart", Location: "US", APIEndpoint: b.server.URL(),
	}}
	if before != nil {
		o.OnStatement = func(_ context.Context, phase bigquery.Phase, st warehouse.Statement) {
			if phase == bigquery.Before {
				before(st.Text)
			}
		}
	}
	return bigquery.Open(ctx, o)
}

// tables builds n tables on a side, as dbt does, each holding one value, with a
// view over the first. In mode views production starts as pointer views.
func (b *big) tables(w *world, side string, n int, value string) {
	w.t.Helper()
	w.nodes = nil
	c := b.place(side)
	if b.mode == strategies.ModeViews && side == "prod" {
		b.pointers(w, n, value)
		return
	}
	var sts []string
	for i := range n {
		name := fmt.Sprintf("t%03d", i)
		w.nodes = append(w.nodes, node{name: name, materialized: "table", tag: "mart"})
		sts = append(sts, fmt.Sprintf("CREATE OR REPLACE TABLE `prj`.`%s`.`%s` (id INT64 NOT NULL, v STRING) OPTIONS(description = 'built %s')", c.Schema, name, value),
			fmt.Sprintf("INSERT INTO `prj`.`%s`.`%s` (id, v) VALUES (1, '%s'), (2, '%s')", c.Schema, name, value, value))
	}
	w.nodes = append(w.nodes, node{name: "v000", materialized: "view", tag: "mart", parents: []string{"t000"}})
	sts = append(sts, fmt.Sprintf("CREATE OR REPLACE VIEW `prj`.`%[1]s`.`v000` AS select * from `prj`.`%[1]s`.`t000`", c.Schema))
	b.server.Exec(w.t, sts...)
}

// pointers makes production as an earlier release in mode views left it.
func (b *big) pointers(w *world, n int, value string) {
	w.t.Helper()
	sts := []string{"CREATE SCHEMA IF NOT EXISTS `prj`.`mart__r0000`"}
	for i := range n {
		sts = append(sts, fmt.Sprintf("CREATE OR REPLACE TABLE `prj`.`mart__r0000`.`t%03d` (id INT64 NOT NULL, v STRING)", i),
			fmt.Sprintf("INSERT INTO `prj`.`mart__r0000`.`t%03d` (id, v) VALUES (1, '%s'), (2, '%s')", i, value, value),
			fmt.Sprintf("CREATE OR REPLACE VIEW `prj`.`mart`.`t%03[1]d` AS SELECT * FROM `prj`.`mart__r0000`.`t%03[1]d`", i))
	}
	b.server.Exec(w.t, append(sts, "CREATE OR REPLACE VIEW `prj`.`mart`.`v000` AS select * from `prj`.`mart`.`t000`")...)
}

// holds says which values production's tables and its view hold.
func (b *big) holds(w *world, n int) string {
	w.t.Helper()
	found := map[string]bool{}
	from := []string{"v000"}
	for i := range n {
		from = append(from, fmt.Sprintf("t%03d", i))
	}
	for _, name := range from {
		for _, row := range b.server.Query(w.t, "SELECT DISTINCT v FROM `prj`.`mart`.`"+name+"`") {
			found[row[0]] = true
		}
	}
	var out []string
	for v := range found {
		out = append(out, v)
	}
	sort.Strings(out)
	return strings.Join(out, ",")
}

func bigModes() []string {
	return []string{strategies.ModeClone, strategies.ModeTransaction, strategies.ModeViews}
}

func TestBigLifecycle(t *testing.T) {
	t.Parallel()
	for _, mode := range bigModes() {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			const tables = 3
			w := newBig(t, mode)
			w.tables("prod", tables, "old")
			w.tables("stage", tables, "new")
			first, err := w.publish(strategies.WAC)
			if err != nil {
				t.Fatal(err)
			}
			if got := w.holds(tables); got != "new" {
				t.Fatalf("production holds %q after the release", got)
			}
			if err := w.undo(first); err != nil {
				t.Fatal(err)
			}
			if got := w.holds(tables); got != "old" {
				t.Fatalf("production holds %q after the undo", got)
			}
			for _, value := range []string{"newer", "newest"} {
				w.tables("stage", tables, value)
				if _, err := w.publish(strategies.WAC); err != nil {
					t.Fatal(err)
				}
				if got := w.holds(tables); got != value {
					t.Fatalf("production holds %q after another release, not %s", got, value)
				}
			}
			oneJobPerAttempt(t, b(w))
		})
	}
}

func b(w *world) *bigquerytest.Server { return w.big.server }

// oneJobPerAttempt asserts that nothing was done twice: each job id was made once,
// and no text was sent under two ids.
func oneJobPerAttempt(t *testing.T, s *bigquerytest.Server) {
	t.Helper()
	var ids []string
	for _, j := range s.Jobs() {
		if !strings.HasPrefix(j.ID, "cutover_") {
			continue
		}
		if slices.Contains(ids, j.ID) {
			t.Errorf("job %s was made twice", j.ID)
		}
		ids = append(ids, j.ID)
	}
}
