package engine

import (
	"fmt"
	"strings"

	"cutover/strategies/plan"
)

// StaleError says that the world is not the one the plan was made for. Nothing
// was changed by the step that found it.
type StaleError struct {
	Release string
	// Moved names what moved, one sentence each.
	Moved []string
}

func (e *StaleError) Error() string {
	return fmt.Sprintf("plan %s no longer fits: %s", e.Release, strings.Join(e.Moved, "; "))
}

// RefusedError carries the answers of guards that said no.
type RefusedError struct {
	Answers []plan.Answer
}

func (e *RefusedError) Error() string {
	n := len(e.Answers)
	if n == 1 {
		return "refused: 1 guard said no"
	}
	return fmt.Sprintf("refused: %d guards said no", n)
}

// Audit reports whether dbt's verdict is among the reasons.
func (e *RefusedError) Audit() bool {
	for _, a := range e.Answers {
		if a.Audit {
			return true
		}
	}
	return false
}

// HeldError says that another run holds the lease.
type HeldError struct {
	Environment string
	Holder      Holder
	Fence       int64
	Expires     string
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is held by %s until %s", e.Environment, e.Holder, e.Expires)
}

// UnfinishedError says that a release was begun and neither finished nor taken
// back.
type UnfinishedError struct {
	Environment string
	Release     string
}

func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("release %s to %s was begun and not finished", e.Release, e.Environment)
}

// StepError says at which step a run ended and what that means for production.
type StepError struct {
	Release string
	Step    string // id
	Title   string
	Number  int // 1-based position among all steps
	Total   int
	// Changed says that production is not what it was before the release.
	Changed bool
	// Unknown says that a look could not decide whether the step happened.
	Unknown bool
	// Open says that the release stays open for resume or abort.
	Open bool
	Err  error
}

func (e *StepError) Error() string {
	return fmt.Sprintf("step %d of %d (%s): %s", e.Number, e.Total, e.Title, e.Err)
}

// Unwrap gives the reason.
func (e *StepError) Unwrap() error { return e.Err }

// VerifyError lists what did not hold after a step.
type VerifyError struct {
	Failed []string
}

func (e *VerifyError) Error() string {
	return "verification failed: " + strings.Join(e.Failed, "; ")
}

// HoldError says that the environment is held: nothing is published until it is
// let go.
type HoldError struct {
	Environment string
	Hold        Hold
}

// Error names who holds it and why.
func (e *HoldError) Error() string {
	msg := fmt.Sprintf("%s is held by %s since %s", e.Environment, e.Hold.Actor, e.Hold.Since.Format("2006-01-02 15:04 MST"))
	if e.Hold.Reason != "" {
		msg += ": " + e.Hold.Reason
	}
	return msg
}
