package strategies

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// besideSuffix ends the name under which a table is made whose partitions or
// clusters differ from those of the table that it replaces.
const besideSuffix = "__cutover_next"

// unreadable reports whether a protection is the sentence that stands for what
// could not be read: it is refused like one that would be lost, and nothing to
// find again afterwards.
func unreadable(protection string) bool { return strings.Contains(protection, " cannot be read (") }

// isKey reports whether a protection is a primary or foreign key. They are not
// enforced, and whether a clone keeps them is not documented: the plan says so,
// and nothing is asked afterwards.
func isKey(protection string) bool { return strings.HasPrefix(protection, "constraint ") }

// cloner plans publishes on a warehouse that replaces tables one by one, as
// clones that hang on each other (BigQuery): what is replaced is kept as table
// snapshots, tables take their places level by level of the graph, views follow.
type cloner struct {
	release string
	inv     warehouse.Inventory
	limits  warehouse.Cloning
	// expires is when the warehouse drops what the release keeps.
	expires time.Time
	sources map[warehouse.Ref]warehouse.Identity
	// state is the container of the ledger, which holds the marks.
	state warehouse.Container
	// level is the depth of a table in the graph of the tables that move; nil
	// puts all of them on one level.
	level map[warehouse.Ref]int
}

// newCloner makes the cloner of a release from a look.
func newCloner(release string, inv warehouse.Inventory, limits warehouse.Cloning, keepFor time.Duration, sources map[warehouse.Ref]warehouse.Identity) *cloner {
	if keepFor <= 0 {
		keepFor = defaultKeepFor
	}
	return &cloner{release: release, inv: inv, limits: limits, expires: inv.Now.UTC().Add(keepFor).Truncate(time.Second), sources: sources}
}

// defaultKeepFor is how long what a release replaced is kept when nothing says
// otherwise.
const defaultKeepFor = 7 * 24 * time.Hour

// steps are the steps of a publish or an undo: keep, replace, make views, remove.
func (c *cloner) steps(items []item) []plan.Step {
	var steps []plan.Step
	var needs []string
	add := func(s plan.Step) {
		s.Needs = needs
		steps, needs = append(steps, s), []string{s.ID}
	}
	if keep, ok := c.keep(items); ok {
		add(keep)
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
		add(c.replace(tables))
	}
	for _, it := range rest {
		s := followTables(it)
		if it.view != nil {
			s.Action = plan.Action{Op: plan.Of(together(c.view(it), c.viewGrants(it)))}
			s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckMade, Ref: &it.target})
			s.Verify = append(s.Verify, c.kept(it)...)
		}
		add(s)
	}
	return steps
}

// view makes a view in the place of the one that is there, with what production
// says about it kept.
func (c *cloner) view(it item) warehouse.CreateView {
	return warehouse.CreateView{View: it.target, Definition: dressed(*it.view, it.before), Replace: it.before != nil, Release: c.release}
}

// source expects what a table is made from to be what was judged, before the step
// and after it: equal counts in production would not show a candidate that was
// rebuilt meanwhile.
func (c *cloner) source(s *plan.Step, it item) {
	if it.from == nil || !it.asOf.IsZero() {
		return
	}
	s.Expect = append(s.Expect, plan.Expectation{Ref: it.from, Identity: c.sources[*it.from]})
	s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckUnmoved, Ref: it.from, Identity: c.sources[*it.from]})
}

// keep makes snapshots of what will be replaced, in datasets that only those may
// read who may write production's.
func (c *cloner) keep(items []item) (plan.Step, bool) {
	var containers, ops []warehouse.Op
	made := map[warehouse.Container]bool{}
	s := plan.Step{ID: keepStep, RestartFrom: keepStep, Undo: plan.Undo{Why: "production is untouched"}}
	for _, it := range items {
		if it.from != nil && it.asOf.IsZero() { // before anything is written
			s.Expect = append(s.Expect, plan.Expectation{Ref: it.from, Identity: c.sources[*it.from]})
		}
		if !it.keeps() {
			continue
		}
		target, keep := it.target, it.keep
		if at := keep.Container(); !made[at] {
			made[at] = true
			like := target.Container()
			containers = append(containers, warehouse.CreateContainer{Container: at, Like: &like, Release: c.release})
		}
		ops = append(ops, c.copyOf(target, keep, it.before.Definition))
		s.Expect = append(s.Expect, plan.Expectation{Ref: &target, Identity: it.before.Identity})
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &keep, Identity: it.before.Identity})
	}
	s.Title = fmt.Sprintf("keep snapshots of %d %s for the undo, until %s", len(ops), plural(len(ops), "table", "tables"), c.expires.Format("2006-01-02 15:04Z"))
	s.Action = plan.Action{Op: plan.Of(warehouse.Sequence{Ops: append(containers, warehouse.Batch{Ops: ops})})}
	return s, len(ops) > 0
}

// copyOf keeps a table: as a snapshot, or in full where the chain of clones or
// their number would be exceeded.
func (c *cloner) copyOf(from, to warehouse.Ref, def warehouse.Definition) warehouse.CopyTable {
	op := warehouse.CopyTable{From: from, To: to, Definition: def, Replace: true, Method: warehouse.MethodSnapshot, Release: c.release, Expires: c.expires}
	op.Depth = c.depthOf(from) + 1
	if op.Depth > c.limits.MaxDepth || c.crowded(from) {
		op.Method, op.Depth = warehouse.MethodCopy, 0
	}
	return op
}

// depthOf is how deep a table hangs on others; one that nobody knows counts as
// too deep to hang anything on it.
func (c *cloner) depthOf(ref warehouse.Ref) int {
	o, _ := c.inv.Object(ref)
	if o.CloneDepth < 0 {
		return c.limits.MaxDepth
	}
	return o.CloneDepth
}

// crowded reports whether a table has nearly as many clones as it may have; a
// margin is left for what others make meanwhile.
func (c *cloner) crowded(ref warehouse.Ref) bool {
	o, _ := c.inv.Object(ref)
	return o.Clones >= c.limits.MaxClones*9/10
}

// roomBelow is how many clones must still fit below a table of production: the
// snapshot that the next release keeps of it, and what an undo makes of that.
const roomBelow = 2

// place says how a table takes its place. A clone leaves room for the snapshot of
// it and for what an undo makes of that; where there is none all bytes are
// copied, and the chain begins anew.
func (c *cloner) place(it item, room int) warehouse.CopyTable {
	op := warehouse.CopyTable{
		From: *it.from, To: it.target, Definition: dressed(it.table, it.before), Replace: it.before != nil, Release: c.release, AsOf: it.asOf,
		Depth: c.depthOf(*it.from) + 1,
	}
	if op.Depth > c.limits.MaxDepth-room || c.crowded(*it.from) {
		op.Method, op.Depth = warehouse.MethodCopy, 0
	}
	if it.before == nil {
		return op
	}
	op.Replaces = it.before.Identity
	if it.before.Definition.Layout != it.table.Layout {
		beside := it.target
		beside.Name += besideSuffix
		op.Beside = &beside
	}
	return op
}

// dressed is a definition with what production says about the relation kept
// where the candidate says nothing: labels, description, expiration.
func dressed(def warehouse.Definition, before *plan.Snapshot) warehouse.Definition {
	def.Expires = time.Time{} // staging's own must not make production vanish
	if before == nil {
		return def
	}
	was := before.Definition
	labels := maps.Clone(was.Labels)
	if labels == nil {
		labels = map[string]string{}
	}
	maps.Copy(labels, def.Labels)
	if def.Labels = labels; len(labels) == 0 {
		def.Labels = nil
	}
	if def.Comment == "" {
		def.Comment = was.Comment
	}
	def.Expires = was.Expires
	def.Columns = slices.Clone(def.Columns)
	for i, col := range def.Columns {
		at := slices.IndexFunc(was.Columns, func(o warehouse.Column) bool { return o.Name == col.Name })
		if at >= 0 && col.Comment == "" {
			def.Columns[i].Comment = was.Columns[at].Comment
		}
	}
	return def
}

// replace puts the tables in place, level by level, those of one level side by
// side. Each statement names the state that it leads to, and what carries the
// release's label already is not done again.
func (c *cloner) replace(tables []item) plan.Step {
	s := plan.Step{
		ID: publishStep, Production: true, RestartFrom: publishStep,
		Undo: plan.Undo{Why: "cutover undo puts the kept snapshots back"},
	}
	levels := map[int][]warehouse.Op{}
	for _, it := range tables {
		target, from := it.target, *it.from
		now := plan.Expectation{Ref: &target, Absent: it.before == nil, OrMade: c.release}
		if it.rows {
			now.Or = &warehouse.Identity{Token: c.sources[from].Token}
		}
		if it.before != nil {
			now.Identity = it.before.Identity
		}
		s.Expect = append(s.Expect, now)
		c.source(&s, it)
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &target, Identity: warehouse.Identity{Token: c.sources[from].Token}})
		if !it.rows {
			s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckMade, Ref: &target})
		}
		s.Verify = append(s.Verify, c.kept(it)...)
		levels[c.level[target]] = append(levels[c.level[target]], c.tableOp(it))
	}
	ops := c.newContainers(tables)
	for _, n := range slices.Sorted(maps.Keys(levels)) {
		ops = append(ops, warehouse.Batch{Ops: levels[n]})
	}
	s.Title = fmt.Sprintf("replace %d %s, each in one statement", len(tables), plural(len(tables), "table", "tables"))
	if len(levels) > 1 {
		s.Title += fmt.Sprintf(", %d levels of the graph one after another", len(levels))
	}
	s.Action = plan.Action{Op: plan.Of(warehouse.Sequence{Ops: ops})}
	return s
}

// newContainers makes the datasets that are not there, with the access of those
// who may write where the tables come from.
func (c *cloner) newContainers(tables []item) []warehouse.Op {
	var ops []warehouse.Op
	made := map[warehouse.Container]bool{}
	for _, it := range tables {
		at := it.target.Container()
		if is, ok := c.inv.Container(at); made[at] || ok && is.Exists {
			continue
		}
		made[at] = true
		like := it.from.Container()
		ops = append(ops, warehouse.CreateContainer{Container: at, Like: &like})
	}
	return ops
}

// tableOp is what one table needs: rows in place where production's own
// protections must stay on it, else a clone with production's grants on it.
func (c *cloner) tableOp(it item) warehouse.Op {
	if it.rows {
		mark := warehouse.Mark{Database: c.state.Database, Schema: c.state.Schema, Release: c.release, Step: rowsMark + it.target.Short()}
		return warehouse.Atomic{Ops: []warehouse.Op{rowsInPlace(it), mark}}
	}
	op := c.place(it, it.room)
	after := c.grants(it)
	if missing := undescribed(it); len(missing) > 0 {
		after = append(after, warehouse.DescribeColumns{Ref: it.target, Columns: missing})
	}
	return together(op, after)
}

// together is an op with what has to follow it.
func together(op warehouse.Op, after []warehouse.Op) warehouse.Op {
	if len(after) == 0 {
		return op
	}
	return warehouse.Sequence{Ops: append([]warehouse.Op{op}, after...)}
}

// viewGrants gives a view that is made again the grants that it had.
func (c *cloner) viewGrants(it item) []warehouse.Op {
	if it.before == nil {
		return nil
	}
	var out []warehouse.Op
	for _, g := range it.before.Access {
		g.Container, g.Name, g.On = it.target.Container(), it.target.Name, string(warehouse.KindView)
		out = append(out, warehouse.GrantAccess{Grant: g})
	}
	return out
}

// rowsMark begins the mark of one table whose rows were put in place.
const rowsMark = "rows "

// undescribed lists the columns whose descriptions production has and the
// candidate has not.
func undescribed(it item) []warehouse.Column {
	if it.before == nil {
		return nil
	}
	var out []warehouse.Column
	for i, col := range dressed(it.table, it.before).Columns {
		if col.Comment != it.table.Columns[i].Comment {
			out = append(out, warehouse.Column{Name: col.Name, Comment: col.Comment})
		}
	}
	return out
}

// rowsInPlace puts the rows of the new table into the one that is there.
func rowsInPlace(it item) warehouse.ReplaceRows {
	op := warehouse.ReplaceRows{From: *it.from, To: it.target}
	for _, col := range it.table.Columns {
		op.Columns = append(op.Columns, col.Name)
	}
	return op
}

// grants gives the table the grants that production's had, and takes those that
// came with the new one.
func (c *cloner) grants(it item) []warehouse.Op {
	if it.before == nil {
		return nil
	}
	comes, _ := c.inv.Object(*it.from)
	at := func(g warehouse.Grant) warehouse.Grant {
		g.Container, g.Name, g.On = it.target.Container(), it.target.Name, string(warehouse.KindTable)
		return g
	}
	had := map[warehouse.Grant]bool{}
	var out []warehouse.Op
	for _, g := range it.before.Access {
		had[at(g)] = true
		out = append(out, warehouse.GrantAccess{Grant: at(g)})
	}
	for _, g := range comes.Access {
		if !had[at(g)] {
			out = append(out, warehouse.RevokeAccess{Grant: at(g)})
		}
	}
	return out
}

// kept asks afterwards for everything that must be on production's relation:
// labels, description, grants, and the protections that come with the new table
// or stay with the old one.
func (c *cloner) kept(it item) []plan.Check {
	if it.before == nil {
		return nil
	}
	is, _ := c.inv.Object(it.target)
	is.Protections = slices.DeleteFunc(slices.Clone(is.Protections), func(p string) bool { return unreadable(p) || isKey(p) })
	want := is
	want.Access = it.before.Access
	switch {
	case it.view != nil:
		want.Definition = dressed(*it.view, it.before)
	case !it.rows:
		comes, _ := c.inv.Object(*it.from)
		want.Definition = dressed(it.table, it.before)
		want.Protections = slices.DeleteFunc(slices.Clone(is.Protections), func(p string) bool { return !slices.Contains(comes.Protections, p) })
	}
	carries := want.Carries()
	if len(carries) == 0 {
		return nil
	}
	return []plan.Check{{Kind: plan.CheckCarries, Ref: &it.target, Carries: carries}}
}
