// Package plan is the plan of one release as data: what was looked at, what
// the guards answered, which steps will be done in which order with which exact
// statements, how each is verified and how it is undone.
//
// It never looks at a warehouse and never changes a plan silently: a plan is
// canonical JSON with a fingerprint, and Decode refuses unknown fields, other
// format versions and plans whose fingerprint does not fit.
//
// Its one invariant: what a person approved is what is applied.
package plan
