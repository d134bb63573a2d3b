package strategies

import (
	"fmt"
	"slices"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Kept lists the containers in which a release keeps what it replaced.
func Kept(p *plan.Plan) []warehouse.Container {
	var out []warehouse.Container
	for _, s := range p.Steps() {
		if s.Action.Op == nil {
			continue
		}
		if op, ok := s.Action.Op.Op.(warehouse.MoveContainer); ok && s.ID == keepStep {
			out = append(out, op.To)
		}
	}
	for _, r := range p.Relations {
		if c := r.Keep.Container(); !r.Keep.IsZero() && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// withPrune puts behind the steps of a release those that drop what older
// releases keep beyond the promised number. Only containers that the ledger
// knows as kept are ever dropped, and only after production was verified.
func (b *builder) withPrune(steps ...plan.Step) []plan.Step {
	last := steps[len(steps)-1].ID
	for _, c := range b.req.Expired {
		if !b.stillThere(c) {
			continue
		}
		s := plan.Step{
			ID: "prune " + c.String(), Title: fmt.Sprintf("drop %s, kept by a release beyond the last %d", c, b.req.KeepReleases),
			Needs:  []string{last},
			Action: plan.Action{Op: plan.Of(warehouse.DropContainer{Container: c})},
			Expect: []plan.Expectation{{Container: &c}},
			Verify: []plan.Check{{Kind: plan.CheckGone, Container: &c}},
			Undo:   plan.Undo{Why: "cannot: the copies are gone; releases of that age cannot be undone any more"},
		}
		steps = append(steps, s)
		last = s.ID
	}
	return steps
}

// stillThere reports whether an expired container is there.
func (b *builder) stillThere(c warehouse.Container) bool {
	s, ok := b.inv.Container(c)
	return ok && s.Exists
}
