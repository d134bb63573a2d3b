//go:build !linux && !darwin

package duckdb

import (
	"errors"
	"os"
)

const (
	exchangeCall = "not available on this system"
	noExchange   = "this system cannot exchange two directories in one step; publish into one file in a transaction (wac) instead"
)

func exchange(string, string) error { return errors.ErrUnsupported }

// moveNew renames and fails when the new name is taken.
func moveNew(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return os.ErrExist
	}
	return os.Rename(from, to)
}
