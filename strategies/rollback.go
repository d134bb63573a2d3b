package strategies

import (
	"fmt"
	"slices"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The ids of the steps of a rollback before its publish.
const (
	cloneStep = "clone-out"
	buildStep = "build"
)

// buildRollback plans the production rollback cycle: what dbt continues is
// cloned from production, dbt builds and tests, the result is published. The
// publish is provisional until dbt has built.
func (b *builder) buildRollback(p *plan.Plan) error {
	b.early = true
	for _, dr := range b.drafts {
		if b.guardKind(dr) {
			b.guardForeignKeys(dr)
		}
	}
	steps := b.cloneOut()
	build := b.req.Build
	s := plan.Step{
		ID: buildStep, Title: "dbt " + build.Command + " --target " + build.Target,
		Action: plan.Action{DBT: &build},
		Undo:   plan.Undo{Why: "production is untouched"},
	}
	if len(steps) > 0 {
		s.Needs, s.RestartFrom = []string{cloneStep}, cloneStep
	}
	publishing, err := b.provisional()
	if err != nil {
		return err
	}
	p.Phases = []plan.Phase{
		{Name: "build", Steps: append(steps, s)},
		{Name: "publish", Deferred: true, Steps: b.withPrune(publishing)},
	}
	b.promise(p)
	return nil
}

// stateful reports whether dbt continues a node on what is there.
func stateful(n *manifest.Node) bool {
	return n.Materialized == "incremental" || n.Materialized == "snapshot" || n.ResourceType == manifest.ResourceSnapshot
}

// cloneOut gives the candidate side production's content of everything that the
// build continues. There is no step when the build continues nothing.
func (b *builder) cloneOut() []plan.Step {
	ids := slices.Clone(b.req.BuildScope)
	for _, dr := range b.drafts {
		if !slices.Contains(ids, dr.pair.Node.UniqueID) {
			ids = append(ids, dr.pair.Node.UniqueID)
		}
	}
	var ops []warehouse.Op
	s := plan.Step{ID: cloneStep, RestartFrom: cloneStep, Undo: plan.Undo{Why: "production is untouched; staging is dbt's side"}}
	var cloned []string
	made := map[warehouse.Container]bool{}
	for _, id := range ids {
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
			ops = append(ops, warehouse.CreateContainer{Container: source.Container()})
		}
		if old, ok := b.inv.Object(source); ok {
			ops = append(ops, warehouse.Drop{Ref: source, Kind: old.Kind})
		}
		ops = append(ops, warehouse.CopyTable{From: target, To: source, Definition: prod.Definition})
		s.Expect = append(s.Expect, plan.Expectation{Ref: &target, Identity: prod.Identity})
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &source, Identity: prod.Identity})
		cloned = append(cloned, n.Name)
	}
	if len(ops) == 0 {
		return nil
	}
	s.Title = fmt.Sprintf("clone %s from production to %s", names(cloned), b.req.From.Environment)
	s.Action = plan.Action{Op: plan.Of(warehouse.Atomic{Ops: ops})}
	return []plan.Step{s}
}

// provisional is the publish as far as it can be known before the build: the
// candidate's shape is what it was last, or production's.
func (b *builder) provisional() (plan.Step, error) {
	for _, dr := range b.drafts {
		if !dr.there && dr.before != nil {
			dr.source, dr.there = *dr.before, true
		}
		if dr.there && dr.source.Kind == warehouse.KindView {
			dr.view = dr.source.Definition
		}
	}
	items, _, err := b.items()
	if err != nil {
		return plan.Step{}, err
	}
	s := publish(b.req.Release, b.req.State.Schema, items, nil)
	s.Expect = nil
	return s, nil
}

// Complete fills in a deferred phase after dbt has built: the request carries
// the new artifacts, the scope and the look are fresh. All guards answer again.
func Complete(req Request, scope Scope, p *plan.Plan, phase int, inv warehouse.Inventory) (*plan.Plan, error) {
	b := newBuilder(req, scope, inv)
	done := *p
	done.Guards, done.Relations = nil, nil
	done.Phases = slices.Clone(p.Phases)
	done.Evidence = req.evidence()
	b.gate()
	b.guardData()
	b.retarget()
	b.guardLostUpdate(p)
	items, sources, err := b.items()
	if err != nil {
		return nil, fmt.Errorf("complete phase %s: %w", p.Phases[phase].Name, err)
	}
	done.Phases[phase] = plan.Phase{
		Name:  p.Phases[phase].Name,
		Steps: b.withPrune(publish(req.Release, req.State.Schema, items, sources)),
	}
	return b.seal(&done)
}

// guardLostUpdate compares production with what it was when the plan was made:
// a change in between would be overwritten by a build that never saw it.
func (b *builder) guardLostUpdate(p *plan.Plan) {
	planned := map[string]plan.Relation{}
	for _, r := range p.Relations {
		planned[r.UniqueID] = r
	}
	for _, dr := range b.drafts {
		name := dr.pair.Target.Short()
		r, ok := planned[dr.pair.Node.UniqueID]
		if !ok {
			b.refuse(MovedSince, name, fmt.Sprintf("%s was not part of the plan that was approved", dr.pair.Node.UniqueID), "")
			continue
		}
		delete(planned, dr.pair.Node.UniqueID)
		switch {
		case r.Before == nil && dr.before != nil:
			b.refuse(MovedSince, name, fmt.Sprintf("%s came into production while dbt was building", dr.pair.Target), "")
		case r.Before != nil && dr.before == nil:
			b.refuse(MovedSince, name, fmt.Sprintf("%s left production while dbt was building", dr.pair.Target), "")
		case r.Before != nil && r.Before.Identity != dr.before.Identity:
			b.refuse(MovedSince, name, fmt.Sprintf("%s was changed in production while dbt was building; the build never saw that change", dr.pair.Target), "")
		}
	}
	for id, r := range planned {
		b.refuse(MovedSince, r.Target.Short(), fmt.Sprintf("%s was planned and is not selected any more", id), "")
	}
}
