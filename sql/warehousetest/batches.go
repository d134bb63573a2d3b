package warehousetest

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

// readable gives the grants of an object but those of its owner.
func readable(o warehouse.Object) []warehouse.Grant {
	return slices.DeleteFunc(slices.Clone(o.Access), func(g warehouse.Grant) bool { return g.Privilege == "OWNERSHIP" })
}

func selectGrant(r warehouse.Ref, on, role string) warehouse.Grant {
	return warehouse.Grant{On: on, Container: r.Container(), Name: r.Name, Privilege: "SELECT", Grantee: role, GranteeKind: "role"}
}

// access looks at production with its grants.
func access(t *testing.T, d warehouse.Driver, list ...warehouse.Container) warehouse.Inventory {
	t.Helper()
	return lookFor(t, d, warehouse.InspectRequest{Containers: list, Access: list})
}

// checkCopyReplace: a table is replaced in one step and keeps its grants.
func checkCopyReplace(t *testing.T, w World) {
	for _, name := range hostileNames() {
		w.Seed(t, Relation{Ref: ref(w.Candidate, name), Rows: 20, Text: "new"}, Relation{Ref: ref(w.Production, name), Rows: 10, Text: "old"})
	}
	table := ref(w.Production, "plain")
	w.Seed(t, Relation{Ref: ref(w.Production, "a view"), From: &table})
	d := w.Open(t)
	for _, name := range hostileNames() {
		grant := selectGrant(ref(w.Production, name), "table", w.Roles[0])
		do(t, d, warehouse.GrantAccess{Grant: grant})
		inv := look(t, d, w)
		next, old := must(t, inv, ref(w.Candidate, name)), must(t, inv, ref(w.Production, name))
		op := warehouse.CopyTable{From: next.Ref, To: old.Ref, Definition: next.Definition, Replace: true, Replaces: old.Identity}
		outcome(t, d, op, warehouse.NotDone)
		do(t, d, op)
		outcome(t, d, op, warehouse.Done)
		got := must(t, access(t, d, w.Production), old.Ref)
		if got.Identity.ID == old.Identity.ID || got.Identity.Token != next.Identity.Token {
			t.Errorf("%s: identity %v, before %v, candidate's %v", old.Ref, got.Identity, old.Identity, next.Identity)
		}
		if diff := cmp.Diff([]warehouse.Grant{grant}, readable(got)); diff != "" {
			t.Errorf("grants of %s:\n%s", old.Ref, diff)
		}
	}
	inv := look(t, d, w)
	from := must(t, inv, ref(w.Candidate, "plain"))
	_, err := d.Do(context.Background(), warehouse.CopyTable{From: from.Ref, To: ref(w.Production, "a view"), Definition: from.Definition, Replace: true}, warehouse.Token{})
	if code := warehouse.CodeOf(err); code != warehouse.AlreadyExists && code != warehouse.Conflict {
		t.Errorf("a view was replaced by a table: %q %v", code, err)
	}
	if o := must(t, look(t, d, w), ref(w.Production, "a view")); o.Kind != warehouse.KindView {
		t.Errorf("the view is a %s", o.Kind)
	}
	fresh := warehouse.CopyTable{From: from.Ref, To: ref(w.Production, "fresh"), Definition: from.Definition, Replace: true}
	outcome(t, d, fresh, warehouse.NotDone)
	do(t, d, fresh)
	outcome(t, d, fresh, warehouse.Done)
}

// checkViewReplace: a view is replaced in one step and keeps its grants.
func checkViewReplace(t *testing.T, w World) {
	one, two, view := ref(w.Production, "one"), ref(w.Production, "two"), ref(w.Production, `the "view"`)
	w.Seed(t, Relation{Ref: one, Rows: 1, Text: "x"}, Relation{Ref: two, Rows: 2, Text: "x"},
		Relation{Ref: view, From: &one}, Relation{Ref: ref(w.Candidate, "v"), From: &two})
	d := w.Open(t)
	grant := selectGrant(view, "view", w.Roles[0])
	do(t, d, warehouse.GrantAccess{Grant: grant})
	next := must(t, look(t, d, w), ref(w.Candidate, "v"))
	op := warehouse.CreateView{View: view, Definition: next.Definition, Replace: true}
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	got := must(t, access(t, d, w.Production), view)
	if diff := cmp.Diff([]warehouse.Grant{grant}, readable(got)); diff != "" {
		t.Errorf("grants of the view:\n%s", diff)
	}
	if got.Identity.Token != next.Identity.Token {
		t.Error("the view does not say what its source says")
	}
	if rows := query(t, d, warehouse.Statement{Text: "SELECT COUNT(*) FROM " + d.Capabilities().Dialect.QuoteRef(view)}); rows[0][0] != "2" {
		t.Errorf("the view reads %s rows", rows[0][0])
	}
	_, err := d.Do(context.Background(), warehouse.CreateView{View: one, Definition: next.Definition, Replace: true}, warehouse.Token{})
	if code := warehouse.CodeOf(err); code != warehouse.AlreadyExists && code != warehouse.Conflict {
		t.Errorf("a table was replaced by a view: %q %v", code, err)
	}
	must(t, look(t, d, w), one)
	again := warehouse.CreateView{View: ref(w.Production, "once"), Definition: next.Definition, Replace: true}
	do(t, d, again)
	do(t, d, again)
}

// checkBatch: members happen, and a look tells all, none and some apart.
func checkBatch(t *testing.T, w World) {
	seedBoth(t, w)
	table, swapped := ref(w.Production, "plain"), ref(w.Production, "becomes a view")
	w.Seed(t, Relation{Ref: swapped, Rows: 1, Text: "t"}, Relation{Ref: ref(w.Candidate, "becomes a view"), From: &table})
	d := w.Open(t)
	inv := look(t, d, w)
	var batch warehouse.Batch
	for _, name := range hostileNames() {
		next := must(t, inv, ref(w.Candidate, name))
		batch.Ops = append(batch.Ops, warehouse.CopyTable{From: next.Ref, To: ref(w.Keep, name), Definition: next.Definition})
	}
	batch.Ops = append(batch.Ops, warehouse.Sequence{Ops: []warehouse.Op{
		warehouse.Drop{Ref: swapped, Kind: warehouse.KindTable},
		warehouse.CreateView{View: swapped, Definition: must(t, inv, ref(w.Candidate, "becomes a view")).Definition},
	}})
	outcome(t, d, batch, warehouse.NotDone)
	do(t, d, batch.Ops[0])
	outcome(t, d, batch, warehouse.Partly)
	first := batch.Ops[0]
	batch.Ops = batch.Ops[1:]
	if got := do(t, d, batch); got.Statements != len(batch.Ops)+1 {
		t.Errorf("%d statements", got.Statements)
	}
	batch.Ops = append(batch.Ops, first)
	outcome(t, d, batch, warehouse.Done)
	inv = look(t, d, w)
	for _, name := range hostileNames() {
		if got, want := must(t, inv, ref(w.Keep, name)).Identity.Token, must(t, inv, ref(w.Candidate, name)).Identity.Token; got != want {
			t.Errorf("%q is no copy", name)
		}
	}
	if o := must(t, inv, swapped); o.Kind != warehouse.KindView {
		t.Errorf("it is a %s", o.Kind)
	}
}

// checkBatchFenced: every member is conditional on the lease.
func checkBatchFenced(t *testing.T, w World) {
	seedBoth(t, w)
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	var batch warehouse.Batch
	for _, name := range hostileNames() {
		batch.Ops = append(batch.Ops, warehouse.Drop{Ref: ref(w.Production, name), Kind: warehouse.KindTable})
	}
	before := tokens(look(t, d, w))
	fence := warehouse.CheckFence{State: w.State, Environment: env, Fence: 2}
	fails(t, d, warehouse.Fenced{Fence: fence, Op: batch}, warehouse.LeaseLost)
	if diff := cmp.Diff(before, tokens(look(t, d, w))); diff != "" {
		t.Errorf("something happened without the lease:\n%s", diff)
	}
	fence.Fence = 1
	do(t, d, warehouse.Fenced{Fence: fence, Op: batch})
	outcome(t, d, batch, warehouse.Done)
	wantRows(t, d, warehouse.ReleaseLease{State: w.State, Environment: env, Owner: "a", Fence: 1}, 1)
	fails(t, d, warehouse.Fenced{Fence: fence, Op: warehouse.Drop{Ref: ref(w.Candidate, "plain"), Kind: warehouse.KindTable}}, warehouse.LeaseLost)
	must(t, look(t, d, w), ref(w.Candidate, "plain"))
}

// checkBatchStops: the first error ends a Sequence and is the answer of a Batch;
// a caller who gave up sends nothing.
func checkBatchStops(t *testing.T, w World) {
	table := ref(w.Production, "t")
	w.Seed(t, Relation{Ref: table, Rows: 1, Text: "t"})
	d := w.Open(t)
	absent := warehouse.Drop{Ref: ref(w.Production, "absent"), Kind: warehouse.KindTable}
	drop := warehouse.Drop{Ref: table, Kind: warehouse.KindTable}
	fails(t, d, warehouse.Sequence{Ops: []warehouse.Op{absent, drop}}, warehouse.NotFound)
	must(t, look(t, d, w), table)
	fails(t, d, warehouse.Batch{Ops: []warehouse.Op{warehouse.Sequence{Ops: []warehouse.Op{absent, drop}}}}, warehouse.NotFound)
	must(t, look(t, d, w), table)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, op := range []warehouse.Op{drop, warehouse.Batch{Ops: []warehouse.Op{drop}}, warehouse.Sequence{Ops: []warehouse.Op{drop}}} {
		if _, err := d.Do(ctx, op, warehouse.Token{}); warehouse.CodeOf(err) != warehouse.Canceled {
			t.Errorf("%s: %v", op.OpName(), err)
		}
	}
	must(t, look(t, d, w), table)
	do(t, d, warehouse.Batch{})
}
