package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// TestLatest: a relation that several looks saw stands once, as it was last seen.
func TestLatest(t *testing.T) {
	t.Parallel()
	saw := func(name, id string) plan.Expectation {
		return plan.Expectation{Ref: &warehouse.Ref{Database: "d", Schema: "s", Name: name}, Identity: warehouse.Identity{ID: id}}
	}
	container := plan.Expectation{Container: &warehouse.Container{Database: "d", Schema: "s"}, Identity: warehouse.Identity{ID: "c"}}
	got := plan.Latest(
		[]plan.Expectation{saw("a", "1"), container, saw("b", "1")},
		nil,
		[]plan.Expectation{saw("b", "2"), saw("c", "2"), container},
		[]plan.Expectation{saw("b", "3")},
	)
	want := []plan.Expectation{saw("a", "1"), container, saw("b", "3"), saw("c", "2"), container}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := plan.Latest(nil, nil); got != nil {
		t.Errorf("of nothing: %v", got)
	}
}
