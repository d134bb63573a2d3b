package connect

import (
	"context"

	"cutover/sql/duckdb"
)

// RunScript runs SQL statements on a DuckDB file, which is made when it is
// missing: how the demo turns a recording into a database. Nothing is ever
// published this way. Errors are *warehouse.Error; a binary without DuckDB says
// so with code Unsupported.
func RunScript(ctx context.Context, path, script string) error {
	return duckdb.RunScript(ctx, path, script)
}
