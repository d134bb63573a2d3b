package bigquerytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"google.golang.org/api/googleapi"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// The reasons that the server itself gives.
const (
	reasonInvalid   = "invalid"
	reasonNotFound  = "notFound"
	reasonDuplicate = "duplicate"
	reasonDenied    = "accessDenied"
	reasonCondition = "conditionNotMet"
	reasonStopped   = "stopped"
	reasonBackend   = "backendError"
	reasonInternal  = "internalError"
)

// reply is an answer that is not sent yet, so that a fault can still lose it.
type reply struct {
	code int
	body []byte // JSON; empty for 204
	gone bool   // nobody waits for it any more
}

// answer is a 200 with v as JSON.
func answer(v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		return refusal(&catalog.Error{Code: http.StatusInternalServerError, Reason: reasonInternal, Message: "encode reply: " + err.Error()})
	}
	return reply{code: http.StatusOK, body: body}
}

// nothing is the answer to a delete.
func nothing() reply { return reply{code: http.StatusNoContent} }

// refusal is the error document of the service.
func refusal(e *catalog.Error) reply {
	type document struct {
		Error struct {
			Code    int                   `json:"code"`
			Message string                `json:"message"`
			Errors  []googleapi.ErrorItem `json:"errors"`
			Status  string                `json:"status,omitempty"`
		} `json:"error"`
	}
	var d document
	d.Error.Code, d.Error.Message, d.Error.Status = e.Code, e.Message, statusNames[e.Code]
	d.Error.Errors = []googleapi.ErrorItem{{Reason: e.Reason, Message: e.Message}}
	body, err := json.Marshal(d)
	if err != nil {
		return reply{code: http.StatusInternalServerError}
	}
	return reply{code: e.Code, body: body}
}

var statusNames = map[int]string{
	http.StatusBadRequest: "INVALID_ARGUMENT", http.StatusUnauthorized: "UNAUTHENTICATED", http.StatusForbidden: "PERMISSION_DENIED",
	http.StatusNotFound: "NOT_FOUND", http.StatusConflict: "ALREADY_EXISTS", http.StatusPreconditionFailed: "FAILED_PRECONDITION",
	http.StatusInternalServerError: "INTERNAL", http.StatusServiceUnavailable: "UNAVAILABLE",
}

func invalid(format string, args ...any) *catalog.Error {
	return &catalog.Error{Code: http.StatusBadRequest, Reason: reasonInvalid, Message: fmt.Sprintf(format, args...)}
}

func notFound(what string) *catalog.Error {
	return &catalog.Error{Code: http.StatusNotFound, Reason: reasonNotFound, Message: "Not found: " + what}
}

func conditionNotMet() *catalog.Error {
	return &catalog.Error{Code: http.StatusPreconditionFailed, Reason: reasonCondition, Message: "Precondition check failed."}
}

// surprise refuses what the stand-in does not model, and records it.
func (s *Server) surprise(format string, args ...any) *catalog.Error {
	what := fmt.Sprintf(format, args...)
	s.record.surprise(what)
	return invalid("not modelled by bigquerytest: %s", what)
}

// refusedBy is the service's error in an engine's error; nil for none. What the engine does not model is recorded, and any other
// error is a failure of the stand-in itself.
func (s *Server) refusedBy(what string, err error) *catalog.Error {
	var refused *catalog.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		if refused.Unexpected {
			s.record.surprise(fmt.Sprintf("%s: %s", what, refused.Message))
		}
		return refused
	}
	s.record.surprise(fmt.Sprintf("engine failed at %s: %v", what, err))
	return &catalog.Error{Code: http.StatusInternalServerError, Reason: reasonInternal, Message: err.Error()}
}

// decode reads a body whose every field must be one of v's.
func decode(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("decode body: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("decode body: more than one document")
	}
	return nil
}
