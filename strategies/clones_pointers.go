package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The steps of a publish by pointer views.
const (
	stageStep     = "stage release"
	authorizeStep = "authorize"
)

// ReleaseSchema is the dataset that holds the tables of one release of another
// dataset, whose views point to it.
func ReleaseSchema(schema, release string) string { return schema + "__r" + release }

// byPointers gives the release datasets of its own and turns the views of
// production to them, in one job: the tables of the former release stay where
// they are, and an undo turns the views back.
func (b *builder) byPointers(p *plan.Plan, c *cloner, items []item) ([]plan.Step, error) {
	for _, it := range items {
		if it.before != nil && it.before.Kind != warehouse.KindView {
			b.refuse(KindUnsupported, it.target.Short(),
				fmt.Sprintf("%s is a %s, and in mode %s production holds views: publish into a dataset of its own (route), or drop it first", it.target, it.before.Kind, ModeViews),
				fmt.Sprintf("publish.mode: %s", ModeClone))
		}
	}
	b.guardProtections()
	release := c.releaseDatasets(items)
	turn := c.turn(items)
	authorize := c.authorize(items)
	release.ID, authorize.Needs, turn.Needs = stageStep, []string{stageStep}, []string{authorizeStep}
	if err := b.keepPointed(items); err != nil {
		return nil, err
	}
	p.Atomicity = plan.Atomicity{How: fmt.Sprintf(
		"mode views: %d %s turned by one job, one right after another; clones bill no bytes until they differ. Readers see views, not tables", len(items), plural(len(items), "view is", "views are"))}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("the former release's datasets stay for the next %d releases, and the views are turned back", b.req.KeepReleases)}
	return []plan.Step{release, authorize, turn}, nil
}

// atRelease is where a table of the release lies.
func (c *cloner) atRelease(target warehouse.Ref) warehouse.Ref {
	target.Schema = ReleaseSchema(target.Schema, c.release)
	return target
}

// releaseDatasets clones the tables into the datasets of the release. Nobody
// reads them yet.
func (c *cloner) releaseDatasets(items []item) plan.Step {
	s := plan.Step{RestartFrom: stageStep, Undo: plan.Undo{Why: "production is untouched"}}
	var containers, ops []warehouse.Op
	made := map[warehouse.Container]bool{}
	for _, it := range items {
		if it.from == nil {
			continue
		}
		from, to := *it.from, c.atRelease(it.target)
		if at := to.Container(); !made[at] {
			made[at] = true
			like := it.target.Container()
			if is, ok := c.inv.Container(like); !ok || !is.Exists {
				containers = append(containers, warehouse.CreateContainer{Container: like, Like: ptr(from.Container())})
			}
			containers = append(containers, warehouse.CreateContainer{Container: at, Like: &like, Release: c.release})
		}
		inside := item{target: to, from: &from, table: it.table}
		op := c.place(inside, 0)
		op.Replace = true // a second attempt finds the first one's
		ops = append(ops, op)
		c.source(&s, inside)
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &to, Identity: warehouse.Identity{Token: c.sources[from].Token}})
	}
	s.Title = fmt.Sprintf("clone %d %s into datasets of the release", len(ops), plural(len(ops), "table", "tables"))
	s.Action = plan.Action{Op: plan.Of(warehouse.Sequence{Ops: append(containers, warehouse.Batch{Ops: ops})})}
	return s
}

func ptr[T any](v T) *T { return &v }

// authorize lets production's views read the release's datasets for everybody
// who may read the views.
func (c *cloner) authorize(items []item) plan.Step {
	var ops []warehouse.Op
	for _, it := range items {
		if it.from == nil {
			continue
		}
		op := warehouse.Authorize{Data: c.atRelease(it.target).Container(), Views: it.target.Container()}
		if !slices.Contains(ops, warehouse.Op(op)) {
			ops = append(ops, op)
		}
	}
	return plan.Step{
		ID: authorizeStep, Title: "let the views read the release's datasets", RestartFrom: authorizeStep,
		Action: plan.Action{Op: plan.Of(warehouse.Sequence{Ops: ops})}, Undo: plan.Undo{Why: "it goes with the datasets"},
	}
}

// turn is the one job that turns all views.
func (c *cloner) turn(items []item) plan.Step {
	s := plan.Step{
		ID: publishStep, Title: fmt.Sprintf("turn %d %s to the release, in one job", len(items), plural(len(items), "view", "views")),
		Production: true, RestartFrom: publishStep, Undo: plan.Undo{Why: "cutover undo turns the views back"},
	}
	var ops []warehouse.Op
	for _, it := range items {
		target := it.target
		now := plan.Expectation{Ref: &target, Absent: it.before == nil, OrMade: c.release}
		if it.remove {
			ops = append(ops, warehouse.Drop{Ref: target, Kind: warehouse.KindView})
			s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckAbsent, Ref: &target})
			continue
		}
		def := c.pointer(it)
		if it.view != nil {
			def = *it.view
		}
		ops = append(ops, warehouse.CreateView{View: target, Definition: dressed(def, it.before), Replace: true, Release: c.release})
		if it.before != nil {
			now.Identity = it.before.Identity
		}
		s.Expect = append(s.Expect, now)
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckReadable, Ref: &target}, plan.Check{Kind: plan.CheckMade, Ref: &target})
		s.Verify = append(s.Verify, c.kept(item{target: target, before: it.before, view: &def})...)
	}
	var grants []warehouse.Op
	for _, it := range items {
		if !it.remove {
			grants = append(grants, c.viewGrants(it)...)
		}
	}
	s.Action = plan.Action{Op: plan.Of(together(warehouse.Script{Ops: ops}, grants))}
	return s
}

// pointer is the text of a view that shows a table of the release, column by
// column names frozen as the warehouse does.
func (c *cloner) pointer(it item) warehouse.Definition {
	d := c.inv.Dialect
	def := it.table
	def.Layout = ""
	def.SQL = "CREATE VIEW " + d.QuoteRef(it.target) + " AS\nSELECT * FROM " + d.QuoteRef(c.atRelease(it.target))
	return def
}

// keepPointed notes where the views of production point to now: that is what the
// release replaces, and what an undo needs.
func (b *builder) keepPointed(items []item) error {
	for _, it := range items {
		if it.before == nil || it.before.Kind != warehouse.KindView {
			continue
		}
		old, ok, err := pointsTo(b.d, it.target, it.before.Definition.SQL)
		if err != nil {
			return fmt.Errorf("read the text of view %s: %w", it.target, err)
		}
		if ok {
			b.pointed[it.target] = old
		}
	}
	return nil
}

// pointsTo gives the table of a release dataset that a pointer view shows.
func pointsTo(d warehouse.Dialect, view warehouse.Ref, sql string) (warehouse.Ref, bool, error) {
	refs, err := d.References(sql, view.Database)
	if err != nil {
		return warehouse.Ref{}, false, err
	}
	for _, ref := range refs {
		if strings.HasPrefix(ref.Schema, ReleaseSchema(view.Schema, "")) && d.EqualNames(ref.Name, view.Name) {
			return ref, true, nil
		}
	}
	return warehouse.Ref{}, false, nil
}
