package warehousetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

// lookAt looks at containers with content.
func lookAt(t *testing.T, d warehouse.Driver, list ...warehouse.Container) warehouse.Inventory {
	t.Helper()
	return lookFor(t, d, warehouse.InspectRequest{Containers: list})
}

func lookFor(t *testing.T, d warehouse.Driver, req warehouse.InspectRequest) warehouse.Inventory {
	t.Helper()
	inv, err := d.Inspect(context.Background(), req)
	if err != nil {
		t.Fatalf("inspect: %v", err)
	}
	for _, o := range inv.Objects {
		req.Content = append(req.Content, o.Ref)
	}
	if inv, err = d.Inspect(context.Background(), req); err != nil {
		t.Fatalf("inspect content: %v", err)
	}
	return inv
}

func identity(t *testing.T, inv warehouse.Inventory, c warehouse.Container) warehouse.Identity {
	t.Helper()
	s, ok := inv.Container(c)
	if !ok || !s.Exists || s.Identity.ID == "" {
		t.Fatalf("%s: %+v, looked at %t", c, s, ok)
	}
	return s.Identity
}

// contents gives the tokens by name inside a container.
func contents(inv warehouse.Inventory, c warehouse.Container) map[string]string {
	out := map[string]string{}
	for _, o := range inv.In(c) {
		out[o.Ref.Name] = o.Identity.Token
	}
	return out
}

// seedTwo fills production with old and the candidate with new relations of the
// same hostile names.
func seedTwo(t *testing.T, w World) {
	t.Helper()
	seedBoth(t, w)
	table := ref(w.Production, "plain")
	w.Seed(t, Relation{Ref: ref(w.Production, "a view"), From: &table})
}

func checkCloneContainer(t *testing.T, w World) {
	seedTwo(t, w)
	d := w.Open(t)
	twin := w.twin()
	op := warehouse.CloneContainer{From: w.Production, To: twin}
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	inv := lookAt(t, d, w.Production, twin)
	if diff := cmp.Diff(contents(inv, w.Production), contents(inv, twin)); diff != "" || len(inv.In(twin)) == 0 {
		t.Errorf("the clone holds other things:\n%s", diff)
	}
	first := identity(t, inv, twin)
	if first == identity(t, inv, w.Production) {
		t.Error("a clone has the identity of its source")
	}
	fails(t, d, op, warehouse.AlreadyExists)
	do(t, d, warehouse.Drop{Ref: ref(twin, "plain"), Kind: warehouse.KindTable})
	op.Replace = true
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	inv = lookAt(t, d, w.Production, twin)
	if diff := cmp.Diff(contents(inv, w.Production), contents(inv, twin)); diff != "" {
		t.Errorf("the second clone holds other things:\n%s", diff)
	}
	if identity(t, inv, twin) == first {
		t.Error("a container that was replaced keeps its identity")
	}
	nowhere := warehouse.Container{Database: w.Production.Database, Schema: "not there"}
	fails(t, d, warehouse.CloneContainer{From: nowhere, To: warehouse.Container{Database: nowhere.Database, Schema: "x"}}, warehouse.NotFound)
}

// prepare makes a shadow of production with the candidate's tables in it and a
// mark, and gives the swap that publishes it.
func prepare(t *testing.T, d warehouse.Driver, w World) warehouse.SwapContainers {
	t.Helper()
	twin := w.twin()
	do(t, d, warehouse.CloneContainer{From: w.Production, To: twin})
	inv := lookAt(t, d, twin, w.Candidate)
	var fill warehouse.Batch
	for _, name := range hostileNames() {
		next, old := must(t, inv, ref(w.Candidate, name)), must(t, inv, ref(twin, name))
		fill.Ops = append(fill.Ops, warehouse.CopyTable{
			From: next.Ref, To: old.Ref, Definition: next.Definition, Replace: true, Replaces: old.Identity,
		})
	}
	do(t, d, fill)
	mark := warehouse.Mark{Database: twin.Database, Schema: twin.Schema, Release: "it's r1", Step: `swap "x"`}
	do(t, d, mark)
	inv = lookAt(t, d, w.Production, twin)
	return warehouse.SwapContainers{
		A: w.Production, B: twin, IdentityA: identity(t, inv, w.Production), IdentityB: identity(t, inv, twin), Proof: &mark,
	}
}

// checkSwapGuarded: a swap happens once, whoever sends it how often.
func checkSwapGuarded(t *testing.T, w World) {
	seedTwo(t, w)
	d := w.Open(t)
	op := prepare(t, d, w)
	before := lookAt(t, d, op.A, op.B)
	unmarked := op
	other := *op.Proof
	other.Release = "another"
	unmarked.Proof = &other
	fails(t, d, unmarked, warehouse.Conflict)
	strangers := op
	strangers.IdentityA, strangers.IdentityB = op.IdentityB, op.IdentityA
	fails(t, d, strangers, warehouse.Conflict)
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	published := lookAt(t, d, op.A, op.B)
	if diff := cmp.Diff(contents(before, op.B), contents(published, op.A)); diff != "" {
		t.Errorf("production is not what was prepared:\n%s", diff)
	}
	if diff := cmp.Diff(contents(before, op.A), contents(published, op.B)); diff != "" {
		t.Errorf("what was kept is not what production was:\n%s", diff)
	}
	if identity(t, published, op.A) != op.IdentityB || identity(t, published, op.B) != op.IdentityA {
		t.Error("identities did not move with the swap")
	}
	blind := op
	blind.IdentityA, blind.IdentityB = warehouse.Identity{}, warehouse.Identity{}
	fails(t, d, op, warehouse.Conflict)
	fails(t, d, blind, warehouse.Conflict)
	outcome(t, d, blind, warehouse.Done)
	if diff := cmp.Diff(tokens(published), tokens(lookAt(t, d, op.A, op.B))); diff != "" {
		t.Errorf("a doubled swap changed something:\n%s", diff)
	}
}

// checkSwapFenced: without the lease a swap does not happen.
func checkSwapFenced(t *testing.T, w World) {
	seedTwo(t, w)
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	op := prepare(t, d, w)
	before := lookAt(t, d, op.A, op.B)
	fence := warehouse.CheckFence{State: w.State, Environment: env, Fence: 2}
	fails(t, d, warehouse.Fenced{Fence: fence, Op: op}, warehouse.LeaseLost)
	outcome(t, d, op, warehouse.NotDone)
	if diff := cmp.Diff(tokens(before), tokens(lookAt(t, d, op.A, op.B))); diff != "" {
		t.Errorf("a fenced swap changed something:\n%s", diff)
	}
	fence.Fence = 1
	do(t, d, warehouse.Fenced{Fence: fence, Op: op})
	outcome(t, d, warehouse.Fenced{Fence: fence, Op: op}, warehouse.Done)
	mark := *op.Proof
	mark.Step = "another"
	fence.Fence = 2
	fails(t, d, warehouse.Fenced{Fence: fence, Op: mark}, warehouse.LeaseLost)
	outcome(t, d, mark, warehouse.NotDone)
}

func checkUndrop(t *testing.T, w World) {
	seedTwo(t, w)
	d := w.Open(t)
	twin := w.twin()
	do(t, d, warehouse.CloneContainer{From: w.Production, To: twin})
	inv := lookAt(t, d, twin)
	id, held := identity(t, inv, twin), contents(inv, twin)
	op := warehouse.Undrop{Container: twin, Identity: id}
	fails(t, d, op, warehouse.AlreadyExists)
	do(t, d, warehouse.DropContainer{Container: twin})
	gone := lookFor(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{twin}, Dropped: []warehouse.Container{twin}})
	state, _ := gone.Container(twin)
	if diff := cmp.Diff([]warehouse.Identity{id}, state.Dropped); diff != "" || state.Exists {
		t.Errorf("dropped containers, exists %t:\n%s", state.Exists, diff)
	}
	wrong := op
	wrong.Identity.ID += " not"
	fails(t, d, wrong, warehouse.Conflict)
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	inv = lookAt(t, d, twin)
	if diff := cmp.Diff(held, contents(inv, twin)); diff != "" || identity(t, inv, twin) != id {
		t.Errorf("another container came back:\n%s", diff)
	}
	never := warehouse.Container{Database: w.Production.Database, Schema: "never there"}
	fails(t, d, warehouse.Undrop{Container: never, Identity: id}, warehouse.NotFound)
}

func checkContainerComment(t *testing.T, w World) {
	d := w.Open(t)
	for _, words := range []string{`it's "so" \ 50% $$`, ""} {
		op := warehouse.SetComment{Container: w.Keep, Comment: words}
		if words != "" {
			outcome(t, d, op, warehouse.NotDone)
		}
		do(t, d, op)
		outcome(t, d, op, warehouse.Done)
		inv := lookAt(t, d, w.Keep)
		if s, _ := inv.Container(w.Keep); s.Comment != words {
			t.Errorf("comment %q, want %q", s.Comment, words)
		}
	}
}
