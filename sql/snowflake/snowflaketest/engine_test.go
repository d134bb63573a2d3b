package snowflaketest_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/snowflake/snowflaketest/catalog"
)

// engine is a Snowflake with no catalog: it counts effects and answers a few shapes.
type engine struct {
	mu      sync.Mutex
	effects []string
	seen    []catalog.Session
	binds   [][]catalog.Bind
	history func() [][]string
}

func (e *engine) SetHistory(h func() [][]string) { e.history = h }

func (e *engine) Execute(_ context.Context, s *catalog.Session, sql string, binds []catalog.Bind) (*catalog.Result, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.seen = append(e.seen, *s)
	e.binds = append(e.binds, binds)
	word, rest, _ := strings.Cut(sql, " ")
	switch word {
	case "BAD":
		return nil, &catalog.Error{Number: 2003, SQLState: "02000", Message: "does not exist"}
	case "BREAK":
		return nil, errors.New("engine is broken")
	case "USE":
		s.Role = strings.TrimPrefix(rest, "ROLE ")
		return &catalog.Result{}, nil
	case "TAG":
		s.QueryTag = rest
		return &catalog.Result{}, nil
	case "SELECT":
		n, text, yes := "7", "o'clock ☃", "1"
		return &catalog.Result{
			StatementTypeID: 0x1000,
			Columns: []catalog.Column{
				{Name: "N", Type: "fixed", Precision: 38}, {Name: "T", Type: "text", Length: 20, Nullable: true}, {Name: "B", Type: "boolean"},
			},
			Rows: [][]*string{{&n, &text, &yes}, {&n, nil, &yes}},
		}, nil
	case "NOTHING":
		return &catalog.Result{StatementTypeID: 0x1000, Columns: []catalog.Column{{Name: "N", Type: "fixed", Precision: 38}}}, nil
	case "INSERT":
		e.effects = append(e.effects, sql)
		return &catalog.Result{StatementTypeID: 0x3100, Affected: 3}, nil
	}
	e.effects = append(e.effects, sql)
	return &catalog.Result{}, nil
}

func (e *engine) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.effects)
}

func (e *engine) sessions() []catalog.Session {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]catalog.Session(nil), e.seen...)
}

// start gives a server over a new engine that ends with the test and must have met nothing unexpected.
func start(t *testing.T) (*snowflaketest.Server, *engine) {
	t.Helper()
	e := &engine{}
	s := snowflaketest.New(e)
	t.Cleanup(func() {
		s.Close()
		for _, what := range s.Unexpected() {
			t.Errorf("unexpected at the stand-in: %s", what)
		}
	})
	return s, e
}
