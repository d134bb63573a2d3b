package strategies

import (
	"fmt"
	"slices"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// draft is one relation on its way into the plan.
type draft struct {
	pair   Pair
	source warehouse.Object // what the candidate holds; zero when missing
	there  bool             // the candidate holds it
	before *warehouse.Object
	// view is the statement that will be created, retargeted; views only.
	view  warehouse.Definition
	reads []warehouse.Ref
	// anew: a swap creates the view of the candidate anew.
	anew bool
	// inPlace: only the rows are replaced, so that what the table carries stays.
	inPlace bool
	// notes are further ones of the plan's relation.
	notes []string
}

// builder gathers what Build needs while it makes a plan.
type builder struct {
	req      Request
	scope    Scope
	inv      warehouse.Inventory
	d        warehouse.Dialect
	drafts   []*draft
	findings []plan.Answer
	// builds are the schemas, as dbt writes them, that dbt builds into.
	builds []warehouse.Container
	// nodes are the candidate's nodes by their name in SQL, in lower case; made
	// when first asked for.
	nodes map[string][]*manifest.Node
	// pointedTo are the objects with ReferencedBy; nil until parents is asked.
	pointedTo []warehouse.Object
	// pointed is where pointer views of production point to.
	pointed map[warehouse.Ref]warehouse.Ref
	// early is true while dbt has still to build: only the guards that do not
	// look at the candidate answer.
	early bool
}

func newBuilder(req Request, scope Scope, inv warehouse.Inventory) *builder {
	b := &builder{pointed: map[warehouse.Ref]warehouse.Ref{}, req: req, scope: scope, inv: inv, d: req.Capabilities.Dialect, builds: builtContainers(req.Capabilities.Dialect, req.From.Manifest)}
	b.findings = append(b.findings, scope.Answers...)
	for _, p := range scope.Pairs {
		dr := &draft{pair: p}
		dr.source, dr.there = inv.Object(p.Source)
		if o, ok := inv.Object(p.Target); ok {
			dr.before = &o
		}
		b.drafts = append(b.drafts, dr)
	}
	return b
}

func (b *builder) refuse(code, relation, message, hint string) {
	b.findings = append(b.findings, plan.Answer{Code: code, Relation: relation, Message: message, Hint: hint})
}

// snapshot is what the plan keeps of an object.
func snapshot(o warehouse.Object) *plan.Snapshot {
	s := &plan.Snapshot{Kind: o.Kind, Rows: o.Rows, Identity: o.Identity, Definition: o.Definition}
	for _, g := range o.Access {
		if g.GranteeKind == granteeMember {
			s.Access = append(s.Access, g)
		}
	}
	return s
}

// relation turns a draft into the plan's relation.
func (b *builder) relation(dr *draft) plan.Relation {
	r := plan.Relation{
		UniqueID:     dr.pair.Node.UniqueID,
		Materialized: dr.pair.Node.Materialized,
		Kind:         dr.source.Kind,
		Source:       dr.pair.Source,
		Target:       dr.pair.Target,
		Reads:        dr.reads,
	}
	if dr.there && !b.early {
		r.After = snapshot(dr.source)
		if dr.source.Kind == warehouse.KindView {
			r.After.Definition = dr.view
		}
	}
	switch {
	case b.pointer(dr):
		r.Kind, r.Action = warehouse.KindView, plan.ActionRecreate
		if dr.before == nil {
			r.Action = plan.ActionCreate
		}
	case b.req.Strategy == Swap && dr.before != nil:
		r.Action = plan.ActionSwap
	case dr.source.Kind == warehouse.KindView:
		r.Action = plan.ActionRecreate
	case dr.before == nil:
		r.Action = plan.ActionCreate
	default:
		r.Action = plan.ActionReplace
	}
	if dr.before != nil {
		r.Before = snapshot(*dr.before)
		if dr.there && !b.early {
			r.Columns = compareColumns(b.d, dr.before.Definition.Columns, dr.source.Definition.Columns)
		}
	}
	r.Notes = b.notes(dr)
	return r
}

// pointer reports whether production shows the candidate's table through a
// pointer view.
func (b *builder) pointer(dr *draft) bool {
	return b.req.Mode == ModeViews && b.req.Capabilities.Cloning != nil && b.req.Strategy != WAP && dr.source.Kind == warehouse.KindTable
}

func (b *builder) notes(dr *draft) []string {
	var out []string
	if dr.before != nil && dr.there && dr.before.Kind != dr.source.Kind && !b.pointer(dr) {
		out = append(out, fmt.Sprintf("was a %s, becomes a %s", dr.before.Kind, dr.source.Kind))
	}
	if dr.before == nil && dr.there {
		out = append(out, "new in production")
	}
	out = append(out, dr.notes...)
	if b.req.Strategy == WAP {
		return out // nothing is copied: dbt makes it anew
	}
	if n := len(dr.source.Definition.Indexes); n > 0 {
		out = append(out, fmt.Sprintf("%d %s kept", n, plural(n, "index", "indexes")))
	}
	if n := len(dr.reads); n > 0 && b.req.Strategy != Swap {
		out = append(out, fmt.Sprintf("%d %s retargeted", n, plural(n, "reference", "references")))
	}
	return append(out, b.protectionNotes(dr)...)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// compareColumns says how the columns change from production to candidate.
func compareColumns(d warehouse.Dialect, was, is []warehouse.Column) plan.ColumnChange {
	var c plan.ColumnChange
	find := func(list []warehouse.Column, name string) int {
		return slices.IndexFunc(list, func(o warehouse.Column) bool { return d.EqualNames(o.Name, name) })
	}
	for _, col := range was {
		i := find(is, col.Name)
		switch {
		case i < 0:
			c.Dropped = append(c.Dropped, col.Name)
		case is[i].Type != col.Type:
			c.Retyped = append(c.Retyped, fmt.Sprintf("%s: %s -> %s", col.Name, col.Type, is[i].Type))
		}
	}
	for _, col := range is {
		if find(was, col.Name) < 0 {
			c.Added = append(c.Added, col.Name)
		}
	}
	return c
}
