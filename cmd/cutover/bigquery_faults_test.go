//go:build cgo && unix

package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery/bigquerytest"
)

// bigModes are the ways of a publish on BigQuery.
func bigModes() []string { return []string{"clone", "transaction", "views"} }

// bigModeWorld is a world in which the mode has published the old state, or
// found it there, and the new one waits.
func bigModeWorld(t *testing.T, mode string) *bigStory {
	t.Helper()
	w := newBigWorld(t).tables(2, 1)
	w.configure(", mode: " + mode)
	line := publishLine("wac")
	if mode == "views" {
		w.build("stage", "old")
		w.cutover(0, line...)
		w.dress(bigMart, "t000") // a view
		w.build("stage", "new")
	} else {
		w.begun()
	}
	w.server.ResetLog()
	return w.before(line)
}

// bigNames are names, texts and numbers in SQL and in paths.
var bigNames = regexp.MustCompile("`[^`]*`|'[^']*'|\\b\\d+\\b|\\bx(, x)+")

// bigClass says what kind of call a request is: its method, its path and the words
// of its SQL without names.
func bigClass(r bigquerytest.Request) string {
	parts := strings.Split(strings.TrimPrefix(r.Path, "/"), "/")
	for i, part := range parts {
		if i%2 == 0 {
			continue
		}
		_, verb, _ := strings.Cut(part, ":")
		parts[i] = strings.TrimSuffix("x:"+verb, ":")
	}
	if !r.StartsJob {
		return r.Method + " " + strings.Join(parts, "/")
	}
	words, _, _ := strings.Cut(bigNames.ReplaceAllString(r.SQL, "x"), " UNION ALL ")
	words = strings.Join(strings.Fields(words), " ")
	return parts[len(parts)-1] + " " + words[:min(len(words), 60)]
}

// bigPolls are the calls by which a job that runs is waited for.
func bigPolls() []string { return []string{"GET projects/x/queries/x", "GET projects/x/jobs/x"} }

// bigClasses are the kinds of call that a publish makes, in order of their first,
// and those by which it waits.
func bigClasses(t *testing.T, mode string) []string {
	t.Helper()
	s := bigModeWorld(t, mode)
	s.cutover(0, s.line...)
	var out []string
	for _, r := range s.server.Requests() {
		if c := bigClass(r); !slices.Contains(append(out, bigPolls()...), c) {
			out = append(out, c)
		}
	}
	return append(out, bigPolls()...)
}

// bigChanges reports a kind of call that changes what readers of production see.
func bigChanges(class string) bool {
	return slices.ContainsFunc([]string{"jobs CREATE OR REPLACE", "jobs BEGIN", ":setIamPolicy", "jobs ASSERT"}, func(words string) bool { return strings.Contains(class, words) })
}

// TestBigQueryLostReplies meets every kind of call of a publish with the faults
// of the line and of the service: the run passes, or ends with the truth and its
// way out leads where it says. What changes production meets every fault, other
// calls one in twenty-four; all of them when CUTOVER_TEST_EVERY_POINT is set.
func TestBigQueryLostReplies(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a hundred publishes; not with -short")
	}
	t.Parallel()
	met := map[string]bool{}
	for _, mode := range bigModes() {
		t.Run(mode, func(t *testing.T) { runBeside(t, lostReplies(t, mode, met)) })
	}
}

// lostReplies are the cases of one mode; met are the kinds of call that met every
// fault in another mode already.
func lostReplies(t *testing.T, mode string, met map[string]bool) []snowCase {
	t.Helper()
	var cases []snowCase
	for i, class := range bigClasses(t, mode) {
		all := os.Getenv(everyPoint) != "" || bigChanges(class) && !met[class]
		met[class] = met[class] || all
		for j, kind := range bigquerytest.Kinds() {
			if !meets(class, kind) || !all && (i+j)%24 != 0 {
				continue
			}
			way := []string{"resume", "abort"}[(i+j)/12%2]
			cases = append(cases, snowCase{fmt.Sprintf("%s/%s/%s", class, kind, way), func(t *testing.T) { meetFault(t, mode, class, kind, way) }})
		}
	}
	return cases
}

// runBeside runs cases side by side.
func runBeside(t *testing.T, cases []snowCase) {
	t.Helper()
	const atOnce = 6
	var wg sync.WaitGroup
	defer wg.Wait()
	free := make(chan struct{}, atOnce)
	for _, c := range cases {
		free <- struct{}{}
		wg.Go(func() {
			defer func() { <-free }()
			t.Run(c.name, c.run)
		})
	}
}

// meets reports whether a kind of call can meet a fault: only jobs fail as jobs,
// and a dry run is no job that could stand.
func meets(class string, kind bigquerytest.Kind) bool {
	switch {
	case strings.HasSuffix(class, " LIMIT x"):
		return kind < bigquerytest.JobRateLimited && kind != bigquerytest.Hold
	case strings.HasPrefix(class, "jobs "), strings.HasPrefix(class, "queries "):
		return true
	}
	return kind < bigquerytest.JobRateLimited
}

// passing are the faults that a run has no reason to end for.
func passing(kind bigquerytest.Kind) bool {
	return !slices.Contains([]bigquerytest.Kind{
		bigquerytest.NotFoundHTTP, bigquerytest.Duplicate409, bigquerytest.Forbidden403, bigquerytest.Etag412,
		bigquerytest.JobAccessDenied, bigquerytest.ErrorAfterCommit,
	}, kind)
}

func meetFault(t *testing.T, mode, class string, kind bigquerytest.Kind, way string) {
	s := bigModeWorld(t, mode)
	if slices.Contains(bigPolls(), class) { // what changes production runs for a while
		s.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Running, Polls: 4, Match: func(r bigquerytest.Request) bool {
			return strings.HasSuffix(r.Path, "/jobs") && bigChanges(bigClass(r))
		}})
	}
	in := s.server.Inject(bigquerytest.Fault{
		Kind: kind, Polls: 2, Delay: time.Millisecond, Match: func(r bigquerytest.Request) bool { return bigClass(r) == class },
	})
	r := s.start(nil, s.line...)
	r.arrived(in)
	if kind == bigquerytest.Blackout || kind == bigquerytest.BlackoutAfter {
		s.awaitDark()
		s.server.Restore()
	}
	in.Release()
	code, a := r.end()
	if passing(kind) && code != 0 {
		t.Errorf("gave up (exit code %d), though it could go on\n%s", code, a.stderr)
	}
	s.judge(code, a)
	s.wayOut(code, way)
}

// TestBigQueryKilled kills the program at statements that it sends, before and
// after them, and at writes to the ledger; resume and abort take turns.
func TestBigQueryKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills many processes; not with -short")
	}
	stride := 7
	if os.Getenv(everyPoint) != "" {
		stride = 1
	}
	var cases []snowCase
	for _, mode := range bigModes() {
		for _, kind := range []string{"statement", "ledger"} {
			cases = append(cases, snowCase{mode + "/" + kind, func(t *testing.T) { bigKillEverywhere(t, mode, kind, stride) }})
		}
	}
	runCases(t, cases)
}

// bigKillEverywhere kills at one point after the other until there is none, each
// time in a world of its own.
func bigKillEverywhere(t *testing.T, mode, kind string, stride int) {
	seen, points := map[string]int{}, 0
	for more := true; more; {
		at := points*stride + 1
		more = t.Run(fmt.Sprint(at), func(t *testing.T) {
			if found := bigKillAt(t, mode, kind, at); found != "" {
				points++
				seen[found]++
			}
		}) && points*stride+1 > at
	}
	t.Logf("killed at %d points, production held: %v", points, seen)
	if seen["old"] == 0 || seen["new"] == 0 || points < 3 {
		t.Errorf("the kills did not reach both ends of the publish: %d points, %v", points, seen)
	}
}

// bigKillAt kills one run at one point and recovers. It gives what production held
// then; "" says that there is no such point.
func bigKillAt(t *testing.T, mode, kind string, at int) string {
	t.Helper()
	s := bigModeWorld(t, mode)
	code, a := s.start([]string{fmt.Sprintf("CUTOVER_TEST_KILL=%s:%d", kind, at)}, s.line...).end()
	if code == 0 {
		return ""
	}
	if code != killed {
		t.Fatalf("exit code %d\n%s", code, a.all())
	}
	s.awaitJobs()
	holds := s.holds()
	s.judge(code, a)
	if s.wayOut(code, []string{"resume", "abort"}[at%2]); at%8 == 1 {
		s.backAgain()
	}
	return strings.SplitN(holds, ":", 2)[0]
}

// TestBigQueryTerminated: somebody ends the run while its second table is kept, or
// placed: that statement is waited for, nothing more is sent, and the last line
// is true.
func TestBigQueryTerminated(t *testing.T) {
	runCases(t, []snowCase{
		{"while it keeps", func(t *testing.T) {
			terminated(t, "resume", "CREATE SNAPSHOT TABLE", interruptedExit, "prod is unchanged")
		}},
		{"while it places/resume", func(t *testing.T) {
			terminated(t, "resume", "CREATE OR REPLACE TABLE", 5, "cutover resume --env prod")
		}},
		{"while it places/abort", func(t *testing.T) {
			terminated(t, "abort", "CREATE OR REPLACE TABLE", 5, "cutover abort --env prod")
		}},
	})
}

func terminated(t *testing.T, way, words string, want int, truth string) {
	w := newBigWorld(t).tables(4, 1)
	w.configure(", concurrency: 1")
	s := w.begun().before(publishLine("wac"))
	in := w.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Skip: 1, Match: func(r bigquerytest.Request) bool { return strings.HasPrefix(r.SQL, words) }})
	r := w.start(nil, s.line...)
	r.arrived(in)
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	r.says("stopping after the current step")
	in.Release()
	code, a := r.end()
	if last := lastLine(a.stderr); code != want || !strings.Contains(last, truth) {
		t.Errorf("exit code %d, want %d; last line %q, want %q in it", code, want, last, truth)
	}
	sent := 0
	for _, j := range w.writes() {
		if strings.HasPrefix(j.SQL, words) {
			sent++
		}
	}
	if sent != 2 {
		t.Errorf("%d tables were sent, want 2", sent)
	}
	s.judge(code, a)
	s.settle(code, way)
}

// A bigStory is one publish from what was there before it to its end.
type bigStory struct {
	*bigWorld
	line             []string
	carried, foreign string
}

func (w *bigWorld) before(line []string) *bigStory {
	w.t.Helper()
	return &bigStory{bigWorld: w, line: line, carried: w.carried(), foreign: w.foreign()}
}

// judge looks at what a run left behind and whether it told the truth.
func (s *bigStory) judge(code int, a answer) {
	s.t.Helper()
	holds := s.holds()
	if torn := s.torn(); torn != "" {
		s.t.Errorf("exit code %d: production is torn: %s\n%s", code, torn, a.all())
	}
	switch last := lastLine(a.stderr); {
	case code == 0 && holds != "new":
		s.t.Errorf("exit code 0, and production holds %s\n%s", holds, a.all())
	case code == 5 && !(strings.Contains(last, "cutover resume --env prod") && strings.Contains(last, "cutover abort --env prod")):
		s.t.Errorf("exit code 5 without the way out in its last line:\n%s", a.all())
	case code != 0 && code != 5 && code != killed && code != interruptedExit && holds != "old":
		s.t.Errorf("exit code %d, and production holds %s\n%s", code, holds, a.all())
	}
	if holds != "old" && !s.keeps("old") {
		s.t.Errorf("what production held before is nowhere: %q", s.everything())
	}
	s.onceEach("the run")
}

// settle takes the way out after a run and back to what was there in the
// beginning, and wants that nothing is missing then.
func (s *bigStory) settle(code int, way string) {
	s.t.Helper()
	s.wayOut(code, way)
	s.backAgain()
}

// wayOut ends what a run left open, and wants that nothing is missing then.
func (s *bigStory) wayOut(code int, way string) {
	s.t.Helper()
	open := strings.Contains(s.cutover(0, "status", "--env", "prod").all(), "unfinished")
	want := s.holds()
	if !open && (code == 5 || want != "old" && want != "new") {
		s.t.Errorf("exit code %d, production holds %s, and status knows of no unfinished release", code, want)
	}
	if open {
		want = map[string]string{"resume": "new", "abort": "old"}[way]
	}
	if open || code == killed {
		s.cutover(0, way, "--env", "prod", "--yes", "--quiet")
		s.wantHolds("after "+way, want)
		s.onceEach("after " + way)
	}
	s.same("in the end")
}

// backAgain publishes what is not published yet and takes it back.
func (s *bigStory) backAgain() {
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

// same wants what production's relations carry as it was, and everything still
// there that the program did not make.
func (s *bigStory) same(when string) {
	s.t.Helper()
	lines := func(text string) []string { return strings.Split(text, "\n") }
	if d := cmp.Diff(lines(s.carried), lines(s.bigWorld.carried())); d != "" {
		s.t.Errorf("%s: production carries (-before +now)\n%s", when, d)
	}
	if d := cmp.Diff(lines(s.foreign), lines(s.bigWorld.foreign())); d != "" {
		s.t.Errorf("%s: the project holds (-before +now)\n%s", when, d)
	}
}
