package bigquerytest_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/bigquery"
	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/iterator"

	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/bigquery/bigquerytest/catalog"
)

// ask is a query job with an id of ours.
func ask(c *bigquery.Client, id, sql string) *bigquery.Query {
	q := c.Query(sql)
	q.JobID = id
	return q
}

func rows(t *testing.T, it *bigquery.RowIterator) [][]bigquery.Value {
	t.Helper()
	var out [][]bigquery.Value
	for {
		var line []bigquery.Value
		err := it.Next(&line)
		if errors.Is(err, iterator.Done) {
			return out
		}
		if err != nil {
			t.Fatalf("read row: %v", err)
		}
		out = append(out, line)
	}
}

func TestJobThroughTheClient(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	client, ctx := s.Client(t), t.Context()
	q := ask(client, "one", "CHANGE t")
	q.Labels = map[string]string{"cutover_release": "r1"}
	q.Parameters = []bigquery.QueryParameter{{Value: "a"}, {Value: ""}, {Value: bigquery.NullString{}}}
	q.DefaultDatasetID = "d"
	job, err := q.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	status, err := job.Wait(ctx)
	if err != nil || status.Err() != nil {
		t.Fatalf("wait: %v, %v", err, status.Err())
	}
	stats, isQuery := status.Statistics.Details.(*bigquery.QueryStatistics)
	if !isQuery || stats.StatementType != "UPDATE" || stats.NumDMLAffectedRows != 7 || stats.DMLStats.UpdatedRowCount != 7 {
		t.Errorf("statistics %+v", status.Statistics.Details)
	}
	want := []catalog.Param{{Type: "STRING", Value: "a"}, {Type: "STRING"}, {Type: "STRING", Null: true}}
	if diff := cmp.Diff(want, e.params); diff != "" {
		t.Errorf("parameters (-want +got):\n%s", diff)
	}
	wantSession := catalog.Session{Project: "prj", Dataset: "d", Location: "US", User: s.User}
	if diff := cmp.Diff(wantSession, e.session); diff != "" {
		t.Errorf("session (-want +got):\n%s", diff)
	}
	again, err := client.JobFromIDLocation(ctx, "one", "us")
	if err != nil || !again.LastStatus().Done() || again.Email() != s.User {
		t.Errorf("found again: %v, %v", again, err)
	}
	if jobs := s.Jobs(); len(jobs) != 1 || jobs[0].ID != "one" || jobs[0].Labels["cutover_release"] != "r1" || jobs[0].Inserts != 1 || jobs[0].State != "DONE" {
		t.Errorf("jobs %+v", jobs)
	}
	quiet(t, s)
}

// A job id is used once in a project and location, whoever asks and however often.
func TestJobIDsAreUnique(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	client, ctx := s.Client(t), t.Context()
	for i, want := range []int{0, 409, 409} {
		_, err := ask(client, "one", "CHANGE t").Run(ctx)
		if code, reason := failure(err); code != want || want == 409 && reason != "duplicate" {
			t.Errorf("insert %d: %d %s, want %d", i, code, reason, want)
		}
	}
	elsewhere := ask(client, "one", "CHANGE u")
	elsewhere.Location = "EU"
	if _, err := elsewhere.Run(ctx); err != nil {
		t.Errorf("the same id in another location: %v", err)
	}
	if e.count() != 2 || s.Jobs()[0].Inserts != 3 || s.Jobs()[1].Inserts != 1 {
		t.Errorf("%d effects, jobs %+v", e.count(), s.Jobs())
	}
	far := ask(client, "far", "CHANGE v")
	far.Location = "EU"
	if _, err := far.Run(ctx); err != nil {
		t.Fatal(err)
	}
	for location, want := range map[string]int{"EU": 0, "eu": 0, "": 404, "US": 404, "asia": 404} {
		_, err := client.JobFromProject(ctx, "prj", "far", location)
		if code, _ := failure(err); code != want {
			t.Errorf("jobs.get in %q: %d, want %d", location, code, want)
		}
	}
}

func TestFailedJobs(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	client, ctx := s.Client(t), t.Context()
	for sql, want := range map[string]struct {
		code   int
		reason string
	}{
		"FAIL 400 invalidQuery": {400, "invalidQuery"},
		"FAIL 404 notFound":     {404, "notFound"},
		"FAIL 409 duplicate":    {409, "duplicate"},
		"FAIL 403 accessDenied": {403, "accessDenied"},
	} {
		job, err := client.Query(sql).Run(ctx)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		status, err := job.Status(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var failed *bigquery.Error
		if !errors.As(status.Err(), &failed) || failed.Reason != want.reason {
			t.Errorf("%s: status says %v", sql, status.Err())
		}
		_, err = job.Wait(ctx)
		if code, reason := failure(err); code != want.code || reason != want.reason {
			t.Errorf("%s: wait says %d %s", sql, code, reason)
		}
		_, err = client.Query(sql).Read(ctx)
		if code, reason := failure(err); code != want.code || reason != want.reason {
			t.Errorf("%s: read says %d %s", sql, code, reason)
		}
	}
	quiet(t, s)
	for _, sql := range []string{"BROKEN", "UNKNOWN"} {
		if _, err := client.Query(sql).Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if got := s.Unexpected(); len(got) != 2 || !strings.Contains(got[0], "the engine is broken") || !strings.Contains(got[1], "(UNKNOWN): not modelled") {
		t.Errorf("unexpected: %q", got)
	}
}

// Rows come in pages, by jobs.query and by the long poll, with times in the form that the client wants.
func TestRows(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	s.PageSize(2)
	client, ctx := s.Client(t), t.Context()
	at := time.Unix(1763712000, 1000).UTC()
	want := [][]bigquery.Value{{int64(0), at}, {int64(1), at}, {int64(2), at}, {int64(3), at}, {int64(4), at}}
	it, err := client.Query("ROWS 5").Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, rows(t, it)); diff != "" || it.TotalRows != 5 {
		t.Errorf("jobs.query: total %d, rows (-want +got):\n%s", it.TotalRows, diff)
	}
	job, err := ask(client, "one", "ROWS 5").Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if it, err = job.Read(ctx); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, rows(t, it)); diff != "" {
		t.Errorf("getQueryResults (-want +got):\n%s", diff)
	}
	it, err = client.Query("NULLS").Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got := rows(t, it); len(got) != 1 || got[0][0] != nil || len(got[0][1].([]bigquery.Value)) != 2 {
		t.Errorf("nulls: %v", got)
	}
	if n := s.Count("GET /projects/prj/queries/"); n != 6 {
		t.Errorf("%d looks at rows, want 2 for jobs.query and 4 for the job (wait and three pages)", n)
	}
	floating, err := s.Service(t).Jobs.GetQueryResults("prj", "one").Location("US").MaxResults(1).StartIndex(3).Do()
	if err != nil || floating.Rows[0].F[0].V != "3" || floating.Rows[0].F[1].V != "1763712000.000001" {
		t.Errorf("floating seconds: %+v, %v", floating.Rows, err)
	}
	quiet(t, s)
}

// The same request id is the same job, so that a repeated jobs.query runs once.
func TestRequestIDs(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	service, no := s.Service(t), false
	for range 3 {
		if _, err := service.Jobs.Query("prj", &bq.QueryRequest{Query: "CHANGE t", RequestId: "r", UseLegacySql: &no}).Do(); err != nil {
			t.Fatal(err)
		}
	}
	if e.count() != 1 || len(s.Jobs()) != 1 || s.Jobs()[0].Inserts != 3 {
		t.Errorf("%d effects, jobs %+v", e.count(), s.Jobs())
	}
	_, err := service.Jobs.Query("prj", &bq.QueryRequest{Query: "CHANGE u", RequestId: "r", UseLegacySql: &no}).Do()
	if code, _ := failure(err); code != 400 || len(s.Unexpected()) != 1 {
		t.Errorf("another statement with the request id: %v, unexpected %q", err, s.Unexpected())
	}
}

func TestScriptsHaveStatements(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	client, ctx := s.Client(t), t.Context()
	job, err := ask(client, "script", "SCRIPT 3").Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if n := job.LastStatus().Statistics.NumChildJobs; n != 3 {
		t.Errorf("%d children", n)
	}
	var sqls []string
	for it := job.Children(ctx); ; {
		child, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		config, err := child.Config()
		if err != nil {
			t.Fatal(err)
		}
		sqls = append(sqls, config.(*bigquery.QueryConfig).Q)
		if status, err := child.Status(ctx); err != nil || status.Statistics.ParentJobID != "script" {
			t.Errorf("child: %+v, %v", status, err)
		}
	}
	if diff := cmp.Diff([]string{"S2", "S1", "S0"}, sqls); diff != "" {
		t.Errorf("children (-want +got):\n%s", diff)
	}
	if len(s.Jobs()) != 1 {
		t.Errorf("jobs %+v", s.Jobs())
	}
}

func TestJobsList(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	s.PageSize(2)
	client, ctx := s.Client(t), t.Context()
	hold := s.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Match: func(r bigquerytest.Request) bool { return r.JobID == "c" }})
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		if _, err := ask(client, id, "SCRIPT 2").Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	<-hold.Arrived()
	list := func(state bigquery.State) string {
		it := client.Jobs(ctx)
		it.State = state
		ids := ""
		for {
			job, err := it.Next()
			if errors.Is(err, iterator.Done) {
				return ids
			}
			if err != nil {
				t.Fatal(err)
			}
			ids += job.ID()
		}
	}
	if got := list(bigquery.StateUnspecified) + " " + list(bigquery.Running) + " " + list(bigquery.Done) + " " + list(bigquery.Pending); got != "edcba c edba " {
		t.Errorf("listed %q", got)
	}
	minimal, err := s.Service(t).Jobs.List("prj").StateFilter("pending", "running").Fields("jobs/jobReference/jobId", "jobs(configuration,state)").Do()
	if err != nil || len(minimal.Jobs) != 1 {
		t.Fatalf("list: %+v, %v", minimal, err)
	}
	if j := minimal.Jobs[0]; j.JobReference.JobId != "c" || j.JobReference.Location != "" || j.State != "RUNNING" || j.Configuration != nil || j.Statistics != nil {
		t.Errorf("fields were not kept to: %+v", j)
	}
	quiet(t, s)
}

func TestDryRuns(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	client, ctx := s.Client(t), t.Context()
	q := client.Query("ROWS 5")
	q.DryRun = true
	job, err := q.Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	stats, isQuery := job.LastStatus().Statistics.Details.(*bigquery.QueryStatistics)
	if !isQuery || stats.TotalBytesProcessed != 10 || len(stats.Schema) != 2 || stats.StatementType != "SELECT" {
		t.Errorf("statistics %+v", job.LastStatus().Statistics)
	}
	q = client.Query("FAIL")
	q.DryRun = true
	_, err = q.Run(ctx)
	if code, reason := failure(err); code != 400 || reason != "invalidQuery" {
		t.Errorf("bad SQL: %v", err)
	}
	if len(s.Jobs()) != 0 || e.count() != 0 || s.Count("ROWS") != 1 {
		t.Errorf("a dry run left something: %+v", s.Jobs())
	}
	quiet(t, s)
}

func TestEtags(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	d := s.Client(t).Dataset("d")
	ctx := t.Context()
	before, err := d.Metadata(ctx)
	if err != nil || before.Location != "EU" {
		t.Fatalf("metadata: %+v, %v", before, err)
	}
	change := bigquery.DatasetMetadataToUpdate{Description: "x"}
	if _, err := d.Update(ctx, change, before.ETag); err != nil {
		t.Fatal(err)
	}
	_, err = d.Update(ctx, change, before.ETag)
	if code, reason := failure(err); code != 412 || reason != "conditionNotMet" || e.patched() != 1 {
		t.Errorf("stale etag: %v, %d patches", err, e.patched())
	}
	if got := s.Requests()[2]; got.IfMatch != before.ETag || got.Status != 412 || got.Method != "PATCH" || got.Path != "/projects/prj/datasets/d" {
		t.Errorf("recorded %+v", got)
	}
	quiet(t, s)
}

// Each statement waits for itself, and a script once per statement; requests do not, unless they are told to.
func TestLatency(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	waited := s.Waits()
	client, ctx := s.Client(t), t.Context()
	s.Latency(time.Hour)
	job, err := ask(client, "one", "SCRIPT 4").Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := job.Wait(ctx); err != nil {
		t.Fatal(err)
	}
	if got := waited(); got != 4*time.Hour || e.count() != 1 {
		t.Errorf("four statements waited %v", got)
	}
	s.Latency(0)
	s.RESTLatency(time.Minute)
	if _, err := client.Dataset("d").Metadata(ctx); err != nil {
		t.Fatal(err)
	}
	if got := waited(); got != 4*time.Hour+time.Minute {
		t.Errorf("a request waited %v", got-4*time.Hour)
	}
	quiet(t, s)
}

// What an insert answers: the state in which the job is, or the one in which it ends.
func TestAnswers(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	client, ctx := s.Client(t), t.Context()
	for answer, want := range map[bigquerytest.Answer]bigquery.State{
		bigquerytest.AnswerAuto: bigquery.Done, bigquerytest.AnswerDone: bigquery.Done, bigquerytest.AnswerRunning: bigquery.Running,
	} {
		s.SetAnswer(answer)
		sql := "CHANGE t"
		if want == bigquery.Running {
			sql = "BLOCK"
		}
		job, err := client.Query(sql).Run(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := job.LastStatus().State; got != want {
			t.Errorf("answer %d: %v, want %v", answer, got, want)
		}
		if err := job.Cancel(ctx); err != nil {
			t.Fatal(err)
		}
		_, err = job.Wait(ctx)
		if code, reason := failure(err); want == bigquery.Running && (code != 400 || reason != "stopped") {
			t.Errorf("cancelled: %v", err)
		}
	}
	quiet(t, s)
}

func TestServe(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"", "127.0.0.1", "0.0.0.0:9050", "127.0.0.1:0", "127.0.0.1:x", "127.0.0.1:70000"} {
		if _, err := bigquerytest.Serve(addr, &engine{}); err == nil {
			t.Errorf("serves on %q", addr)
		}
	}
	s, _ := start(t)
	if _, err := bigquerytest.Serve(strings.TrimPrefix(s.URL(), "http://"), &engine{}); err == nil {
		t.Error("serves on a port that is taken")
	}
	s.Close()
	again, err := bigquerytest.Serve(strings.TrimPrefix(s.URL(), "http://"), &engine{})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := again.Client(t).Dataset("d").Metadata(context.Background()); err != nil {
		t.Error(err)
	}
}
