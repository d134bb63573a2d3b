package duckdb

import (
	"errors"
	"os"

	"cutover/sql/warehouse"
)

// openError maps what ATTACH says about a file.
func openError(path string, err error) error {
	mapped := mapError("open", path, err)
	var known *warehouse.Error
	if errors.As(mapped, &known) && known.Code == warehouse.Locked && known.Holder == nil {
		known.Holder = &warehouse.Holder{PID: os.Getpid()}
	}
	return mapped
}
