package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The modes of a publish where tables take their places one by one (BigQuery).
const (
	// ModeClone replaces each table by a clone; it is the default there.
	ModeClone = "clone"
	// ModeTransaction puts the rows of all tables in place in one transaction.
	ModeTransaction = "transaction"
	// ModeViews turns pointer views over datasets of the release.
	ModeViews = "views"
)

// cloningGuards lists what is asked where tables are published as clones.
func (b *builder) cloningGuards() []string {
	out := []string{LocationDiffers, StreamingBuffer, PolicyLost, TagLost}
	switch b.req.Mode {
	case ModeTransaction:
		return append(out, TransactionImpossible)
	case ModeViews:
		return out
	}
	return append(out, LayoutChanged)
}

// publishCloning plans the publish in the mode asked for.
func (b *builder) publishCloning(p *plan.Plan) ([]plan.Step, error) {
	items, sources, err := b.items()
	if err != nil {
		return nil, err
	}
	b.guardLocations()
	b.guardStreaming()
	c := newCloner(b.req.Release, b.inv, *b.req.Capabilities.Cloning, b.req.KeepFor, sources)
	c.state = b.req.State
	switch b.req.Mode {
	case ModeTransaction:
		return b.inTransaction(p, c, items), nil
	case ModeViews:
		return b.byPointers(p, c, items)
	case "", ModeClone:
		return b.byClones(p, c, items), nil
	}
	return nil, fmt.Errorf("publish mode %q is not one of this warehouse: %s, %s or %s", b.req.Mode, ModeClone, ModeTransaction, ModeViews)
}

// byClones replaces table by table.
func (b *builder) byClones(p *plan.Plan, c *cloner, items []item) []plan.Step {
	b.guardKindStays(items)
	b.guardLayout(items)
	b.preserve(items)
	b.guardProtections()
	c.level = b.levels()
	for i := range items {
		items[i].room = roomBelow
	}
	for _, dr := range b.drafts {
		if !dr.inPlace && slices.ContainsFunc(dr.source.Protections, isKey) {
			dr.notes = append(dr.notes, "whether a clone keeps its keys is not documented")
		}
	}
	p.Atomicity = plan.Atomicity{How: c.window(items)}
	p.UndoBy = c.promise(items)
	return c.steps(items)
}

// guardKindStays refuses a table that becomes a view or the other way round:
// that takes two statements, and the name is missing between them.
func (b *builder) guardKindStays(items []item) {
	for _, it := range items {
		if it.before != nil && it.before.Kind != it.becomes() {
			b.refuse(KindUnsupported, it.target.Short(),
				fmt.Sprintf("%s is a %s and becomes a %s, which cannot happen in one statement: drop it in production first", it.target, it.before.Kind, it.becomes()), "")
		}
	}
}

// guardLayout refuses other partitions or clusters, which a replacement in one
// statement cannot bring.
func (b *builder) guardLayout(items []item) {
	for _, it := range items {
		if it.from == nil || it.before == nil || it.before.Kind != warehouse.KindTable || it.before.Definition.Layout == it.table.Layout {
			continue
		}
		source, _ := b.inv.Object(*it.from)
		if slices.ContainsFunc(source.Protections, func(p string) bool { return strings.HasPrefix(p, "constraint primary key") }) {
			b.refuse(KindUnsupported, it.target.Short(), fmt.Sprintf("%s changes its partitions or clusters, which needs a rename, and has a primary key: such a table cannot be renamed", it.target), "")
			continue
		}
		b.refuse(LayoutChanged, it.target.Short(), fmt.Sprintf("%s changes from %s to %s: the new table is made beside, the old one dropped and the new one renamed, and the name is missing for a moment",
			it.target, layoutWords(it.before.Definition.Layout), layoutWords(it.table.Layout)), "")
	}
}

func layoutWords(layout string) string {
	if layout == "" {
		return "no partitions or clusters"
	}
	return layout
}

// guardLocations refuses to publish between places that no clone crosses.
func (b *builder) guardLocations() {
	said := map[[2]warehouse.Container]bool{}
	for _, dr := range b.drafts {
		from, to := dr.pair.Source.Container(), dr.pair.Target.Container()
		a, okA := b.inv.Container(from)
		z, okZ := b.inv.Container(to)
		if !okA || !okZ || !a.Exists || !z.Exists || strings.EqualFold(a.Location, z.Location) || said[[2]warehouse.Container{from, to}] {
			continue
		}
		said[[2]warehouse.Container{from, to}] = true
		b.refuse(LocationDiffers, "", fmt.Sprintf("%s is in %s and %s in %s: a clone cannot cross locations", from, a.Location, to, z.Location), "")
	}
}

// guardStreaming refuses tables with rows that no clone and no snapshot holds.
func (b *builder) guardStreaming() {
	for _, dr := range b.drafts {
		name := dr.pair.Target.Short()
		if dr.there && dr.source.Streaming {
			b.refuse(StreamingBuffer, name, fmt.Sprintf("%s has rows in its streaming buffer, which a clone leaves behind", dr.pair.Source), "")
		}
		if dr.before != nil && dr.before.Streaming {
			b.refuse(StreamingBuffer, name, fmt.Sprintf("production's %s has rows in its streaming buffer, which would be lost and not kept for the undo", dr.pair.Target), "")
		}
	}
}

// preserve puts rows in place where production's table carries row access
// policies, which a replacement may take off it, and, when asked to, wherever the
// candidate does not carry what production does.
func (b *builder) preserve(items []item) {
	byTarget := map[warehouse.Ref]*draft{}
	for _, dr := range b.drafts {
		byTarget[dr.pair.Target] = dr
	}
	for i := range items {
		it, dr := &items[i], byTarget[items[i].target]
		if it.from == nil || it.before == nil || it.before.Kind != warehouse.KindTable || dr == nil || dr.before == nil {
			continue
		}
		lacks := slices.ContainsFunc(dr.before.Protections, func(p string) bool { return !slices.Contains(dr.source.Protections, p) })
		policed := slices.ContainsFunc(dr.before.Protections, func(p string) bool { return strings.HasPrefix(p, rowPolicyWord) })
		if !b.req.Preserve && (lacks || !policed) || b.req.Preserve && !lacks && !policed {
			continue
		}
		dr.inPlace = true
		if why := notInPlace(b.d, *it); why != "" {
			b.refuse(PolicyLost, it.target.Short(), fmt.Sprintf("%s carries %s, and its rows cannot be put in place: %s", it.target, strings.Join(dr.before.Protections, ", "), why), "")
			continue
		}
		it.rows = true
		dr.notes = append(dr.notes, "rows put in place, so that its policies stay")
	}
}

// rowPolicyWord begins the sentence of a row access policy.
const rowPolicyWord = "row access policy "

// notInPlace says why the rows of a table cannot be put into the one that is
// there; "" when they can.
func notInPlace(d warehouse.Dialect, it item) string {
	switch {
	case it.from == nil:
		return "it is a view"
	case it.before == nil:
		return "there is no table yet"
	case it.before.Kind != warehouse.KindTable:
		return fmt.Sprintf("it is a %s", it.before.Kind)
	}
	c := compareColumns(d, it.before.Definition.Columns, it.table.Columns)
	if n := len(c.Added) + len(c.Dropped) + len(c.Retyped); n > 0 {
		return "its columns change: " + names(slices.Concat(c.Added, c.Dropped, c.Retyped))
	}
	return ""
}

// levels says how deep each table lies in the graph of those that move, so that
// a table takes its place after what it was built from.
func (b *builder) levels() map[warehouse.Ref]int {
	moves := map[string]bool{}
	target := map[string]warehouse.Ref{}
	for _, dr := range b.drafts {
		if dr.source.Kind == warehouse.KindTable {
			moves[dr.pair.Node.UniqueID], target[dr.pair.Node.UniqueID] = true, dr.pair.Target
		}
	}
	m := b.req.From.Manifest
	depth := map[string]int{}
	var of func(id string) int
	of = func(id string) int {
		if n, known := depth[id]; known {
			return n
		}
		depth[id] = 0 // the graph has no cycles; this only bounds a broken one
		most := 0
		for _, parent := range m.Parents(id) {
			n := of(parent)
			if moves[parent] {
				n++
			}
			most = max(most, n)
		}
		depth[id] = most
		return most
	}
	out := map[warehouse.Ref]int{}
	for id, ref := range target {
		out[ref] = of(id)
	}
	return out
}

// window says how long readers can see a mix, and what it costs.
func (c *cloner) window(items []item) string {
	var tables, copies int
	var bytes int64
	levels := map[int]bool{}
	for _, it := range items {
		if it.from == nil {
			continue
		}
		tables++
		levels[c.level[it.target]] = true
		from, _ := c.inv.Object(*it.from)
		if it.rows || c.place(it, it.room).Method == warehouse.MethodCopy {
			copies, bytes = copies+1, bytes+max(from.Bytes, 0)
		}
	}
	out := fmt.Sprintf("mode clone: %d %s replaced one by one in %d %s of the graph; each is old or new, never both, and readers see a mix until the last one (about %d statements long)",
		len(items), plural(len(items), "relation", "relations"), max(len(levels), 1), plural(max(len(levels), 1), "level", "levels"), tables)
	if copies == 0 {
		return out + "; clones bill no bytes until they differ"
	}
	return out + fmt.Sprintf("; %d %s in full (%s), because a clone would hang too deep or its policies must stay; the other clones bill no bytes until they differ",
		copies, plural(copies, "table is copied", "tables are copied"), humanBytes(bytes))
}

func (c *cloner) promise(items []item) plan.UndoPromise {
	for _, it := range items {
		if it.keeps() {
			return plan.UndoPromise{Possible: true, How: fmt.Sprintf("snapshots in %s, until %s; after that time travel of the replaced tables, while it reaches back", KeepSchema(c.release, "<dataset>"), c.expires.Format("2006-01-02 15:04Z"))}
		}
	}
	return plan.UndoPromise{Possible: true, How: "views from the plan; tables that are new are taken out again and kept"}
}

// humanBytes writes a size with a unit of 1024.
func humanBytes(n int64) string {
	const unit = 1024
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	size, suffix := float64(n), ""
	for _, s := range []string{"KiB", "MiB", "GiB", "TiB", "PiB"} {
		if size < unit {
			break
		}
		size, suffix = size/unit, s
	}
	return fmt.Sprintf("%.1f %s", size, suffix)
}
