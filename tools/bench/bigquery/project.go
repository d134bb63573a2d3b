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

// folder is a project with what dbt and a person would have left. cutover needs no dbt for it; dbt can read it too.
type folder struct {
	dir     string
	program string
}

func (o options) newFolder(w *world, tables, workers int) (*folder, error) {
	dir, err := os.MkdirTemp("", "cutover-bench-")
	if err != nil {
		return nil, err
	}
	f := &folder{dir: dir, program: o.cutover}
	files := map[string]string{
		"dbt_project.yml": "name: bench\nversion: '1.0'\nprofile: bench\nconfig-version: 2\nmodels: {bench: {+materialized: table, +tags: [mart]}}\n",
		"profiles.yml":    profiles(w, workers),
		"cutover.yml": fmt.Sprintf(`version: 1
environments:
  staging: {target: staging, manifest: staging/manifest.json}
  prod: {target: prod, promotes_from: staging}
publish: {strategy: wac, select: "tag:mart", concurrency: %d, route: {by: tag}}
`, workers),
		"staging/manifest.json":    o.manifest(tables),
		"staging/run_results.json": o.results(tables),
		"macros/publish.sql":       macro,
	}
	for i := range tables {
		files["models/"+tableName(i)+".sql"] = "select 1 as id, 'new' as v\n"
	}
	for file, text := range files {
		path := filepath.Join(dir, file)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *folder) remove() { _ = os.RemoveAll(f.dir) } // a folder in the temporary one is no harm

// process is how a program ran.
type process struct {
	wall, cpu time.Duration
	said      string
}

// run runs a program in the folder; what it says is in the error when it fails.
func (f *folder) run(ctx context.Context, now func() time.Time, program string, args ...string) (process, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = f.dir
	cmd.Env = []string{"HOME=" + f.dir, "NO_COLOR=1", "CUTOVER_ACTOR=bench@here", "PATH=" + f.dir, "DBT_SEND_ANONYMOUS_USAGE_STATS=false", "DBT_PROFILES_DIR=."}
	var talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &talk, &talk
	began := now()
	err := cmd.Run()
	wall := now().Sub(began)
	if err != nil {
		return process{}, fmt.Errorf("run %s %s: %w\n%s", filepath.Base(program), strings.Join(args, " "), err, talk.String())
	}
	return process{wall: wall, cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), said: talk.String()}, nil
}

func profiles(w *world, workers int) string {
	var b strings.Builder
	b.WriteString("bench:\n  target: staging\n  outputs:\n")
	for _, side := range [][2]string{{"staging", stage}, {"prod", mart}} {
		fmt.Fprintf(&b, "    %s: {type: bigquery, method: oauth-secrets, token: not-a-token, project: %s, dataset: %s, location: %s, threads: %d, job_retries: 0, api_endpoint: %q}\n",
			side[0], project, side[1], location, workers, w.server.URL())
	}
	return b.String()
}

func modelOf(i int) string { return "model.bench." + tableName(i) }

// manifest is as much of dbt's manifest as a publish reads.
func (o options) manifest(tables int) string {
	nodes := map[string]any{}
	for i := range tables {
		table := tableName(i)
		nodes[modelOf(i)] = map[string]any{
			"unique_id": modelOf(i), "resource_type": "model", "package_name": "bench", "name": table, "alias": table,
			"fqn": []string{"bench", table}, "tags": []string{"mart"}, "database": project, "schema": stage,
			"config":        map[string]any{"materialized": "table", "enabled": true, "tags": []string{"mart"}},
			"relation_name": name(stage, table),
			"depends_on":    map[string]any{"nodes": []string{}}, "original_file_path": "models/" + table + ".sql",
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
		list = append(list, map[string]any{"unique_id": modelOf(i), "status": "success"})
	}
	return encoded(map[string]any{
		"metadata": o.metadata("run-results/v6"), "results": list, "elapsed_time": 1.0,
		"args": map[string]any{"which": "build", "full_refresh": true},
	})
}

func (o options) metadata(schema string) map[string]any {
	return map[string]any{
		"dbt_schema_version": "https://schemas.getdbt.com/dbt/" + schema + ".json", "dbt_version": "1.11.16",
		"invocation_id": "6f0c0000-0000-4000-8000-000000000000", "project_name": "bench", "adapter_type": "bigquery",
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
