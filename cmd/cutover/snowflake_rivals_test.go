//go:build cgo && unix

package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
)

// A snowCase is one thing that people or other runs do to a publish.
type snowCase struct {
	name string
	run  func(t *testing.T)
}

// sideBySide is how many cases run at once. Nearly all of them wait for a pause
// of the driver, so it is not the number of processors that limits them.
const sideBySide = 12

func runCases(t *testing.T, cases []snowCase) {
	t.Helper()
	t.Parallel()
	var wg sync.WaitGroup
	defer wg.Wait()
	free := make(chan struct{}, sideBySide)
	for _, c := range cases {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			t.Run(c.name, c.run)
		})
	}
}

// TestSnowflakeRivalCases are the rows of the rivals' table that are no fault of
// the line.
func TestSnowflakeRivalCases(t *testing.T) {
	runCases(t, []snowCase{
		{"view trap/wac", func(t *testing.T) { viewTrap(t, "wac") }},
		{"view trap/swap", func(t *testing.T) { viewTrap(t, "swap") }},
		{"failing test/wac", func(t *testing.T) { failingTest(t, "wac") }},
		{"failing test/swap", func(t *testing.T) { failingTest(t, "swap") }},
		{"two runs, the second one's test fails/wac", func(t *testing.T) { rebuiltMeanwhile(t, "wac", 0, "new") }},
		{"two runs, the second one's test fails/swap", func(t *testing.T) { rebuiltMeanwhile(t, "swap", 3, "old") }},
		{"concurrent run/wac", func(t *testing.T) { concurrentRun(t, "wac") }},
		{"concurrent run/swap", func(t *testing.T) { concurrentRun(t, "swap") }},
		{"incremental, day 2", incrementalDays},
		{"incremental, day 2, reseeded", incrementalReseeded},
		{"share on prod", shareOnProduction},
		{"outside dbt", outsideDBT},
		{"stale plan file", stalePlan},
		{"lost reply of a DROP/dedupe", func(t *testing.T) { lostDrop(t, true, snowflaketest.LostAfter) }},
		{"lost reply of a DROP/no dedupe", func(t *testing.T) { lostDrop(t, false, snowflaketest.LostAfter) }},
		{"error 000604 after a DROP", func(t *testing.T) { lostDrop(t, true, snowflaketest.ErrorAfterCommit) }},
		{"abort that dies, then resume/wac", func(t *testing.T) { abortDies(t, "wac", "resume", "old") }},
		{"abort that dies, then abort/wac", func(t *testing.T) { abortDies(t, "wac", "abort", "new") }},
		{"abort that dies, then resume/swap", func(t *testing.T) { abortDies(t, "swap", "resume", "old") }},
		{"abort that dies, then abort/swap", func(t *testing.T) { abortDies(t, "swap", "abort", "new") }},
	})
}

// viewTrap: production's view reads production, not the side that it was built
// in and not the one that production was.
func viewTrap(t *testing.T, strategy string) {
	w := newSnowWorld(t).tables(1).begun()
	w.cutover(0, publishLine(strategy)...)
	for _, name := range w.everything() {
		p := strings.Split(name, ".")
		if len(p) == 3 && p[2] == "T000" && (p[0] != "PROD" || p[1] != "MART") {
			w.do(`INSERT INTO ` + (place{p[0], p[1]}).String() + `."T000" VALUES (9, 'of another side')`)
		}
	}
	if got := w.rows(w.prod, "V000"); got != both("new") {
		t.Errorf("production's view reads %q", got)
	}
}

// failingTest: a build whose test failed is not published.
func failingTest(t *testing.T, strategy string) {
	w := newSnowWorld(t).tables(1)
	w.failed = "T000"
	s := w.begun().before(publishLine(strategy))
	code, a := w.run(s.line...)
	s.judge(code, a)
	if code != 6 {
		t.Errorf("exit code %d, want 6\n%s", code, a.all())
	}
	s.same("after the refusal")
}

// marking is the last statement before a swap that changes anything.
func marking(sql string) bool {
	return strings.Contains(sql, `INSERT INTO`) && strings.Contains(sql, `"CUTOVER_MARKS"`)
}

// rebuiltMeanwhile: what was tested is what is published, also when another job
// builds the candidate anew between the test and the swap. A shadow holds what was
// tested; a swap of the candidate itself is refused.
func rebuiltMeanwhile(t *testing.T, strategy string, want int, holds string) {
	w := newSnowWorld(t).tables(2).begun()
	in := w.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: marking})
	first := w.start(nil, publishLine(strategy)...)
	first.arrived(in)
	w.failed = "T001"
	w.build("stage", "bad")
	code, a := w.run(publishLine(strategy)...)
	if code != 6 && code != 7 {
		t.Errorf("the second run: exit code %d\n%s", code, a.all())
	}
	w.wantHolds("after the second run", "old")
	in.Release()
	code, a = first.end()
	if code != want {
		t.Errorf("the first run: exit code %d, want %d\n%s", code, want, a.all())
	}
	w.wantHolds("after the first run", holds)
}

// concurrentRun: the second run is told who is at it.
func concurrentRun(t *testing.T, strategy string) {
	w := newSnowWorld(t).tables(1).begun()
	s := w.before(publishLine(strategy))
	in := w.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: marking})
	first := w.start(nil, s.line...)
	first.arrived(in)
	for _, line := range [][]string{s.line, {"resume", "--env", "prod", "--yes"}, {"abort", "--env", "prod", "--yes"}} {
		code, a := w.run(line...)
		if code != 7 && !(code == 3 && slices.Equal(line, s.line)) {
			t.Errorf("cutover %s beside another run: exit code %d\n%s", line[0], code, a.all())
		}
		contains(t, a.stderr, "night@job")
	}
	in.Release()
	code, a := first.end()
	s.judge(code, a)
	if code != 0 {
		t.Errorf("the first run: exit code %d\n%s", code, a.all())
	}
	s.settle(code, "resume")
}

// incremental makes T000 a table that dbt continues.
func (w *snowWorld) incremental() *snowWorld {
	w.tables(1)
	w.nodes[0].materialized = "incremental"
	return w
}

// day does what an incremental build of a day does: it adds the day's slice to
// what the candidate holds.
func (w *snowWorld) day(day int) {
	w.t.Helper()
	w.fullRefresh = false
	w.do(fmt.Sprintf(`INSERT INTO %s."T000" VALUES (%d, 'day')`, w.stage, day))
	w.artifacts()
}

// firstDay publishes a full build by swap.
func (w *snowWorld) firstDay() {
	w.t.Helper()
	w.build("prod", "day")
	w.build("stage", "day")
	w.do(`DELETE FROM `+w.stage.String()+`."T000" WHERE ID = 2`, `DELETE FROM `+w.prod.String()+`."T000" WHERE ID = 2`)
	w.cutover(0, publishLine("swap")...)
}

func incrementalDays(t *testing.T) {
	w := newSnowWorld(t).incremental()
	w.configure(", reseed: false")
	w.firstDay()
	w.day(2)
	swaps := w.model.count(swapWords)
	a := w.cutover(3, publishLine("swap")...)
	contains(t, a.stderr, "incremental-under-swap", "m000", "cutover rollback run", "prod is unchanged")
	if got := w.rows(w.prod, "V000"); got != "1=day" || w.model.count(swapWords) != swaps {
		t.Errorf("production was touched: %q", got)
	}
}

func incrementalReseeded(t *testing.T) {
	w := newSnowWorld(t).incremental()
	w.firstDay()
	for day, want := range map[int]string{2: "1=day 2=day"} {
		w.day(day)
		w.cutover(0, publishLine("swap")...)
		if got := w.rows(w.prod, "V000"); got != want {
			t.Errorf("production holds %q, want %q", got, want)
		}
	}
	w.day(3)
	w.cutover(0, publishLine("swap")...)
	if got := w.rows(w.prod, "V000"); got != "1=day 2=day 3=day" {
		t.Errorf("production holds %q: a day is missing", got)
	}
}

// shareOnProduction: consumers of a share would stay with the old schema.
func shareOnProduction(t *testing.T) {
	w := newSnowWorld(t).tables(2).begun()
	w.do(`CREATE SHARE "PARTNER"`, `GRANT USAGE ON DATABASE "PROD" TO SHARE "PARTNER"`, `GRANT USAGE ON SCHEMA "PROD"."MART" TO SHARE "PARTNER"`,
		`GRANT SELECT ON TABLE "PROD"."MART"."T000" TO SHARE "PARTNER"`)
	before := w.everything()
	for _, strategy := range []string{"wac", "swap"} {
		a := w.cutover(3, publishLine(strategy)...)
		contains(t, a.stderr, "dependent-share", "PARTNER", "prod is unchanged")
	}
	if got := w.everything(); !slices.Equal(got, before) {
		t.Errorf("a refusal wrote something: %q, was %q", got, before)
	}
	a := w.cutover(0, "wac", "--env", "prod", "--dry-run", "--allow", "dependent-share")
	contains(t, a.all(), "PARTNER")
	w.configure(", mode: tables")
	a = w.cutover(0, publishLine("wac")...)
	contains(t, a.all(), "PARTNER")
	w.wantHolds("by tables", "new")
	var shared []string
	for _, row := range w.server.Query(t, `SHOW GRANTS TO SHARE "PARTNER"`) {
		shared = append(shared, strings.Join(row[1:4], " "))
	}
	contains(t, strings.Join(shared, "\n"), "SELECT TABLE PROD.MART.T000")
}

// outsideDBT: what only production has does not vanish.
func outsideDBT(t *testing.T) {
	w := newSnowWorld(t).tables(1).begun()
	w.do(`CREATE TABLE "PROD"."PUBLIC"."MANUAL_MAP" (ID NUMBER(38,0), V VARCHAR)`, `CREATE TABLE "PROD"."MART"."BY_HAND" (ID NUMBER(38,0), V VARCHAR)`,
		`INSERT INTO "PROD"."MART"."BY_HAND" VALUES (1, 'mine')`)
	s := w.before(publishLine("wac"))
	a := w.cutover(3, publishLine("swap")...)
	contains(t, a.stderr, "would-vanish", "MANUAL_MAP", "BY_HAND", "prod is unchanged")
	s.same("after the refusal")
	code, a := w.run(s.line...)
	s.judge(code, a)
	if got := w.rows(w.prod, "BY_HAND"); got != "1=mine" {
		t.Errorf("the table beside dbt's holds %q", got)
	}
	s.settle(code, "resume")
}

// stalePlan: a plan that was saved is refused when production moved.
func stalePlan(t *testing.T) {
	w := newSnowWorld(t).tables(1).begun()
	w.cutover(0, "wac", "--env", "prod", "--dry-run", "--out", "release.plan")
	w.build("prod", "hotfix")
	w.do(`INSERT INTO "PROD"."MART"."T000" VALUES (3, 'hotfix')`)
	a := w.cutover(3, "apply", "release.plan", "--yes")
	contains(t, a.stderr, "no longer fits", "T000")
	if got := w.rows(w.prod, "V000"); got != both("hotfix")+" 3=hotfix" {
		t.Errorf("production holds %q", got)
	}
}

// lostDrop: the answer to the DROP of what is kept too long is lost. The release
// is in production, and the run must not say anything else.
func lostDrop(t *testing.T, dedupe bool, kind snowflaketest.Kind) {
	w := newSnowWorld(t).tables(1).begun()
	w.configure(", keep_releases: 1")
	w.cutover(0, publishLine("wac")...)
	w.build("stage", "next")
	w.server.Dedupe = dedupe
	in := w.server.Inject(snowflaketest.Fault{Kind: kind, Match: func(sql string) bool { return strings.Contains(sql, "DROP SCHEMA") }})
	code, a := w.run(publishLine("wac")...)
	if in.Hits() == 0 {
		t.Fatalf("nothing was dropped\n%s", a.all())
	}
	w.server.ClearFaults()
	w.wantHolds("published", "next")
	switch code {
	case 0:
	case 5:
		w.cutover(0, "resume", "--env", "prod", "--yes", "--quiet")
	default:
		t.Errorf("exit code %d\n%s", code, a.all())
	}
	if !w.keeps("new") || w.model.count("DROP SCHEMA") != 1 {
		t.Errorf("%d drops; the account holds %q", w.model.count("DROP SCHEMA"), w.everything())
	}
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	w.wantHolds("after the undo", "new")
}

// abortDies: the process of a publish dies after its swap, and that of the abort
// after its own.
func abortDies(t *testing.T, strategy, way, want string) {
	w := newSnowWorld(t).tables(1).begun()
	s := w.before(publishLine(strategy))
	for _, line := range [][]string{s.line, {"abort", "--env", "prod", "--yes", "--quiet"}} {
		in := w.server.Inject(snowflaketest.Fault{Kind: snowflaketest.BlackoutAfter, Match: func(sql string) bool { return strings.Contains(sql, swapWords) }})
		r := w.start(nil, line...)
		r.arrived(in)
		w.awaitDark()
		_ = r.cmd.Process.Kill()
		if code, a := r.end(); code != killed {
			t.Fatalf("cutover %s: exit code %d\n%s", line[0], code, a.all())
		}
		w.server.ClearFaults()
		w.server.Restore()
	}
	w.wantHolds("after two that died", "old")
	w.cutover(0, way, "--env", "prod", "--yes", "--quiet")
	w.wantHolds("after "+way, want)
	if want == "new" {
		w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
		w.wantHolds("after the undo", "old")
	}
	s.same("in the end")
	w.cutover(0, s.line...)
	w.wantHolds("after the next run", "new")
}

// TestSnowflakeSuspended: a host that sleeps beyond its lease wakes up after
// somebody else has published; its writes are fenced off.
func TestSnowflakeSuspended(t *testing.T) {
	var cases []snowCase
	for _, strategy := range []string{"wac", "swap"} {
		for name, at := range map[string]func(string) bool{
			"before the swap": marking,
			"at the access": func(sql string) bool {
				return strings.Contains(sql, "GRANT ") && strings.Contains(sql, "EXECUTE IMMEDIATE")
			},
		} {
			cases = append(cases, snowCase{strategy + "/" + name, func(t *testing.T) { suspended(t, strategy, at) }})
		}
	}
	runCases(t, cases)
}

func suspended(t *testing.T, strategy string, at func(string) bool) {
	w := newSnowWorld(t).tables(2).begun()
	in := w.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: at})
	sleeper := w.start(nil, publishLine(strategy)...)
	sleeper.arrived(in)
	if err := sleeper.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	w.do(`UPDATE "OPS"."CUTOVER"."LEASE" SET EXPIRES_AT = CURRENT_TIMESTAMP()`)
	in.Release()
	w.cutover(0, "abort", "--env", "prod", "--yes", "--quiet")
	w.build("stage", "other")
	w.cutover(0, publishLine(strategy)...)
	w.wantHolds("while the host sleeps", "other")
	swaps := w.model.count(swapWords)
	if err := sleeper.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	code, a := sleeper.end()
	if code != 7 {
		t.Errorf("the host that woke up: exit code %d, want 7\n%s", code, a.all())
	}
	w.wantHolds("after the host woke up", "other")
	if got := w.model.count(swapWords); got != swaps {
		t.Errorf("%d swaps, %d before the host woke up", got, swaps)
	}
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	w.wantHolds("after the undo", "old")
}
