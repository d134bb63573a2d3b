package duckdb

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

func walOf(path string) string { return path + ".wal" }

// directoryOf names the directory of a database file in a sentence, in quotes
// when it would be misread without.
func directoryOf(path string) string {
	dir := filepath.Dir(path)
	if q := strconv.Quote(dir); q != `"`+dir+`"` || strings.ContainsAny(dir, " \t") {
		return q
	}
	return dir
}

// fileIdentity gives the identity of a whole database: the inode of the
// directory that its file lives in, which stays when directories are exchanged,
// and size and time of the file. The second result is false when the file is
// missing.
func fileIdentity(path string) (warehouse.Identity, bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return warehouse.Identity{}, false, nil
	}
	if err != nil {
		return warehouse.Identity{}, false, fmt.Errorf("look at file: %w", err)
	}
	dir, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return warehouse.Identity{}, false, fmt.Errorf("look at directory: %w", err)
	}
	token := fmt.Sprintf("%d-%d", info.Size(), info.ModTime().UnixNano())
	if wal, err := os.Stat(walOf(path)); err == nil {
		token += fmt.Sprintf("-wal-%d", wal.Size())
	}
	return warehouse.Identity{ID: inode(dir), Token: token}, true, nil
}
