package manifest

import (
	"container/heap"
	"errors"
	"fmt"
	"strings"
)

// ErrUnknownNode is for a unique_id that is not in the manifest, or disabled there.
var ErrUnknownNode = errors.New("no such node in the manifest")

// CycleError names a cycle in depends_on. dbt refuses to write one, so such a manifest was made or changed by hand.
type CycleError struct {
	Nodes []string // each depends on the next, the last on the first
}

func (e *CycleError) Error() string {
	edges := make([]string, len(e.Nodes))
	for i, id := range e.Nodes {
		edges[i] = id + " depends on " + e.Nodes[(i+1)%len(e.Nodes)]
	}
	return "manifest graph has a cycle: " + strings.Join(edges, ", ")
}

// TopologicalOrder returns ids without duplicates so that each comes after everything it depends on, also through nodes
// that are not in ids (an ephemeral model between two tables). Ties are broken by unique_id, so the order is stable.
// Errors: ErrUnknownNode, *CycleError.
func (m *Manifest) TopologicalOrder(ids []string) ([]string, error) {
	g := m.g()
	for _, id := range ids {
		if _, ok := g.index[id]; !ok {
			return nil, fmt.Errorf("order %s: %w", id, ErrUnknownNode)
		}
	}
	wanted := g.set(ids)
	scope := g.reach(g.parents, wanted, Unlimited)
	scope.union(wanted)

	waiting := make([]int, len(g.ids)) // parents in scope that are not out yet
	var ready indexHeap
	for i := range scope.all() {
		if waiting[i] = len(g.parents[i]); waiting[i] == 0 {
			ready = append(ready, i)
		}
	}
	heap.Init(&ready)
	order := make([]string, 0, wanted.count())
	left := scope.count()
	for len(ready) > 0 {
		i, _ := heap.Pop(&ready).(int32)
		left--
		if wanted.has(i) {
			order = append(order, g.ids[i])
		}
		for _, c := range g.children[i] {
			if scope.has(c) {
				if waiting[c]--; waiting[c] == 0 {
					heap.Push(&ready, c)
				}
			}
		}
	}
	if left > 0 {
		return nil, g.cycle(scope, waiting)
	}
	return order, nil
}

// cycle finds one cycle among the nodes that still wait: each of them waits for at least one other of them.
func (g *graph) cycle(scope idSet, waiting []int) *CycleError {
	at := make(map[int32]int)
	var path []int32
	var i int32
	for i = range scope.all() {
		if waiting[i] > 0 {
			break
		}
	}
	for {
		if start, ok := at[i]; ok {
			e := &CycleError{}
			for _, j := range path[start:] {
				e.Nodes = append(e.Nodes, g.ids[j])
			}
			return e
		}
		at[i] = len(path)
		path = append(path, i)
		for _, p := range g.parents[i] {
			if waiting[p] > 0 {
				i = p
				break
			}
		}
	}
}

// indexHeap gives the smallest index first.
type indexHeap []int32

func (h indexHeap) Len() int           { return len(h) }
func (h indexHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h indexHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *indexHeap) Push(x any) {
	if i, ok := x.(int32); ok {
		*h = append(*h, i)
	}
}

// Pop implements heap.Interface.
func (h *indexHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}
