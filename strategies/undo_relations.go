package strategies

import (
	"fmt"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// throughShadow reports whether a release was published by giving schemas their
// shadow's place, and not table by table.
func throughShadow(p *plan.Plan) bool {
	for _, s := range p.Steps() {
		if !s.Production || s.Action.Op == nil {
			continue
		}
		switch s.Action.Op.Op.(type) {
		case warehouse.SwapContainers, warehouse.MoveContainer:
			return true
		}
	}
	return false
}

// putBackShadows restores the relations of a release in shadows of today's
// production: everything else in the schemas stays as it is now.
func (u *undoer) putBackShadows(p *plan.Plan, items []item, sources map[warehouse.Ref]warehouse.Identity) {
	sh := &shadower{
		release: u.r.Release, inv: u.inv, d: u.d,
		role: u.r.Capabilities.Role, sources: sources,
	}
	sh.group(u.withReads(items), nil)
	sh.postpone(u.unchangedByUndo)
	p.Phases = []plan.Phase{{Name: "undo", Steps: sh.steps()}}
	sh.promise(p, u.r.KeepReleases)
}

// putBackTables restores the relations one after another.
func (u *undoer) putBackTables(p *plan.Plan, items []item, sources map[warehouse.Ref]warehouse.Identity) {
	owners := ownersOf(u.inv, u.r.Capabilities.Role, items)
	p.Phases = []plan.Phase{{Name: "undo", Steps: tableSteps(items, sources, owners)}}
	p.Atomicity = plan.Atomicity{How: fmt.Sprintf("%d %s put back one after another", len(items), plural(len(items), "relation", "relations"))}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("what is taken back is kept in %s", keepSchema(u.d, u.r.Release, "<schema>"))}
}

// withReads finds what the restored views read, from their own text.
func (u *undoer) withReads(items []item) []item {
	for i, it := range items {
		if it.view == nil {
			continue
		}
		refs, err := u.d.References(it.view.SQL, it.target.Database)
		if err != nil {
			continue // the text was the warehouse's own; it is created as it was
		}
		for _, r := range refs {
			if _, there := u.inv.Object(r); there || u.released(r) {
				items[i].reads = append(items[i].reads, r)
			}
		}
	}
	return items
}

// unchangedByUndo reports whether a relation is there now with the columns that
// it has after the undo.
func (u *undoer) unchangedByUndo(r warehouse.Ref) bool {
	now, there := u.inv.Object(r)
	if !there {
		return false
	}
	for _, rel := range u.r.Released.Relations {
		if u.d.SameRef(rel.Target, r) {
			return rel.Before != nil && rel.Before.Kind == now.Kind && sameColumns(rel.Before.Definition.Columns, now.Definition.Columns)
		}
	}
	return true
}

// movedOutside reports whether anything in the schemas of the release that the
// release did not publish is other than it left it: then the schema as a whole
// must not go back.
func (u *undoer) movedOutside() bool {
	schemas := map[warehouse.Container]bool{}
	for _, rel := range u.r.Released.Relations {
		schemas[rel.Target.Container()] = true
	}
	after := map[warehouse.Ref]plan.Expectation{}
	for _, x := range u.r.After {
		if x.Ref != nil {
			after[*x.Ref] = x
		}
	}
	for c := range schemas {
		for _, o := range u.inv.In(c) {
			x, known := after[o.Ref]
			if isMarks(o.Ref) || u.released(o.Ref) {
				continue
			}
			if !known || x.Absent || !o.Identity.SameContent(x.Identity) {
				return true
			}
		}
	}
	for ref, x := range after {
		if _, there := u.inv.Object(ref); !there && !x.Absent && schemas[ref.Container()] && !u.released(ref) {
			return true
		}
	}
	return false
}
