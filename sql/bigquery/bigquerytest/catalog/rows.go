package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// exec changes the row store. It gives how many rows.
func (r *run) exec(text string) (int64, error) {
	res, err := r.c.db.ExecContext(r.ctx, text)
	if err != nil {
		return 0, r.storeError(err)
	}
	return res.RowsAffected()
}

// read runs a query of the row store.
func (r *run) read(text string) (*Result, error) {
	rows, err := r.c.db.QueryContext(r.ctx, text)
	if err != nil {
		return nil, r.storeError(err)
	}
	defer func() { _ = rows.Close() }()
	list, err := rows.ColumnTypes()
	if err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	res := &Result{Columns: make([]Column, len(list))}
	types := make([]duckType, len(list))
	for i, c := range list {
		if types[i], err = parseDuckType(c.DatabaseTypeName()); err != nil {
			return nil, err
		}
		res.Columns[i] = types[i].column(c.Name())
	}
	for rows.Next() {
		row, err := scan(rows, types)
		if err != nil {
			return nil, err
		}
		res.Rows = append(res.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return nil, r.storeError(err)
	}
	return res, nil
}

// clean drops the scratch tables that the statement made, also when it was
// canceled.
func (r *run) clean() {
	for _, t := range r.scratch {
		_, _ = r.c.db.ExecContext(context.WithoutCancel(r.ctx), "DROP TABLE IF EXISTS "+t)
	}
	r.scratch = nil
}

// newStore makes a store without rows.
func (r *run) newStore(fields []*bq.TableFieldSchema) (*store, error) {
	if len(fields) == 0 {
		return nil, invalidQuery("Schema has no fields")
	}
	s := &store{id: r.c.nextID()}
	defs := make([]string, len(fields))
	for i, f := range fields {
		defs[i] = quote(f.Name) + " " + duck(f)
		if f.Mode == required {
			defs[i] += " NOT NULL"
		}
	}
	_, err := r.exec("CREATE TABLE " + s.name() + " (" + strings.Join(defs, ", ") + ")")
	return s, err
}

// empty makes a version without rows.
func (r *run) empty(fields []*bq.TableFieldSchema) (*version, error) {
	s, err := r.newStore(fields)
	if err != nil {
		return nil, err
	}
	return &version{store: s, fields: fields}, nil
}

// twin makes a version with the same rows in a store of its own.
func (r *run) twin(v *version) (*version, error) {
	out, err := r.empty(v.fields)
	if err != nil {
		return nil, err
	}
	out.rows, err = r.exec("INSERT INTO " + out.store.name() + " SELECT * FROM " + v.text())
	out.store.rows = out.rows
	return out, err
}

// extend makes a version with the same rows to which rows can be added: in the
// same store, unless somebody else added rows there.
func (r *run) extend(v *version) (*version, error) {
	if v.store.rows == v.rows {
		return &version{store: v.store, rows: v.rows, fields: v.fields}, nil
	}
	return r.twin(v)
}

// bind gives the columns of a query of the row store without running it.
func (r *run) bind(query string) ([]*bq.TableFieldSchema, error) {
	res, err := r.read("SELECT * FROM (" + query + ") LIMIT 0")
	if err != nil {
		return nil, err
	}
	return fieldsOf(res.Columns), nil
}

func fieldsOf(columns []Column) []*bq.TableFieldSchema {
	out := make([]*bq.TableFieldSchema, len(columns))
	for i, c := range columns {
		out[i] = &bq.TableFieldSchema{Name: c.Name, Type: c.Type, Mode: c.Mode, Fields: fieldsOf(c.Fields)}
	}
	return out
}

var (
	unknownColumn   = regexp.MustCompile(`(?s)(?:Referenced column|does not have a column named|Column with name|column) "([^"]+)"`)
	unknownRelation = regexp.MustCompile(`Referenced table "([^"]+)" not found`)
)

// storeError says an error of the row store in the service's words.
func (r *run) storeError(err error) error {
	if r.ctx.Err() != nil || errors.Is(err, sql.ErrConnDone) {
		return stopped()
	}
	text := strings.ReplaceAll(err.Error(), "\n", " ")
	switch {
	case strings.Contains(text, "Binder Error") && unknownRelation.MatchString(text):
		return invalidQuery("Unrecognized name: %s", unknownRelation.FindStringSubmatch(text)[1])
	case strings.Contains(text, "Binder Error") && unknownColumn.MatchString(text):
		return invalidQuery("Unrecognized name: %s", unknownColumn.FindStringSubmatch(text)[1])
	case strings.Contains(text, "Binder Error"):
		return invalidQuery("%s", text)
	case strings.Contains(text, "NOT NULL constraint failed"):
		return invalidQuery("Required field cannot be null")
	case strings.Contains(text, "Conversion Error"):
		return invalidQuery("Bad value: %s", text)
	}
	return notModelledText(text)
}
