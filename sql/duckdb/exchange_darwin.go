package duckdb

import "golang.org/x/sys/unix"

const (
	exchangeCall = "renamex_np RENAME_SWAP"
	noExchange   = ""
)

// exchange swaps the names of two directories in one step.
func exchange(a, b string) error { return unix.RenamexNp(a, b, unix.RENAME_SWAP) }

// moveNew renames and fails when the new name is taken.
func moveNew(from, to string) error { return unix.RenamexNp(from, to, unix.RENAME_EXCL) }
