package bigquery_test

import (
	"context"
	"testing"
	"time"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// TestOneJobPerAttempt: whatever happens to the request, there is at most one job,
// the error says what is known, and a look decides.
func TestOneJobPerAttempt(t *testing.T) {
	t.Parallel()
	const once, always = 1, -1
	for name, tc := range map[string]struct {
		kind    bigquerytest.Kind
		times   int
		code    warehouse.Code
		jobs    int
		outcome warehouse.Outcome
	}{
		"refused once":         {bigquerytest.Refused, once, "", 1, warehouse.Done},
		"refused":              {bigquerytest.Refused, always, warehouse.OutcomeUnknown, 0, warehouse.NotDone},
		"503 once":             {bigquerytest.HTTP503, once, "", 1, warehouse.Done},
		"503":                  {bigquerytest.HTTP503, always, warehouse.OutcomeUnknown, 0, warehouse.NotDone},
		"500 once":             {bigquerytest.HTTP500, once, "", 1, warehouse.Done},
		"lost before, once":    {bigquerytest.LostBefore, once, "", 1, warehouse.Done},
		"lost before":          {bigquerytest.LostBefore, always, warehouse.OutcomeUnknown, 0, warehouse.NotDone},
		"lost after, once":     {bigquerytest.LostAfter, once, "", 1, warehouse.Done},
		"lost after":           {bigquerytest.LostAfter, always, "", 1, warehouse.Done},
		"half a reply, once":   {bigquerytest.HalfReply, once, "", 1, warehouse.Done},
		"half a reply":         {bigquerytest.HalfReply, always, "", 1, warehouse.Done},
		"404 after, once":      {bigquerytest.NotFoundHTTP, once, "", 1, warehouse.Done},
		"404 after":            {bigquerytest.NotFoundHTTP, always, "", 1, warehouse.Done},
		"409 after, once":      {bigquerytest.Duplicate409, once, "", 1, warehouse.Done},
		"forbidden":            {bigquerytest.Forbidden403, once, warehouse.PermissionDenied, 0, warehouse.NotDone},
		"rate limited once":    {bigquerytest.RateLimited, once, "", 1, warehouse.Done},
		"rate limited":         {bigquerytest.RateLimited, always, warehouse.Throttled, 0, warehouse.NotDone},
		"job limited once":     {bigquerytest.JobRateLimited, once, "", 2, warehouse.Done},
		"job rate limited":     {bigquerytest.JobRateLimited, always, warehouse.Throttled, 5, warehouse.NotDone},
		"job backend error":    {bigquerytest.JobBackendError, once, "", 2, warehouse.Done},
		"job internal error":   {bigquerytest.JobInternalError, once, "", 2, warehouse.Done},
		"job internal errors":  {bigquerytest.JobInternalError, always, warehouse.Throttled, 5, warehouse.NotDone},
		"job access denied":    {bigquerytest.JobAccessDenied, once, warehouse.PermissionDenied, 1, warehouse.NotDone},
		"error after commit":   {bigquerytest.ErrorAfterCommit, once, "", 1, warehouse.Done},
		"pending for a while":  {bigquerytest.Pending, once, "", 1, warehouse.Done},
		"running for a while":  {bigquerytest.Running, once, "", 1, warehouse.Done},
		"refused while asking": {bigquerytest.Slow, once, "", 1, warehouse.Done},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			a.server.Inject(bigquerytest.Fault{Kind: tc.kind, Times: tc.times, Match: starts(" CLONE "), Polls: 3})
			rec, err := a.d.Do(t.Context(), a.fenced(a.publish), token)
			if code := warehouse.CodeOf(err); code != tc.code {
				t.Errorf("code %q, want %q: %v", code, tc.code, err)
			}
			a.server.ClearFaults()
			jobs := a.jobs(" CLONE ")
			if len(jobs) != tc.jobs {
				t.Errorf("%d jobs: %+v", len(jobs), jobs)
			}
			if err == nil && tc.kind != bigquerytest.ErrorAfterCommit && rec.Native != jobs[len(jobs)-1].ID {
				t.Errorf("receipt %+v of jobs %+v", rec, jobs)
			}
			out, err := a.d.Outcome(t.Context(), a.fenced(a.publish), token)
			if err != nil || out != tc.outcome {
				t.Errorf("outcome %q, want %q: %v", out, tc.outcome, err)
			}
			if want := map[warehouse.Outcome]string{warehouse.Done: "2", warehouse.NotDone: "1"}[tc.outcome]; a.rows(t) != want {
				t.Errorf("production holds %s rows, want %s", a.rows(t), want)
			}
			if n := len(a.jobs(" CLONE ")); n != tc.jobs {
				t.Errorf("looking made %d jobs of %d", n, tc.jobs)
			}
		})
	}
}

// TestAskingIsDisturbed: questions about a job that runs get lost, and the job is
// waited for all the same.
func TestAskingIsDisturbed(t *testing.T) {
	t.Parallel()
	for _, kind := range []bigquerytest.Kind{bigquerytest.Refused, bigquerytest.HTTP503, bigquerytest.LostBefore, bigquerytest.HalfReply, bigquerytest.NotFoundHTTP, bigquerytest.RateLimited} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			a.server.SetAnswer(bigquerytest.AnswerRunning)
			a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Running, Match: starts(" CLONE "), Polls: 4})
			a.server.Inject(bigquerytest.Fault{Kind: kind, Times: 3, Match: func(r bigquerytest.Request) bool { return r.Method == "GET" && r.JobID != "" }})
			if _, err := a.d.Do(t.Context(), a.publish, token); err != nil {
				t.Fatal(err)
			}
			if jobs := a.jobs(" CLONE "); len(jobs) != 1 || jobs[0].Inserts != 1 || jobs[0].Location != "US" {
				t.Errorf("jobs %+v", jobs)
			}
		})
	}
}

// TestBlackout: in the dark nothing is known, and afterwards a look tells.
func TestBlackout(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		kind bigquerytest.Kind
		want warehouse.Outcome
	}{
		"before": {bigquerytest.Blackout, warehouse.NotDone},
		"after":  {bigquerytest.BlackoutAfter, warehouse.Done},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			a.server.Inject(bigquerytest.Fault{Kind: tc.kind, Match: starts(" CLONE ")})
			if _, err := a.d.Do(t.Context(), a.publish, token); warehouse.CodeOf(err) != warehouse.OutcomeUnknown {
				t.Errorf("%v", err)
			}
			if _, err := a.d.Outcome(t.Context(), a.publish, token); warehouse.CodeOf(err) != warehouse.Unavailable {
				t.Errorf("looking in the dark: %v", err)
			}
			drop := warehouse.Drop{Ref: in(prod, "v"), Kind: warehouse.KindView}
			if _, err := a.d.Do(t.Context(), drop, token); warehouse.CodeOf(err) != warehouse.Unavailable {
				t.Errorf("sending in the dark: %v", err)
			}
			a.server.Restore()
			if out, err := a.d.Outcome(t.Context(), a.publish, token); out != tc.want || err != nil {
				t.Errorf("outcome %q: %v", out, err)
			}
			if _, err := a.d.Do(t.Context(), a.publish, token); err != nil {
				t.Fatal(err)
			}
			if jobs := a.jobs(" CLONE "); len(jobs) != 1 || a.rows(t) != "2" {
				t.Errorf("%d jobs, %s rows", len(jobs), a.rows(t))
			}
		})
	}
}

// TestOutcomeWaits: while a job of the step still runs, no look decides.
func TestOutcomeWaits(t *testing.T) {
	t.Parallel()
	batch := func(a *standin) warehouse.Op { return warehouse.Batch{Ops: []warehouse.Op{a.publish}} }
	for name, op := range map[string]func(*standin) warehouse.Op{
		"one": func(a *standin) warehouse.Op { return a.publish }, "fenced": func(a *standin) warehouse.Op { return a.fenced(a.publish) },
		"batch": batch,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			// A question that waits at the service is answered at once.
			a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.HTTP503, Times: -1, Match: toPath("GET", "/queries/")})
			hold := a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Match: starts(" CLONE ")})
			sent := make(chan error, 1)
			go func() {
				_, err := a.d.Do(t.Context(), op(a), token)
				sent <- err
			}()
			<-hold.Arrived()
			other := connect(t, a.server, bigquery.Options{})
			looked := 0
			bigquery.SetPause(other, func(ctx context.Context, _ int) error {
				if looked++; looked == 2 {
					hold.Release()
				}
				return ctx.Err()
			})
			if out, err := other.Outcome(t.Context(), op(a), token); out != warehouse.Done || err != nil || looked < 2 {
				t.Errorf("outcome %q after %d looks: %v", out, looked, err)
			}
			if err := <-sent; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestCallerGivesUp: a job that is on its way is waited for, and nothing cancels
// it.
func TestCallerGivesUp(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	hold := a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Match: starts(" CLONE ")})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := a.d.Do(ctx, a.fenced(a.publish), token)
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
	if got := a.rows(t); got != "2" || a.server.Count("/cancel") != 0 {
		t.Errorf("production holds %s rows", got)
	}
}

// TestAnotherProcessAttaches: the same attempt in another process finds the job
// that there is.
func TestAnotherProcessAttaches(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	// A question that waits at the service is answered at once.
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.HTTP503, Times: -1, Match: toPath("GET", "/queries/")})
	hold := a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Match: starts(" CLONE ")})
	done := make(chan error, 2)
	send := func(d *bigquery.Driver) {
		_, err := d.Do(t.Context(), a.publish, token)
		done <- err
	}
	go send(a.d)
	<-hold.Arrived()
	other := connect(t, a.server, bigquery.Options{})
	// It is told that the id is taken before the first job goes on.
	bigquery.SetPause(other, func(ctx context.Context, _ int) error {
		hold.Release()
		return ctx.Err()
	})
	go send(other)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if jobs := a.jobs(" CLONE "); len(jobs) != 1 || jobs[0].Inserts != 2 {
		t.Errorf("jobs %+v", jobs)
	}
}

// TestLeaseUnderFaults: an answer that is lost does not take a lease twice, and a
// renewal is never taken for one that was done before.
func TestLeaseUnderFaults(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	take := warehouse.TakeLease{State: state, Environment: "stage", Owner: "me", TTL: time.Minute, Body: "{}"}
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.LostAfter, Match: starts("MERGE")})
	rec, err := a.d.Do(t.Context(), take, token)
	if err != nil || rec.Rows != 1 {
		t.Errorf("take: %+v, %v", rec, err)
	}
	if rec, err = a.d.Do(t.Context(), take, token); err != nil || rec.Rows != 0 {
		t.Errorf("take what is held: %+v, %v", rec, err)
	}
	renew := warehouse.RenewLease{State: state, Environment: "stage", Owner: "me", Fence: 1, TTL: time.Minute}
	for range 3 {
		if rec, err = a.d.Do(t.Context(), renew, token); err != nil || rec.Rows != 1 {
			t.Errorf("renew: %+v, %v", rec, err)
		}
	}
	if jobs := a.jobs("UPDATE `"); len(jobs) != 3 {
		t.Errorf("%d renewals were sent", len(jobs))
	}
	release := warehouse.ReleaseLease{State: state, Environment: "stage", Owner: "me", Fence: 1}
	for _, want := range []int64{1, 0} {
		if rec, err = a.d.Do(t.Context(), release, token); err != nil || rec.Rows != want {
			t.Errorf("give back: %+v, %v", rec, err)
		}
	}
}

// TestAppendOnce: an entry whose answer is lost, in whatever way, is written once.
func TestAppendOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []bigquerytest.Kind{
		bigquerytest.Refused, bigquerytest.LostBefore, bigquerytest.LostAfter, bigquerytest.HalfReply, bigquerytest.HTTP503,
		bigquerytest.NotFoundHTTP, bigquerytest.ErrorAfterCommit,
	} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			a.server.Inject(bigquerytest.Fault{Kind: kind, Match: starts("INSERT INTO")})
			entry := warehouse.Entry{Environment: "prod", Release: "r", Event: "planned", Fence: 1, Actor: "me", Body: "{}", Key: "k"}
			for range 2 {
				if _, err := a.d.Do(t.Context(), warehouse.AppendEntry{State: state, Entry: entry}, token); err != nil {
					t.Fatal(err)
				}
			}
			if got := a.server.Query(t, "SELECT COUNT(*) FROM prj.cutover.ledger")[0][0]; got != "1" {
				t.Errorf("%s entries of one key", got)
			}
		})
	}
}

// TestThrottledMember: one member of a batch that fails for a passing reason is
// sent again alone; the others are not.
func TestThrottledMember(t *testing.T) {
	t.Parallel()
	for _, kind := range []bigquerytest.Kind{bigquerytest.JobBackendError, bigquerytest.JobRateLimited, bigquerytest.RateLimited} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			second := a.publish
			second.To.Name = "u"
			a.server.Inject(bigquerytest.Fault{Kind: kind, Times: 2, Match: starts("`u` CLONE")})
			batch := warehouse.Batch{Ops: []warehouse.Op{a.publish, second}}
			a.do(t, a.fenced(batch))
			if n := len(a.jobs("`mart`.`t` CLONE")); n != 1 {
				t.Errorf("the other was made %d times", n)
			}
			a.outcome(t, batch, warehouse.Done)
			again := token
			again.Try = 1
			if rec, err := a.d.Do(t.Context(), batch, again); err != nil || rec.Statements != 0 {
				t.Errorf("another try does what is done: %+v, %v", rec, err)
			}
		})
	}
}
