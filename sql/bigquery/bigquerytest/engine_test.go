package bigquerytest_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"

	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/bigquery/bigquerytest/catalog"
)

// engine is an engine that only counts effects, so that these tests are about the protocol alone. It knows these statements:
// ROWS n (a SELECT of n rows), SCRIPT n (a script of n statements), FAIL CODE REASON, UNKNOWN (not modelled), BROKEN (not a *catalog.Error), BLOCK (until
// its job is cancelled), CHANGE ... (DML of seven rows); anything else is DDL.
type engine struct {
	bigquerytest.Engine // what is not written below is never called

	mu      sync.Mutex
	effects []string
	params  []catalog.Param
	session catalog.Session
	dataset bq.Dataset
	patches int
}

func (e *engine) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.effects)
}

func (e *engine) Now() time.Time { return time.Unix(1763712000, 0) }

func (e *engine) Execute(ctx context.Context, s catalog.Session, sql string, params []catalog.Param) (*catalog.Result, error) {
	word, rest, _ := strings.Cut(sql, " ")
	switch word {
	case "FAIL":
		code, reason, _ := strings.Cut(rest, " ")
		n, err := strconv.Atoi(code)
		if err != nil {
			return nil, err
		}
		return nil, &catalog.Error{Code: n, Reason: reason, Message: "as asked"}
	case "UNKNOWN":
		return nil, &catalog.Error{Code: 400, Reason: "invalidQuery", Message: "not modelled", Unexpected: true}
	case "BROKEN":
		return nil, errors.New("the engine is broken")
	case "BLOCK":
		<-ctx.Done()
		return nil, ctx.Err()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.effects = append(e.effects, sql)
	e.params, e.session = params, s
	return answerOf(word, rest)
}

func answerOf(word, rest string) (*catalog.Result, error) {
	n, _ := strconv.Atoi(rest) // only where a number belongs
	switch word {
	case "ROWS":
		r := &catalog.Result{StatementType: "SELECT", Columns: []catalog.Column{{Name: "n", Type: "INTEGER"}, {Name: "at", Type: "TIMESTAMP"}}, Bytes: 10}
		for i := range n {
			text, at := strconv.Itoa(i), "1763712000000001"
			r.Rows = append(r.Rows, []*string{&text, &at})
		}
		return r, nil
	case "NULLS":
		list := `[{"v":"a"},{"v":null}]`
		return &catalog.Result{
			StatementType: "SELECT", Rows: [][]*string{{nil, &list}},
			Columns: []catalog.Column{{Name: "none", Type: "STRING"}, {Name: "list", Type: "STRING", Mode: "REPEATED"}},
		}, nil
	case "SCRIPT":
		r := &catalog.Result{StatementType: "SCRIPT"}
		for i := range n {
			r.Children = append(r.Children, catalog.Child{SQL: "S" + strconv.Itoa(i), StatementType: "CREATE_VIEW"})
		}
		return r, nil
	case "CHANGE":
		return &catalog.Result{StatementType: "UPDATE", Affected: 7, Updated: 7}, nil
	case "CTAS":
		return &catalog.Result{
			StatementType: "CREATE_TABLE_AS_SELECT", DDLOperation: "CREATE", DDLTarget: &bq.TableReference{ProjectId: "prj", DatasetId: "d", TableId: "t"},
		}, nil
	}
	return &catalog.Result{StatementType: "CREATE_VIEW", DDLOperation: "REPLACE", DDLTarget: &bq.TableReference{ProjectId: "prj", DatasetId: "d", TableId: "v"}}, nil
}

func (e *engine) DryRun(_ context.Context, _ catalog.Session, sql string) (*catalog.Result, error) {
	word, rest, _ := strings.Cut(sql, " ")
	if word == "FAIL" {
		return nil, &catalog.Error{Code: 400, Reason: "invalidQuery", Message: "as asked"}
	}
	return answerOf(word, rest)
}

func (e *engine) Copy(context.Context, *bq.JobConfigurationTableCopy) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.effects = append(e.effects, "copy")
	return nil
}

// Dataset is the one dataset "d", somewhere else than the default.
func (e *engine) Dataset(project, dataset string) (*bq.Dataset, error) {
	if dataset != "d" {
		return nil, &catalog.Error{Code: 404, Reason: "notFound", Message: "Not found: Dataset " + dataset}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	out := e.dataset
	out.Location, out.Etag, out.Kind = "EU", "e"+strconv.Itoa(e.patches), "bigquery#dataset"
	out.DatasetReference = &bq.DatasetReference{ProjectId: project, DatasetId: dataset}
	return &out, nil
}

func (e *engine) PatchDataset(project, dataset, etag string, patch map[string]json.RawMessage) (*bq.Dataset, error) {
	d, err := e.Dataset(project, dataset)
	if err != nil {
		return nil, err
	}
	if etag != "" && etag != d.Etag {
		return nil, &catalog.Error{Code: 412, Reason: "conditionNotMet", Message: "stale"}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.patches++
	if text, given := patch["description"]; given {
		if err := json.Unmarshal(text, &e.dataset.Description); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (e *engine) patched() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.patches
}

// start is a server over an engine that counts.
func start(t *testing.T) (*bigquerytest.Server, *engine) {
	t.Helper()
	e := &engine{}
	s := bigquerytest.New(e)
	t.Cleanup(s.Close)
	return s, e
}

// quiet fails the test when anything unexpected came in.
func quiet(t *testing.T, s *bigquerytest.Server) {
	t.Helper()
	for _, what := range s.Unexpected() {
		t.Errorf("unexpected: %s", what)
	}
}

// failure is the HTTP code and the reason of an error, 0 for none, and -1 for one that is no answer of the server.
func failure(err error) (code int, reason string) {
	var refused *googleapi.Error
	switch {
	case err == nil:
		return 0, ""
	case errors.As(err, &refused) && len(refused.Errors) > 0:
		return refused.Code, refused.Errors[0].Reason
	case errors.As(err, &refused):
		return refused.Code, ""
	}
	return -1, ""
}
