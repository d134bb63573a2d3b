package strategies

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Build makes the plan of a release from a request and the look that its scope
// asked for. The plan is sealed; refusals are among its guards.
func Build(req Request, scope Scope, inv warehouse.Inventory) (*plan.Plan, error) {
	b := newBuilder(req, scope, inv)
	p := b.head()
	var err error
	switch req.Strategy {
	case WAC:
		err = b.buildWAC(p)
	case Swap:
		b.buildSwap(p)
	case Rollback:
		err = b.buildRollback(p)
	case WAP:
		err = b.buildWAP(p)
	default:
		return nil, fmt.Errorf("strategy %q is not known", req.Strategy)
	}
	if err != nil {
		return nil, fmt.Errorf("plan %s: %w", req.Strategy, err)
	}
	return b.seal(p)
}

// head is what every plan of a request begins with.
func (b *builder) head() *plan.Plan {
	req := b.req
	return &plan.Plan{
		FormatVersion: plan.FormatVersion, Tool: req.Tool, Release: req.Release, Serial: 1,
		CreatedAt: req.Now.UTC(), LookedAt: b.lookedAt(), Strategy: req.Strategy, From: req.From.Environment, To: req.To.Environment,
		Warehouse: req.Warehouse, Selection: plan.Selection{Select: req.Select, Exclude: req.Exclude},
		Allow: req.Allow, Parent: req.Parent, State: req.State, LeftOut: b.scope.LeftOut,
	}
}

// lookedAt is the warehouse's clock at the look, where an undo may have to go
// back to that moment.
func (b *builder) lookedAt() time.Time {
	if b.req.Capabilities.Cloning == nil {
		return time.Time{}
	}
	return b.inv.Now.UTC()
}

// seal settles the guards, renders the statements and computes the fingerprint.
func (b *builder) seal(p *plan.Plan) (*plan.Plan, error) {
	for _, dr := range b.drafts {
		p.Relations = append(p.Relations, b.keepOf(b.relation(dr)))
	}
	sort.SliceStable(p.Relations, func(i, j int) bool { return p.Relations[i].Target.Short() < p.Relations[j].Target.Short() })
	codes := b.codes()
	p.Guards = append(settle(b.findings, b.req.Allow), passed(codes, b.findings)...)
	if len(p.Refusals()) > 0 {
		p.Phases = nil // what cannot be applied is not shown as if it could
	}
	if err := render(p, b.req.Render); err != nil {
		return nil, err
	}
	if err := p.Seal(); err != nil {
		return nil, err
	}
	return p, nil
}

// codes lists the guards that this kind of plan asks.
func (b *builder) codes() []string {
	var wap []string
	if b.req.Strategy == WAP {
		wap = []string{WAPReadsCandidate, WAPReadsMissing}
	}
	if b.early {
		return append([]string{RelationCollision, SourceIsTarget, TargetUnknown, EmptySelection, KindUnsupported, ForeignKey}, wap...)
	}
	out := append(dataGuards(), wap...)
	if b.req.Strategy == Swap {
		out = append(out, IncrementalSwap, SwapImpossible, WouldVanish, Unaudited)
	}
	switch {
	case b.req.Capabilities.SchemaSwap:
		out = append(out, serverGuards(b.req.Strategy)...)
	case b.req.Capabilities.Cloning != nil && b.req.Strategy != WAP:
		out = append(out, b.cloningGuards()...)
	}
	return append(out, gateGuards()...)
}

// keepOf fills in where a replaced table is kept.
func (b *builder) keepOf(r plan.Relation) plan.Relation {
	if old, ok := b.pointed[r.Target]; ok {
		r.Keep = old
	}
	if r.Before != nil && r.Before.Kind == warehouse.KindTable && b.req.Strategy != Swap {
		r.Keep = warehouse.Ref{Database: r.Target.Database, Schema: keepSchema(b.d, b.req.Release, r.Target.Schema), Name: r.Target.Name}
	}
	return r
}

// render fills in the exact statements of every step.
func render(p *plan.Plan, fn func(warehouse.Op) ([]warehouse.Statement, error)) error {
	for i := range p.Phases {
		for j := range p.Phases[i].Steps {
			s := &p.Phases[i].Steps[j]
			if s.Action.Op == nil {
				continue
			}
			var err error
			if s.SQL, err = fn(s.Action.Op.Op); err != nil {
				return fmt.Errorf("render step %s: %w", s.ID, err)
			}
		}
	}
	return nil
}

// buildWAC plans write-audit-clone: the selected tables are copied over
// production, the views recreated, all in one transaction.
func (b *builder) buildWAC(p *plan.Plan) error {
	p.Evidence = b.req.evidence()
	b.gate()
	b.guardData()
	b.retarget()
	steps, err := b.publishing(p)
	if err != nil {
		return err
	}
	p.Phases = []plan.Phase{{Name: "publish", Steps: b.withPrune(steps...)}}
	return nil
}

// publishing gives the steps that put the candidate's relations into
// production, in the way that the warehouse allows, and what they promise.
func (b *builder) publishing(p *plan.Plan) ([]plan.Step, error) {
	switch {
	case b.req.Strategy == WAP:
		return b.rebuilding(p)
	case b.req.Capabilities.Cloning != nil:
		return b.publishCloning(p)
	case b.req.Capabilities.Transactional:
		items, sources, err := b.items()
		if err != nil {
			return nil, err
		}
		b.promise(p)
		return []plan.Step{publish(b.req.Release, b.req.State.Schema, items, sources)}, nil
	case b.req.Capabilities.SchemaSwap && b.req.Mode != ModeTables:
		b.guardDependents(p, wayShadow)
		b.guardProtections()
		sh, err := b.buildShadows()
		if err != nil {
			return nil, err
		}
		sh.promise(p, b.req.KeepReleases)
		return sh.steps(), nil
	}
	b.guardDependents(p, wayTables)
	b.guardProtections()
	return b.buildTables(p)
}

// promise says what readers see and how long undo stays possible.
func (b *builder) promise(p *plan.Plan) {
	p.Atomicity = plan.Atomicity{OneMoment: b.req.Capabilities.Transactional, How: b.req.Capabilities.OneMoment}
	p.UndoBy = plan.UndoPromise{
		Possible: true,
		How:      fmt.Sprintf("kept copies in %s, for the next %d releases", KeepSchema(b.req.Release, "<schema>"), b.req.KeepReleases),
	}
}

// items turns the drafts into what a publish moves, tables first, then views in
// an order in which each follows what it reads.
func (b *builder) items() ([]item, map[warehouse.Ref]warehouse.Identity, error) {
	sources := map[warehouse.Ref]warehouse.Identity{}
	byNode := map[string]item{}
	var tables, views []string
	for _, dr := range b.drafts {
		if !dr.there {
			continue
		}
		it := item{target: dr.pair.Target}
		if dr.before != nil {
			it.before = snapshot(*dr.before)
			it.keep = warehouse.Ref{Database: it.target.Database, Schema: keepSchema(b.d, b.req.Release, it.target.Schema), Name: it.target.Name}
		}
		id := dr.pair.Node.UniqueID
		if dr.source.Kind == warehouse.KindView {
			view := dr.view
			it.view, it.reads = &view, dr.reads
			views = append(views, id)
		} else {
			from := dr.pair.Source
			it.from, it.table = &from, dr.source.Definition
			sources[from] = dr.source.Identity
			tables = append(tables, id)
		}
		byNode[id] = it
	}
	order, err := b.req.From.Manifest.TopologicalOrder(append(slices.Clone(tables), views...))
	if err != nil {
		return nil, nil, err
	}
	rank := map[string]int{}
	for i, id := range order {
		rank[id] = i
	}
	sort.Slice(tables, func(i, j int) bool { return rank[tables[i]] < rank[tables[j]] })
	sort.Slice(views, func(i, j int) bool { return rank[views[i]] < rank[views[j]] })
	var out []item
	for _, id := range append(tables, views...) {
		out = append(out, byNode[id])
	}
	return out, sources, nil
}

// names joins what a message lists, at most a dozen.
func names(list []string) string {
	const most = 12
	if len(list) > most {
		return strings.Join(list[:most], ", ") + fmt.Sprintf(" and %d more", len(list)-most)
	}
	return strings.Join(list, ", ")
}
