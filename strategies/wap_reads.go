package strategies

import (
	"fmt"
	"slices"
	"sort"

	"cutover/manifest"
	"cutover/sql/warehouse"
)

// sides tells relations of the candidate's own from production's and from those
// that both share.
type sides struct {
	d         warehouse.Dialect
	candidate string // the candidate's own database; "" when both share one
	relations []warehouse.Ref
	// own are the containers that the candidate builds into, production those
	// that production builds into, one entry for each node.
	own, production []warehouse.Container
}

// sidesOf compares where each node lives in the two manifests. A node that
// lives in one place on both sides belongs to neither.
func (b *builder) sidesOf() sides {
	s := sides{d: b.d}
	if !b.d.EqualNames(b.req.From.Database, b.req.To.Database) {
		s.candidate = b.req.From.Database
	}
	for _, n := range b.req.From.Manifest.Nodes {
		if ok, _ := Publishable(n); !ok {
			continue
		}
		from := b.req.source(n)
		to, why := b.req.targetByManifest(n)
		if why == "" && b.d.SameRef(from, to) {
			continue
		}
		s.relations = append(s.relations, from)
		s.own = append(s.own, from.Container())
		if why == "" {
			s.production = append(s.production, to.Container())
		}
	}
	return s
}

// ofCandidate reports whether a relation, as the session names it, is the
// candidate's own: one of its nodes, or anything in a container that is more the
// candidate's than production's.
func (s sides) ofCandidate(ref warehouse.Ref) bool {
	within := func(list []warehouse.Container) (n int) {
		for _, c := range list {
			if s.d.SameContainer(c, ref.Container()) {
				n++
			}
		}
		return n
	}
	if slices.ContainsFunc(s.relations, func(r warehouse.Ref) bool { return s.d.SameRef(r, ref) }) {
		return true
	}
	candidates, productions := within(s.own), within(s.production)
	if candidates > 0 || productions > 0 {
		return candidates > productions
	}
	return s.candidate != "" && s.d.EqualNames(ref.Database, s.candidate)
}

// guardUpstream looks at what the production run will read: relations of
// production, or such as both sides share, and never the candidate's own. What
// it reads and does not rebuild was not what the audit read, so it is named.
func (b *builder) guardUpstream() {
	m := b.req.To.Manifest
	if m == nil {
		b.refuse(TargetUnknown, "", fmt.Sprintf("environment %s has no manifest that says what dbt builds there and reads", b.req.To.Environment), "")
		return
	}
	where := b.sidesOf()
	for _, dr := range b.drafts {
		n := m.Node(dr.pair.Node.UniqueID)
		if n == nil {
			continue // refused already: it has no place there
		}
		b.guardReads(dr, n, where)
		b.guardCompiled(dr, n, where)
	}
}

// guardReads asks about the nodes that a node refers to.
func (b *builder) guardReads(dr *draft, n *manifest.Node, where sides) {
	name := dr.pair.Target.Short()
	var stay []string
	for _, up := range upstream(b.req.To.Manifest, n) {
		ref := b.req.stored(up)
		ref.Database = b.req.To.session(ref.Database, b.req.same())
		_, there := b.inv.Object(ref)
		switch {
		case where.ofCandidate(ref):
			b.refuse(WAPReadsCandidate, name, fmt.Sprintf("%s reads %s in %s, which lives on the candidate side", name, ref, b.req.To.Environment), "")
		case up.ResourceType == manifest.ResourceSource || b.moves(ref):
		case b.inv.Looked(ref) && !there:
			b.refuse(WAPReadsMissing, name, fmt.Sprintf("%s reads %s, which is not in %s and not part of the release", name, ref, b.req.To.Environment), b.selectHint(up.Name))
		default:
			stay = append(stay, ref.Short())
		}
	}
	if len(stay) > 0 {
		sort.Strings(stay)
		dr.notes = append(dr.notes, fmt.Sprintf("reads %s of %s as %s there, not audited", names(stay), b.req.To.Environment, plural(len(stay), "it is", "they are")))
	}
}

// upstream lists the nodes whose relations a node reads, through ephemeral ones.
func upstream(m *manifest.Manifest, n *manifest.Node) []*manifest.Node {
	var out []*manifest.Node
	seen := map[string]bool{n.UniqueID: true}
	next := slices.Clone(n.DependsOn)
	for len(next) > 0 {
		id := next[0]
		next = next[1:]
		up := m.Node(id)
		if seen[id] || up == nil {
			continue
		}
		seen[id] = true
		switch {
		case up.Ephemeral():
			next = append(next, up.DependsOn...)
		case up.RelationName != "" || !up.Relation.IsZero():
			out = append(out, up)
		}
	}
	return out
}

// guardCompiled asks about names that stand in the SQL itself, where dbt has
// compiled it.
func (b *builder) guardCompiled(dr *draft, n *manifest.Node, where sides) {
	sql := n.CompiledCode()
	if sql == "" || n.Value("language").Text() == "python" {
		return
	}
	name := dr.pair.Target.Short()
	refs, err := b.d.References(sql, b.req.To.DBTDatabase)
	if err != nil {
		b.refuse(WAPReadsCandidate, name, fmt.Sprintf("the compiled SQL of %s cannot be read: %s", n.UniqueID, err), "")
		return
	}
	var said []warehouse.Ref
	for _, ref := range refs {
		ref.Database = b.req.To.session(ref.Database, b.req.same())
		if _, there := b.inv.Object(ref); !there || !where.ofCandidate(ref) {
			continue // an alias and its column look like a schema and its table
		}
		if !slices.Contains(said, ref) {
			said = append(said, ref)
			b.refuse(WAPReadsCandidate, name, fmt.Sprintf("the SQL of %s in %s names %s, which lives on the candidate side", name, b.req.To.Environment, ref), "")
		}
	}
}
