//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// The sizes follow a real project compiled by dbt 1.11 (the largest of the test manifests): a model is about 10 kB, most
// of it code and columns, a test about 2.5 kB, and dbt writes one line with ", " and ": ".
const (
	codeLines   = 42
	columnCount = 10
	macroCount  = 1500
)

// generated writes the manifest of models to the cache once and returns its path. The same number gives the same bytes.
func generated(cache string, models int) (string, error) {
	path := filepath.Join(cache, fmt.Sprintf("manifest-%d.json", models))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return "", err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	writeManifest(w, models)
	if err := w.Flush(); err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	return path, os.Rename(path+".part", path)
}

// parentsOf are up to three models before model i.
func parentsOf(i int) []string {
	var out []string
	for _, step := range []int{1, 7, 113} {
		if i >= step && (i+step)%3 != 0 {
			out = append(out, modelID(i-step))
		}
	}
	return out
}

func modelID(i int) string { return fmt.Sprintf("model.shop.model_%05d", i) }

func testID(i int) string {
	return fmt.Sprintf("test.shop.not_null_model_%05d_id.%010x", i, i*2654435761)
}

func quote(s string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string always encodes
	return strings.TrimSuffix(b.String(), "\n")
}

func list(items []string) string {
	quoted := make([]string, len(items))
	for i, s := range items {
		quoted[i] = quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func writeManifest(w io.Writer, models int) {
	r := rand.New(rand.NewPCG(1, uint64(models)))
	fmt.Fprint(w, `{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.16", "generated_at": "2026-11-21T06:00:00.000000Z", "invocation_id": "6f0c0000-0000-4000-8000-000000000000", "env": {}, "project_name": "shop", "adapter_type": "snowflake"}, "nodes": {`)
	for i := range models {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		writeModel(w, r, i)
		fmt.Fprint(w, ", ")
		writeTest(w, i)
	}
	fmt.Fprint(w, `}, "sources": {}, "macros": {`)
	for i := range macroCount {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		id := fmt.Sprintf("macro.shop.macro_%04d", i)
		fmt.Fprintf(w, `%q: {"name": "macro_%04d", "resource_type": "macro", "package_name": "shop", "unique_id": %q, "macro_sql": %s, "depends_on": {"macros": []}, "description": "", "meta": {}}`, id, i, id, quote(code(r, codeLines/2, "{{ x }}")))
	}
	fmt.Fprint(w, `}, "docs": {}, "exposures": {}, "metrics": {}, "groups": {}, "selectors": {}, "disabled": {}, "parent_map": {`)
	for i := range models {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprintf(w, `%q: %s, %q: %s`, modelID(i), list(parentsOf(i)), testID(i), list([]string{modelID(i)}))
	}
	fmt.Fprint(w, `}, "child_map": {`)
	for i := range models {
		if i > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprintf(w, `%q: %s`, modelID(i), list([]string{testID(i)}))
	}
	fmt.Fprint(w, `}, "group_map": {}, "saved_queries": {}, "semantic_models": {}, "unit_tests": {}, "functions": {}}`)
}

// code is SQL of some lines, with the quotes, line breaks and now and then the non-ASCII text that real code has.
func code(r *rand.Rand, lines int, ref string) string {
	words := []string{"select", "customer_id", "sum(amount)", "as", `"Order Date"`, "coalesce(", ")", "left join", "case when", "then 1", "else 0 end", "-- größer", "partition by", "'2026-01-01'", "date_trunc('day',"}
	var b strings.Builder
	fmt.Fprintf(&b, "with source as (\n    select * from %s\n)\n", ref)
	for range lines {
		b.WriteString("    ")
		for range 5 + r.IntN(5) {
			b.WriteString(words[r.IntN(len(words))])
			b.WriteByte(' ')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func writeModel(w io.Writer, r *rand.Rand, i int) {
	id, name := modelID(i), fmt.Sprintf("model_%05d", i)
	tags := []string{"daily"}
	if i%50 == 0 {
		tags = append(tags, "mart")
	}
	folder := fmt.Sprintf("area_%02d", i%40)
	text := code(r, codeLines, "SOURCE")
	fmt.Fprintf(w, `%q: {"database": "analytics", "schema": "main", "name": %q, "resource_type": "model", "package_name": "shop", "path": "%s/%s.sql", "original_file_path": "models/%s/%s.sql", "unique_id": %q, "fqn": ["shop", %q, %q], "alias": %q, "checksum": {"name": "sha256", "checksum": "%064x"}, `,
		id, name, folder, name, folder, name, id, folder, name, name, i)
	fmt.Fprintf(w, `"config": {"enabled": true, "alias": null, "schema": null, "database": null, "tags": %s, "meta": {"owner": "team %d"}, "group": null, "materialized": "table", "incremental_strategy": null, "batch_size": null, "lookback": 1, "begin": null, "persist_docs": {}, "post-hook": [], "pre-hook": [], "quoting": {}, "column_types": {}, "full_refresh": null, "unique_key": null, "on_schema_change": "ignore", "on_configuration_change": "apply", "grants": {}, "packages": [], "docs": {"show": true, "node_color": null}, "contract": {"enforced": false, "alias_types": true}, "event_time": null, "concurrent_batches": null, "access": "protected", "freshness": null}, `, list(tags), i%9)
	fmt.Fprintf(w, `"tags": %s, "description": "What model %d holds, and who may use it for what.", "columns": {`, list(tags), i)
	for c := range columnCount {
		if c > 0 {
			fmt.Fprint(w, ", ")
		}
		fmt.Fprintf(w, `"column_%d": {"name": "column_%d", "description": "The column number %d, described in about as many words as people write.", "meta": {}, "data_type": "varchar", "constraints": [], "quote": null, "config": {"meta": {}, "tags": []}, "tags": [], "granularity": null, "doc_blocks": []}`, c, c, c)
	}
	fmt.Fprintf(w, `}, "meta": {"owner": "team %d"}, "group": null, "docs": {"show": true, "node_color": null}, "patch_path": "shop://models/%s/schema.yml", "build_path": null, "unrendered_config": {"materialized": "table", "tags": %s}, "created_at": 1795239207.3811064, "relation_name": "\"analytics\".\"main\".\"%s\"", "raw_code": %s, "doc_blocks": [], "language": "sql", "refs": [], "sources": [], "metrics": [], "functions": [], "depends_on": {"macros": ["macro.shop.macro_0001"], "nodes": %s}, `,
		i%9, folder, list(tags), name, quote(strings.ReplaceAll(text, "SOURCE", "{{ ref('x') }}")), list(parentsOf(i)))
	fmt.Fprintf(w, `"compiled_path": "target/compiled/shop/models/%s/%s.sql", "compiled": true, "compiled_code": %s, "extra_ctes_injected": true, "extra_ctes": [], "contract": {"enforced": false, "alias_types": true, "checksum": null}, "access": "protected", "constraints": [], "version": null, "latest_version": null, "deprecation_date": null, "primary_key": [], "time_spine": null}`,
		folder, name, quote(strings.ReplaceAll(text, "SOURCE", `"analytics"."main"."x"`)))
}

func writeTest(w io.Writer, i int) {
	id, name := testID(i), fmt.Sprintf("not_null_model_%05d_id", i)
	fmt.Fprintf(w, `%q: {"test_metadata": {"name": "not_null", "kwargs": {"column_name": "id", "model": "{{ get_where_subquery(ref('model_%05d')) }}"}, "namespace": null}, "database": "analytics", "schema": "main_dbt_test__audit", "name": %q, "resource_type": "test", "package_name": "shop", "path": "%s.sql", "original_file_path": "models/schema.yml", "unique_id": %q, "fqn": ["shop", %q], "alias": %q, "checksum": {"name": "none", "checksum": ""}, "config": {"enabled": true, "alias": null, "schema": "dbt_test__audit", "database": null, "tags": [], "meta": {}, "group": null, "materialized": "test", "severity": "ERROR", "store_failures": null, "store_failures_as": null, "where": null, "limit": null, "fail_calc": "count(*)", "warn_if": "!= 0", "error_if": "!= 0"}, "tags": [], "description": "", "columns": {}, "meta": {}, "group": null, "docs": {"show": true, "node_color": null}, "patch_path": null, "build_path": null, "unrendered_config": {}, "created_at": 1795239207.5, "relation_name": null, "raw_code": "{{ test_not_null(**_dbt_generic_test_kwargs) }}", "doc_blocks": [], "language": "sql", "refs": [{"name": "model_%05d", "package": null, "version": null}], "sources": [], "metrics": [], "functions": [], "depends_on": {"macros": ["macro.dbt.test_not_null"], "nodes": [%q]}, "compiled_path": null, "compiled": true, "compiled_code": "select id from \"analytics\".\"main\".\"model_%05d\" where id is null", "contract": {"enforced": false, "alias_types": true, "checksum": null}, "column_name": "id", "file_key_name": "models.model_%05d", "attached_node": %q}`,
		id, i, name, name, id, name, name, i, modelID(i), i, i, modelID(i))
}
