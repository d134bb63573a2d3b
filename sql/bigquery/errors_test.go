package bigquery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"

	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"

	"cutover/sql/warehouse"
)

func replied(status int, reason string) error {
	e := &googleapi.Error{Code: status, Message: "It is so.\nReally."}
	if reason != "" {
		e.Errors = []googleapi.ErrorItem{{Reason: reason}}
	}
	return fmt.Errorf("call: %w", e)
}

// TestErrorCodes: what an error of a request means when it read and when it wrote,
// and whether it passes.
func TestErrorCodes(t *testing.T) {
	t.Parallel()
	dial := &url.Error{Op: "Post", Err: &net.OpError{Op: "dial", Err: errors.New("connection refused")}}
	for name, tc := range map[string]struct {
		err              error
		reading, writing warehouse.Code
		passes           bool
	}{
		"missing":         {replied(404, "notFound"), warehouse.NotFound, warehouse.NotFound, false},
		"missing, bare":   {replied(404, ""), warehouse.NotFound, warehouse.NotFound, false},
		"there":           {replied(409, "duplicate"), warehouse.AlreadyExists, warehouse.AlreadyExists, false},
		"denied":          {replied(403, "accessDenied"), warehouse.PermissionDenied, warehouse.PermissionDenied, false},
		"denied, bare":    {replied(403, ""), warehouse.PermissionDenied, warehouse.PermissionDenied, false},
		"who":             {replied(401, "authError"), warehouse.Unauthenticated, warehouse.Unauthenticated, false},
		"invalid":         {replied(400, "invalidQuery"), warehouse.InvalidStatement, warehouse.InvalidStatement, false},
		"etag":            {replied(412, "conditionNotMet"), warehouse.Conflict, warehouse.Conflict, false},
		"aborted":         {replied(409, "aborted"), warehouse.Conflict, warehouse.Conflict, false},
		"in use":          {replied(400, "resourceInUse"), warehouse.Conflict, warehouse.Conflict, false},
		"rate":            {replied(403, "rateLimitExceeded"), warehouse.Throttled, warehouse.Throttled, true},
		"rate, 429":       {replied(429, ""), warehouse.Throttled, warehouse.Throttled, true},
		"job rate":        {replied(400, "jobRateLimitExceeded"), warehouse.Throttled, warehouse.Throttled, true},
		"quota":           {replied(403, "quotaExceeded"), warehouse.Internal, warehouse.Internal, false},
		"too large":       {replied(403, "responseTooLarge"), warehouse.Internal, warehouse.Internal, false},
		"stopped":         {replied(200, "stopped"), warehouse.Canceled, warehouse.Canceled, false},
		"backend":         {replied(503, "backendError"), warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"backend, 400":    {replied(400, "jobBackendError"), warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"internal":        {replied(500, "internalError"), warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"gateway":         {replied(502, ""), warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"new":             {replied(418, "teapot"), warehouse.Internal, warehouse.Internal, false},
		"refused":         {dial, warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"cut":             {&url.Error{Op: "Post", Err: io.EOF}, warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"half":            {io.ErrUnexpectedEOF, warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"given up":        {context.Canceled, warehouse.Canceled, warehouse.OutcomeUnknown, false},
		"too late":        {context.DeadlineExceeded, warehouse.Canceled, warehouse.OutcomeUnknown, false},
		"no reply":        {&url.Error{Op: "Post", Err: context.DeadlineExceeded}, warehouse.Unavailable, warehouse.OutcomeUnknown, true},
		"lease":           {&url.Error{Op: "Post", Err: leaseLost(warehouse.CheckFence{})}, warehouse.LeaseLost, warehouse.LeaseLost, false},
		"no login":        {&url.Error{Op: "Post", Err: refuse(warehouse.Unauthenticated, "", "", "x")}, warehouse.Unauthenticated, warehouse.Unauthenticated, false},
		"nothing at all":  {nil, "", "", false},
		"known and plain": {refuse(warehouse.Conflict, "a", "b", "x"), warehouse.Conflict, warehouse.Conflict, false},
	} {
		if got := warehouse.CodeOf(mapError("op", "thing", reading, tc.err)); got != tc.reading {
			t.Errorf("%s: reading %q, want %q", name, got, tc.reading)
		}
		if got := warehouse.CodeOf(mapError("op", "thing", writing, tc.err)); got != tc.writing {
			t.Errorf("%s: writing %q, want %q", name, got, tc.writing)
		}
		if passing(tc.err) != tc.passes {
			t.Errorf("%s: passes %t", name, !tc.passes)
		}
	}
	err := mapError("drop", "p.d.t", writing, replied(403, "quotaExceeded"))
	if got := err.Error(); got != "drop p.d.t: the daily quota is used up: It is so. Really" || known(err).Native != "403 quotaExceeded" {
		t.Errorf("%q, native %q", got, known(err).Native)
	}
	if !neverSent(dial) || neverSent(io.EOF) {
		t.Error("a connection that was never made is not told from one that was cut")
	}
}

// TestJobErrors: what a job says that ran and failed.
func TestJobErrors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reason, message string
		want            warehouse.Code
	}{
		"backend":      {"jobBackendError", "x", warehouse.Throttled},
		"backend, old": {"backendError", "x", warehouse.Throttled},
		"internal":     {"jobInternalError", "x", warehouse.Throttled},
		"rate":         {"jobRateLimitExceeded", "x", warehouse.Throttled},
		"missing":      {"notFound", "x", warehouse.NotFound},
		"there":        {"duplicate", "x", warehouse.AlreadyExists},
		"invalid":      {"invalidQuery", "x", warehouse.InvalidStatement},
		"fence":        {"invalidQuery", "Query error: " + leaseAssertion + " at [1:1]", warehouse.LeaseLost},
		"quota":        {"quotaExceeded", "x", warehouse.Internal},
		"stopped":      {"stopped", "x", warehouse.Canceled},
		"new":          {"teapot", "", warehouse.Internal},
	} {
		job := &bq.Job{JobReference: &bq.JobReference{JobId: "j"}, Status: &bq.JobStatus{ErrorResult: &bq.ErrorProto{Reason: tc.reason, Message: tc.message}}}
		err := jobError("op", "thing", job)
		if got := warehouse.CodeOf(err); got != tc.want || !strings.Contains(known(err).Native, "j") {
			t.Errorf("%s: %q, native %q", name, got, known(err).Native)
		}
	}
	if err := jobError("op", "thing", &bq.Job{}); err != nil {
		t.Error(err)
	}
}

// TestWorst: of many errors the one that says most is the answer.
func TestWorst(t *testing.T) {
	t.Parallel()
	order := []warehouse.Code{warehouse.Canceled, warehouse.Throttled, warehouse.NotFound, warehouse.LeaseLost, warehouse.OutcomeUnknown}
	for i, high := range order {
		for _, low := range order[:i] {
			for _, list := range [][]error{{refuse(low, "", "", "x"), refuse(high, "", "", "x")}, {refuse(high, "", "", "x"), refuse(low, "", "", "x")}} {
				if got := warehouse.CodeOf(worst(list)); got != high {
					t.Errorf("%s with %s gives %s", high, low, got)
				}
			}
		}
	}
	if worst(nil) != nil {
		t.Error("no errors give one")
	}
}
