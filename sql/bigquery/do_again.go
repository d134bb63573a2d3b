package bigquery

import (
	"context"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// made lists what an op makes and marks with its release.
func made(op warehouse.Op, visit func(target warehouse.Ref, beside *warehouse.Ref, release string)) {
	switch op := op.(type) {
	case warehouse.Fenced:
		made(op.Op, visit)
	case warehouse.Batch:
		for _, member := range op.Ops {
			made(member, visit)
		}
	case warehouse.Sequence:
		for _, member := range op.Ops {
			made(member, visit)
		}
	case warehouse.Script:
		for _, member := range op.Ops {
			made(member, visit)
		}
	case warehouse.CopyTable:
		if op.Release != "" {
			visit(op.To, op.Beside, op.Release)
		}
	case warehouse.CreateView:
		if op.Release != "" {
			visit(op.View, nil, op.Release)
		}
	}
}

// carrying looks which release the relations carry that an op makes; nil when it
// marks none.
func (d *Driver) carrying(ctx context.Context, op warehouse.Op) (map[warehouse.Ref]string, error) {
	var refs []warehouse.Ref
	made(op, func(target warehouse.Ref, beside *warehouse.Ref, _ string) {
		refs = append(refs, target)
		if beside != nil {
			refs = append(refs, *beside)
		}
	})
	if len(refs) == 0 {
		return nil, nil
	}
	return d.madeBy(unfenced(ctx), refs)
}

// isDone reports whether an earlier attempt did the op: its target carries the
// release, and nothing of it waits beside.
func (e errand) isDone(op warehouse.Op) bool {
	if e.done == nil {
		return false
	}
	return carries(e.done, op)
}

func carries(by map[warehouse.Ref]string, op warehouse.Op) bool {
	done := false
	made(op, func(target warehouse.Ref, beside *warehouse.Ref, release string) {
		label := labelValue(release)
		done = by[target] == label && (beside == nil || by[*beside] != label)
	})
	return done
}

// relation gets a table or view; nil when it or its dataset is not there.
func (d *Driver) relation(ctx context.Context, op string, ref warehouse.Ref) (*bq.Table, error) {
	if err := d.alive(op); err != nil {
		return nil, err
	}
	var out *bq.Table
	err := d.again(ctx, func() error {
		var err error
		out, err = d.service.Tables.Get(ref.Database, ref.Schema, ref.Name).Context(ctx).Do()
		return err
	})
	if missing(err) {
		return nil, nil
	}
	return out, mapError(op, ref.String(), reading, err)
}

// besides puts a table that was made under another name in the place of the one
// that is there. Each of the three statements is looked at first, so that the op
// can be begun again wherever it was left.
func (e errand) besides(ctx context.Context, op warehouse.CopyTable, sts []warehouse.Statement, path string) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1}
	old, err := e.d.relation(unfenced(ctx), op.OpName(), op.To)
	if err != nil {
		return receipt, err
	}
	waiting, err := e.d.relation(unfenced(ctx), op.OpName(), *op.Beside)
	if err != nil {
		return receipt, err
	}
	if old != nil && kindOf(old.Type) != warehouse.KindTable {
		return receipt, refuse(warehouse.Conflict, op.OpName(), op.To.String(), "it is a %s, not a table", string(kindOf(old.Type)))
	}
	ours := waiting != nil && op.Release != "" && waiting.Labels[releaseLabel] == labelValue(op.Release)
	for i, st := range sts {
		// Where the old table is gone, the new one waits for its name and is not made
		// again.
		if i == 0 && old == nil && ours || i == 1 && old == nil {
			continue
		}
		err := e.sendAs(ctx, sent{op: op, st: st, plain: st, path: inside(path, i)}, &receipt, func(err error) error { return asked(op, err) })
		if err != nil {
			return receipt, err
		}
	}
	return receipt, nil
}

// asked makes an unknown outcome of a statement that failed by the service's own
// fault: it may have happened, and the next attempt looks first.
func asked(op warehouse.Op, err error) error {
	if e := known(err); e != nil && e.Code == warehouse.Throttled && failedItself(firstWord(e.Native)) {
		return &warehouse.Error{Code: warehouse.OutcomeUnknown, Op: op.OpName(), Native: e.Native, Err: err}
	}
	return err
}

func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// otherKind tells when the name that an op is about is held by another kind of
// thing than the op wants; "" when not, or when that cannot be seen.
func (d *Driver) otherKind(ctx context.Context, op warehouse.Op) (name string, is, wanted warehouse.Kind) {
	var ref warehouse.Ref
	switch op := op.(type) {
	case warehouse.Drop:
		ref, wanted = op.Ref, op.Kind
	case warehouse.CopyTable:
		ref, wanted = op.To, warehouse.KindTable
		if op.Method == warehouse.MethodSnapshot {
			wanted = warehouse.KindSnapshot
		}
	case warehouse.CreateView:
		ref, wanted = op.View, warehouse.KindView
	default:
		return "", "", ""
	}
	there, err := d.relation(ctx, op.OpName(), ref)
	if err != nil || there == nil || kindOf(there.Type) == wanted {
		return "", "", ""
	}
	return ref.String(), kindOf(there.Type), wanted
}
