package strategies

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Resolve says which selected nodes are published, from where to where, and
// what has to be looked at before Build. It is pure; what it cannot place is an
// answer in the scope, an error is only a request that makes no sense.
func Resolve(req Request) (Scope, error) {
	if req.From.Manifest == nil {
		return Scope{}, fmt.Errorf("resolve the selection: the candidate side has no manifest")
	}
	var s Scope
	ids := req.Selected
	if req.Strategy == Swap {
		ids = everyNode(req.From.Manifest)
	}
	for _, id := range ids {
		n := req.From.Manifest.Node(id)
		if n == nil {
			return Scope{}, fmt.Errorf("resolve the selection: %s is not in the candidate's manifest", id)
		}
		s.add(req, n)
	}
	s.leaveOutDisabled(req)
	s.Answers = append(s.Answers, collisions(req, s.Pairs)...)
	if len(s.Pairs) == 0 && len(s.Answers) == 0 {
		s.Answers = append(s.Answers, plan.Answer{
			Code:    EmptySelection,
			Message: "the selection holds nothing to publish: " + strings.Join(req.Select, " "),
			Hint:    "cutover ls -s " + shellQuote(strings.Join(req.Select, " ")),
		})
	}
	s.look = lookFor(req, s.Pairs)
	return s, nil
}

func everyNode(m *manifest.Manifest) []string {
	out := make([]string, 0, len(m.Nodes))
	for id := range m.Nodes {
		out = append(out, id)
	}
	sort.Strings(out)
	return out
}

// add places one node.
func (s *Scope) add(req Request, n *manifest.Node) {
	publishable, why := Publishable(n)
	switch {
	case !publishable && why == "":
		s.Ignored++
	case !publishable:
		s.LeftOut = append(s.LeftOut, plan.LeftOut{UniqueID: n.UniqueID, Name: n.Name, Why: why})
	default:
		target, why := req.target(n)
		if why != "" {
			s.Answers = append(s.Answers, plan.Answer{Code: TargetUnknown, Relation: n.Name, Message: why})
			return
		}
		s.Pairs = append(s.Pairs, Pair{Node: n, Source: req.source(n), Target: target, Written: req.stored(n)})
	}
}

// Publishable reports whether a node leaves something in the warehouse that
// cutover can publish. When it does not, why says so; why is "" for what nobody
// would expect to be published (tests, sources, exposures).
func Publishable(n *manifest.Node) (ok bool, why string) {
	switch n.ResourceType {
	case manifest.ResourceModel, manifest.ResourceSnapshot, manifest.ResourceSeed:
	default:
		return false, ""
	}
	switch n.Materialized {
	case manifest.MaterializedEphemeral:
		return false, "ephemeral, nothing to publish"
	case "table", "view", "incremental", "snapshot", "seed":
	case "":
		if n.ResourceType == manifest.ResourceModel {
			return false, "no materialization in the manifest"
		}
	default:
		return false, "materialized as " + n.Materialized + ", which cutover cannot publish"
	}
	if n.Relation.IsZero() || n.Relation.Identifier == "" {
		return false, "no relation in the manifest"
	}
	return true, ""
}

// leaveOutDisabled names the disabled nodes that carry a selected tag, so that
// nobody wonders where they are.
func (s *Scope) leaveOutDisabled(req Request) {
	for id, nodes := range req.From.Manifest.Disabled {
		for _, n := range nodes {
			if n.ResourceType != manifest.ResourceModel && n.ResourceType != manifest.ResourceSnapshot && n.ResourceType != manifest.ResourceSeed {
				continue
			}
			if slices.ContainsFunc(n.Tags, func(t string) bool { return slices.Contains(req.Mapping.Tags, t) }) {
				s.LeftOut = append(s.LeftOut, plan.LeftOut{UniqueID: id, Name: n.Name, Why: "disabled in the dbt project"})
			}
		}
	}
	sort.Slice(s.LeftOut, func(i, j int) bool { return s.LeftOut[i].UniqueID < s.LeftOut[j].UniqueID })
}

// stored gives the name under which the warehouse keeps a node, from the name
// that dbt writes into SQL: only that says what is quoted and what folds.
func (req Request) stored(n *manifest.Node) warehouse.Ref { return stored(req.Capabilities.Dialect, n) }

func stored(d warehouse.Dialect, n *manifest.Node) warehouse.Ref {
	if ref, ok := d.ParseRef(n.RelationName); ok {
		return ref
	}
	fold := d.Fold
	if fold == nil {
		fold = func(s string) string { return s }
	}
	return warehouse.Ref{Database: fold(n.Relation.Database), Schema: fold(n.Relation.Schema), Name: fold(n.Relation.Identifier)}
}

// source is where the candidate's node is in the session.
func (req Request) source(n *manifest.Node) warehouse.Ref {
	ref := req.stored(n)
	ref.Database = req.From.session(ref.Database, req.same())
	return ref
}

func (req Request) same() func(a, b string) bool { return req.Capabilities.Dialect.EqualNames }

// target is where a node lives in production; why says what is missing.
func (req Request) target(n *manifest.Node) (ref warehouse.Ref, why string) {
	is := req.stored(n)
	ref = warehouse.Ref{Database: req.To.Database, Schema: is.Schema, Name: is.Name}
	if req.Strategy == Swap { // the whole container moves: names stay
		if req.To.Schema != "" {
			ref.Schema = req.To.Schema
		}
		return ref, ""
	}
	by := req.Mapping.By
	if req.Strategy == WAP { // dbt itself puts it there
		by = ""
	}
	switch by {
	case "", "environment":
		return req.targetByManifest(n)
	case "tag":
		ref.Schema, why = req.tagSchema(n)
		return ref, why
	case "schema":
		for from, to := range req.Mapping.Map {
			if req.same()(req.Capabilities.Dialect.ParseName(from), is.Schema) {
				ref.Schema = req.Capabilities.Dialect.ParseName(to)
			}
		}
		return ref, ""
	}
	return warehouse.Ref{}, fmt.Sprintf("route by %q is not known", req.Mapping.By)
}

func (req Request) targetByManifest(n *manifest.Node) (warehouse.Ref, string) {
	if req.To.Manifest == nil {
		return warehouse.Ref{}, fmt.Sprintf("environment %s has no manifest that says where %s lives", req.To.Environment, n.Name)
	}
	p := req.To.Manifest.Node(n.UniqueID)
	if p == nil || p.Relation.Identifier == "" {
		return warehouse.Ref{}, fmt.Sprintf("%s is not in the manifest of environment %s (disabled there, or made from another checkout)", n.UniqueID, req.To.Environment)
	}
	ref := req.stored(p)
	ref.Database = req.To.session(ref.Database, req.same())
	return ref, ""
}

// tagSchema gives the schema of the one routed tag that the node carries.
func (req Request) tagSchema(n *manifest.Node) (schema, why string) {
	routed := req.Mapping.Tags
	if len(req.Mapping.Map) > 0 {
		routed = nil
		for tag := range req.Mapping.Map {
			routed = append(routed, tag)
		}
		sort.Strings(routed)
	}
	var hits []string
	for _, tag := range routed {
		if slices.Contains(n.Tags, tag) {
			hits = append(hits, tag)
		}
	}
	switch len(hits) {
	case 0:
		return "", fmt.Sprintf("%s carries none of the routed tags (%s)", n.Name, strings.Join(routed, ", "))
	case 1:
		if to, ok := req.Mapping.Map[hits[0]]; ok {
			return req.Capabilities.Dialect.ParseName(to), ""
		}
		return req.Capabilities.Dialect.ParseName(hits[0]), ""
	}
	return "", fmt.Sprintf("%s carries several routed tags (%s): route it by a map", n.Name, strings.Join(hits, ", "))
}

// collisions finds two nodes on one relation, and relations that would be
// published onto themselves.
func collisions(req Request, pairs []Pair) []plan.Answer {
	d := req.Capabilities.Dialect
	var out []plan.Answer
	for i, p := range pairs {
		if req.Strategy != Swap && d.SameRef(p.Source, p.Target) {
			out = append(out, plan.Answer{
				Code: SourceIsTarget, Relation: p.Target.Short(),
				Message: fmt.Sprintf("%s would be published onto itself: environments %s and %s keep it in one place", p.Target, req.From.Environment, req.To.Environment),
			})
		}
		for _, q := range pairs[:i] {
			if d.SameRef(p.Target, q.Target) {
				out = append(out, plan.Answer{
					Code: RelationCollision, Relation: p.Target.Short(),
					Message: fmt.Sprintf("%s and %s would both be published as %s", q.Node.UniqueID, p.Node.UniqueID, p.Target),
				})
			}
		}
	}
	return out
}

// lookFor asks for the containers of both sides and the content of everything
// that moves.
func lookFor(req Request, pairs []Pair) warehouse.InspectRequest {
	var r warehouse.InspectRequest
	add := func(c warehouse.Container) {
		if !slices.Contains(r.Containers, c) {
			r.Containers = append(r.Containers, c)
		}
	}
	if req.Capabilities.BySchema() && (req.Strategy != Swap || req.Capabilities.NoSwap != "") {
		lookBySchema(req, pairs, &r, add)
	} else {
		add(req.To.container())
		add(req.From.container())
	}
	for _, c := range req.Expired {
		add(c)
	}
	for _, l := range req.Leftover {
		add(l.Container)
	}
	for _, p := range pairs {
		if !req.Capabilities.BySchema() {
			add(warehouse.Container{Database: p.Target.Database})
			add(warehouse.Container{Database: p.Source.Database})
		}
		r.Content = append(r.Content, p.Source, p.Target)
	}
	switch {
	case req.Capabilities.SchemaSwap:
		r.Access = withDatabases(r.Containers)
	case req.Capabilities.Cloning != nil:
		r.Access = r.Containers
	}
	return r
}

// withDatabases adds the databases of schemas: of those only the access is
// asked, since their future grants are what a new object gets.
func withDatabases(list []warehouse.Container) []warehouse.Container {
	out := slices.Clone(list)
	for _, c := range list {
		if db := (warehouse.Container{Database: c.Database}); !slices.Contains(out, db) {
			out = append(out, db)
		}
	}
	return out
}

// lookBySchema asks for the schemas that the release touches or that its views
// may read, since a database of a warehouse holds much more than that.
func lookBySchema(req Request, pairs []Pair, r *warehouse.InspectRequest, add func(warehouse.Container)) {
	for _, p := range pairs {
		add(p.Target.Container())
		add(p.Source.Container())
	}
	for _, n := range req.From.Manifest.Nodes {
		if ok, _ := Publishable(n); !ok {
			continue
		}
		add(req.source(n).Container())
		if to, why := req.target(n); why == "" {
			add(to.Container())
		}
	}
	slices.SortFunc(r.Containers, func(a, b warehouse.Container) int { return strings.Compare(a.String(), b.String()) })
}

// shellQuote writes an argument so that a POSIX shell reads exactly it.
func shellQuote(s string) string {
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,", r)
	}) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
