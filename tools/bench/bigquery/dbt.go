//go:build unix && cgo

package main

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
)

// macro publishes the way of a macro that clones the models of some tags, one after another.
const macro = `{% macro clone_marts(from_schema, to_schema, tags_to_clone) %}
  {% for node in graph.nodes.values() if node.resource_type == 'model' and node.config.materialized == 'table' %}
    {% for tag in tags_to_clone if tag in node.tags %}
      {% do run_query('create or replace table ` + "`{{p}}`.`{{to}}`.`{{t}}` clone `{{p}}`.`{{from}}`.`{{t}}`" + `'
        .replace('{{p}}', node.database).replace('{{to}}', to_schema).replace('{{from}}', from_schema).replace('{{t}}', node.alias)) %}
    {% endfor %}
  {% endfor %}
{% endmacro %}
`

// byMacro runs the macro.
func (o options) byMacro(ctx context.Context, f *folder) (process, error) {
	return f.run(ctx, o.now, o.dbt, "--quiet", "run-operation", "clone_marts", "--target", "prod",
		"--args", `{from_schema: `+stage+`, to_schema: `+mart+`, tags_to_clone: [mart]}`)
}

// byClone runs dbt clone from the state of staging.
func (o options) byClone(ctx context.Context, f *folder, workers int) (process, error) {
	return f.run(ctx, o.now, o.dbt, "--quiet", "clone", "--target", "prod", "--state", "state", "--full-refresh", "--threads", strconv.Itoa(workers))
}

// parsed leaves the manifest of staging in state, and production's in dbt's folder so that the run that is measured is warm.
func (o options) parsed(ctx context.Context, f *folder) error {
	if _, err := f.run(ctx, o.now, o.dbt, "--quiet", "parse", "--target", "staging"); err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(f.dir, "target", "manifest.json"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(f.dir, "state"), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(f.dir, "state", "manifest.json"), text, 0o600); err != nil {
		return err
	}
	_, err = f.run(ctx, o.now, o.dbt, "--quiet", "parse", "--target", "prod")
	return err
}
