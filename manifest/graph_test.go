package manifest_test

import (
	"errors"
	"strings"
	"testing"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// dag builds a manifest from "child: parent parent" lines; names starting with test. are tests.
func dag(lines ...string) *manifest.Manifest {
	m := &manifest.Manifest{Nodes: map[string]*manifest.Node{}}
	for _, line := range lines {
		id, parents, _ := strings.Cut(line, ":")
		n := &manifest.Node{UniqueID: id, ResourceType: manifest.ResourceModel, Enabled: true, DependsOn: strings.Fields(parents)}
		if strings.HasPrefix(id, "test.") {
			n.ResourceType = manifest.ResourceTest
		}
		m.Nodes[id] = n
	}
	return m
}

func TestGraph(t *testing.T) {
	t.Parallel()
	m := dag("a:", "b: a a gone", "c: a", "d: c b", "e: d", "test.x: d b")
	for _, c := range []struct {
		what      string
		got, want []string
	}{
		{"parents of d", m.Parents("d"), []string{"b", "c"}},
		{"parents of b, without doubles and what is not there", m.Parents("b"), []string{"a"}},
		{"children of b", m.Children("b"), []string{"d", "test.x"}},
		{"children of an unknown node", m.Children("zz"), nil},
		{"ancestors of d", m.Ancestors([]string{"d"}, manifest.Unlimited), []string{"a", "b", "c"}},
		{"ancestors of d, 1 step", m.Ancestors([]string{"d"}, 1), []string{"b", "c"}},
		{"ancestors of d, 0 steps", m.Ancestors([]string{"d"}, 0), nil},
		{"ancestors of d and b", m.Ancestors([]string{"d", "b", "zz"}, 1), []string{"a", "b", "c"}},
		{"descendants of b", m.Descendants([]string{"b"}, manifest.Unlimited), []string{"d", "e", "test.x"}},
		{"descendants of b, 1 step", m.Descendants([]string{"b"}, 1), []string{"d", "test.x"}},
	} {
		if diff := cmp.Diff(c.want, c.got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
	if tests := m.TestsOf("b"); len(tests) != 1 || tests[0].UniqueID != "test.x" {
		t.Errorf("tests of b: %v", tests)
	}
	shop := open(t, "shop.json")
	var names []string
	for _, n := range shop.TestsOf("model.shop.fct_orders") {
		names = append(names, n.Name)
	}
	want := []string{"assert_total", "not_null_fct_orders_id", "relationships_fct_orders", "adds_up"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("tests of fct_orders: %s", diff)
	}
}

func TestTopologicalOrder(t *testing.T) {
	t.Parallel()
	m := dag("z:", "y: z", "b: y", "a: b", "free:")
	for _, c := range []struct{ ids, want []string }{
		{[]string{"a", "b", "y", "z"}, []string{"z", "y", "b", "a"}},
		{[]string{"a", "z"}, []string{"z", "a"}}, // through nodes that are not asked for
		{[]string{"a", "z", "a", "free"}, []string{"free", "z", "a"}},
		{nil, nil},
	} {
		got, err := m.TopologicalOrder(c.ids)
		if diff := cmp.Diff(c.want, got, cmpopts.EquateEmpty()); diff != "" || err != nil {
			t.Errorf("order of %v: %v %s", c.ids, err, diff)
		}
	}
	if _, err := m.TopologicalOrder([]string{"a", "nope"}); !errors.Is(err, manifest.ErrUnknownNode) {
		t.Errorf("unknown node: %v", err)
	}
	_, err := dag("a: c", "b: a", "c: b", "d: c", "e:", "f: d e").TopologicalOrder([]string{"f"})
	var cycle *manifest.CycleError
	if !errors.As(err, &cycle) || len(cycle.Nodes) != 3 {
		t.Fatalf("a cycle gave %v", err)
	}
	for _, edge := range []string{"a depends on c", "c depends on b", "b depends on a"} {
		if !strings.Contains(err.Error(), edge) {
			t.Errorf("%q does not name the edge %q", err, edge)
		}
	}
}
