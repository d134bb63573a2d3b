//go:build cgo && unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cutover/sql/snowflake/snowflaketest"
	account "cutover/sql/snowflake/snowflaketest/catalog"
)

// A snowWorld is a strict stand-in for a Snowflake account with two sides in it,
// and a dbt project whose artifacts are written by hand. The program runs beside
// it as a process of its own.
type snowWorld struct {
	t      *testing.T
	server *snowflaketest.Server
	model  *effects
	dir    string
	env    []string
	// prod and stage are where the sides keep their relations.
	prod, stage place
	nodes       []snowNode
	// quote makes dbt write names in quotes.
	quote bool
	// fullRefresh is what run_results.json says of the build.
	fullRefresh bool
	// failed is a node whose test failed in the last build.
	failed string
	builds int
}

type place struct{ database, schema string }

// A snowNode is one model; name is its stored name.
type snowNode struct {
	name, materialized string
	parents            []string
}

// effects is the model of the account, and counts what really happened to it: a
// statement that was answered twice, or that found its guard shut, had no effect.
type effects struct {
	*account.Catalog
	mu   sync.Mutex
	done []string
}

// Execute implements snowflaketest.Engine.
func (e *effects) Execute(ctx context.Context, s *account.Session, text string, binds []account.Bind) (*account.Result, error) {
	result, err := e.Catalog.Execute(ctx, s, text, binds)
	if err != nil {
		return result, err
	}
	if strings.HasPrefix(text, "EXECUTE IMMEDIATE") && (len(result.Rows) != 1 || *result.Rows[0][0] != "done") {
		return result, nil
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.done = append(e.done, text)
	return result, nil
}

// count is how many statements with these words had an effect.
func (e *effects) count(words string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	n := 0
	for _, text := range e.done {
		if strings.Contains(text, words) {
			n++
		}
	}
	return n
}

const swapWords = " SWAP WITH "

// newSnowWorld makes an account with a database PROD and one STAGE, each with a
// schema MART, and the role REPORTER that may read production.
func newSnowWorld(t *testing.T) *snowWorld {
	t.Helper()
	return snowWorldAt(t, place{"PROD", "MART"}, place{"STAGE", "MART"})
}

func snowWorldAt(t *testing.T, prod, stage place) *snowWorld {
	t.Helper()
	c, err := account.New()
	if err != nil {
		t.Fatal(err)
	}
	model := &effects{Catalog: c}
	server := snowflaketest.New(model)
	t.Cleanup(func() {
		server.ClearFaults()
		server.Close()
		if err := c.Close(); err != nil {
			t.Errorf("close the model: %v", err)
		}
		for _, what := range server.Unexpected() {
			t.Errorf("unexpected at the stand-in: %s", what)
		}
	})
	w := &snowWorld{t: t, server: server, model: model, dir: t.TempDir(), prod: prod, stage: stage, fullRefresh: true}
	w.do(`CREATE ROLE "REPORTER"`, `CREATE DATABASE "OPS"`, `CREATE DATABASE `+quoted(prod.database))
	if stage.database != prod.database {
		w.do(`CREATE DATABASE ` + quoted(stage.database))
	}
	w.do(`CREATE SCHEMA `+prod.String(), `CREATE SCHEMA `+stage.String(),
		`GRANT USAGE ON DATABASE `+quoted(prod.database)+` TO ROLE "REPORTER"`, `GRANT USAGE ON SCHEMA `+prod.String()+` TO ROLE "REPORTER"`,
		`GRANT SELECT ON FUTURE TABLES IN SCHEMA `+prod.String()+` TO ROLE "REPORTER"`,
		`GRANT SELECT ON FUTURE VIEWS IN SCHEMA `+prod.String()+` TO ROLE "REPORTER"`)
	for _, entry := range os.Environ() {
		if prefix, _, _ := strings.Cut(entry, "_"); !slices.Contains([]string{"CUTOVER", "DBT", "SNOWFLAKE"}, prefix) {
			w.env = append(w.env, entry)
		}
	}
	w.env = append(w.env, "CUTOVER_ACTOR=night@job", "NO_COLOR=1", "HOME="+w.dir)
	w.project()
	return w
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// String is the place as SQL.
func (p place) String() string { return quoted(p.database) + "." + quoted(p.schema) }

func (w *snowWorld) do(statements ...string) {
	w.t.Helper()
	w.server.Exec(w.t, statements...)
}

func (w *snowWorld) side(name string) place {
	if name == "prod" {
		return w.prod
	}
	return w.stage
}

// yamlName is a stored name as it stands in YAML, where Snowflake's folding
// applies.
func yamlName(name string) string { return strconv.Quote(quoted(name)) }

// project writes what does not change from build to build.
func (w *snowWorld) project() {
	w.t.Helper()
	var outputs strings.Builder
	for _, target := range []string{"prod", "staging"} {
		p := w.side(target)
		fmt.Fprintf(&outputs, "    %s: {type: snowflake, account: %s, host: %s, port: %d, protocol: http, user: %s, password: %q, role: ACCOUNTADMIN, warehouse: WH, connect_timeout: 3, database: %s, schema: %s}\n",
			target, w.server.Account(), w.server.Host(), w.server.Port(), w.server.User, w.server.Password, yamlName(p.database), yamlName(p.schema))
	}
	w.write("profiles.yml", "shop:\n  target: staging\n  outputs:\n"+outputs.String())
	w.write("dbt_project.yml", "name: shop\nversion: '1.0'\nprofile: shop\n")
	w.configure("")
}

// configure writes cutover.yml; publish adds keys to its section.
func (w *snowWorld) configure(publish string) {
	w.t.Helper()
	w.write("cutover.yml", `version: 1
dbt: {profile: shop, profiles_dir: .}
state: {database: OPS}
environments:
  staging: {target: staging, manifest: stage/manifest.json}
  prod: {target: prod, promotes_from: staging, manifest: prod/manifest.json}
publish: {select: "tag:mart"`+publish+`}
`)
}

func (w *snowWorld) write(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// tables declares n tables T000... and a view V000 over the first.
func (w *snowWorld) tables(n int) *snowWorld {
	w.nodes = nil
	for i := range n {
		w.nodes = append(w.nodes, snowNode{name: fmt.Sprintf("T%03d", i), materialized: "table"})
	}
	w.nodes = append(w.nodes, snowNode{name: "V000", materialized: "view", parents: []string{"T000"}})
	return w
}

// build does what dbt does: every table of a side holds the value, every view
// names its own side. The artifacts follow.
func (w *snowWorld) build(side, value string) {
	w.t.Helper()
	p := w.side(side)
	for _, n := range w.nodes {
		name := p.String() + "." + quoted(n.name)
		if n.materialized == "view" {
			w.do(`create or replace view ` + name + ` as (select * from ` + p.String() + `.` + quoted(n.parents[0]) + `)`)
			continue
		}
		w.do(`CREATE OR REPLACE TRANSIENT TABLE `+name+` (ID NUMBER(38,0) NOT NULL, V VARCHAR)`,
			`INSERT INTO `+name+` VALUES (1, '`+value+`'), (2, '`+value+`')`)
	}
	w.artifacts()
}

// begun builds an old production and a new candidate.
func (w *snowWorld) begun() *snowWorld {
	w.t.Helper()
	w.build("prod", "old")
	w.build("stage", "new")
	return w
}

// artifacts writes the manifests of both sides and the verdict of the last build.
func (w *snowWorld) artifacts() {
	w.t.Helper()
	w.builds++
	invocation := fmt.Sprintf("6f0c0000-0000-4000-8000-%012d", w.builds)
	for _, side := range []string{"prod", "stage"} {
		w.writeJSON(side+"/manifest.json", w.manifest(side, invocation))
	}
	w.writeJSON("stage/run_results.json", w.runResults(invocation))
}

func (w *snowWorld) writeJSON(name string, value any) {
	w.t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(name, string(text))
}

func (w *snowWorld) relationName(p place, name string) string {
	if w.quote {
		return p.String() + "." + quoted(name)
	}
	return p.database + "." + p.schema + "." + strings.ToLower(name) // as dbt-snowflake writes by default
}

func (w *snowWorld) manifest(side, invocation string) map[string]any {
	p := w.side(side)
	nodes := map[string]any{}
	for i, n := range w.nodes {
		var parents []string
		for _, parent := range n.parents {
			parents = append(parents, w.modelID(slices.IndexFunc(w.nodes, func(n snowNode) bool { return n.name == parent })))
		}
		id, alias := w.modelID(i), n.name
		nodes[id] = map[string]any{
			"unique_id": id, "resource_type": "model", "package_name": "shop", "name": fmt.Sprintf("m%03d", i), "alias": alias,
			"fqn": []string{"shop", fmt.Sprintf("m%03d", i)}, "tags": []string{"mart"}, "database": p.database, "schema": p.schema,
			"config":        map[string]any{"materialized": n.materialized, "enabled": true, "tags": []string{"mart"}},
			"relation_name": w.relationName(p, n.name), "depends_on": map[string]any{"nodes": parents},
			"original_file_path": fmt.Sprintf("models/m%03d.sql", i),
		}
		test := w.testID(i)
		nodes[test] = map[string]any{
			"unique_id": test, "resource_type": "test", "package_name": "shop", "name": fmt.Sprintf("not_null_m%03d", i),
			"fqn": []string{"shop", fmt.Sprintf("not_null_m%03d", i)}, "database": p.database, "schema": p.schema,
			"config": map[string]any{"materialized": "test", "enabled": true}, "depends_on": map[string]any{"nodes": []string{id}},
		}
	}
	return map[string]any{
		"metadata": w.metadata("manifest/v12", invocation), "nodes": nodes, "sources": map[string]any{}, "exposures": map[string]any{},
		"metrics": map[string]any{}, "disabled": map[string]any{}, "parent_map": map[string]any{}, "child_map": map[string]any{},
	}
}

func (w *snowWorld) modelID(i int) string { return fmt.Sprintf("model.shop.m%03d", i) }
func (w *snowWorld) testID(i int) string  { return fmt.Sprintf("test.shop.not_null_m%03d", i) }

func (w *snowWorld) metadata(schema, invocation string) map[string]any {
	return map[string]any{
		"dbt_schema_version": "https://schemas.getdbt.com/dbt/" + schema + ".json", "dbt_version": "1.11.16", "invocation_id": invocation,
		"project_name": "shop", "adapter_type": "snowflake", "generated_at": time.Now().UTC().Format("2006-01-02T15:04:05.000000Z"), //nolint:forbidigo // dbt dates its runs by the clock
	}
}

func (w *snowWorld) runResults(invocation string) map[string]any {
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
		"args": map[string]any{"which": "build", "full_refresh": w.fullRefresh},
	}
}

// longestRun ends a program that hangs, so that the test says which one it was.
const longestRun = 90 * time.Second

// A snowRun is the program at work.
type snowRun struct {
	t         *testing.T
	cmd       *exec.Cmd
	out, errs bytes.Buffer
	done      chan error
}

// start starts the program; more are entries of its environment.
func (w *snowWorld) start(more []string, args ...string) *snowRun {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), longestRun)
	w.t.Cleanup(cancel)
	r := &snowRun{t: w.t, cmd: exec.CommandContext(ctx, "cutover", args...), done: make(chan error, 1)}
	r.cmd.Dir, r.cmd.Env, r.cmd.Stdout, r.cmd.Stderr = w.dir, append(slices.Clone(w.env), more...), &r.out, &r.errs
	if err := r.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() { r.done <- r.cmd.Wait() }()
	w.t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	return r
}

// end waits for the program and gives its exit code, -1 after a kill.
func (r *snowRun) end() (int, answer) {
	<-r.done
	return r.cmd.ProcessState.ExitCode(), answer{stdout: r.out.String(), stderr: r.errs.String()}
}

// run runs the program to its end.
func (w *snowWorld) run(args ...string) (int, answer) {
	w.t.Helper()
	return w.start(nil, args...).end()
}

// cutover runs the program and wants this exit code.
func (w *snowWorld) cutover(want int, args ...string) answer {
	w.t.Helper()
	got, a := w.run(args...)
	if got != want {
		w.t.Fatalf("cutover %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, want, a.all())
	}
	return a
}

// publish is the usual line for a strategy.
func publishLine(strategy string) []string {
	return []string{strategy, "--env", "prod", "--yes", "--quiet"}
}

// arrived waits for a statement to meet the fault, while the program runs.
func (r *snowRun) arrived(in *snowflaketest.Injection) {
	r.t.Helper()
	select {
	case <-in.Arrived():
	case err := <-r.done:
		r.t.Fatalf("cutover ended before the fault: %v\n%s%s", err, &r.out, &r.errs)
	}
}

// awaitDark returns when the port of the stand-in refuses.
func (w *snowWorld) awaitDark() {
	w.t.Helper()
	for {
		conn, err := net.Dial("tcp", net.JoinHostPort(w.server.Host(), strconv.Itoa(w.server.Port())))
		if err != nil {
			return
		}
		_ = conn.Close() // the blackout has not begun
	}
}
