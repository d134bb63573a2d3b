package catalog

import (
	"maps"
	"slices"
	"time"

	bq "google.golang.org/api/bigquery/v2"
)

// Ways of copying a table, in the words of a copy job's operationType.
const (
	copyCopy     = "COPY"
	copyClone    = "CLONE"
	copySnapshot = "SNAPSHOT"
	copyRestore  = "RESTORE"
)

// createCopy runs CREATE TABLE ... CLONE and COPY; the parser stands behind the
// word.
func (r *run) createCopy(path []string, how making, way string) (*Result, error) {
	return r.copyTo(path, how, way, kindTable)
}

// createSnapshot runs CREATE SNAPSHOT TABLE; the parser stands behind the words.
func (r *run) createSnapshot(how making) (*Result, error) {
	how.what = "CREATE_SNAPSHOT_TABLE"
	r.ifNotExists(&how)
	path := r.p.path()
	r.p.expect("CLONE")
	return r.copyTo(path, how, copySnapshot, kindSnapshot)
}

func (r *run) copyTo(path []string, how making, way, kind string) (*Result, error) {
	p := r.p
	from := p.path()
	var asOf []lexeme
	if way != copyCopy && p.accept("FOR SYSTEM_TIME AS OF") {
		asOf = p.until("OPTIONS (")
		if len(asOf) == 0 {
			p.fail()
		}
	}
	opts := p.options()
	if err := p.end(); err != nil {
		return nil, err
	}
	d, ref, old, done, err := r.place(path, kind, how)
	if done != nil || err != nil {
		return done, err
	}
	src, err := r.named(from)
	if err != nil {
		return nil, err
	}
	v, at, err := r.sourceVersion(src, asOf)
	if err != nil {
		return nil, err
	}
	t, err := r.copyOf(src, v, at, ref, way)
	if err != nil {
		return nil, err
	}
	if err := r.describe(t, opts); err != nil {
		return nil, err
	}
	if err := sameLayout(t.meta, old); err != nil {
		return nil, err
	}
	if old != nil && r.c.rules.KeepRowPoliciesOnReplace {
		t.rowPolicies = old.rowPolicies
	}
	return r.finishCopy(how, d, t, old)
}

// finishCopy puts a copy in its place and counts it.
func (r *run) finishCopy(how making, d *dataset, t, old *table) (*Result, error) {
	res, err := r.finish(how, d, t, old)
	if err == nil && t.base != nil && !r.dry {
		t.base.copies++
	}
	return res, err
}

// sourceVersion gives what of a table is copied: what is there now, but not what
// was just streamed, or what was there at a time. at is the time of the copy.
func (r *run) sourceVersion(src *table, asOf []lexeme) (*version, time.Time, error) {
	if !src.stored() {
		return nil, r.now, wrongKind(src.ref, src.kind)
	}
	if asOf == nil {
		return src.now(), r.now, nil
	}
	when, err := r.moment(r.p.sql, asOf)
	if err != nil {
		return nil, when, err
	}
	v, err := r.asOf(src, when)
	return v, when, err
}

// copyOf makes a table that has the rows of a version and all that is described
// of the source: columns with descriptions and policy tags, partitions, clusters,
// labels, description, expiration, and by the rules its row access policies.
//
// Source: "Introduction to table clones", "Introduction to table snapshots",
// "Managing tables", copying.
func (r *run) copyOf(src *table, v *version, at time.Time, ref *bq.TableReference, way string) (*table, error) {
	if way == copySnapshot && src.kind == kindSnapshot {
		return nil, wrongKind(src.ref, src.kind)
	}
	if way == copyRestore && src.kind != kindSnapshot {
		return nil, wrongKind(src.ref, src.kind)
	}
	meta := *src.meta
	meta.Labels = maps.Clone(src.meta.Labels)
	meta.CloneDefinition, meta.SnapshotDefinition = nil, nil
	if !r.c.rules.CloneKeepsConstraints {
		meta.TableConstraints = nil
	}
	t := &table{ref: ref, kind: kindTable, meta: &meta, versions: []*version{{store: v.store, rows: v.rows, fields: v.fields}}}
	if !r.c.rules.CloneLeavesRowPolicies {
		t.rowPolicies = slices.Clone(src.rowPolicies)
	}
	if way == copyCopy {
		return t, nil
	}
	if err := r.hang(t, src, way); err != nil {
		return nil, err
	}
	when := time.UnixMilli(max(at.UnixMilli(), src.created)).UTC().Format("2006-01-02T15:04:05.000Z")
	if way == copySnapshot {
		t.kind = kindSnapshot
		meta.SnapshotDefinition = &bq.SnapshotDefinition{BaseTableReference: src.ref, SnapshotTime: when}
	} else {
		meta.CloneDefinition = &bq.CloneDefinition{BaseTableReference: src.ref, CloneTime: when}
	}
	return t, nil
}

// hang makes t a clone or snapshot of src, as far as the limits let it.
//
// Source: "Quotas and limits", table clones and snapshots.
func (r *run) hang(t, src *table, way string) error {
	depth, clones := r.c.rules.MaxDepth, r.c.rules.MaxClones
	if depth == 0 {
		depth = 3
	}
	if clones == 0 {
		clones = 1000
	}
	if src.depth+1 > depth {
		return invalid("Cannot create a table %s of %s: the chain of clones and snapshots is too long, the limit is %d", way, shown(src.ref), depth)
	}
	if src.copies >= clones {
		return invalid("Cannot create a table %s of %s: a table can have at most %d clones and snapshots", way, shown(src.ref), clones)
	}
	t.base, t.depth = src, src.depth+1
	return nil
}

// createLike runs CREATE TABLE ... LIKE: the columns and all that is described,
// without rows.
func (r *run) createLike(path []string, how making) (*Result, error) {
	from := r.p.path()
	opts := r.p.options()
	if err := r.p.end(); err != nil {
		return nil, err
	}
	d, ref, old, done, err := r.place(path, kindTable, how)
	if done != nil || err != nil {
		return done, err
	}
	src, err := r.named(from)
	if err != nil {
		return nil, err
	}
	if !src.stored() {
		return nil, wrongKind(src.ref, src.kind)
	}
	t, err := r.copyOf(src, src.now(), r.now, ref, copyCopy)
	if err != nil {
		return nil, err
	}
	t.rowPolicies = nil
	if !r.dry {
		v, err := r.empty(src.fields())
		if err != nil {
			return nil, err
		}
		t.versions = []*version{v}
	}
	err = firstError(r.describe(t, opts), sameLayout(t.meta, old))
	if err != nil {
		return nil, err
	}
	return r.finish(how, d, t, old)
}
