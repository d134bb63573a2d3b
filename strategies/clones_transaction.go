package strategies

import (
	"fmt"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// inTransaction puts the rows of all tables in place at one moment. Tables stay
// what they are, with their access and policies; that is why they must be there
// and have the same columns. Views follow, one by one.
func (b *builder) inTransaction(p *plan.Plan, c *cloner, items []item) []plan.Step {
	var tables, views []item
	var bytes int64
	for _, it := range items {
		if it.from == nil {
			views = append(views, it)
			continue
		}
		if why := notInPlace(b.d, it); why != "" {
			b.refuse(TransactionImpossible, it.target.Short(), fmt.Sprintf("%s cannot take part in a transaction: %s", it.target, why),
				fmt.Sprintf("publish.mode: %s", ModeClone))
		}
		from, _ := b.inv.Object(*it.from)
		bytes += max(from.Bytes, 0)
		it.rows = true
		tables = append(tables, it)
	}
	for _, dr := range b.drafts {
		dr.inPlace = dr.source.Kind == warehouse.KindTable
	}
	b.guardKindStays(views)
	b.guardProtections()
	if most := c.limits.MaxAtomic - 1; len(tables) > most { // the mark is one more
		b.refuse(TransactionImpossible, "", fmt.Sprintf("one transaction writes at most %d tables, and the release has %d", most, len(tables)),
			fmt.Sprintf("publish.mode: %s", ModeClone))
	}
	p.Atomicity = plan.Atomicity{OneMoment: len(views) == 0, How: fmt.Sprintf(
		"mode transaction: the rows of %d %s at one moment, all or none; %s are read and written, and billed", len(tables), plural(len(tables), "table", "tables"), humanBytes(bytes))}
	if len(views) > 0 {
		p.Atomicity.How += fmt.Sprintf("; %d %s one by one after it", len(views), plural(len(views), "view follows", "views follow"))
	}
	p.UndoBy = c.promise(items)
	return c.transaction(tables, views, b.req.State)
}

// transaction is keep, one transaction, and the views.
func (c *cloner) transaction(tables, views []item, state warehouse.Container) []plan.Step {
	steps := c.steps(views)
	var head []plan.Step
	if keep, ok := c.keep(tables); ok {
		head = append(head, keep)
	}
	if len(tables) > 0 {
		s := c.replace(tables)
		var ops []warehouse.Op
		for _, it := range tables {
			ops = append(ops, rowsInPlace(it))
		}
		ops = append(ops, warehouse.Mark{Database: state.Database, Schema: state.Schema, Release: c.release, Step: publishStep})
		s.Title = fmt.Sprintf("put the rows of %d %s in place in one transaction", len(tables), plural(len(tables), "table", "tables"))
		s.Action = plan.Action{Op: plan.Of(warehouse.Atomic{Ops: ops})}
		s.RestartFrom = "" // the mark says whether it happened
		at := state
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckMark, Container: &at, Step: publishStep})
		if len(head) > 0 {
			s.Needs = []string{keepStep}
		}
		head = append(head, s)
	}
	if len(head) > 0 && len(steps) > 0 && len(steps[0].Needs) == 0 {
		steps[0].Needs = []string{head[len(head)-1].ID}
	}
	return append(head, steps...)
}
