package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The ids of the steps that only a swap on a server has.
const (
	retargetStep      = "retarget views"
	accessStep        = "access"
	narrowStep        = "narrow"
	cloneStagingStep  = "clone staging"
	stagingAccessStep = "access of staging"
)

// KeptSide names the container in which a release keeps a side that it replaced:
// a schema beside it in the same database, or a database of its own. It is the
// only function that makes such names on a warehouse with servers.
func KeptSide(d warehouse.Dialect, release string, side warehouse.Container) warehouse.Container {
	if side.Schema != "" {
		return warehouse.Container{Database: side.Database, Schema: keepSchema(d, release, side.Schema)}
	}
	tail := "__cutover_" + release
	if d.Fold != nil {
		tail = d.Fold(tail)
	}
	const most = 255 // Snowflake's limit, in characters
	name := []rune(side.Database)
	if room := most - len([]rune(tail)); len(name) > room {
		name = name[:max(0, room)]
	}
	return warehouse.Container{Database: string(name) + tail}
}

// serverSwap plans the exchange of two databases or two schemas of a server. The
// table of its steps, and what a look decides about each after a crash, is in
// docs/decisions/014-swap-on-snowflake.md.
type serverSwap struct {
	b                *builder
	prod, cand, kept warehouse.Container
	// next is where the new staging is made ready before it gets its name.
	next      warehouse.Container
	is, comes warehouse.ContainerState
	// early views are replaced in the candidate, late ones are made after the
	// swap, in order.
	early, late []swapView
}

func (b *builder) newServerSwap() *serverSwap {
	s := &serverSwap{b: b, prod: b.req.To.container(), cand: b.req.From.container()}
	s.kept, s.next = KeptSide(b.d, b.req.Release, s.prod), KeptSide(b.d, b.req.Release, s.cand)
	s.is, _ = b.inv.Container(s.prod)
	s.comes, _ = b.inv.Container(s.cand)
	return s
}

// buildServerSwap plans the exchange of the candidate's container with
// production's, with everything that a swap would leave behind brought over
// before it.
func (b *builder) buildServerSwap(p *plan.Plan) {
	p.Evidence = b.req.evidence()
	s := b.newServerSwap()
	if !s.guardSides() {
		return
	}
	b.gate()
	b.guardData()
	for _, dr := range b.drafts {
		dr.view = dr.source.Definition
	}
	s.findViews()
	b.guardProtections()
	b.guardIncremental(s.cand)
	s.guardVanish()
	s.guardUnaudited()
	b.guardDependents(p, waySwap)
	if !s.is.Exists {
		s.first(p)
		return
	}
	access := s.access()
	b.guardAccess(s.prod, s.cand, access)
	steps := chained(slices.Concat(s.retarget(), s.level(access), []plan.Step{s.mark(len(access.list()) == 0), s.swap()}, s.lateViews(), []plan.Step{s.keep()}, s.narrow(), s.restage(access)))
	p.Phases = []plan.Phase{{Name: "swap", Steps: b.withPrune(steps...)}}
	s.promise(p)
}

// chained lets each step need the one before it.
func chained(steps []plan.Step) []plan.Step {
	for i := range steps {
		if i > 0 {
			steps[i].Needs = []string{steps[i-1].ID}
		}
	}
	return steps
}

// guardSides asks whether there are two sides that can be exchanged.
func (s *serverSwap) guardSides() bool {
	b := s.b
	hint := fmt.Sprintf("cutover wac --env %s --dry-run", shellQuote(b.req.To.Environment))
	n := len(b.findings)
	impossible := func(format string, args ...any) { b.refuse(SwapImpossible, "", fmt.Sprintf(format, args...), hint) }
	switch {
	case b.req.Capabilities.NoSwap != "":
		impossible("%s", b.req.Capabilities.NoSwap)
	case (s.prod.Schema == "") != (s.cand.Schema == ""):
		impossible("%s is a schema and %s a database: only two of a kind can be exchanged", side(s.prod, s.cand), side(s.cand, s.prod))
	case b.d.SameContainer(s.prod, s.cand):
		impossible("%s and %s share %s, so there are no two sides to exchange", b.req.From.Environment, b.req.To.Environment, s.prod)
	case !b.guardThere(s.cand):
	case s.is.Exists && s.is.Identity.ID == s.comes.Identity.ID:
		impossible("%s and %s were made at the same instant, so nothing could tell afterwards which is which", s.prod, s.cand)
	}
	for _, c := range []warehouse.Container{s.prod, s.cand} {
		if insideOf(b.d, b.req.State, c) {
			b.refuse(StateInside, "", fmt.Sprintf("the ledger is in %s, which lies inside %s and would be carried away by the swap: put it elsewhere with state.database", b.req.State, c), "")
		}
	}
	for _, dr := range b.drafts {
		if !insideOf(b.d, dr.pair.Source.Container(), s.cand) {
			b.refuse(SwapImpossible, dr.pair.Target.Short(), fmt.Sprintf("dbt builds %s outside of %s, so it would not come with the swap", dr.pair.Source, s.cand), hint)
		}
	}
	return len(b.findings) == n
}

// side puts the schema first in a message about an unequal pair.
func side(a, b warehouse.Container) string {
	if a.Schema != "" || b.Schema == "" {
		return a.String()
	}
	return b.String()
}

// ours reports whether a relation belongs to cutover.
func (s *serverSwap) ours(r warehouse.Ref) bool {
	if isMarks(r) || s.b.d.EqualNames(r.Schema, s.b.req.State.Schema) {
		return true
	}
	return s.prod.Schema == "" && cutoverSchema(s.b.d, r.Schema)
}

// theirs lists the relations of a side that are not cutover's, in order.
func (s *serverSwap) theirs(c warehouse.Container) []warehouse.Object {
	out := slices.DeleteFunc(s.b.inv.In(c), func(o warehouse.Object) bool { return s.ours(o.Ref) })
	slices.SortFunc(out, func(a, b warehouse.Object) int { return strings.Compare(a.Ref.String(), b.Ref.String()) })
	return out
}

// guardVanish finds what only production has: it would leave with the swap.
func (s *serverSwap) guardVanish() {
	b := s.b
	var lost []string
	for _, o := range s.theirs(s.prod) {
		if _, ok := b.inv.Object(movedRef(o.Ref, s.cand)); !ok {
			lost = append(lost, o.Ref.Short())
		}
	}
	for _, c := range statesIn(b.inv, s.prod) {
		twin, ok := b.inv.Container(moved(c.Container, s.cand))
		if c.Container != s.prod && len(b.inv.In(c.Container)) == 0 && (!ok || !twin.Exists) {
			lost = append(lost, "schema "+c.Container.Schema)
		}
	}
	if len(lost) > 0 {
		b.refuse(WouldVanish, "", fmt.Sprintf("only production has %s: it would be gone after the swap", names(lost)), "")
	}
}

// guardUnaudited finds what the candidate has and neither dbt nor production
// knows: it would be published without anybody having tested it.
func (s *serverSwap) guardUnaudited() {
	b := s.b
	var extra []string
	for _, o := range s.theirs(s.cand) {
		if _, both := b.inv.Object(movedRef(o.Ref, s.prod)); !both && len(b.nodesAt(o.Ref)) == 0 {
			extra = append(extra, o.Ref.Short())
		}
	}
	if len(extra) > 0 {
		b.refuse(Unaudited, "", fmt.Sprintf("%s has %s, which is not in the dbt project: it would be published unaudited", b.req.From.Environment, names(extra)), "")
	}
}

// promise says what readers see and how long undo stays possible.
func (s *serverSwap) promise(p *plan.Plan) {
	kind := "databases"
	if s.prod.Schema != "" {
		kind = "schemas"
	}
	p.Atomicity = plan.Atomicity{OneMoment: len(s.late) == 0, How: "one exchange of two " + kind}
	if n := len(s.late); n > 0 {
		var list []string
		for _, v := range s.late {
			list = append(list, v.target.Short())
		}
		p.Atomicity.How += fmt.Sprintf("; right after it %s, which %s what the release brings", names(list), plural(n, "reads", "read"))
	}
	p.UndoBy = plan.UndoPromise{Possible: true, How: fmt.Sprintf("what production holds now is kept whole as %s, for the next %d releases", s.kept, s.b.req.KeepReleases) + undropFor(s.is)}
}

// undropFor says how long a kept container can be brought back after somebody
// dropped it.
func undropFor(c warehouse.ContainerState) string {
	kind := ""
	if c.Transient {
		kind = " (it is transient)"
	}
	switch days := c.RetentionDays; {
	case days > 0:
		return fmt.Sprintf("; if somebody drops it, UNDROP brings it back for %d %s%s", days, plural(days, "day", "days"), kind)
	case days == 0:
		return "; if somebody drops it, it is gone: its retention is 0 days" + kind
	}
	return ""
}
