package strategies

import (
	"fmt"
	"slices"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// restage gives staging a side again. It is made ready under a name of its own
// and gets staging's name last: no dbt build meets a half of it, and the mark of
// this release, which a clone of production carries too, never stands where a
// doubled request for the swap would take it for the candidate.
func (s *serverSwap) restage(access accessOps) []plan.Step {
	from, why, transient := s.prod, "made from production anew, so that incremental models go on from it", s.comes.Transient
	if !s.b.req.Reseed { // a transient side cannot be cloned into a permanent one
		from, why, transient = s.kept, "a copy of what production held", s.is.Transient || s.comes.Transient
	}
	ops := []warehouse.Op{warehouse.CloneContainer{From: from, To: s.next, Transient: transient, Replace: true}}
	if s.b.req.Reseed {
		at := s.marks(s.next)
		ops = append(ops, warehouse.Drop{Ref: warehouse.Ref{Database: at.Database, Schema: at.Schema, Name: warehouse.MarksTable}, Kind: warehouse.KindTable})
	}
	clone := plan.Step{
		ID: cloneStagingStep, Title: fmt.Sprintf("clone %s as %s, which becomes %s", from, s.next, s.b.req.From.Environment),
		Action: plan.Action{Op: plan.Of(sequence(ops))}, RestartFrom: cloneStagingStep,
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &s.next}},
		Undo:   plan.Undo{Why: "nobody reads it"},
	}
	place := plan.Step{
		ID: restageStep, Title: fmt.Sprintf("give %s its side back: %s", s.b.req.From.Environment, why),
		Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: s.next, To: s.cand})},
		Expect: []plan.Expectation{{Container: &s.cand, Absent: true}},
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &s.cand}, {Kind: plan.CheckGone, Container: &s.next}},
		Undo:   plan.Undo{Why: "staging is dbt's side; the next build writes it"},
	}
	return slices.Concat([]plan.Step{clone}, s.stagingAccess(access), []plan.Step{place})
}

// sequence is the ops one after another; one op alone is itself.
func sequence(ops []warehouse.Op) warehouse.Op {
	if len(ops) == 1 {
		return ops[0]
	}
	return warehouse.Sequence{Ops: ops}
}

// stagingAccess gives the new staging the access that the old one had: on the
// containers all of it, on the relations their owners, who build them again.
func (s *serverSwap) stagingAccess(access accessOps) []plan.Step {
	ops := containerAccess(s.withClone(), s.cand, s.next)
	ops.own = slices.Concat(s.ownersBack(access), ops.own)
	list := ops.sequence()
	if len(list) == 0 {
		return nil
	}
	n := len(ops.list())
	return []plan.Step{{
		ID: stagingAccessStep, Title: fmt.Sprintf("give it the access that %s had: %d %s", s.b.req.From.Environment, n, plural(n, "change", "changes")),
		Action: plan.Action{Op: plan.Of(warehouse.Sequence{Ops: list})}, RestartFrom: stagingAccessStep,
		Undo: plan.Undo{Why: "staging is dbt's side"},
	}}
}

// withClone is the look with the clone in it: its schemas carry the access of
// what was cloned, the container itself carries none.
func (s *serverSwap) withClone() warehouse.Inventory {
	inv := s.b.inv
	inv.Containers = slices.Clone(inv.Containers)
	schemas := statesIn(s.b.inv, s.prod)
	if s.b.req.Reseed { // the candidate's schemas, with production's access
		schemas = nil
		for _, c := range statesIn(s.b.inv, s.cand) {
			if twin, both := s.b.inv.Container(moved(c.Container, s.prod)); both && twin.Exists {
				schemas = append(schemas, twin)
				continue
			}
			schemas = append(schemas, s.levelled(c))
		}
	}
	for _, c := range schemas {
		at := moved(c.Container, s.next)
		if at == s.next {
			c = warehouse.ContainerState{
				Exists: true, Owner: s.b.req.Capabilities.Role, Comment: c.Comment, Access: bornWith(s.b.inv, s.next),
			}
		} else {
			c.Access = rewritten(own(c.Access, c.Container), at)
		}
		c.Container = at
		inv.Containers = append(inv.Containers, c)
	}
	return inv
}

// levelled is a schema that only the candidate had, with the access that it got
// for production.
func (s *serverSwap) levelled(c warehouse.ContainerState) warehouse.ContainerState {
	ops := newSchema(s.b.inv, s.prod, c)
	for _, op := range ops.revoke {
		g := grantOf(op)
		c.Access = slices.DeleteFunc(slices.Clone(c.Access), func(o warehouse.Grant) bool { return o == g })
	}
	for _, op := range ops.grant {
		c.Access = append(slices.Clone(c.Access), grantOf(op))
	}
	for _, op := range ops.own {
		c.Owner = grantOf(op).Grantee
	}
	return c
}

// ownersBack gives the relations of the new staging to those who owned them.
func (s *serverSwap) ownersBack(access accessOps) []warehouse.Op {
	type at struct {
		schema, name string
	}
	given := map[at]string{}
	for _, op := range access.own {
		if g := grantOf(op); g.Name != "" {
			given[at{g.Container.Schema, g.Name}] = g.Grantee
		}
	}
	var out []warehouse.Op
	before := s.after()
	for _, o := range s.theirs(s.cand) {
		now, there := before.Object(o.Ref)
		owner := now.Owner
		if to := given[at{o.Ref.Schema, o.Ref.Name}]; to != "" {
			owner = to
		}
		if !s.b.req.Reseed {
			now, there = s.b.inv.Object(movedRef(o.Ref, s.prod))
			owner = now.Owner
		}
		if there && o.Owner != "" && owner != o.Owner {
			ref := movedRef(o.Ref, s.next)
			out = append(out, giveAway(string(now.Kind), ref.Container(), ref.Name, o.Owner))
		}
	}
	return out
}

// first publishes where there is no production yet: a clone of the candidate is
// made ready beside it, without the views that would read the candidate, gets
// production's name, and then the views.
func (s *serverSwap) first(p *plan.Plan) {
	b := s.b
	var drops []warehouse.Op
	for _, v := range s.late {
		drops = append(drops, warehouse.Drop{Ref: movedRef(v.at, s.kept), Kind: warehouse.KindView})
	}
	expect := []plan.Expectation{{Container: &s.prod, Absent: true}, {Container: &s.cand, Identity: idOnly(s.comes.Identity)}}
	for _, o := range s.theirs(s.cand) {
		ref := o.Ref
		expect = append(expect, plan.Expectation{Ref: &ref, Identity: o.Identity})
	}
	ops := append([]warehouse.Op{warehouse.CloneContainer{From: s.cand, To: s.kept, Transient: s.comes.Transient, Replace: true}}, batch(drops)...)
	at := s.marks(s.prod)
	beside := s.marks(s.kept)
	steps := []plan.Step{{
		ID: "shadow", Title: fmt.Sprintf("clone %s beside production as %s", s.cand, s.kept), RestartFrom: "shadow",
		Action: plan.Action{Op: plan.Of(sequence(ops))}, Expect: expect,
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &s.kept}},
		Undo:   plan.Undo{Why: "nobody reads it"},
	}, {
		ID: markStep, Title: fmt.Sprintf("mark %s as release %s", s.kept, b.req.Release),
		Action: plan.Action{Op: plan.Of(markOp(s.kept, s.proof(s.kept)))},
		Verify: []plan.Check{{Kind: plan.CheckMark, Container: &beside, Step: swapStep}},
		Undo:   plan.Undo{Why: "a mark does no harm"},
	}, {
		ID: swapStep, Title: fmt.Sprintf("let %s appear as %s", s.kept, s.prod), Production: true,
		Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: s.kept, To: s.prod})},
		Expect: expect,
		Verify: []plan.Check{{Kind: plan.CheckMark, Container: &at, Step: swapStep}, {Kind: plan.CheckContainer, Container: &s.prod}},
		Undo:   plan.Undo{Op: plan.Of(warehouse.MoveContainer{From: s.prod, To: s.kept})},
	}}
	for _, o := range s.theirs(s.cand) {
		if ref := movedRef(o.Ref, s.prod); !s.remade(o.Ref) {
			steps[2].Verify = append(steps[2].Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: o.Identity})
		}
	}
	p.Phases = []plan.Phase{{Name: "swap", Steps: chained(append(steps, s.lateViews()...))}}
	s.promise(p)
	p.Atomicity.How = fmt.Sprintf("%s appears whole; nobody but its owner may use it until somebody grants it", s.prod)
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("there was no production before; an undo takes it away and keeps what it held as %s", s.kept)}
}

// batch is the ops side by side, as one op or none.
func batch(ops []warehouse.Op) []warehouse.Op {
	if len(ops) == 0 {
		return nil
	}
	return []warehouse.Op{warehouse.Batch{Ops: ops}}
}
