package duckdb

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// refuse makes an error of our own.
func refuse(code warehouse.Code, op, object, format string, args ...any) *warehouse.Error {
	return &warehouse.Error{Code: code, Op: op, Object: object, Err: fmt.Errorf(format, args...)}
}

// rule maps a part of a native message to a code. DuckDB has no error numbers
// that tell enough, so its text is read, here and nowhere else.
type rule struct {
	part string
	code warehouse.Code
}

// rules are tried in order. The messages are those of DuckDB 1.5.5.
func rules() []rule {
	return []rule{
		{leaseLost, warehouse.LeaseLost},
		{"INTERRUPT Error", warehouse.Canceled},
		{"context canceled", warehouse.Canceled},
		{"context deadline exceeded", warehouse.Canceled},
		{"Could not set lock on file", warehouse.Locked},
		{"Unique file handle conflict", warehouse.Locked},
		{"No space left on device", warehouse.NoSpace},
		{"Disk quota exceeded", warehouse.NoSpace},
		{"File too large", warehouse.NoSpace},
		{"failed to offload data block", warehouse.NoSpace},
		{"Permission denied", warehouse.PermissionDenied},
		{"Operation not permitted", warehouse.PermissionDenied},
		{"Read-only file system", warehouse.ReadOnly},
		{"attached in read-only mode", warehouse.ReadOnly},
		{"in read-only mode", warehouse.ReadOnly},
		{"not a valid DuckDB database file", warehouse.Incompatible},
		{"Is a directory", warehouse.Incompatible},
		{"storage version", warehouse.Incompatible},
		{"version number", warehouse.Incompatible},
		{"WAL does not match", warehouse.Conflict},
		{"WAL file", warehouse.Conflict},
		{"No such file or directory", warehouse.NotFound},
		{"write-write conflict", warehouse.Conflict},
		{"Transaction conflict", warehouse.Conflict},
		{"Conflict on ", warehouse.Conflict},
		{"only write to a single attached database", warehouse.Unsupported},
		{"Existing object", warehouse.Conflict},
		{"main key table", warehouse.Conflict},
		{"Dependency Error", warehouse.Conflict},
		{"already exists", warehouse.AlreadyExists},
		{"does not exist", warehouse.NotFound},
		{"Referenced table", warehouse.InvalidStatement},
		{"Constraint Error", warehouse.InvalidStatement},
		{"Parser Error", warehouse.InvalidStatement},
		{"Binder Error", warehouse.InvalidStatement},
		{"Catalog Error", warehouse.InvalidStatement},
		{"Conversion Error", warehouse.InvalidStatement},
		{"Invalid Input Error", warehouse.InvalidStatement},
		{"Not implemented Error", warehouse.Unsupported},
	}
}

// mapError makes a *warehouse.Error of a native error: the code, one sentence,
// and who holds a lock.
func mapError(op, object string, err error) error {
	var known *warehouse.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	out := &warehouse.Error{Code: warehouse.Internal, Op: op, Object: object, Err: sentence(err)}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		out.Code = warehouse.Canceled
		return out
	}
	msg := err.Error()
	out.Code = mapCode(err)
	if out.Code == warehouse.Locked {
		out.Holder = holder(msg)
	}
	return out
}

// mapCode finds the code of a native error, Internal when nothing fits.
func mapCode(err error) warehouse.Code {
	msg := lowerASCII(err.Error())
	for _, r := range rules() {
		if strings.Contains(msg, lowerASCII(r.part)) {
			return r.code
		}
	}
	return warehouse.Internal
}

// fatal reports whether a failed commit may have happened all the same. "Failed
// to commit" is what DuckDB says after it took the transaction back.
func fatal(err error) bool {
	msg := err.Error()
	return !strings.Contains(msg, "Failed to commit") || strings.Contains(msg, "FATAL Error") ||
		strings.Contains(msg, "has been invalidated")
}

// duplicateKey reports whether a primary key was there already.
func duplicateKey(err error) bool {
	return strings.Contains(err.Error(), "Constraint Error: Duplicate key")
}

// sentence keeps the first line of a native message: the rest repeats the
// statement with a caret under it, or gives advice about DuckDB's command line.
func sentence(err error) error {
	line, _, _ := strings.Cut(err.Error(), "\n")
	line = strings.TrimPrefix(line, "database/sql/driver: could not connect to database: ")
	return &native{line: strings.TrimSuffix(strings.TrimSpace(line), "."), err: err}
}

// native keeps the whole error reachable behind its first line.
type native struct {
	line string
	err  error
}

func (n *native) Error() string { return n.line }
func (n *native) Unwrap() error { return n.err }

var holderPattern = regexp.MustCompile(`\(PID (\d+)\)`)

// holder reads the process from DuckDB's lock message: Conflicting lock is held
// in /usr/bin/python3 (PID 4242).
func holder(msg string) *warehouse.Holder {
	m := holderPattern.FindStringSubmatch(msg)
	if m == nil {
		return nil
	}
	pid, err := strconv.Atoi(m[1])
	if err != nil {
		return nil
	}
	return &warehouse.Holder{PID: pid, Command: commandLine(pid)}
}
