package bigquery

import (
	"context"
	"errors"
	"slices"

	"cutover/sql/warehouse"
)

// Outcome implements warehouse.Driver: it looks for the jobs of the op and waits
// until none of them runs, and then looks at all that the op names. A job that is
// known to have ended well outweighs a look that cannot tell.
func (d *Driver) Outcome(ctx context.Context, op warehouse.Op, token warehouse.Token) (warehouse.Outcome, error) {
	op = bare(op)
	if err := d.alive("outcome"); err != nil {
		return warehouse.Unknown, err
	}
	var last verdict
	var err error
	if several(op) {
		err = d.awaitRelease(ctx, token.Release)
	} else {
		last, err = d.awaitOp(ctx, op, token)
	}
	if err != nil {
		return warehouse.Unknown, mapError("outcome", op.OpName(), reading, err)
	}
	out, err := d.decide(ctx, op)
	switch {
	case err != nil || out == warehouse.Done:
		return out, err
	case last == jobSucceeded:
		return warehouse.Done, nil
	case last == jobRefused && out == warehouse.Unknown:
		return warehouse.NotDone, nil
	}
	return out, nil
}

// bare is an op without its fence, which does not say whether it happened.
func bare(op warehouse.Op) warehouse.Op {
	if f, ok := op.(warehouse.Fenced); ok {
		return bare(f.Op)
	}
	return op
}

// several reports whether an op is more than its own statements.
func several(op warehouse.Op) bool {
	switch op.(type) {
	case warehouse.Batch, warehouse.Sequence:
		return true
	}
	return false
}

// verdict is what the jobs of an op say together.
type verdict int

const (
	// noJob: the service knows none of them.
	noJob verdict = iota
	// jobSucceeded: the last statement of the op was executed.
	jobSucceeded
	// jobRefused: the newest of them failed, and not by the service's own fault.
	jobRefused
	// jobFailed: the newest of them failed by the service's own fault.
	jobFailed
)

// mostTries is how often warehouse.Warehouse sends one attempt, and one more.
const mostTries = 7

// awaitOp asks for every job that an attempt can have made and waits for those
// that run.
func (d *Driver) awaitOp(ctx context.Context, op warehouse.Op, token warehouse.Token) (verdict, error) {
	sts, err := d.r.render(op, nil)
	if err != nil || token.Release == "" || onlyReads(op) {
		return noJob, err
	}
	last := noJob
	for i, st := range sts {
		for try := range mostTries {
			if st.System {
				break
			}
			token.Try = try
			v, err := d.awaitJob(ctx, d.ids.id(token, inside("", i), st))
			if err != nil {
				return noJob, err
			}
			if v != noJob && (v != jobSucceeded || i == len(sts)-1) {
				last = v
			}
		}
	}
	return last, nil
}

func onlyReads(op warehouse.Op) bool {
	switch op.(type) {
	case warehouse.CheckFence, warehouse.ReadEntries, warehouse.ReadLease, warehouse.ReadMarks, warehouse.Probe:
		return true
	}
	return false
}

// awaitJob waits for one job, if there is one.
func (d *Driver) awaitJob(ctx context.Context, id string) (verdict, error) {
	var out verdict
	err := d.again(ctx, func() error {
		job, err := d.job(ctx, id)
		if missing(err) {
			out = noJob
			return nil
		}
		if err != nil {
			return err
		}
		if job, err = d.await(ctx, id, job); err != nil {
			return err
		}
		failure := known(jobError("", "", job))
		switch {
		case failure == nil:
			out = jobSucceeded
		case failedItself(firstWord(failure.Native)):
			out = jobFailed
		default:
			out = jobRefused
		}
		return nil
	})
	return out, err
}

// awaitRelease waits for all jobs of a release that still run.
func (d *Driver) awaitRelease(ctx context.Context, release string) error {
	if release == "" {
		return nil
	}
	ids, err := d.running(ctx, releasePrefix(release))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := d.awaitJob(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// decide looks at all that an op names.
func (d *Driver) decide(ctx context.Context, op warehouse.Op) (warehouse.Outcome, error) {
	c := decision{d: d}
	var err error
	if c.by, err = d.carrying(ctx, op); err != nil {
		return warehouse.Unknown, err
	}
	var req warehouse.InspectRequest
	needs(op, &req)
	if len(req.Containers) > 0 {
		inv, err := d.Inspect(ctx, req)
		if err != nil {
			return warehouse.Unknown, err
		}
		c.inv = inv.Indexed()
	}
	out, err := c.of(ctx, op)
	if err != nil {
		return warehouse.Unknown, err
	}
	return out, nil
}

// needs collects what has to be looked at to decide about ops that leave no
// label behind.
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
	case warehouse.Script:
		for _, member := range op.Ops {
			needs(member, req)
		}
	case warehouse.CopyTable:
		if op.Release == "" {
			look(op.From.Container(), op.To.Container())
			req.Content = append(req.Content, op.From, op.To)
		}
	case warehouse.CreateView:
		if op.Release == "" {
			look(op.View.Container())
		}
	case warehouse.Drop:
		look(op.Ref.Container())
	}
}

// decision decides about ops by one look.
type decision struct {
	d *Driver
	// by is the release that relations carry.
	by  map[warehouse.Ref]string
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
	case warehouse.Script:
		return c.all(ctx, op.Ops)
	case warehouse.Atomic:
		return c.committed(ctx, op)
	case warehouse.Mark:
		there, err := c.d.marked(ctx, op)
		return when(there), err
	case warehouse.AppendEntry:
		return c.appended(ctx, op)
	case warehouse.EnsureState:
		there, err := c.d.relation(ctx, "outcome", warehouse.Ref{Database: op.State.Database, Schema: op.State.Schema, Name: marksTable})
		return when(there != nil), err
	case warehouse.RenewLease, warehouse.ReleaseLease:
		return warehouse.NotDone, nil // doing it twice is no harm
	case warehouse.CreateContainer:
		there, err := c.d.datasetThere(ctx, op.Container)
		return when(there), err
	case warehouse.DropContainer:
		there, err := c.d.datasetThere(ctx, op.Container)
		return when(!there), err
	case warehouse.GrantAccess:
		has, err := c.d.hasAccess(ctx, op.Grant)
		return when(has), err
	case warehouse.RevokeAccess:
		has, err := c.d.hasAccess(ctx, op.Grant)
		return when(!has), err
	case warehouse.Authorize:
		has, err := c.d.authorized(ctx, op)
		return when(has), err
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

// committed: a transaction that writes a mark happened when the mark is there.
func (c decision) committed(ctx context.Context, op warehouse.Atomic) (warehouse.Outcome, error) {
	for _, member := range op.Ops {
		if mark, ok := member.(warehouse.Mark); ok {
			there, err := c.d.marked(ctx, mark)
			return when(there), err
		}
	}
	return warehouse.Unknown, nil
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

// byLook decides about ops that make or drop relations.
func (c decision) byLook(op warehouse.Op) warehouse.Outcome {
	switch op := op.(type) {
	case warehouse.CopyTable:
		if op.Release != "" {
			return when(carries(c.by, op))
		}
		return c.copied(op)
	case warehouse.CreateView:
		if op.Release != "" {
			return when(carries(c.by, op))
		}
		o, ok := c.inv.Object(op.View)
		return when(ok && o.Kind == warehouse.KindView && sameView(o.Definition, op.Definition))
	case warehouse.Drop:
		o, ok := c.inv.Object(op.Ref)
		return when(!ok || o.Kind != op.Kind)
	}
	return warehouse.Unknown
}

// copied: the table under the name is another one than before and holds what the
// source holds.
func (c decision) copied(op warehouse.CopyTable) warehouse.Outcome {
	to, ok := c.inv.Object(op.To)
	if !ok || (op.Replace && !op.Replaces.IsZero() && to.Identity.ID == op.Replaces.ID) {
		return warehouse.NotDone
	}
	from, ok := c.inv.Object(op.From)
	if ok && from.Identity.SameContent(to.Identity) {
		return warehouse.Done
	}
	return warehouse.Unknown
}

// known gives the *warehouse.Error of an error, nil when there is none.
func known(err error) *warehouse.Error {
	var e *warehouse.Error
	if errors.As(err, &e) {
		return e
	}
	return nil
}
