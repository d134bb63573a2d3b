//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const dbtModels = 2000

// againstDBT measures dbt ls with a warm partial parse, and cutover on the manifest that it leaves behind.
func againstDBT(ctx context.Context, o options, large *subject) ([]aim, error) {
	dbt, err := filepath.Abs(o.dbt)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dbt); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(o.out, "\nSKIPPED dbt ls: there is no %s; make venv installs it\n", o.dbt)
		return []aim{{text: "times faster than warm dbt ls", want: "at least 200", skipped: true}}, nil
	}
	project, err := filepath.Abs(filepath.Join(o.cache, fmt.Sprintf("dbt-%d", dbtModels)))
	if err != nil {
		return nil, err
	}
	if err := writeProject(project); err != nil {
		return nil, fmt.Errorf("write dbt project: %w", err)
	}
	dbtLs := &subject{
		name: fmt.Sprintf("warm dbt ls -s tag:mart, %d models", dbtModels), dir: project,
		command: []string{dbt, "--no-send-anonymous-usage-stats", "ls", "-s", "tag:mart", "--profiles-dir", "."},
	}
	if _, err := dbtLs.once(ctx, o.now); err != nil { // parses; from then on it is warm
		return nil, err
	}
	own := &subject{
		name:    fmt.Sprintf("cutover, the same %d models", dbtModels),
		command: []string{o.cutover, "ls", "-s", "tag:mart", "--manifest", filepath.Join(project, "target", "manifest.json")},
	}
	fmt.Fprintln(o.out)
	subjects := []*subject{own, dbtLs}
	if err := o.measure(ctx, subjects, 3); err != nil {
		return nil, err
	}
	o.table(subjects)
	return []aim{
		fasterBy(fmt.Sprintf("times faster than warm dbt ls, both on %d models", dbtModels), own.median(), dbtLs, 200),
		fasterBy(fmt.Sprintf("times faster than warm dbt ls on %d models, with %d models itself", dbtModels, o.models), large.median(), dbtLs, 200),
	}, nil
}

// writeProject writes a dbt project, once.
func writeProject(dir string) error {
	done := filepath.Join(dir, "dbt_project.yml")
	if _, err := os.Stat(done); err == nil {
		return nil
	}
	models := filepath.Join(dir, "models")
	if err := os.MkdirAll(models, 0o755); err != nil {
		return err
	}
	for i := range dbtModels {
		sql := "select 1 as id\n"
		if i > 0 {
			sql = fmt.Sprintf("select * from {{ ref('model_%05d') }}\n", i/2)
			if i%2 == 1 {
				sql = fmt.Sprintf("select * from {{ ref('model_%05d') }}\n", i-1)
			}
		}
		if i%50 == 0 {
			sql = "{{ config(tags=['mart']) }}\n" + sql
		}
		if err := os.WriteFile(filepath.Join(models, fmt.Sprintf("model_%05d.sql", i)), []byte(sql), 0o600); err != nil {
			return err
		}
	}
	profile := "bench:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: bench.duckdb}\n"
	if err := os.WriteFile(filepath.Join(dir, "profiles.yml"), []byte(profile), 0o600); err != nil {
		return err
	}
	return os.WriteFile(done, []byte("name: bench\nversion: '1.0'\nprofile: bench\n"), 0o600)
}
