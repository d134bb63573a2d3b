package bigquery_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	client "cloud.google.com/go/bigquery"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery"
	"cutover/sql/warehouse"
)

const liveEnv = "live"

// lease makes a state dataset of the question's own and takes its lease.
func (q liveQuestion) lease(d warehouse.Driver) warehouse.CheckFence {
	q.Helper()
	state := q.container(q.p.Name("cutover"))
	for _, op := range []warehouse.Op{
		warehouse.EnsureState{State: state},
		warehouse.TakeLease{State: state, Environment: liveEnv, Owner: "live", TTL: time.Hour, Body: "{}"},
	} {
		if _, err := d.Do(q.Context(), op, warehouse.Token{}); err != nil {
			q.Fatalf("%s: %v", op.OpName(), err)
		}
	}
	return warehouse.CheckFence{State: state, Environment: liveEnv, Fence: 1}
}

// jobReference is a job id of the question's own.
func (q liveQuestion) jobReference(name string) *bq.JobReference {
	return &bq.JobReference{ProjectId: q.p.Profile.Project, JobId: q.p.Prefix + name, Location: q.p.Profile.Location}
}

func queryOf(statement string) *bq.JobConfiguration {
	legacy := false
	return &bq.JobConfiguration{Query: &bq.JobConfigurationQuery{Query: statement, UseLegacySql: &legacy}}
}

// insert sends a job under an id.
func (q liveQuestion) insert(name string, c *bq.JobConfiguration) error {
	_, err := q.p.REST.Jobs.Insert(q.p.Profile.Project, &bq.Job{JobReference: q.jobReference(name), Configuration: c}).Context(q.Context()).Do()
	return err
}

// finish waits for a job and gives what it failed with.
func (q liveQuestion) finish(name string) error {
	for {
		j, err := q.p.REST.Jobs.Get(q.p.Profile.Project, q.p.Prefix+name).Location(q.p.Profile.Location).Context(q.Context()).Do()
		if err != nil {
			return err
		}
		if j.Status.State != "DONE" {
			if !passed(q.Context(), 200*time.Millisecond) {
				return q.Context().Err()
			}
			continue
		}
		if e := j.Status.ErrorResult; e != nil {
			return &client.Error{Reason: e.Reason, Message: e.Message}
		}
		return nil
	}
}

// runJob sends a job under an id that nobody used and waits for its end.
func (q liveQuestion) runJob(c *bq.JobConfiguration) error {
	name := strings.ToLower(rand.Text())
	if err := q.insert(name, c); err != nil {
		return err
	}
	return q.finish(name)
}

// passed waits between two looks at a job; false when the test ended.
func passed(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// jobID: how the service answers an id that it knows, whatever the text.
func jobID(q liveQuestion) {
	table := q.table(q.a, "t", 1)
	add := queryOf("INSERT INTO " + table + " (x) VALUES (2)")
	q.answer("a first insert: %s", said(q.insert("once", add)))
	q.answer("the same again: %s", said(q.insert("once", add)))
	q.answer("the job: %s", said(q.finish("once")))
	q.answer("the same after its end: %s", said(q.insert("once", add)))
	q.answer("another text under the id: %s", said(q.insert("once", queryOf("SELECT 1"))))
	q.answer("the table has %s rows (2: one job)", cells(q.p.Ask("SELECT COUNT(*) FROM "+table)))
	failing := queryOf("SELECT 1 FROM " + q.name(q.a, "nowhere"))
	q.answer("a statement that names no table: insert %s", said(q.insert("failing", failing)))
	q.answer("jobs.get of it: %s", said(q.finish("failing")))
	if q.p.StandIn {
		return // what is no SQL counts as a mistake of the client there
	}
	q.answer("a statement that is no SQL: insert %s", said(q.insert("nonsense", queryOf("SELEKT"))))
	q.answer("jobs.get of it: %s", said(q.finish("nonsense")))
}

// jobLocation: how a job is missed when its location is not named.
func jobLocation(q liveQuestion) {
	if err := q.insert("here", queryOf("SELECT 1")); err != nil {
		q.Fatal(err)
	}
	for _, location := range []string{q.p.Profile.Location, "", "US", "EU", "asia-northeast1"} {
		get := q.p.REST.Jobs.Get(q.p.Profile.Project, q.p.Prefix+"here").Context(q.Context())
		if location != "" {
			get = get.Location(location)
		}
		_, err := get.Do()
		q.answer("jobs.get of a job in %s, asked in location %q: %s", q.p.Profile.Location, location, said(err))
	}
	_, err := q.p.REST.Jobs.Get(q.p.Profile.Project, q.p.Prefix+"never").Location(q.p.Profile.Location).Context(q.Context()).Do()
	q.answer("jobs.get of an id that nobody used: %s", said(err))
}

// lostReply: what becomes of a publish whose answer is lost on the way.
func lostReply(q liveQuestion) {
	q.table(q.a, "t", 1)
	q.table(q.b, "t", 2)
	pool := &http.Transport{MaxIdleConnsPerHost: 8}
	defer pool.CloseIdleConnections()
	cut := &cutter{next: pool, when: " CLONE "}
	d := q.driver(func(o *bigquery.Options) { o.Transport = cut })
	op := q.copyOp(d, q.ref(q.a, "t"), q.ref(q.b, "t"))
	token := warehouse.Token{Release: strings.TrimSuffix(strings.ReplaceAll(q.p.Prefix, "_", ""), "_"), Step: "publish", Attempt: 1}
	_, err := d.Do(q.Context(), op, token)
	outcome, errLook := d.Outcome(q.Context(), op, token)
	jobs := 0
	listed := q.p.REST.Jobs.List(q.p.Profile.Project).Projection("full").MaxResults(1000).Pages(q.Context(), func(page *bq.JobList) error {
		for _, j := range page.Jobs {
			if strings.HasPrefix(j.JobReference.JobId, "cutover_"+token.Release) {
				jobs++
			}
		}
		return nil
	})
	q.answer("%d replies were cut; cutover's driver said %v, the look %q %v; jobs %d (%s); rows %s (1: cloned)", cut.hits(), err, outcome, errLook, jobs, said(listed),
		cells(q.p.Ask("SELECT COUNT(*) FROM "+q.name(q.b, "t"))))
	if cut.hits() == 0 {
		q.Error("no reply was cut")
	}
	if err == nil && outcome != warehouse.Done || jobs > 1 {
		q.Errorf("said done, the look says %q, with %d jobs", outcome, jobs)
	}
}

// cutter loses the reply of the first request whose body holds when.
type cutter struct {
	next http.RoundTripper
	when string

	mu  sync.Mutex
	cut int
}

func (c *cutter) hits() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cut
}

// RoundTrip implements http.RoundTripper.
func (c *cutter) RoundTrip(r *http.Request) (*http.Response, error) {
	holds := false
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		_ = r.Body.Close() // it was read to its end
		holds = strings.Contains(string(body), c.when)
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(strings.NewReader(string(body)))
	}
	reply, err := c.next.RoundTrip(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil || !holds || c.cut > 0 {
		return reply, err
	}
	c.cut++
	_ = reply.Body.Close() // the reply is lost
	return nil, errors.New("the line was cut by the test")
}

// assertText: how the service words the failure of cutover's own ASSERT, by which
// a lost lease is told from bad SQL.
func assertText(q liveQuestion) {
	d := q.driver(nil)
	fence := q.lease(d)
	q.table(q.a, "t", 1)
	q.table(q.b, "t", 2)
	fence.Fence = 7
	op := warehouse.Fenced{Fence: fence, Op: warehouse.Atomic{Ops: []warehouse.Op{
		warehouse.ReplaceRows{From: q.ref(q.a, "t"), To: q.ref(q.b, "t"), Columns: []string{"x"}},
	}}}
	sts, err := d.Render(op)
	if err != nil {
		q.Fatal(err)
	}
	for _, st := range sts {
		if !st.System {
			q.answer("a script whose lease is lost: %s", said(q.do(st.Text)))
		}
	}
	_, err = d.Do(q.Context(), op, warehouse.Token{Release: "live", Step: "lost", Attempt: 1})
	q.answer("cutover's code for it: %q", warehouse.CodeOf(err))
	q.answer("rows after it: %s (2: nothing was written)", cells(q.p.Ask("SELECT COUNT(*) FROM "+q.name(q.b, "t"))))
}

// transactionDDL: how DDL in a transaction is refused, and whether TRUNCATE is
// taken back.
func transactionDDL(q liveQuestion) {
	from, to := q.table(q.a, "t", 1), q.table(q.b, "t", 2)
	q.answer("CLONE in a transaction: %s", said(q.do("BEGIN TRANSACTION;\nCREATE OR REPLACE TABLE "+to+" CLONE "+from+";\nCOMMIT TRANSACTION;\n")))
	q.answer("TRUNCATE and INSERT, then an error: %s", said(q.do("BEGIN\n  BEGIN TRANSACTION;\n  TRUNCATE TABLE "+to+";\n  INSERT INTO "+to+" (`x`) SELECT `x` FROM "+from+
		";\n  ASSERT FALSE AS 'cutover: a test';\n  COMMIT TRANSACTION;\nEXCEPTION WHEN ERROR THEN\n  ROLLBACK TRANSACTION;\n  RAISE;\nEND")))
	q.answer("rows after it: %s (2: all was taken back)", cells(q.p.Ask("SELECT COUNT(*) FROM "+to)))
}

// transactionConflict: what the loser of two transactions on one table is told.
func transactionConflict(q liveQuestion) {
	from, to := q.table(q.a, "t", 1), q.table(q.b, "t", 2)
	script := "BEGIN\n  BEGIN TRANSACTION;\n  TRUNCATE TABLE " + to + ";\n  INSERT INTO " + to + " (`x`) SELECT `x` FROM " + from +
		";\n  COMMIT TRANSACTION;\nEXCEPTION WHEN ERROR THEN\n  ROLLBACK TRANSACTION;\n  RAISE;\nEND"
	const side = 4
	outcome := make([]error, side)
	var wg sync.WaitGroup
	for i := range side {
		wg.Go(func() { outcome[i] = q.do(script) })
	}
	wg.Wait()
	for _, err := range outcome {
		q.answer("one of %d transactions on one table at once: %s", side, said(err))
	}
	q.answer("rows after it: %s (1)", cells(q.p.Ask("SELECT COUNT(*) FROM "+to)))
}

// viewText: whether a view's text comes back as it was sent.
func viewText(q liveQuestion) {
	q.table(q.a, "t", 1)
	body := "select x -- a remark\nfrom " + q.name(q.a, "t") + "\nwhere x > 0 /* another */"
	q.p.Exec(q.T, "CREATE VIEW "+q.name(q.b, "v")+" AS "+body)
	stored := cells(q.p.Ask("SELECT view_definition FROM `" + q.p.Profile.Project + "`.`" + q.b + "`.INFORMATION_SCHEMA.VIEWS"))
	q.answer("INFORMATION_SCHEMA.VIEWS gives the text as sent: %t", stored == body)
	if stored != body {
		q.answer("it gives %q", stored)
	}
}

// largeBind: whether a value of megabytes can be bound, as a plan in the ledger.
func largeBind(q liveQuestion) {
	table := q.name(q.a, "large")
	q.p.Exec(q.T, "CREATE TABLE "+table+" (v STRING)")
	sizes := []int{1 << 20, 5 << 20, 9 << 20}
	if q.p.StandIn {
		sizes = sizes[:1] // to send the others would only take time
	}
	for _, size := range sizes {
		noise := make([]byte, size*3/4)
		if _, err := rand.Read(noise); err != nil {
			q.Fatal(err)
		}
		c := queryOf("INSERT INTO " + table + " (v) SELECT ?")
		c.Query.ParameterMode = "POSITIONAL"
		c.Query.QueryParameters = []*bq.QueryParameter{{
			ParameterType: &bq.QueryParameterType{Type: "STRING"}, ParameterValue: &bq.QueryParameterValue{Value: base64.StdEncoding.EncodeToString(noise)},
		}}
		q.answer("a bound text of %d MB: %s, rows with it: %s", size>>20, said(q.runJob(c)),
			cells(q.p.Ask(fmt.Sprintf("SELECT COUNT(*) FROM %s WHERE LENGTH(v) = %d", table, base64.StdEncoding.EncodedLen(len(noise))))))
	}
}

// firstLeases: two first takes of a lease at one moment.
func firstLeases(q liveQuestion) {
	one, two := q.driver(nil), q.driver(nil)
	fence := q.lease(one)
	const rounds = 5
	both, none, doubled := 0, 0, 0
	for i := range rounds {
		environment := "race " + string(rune('a'+i))
		var wg sync.WaitGroup
		won := make([]int64, 2)
		for side, d := range []warehouse.Driver{one, two} {
			wg.Go(func() {
				r, err := d.Do(q.Context(), warehouse.TakeLease{
					State: fence.State, Environment: environment, Owner: string(rune('x' + side)), TTL: time.Hour, Body: "{}",
				}, warehouse.Token{})
				if err != nil {
					q.answer("one of two first takes: %v", err)
				}
				won[side] = r.Rows
			})
		}
		wg.Wait()
		switch won[0] + won[1] {
		case 2:
			both++
		case 0:
			none++
		}
		if cells(q.p.Ask("SELECT COUNT(*) FROM "+q.name(fence.State.Schema, "lease")+" WHERE environment = "+bigquery.Dialect().QuoteText(environment))) != "1" {
			doubled++
		}
	}
	q.answer("of %d races: both won %d, nobody won %d, more than one row %d", rounds, both, none, doubled)
	if both > 0 || doubled > 0 {
		q.Errorf("both sides held the lease in %d of %d races, more than one row in %d", both, rounds, doubled)
	}
}
