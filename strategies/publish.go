package strategies

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// publishStep is the id of the step that changes production.
const publishStep = "publish"

// KeepSchema names the schema in which a release keeps the tables that it
// replaced in another schema.
func KeepSchema(release, schema string) string {
	return fmt.Sprintf("cutover_%s__%s", release, schema)
}

// keepSchema is KeepSchema as the warehouse stores it: what cutover adds folds
// like a name without quotes, what is the schema's own stays. A name that would
// be too long keeps its beginning and the hash of the whole.
func keepSchema(d warehouse.Dialect, release, schema string) string {
	name := KeepSchema(release, "")
	if d.Fold != nil {
		name = d.Fold(name)
	}
	name += schema
	const most = 255 // Snowflake's limit, in characters
	if d.Name != "snowflake" || len([]rune(name)) <= most {
		return name
	}
	sum := sha256.Sum256([]byte(schema))
	return string([]rune(name)[:most-9]) + "_" + hex.EncodeToString(sum[:4])
}

// item is one relation of a publish, whatever the strategy: what is there is
// kept and dropped, what comes is copied or created.
type item struct {
	target warehouse.Ref
	before *plan.Snapshot // nil: nothing is there
	keep   warehouse.Ref  // where a replaced table is kept
	// Exactly one of the next three: a table to copy, a view to create, or
	// nothing (the relation is removed).
	from   *warehouse.Ref
	view   *warehouse.Definition
	remove bool
	// table is the definition of the table to copy.
	table warehouse.Definition
	// reads are the relations of production that the view reads.
	reads []warehouse.Ref

	// The rest is for warehouses with Capabilities.Cloning.

	// rows puts the rows in place and leaves the table what it is.
	rows bool
	// asOf reads the table to copy as it was then; zero is now.
	asOf time.Time
	// room is how many clones must still fit below the table afterwards.
	room int
}

// keeps says whether the item replaces a table, which is then kept; a replaced
// view is its text, which the plan keeps.
func (it item) keeps() bool {
	return it.before != nil && it.before.Kind == warehouse.KindTable
}

// publishOp is one transaction: keep what is there, drop it, put the new in its
// place, leave the mark. Items come in an order in which views follow what they
// read.
func publishOp(release, stateSchema string, items []item) warehouse.Atomic {
	var ops []warehouse.Op
	made := []warehouse.Container{}
	ensure := func(c warehouse.Container) {
		if !slices.Contains(made, c) {
			made = append(made, c)
			ops = append(ops, warehouse.CreateContainer{Container: c})
		}
	}
	for _, it := range items {
		if it.keeps() {
			ensure(it.keep.Container())
		}
		if !it.remove {
			ensure(it.target.Container())
		}
	}
	for _, it := range items {
		if it.keeps() {
			ops = append(ops, warehouse.CopyTable{From: it.target, To: it.keep, Definition: it.before.Definition})
		}
	}
	for _, it := range slices.Backward(items) {
		if it.before != nil {
			ops = append(ops, warehouse.Drop{Ref: it.target, Kind: it.before.Kind})
		}
	}
	for _, it := range items {
		switch {
		case it.from != nil:
			ops = append(ops, warehouse.CopyTable{From: *it.from, To: it.target, Definition: it.table})
		case it.view != nil:
			ops = append(ops, warehouse.CreateView{View: it.target, Definition: *it.view})
		}
	}
	if len(items) > 0 {
		ops = append(ops, warehouse.Mark{Database: items[0].target.Database, Schema: stateSchema, Release: release, Step: publishStep})
	}
	return warehouse.Atomic{Ops: ops}
}

// publishChecks is what must be read back after publishOp: the content that was
// judged, not what the source may have become since.
func publishChecks(stateSchema string, items []item, sources map[warehouse.Ref]warehouse.Identity) []plan.Check {
	var out []plan.Check
	for _, it := range items {
		target := it.target
		switch {
		case it.remove:
			out = append(out, plan.Check{Kind: plan.CheckAbsent, Ref: &target})
		case it.from != nil:
			out = append(out, plan.Check{Kind: plan.CheckSame, Ref: &target, Identity: sources[*it.from]})
		default:
			out = append(out, plan.Check{Kind: plan.CheckReadable, Ref: &target})
		}
		if it.keeps() {
			keep := it.keep
			out = append(out, plan.Check{Kind: plan.CheckSame, Ref: &keep, Identity: it.before.Identity})
		}
	}
	if len(items) > 0 {
		c := warehouse.Container{Database: items[0].target.Database, Schema: stateSchema}
		out = append(out, plan.Check{Kind: plan.CheckMark, Container: &c, Step: publishStep})
	}
	return out
}

// expectTargets is what must be there right before: production as it was looked
// at, and the sources that were judged.
func expectTargets(items []item, sources map[warehouse.Ref]warehouse.Identity) []plan.Expectation {
	var out []plan.Expectation
	for _, it := range items {
		target := it.target
		if it.before == nil {
			out = append(out, plan.Expectation{Ref: &target, Absent: true})
		} else {
			out = append(out, plan.Expectation{Ref: &target, Identity: it.before.Identity})
		}
		if it.from != nil {
			from := *it.from
			out = append(out, plan.Expectation{Ref: &from, Identity: sources[from]})
		}
	}
	return out
}

// publish makes the step of a publish.
func publish(release, stateSchema string, items []item, sources map[warehouse.Ref]warehouse.Identity) plan.Step {
	op := publishOp(release, stateSchema, items)
	n := len(items)
	return plan.Step{
		ID:         publishStep,
		Title:      fmt.Sprintf("publish %d %s in one transaction", n, plural(n, "relation", "relations")),
		Production: true,
		Action:     plan.Action{Op: plan.Of(op)},
		Expect:     expectTargets(items, sources),
		Verify:     publishChecks(stateSchema, items, sources),
		Undo:       plan.Undo{Why: "cutover undo puts back what the step kept: tables from " + KeepSchema(release, "<schema>") + ", views from the plan"},
	}
}
