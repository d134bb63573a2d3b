package catalog

import (
	"fmt"

	bq "google.golang.org/api/bigquery/v2"
)

// txn is an open transaction: what it read from and what it wrote.
//
// Source: "Multi-statement transactions": snapshot isolation; a transaction that
// changes or removes rows conflicts with every other that does so in the same
// table, one that adds rows does not.
type txn struct {
	id int64
	// began is the catalog's seq at its snapshot.
	began int64
	works []*work
	// over: it was aborted, and only a rollback may follow.
	over bool
}

// work is what a transaction did to one table.
type work struct {
	t *table
	// base is the table's version in the snapshot, cur what the transaction sees.
	base, cur *version
	// mutated: rows were changed or removed, not only added.
	mutated bool
}

func (tx *txn) work(t *table) *work {
	for _, w := range tx.works {
		if w.t == t {
			return w
		}
	}
	return nil
}

func (r *run) begin() error {
	if r.tx != nil {
		return invalidQuery("Transaction control statement is not supported: a transaction is already in progress")
	}
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	r.tx = &txn{id: r.c.nextID(), began: r.c.lastSeq}
	return nil
}

// conflict is the answer to the transaction or statement that was second. The
// transaction is over.
func (r *run) conflict(ref *bq.TableReference) error {
	reason := r.c.rules.ConflictReason
	if reason == "" {
		reason = "invalidQuery"
	}
	if r.tx == nil {
		return failf(400, reason, "Could not serialize access to table %s due to concurrent update", shown(ref))
	}
	return failf(400, reason, "Transaction is aborted due to concurrent update against table %s. Transaction ID: %d", shown(ref), r.tx.id)
}

// present gives the version of a table that the statement sees.
func (r *run) present(t *table) *version {
	if r.tx == nil {
		return t.now()
	}
	if w := r.tx.work(t); w != nil {
		return w.cur
	}
	if v := t.before(r.tx.began); v != nil {
		return v
	}
	return t.now()
}

// mayWrite says whether the statement may write the table now. mutates: it changes
// or removes rows.
func (r *run) mayWrite(t *table, mutates bool) error {
	if r.tx == nil {
		if mutates && t.writer != nil {
			return errWait
		}
		return nil
	}
	w := r.tx.work(t)
	if w == nil {
		limit := r.c.rules.MaxAtomic
		if limit == 0 {
			limit = 100
		}
		if len(r.tx.works) >= limit {
			return invalid("Transaction exceeds the limit of %d tables", limit)
		}
	}
	if !mutates {
		return nil
	}
	if t.writer != nil && t.writer != r.tx {
		return r.conflict(t.ref)
	}
	if w == nil || !w.mutated {
		return r.unchangedSince(t)
	}
	return nil
}

// unchangedSince is a conflict when another changed or removed rows since the
// transaction began.
func (r *run) unchangedSince(t *table) error {
	for _, v := range t.versions {
		if v.seq > r.tx.began && !v.adds {
			return r.conflict(t.ref)
		}
	}
	return nil
}

// write gives the table a new version, or the transaction when there is one.
func (r *run) write(t *table, v *version) {
	if r.tx == nil {
		r.commitVersion(t, v)
		return
	}
	w := r.tx.work(t)
	if w == nil {
		base := r.present(t)
		w = &work{t: t, base: base, cur: base}
		r.tx.works = append(r.tx.works, w)
	}
	w.cur = v
	if !v.adds {
		w.mutated = true
		t.writer = r.tx
	}
}

func (r *run) commitVersion(t *table, v *version) {
	v.at, v.seq = r.now, r.c.nextSeq()
	t.versions = append(t.versions, v)
	r.c.touch(t, r.now)
}

// commit makes all that the transaction wrote visible at one moment, or nothing.
func (r *run) commit() error {
	if r.tx == nil {
		return invalidQuery("Cannot commit: there is no active transaction")
	}
	if r.tx.over {
		return aborted()
	}
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	r.now = r.c.tick()
	out := make([]*version, len(r.tx.works))
	for i, w := range r.tx.works {
		v, err := r.rebase(w)
		if err != nil {
			r.free()
			r.tx.over = true
			return err
		}
		out[i] = v
	}
	works := r.tx.works
	r.free()
	r.tx = nil
	for i, w := range works {
		r.commitVersion(w.t, out[i])
	}
	return nil
}

// rebase gives the version that a work leaves, with the rows that others added
// meanwhile.
func (r *run) rebase(w *work) (*version, error) {
	if w.t.gone || r.c.lookup(w.t.ref) != w.t {
		return nil, r.conflict(w.t.ref)
	}
	v := *w.cur
	v.adds = !w.mutated
	latest := w.t.now()
	if latest == w.base {
		return &v, nil
	}
	if w.mutated {
		if err := r.unchangedSince(w.t); err != nil {
			return nil, err
		}
		return r.added(&v, latest, w.base.rows)
	}
	if len(latest.fields) != len(v.fields) {
		return nil, r.conflict(w.t.ref)
	}
	out, err := r.added(latest, &v, w.base.rows)
	if err != nil {
		return nil, err
	}
	out.adds = true
	return out, nil
}

// added gives onto with the rows of from behind the first skip.
func (r *run) added(onto, from *version, skip int64) (*version, error) {
	out, err := r.extend(onto)
	if err != nil {
		return nil, err
	}
	n, err := r.exec(fmt.Sprintf("INSERT INTO %s SELECT * FROM %s WHERE rowid >= %d AND rowid < %d", out.store.name(), from.store.name(), skip, from.rows))
	if err != nil {
		return nil, err
	}
	out.store.rows += n
	out.rows += n
	return out, nil
}

func (r *run) rollback() {
	r.c.mu.Lock()
	defer r.c.mu.Unlock()
	r.free()
	r.tx = nil
}

// free lets go of what the transaction held; the catalog is locked.
func (r *run) free() {
	for _, w := range r.tx.works {
		if w.t.writer == r.tx {
			w.t.writer = nil
		}
	}
	r.tx.works = nil
	close(r.c.ended)
	r.c.ended = make(chan struct{})
}

func aborted() error { return invalidQuery("The transaction was aborted; it can only be rolled back") }
