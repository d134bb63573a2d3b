package catalog

import (
	"context"
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/duckdb/duckdb-go/v2"
)

// systemColumn is a column of INFORMATION_SCHEMA; number says that it is not text.
type systemColumn struct {
	name   string
	number bool
}

// systemColumns reads a list of names; a name with # is a number.
func systemColumns(list string) []systemColumn {
	var out []systemColumn
	for _, n := range strings.Fields(list) {
		plain := strings.TrimPrefix(n, "#")
		out = append(out, systemColumn{plain, plain != n})
	}
	return out
}

// informationSchema gives a view of INFORMATION_SCHEMA, when the name is one.
//
// Source: "Snowflake Information Schema": what the role may not see is left out.
func (r *run) informationSchema(n name) (string, []column, bool, error) {
	switch {
	case len(n) == 3 && n[1] == informationSchema:
	case len(n) == 2 && n[0] == informationSchema && r.s.Database != "":
		n = append(name{r.s.Database}, n...)
	default:
		return "", nil, false, nil
	}
	d := r.findDatabase(n[:1])
	if d == nil || !r.may(&d.entity, "USAGE") {
		return "", nil, true, missingRelation(n.String())
	}
	var columns []systemColumn
	var rows [][]cell
	switch n[2] {
	case "COLUMNS":
		columns, rows = r.columnRows(d)
	case "TABLES":
		columns, rows = r.tableRows(d)
	case "OBJECT_PRIVILEGES":
		columns, rows = r.privilegeRows(d)
	case "SCHEMATA":
		columns, rows = r.schemaRows(d)
	default:
		return "", nil, true, notModelledText("INFORMATION_SCHEMA." + n[2])
	}
	text, typed, err := r.materialize(columns, rows)
	return text, typed, true, err
}

// materialize puts rows into a scratch table that the statement drops again.
func (r *run) materialize(columns []systemColumn, rows [][]cell) (string, []column, error) {
	table := fmt.Sprintf("scratch$%d", r.c.numbers.next())
	var defs []string
	var typed []column
	for _, c := range columns {
		t := dataType{name: "TEXT", length: maxText}
		if c.number {
			t = dataType{name: "NUMBER", precision: 9}
			defs = append(defs, quote(c.name)+" BIGINT")
		} else {
			defs = append(defs, quote(c.name)+" VARCHAR")
		}
		typed = append(typed, column{name: c.name, typ: t})
	}
	if _, err := r.exec("CREATE TABLE " + quote(table) + " (" + strings.Join(defs, ", ") + ")"); err != nil {
		return "", nil, err
	}
	r.scratch = append(r.scratch, quote(table))
	conn, err := r.c.db.Conn(context.WithoutCancel(r.ctx))
	if err != nil {
		return "", nil, r.storeError(err)
	}
	defer func() { _ = conn.Close() }()
	err = conn.Raw(func(raw any) error { return appendRows(raw, encode(table), columns, rows) })
	if err != nil {
		return "", nil, r.storeError(err)
	}
	return quote(table), typed, nil
}

func appendRows(raw any, table string, columns []systemColumn, rows [][]cell) error {
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
		for i, c := range row {
			switch {
			case c == nil:
			case columns[i].number:
				var n int64
				if _, err := fmt.Sscan(*c, &n); err != nil {
					return err
				}
				values[i] = n
			default:
				values[i] = *c
			}
		}
		if err := appender.AppendRow(values...); err != nil {
			_ = appender.Close()
			return err
		}
	}
	return appender.Close()
}

// inReach calls do for the tables and views that the role may see.
func (r *run) inReach(d *database, do func(s *schema, o *object)) {
	for _, s := range r.usable(d.sorted()) {
		for _, o := range s.sorted() {
			if o.relation() && r.sees(&o.entity) {
				do(s, o)
			}
		}
	}
}

// columnRows is INFORMATION_SCHEMA.COLUMNS.
func (r *run) columnRows(d *database) ([]systemColumn, [][]cell) {
	columns := systemColumns(`TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME #ORDINAL_POSITION COLUMN_DEFAULT IS_NULLABLE DATA_TYPE
		#CHARACTER_MAXIMUM_LENGTH #CHARACTER_OCTET_LENGTH #NUMERIC_PRECISION #NUMERIC_PRECISION_RADIX #NUMERIC_SCALE #DATETIME_PRECISION
		IS_IDENTITY COMMENT`)
	var rows [][]cell
	r.inReach(d, func(s *schema, o *object) {
		for i, c := range o.columns {
			rows = append(rows, append([]cell{text(d.name), text(s.name), text(o.name), text(c.name), whole(int64(i + 1))}, c.cells()...))
		}
	})
	return columns, rows
}

// cells are a column's properties in COLUMNS from COLUMN_DEFAULT on.
func (c column) cells() []cell {
	var fallback, length, octets, precision, radix, scale, moment, comment cell
	if c.fallback != "" {
		fallback = text(c.fallback)
	}
	if c.comment != "" {
		comment = text(c.comment)
	}
	switch {
	case c.typ.name == "TEXT", c.typ.name == "BINARY":
		length, octets = whole(c.typ.length), whole(min(c.typ.length*4, maxText))
	case c.typ.name == "NUMBER":
		precision, radix, scale = whole(c.typ.precision), whole(10), whole(c.typ.scale)
	case strings.HasPrefix(c.typ.name, "TIME"):
		moment = whole(c.typ.precision)
	}
	yes := func(b bool) cell { return text(map[bool]string{true: "YES", false: "NO"}[b]) }
	return []cell{fallback, yes(!c.notNull), text(c.typ.name), length, octets, precision, radix, scale, moment, yes(c.identity), comment}
}

// tableRows is INFORMATION_SCHEMA.TABLES.
func (r *run) tableRows(d *database) ([]systemColumn, [][]cell) {
	columns := systemColumns("TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_OWNER TABLE_TYPE IS_TRANSIENT CLUSTERING_KEY #ROW_COUNT #BYTES #RETENTION_TIME COMMENT IS_TEMPORARY IS_ICEBERG IS_DYNAMIC IS_HYBRID")
	var rows [][]cell
	yes := func(b bool) cell { return text(map[bool]string{true: "YES", false: "NO"}[b]) }
	r.inReach(d, func(s *schema, o *object) {
		typ := map[kind]string{kindView: "VIEW", kindMaterialized: "MATERIALIZED VIEW", kindExternal: "EXTERNAL TABLE"}[o.kind]
		if typ == "" {
			typ = "BASE TABLE"
		}
		count, bytes, comment := whole(o.rows), whole(o.bytes), cell(nil)
		if o.kind == kindView {
			count, bytes = nil, nil
		}
		if o.comment != "" {
			comment = text(o.comment)
		}
		rows = append(rows, []cell{
			text(d.name), text(s.name), text(o.name), text(o.owner), text(typ), yes(o.transient), text(o.clusterBy), count, bytes,
			whole(o.kept()), comment, yes(o.temporary), yes(o.variant == "iceberg"), yes(o.kind == kindDynamic), yes(o.variant == "hybrid"),
		})
	})
	return columns, rows
}

// privilegeRows is INFORMATION_SCHEMA.OBJECT_PRIVILEGES.
func (r *run) privilegeRows(d *database) ([]systemColumn, [][]cell) {
	columns := systemColumns("GRANTOR GRANTEE GRANTED_TO OBJECT_CATALOG OBJECT_SCHEMA OBJECT_NAME OBJECT_TYPE PRIVILEGE_TYPE IS_GRANTABLE")
	var rows [][]cell
	add := func(e *entity, schemaCell cell) {
		list := e.grants
		if e.owner != "" {
			list = append([]grant{{privilege: "OWNERSHIP", grantee: grantee{kind: "ROLE", name: e.owner}, option: true, by: e.owner}}, list...)
		}
		for _, g := range list {
			grantable := text(map[bool]string{true: "YES", false: "NO"}[g.option])
			rows = append(rows, []cell{
				text(g.by), text(g.grantee.shown()), text(g.grantee.kind), text(d.name), schemaCell, text(e.name),
				text(e.kind.underscored()), text(g.privilege), grantable,
			})
		}
	}
	for _, s := range r.usable(d.sorted()) {
		add(&s.entity, text(s.name))
		for _, o := range s.sorted() {
			if r.sees(&o.entity) {
				add(&o.entity, text(s.name))
			}
		}
	}
	return columns, rows
}

// schemaRows is INFORMATION_SCHEMA.SCHEMATA.
func (r *run) schemaRows(d *database) ([]systemColumn, [][]cell) {
	columns := systemColumns("CATALOG_NAME SCHEMA_NAME SCHEMA_OWNER IS_TRANSIENT #RETENTION_TIME COMMENT")
	var rows [][]cell
	for _, s := range d.sorted() {
		if r.sees(&s.entity) {
			transient := text(map[bool]string{true: "YES", false: "NO"}[s.transient])
			rows = append(rows, []cell{text(d.name), text(s.name), text(s.owner), transient, whole(s.kept()), text(s.comment)})
		}
	}
	return columns, rows
}
