//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"path/filepath"
)

// RunScript runs a script of SQL statements on a database file, which is made
// when it is missing. It is how a recorded database is written out again, and
// no way to publish: it keeps no ledger and looks at nothing. Errors are those
// of Open, and InvalidStatement.
func RunScript(ctx context.Context, path, script string) error {
	// Only a state file may be made by opening it.
	s, err := openSession(ctx, Options{State: Database{Path: path}})
	if err != nil {
		return err
	}
	_, err = s.conn.ExecContext(ctx, script)
	return errors.Join(mapError("run a script on", filepath.Base(path), err), s.close(ctx))
}
