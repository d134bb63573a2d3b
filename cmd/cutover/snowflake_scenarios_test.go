//go:build cgo && unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestSnowflakeScenarios are the incidents of which everybody tells, from the
// first command to the last.
func TestSnowflakeScenarios(t *testing.T) {
	runCases(t, []snowCase{
		{"Monday's missing orders", missingOrders},
		{"two jobs, one prod/wac", func(t *testing.T) { twoJobs(t, "wac") }},
		{"two jobs, one prod/swap", func(t *testing.T) { twoJobs(t, "swap") }},
		{"a bad number/wac", func(t *testing.T) { badNumber(t, "wac") }},
		{"a bad number/swap", func(t *testing.T) { badNumber(t, "swap") }},
		{"200 tables", manyTables},
		{"hostile names/wac, two databases", func(t *testing.T) { hostileNames(t, "wac", "", hostileDatabases) }},
		{"hostile names/wac, two schemas", func(t *testing.T) { hostileNames(t, "wac", "", hostileSchemas) }},
		{"hostile names/by tables", func(t *testing.T) { hostileNames(t, "wac", ", mode: tables", hostileDatabases) }},
		{"hostile names/swap of databases", func(t *testing.T) { hostileNames(t, "swap", "", hostileDatabases) }},
		{"hostile names/swap of schemas", func(t *testing.T) { hostileNames(t, "swap", ", mode: schema", hostileSchemas) }},
	})
}

// fakeDBT is a dbt that lets the test build: it says that it has begun, waits,
// and ends with the exit code that it is told.
func (w *snowWorld) fakeDBT() {
	w.t.Helper()
	for _, pipe := range []string{"begun.pipe", "goon.pipe"} {
		if err := syscall.Mkfifo(filepath.Join(w.dir, pipe), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
	w.write("dbt.sh", `#!/bin/sh
cd "$(dirname "$0")"
path=target building=no code=0
while [ $# -gt 0 ]; do
  case $1 in
    --target-path) path=$2; shift;;
    build) building=yes;;
  esac
  shift
done
if [ $building = yes ]; then echo begun > begun.pipe; read code < goon.pipe; fi
mkdir -p "$path"
cp stage/manifest.json stage/run_results.json "$path"
exit "$code"
`)
	path := filepath.Join(w.dir, "dbt.sh")
	if err := os.Chmod(path, 0o755); err != nil {
		w.t.Fatal(err)
	}
	w.env = append(w.env, "CUTOVER_DBT="+path)
}

// rollback runs the rollback cycle with build as what dbt does.
func (w *snowWorld) rollback(want int, dbtExit string, build func()) answer {
	w.t.Helper()
	r := w.start(nil, "rollback", "run", "--env", "prod", "--yes", "--quiet")
	begun := make(chan error, 1)
	go func() {
		_, err := os.ReadFile(filepath.Join(w.dir, "begun.pipe"))
		begun <- err
	}()
	select {
	case err := <-begun:
		if err != nil {
			w.t.Fatal(err)
		}
	case err := <-r.done:
		w.t.Fatalf("cutover ended before dbt began: %v\n%s%s", err, &r.out, &r.errs)
	}
	build()
	if err := os.WriteFile(filepath.Join(w.dir, "goon.pipe"), []byte(dbtExit+"\n"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	code, a := r.end()
	if code != want {
		w.t.Fatalf("cutover rollback run: exit code %d, want %d\n%s", code, want, a.all())
	}
	return a
}

// missingOrders: day 1 is published by swap, day 2 would lose a day by swap and
// comes by rollback; a test fails on day 3, and day 4 goes on from production.
func missingOrders(t *testing.T) {
	w := newSnowWorld(t).incremental()
	w.configure(", reseed: false")
	w.fakeDBT()
	w.firstDay()
	w.day(2)
	w.cutover(3, publishLine("swap")...)
	wantRows := func(when, want string) {
		t.Helper()
		for _, name := range []string{"T000", "V000"} {
			if got := w.rows(w.prod, name); got != want {
				t.Errorf("%s: %s holds %q, want %q", when, name, got, want)
			}
		}
	}
	wantRows("after the refused swap", "1=day")
	w.rollback(0, "0", func() { w.day(2) })
	wantRows("day 2", "1=day 2=day")
	w.failed = "T000"
	w.rollback(6, "1", func() { w.day(3) })
	wantRows("day 3, whose test failed", "1=day 2=day")
	w.failed = ""
	w.rollback(0, "0", func() { w.day(4) })
	wantRows("day 4", "1=day 2=day 4=day")
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	wantRows("after the undo of day 4", "1=day 2=day")
}

// twoJobs: two runs that begin at once publish once; the other is refused, or
// comes second with a plan of its own.
func twoJobs(t *testing.T, strategy string) {
	w := newSnowWorld(t).tables(2).begun()
	s := w.before(publishLine(strategy))
	jobs := []*snowRun{w.start(nil, s.line...), w.start(nil, s.line...)}
	var codes []int
	var said string
	for _, job := range jobs {
		code, a := job.end()
		codes = append(codes, code)
		said += a.all()
	}
	slices.Sort(codes)
	if codes[0] != 0 || codes[1] != 0 && codes[1] != 3 && codes[1] != 7 {
		t.Errorf("exit codes %v\n%s", codes, said)
	}
	w.wantHolds("after both", "new")
	wins := 1
	if codes[1] == 0 {
		wins = 2 // one after the other
	}
	if got := w.model.count(swapWords); got != wins || len(w.releases()) < wins {
		t.Errorf("exit codes %v: %d swaps, releases %v\n%s", codes, got, w.releases(), said)
	}
	s.same("after both")
}

// badNumber: at 09:40 a figure is wrong. Three releases lie one upon the other;
// production goes back to the first, and the next scheduled run is held.
func badNumber(t *testing.T, strategy string) {
	w := newSnowWorld(t).tables(2).begun()
	s := w.before(publishLine(strategy))
	var at string
	for i, value := range []string{"eight", "nine", "ten"} {
		w.build("stage", value)
		w.cutover(0, s.line...)
		if i == 0 {
			at = w.releases()[0]
		}
	}
	all := w.releases()
	if len(all) != 3 {
		t.Fatalf("history names %v", all)
	}
	plan := w.cutover(0, "undo", "--to", at, "--env", "prod", "--dry-run")
	contains(t, plan.stdout, "T000", "T001", "V000")
	w.wantHolds("after the plan", "ten")
	a := w.cutover(0, "undo", "--to", at, "--hold", "--env", "prod", "--yes", "--quiet")
	contains(t, a.all(), "cutover unhold --env prod", "back to release "+at)
	w.wantHolds("after the undo", "eight")
	s.same("after the undo")
	w.build("stage", "eleven")
	refused := w.cutover(3, s.line...)
	contains(t, refused.stderr, "cutover unhold --env prod")
	w.wantHolds("held", "eight")
	w.cutover(0, "unhold", "--env", "prod", "--yes")
	w.cutover(0, s.line...)
	w.wantHolds("after the next run", "eleven")
}

// releases are the releases of the history, newest first.
func (w *snowWorld) releases() []string {
	w.t.Helper()
	var doc struct {
		Releases []struct {
			Release string `json:"release"`
		} `json:"releases"`
	}
	a := w.cutover(0, "history", "--env", "prod", "--output", "json")
	if err := json.Unmarshal([]byte(a.stdout), &doc); err != nil {
		w.t.Fatalf("history: %v\n%s", err, a.all())
	}
	var out []string
	for _, r := range doc.Releases {
		out = append(out, r.Release)
	}
	return out
}

// manyTables: the way back over several releases is the same few statements
// for 200 tables as for 4.
func manyTables(t *testing.T) {
	statements := map[int]int{}
	for _, n := range []int{4, 200} {
		w := newSnowWorld(t).tables(n).begun()
		w.cutover(0, publishLine("wac")...)
		at := w.releases()[0]
		for _, value := range []string{"nine", "ten"} {
			w.do(`UPDATE "STAGE"."MART"."T000" SET V = '` + value + `'`)
			w.artifacts()
			w.cutover(0, publishLine("wac")...)
		}
		w.server.ResetLog()
		w.cutover(0, "undo", "--to", at, "--env", "prod", "--yes", "--quiet")
		w.wantHolds("after the undo", "new")
		for _, st := range w.server.Sent() {
			if !strings.HasPrefix(st.SQL, "SHOW ") && !strings.HasPrefix(st.SQL, "SELECT ") {
				statements[n]++
			}
		}
	}
	if statements[4] != statements[200] || statements[4] == 0 {
		t.Errorf("statements that change something, by number of tables: %v", statements)
	}
}

// hostileDatabases and hostileSchemas are sides whose names try to be SQL.
func hostileDatabases() (prod, stage place) {
	return place{`Prod "x" $$ \`, `select`}, place{`Sta'ge; -- ünï`, `Mi"xed%_`}
}

func hostileSchemas() (prod, stage place) {
	return place{`One "db" $$ \`, `Ma'rt % _`}, place{`One "db" $$ \`, `sta"ge\ $$ 表`}
}

// hostileNames: names are data.
func hostileNames(t *testing.T, strategy, publish string, sides func() (prod, stage place)) {
	prod, stage := sides()
	if strategy == "swap" && prod.database != stage.database {
		stage.schema = prod.schema
	}
	w := snowWorldAt(t, prod, stage)
	w.quote = true
	w.configure(publish)
	w.nodes = nil
	for _, name := range []string{
		"T000", `o"quote`, `two""quotes`, "Mixed_Case", "lower", "ünïcödé 表", "select", "%", "_", "100%_", "$$", "a $$ b", `back\slash`, `'single'`, "semi;colon", "--x", "/*y",
	} {
		w.nodes = append(w.nodes, snowNode{name: name, materialized: "table"}, snowNode{name: "v " + name, materialized: "view", parents: []string{name}})
	}
	s := w.begun().before(publishLine(strategy))
	code, a := w.run(s.line...)
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, a.all())
	}
	w.wantHolds("published", "new")
	s.same("published")
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	w.wantHolds("after the undo", "old")
	s.same("after the undo")
	if got := fmt.Sprint(len(w.releases())); got != "2" {
		t.Errorf("history names %s releases, want the release and its undo", got)
	}
}
