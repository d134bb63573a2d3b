package warehouse

import "time"

// State ops keep the ledger and the lease. They live in a container of their
// own, outside everything that is swapped, in two tables:
//
//	ledger(seq, at, environment, release, serial, step, event, fence, actor, body)
//	lease(environment, owner, fence, expires_at, body)
//
// They are ops like the others so that an adapter renders them in its own
// dialect and the engine stays portable; they never appear in a plan.

// EnsureState makes the state container and its tables when they are missing.
type EnsureState struct {
	State Container
}

// Entry is one row of the ledger, which is only ever appended to.
type Entry struct {
	// Seq orders the entries; the warehouse assigns it, 0 when appending.
	Seq int64
	// At is the warehouse's clock; zero when appending.
	At          time.Time
	Environment string
	Release     string
	// Serial is the plan's serial that the entry belongs to.
	Serial int
	// Step is empty for entries about the release as a whole.
	Step  string
	Event string
	// Fence is the lease's fencing number under which the entry was written.
	Fence int64
	// Actor says who: user@host or a CI job.
	Actor string
	// Body is JSON whose shape depends on Event; empty means none.
	Body string
	// Key is unique per entry and set by who appends. An adapter whose answers
	// can be lost writes an entry of the same key once only; it is not read back.
	Key string
}

// AppendEntry writes one ledger entry, durable when Do returns. When Fence is
// not 0 the write happens only while the lease of the environment still has
// that fence; otherwise Do fails with code LeaseLost.
type AppendEntry struct {
	State Container
	Entry Entry
}

// ReadEntries is a query: all entries of an environment in order of seq, with
// the columns of the ledger in the order given above (at in RFC 3339). Empty
// Environment means all environments. It gives no rows when the state container
// was never made.
type ReadEntries struct {
	State       Container
	Environment string
}

// TakeLease takes the lease of an environment when it is free: no row, expired
// by the warehouse's clock, or held with the fence given in Break. It adds one
// to the fence. Do's Receipt.Rows is 1 when it was taken, 0 when another holds
// it.
type TakeLease struct {
	State       Container
	Environment string
	Owner       string
	TTL         time.Duration
	// Break, when not 0, names the fence of a lease that is known to be dead.
	Break int64
	// Body is JSON about the holder, for people: host, pid, release, since.
	Body string
}

// RenewLease extends a lease. Receipt.Rows is 0 when it is no longer ours.
type RenewLease struct {
	State       Container
	Environment string
	Owner       string
	Fence       int64
	TTL         time.Duration
}

// ReleaseLease gives a lease back. Receipt.Rows is 0 when it was no longer ours.
type ReleaseLease struct {
	State       Container
	Environment string
	Owner       string
	Fence       int64
}

// CheckFence fails with code LeaseLost unless the lease still has the fence.
// Inside an Atomic it makes the whole conditional on the lease.
type CheckFence struct {
	State       Container
	Environment string
	Fence       int64
}

// ReadLease is a query: environment, owner, fence, expires_at, expired
// ('true' or 'false' by the warehouse's clock), body. It gives no rows when
// nobody ever took the lease or it was given back.
type ReadLease struct {
	State       Container
	Environment string
}

// ReadMarks is a query: release, step of every mark in a database, in order of
// writing; no rows when there is no marks table.
type ReadMarks struct {
	Database string
	Schema   string
}

// Probe is a query that reads no rows of a relation: it fails when the relation,
// or anything that it reads from, is not there.
type Probe struct {
	Ref Ref
}

// OpName implements Op.
func (Probe) OpName() string { return "probe" }

// OpName implements Op.
func (EnsureState) OpName() string { return "ensure_state" }

// OpName implements Op.
func (AppendEntry) OpName() string { return "append_entry" }

// OpName implements Op.
func (ReadEntries) OpName() string { return "read_entries" }

// OpName implements Op.
func (TakeLease) OpName() string { return "take_lease" }

// OpName implements Op.
func (RenewLease) OpName() string { return "renew_lease" }

// OpName implements Op.
func (ReleaseLease) OpName() string { return "release_lease" }

// OpName implements Op.
func (CheckFence) OpName() string { return "check_fence" }

// OpName implements Op.
func (ReadLease) OpName() string { return "read_lease" }

// OpName implements Op.
func (ReadMarks) OpName() string { return "read_marks" }
