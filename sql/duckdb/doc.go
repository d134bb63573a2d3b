// Package duckdb is cutover's adapter to DuckDB database files.
//
// It opens the files of one environment in one session, looks at what is in
// them, renders operations to statements and sends them: relations inside one
// transaction, whole database files by moving the directories they live in.
//
// It never creates the file of production or of a candidate by looking at it,
// never holds a file longer than until Close, and never exchanges directories
// while DuckDB has a file in them open.
//
// Its one invariant: what Do sends is exactly what Render shows, and an Atomic
// commits whole or leaves no trace.
//
// Files that import the driver need cgo; without cgo Open says so.
package duckdb
