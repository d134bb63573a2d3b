// Package googlesql parses what cutover sends to BigQuery with the parser that
// BigQuery's SQL comes from. It is a module of its own, because building the
// parser takes minutes and nothing that is shipped needs it: make googlesql.
//
// It never runs a statement and knows no tables: a statement that passes is
// written in GoogleSQL, and may still be refused by BigQuery. Its one invariant:
// every statement in every golden file is parsed, none is passed over.
package googlesql
