package manifest

import "fmt"

// reached is a node that was found by following edges.
type reached struct {
	id    string // empty: none was found
	steps int
}

// closest follows edges from node to the first member of targets, which is not node itself; among equally near ones it is
// the first by unique_id.
func (g *graph) closest(edges [][]int32, node int32, targets idSet) reached {
	seen := g.newSet()
	seen.add(node)
	layer := []int32{node}
	for steps := 1; len(layer) > 0; steps++ {
		var next []int32
		best := int32(-1)
		for _, i := range layer {
			for _, j := range edges[i] {
				if targets.has(j) && (best < 0 || j < best) {
					best = j
				}
				if !seen.has(j) {
					seen.add(j)
					next = append(next, j)
				}
			}
		}
		if best >= 0 {
			return reached{id: g.ids[best], steps: steps}
		}
		layer = next
	}
	return reached{}
}

// nearest is the criterion that came closest to selecting a node.
type nearest struct {
	found     reached
	criterion string
	upstream  bool // the node is above what the criterion collects
}

// offer keeps c when what it collects is nearer in the graph than what was offered before.
func (n *nearest) offer(g *graph, node int32, c *criterion, collected idSet) {
	for _, way := range []struct {
		edges    [][]int32
		upstream bool
	}{{g.parents, false}, {g.children, true}} {
		r := g.closest(way.edges, node, collected)
		if r.id != "" && (n.found.id == "" || r.steps < n.found.steps) {
			*n = nearest{found: r, criterion: c.raw, upstream: way.upstream}
		}
	}
}

// words continues the sentence that says that nothing matches.
func (n *nearest) words() string {
	if n.found.id == "" {
		return ""
	}
	steps, where := "1 step", "downstream"
	if n.found.steps != 1 {
		steps = fmt.Sprintf("%d steps", n.found.steps)
	}
	if n.upstream {
		where = "upstream"
	}
	return fmt.Sprintf("; nearest: it is %s %s of %s, which %q matches", steps, where, n.found.id, n.criterion)
}
