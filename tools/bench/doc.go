//go:build unix

// Command bench measures how quickly `cutover ls` reads a large manifest, and prints ratios to what others need for the
// same file: the least that any reader must do, gjson, Python, orjson, jq and dbt itself. `make bench` runs it. With the
// argument publish (`make bench BENCH=publish`) it runs tools/bench/publish instead, with bigquery tools/bench/bigquery.
//
// It never asserts a time and never runs in the tests. Its one invariant: every ratio is between whole processes that were
// measured in turns within one run, so that a busy machine slows both sides.
package main
