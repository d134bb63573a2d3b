package bigquery_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/option"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// standin is a stand-in with a table and a view in production and the table's
// candidate, and a lease that is held with fence 1.
type standin struct {
	server *bigquerytest.Server
	d      *bigquery.Driver
	// publish makes the candidate production.
	publish warehouse.CopyTable
	fence   warehouse.CheckFence
}

var (
	state = warehouse.Container{Database: "prj", Schema: "cutover"}
	prod  = warehouse.Container{Database: "prj", Schema: "mart"}
	built = warehouse.Container{Database: "prj", Schema: "built"}
	keep  = warehouse.Container{Database: "prj", Schema: "keep"}
	token = warehouse.Token{Release: "r1", Step: "publish mart", Attempt: 1}
)

func in(c warehouse.Container, name string) warehouse.Ref {
	return warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name}
}

// connect makes a driver over its own connections, that waits for nothing.
func connect(t *testing.T, server *bigquerytest.Server, o bigquery.Options) *bigquery.Driver {
	t.Helper()
	pool := &http.Transport{MaxIdleConnsPerHost: 64}
	t.Cleanup(pool.CloseIdleConnections)
	service, err := bq.NewService(t.Context(), option.WithEndpoint(server.URL()+"/bigquery/v2/"),
		option.WithHTTPClient(&http.Client{Transport: bigquery.Fence(pool)}))
	if err != nil {
		t.Fatal(err)
	}
	d := bigquery.NewDriver(server.Client(t), service, o)
	bigquery.SetPause(d, func(ctx context.Context, _ int) error { return ctx.Err() })
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func newStandin(t *testing.T, o bigquery.Options) *standin {
	t.Helper()
	a := &standin{server: bigquerytest.NewServer(t)}
	a.server.Exec(t, "CREATE SCHEMA prj.mart", "CREATE SCHEMA prj.built", "CREATE SCHEMA prj.keep",
		"CREATE TABLE prj.mart.t (x INT64)", "INSERT INTO prj.mart.t VALUES (1)", "CREATE VIEW prj.mart.v AS SELECT x FROM prj.mart.t",
		"CREATE TABLE prj.built.t (x INT64)", "INSERT INTO prj.built.t VALUES (2), (3)")
	a.d = connect(t, a.server, o)
	for _, op := range []warehouse.Op{
		warehouse.EnsureState{State: state},
		warehouse.TakeLease{State: state, Environment: "prod", Owner: "me", TTL: time.Hour, Body: "{}"},
	} {
		if _, err := a.d.Do(t.Context(), op, warehouse.Token{}); err != nil {
			t.Fatalf("%s: %v", op.OpName(), err)
		}
	}
	a.publish = warehouse.CopyTable{
		From: in(built, "t"), To: in(prod, "t"), Replace: true, Release: "r1", Depth: 1,
		Definition: warehouse.Definition{Columns: []warehouse.Column{{Name: "x", Type: "INT64"}}},
	}
	a.fence = warehouse.CheckFence{State: state, Environment: "prod", Fence: 1}
	a.server.ResetLog()
	return a
}

func (a *standin) fenced(op warehouse.Op) warehouse.Op {
	return warehouse.Fenced{Fence: a.fence, Op: op}
}

// rows says what production holds.
func (a *standin) rows(t *testing.T) string {
	t.Helper()
	return a.server.Query(t, "SELECT COUNT(*) FROM prj.mart.t")[0][0]
}

// jobs are those whose statement holds a text.
func (a *standin) jobs(part string) []bigquerytest.Job {
	var out []bigquerytest.Job
	for _, j := range a.server.Jobs() {
		if !j.Query && strings.Contains(j.SQL, part) {
			out = append(out, j)
		}
	}
	return out
}

func starts(part string) func(bigquerytest.Request) bool {
	return func(r bigquerytest.Request) bool { return r.StartsJob && strings.Contains(r.SQL, part) }
}

func toPath(method, part string) func(bigquerytest.Request) bool {
	return func(r bigquerytest.Request) bool { return r.Method == method && strings.Contains(r.Path, part) }
}
