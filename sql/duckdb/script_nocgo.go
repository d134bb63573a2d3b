//go:build !cgo

package duckdb

import "context"

// RunScript cannot do anything without cgo; see Open.
func RunScript(ctx context.Context, path, _ string) error {
	_, err := Open(ctx, Options{Production: Database{Path: path}})
	return err
}
