package snowflake

import (
	"context"
	"slices"

	"cutover/sql/warehouse"
)

// looksForRunning bounds how often Outcome looks whether a statement still runs.
const looksForRunning = 60

// Outcome implements warehouse.Driver: it waits, with a bound, until no statement
// of the step runs any more, and then looks once at all that the op names.
func (d *Driver) Outcome(ctx context.Context, op warehouse.Op, token warehouse.Token) (warehouse.Outcome, error) {
	running, err := d.awaitRunning(ctx, databasesOf(op), token)
	if err != nil {
		return warehouse.Unknown, err
	}
	out, err := d.decide(ctx, op)
	if err == nil && running && out != warehouse.Done {
		return warehouse.Unknown, nil
	}
	return out, err
}

// decide looks at all that an op names.
func (d *Driver) decide(ctx context.Context, op warehouse.Op) (warehouse.Outcome, error) {
	var req warehouse.InspectRequest
	needs(op, &req)
	inv, err := d.Inspect(ctx, req)
	if err != nil {
		return warehouse.Unknown, err
	}
	return (decision{d: d, inv: inv}).of(ctx, op)
}

// awaitRunning waits while the history shows a statement of the step that is
// not finished. It reports whether one still ran at the end.
func (d *Driver) awaitRunning(ctx context.Context, databases []string, token warehouse.Token) (bool, error) {
	for range looksForRunning {
		running, err := d.stillRuns(ctx, databases, token)
		if err != nil || !running {
			return running, err
		}
		if err := d.wait(ctx); err != nil {
			return true, mapError("outcome", "", reading, err)
		}
	}
	return true, nil
}

// stillRuns asks the history, which every database shows the same of; the first
// that is there answers.
func (d *Driver) stillRuns(ctx context.Context, databases []string, token warehouse.Token) (bool, error) {
	tag := d.r.d.QuoteText(queryTag(d.opts.QueryTag, token))
	for _, name := range databases {
		answer, err := d.read(ctx, "outcome", text("SELECT QUERY_ID, EXECUTION_STATUS FROM TABLE(", d.r.d.QuoteName(name),
			".INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000)) WHERE QUERY_TAG = ", tag))
		if warehouse.CodeOf(err) == warehouse.NotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		for _, r := range rowsOf(answer) {
			if slices.Contains([]string{"RUNNING", "QUEUED", "BLOCKED", "RESUMING_WAREHOUSE"}, r.get("execution_status")) {
				return true, nil
			}
		}
		return false, nil
	}
	return false, nil
}

// databasesOf lists the databases that an op names.
func databasesOf(op warehouse.Op) []string {
	var req warehouse.InspectRequest
	needs(op, &req)
	var out []string
	for _, c := range req.Containers {
		if !slices.Contains(out, c.Database) {
			out = append(out, c.Database)
		}
	}
	return out
}

// needs collects what has to be looked at to decide about an op.
func needs(op warehouse.Op, req *warehouse.InspectRequest) {
	look := func(list ...warehouse.Container) {
		for _, c := range list {
			if !slices.Contains(req.Containers, c) {
				req.Containers = append(req.Containers, c)
			}
		}
	}
	switch op := op.(type) {
	case warehouse.Fenced:
		needs(op.Op, req)
	case warehouse.Batch:
		for _, member := range op.Ops {
			needs(member, req)
		}
	case warehouse.Sequence:
		for _, member := range op.Ops {
			needs(member, req)
		}
	case warehouse.CreateContainer:
		look(op.Container)
	case warehouse.DropContainer:
		look(op.Container)
	case warehouse.CloneContainer:
		look(op.From, op.To)
	case warehouse.MoveContainer:
		look(op.From, op.To)
	case warehouse.SwapContainers:
		look(op.A, op.B)
	case warehouse.CopyTable:
		look(op.From.Container(), op.To.Container())
		req.Content = append(req.Content, op.From, op.To)
	case warehouse.CreateView:
		look(op.View.Container())
	case warehouse.Drop:
		look(op.Ref.Container())
	case warehouse.GrantAccess:
		look(op.Grant.Container)
		req.Access = append(req.Access, op.Grant.Container)
	case warehouse.RevokeAccess:
		look(op.Grant.Container)
		req.Access = append(req.Access, op.Grant.Container)
	case warehouse.SetComment:
		look(op.Container)
	case warehouse.Undrop:
		look(op.Container)
	case warehouse.Mark:
		look(warehouse.Container{Database: op.Database, Schema: op.Schema})
	case warehouse.AppendEntry:
		look(op.State)
	}
}

// decision decides about ops by one look.
type decision struct {
	d   *Driver
	inv warehouse.Inventory
}

func (c decision) of(ctx context.Context, op warehouse.Op) (warehouse.Outcome, error) {
	switch op := op.(type) {
	case warehouse.Fenced:
		return c.of(ctx, op.Op)
	case warehouse.Batch:
		return c.all(ctx, op.Ops)
	case warehouse.Sequence:
		return c.all(ctx, op.Ops)
	case warehouse.Mark:
		there, err := c.d.marked(ctx, op)
		return when(there), err
	case warehouse.AppendEntry:
		return c.appended(ctx, op)
	case warehouse.SwapContainers:
		return c.swapped(ctx, op)
	}
	return c.byLook(op), nil
}

func when(done bool) warehouse.Outcome {
	if done {
		return warehouse.Done
	}
	return warehouse.NotDone
}

// all decides about several ops together.
func (c decision) all(ctx context.Context, ops []warehouse.Op) (warehouse.Outcome, error) {
	count := map[warehouse.Outcome]int{}
	for _, op := range ops {
		out, err := c.of(ctx, op)
		if err != nil {
			return warehouse.Unknown, err
		}
		count[out]++
	}
	switch {
	case count[warehouse.Unknown] > 0:
		return warehouse.Unknown, nil
	case count[warehouse.Done] == len(ops):
		return warehouse.Done, nil
	case count[warehouse.NotDone] == len(ops):
		return warehouse.NotDone, nil
	}
	return warehouse.Partly, nil
}

func (c decision) appended(ctx context.Context, op warehouse.AppendEntry) (warehouse.Outcome, error) {
	if op.Entry.Key == "" {
		return warehouse.Unknown, nil
	}
	n, err := c.d.count(ctx, "outcome", c.d.r.writtenEntry(op))
	if warehouse.CodeOf(err) == warehouse.NotFound {
		return warehouse.NotDone, nil
	}
	return when(n > 0), err
}

// byLook decides about ops that leave a state behind.
func (c decision) byLook(op warehouse.Op) warehouse.Outcome {
	switch op := op.(type) {
	case warehouse.CreateContainer:
		return when(c.exists(op.Container))
	case warehouse.DropContainer:
		return when(!c.exists(op.Container))
	case warehouse.CloneContainer:
		return c.cloned(op)
	case warehouse.MoveContainer:
		return c.moved(op)
	case warehouse.CopyTable:
		return c.copied(op)
	case warehouse.CreateView:
		o, ok := c.inv.Object(op.View)
		return when(ok && o.Kind == warehouse.KindView && sameView(o.Definition, op.Definition))
	case warehouse.Drop:
		o, ok := c.inv.Object(op.Ref)
		return when(!ok || o.Kind != op.Kind)
	case warehouse.GrantAccess:
		return c.granted(op.Grant, true)
	case warehouse.RevokeAccess:
		return c.granted(op.Grant, false)
	case warehouse.SetComment:
		state, _ := c.inv.Container(op.Container)
		return when(state.Exists && state.Comment == op.Comment)
	case warehouse.Undrop:
		state, _ := c.inv.Container(op.Container)
		if state.Exists && state.Identity.ID != op.Identity.ID {
			return warehouse.Unknown
		}
		return when(state.Exists)
	}
	return warehouse.Unknown
}

func (c decision) exists(container warehouse.Container) bool {
	state, _ := c.inv.Container(container)
	return state.Exists
}

// cloned: a clone that replaces is done when both hold the same; doing it again
// does no harm, so NotDone is a safe answer.
func (c decision) cloned(op warehouse.CloneContainer) warehouse.Outcome {
	if !c.exists(op.To) || !op.Replace {
		return when(c.exists(op.To))
	}
	contents := func(in warehouse.Container) map[warehouse.Ref]string {
		out := map[warehouse.Ref]string{}
		for _, o := range c.inv.In(in) {
			name := warehouse.Ref{Schema: o.Ref.Schema, Name: o.Ref.Name}
			if in.Schema != "" {
				name.Schema = ""
			}
			out[name] = string(o.Kind) + o.Identity.Token
		}
		return out
	}
	from, to := contents(op.From), contents(op.To)
	same := len(from) == len(to)
	for name, token := range from {
		same = same && to[name] == token
	}
	return when(same)
}

func (c decision) moved(op warehouse.MoveContainer) warehouse.Outcome {
	from, to := c.exists(op.From), c.exists(op.To)
	if from == to {
		return warehouse.Unknown
	}
	return when(to)
}

// copied: the table under the name is another one than before and holds what the
// source holds.
func (c decision) copied(op warehouse.CopyTable) warehouse.Outcome {
	to, ok := c.inv.Object(op.To)
	if !ok || (op.Replace && !op.Replaces.IsZero() && to.Identity.ID == op.Replaces.ID) {
		return warehouse.NotDone
	}
	from, ok := c.inv.Object(op.From)
	if ok && to.Kind == warehouse.KindTable && from.Identity.SameContent(to.Identity) {
		return warehouse.Done
	}
	return warehouse.Unknown
}

// granted decides about a grant; one with the option to grant further includes
// one without.
func (c decision) granted(want warehouse.Grant, give bool) warehouse.Outcome {
	var list []warehouse.Grant
	if want.Name == "" {
		state, _ := c.inv.Container(want.Container)
		list = state.Access
	} else if o, ok := c.inv.Object(warehouse.Ref{Database: want.Container.Database, Schema: want.Container.Schema, Name: want.Name}); ok {
		list = o.Access
	} else {
		return warehouse.Unknown
	}
	has := slices.ContainsFunc(list, func(g warehouse.Grant) bool {
		option := g.WithOption
		g.WithOption = want.WithOption
		return g == want && (option || !want.WithOption || !give)
	})
	return when(has == give)
}

// swapped decides by the mark, which moves with its container, and by the
// identities. Both must say the same.
func (c decision) swapped(ctx context.Context, op warehouse.SwapContainers) (warehouse.Outcome, error) {
	byID := c.swappedByIdentity(op)
	if op.Proof == nil {
		return byID, nil
	}
	inB := *op.Proof
	inA := inB
	inA.Database, inA.Schema = op.A.Database, inB.Schema
	if op.A.Schema != "" {
		inA.Schema = op.A.Schema
	}
	atA, err := c.d.marked(ctx, inA)
	if err != nil {
		return warehouse.Unknown, err
	}
	atB, err := c.d.marked(ctx, inB)
	if err != nil {
		return warehouse.Unknown, err
	}
	byMark := when(atA)
	telling := op.IdentityA.ID != "" && op.IdentityB.ID != "" && op.IdentityA.ID != op.IdentityB.ID
	if atA == atB || (telling && byID != byMark) {
		return warehouse.Unknown, nil
	}
	return byMark, nil
}

func (c decision) swappedByIdentity(op warehouse.SwapContainers) warehouse.Outcome {
	a, _ := c.inv.Container(op.A)
	b, _ := c.inv.Container(op.B)
	switch {
	case !a.Exists || !b.Exists || op.IdentityA.ID == "" || op.IdentityA.ID == op.IdentityB.ID:
		return warehouse.Unknown
	case a.Identity.ID == op.IdentityB.ID && b.Identity.ID == op.IdentityA.ID:
		return warehouse.Done
	case a.Identity.ID == op.IdentityA.ID && b.Identity.ID == op.IdentityB.ID:
		return warehouse.NotDone
	}
	return warehouse.Unknown
}
