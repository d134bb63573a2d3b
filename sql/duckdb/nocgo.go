//go:build !cgo

package duckdb

import (
	"context"

	"cutover/sql/warehouse"
)

// Driver cannot be had without cgo.
type Driver struct{ warehouse.Driver }

// Open fails with code Unsupported: the DuckDB engine is linked through cgo.
func Open(_ context.Context, opts Options) (*Driver, error) {
	return nil, refuse(warehouse.Unsupported, "open", opts.Production.Path,
		"this binary was built without DuckDB (CGO_ENABLED=0); take the release built with it, or build with CGO_ENABLED=1 and a C compiler")
}
