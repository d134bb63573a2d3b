package dbt

import (
	"fmt"
	"strings"
)

// NotFoundError says that there is no dbt to run.
type NotFoundError struct {
	Looked []string // the places that were tried, in order; never empty
}

func (e *NotFoundError) Error() string {
	return "find dbt: not in " + strings.Join(e.Looked, ", ")
}

// Hint is one sentence on what to do about it.
func (e *NotFoundError) Hint() string {
	return "install dbt into .venv beside the project, put it on PATH, or name it with CUTOVER_DBT"
}

// dbt's exit codes, from "Exit codes" in dbt's reference.
const (
	codeFailed = 1 // dbt ran and something in the project failed
	codeUsage  = 2 // dbt did not get as far as running: wrong arguments, an invalid project, an interrupt
)

// ExitError says that dbt ended by itself with a code other than 0.
type ExitError struct {
	Command Command  // the dbt command
	Code    int      // as dbt returned it; -1 when a signal from elsewhere ended it
	Tail    []string // the last lines of stdout, then of stderr, at most ten each; it may quote data that a test printed
}

func (e *ExitError) Error() string {
	switch {
	case e.Failed():
		return fmt.Sprintf("dbt %s reported failures (exit code %d)", e.Command, e.Code)
	case e.Usage():
		return fmt.Sprintf("dbt %s could not run (exit code %d)", e.Command, e.Code)
	case e.Code < 0:
		return fmt.Sprintf("dbt %s was killed from outside", e.Command)
	default:
		return fmt.Sprintf("dbt %s ended with exit code %d", e.Command, e.Code)
	}
}

// Failed reports that dbt did its work and a model, a test or another node failed; the artifacts tell which.
func (e *ExitError) Failed() bool { return e.Code == codeFailed }

// Usage reports that dbt refused its arguments or the project, so nothing was built.
func (e *ExitError) Usage() bool { return e.Code == codeUsage }

// InterruptedError says that the context ended while dbt was running. What dbt had done by then is done.
type InterruptedError struct {
	Command Command
	Killed  bool  // dbt did not stop within the grace after SIGINT and was killed
	Err     error // why the context ended
}

func (e *InterruptedError) Error() string {
	if e.Killed {
		return fmt.Sprintf("dbt %s did not stop when asked and was killed: %v", e.Command, e.Err)
	}
	return fmt.Sprintf("dbt %s was interrupted: %v", e.Command, e.Err)
}

func (e *InterruptedError) Unwrap() error { return e.Err }
