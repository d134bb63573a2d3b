//go:build cgo && unix

package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
)

// A snowCut is one way in which the line or the service fails at the statement
// that publishes.
type snowCut struct {
	name string
	kind snowflaketest.Kind
	// forgetful: the service executes a request that it gets twice, twice.
	forgetful bool
	times     int
	// during runs when the statement has met the fault.
	during func(w *snowWorld, r *snowRun, in *snowflaketest.Injection)
	// done: the run is expected to end well by itself.
	done bool
	// schemas: it is also tried on a swap of two schemas. wac: only on wac.
	schemas, wac bool
}

// snowCuts are the faults under which the rivals lost a release, or published
// one twice.
func snowCuts() []snowCut {
	light := func(w *snowWorld, _ *snowRun, _ *snowflaketest.Injection) {
		w.awaitDark()
		w.server.Restore()
	}
	goOn := func(_ *snowWorld, _ *snowRun, in *snowflaketest.Injection) { in.Release() }
	return []snowCut{
		{name: "lost reply, dedupe", kind: snowflaketest.LostAfter, done: true},
		{name: "lost reply, no dedupe", schemas: true, kind: snowflaketest.LostAfter, forgetful: true, done: true},
		{name: "cut twice, dedupe", wac: true, kind: snowflaketest.LostAfter, times: 2, done: true},
		{name: "cut twice, no dedupe", schemas: true, kind: snowflaketest.LostAfter, times: 2, forgetful: true, done: true},
		{name: "cut before the commit", kind: snowflaketest.LostBefore, done: true},
		{name: "cut before the commit, no dedupe", wac: true, kind: snowflaketest.LostBefore, forgetful: true, done: true},
		{name: "cut while it runs", wac: true, kind: snowflaketest.LostRunning, during: goOn, done: true},
		{name: "cut while it runs, no dedupe", kind: snowflaketest.LostRunning, during: goOn, forgetful: true, done: true},
		{name: "error 000604 after the commit", schemas: true, kind: snowflaketest.ErrorAfterCommit},
		{name: "error 000604 after the commit, no dedupe", wac: true, kind: snowflaketest.ErrorAfterCommit, forgetful: true},
		{name: "HTTP 404 after the commit", kind: snowflaketest.NotFoundHTTP},
		{name: "half a reply, dedupe", schemas: true, kind: snowflaketest.HalfReply, done: true},
		{name: "half a reply, no dedupe", kind: snowflaketest.HalfReply, forgetful: true, done: true},
		{name: "short blackout after the commit", kind: snowflaketest.BlackoutAfter, during: light, done: true},
		{name: "short blackout before the commit", wac: true, kind: snowflaketest.Blackout, during: light, done: true},
		{name: "blackout without end, stopped twice", kind: snowflaketest.BlackoutAfter, during: stopTwice},
		{name: "permission denied", kind: snowflaketest.PermissionDenied},
		{name: "kill -9 while it runs", kind: snowflaketest.Hold, during: func(_ *snowWorld, r *snowRun, in *snowflaketest.Injection) {
			_ = r.cmd.Process.Kill()
			in.Release()
		}},
		{name: "kill -9 after the commit", schemas: true, kind: snowflaketest.BlackoutAfter, during: func(w *snowWorld, r *snowRun, _ *snowflaketest.Injection) {
			w.awaitDark()
			_ = r.cmd.Process.Kill()
		}},
		{name: "Ctrl-C while it runs", kind: snowflaketest.Hold, during: func(_ *snowWorld, r *snowRun, in *snowflaketest.Injection) {
			_ = r.cmd.Process.Signal(syscall.SIGINT)
			in.Release()
		}},
	}
}

// stopTwice is a person who has no patience with a dead line.
func stopTwice(w *snowWorld, r *snowRun, _ *snowflaketest.Injection) {
	w.awaitDark()
	_ = r.cmd.Process.Signal(syscall.SIGTERM)
	_ = r.cmd.Process.Signal(syscall.SIGINT) // a second one of the same kind could melt into the first
}

// TestSnowflakeRivalFaults meets the swap with every fault: production is whole
// old or whole new, the exit code says which, exactly one swap had an effect,
// what production held before is still there, and the way out that is named
// leads where it says.
func TestSnowflakeRivalFaults(t *testing.T) {
	all := os.Getenv(everyPoint) != ""
	var cases []snowCase
	for _, strategy := range []string{"wac", "swap", swapOfSchemas} {
		for _, cut := range snowCuts() {
			for _, way := range []string{"resume", "abort"} {
				if way == "abort" && cut.done {
					continue // there is nothing to abort after a run that ended well
				}
				if !all && (strategy == swapOfSchemas && !cut.schemas || strategy != "wac" && cut.wac) {
					continue
				}
				cases = append(cases, snowCase{strategy + "/" + cut.name + "/" + way, func(t *testing.T) { meetCut(t, strategy, cut, way) }})
			}
		}
	}
	runCases(t, cases)
}

// swapOfSchemas is a swap of two schemas of one database.
const swapOfSchemas = "swap of schemas"

func newStrategyWorld(t *testing.T, strategy string) (*snowWorld, []string) {
	t.Helper()
	if strategy == swapOfSchemas {
		w := snowWorldAt(t, place{"PROD", "MART"}, place{"PROD", "STAGING_MART"})
		w.configure(", mode: schema")
		return w, publishLine("swap")
	}
	return newSnowWorld(t), publishLine(strategy)
}

func meetCut(t *testing.T, strategy string, cut snowCut, way string) {
	w, line := newStrategyWorld(t, strategy)
	w.tables(2).begun()
	s := w.before(line)
	w.server.Dedupe = !cut.forgetful
	in := w.server.Inject(snowflaketest.Fault{
		Kind: cut.kind, Times: cut.times, Match: func(sql string) bool { return strings.Contains(sql, swapWords) },
	})
	r := w.start(nil, line...)
	if cut.during != nil {
		r.arrived(in)
		cut.during(w, r, in)
	}
	code, a := r.end()
	w.server.ClearFaults()
	w.server.Restore()
	if in.Hits() == 0 {
		t.Fatalf("the fault met nothing\n%s", a.all())
	}
	if cut.done && code != 0 {
		t.Errorf("gave up (exit code %d), though it could go on\n%s", code, a.stderr)
	}
	s.judge(code, a)
	s.settle(code, way)
}

// A snowStory is a publish from what was there before it to its end.
type snowStory struct {
	*snowWorld
	line            []string
	access, foreign string
}

func (w *snowWorld) before(line []string) *snowStory {
	w.t.Helper()
	return &snowStory{snowWorld: w, line: line, access: w.access(), foreign: w.foreign()}
}

const killed = -1

// judge looks at what a run left behind and whether it told the truth.
func (s *snowStory) judge(code int, a answer) {
	s.t.Helper()
	holds := s.holds()
	switch {
	case holds != "old" && holds != "new":
		s.t.Errorf("exit code %d: production is not whole: %s\n%s", code, holds, a.all())
	case code == 0 && holds != "new":
		s.t.Errorf("exit code 0, and production holds %s\n%s", holds, a.all())
	case code == 5 && !(strings.Contains(lastLine(a.stderr), "cutover resume --env prod") && strings.Contains(lastLine(a.stderr), "cutover abort --env prod")):
		s.t.Errorf("exit code 5 without the way out in its last line:\n%s", a.all())
	case code != 0 && code != 5 && code != killed && code != 130 && holds != "old":
		s.t.Errorf("exit code %d, and production holds %s\n%s", code, holds, a.all())
	}
	want := 0
	if holds == "new" {
		want = 1
		if !s.keeps("old") {
			s.t.Errorf("what production held before is nowhere: %q", s.everything())
		}
	}
	if got := s.model.count(swapWords); got != want {
		s.t.Errorf("exit code %d: %d swaps had an effect, want %d", code, got, want)
	}
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// settle takes the way out after a run and back to what was there in the
// beginning, and wants that nothing is missing then.
func (s *snowStory) settle(code int, way string) {
	s.t.Helper()
	s.wayOut(code, way)
	s.backAgain()
}

// wayOut ends what a run left open, and wants that nothing is missing then.
func (s *snowStory) wayOut(code int, way string) {
	s.t.Helper()
	open := strings.Contains(s.cutover(0, "status", "--env", "prod").all(), "unfinished")
	if code == 5 && !open {
		s.t.Error("exit code 5, and status knows of no unfinished release")
	}
	want := s.holds()
	if open {
		want = map[string]string{"resume": "new", "abort": "old"}[way]
	}
	if open || code == killed {
		s.cutover(0, way, "--env", "prod", "--yes", "--quiet")
		s.wantHolds("after "+way, want)
		if got := s.model.count(swapWords); want == "new" && got != 1 {
			s.t.Errorf("after %s: %d swaps had an effect", way, got)
		}
	}
	s.same("in the end")
}

// backAgain publishes what is not published yet and takes it back.
func (s *snowStory) backAgain() {
	s.t.Helper()
	if s.holds() == "old" {
		s.cutover(0, s.line...)
		s.wantHolds("after the next run", "new")
	}
	s.same("published")
	s.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	s.wantHolds("after the undo", "old")
	s.same("after the undo")
}

// same wants the grants as they were and everything still there that the
// program did not make.
func (s *snowStory) same(when string) {
	s.t.Helper()
	if got := s.snowWorld.access(); got != s.access {
		s.t.Errorf("%s: access is\n%s\nwas\n%s", when, got, s.access)
	}
	if got := s.snowWorld.foreign(); got != s.foreign {
		s.t.Errorf("%s: the account holds\n%s\nheld\n%s", when, got, s.foreign)
	}
}

// everyPoint names the variable that makes TestSnowflakeKilled kill at every
// point instead of a seventh of them, and TestSnowflakeRivalFaults meet every
// fault with every strategy.
const everyPoint = "CUTOVER_TEST_EVERY_POINT"

// TestSnowflakeKilled kills the program at statements that it sends, before and
// after them, and at writes to the ledger; resume and abort take turns.
func TestSnowflakeKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a hundred processes; not with -short")
	}
	stride := 7
	if os.Getenv(everyPoint) != "" {
		stride = 1
	}
	var cases []snowCase
	for _, strategy := range []string{"wac", "swap"} {
		for _, kind := range []string{"statement", "ledger"} {
			cases = append(cases, snowCase{strategy + "/" + kind, func(t *testing.T) { killEverywhere(t, strategy, kind, stride) }})
		}
	}
	runCases(t, cases)
}

// killEverywhere kills at one point after the other until there is none, each
// time in a world of its own.
func killEverywhere(t *testing.T, strategy, kind string, stride int) {
	seen, points := map[string]int{}, 0
	for more := true; more; {
		at := points*stride + 1
		more = t.Run(fmt.Sprint(at), func(t *testing.T) {
			if found := killAt(t, strategy, kind, at); found != "" {
				points++
				seen[found]++
				return
			}
		}) && points*stride+1 > at
	}
	t.Logf("killed at %d points, production held: %v", points, seen)
	if seen["old"] == 0 || seen["new"] == 0 || points < 3 {
		t.Errorf("the kills did not reach both sides of the swap: %d points, %v", points, seen)
	}
}

// killAt kills one run at one point and recovers. It gives what production held
// then; "" says that there is no such point.
func killAt(t *testing.T, strategy, kind string, at int) string {
	t.Helper()
	w := newSnowWorld(t).tables(1).begun()
	s := w.before(publishLine(strategy))
	code, a := w.start([]string{fmt.Sprintf("CUTOVER_TEST_KILL=%s:%d", kind, at)}, s.line...).end()
	if code == 0 {
		return ""
	}
	if code != killed {
		t.Fatalf("exit code %d\n%s", code, a.all())
	}
	holds := w.holds()
	s.judge(code, a)
	if s.wayOut(code, []string{"resume", "abort"}[at%2]); at%8 == 1 {
		s.backAgain()
	}
	return holds
}

// TestSnowflakeAbortWithoutStaging: the process of a swap of databases dies
// between the renaming of the demoted side and the making of a new staging.
func TestSnowflakeAbortWithoutStaging(t *testing.T) {
	t.Parallel()
	w := newSnowWorld(t).tables(1).begun()
	s := w.before(publishLine("swap"))
	in := w.server.Inject(snowflaketest.Fault{Kind: snowflaketest.BlackoutAfter, Match: func(sql string) bool { return strings.Contains(sql, `ALTER DATABASE "STAGE" RENAME TO`) }})
	r := w.start(nil, s.line...)
	r.arrived(in)
	w.awaitDark()
	_ = r.cmd.Process.Kill()
	code, a := r.end()
	w.server.Restore()
	s.judge(code, a)
	s.settle(code, "abort")
}
