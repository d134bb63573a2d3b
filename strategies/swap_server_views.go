package strategies

import (
	"fmt"
	"slices"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// swapView is a view of the candidate that has to be made anew.
type swapView struct {
	// at is its name in the candidate, target the one it has after the swap.
	at, target warehouse.Ref
	// is the statement that production will get.
	is warehouse.Definition
	// old is production's view of that name, nil when there is none.
	old   *warehouse.Object
	reads []warehouse.Ref
}

// findViews reads every view of the candidate, also those that dbt does not
// know, and sorts those that cannot stay as they are into early and late ones.
func (s *serverSwap) findViews() {
	for _, o := range s.theirs(s.cand) {
		if o.Kind != warehouse.KindView {
			continue
		}
		if o.Definition.SQL == "" || o.Unsupported != "" {
			why := o.Unsupported
			if why == "" {
				why = "its text is not visible"
			}
			s.b.refuse(KindUnsupported, o.Ref.Short(), fmt.Sprintf("nothing can tell what view %s reads: %s", o.Ref, why), "")
			continue
		}
		v, changed, err := s.retargetView(o)
		if err != nil {
			s.b.refuse(KindUnsupported, o.Ref.Short(), fmt.Sprintf("the text of view %s cannot be read: %s", o.Ref, err), "")
			continue
		}
		s.place(v, changed)
	}
	s.late = s.inOrder(s.late)
}

// place decides when a view is made: before the swap when all that it reads is in
// production now, as it will be; otherwise after it.
func (s *serverSwap) place(v swapView, changed bool) {
	b := s.b
	for _, dr := range b.drafts {
		if b.d.SameRef(dr.pair.Source, v.at) {
			dr.view, dr.reads = v.is, v.reads
		}
	}
	defer s.markAnew(v.at)
	waits := !s.is.Exists || slices.ContainsFunc(v.reads, func(r warehouse.Ref) bool { return !b.unchangedInProduction(r) })
	switch {
	case !changed && (!waits || !s.is.Exists):
	case !waits:
		s.early = append(s.early, v)
	case v.old != nil && v.old.Kind != warehouse.KindView:
		b.refuse(KindUnsupported, v.target.Short(), fmt.Sprintf("%s was a %s and becomes a view of relations that change in the same release; publish those first", v.target, v.old.Kind), "")
	case v.old != nil && (v.old.Definition.SQL == "" || v.old.Unsupported != ""):
		b.refuse(KindUnsupported, v.target.Short(), fmt.Sprintf("the text of production's view %s is not visible, and it has to stand until the swap is done", v.target), "")
	default:
		s.late = append(s.late, v)
	}
}

// markAnew tells the draft of a view that it is created anew, even with the text
// that it has: what is attached to it does not come with it.
func (s *serverSwap) markAnew(at warehouse.Ref) {
	for _, dr := range s.b.drafts {
		if s.b.d.SameRef(dr.pair.Source, at) {
			dr.anew = s.remade(at)
		}
	}
}

// retargetView gives a view the text that is right after the swap: production's
// names instead of the candidate's. changed says that the text is another.
func (s *serverSwap) retargetView(o warehouse.Object) (v swapView, changed bool, err error) {
	b := s.b
	v = swapView{at: o.Ref, target: movedRef(o.Ref, s.prod), is: o.Definition}
	if old, ok := b.inv.Object(v.target); ok {
		v.old = &old
	}
	refs, err := b.d.References(o.Definition.SQL, "")
	if err != nil {
		return v, false, err
	}
	for _, r := range refs {
		s.read(&v, r)
	}
	v.is.SQL, _, err = b.d.Retarget(o.Definition.SQL, func(r warehouse.Ref) (warehouse.Ref, bool) {
		if _, there := b.inv.Object(r); there && insideOf(b.d, r.Container(), s.cand) && !b.d.SameRef(r, o.Ref) {
			return movedRef(r, s.prod), true
		}
		return warehouse.Ref{}, false
	}, warehouse.RetargetOptions{DefaultDatabase: s.cand.Database})
	return v, v.is.SQL != o.Definition.SQL, err
}

// read looks at one dotted name of a view's text, as it stands there: a name of
// two parts has no database and may be a column.
func (s *serverSwap) read(v *swapView, r warehouse.Ref) {
	b := s.b
	full := r.Database != ""
	if !full {
		r.Database = s.cand.Database
	}
	_, there := b.inv.Object(r)
	name := v.target.Short()
	switch {
	case b.d.SameRef(r, v.at):
	case insideOf(b.d, r.Container(), s.cand) && there:
		v.add(movedRef(r, s.prod))
	case insideOf(b.d, r.Container(), s.cand) && (full || s.hasSchema(r.Container())):
		b.refuse(ViewReadsMissing, name, fmt.Sprintf("%s reads %s, which is not there", v.at, r), "")
	case insideOf(b.d, r.Container(), s.prod) && there:
		v.add(r)
	case b.ofCandidate(r):
		b.refuse(ViewReadsStaging, name, fmt.Sprintf("%s reads %s, which dbt builds outside of %s: it would go on reading the candidate", v.at, r, s.cand), "")
	}
}

func (v *swapView) add(r warehouse.Ref) {
	if !slices.Contains(v.reads, r) {
		v.reads = append(v.reads, r)
	}
}

func (s *serverSwap) hasSchema(c warehouse.Container) bool {
	is, ok := s.b.inv.Container(c)
	return (ok && is.Exists) || len(s.b.inv.In(c)) > 0
}

// inOrder puts each late view behind those that it reads.
func (s *serverSwap) inOrder(views []swapView) []swapView {
	items := make([]item, len(views))
	needs := make([][]int, len(views))
	at := map[warehouse.Ref]swapView{}
	for i, v := range views {
		items[i].target = v.target
		at[v.target] = v
		for j, o := range views {
			if i != j && slices.ContainsFunc(v.reads, func(r warehouse.Ref) bool { return s.b.d.SameRef(r, o.target) }) {
				needs[i] = append(needs[i], j)
			}
		}
	}
	var out []swapView
	for _, it := range inOrder(items, needs) {
		out = append(out, at[it.target])
	}
	return out
}

// retarget makes the candidate's views read production's names, out of sight of
// its readers. A late view stands with production's present text until the swap
// is done; one that production does not have is taken out until then.
func (s *serverSwap) retarget() []plan.Step {
	var ops []warehouse.Op
	step := plan.Step{ID: retargetStep, RestartFrom: retargetStep, Expect: s.expectBoth(), Undo: plan.Undo{Why: "no reader of production sees it; the next dbt build writes the views anew"}}
	put := func(at warehouse.Ref, is warehouse.Definition) {
		ops = append(ops, warehouse.CreateView{View: at, Definition: is, Replace: true})
		step.Verify = append(step.Verify, plan.Check{Kind: plan.CheckReadable, Ref: &at})
	}
	for _, v := range s.early {
		put(v.at, v.is)
	}
	var out []plan.Step
	for _, v := range s.late {
		if v.old != nil {
			put(v.at, v.old.Definition)
			continue
		}
		out = append(out, s.setAside(v))
	}
	if len(ops) == 0 {
		return out
	}
	step.Title = fmt.Sprintf("let %d %s of %s read production's names", len(ops), plural(len(ops), "view", "views"), s.b.req.From.Environment)
	step.Action = plan.Action{Op: plan.Of(warehouse.Batch{Ops: ops})}
	return append([]plan.Step{step}, out...)
}

// setAside takes a view out of the candidate that could only read the wrong side
// right after the swap. It is a step of its own, so that a look can tell whether
// it happened.
func (s *serverSwap) setAside(v swapView) plan.Step {
	return plan.Step{
		ID: "set aside " + v.at.Short(), Title: fmt.Sprintf("take view %s out until the swap is done: it reads what the release brings", v.at.Short()),
		Action: plan.Action{Op: plan.Of(warehouse.Drop{Ref: v.at, Kind: warehouse.KindView})},
		Verify: []plan.Check{{Kind: plan.CheckAbsent, Ref: &v.at}},
		Undo:   plan.Undo{Why: "no reader of production sees it; the next dbt build makes it again"},
	}
}

// lateViews makes the views that could not be made before the swap.
func (s *serverSwap) lateViews() []plan.Step {
	var out []plan.Step
	for _, v := range s.late {
		var op warehouse.Op = warehouse.CreateView{View: v.target, Definition: v.is, Replace: v.old != nil}
		role := s.b.req.Capabilities.Role
		if v.old != nil && v.old.Owner != "" && role != "" && v.old.Owner != role {
			op = warehouse.Sequence{Ops: []warehouse.Op{op, giveAway(string(warehouse.KindView), v.target.Container(), v.target.Name, v.old.Owner)}}
		}
		out = append(out, plan.Step{
			ID: "view " + v.target.Short(), Title: fmt.Sprintf("make view %s, which reads what the release brings", v.target.Short()), Production: true,
			Action: plan.Action{Op: plan.Of(op)},
			Verify: []plan.Check{{Kind: plan.CheckReadable, Ref: &v.target}},
			Undo:   plan.Undo{Why: "cutover undo swaps back; the kept side holds the former view"},
		})
	}
	return out
}
