// Package catalog models BigQuery's storage and as much of its SQL as cutover
// and dbt send and a test needs to set the scene. It is the SQL half of the
// stand-in that sql/bigquery is tested against: datasets, tables, clones,
// snapshots, views, access policies, scripts and transactions, without HTTP.
//
// It never reaches the service, never guesses, and never answers a statement or
// a function that it does not know: that is HTTP 400 invalidQuery with "not
// modelled by bigquerytest". Its one invariant: rows of a version are never
// changed. A table is a list of versions, each a number of rows of one store; a
// clone is a new table with the version of its source, and a change adds a
// version.
//
// What it knows comes from Google's documentation and was not compared with the
// service. Per topic, with the page that it follows:
//
//   - CREATE, DROP, ALTER, OPTIONS: "Data definition language (DDL) statements"
//     (create.go, options.go, drop.go, alter.go)
//   - clones, snapshots and copies, what they keep, how deep: "Introduction to
//     table clones", "Introduction to table snapshots", "Managing tables",
//     "Quotas and limits" (clone.go, copyjob.go)
//   - INSERT, UPDATE, DELETE, MERGE, TRUNCATE: "Data manipulation language (DML)
//     statements" (change.go)
//   - BEGIN TRANSACTION: "Multi-statement transactions" (transaction.go)
//   - scripts: "Procedural language" (script.go)
//   - FOR SYSTEM_TIME AS OF: "Access historical data" (relation.go)
//   - views: "Introduction to views" (views.go)
//   - INFORMATION_SCHEMA and __TABLES__: the page of each (information.go)
//   - etags, patches, access policies: the REST reference (resource.go, policy.go)
//
// Where no page says it, Rules has a switch whose zero value is the answer that
// hurts more.
//
// Not modelled: authorisation (access lists, policies of tables and rows are kept
// and copied, never enforced), authorised views and datasets (kept only),
// partitions and wildcard tables, costs (a table's bytes follow from its rows and
// types alone), quotas other than clones per table, depth and tables per
// transaction, sessions, temporary tables, variables of scripts, procedures and
// functions, materialized views that follow their base, and how a query fails in
// GoogleSQL where DuckDB is laxer.
//
// Rows live in an in-memory DuckDB; queries are rewritten to it lexeme by lexeme,
// so an expression has DuckDB's semantics where the two differ.
package catalog
