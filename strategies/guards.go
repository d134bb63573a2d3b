package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// dataGuards lists the guards that every strategy with a candidate asks.
func dataGuards() []string {
	return []string{
		SourceMissing, KindUnsupported, SourceEmpty, RowsDropped,
		ColumnDropped, ColumnRetyped, ColumnAdded, ForeignKey,
		RelationCollision, SourceIsTarget, TargetUnknown, EmptySelection,
		ViewReadsStaging, ViewReadsMissing,
	}
}

// guardData asks every guard about every relation; it never stops at the first.
func (b *builder) guardData() {
	for _, dr := range b.drafts {
		name := dr.pair.Target.Short()
		if !b.inv.Looked(dr.pair.Source) || !dr.there {
			b.refuse(SourceMissing, name, fmt.Sprintf("%s is not there: dbt has not built %s", dr.pair.Source, dr.pair.Node.Name), "")
			continue
		}
		if !b.guardKind(dr) {
			continue
		}
		b.guardRows(dr)
		b.guardColumns(dr)
		b.guardForeignKeys(dr)
	}
}

// guardKind reports whether the relation can be handled at all.
func (b *builder) guardKind(dr *draft) bool {
	name := dr.pair.Target.Short()
	src := dr.source
	if b.early {
		return b.guardTargetKind(dr)
	}
	if src.Kind != warehouse.KindTable && src.Kind != warehouse.KindView {
		b.refuse(KindUnsupported, name, fmt.Sprintf("%s is a %s, which cutover cannot publish", dr.pair.Source, src.Kind), "")
		return false
	}
	if src.Unsupported != "" && b.req.Strategy != Swap && b.req.Strategy != WAP {
		b.refuse(KindUnsupported, name, fmt.Sprintf("%s cannot be copied without a loss: %s", dr.pair.Source, src.Unsupported), "")
		return false
	}
	return b.guardTargetKind(dr)
}

// guardTargetKind reports whether what production holds can be put back.
func (b *builder) guardTargetKind(dr *draft) bool {
	if dr.before == nil {
		return true
	}
	name, was := dr.pair.Target.Short(), dr.before
	if was.Kind != warehouse.KindTable && was.Kind != warehouse.KindView {
		b.refuse(KindUnsupported, name, fmt.Sprintf("production's %s is a %s, which cutover cannot put back", dr.pair.Target, was.Kind), "")
		return false
	}
	if was.Unsupported != "" && b.req.Strategy != Swap {
		b.refuse(KindUnsupported, name, fmt.Sprintf("production's %s cannot be kept for undo: %s", dr.pair.Target, was.Unsupported), "")
		return false
	}
	return true
}

func (b *builder) guardRows(dr *draft) {
	name := dr.pair.Target.Short()
	if dr.source.Kind != warehouse.KindTable || dr.source.Rows < 0 {
		return
	}
	rows, limit := dr.source.Rows, b.req.Limits
	if rows < limit.MinRows {
		b.refuse(SourceEmpty, name, fmt.Sprintf("%s has %s, at least %d are expected", dr.pair.Source, countRows(rows), limit.MinRows), "")
	}
	if dr.before == nil || dr.before.Rows <= 0 {
		return
	}
	was := dr.before.Rows
	if drop := 100 * float64(was-rows) / float64(was); drop > limit.MaxDropPercent {
		b.refuse(RowsDropped, name, fmt.Sprintf("%s has %s, production has %d (limit %g%%)", dr.pair.Source, countRows(rows), was, limit.MaxDropPercent),
			"")
	}
}

func countRows(n int64) string {
	if n == 1 {
		return "1 row"
	}
	return fmt.Sprintf("%d rows", n)
}

func (b *builder) guardColumns(dr *draft) {
	if dr.before == nil {
		return
	}
	name := dr.pair.Target.Short()
	c := compareColumns(b.d, dr.before.Definition.Columns, dr.source.Definition.Columns)
	limit := b.req.Limits
	if len(c.Dropped) > 0 && limit.BlockDropped {
		b.refuse(ColumnDropped, name, fmt.Sprintf("%s would lose %s", name, strings.Join(c.Dropped, ", ")), "")
	}
	if len(c.Retyped) > 0 && limit.BlockRetyped {
		b.refuse(ColumnRetyped, name, fmt.Sprintf("%s would change %s", name, strings.Join(c.Retyped, ", ")), "")
	}
	if len(c.Added) > 0 && limit.BlockAdded {
		b.refuse(ColumnAdded, name, fmt.Sprintf("%s would gain %s", name, strings.Join(c.Added, ", ")), "")
	}
}

// guardForeignKeys refuses to tear a foreign key: a table that others point to
// cannot be replaced without them, and a table that points to another one
// cannot be kept for undo without it.
func (b *builder) guardForeignKeys(dr *draft) {
	if dr.before == nil || b.req.Strategy == Swap {
		return
	}
	target := dr.pair.Target
	for _, child := range dr.before.ReferencedBy {
		if !b.moves(child) {
			b.refuse(ForeignKey, target.Short(), fmt.Sprintf("%s has a foreign key to %s and is not part of the release", child, target), "")
		}
	}
	for _, parent := range b.parents() {
		if !b.d.EqualNames(parent.Ref.Database, target.Database) {
			continue
		}
		points := slices.ContainsFunc(parent.ReferencedBy, func(c warehouse.Ref) bool { return b.d.SameRef(c, target) })
		if points && !b.moves(parent.Ref) {
			b.refuse(ForeignKey, target.Short(), fmt.Sprintf("%s has a foreign key to %s, which is not part of the release", target, parent.Ref), "")
		}
	}
}

// parents are the objects that foreign keys point to, looked for once.
func (b *builder) parents() []warehouse.Object {
	if b.pointedTo == nil {
		b.pointedTo = []warehouse.Object{}
		for _, o := range b.inv.Objects {
			if len(o.ReferencedBy) > 0 {
				b.pointedTo = append(b.pointedTo, o)
			}
		}
	}
	return b.pointedTo
}

// moves reports whether a relation of production is part of the release.
func (b *builder) moves(r warehouse.Ref) bool {
	return slices.ContainsFunc(b.drafts, func(o *draft) bool { return b.d.SameRef(o.pair.Target, r) })
}

// verb is the command that makes this kind of plan.
func (b *builder) verb() string {
	if b.req.Strategy == Rollback {
		return "rollback run"
	}
	return b.req.Strategy
}
