package catalog

import (
	"fmt"
	"net/http"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

func failf(code int, reason, format string, args ...any) error {
	return &Error{Code: code, Reason: reason, Message: fmt.Sprintf(format, args...)}
}

// invalidQuery is the answer to a statement that means nothing.
func invalidQuery(format string, args ...any) error {
	return failf(http.StatusBadRequest, "invalidQuery", format, args...)
}

// invalid is the answer to a statement that may not be done to this object.
func invalid(format string, args ...any) error {
	return failf(http.StatusBadRequest, "invalid", format, args...)
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
	return notModelledText(fmt.Sprintf("byte %d: %s", offset, near))
}

func notModelledText(what string) error {
	return &Error{Code: http.StatusBadRequest, Reason: "invalidQuery", Message: "Syntax error: not modelled by bigquerytest: " + what, Unexpected: true}
}

func missingDataset(p, d, location string) error {
	where := ""
	if location != "" {
		where = " in location " + location
	}
	return failf(http.StatusNotFound, "notFound", "Not found: Dataset %s:%s was not found%s", p, d, where)
}

func missingTable(ref *bq.TableReference) error {
	return failf(http.StatusNotFound, "notFound", "Not found: Table %s was not found", shown(ref))
}

func alreadyExists(what, name string) error {
	return failf(http.StatusConflict, "duplicate", "Already Exists: %s %s", what, name)
}

func wrongKind(ref *bq.TableReference, kind string) error {
	return invalidQuery("%s is not allowed for this operation because it is currently a %s.", shown(ref), kind)
}

// shown is how messages write a table.
func shown(ref *bq.TableReference) string {
	return ref.ProjectId + ":" + ref.DatasetId + "." + ref.TableId
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
