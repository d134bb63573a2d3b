package catalog

import (
	"fmt"

	bq "google.golang.org/api/bigquery/v2"
)

// Param is one positional query parameter, written as ? in the statement.
type Param struct {
	// Type is a GoogleSQL type: STRING, INT64, FLOAT64, NUMERIC, BOOL, TIMESTAMP,
	// DATE, DATETIME. Empty is STRING.
	Type, Value string
	// Null says that the value is NULL, whatever Value holds.
	Null bool
}

// Column describes one column of a result.
type Column struct {
	// Name is as written; a column without a name is f0_, f1_, ...
	Name string
	// Type is the REST API's word: INTEGER, FLOAT, NUMERIC, BIGNUMERIC, BOOLEAN,
	// STRING, BYTES, DATE, DATETIME, TIME, TIMESTAMP, JSON, RECORD.
	Type string
	// Mode is NULLABLE, REQUIRED or REPEATED.
	Mode string
	// Fields are those of a RECORD; nil for all other types.
	Fields []Column
}

// Session is what a job has by default.
type Session struct {
	// Project completes names of one and two parts, Dataset names of one part.
	Project, Dataset string
	// Location is where the job runs; datasets elsewhere are not found. Empty is
	// the location of the first dataset that the statement names.
	Location string
	// User is what SESSION_USER() answers.
	User string
}

// Child is one statement of a script.
type Child struct {
	SQL, StatementType string
	Affected           int64
	// Err is nil when the statement worked.
	Err *Error
}

// Result is what a statement answers.
type Result struct {
	// StatementType is that of the job statistics: SELECT, CREATE_TABLE, SCRIPT, ...
	StatementType string
	// Columns is nil for statements without a result. Those of a script are the
	// columns of its last SELECT.
	Columns []Column
	// Rows hold the values in the wire's text form; nil is NULL. A TIMESTAMP is in
	// microseconds since 1970 (useInt64Timestamp). A cell of a REPEATED or RECORD
	// column is the JSON of the wire's "v": [{"v":"1"}] or {"f":[{"v":"1"}]}.
	Rows [][]*string
	// Affected counts changed rows; 0 for all but INSERT, UPDATE, DELETE, MERGE,
	// TRUNCATE and scripts of these.
	Affected int64
	// Inserted, Updated and Deleted split Affected as dmlStats do.
	Inserted, Updated, Deleted int64
	// DDLOperation is CREATE, REPLACE, SKIP, ALTER or DROP; empty for all but DDL.
	DDLOperation string
	// DDLTarget is the table, view or snapshot that DDL was about; nil for all but
	// DDL, and for DDL about a dataset.
	DDLTarget *bq.TableReference
	// Children are the statements of a script that began, in order; nil for one
	// statement alone.
	Children []Child
	// Bytes is how many bytes the statement read.
	Bytes int64
}

// Error is an error of the service, with its HTTP code and reason.
type Error struct {
	Code int
	// Reason is the service's word: notFound, duplicate, invalidQuery, ...
	Reason, Message string
	// Location is where in the request the mistake is; mostly empty.
	Location string
	// Unexpected says that the service might know what was asked, and this model
	// does not.
	Unexpected bool
}

// Error gives code, reason and message.
func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Code, e.Reason, e.Message) }

// Rules are the answers of the service that no page gives, or gives only in
// part. The zero value of a switch is the answer that hurts more.
type Rules struct {
	// KeepIAMOnReplace: CREATE OR REPLACE keeps the access policy of the table or
	// view that it replaces. Zero: it is gone. A copy job that overwrites keeps it
	// in any case (documented).
	KeepIAMOnReplace bool
	// KeepRowPoliciesOnReplace: a clone or copy keeps the row access policies of
	// the table that it replaces. Zero: it has those of its source, and none when
	// the source has none (documented for copies).
	KeepRowPoliciesOnReplace bool
	// CloneLeavesRowPolicies: a clone, copy or snapshot has none of its source's row
	// access policies. Zero: it has all of them.
	CloneLeavesRowPolicies bool
	// ReplaceKeepsLabels: OR REPLACE without labels or description in its OPTIONS
	// keeps those of what it replaces.
	ReplaceKeepsLabels bool
	// CloneKeepsConstraints: a clone, copy or snapshot has its source's primary key.
	// Zero: it has none.
	CloneKeepsConstraints bool
	// ListSnapshots: __TABLES__ has the table snapshots.
	ListSnapshots bool
	// ReplaceKeepsCreationTime: OR REPLACE keeps the creation time.
	ReplaceKeepsCreationTime bool
	// NullExpirationIsNone: OPTIONS(expiration_timestamp = NULL) means never. Zero:
	// it means not said, and the dataset's default counts.
	NullExpirationIsNone bool
	// ConflictReason is the reason of a transaction or statement that lost against
	// another writer (HTTP 400). Empty is invalidQuery, which looks like bad SQL.
	ConflictReason string
	// PolicyConflict is the HTTP code for a stale etag in SetPolicy, 409 or 412.
	// 0 is 409.
	PolicyConflict int
	// MaxDepth is how deep a chain of clones may be. 0 is 3.
	MaxDepth int
	// MaxClones is how many clones and snapshots one table may have. 0 is 1,000.
	MaxClones int
	// MaxAtomic is how many tables one transaction may write. 0 is 100.
	MaxAtomic int
}
