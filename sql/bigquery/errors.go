package bigquery

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"

	"cutover/sql/warehouse"
)

// refuse makes an error of our own.
func refuse(code warehouse.Code, op, object, format string, args ...any) *warehouse.Error {
	return &warehouse.Error{Code: code, Op: op, Object: object, Err: fmt.Errorf(format, args...)}
}

// stage says how far a request had come when it failed.
type stage int

const (
	// unsent: the service certainly never saw it.
	unsent stage = iota
	// reading: it was sent and changes nothing.
	reading
	// writing: it may have reached the service and changes something.
	writing
)

// The reasons of the service that are asked for by name, as its page on error
// messages lists them.
const (
	reasonNotFound        = "notFound"
	reasonDuplicate       = "duplicate"
	reasonQuotaExceeded   = "quotaExceeded"
	reasonBackend         = "backendError"
	reasonInternal        = "internalError"
	reasonRateLimit       = "rateLimitExceeded"
	reasonJobRateLimit    = "jobRateLimitExceeded"
	reasonJobBackend      = "jobBackendError"
	reasonJobInternal     = "jobInternalError"
	reasonUserRateLimit   = "userRateLimitExceeded"
	reasonConditionNotMet = "conditionNotMet"
)

// codes maps the reasons of the service. Those that say that the service itself
// failed are not here: what they mean hangs on the request.
func codes() map[string]warehouse.Code {
	return map[string]warehouse.Code{
		reasonNotFound:        warehouse.NotFound,
		reasonDuplicate:       warehouse.AlreadyExists,
		"alreadyExists":       warehouse.AlreadyExists,
		"accessDenied":        warehouse.PermissionDenied,
		"forbidden":           warehouse.PermissionDenied,
		"responseTooLarge":    warehouse.Internal,
		"resourcesExceeded":   warehouse.Internal,
		reasonQuotaExceeded:   warehouse.Internal,
		"invalid":             warehouse.InvalidStatement,
		"invalidQuery":        warehouse.InvalidStatement,
		"required":            warehouse.InvalidStatement,
		"badRequest":          warehouse.InvalidStatement,
		"parseError":          warehouse.InvalidStatement,
		reasonConditionNotMet: warehouse.Conflict,
		"aborted":             warehouse.Conflict,
		"resourceInUse":       warehouse.Conflict,
		"stopped":             warehouse.Canceled,
		"notImplemented":      warehouse.Unsupported,
		"authError":           warehouse.Unauthenticated,
		reasonRateLimit:       warehouse.Throttled,
		reasonJobRateLimit:    warehouse.Throttled,
		reasonUserRateLimit:   warehouse.Throttled,
		"tableUnavailable":    warehouse.Throttled,
		"jobConcurrentUpdate": warehouse.Throttled,
	}
}

// failedItself reports the reasons with which the service says that it failed
// itself, of a request or of a job.
func failedItself(reason string) bool {
	switch reason {
	case reasonBackend, reasonInternal, reasonJobBackend, reasonJobInternal:
		return true
	}
	return false
}

// mapError makes a *warehouse.Error of an error that a request gave: its code,
// the service's reason, and one sentence.
func mapError(op, object string, at stage, err error) error {
	if err == nil {
		return nil
	}
	var known *warehouse.Error
	if errors.As(err, &known) {
		var inTransport *url.Error
		if errors.As(err, &inTransport) {
			out := *known
			out.Op, out.Object = op, object
			return &out
		}
		return err
	}
	out := &warehouse.Error{Op: op, Object: object, Err: err, Code: transportCode(at, err)}
	var answer *googleapi.Error
	if errors.As(err, &answer) {
		reason := reasonOf(answer)
		out.Code = answerCode(at, answer.Code, reason)
		out.Native = strings.TrimSpace(fmt.Sprintf("%d %s", answer.Code, reason))
		out.Err = &sentence{line: said(answer.Message, reason, http.StatusText(answer.Code)), err: err}
	}
	return out
}

// transportCode judges an error that is no answer of the service: nobody
// answered, the link was cut, a reply was half, or the caller gave up.
func transportCode(at stage, err error) warehouse.Code {
	var network *url.Error
	switch {
	case at == writing:
		return warehouse.OutcomeUnknown
	case errors.Is(err, context.Canceled):
		return warehouse.Canceled
	case errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &network):
		// The caller's deadline; a reply that stayed away too long is like it, and is
		// wrapped as what happened on the way.
		return warehouse.Canceled
	}
	return warehouse.Unavailable
}

// answerCode judges an answer of the service to a request.
func answerCode(at stage, status int, reason string) warehouse.Code {
	if code, ok := codes()[reason]; ok {
		return code
	}
	switch {
	case status == http.StatusUnauthorized:
		return warehouse.Unauthenticated
	case status == http.StatusTooManyRequests:
		return warehouse.Throttled
	case failedItself(reason), status >= http.StatusInternalServerError, status == http.StatusRequestTimeout:
		if at == writing {
			return warehouse.OutcomeUnknown
		}
		return warehouse.Unavailable
	case status == http.StatusNotFound:
		return warehouse.NotFound
	case status == http.StatusForbidden:
		return warehouse.PermissionDenied
	case status == http.StatusConflict, status == http.StatusPreconditionFailed:
		return warehouse.Conflict
	case status == http.StatusBadRequest:
		return warehouse.InvalidStatement
	}
	return warehouse.Internal
}

// jobError makes an error of a job that ran and failed; nil when it did not fail.
func jobError(op, object string, job *bq.Job) error {
	if job.Status == nil || job.Status.ErrorResult == nil {
		return nil
	}
	failure := job.Status.ErrorResult
	code, ok := codes()[failure.Reason]
	switch {
	case strings.Contains(failure.Message, leaseAssertion):
		code = warehouse.LeaseLost
	case failedItself(failure.Reason):
		code = warehouse.Throttled
	case !ok:
		code = warehouse.Internal
	}
	native := failure.Reason
	if job.JobReference != nil {
		native += " " + job.JobReference.JobId
	}
	return &warehouse.Error{
		Code: code, Op: op, Object: object, Native: native,
		Err: errors.New(said(failure.Message, failure.Reason, "the job failed")),
	}
}

// reasonOf gives the reason of an answer, "" when it has none.
func reasonOf(e *googleapi.Error) string {
	if len(e.Errors) > 0 {
		return e.Errors[0].Reason
	}
	return ""
}

// said is what the service said as one sentence without a full stop.
func said(message, reason, otherwise string) string {
	line := strings.TrimSuffix(strings.Join(strings.Fields(message), " "), ".")
	if line == "" {
		line = otherwise
	}
	if reason == reasonQuotaExceeded {
		return "the daily quota is used up: " + line
	}
	return line
}

// sentence keeps the whole error reachable behind one line.
type sentence struct {
	line string
	err  error
}

func (s *sentence) Error() string { return s.line }
func (s *sentence) Unwrap() error { return s.err }

// passing reports whether a request that failed so may be sent again, where
// sending it twice does no harm: nobody answered, or the service says that it
// passes.
func passing(err error) bool {
	var known *warehouse.Error
	if err == nil || errors.As(err, &known) || transportCode(reading, err) == warehouse.Canceled {
		return false
	}
	var answer *googleapi.Error
	if !errors.As(err, &answer) {
		return true
	}
	code := answerCode(reading, answer.Code, reasonOf(answer))
	return code == warehouse.Unavailable || code == warehouse.Throttled
}

// answered reports whether an error is an answer of the service with that code
// of HTTP.
func answered(err error, status int) bool {
	var answer *googleapi.Error
	return errors.As(err, &answer) && answer.Code == status
}

// missing reports whether the service said that a thing is not there.
func missing(err error) bool { return answered(err, http.StatusNotFound) }
