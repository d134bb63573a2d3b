package warehousetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

const env = `prod "1"`

func take(w World, owner string) warehouse.TakeLease {
	return warehouse.TakeLease{State: w.State, Environment: env, Owner: owner, TTL: time.Hour, Body: `{"pid": 1, "q": "it's"}`}
}

// held gives owner, fence and expired of the lease.
func held(t *testing.T, d warehouse.Driver, w World) string {
	t.Helper()
	rows := ask(t, d, warehouse.ReadLease{State: w.State, Environment: env})
	if len(rows) == 0 {
		return "none"
	}
	if len(rows) != 1 || len(rows[0]) != 6 || rows[0][0] != env {
		t.Fatalf("lease %v", rows)
	}
	if _, err := time.Parse(time.RFC3339Nano, rows[0][3]); err != nil {
		t.Errorf("expires_at: %v", err)
	}
	return fmt.Sprintf("%s %s %s", rows[0][1], rows[0][2], rows[0][4])
}

func wantRows(t *testing.T, d warehouse.Driver, op warehouse.Op, want int64) {
	t.Helper()
	if got := do(t, d, op); got.Rows != want {
		t.Errorf("%s: %d rows, want %d", op.OpName(), got.Rows, want)
	}
}

func wantHeld(t *testing.T, d warehouse.Driver, w World, want string) {
	t.Helper()
	if got := held(t, d, w); got != want {
		t.Errorf("lease %q, want %q", got, want)
	}
}

func checkLease(t *testing.T, w World) {
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	wantHeld(t, d, w, "a 1 false")
	wantRows(t, d, take(w, "b"), 0)
	wantHeld(t, d, w, "a 1 false")
	other := take(w, "b")
	other.Environment = "another"
	wantRows(t, d, other, 1)
	renew := warehouse.RenewLease{State: w.State, Environment: env, Owner: "a", Fence: 1, TTL: time.Hour}
	wantRows(t, d, renew, 1)
	for _, spoil := range []func(*warehouse.RenewLease){
		func(r *warehouse.RenewLease) { r.Owner = "b" }, func(r *warehouse.RenewLease) { r.Fence = 2 },
		func(r *warehouse.RenewLease) { r.Environment = "none" },
	} {
		bad := renew
		spoil(&bad)
		wantRows(t, d, bad, 0)
	}
	do(t, d, warehouse.CheckFence{State: w.State, Environment: env, Fence: 1})
	fails(t, d, warehouse.CheckFence{State: w.State, Environment: env, Fence: 2}, warehouse.LeaseLost)
	fails(t, d, warehouse.CheckFence{State: w.State, Environment: "none", Fence: 1}, warehouse.LeaseLost)
	wantRows(t, d, warehouse.ReleaseLease{State: w.State, Environment: env, Owner: "b", Fence: 1}, 0)
	wantRows(t, d, warehouse.ReleaseLease{State: w.State, Environment: env, Owner: "a", Fence: 1}, 1)
	fails(t, d, warehouse.CheckFence{State: w.State, Environment: env, Fence: 1}, warehouse.LeaseLost)
	wantRows(t, d, renew, 0)
	wantRows(t, d, take(w, "b"), 1)
	wantHeld(t, d, w, "b 2 false")
}

func checkLeaseExpires(t *testing.T, w World) {
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	short := take(w, "a")
	short.TTL = 0
	wantRows(t, d, short, 1)
	wantHeld(t, d, w, "a 1 true")
	wantRows(t, d, take(w, "b"), 1)
	wantHeld(t, d, w, "b 2 false")
	wantRows(t, d, warehouse.RenewLease{State: w.State, Environment: env, Owner: "a", Fence: 1, TTL: time.Hour}, 0)
	fails(t, d, warehouse.CheckFence{State: w.State, Environment: env, Fence: 1}, warehouse.LeaseLost)
}

func checkLeaseBreak(t *testing.T, w World) {
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	broken := take(w, "b")
	broken.Break = 7
	wantRows(t, d, broken, 0)
	broken.Break = 1
	wantRows(t, d, broken, 1)
	wantHeld(t, d, w, "b 2 false")
	wantRows(t, d, broken, 0)
}

func entry(step string, fence int64) warehouse.Entry {
	return warehouse.Entry{Environment: env, Release: "r1", Serial: 2, Step: step, Event: "intent", Fence: fence, Actor: "me@host", Body: `{"x": "it's \"so\""}`}
}

func checkLedger(t *testing.T, w World) {
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	var want [][]string
	for i := range 5 {
		e := entry(fmt.Sprintf("s%d", i), 0)
		row := []string{fmt.Sprint(i + 1), "at", env, "r1", "2", e.Step, "intent", "0", "me@host", e.Body}
		if i == 2 {
			e.Body, row[9] = "", "NULL"
		}
		do(t, d, warehouse.AppendEntry{State: w.State, Entry: e})
		want = append(want, row)
	}
	elsewhere := entry("x", 0)
	elsewhere.Environment = "another"
	do(t, d, warehouse.AppendEntry{State: w.State, Entry: elsewhere})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	got := ask(t, d, warehouse.ReadEntries{State: w.State, Environment: env})
	last := time.Time{}
	for _, row := range got {
		at, err := time.Parse(time.RFC3339Nano, row[1])
		if err != nil || at.Before(last) {
			t.Errorf("at %s: %v", row[1], err)
		}
		last, row[1] = at, "at"
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if n := len(ask(t, d, warehouse.ReadEntries{State: w.State})); n != 6 {
		t.Errorf("%d entries of all environments", n)
	}
}

func checkLedgerFence(t *testing.T, w World) {
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	do(t, d, warehouse.AppendEntry{State: w.State, Entry: entry("s", 1)})
	fails(t, d, warehouse.AppendEntry{State: w.State, Entry: entry("s", 2)}, warehouse.LeaseLost)
	if n := len(ask(t, d, warehouse.ReadEntries{State: w.State, Environment: env})); n != 1 {
		t.Errorf("%d entries", n)
	}
}

func checkFenceInAtomic(t *testing.T, w World) {
	w.Seed(t, Relation{Ref: ref(w.Production, "t"), Rows: 1, Text: "t"})
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	fails(t, d, fenced(w, 2), warehouse.LeaseLost)
	must(t, look(t, d, w), ref(w.Production, "t"))
	do(t, d, fenced(w, 1))
	if _, ok := look(t, d, w).Object(ref(w.Production, "t")); ok {
		t.Error("the Atomic with the right fence did nothing")
	}
}

func fenced(w World, fence int64) warehouse.Atomic {
	return warehouse.Atomic{Ops: []warehouse.Op{
		warehouse.CheckFence{State: w.State, Environment: env, Fence: fence},
		warehouse.Drop{Ref: ref(w.Production, "t"), Kind: warehouse.KindTable},
		warehouse.CheckFence{State: w.State, Environment: env, Fence: fence},
	}}
}

// checkStateMissing: before the first release there is no state to read, and
// that is not an error.
func checkStateMissing(t *testing.T, w World) {
	d := w.Open(t)
	for _, op := range []warehouse.Op{
		warehouse.ReadEntries{State: w.State, Environment: env},
		warehouse.ReadEntries{State: w.State},
		warehouse.ReadLease{State: w.State, Environment: env},
		warehouse.ReadMarks{Database: w.Marks.Database, Schema: w.Marks.Schema},
	} {
		if got := ask(t, d, op); len(got) != 0 {
			t.Errorf("%s: %v", op.OpName(), got)
		}
	}
}

// checkAppendIdempotent: an entry whose answer was lost is sent again with its
// key, and stands in the ledger once.
func checkAppendIdempotent(t *testing.T, w World) {
	d := w.Open(t)
	do(t, d, warehouse.EnsureState{State: w.State})
	wantRows(t, d, take(w, "a"), 1)
	e := entry("s", 1)
	e.Key = "k'1"
	op := warehouse.AppendEntry{State: w.State, Entry: e}
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	do(t, d, op)
	// It was written while the lease was ours, so saying so again is right even
	// when the lease is gone.
	wantRows(t, d, warehouse.ReleaseLease{State: w.State, Environment: env, Owner: "a", Fence: 1}, 1)
	do(t, d, op)
	second := op
	second.Entry.Key = "k2"
	fails(t, d, second, warehouse.LeaseLost)
	if n := len(ask(t, d, warehouse.ReadEntries{State: w.State, Environment: env})); n != 1 {
		t.Errorf("%d entries", n)
	}
}
