package snowflaketest_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/snowflaketest"
)

const swap = `ALTER SCHEMA "D"."A" SWAP WITH "D"."B"`

// arrival is what a test says about one Statement.
type arrival struct {
	Retry          int
	Dedup, Failed  bool
	SameRequestID  bool // as the first arrival
	StatementFault snowflaketest.Kind
}

func arrivals(s *snowflaketest.Server) []arrival {
	sent := s.Sent()
	var out []arrival
	for _, st := range sent {
		out = append(out, arrival{st.RetryCount, st.Deduplicated, st.Failed, st.RequestID == sent[0].RequestID, st.Fault})
	}
	return out
}

func number(err error) int {
	var failed *sf.SnowflakeError
	if errors.As(err, &failed) {
		return failed.Number
	}
	if err != nil {
		return -1
	}
	return 0
}

// sideBySide runs subtests all at once, not as many as there are cores: they wait for the driver, which sleeps for one to
// three seconds before it repeats. The caller waits for the group before it returns.
func sideBySide(t *testing.T, group *sync.WaitGroup, name string, test func(*testing.T)) {
	t.Helper()
	group.Go(func() { t.Run(name, test) })
}

// What each fault looks like to a caller of the driver that allows itself two repeats.
func TestFaultsThroughTheDriver(t *testing.T) {
	t.Parallel()
	var group sync.WaitGroup
	defer group.Wait()
	const dead = -1 // an error that is no answer of the server
	for kind, want := range map[snowflaketest.Kind]struct {
		number  int
		effects int
		sent    []arrival
	}{
		snowflaketest.Refused:    {0, 1, []arrival{{0, false, true, true, snowflaketest.Refused}, {1, false, false, true, 0}}},
		snowflaketest.HTTP503:    {0, 1, []arrival{{0, false, true, true, snowflaketest.HTTP503}, {1, false, false, true, 0}}},
		snowflaketest.LostBefore: {0, 1, []arrival{{0, false, true, true, snowflaketest.LostBefore}, {1, false, false, true, 0}}},
		snowflaketest.LostAfter:  {0, 1, []arrival{{0, false, false, true, snowflaketest.LostAfter}, {1, true, false, true, 0}}},
		// the driver repeats after half a reply without counting it
		snowflaketest.HalfReply:        {0, 1, []arrival{{0, false, false, true, snowflaketest.HalfReply}, {0, true, false, true, 0}}},
		snowflaketest.NotFoundHTTP:     {sf.ErrFailedToPostQuery, 1, []arrival{{0, false, false, true, snowflaketest.NotFoundHTTP}}},
		snowflaketest.ErrorAfterCommit: {604, 1, []arrival{{0, false, false, true, snowflaketest.ErrorAfterCommit}}},
		snowflaketest.PermissionDenied: {3001, 0, []arrival{{0, false, true, true, snowflaketest.PermissionDenied}}},
		snowflaketest.LockTimeout:      {625, 0, []arrival{{0, false, true, true, snowflaketest.LockTimeout}}},
		snowflaketest.InProgress:       {0, 1, []arrival{{0, false, false, true, snowflaketest.InProgress}}},
		snowflaketest.ExpiredSession:   {0, 1, []arrival{{0, false, true, true, snowflaketest.ExpiredSession}, {0, false, false, true, 0}}},
		snowflaketest.Blackout:         {dead, 0, []arrival{{0, false, true, true, snowflaketest.Blackout}}},
		snowflaketest.BlackoutAfter:    {dead, 1, []arrival{{0, false, false, true, snowflaketest.BlackoutAfter}}},
		snowflaketest.Slow:             {0, 1, []arrival{{0, false, false, true, snowflaketest.Slow}}},
	} {
		sideBySide(t, &group, kind.String(), func(t *testing.T) {
			s, e := start(t)
			config := s.Config()
			config.MaxRetryCount = 1
			if want.number == dead {
				config.RequestTimeout = time.Millisecond // gives up instead of repeating
			}
			db := s.OpenDB(t, config)
			in := s.Inject(snowflaketest.Fault{Kind: kind, Match: func(sql string) bool { return sql == swap }, Polls: 2})
			_, err := db.ExecContext(context.Background(), swap)
			if number(err) != want.number {
				t.Errorf("error %v: number %d, want %d", err, number(err), want.number)
			}
			if e.count() != want.effects || in.Hits() != 1 {
				t.Errorf("%d effects and %d hits, want %d and 1", e.count(), in.Hits(), want.effects)
			}
			if diff := cmp.Diff(want.sent, arrivals(s)); diff != "" {
				t.Errorf("arrivals (-want +got):\n%s", diff)
			}
			s.Restore()
			if _, err := db.ExecContext(context.Background(), "CREATE AFTERWARDS"); err != nil {
				t.Errorf("the account is not whole again: %v", err)
			}
			if e.count() != want.effects+1 {
				t.Errorf("%d effects at the end, want %d", e.count(), want.effects+1)
			}
		})
	}
}

// Without deduplication a repeat is executed again: what makes a swap that lost its reply undo itself.
func TestRepeatsAreExecutedAgainWithoutDedupe(t *testing.T) {
	t.Parallel()
	var group sync.WaitGroup
	defer group.Wait()
	for _, kind := range []snowflaketest.Kind{snowflaketest.LostAfter, snowflaketest.HalfReply} {
		sideBySide(t, &group, kind.String(), func(t *testing.T) {
			s, e := start(t)
			s.Dedupe = false
			s.Inject(snowflaketest.Fault{Kind: kind})
			if _, err := s.DB(t).ExecContext(context.Background(), swap); err != nil {
				t.Fatal(err)
			}
			if e.count() != 2 {
				t.Errorf("%d effects, want 2", e.count())
			}
			if last := s.Sent()[1]; last.Deduplicated {
				t.Error("the repeat was deduplicated")
			}
		})
	}
}

// The result is withheld for as many polls as the fault says: nobody else gets it meanwhile either.
func TestInProgressPolls(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	token := login(t, s)
	s.Inject(snowflaketest.Fault{Kind: snowflaketest.InProgress, Polls: 2})
	got := []string{post(t, s, "/queries/v1/query-request?requestId=r", token, strings.NewReader(`{"sqlText":"SELECT ALL"}`))}
	for range 3 {
		got = append(got, fetch(t, s, "/queries/"+s.History()[0][0]+"/result", token))
	}
	if diff := cmp.Diff([]string{"333333", "333333", "333333", ""}, got); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func TestFaultSkipTimesAndMatch(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	in := s.Inject(snowflaketest.Fault{Kind: snowflaketest.PermissionDenied, Match: func(sql string) bool { return sql != "CREATE OTHER" }, Skip: 1, Times: 2})
	always := s.Inject(snowflaketest.Fault{Kind: snowflaketest.LockTimeout, Match: func(sql string) bool { return sql == "CREATE LOCKED" }, Times: -1})
	var got []int
	for _, sql := range []string{"CREATE OTHER", "CREATE A", "CREATE B", "CREATE OTHER", "CREATE C", "CREATE D", "CREATE LOCKED", "CREATE LOCKED"} {
		_, err := db.ExecContext(context.Background(), sql)
		got = append(got, number(err))
	}
	if diff := cmp.Diff([]int{0, 0, 3001, 0, 3001, 0, 625, 625}, got); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	if in.Hits() != 2 || always.Hits() != 2 || e.count() != 4 {
		t.Errorf("hits %d and %d, effects %d", in.Hits(), always.Hits(), e.count())
	}
	always.Remove()
	if _, err := db.ExecContext(context.Background(), "CREATE LOCKED"); err != nil {
		t.Errorf("a removed fault still acts: %v", err)
	}
}

// A server that never answers again: the driver gives up, and no effect is left.
func TestLostForEver(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	config := s.Config()
	config.MaxRetryCount = 1
	s.Inject(snowflaketest.Fault{Kind: snowflaketest.LostBefore, Times: -1})
	if _, err := s.OpenDB(t, config).ExecContext(context.Background(), swap); err == nil {
		t.Fatal("no error")
	}
	if got := s.Count("SWAP WITH"); got != 2 || e.count() != 0 {
		t.Errorf("%d arrivals and %d effects, want 2 and 0", got, e.count())
	}
}

// A held statement stands RUNNING in the history, lets others pass, and has its effect when it is released.
func TestHoldAndRelease(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	held := s.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: func(sql string) bool { return sql == swap }, Times: 2})
	done := make(chan error, 2)
	for range 2 {
		go func() {
			_, err := db.ExecContext(context.Background(), swap)
			done <- err
		}()
	}
	<-held.Arrived()
	<-held.Arrived() // both stand at once: statements run side by side
	if _, err := db.ExecContext(context.Background(), "CREATE MEANWHILE"); err != nil {
		t.Fatal(err)
	}
	if got := statuses(s); !cmp.Equal(got, []string{"RUNNING", "RUNNING", "SUCCESS"}) {
		t.Errorf("history %v", got)
	}
	held.Release()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if e.count() != 3 {
		t.Errorf("%d effects, want 3", e.count())
	}
}

// A caller who cancels makes the driver abort: the held statement has no effect.
func TestAbortOfAHeldStatement(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	held := s.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: func(sql string) bool { return sql == swap }})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		_, err := db.ExecContext(ctx, swap)
		done <- err
	}()
	<-held.Arrived()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	held.Release()
	// The aborted execution answers its own request id as the service words it.
	same := sf.WithRequestID(context.Background(), sf.ParseUUID(s.Sent()[0].RequestID))
	if _, err := db.ExecContext(same, swap); number(err) != 604 {
		t.Errorf("error %v, want 000604", err)
	}
	if got := statuses(s); e.count() != 0 || !cmp.Equal(got, []string{"FAILED"}) {
		t.Errorf("%d effects, history %v", e.count(), got)
	}
}

// An abort that comes too late cancels nothing, and a client that goes away without one neither.
func TestLostRunning(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	held := s.Inject(snowflaketest.Fault{Kind: snowflaketest.LostRunning, Match: func(sql string) bool { return sql == swap }})
	done := make(chan error, 1)
	go func() {
		_, err := db.ExecContext(context.Background(), swap)
		done <- err
	}()
	<-held.Arrived()
	if got := statuses(s); !cmp.Equal(got, []string{"RUNNING"}) {
		t.Errorf("history %v", got)
	}
	held.Release()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if e.count() != 1 {
		t.Errorf("%d effects, want 1", e.count())
	}
	want := []arrival{{0, false, false, true, snowflaketest.LostRunning}, {1, true, false, true, 0}}
	if diff := cmp.Diff(want, arrivals(s)); diff != "" {
		t.Errorf("arrivals (-want +got):\n%s", diff)
	}
}

func TestBlackoutRefusesDials(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	config := s.Config()
	config.LoginTimeout, config.MaxRetryCount = time.Millisecond, 1
	port := s.Port()
	s.Blackout()
	if _, err := s.OpenDB(t, config).ExecContext(context.Background(), swap); err == nil {
		t.Fatal("a blacked out server was reached")
	}
	s.Restore()
	s.Restore()
	if s.Port() != port || len(s.Logins()) != 0 {
		t.Errorf("port %d, was %d; logins %d", s.Port(), port, len(s.Logins()))
	}
	if _, err := s.DB(t).ExecContext(context.Background(), swap); err != nil || e.count() != 1 {
		t.Errorf("after the blackout: %v, %d effects", err, e.count())
	}
}

// Latency is paid once per statement and not again by a repeat from the record; slowness comes on top.
func TestLatencyAndSlowness(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	var waits []time.Duration
	s.SetWait(func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil })
	s.Latency(100 * time.Millisecond)
	s.Inject(snowflaketest.Fault{Kind: snowflaketest.HalfReply, Match: func(sql string) bool { return sql == swap }})
	s.Inject(snowflaketest.Fault{Kind: snowflaketest.Slow, Delay: time.Hour, Match: func(sql string) bool { return sql == "CREATE SLOWLY" }})
	db := s.DB(t)
	for _, sql := range []string{swap, "CREATE SLOWLY"} {
		if _, err := db.ExecContext(context.Background(), sql); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]time.Duration{100 * time.Millisecond, time.Hour + 100*time.Millisecond}, waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
}

func statuses(s *snowflaketest.Server) []string {
	var out []string
	for _, row := range s.History() {
		out = append(out, row[2])
	}
	return out
}
