// Package warehouse is what cutover means by "the warehouse": the names, the
// objects that are there, the operations that can be asked for, and the small
// Driver interface that each adapter implements.
//
// It never speaks to a warehouse itself, never builds SQL by formatting names
// (Dialect quotes them, adapters render them) and imports nothing else of
// cutover.
//
// Its one invariant: an operation whose outcome is not known is never repeated.
// Error code OutcomeUnknown leads to Driver.Outcome, which looks.
package warehouse
