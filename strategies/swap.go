package strategies

import (
	"fmt"
	"strings"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The ids of the steps of a swap.
const (
	markStep    = "mark"
	swapStep    = "swap"
	keepStep    = "keep"
	restageStep = "restage"
)

// RestageStep is the step that makes staging anew after a swap; what the ledger
// recorded there is the proof in Request.Reseeded.
const RestageStep = restageStep

// SwapStep is the step that exchanges the containers.
const SwapStep = swapStep

// KeptContainer is where a release keeps the container that it replaced.
func KeptContainer(release string) warehouse.Container {
	return warehouse.Container{Database: "kept_" + release}
}

// buildSwap plans the exchange of two whole containers. It is a toggle, so a
// mark inside the candidate says afterwards whether it happened.
func (b *builder) buildSwap(p *plan.Plan) {
	if b.req.Capabilities.SchemaSwap {
		b.buildServerSwap(p)
		return
	}
	p.Evidence = b.req.evidence()
	prod := warehouse.Container{Database: b.req.To.Database}
	cand := warehouse.Container{Database: b.req.From.Database}
	if !b.guardSwap(prod, cand) {
		return
	}
	b.gate()
	b.guardData()
	for _, dr := range b.drafts {
		dr.view = dr.source.Definition
	}
	b.guardIncremental(cand)
	b.guardVanish(prod, cand)
	b.guardUnaudited(cand)
	is, there := b.inv.Container(prod)
	if !there || !is.Exists {
		b.firstSwap(p, prod, cand)
		return
	}
	comes, _ := b.inv.Container(cand)
	op := warehouse.SwapContainers{A: prod, B: cand, IdentityA: idOnly(is.Identity), IdentityB: idOnly(comes.Identity)}
	p.Phases = []plan.Phase{{Name: "swap", Steps: b.withPrune(
		b.markStep(op), b.swapStep(op), b.keepStep(op), b.restageStep(op),
	)}}
	p.Atomicity = plan.Atomicity{OneMoment: true, How: "one exchange of two containers"}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("what production holds now is kept whole as %s, for the next %d releases", KeptContainer(b.req.Release), b.req.KeepReleases)}
}

// firstSwap publishes where there is no production yet: it appears, in one
// step, as a copy of the candidate.
func (b *builder) firstSwap(p *plan.Plan, prod, cand warehouse.Container) {
	comes, _ := b.inv.Container(cand)
	op := warehouse.SwapContainers{A: prod, B: cand, IdentityB: idOnly(comes.Identity)}
	mark, first := b.markStep(op), b.swapStep(op)
	mark.Expect[0] = plan.Expectation{Container: &op.A, Absent: true}
	first.Title = fmt.Sprintf("make %s as a copy of %s", b.req.To.Environment, b.req.From.Environment)
	first.Action = plan.Action{Op: plan.Of(warehouse.CloneContainer{From: cand, To: prod})}
	first.Expect[0] = mark.Expect[0]
	first.Verify = first.Verify[2:] // there are no identities to exchange
	first.Undo = plan.Undo{Why: "cutover undo takes the relations out again and keeps them"}
	p.Phases = []plan.Phase{{Name: "swap", Steps: []plan.Step{mark, first}}}
	p.Atomicity = plan.Atomicity{OneMoment: true, How: "production appears whole"}
	p.UndoBy = plan.UndoPromise{Possible: true, How: "there was no production before; an undo empties it and keeps what it held"}
}

// idOnly drops the token: writing the mark changes it, the object stays.
func idOnly(i warehouse.Identity) warehouse.Identity { return warehouse.Identity{ID: i.ID} }

// guardSwap asks whether there are two containers to exchange at all.
func (b *builder) guardSwap(prod, cand warehouse.Container) bool {
	hint := fmt.Sprintf("cutover wac --env %s --dry-run", shellQuote(b.req.To.Environment))
	switch {
	case b.req.Capabilities.Cloning != nil:
		b.refuse(SwapImpossible, "", b.req.Capabilities.NoSwap, hint)
	case b.d.SameContainer(prod, cand):
		b.refuse(SwapImpossible, "", fmt.Sprintf("%s and %s share database %s, so there are no two sides to exchange", b.req.From.Environment, b.req.To.Environment, prod), hint)
	case b.req.Capabilities.NoSwap != "":
		b.refuse(SwapImpossible, "", b.req.Capabilities.NoSwap, hint)
	case !b.d.EqualNames(b.req.From.DBTDatabase, b.req.To.DBTDatabase):
		b.refuse(SwapImpossible, "", fmt.Sprintf("views name their database, and the two sides are called %s and %s: after a swap they would read the wrong side", b.req.From.DBTDatabase, b.req.To.DBTDatabase), hint)
	default:
		return b.guardThere(cand)
	}
	return false
}

func (b *builder) guardThere(c warehouse.Container) bool {
	s, ok := b.inv.Container(c)
	if !ok || !s.Exists {
		b.refuse(SwapImpossible, "", fmt.Sprintf("%s is not there", c), "")
		return false
	}
	return true
}

// guardIncremental refuses to publish tables that dbt continued on the
// candidate's own old content: production would fall back to it.
func (b *builder) guardIncremental(cand warehouse.Container) {
	if b.reseeded(cand) {
		return
	}
	full := b.req.Artifacts.Results != nil && b.req.Artifacts.Results.Args.FullRefresh
	var stale []string
	for _, dr := range b.drafts {
		if dr.before == nil {
			continue // nothing in production to fall back from
		}
		switch {
		case dr.pair.Node.ResourceType == manifest.ResourceSnapshot:
			stale = append(stale, dr.pair.Node.Name)
		case dr.pair.Node.Materialized == "incremental" && !full:
			stale = append(stale, dr.pair.Node.Name)
		}
	}
	if len(stale) == 0 {
		return
	}
	b.refuse(IncrementalSwap, "", fmt.Sprintf("%s %s incremental or a snapshot and %s not rebuilt in full; production would fall back to what %s held",
		names(stale), plural(len(stale), "is", "are"), plural(len(stale), "was", "were"), b.req.From.Environment),
		"cutover rollback run --env "+shellQuote(b.req.To.Environment))
}

// reseeded reports whether the ledger proves that the candidate was made from
// production after the last swap, and production has not changed since.
func (b *builder) reseeded(cand warehouse.Container) bool {
	proof := b.req.Reseeded
	if proof == nil {
		return false
	}
	now, ok := b.inv.Container(cand)
	if !ok || proof.Candidate.ID == "" || now.Identity.ID != proof.Candidate.ID {
		return false
	}
	for _, x := range proof.Production {
		if x.Ref == nil || !insideOf(b.d, x.Ref.Container(), b.req.To.container()) {
			continue // what the demoted side held then
		}
		o, ok := b.inv.Object(*x.Ref)
		if !ok || o.Identity.Token == "" || o.Identity.Token != x.Identity.Token {
			return false
		}
	}
	return true
}

// ours reports whether a schema is one that cutover keeps for itself.
func (b *builder) ours(schema string) bool {
	return b.d.EqualNames(schema, b.req.State.Schema) || strings.HasPrefix(schema, "cutover_")
}

// guardVanish finds what only production has: it would leave with the swap.
func (b *builder) guardVanish(prod, cand warehouse.Container) {
	var lost []string
	for _, o := range b.inv.In(prod) {
		if b.ours(o.Ref.Schema) {
			continue
		}
		twin := warehouse.Ref{Database: cand.Database, Schema: o.Ref.Schema, Name: o.Ref.Name}
		if _, ok := b.inv.Object(twin); !ok {
			lost = append(lost, o.Ref.Short())
		}
	}
	if len(lost) > 0 {
		b.refuse(WouldVanish, "", fmt.Sprintf("only production has %s: it would be gone after the swap", names(lost)), "")
	}
}

// guardUnaudited finds what the candidate has and dbt does not know: it would
// be published without anybody having tested it.
func (b *builder) guardUnaudited(cand warehouse.Container) {
	known := map[string]bool{}
	for _, n := range b.req.From.Manifest.Nodes {
		if n.Relation.Identifier != "" {
			known[strings.ToLower(n.Relation.Schema+"."+n.Relation.Identifier)] = true
		}
	}
	var extra []string
	for _, o := range b.inv.In(cand) {
		if !b.ours(o.Ref.Schema) && !known[strings.ToLower(o.Ref.Short())] {
			if _, both := b.inv.Object(warehouse.Ref{Database: b.req.To.Database, Schema: o.Ref.Schema, Name: o.Ref.Name}); !both {
				extra = append(extra, o.Ref.Short())
			}
		}
	}
	if len(extra) > 0 {
		b.refuse(Unaudited, "", fmt.Sprintf("%s has %s, which is not in the dbt project: it would be published unaudited", b.req.From.Environment, names(extra)), "")
	}
}

// markStep leaves the mark in the candidate; it moves with the swap.
func (b *builder) markStep(op warehouse.SwapContainers) plan.Step {
	schema := warehouse.Container{Database: op.B.Database, Schema: b.req.State.Schema}
	s := plan.Step{
		ID: markStep, Title: "mark " + b.req.From.Environment + " as release " + b.req.Release,
		Action: plan.Action{Op: plan.Of(warehouse.Mark{Database: op.B.Database, Schema: b.req.State.Schema, Release: b.req.Release, Step: swapStep})},
		Verify: []plan.Check{{Kind: plan.CheckMark, Container: &schema, Step: swapStep}},
		Undo:   plan.Undo{Why: "a mark does no harm"},
	}
	s.Expect = append(s.Expect, plan.Expectation{Container: &op.A, Identity: op.IdentityA}, plan.Expectation{Container: &op.B, Identity: op.IdentityB})
	for _, dr := range b.drafts {
		if dr.there {
			src := dr.pair.Source
			s.Expect = append(s.Expect, plan.Expectation{Ref: &src, Identity: dr.source.Identity})
		}
		if dr.before != nil {
			tgt := dr.pair.Target
			s.Expect = append(s.Expect, plan.Expectation{Ref: &tgt, Identity: dr.before.Identity})
		}
	}
	return s
}

func (b *builder) swapStep(op warehouse.SwapContainers) plan.Step {
	s := plan.Step{
		ID: swapStep, Title: fmt.Sprintf("swap %s and %s", b.req.To.Environment, b.req.From.Environment), Needs: []string{markStep},
		Production: true,
		Action:     plan.Action{Op: plan.Of(op)},
		Expect:     []plan.Expectation{{Container: &op.A, Identity: op.IdentityA}, {Container: &op.B, Identity: op.IdentityB}},
		Undo:       plan.Undo{Op: plan.Of(warehouse.SwapContainers{A: op.A, B: op.B, IdentityA: op.IdentityB, IdentityB: op.IdentityA})},
	}
	schema := warehouse.Container{Database: op.A.Database, Schema: b.req.State.Schema}
	s.Verify = append(s.Verify,
		plan.Check{Kind: plan.CheckContainer, Container: &op.A, Identity: op.IdentityB},
		plan.Check{Kind: plan.CheckContainer, Container: &op.B, Identity: op.IdentityA},
		plan.Check{Kind: plan.CheckMark, Container: &schema, Step: swapStep})
	for _, dr := range b.drafts {
		if !dr.there {
			continue
		}
		tgt := dr.pair.Target
		s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckSame, Ref: &tgt, Identity: dr.source.Identity})
		if dr.source.Kind == warehouse.KindView {
			s.Verify = append(s.Verify, plan.Check{Kind: plan.CheckReadable, Ref: &tgt})
		}
	}
	return s
}

func (b *builder) keepStep(op warehouse.SwapContainers) plan.Step {
	kept := KeptContainer(b.req.Release)
	return plan.Step{
		ID: keepStep, Title: "keep what production held as " + kept.String(), Needs: []string{swapStep},
		Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: op.B, To: kept})},
		Expect: []plan.Expectation{{Container: &op.B, Identity: op.IdentityA}, {Container: &kept, Absent: true}},
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &kept, Identity: op.IdentityA}},
		Undo:   plan.Undo{Op: plan.Of(warehouse.MoveContainer{From: kept, To: op.B})},
	}
}

func (b *builder) restageStep(op warehouse.SwapContainers) plan.Step {
	from, why := op.A, "made from production anew, so that incremental models go on from it"
	if !b.req.Reseed {
		from, why = KeptContainer(b.req.Release), "a copy of what production held"
	}
	return plan.Step{
		ID: restageStep, Title: fmt.Sprintf("give %s its side back: %s", b.req.From.Environment, why), Needs: []string{keepStep},
		Action: plan.Action{Op: plan.Of(warehouse.CloneContainer{From: from, To: op.B})},
		Expect: []plan.Expectation{{Container: &op.B, Absent: true}},
		Verify: []plan.Check{{Kind: plan.CheckContainer, Container: &op.B}},
		Undo:   plan.Undo{Why: "staging is dbt's side; the next build writes it"},
	}
}
