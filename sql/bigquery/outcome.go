package bigquery

import (
	"context"
	"errors"
	"slices"

	bq "google.golang.org/api/bigquery/v2"

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
		last, err = d.awaitOp(ctx, op, "", token)
	}
	if err != nil {
		return warehouse.Unknown, mapError("outcome", op.OpName(), reading, err)
	}
	out, err := d.decide(ctx, op, "", token)
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

// decide looks at all that an op names; path is where it stands inside the op of
// the token.
func (d *Driver) decide(ctx context.Context, op warehouse.Op, path string, token warehouse.Token) (warehouse.Outcome, error) {
	c := decision{d: d, token: token}
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
	out, err := c.of(ctx, op, path)
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
	d     *Driver
	token warehouse.Token
	// by is the release that relations carry.
	by  map[warehouse.Ref]string
	inv warehouse.Inventory
}

func (c decision) of(ctx context.Context, op warehouse.Op, path string) (warehouse.Outcome, error) {
	switch op := op.(type) {
	case warehouse.Fenced:
		return c.of(ctx, op.Op, path)
	case warehouse.Batch:
		return c.all(ctx, op.Ops, path)
	case warehouse.Sequence:
		return c.all(ctx, op.Ops, path)
	case warehouse.Script:
		return c.all(ctx, op.Ops, path)
	case warehouse.Atomic:
		return c.committed(ctx, op, path)
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
	case warehouse.DescribeColumns:
		has, err := c.d.described(ctx, op)
		return when(has), err
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
func (c decision) all(ctx context.Context, ops []warehouse.Op, path string) (warehouse.Outcome, error) {
	count := map[warehouse.Outcome]int{}
	for i, op := range ops {
		out, err := c.of(ctx, op, inside(path, i))
		if err != nil {
			return warehouse.Unknown, err
		}
		count[out]++
	}
	switch {
	case count[warehouse.Unknown] > 0 && count[warehouse.Done]+count[warehouse.Partly] == 0:
		return warehouse.Unknown, nil
	case count[warehouse.Done] == len(ops):
		return warehouse.Done, nil
	case count[warehouse.NotDone] == len(ops):
		return warehouse.NotDone, nil
	}
	return warehouse.Partly, nil
}

// committed: a transaction that writes a mark happened when the mark is there. Of
// one without, its jobs tell, those of the attempts before too.
func (c decision) committed(ctx context.Context, op warehouse.Atomic, path string) (warehouse.Outcome, error) {
	for _, member := range op.Ops {
		if mark, ok := member.(warehouse.Mark); ok {
			there, err := c.d.marked(ctx, mark)
			return when(there), err
		}
	}
	if c.token.Release == "" {
		return warehouse.Unknown, nil
	}
	failed := false
	for t := c.token; t.Attempt >= 0; t.Attempt-- {
		v, err := c.d.awaitOp(ctx, op, path, t)
		switch {
		case err != nil:
			return warehouse.Unknown, mapError("outcome", op.OpName(), reading, err)
		case v == jobSucceeded:
			return warehouse.Done, nil
		}
		failed = failed || v == jobFailed
	}
	if failed {
		return warehouse.Unknown, nil
	}
	return warehouse.NotDone, nil
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

// described reports whether the columns have the descriptions.
func (d *Driver) described(ctx context.Context, op warehouse.DescribeColumns) (bool, error) {
	table, err := d.relation(ctx, "outcome", op.Ref)
	if err != nil || table == nil || table.Schema == nil {
		return false, err
	}
	for _, c := range op.Columns {
		if !slices.ContainsFunc(table.Schema.Fields, func(f *bq.TableFieldSchema) bool { return f.Name == c.Name && f.Description == c.Comment }) {
			return false, nil
		}
	}
	return true, nil
}
