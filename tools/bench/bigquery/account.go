//go:build unix && cgo

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest"         //nolint:depguard // the stand-in is what is published on
	"cutover/sql/bigquery/bigquerytest/catalog" //nolint:depguard // the same
)

// The names in the stand-in.
const (
	project  = "prj"
	location = "EU"
	stage    = "stage"
	mart     = "mart"
)

// world is a stand-in that holds two sides.
type world struct {
	server *bigquerytest.Server
	clock  *clock
}

// newWorld makes tables tables on each side and waits from then on.
func (o options) newWorld(ctx context.Context, tables int) (*world, error) {
	c, err := catalog.New()
	if err != nil {
		return nil, err
	}
	w := &world{clock: &clock{Catalog: c}}
	w.server = bigquerytest.New(w.clock)
	var statements []string
	for _, side := range []string{stage, mart} {
		value := map[string]string{stage: "new", mart: "before"}[side]
		statements = append(statements, "CREATE SCHEMA "+name(side)+" OPTIONS(location='"+location+"')")
		for i := range tables {
			at := name(side, tableName(i))
			statements = append(statements, "CREATE TABLE "+at+" (id INT64, v STRING)", fmt.Sprintf("INSERT INTO %s (id, v) VALUES (%d, '%s')", at, i, value))
		}
	}
	for _, st := range statements {
		if _, err := c.Execute(ctx, catalog.Session{Project: project}, st, nil); err != nil {
			w.close()
			return nil, fmt.Errorf("seed %s: %w", st, err)
		}
	}
	if err := w.dress(tables); err != nil {
		w.close()
		return nil, err
	}
	w.clock.set(o)
	w.server.Latency(o.latency)
	w.server.RESTLatency(o.restLatency)
	return w, nil
}

// readerAt says of how many tables of production one may be read by somebody who was named.
const readerAt = 10

// dress describes every table of production, and lets somebody read some of them: what a publish has to keep.
func (w *world) dress(tables int) error {
	reader := &bq.Policy{Bindings: []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{"user:reader@example.com"}}}}
	for i := range tables {
		patch := map[string]json.RawMessage{"description": json.RawMessage(`"what table ` + tableName(i) + ` holds"`)}
		if _, err := w.clock.Catalog.PatchTable(project, mart, tableName(i), "", patch); err != nil {
			return err
		}
		if i%readerAt != 0 {
			continue
		}
		if _, err := w.clock.Catalog.SetPolicy(project, mart, tableName(i), reader); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) close() {
	w.server.Close()
	_ = w.clock.Close() // nothing of it is wanted any more
}

func tableName(i int) string { return fmt.Sprintf("t%05d", i) }

// name is a dataset of the project, or a table in it, as SQL.
func name(parts ...string) string {
	out := "`" + project + "`"
	for _, p := range parts {
		out += ".`" + p + "`"
	}
	return out
}

// holds checks that every table of production says value.
func (w *world) holds(value string, tables int) error {
	for i := range tables {
		r, err := w.clock.Catalog.Execute(context.Background(), catalog.Session{Project: project}, "SELECT v FROM "+name(mart, tableName(i)), nil)
		if err != nil {
			return err
		}
		if len(r.Rows) != 1 || r.Rows[0][0] == nil || *r.Rows[0][0] != value {
			return fmt.Errorf("production's table %d is not %s", i, value)
		}
	}
	return nil
}

// clock is the catalog with a note of when each statement and call arrived and was answered.
type clock struct {
	*catalog.Catalog

	mu                   sync.Mutex
	latency, restLatency time.Duration
	list                 []event
}

// event is a statement or a call that the model has worked on.
type event struct {
	sql   string // empty for a call
	call  string // "get table" and the like; empty for a statement
	sent  time.Time
	began time.Time // after the latency
	ended time.Time
}

func (c *clock) set(o options) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.latency, c.restLatency = o.latency, o.restLatency
}

func (c *clock) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = nil
}

func (c *clock) events() []event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]event(nil), c.list...)
}

func (c *clock) note(sql, call string, began time.Time) {
	ended := time.Now() //nolint:forbidigo // what is measured
	c.mu.Lock()
	defer c.mu.Unlock()
	waited := c.latency
	if call != "" {
		waited = c.restLatency
	}
	c.list = append(c.list, event{sql: sql, call: call, sent: began.Add(-waited), began: began, ended: ended})
}

// noted notes one call.
func noted[T any](c *clock, call string, do func() (T, error)) (T, error) {
	began := time.Now() //nolint:forbidigo // what is measured
	out, err := do()
	c.note("", call, began)
	return out, err
}

// Execute implements bigquerytest.Engine.
func (c *clock) Execute(ctx context.Context, s catalog.Session, sql string, params []catalog.Param) (*catalog.Result, error) {
	began := time.Now() //nolint:forbidigo // what is measured
	r, err := c.Catalog.Execute(ctx, s, sql, params)
	c.note(sql, "", began)
	return r, err
}

// Dataset implements bigquerytest.Engine.
func (c *clock) Dataset(p, d string) (*bq.Dataset, error) {
	return noted(c, "get dataset", func() (*bq.Dataset, error) { return c.Catalog.Dataset(p, d) })
}

// InsertDataset implements bigquerytest.Engine.
func (c *clock) InsertDataset(d *bq.Dataset) (*bq.Dataset, error) {
	return noted(c, "insert dataset", func() (*bq.Dataset, error) { return c.Catalog.InsertDataset(d) })
}

// PatchDataset implements bigquerytest.Engine.
func (c *clock) PatchDataset(p, d, etag string, patch map[string]json.RawMessage) (*bq.Dataset, error) {
	return noted(c, "patch dataset", func() (*bq.Dataset, error) { return c.Catalog.PatchDataset(p, d, etag, patch) })
}

// Table implements bigquerytest.Engine.
func (c *clock) Table(p, d, t string) (*bq.Table, error) {
	return noted(c, "get table", func() (*bq.Table, error) { return c.Catalog.Table(p, d, t) })
}

// Tables implements bigquerytest.Engine.
func (c *clock) Tables(p, d string) ([]*bq.Table, error) {
	return noted(c, "list tables", func() ([]*bq.Table, error) { return c.Catalog.Tables(p, d) })
}

// Policy implements bigquerytest.Engine.
func (c *clock) Policy(p, d, t string) (*bq.Policy, error) {
	return noted(c, "get policy", func() (*bq.Policy, error) { return c.Catalog.Policy(p, d, t) })
}

// RowPolicies implements bigquerytest.Engine.
func (c *clock) RowPolicies(p, d, t string) ([]*bq.RowAccessPolicy, error) {
	return noted(c, "list row policies", func() ([]*bq.RowAccessPolicy, error) { return c.Catalog.RowPolicies(p, d, t) })
}
