package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"cutover/sql/warehouse"
)

// TestMapCode uses messages that DuckDB 1.5.5 really gave.
func TestMapCode(t *testing.T) {
	t.Parallel()
	for msg, want := range map[string]warehouse.Code{
		`IO Error: Could not set lock on file "/x.duckdb": Conflicting lock is held in /usr/bin/python3.11 (PID 4242). See also https://duckdb.org/docs/stable/connect/concurrency`: warehouse.Locked,
		`Binder Error: Unique file handle conflict: Cannot attach "b" - the database file "/x.duckdb" is already attached by database "a"`:                                          warehouse.Locked,
		`IO Error: Cannot open file "/x.duckdb": Permission denied`:                                                                                                               warehouse.PermissionDenied,
		`TransactionContext Error: Failed to commit: Cannot open file "/x.duckdb.wal": Permission denied`:                                                                         warehouse.PermissionDenied,
		`IO Error: Cannot open file "/x.duckdb": Read-only file system`:                                                                                                           warehouse.ReadOnly,
		`Invalid Input Error: Cannot execute statement of type "CREATE" on database "b2" which is attached in read-only mode!`:                                                    warehouse.ReadOnly,
		`IO Error: Cannot open file "/x/y.duckdb": No such file or directory`:                                                                                                     warehouse.NotFound,
		`IO Error: The file "/x" exists, but it is not a valid DuckDB database file!`:                                                                                             warehouse.Incompatible,
		`IO Error: Could not read from file "/tmp": Is a directory`:                                                                                                               warehouse.Incompatible,
		"IO Error: Trying to read a database file with version number 999, but we can only read versions between 64 and 68.\nThe database file was created with an newer version": warehouse.Incompatible,
		`IO Error: Could not write file "/x.duckdb": No space left on device`:                                                                                                     warehouse.NoSpace,
		`TransactionContext Error: Failed to commit: Could not write file "/x.duckdb": No space left on device`:                                                                   warehouse.NoSpace,
		`TransactionContext Error: Failed to commit: Could not write file "/x.duckdb": File too large`:                                                                            warehouse.NoSpace,
		`IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 0`:                                                            warehouse.Internal,
		`TransactionContext Error: Catalog write-write conflict on create with "t"`:                                                                                               warehouse.Conflict,
		`Catalog Error: Existing object vp is of type View, trying to drop type Table`:                                                                                            warehouse.Conflict,
		`Catalog Error: Could not drop the table because this table is main key table of the table "ch"`:                                                                          warehouse.Conflict,
		"Dependency Error: Cannot drop entry \"prod\" because there are entries that depend on it.\nview":                                                                         warehouse.Conflict,
		`Catalog Error: Table with name "p" already exists!`:                                                                                                                      warehouse.AlreadyExists,
		`Catalog Error: View with name zzz does not exist!`:                                                                                                                       warehouse.NotFound,
		`Catalog Error: Catalog with name a does not exist!`:                                                                                                                      warehouse.NotFound,
		`Constraint Error: NOT NULL constraint failed: p.id`:                                                                                                                      warehouse.InvalidStatement,
		"Parser Error: syntax error at or near \"selec\"\n\nLINE 1: selec 1":                                                                                                      warehouse.InvalidStatement,
		`Binder Error: Creating foreign keys across different schemas or catalogs is not supported`:                                                                               warehouse.InvalidStatement,
		`Conversion Error: Could not convert string 'a' to INT32`:                                                                                                                 warehouse.InvalidStatement,
		`INTERRUPT Error: Interrupted!`:                                                                                                                                           warehouse.Canceled,
		`Invalid Input Error: ` + leaseLost:                                                                                                                                       warehouse.LeaseLost,
		`TransactionContext Error: Attempting to write to database "b" in a transaction that has already modified database "a" - a single transaction can only write to a single attached database.`: warehouse.Unsupported,
		`something new`: warehouse.Internal,
	} {
		err := mapError("op", "", errors.New(msg))
		if got := warehouse.CodeOf(err); got != want {
			t.Errorf("%s: code %q, want %q", msg, got, want)
		}
		if strings.ContainsAny(err.Error(), "\n") || strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%q is not one sentence", err)
		}
	}
}

func TestOpenErrorNamesWhoAndWhat(t *testing.T) {
	t.Parallel()
	err := openError("/x", errors.New("IO Error: Trying to read a database file with version number 999, but we can only read versions between 64 and 68.\nThe"))
	if !strings.Contains(err.Error(), "version 999") || !strings.Contains(err.Error(), "64 to 68") {
		t.Errorf("got %q", err)
	}
	err = openError("/x", errors.New(`IO Error: Could not set lock on file "/x": Conflicting lock is held in /usr/bin/python3.11 (PID 4194999)`))
	var e *warehouse.Error
	if !errors.As(err, &e) || e.Holder == nil || e.Holder.PID != 4194999 || !strings.Contains(err.Error(), "PID 4194999") {
		t.Errorf("got %+v", err)
	}
}

func TestMapErrorKeepsWhatIsKnown(t *testing.T) {
	t.Parallel()
	known := refuse(warehouse.Conflict, "swap", "x", "no")
	if got := mapError("other", "y", fmt.Errorf("wrapped: %w", known)); warehouse.CodeOf(got) != warehouse.Conflict {
		t.Errorf("got %v", got)
	}
	if got := mapError("op", "", context.Canceled); warehouse.CodeOf(got) != warehouse.Canceled {
		t.Errorf("got %v", got)
	}
	if mapError("op", "", nil) != nil {
		t.Error("nil is an error")
	}
}
