package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Verdict is what became of one node in a selection.
type Verdict string

// The verdicts of Explain.
const (
	VerdictSelected Verdict = "selected"
	VerdictExcluded Verdict = "excluded"     // something selects it, something else takes it away
	VerdictTypeLeft Verdict = "not_listed"   // selected, but its resource type is not asked for
	VerdictMissed   Verdict = "not_selected" // nothing selects it
	VerdictDisabled Verdict = "disabled"     // enabled=false in the dbt project: no selection can reach it
)

// Explanation says why a node is in a selection, or why not. Its verdict is that of Select for the same request.
type Explanation struct {
	UniqueID string
	Verdict  Verdict
	Reason   string // one sentence, without the node's id
	Selector string // the selector that was used; empty without
	Parts    []ExplainedPart
}

// Selected reports whether Select returns the node.
func (e Explanation) Selected() bool { return e.Verdict == VerdictSelected }

// ExplainedPart is one criterion of the expression and what it says about the node. Criteria come in the order of the
// expression; those of --exclude and of a selector's exclude last in their group.
type ExplainedPart struct {
	Criterion string
	Within    string // the intersection or selector that it stands in; empty at the top
	Excludes  bool   // it takes away instead of adding
	Matches   bool
	How       string // "itself", "as a descendant of model.shop.x", or why it misses
}

// Explain says which part of a request selects or excludes one node. id is a unique_id, or a name, alias or "name.v2" that
// only one node has. Errors: *SelectionError for what Select refuses and for an id that is unknown or ambiguous.
func (m *Manifest) Explain(req SelectRequest, id string) (Explanation, error) {
	indirect, err := parseIndirect(req.Indirect, "--indirect-selection")
	if err != nil {
		return Explanation{}, err
	}
	types, err := listedTypes(req.ResourceTypes, req.ExcludeResourceTypes)
	if err != nil {
		return Explanation{}, err
	}
	ev := &evaluation{m: m, g: m.g(), types: types, indirect: indirect, state: req.State}
	root, selector, err := ev.expressionFor(req)
	if err != nil {
		return Explanation{}, err
	}
	out := Explanation{Selector: selector}
	if out.UniqueID, err = m.findNode(id); err != nil {
		return Explanation{}, err
	}
	direct, _, err := ev.evaluate(root)
	if err != nil {
		return Explanation{}, err
	}
	i, enabled := ev.g.index[out.UniqueID]
	if !enabled {
		out.Verdict, out.Reason = VerdictDisabled, "disabled in the dbt project (enabled: false), so nothing can select it"
		return out, nil
	}
	x := explainer{ev: ev, node: i}
	whole, err := x.explain(root, place{})
	if err != nil {
		return Explanation{}, err
	}
	out.Parts = x.parts
	out.Verdict, out.Reason = x.verdict(direct.has(i), whole)
	if len(req.Select) == 0 && selector == "" && out.Verdict == VerdictSelected {
		out.Reason = "selected because without --select dbt takes everything"
	}
	return out, nil
}

// findNode finds the one node that id can mean, disabled ones included.
func (m *Manifest) findNode(id string) (string, error) {
	if m.Nodes[id] != nil || len(m.Disabled[id]) > 0 {
		return id, nil
	}
	var named, disabled, near []string
	for unique, n := range m.Nodes {
		switch {
		case answersTo(n, id):
			named = append(named, unique)
		case id != "" && strings.Contains(strings.ToLower(n.Name), strings.ToLower(id)):
			near = append(near, unique)
		}
	}
	for unique, nodes := range m.Disabled {
		if slices.ContainsFunc(nodes, func(n *Node) bool { return answersTo(n, id) }) {
			disabled = append(disabled, unique)
		}
	}
	if len(named) == 0 { // what is there comes before what was turned off
		named = disabled
	}
	switch len(named) {
	case 1:
		return named[0], nil
	case 0:
		return "", &SelectionError{Spec: id, Detail: "no node of the manifest has this unique_id or name" + someOf("; nearest: ", near)}
	}
	return "", &SelectionError{Spec: id, Detail: fmt.Sprintf("%d nodes have this name%s", len(named), someOf(": ", named))}
}

func answersTo(n *Node, name string) bool {
	switch {
	case name == "":
		return false
	case n.Name == name, n.Alias == name, n.Versioned() && n.Name+".v"+n.Version == name:
		return true
	}
	return n.SourceName != "" && n.SourceName+"."+n.Name == name
}

// someOf lists a few ids behind a lead, or nothing.
func someOf(lead string, ids []string) string {
	const most = 5
	if len(ids) == 0 {
		return ""
	}
	slices.Sort(ids)
	more := ""
	if len(ids) > most {
		more = fmt.Sprintf(" and %d more", len(ids)-most)
		ids = ids[:most]
	}
	return lead + strings.Join(ids, ", ") + more
}

// doesNotMatch is how a criterion misses when there is no more to say.
const doesNotMatch = "does not match"

// explainer asks every part of an expression about one node.
type explainer struct {
	ev    *evaluation
	node  int32
	parts []ExplainedPart
	near  nearest
	half  string // `it matches "a", but not "b"`, of the first intersection that only partly matches
}

// place is where in the expression a part stands.
type place struct {
	within   string
	excludes bool
}

// finding is what one part says: whether it has the node, and in words which criterion decided.
type finding struct {
	has      bool
	by       string // `"tag:mart+" as a descendant of model.shop.x`
	excluded bool   // something in it selects the node and something else takes it away; by says what
}

// explain walks the parts of x. The package's own evaluator decides about each; here it is only put into words.
func (x *explainer) explain(e *expression, at place) (finding, error) {
	if e.op == opCriterion {
		return x.explainCriterion(e.criterion, at)
	}
	direct, _, err := x.ev.evaluate(e)
	if err != nil {
		return finding{}, err
	}
	inner := at
	if e.op == opIntersection && len(e.parts) > 1 && at.within == "" {
		if inner.within = e.raw; strings.HasPrefix(e.raw, "[") { // of selectors.yml, where it is a list
			inner.within = "intersection"
		}
	}
	found := make([]finding, len(e.parts))
	for k, part := range e.parts {
		below := inner
		if e.op == opDifference && k > 0 {
			below.excludes = !at.excludes
		}
		if found[k], err = x.explain(part, below); err != nil {
			return finding{}, err
		}
	}
	if e.op == opIntersection && !at.excludes {
		x.noteHalf(e, found)
	}
	return x.combine(e, found, direct.has(x.node)), nil
}

// noteHalf keeps in words that an intersection matches the node with some of its parts only.
func (x *explainer) noteHalf(e *expression, found []finding) {
	var matched, missed []string
	for k, f := range found {
		if f.has {
			matched = append(matched, fmt.Sprintf("%q", e.parts[k].raw))
		} else {
			missed = append(missed, fmt.Sprintf("%q", e.parts[k].raw))
		}
	}
	if x.half == "" && len(matched) > 0 && len(missed) > 0 {
		x.half = fmt.Sprintf("it matches %s, but not %s", strings.Join(matched, " and "), strings.Join(missed, " and "))
	}
}

// combine says in words what the parts make together; has is the evaluator's answer.
func (x *explainer) combine(e *expression, found []finding, has bool) finding {
	var by []string
	for _, f := range found {
		if f.has && f.by != "" {
			by = append(by, f.by)
		}
	}
	together := strings.Join(by, " and ")
	switch {
	case e.op == opDifference && !has && len(found) > 1 && found[0].has:
		return finding{excluded: true, by: found[1].by}
	case e.op == opDifference && has && !found[0].has, has && together == "":
		return finding{has: true, by: fmt.Sprintf("the parts together, as a test whose parents are all selected (indirect selection %s)", e.indirect)}
	case e.op == opDifference && has:
		return finding{has: true, by: found[0].by}
	case has:
		return finding{has: true, by: together}
	}
	for _, f := range found { // a selector's own exclude
		if f.excluded && e.op != opDifference || f.excluded && !found[0].has {
			return f
		}
	}
	return finding{}
}

func (x *explainer) explainCriterion(c *criterion, at place) (finding, error) {
	collected, err := x.ev.collect(c)
	if err != nil {
		return finding{}, err
	}
	part := ExplainedPart{Criterion: c.raw, Within: at.within, Excludes: at.excludes}
	part.Matches, part.How = x.how(c, collected)
	x.parts = append(x.parts, part)
	if !part.Matches {
		if !at.excludes {
			x.near.offer(x.ev.g, x.node, c, collected)
		}
		inside, err := x.explainSelector(c, at)
		return finding{excluded: inside.excluded, by: inside.by}, err
	}
	by := fmt.Sprintf("%q %s", c.raw, part.How)
	if part.How == "itself" {
		by = fmt.Sprintf("%q", c.raw)
	}
	if _, err := x.explainSelector(c, at); err != nil {
		return finding{}, err
	}
	return finding{has: true, by: by}, nil
}

// explainSelector adds the parts of the selectors that selector:name means. They have been evaluated once, so they exist
// and do not refer to each other in a circle.
func (x *explainer) explainSelector(c *criterion, at place) (finding, error) {
	if c.method != methodSelector {
		return finding{}, nil
	}
	glob := compileGlob(c.value)
	var last finding
	for _, name := range slices.Sorted(maps.Keys(x.ev.m.Selectors)) {
		if !glob.match(name) {
			continue
		}
		e, err := parseSelector(x.ev.m.Selectors[name], x.ev.indirect)
		if err != nil {
			return finding{}, err
		}
		f, err := x.explain(e, place{within: "selector:" + name, excludes: at.excludes})
		if err != nil {
			return finding{}, err
		}
		if f.excluded {
			last = f
		}
	}
	return last, nil
}

// how says by which way a criterion reaches the node, or why it does not.
func (x *explainer) how(c *criterion, collected idSet) (matches bool, how string) {
	g := x.ev.g
	if collected.has(x.node) {
		return true, "itself"
	}
	if c.parents && g.reach(g.parents, collected, c.up).has(x.node) {
		return true, "as an ancestor of " + g.closest(g.children, x.node, collected).id
	}
	if c.children && g.reach(g.children, collected, c.down).has(x.node) {
		return true, "as a descendant of " + g.closest(g.parents, x.node, collected).id
	}
	reached := x.ev.withNeighbours(c, collected)
	if reached.has(x.node) {
		if start := g.closest(g.parents, x.node, collected); start.id != "" {
			return true, "as a descendant of " + start.id
		}
		return true, "as an ancestor of what depends on it"
	}
	if !g.nodes[x.node].IsTest() || c.method == methodSelector {
		return false, doesNotMatch
	}
	return x.howTest(c, reached)
}

// howTest says whether indirect selection brings the node, which is a test, along.
func (x *explainer) howTest(c *criterion, reached idSet) (matches bool, how string) {
	var selected, lacking []string
	for _, p := range x.ev.g.parents[x.node] {
		if reached.has(p) {
			selected = append(selected, x.ev.g.ids[p])
		} else {
			lacking = append(lacking, x.ev.g.ids[p])
		}
	}
	if len(selected) == 0 {
		return false, doesNotMatch
	}
	if c.indirect != IndirectEmpty {
		if direct, _ := x.ev.expand(reached, c.indirect); direct.has(x.node) {
			return true, fmt.Sprintf("as a test of %s (indirect selection %s)", strings.Join(selected, " and "), c.indirect)
		}
	}
	how = fmt.Sprintf("is a test of %s, but indirect selection is %s", strings.Join(selected, " and "), c.indirect)
	if c.indirect != IndirectEmpty && len(lacking) > 0 {
		how += " and it also needs " + strings.Join(lacking, " and ")
	}
	return false, how
}

// verdict puts the whole into one sentence; selected is the evaluator's answer before resource types.
func (x *explainer) verdict(selected bool, whole finding) (Verdict, string) {
	kind := x.ev.g.nodes[x.node].ResourceType
	switch {
	case selected && x.ev.types[kind]:
		return VerdictSelected, "selected by " + whole.by
	case selected:
		return VerdictTypeLeft, fmt.Sprintf("selected by %s, but the resource type %s is not listed (--resource-type, --exclude-resource-type)", whole.by, kind)
	case whole.excluded && whole.by != "":
		return VerdictExcluded, "excluded by " + whole.by
	}
	if x.half != "" {
		return VerdictMissed, "not selected: " + x.half
	}
	for _, p := range x.parts {
		if !p.Excludes && !p.Matches && p.How != doesNotMatch {
			return VerdictMissed, fmt.Sprintf("not selected by %q: it %s", p.Criterion, p.How)
		}
	}
	return VerdictMissed, "not selected: no criterion matches it" + x.near.words()
}
