package strategies

import (
	"fmt"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// buildTables publishes table by table, for roles that own the tables and not
// the schema. Every replaced table is cloned into the keep schema first; then
// each table takes its place in one statement, and the views follow. Readers
// can see some tables new and some old meanwhile, and the plan says so.
func (b *builder) buildTables(p *plan.Plan) ([]plan.Step, error) {
	items, sources, err := b.items()
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		if it.before != nil && it.before.Kind != it.becomes() {
			b.refuse(KindUnsupported, it.target.Short(),
				fmt.Sprintf("%s is a %s and becomes a %s, which cannot happen in one statement", it.target, it.before.Kind, it.becomes()),
				"publish.mode: schema")
		}
	}
	steps := tableSteps(items, sources, b.keepers(items))
	p.Atomicity = plan.Atomicity{How: fmt.Sprintf("%d %s replaced one after another; each is old or new, never both", len(items), plural(len(items), "relation", "relations"))}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("kept clones in %s, for the next %d releases", keepSchema(b.d, b.req.Release, "<schema>"), b.req.KeepReleases)}
	return steps, nil
}

// becomes is the kind of the relation after the publish; "" when it is removed.
func (it item) becomes() warehouse.Kind {
	switch {
	case it.view != nil:
		return warehouse.KindView
	case it.from != nil:
		return warehouse.KindTable
	}
	return ""
}

// owners gives back to each replaced table the owner that it had.
func (b *builder) keepers(items []item) map[warehouse.Ref]string {
	return ownersOf(b.inv, b.req.Capabilities.Role, items)
}

// ownersOf lists the owners that a replacement would change.
func ownersOf(inv warehouse.Inventory, role string, items []item) map[warehouse.Ref]string {
	out := map[warehouse.Ref]string{}
	for _, it := range items {
		if o, ok := inv.Object(it.target); ok && o.Owner != "" && role != "" && o.Owner != role {
			out[it.target] = o.Owner
		}
	}
	return out
}

// tableSteps are the steps of a publish table by table.
func tableSteps(items []item, sources map[warehouse.Ref]warehouse.Identity, owners map[warehouse.Ref]string) []plan.Step {
	var steps []plan.Step
	var needs []string
	if keep, ok := keepCopies(items); ok {
		steps, needs = append(steps, keep), []string{keepStep}
	}
	var tables, rest []item
	for _, it := range items {
		if it.from != nil {
			tables = append(tables, it)
		} else {
			rest = append(rest, it)
		}
	}
	if len(tables) > 0 {
		step := replaceTables(tables, sources, owners)
		step.Needs = needs
		steps, needs = append(steps, step), []string{step.ID}
	}
	for _, it := range rest {
		step := followTables(it)
		step.Needs = needs
		steps, needs = append(steps, step), []string{step.ID}
	}
	return steps
}

// keepCopies clones what will be replaced into the keep schema.
func keepCopies(items []item) (plan.Step, bool) {
	var containers, ops []warehouse.Op
	made := map[warehouse.Container]bool{}
	s := plan.Step{ID: keepStep, RestartFrom: keepStep, Undo: plan.Undo{Why: "production is untouched"}}
	for _, it := range items {
		if !it.keeps() {
			continue
		}
		target, keep := it.target, it.keep
		if c := keep.Container(); !made[c] {
			made[c] = true
			containers = append(containers, warehouse.CreateContainer{Container: c})
		}
		ops = append(ops, warehouse.CopyTable{From: target, To: keep, Definition: it.before.Definition, Replace: true})
		s.Expect = append(s.Expect, plan.Expectation{Ref: &target, Identity: it.before.Identity})
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &keep, Identity: it.before.Identity})
	}
	s.Title = fmt.Sprintf("keep clones of %d %s for the undo", len(ops), plural(len(ops), "table", "tables"))
	s.Action = plan.Action{Op: plan.Of(warehouse.Sequence{Ops: append(containers, warehouse.Batch{Ops: ops})})}
	return s, len(ops) > 0
}

// replaceTables puts the tables in place side by side. Each statement names the
// state that it leads to, so after a crash the whole is simply done again; what
// stands there then may be the old table or the new one.
func replaceTables(tables []item, sources map[warehouse.Ref]warehouse.Identity, owners map[warehouse.Ref]string) plan.Step {
	s := plan.Step{
		ID: publishStep, Production: true, RestartFrom: publishStep,
		Title: fmt.Sprintf("replace %d %s, each in one statement", len(tables), plural(len(tables), "table", "tables")),
		Undo:  plan.Undo{Why: "cutover undo puts the kept clones back"},
	}
	var ops []warehouse.Op
	for _, it := range tables {
		target, from := it.target, *it.from
		op := warehouse.CopyTable{From: from, To: target, Definition: it.table, Replace: it.before != nil}
		now := plan.Expectation{Ref: &target, Absent: it.before == nil, Or: &warehouse.Identity{Token: sources[from].Token}}
		if it.before != nil {
			op.Replaces, now.Identity = it.before.Identity, it.before.Identity
		}
		s.Expect = append(s.Expect, now, plan.Expectation{Ref: &from, Identity: sources[from]})
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &target, Identity: sources[from]})
		if owner := owners[target]; owner != "" {
			give := warehouse.GrantAccess{Grant: warehouse.Grant{
				On: string(warehouse.KindTable), Container: target.Container(), Name: target.Name,
				Privilege: "OWNERSHIP", Grantee: owner, GranteeKind: "role",
			}}
			ops = append(ops, warehouse.Sequence{Ops: []warehouse.Op{op, give}})
			continue
		}
		ops = append(ops, op)
	}
	s.Action = plan.Action{Op: plan.Of(warehouse.Batch{Ops: ops})}
	return s
}

// followTables makes a view, or removes what an undo removes, after the tables.
func followTables(it item) plan.Step {
	ref := it.target
	if it.view == nil {
		return plan.Step{
			ID: "remove " + ref.Short(), Title: fmt.Sprintf("remove %s, which was not there before", ref.Short()), Production: true,
			Action: plan.Action{Op: plan.Of(warehouse.Drop{Ref: ref, Kind: it.before.Kind})},
			Expect: []plan.Expectation{{Ref: &ref, Identity: it.before.Identity}},
			Verify: []plan.Check{{Kind: plan.CheckAbsent, Ref: &ref}},
			Undo:   plan.Undo{Why: "it is kept"},
		}
	}
	return plan.Step{
		ID: "view " + ref.Short(), Title: "make view " + ref.Short(), Production: true,
		Action: plan.Action{Op: plan.Of(warehouse.CreateView{View: ref, Definition: *it.view, Replace: it.before != nil})},
		Verify: []plan.Check{{Kind: plan.CheckReadable, Ref: &ref}},
		Undo:   plan.Undo{Why: "cutover undo puts the former text back"},
	}
}
