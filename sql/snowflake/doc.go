// Package snowflake is cutover's adapter to Snowflake.
//
// It opens an account through gosnowflake, looks at databases and schemas with
// a fixed number of SHOW and INFORMATION_SCHEMA statements, renders operations
// to statements and sends them, each in a request of its own with an id and a
// query tag that say which release and step it belongs to.
//
// It never relies on the state of a session (every name is written in full),
// never repeats a statement that may have reached the service and is not known
// to be repeatable, and never takes what a role may not see for missing where it
// can tell the two apart.
//
// Its one invariant: what Do sends is exactly what Render shows, and an answer
// that is lost is reported as OutcomeUnknown, never as done and never as failed.
package snowflake
