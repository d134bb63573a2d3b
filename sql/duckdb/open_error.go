package duckdb

import (
	"errors"
	"os"
	"regexp"
	"strconv"

	"cutover/sql/warehouse"
)

// openError maps what ATTACH says about a file.
func openError(path string, err error) error {
	mapped := mapError("open", path, err)
	var known *warehouse.Error
	if !errors.As(mapped, &known) {
		return mapped
	}
	switch known.Code {
	case warehouse.Locked:
		// Without a PID in the message the file is open in this process.
		if known.Holder == nil {
			known.Holder = &warehouse.Holder{PID: os.Getpid()}
		}
		known.Err = &native{line: "another process has the database file open: " + describe(*known.Holder), err: known.Err}
	case warehouse.Incompatible:
		if m := versionPattern.FindStringSubmatch(err.Error()); m != nil {
			known.Err = &native{err: known.Err, line: "the file has storage version " + m[1] +
				", made by a newer DuckDB; this DuckDB reads versions " + m[2] + " to " + m[3]}
		}
	}
	return mapped
}

var versionPattern = regexp.MustCompile(`version number (\d+), but we can only read versions? between (\d+) and (\d+)`)

func describe(h warehouse.Holder) string {
	if h.Command == "" {
		return "PID " + strconv.Itoa(h.PID)
	}
	return "PID " + strconv.Itoa(h.PID) + " (" + h.Command + ")"
}
