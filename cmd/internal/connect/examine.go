package connect

import (
	"context"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// Account is what is asked about a Snowflake account.
type Account = snowflake.Ask

// Finding is one answer of Examine.
type Finding = snowflake.Finding

// The levels of a Finding; anything else is a failure.
const (
	Fine    = snowflake.Fine
	Warning = snowflake.Warning
	// ByTables stands in Account.Uses for a publish table by table.
	ByTables = snowflake.StrategyTables
)

// Examine looks whether an account is ready; it changes nothing.
func Examine(ctx context.Context, w *warehouse.Warehouse, ask Account) ([]Finding, error) {
	return snowflake.Examine(ctx, w, ask)
}
