package catalog

import "fmt"

// Bind is one bound value of a statement, in the driver's form.
type Bind struct {
	// Type is TEXT, FIXED, BOOLEAN or REAL.
	Type, Value string
	// Null says that the value is NULL, whatever Value holds.
	Null bool
}

// Column describes one column of a result.
type Column struct {
	// Name is as stored: upper case unless it was quoted.
	Name string
	// Type is the wire's type: fixed, real, text, boolean, timestamp_ltz,
	// timestamp_tz, and for seeded tables timestamp_ntz, date, time, binary, variant.
	Type                     string
	Precision, Scale, Length int64
	Nullable                 bool
}

// Result is what a statement answers.
type Result struct {
	Columns []Column
	// Rows hold the values in the wire's text form; nil is NULL.
	Rows [][]*string
	// Affected counts changed rows; 0 for all but INSERT, UPDATE, DELETE, MERGE.
	Affected int64
	// StatementTypeID is Snowflake's number for the kind of statement.
	StatementTypeID int64
}

// Session is who sends a statement. Execute changes it for USE and ALTER SESSION.
type Session struct {
	ID int64
	// User and Role are stored names; an empty Role has no privileges.
	User, Role, Warehouse string
	// Database and Schema complete names of fewer than three parts; empty means none.
	Database, Schema string
	QueryTag         string
}

// Error is an error of Snowflake's SQL layer.
type Error struct {
	// Number is the error number without leading zeros: 2003 for 002003.
	Number int
	// SQLState has five characters.
	SQLState string
	// Message is Snowflake's text, without number and state.
	Message string
}

// Error gives number, state and message the way Snowflake's tools print them.
func (e *Error) Error() string { return fmt.Sprintf("%06d (%s): %s", e.Number, e.SQLState, e.Message) }
