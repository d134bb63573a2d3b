package manifest

import (
	"fmt"
	"slices"
	"strings"
)

// Methods that look at names: fqn, tag, package, resource_type, source, and the named kinds.

// matchFQN finds nodes (not sources) by the name itself or by a leading part of the fully qualified name, with or
// without the package.
func matchFQN(c *criterion) (matcher, error) {
	q := newFQNQuery(c.value)
	return func(n *Node) bool {
		if n.ResourceType == ResourceSource || len(n.FQN) == 0 {
			return false
		}
		return q.matches(n.FQN, n.Versioned()) || q.matches(n.FQN[1:], n.Versioned())
	}, nil
}

// fqnQuery is an fqn value, cut at its dots.
type fqnQuery struct {
	value string
	parts []string
	wild  int  // index of the first part with a wildcard, -1 without
	rest  glob // from that part on; dots in it are ordinary characters
	whole glob
}

func newFQNQuery(value string) fqnQuery {
	q := fqnQuery{value: value, parts: strings.Split(value, "."), wild: -1}
	if q.wild = slices.IndexFunc(q.parts, isPattern); q.wild >= 0 {
		q.rest = compileGlob(strings.Join(q.parts[q.wild:], "."))
		q.whole = compileGlob(value)
	}
	return q
}

func (q fqnQuery) matches(fqn []string, versioned bool) bool {
	leaf := len(fqn) - 1
	if versioned {
		leaf-- // the last part is the version
	}
	if leaf < 0 {
		return false
	}
	if fqn[leaf] == q.value {
		return true
	}
	if versioned && strings.Join(fqn[leaf:], "_") == strings.Join(q.parts[max(0, len(q.parts)-2):], "_") {
		return true // name.v1 and name_v1; what stands before them does not count in dbt either
	}
	flat := fqn
	if slices.ContainsFunc(fqn, func(s string) bool { return strings.Contains(s, ".") }) {
		flat = strings.Split(strings.Join(fqn, "."), ".")
	}
	if len(flat) < len(q.parts) {
		return false
	}
	fixed := q.parts
	if q.wild >= 0 {
		fixed = q.parts[:q.wild]
	}
	if !slices.Equal(flat[:len(fixed)], fixed) {
		return false
	}
	if q.wild < 0 {
		return true
	}
	return q.rest.match(strings.Join(flat[q.wild:], ".")) || len(q.parts) == 1 && q.whole.match(fqn[leaf])
}

// matchTag finds nodes with a tag. Tags that metrics and semantic models have only in their config do not count for dbt
// Core; the reader has left those out.
func matchTag(c *criterion) (matcher, error) {
	g := compileGlob(c.value)
	return func(n *Node) bool { return slices.ContainsFunc(n.Tags, g.match) }, nil
}

// matchPackage finds everything of a package; "this" is the root project.
func (ev *evaluation) matchPackage(c *criterion) (matcher, error) {
	name := c.value
	if name == "this" {
		if root := ev.m.RootPackage(); root != "" {
			name = root
		}
	}
	g := compileGlob(name)
	return func(n *Node) bool { return g.match(n.PackageName) }, nil
}

func matchResourceType(c *criterion) (matcher, error) {
	want := ResourceType(c.value)
	switch want {
	case ResourceModel, ResourceAnalysis, ResourceTest, ResourceSnapshot, ResourceOperation, ResourceSQLOperation,
		ResourceSeed, ResourceSource, ResourceExposure, ResourceMetric, ResourceSemanticModel, ResourceSavedQuery,
		ResourceUnitTest, ResourceFunction:
	case "rpc", "doc", "macro", "group", "fixture": // dbt knows them; they are never nodes
	default:
		return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("%q is not a resource type of dbt", c.value)}
	}
	return func(n *Node) bool { return n.ResourceType == want }, nil
}

// matchSource finds sources by source, source.table or package.source.table: dbt's names, not the warehouse's.
func matchSource(c *criterion) (matcher, error) {
	parts := strings.Split(c.value, ".")
	switch len(parts) {
	case 1:
		parts = []string{"*", parts[0], "*"}
	case 2:
		parts = []string{"*", parts[0], parts[1]}
	case 3:
	default:
		return nil, &SelectionError{Spec: c.raw, Detail: "a source is written source, source.table or package.source.table"}
	}
	pkg, source, table := compileGlob(parts[0]), compileGlob(parts[1]), compileGlob(parts[2])
	return func(n *Node) bool {
		return n.ResourceType == ResourceSource && pkg.match(n.PackageName) && source.match(n.SourceName) && table.match(n.Name)
	}, nil
}

// matchNamed finds nodes of one kind by name or package.name.
func matchNamed(c *criterion, kind ResourceType) (matcher, error) {
	parts := strings.Split(c.value, ".")
	if len(parts) > 2 {
		return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("a %s is written name or package.name", kind)}
	}
	if len(parts) == 1 {
		parts = []string{"*", parts[0]}
	}
	pkg, name := compileGlob(parts[0]), compileGlob(parts[1])
	return func(n *Node) bool {
		return n.ResourceType == kind && pkg.match(n.PackageName) && name.match(n.Name)
	}, nil
}
