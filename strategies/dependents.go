package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// way is how a release reaches production, as far as dependents notice.
type way string

// The ways of a warehouse that swaps containers.
const (
	// wayShadow: a clone of the schema takes its place.
	wayShadow way = "shadow"
	// wayTables: each table is replaced where it stands.
	wayTables way = "tables"
	// waySwap: the candidate's container takes production's place.
	waySwap way = "swap"
)

// serverGuards lists the guards of warehouses with access, protections and
// dependents.
func serverGuards(strategy string) []string {
	out := []string{PolicyLost, TagLost}
	if strategy == Swap {
		out = append(out, StateInside, AccessLost)
	}
	return append(out, DependentStream, DependentTask, DependentAlert, DependentPipe, DependentDynamicTable,
		DependentMaterializedView, DependentExternalTable, DependentStage, DependentExternalFunction,
		DependentShare, DependentPolicy, DependentTag, DependentOther)
}

// dependentCode is the guard's code for a kind of dependent.
func dependentCode(kind string) string {
	code, ok := map[string]string{
		"stream": DependentStream, "task": DependentTask, "alert": DependentAlert, "pipe": DependentPipe,
		"dynamic table": DependentDynamicTable, "materialized view": DependentMaterializedView,
		"external table": DependentExternalTable, "stage": DependentStage, "external function": DependentExternalFunction,
		"share": DependentShare, "masking policy": DependentPolicy, "row access policy": DependentPolicy, "tag": DependentTag,
	}[kind]
	if !ok {
		return DependentOther
	}
	return code
}

// fate is what becomes of one dependent.
type fate struct {
	effect, why string
	// hint names the way that would keep it; "" when there is none.
	hint string
}

func unaffected(why string) fate  { return fate{effect: plan.EffectUnaffected, why: why} }
func carriedOver(why string) fate { return fate{effect: plan.EffectCarried, why: why} }
func breaks(why string) fate      { return fate{effect: plan.EffectBreaks, why: why} }

// orTables adds the hint that tables mode would keep it.
func (f fate) orTables(keeps bool) fate {
	if keeps {
		f.hint = hintTables
	}
	return f
}

// hintTables is the setting that publishes without exchanging a schema.
const hintTables = "publish.mode: tables"

// guardDependents lists every dependent of the affected containers in the plan
// and refuses those that the release would break.
func (b *builder) guardDependents(p *plan.Plan, w way) {
	p.Dependents = nil
	for _, x := range b.dependents(w) {
		f := b.fateOf(x, w)
		p.Dependents = append(p.Dependents, plan.Dependent{Kind: x.Kind, Name: x.name(), Effect: f.effect, Why: f.why})
		if f.effect == plan.EffectBreaks {
			b.refuse(dependentCode(x.Kind), x.short(), fmt.Sprintf("%s %s: %s", x.Kind, x.name(), f.why), f.hint)
		}
	}
}

// dependent is a dependent and where it is, seen from the release.
type dependent struct {
	warehouse.Dependent
	// in is true inside an affected container of production, candidate inside the
	// side that is swapped in. Neither: elsewhere, about something of production.
	in, candidate bool
	// twin is that of the same kind and name on the other side of a swap.
	twin *warehouse.Dependent
}

func (x dependent) name() string {
	if x.Kind == "share" {
		return x.Ref.Name
	}
	return x.Ref.String()
}

// short is the name after --allow code: .
func (x dependent) short() string {
	if x.Kind == "share" {
		return x.Ref.Name
	}
	return x.Ref.Short()
}

// dependents lists what is in or on the containers that the release touches, in
// a fixed order, each once.
func (b *builder) dependents(w way) []dependent {
	prod, cand := b.affected(w)
	var out []dependent
	add := func(d warehouse.Dependent) {
		x := dependent{Dependent: d, in: b.insideAny(d.Ref.Container(), prod), candidate: b.insideAny(d.Ref.Container(), cand)}
		about := slices.ContainsFunc(d.On, func(r warehouse.Ref) bool { return b.insideAny(r.Container(), prod) })
		if !x.in && !x.candidate && !about {
			return
		}
		if w == waySwap {
			x.twin = b.dependentTwin(x)
		}
		known := slices.ContainsFunc(out, func(o dependent) bool { return o.Kind == x.Kind && o.Ref == x.Ref })
		if !known {
			out = append(out, x)
		}
	}
	for _, d := range b.inv.Dependents {
		if d.Kind != "share" { // told from the grants, which say on what
			add(d)
		}
	}
	for _, o := range b.inv.Objects {
		switch o.Kind {
		case warehouse.KindDynamicTable, warehouse.KindMaterializedView, warehouse.KindExternalTable:
			add(warehouse.Dependent{Kind: string(o.Kind), Ref: o.Ref})
		}
	}
	out = append(out, b.shares(prod, cand)...)
	slices.SortStableFunc(out, func(x, y dependent) int {
		return strings.Compare(x.Kind+"\x00"+x.name(), y.Kind+"\x00"+y.name())
	})
	return out
}

// affected lists the containers of production that change hands, and for a swap
// the candidate's.
func (b *builder) affected(w way) (prod, cand []warehouse.Container) {
	if w == waySwap {
		return []warehouse.Container{b.req.To.container()}, []warehouse.Container{b.req.From.container()}
	}
	for _, dr := range b.drafts {
		if c := dr.pair.Target.Container(); !slices.Contains(prod, c) {
			prod = append(prod, c)
		}
	}
	return prod, nil
}

func (b *builder) insideAny(c warehouse.Container, list []warehouse.Container) bool {
	return slices.ContainsFunc(list, func(side warehouse.Container) bool { return insideOf(b.d, c, side) })
}

// dependentTwin finds the one that takes the place of a dependent of production
// in a swap.
func (b *builder) dependentTwin(x dependent) *warehouse.Dependent {
	if !x.in {
		return nil
	}
	want := movedRef(x.Ref, b.req.From.container())
	for _, d := range b.inv.Dependents {
		if d.Kind == x.Kind && b.d.SameRef(d.Ref, want) {
			return &d
		}
	}
	if o, ok := b.inv.Object(want); ok && string(o.Kind) == x.Kind {
		return &warehouse.Dependent{Kind: x.Kind, Ref: o.Ref}
	}
	return nil
}

// shares finds the shares that can read something in the affected containers. On
// lists the objects; a grant on the container alone has none.
func (b *builder) shares(prod, cand []warehouse.Container) []dependent {
	found := map[string]*dependent{}
	see := func(g warehouse.Grant, on *warehouse.Ref) {
		in, candidate := b.insideAny(g.Container, prod), b.insideAny(g.Container, cand)
		if g.GranteeKind != granteeShare || (!in && !candidate) {
			return
		}
		x := found[g.Grantee]
		if x == nil {
			x = &dependent{Dependent: warehouse.Dependent{Kind: "share", Ref: warehouse.Ref{Name: g.Grantee}}}
			found[g.Grantee] = x
		}
		x.in, x.candidate = x.in || in, x.candidate || candidate
		if on != nil && !slices.Contains(x.On, *on) {
			x.On = append(x.On, *on)
		}
	}
	for _, s := range b.inv.Containers {
		for _, g := range s.Access {
			see(g, nil)
		}
	}
	for _, o := range b.inv.Objects {
		for _, g := range o.Access {
			see(g, &o.Ref)
		}
	}
	var out []dependent
	for _, name := range sortedKeys(found) {
		out = append(out, *found[name])
	}
	return out
}

// fateOf decides about one dependent.
func (b *builder) fateOf(x dependent, w way) fate {
	switch {
	case x.Kind == "share":
		return b.fateOfShare(x, w)
	case w == wayTables:
		return b.fateInTables(x)
	case x.candidate:
		return b.fateOfCandidate(x)
	case !x.in:
		return b.fateElsewhere(x, w)
	case w == waySwap:
		return b.fateInSwap(x)
	}
	return b.fateInShadow(x)
}
