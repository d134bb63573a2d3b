package strategies

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// shadow is one production schema of a release and the copy of it that takes
// its place. Before the swap the shadow is the next production, after it the
// name holds what production held: the kept copy.
type shadow struct {
	schema, beside warehouse.Container
	// is the schema as looked at; Exists is false for the first release into it.
	is    warehouse.ContainerState
	items []item
	// late are views that can only be made after the swap.
	late []item
	// untouched is everything else in the schema.
	untouched []warehouse.Object
}

// shadower makes the steps of a publish through shadows, for a release and for
// the undo of one.
type shadower struct {
	release string
	inv     warehouse.Inventory
	d       warehouse.Dialect
	role    string
	sources map[warehouse.Ref]warehouse.Identity
	shadows []*shadow
}

func (sh *shadower) id(step string, s *shadow) string { return step + " " + s.schema.Schema }

// steps lists all steps: every shadow is made, filled and read back before the
// first swap; then the swaps, in order; then what follows them.
func (sh *shadower) steps() []plan.Step {
	var prepare, swaps, after []plan.Step
	var ready []string
	for _, s := range sh.shadows {
		steps := sh.prepare(s)
		ready = append(ready, steps[len(steps)-1].ID)
		prepare = append(prepare, steps...)
	}
	needs := ready
	for _, s := range sh.shadows {
		step := sh.swap(s)
		step.Needs = needs
		needs = []string{step.ID}
		swaps = append(swaps, step)
	}
	for _, s := range sh.shadows {
		for _, v := range s.late {
			step := sh.lateView(v)
			step.Needs = needs
			needs = []string{step.ID}
			after = append(after, step)
		}
	}
	for _, s := range sh.shadows {
		if step, ok := sh.narrow(s); ok {
			step.Needs = needs
			after = append(after, step)
		}
	}
	return slices.Concat(prepare, swaps, after)
}

// prepare makes the shadow of one schema, out of sight of every reader.
func (sh *shadower) prepare(s *shadow) []plan.Step {
	steps := []plan.Step{sh.clone(s)}
	first := steps[0].ID
	add := func(step plan.Step) {
		step.Needs = []string{steps[len(steps)-1].ID}
		steps = append(steps, step)
	}
	if ops := levelClone(sh.inv, s.schema, s.beside, sh.role); s.is.Exists && len(ops) > 0 {
		add(plan.Step{
			ID: sh.id("access", s), Title: fmt.Sprintf("give %s the access of %s", s.beside, s.schema),
			Action: plan.Action{Op: plan.Of(warehouse.Sequence{Ops: ops})}, RestartFrom: first,
			Undo: plan.Undo{Why: "no reader of production sees it"},
		})
	}
	fill := sh.fill(s)
	fill.RestartFrom = first
	add(fill)
	add(sh.mark(s))
	return steps
}

func (sh *shadower) clone(s *shadow) plan.Step {
	step := plan.Step{ID: sh.id("shadow", s), Undo: plan.Undo{Why: "no reader of production sees it"}}
	step.Verify = []plan.Check{{Kind: plan.CheckContainer, Container: &s.beside}}
	step.Expect = sh.expectProduction(s)
	if !s.is.Exists {
		step.Title = fmt.Sprintf("make %s beside production", s.beside)
		step.Action = plan.Action{Op: plan.Of(warehouse.CreateContainer{Container: s.beside})}
		return step
	}
	step.Title = fmt.Sprintf("clone %s beside itself as %s", s.schema, s.beside)
	step.Action = plan.Action{Op: plan.Of(warehouse.CloneContainer{From: s.schema, To: s.beside, Transient: s.is.Transient, Replace: true})}
	return step
}

// expectProduction is the whole schema as looked at: a write into any of its
// tables after the clone would be lost with the swap.
func (sh *shadower) expectProduction(s *shadow) []plan.Expectation {
	if !s.is.Exists {
		return []plan.Expectation{{Container: &s.schema, Absent: true}}
	}
	out := []plan.Expectation{{Container: &s.schema, Identity: idOnly(s.is.Identity)}}
	for _, o := range sh.inv.In(s.schema) {
		if b := isMarks(o.Ref); !b {
			ref := o.Ref
			out = append(out, plan.Expectation{Ref: &ref, Identity: o.Identity})
		}
	}
	for _, it := range s.items {
		if it.before == nil {
			ref := it.target
			out = append(out, plan.Expectation{Ref: &ref, Absent: true})
		}
	}
	return out
}

func isMarks(r warehouse.Ref) bool { return r.Name == warehouse.MarksTable }

// beside gives the name of a relation of the schema inside its shadow.
func (s *shadow) inside(r warehouse.Ref) warehouse.Ref {
	return warehouse.Ref{Database: s.beside.Database, Schema: s.beside.Schema, Name: r.Name}
}

// fill puts the release into the shadow, side by side, and reads the whole
// shadow back: what was published, what was left alone, and who may read it.
func (sh *shadower) fill(s *shadow) plan.Step {
	var ops []warehouse.Op
	step := plan.Step{ID: sh.id("fill", s), Undo: plan.Undo{Why: "no reader of production sees it"}}
	for _, it := range s.items {
		ops = append(ops, sh.place(s, it)...)
		step.Verify = append(step.Verify, sh.checkPlaced(s, it))
		if it.from != nil {
			from := *it.from
			step.Expect = append(step.Expect, plan.Expectation{Ref: &from, Identity: sh.sources[from]})
		}
	}
	for _, o := range s.untouched {
		ref := s.inside(o.Ref)
		step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: o.Identity})
	}
	if s.is.Exists {
		step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckAccess, Container: &s.beside, As: &s.schema})
	}
	step.Title = fmt.Sprintf("put %d %s into %s", len(s.items), plural(len(s.items), "relation", "relations"), s.beside)
	step.Action = plan.Action{Op: plan.Of(warehouse.Batch{Ops: ops})}
	return step
}

// place gives the ops that put one relation into the shadow; at most one op, a
// Sequence when it takes several.
func (sh *shadower) place(s *shadow, it item) []warehouse.Op {
	to := s.inside(it.target)
	was := warehouse.Kind("")
	if it.before != nil {
		was = it.before.Kind
	}
	var ops []warehouse.Op
	becomes := warehouse.KindTable
	switch {
	case it.view != nil:
		becomes = warehouse.KindView
	case it.from == nil:
		becomes = ""
	}
	same := was == becomes
	if was != "" && !same {
		ops = append(ops, warehouse.Drop{Ref: to, Kind: was})
	}
	switch {
	case it.from != nil:
		ops = append(ops, warehouse.CopyTable{From: *it.from, To: to, Definition: it.table, Replace: same})
	case it.view != nil:
		ops = append(ops, warehouse.CreateView{View: to, Definition: *it.view, Replace: same})
	}
	if it.before != nil && becomes != "" {
		ops = append(ops, sh.keepAccess(s, it, to, becomes, !same)...)
	}
	switch len(ops) {
	case 0:
		return nil
	case 1:
		return ops
	}
	return []warehouse.Op{warehouse.Sequence{Ops: ops}}
}

// keepAccess gives the new relation what the replaced one had and a replacement
// does not carry over: its owner, and all grants when its kind changes.
func (sh *shadower) keepAccess(s *shadow, it item, to warehouse.Ref, kind warehouse.Kind, all bool) []warehouse.Op {
	old, ok := sh.inv.Object(it.target)
	if !ok {
		return nil
	}
	var ops []warehouse.Op
	for _, g := range old.Access {
		if all && !g.Future && warehouse.Readable(g.Privilege) && g.GranteeKind != granteeShare {
			g.On, g.Container, g.Name = string(kind), s.beside, to.Name
			ops = append(ops, warehouse.GrantAccess{Grant: g})
		}
	}
	if old.Owner != "" && sh.role != "" && old.Owner != sh.role {
		ops = append(ops, warehouse.GrantAccess{Grant: warehouse.Grant{
			On: string(kind), Container: s.beside, Name: to.Name, Privilege: "OWNERSHIP", Grantee: old.Owner, GranteeKind: "role",
		}})
	}
	return ops
}

func (sh *shadower) checkPlaced(s *shadow, it item) plan.Check {
	ref := s.inside(it.target)
	switch {
	case it.from != nil:
		return plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: sh.sources[*it.from]}
	case it.view != nil:
		return plan.Check{Kind: plan.CheckReadable, Ref: &ref}
	}
	return plan.Check{Kind: plan.CheckAbsent, Ref: &ref}
}

func (sh *shadower) proof(s *shadow) *warehouse.Mark {
	return &warehouse.Mark{Database: s.beside.Database, Schema: s.beside.Schema, Release: sh.release, Step: sh.id(swapStep, s)}
}

func (sh *shadower) mark(s *shadow) plan.Step {
	return plan.Step{
		ID: sh.id(markStep, s), Title: fmt.Sprintf("mark %s as release %s", s.beside, sh.release),
		Action: plan.Action{Op: plan.Of(*sh.proof(s))},
		Verify: []plan.Check{{Kind: plan.CheckMark, Container: &s.beside, Step: sh.id(swapStep, s)}},
		Undo:   plan.Undo{Why: "a mark does no harm"},
	}
}

// swap exchanges a schema with its shadow. After it the kept side is compared
// with what production was when the shadow was made: a write in between is in
// the kept side, and is said.
func (sh *shadower) swap(s *shadow) plan.Step {
	step := plan.Step{ID: sh.id(swapStep, s), Production: true, Expect: sh.expectProduction(s)}
	if !s.is.Exists {
		step.Title = fmt.Sprintf("let %s appear as %s", s.beside, s.schema)
		step.Action = plan.Action{Op: plan.Of(warehouse.MoveContainer{From: s.beside, To: s.schema})}
		step.Undo = plan.Undo{Op: plan.Of(warehouse.MoveContainer{From: s.schema, To: s.beside})}
	} else {
		op := warehouse.SwapContainers{A: s.schema, B: s.beside, IdentityA: idOnly(s.is.Identity), Proof: sh.proof(s)}
		step.Title = fmt.Sprintf("swap %s and %s", s.schema, s.beside)
		step.Action = plan.Action{Op: plan.Of(op)}
		step.Undo = plan.Undo{Why: "cutover undo swaps back; what production held stays in " + s.beside.String()}
		step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckContainer, Container: &s.beside, Identity: idOnly(s.is.Identity)})
	}
	step.Verify = append(step.Verify, // the undo tells by its identity that production is still the release's
		plan.Check{Kind: plan.CheckContainer, Container: &s.schema},
		plan.Check{Kind: plan.CheckMark, Container: &s.schema, Step: step.ID})
	for _, it := range s.items {
		ref := it.target
		switch {
		case it.from != nil:
			step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: sh.sources[*it.from]})
		case it.view != nil:
			step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckReadable, Ref: &ref})
		default:
			step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckAbsent, Ref: &ref})
		}
		if it.before != nil {
			kept := s.inside(it.target)
			step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckSame, Ref: &kept, Identity: it.before.Identity})
		}
	}
	for _, o := range s.untouched {
		ref, kept := o.Ref, s.inside(o.Ref)
		step.Verify = append(step.Verify,
			plan.Check{Kind: plan.CheckSame, Ref: &ref, Identity: o.Identity},
			plan.Check{Kind: plan.CheckSame, Ref: &kept, Identity: o.Identity})
	}
	return step
}

// lateView makes a view that reads what only the release brings.
func (sh *shadower) lateView(it item) plan.Step {
	ref := it.target
	return plan.Step{
		ID: "view " + ref.Short(), Title: fmt.Sprintf("make view %s, which reads what the release brings", ref.Short()), Production: true,
		Action: plan.Action{Op: plan.Of(warehouse.CreateView{View: ref, Definition: *it.view, Replace: it.before != nil})},
		Verify: []plan.Check{{Kind: plan.CheckReadable, Ref: &ref}},
		Undo:   plan.Undo{Why: "cutover undo puts the former text back"},
	}
}

// narrow takes the kept side from its readers: old data is not read by accident.
func (sh *shadower) narrow(s *shadow) (plan.Step, bool) {
	if !s.is.Exists {
		return plan.Step{}, false
	}
	kept := s.is
	kept.Container = s.beside
	kept.Access = nil
	for _, g := range s.is.Access {
		if g.Container == s.schema {
			g.Container = s.beside
			kept.Access = append(kept.Access, g)
		}
	}
	ops := narrow(kept)
	if len(ops) == 0 {
		return plan.Step{}, false
	}
	return plan.Step{
		ID: sh.id("narrow", s), Title: fmt.Sprintf("take %s from the readers of production", s.beside),
		Action: plan.Action{Op: plan.Of(warehouse.Batch{Ops: ops})}, RestartFrom: sh.id("narrow", s),
		Undo: plan.Undo{Why: "cutover undo gives production's own access back"},
	}, true
}

// buildShadows groups the items of a publish by schema and decides which views
// have to wait for the swap.
func (b *builder) buildShadows() (*shadower, error) {
	items, sources, err := b.items()
	if err != nil {
		return nil, err
	}
	sh := &shadower{
		release: b.req.Release, inv: b.inv, d: b.d,
		role: b.req.Capabilities.Role, sources: sources,
	}
	sh.group(items, b.req.SchemaOrder)
	sh.postpone(b.unchangedInProduction)
	for _, s := range sh.shadows {
		for _, v := range s.late {
			if v.before != nil && v.before.Kind != warehouse.KindView {
				b.refuse(KindUnsupported, v.target.Short(), fmt.Sprintf("%s was a %s and becomes a view of relations that change in the same release; publish those first", v.target, v.before.Kind), "")
			}
		}
	}
	return sh, nil
}

// group makes a shadow per schema: in the order asked for, then by the first
// item of each, which follows the graph.
func (sh *shadower) group(items []item, order []string) {
	bySchema := map[warehouse.Container]*shadow{}
	for _, it := range items {
		c := it.target.Container()
		s := bySchema[c]
		if s == nil {
			is, _ := sh.inv.Container(c)
			is.Container = c
			s = &shadow{schema: c, is: is, beside: warehouse.Container{Database: c.Database, Schema: keepSchema(sh.d, sh.release, c.Schema)}}
			bySchema[c] = s
			sh.shadows = append(sh.shadows, s)
		}
		s.items = append(s.items, it)
	}
	rank := func(s *shadow) int {
		i := slices.IndexFunc(order, func(name string) bool { return sh.d.EqualNames(sh.d.ParseName(name), s.schema.Schema) })
		if i < 0 {
			return len(order)
		}
		return i
	}
	sort.SliceStable(sh.shadows, func(i, j int) bool { return rank(sh.shadows[i]) < rank(sh.shadows[j]) })
	for _, s := range sh.shadows {
		for _, o := range sh.inv.In(s.schema) {
			moves := slices.ContainsFunc(s.items, func(it item) bool { return sh.d.SameRef(it.target, o.Ref) })
			if !moves && !isMarks(o.Ref) {
				s.untouched = append(s.untouched, o)
			}
		}
	}
}

// postpone puts the views that cannot be made before the swap behind it: the
// warehouse checks a view against what stands under the final names.
func (sh *shadower) postpone(unchanged func(warehouse.Ref) bool) {
	for _, s := range sh.shadows {
		var early []item
		for _, it := range s.items {
			if it.view == nil || !s.is.Exists || slices.ContainsFunc(it.reads, func(r warehouse.Ref) bool { return !unchanged(r) }) {
				if it.view != nil {
					s.late = append(s.late, it)
					continue
				}
			}
			early = append(early, it)
		}
		s.items = early
		for _, it := range s.late {
			if o, ok := sh.inv.Object(it.target); ok {
				s.untouched = append(s.untouched, o) // keeps its text over the swap
			}
		}
	}
}

// unchangedInProduction reports whether a relation that a view reads is in
// production now with the columns that it will have.
func (b *builder) unchangedInProduction(r warehouse.Ref) bool {
	now, there := b.inv.Object(r)
	if !there {
		return false
	}
	for _, dr := range b.drafts {
		if dr.there && b.d.SameRef(dr.pair.Target, r) {
			return now.Kind == dr.source.Kind && sameColumns(now.Definition.Columns, dr.source.Definition.Columns)
		}
	}
	return true
}

func sameColumns(a, b []warehouse.Column) bool {
	return slices.EqualFunc(a, b, func(x, y warehouse.Column) bool { return x.Name == y.Name && x.Type == y.Type })
}

// promiseShadows says what readers see and how long undo stays possible.
func (sh *shadower) promise(p *plan.Plan, keep int) {
	var kept, late []string
	days := -1
	for _, s := range sh.shadows {
		kept = append(kept, s.beside.String())
		for _, v := range s.late {
			late = append(late, v.target.Short())
		}
		if s.is.Exists {
			days = s.is.RetentionDays
		}
	}
	p.Atomicity = plan.Atomicity{OneMoment: len(sh.shadows) == 1 && len(late) == 0, How: "one swap of a schema with its shadow"}
	if n := len(sh.shadows); n > 1 {
		p.Atomicity.How = fmt.Sprintf("%d swaps of a schema with its shadow, one after another; each schema changes at one moment", n)
	}
	if len(late) > 0 {
		p.Atomicity.How += fmt.Sprintf("; right after it %s, which %s what the release brings", names(late), plural(len(late), "reads", "read"))
	}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("what production holds now is kept whole as %s, for the next %d releases", strings.Join(kept, ", "), keep)}
	if days > 0 {
		p.UndoBy.How += fmt.Sprintf("; if somebody drops it, UNDROP brings it back for %d %s", days, plural(days, "day", "days"))
	}
}
