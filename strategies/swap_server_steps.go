package strategies

import (
	"fmt"
	"slices"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// after is the look as it will be once the views are retargeted: who replaces a
// view owns it, and what is set aside is not there.
func (s *serverSwap) after() warehouse.Inventory {
	inv := s.b.inv
	inv.Objects = slices.Clone(inv.Objects)
	remade := func(r warehouse.Ref) (aside, made bool) {
		for _, v := range s.late {
			if s.b.d.SameRef(v.at, r) {
				return v.old == nil, true
			}
		}
		return false, slices.ContainsFunc(s.early, func(v swapView) bool { return s.b.d.SameRef(v.at, r) })
	}
	inv.Objects = slices.DeleteFunc(inv.Objects, func(o warehouse.Object) bool {
		aside, _ := remade(o.Ref)
		return aside
	})
	for i, o := range inv.Objects {
		if _, made := remade(o.Ref); made && s.b.req.Capabilities.Role != "" {
			inv.Objects[i].Owner = s.b.req.Capabilities.Role
		}
	}
	inv.Objects = slices.DeleteFunc(inv.Objects, func(o warehouse.Object) bool { return s.ours(o.Ref) })
	return inv
}

// access makes the candidate's access production's.
func (s *serverSwap) access() accessOps {
	inv := s.after()
	out := objectAccess(inv, s.prod, s.cand)
	out.add(containerAccess(inv, s.prod, s.cand))
	return out
}

// level is the step that carries access over; none when both sides have the same.
func (s *serverSwap) level(access accessOps) []plan.Step {
	n := len(access.list())
	if n == 0 {
		return nil
	}
	return []plan.Step{{
		ID: accessStep, Title: fmt.Sprintf("give %s the access of production: %d %s", s.cand, n, plural(n, "change", "changes")),
		Action: plan.Action{Op: plan.Of(warehouse.Sequence{Ops: access.sequence()})}, RestartFrom: accessStep,
		Verify: []plan.Check{s.checkAccess()},
		Undo:   plan.Undo{Why: "no reader of production sees it; " + stagingAccessStep + " and cutover undo give staging its own access"},
	}}
}

func (s *serverSwap) checkAccess() plan.Check {
	return plan.Check{Kind: plan.CheckAccess, Container: &s.cand, As: &s.prod}
}

// marks is the schema of a side in which its marks are.
func (s *serverSwap) marks(c warehouse.Container) warehouse.Container {
	return marksIn(c, s.b.req.State.Schema)
}

// marksIn gives the schema of the marks: the side itself, or in a database one
// named like that of the ledger.
func marksIn(c warehouse.Container, schema string) warehouse.Container {
	if c.Schema != "" {
		return c
	}
	return warehouse.Container{Database: c.Database, Schema: schema}
}

// markOp leaves a mark in a side, and makes the schema for it where it is missing.
func markOp(c warehouse.Container, m warehouse.Mark) warehouse.Op {
	if c.Schema != "" {
		return m
	}
	return warehouse.Sequence{Ops: []warehouse.Op{warehouse.CreateContainer{Container: warehouse.Container{Database: m.Database, Schema: m.Schema}}, m}}
}

func (s *serverSwap) proof(c warehouse.Container) warehouse.Mark {
	at := s.marks(c)
	return warehouse.Mark{Database: at.Database, Schema: at.Schema, Release: s.b.req.Release, Step: swapStep}
}

// mark leaves the mark in the candidate; it moves with the swap. When there was
// no access to level, this is where the access of both sides is compared.
func (s *serverSwap) mark(withAccess bool) plan.Step {
	at := s.marks(s.cand)
	step := plan.Step{
		ID: markStep, Title: "mark " + s.b.req.From.Environment + " as release " + s.b.req.Release,
		Action: plan.Action{Op: plan.Of(markOp(s.cand, s.proof(s.cand)))},
		Expect: s.expectBoth(),
		Verify: []plan.Check{{Kind: plan.CheckMark, Container: &at, Step: swapStep}},
		Undo:   plan.Undo{Why: "a mark does no harm"},
	}
	if withAccess {
		step.Verify = append(step.Verify, s.checkAccess())
	}
	return step
}

// remade reports whether a relation of the candidate is made anew by a step.
func (s *serverSwap) remade(r warehouse.Ref) bool {
	is := func(v swapView) bool { return s.b.d.SameRef(v.at, r) }
	return slices.ContainsFunc(s.early, is) || slices.ContainsFunc(s.late, is)
}

// expectBoth is both sides as looked at: a write into either would be lost or
// published unaudited. Views that are made anew are what the plan says anyway.
func (s *serverSwap) expectBoth() []plan.Expectation {
	out := []plan.Expectation{
		{Container: &s.prod, Identity: idOnly(s.is.Identity)},
		{Container: &s.cand, Identity: idOnly(s.comes.Identity)},
	}
	for _, o := range s.theirs(s.prod) {
		ref := o.Ref
		out = append(out, plan.Expectation{Ref: &ref, Identity: o.Identity})
	}
	for _, o := range s.theirs(s.cand) {
		ref := o.Ref
		if _, both := s.b.inv.Object(movedRef(ref, s.prod)); !both {
			there := movedRef(ref, s.prod)
			out = append(out, plan.Expectation{Ref: &there, Absent: true})
		}
		if !s.remade(ref) {
			out = append(out, plan.Expectation{Ref: &ref, Identity: o.Identity})
		}
	}
	return out
}

// swap exchanges the two sides and reads back all of both: production has what
// was judged, and the demoted side what production was when it was looked at, so
// that a write in between is found and said.
func (s *serverSwap) swap() plan.Step {
	proof := s.proof(s.cand)
	op := warehouse.SwapContainers{A: s.prod, B: s.cand, IdentityA: idOnly(s.is.Identity), IdentityB: idOnly(s.comes.Identity), Proof: &proof}
	at := s.marks(s.prod)
	step := plan.Step{
		ID: swapStep, Title: fmt.Sprintf("swap %s and %s", s.prod, s.cand), Production: true,
		Action: plan.Action{Op: plan.Of(op)},
		Expect: s.expectBoth(),
		Verify: []plan.Check{
			{Kind: plan.CheckContainer, Container: &op.A, Identity: op.IdentityB},
			{Kind: plan.CheckContainer, Container: &op.B, Identity: op.IdentityA},
			{Kind: plan.CheckMark, Container: &at, Step: swapStep},
		},
		Undo: plan.Undo{Why: "cutover undo swaps back under a mark of its own; what production held is whole in " + s.cand.String() + ", then in " + s.kept.String()},
	}
	for _, o := range s.theirs(s.cand) {
		ref := movedRef(o.Ref, s.prod)
		if !s.remade(o.Ref) {
			step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: o.Identity})
		}
		if o.Kind == warehouse.KindView && !slices.ContainsFunc(s.late, func(v swapView) bool { return s.b.d.SameRef(v.at, o.Ref) }) {
			step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckReadable, Ref: &ref})
		}
	}
	for _, o := range s.theirs(s.prod) {
		ref := movedRef(o.Ref, s.cand)
		step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: o.Identity})
	}
	return step
}

// keep gives the demoted side its own name, which no dbt build writes into.
func (s *serverSwap) keep() plan.Step {
	was := idOnly(s.is.Identity)
	return plan.Step{
		ID: keepStep, Title: "keep what production held as " + s.kept.String(),
		Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: s.cand, To: s.kept})},
		Expect: []plan.Expectation{{Container: &s.cand, Identity: was}, {Container: &s.kept, Absent: true}},
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &s.kept, Identity: was}},
		Undo:   plan.Undo{Op: plan.Of(warehouse.MoveContainer{From: s.kept, To: s.cand})},
	}
}

// narrow takes the kept side from the readers of production.
func (s *serverSwap) narrow() []plan.Step {
	kept := s.is
	kept.Container, kept.Access = s.kept, rewritten(own(s.is.Access, s.prod), s.kept)
	ops := narrow(kept)
	if len(ops) == 0 {
		return nil
	}
	return []plan.Step{{
		ID: narrowStep, Title: fmt.Sprintf("take %s from the readers of production", s.kept),
		Action: plan.Action{Op: plan.Of(warehouse.Batch{Ops: ops})}, RestartFrom: narrowStep,
		Undo: plan.Undo{Why: "cutover undo gives it production's access again"},
	}}
}
