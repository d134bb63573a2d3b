//go:build cgo

package duckdb

import (
	"context"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// Inspect implements warehouse.Driver: a fixed number of catalog queries, and
// for the relations of req.Content one query per 50 of them.
func (d *Driver) Inspect(ctx context.Context, req warehouse.InspectRequest) (warehouse.Inventory, error) {
	s, err := d.session(ctx)
	if err != nil {
		return warehouse.Inventory{}, err
	}
	look := &look{d: d, s: s, inv: warehouse.Inventory{Dialect: d.r.d}, databases: map[string]bool{}}
	for _, c := range req.Containers {
		if err := look.reach(ctx, c.Database); err != nil {
			return warehouse.Inventory{}, err
		}
	}
	steps := []func(context.Context) error{
		look.now,
		func(ctx context.Context) error { return look.containers(ctx, req.Containers) },
		func(ctx context.Context) error { return look.relations(ctx, req.Containers) },
		look.columns, look.indexes, look.foreignKeys,
		func(ctx context.Context) error { return look.content(ctx, req.Content) },
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return warehouse.Inventory{}, err
		}
	}
	look.finish()
	return look.inv, nil
}

// look gathers one Inventory.
type look struct {
	d         *Driver
	s         *session
	inv       warehouse.Inventory
	databases map[string]bool
	objects   map[string]*warehouse.Object
	order     []string
	// lost are reasons, by object, why a copy would lose something.
	lost map[string][]string
}

// key folds a relation's name for comparing.
func key(database, schema, name string) string {
	return lowerASCII(database) + "\x00" + lowerASCII(schema) + "\x00" + lowerASCII(name)
}

func refKey(r warehouse.Ref) string { return key(r.Database, r.Schema, r.Name) }

// reach attaches a database that the session does not hold yet, such as a kept
// one, when its file is there.
func (l *look) reach(ctx context.Context, alias string) error {
	path, known := l.d.opts.path(alias)
	if !known {
		return refuse(warehouse.NotFound, "inspect", alias, "no file is known for this database name")
	}
	if _, err := os.Stat(path); err == nil && !l.s.has(alias) {
		if err := l.s.attach(ctx, Database{Alias: alias, Path: path}, attachThere); err != nil {
			return err
		}
	}
	if l.s.has(alias) {
		l.databases[alias] = true
	}
	return nil
}

// in is the list of asked databases as SQL.
func (l *look) in() string {
	var names []string
	for name := range l.databases {
		names = append(names, l.d.r.d.QuoteText(lowerASCII(name)))
	}
	sort.Strings(names)
	return "lower(database_name) IN (" + strings.Join(append(names, "NULL"), ", ") + ")"
}

// each runs a catalog query whose cells are all text; NULL becomes "".
func (l *look) each(ctx context.Context, query string, row func(cell []string)) error {
	rows, err := l.s.query(ctx, warehouse.Statement{Text: query})
	if err != nil {
		return err
	}
	for _, line := range rows.Values {
		cells := make([]string, len(line))
		for i, c := range line {
			if c != nil {
				cells[i] = *c
			}
		}
		row(cells)
	}
	return nil
}

func (l *look) now(ctx context.Context) error {
	var bad error
	err := l.each(ctx, "SELECT "+utc("now()"), func(c []string) {
		l.inv.Now, bad = time.Parse(time.RFC3339Nano, c[0])
	})
	if err == nil {
		err = bad
	}
	return mapError("inspect", "clock", err)
}

func (l *look) containers(ctx context.Context, asked []warehouse.Container) error {
	schemas := map[string]bool{}
	err := l.each(ctx, "SELECT database_name, schema_name FROM duckdb_schemas() WHERE "+l.in(), func(c []string) {
		schemas[key(c[0], c[1], "")] = true
	})
	if err != nil {
		return err
	}
	for _, c := range asked {
		path, _ := l.d.opts.path(c.Database)
		state := warehouse.ContainerState{Container: c, Where: path}
		if c.Schema == "" {
			state.Identity, state.Exists, err = fileIdentity(path)
			if err != nil {
				return mapError("inspect", path, err)
			}
		} else {
			state.Exists = schemas[key(c.Database, c.Schema, "")]
		}
		l.inv.Containers = append(l.inv.Containers, state)
	}
	return nil
}

func (l *look) relations(ctx context.Context, asked []warehouse.Container) error {
	l.objects, l.lost = map[string]*warehouse.Object{}, map[string][]string{}
	wanted := func(database, schema string) bool {
		for _, c := range asked {
			if l.d.r.d.EqualNames(c.Database, database) && (c.Schema == "" || l.d.r.d.EqualNames(c.Schema, schema)) {
				return true
			}
		}
		return false
	}
	add := func(kind warehouse.Kind) func(c []string) {
		return func(c []string) {
			if !wanted(c[0], c[1]) {
				return
			}
			rows, err := strconv.ParseInt(c[5], 10, 64)
			if err != nil {
				rows = -1
			}
			o := &warehouse.Object{
				Ref: warehouse.Ref{Database: c[0], Schema: c[1], Name: c[2]}, Kind: kind, Rows: rows, Bytes: -1,
				Definition: warehouse.Definition{SQL: c[3], Comment: c[4], EmptyComment: c[6] == "true"},
			}
			l.objects[refKey(o.Ref)] = o
			l.order = append(l.order, refKey(o.Ref))
		}
	}
	err := l.each(ctx, "SELECT database_name, schema_name, table_name, sql, comment, estimated_size::VARCHAR, (comment = '')::VARCHAR FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND "+l.in()+" ORDER BY ALL", add(warehouse.KindTable))
	if err != nil {
		return err
	}
	return l.each(ctx, "SELECT database_name, schema_name, view_name, sql, comment, NULL, (comment = '')::VARCHAR FROM duckdb_views() WHERE NOT internal AND NOT temporary AND "+l.in()+" ORDER BY ALL", add(warehouse.KindView))
}

func (l *look) columns(ctx context.Context) error {
	query := "SELECT database_name, schema_name, table_name, column_name, data_type, is_nullable::VARCHAR, comment, (comment = '')::VARCHAR FROM duckdb_columns() WHERE NOT internal AND " + l.in() + " ORDER BY database_name, schema_name, table_name, column_index"
	return l.each(ctx, query, func(c []string) {
		if o := l.objects[key(c[0], c[1], c[2])]; o != nil {
			o.Definition.Columns = append(o.Definition.Columns, warehouse.Column{
				Name: c[3], Type: c[4], NotNull: c[5] == "false", Comment: c[6], EmptyComment: c[7] == "true",
			})
		}
	})
}

func (l *look) indexes(ctx context.Context) error {
	query := "SELECT database_name, schema_name, table_name, sql, index_name, comment FROM duckdb_indexes() WHERE " + l.in() + " ORDER BY database_name, schema_name, table_name, index_name"
	return l.each(ctx, query, func(c []string) {
		k := key(c[0], c[1], c[2])
		o := l.objects[k]
		if o == nil || c[3] == "" {
			return
		}
		o.Definition.Indexes = append(o.Definition.Indexes, c[3])
		if c[5] != "" {
			l.lost[k] = append(l.lost[k], "index "+strconv.Quote(c[4])+" has a comment, which a copy would lose")
		}
	})
}

func (l *look) foreignKeys(ctx context.Context) error {
	query := "SELECT DISTINCT database_name, schema_name, table_name, referenced_table FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' AND " + l.in() + " ORDER BY ALL"
	return l.each(ctx, query, func(c []string) {
		child, parent := key(c[0], c[1], c[2]), key(c[0], c[1], c[3])
		if child == parent {
			l.lost[child] = append(l.lost[child], "a foreign key points to the table itself, and DuckDB's catalog text leaves that key out")
			return
		}
		if !plainName.MatchString(c[1]) || !plainName.MatchString(c[3]) {
			l.lost[child] = append(l.lost[child], "a foreign key points to "+strconv.Quote(c[1]+"."+c[3])+", a name that DuckDB's catalog text leaves unquoted")
		}
		if o := l.objects[parent]; o != nil {
			o.ReferencedBy = append(o.ReferencedBy, warehouse.Ref{Database: c[0], Schema: c[1], Name: c[2]})
		}
	})
}

// plainName is a name that means the same without quotes. DuckDB 1.5.5 writes
// the names of schema and table behind REFERENCES without quotes.
var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func (l *look) finish() {
	for _, k := range l.order {
		o := l.objects[k]
		reasons := append(l.lost[k], losses(*o)...)
		o.Unsupported = strings.Join(reasons, "; ")
		l.inv.Objects = append(l.inv.Objects, *o)
	}
}
