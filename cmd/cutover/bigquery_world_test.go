//go:build cgo && unix

package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest"
	model "cutover/sql/bigquery/bigquerytest/catalog"
)

// The datasets of a bigWorld. Production has one for each of the tags that the
// seed's macro clones.
const (
	bigProject = "prj"
	bigStage   = "analytics_stage"
	bigMart    = "mart"
	bigUtils   = "utils"
)

// bigProd lists production's datasets.
func bigProd() []string { return []string{bigMart, bigUtils} }

// A bigWorld is a strict stand-in for a BigQuery project with two sides in it,
// and a dbt project whose artifacts are written by hand: the candidate in one
// dataset, production in one per tag. The program runs beside it as a process of
// its own.
type bigWorld struct {
	t      *testing.T
	server *bigquerytest.Server
	engine *bigEngine
	dir    string
	env    []string
	nodes  []bigNode
	// failed is a node whose test failed in the last build.
	failed string
	builds int
}

// A bigNode is one model: it is published into the dataset of its tag; one
// without a tag stays where it was built.
type bigNode struct {
	name, materialized, tag string
	parents                 []string
}

// bigEngine is the model of the project, with somebody who looks at it after
// every statement that had an effect.
type bigEngine struct {
	*model.Catalog
	mu    sync.Mutex
	watch func()
}

// Execute implements bigquerytest.Engine.
func (e *bigEngine) Execute(ctx context.Context, s model.Session, sql string, params []model.Param) (*model.Result, error) {
	result, err := e.Catalog.Execute(ctx, s, sql, params)
	e.mu.Lock()
	watch := e.watch
	e.mu.Unlock()
	if watch != nil && !strings.HasPrefix(sql, "SELECT ") {
		watch()
	}
	return result, err
}

// watched calls look after every statement from now on, nil for no more.
func (e *bigEngine) watched(look func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.watch = look
}

func newBigWorld(t *testing.T) *bigWorld {
	t.Helper()
	c, err := model.New()
	if err != nil {
		t.Fatal(err)
	}
	w := &bigWorld{t: t, engine: &bigEngine{Catalog: c}, dir: t.TempDir()}
	w.server = bigquerytest.New(w.engine)
	t.Cleanup(func() {
		w.server.ClearFaults()
		w.server.Close()
		if err := c.Close(); err != nil {
			t.Errorf("close the model: %v", err)
		}
		for _, what := range w.server.Unexpected() {
			t.Errorf("unexpected at the stand-in: %s", what)
		}
	})
	for _, dataset := range append(bigProd(), bigStage) {
		w.do("CREATE SCHEMA " + bigName(dataset) + " OPTIONS(location='EU')")
	}
	for _, entry := range os.Environ() {
		if prefix, _, _ := strings.Cut(entry, "_"); !slices.Contains([]string{"CUTOVER", "DBT", "GOOGLE", "BIGQUERY", "CLOUDSDK"}, prefix) {
			w.env = append(w.env, entry)
		}
	}
	w.env = append(w.env, "CUTOVER_ACTOR=night@job", "NO_COLOR=1", "HOME="+w.dir)
	w.project()
	return w
}

// bigName is a dataset of the project, or a relation in it, as SQL.
func bigName(parts ...string) string {
	out := "`" + bigProject + "`"
	for _, p := range parts {
		out += ".`" + p + "`"
	}
	return out
}

func (w *bigWorld) do(statements ...string) {
	w.t.Helper()
	w.server.Exec(w.t, statements...)
}

// project writes what does not change from build to build.
func (w *bigWorld) project() {
	w.t.Helper()
	var outputs strings.Builder
	token := rand.Text()
	for target, dataset := range map[string]string{"prod": bigMart, "staging": bigStage} {
		fmt.Fprintf(&outputs, "    %s: {type: bigquery, method: oauth-secrets, token: %q, project: %s, dataset: %s, location: EU, threads: 4, api_endpoint: %q}\n",
			target, token, bigProject, dataset, w.server.URL())
	}
	w.write("profiles.yml", "shop:\n  target: staging\n  outputs:\n"+outputs.String())
	w.write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n")
	w.configure("")
}

// configure writes cutover.yml; publish adds keys to its section.
func (w *bigWorld) configure(publish string) {
	w.t.Helper()
	w.write("cutover.yml", `version: 1
dbt: {profile: shop, profiles_dir: .}
environments:
  staging: {target: staging, manifest: stage/manifest.json}
  prod: {target: prod, promotes_from: staging}
publish: {strategy: wac, select: ["tag:mart", "tag:utils"], route: {by: tag}`+publish+`}
`)
}

func (w *bigWorld) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// tables declares marts t000 ..., utils u000 ... and a mart view v000 over the
// first mart. Every second mart is incremental.
func (w *bigWorld) tables(marts, utils int) *bigWorld {
	w.nodes = nil
	for i := range marts {
		w.nodes = append(w.nodes, bigNode{name: fmt.Sprintf("t%03d", i), materialized: []string{"table", "incremental"}[i%2], tag: bigMart})
	}
	for i := range utils {
		w.nodes = append(w.nodes, bigNode{name: fmt.Sprintf("u%03d", i), materialized: "table", tag: bigUtils})
	}
	w.nodes = append(w.nodes, bigNode{name: "v000", materialized: "view", tag: bigMart, parents: []string{"t000"}})
	return w
}

// at is where a side keeps a node.
func (n bigNode) at(side string) string {
	if side == "prod" && n.tag != "" {
		return bigName(n.tag, n.name)
	}
	return bigName(bigStage, n.name)
}

func (w *bigWorld) node(name string) int {
	w.t.Helper()
	i := slices.IndexFunc(w.nodes, func(n bigNode) bool { return n.name == name })
	if i < 0 {
		w.t.Fatalf("no node %s", name)
	}
	return i
}

// build does what dbt does: every table of a side holds the value, every view
// names its own side. The artifacts follow.
func (w *bigWorld) build(side, value string) {
	w.t.Helper()
	for _, n := range w.nodes {
		w.make(side, n, value)
	}
	w.artifacts()
}

func (w *bigWorld) make(side string, n bigNode, value string) {
	w.t.Helper()
	if n.materialized == "view" {
		w.do("create or replace view " + n.at(side) + " OPTIONS() as select * from " + w.nodes[w.node(n.parents[0])].at(side))
		return
	}
	w.do("create or replace table "+n.at(side)+" (id INT64 NOT NULL, v STRING)",
		"INSERT INTO "+n.at(side)+" (id, v) VALUES (1, '"+value+"'), (2, '"+value+"')")
}

// begun builds an old production, in which the first mart says something about
// itself and one person may read it, and a new candidate.
func (w *bigWorld) begun() *bigWorld {
	w.t.Helper()
	w.build("prod", "old")
	w.dress(bigMart, "t000")
	w.build("stage", "new")
	return w
}

// bigReader may read one table.
const bigReader = "user:reader@example.com"

// dress gives a relation labels, a description and a reader.
func (w *bigWorld) dress(dataset, name string) {
	w.t.Helper()
	w.patch(dataset, name, "labels", `{"team": "finance"}`)
	w.patch(dataset, name, "description", `"what finance reads"`)
	w.grant(dataset, name)
}

// patch sets a field of the table resource to a text in JSON.
func (w *bigWorld) patch(dataset, name, field, value string) {
	w.t.Helper()
	if _, err := w.engine.PatchTable(bigProject, dataset, name, "", map[string]json.RawMessage{field: json.RawMessage(value)}); err != nil {
		w.t.Fatal(err)
	}
}

// grant lets bigReader read a relation.
func (w *bigWorld) grant(dataset, name string) {
	w.t.Helper()
	policy := &bq.Policy{Bindings: []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{bigReader}}}}
	if _, err := w.engine.SetPolicy(bigProject, dataset, name, policy); err != nil {
		w.t.Fatal(err)
	}
}

// artifacts writes the manifest of the candidate and the verdict of the last
// build.
func (w *bigWorld) artifacts() {
	w.t.Helper()
	w.builds++
	invocation := fmt.Sprintf("6f0c0000-0000-4000-8000-%012d", w.builds)
	w.writeJSON("stage/manifest.json", w.manifest(invocation))
	w.writeJSON("stage/run_results.json", w.runResults(invocation))
}

func (w *bigWorld) writeJSON(name string, value any) {
	w.t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(name, string(text))
}

func (w *bigWorld) manifest(invocation string) map[string]any {
	nodes := map[string]any{}
	for i, n := range w.nodes {
		parents, tags := []string{}, []string{}
		for _, parent := range n.parents {
			parents = append(parents, w.modelID(w.node(parent)))
		}
		if n.tag != "" {
			tags = append(tags, n.tag)
		}
		id := w.modelID(i)
		nodes[id] = map[string]any{
			"unique_id": id, "resource_type": "model", "package_name": "shop", "name": n.name, "alias": n.name,
			"fqn": []string{"shop", n.name}, "tags": tags, "database": bigProject, "schema": bigStage,
			"config":        map[string]any{"materialized": n.materialized, "enabled": true, "tags": tags},
			"relation_name": n.at("stage"), "depends_on": map[string]any{"nodes": parents}, "original_file_path": "models/" + n.name + ".sql",
		}
		test := w.testID(i)
		nodes[test] = map[string]any{
			"unique_id": test, "resource_type": "test", "package_name": "shop", "name": "not_null_" + n.name,
			"fqn": []string{"shop", "not_null_" + n.name}, "database": bigProject, "schema": bigStage,
			"config": map[string]any{"materialized": "test", "enabled": true}, "depends_on": map[string]any{"nodes": []string{id}},
		}
	}
	return map[string]any{
		"metadata": w.metadata("manifest/v12", invocation), "nodes": nodes, "sources": map[string]any{}, "exposures": map[string]any{},
		"metrics": map[string]any{}, "disabled": map[string]any{}, "parent_map": map[string]any{}, "child_map": map[string]any{},
	}
}

func (w *bigWorld) modelID(i int) string { return "model.shop." + w.nodes[i].name }
func (w *bigWorld) testID(i int) string  { return "test.shop.not_null_" + w.nodes[i].name }

func (w *bigWorld) metadata(schema, invocation string) map[string]any {
	return map[string]any{
		"dbt_schema_version": "https://schemas.getdbt.com/dbt/" + schema + ".json", "dbt_version": "1.11.16", "invocation_id": invocation,
		"project_name": "shop", "adapter_type": "bigquery", "generated_at": time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"), //nolint:forbidigo // dbt dates its runs by the clock
	}
}

func (w *bigWorld) runResults(invocation string) map[string]any {
	var results []map[string]any
	for i, n := range w.nodes {
		status := "pass"
		if n.name == w.failed {
			status = "fail"
		}
		results = append(results, map[string]any{"unique_id": w.modelID(i), "status": "success"}, map[string]any{"unique_id": w.testID(i), "status": status})
	}
	return map[string]any{
		"metadata": w.metadata("run-results/v6", invocation), "results": results, "elapsed_time": 1.5,
		"args": map[string]any{"which": "build", "full_refresh": true},
	}
}
