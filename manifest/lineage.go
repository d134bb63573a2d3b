package manifest

import "slices"

// Edge says that To depends on From, directly or through nodes that are not in the subgraph.
type Edge struct {
	From, To string
	// Through are the nodes between them on the shortest way, in the order of the data; empty when To depends on From itself.
	Through []string
}

// Lineage is the graph between some nodes: what of them depends on what, also through nodes that are not among them
// (an ephemeral model between two tables).
// ids that are not in the graph are ignored. The edges are sorted by From, then To.
func (m *Manifest) Lineage(ids []string) []Edge {
	g := m.g()
	chosen := g.set(ids)
	var edges []Edge
	for from := range chosen.all() {
		edges = append(edges, g.edgesFrom(from, chosen)...)
	}
	return edges
}

// edgesFrom follows the children of from until a chosen node, breadth first, so that the shortest way is the one kept.
func (g *graph) edgesFrom(from int32, chosen idSet) []Edge {
	before := map[int32]int32{from: from}
	var ends []int32
	for layer := []int32{from}; len(layer) > 0; {
		var next []int32
		for _, i := range layer {
			for _, j := range g.children[i] {
				if _, seen := before[j]; seen {
					continue
				}
				before[j] = i
				if chosen.has(j) {
					ends = append(ends, j)
				} else {
					next = append(next, j)
				}
			}
		}
		layer = next
	}
	slices.Sort(ends)
	edges := make([]Edge, len(ends))
	for k, to := range ends {
		edges[k] = Edge{From: g.ids[from], To: g.ids[to]}
		for i := before[to]; i != from; i = before[i] {
			edges[k].Through = append(edges[k].Through, g.ids[i])
		}
		slices.Reverse(edges[k].Through)
	}
	return edges
}
