package strategies

import (
	"fmt"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Taken is one published release that an undo takes back.
type Taken struct {
	Plan *plan.Plan
	// After is what was there when the release was verified.
	After []plan.Expectation
}

// Chain makes one release of several that follow each other, oldest first, so
// that one undo takes all of them back: each relation goes to what it was before
// the first release that published it. The errors are chains that one step
// cannot take back.
func Chain(taken []Taken) (Taken, error) {
	if len(taken) == 1 {
		return taken[0], nil
	}
	first := *taken[0].Plan
	first.Relations = nil
	seen := map[warehouse.Ref]bool{}
	var looks [][]plan.Expectation
	for _, t := range taken {
		if whole(t.Plan) != whole(taken[0].Plan) {
			return Taken{}, fmt.Errorf("releases %s and %s were published in different ways; undo them one by one", taken[0].Plan.Release, t.Plan.Release)
		}
		looks = append(looks, t.After)
		for _, rel := range t.Plan.Relations {
			if !seen[rel.Target] {
				seen[rel.Target] = true
				first.Relations = append(first.Relations, rel)
			}
		}
	}
	if whole(&first) {
		last := taken[len(taken)-1].Plan
		first.Phases = bridge(&first, last)
	}
	return Taken{Plan: &first, After: plan.Latest(looks...)}, nil
}

// whole reports whether a release exchanged a container as a whole.
func whole(p *plan.Plan) bool { return p.Strategy == Swap }

// bridge gives the exchange that would have led from what the first release
// found to what the last one left.
func bridge(first, last *plan.Plan) []plan.Phase {
	from, ok := exchange(first)
	to, okTo := exchange(last)
	if !ok || !okTo {
		return first.Phases
	}
	from.IdentityB = to.IdentityB
	return []plan.Phase{{Name: "swap", Steps: []plan.Step{{ID: swapStep, Production: true, Action: plan.Action{Op: plan.Of(from)}}}}}
}

func exchange(p *plan.Plan) (warehouse.SwapContainers, bool) {
	for _, s := range p.Steps() {
		if s.Production && s.Action.Op != nil {
			if op, ok := s.Action.Op.Op.(warehouse.SwapContainers); ok {
				return op, true
			}
		}
	}
	return warehouse.SwapContainers{}, false
}
