package duckdb

import "golang.org/x/sys/unix"

const (
	exchangeCall = "renameat2 RENAME_EXCHANGE"
	noExchange   = ""
)

// exchange swaps the names of two directories in one step.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// moveNew renames and fails when the new name is taken.
func moveNew(from, to string) error {
	return unix.Renameat2(unix.AT_FDCWD, from, unix.AT_FDCWD, to, unix.RENAME_NOREPLACE)
}
