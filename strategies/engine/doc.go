// Package engine carries a plan out and finds the truth after anything went
// wrong: it keeps the ledger and the lease, checks what must hold before and
// after each step, and resumes, aborts and tells the history from the ledger
// plus a look at the warehouse.
//
// It never decides what should happen (strategies do), never builds SQL, and
// never repeats a step whose outcome it has not looked at.
//
// Its one invariant: an intent is durable before a step is sent, and done is
// durable only after the step was verified by reading back.
package engine
