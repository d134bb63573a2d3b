package snowflaketest

import (
	"testing"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// NewServer starts a server over a new catalog and ends both with the test, which fails if anything Unexpected came in.
func NewServer(t testing.TB) *Server {
	t.Helper()
	c, err := catalog.New()
	if err != nil {
		t.Fatalf("make catalog: %v", err)
	}
	s := New(c)
	t.Cleanup(func() {
		s.Close()
		if err := c.Close(); err != nil {
			t.Errorf("close catalog: %v", err)
		}
		for _, what := range s.Unexpected() {
			t.Errorf("unexpected at the stand-in: %s", what)
		}
	})
	return s
}
