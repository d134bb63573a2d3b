//go:build cgo && unix

package main

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A relation is everything about a table or view that a reader could notice.
type relation struct {
	Kind string
	Rows []string
	// Facts are its columns, constraints, indexes, comments and, of a view, its
	// SQL; one line each.
	Facts []string
}

// state reads schemas of a database file in a session of its own, after cutover
// has ended. Names are schema.name.
func state(t *testing.T, path string, schemas ...string) map[string]relation {
	t.Helper()
	var in []string
	for _, s := range schemas {
		in = append(in, "'"+s+"'")
	}
	where := "NOT internal AND schema_name IN (" + strings.Join(in, ", ") + ")"
	out := map[string]relation{}
	for line := range lines(t, path, "SELECT schema_name, table_name, 'table' FROM duckdb_tables() WHERE "+where+
		" UNION ALL SELECT schema_name, view_name, 'view' FROM duckdb_views() WHERE "+where) {
		cells := strings.SplitN(line, "|", 3)
		name := cells[0] + "." + cells[1]
		r := relation{Kind: cells[2]}
		for row := range lines(t, path, fmt.Sprintf(`SELECT r::VARCHAR FROM "%s"."%s" r ORDER BY 1`, cells[0], cells[1])) {
			r.Rows = append(r.Rows, row)
		}
		out[name] = r
	}
	for line := range lines(t, path, factsSQL(in)) {
		name, fact, _ := strings.Cut(line, "|")
		r := out[name]
		r.Facts = append(r.Facts, fact)
		out[name] = r
	}
	return out
}

// factsSQL writes no fact over more than one line. An empty comment, which dbt
// writes for every column that has no description, is not the same as none.
func factsSQL(schemas []string) string {
	return `SELECT schema_name || '.' || name, replace(fact, chr(10), ' ') FROM (
  SELECT schema_name, table_name AS name, 'column ' || column_index || ' ' || column_name || ' ' || data_type || ' nullable ' || is_nullable || ' default ' || coalesce(column_default, 'none') || ' comment ' || coalesce('''' || comment || '''', 'none') AS fact FROM duckdb_columns() WHERE NOT internal
  UNION ALL SELECT schema_name, table_name, 'constraint ' || constraint_text FROM duckdb_constraints()
  UNION ALL SELECT schema_name, table_name, 'index ' || sql FROM duckdb_indexes()
  UNION ALL SELECT schema_name, table_name, 'comment ''' || comment || '''' FROM duckdb_tables() WHERE NOT internal
  UNION ALL SELECT schema_name, view_name, 'comment ''' || comment || '''' FROM duckdb_views() WHERE NOT internal
  UNION ALL SELECT schema_name, view_name, 'view ' || sql FROM duckdb_views() WHERE NOT internal
) WHERE fact IS NOT NULL AND schema_name IN (` + strings.Join(schemas, ", ") + ") ORDER BY ALL"
}

func lines(t *testing.T, path, query string) func(func(string) bool) {
	t.Helper()
	text, err := runSQL(path, query)
	if err != nil {
		t.Fatalf("query %s: %v", path, err)
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if !yield(strings.TrimSuffix(line, "\n")) {
				return
			}
		}
	}
}

// production is what readers of prod see.
func (s *shop) production(t *testing.T) map[string]relation {
	t.Helper()
	return state(t, filepath.Join(s.dir, s.layout.production), s.layout.schemas...)
}

// candidate is what dbt built, under production's schema names.
func (s *shop) candidate(t *testing.T) map[string]relation {
	t.Helper()
	out := map[string]relation{}
	for name, r := range state(t, filepath.Join(s.dir, s.layout.candidate), s.layout.staged...) {
		out[strings.TrimPrefix(name, "staging_")] = r
	}
	return out
}

var (
	indexName = regexp.MustCompile(`CREATE INDEX \S+ ON `)
	catalog   = regexp.MustCompile(`"?\b(shop|analytics)"?\.`)
	staging   = regexp.MustCompile(`\bstaging_(mart|utils)\b`)
)

// neutral leaves out what is different between two builds of the same models:
// dbt makes the names of indexes from the time, views spell out the name of
// their file, and the candidate's schemas have another name.
func neutral(in map[string]relation) map[string]relation {
	out := map[string]relation{}
	for name, r := range in {
		facts := make([]string, len(r.Facts))
		for i, f := range r.Facts {
			f = indexName.ReplaceAllString(f, "CREATE INDEX ON ")
			f = catalog.ReplaceAllString(f, "")
			f = staging.ReplaceAllString(f, "$1")
			facts[i] = strings.ReplaceAll(f, `"`, "")
		}
		r.Facts = facts
		out[name] = r
	}
	return out
}

// same wants two states to be equal to the last comment.
func same(t *testing.T, what string, want, got map[string]relation) {
	t.Helper()
	if len(want) == 0 {
		t.Fatalf("%s: nothing to compare with", what)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}
