// Package strategies decides what should happen: it turns a request (what dbt
// built, what is selected, where production is) and one look at the warehouse
// into a plan.
//
// It never reads a file, a clock or a warehouse: Resolve says what has to be
// looked at, the caller looks, Build answers. The same input gives the same
// plan.
//
// Its one invariant: every guard has answered for every selected relation
// before a plan exists, and a plan with a refusal cannot be applied.
package strategies
