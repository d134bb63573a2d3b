package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// stateful reports whether dbt continues a node on what is there.
func stateful(n *manifest.Node) bool {
	return n.Materialized == "incremental" || n.Materialized == "snapshot" || n.ResourceType == manifest.ResourceSnapshot
}

// cloneOut gives the candidate side production's content of everything that the
// build continues. There is no step when the build continues nothing.
func (b *builder) cloneOut() []plan.Step {
	if b.req.CloneSchemas && b.req.Capabilities.SchemaSwap {
		return b.cloneSchemas()
	}
	var containers, ops []warehouse.Op
	s := plan.Step{ID: cloneStep, RestartFrom: cloneStep, Undo: plan.Undo{Why: "production is untouched; staging is dbt's side"}}
	var cloned []string
	made := map[warehouse.Container]bool{}
	for _, id := range b.built() {
		n := b.req.From.Manifest.Node(id)
		if n == nil || !stateful(n) {
			continue
		}
		if ok, _ := Publishable(n); !ok {
			continue
		}
		target, why := b.req.target(n)
		if why != "" {
			continue // lives on the candidate side only: dbt goes on from there
		}
		prod, there := b.inv.Object(target)
		if !there || prod.Kind != warehouse.KindTable {
			continue
		}
		source := b.req.source(n)
		if !made[source.Container()] {
			made[source.Container()] = true
			containers = append(containers, warehouse.CreateContainer{Container: source.Container()})
		}
		ops = append(ops, b.cloneOne(prod, source)...)
		s.Expect = append(s.Expect, plan.Expectation{Ref: &target, Identity: prod.Identity})
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &source, Identity: prod.Identity})
		cloned = append(cloned, n.Name)
	}
	if len(ops) == 0 {
		return nil
	}
	s.Title = fmt.Sprintf("clone %s from production to %s", names(cloned), b.req.From.Environment)
	if b.req.Capabilities.Transactional {
		s.Action = plan.Action{Op: plan.Of(warehouse.Atomic{Ops: append(containers, ops...)})}
	} else {
		s.Action = plan.Action{Op: plan.Of(warehouse.Sequence{Ops: append(containers, warehouse.Batch{Ops: ops})})}
	}
	return []plan.Step{s}
}

// cloneOne replaces one table of staging by production's.
func (b *builder) cloneOne(prod warehouse.Object, source warehouse.Ref) []warehouse.Op {
	copied := warehouse.CopyTable{From: prod.Ref, To: source, Definition: prod.Definition}
	old, there := b.inv.Object(source)
	switch {
	case !there && b.req.Capabilities.Transactional:
		return []warehouse.Op{copied}
	case b.req.Capabilities.Transactional:
		return []warehouse.Op{warehouse.Drop{Ref: source, Kind: old.Kind}, copied}
	case there && old.Kind != warehouse.KindTable:
		return []warehouse.Op{warehouse.Sequence{Ops: []warehouse.Op{warehouse.Drop{Ref: source, Kind: old.Kind}, copied}}}
	}
	if limits := b.req.Capabilities.Cloning; limits != nil {
		copied = newCloner(b.req.Release, b.inv, *limits, 0, nil).place(item{target: source, from: &copied.From, table: prod.Definition}, 0)
		copied.Release = "" // it is dbt's table, not a release's
	}
	copied.Replace = true // also when nothing is there yet: a second attempt finds the first one's
	return []warehouse.Op{copied}
}

// built lists what the build makes and what is published.
func (b *builder) built() []string {
	ids := slices.Clone(b.req.BuildScope)
	for _, dr := range b.drafts {
		if !slices.Contains(ids, dr.pair.Node.UniqueID) {
			ids = append(ids, dr.pair.Node.UniqueID)
		}
	}
	return ids
}

// cloneSchemas makes every staging schema of the build a clone of production's,
// whole, and gives it the access back that staging had.
func (b *builder) cloneSchemas() []plan.Step {
	from := map[warehouse.Container]warehouse.Container{}
	s := plan.Step{ID: cloneStep, RestartFrom: cloneStep, Undo: plan.Undo{Why: "production is untouched; staging is dbt's side"}}
	for _, id := range b.built() {
		n := b.req.From.Manifest.Node(id)
		if ok, _ := Publishable(n); !ok {
			continue
		}
		target, why := b.req.target(n)
		is, _ := b.inv.Container(target.Container())
		source := b.req.source(n).Container()
		if why != "" || !is.Exists {
			continue
		}
		if other, known := from[source]; known && other != target.Container() {
			b.refuse(TargetUnknown, n.Name, fmt.Sprintf("%s would be cloned from %s and from %s: rollback.clone: schemas needs one production schema for each of staging's", source, other, target.Container()), "")
			continue
		}
		from[source] = target.Container()
	}
	if len(from) == 0 {
		return nil
	}
	var clones, access []warehouse.Op
	var list []string
	for _, to := range sortedContainers(from) {
		prod, _ := b.inv.Container(from[to])
		clones = append(clones, warehouse.CloneContainer{From: from[to], To: to, Transient: prod.Transient, Replace: true})
		if had, ok := b.inv.Container(to); ok && had.Exists {
			access = append(access, levelOne(had, warehouse.ContainerState{Container: to, Exists: true, Comment: prod.Comment}, to).list()...)
		}
		s.Expect = append(s.Expect, plan.Expectation{Container: &prod.Container, Identity: idOnly(prod.Identity)})
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckContainer, Container: &to})
		for _, o := range b.inv.In(from[to]) {
			ref := o.Ref
			s.Expect = append(s.Expect, plan.Expectation{Ref: &ref, Identity: o.Identity})
		}
		list = append(list, to.String())
	}
	s.Title = fmt.Sprintf("make %s a clone of production", strings.Join(list, ", "))
	s.Action = plan.Action{Op: plan.Of(warehouse.Sequence{Ops: append([]warehouse.Op{warehouse.Batch{Ops: clones}}, access...)})}
	return []plan.Step{s}
}

func sortedContainers[V any](m map[warehouse.Container]V) []warehouse.Container {
	var out []warehouse.Container
	for c := range m {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b warehouse.Container) int { return strings.Compare(a.String(), b.String()) })
	return out
}
