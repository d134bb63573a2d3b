package manifest

import (
	"maps"
	"slices"
)

// Unlimited is the depth that follows edges to the end.
const Unlimited = -1

// graph is the manifest's nodes by index, in the order of their unique_ids, with edges from depends_on.nodes.
// An edge to a node that is not enabled or not there is no edge: dbt would have refused to parse it.
type graph struct {
	ids      []string
	nodes    []*Node
	index    map[string]int32
	parents  [][]int32 // ascending, no duplicates
	children [][]int32
}

// g builds the graph on first use, so that a Manifest can also be written as a literal.
func (m *Manifest) g() *graph {
	m.once.Do(func() { m.graph = newGraph(m.Nodes) })
	return m.graph
}

func newGraph(nodes map[string]*Node) *graph {
	g := &graph{
		ids:      slices.Sorted(maps.Keys(nodes)),
		nodes:    make([]*Node, len(nodes)),
		index:    make(map[string]int32, len(nodes)),
		parents:  make([][]int32, len(nodes)),
		children: make([][]int32, len(nodes)),
	}
	for i, id := range g.ids {
		g.nodes[i], g.index[id] = nodes[id], int32(i)
	}
	for i, n := range g.nodes {
		var parents []int32
		for _, dep := range n.DependsOn {
			if p, ok := g.index[dep]; ok {
				parents = append(parents, p)
			}
		}
		slices.Sort(parents)
		parents = slices.Compact(parents)
		g.parents[i] = parents
		for _, p := range parents {
			g.children[p] = append(g.children[p], int32(i))
		}
	}
	return g
}

func (g *graph) newSet() idSet { return make(idSet, (len(g.ids)+63)/64) }

// set turns unique_ids into a set; ids that are not in the graph are left out.
func (g *graph) set(ids []string) idSet {
	s := g.newSet()
	for _, id := range ids {
		if i, ok := g.index[id]; ok {
			s.add(i)
		}
	}
	return s
}

func (g *graph) names(s idSet) []string {
	out := make([]string, 0, s.count())
	for i := range s.all() {
		out = append(out, g.ids[i])
	}
	return out
}

// reach returns what can be reached from start in at most depth steps. A start node is in the result only when it is
// reached from another one, as in dbt.
func (g *graph) reach(edges [][]int32, start idSet, depth int) idSet {
	found := g.newSet()
	layer := slices.Collect(start.all())
	for step := 0; len(layer) > 0 && (depth < 0 || step < depth); step++ {
		var next []int32
		for _, i := range layer {
			for _, j := range edges[i] {
				if !found.has(j) {
					found.add(j)
					next = append(next, j)
				}
			}
		}
		layer = next
	}
	return found
}

// Parents are the nodes that id depends on directly, sorted; nil for an unknown id.
func (m *Manifest) Parents(id string) []string { return m.neighbours(m.g().parents, id) }

// Children are the nodes that depend on id directly, tests and exposures among them, sorted; nil for an unknown id.
func (m *Manifest) Children(id string) []string { return m.neighbours(m.g().children, id) }

func (m *Manifest) neighbours(edges [][]int32, id string) []string {
	g := m.g()
	i, ok := g.index[id]
	if !ok {
		return nil
	}
	out := make([]string, len(edges[i]))
	for k, j := range edges[i] {
		out[k] = g.ids[j]
	}
	return out
}

// Ancestors is everything that ids depend on, at most depth steps away (Unlimited: all), sorted. One of ids is in the
// result only when another one depends on it. Unknown ids are ignored.
func (m *Manifest) Ancestors(ids []string, depth int) []string {
	g := m.g()
	return g.names(g.reach(g.parents, g.set(ids), depth))
}

// Descendants is everything that depends on ids, at most depth steps away (Unlimited: all), sorted. One of ids is in
// the result only when it depends on another one. Unknown ids are ignored.
func (m *Manifest) Descendants(ids []string, depth int) []string {
	g := m.g()
	return g.names(g.reach(g.children, g.set(ids), depth))
}

// TestsOf are the data tests and unit tests that depend on id directly, sorted by unique_id. A test of several nodes
// (relationships, singular tests) is a test of each.
func (m *Manifest) TestsOf(id string) []*Node {
	g := m.g()
	i, ok := g.index[id]
	if !ok {
		return nil
	}
	var tests []*Node
	for _, c := range g.children[i] {
		if n := g.nodes[c]; n.IsTest() {
			tests = append(tests, n)
		}
	}
	return tests
}
