package strategies

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// putBackClones restores relations in the way in which the release put its own
// in their place.
func (u *undoer) putBackClones(p *plan.Plan, items []item, sources map[warehouse.Ref]warehouse.Identity) {
	c := newCloner(u.r.Release, u.inv, *u.r.Capabilities.Cloning, u.r.KeepFor, sources)
	c.state = u.r.State
	rows, together, pointers := howReleased(u.r.Released)
	var tables, rest []item
	for i := range items {
		it := &items[i]
		it.rows = rows[it.target] && notInPlace(u.d, *it) == ""
		together = together && (it.from == nil || it.rows)
		if it.from != nil {
			tables = append(tables, *it)
		} else {
			rest = append(rest, *it)
		}
	}
	phase := plan.Phase{Name: "undo"}
	switch {
	case pointers:
		phase.Steps = []plan.Step{c.turn(items)}
		p.Atomicity = plan.Atomicity{How: fmt.Sprintf("%d %s turned back by one job, one right after another", len(items), plural(len(items), "view", "views"))}
		u.keepPointers(p)
	case together:
		phase.Steps = c.transaction(tables, rest, u.r.State)
		p.Atomicity = plan.Atomicity{OneMoment: len(rest) == 0, How: fmt.Sprintf("the rows of %d %s at one moment", len(tables), plural(len(tables), "table", "tables"))}
	default:
		phase.Steps = c.steps(items)
		p.Atomicity = plan.Atomicity{How: fmt.Sprintf("%d %s put back one after another", len(items), plural(len(items), "relation", "relations"))}
	}
	p.Phases = []plan.Phase{phase}
	p.LookedAt = u.inv.Now.UTC()
	p.UndoBy = c.promise(items)
}

// withGrants adds those of more that are missing in list.
func withGrants(list, more []warehouse.Grant) []warehouse.Grant {
	out := slices.Clone(list)
	for _, g := range more {
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// keepPointers notes which tables the views show now, which is what the undo
// replaces.
func (u *undoer) keepPointers(p *plan.Plan) {
	for i, rel := range p.Relations {
		if rel.Before == nil || rel.Before.Kind != warehouse.KindView {
			continue
		}
		if old, ok, err := pointsTo(u.d, rel.Target, rel.Before.Definition.SQL); err == nil && ok {
			p.Relations[i].Keep = old
		}
	}
}

// howReleased reads from a release's steps which tables had their rows put in
// place, whether that was one transaction, and whether views were turned.
func howReleased(p *plan.Plan) (rows map[warehouse.Ref]bool, together, pointers bool) {
	rows = map[warehouse.Ref]bool{}
	var walk func(op warehouse.Op)
	walk = func(op warehouse.Op) {
		switch op := op.(type) {
		case warehouse.ReplaceRows:
			rows[op.To] = true
		case warehouse.Atomic:
			for _, o := range op.Ops {
				if m, ok := o.(warehouse.Mark); ok && !strings.HasPrefix(m.Step, rowsMark) {
					together = true
				}
				walk(o)
			}
		case warehouse.Batch:
			for _, o := range op.Ops {
				walk(o)
			}
		case warehouse.Sequence:
			for _, o := range op.Ops {
				walk(o)
			}
		case warehouse.Script:
			pointers = true
		}
	}
	for _, s := range p.Steps() {
		if s.Production && s.Action.Op != nil {
			walk(s.Action.Op.Op)
		}
	}
	return rows, together, pointers
}

// byTimeTravel restores a table from the warehouse's own history when what was
// kept of it is gone: only where the name was never dropped, and where the
// history is known to give the table back as it was.
func (u *undoer) byTimeTravel(rel plan.Relation, it *item) bool {
	at := u.r.Released.LookedAt
	is, known := u.inv.Container(rel.Target.Container())
	now, there := u.inv.Object(rel.Target)
	if u.r.Capabilities.Cloning == nil || at.IsZero() || !known || is.RetentionDays <= 0 || !there || now.Kind != warehouse.KindTable {
		return false
	}
	const margin = time.Hour // the undo itself takes time
	if u.inv.Now.Sub(at) > time.Duration(is.RetentionDays)*24*time.Hour-margin {
		return false
	}
	if rel.Before.Definition.Layout != "" || now.Definition.Layout != "" {
		return false // a table read from its history may lose its partitions
	}
	target := rel.Target
	it.from, it.table, it.asOf = &target, rel.Before.Definition, at
	return true
}
