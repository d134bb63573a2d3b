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

// rebuildStep is the step in which dbt builds in production.
const rebuildStep = "rebuild"

// buildWAP plans write, audit, publish: dbt builds and tests the candidate; when
// the gate and the guards say yes, production's relations are kept and dbt
// builds the same nodes again, in production. The second phase is provisional
// until the audit.
func (b *builder) buildWAP(p *plan.Plan) error {
	b.early = true
	for _, dr := range b.drafts {
		if b.guardKind(dr) {
			b.guardForeignKeys(dr)
		}
	}
	build := b.req.Build
	audit := plan.Step{
		ID: buildStep, Title: "dbt " + build.Command + " --target " + build.Target,
		Action: plan.Action{DBT: &build},
		Undo:   plan.Undo{Why: "production is untouched"},
	}
	steps, err := b.rebuilding(p)
	if err != nil {
		return err
	}
	for i := range steps {
		steps[i].Expect = nil
	}
	p.Phases = []plan.Phase{
		{Name: "audit", Steps: []plan.Step{audit}},
		{Name: "publish", Deferred: true, Steps: b.withPrune(steps...)},
	}
	return nil
}

// rebuilding gives the steps that keep production's relations and let dbt build
// them anew, and what they promise.
func (b *builder) rebuilding(p *plan.Plan) ([]plan.Step, error) {
	items, err := b.rebuilt()
	if err != nil {
		return nil, err
	}
	dr := map[warehouse.Ref]*draft{}
	for _, d := range b.drafts {
		dr[d.pair.Target] = d
		if d.source.Kind == warehouse.KindView {
			d.view = d.source.Definition // nothing is retargeted: dbt writes production's text
		}
	}
	b.guardUpstream()
	var steps []plan.Step
	rebuild := plan.Step{
		ID: rebuildStep, Production: true, RestartFrom: rebuildStep,
		Undo: plan.Undo{Why: "cutover undo puts back what was kept before: tables from their copies, views from the plan"},
	}
	if keep, ok := b.keepBefore(items); ok {
		steps, rebuild.Needs = append(steps, keep), []string{keep.ID}
	}
	run := b.rebuildRun()
	rebuild.Action = plan.Action{DBT: &run}
	rebuild.Title = fmt.Sprintf("dbt %s --target %s: %d %s, one after another", run.Command, run.Target, len(items), plural(len(items), "relation", "relations"))
	for _, it := range items {
		target := it.target
		now := plan.Expectation{Ref: &target, Absent: it.before == nil}
		if it.before != nil {
			now.Identity = it.before.Identity
		}
		rebuild.Expect = append(rebuild.Expect, now)
		rebuild.Verify = append(rebuild.Verify, b.rebuiltAs(dr[target]))
	}
	p.Atomicity = plan.Atomicity{How: fmt.Sprintf("dbt builds %d %s in %s one after another; readers see some new and some old meanwhile", len(items), plural(len(items), "relation", "relations"), b.req.To.Environment)}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("kept copies in %s, for the next %d releases", keepSchema(b.d, b.req.Release, "<schema>"), b.req.KeepReleases)}
	if limits := b.req.Capabilities.Cloning; limits != nil {
		b.guardRebuilt()
		p.UndoBy = newCloner(b.req.Release, b.inv, *limits, b.req.KeepFor, nil).promise(items)
	}
	return append(steps, rebuild), nil
}

// guardRebuilt refuses to let dbt build tables where production holds pointer
// views.
func (b *builder) guardRebuilt() {
	if b.req.Mode == ModeViews {
		b.refuse(KindUnsupported, "", fmt.Sprintf("in mode %s production holds views of release datasets, and dbt would build tables in their place", ModeViews),
			fmt.Sprintf("cutover wac --env %s --dry-run", shellQuote(b.req.To.Environment)))
	}
}

// rebuilt lists what the production run makes, in an order in which each
// relation follows what it reads.
func (b *builder) rebuilt() ([]item, error) {
	byNode := map[string]item{}
	var ids []string
	for _, dr := range b.drafts {
		it := item{target: dr.pair.Target}
		if dr.before != nil {
			it.before = snapshot(*dr.before)
			it.keep = warehouse.Ref{Database: it.target.Database, Schema: keepSchema(b.d, b.req.Release, it.target.Schema), Name: it.target.Name}
		}
		byNode[dr.pair.Node.UniqueID] = it
		ids = append(ids, dr.pair.Node.UniqueID)
	}
	order, err := b.req.From.Manifest.TopologicalOrder(ids)
	if err != nil {
		return nil, err
	}
	out := make([]item, len(order))
	for i, id := range order {
		out[i] = byNode[id]
	}
	return out, nil
}

// keepBefore copies what dbt is about to replace; there is no step when
// production has no table yet. A view is its text, which the plan keeps.
func (b *builder) keepBefore(items []item) (plan.Step, bool) {
	if limits := b.req.Capabilities.Cloning; limits != nil {
		return newCloner(b.req.Release, b.inv, *limits, b.req.KeepFor, nil).keep(items)
	}
	if !b.req.Capabilities.Transactional {
		return keepCopies(items)
	}
	s, ok := keepCopies(items)
	if !ok {
		return s, false
	}
	var ops []warehouse.Op
	made := map[warehouse.Container]bool{}
	for _, it := range items {
		if c := it.keep.Container(); it.keeps() && !made[c] {
			made[c] = true
			ops = append(ops, warehouse.CreateContainer{Container: c})
		}
	}
	for _, it := range items {
		if it.keeps() {
			ops = append(ops, warehouse.CopyTable{From: it.target, To: it.keep, Definition: it.before.Definition})
		}
	}
	ops = append(ops, warehouse.Mark{Database: items[0].target.Database, Schema: b.req.State.Schema, Release: b.req.Release, Step: keepStep})
	s.Title = fmt.Sprintf("keep copies of %d %s for the undo, in one transaction", len(s.Expect), plural(len(s.Expect), "table", "tables"))
	s.RestartFrom = "" // the mark says whether it happened
	s.Action = plan.Action{Op: plan.Of(warehouse.Atomic{Ops: ops})}
	return s, true
}

// rebuiltAs is what has to be read back of one relation: as many rows as were
// audited, give or take what the sources have gained since.
func (b *builder) rebuiltAs(dr *draft) plan.Check {
	target := dr.pair.Target
	counted := plan.Check{Kind: plan.CheckRows, Ref: &target, Rows: dr.source.Rows, Tolerance: b.req.Limits.RowsTolerance}
	switch {
	case !b.tableInProduction(dr):
	case b.early:
		counted.Rows = -1
		return counted
	case dr.source.Kind == warehouse.KindTable && dr.source.Rows >= 0:
		return counted
	default:
		dr.notes = append(dr.notes, fmt.Sprintf("rows are not compared: %s in %s is a %s", dr.pair.Source.Short(), b.req.From.Environment, dr.source.Kind))
	}
	return plan.Check{Kind: plan.CheckReadable, Ref: &target}
}

// tableInProduction reports whether production materializes a node as a table;
// a project may make it a view on one target and a table on the other.
func (b *builder) tableInProduction(dr *draft) bool {
	n := dr.pair.Node
	if b.req.To.Manifest != nil {
		if there := b.req.To.Manifest.Node(n.UniqueID); there != nil {
			n = there
		}
	}
	return n.Materialized != "view"
}

// rebuildRun is dbt's run in production: exactly the published nodes, without
// tests, which the audit has run.
func (b *builder) rebuildRun() plan.DBT {
	run := b.req.Rebuild
	run.Command = "run"
	types := []string{string(manifest.ResourceModel)}
	wanted := map[string]bool{}
	for _, dr := range b.drafts {
		n := dr.pair.Node
		run.Nodes = append(run.Nodes, n.UniqueID)
		wanted[n.UniqueID] = true
		if t := string(n.ResourceType); !slices.Contains(types, t) {
			types = append(types, t) // dbt run makes neither seeds nor snapshots
		}
	}
	sort.Strings(run.Nodes)
	if len(types) > 1 {
		run.Command = "build"
		args := make([]string, 0, 2*len(types)+len(run.Args))
		for _, t := range types {
			args = append(args, "--resource-type", t)
		}
		run.Args = append(args, run.Args...)
	}
	if b.req.To.Manifest == nil {
		return run // refused already: nothing says where the nodes live
	}
	for _, id := range run.Nodes {
		criterion, surplus := b.criterion(id, types, wanted)
		if criterion == "" {
			b.refuse(KindUnsupported, id, fmt.Sprintf("%s cannot be selected alone in dbt's selection language", id), "")
			continue
		}
		run.Select = append(run.Select, criterion)
		for _, s := range surplus {
			if !slices.Contains(run.Exclude, s) {
				run.Exclude = append(run.Exclude, s)
			}
		}
	}
	return b.exactly(run, types)
}

// criterion selects a node in production's manifest, and excludes what it
// selects besides: a node's fqn is also the folder of others.
func (b *builder) criterion(id string, types []string, wanted map[string]bool) (criterion string, surplus []string) {
	m := b.req.To.Manifest
	n := m.Node(id)
	if n == nil {
		return "", nil
	}
	for _, c := range []string{fqn(n), "path:" + n.OriginalFilePath} {
		hits, err := m.Select(manifest.SelectRequest{Select: []string{c}, ResourceTypes: types, Indirect: "empty"})
		if err != nil || !slices.Contains(hits.UniqueIDs, id) {
			continue
		}
		var more []string
		for _, hit := range hits.UniqueIDs {
			if h := m.Node(hit); !wanted[hit] && h != nil && !h.Ephemeral() {
				more = append(more, fqn(h))
			}
		}
		if criterion == "" || len(more) < len(surplus) {
			criterion, surplus = c, more
		}
		if len(more) == 0 {
			break
		}
	}
	return criterion, surplus
}

func fqn(n *manifest.Node) string { return "fqn:" + strings.Join(n.FQN, ".") }

// exactly refuses a run that would build something else than what was audited.
func (b *builder) exactly(run plan.DBT, types []string) plan.DBT {
	if len(run.Select) == 0 {
		return run
	}
	m := b.req.To.Manifest
	hits, err := m.Select(manifest.SelectRequest{Select: run.Select, Exclude: run.Exclude, ResourceTypes: types, Indirect: "empty"})
	if err != nil {
		b.refuse(KindUnsupported, "", fmt.Sprintf("the published nodes cannot be selected in %s: %s", b.req.To.Environment, err), "")
		return run
	}
	got := slices.DeleteFunc(slices.Clone(hits.UniqueIDs), func(id string) bool {
		n := m.Node(id)
		return n == nil || n.Ephemeral()
	})
	for _, id := range run.Nodes {
		if !slices.Contains(got, id) {
			b.refuse(KindUnsupported, id, fmt.Sprintf("dbt's selection for %s would leave %s out", b.req.To.Environment, id), "")
		}
	}
	for _, id := range got {
		if !slices.Contains(run.Nodes, id) {
			b.refuse(KindUnsupported, id, fmt.Sprintf("dbt's selection for %s would build %s too, which is not published", b.req.To.Environment, id), "")
		}
	}
	return run
}

// EvidenceOf is what a run of dbt proves, from what it left behind.
func EvidenceOf(m *manifest.Manifest, left Artifacts) plan.Evidence {
	return Request{From: Side{Manifest: m}, Artifacts: left}.evidence()
}
