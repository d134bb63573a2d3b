// Package connect opens the warehouse of an environment: it turns rendered
// connections into a session, and is the only package that knows the adapters.
//
// It never plans, never reads a manifest and never changes anything in a
// warehouse; at most it makes the folder of the state file.
//
// Its one invariant: the names in a Session are unambiguous. One database file
// has one name in it, and two files never share a name.
package connect
