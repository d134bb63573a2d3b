package strategies

import (
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Reseeded finds the container that a swap gave its staging side back as, when
// that was made from production after the exchange; false for a copy of what
// production held before, and for releases of other kinds.
func Reseeded(p *plan.Plan) (staging warehouse.Container, ok bool) {
	swap, swapped := exchange(p)
	step, has := p.Step(restageStep)
	if p.Strategy != Swap || !swapped || !has || step.Action.Op == nil {
		return warehouse.Container{}, false
	}
	switch op := step.Action.Op.Op.(type) {
	case warehouse.CloneContainer:
		return op.To, op.From == swap.A
	case warehouse.MoveContainer: // it was made ready under another name
		for _, s := range p.Steps() {
			if s.Action.Op != nil && clones(s.Action.Op.Op, swap.A, op.From) {
				return op.To, true
			}
		}
	}
	return warehouse.Container{}, false
}

// clones reports whether an op, or one inside it, makes to of from.
func clones(op warehouse.Op, from, to warehouse.Container) bool {
	switch op := op.(type) {
	case warehouse.CloneContainer:
		return op.From == from && op.To == to
	case warehouse.Sequence:
		for _, o := range op.Ops {
			if clones(o, from, to) {
				return true
			}
		}
	}
	return false
}
