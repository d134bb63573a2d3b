package bigquerytest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"cloud.google.com/go/bigquery"
	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery/bigquerytest"
)

// trace is what a fault left behind.
type trace struct {
	Code    int    // of the call's error: 0 none, -1 an error that is no answer of the server
	Reason  string // of that error, or of the job that failed
	Effects int
	Posts   int // how often the insert arrived
	Inserts int // how often it reached the jobs; 0 when there is no job
}

func inserts(r bigquerytest.Request) bool { return r.StartsJob }

// What each fault looks like to somebody who inserts a job through the Go client.
func TestFaultsOfJobs(t *testing.T) {
	t.Parallel()
	for kind, want := range map[bigquerytest.Kind]trace{
		bigquerytest.Refused:          {0, "", 1, 2, 1},
		bigquerytest.HTTP503:          {0, "", 1, 2, 1},
		bigquerytest.HTTP500:          {0, "", 1, 2, 1},
		bigquerytest.LostBefore:       {-1, "", 0, 1, 0},
		bigquerytest.LostAfter:        {-1, "", 1, 1, 1},
		bigquerytest.HalfReply:        {409, "duplicate", 1, 2, 2},
		bigquerytest.NotFoundHTTP:     {404, "notFound", 1, 1, 1},
		bigquerytest.Duplicate409:     {409, "duplicate", 1, 1, 1},
		bigquerytest.Forbidden403:     {403, "accessDenied", 0, 1, 0},
		bigquerytest.RateLimited:      {0, "", 1, 2, 1},
		bigquerytest.Etag412:          {412, "conditionNotMet", 0, 1, 0},
		bigquerytest.Blackout:         {-1, "", 0, 1, 0},
		bigquerytest.BlackoutAfter:    {-1, "", 1, 1, 1},
		bigquerytest.Hold:             {0, "", 1, 1, 1},
		bigquerytest.Slow:             {0, "", 1, 1, 1},
		bigquerytest.JobRateLimited:   {0, "jobRateLimitExceeded", 0, 1, 1},
		bigquerytest.JobBackendError:  {0, "jobBackendError", 0, 1, 1},
		bigquerytest.JobInternalError: {0, "jobInternalError", 0, 1, 1},
		bigquerytest.JobAccessDenied:  {0, "accessDenied", 0, 1, 1},
		bigquerytest.ErrorAfterCommit: {0, "backendError", 1, 1, 1},
		bigquerytest.Pending:          {0, "", 1, 1, 1},
		bigquerytest.Running:          {0, "", 1, 1, 1},
		bigquerytest.LostRunning:      {-1, "", 1, 1, 1},
	} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			s, e := start(t)
			client := s.Client(t)
			in := s.Inject(bigquerytest.Fault{Kind: kind, Match: inserts, Delay: time.Millisecond})
			in.Release() // what stands is looked at elsewhere
			_, err := ask(client, "one", "CHANGE t").Run(t.Context())
			got := trace{Posts: s.Count("POST /projects/prj/jobs")}
			got.Code, got.Reason = failure(err)
			s.Restore()
			if jobs := s.Jobs(); len(jobs) > 0 {
				failed := settle(t, client, "one")
				got.Inserts = s.Jobs()[0].Inserts
				if failed != "" {
					got.Reason = failed
				}
			}
			got.Effects = e.count()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("after the fault (-want +got):\n%s", diff)
			}
			if (<-in.Arrived()).JobID != "one" || in.Hits() != 1 || s.Requests()[0].Fault != kind {
				t.Errorf("%d hits, requests %+v", in.Hits(), s.Requests()[0])
			}
			if _, err := ask(client, "two", "CHANGE u").Run(t.Context()); err != nil || e.count() != want.Effects+1 {
				t.Errorf("the service is not whole again: %v, %d effects", err, e.count())
			}
			quiet(t, s)
		})
	}
}

// settle waits for a job's end by looking, and gives the reason why it failed.
func settle(t *testing.T, client *bigquery.Client, id string) string {
	t.Helper()
	job, err := client.JobFromIDLocation(t.Context(), id, "US")
	for err == nil && !job.LastStatus().Done() {
		_, err = job.Status(t.Context())
	}
	if err != nil {
		t.Fatalf("look at job %s: %v", id, err)
	}
	var failed *bigquery.Error
	if errors.As(job.LastStatus().Err(), &failed) {
		return failed.Reason
	}
	return ""
}

// What each fault of a request looks like to somebody who patches a dataset through the Go client.
func TestFaultsOfRequests(t *testing.T) {
	t.Parallel()
	for kind, want := range map[bigquerytest.Kind]trace{
		bigquerytest.Refused:       {0, "", 1, 2, 0},
		bigquerytest.HTTP503:       {0, "", 1, 2, 0},
		bigquerytest.HTTP500:       {0, "", 1, 2, 0},
		bigquerytest.LostBefore:    {-1, "", 0, 1, 0},
		bigquerytest.LostAfter:     {-1, "", 1, 1, 0},
		bigquerytest.HalfReply:     {0, "", 2, 2, 0}, // the repeat is carried out: there is no etag
		bigquerytest.NotFoundHTTP:  {404, "notFound", 1, 1, 0},
		bigquerytest.Duplicate409:  {409, "duplicate", 1, 1, 0},
		bigquerytest.Forbidden403:  {403, "accessDenied", 0, 1, 0},
		bigquerytest.RateLimited:   {0, "", 1, 2, 0},
		bigquerytest.Etag412:       {412, "conditionNotMet", 0, 1, 0},
		bigquerytest.Blackout:      {-1, "", 0, 1, 0},
		bigquerytest.BlackoutAfter: {-1, "", 1, 1, 0},
		bigquerytest.Hold:          {0, "", 1, 1, 0},
		bigquerytest.Slow:          {0, "", 1, 1, 0},
	} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			s, e := start(t)
			d := s.Client(t).Dataset("d")
			in := s.Inject(bigquerytest.Fault{Kind: kind, Delay: time.Millisecond, Match: func(r bigquerytest.Request) bool { return r.Method == "PATCH" }})
			in.Release()
			_, err := d.Update(t.Context(), bigquery.DatasetMetadataToUpdate{Description: "x"}, "")
			got := trace{Effects: e.patched(), Posts: s.Count("PATCH ")}
			got.Code, got.Reason = failure(err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("after the fault (-want +got):\n%s", diff)
			}
			s.Restore()
			if _, err := d.Metadata(t.Context()); err != nil {
				t.Errorf("the service is not whole again: %v", err)
			}
			quiet(t, s)
		})
	}
}

// A fault of jobs passes requests that start none.
func TestJobFaultsAreForJobs(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	client := s.Client(t)
	in := s.Inject(bigquerytest.Fault{Kind: bigquerytest.JobBackendError})
	if _, err := client.Dataset("d").Metadata(t.Context()); err != nil || in.Hits() != 0 {
		t.Errorf("a look at a dataset met it: %v", err)
	}
	if _, err := client.Query("CHANGE t").Read(t.Context()); err == nil || e.count() != 0 {
		t.Errorf("jobs.query did not meet it: %v", err)
	}
}

func TestSkipAndTimes(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	client := s.Client(t)
	s.Inject(bigquerytest.Fault{Kind: bigquerytest.Forbidden403, Skip: 1, Times: 2})
	last := s.Inject(bigquerytest.Fault{Kind: bigquerytest.Etag412, Times: -1})
	got := []int{}
	for i := range 5 {
		if i == 4 {
			last.Remove()
		}
		_, err := client.Dataset("d").Metadata(t.Context())
		code, _ := failure(err)
		got = append(got, code)
	}
	if diff := cmp.Diff([]int{412, 403, 403, 412, 0}, got); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

// A job that stands is seen in its state for so many looks, and has its effect after them.
func TestJobsThatStand(t *testing.T) {
	t.Parallel()
	for kind, want := range map[bigquerytest.Kind]bigquery.State{bigquerytest.Pending: bigquery.Pending, bigquerytest.Running: bigquery.Running} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			s, e := start(t)
			client, ctx := s.Client(t), t.Context()
			in := s.Inject(bigquerytest.Fault{Kind: kind, Polls: 3})
			job, err := ask(client, "one", "CHANGE t").Run(ctx)
			if err != nil {
				t.Fatal(err)
			}
			<-in.Arrived()
			for i := range 2 {
				if job.LastStatus().State != want || e.count() != 0 {
					t.Errorf("look %d: %v, %d effects", i, job.LastStatus().State, e.count())
				}
				if _, err := job.Status(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if status, err := job.Wait(ctx); err != nil || status.Err() != nil || e.count() != 1 {
				t.Errorf("wait: %v, %d effects", err, e.count())
			}
			if n := s.Count("GET /projects/prj/queries/one"); n != 2 {
				t.Errorf("%d long polls, want one that is told to wait and one that is answered", n)
			}
		})
	}
}

// Pending and Running end by a cancel; Hold does not, nor does a copy job, whatever cancel answers.
func TestCancel(t *testing.T) {
	t.Parallel()
	for kind, stops := range map[bigquerytest.Kind]bool{bigquerytest.Pending: true, bigquerytest.Running: true, bigquerytest.Hold: false, bigquerytest.LostRunning: false} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			s, e := start(t)
			client, ctx := s.Client(t), t.Context()
			in := s.Inject(bigquerytest.Fault{Kind: kind, Match: inserts})
			if _, err := ask(client, "one", "CHANGE t").Run(ctx); (err == nil) == (kind == bigquerytest.LostRunning) {
				t.Fatal(err)
			}
			<-in.Arrived()
			job, err := client.JobFromIDLocation(ctx, "one", "US")
			if err != nil || job.LastStatus().Done() || e.count() != 0 {
				t.Fatalf("it does not stand: %v, %d effects", err, e.count())
			}
			if err := job.Cancel(ctx); err != nil {
				t.Fatal(err)
			}
			if !stops {
				if s.Jobs()[0].State != "RUNNING" {
					t.Errorf("cancel stopped it: %+v", s.Jobs()[0])
				}
				in.Release()
			}
			reason, effects := settle(t, client, "one"), e.count()
			if stops && (reason != "stopped" || effects != 0) || !stops && (reason != "" || effects != 1) {
				t.Errorf("ended with %q and %d effects", reason, effects)
			}
			quiet(t, s)
		})
	}
}

func TestCopyJobs(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	client, ctx := s.Client(t), t.Context()
	in := s.Inject(bigquerytest.Fault{Kind: bigquerytest.Running, Match: inserts})
	copier := client.Dataset("d").Table("a").CopierFrom(client.Dataset("d").Table("b"))
	copier.JobID, copier.Location = "copy", "EU"
	job, err := copier.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	<-in.Arrived()
	if err := job.Cancel(ctx); err != nil {
		t.Fatal(err)
	}
	if status, err := job.Status(ctx); err != nil || status.State != bigquery.Running {
		t.Errorf("cancel stopped a copy job: %v, %v", status, err)
	}
	in.Release()
	if status, err := job.Wait(ctx); err != nil || status.Err() != nil || e.count() != 1 {
		t.Errorf("copy: %v, %d effects", err, e.count())
	}
	if got := s.Jobs()[0]; got.Type != "COPY" || got.SQL != "" || got.Location != "EU" {
		t.Errorf("job %+v", got)
	}
	quiet(t, s)
}

// A request that is held has its effect when it is released, even if its client went away.
func TestHeldRequest(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	d := s.Client(t).Dataset("d")
	in := s.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold})
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		_, err := d.Update(ctx, bigquery.DatasetMetadataToUpdate{Description: "x"}, "")
		left <- err
	}()
	<-in.Arrived()
	leave()
	if err := <-left; err == nil || e.patched() != 0 {
		t.Errorf("it was not held: %v, %d patches", err, e.patched())
	}
	in.Release()
	s.Close() // waits for every request that has begun
	if e.patched() != 1 {
		t.Errorf("%d patches", e.patched())
	}
}

// Close ends what is held for ever, and a job outlives the client that started it.
func TestCloseEndsEverything(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	client := s.Client(t)
	in := s.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold})
	job, err := ask(client, "one", "CHANGE t").Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	<-in.Arrived()
	waiting, waited := make(chan struct{}), make(chan error)
	poll := s.Inject(bigquerytest.Fault{Kind: bigquerytest.Slow, Match: func(r bigquerytest.Request) bool { return r.JobID == "one" }})
	ctx, leave := context.WithCancel(t.Context())
	go func() {
		close(waiting)
		_, err := job.Wait(ctx)
		waited <- err
	}()
	<-waiting
	<-poll.Arrived()
	s.Close()
	leave()
	if err := <-waited; err == nil || e.count() != 0 {
		t.Errorf("wait: %v, %d effects", err, e.count())
	}
	if jobs := s.Jobs(); jobs[0].State != "DONE" || jobs[0].Err == nil {
		t.Errorf("job %+v", jobs[0])
	}
}

func TestNamesOfKinds(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range bigquerytest.Kinds() {
		if name := k.String(); name == "no fault" || seen[name] {
			t.Errorf("kind %d is called %q", k, name)
		}
		seen[k.String()] = true
	}
	if len(seen) != 23 || bigquerytest.Kind(0).String() != "no fault" {
		t.Errorf("%d kinds", len(seen))
	}
}
