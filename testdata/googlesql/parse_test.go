package googlesql_test

import (
	"strings"
	"testing"

	"cutover/testdata/googlesql"
)

// golden is where the adapter keeps every statement that it can send.
const golden = "../../sql/bigquery/testdata/golden"

// TestGolden parses every statement of the BigQuery adapter.
func TestGolden(t *testing.T) {
	p, err := googlesql.NewParser()
	if err != nil {
		t.Fatal(err)
	}
	sections, err := googlesql.Sections(golden)
	if err != nil {
		t.Fatal(err)
	}
	statements := 0
	for _, s := range sections {
		if s.SQL == "" {
			continue
		}
		statements++
		if err := p.Check(s.SQL); err != nil {
			t.Errorf("%s: %v\n%s", s.Title, err, s.SQL)
		}
	}
	if statements < 300 {
		t.Errorf("%d of %d sections have statements: the golden files were not found or are written in another way", statements, len(sections))
	}
	t.Logf("%d sections, %d with statements", len(sections), statements)
}

// TestBroken wants a complaint about everything that is not GoogleSQL.
func TestBroken(t *testing.T) {
	p, err := googlesql.NewParser()
	if err != nil {
		t.Fatal(err)
	}
	sections, err := googlesql.Sections("testdata")
	if err != nil {
		t.Fatal(err)
	}
	if len(sections) != 7 {
		t.Errorf("%d sections, want 7", len(sections))
	}
	for _, s := range sections {
		if err := p.Check(s.SQL); err == nil {
			t.Errorf("%s was taken:\n%s", s.Title, s.SQL)
		} else if !strings.Contains(err.Error(), "Syntax error: ") || !strings.Contains(err.Error(), "[at ") {
			t.Errorf("%s: the error does not say where: %v", s.Title, err)
		}
	}
}
