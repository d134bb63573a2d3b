//go:build !unix

package duckdb

import (
	"context"

	"cutover/sql/warehouse"
)

// fileLock cannot be had here, so directories are never moved.
type fileLock struct{}

func lockFile(path string) (*fileLock, error) {
	return nil, refuse(warehouse.Unsupported, "", path, "this system has no POSIX file locks, so a database file cannot be moved safely")
}

func (*fileLock) release() error { return nil }

func copyInto(context.Context, *fileLock, string) error { return nil }

func syncDirectories(...string) error { return nil }

func renameError(object string, err error) error {
	return &warehouse.Error{Code: mapCode(err), Object: object, Err: err}
}
