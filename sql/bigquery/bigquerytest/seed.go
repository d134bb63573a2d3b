package bigquerytest

import (
	"context"
	"testing"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// Exec runs statements directly on the engine: no HTTP, no faults, no record, no job. It fails the test at the first error.
func (s *Server) Exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, sql := range statements {
		if _, err := s.direct(sql); err != nil {
			t.Fatalf("seed %s: %v", sql, err)
		}
	}
}

// Query runs one statement like Exec and gives its rows as text, NULL as "NULL" and a TIMESTAMP as microseconds.
func (s *Server) Query(t testing.TB, sql string) [][]string {
	t.Helper()
	result, err := s.direct(sql)
	if err != nil {
		t.Fatalf("look %s: %v", sql, err)
	}
	out := [][]string{}
	if result == nil {
		return out
	}
	for _, row := range result.Rows {
		line := make([]string, 0, len(row))
		for _, cell := range row {
			if cell == nil {
				line = append(line, "NULL")
				continue
			}
			line = append(line, *cell)
		}
		out = append(out, line)
	}
	return out
}

func (s *Server) direct(sql string) (*catalog.Result, error) {
	return s.engine.Execute(context.Background(), catalog.Session{Project: s.Project(), User: s.User}, sql, nil)
}
