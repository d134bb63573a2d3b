package strategies

import (
	"fmt"
	"slices"
	"strings"

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
		switch op := s.Action.Op.Op.(type) {
		case warehouse.MoveContainer:
			if s.ID == keepStep {
				out = append(out, op.To)
			}
		case warehouse.SwapContainers: // a shadow holds afterwards what was replaced
			if strings.HasPrefix(s.ID, swapStep+" ") {
				out = append(out, op.B)
			}
		}
	}
	for _, r := range p.Relations {
		if c := r.Keep.Container(); !r.Keep.IsZero() && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// Leftovers lists the shadows and datasets that a release made, for one that
// ended without changing production.
func Leftovers(p *plan.Plan) []Leftover {
	var out []Leftover
	list := madeContainers(p)
	if p.Strategy == WAP { // kept before dbt's run in production, which then changed nothing
		list = append(Kept(p), list...)
	}
	for _, c := range list {
		if l := (Leftover{Container: c}); !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	for _, s := range p.Steps() {
		if s.Action.Op == nil || !s.Production {
			continue
		}
		switch op := s.Action.Op.Op.(type) {
		case warehouse.SwapContainers:
			if strings.HasPrefix(s.ID, swapStep+" ") {
				out = append(out, Leftover{Container: op.B, Not: op.IdentityA})
			}
		case warehouse.MoveContainer:
			out = append(out, Leftover{Container: op.From})
		}
	}
	return out
}

// madeContainers lists the containers that carry the release's mark.
func madeContainers(p *plan.Plan) []warehouse.Container {
	var out []warehouse.Container
	for _, s := range p.Steps() {
		if s.Action.Op == nil {
			continue
		}
		seq, ok := s.Action.Op.Op.(warehouse.Sequence)
		if !ok {
			continue
		}
		for _, op := range seq.Ops {
			if c, ok := op.(warehouse.CreateContainer); ok && c.Release == p.Release {
				out = append(out, c.Container)
			}
		}
	}
	return out
}

// withPrune puts behind the steps of a release those that drop what older
// releases keep beyond the promised number, and what releases that never
// published left behind. Only containers that the ledger knows are ever
// dropped, and only after production was verified.
func (b *builder) withPrune(steps ...plan.Step) []plan.Step {
	if len(steps) == 0 {
		return nil // nothing can be published: the guards say why
	}
	last := steps[len(steps)-1].ID
	drop := func(c warehouse.Container, title, undo string) {
		is, ok := b.inv.Container(c)
		if !ok || !is.Exists {
			return
		}
		s := plan.Step{
			ID: "prune " + c.String(), Title: title,
			Needs:  []string{last},
			Action: plan.Action{Op: plan.Of(warehouse.DropContainer{Container: c})},
			Expect: []plan.Expectation{{Container: &c, Identity: idOnly(is.Identity)}},
			Verify: []plan.Check{{Kind: plan.CheckGone, Container: &c}},
			Undo:   plan.Undo{Why: undo},
		}
		steps = append(steps, s)
		last = s.ID
	}
	for _, c := range b.req.Expired {
		if b.readByProduction(c) {
			continue // views of production still show what is in it
		}
		drop(c, fmt.Sprintf("drop %s, kept by a release beyond the last %d", c, b.req.KeepReleases),
			"cannot: the copies are gone; releases of that age cannot be undone any more")
	}
	for _, l := range b.req.Leftover {
		if is, ok := b.inv.Container(l.Container); ok && l.Not.ID != "" && is.Identity.ID == l.Not.ID {
			continue // it is what production held: never a leftover
		}
		if b.readByProduction(l.Container) {
			continue
		}
		drop(l.Container, fmt.Sprintf("drop %s, which a release that never published left behind", l.Container), "nobody reads it")
	}
	return steps
}

// readByProduction reports whether a pointer view of production shows something
// in a container, be it from before this release or because of it.
func (b *builder) readByProduction(c warehouse.Container) bool {
	if b.req.Capabilities.Cloning == nil {
		return false
	}
	turned := map[warehouse.Ref]bool{}
	for _, dr := range b.drafts {
		turned[dr.pair.Target] = b.req.Mode == ModeViews
	}
	for _, o := range b.inv.Objects {
		if o.Kind != warehouse.KindView || turned[o.Ref] {
			continue
		}
		refs, err := b.d.References(o.Definition.SQL, o.Ref.Database)
		if err != nil || slices.ContainsFunc(refs, func(r warehouse.Ref) bool { return b.d.SameContainer(r.Container(), c) }) {
			return true // a text that cannot be read may be one that does
		}
	}
	return false
}
