// Package warehousetest is the contract that every adapter passes: Run asks an
// adapter for worlds of its own and checks that a Driver in them does what
// package warehouse says.
//
// It knows no warehouse and no SQL: the adapter's Harness makes the relations.
//
// Its one invariant: an adapter cannot leave a check out in silence. What it
// cannot do is declared in Harness.Cannot with a reason, and shown as a skip.
package warehousetest
