package snowflake

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	sf "github.com/snowflakedb/gosnowflake/v2"

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

// mapError makes a *warehouse.Error of a native error: its code, the service's
// number and query id, and one sentence.
func mapError(op, object string, at stage, err error) error {
	var known *warehouse.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	out := &warehouse.Error{Op: op, Object: object, Err: err, Code: transportCode(at, err)}
	var native *sf.SnowflakeError
	if errors.As(err, &native) {
		out.Code = serviceCode(at, native)
		out.Native = nativeName(native)
		out.Err = &sentence{line: firstLine(native), err: err}
	}
	return out
}

// transportCode judges an error that is no answer of the service: the link was
// cut, a reply was half, nobody answered, or the caller gave up.
func transportCode(at stage, err error) warehouse.Code {
	canceled := errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	switch {
	case at == writing:
		return warehouse.OutcomeUnknown
	case canceled:
		return warehouse.Canceled
	case errors.Is(err, sql.ErrConnDone), errors.Is(err, driver.ErrBadConn):
		return warehouse.Unavailable
	}
	return warehouse.Unavailable
}

// codes maps the numbers of the service. They are those that Snowflake's
// documentation and the drivers' sources name.
func codes() map[int]warehouse.Code {
	return map[int]warehouse.Code{
		2:      warehouse.Unsupported,      // 000002 unsupported feature
		603:    warehouse.OutcomeUnknown,   // 000603 internal error of the service: the statement may have run
		604:    warehouse.OutcomeUnknown,   // 000604 canceled
		605:    warehouse.OutcomeUnknown,   // 000605 no longer running
		606:    warehouse.InvalidStatement, // 000606 no active warehouse
		607:    warehouse.Unavailable,      // 000607 no warehouse available
		625:    warehouse.Throttled,        // 000625 lock timeout
		630:    warehouse.OutcomeUnknown,   // 000630 statement timeout
		707:    warehouse.Conflict,         // 000707 data of that moment is gone: changed while it was cloned
		904:    warehouse.InvalidStatement, // 000904 invalid identifier
		1003:   warehouse.InvalidStatement, // 001003 syntax error
		1998:   warehouse.AlreadyExists,    // 001998 there, as another kind
		2002:   warehouse.AlreadyExists,    // 002002 there
		2003:   warehouse.NotFound,         // 002003 missing or not visible
		2043:   warehouse.NotFound,         // 002043 missing
		2057:   warehouse.InvalidStatement, // 002057 declared columns do not fit the view's query
		2203:   warehouse.Conflict,         // 002203 there, as another kind
		3001:   warehouse.PermissionDenied, // 003001 insufficient privileges
		3041:   warehouse.PermissionDenied, // 003041 there, and not ours
		3540:   warehouse.PermissionDenied, // 003540 suspended
		90105:  warehouse.InvalidStatement, // 090105 no current database
		90106:  warehouse.InvalidStatement, // 090106 no current schema
		390189: warehouse.PermissionDenied, // role missing or not granted
		390201: warehouse.NotFound,         // database, schema or warehouse of the login missing
	}
}

// serviceCode judges an answer of the service, or what the driver made of a
// reply that it could not use.
func serviceCode(at stage, e *sf.SnowflakeError) warehouse.Code {
	lost := e.Number < 0 || ownNumber(e.Number)
	switch {
	case lost && at == writing:
		return warehouse.OutcomeUnknown
	case lost:
		return warehouse.Unavailable
	case e.Number >= 390100 && e.Number < 391000 && e.Number != 390189 && e.Number != 390201:
		if at == writing {
			// The session may have ended while the statement ran.
			return warehouse.OutcomeUnknown
		}
		return warehouse.Unauthenticated
	}
	code, ok := codes()[e.Number]
	if !ok {
		code = blockCode(e)
	}
	if code == warehouse.OutcomeUnknown && at != writing {
		return warehouse.Unavailable
	}
	return code
}

// ownNumber reports whether the driver itself made the number, because a reply
// was no answer: an HTTP status, a session that could not be renewed.
func ownNumber(n int) bool { return n >= 260000 && n < 290000 }

// blockCode reads the message of an error that a script did not catch: its
// number says only that, and the message repeats the error of the statement.
func blockCode(e *sf.SnowflakeError) warehouse.Code {
	msg := firstLine(e)
	whole := strings.Join(strings.Fields(strings.ReplaceAll(e.Message, "\n", " ")), " ")
	if !strings.Contains(whole, "Uncaught exception of type") {
		return warehouse.Internal
	}
	for _, rule := range []struct {
		part string
		code warehouse.Code
	}{
		{"Insufficient privileges", warehouse.PermissionDenied},
		{"does not exist", warehouse.NotFound},
		{"already exists", warehouse.AlreadyExists},
		{"syntax error", warehouse.InvalidStatement},
		{"invalid identifier", warehouse.InvalidStatement},
	} {
		if strings.Contains(whole, rule.part) || strings.Contains(msg, rule.part) {
			return rule.code
		}
	}
	return warehouse.Internal
}

func nativeName(e *sf.SnowflakeError) string {
	parts := []string{fmt.Sprintf("%06d", e.Number)}
	for _, p := range []string{e.SQLState, e.QueryID} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " ")
}

// firstLine is the message as one sentence, without what names no cause.
func firstLine(e *sf.SnowflakeError) string {
	msg := e.Message
	if len(e.MessageArgs) > 0 {
		msg = fmt.Sprintf(e.Message, e.MessageArgs...)
	}
	for _, prefix := range []string{"SQL compilation error:", "SQL execution error:", "SQL access control error:"} {
		msg = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(msg), prefix))
	}
	msg = strings.Join(strings.Fields(msg), " ")
	return strings.TrimSuffix(fmt.Sprintf("%06d: %s", e.Number, msg), ".")
}

// sentence keeps the whole error reachable behind one line.
type sentence struct {
	line string
	err  error
}

func (s *sentence) Error() string { return s.line }
func (s *sentence) Unwrap() error { return s.err }
