package snowflake_test

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"testing"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/warehouse"
)

// standin is a stand-in with production, a shadow that carries the mark, and a
// lease that is held with fence 1.
type standin struct {
	server *snowflaketest.Server
	d      *snowflake.Driver
	swap   warehouse.SwapContainers
	fence  warehouse.CheckFence
}

var (
	state  = warehouse.Container{Database: "PROD__CUTOVER", Schema: "CUTOVER"}
	prod   = warehouse.Container{Database: "PROD", Schema: "MART"}
	shadow = warehouse.Container{Database: "PROD", Schema: "SHADOW"}
)

func pool(t *testing.T, server *snowflaketest.Server) *sql.DB {
	t.Helper()
	cfg := server.Config()
	cfg.MaxRetryCount = 1
	return server.OpenDB(t, cfg)
}

func newStandin(t *testing.T, o snowflake.Options) *standin {
	t.Helper()
	a := &standin{server: snowflaketest.NewServer(t)}
	a.server.Exec(t, "CREATE DATABASE PROD", "CREATE SCHEMA PROD.MART", "CREATE TABLE PROD.MART.T (X NUMBER(9,0))",
		"INSERT INTO PROD.MART.T VALUES (1)", "CREATE SCHEMA PROD.SHADOW CLONE PROD.MART", "INSERT INTO PROD.SHADOW.T VALUES (2)")
	a.d = snowflake.NewDriver(pool(t, a.server), o)
	t.Cleanup(func() { _ = a.d.Close() })
	mark := warehouse.Mark{Database: "PROD", Schema: "SHADOW", Release: "r1", Step: "swap MART"}
	for _, op := range []warehouse.Op{
		warehouse.EnsureState{State: state},
		warehouse.TakeLease{State: state, Environment: "prod", Owner: "me", TTL: 1 << 40, Body: "{}"},
		mark,
	} {
		if _, err := a.d.Do(t.Context(), op, warehouse.Token{}); err != nil {
			t.Fatalf("%s: %v", op.OpName(), err)
		}
	}
	inv, err := a.d.Inspect(t.Context(), warehouse.InspectRequest{Containers: []warehouse.Container{prod, shadow}})
	if err != nil {
		t.Fatal(err)
	}
	p, _ := inv.Container(prod)
	s, _ := inv.Container(shadow)
	a.swap = warehouse.SwapContainers{A: prod, B: shadow, IdentityA: p.Identity, IdentityB: s.Identity, Proof: &mark}
	a.fence = warehouse.CheckFence{State: state, Environment: "prod", Fence: 1}
	a.server.ResetLog()
	return a
}

func (a *standin) fenced() warehouse.Op { return warehouse.Fenced{Fence: a.fence, Op: a.swap} }

// rows says what production holds.
func (a *standin) rows(t *testing.T) string {
	t.Helper()
	return a.server.Query(t, "SELECT COUNT(*) FROM PROD.MART.T")[0][0]
}

func isSwap(sql string) bool { return strings.Contains(sql, " SWAP WITH ") }

var stepToken = warehouse.Token{Release: "r1", Step: "swap MART", Attempt: 1}

// TestSwapUnderFaults: whatever happens to the request, the swap happens at most
// once, the error says what is known, and a look decides.
func TestSwapUnderFaults(t *testing.T) {
	t.Parallel()
	const once, always = 1, -1
	for name, tc := range map[string]struct {
		kind     snowflaketest.Kind
		times    int
		noDedupe bool
		code     warehouse.Code
		outcome  warehouse.Outcome
	}{
		"refused once":                  {snowflaketest.Refused, once, false, "", warehouse.Done},
		"refused":                       {snowflaketest.Refused, always, false, warehouse.OutcomeUnknown, warehouse.NotDone},
		"503 once":                      {snowflaketest.HTTP503, once, false, "", warehouse.Done},
		"503":                           {snowflaketest.HTTP503, always, false, warehouse.OutcomeUnknown, warehouse.NotDone},
		"lost before":                   {snowflaketest.LostBefore, always, false, warehouse.OutcomeUnknown, warehouse.NotDone},
		"lost after, once":              {snowflaketest.LostAfter, once, false, "", warehouse.Done},
		"lost after, once, forgotten":   {snowflaketest.LostAfter, once, true, "", warehouse.Done},
		"lost after":                    {snowflaketest.LostAfter, always, false, warehouse.OutcomeUnknown, warehouse.Done},
		"lost after, forgotten":         {snowflaketest.LostAfter, always, true, warehouse.OutcomeUnknown, warehouse.Done},
		"half a reply, once":            {snowflaketest.HalfReply, once, false, "", warehouse.Done},
		"half a reply, once, forgotten": {snowflaketest.HalfReply, once, true, "", warehouse.Done},
		"half a reply":                  {snowflaketest.HalfReply, always, false, warehouse.OutcomeUnknown, warehouse.Done},
		"404":                           {snowflaketest.NotFoundHTTP, always, false, warehouse.OutcomeUnknown, warehouse.Done},
		"error after commit":            {snowflaketest.ErrorAfterCommit, always, false, warehouse.OutcomeUnknown, warehouse.Done},
		"permission denied":             {snowflaketest.PermissionDenied, always, false, warehouse.PermissionDenied, warehouse.NotDone},
		"lock timeout":                  {snowflaketest.LockTimeout, always, false, warehouse.Throttled, warehouse.NotDone},
		"in progress":                   {snowflaketest.InProgress, once, false, "", warehouse.Done},
		"expired session":               {snowflaketest.ExpiredSession, once, false, "", warehouse.Done},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, snowflake.Options{})
			a.server.Dedupe = !tc.noDedupe
			a.server.Inject(snowflaketest.Fault{Kind: tc.kind, Times: tc.times, Match: isSwap, Polls: 2})
			_, err := a.d.Do(t.Context(), a.fenced(), stepToken)
			if got := warehouse.CodeOf(err); got != tc.code {
				t.Errorf("code %q, want %q: %v", got, tc.code, err)
			}
			out, err := a.d.Outcome(t.Context(), a.fenced(), stepToken)
			if out != tc.outcome || err != nil {
				t.Errorf("outcome %q, want %q: %v", out, tc.outcome, err)
			}
			want := map[warehouse.Outcome]string{warehouse.Done: "2", warehouse.NotDone: "1"}[tc.outcome]
			if got := a.rows(t); got != want {
				t.Errorf("production holds %s rows, want %s", got, want)
			}
		})
	}
}

// TestBlackout: a request that never left is Unavailable, one that may have is
// not known, and reading in the dark is Unavailable.
func TestBlackout(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{})
	a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.BlackoutAfter, Match: isSwap})
	_, err := a.d.Do(t.Context(), a.fenced(), stepToken)
	if warehouse.CodeOf(err) != warehouse.OutcomeUnknown {
		t.Errorf("in the dark after it was sent: %v", err)
	}
	if _, err := a.d.Outcome(t.Context(), a.fenced(), stepToken); warehouse.CodeOf(err) != warehouse.Unavailable {
		t.Errorf("looking in the dark: %v", err)
	}
	drop := warehouse.Drop{Ref: warehouse.Ref{Database: "PROD", Schema: "MART", Name: "T"}, Kind: warehouse.KindTable}
	if _, err := a.d.Do(t.Context(), drop, stepToken); warehouse.CodeOf(err) != warehouse.Unavailable {
		t.Errorf("sending in the dark: %v", err)
	}
	a.server.Restore()
	if out, err := a.d.Outcome(t.Context(), a.fenced(), stepToken); out != warehouse.Done || err != nil {
		t.Errorf("outcome %q: %v", out, err)
	}
	if got := a.rows(t); got != "2" {
		t.Errorf("production holds %s rows", got)
	}
}

// TestOutcomeWaits: while a statement of the step still runs, "not done" is no
// answer.
func TestOutcomeWaits(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{QueryTag: "nightly"})
	fault := a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.LostRunning, Times: -1, Match: isSwap})
	_, err := a.d.Do(t.Context(), a.fenced(), stepToken)
	if warehouse.CodeOf(err) != warehouse.OutcomeUnknown {
		t.Fatalf("%v", err)
	}
	waits := 0
	snowflake.SetWait(a.d, func(context.Context) error {
		waits++
		if waits == 2 {
			fault.Release()
		}
		return nil
	})
	if out, err := a.d.Outcome(t.Context(), a.fenced(), stepToken); out != warehouse.Done || err != nil || waits < 2 {
		t.Errorf("outcome %q after %d waits: %v", out, waits, err)
	}
	stuck := newStandin(t, snowflake.Options{})
	stuck.server.Inject(snowflaketest.Fault{Kind: snowflaketest.LostRunning, Times: -1, Match: isSwap})
	if _, err := stuck.d.Do(t.Context(), stuck.fenced(), stepToken); warehouse.CodeOf(err) != warehouse.OutcomeUnknown {
		t.Fatalf("%v", err)
	}
	snowflake.SetWait(stuck.d, func(context.Context) error { return nil })
	if out, err := stuck.d.Outcome(t.Context(), stuck.fenced(), stepToken); out != warehouse.Unknown || err != nil {
		t.Errorf("outcome %q of a statement that never ends: %v", out, err)
	}
}

// TestCallerGivesUp: a statement that is on its way is waited for, and nothing
// aborts it.
func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{})
	hold := a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: isSwap})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := a.d.Do(ctx, a.fenced(), stepToken)
		done <- err
	}()
	<-hold.Arrived()
	cancel()
	select {
	case err := <-done:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	hold.Release()
	if err := <-done; err != nil {
		t.Errorf("the answer came and is not taken: %v", err)
	}
	if got := a.rows(t); got != "2" {
		t.Errorf("production holds %s rows", got)
	}
}

// TestBatchSideBySide: at most MaxParallel statements at once, over all callers.
func TestBatchSideBySide(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex // guards now and most
	var now, most int
	a := newStandin(t, snowflake.Options{MaxParallel: 2, OnStatement: func(_ context.Context, phase snowflake.Phase, _ warehouse.Statement) {
		mu.Lock()
		defer mu.Unlock()
		if phase == snowflake.After {
			now--
			return
		}
		now++
		most = max(most, now)
	}})
	isDrop := func(sql string) bool { return strings.HasPrefix(sql, "DROP TABLE") }
	var batch warehouse.Batch
	for _, name := range []string{"A", "B", "C", "D"} {
		a.server.Exec(t, "CREATE TABLE PROD.MART."+name+" (X NUMBER(9,0))")
		batch.Ops = append(batch.Ops, warehouse.Drop{Ref: warehouse.Ref{Database: "PROD", Schema: "MART", Name: name}, Kind: warehouse.KindTable})
	}
	hold := a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Times: -1, Match: isDrop})
	done := make(chan error, 2)
	for _, op := range []warehouse.Op{warehouse.Batch{Ops: batch.Ops[:2]}, warehouse.Batch{Ops: batch.Ops[2:]}} {
		go func() {
			_, err := a.d.Do(t.Context(), op, stepToken)
			done <- err
		}()
	}
	<-hold.Arrived()
	<-hold.Arrived()
	// Looking meanwhile takes no turn, and gives a third statement every chance.
	for range 20 {
		if _, err := a.d.Query(t.Context(), warehouse.Statement{Text: "SELECT CURRENT_ROLE()"}); err != nil {
			t.Fatal(err)
		}
	}
	hold.Release()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most != 2 {
		t.Errorf("%d statements at once", most)
	}
	if out, err := a.d.Outcome(t.Context(), batch, stepToken); out != warehouse.Done || err != nil {
		t.Errorf("outcome %q: %v", out, err)
	}
}

// TestBatchWaitsForAll: the first error stops what was not begun; what runs is
// waited for.
func TestBatchWaitsForAll(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{MaxParallel: 2})
	drop := func(name string) warehouse.Op {
		return warehouse.Drop{Ref: warehouse.Ref{Database: "PROD", Schema: "MART", Name: name}, Kind: warehouse.KindTable}
	}
	a.server.Exec(t, "CREATE TABLE PROD.MART.LATER (X NUMBER(9,0))")
	hold := a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: func(sql string) bool { return strings.Contains(sql, `."T"`) }})
	absent := a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold, Match: func(sql string) bool { return strings.Contains(sql, `."ABSENT"`) }})
	done := make(chan error, 1)
	go func() {
		_, err := a.d.Do(t.Context(), warehouse.Batch{Ops: []warehouse.Op{drop("T"), drop("ABSENT"), drop("LATER")}}, stepToken)
		done <- err
	}()
	<-hold.Arrived()
	<-absent.Arrived()
	absent.Release()
	// What failed has given its turn back once this has had one.
	if _, err := a.d.Do(t.Context(), warehouse.SetComment{Container: shadow, Comment: "c"}, stepToken); err != nil {
		t.Fatal(err)
	}
	hold.Release()
	if err := <-done; warehouse.CodeOf(err) != warehouse.NotFound {
		t.Errorf("%v", err)
	}
	if n := a.server.Count(`"LATER"`); n != 0 {
		t.Error("it went on after the error")
	}
	if got := a.server.Query(t, "SHOW TABLES IN SCHEMA PROD.MART"); len(got) != 1 {
		t.Errorf("tables %v", got)
	}
}

// TestNoRightToMake: a role that owns the schema and may not make another one
// leaves its mark all the same.
func TestNoRightToMake(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{})
	a.server.Inject(snowflaketest.Fault{Kind: snowflaketest.PermissionDenied, Times: -1, Match: func(sql string) bool {
		return strings.HasPrefix(sql, "CREATE SCHEMA") || strings.HasPrefix(sql, "CREATE DATABASE")
	}})
	mark := *a.swap.Proof
	mark.Step = "another"
	for _, op := range []warehouse.Op{mark, warehouse.EnsureState{State: state}} {
		if _, err := a.d.Do(t.Context(), op, stepToken); err != nil {
			t.Errorf("%s: %v", op.OpName(), err)
		}
	}
	if _, err := a.d.Do(t.Context(), warehouse.CreateContainer{Container: prod}, stepToken); warehouse.CodeOf(err) != warehouse.PermissionDenied {
		t.Errorf("a refusal that matters was passed over: %v", err)
	}
}
