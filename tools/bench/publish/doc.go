//go:build unix && cgo

// Command publish measures what a publish on Snowflake costs: how many statements are sent in which phase and how long the
// whole program takes when every statement takes as long as it does over a real line. `make bench BENCH=publish` runs it.
//
// The account is the stand-in of sql/snowflake/snowflaketest inside this process, so the numbers say what cutover sends and
// waits for, never how quick Snowflake is. It never asserts a time and never runs in the tests.
//
// Its one invariant: every ratio is between runs of one call of this program, over the same stand-in with the same latency.
package main
