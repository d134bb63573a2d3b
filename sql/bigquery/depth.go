package bigquery

import (
	"context"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// unknownDepth is the clone depth that could not be found out.
const unknownDepth = -1

// base is a table that another one was cloned from; table is nil when it is not
// there or may not be seen.
type base struct{ table *bq.Table }

// origin is what a table or snapshot was cloned from and when; ok is false for one
// that hangs on no other.
func origin(t *bq.Table) (ref warehouse.Ref, at time.Time, ok bool) {
	var from *bq.TableReference
	var when string
	switch {
	case t.CloneDefinition != nil:
		from, when = t.CloneDefinition.BaseTableReference, t.CloneDefinition.CloneTime
	case t.SnapshotDefinition != nil:
		from, when = t.SnapshotDefinition.BaseTableReference, t.SnapshotDefinition.SnapshotTime
	default:
		return warehouse.Ref{}, time.Time{}, false
	}
	if from != nil {
		ref = warehouse.Ref{Database: from.ProjectId, Schema: from.DatasetId, Name: from.TableId}
	}
	at, err := time.Parse(time.RFC3339Nano, when)
	if err != nil {
		at = time.Time{} // before everything, so that no base is believed
	}
	return ref, at, true
}

// depthTasks find out how deep the clones hang on others, once all of them were
// read.
func (l *look) depthTasks() []task {
	var out []task
	for _, o := range l.objects {
		if o.full == nil || !l.byName[o.Ref.Container()].access {
			continue
		}
		out = append(out, func(ctx context.Context) (err error) {
			o.CloneDepth, err = l.depth(ctx, o.full, map[warehouse.Ref]bool{o.Ref: true})
			return err
		})
	}
	l.countClones()
	return out
}

// depth follows a chain of clones to its root, or to one whose label tells.
func (l *look) depth(ctx context.Context, t *bq.Table, seen map[warehouse.Ref]bool) (int, error) {
	from, at, ok := origin(t)
	if !ok {
		return 0, nil
	}
	if n := labelledDepth(t.Labels); n > 0 {
		return n, nil
	}
	if seen[from] || from.IsZero() {
		return unknownDepth, nil
	}
	seen[from] = true
	b, err := l.base(ctx, from)
	if err != nil {
		return 0, err
	}
	// A base that was replaced since is not what the clone hangs on.
	if b == nil || time.UnixMilli(b.CreationTime).After(at) {
		return unknownDepth, nil
	}
	n, err := l.depth(ctx, b, seen)
	if err != nil || n == unknownDepth {
		return unknownDepth, err
	}
	return n + 1, nil
}

// base reads a table that others are clones of, once per look. One that may not be
// seen is as unknown as one that is gone.
func (l *look) base(ctx context.Context, ref warehouse.Ref) (*bq.Table, error) {
	l.mu.Lock()
	if o := l.byRef[ref]; o != nil && o.full != nil {
		l.mu.Unlock()
		return o.full, nil
	}
	known := l.bases[ref]
	l.mu.Unlock()
	if known != nil {
		return known.table, nil
	}
	t, err := l.d.table(ctx, ref)
	if warehouse.CodeOf(err) == warehouse.PermissionDenied {
		t, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bases[ref] = &base{table: t}
	return t, nil
}

// countClones counts, for each table of the look, the clones and snapshots of it
// that were read.
func (l *look) countClones() {
	for _, o := range l.objects {
		if o.full == nil {
			continue
		}
		from, at, ok := origin(o.full)
		if b := l.byRef[from]; ok && b != nil && !time.UnixMilli(b.created).After(at) {
			b.Clones++
		}
	}
}
