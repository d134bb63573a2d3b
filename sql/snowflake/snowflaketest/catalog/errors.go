package catalog

import (
	"fmt"
	"strings"
)

func failf(number int, state, format string, args ...any) error {
	return &Error{Number: number, SQLState: state, Message: fmt.Sprintf(format, args...)}
}

// notModelled is the answer to everything that this model does not know.
func notModelled(sql string, offset int) error {
	near := strings.Join(strings.Fields(sql[min(offset, len(sql)):]), " ")
	if len(near) > 120 {
		near = near[:120] + "..."
	}
	if near == "" {
		near = "<end of statement>"
	}
	return failf(1003, "42000", "SQL compilation error:\nsyntax error line 1 at position %d: not modelled by snowflaketest: %s", offset, near)
}

func notModelledText(what string) error {
	return failf(1003, "42000", "SQL compilation error:\nnot modelled by snowflaketest: %s", what)
}

// missing is the answer for an object that is not there or may not be seen; the
// two are not told apart.
func missing(what, shown string) error {
	return failf(2003, "02000", "SQL compilation error:\n%s '%s' does not exist or not authorized.", what, shown)
}

// missingRelation is the same where a query reads.
func missingRelation(shown string) error {
	return failf(2003, "42S02", "SQL compilation error:\nObject '%s' does not exist or not authorized.", shown)
}

// missingScope is the same for the container that SHOW or USE names.
func missingScope() error {
	return failf(2043, "02000", "SQL compilation error:\nObject does not exist, or operation cannot be performed.")
}

func alreadyExists(shown string) error {
	return failf(2002, "42710", "SQL compilation error:\nObject '%s' already exists.", shown)
}

// denied is the answer for an object that may be seen but not used this way.
func denied(what, shown string) error {
	return failf(3001, "42501", "SQL access control error:\nInsufficient privileges to operate on %s '%s'.", strings.ToLower(what), shown)
}

func unsupported(format string, args ...any) error {
	return failf(2, "0A000", "Unsupported feature '%s'.", fmt.Sprintf(format, args...))
}

// firstError gives the first error that there is.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
