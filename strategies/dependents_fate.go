package strategies

import (
	"slices"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// This file holds the table of reference: what a swap, a clone or a replacement
// does to each kind of thing. Sources are Snowflake's pages on ALTER DATABASE and
// ALTER SCHEMA ... SWAP WITH, on cloning considerations, on streams and on CREATE
// TABLE ... COPY GRANTS. Where a page says nothing the answer is "would break":
// nobody should learn it from production.

// fateOfShare: a share reads objects, so its consumers stay with the object that
// a swap takes out of production; COPY GRANTS keeps a replaced table shared.
func (b *builder) fateOfShare(x dependent, w way) fate {
	switch {
	case w == wayTables:
		return carriedOver("a table that is replaced with COPY GRANTS stays in the share")
	case x.in && w == waySwap:
		f := breaks("it follows the old side, so its consumers would go on reading the old data under another name")
		f.hint = "cutover wac with " + hintTables
		return f
	case x.in:
		return breaks("it follows the old schema, so its consumers would go on reading the old data").orTables(true)
	}
	return breaks("it follows the candidate, so consumers of the candidate would read production")
}

// fateInTables: only the tables of the release are replaced, where they stand.
func (b *builder) fateInTables(x dependent) fate {
	hit, known := b.replaces(x)
	switch x.Kind {
	case "stream":
		switch {
		case hit:
			return breaks("a stream goes stale when its table is replaced")
		case !known:
			return breaks("what it watches is not known, and a stream goes stale when its table is replaced")
		}
		return unaffected("the release does not replace what it watches")
	case "pipe":
		switch {
		case hit:
			return breaks("the load history goes with the replaced table, so files could be loaded twice")
		case !known:
			return breaks("which table it loads is not known, and a replaced table has no load history")
		}
		return unaffected("the release does not replace the table that it loads")
	case string(warehouse.KindDynamicTable), string(warehouse.KindMaterializedView):
		switch {
		case hit:
			return breaks("a table that it reads is replaced")
		case !known:
			return breaks("what it reads is not known, and it fails when that is replaced")
		}
		return unaffected("the release does not replace what it reads")
	}
	return unaffected("the schema stays where it is")
}

// replaces reports whether the release replaces something that a dependent is
// about, and whether it is known what it is about.
func (b *builder) replaces(x dependent) (hit, known bool) {
	return slices.ContainsFunc(x.On, b.moves), len(x.On) > 0
}

// keptInTables reports whether tables mode would leave a dependent alone.
func (b *builder) keptInTables(x dependent) bool {
	return b.fateInTables(x).effect == plan.EffectUnaffected
}

// fateInShadow: a clone of the schema takes its place, with a clone of
// everything in it that can be cloned.
func (b *builder) fateInShadow(x dependent) fate {
	var f fate
	switch x.Kind {
	case "stream":
		f = breaks("the clone of a stream has lost what was not read yet, and the stream itself stays with the old tables")
	case "task", "alert":
		f = breaks("it is suspended in the clone that takes its place, and the old one stays with the old schema")
	case "pipe":
		f = breaks("it is stopped in the clone that takes its place, and the old one goes on loading by name")
	case string(warehouse.KindDynamicTable), string(warehouse.KindMaterializedView):
		f = breaks("it is bound to tables of the old schema, and what its clone reads is replaced")
	case string(warehouse.KindExternalTable):
		f = breaks("it is not cloned, so production would not have it")
	case "stage":
		f = breaks("an internal stage is not cloned, and its files stay with the old schema")
	case "masking policy", "row access policy", "tag":
		if b.onlyOn(x, x.Ref.Container()) {
			return carriedOver("it is cloned with the schema, and what carries it there carries the clone")
		}
		f = breaks("relations outside the schema carry it, and they would stay with the old one")
	case "function", "procedure", "file format", "sequence":
		return carriedOver("it is cloned with the schema; names in its text go on meaning production")
	case "external function":
		f = breaks("nothing says that it is cloned with the schema")
	default:
		f = breaks("cutover does not know what becomes of it when a clone takes the schema's place")
	}
	return f.orTables(b.keptInTables(x))
}

// fateInSwap: it leaves with the old side; its twin in the candidate, if there
// is one, comes in its place.
func (b *builder) fateInSwap(x dependent) fate {
	leaves := breaks("it would leave production with the old side")
	switch x.Kind {
	case "task", "alert":
		switch {
		case x.Running:
			return breaks("it would leave production with the old side and go on running there")
		case x.twin != nil && !x.twin.Running:
			return carriedOver("the candidate's takes its place; both are suspended")
		}
		return leaves
	case "file format":
		if x.twin != nil {
			return carriedOver("the candidate's takes its place")
		}
		return leaves
	case "sequence":
		if x.twin != nil {
			return breaks("the candidate's takes its place and may hand out numbers again that production has used")
		}
		return leaves
	case "function", "procedure":
		if x.twin != nil {
			return breaks("the candidate's takes its place, and names in its text are not rewritten")
		}
		return leaves
	case string(warehouse.KindExternalTable):
		if x.twin != nil {
			return carriedOver("the candidate's takes its place and reads the same kind of stage")
		}
		return leaves
	case "masking policy", "row access policy", "tag":
		switch {
		case !b.onlyOn(x, b.req.To.container()):
			return breaks("relations outside production carry it, and they would stay with the old one")
		case x.twin != nil:
			return carriedOver("the candidate's takes its place")
		}
		return leaves
	case "stream":
		return breaks("it stays with the old side's tables and leaves production with them")
	case "pipe":
		return breaks("it leaves with the old side and goes on loading by name")
	case "stage":
		return breaks("its files leave production with the old side")
	case string(warehouse.KindDynamicTable), string(warehouse.KindMaterializedView):
		return breaks("names in its query are not rewritten, so the candidate's cannot take its place")
	}
	return leaves
}

// fateOfCandidate: it comes into production with the swap.
func (b *builder) fateOfCandidate(x dependent) fate {
	switch x.Kind {
	case "task", "alert":
		if x.Running {
			return breaks("it comes into production running, and names in its text are not rewritten")
		}
		return carriedOver("it comes into production suspended")
	case "pipe":
		return breaks("it comes into production and goes on loading what its text names")
	case string(warehouse.KindDynamicTable), string(warehouse.KindMaterializedView), "function", "procedure", "external function":
		return breaks("it comes into production, and names in its text are not rewritten")
	case "masking policy", "row access policy", "tag":
		if b.onlyOn(x, b.req.From.container()) {
			return carriedOver("it comes into production with the relations that carry it")
		}
		return breaks("relations outside the candidate carry it, and would depend on production")
	}
	return carriedOver("it comes into production with the candidate")
}

// fateElsewhere: it is in no container of the release and about something there.
func (b *builder) fateElsewhere(x dependent, w way) fate {
	var f fate
	switch x.Kind {
	case "stream":
		f = breaks("a stream follows its table, so it would go on watching the old one")
	case "pipe":
		f = breaks("it loads by name into a table that has another load history, so files could be loaded twice")
	case string(warehouse.KindDynamicTable), string(warehouse.KindMaterializedView):
		f = breaks("a table that it reads becomes another one")
	case "masking policy", "row access policy", "tag":
		return unaffected("it stays where it is; the guards about policies and tags compare what carries it")
	default:
		return unaffected("it reads by name")
	}
	if w == waySwap {
		return f
	}
	return f.orTables(b.keptInTables(x))
}

// onlyOn reports whether everything that a policy or tag is attached to lies in
// one container, as far as the look saw.
func (b *builder) onlyOn(x dependent, c warehouse.Container) bool {
	return !slices.ContainsFunc(x.On, func(r warehouse.Ref) bool { return !insideOf(b.d, r.Container(), c) })
}
