// Package jinja evaluates the small part of Jinja that dbt profiles use: text
// with {{ expressions }} made of env_var, var, literals, operators, the
// if-else expression and filters, with dbt's own rules for native types and
// for secrets.
//
// It never runs a statement block, reads an attribute, calls anything but
// env_var and var, or evaluates a value a second time.
//
// Invariant: an expression either gives what dbt gives, or an error. Nothing
// unknown ever becomes empty text. testdata/profiles_golden.json in package
// config, written by real dbt, is the oracle.
package jinja
