//go:build unix && cgo

// Command bigquery measures what a publish on BigQuery costs: how long the whole program takes when every statement takes
// as long as it does over a real line, and how many statements and calls it sends, beside a bare loop of the official Go
// client with the same workers, the macro that many projects have, and `dbt clone`. `make bench BENCH=bigquery` runs it.
//
// The project is the stand-in of sql/bigquery/bigquerytest inside this process, so the numbers say what each program sends
// and waits for, never how quick BigQuery is. It never asserts a time and never runs in the tests.
//
// Every table of production has a description, and every tenth a reader of its own. The bare loop and the others need not
// keep them; cutover does, and looks.
//
// Its one invariant: every ratio is between whole processes of one call of this program, over the same stand-in with the
// same latency.
package main
