package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The ids of the steps that only the way back has.
const (
	undropStep = "undrop"
	widenStep  = "widen"
)

// turn is one exchange that a release made and that its undo turns back.
type turn struct {
	// prod is production's container, at the name beside it that the release used.
	prod, at warehouse.Container
	// before is what production held, zero when the release made it appear.
	before warehouse.Identity
	now    warehouse.ContainerState
	// old is where it is now; dropped says that it has to be brought back first.
	old     warehouse.ContainerState
	dropped bool
	// suffix ends the ids of the steps, for a release of several schemas.
	suffix string
}

// turnsOf lists the exchanges that a release made, in their order.
func turnsOf(p *plan.Plan) []turn {
	var out []turn
	for _, s := range p.Steps() {
		if !s.Production || s.Action.Op == nil {
			continue
		}
		suffix := strings.TrimPrefix(s.ID, swapStep)
		switch op := s.Action.Op.Op.(type) {
		case warehouse.SwapContainers:
			out = append(out, turn{prod: op.A, at: op.B, before: idOnly(op.IdentityA), suffix: suffix})
		case warehouse.MoveContainer:
			out = append(out, turn{prod: op.To, at: op.From, suffix: suffix})
		}
	}
	return out
}

// undoLookSwap is what has to be inspected before a swap is turned back: both
// sides, every place where the old one may be, and dropped ones of these names.
func undoLookSwap(r UndoRequest) warehouse.InspectRequest {
	var req warehouse.InspectRequest
	add := func(list ...warehouse.Container) {
		for _, c := range list {
			if !slices.Contains(req.Containers, c) && !c.IsZero() {
				req.Containers = append(req.Containers, c)
			}
		}
	}
	for _, t := range turnsOf(r.Released) {
		kept := KeptSide(r.Capabilities.Dialect, r.Released.Release, t.prod)
		add(t.prod, kept, t.at)
		for _, c := range []warehouse.Container{kept, t.at} {
			if !slices.Contains(req.Dropped, c) {
				req.Dropped = append(req.Dropped, c)
			}
		}
	}
	add(r.Candidate)
	add(r.Kept...)
	for _, rel := range r.Released.Relations {
		req.Content = append(req.Content, rel.Target)
	}
	req.Access = withDatabases(req.Containers)
	return req
}

// turnBack plans the undo of exchanged containers as exchanges back. It reports
// false when the release has to be taken back relation by relation: something
// else in production changed since, or the kept side of a shadow is gone.
func (u *undoer) turnBack(p *plan.Plan) bool {
	all := turnsOf(u.r.Released)
	if len(all) == 0 || !u.covered(all) {
		return false
	}
	if !whole(u.r.Released) && u.movedOutside() {
		return false
	}
	n := len(u.findings)
	var turns []turn
	for _, t := range all {
		is, _ := u.inv.Container(t.prod)
		t.now = is
		if t.before.ID != "" && is.Identity.ID == t.before.ID || t.before.ID == "" && !is.Exists {
			continue // a release that was cut short had not come to it
		}
		u.guardThere(t)
		if t.before.ID != "" && !u.find(&t) {
			if !whole(u.r.Released) {
				u.findings = u.findings[:n]
				return false
			}
			u.refuse(KeptMissing, "", fmt.Sprintf("what %s held before release %s is nowhere to be found", t.prod, u.r.Released.Release))
		}
		turns = append(turns, t)
	}
	if len(turns) == 0 {
		u.refuse(KeptMissing, "", fmt.Sprintf("production is what it was before release %s", u.r.Released.Release))
	}
	u.guardRest(turns)
	u.relateTurns(p, turns)
	if len(u.findings) > n {
		return true
	}
	p.Phases = []plan.Phase{{Name: "undo", Steps: u.turnSteps(p, turns)}}
	u.promiseTurns(p, turns)
	return true
}

// covered reports whether every relation of the release moved with a container.
func (u *undoer) covered(turns []turn) bool {
	return !slices.ContainsFunc(u.r.Released.Relations, func(rel plan.Relation) bool {
		return !slices.ContainsFunc(turns, func(t turn) bool { return insideOf(u.d, rel.Target.Container(), t.prod) })
	})
}

// guardThere refuses when production is another container than the release put
// there: its content would be exchanged unseen.
func (u *undoer) guardThere(t turn) {
	id := ""
	for _, x := range u.r.After {
		if x.Container != nil && u.d.SameContainer(*x.Container, t.prod) && x.Identity.ID != "" {
			id = x.Identity.ID
		}
	}
	if !t.now.Exists || (id != "" && t.now.Identity.ID != id) {
		u.refuse(KeptMissing, "", fmt.Sprintf("%s is not the container that release %s put there", t.prod, u.r.Released.Release))
	}
}

// find looks for the container that production held before, by its identity,
// wherever it is called by now; then among the dropped ones, of which only the
// newest of a name that is free can be brought back.
func (u *undoer) find(t *turn) bool {
	places := append([]warehouse.Container{KeptSide(u.d, u.r.Released.Release, t.prod), t.at, u.r.Candidate}, u.r.Kept...)
	for _, c := range places {
		if s, ok := u.inv.Container(c); ok && s.Exists && s.Identity.ID == t.before.ID {
			t.old = s
			return true
		}
	}
	for _, c := range places {
		s, ok := u.inv.Container(c)
		if ok && !s.Exists && len(s.Dropped) > 0 && s.Dropped[0].ID == t.before.ID {
			t.old, t.dropped = s, true
			t.old.Identity = s.Dropped[0]
			return true
		}
	}
	return false
}

// guardRest finds what a swap back would take out of production besides the
// relations of the release: what changed or came since. It is only asked about a
// whole side; a shadow goes back relation by relation then.
func (u *undoer) guardRest(turns []turn) {
	if !u.r.Verified || !whole(u.r.Released) {
		return
	}
	after := map[warehouse.Ref]plan.Expectation{}
	for _, x := range u.r.After {
		if x.Ref != nil {
			after[*x.Ref] = x
		}
	}
	for _, t := range turns {
		for _, o := range u.theirs(t.prod) {
			x, known := after[o.Ref]
			switch {
			case u.released(o.Ref):
			case !known || x.Absent:
				u.refuse(MovedSince, o.Ref.Short(), fmt.Sprintf("%s was made after the release; the undo would take it out of production (it is kept)", o.Ref))
			case !o.Identity.SameContent(x.Identity):
				u.refuse(MovedSince, o.Ref.Short(), fmt.Sprintf("%s was changed after the release; the undo would lose that change (it is kept)", o.Ref))
			}
		}
	}
}

// theirs lists the relations of a side that are not cutover's, in order.
func (u *undoer) theirs(side warehouse.Container) []warehouse.Object {
	out := slices.DeleteFunc(u.inv.In(side), func(o warehouse.Object) bool {
		return isMarks(o.Ref) || u.d.EqualNames(o.Ref.Schema, u.r.State.Schema) || (side.Schema == "" && cutoverSchema(u.d, o.Ref.Schema))
	})
	slices.SortFunc(out, func(a, b warehouse.Object) int { return strings.Compare(a.Ref.String(), b.Ref.String()) })
	return out
}

// relateTurns lists the relations that go back, and refuses when the kept side
// does not hold what production held.
func (u *undoer) relateTurns(p *plan.Plan, turns []turn) {
	for _, rel := range u.r.Released.Relations {
		i := slices.IndexFunc(turns, func(t turn) bool { return insideOf(u.d, rel.Target.Container(), t.prod) })
		if i < 0 {
			continue
		}
		t := turns[i]
		back := plan.Relation{
			UniqueID: rel.UniqueID, Materialized: rel.Materialized, Action: plan.ActionSwap, Kind: rel.Kind,
			Source: movedRef(rel.Target, t.old.Container), Target: rel.Target, After: rel.Before,
		}
		if now, ok := u.inv.Object(rel.Target); ok {
			back.Before = snapshot(now)
		}
		if rel.Before == nil {
			back.Action, back.Source = plan.ActionRemove, rel.Target
		} else {
			back.Kind = rel.Before.Kind
			back.Columns = undoColumns(u.d, back.Before, rel.Before)
			u.guardKept(t, rel)
		}
		if !whole(u.r.Released) && back.Before != nil && back.Before.Kind == warehouse.KindTable && !t.old.Container.IsZero() {
			back.Keep = movedRef(rel.Target, t.old.Container)
		}
		p.Relations = append(p.Relations, back)
	}
}

// guardKept compares the kept relation with what production held.
func (u *undoer) guardKept(t turn, rel plan.Relation) {
	if t.dropped || t.old.Container.IsZero() {
		return // it is looked at once it is back
	}
	kept := movedRef(rel.Target, t.old.Container)
	o, ok := u.inv.Object(kept)
	switch {
	case !ok:
		u.refuse(KeptMissing, rel.Target.Short(), fmt.Sprintf("the kept %s is gone", kept))
	case rel.Before.Kind == warehouse.KindTable && rel.Before.Identity.Token != "" && !o.Identity.SameContent(rel.Before.Identity):
		u.refuse(KeptMissing, rel.Target.Short(), fmt.Sprintf("the kept %s is not what was kept", kept))
	}
}

// isCandidate reports whether the old side stands under the candidate's name: the
// release was cut short before it was kept.
func (u *undoer) isCandidate(t turn) bool {
	return whole(u.r.Released) && t.before.ID != "" && t.old.Container == t.at
}

// promiseTurns says which way it goes back, and for how long the undo can be
// undone.
func (u *undoer) promiseTurns(p *plan.Plan, turns []turn) {
	var kept []string
	var last warehouse.ContainerState
	for _, t := range turns {
		name := t.old.Container
		if t.before.ID == "" {
			name = t.at
		}
		kept = append(kept, name.String())
		last = t.now
	}
	p.Atomicity = plan.Atomicity{OneMoment: len(turns) == 1, How: "one swap back with " + kept[0] + ", which holds what production held before"}
	switch {
	case len(turns) > 1:
		p.Atomicity.How = fmt.Sprintf("%d swaps back, one after another, with %s, which hold what production held before", len(turns), strings.Join(kept, ", "))
	case turns[0].before.ID == "":
		p.Atomicity.How = "production, which was not there before, gets the name " + kept[0]
	case turns[0].dropped:
		p.Atomicity.How += "; it was dropped and is brought back by UNDROP"
	}
	p.UndoBy = plan.UndoPromise{Possible: true, How: "the release that is taken back stays whole as " + strings.Join(kept, ", ") + undropFor(last)}
	if u.isCandidate(turns[0]) {
		p.UndoBy.How = fmt.Sprintf("the release that is taken back is the candidate again, in %s, until the next dbt build writes there", turns[0].at)
	}
}
