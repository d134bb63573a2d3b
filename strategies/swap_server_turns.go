package strategies

import (
	"fmt"
	"slices"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// turnSteps lists the steps of the way back: every old side is made ready, then
// they are exchanged, the last one of the release first, then the sides that go
// out are taken from their readers.
func (u *undoer) turnSteps(p *plan.Plan, turns []turn) []plan.Step {
	var ready, swaps, after []plan.Step
	for _, t := range slices.Backward(turns) {
		if t.before.ID == "" {
			swaps = append(swaps, u.moveOut(t))
			continue
		}
		if t.dropped {
			ready = append(ready, u.undrop(p, t))
		}
		ready = append(ready, u.widen(t)...)
		ready = append(ready, u.markOld(t))
		swaps = append(swaps, u.turn(p, t))
		after = append(after, u.narrowTurned(t)...)
	}
	return chained(slices.Concat(ready, swaps, after))
}

// undrop brings the old side back, and looks whether it holds what was kept.
func (u *undoer) undrop(p *plan.Plan, t turn) plan.Step {
	id := idOnly(t.old.Identity)
	s := plan.Step{
		ID: undropStep + t.suffix, Title: fmt.Sprintf("bring back %s, which was dropped", t.old.Container),
		Action: plan.Action{Op: plan.Of(warehouse.Undrop{Container: t.old.Container, Identity: id})},
		Expect: []plan.Expectation{{Container: &t.old.Container, Absent: true}},
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &t.old.Container, Identity: id}},
		Undo:   plan.Undo{Why: "nobody reads it"},
	}
	for _, rel := range p.Relations {
		if ref := rel.Source; rel.After != nil && rel.After.Kind == warehouse.KindTable && insideOf(u.d, ref.Container(), t.old.Container) {
			s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: rel.After.Identity})
		}
	}
	return s
}

// widen gives the old side the access that production has now: what narrow took
// from it, and what changed since. Relations that only the old side has keep
// theirs.
func (u *undoer) widen(t turn) []plan.Step {
	ops, lost := u.accessBack(t)
	if len(ops.list()) == 0 {
		return nil
	}
	s := plan.Step{
		ID: widenStep + t.suffix, Title: fmt.Sprintf("give %s the access of %s again", t.old.Container, t.prod),
		Action: plan.Action{Op: plan.Of(warehouse.Sequence{Ops: ops.sequence()})}, RestartFrom: widenStep + t.suffix,
		Undo: plan.Undo{Why: "it is taken from the readers by hand, or by the next undo"},
	}
	if !lost {
		s.Verify = []plan.Check{{Kind: plan.CheckAccess, Container: &t.old.Container, As: &t.prod}}
	}
	return []plan.Step{s}
}

// accessBack levels what both sides have. lost says that a grant cannot be given
// to the kind that a relation had before, so the two cannot be equal.
func (u *undoer) accessBack(t turn) (ops accessOps, lost bool) {
	inv := u.inv
	twin := func(c warehouse.Container) bool {
		if !insideOf(u.d, c, t.old.Container) {
			return true
		}
		s, ok := u.inv.Container(moved(c, t.prod))
		return ok && s.Exists
	}
	inv.Containers = slices.DeleteFunc(slices.Clone(inv.Containers), func(s warehouse.ContainerState) bool { return !twin(s.Container) })
	inv.Objects = slices.DeleteFunc(slices.Clone(inv.Objects), func(o warehouse.Object) bool {
		if !insideOf(u.d, o.Ref.Container(), t.old.Container) {
			return false
		}
		_, both := u.inv.Object(movedRef(o.Ref, t.prod))
		return !both
	})
	ops = objectAccess(inv, t.prod, t.old.Container)
	ops.own = nil // who owned a relation then owns it again
	ops.add(containerAccess(inv, t.prod, t.old.Container))
	return ops, len(ops.lost) > 0
}

func (u *undoer) proof(t turn) warehouse.Mark {
	at := marksIn(t.old.Container, u.r.State.Schema)
	return warehouse.Mark{Database: at.Database, Schema: at.Schema, Release: u.r.Release, Step: swapStep + t.suffix}
}

// markOld leaves the mark of the undo in the old side. Here production is
// compared with the look for the first time.
func (u *undoer) markOld(t turn) plan.Step {
	at := marksIn(t.old.Container, u.r.State.Schema)
	return plan.Step{
		ID: markStep + t.suffix, Title: fmt.Sprintf("mark %s as release %s", t.old.Container, u.r.Release),
		Action: plan.Action{Op: plan.Of(markOp(t.old.Container, u.proof(t)))},
		Expect: u.expectTurn(t),
		Verify: []plan.Check{{Kind: plan.CheckMark, Container: &at, Step: swapStep + t.suffix}},
		Undo:   plan.Undo{Why: "a mark does no harm"},
	}
}

// expectTurn is both sides as looked at; of a side that was dropped only which
// one it is.
func (u *undoer) expectTurn(t turn) []plan.Expectation {
	out := []plan.Expectation{
		{Container: &t.prod, Identity: idOnly(t.now.Identity)},
		{Container: &t.old.Container, Identity: idOnly(t.old.Identity)},
	}
	for _, side := range []warehouse.Container{t.prod, t.old.Container} {
		for _, o := range u.theirs(side) {
			ref := o.Ref
			out = append(out, plan.Expectation{Ref: &ref, Identity: o.Identity})
		}
	}
	return out
}

// turn exchanges production with what it was, under the mark of the undo.
func (u *undoer) turn(p *plan.Plan, t turn) plan.Step {
	proof := u.proof(t)
	op := warehouse.SwapContainers{A: t.prod, B: t.old.Container, IdentityA: idOnly(t.now.Identity), IdentityB: idOnly(t.old.Identity), Proof: &proof}
	at := marksIn(t.prod, u.r.State.Schema)
	s := plan.Step{
		ID: swapStep + t.suffix, Title: fmt.Sprintf("swap %s with %s", t.prod, t.old.Container), Production: true,
		Action: plan.Action{Op: plan.Of(op)},
		Expect: u.expectTurn(t),
		Verify: []plan.Check{
			{Kind: plan.CheckContainer, Container: &op.A, Identity: op.IdentityB},
			{Kind: plan.CheckContainer, Container: &op.B, Identity: op.IdentityA},
			{Kind: plan.CheckMark, Container: &at, Step: swapStep + t.suffix},
		},
		Undo: plan.Undo{Why: "cutover undo of this undo swaps again, under a mark of its own"},
	}
	s.Verify = append(s.Verify, u.checkRelations(p, t)...)
	for _, o := range u.theirs(t.prod) {
		ref := movedRef(o.Ref, t.old.Container)
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: o.Identity})
	}
	return s
}

// checkRelations reads back the relations of the release in one container.
func (u *undoer) checkRelations(p *plan.Plan, t turn) []plan.Check {
	var out []plan.Check
	for _, rel := range p.Relations {
		target := rel.Target
		switch {
		case !insideOf(u.d, target.Container(), t.prod):
		case rel.After == nil:
			out = append(out, plan.Check{Kind: plan.CheckAbsent, Ref: &target})
		case rel.After.Kind == warehouse.KindView:
			out = append(out, plan.Check{Kind: plan.CheckReadable, Ref: &target})
		default:
			out = append(out, plan.Check{Kind: plan.CheckSame, Ref: &target, Identity: rel.After.Identity})
		}
	}
	return out
}

// narrowTurned takes the side that goes out from the readers of production. A
// side that is the candidate's again gets back what the release changed on it.
func (u *undoer) narrowTurned(t turn) []plan.Step {
	ops := narrow(warehouse.ContainerState{Container: t.old.Container, Access: rewritten(own(t.now.Access, t.prod), t.old.Container)})
	id, title := narrowStep+t.suffix, fmt.Sprintf("take %s from the readers of production", t.old.Container)
	var steps []plan.Step
	if u.stagingGone(t) {
		steps = append(steps, u.stagingBack(t))
	}
	if u.isCandidate(t) || len(steps) > 0 {
		id, title, ops = stagingAccessStep, fmt.Sprintf("give %s the access that it had before the release", t.at), nil
		if s, ok := u.r.Released.Step(accessStep); ok && s.Action.Op != nil {
			ops = inverse([]warehouse.Op{s.Action.Op.Op})
		}
	}
	if len(ops) == 0 {
		return steps
	}
	return append(steps, plan.Step{
		ID: id, Title: title, Action: plan.Action{Op: plan.Of(warehouse.Sequence{Ops: ops})}, RestartFrom: id,
		Undo: plan.Undo{Why: "cutover undo of this undo gives it production's access again"},
	})
}

// stagingGone reports whether a release that was cut short had renamed the
// demoted side and not yet made staging anew: nothing has the candidate's name.
func (u *undoer) stagingGone(t turn) bool {
	is, _ := u.inv.Container(t.at)
	return whole(u.r.Released) && !u.r.Verified && !is.Exists && t.old.Container != t.at
}

// stagingBack gives the candidate its name again, after it went out of production
// under the name that was the demoted side's.
func (u *undoer) stagingBack(t turn) plan.Step {
	id := idOnly(t.now.Identity)
	return plan.Step{
		ID: restageStep, Title: fmt.Sprintf("give the candidate its name %s again", t.at),
		Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: t.old.Container, To: t.at})},
		Expect: []plan.Expectation{{Container: &t.old.Container, Identity: id}, {Container: &t.at, Absent: true}},
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &t.at, Identity: id}},
		Undo:   plan.Undo{Op: plan.Of(warehouse.MoveContainer{From: t.at, To: t.old.Container})},
	}
}

// moveOut takes a container out of production that a release made appear.
func (u *undoer) moveOut(t turn) plan.Step {
	id := idOnly(t.now.Identity)
	s := plan.Step{
		ID: swapStep + t.suffix, Title: fmt.Sprintf("keep %s, which was not there before, as %s", t.prod, t.at), Production: true,
		Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: t.prod, To: t.at})},
		Expect: []plan.Expectation{{Container: &t.prod, Identity: id}, {Container: &t.at, Absent: true}},
		Verify: []plan.Check{
			{Kind: plan.CheckGone, Container: &t.prod},
			{Kind: plan.CheckContainer, Container: &t.at, Identity: id},
		},
		Undo: plan.Undo{Op: plan.Of(warehouse.MoveContainer{From: t.at, To: t.prod})},
	}
	for _, o := range u.theirs(t.prod) {
		ref := o.Ref
		s.Expect = append(s.Expect, plan.Expectation{Ref: &ref, Identity: o.Identity})
	}
	return s
}
