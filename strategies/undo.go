package strategies

import (
	"fmt"
	"slices"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// UndoRequest is everything that is needed to plan taking a release back.
type UndoRequest struct {
	Release, Tool string // the new release's id
	Now           time.Time
	Environment   string
	Released      *plan.Plan // what is taken back
	// After is what was there when the release was verified; empty when it
	// never was (an abort), and then what is there now is taken as it is.
	After    []plan.Expectation
	Verified bool
	// Parent is the release that changed production last.
	Parent    string
	Allow     []string
	State     warehouse.Container
	Warehouse plan.Warehouse
	// Candidate and Production are the two databases of the session.
	Candidate, Production warehouse.Container
	// Kept are all containers that the ledger knows as kept, of whatever release:
	// what production held before may be in one of a later undo.
	Kept         []warehouse.Container
	KeepReleases int
	// KeepFor is Request.KeepFor.
	KeepFor      time.Duration
	Capabilities warehouse.Capabilities
	Render       func(warehouse.Op) ([]warehouse.Statement, error)
}

// swapped gives the exchange that the release made, if it was one.
func (r UndoRequest) swapped() (warehouse.SwapContainers, bool) {
	if !whole(r.Released) {
		return warehouse.SwapContainers{}, false
	}
	return exchange(r.Released)
}

// UndoLook is what has to be inspected before BuildUndo.
func UndoLook(r UndoRequest) warehouse.InspectRequest {
	if r.Capabilities.SchemaSwap && whole(r.Released) {
		return undoLookSwap(r)
	}
	req := warehouse.InspectRequest{Containers: []warehouse.Container{r.Production}}
	if op, ok := r.swapped(); ok {
		for _, c := range append([]warehouse.Container{r.Candidate, KeptContainer(r.Released.Release), op.B}, r.Kept...) {
			if !slices.Contains(req.Containers, c) {
				req.Containers = append(req.Containers, c)
			}
		}
		for _, rel := range r.Released.Relations {
			req.Content = append(req.Content, rel.Target)
		}
		return req
	}
	if r.Capabilities.BySchema() {
		return undoLookBySchema(r)
	}
	for _, rel := range r.Released.Relations {
		if c := (warehouse.Container{Database: rel.Target.Database}); !slices.Contains(req.Containers, c) {
			req.Containers = append(req.Containers, c)
		}
		req.Content = append(req.Content, rel.Target)
		if !rel.Keep.IsZero() {
			req.Content = append(req.Content, rel.Keep)
		}
	}
	return req
}

// undoLookBySchema asks for the schemas of the release, for what it kept, and
// for dropped ones of that name.
func undoLookBySchema(r UndoRequest) warehouse.InspectRequest {
	var req warehouse.InspectRequest
	add := func(c warehouse.Container) {
		if !slices.Contains(req.Containers, c) {
			req.Containers = append(req.Containers, c)
		}
	}
	for _, rel := range r.Released.Relations {
		add(rel.Target.Container())
		req.Content = append(req.Content, rel.Target)
		for _, read := range rel.Reads {
			add(read.Container())
		}
		if !rel.Keep.IsZero() {
			add(rel.Keep.Container())
			req.Content = append(req.Content, rel.Keep)
		}
	}
	for _, s := range r.Released.Steps() {
		if s.Action.Op == nil {
			continue
		}
		if op, ok := s.Action.Op.Op.(warehouse.SwapContainers); ok {
			add(op.A)
			add(op.B)
			req.Dropped = append(req.Dropped, op.B)
		}
	}
	for _, c := range r.Kept {
		add(c)
	}
	if req.Access = withDatabases(req.Containers); r.Capabilities.Cloning != nil {
		req.Access = req.Containers
	}
	return req
}

// BuildUndo plans the way back from a release: a plan like any other, which
// keeps what it takes away and can be undone itself.
func BuildUndo(r UndoRequest, inv warehouse.Inventory) (*plan.Plan, error) {
	u := &undoer{r: r, inv: inv, d: r.Capabilities.Dialect}
	p := &plan.Plan{
		FormatVersion: plan.FormatVersion, Tool: r.Tool, Release: r.Release, Serial: 1, CreatedAt: r.Now.UTC(),
		Strategy: Undo, To: r.Environment, Warehouse: r.Warehouse, Selection: r.Released.Selection,
		Allow: r.Allow, Parent: r.Parent, Undoes: r.Released.Release, State: r.State,
	}
	u.guardMoved()
	if err := u.wayBack(p); err != nil {
		return nil, fmt.Errorf("plan undo of %s: %w", r.Released.Release, err)
	}
	p.Guards = append(settle(u.findings, r.Allow), passed([]string{MovedSince, KeptMissing}, u.findings)...)
	if len(p.Refusals()) > 0 {
		p.Phases = nil
	}
	if err := render(p, r.Render); err != nil {
		return nil, err
	}
	if err := p.Seal(); err != nil {
		return nil, err
	}
	return p, nil
}

// wayBack plans the way back: containers go back as they went, relations are put
// back from what was kept.
func (u *undoer) wayBack(p *plan.Plan) error {
	if u.r.Capabilities.SchemaSwap && u.turnBack(p) {
		return nil
	}
	if op, ok := u.r.swapped(); ok {
		u.swapBack(p, op)
		return nil
	}
	return u.putBack(p)
}

type undoer struct {
	r        UndoRequest
	inv      warehouse.Inventory
	d        warehouse.Dialect
	findings []plan.Answer
}

func (u *undoer) refuse(code, relation, message string) {
	u.findings = append(u.findings, plan.Answer{Code: code, Relation: relation, Message: message})
}

// guardMoved compares production with what the release left: a later change
// would be lost by the undo.
func (u *undoer) guardMoved() {
	for _, x := range u.r.After {
		if x.Ref == nil || !u.d.EqualNames(x.Ref.Database, u.r.Production.Database) || !u.released(*x.Ref) {
			continue
		}
		o, there := u.inv.Object(*x.Ref)
		switch {
		case x.Absent && there:
			u.refuse(MovedSince, x.Ref.Short(), fmt.Sprintf("%s was made after the release", *x.Ref))
		case !x.Absent && !there:
			u.refuse(MovedSince, x.Ref.Short(), fmt.Sprintf("%s is gone since the release", *x.Ref))
		case !x.Absent && (x.Identity.Token != "" && !o.Identity.SameContent(x.Identity) || u.touched(x.Identity, o.Identity)):
			u.refuse(MovedSince, x.Ref.Short(), fmt.Sprintf("%s was changed after the release; the undo would lose that change (it is kept)", *x.Ref))
		}
	}
}

// touched reports whether a table was written since, where its id moves with
// every write and equal counts are no proof.
func (u *undoer) touched(was, is warehouse.Identity) bool {
	return u.r.Capabilities.Cloning != nil && was.ID != "" && was.ID != is.ID
}

func (u *undoer) released(ref warehouse.Ref) bool {
	for _, rel := range u.r.Released.Relations {
		if u.d.SameRef(rel.Target, ref) {
			return true
		}
	}
	return false
}

// swapBack looks where the container is that production held before, and
// exchanges it with production.
func (u *undoer) swapBack(p *plan.Plan, op warehouse.SwapContainers) {
	is, _ := u.inv.Container(u.r.Production)
	if is.Identity.ID != op.IdentityB.ID {
		u.findings = append(u.findings, plan.Answer{Code: KeptMissing, Message: fmt.Sprintf("production is not the container that release %s put there", u.r.Released.Release)})
		return
	}
	var old warehouse.ContainerState
	for _, c := range append([]warehouse.Container{KeptContainer(u.r.Released.Release), op.B, u.r.Candidate}, u.r.Kept...) {
		if s, ok := u.inv.Container(c); ok && s.Exists && s.Identity.ID == op.IdentityA.ID {
			old = s
			break
		}
	}
	if !old.Exists {
		u.findings = append(u.findings, plan.Answer{Code: KeptMissing, Message: fmt.Sprintf("what production held before release %s is nowhere to be found", u.r.Released.Release)})
		return
	}
	back := warehouse.SwapContainers{A: u.r.Production, B: old.Container, IdentityA: idOnly(is.Identity), IdentityB: idOnly(old.Identity)}
	for _, rel := range u.r.Released.Relations {
		p.Relations = append(p.Relations, plan.Relation{
			UniqueID: rel.UniqueID, Materialized: rel.Materialized, Action: plan.ActionSwap, Kind: rel.Kind,
			Source: rel.Target, Target: rel.Target, Before: rel.After, After: rel.Before,
		})
	}
	s := plan.Step{
		ID: swapStep, Title: fmt.Sprintf("swap %s with %s", u.r.Production, old.Container), Production: true,
		Action: plan.Action{Op: plan.Of(back)},
		Expect: []plan.Expectation{{Container: &back.A, Identity: back.IdentityA}, {Container: &back.B, Identity: back.IdentityB}},
		Verify: []plan.Check{
			{Kind: plan.CheckContainer, Container: &back.A, Identity: back.IdentityB},
			{Kind: plan.CheckContainer, Container: &back.B, Identity: back.IdentityA},
		},
		Undo: plan.Undo{Op: plan.Of(warehouse.SwapContainers{A: back.A, B: back.B, IdentityA: back.IdentityB, IdentityB: back.IdentityA})},
	}
	for _, rel := range p.Relations {
		if rel.After != nil {
			target := rel.Target
			s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &target, Identity: rel.After.Identity})
		}
	}
	p.Phases = []plan.Phase{{Name: "undo", Steps: []plan.Step{s}}}
	p.Atomicity = plan.Atomicity{OneMoment: true, How: "one exchange of two containers"}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("the release that is taken back stays whole as %s", old.Container)}
}

// putBack restores every relation of a publish in one transaction.
func (u *undoer) putBack(p *plan.Plan) error {
	sources := map[warehouse.Ref]warehouse.Identity{}
	var tables, views []item
	for _, rel := range u.r.Released.Relations {
		if u.neverMoved(rel) {
			continue
		}
		back, it := u.restore(rel)
		p.Relations = append(p.Relations, back)
		switch {
		case it.view != nil:
			views = append(views, it)
		case it.from != nil:
			sources[*it.from] = warehouse.Identity{Token: rel.Before.Identity.Token} // a copy is another object
			tables = append(tables, it)
		default:
			tables = append(tables, it)
		}
	}
	views, err := orderViews(u.d, views)
	if err != nil {
		return err
	}
	items := append(u.orderTables(tables), views...)
	switch {
	case u.r.Capabilities.Transactional:
		s := publish(u.r.Release, u.r.State.Schema, items, sources)
		s.Title = fmt.Sprintf("put back %d %s in one transaction", len(p.Relations), plural(len(p.Relations), "relation", "relations"))
		p.Phases = []plan.Phase{{Name: "undo", Steps: []plan.Step{s}}}
		p.Atomicity = plan.Atomicity{OneMoment: true, How: u.r.Capabilities.OneMoment}
		p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("what is taken back is kept in %s", KeepSchema(u.r.Release, "<schema>"))}
	case u.r.Capabilities.Cloning != nil:
		u.putBackClones(p, items, sources)
	case u.r.Capabilities.SchemaSwap && throughShadow(u.r.Released):
		u.putBackShadows(p, items, sources)
	default:
		u.putBackTables(p, items, sources)
	}
	return nil
}

// neverMoved reports whether a release that was cut short had not come to a
// relation: it is what it was before, object and content.
func (u *undoer) neverMoved(rel plan.Relation) bool {
	if u.r.Verified || (u.r.Capabilities.Transactional && u.r.Released.Strategy != WAP) {
		return false
	}
	now, there := u.inv.Object(rel.Target)
	if rel.Before == nil {
		return !there
	}
	return there && now.Identity.ID == rel.Before.Identity.ID && now.Identity.SameContent(rel.Before.Identity)
}

// restore says how one relation goes back to what it was before the release.
func (u *undoer) restore(rel plan.Relation) (plan.Relation, item) {
	back := plan.Relation{
		UniqueID: rel.UniqueID, Materialized: rel.Materialized, Kind: rel.Kind,
		Source: rel.Keep, Target: rel.Target, After: rel.Before,
	}
	it := item{target: rel.Target}
	if now, ok := u.inv.Object(rel.Target); ok {
		it.before = snapshot(now)
		if rel.Before != nil && !u.r.Verified { // a release that was cut short may have taken some away
			it.before.Access = withGrants(it.before.Access, rel.Before.Access)
		}
		back.Before = it.before
		if it.keeps() {
			it.keep = warehouse.Ref{Database: rel.Target.Database, Schema: keepSchema(u.d, u.r.Release, rel.Target.Schema), Name: rel.Target.Name}
			back.Keep = it.keep
		}
	}
	switch {
	case rel.Before == nil:
		back.Action, it.remove = plan.ActionRemove, true
	case rel.Before.Kind == warehouse.KindView:
		back.Action, back.Kind = plan.ActionRestore, warehouse.KindView
		it.view = &rel.Before.Definition
		if _, there := u.inv.Object(rel.Keep); !rel.Keep.IsZero() && !there {
			u.refuse(KeptMissing, rel.Target.Short(), fmt.Sprintf("%s, which the view showed before, is gone", rel.Keep))
		}
	default:
		back.Action, back.Kind = plan.ActionRestore, warehouse.KindTable
		kept, ok := u.inv.Object(rel.Keep)
		if !ok && u.byTimeTravel(rel, &it) {
			back.Source = rel.Target
			break
		}
		if !ok {
			u.refuse(KeptMissing, rel.Target.Short(), fmt.Sprintf("the kept copy %s is gone", rel.Keep))
		} else if !kept.Identity.SameContent(rel.Before.Identity) {
			u.refuse(KeptMissing, rel.Target.Short(), fmt.Sprintf("the kept copy %s is not what was kept", rel.Keep))
		}
		keep := rel.Keep
		it.from, it.table = &keep, rel.Before.Definition
	}
	if rel.Before != nil {
		back.Columns = undoColumns(u.d, it.before, rel.Before)
	}
	return back, it
}

func undoColumns(d warehouse.Dialect, now, then *plan.Snapshot) plan.ColumnChange {
	if now == nil {
		return plan.ColumnChange{}
	}
	return compareColumns(d, now.Definition.Columns, then.Definition.Columns)
}

// orderTables puts each table behind those that its foreign keys point to, now
// or in the kept copies.
func (u *undoer) orderTables(tables []item) []item {
	after := make([][]int, len(tables))
	for parent, it := range tables {
		var children []warehouse.Ref
		if o, ok := u.inv.Object(it.target); ok {
			children = append(children, o.ReferencedBy...)
		}
		if it.from != nil {
			if o, ok := u.inv.Object(*it.from); ok {
				children = append(children, o.ReferencedBy...)
			}
		}
		for _, c := range children {
			for child, o := range tables {
				if child != parent && u.d.EqualNames(o.target.Name, c.Name) {
					after[child] = append(after[child], parent)
				}
			}
		}
	}
	return inOrder(tables, after)
}

// orderViews puts each view behind those that it reads.
func orderViews(d warehouse.Dialect, views []item) ([]item, error) {
	reads := make([][]int, len(views))
	for i, v := range views {
		refs, err := d.References(v.view.SQL, v.target.Database)
		if err != nil {
			return nil, fmt.Errorf("read the text of view %s: %w", v.target, err)
		}
		for j, o := range views {
			for _, ref := range refs {
				if i != j && d.EqualNames(ref.Schema, o.target.Schema) && d.EqualNames(ref.Name, o.target.Name) {
					reads[i] = append(reads[i], j)
				}
			}
		}
	}
	return inOrder(views, reads), nil
}

// inOrder puts each item behind those that it needs, else in the order given.
func inOrder(items []item, needs [][]int) []item {
	var out []item
	placed := make([]bool, len(items))
	var place func(i int)
	place = func(i int) {
		if placed[i] {
			return
		}
		placed[i] = true
		for _, j := range needs[i] {
			place(j)
		}
		out = append(out, items[i])
	}
	for i := range items {
		place(i)
	}
	return out
}
