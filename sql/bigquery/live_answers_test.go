package bigquery_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	client "cloud.google.com/go/bigquery"
	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/livetest"
	"cutover/sql/warehouse"
)

// liveQuestion is one thing that no documentation says, asked in two datasets of its
// own. It never fails because of the answer, only when it cannot be asked.
type liveQuestion struct {
	*testing.T

	p    *livetest.Project
	a, b string // the names of the two datasets
	said *summary
}

// summary gathers the answers of all questions.
type summary struct {
	mu    sync.Mutex
	lines []string
}

func (s *summary) add(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, line)
}

// answers asks every open question and repeats all answers at the end.
func answers(t *testing.T, lookup livetest.Lookup) {
	said := &summary{}
	t.Cleanup(func() {
		slices.Sort(said.lines)
		t.Logf("%d answers:\n%s", len(said.lines), strings.Join(said.lines, "\n"))
	})
	for name, ask := range map[string]func(liveQuestion){
		"replace-access": replaceAccess, "replace-row-policies": replaceRowPolicies, "replace-policy-tags": replacePolicyTags,
		"clone-options": cloneOptions, "null-expiration": nullExpiration, "clone-depth": cloneDepth, "clone-layout": cloneLayout,
		"clone-kinds": cloneKinds, "clone-constraints": cloneConstraints, "clone-counts": cloneCounts, "clone-price": clonePrice, "clone-job": cloneJob,
		"streaming-buffer": streamingBuffer, "time-travel": timeTravel, "rename": renameKeeps,
		"etags": etags, "policy-etag": policyEtag, "dataset-access": datasetAccess,
		"job-id": jobID, "job-location": jobLocation, "lost-reply": lostReply,
		"assert": assertText, "transaction-ddl": transactionDDL, "transaction-conflict": transactionConflict,
		"view-text": viewText, "large-bind": largeBind, "first-leases": firstLeases,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := livetest.Open(t, lookup)
			ask(liveQuestion{T: t, p: p, a: p.Dataset(t, "a"), b: p.Dataset(t, "b"), said: said})
		})
	}
}

// name quotes a relation of one of the question's datasets.
func (q liveQuestion) name(dataset, table string) string {
	return bigquery.Dialect().QuoteRef(q.ref(dataset, table))
}

func (q liveQuestion) ref(dataset, table string) warehouse.Ref {
	return warehouse.Ref{Database: q.p.Profile.Project, Schema: dataset, Name: table}
}

func (q liveQuestion) container(dataset string) warehouse.Container {
	return warehouse.Container{Database: q.p.Profile.Project, Schema: dataset}
}

// table makes a table with rows 1 to n and gives its name in SQL.
func (q liveQuestion) table(dataset, table string, n int) string {
	q.Helper()
	name := q.name(dataset, table)
	var rows []string
	for i := range n {
		rows = append(rows, fmt.Sprintf("(%d)", i+1))
	}
	q.p.Exec(q.T, "CREATE TABLE "+name+" (x INT64)", "INSERT INTO "+name+" (x) VALUES "+strings.Join(rows, ", "))
	return name
}

// get reads a table by REST.
func (q liveQuestion) get(dataset, table string) *bq.Table {
	q.Helper()
	t, err := q.p.REST.Tables.Get(q.p.Profile.Project, dataset, table).Context(q.Context()).Do()
	if err != nil {
		q.Fatalf("tables.get %s.%s: %v", dataset, table, err)
	}
	return t
}

func (q liveQuestion) answer(format string, args ...any) {
	q.Helper()
	who := "ANSWER"
	if q.p.StandIn {
		who = "ANSWER (of the stand-in, which proves nothing)"
	}
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), q.p.Prefix, "")
	line := fmt.Sprintf("%s: %s: %s", who, q.Name()[strings.LastIndex(q.Name(), "/")+1:], text)
	q.said.add(line)
	q.Log(line)
}

// notOfTheStandIn reports that a question can only be asked of the service, and
// says so.
func (q liveQuestion) notOfTheStandIn() bool {
	if q.p.StandIn {
		q.answer("not asked: the stand-in has no such thing")
	}
	return q.p.StandIn
}

// principal is who may be given access, or "", which it says.
func (q liveQuestion) principal() string {
	if q.p.Principal == "" {
		q.answer("not asked: CUTOVER_TEST_BIGQUERY_PRINCIPAL names nobody to give access to")
	}
	return q.p.Principal
}

// said is what became of a call or a statement.
func said(err error) string {
	if err == nil {
		return "done"
	}
	oneLine := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	var rest *googleapi.Error
	if errors.As(err, &rest) {
		reason := ""
		if len(rest.Errors) > 0 {
			reason = " " + rest.Errors[0].Reason
		}
		return fmt.Sprintf("refused %d%s: %s", rest.Code, reason, oneLine(rest.Message))
	}
	var job *client.Error
	if errors.As(err, &job) {
		return fmt.Sprintf("the job failed with %s: %s", job.Reason, oneLine(job.Message))
	}
	return "failed: " + oneLine(err.Error())
}

// do sends a statement that may be refused.
func (q liveQuestion) do(statement string) error {
	_, err := q.p.Ask(statement)
	return err
}

// cells gives an answer on one line.
func cells(rows [][]string, err error) string {
	if err != nil {
		return said(err)
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join(r, " | "))
	}
	if len(lines) == 0 {
		return "no rows"
	}
	return strings.Join(lines, "; ")
}

// driver opens cutover's own.
func (q liveQuestion) driver(change func(*bigquery.Options)) warehouse.Driver {
	q.Helper()
	o := bigquery.Options{Profile: q.p.Profile}
	if change != nil {
		change(&o)
	}
	d, err := bigquery.Open(q.Context(), o)
	if err != nil {
		q.Fatal(err)
	}
	q.Cleanup(func() { _ = d.Close() })
	return d
}

// kept says whether something was there before and is there after.
func kept(before, after string) string {
	switch {
	case before == after:
		return "kept (" + after + ")"
	case after == "":
		return "gone (was " + before + ")"
	}
	return "now " + after + " (was " + before + ")"
}
