package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/manifest"
	"cutover/sql/warehouse"
)

// retarget gives every view the statement that production will get: each
// reference to the candidate side is replaced by its production twin. A view
// that would go on reading the candidate side is refused, never published.
func (b *builder) retarget() {
	for _, dr := range b.drafts {
		if !dr.there || dr.source.Kind != warehouse.KindView {
			continue
		}
		if err := b.retargetOne(dr); err != nil {
			b.refuse(KindUnsupported, dr.pair.Target.Short(), fmt.Sprintf("the text of view %s cannot be read: %s", dr.pair.Source, err), "")
		}
	}
}

func (b *builder) retargetOne(dr *draft) error {
	sql := dr.source.Definition.SQL
	refs, err := b.d.References(sql, b.req.From.DBTDatabase)
	if err != nil {
		return err
	}
	type moved struct{ from, to warehouse.Ref }
	var moves []moved
	for _, ref := range refs {
		if b.d.SameRef(ref, dr.pair.Written) {
			continue // the view's own name
		}
		to, on := b.twin(dr, ref)
		if on {
			moves = append(moves, moved{ref, to})
			if !slices.Contains(dr.reads, to) {
				dr.reads = append(dr.reads, to)
			}
		}
	}
	out, _, err := b.d.Retarget(sql, func(r warehouse.Ref) (warehouse.Ref, bool) {
		for _, m := range moves {
			if b.d.SameRef(m.from, r) {
				return m.to, true
			}
		}
		return warehouse.Ref{}, false
	}, warehouse.RetargetOptions{DefaultDatabase: b.req.From.DBTDatabase})
	if err != nil {
		return err
	}
	dr.view = dr.source.Definition
	dr.view.SQL = out
	return nil
}

// twin finds what a candidate's reference means in production. The second
// result is false for references that stay as they are (sources, aliases).
func (b *builder) twin(dr *draft, ref warehouse.Ref) (warehouse.Ref, bool) {
	for _, o := range b.drafts {
		if b.d.SameRef(o.pair.Written, ref) {
			return b.written(o.pair.Target), true
		}
	}
	if !b.ofCandidate(ref) {
		return warehouse.Ref{}, false
	}
	name := dr.pair.Target.Short()
	if at := b.nodesAt(ref); len(at) > 0 {
		n := at[0]
		if ok, _ := Publishable(n); !ok {
			return warehouse.Ref{}, false // a dbt source: both sides read it
		}
		to, why := b.req.target(n)
		if why != "" {
			b.refuse(ViewReadsStaging, name, fmt.Sprintf("%s reads %s, which has no place in production (%s)", name, ref, why), b.selectHint(n.Name))
			return warehouse.Ref{}, false
		}
		if _, there := b.inv.Object(to); !there {
			b.refuse(ViewReadsMissing, name, fmt.Sprintf("%s reads %s, which is not in production and not part of the release", name, to), b.selectHint(n.Name))
		}
		return b.written(to), true
	}
	if b.written(warehouse.Ref{Database: b.req.To.Database}).Database == ref.Database && b.sharesSchema(ref.Schema) {
		return warehouse.Ref{}, false // production's own name already
	}
	b.refuse(ViewReadsStaging, name, fmt.Sprintf("%s reads %s, which lives on the candidate side and is not a dbt node", name, ref), "")
	return warehouse.Ref{}, false
}

func (b *builder) selectHint(node string) string {
	return fmt.Sprintf("cutover %s --env %s -s %s --dry-run", b.verb(), shellQuote(b.req.To.Environment),
		shellQuote(strings.Join(b.req.Select, " ")+" "+node))
}

// written gives a session ref the name that stands in SQL.
func (b *builder) written(r warehouse.Ref) warehouse.Ref {
	if b.d.EqualNames(r.Database, b.req.To.Database) {
		r.Database = b.req.To.DBTDatabase
	}
	return r
}

// ofCandidate reports whether a reference is into a schema that dbt builds on
// the candidate side.
func (b *builder) ofCandidate(ref warehouse.Ref) bool {
	return slices.ContainsFunc(b.builds, func(c warehouse.Container) bool {
		return b.d.EqualNames(c.Database, ref.Database) && b.d.EqualNames(c.Schema, ref.Schema)
	})
}

// nodesAt finds the candidate's nodes of a name, as SQL writes it.
func (b *builder) nodesAt(ref warehouse.Ref) []*manifest.Node {
	if b.nodes == nil {
		b.nodes = map[string][]*manifest.Node{}
		for _, n := range b.req.From.Manifest.Nodes {
			if n.Relation.Identifier != "" {
				key := strings.ToLower(b.req.stored(n).String())
				b.nodes[key] = append(b.nodes[key], n)
			}
		}
	}
	var out []*manifest.Node
	for _, n := range b.nodes[strings.ToLower(ref.String())] {
		if b.d.SameRef(b.req.stored(n), ref) {
			out = append(out, n)
		}
	}
	return out
}

// builtContainers lists the schemas, as dbt writes them, that dbt builds into.
func builtContainers(d warehouse.Dialect, m *manifest.Manifest) []warehouse.Container {
	seen := map[warehouse.Container]bool{}
	var out []warehouse.Container
	for _, n := range m.Nodes {
		c := stored(d, n).Container()
		if ok, _ := Publishable(n); ok && !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// sharesSchema reports whether production uses a schema of that name too.
func (b *builder) sharesSchema(schema string) bool {
	return slices.ContainsFunc(b.drafts, func(o *draft) bool { return b.d.EqualNames(o.pair.Target.Schema, schema) })
}
