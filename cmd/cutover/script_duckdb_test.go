//go:build cgo && unix

package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

// withDatabase opens a file in this process, alone.
func withDatabase(path string, do func(*sql.DB) error) (err error) {
	connector, err := duckdb.NewConnector(path, nil)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close(), connector.Close()) }()
	return do(db)
}

// runSQL runs statements and gives the rows of the last one as lines.
func runSQL(path, statements string) (string, error) {
	var out strings.Builder
	err := withDatabase(path, func(db *sql.DB) error {
		rows, err := db.QueryContext(context.Background(), statements)
		if err != nil {
			return err
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		for rows.Next() {
			cells := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range cells {
				into[i] = &cells[i]
			}
			if err := rows.Scan(into...); err != nil {
				return err
			}
			words := make([]string, len(cells))
			for i, c := range cells {
				words[i] = fmt.Sprint(c)
			}
			out.WriteString(strings.Join(words, "|") + "\n")
		}
		return rows.Err()
	})
	return out.String(), err
}

// duckdbCommand runs SQL on a file and leaves the rows for stdout: duckdb FILE SQL
func duckdbCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: duckdb FILE SQL")
	}
	text, err := runSQL(ts.MkAbs(args[0]), args[1])
	ts.Check(err)
	_, err = ts.Stdout().Write([]byte(text))
	ts.Check(err)
}

// lockCommand holds a file as another program would, until the script ends.
func lockCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: lock FILE")
	}
	connector, err := duckdb.NewConnector(ts.MkAbs(args[0]), nil)
	ts.Check(err)
	db := sql.OpenDB(connector)
	ts.Check(db.Ping())
	ts.Defer(func() { _ = errors.Join(db.Close(), connector.Close()) })
}

// sameCommand compares what a schema holds with what it held before, in two
// calls: same FILE SCHEMA NAME remembers under NAME, or compares when NAME is
// known. Definitions, comments, indexes and every row count.
func sameCommand(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: same FILE SCHEMA NAME")
	}
	state, err := schemaState(ts.MkAbs(args[0]), args[1])
	ts.Check(err)
	path := filepath.Join(ts.Getenv("WORK"), "same-"+args[2])
	before, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		ts.Check(os.WriteFile(path, []byte(state), 0o600))
		return
	}
	ts.Check(err)
	diff := cmp.Diff(string(before), state)
	if diff == "" == neg {
		ts.Fatalf("%s of %s compared with %s (-before +now):\n%s", args[1], args[0], args[2], diff)
	}
}

// schemaState writes down everything about a schema's tables and views.
func schemaState(path, schema string) (string, error) {
	quoted := "'" + strings.ReplaceAll(schema, "'", "''") + "'"
	state, err := runSQL(path, "SELECT sql, comment FROM duckdb_tables() WHERE schema_name = "+quoted+
		" UNION ALL SELECT sql, comment FROM duckdb_views() WHERE schema_name = "+quoted+
		" UNION ALL SELECT sql, comment FROM duckdb_indexes() WHERE schema_name = "+quoted+" ORDER BY ALL")
	if err != nil {
		return "", err
	}
	names, err := runSQL(path, "SELECT table_name FROM information_schema.tables WHERE table_schema = "+quoted+" ORDER BY 1")
	if err != nil {
		return "", err
	}
	for name := range strings.Lines(names) {
		name = strings.TrimSuffix(name, "\n")
		rows, err := runSQL(path, `SELECT * FROM "`+strings.ReplaceAll(schema, `"`, `""`)+`"."`+strings.ReplaceAll(name, `"`, `""`)+`" ORDER BY ALL`)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
		state += name + "\n" + rows
	}
	return state, nil
}
