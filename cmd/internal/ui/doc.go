// Package ui turns data into what people and programs read: tables, the view of
// a plan, refusals and failures, the history, one JSON object, a progress line
// and the question before a change.
//
// It never opens a connection, never reads files or the process environment (a
// lookup is passed in), never decides an exit code and never ends the process.
// Results go to IO.Out; progress, questions and failures go to IO.Err.
//
// Its one invariant: text that came from outside (names, SQL, messages) is
// shown escaped, so that no name can begin a line of its own or steer the
// terminal.
package ui
