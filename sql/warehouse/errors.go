package warehouse

import (
	"errors"
	"fmt"
)

// Code is the closed list of what can go wrong. Adapters map native errors to
// it in their errors.go; everything above decides by code, never by text.
type Code string

// The codes.
const (
	NotFound         Code = "not found"
	AlreadyExists    Code = "already exists"
	PermissionDenied Code = "permission denied"
	Unauthenticated  Code = "unauthenticated"
	InvalidStatement Code = "invalid statement"
	// Conflict: another writer was there first, or identities do not fit.
	Conflict Code = "conflict"
	// Throttled: refused for now, nothing happened, may be sent again.
	Throttled Code = "throttled"
	// Unavailable: not sent, nothing happened, may be sent again.
	Unavailable Code = "unavailable"
	// Locked: another process holds the database file; Error.Holder names it.
	Locked Code = "locked"
	// LeaseLost: the lease is no longer ours; nothing happened.
	LeaseLost Code = "lease lost"
	// OutcomeUnknown: sent, no answer. Never retried: look.
	OutcomeUnknown Code = "outcome unknown"
	Unsupported    Code = "unsupported"
	Canceled       Code = "canceled"
	// NoSpace: the disk or the quota is full; nothing happened.
	NoSpace Code = "no space"
	// ReadOnly: the database cannot be written.
	ReadOnly Code = "read-only"
	// Incompatible: the database was made by a newer version.
	Incompatible Code = "incompatible"
	// Internal: everything that an adapter could not map.
	Internal Code = "internal"
)

// Error is what every Driver method returns.
type Error struct {
	Code Code
	// Op is the operation's name; Object what it was about. Either may be "".
	Op     string
	Object string
	// Native is the warehouse's own number, SQLSTATE, query or job id.
	Native string
	// Holder describes who holds the lock, when Code is Locked.
	Holder *Holder
	Err    error
}

// Holder is the process that holds a database file.
type Holder struct {
	PID int
	// Command is its command line when the system tells; "" otherwise.
	Command string
}

// Error gives one sentence without a full stop.
func (e *Error) Error() string {
	msg := string(e.Code)
	if e.Err != nil {
		msg = e.Err.Error()
	}
	switch {
	case e.Op != "" && e.Object != "":
		return fmt.Sprintf("%s %s: %s", e.Op, e.Object, msg)
	case e.Op != "":
		return fmt.Sprintf("%s: %s", e.Op, msg)
	case e.Object != "":
		return fmt.Sprintf("%s: %s", e.Object, msg)
	}
	return msg
}

// Unwrap gives the native error.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf gives the code of the first *Error in err's chain, Internal when
// there is none, "" when err is nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// Retryable reports whether the same op may simply be sent again: nothing
// happened and the reason passes. A file that another process holds counts: a
// reader of a DuckDB file comes and goes.
func Retryable(code Code) bool {
	return code == Throttled || code == Unavailable || code == Locked
}
