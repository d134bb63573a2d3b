package command

import (
	"context"
	"errors"
	"io/fs"

	"cutover/cmd/internal/config"
	"cutover/integrations/dbt"
	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// The exit codes; the table in the README is the same, and a golden test keeps
// which error ends in which.
const (
	exitDone        = 0 // done, or nothing to do
	exitFailed      = 1 // failed, production unchanged
	exitUsage       = 2 // usage or configuration
	exitRefused     = 3 // refused by a guard, a stale plan, or an unfinished release
	exitUnreachable = 4 // credentials, or warehouse not reachable
	exitPartial     = 5 // production changed in part, action needed
	exitAudit       = 6 // audit failed, nothing published
	exitHeld        = 7 // lease held by another
	exitPending     = 8 // plan --detailed-exitcode: changes pending
	exitInterrupted = 130
)

// usageError is a command line or configuration that makes no sense.
type usageError struct {
	Message string
	Hints   []string
	Err     error // nil when the message says all
}

func (e *usageError) Error() string { return e.Message }
func (e *usageError) Unwrap() error { return e.Err }

// refusal stops a run by decision: nothing is wrong with the command line.
type refusal struct {
	Message string
	Details []string
	Hints   []string
}

func (e *refusal) Error() string { return e.Message }

// openError says that the warehouse could not be opened.
type openError struct{ Err error }

func (e *openError) Error() string { return e.Err.Error() }
func (e *openError) Unwrap() error { return e.Err }

// unreachableError is something else that a run needs and does not reach:
// doctor's verdict.
type unreachableError struct{ Message string }

func (e *unreachableError) Error() string { return e.Message }

// errPending is no failure: the plan has something to do.
var errPending = errors.New("changes are pending")

// exitCode is the only place that turns an error into an exit code.
func exitCode(err error) int {
	var step *engine.StepError
	switch {
	case err == nil, errors.Is(err, engine.ErrNothingOpen):
		return exitDone
	case errors.Is(err, errPending):
		return exitPending
	case errors.As(err, &step) && step.Open && (step.Changed || step.Unknown):
		return exitPartial
	}
	if code, ok := refusedCode(err); ok {
		return code
	}
	if code, ok := configurationCode(err); ok {
		return code
	}
	if code, ok := dbtCode(err); ok {
		return code
	}
	return warehouseCode(err)
}

// refusedCode is for everything that was stopped on purpose.
func refusedCode(err error) (int, bool) {
	var refused *engine.RefusedError
	var stale *engine.StaleError
	var held *engine.HeldError
	var unfinished *engine.UnfinishedError
	var own *refusal
	var hold *engine.HoldError
	switch {
	case errors.As(err, &refused) && refused.Audit():
		return exitAudit, true
	case errors.As(err, &refused), errors.As(err, &stale), errors.As(err, &unfinished), errors.As(err, &own), errors.As(err, &hold),
		errors.Is(err, plan.ErrFingerprint):
		return exitRefused, true
	case errors.As(err, &held):
		return exitHeld, true
	}
	return 0, false
}

func configurationCode(err error) (int, bool) {
	var usage *usageError
	var findings config.Errors
	var finding *config.Error
	var artifact *manifest.ArtifactError
	var selection *manifest.SelectionError
	for _, known := range []error{
		config.ErrNotFound, config.ErrNoProfiles, config.ErrNoProject, plan.ErrFormat, plan.ErrVersion, manifest.ErrUnorderedRuns,
	} {
		if errors.Is(err, known) {
			return exitUsage, true
		}
	}
	if errors.As(err, &usage) || errors.As(err, &findings) || errors.As(err, &finding) || errors.As(err, &artifact) || errors.As(err, &selection) {
		return exitUsage, true
	}
	return 0, false
}

// dbtCode: a build that reported failures is an audit that failed.
func dbtCode(err error) (int, bool) {
	var missing *dbt.NotFoundError
	var exit *dbt.ExitError
	switch {
	case errors.As(err, &missing):
		return exitUsage, true
	case errors.As(err, &exit) && exit.Failed():
		return exitAudit, true
	case errors.As(err, &exit) && exit.Usage():
		return exitUsage, true
	}
	return 0, false
}

func warehouseCode(err error) int {
	var open *openError
	var unreachable *unreachableError
	var wh *warehouse.Error
	opening := errors.As(err, &open)
	isWarehouse := errors.As(err, &wh)
	switch {
	case errors.Is(err, context.Canceled), isWarehouse && wh.Code == warehouse.Canceled:
		return exitInterrupted
	case isWarehouse && wh.Code == warehouse.Locked && isCutover(wh.Holder), isWarehouse && wh.Code == warehouse.LeaseLost:
		return exitHeld
	case isWarehouse && opening && wh.Code == warehouse.Unsupported:
		return exitUsage
	case opening, errors.As(err, &unreachable):
		return exitUnreachable
	case !isWarehouse && errors.Is(err, fs.ErrNotExist):
		return exitUsage
	case !isWarehouse:
		return exitFailed
	}
	switch wh.Code {
	case warehouse.Locked, warehouse.Unauthenticated, warehouse.PermissionDenied, warehouse.Unavailable,
		warehouse.ReadOnly, warehouse.Incompatible:
		return exitUnreachable
	}
	return exitFailed
}
