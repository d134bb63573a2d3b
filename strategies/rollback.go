package strategies

import (
	"fmt"
	"slices"

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
	publishing, err := b.provisional(p)
	if err != nil {
		return err
	}
	p.Phases = []plan.Phase{
		{Name: "build", Steps: append(steps, s)},
		{Name: "publish", Deferred: true, Steps: b.withPrune(publishing...)},
	}
	return nil
}

// provisional is the publish as far as it can be known before the build: the
// candidate's shape is what it was last, or production's.
func (b *builder) provisional(p *plan.Plan) ([]plan.Step, error) {
	for _, dr := range b.drafts {
		if !dr.there && dr.before != nil {
			dr.source, dr.there = *dr.before, true
		}
		if dr.there && dr.source.Kind == warehouse.KindView {
			dr.view = dr.source.Definition
		}
	}
	steps, err := b.publishing(p)
	for i := range steps {
		steps[i].Expect = nil
	}
	return steps, err
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
	if req.Strategy != WAP {
		b.retarget()
	}
	b.guardLostUpdate(p)
	steps, err := b.publishing(&done)
	if err != nil {
		return nil, fmt.Errorf("complete phase %s: %w", p.Phases[phase].Name, err)
	}
	done.Phases[phase] = plan.Phase{Name: p.Phases[phase].Name, Steps: b.withPrune(steps...)}
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
