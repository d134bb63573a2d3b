package strategies

import (
	"sort"
	"strings"

	"cutover/manifest"
	"cutover/sql/warehouse"
)

// Separation is what two manifests say about the targets of a candidate and of
// production: whether what dbt builds on the one can touch what it builds on the
// other. SQL that a hook or a macro runs by itself is in no manifest and not
// judged. The lists are sorted.
type Separation struct {
	// Builds counts the nodes that dbt builds for the candidate.
	Builds int
	// Overwrites are nodes that dbt builds for the candidate under the name of a
	// relation of production.
	Overwrites []Overlap
	// Mixes are nodes that dbt builds for the candidate under a name of their own,
	// in a schema that dbt builds into for production.
	Mixes []Overlap
	// Upstream are nodes that both targets have under one name and that dbt does
	// not build for the candidate: it reads production's.
	Upstream []Overlap
	// Sources counts the sources that both targets read.
	Sources int
}

// Overlap is one node of the candidate in a place of production's.
type Overlap struct {
	Node *manifest.Node
	// Relation is the node's, as the session names it.
	Relation warehouse.Ref
	// Production are the unique_ids of production's nodes there, sorted.
	Production []string
}

// Proved reports whether nothing that dbt builds for the candidate can land
// among what it builds for production. A build of nothing proves nothing.
func (s Separation) Proved() bool {
	return s.Builds > 0 && len(s.Overwrites) == 0 && len(s.Mixes) == 0
}

// Separate compares two targets. Both sides need a manifest; builds are the
// unique_ids that dbt builds for the candidate, nil for every node that it can.
func Separate(d warehouse.Dialect, from, to Side, builds []string) Separation {
	production := occupied{d: d, relations: map[string][]place{}, schemas: map[string][]place{}}
	for _, n := range to.Manifest.Nodes {
		if lands(n) {
			production.add(n, refOn(d, to, n))
		}
	}
	wanted := map[string]bool{}
	for _, id := range builds {
		wanted[id] = true
	}
	var s Separation
	for _, n := range from.Manifest.Nodes {
		if !lands(n) {
			continue
		}
		at := refOn(d, from, n)
		o := Overlap{Node: n, Relation: at, Production: production.relation(at)}
		built := n.ResourceType != manifest.ResourceSource && (builds == nil || wanted[n.UniqueID])
		if built {
			s.Builds++
		}
		switch {
		case len(o.Production) == 0:
			if o.Production = production.schema(at.Container()); built && len(o.Production) > 0 {
				s.Mixes = append(s.Mixes, o)
			}
		case built:
			s.Overwrites = append(s.Overwrites, o)
		case n.ResourceType == manifest.ResourceSource:
			s.Sources++
		default:
			s.Upstream = append(s.Upstream, o)
		}
	}
	for _, list := range [][]Overlap{s.Overwrites, s.Mixes, s.Upstream} {
		sort.Slice(list, func(i, j int) bool { return list[i].Node.UniqueID < list[j].Node.UniqueID })
	}
	return s
}

// lands reports whether a node is a relation in the warehouse: also a test that
// stores its failures, and a source.
func lands(n *manifest.Node) bool {
	return !n.Ephemeral() && (n.RelationName != "" || !n.Relation.IsZero())
}

func refOn(d warehouse.Dialect, side Side, n *manifest.Node) warehouse.Ref {
	ref := stored(d, n)
	ref.Database = side.session(ref.Database, d.EqualNames)
	return ref
}

// occupied finds production's nodes by where they are, as the warehouse compares
// names.
type occupied struct {
	d                  warehouse.Dialect
	relations, schemas map[string][]place
}

type place struct {
	id string
	at warehouse.Ref
}

// roughly gives one key to all names that some warehouse takes for one.
func roughly(parts ...string) string {
	return strings.ToLower(strings.ToUpper(strings.Join(parts, "\x00")))
}

func (o occupied) add(n *manifest.Node, at warehouse.Ref) {
	p := place{id: n.UniqueID, at: at}
	key := roughly(at.Database, at.Schema, at.Name)
	o.relations[key] = append(o.relations[key], p)
	if n.ResourceType != manifest.ResourceSource { // nobody builds those
		key = roughly(at.Database, at.Schema)
		o.schemas[key] = append(o.schemas[key], p)
	}
}

func (o occupied) relation(at warehouse.Ref) []string {
	return ids(o.relations[roughly(at.Database, at.Schema, at.Name)], func(r warehouse.Ref) bool { return o.d.SameRef(r, at) })
}

func (o occupied) schema(c warehouse.Container) []string {
	return ids(o.schemas[roughly(c.Database, c.Schema)], func(r warehouse.Ref) bool { return o.d.SameContainer(r.Container(), c) })
}

func ids(list []place, same func(warehouse.Ref) bool) []string {
	var out []string
	for _, p := range list {
		if same(p.at) {
			out = append(out, p.id)
		}
	}
	sort.Strings(out)
	return out
}
