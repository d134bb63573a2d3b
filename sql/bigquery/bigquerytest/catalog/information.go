package catalog

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	bq "google.golang.org/api/bigquery/v2"
)

// systemColumn is a column of INFORMATION_SCHEMA with its type in the row store.
type systemColumn struct{ name, typ string }

// systemColumns reads a list of names: # is BIGINT, @ is TIMESTAMPTZ, all others
// are VARCHAR.
func systemColumns(list string) []systemColumn {
	var out []systemColumn
	for _, n := range strings.Fields(list) {
		switch n[0] {
		case '#':
			out = append(out, systemColumn{n[1:], "BIGINT"})
		case '@':
			out = append(out, systemColumn{n[1:], "TIMESTAMPTZ"})
		default:
			out = append(out, systemColumn{n, "VARCHAR"})
		}
	}
	return out
}

// information gives a view of INFORMATION_SCHEMA or __TABLES__, when the name is
// one. ok is false for all other names.
//
// Source: "INFORMATION_SCHEMA", one page a view. __TABLES__ has none; its columns
// are those that dbt reads.
func (r *run) information(path []string) (text string, ok bool, err error) {
	n := len(path)
	switch {
	case n >= 2 && path[n-1] == "__TABLES__":
		d, err := r.dataset(keyOf(append(append([]string{}, path[:n-1]...), "t"), r.s))
		if err != nil {
			return "", true, err
		}
		columns, rows := r.tablesRows(d)
		text, err := r.materialize(columns, rows)
		return text, true, err
	case n >= 2 && strings.EqualFold(path[n-2], "INFORMATION_SCHEMA"):
		text, err := r.schemaView(path[:n-2], strings.ToUpper(path[n-1]))
		return text, true, err
	}
	return "", false, nil
}

func (r *run) schemaView(of []string, view string) (string, error) {
	var columns []systemColumn
	var rows [][]any
	if view == "SCHEMATA" {
		columns, rows = r.schemata(of)
		return r.materialize(columns, rows)
	}
	if len(of) == 0 {
		return "", invalidQuery("Table %q must be qualified with a dataset (e.g. dataset.table).", "INFORMATION_SCHEMA."+view)
	}
	d, err := r.dataset(keyOf(append(append([]string{}, of...), "t"), r.s))
	if err != nil {
		return "", err
	}
	switch view {
	case "TABLES":
		columns, rows = r.tableRows(d)
	case "COLUMNS":
		columns, rows = r.columnRows(d)
	case "COLUMN_FIELD_PATHS":
		columns, rows = r.pathRows(d)
	case "TABLE_OPTIONS":
		columns, rows = r.optionRows(d)
	case "VIEWS":
		columns, rows = r.viewRows(d)
	default:
		return "", notModelledText("INFORMATION_SCHEMA." + view)
	}
	return r.materialize(columns, rows)
}

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// tablesRows is __TABLES__.
func (r *run) tablesRows(d *dataset) ([]systemColumn, [][]any) {
	var rows [][]any
	for _, t := range r.c.sorted(d) {
		if t.kind == kindSnapshot && !r.c.rules.ListSnapshots {
			continue
		}
		kind := map[string]int64{kindView: 2, kindExternal: 3, kindMaterialized: 4}[t.kind]
		if kind == 0 {
			kind = 1
		}
		rows = append(rows, []any{d.key.project, d.key.dataset, t.ref.TableId, t.created, t.modified, t.rows(), t.bytes(), kind})
	}
	return systemColumns("project_id dataset_id table_id #creation_time #last_modified_time #row_count #size_bytes #type"), rows
}

func (t *table) rows() int64 {
	if t.stored() {
		return t.now().rows
	}
	return 0
}

func (t *table) bytes() int64 {
	if t.stored() {
		return t.now().bytes()
	}
	return 0
}

func (r *run) tableRows(d *dataset) ([]systemColumn, [][]any) {
	var rows [][]any
	for _, t := range r.c.sorted(d) {
		kind := map[string]string{
			kindTable: "BASE TABLE", kindView: "VIEW", kindMaterialized: "MATERIALIZED VIEW", kindExternal: "EXTERNAL", kindSnapshot: "SNAPSHOT",
		}[t.kind]
		var base *bq.TableReference
		when := ""
		switch {
		case t.meta.CloneDefinition != nil:
			kind, base, when = "CLONE", t.meta.CloneDefinition.BaseTableReference, t.meta.CloneDefinition.CloneTime
		case t.meta.SnapshotDefinition != nil:
			base, when = t.meta.SnapshotDefinition.BaseTableReference, t.meta.SnapshotDefinition.SnapshotTime
		}
		row := []any{d.key.project, d.key.dataset, t.ref.TableId, kind, yes(t.kind == kindTable), "NO", moment(t.created), nil, nil, nil, nil, nil}
		if base != nil {
			row[7], row[8], row[9] = base.ProjectId, base.DatasetId, base.TableId
			if at, err := time.Parse(time.RFC3339Nano, when); err == nil {
				row[10] = at.UTC()
			}
		}
		rows = append(rows, row)
	}
	return systemColumns("table_catalog table_schema table_name table_type is_insertable_into is_typed @creation_time base_table_catalog base_table_schema base_table_name @snapshot_time_ms ddl"), rows
}

func yes(b bool) string {
	if b {
		return "YES"
	}
	return "NO"
}

func (r *run) columnRows(d *dataset) ([]systemColumn, [][]any) {
	var rows [][]any
	for _, t := range r.c.sorted(d) {
		for i, f := range t.fields() {
			by := t.meta.TimePartitioning != nil && strings.EqualFold(t.meta.TimePartitioning.Field, f.Name) ||
				t.meta.RangePartitioning != nil && strings.EqualFold(t.meta.RangePartitioning.Field, f.Name)
			row := []any{d.key.project, d.key.dataset, t.ref.TableId, f.Name, int64(i + 1), yes(f.Mode != required), spelled(f), "NEVER", "NO", "NO", yes(by), nil, "NULL", "NULL"}
			if t.meta.Clustering != nil {
				for n, c := range t.meta.Clustering.Fields {
					if strings.EqualFold(c, f.Name) {
						row[11] = int64(n + 1)
					}
				}
			}
			rows = append(rows, row)
		}
		if p := t.meta.TimePartitioning; p != nil && p.Field == "" {
			for _, pseudo := range [][2]string{{"_PARTITIONTIME", "TIMESTAMP"}, {"_PARTITIONDATE", "DATE"}} {
				rows = append(rows, []any{d.key.project, d.key.dataset, t.ref.TableId, pseudo[0], nil, "YES", pseudo[1], "NEVER", "NO", "YES", yes(pseudo[0] == "_PARTITIONTIME"), nil, "NULL", "NULL"})
			}
		}
	}
	return systemColumns("table_catalog table_schema table_name column_name #ordinal_position is_nullable data_type is_generated is_hidden is_system_defined is_partitioning_column #clustering_ordinal_position collation_name column_default"), rows
}

func (r *run) pathRows(d *dataset) ([]systemColumn, [][]any) {
	var rows [][]any
	var add func(t *table, column, prefix string, f *bq.TableFieldSchema)
	add = func(t *table, column, prefix string, f *bq.TableFieldSchema) {
		var description any
		if f.Description != "" {
			description = f.Description
		}
		rows = append(rows, []any{d.key.project, d.key.dataset, t.ref.TableId, column, prefix + f.Name, spelled(f), description, "NULL"})
		for _, s := range f.Fields {
			add(t, column, prefix+f.Name+".", s)
		}
	}
	for _, t := range r.c.sorted(d) {
		for _, f := range t.fields() {
			add(t, f.Name, "", f)
		}
	}
	return systemColumns("table_catalog table_schema table_name column_name field_path data_type description collation_name"), rows
}

func (r *run) viewRows(d *dataset) ([]systemColumn, [][]any) {
	var rows [][]any
	for _, t := range r.c.sorted(d) {
		if t.kind == kindView {
			rows = append(rows, []any{d.key.project, d.key.dataset, t.ref.TableId, t.meta.View.Query, nil, "YES"})
		}
	}
	return systemColumns("table_catalog table_schema table_name view_definition check_option use_standard_sql"), rows
}

func (r *run) optionRows(d *dataset) ([]systemColumn, [][]any) {
	var rows [][]any
	for _, t := range r.c.sorted(d) {
		add := func(name, typ, value string) {
			rows = append(rows, []any{d.key.project, d.key.dataset, t.ref.TableId, name, typ, value})
		}
		if t.meta.Description != "" {
			add("description", "STRING", strconv.Quote(t.meta.Description))
		}
		if t.meta.FriendlyName != "" {
			add("friendly_name", "STRING", strconv.Quote(t.meta.FriendlyName))
		}
		if t.meta.ExpirationTime != 0 {
			add("expiration_timestamp", "TIMESTAMP", "TIMESTAMP "+strconv.Quote(moment(t.meta.ExpirationTime).Format("2006-01-02T15:04:05.000Z")))
		}
		if len(t.meta.Labels) > 0 {
			add("labels", "ARRAY<STRUCT<STRING, STRING>>", labelList(t.meta.Labels))
		}
	}
	return systemColumns("table_catalog table_schema table_name option_name option_type option_value"), rows
}

// schemata is INFORMATION_SCHEMA.SCHEMATA of a project, or of a project's region.
func (r *run) schemata(of []string) ([]systemColumn, [][]any) {
	project, region := r.s.Project, ""
	for _, part := range of {
		if rest, ok := strings.CutPrefix(strings.ToLower(part), "region-"); ok {
			region = rest
		} else {
			project = part
		}
	}
	var rows [][]any
	for _, k := range r.c.keys() {
		d := r.c.datasets[k]
		if k.project == project && (region == "" || strings.EqualFold(region, d.location())) {
			rows = append(rows, []any{k.project, k.dataset, nil, moment(d.meta.CreationTime), moment(d.meta.LastModifiedTime), d.location()})
		}
	}
	return systemColumns("catalog_name schema_name schema_owner @creation_time @last_modified_time location"), rows
}

// materialize puts rows into a scratch table that the statement drops again.
func (r *run) materialize(columns []systemColumn, rows [][]any) (string, error) {
	table := fmt.Sprintf("scratch$%d", r.c.scratch.next())
	defs := make([]string, len(columns))
	for i, c := range columns {
		defs[i] = quote(c.name) + " " + c.typ
	}
	if _, err := r.exec("CREATE TABLE " + quote(table) + " (" + strings.Join(defs, ", ") + ")"); err != nil {
		return "", err
	}
	r.scratch = append(r.scratch, quote(table))
	conn, err := r.c.db.Conn(context.WithoutCancel(r.ctx))
	if err != nil {
		return "", r.storeError(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.Raw(func(raw any) error { return appendRows(raw, table, rows) }); err != nil {
		return "", r.storeError(err)
	}
	return quote(table), nil
}

func appendRows(raw any, table string, rows [][]any) error {
	conn, ok := raw.(driver.Conn)
	if !ok {
		return fmt.Errorf("append rows: not a connection: %T", raw)
	}
	appender, err := duckdb.NewAppenderFromConn(conn, "", table)
	if err != nil {
		return err
	}
	for _, row := range rows {
		values := make([]driver.Value, len(row))
		for i, v := range row {
			values[i] = v
		}
		if err := appender.AppendRow(values...); err != nil {
			_ = appender.Close()
			return err
		}
	}
	return appender.Close()
}
