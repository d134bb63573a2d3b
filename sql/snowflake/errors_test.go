package snowflake

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/warehouse"
)

func TestServiceErrors(t *testing.T) {
	t.Parallel()
	uncaught := func(msg string) string {
		return "Uncaught exception of type 'STATEMENT_ERROR' on line 4 at position 2 : " + msg
	}
	for name, tc := range map[string]struct {
		number           int
		message          string
		reading, writing warehouse.Code
	}{
		"missing":             {2003, "SQL compilation error:\nObject 'X' does not exist or not authorized.", warehouse.NotFound, warehouse.NotFound},
		"missing operation":   {2043, "SQL compilation error:\nObject does not exist, or operation cannot be performed.", warehouse.NotFound, warehouse.NotFound},
		"there":               {2002, "SQL compilation error:\nObject 'X' already exists.", warehouse.AlreadyExists, warehouse.AlreadyExists},
		"there as a view":     {1998, "SQL compilation error:\nObject 'X' already exists as VIEW", warehouse.AlreadyExists, warehouse.AlreadyExists},
		"privileges":          {3001, "SQL access control error:\nInsufficient privileges to operate on schema 'S'.", warehouse.PermissionDenied, warehouse.PermissionDenied},
		"syntax":              {1003, "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'X'.", warehouse.InvalidStatement, warehouse.InvalidStatement},
		"identifier":          {904, "SQL compilation error: invalid identifier 'X'", warehouse.InvalidStatement, warehouse.InvalidStatement},
		"lock":                {625, "Statement '0' has locked table 'T' in transaction 1 and this lock has not yet been released.", warehouse.Throttled, warehouse.Throttled},
		"canceled":            {604, "SQL execution canceled", warehouse.Unavailable, warehouse.OutcomeUnknown},
		"statement timeout":   {630, "Statement reached its statement or warehouse timeout of 10 second(s) and was canceled.", warehouse.Unavailable, warehouse.OutcomeUnknown},
		"internal":            {603, "SQL execution internal error: Processing aborted by error 300010:1", warehouse.Unavailable, warehouse.OutcomeUnknown},
		"unsupported":         {2, "Unsupported feature 'MASKING POLICY'.", warehouse.Unsupported, warehouse.Unsupported},
		"session":             {390112, "Your session has expired. Please login again.", warehouse.Unauthenticated, warehouse.OutcomeUnknown},
		"http":                {sf.ErrFailedToPostQuery, "failed to POST. HTTP: %v, URL: %v", warehouse.Unavailable, warehouse.OutcomeUnknown},
		"no code":             {-1, "an unknown server side error occurred", warehouse.Unavailable, warehouse.OutcomeUnknown},
		"unknown number":      {123456, "something", warehouse.Internal, warehouse.Internal},
		"script: missing":     {100132, uncaught("SQL compilation error:\nObject 'X' does not exist or not authorized."), warehouse.NotFound, warehouse.NotFound},
		"script: privileges":  {100132, uncaught("SQL access control error:\nInsufficient privileges to operate on schema 'S'"), warehouse.PermissionDenied, warehouse.PermissionDenied},
		"script: there":       {100132, uncaught("SQL compilation error:\nObject 'X' already exists."), warehouse.AlreadyExists, warehouse.AlreadyExists},
		"script: else":        {100132, uncaught("Numeric value 'x' is not recognized"), warehouse.Internal, warehouse.Internal},
		"role of the login":   {390189, "Role 'R' specified in the connect string does not exist or not authorized.", warehouse.PermissionDenied, warehouse.PermissionDenied},
		"script's own number": {2003, uncaught("SQL compilation error:\nObject 'X' does not exist or not authorized."), warehouse.NotFound, warehouse.NotFound},
	} {
		native := &sf.SnowflakeError{Number: tc.number, SQLState: "42000", QueryID: "q1", Message: tc.message}
		for at, want := range map[stage]warehouse.Code{reading: tc.reading, writing: tc.writing} {
			err := mapError("op", "thing", at, fmt.Errorf("wrapped: %w", native))
			if got := warehouse.CodeOf(err); got != want {
				t.Errorf("%s at stage %d: %q, want %q", name, at, got, want)
			}
			var e *warehouse.Error
			if !errors.As(err, &e) || e.Native != fmt.Sprintf("%06d 42000 q1", tc.number) || !errors.Is(err, error(native)) {
				t.Errorf("%s: native %+v", name, e)
			}
		}
	}
}

func TestTransportErrors(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		err          error
		unsent, read warehouse.Code
	}{
		"refused":   {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, warehouse.Unavailable, warehouse.Unavailable},
		"cut":       {io.ErrUnexpectedEOF, warehouse.Unavailable, warehouse.Unavailable},
		"text":      {errors.New("timeout after 5s and 3 attempts. HTTP Status: 503. Hanging?"), warehouse.Unavailable, warehouse.Unavailable},
		"canceled":  {fmt.Errorf("x: %w", context.Canceled), warehouse.Canceled, warehouse.Canceled},
		"deadline":  {context.DeadlineExceeded, warehouse.Canceled, warehouse.Canceled},
		"conn done": {sql.ErrConnDone, warehouse.Unavailable, warehouse.Unavailable},
	} {
		for at, want := range map[stage]warehouse.Code{unsent: tc.unsent, reading: tc.read, writing: warehouse.OutcomeUnknown} {
			if got := warehouse.CodeOf(mapError("op", "", at, tc.err)); got != want {
				t.Errorf("%s at stage %d: %q, want %q", name, at, got, want)
			}
		}
	}
	if mapError("op", "", writing, nil) != nil {
		t.Error("no error became one")
	}
}

func TestErrorSentence(t *testing.T) {
	t.Parallel()
	err := mapError("swap_containers", "D.S", writing, &sf.SnowflakeError{
		Number: 2003, SQLState: "02000", Message: "SQL compilation error:\nSchema 'D.S' does not exist\nor not authorized.",
	})
	if got, want := err.Error(), "swap_containers D.S: 002003: Schema 'D.S' does not exist or not authorized"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	token := warehouse.Token{Release: "r1", Step: "swap", Attempt: 1}
	st := warehouse.Statement{Text: "DROP TABLE X", Args: []string{"a"}}
	var one, two requestIDs
	base := one.next(token, "0", st)
	if base != two.next(token, "0", st) {
		t.Error("the same statement of the same attempt has two ids in two processes")
	}
	if s := base.String(); s[14] != '5' {
		t.Errorf("%s is no version 5 id", s)
	}
	seen := map[string]string{base.String(): "base"}
	for name, id := range map[string]sf.UUID{
		"a second time": one.next(token, "0", st),
		"release":       one.next(warehouse.Token{Release: "r2", Step: "swap", Attempt: 1}, "0", st),
		"step":          one.next(warehouse.Token{Release: "r1", Step: "s", Attempt: 1}, "0", st),
		"attempt":       one.next(warehouse.Token{Release: "r1", Step: "swap", Attempt: 2}, "0", st),
		"try":           one.next(warehouse.Token{Release: "r1", Step: "swap", Attempt: 1, Try: 1}, "0", st),
		"path":          one.next(token, "1", st),
		"text":          one.next(token, "0", warehouse.Statement{Text: "DROP TABLE Y", Args: []string{"a"}}),
		"args":          one.next(token, "0", warehouse.Statement{Text: "DROP TABLE X", Args: []string{"b"}}),
		"no release":    one.next(warehouse.Token{}, "0", st),
		"no release 2":  two.next(warehouse.Token{}, "0", st),
	} {
		if other, ok := seen[id.String()]; ok {
			t.Errorf("%s and %s share an id", name, other)
		}
		seen[id.String()] = name
	}
}

func TestQueryTag(t *testing.T) {
	t.Parallel()
	if got := queryTag("", warehouse.Token{Release: "r", Step: "s"}); got != "cutover:r:s" {
		t.Error(got)
	}
	if got := queryTag("nightly", warehouse.Token{Release: "r", Step: "s", Attempt: 4}); got != "nightly cutover:r:s" {
		t.Error(got)
	}
	long := make([]byte, 3000)
	for i := range long {
		long[i] = 'x'
	}
	a := queryTag(string(long), warehouse.Token{Release: "r", Step: "a"})
	b := queryTag(string(long), warehouse.Token{Release: "r", Step: "b"})
	if len(a) > maxTag || a == b {
		t.Errorf("%d bytes, distinct %t", len(a), a != b)
	}
}
