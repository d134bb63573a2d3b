// Package dbt runs the user's own dbt command and says what came of it.
//
// It finds the executable, starts it without a shell, passes its output on line by line, stops it in an orderly way
// when the context ends, and reports where the artifacts are and whether this run wrote them.
//
// It never installs dbt, never changes its environment, never reads what is inside an artifact beyond the run's id
// (package manifest does that), and never decides whether a result is good enough to publish.
//
// Invariant: a nil error from [Runner.Run] means that dbt ran to its end and exited with 0; every other end has its
// own error type.
package dbt
