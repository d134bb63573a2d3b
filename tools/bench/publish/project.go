//go:build unix && cgo

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// mode is one way to publish.
type mode struct {
	name     string
	strategy string
	settings string // of publish
	command  []string
}

var (
	schemaMode = mode{name: "wac (shadow of the schema)", strategy: "wac", command: []string{"wac", "--env", "prod", "--yes"}}
	tablesMode = mode{name: "wac, mode: tables", strategy: "wac", settings: ", mode: tables", command: []string{"wac", "--env", "prod", "--yes"}}
	swapMode   = mode{name: "swap of databases", strategy: "swap", command: []string{"swap", "--env", "prod", "--yes"}}
)

// project is a folder with what dbt and a person would have left: no dbt is needed.
type project struct {
	dir     string
	program string
}

func (o options) newProject(a *account, tables int, m mode) (*project, error) {
	dir, err := os.MkdirTemp("", "cutover-bench-")
	if err != nil {
		return nil, err
	}
	p := &project{dir: dir, program: o.cutover}
	files := map[string]string{
		"dbt_project.yml": "name: bench\nversion: '1.0'\nprofile: bench\n",
		"profiles.yml":    profiles(a),
		"cutover.yml": fmt.Sprintf(`version: 1
environments:
  staging: {target: staging, manifest: staging/manifest.json}
  prod: {target: prod, manifest: prod/manifest.json, promotes_from: staging}
publish: {strategy: %s, select: "tag:mart", concurrency: %d%s}
`, m.strategy, o.concurrency, m.settings),
		"staging/manifest.json":    o.manifest("STAGE", tables),
		"prod/manifest.json":       o.manifest("PROD", tables),
		"staging/run_results.json": o.results(tables),
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func (p *project) remove() { _ = os.RemoveAll(p.dir) } // a folder in the temporary one is no harm

// cutover runs the program and gives what it says, which is in the error when it fails, and the time of the processor that it took.
func (p *project) cutover(ctx context.Context, args ...string) (said string, cpu time.Duration, err error) {
	cmd := exec.CommandContext(ctx, p.program, args...)
	cmd.Dir = p.dir
	cmd.Env = []string{"HOME=" + p.dir, "NO_COLOR=1", "CUTOVER_ACTOR=bench@here", "PATH=" + p.dir}
	var talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &talk, &talk
	if err := cmd.Run(); err != nil {
		return "", 0, fmt.Errorf("run cutover %s: %w\n%s", strings.Join(args, " "), err, talk.String())
	}
	return talk.String(), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

func profiles(a *account) string {
	var b strings.Builder
	b.WriteString("bench:\n  target: staging\n  outputs:\n")
	for _, side := range [][2]string{{"staging", "STAGE"}, {"prod", "PROD"}} {
		fmt.Fprintf(&b, "    %s: {type: snowflake, account: %s, user: %s, password: %q, role: ACCOUNTADMIN, warehouse: COMPUTE_WH, database: %s, schema: MART, host: %s, port: %d, protocol: http}\n",
			side[0], a.server.Account(), a.server.User, a.server.Password, side[1], a.server.Host(), a.server.Port())
	}
	return b.String()
}

func modelOf(i int) string { return "model.bench." + strings.ToLower(tableName(i)) }

// manifest is as much of dbt's manifest as a publish reads.
func (o options) manifest(database string, tables int) string {
	nodes := map[string]any{}
	for i := range tables {
		name := strings.ToLower(tableName(i))
		nodes[modelOf(i)] = map[string]any{
			"unique_id": modelOf(i), "resource_type": "model", "package_name": "bench", "name": name, "alias": name,
			"fqn": []string{"bench", name}, "tags": []string{"mart"}, "database": database, "schema": "MART",
			"config":        map[string]any{"materialized": "table", "enabled": true, "tags": []string{"mart"}},
			"relation_name": database + ".MART." + name,
			"depends_on":    map[string]any{"nodes": []string{}}, "original_file_path": "models/" + name + ".sql",
		}
	}
	return encoded(map[string]any{
		"metadata": o.metadata("manifest/v12"), "nodes": nodes, "sources": map[string]any{}, "exposures": map[string]any{}, "metrics": map[string]any{},
		"disabled": map[string]any{}, "parent_map": map[string]any{}, "child_map": map[string]any{},
	})
}

// results is the run_results.json of a build in which everything succeeded.
func (o options) results(tables int) string {
	list := make([]any, 0, tables)
	for i := range tables {
		list = append(list, map[string]any{
			"unique_id": modelOf(i), "status": "success", "execution_time": 0.1, "message": "SUCCESS 1", "failures": nil, "thread_id": "Thread-1",
			"adapter_response": map[string]any{}, "timing": []any{}, "compiled": true, "compiled_code": "select 1", "relation_name": nil,
		})
	}
	return encoded(map[string]any{
		"metadata": o.metadata("run-results/v6"), "results": list, "elapsed_time": 1.0,
		"args": map[string]any{"which": "build", "full_refresh": true},
	})
}

func (o options) metadata(schema string) map[string]any {
	return map[string]any{
		"dbt_schema_version": "https://schemas.getdbt.com/dbt/" + schema + ".json", "dbt_version": "1.11.16",
		"invocation_id": "6f0c0000-0000-4000-8000-000000000000", "project_name": "bench", "adapter_type": "snowflake",
		"generated_at": o.now().UTC().Format(time.RFC3339), "env": map[string]any{},
	}
}

func encoded(v any) string {
	text, err := json.Marshal(v)
	if err != nil { // maps of texts always encode
		return ""
	}
	return string(text)
}
