//go:build cgo

package engine_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cutover/manifest"
	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// world is a pair of environments on real DuckDB files, with the artifacts that
// dbt would have left: written by hand so that a test can bend them.
type world struct {
	t     *testing.T
	dir   string
	nodes []node
	// pair is true for two directories, false for two schemas of one file.
	pair bool
	opts duckdb.Options
	// bend changes the request before it is planned.
	bend func(*strategies.Request)
	// dbt stands for the user's dbt in a rollback.
	dbt func(context.Context) error
	// results stands for reading what dbt left of a run in production.
	results func(plan.DBT) (plan.Evidence, error)
	// hook is the engine's test hook.
	hook func(engine.Point)
	seq  int
	now  time.Time
	// fullRefresh is what run_results.json says of the last build.
	fullRefresh bool
	// keep is keep_releases; 0 means 5.
	keep int
	// failed names tests that dbt reports as failed.
	failed []string
	// before is called before every statement that changes something; Snowflake.
	before func(sql string)
	// cutShort: what is undone was not finished.
	cutShort bool
	// owner is another process than this one, for whom every other is dead.
	owner string
	// remote is set when the world is a server and no file; snow or big is the
	// same where it is that one.
	remote remote
	snow   *snow
	big    *big
}

// remote is a world on a server.
type remote interface {
	adapter() string
	place(side string) warehouse.Container
	side(name string) strategies.Side
	stateAt() warehouse.Container
	// relation is a relation as dbt writes it into SQL.
	relation(at warehouse.Container, n node) string
	open(ctx context.Context, before func(string)) (warehouse.Driver, error)
	tables(w *world, side string, n int, value string)
	holds(w *world, n int) string
	request(w *world, req *strategies.Request)
}

type node struct {
	name, materialized, tag string
	parents                 []string
	// quoted: dbt writes the name in quotes.
	quoted bool
	// schema is another schema than the usual one, on both sides.
	schema string
}

func newWorld(t *testing.T, pair bool) *world {
	t.Helper()
	return makeWorld(t, t.TempDir(), pair)
}

// makeWorld makes the folders that a fresh world needs and opens it.
func makeWorld(t *testing.T, dir string, pair bool) *world {
	t.Helper()
	if pair {
		for _, side := range []string{"prod", "stage", ".cutover"} {
			if err := os.MkdirAll(filepath.Join(dir, side), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	return openWorld(t, dir, pair)
}

func openWorld(t *testing.T, dir string, pair bool) *world {
	t.Helper()
	w := &world{t: t, dir: dir, pair: pair, now: time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC)}
	if pair {
		w.opts = duckdb.Options{
			Production:   duckdb.Database{Alias: "shop", Path: filepath.Join(dir, "prod", "shop.duckdb")},
			Candidate:    duckdb.Database{Alias: "shop__candidate", Path: filepath.Join(dir, "stage", "shop.duckdb")},
			State:        duckdb.Database{Alias: "cutover_state", Path: filepath.Join(dir, ".cutover", "state.duckdb")},
			AllowMissing: true,
		}
		return w
	}
	w.opts = duckdb.Options{Production: duckdb.Database{Alias: "shop", Path: filepath.Join(dir, "shop.duckdb")}}
	return w
}

// sql runs statements against one file, which is made when missing.
func (w *world) sql(path string, statements ...string) {
	w.t.Helper()
	execFile(w.t, path, statements...)
}

// file is the database of a side: "prod" or "stage".
func (w *world) file(side string) string {
	if w.pair {
		return filepath.Join(w.dir, side, "shop.duckdb")
	}
	return w.opts.Production.Path
}

// schema is where a side keeps its relations.
func (w *world) schema(side string) string {
	if w.remote != nil {
		return w.remote.place(side).Schema
	}
	if !w.pair && side == "stage" {
		return "staging_mart"
	}
	return "mart"
}

// side gives the strategies' view of one environment.
func (w *world) side(name string) strategies.Side {
	s := strategies.Side{Environment: name, Database: "shop", DBTDatabase: "shop", Target: name}
	if w.remote != nil {
		s = w.remote.side(name)
	}
	if w.pair && name == "stage" {
		s.Database = "shop__candidate"
	}
	m, err := manifest.Read(name+"/manifest.json", w.manifestJSON(name))
	if err != nil {
		w.t.Fatal(err)
	}
	s.Manifest = m
	return s
}

func (w *world) manifestJSON(side string) []byte {
	nodes := map[string]any{}
	for _, n := range w.nodes {
		id := "model.shop." + n.name
		var parents []string
		for _, p := range n.parents {
			parents = append(parents, "model.shop."+p)
		}
		nodes[id] = map[string]any{
			"unique_id": id, "resource_type": "model", "package_name": "shop", "name": n.name, "alias": n.name,
			"fqn": []string{"shop", n.name}, "tags": []string{n.tag}, "database": w.database(side), "schema": cmp.Or(n.schema, w.schema(side)),
			"config":        map[string]any{"materialized": n.materialized, "enabled": true, "tags": []string{n.tag}},
			"relation_name": w.relationName(side, n),
			"depends_on":    map[string]any{"nodes": parents}, "original_file_path": "models/" + n.name + ".sql",
		}
		test := "test.shop.not_null_" + n.name
		nodes[test] = map[string]any{
			"unique_id": test, "resource_type": "test", "package_name": "shop", "name": "not_null_" + n.name,
			"fqn": []string{"shop", "not_null_" + n.name}, "database": "shop", "schema": w.schema(side) + "_test",
			"config": map[string]any{"materialized": "test", "enabled": true}, "depends_on": map[string]any{"nodes": []string{id}},
		}
	}
	text, err := json.Marshal(map[string]any{
		"metadata": map[string]any{
			"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.16",
			"invocation_id": "6f0c0000-aaaa", "project_name": "shop", "adapter_type": w.adapter(), "generated_at": w.now.Format(time.RFC3339),
		},
		"nodes": nodes, "sources": map[string]any{}, "exposures": map[string]any{}, "metrics": map[string]any{},
		"disabled": map[string]any{}, "parent_map": map[string]any{}, "child_map": map[string]any{},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return text
}

// database is the name that dbt writes for a side.
func (w *world) database(side string) string {
	if w.remote != nil {
		return w.remote.place(side).Database
	}
	return "shop"
}

func (w *world) adapter() string {
	if w.remote != nil {
		return w.remote.adapter()
	}
	return "duckdb"
}

// relationName is a relation as dbt writes it into SQL.
func (w *world) relationName(side string, n node) string {
	if w.remote != nil {
		return w.remote.relation(warehouse.Container{Database: w.database(side), Schema: cmp.Or(n.schema, w.schema(side))}, n)
	}
	ref := warehouse.Ref{Database: "shop", Schema: cmp.Or(n.schema, w.schema(side)), Name: n.name}
	return warehouse.Dialect{Quote: '"'}.QuoteRef(ref)
}

func (w *world) runResults() *manifest.RunResults {
	rr := &manifest.RunResults{InvocationID: "6f0c0000-aaaa", GeneratedAt: w.now, Args: manifest.RunArgs{Which: "build", FullRefresh: w.fullRefresh}}
	for _, n := range w.nodes {
		status := manifest.StatusPass
		for _, f := range w.failed {
			if f == n.name {
				status = manifest.StatusFail
			}
		}
		rr.Results = append(rr.Results,
			manifest.Result{UniqueID: "model.shop." + n.name, Status: manifest.StatusSuccess},
			manifest.Result{UniqueID: "test.shop.not_null_" + n.name, Status: status})
	}
	return rr
}

// open opens the warehouse; the caller closes it.
func (w *world) open() *warehouse.Warehouse {
	w.t.Helper()
	wh, err := w.tryOpen()
	if err != nil {
		w.t.Fatal(err)
	}
	return wh
}

func (w *world) tryOpen() (*warehouse.Warehouse, error) {
	open := func(ctx context.Context) (warehouse.Driver, error) { return duckdb.Open(ctx, w.opts) }
	if w.remote != nil {
		open = func(ctx context.Context) (warehouse.Driver, error) { return w.remote.open(ctx, w.before) }
	}
	return warehouse.New(w.t.Context(), open)
}

func (w *world) state() warehouse.Container {
	if w.remote != nil {
		return w.remote.stateAt()
	}
	if w.pair {
		return warehouse.Container{Database: "cutover_state", Schema: "cutover"}
	}
	return warehouse.Container{Database: "shop", Schema: "cutover"}
}

// request is the usual release of everything.
func (w *world) request(wh *warehouse.Warehouse, strategy string, h engine.History) strategies.Request {
	w.seq++
	req := strategies.Request{
		Release: fmt.Sprintf("r%04d", len(h.Releases)+w.seq), Tool: "test", Now: w.now.Add(time.Minute), Strategy: strategy,
		From: w.side("stage"), To: w.side("prod"), Select: []string{"tag:mart"},
		Limits:    strategies.Limits{MinRows: 1, MaxDropPercent: 30, BlockDropped: true, BlockRetyped: true},
		Artifacts: strategies.Artifacts{Results: w.runResults()}, State: w.state(), Parent: h.Head, KeepReleases: cmp.Or(w.keep, 5), Reseed: true,
		Warehouse: plan.Warehouse{Kind: w.adapter(), Where: "test"}, Capabilities: wh.Capabilities(), Render: wh.Render,
		Build: plan.DBT{Command: "build", Target: "stage"},
	}
	for _, old := range h.Releases {
		if old.State == engine.StateClosed {
			req.Leftover = append(req.Leftover, strategies.Leftovers(old.Plan)...)
		}
	}
	for _, old := range h.Expired(req.KeepReleases) {
		req.Expired = append(req.Expired, strategies.Kept(old.Plan)...)
	}
	if w.remote != nil {
		w.remote.request(w, &req)
	}
	sel, err := req.From.Manifest.Select(manifest.SelectRequest{Select: req.Select})
	if err != nil {
		w.t.Fatal(err)
	}
	req.Selected = sel.UniqueIDs
	if w.bend != nil {
		w.bend(&req)
	}
	return req
}

func (w *world) build(wh *warehouse.Warehouse, req strategies.Request) *plan.Plan {
	w.t.Helper()
	p, err := w.tryBuild(wh, req)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

func (w *world) tryBuild(wh *warehouse.Warehouse, req strategies.Request) (*plan.Plan, error) {
	scope, err := strategies.Resolve(req)
	if err != nil {
		return nil, err
	}
	inv, err := wh.Inspect(w.t.Context(), scope.Look())
	if err != nil {
		return nil, err
	}
	p, err := strategies.Build(req, scope, inv)
	if err != nil {
		return nil, err
	}
	text, err := plan.Encode(p)
	if err != nil {
		return nil, err
	}
	back, err := plan.Decode(text) // what is applied is what a file would hold
	if err != nil {
		return nil, fmt.Errorf("decode the plan just encoded: %w\n%s", err, text)
	}
	return back, nil
}

func (w *world) engine(wh *warehouse.Warehouse) *engine.Engine {
	return engine.New(engine.Deps{
		Warehouse: wh, Environment: "prod", State: w.state(), Actor: "test@here",
		Holder: engine.Holder{Host: "here", PID: os.Getpid(), Owner: cmp.Or(w.owner, fmt.Sprintf("owner-%d", os.Getpid()))},
		Clock:  func() time.Time { return w.now },
		Alive:  func(h engine.Holder) bool { return w.owner == "" && h.PID == os.Getpid() },
		RunDBT: func(ctx context.Context, _ plan.DBT) error {
			if w.dbt == nil {
				return fmt.Errorf("no dbt in this test")
			}
			return w.dbt(ctx)
		},
		Complete: func(ctx context.Context, p *plan.Plan, phase int) (*plan.Plan, error) {
			h, err := w.engine(wh).History(ctx)
			if err != nil {
				return nil, err
			}
			req := w.request(wh, p.Strategy, h)
			req.Release, req.Parent = p.Release, p.Parent
			scope, err := strategies.Resolve(req)
			if err != nil {
				return nil, err
			}
			inv, err := wh.Inspect(ctx, scope.Look())
			if err != nil {
				return nil, err
			}
			return strategies.Complete(req, scope, p, phase, inv)
		},
		Results: w.results, Hook: w.hook, StepTimeout: time.Hour, Concurrency: 4,
	})
}

// publish plans and applies a release, and returns its id.
func (w *world) publish(strategy string) (string, error) {
	w.t.Helper()
	wh := w.open()
	defer w.close(wh)
	e := w.engine(wh)
	h, err := e.History(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	p := w.build(wh, w.request(wh, strategy, h))
	res, err := e.Apply(w.t.Context(), p)
	return res.Release, err
}

func (w *world) undo(id string) error {
	w.t.Helper()
	wh := w.open()
	defer w.close(wh)
	e := w.engine(wh)
	h, err := e.History(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	r, ok := h.Release(id)
	if !ok {
		w.t.Fatalf("no release %s", id)
	}
	p, err := w.undoPlan(wh, h.Head, r)
	if err != nil {
		w.t.Fatal(err)
	}
	_, err = e.Apply(w.t.Context(), p)
	return err
}

func (w *world) undoPlan(wh *warehouse.Warehouse, head string, r engine.Release) (*plan.Plan, error) {
	return w.undoOf(wh, head, strategies.Taken{Plan: r.Plan, After: r.After()})
}

// undoOf plans the undo of one release, or of the whole that several make.
func (w *world) undoOf(wh *warehouse.Warehouse, head string, taken strategies.Taken) (*plan.Plan, error) {
	w.seq++
	req := strategies.UndoRequest{
		Release: fmt.Sprintf("u%s%d", taken.Plan.Release, w.seq), Tool: "test", Now: w.now, Environment: "prod", Released: taken.Plan, After: taken.After,
		Verified: !w.cutShort, Parent: head, State: w.state(), KeepReleases: 5, Capabilities: wh.Capabilities(), Render: wh.Render,
		Production: warehouse.Container{Database: w.side("prod").Database}, Candidate: warehouse.Container{Database: w.side("stage").Database},
	}
	h, err := w.engine(wh).History(context.Background())
	if err != nil {
		return nil, err
	}
	for _, old := range h.Releases {
		req.Kept = append(req.Kept, strategies.Kept(old.Plan)...)
	}
	inv, err := wh.Inspect(context.Background(), strategies.UndoLook(req))
	if err != nil {
		return nil, err
	}
	return strategies.BuildUndo(req, inv)
}

func (w *world) close(wh *warehouse.Warehouse) {
	w.t.Helper()
	if err := wh.Close(); err != nil {
		w.t.Error(err)
	}
}

// tables builds n tables on a side, each holding one value.
func (w *world) tables(side string, n int, value string) {
	w.t.Helper()
	if w.remote != nil {
		w.remote.tables(w, side, n, value)
		return
	}
	w.nodes = nil
	sts := []string{"CREATE SCHEMA IF NOT EXISTS " + w.schema(side)}
	for i := range n {
		name := fmt.Sprintf("t%03d", i)
		w.nodes = append(w.nodes, node{name: name, materialized: "table", tag: "mart"})
		q := w.schema(side) + "." + name
		sts = append(sts, "DROP TABLE IF EXISTS "+q,
			fmt.Sprintf("CREATE TABLE %s(id INTEGER PRIMARY KEY, v VARCHAR NOT NULL DEFAULT 'x', CHECK (id >= 0))", q),
			fmt.Sprintf("COMMENT ON TABLE %s IS 'built %s'", q, value),
			fmt.Sprintf("INSERT INTO %s VALUES (1, '%s'), (2, '%s')", q, value, value))
	}
	w.sql(w.file(side), sts...)
}

// holds reads every table of production and says which values it holds.
func (w *world) holds(n int) string {
	w.t.Helper()
	var parts []string
	for i := range n {
		parts = append(parts, fmt.Sprintf("SELECT DISTINCT v FROM %s.t%03d", w.schema("prod"), i))
	}
	if w.remote != nil {
		return w.remote.holds(w, n)
	}
	return queryFile(w.t, w.file("prod"), "SELECT coalesce(string_agg(DISTINCT v, ',' ORDER BY v), '') FROM ("+strings.Join(parts, " UNION ALL ")+")")
}

// whole asserts that production is whole or the release open, and settles an open
// one: forward when production was changed, back when it was not.
func (w *world) whole(e *engine.Engine, wh *warehouse.Warehouse, name string, err error) {
	w.t.Helper()
	holds := w.holds(2)
	var step *engine.StepError
	unmixed := holds == "old" || holds == "new"
	switch {
	case err == nil && holds != "new":
		w.t.Errorf("%s: said done, production holds %q", name, holds)
	case err != nil && errors.As(err, &step) && step.Open:
	case err != nil && holds != "old":
		w.t.Errorf("%s: said %v, closed, production holds %q", name, err, holds)
	case !unmixed:
		w.t.Errorf("%s: production is mixed and nothing is open: %q (%v)", name, holds, err)
	}
	if err == nil {
		return
	}
	standing, standErr := e.Stand(w.t.Context())
	if errors.Is(standErr, engine.ErrNothingOpen) {
		return
	}
	if standErr != nil {
		w.t.Errorf("%s: status: %v", name, standErr)
		return
	}
	want := "new"
	if standing.Changed {
		_, err = e.Resume(w.t.Context())
	} else {
		want = "old"
		_, err = e.Abort(w.t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) { return w.undoPlan(wh, r.ID, r) })
	}
	if err != nil {
		w.t.Errorf("%s: settle (%+v): %v", name, standing.Changed, err)
	}
	if got := w.holds(2); got != want {
		w.t.Errorf("%s: holds %q after settling, want %q", name, got, want)
	}
}
