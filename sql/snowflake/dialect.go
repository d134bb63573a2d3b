package snowflake

import (
	"strings"

	"cutover/sql/warehouse"
)

// Dialect says how Snowflake writes and compares names: those without quotes
// fold to upper case, stored names are compared exactly.
func Dialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name:             "snowflake",
		Quote:            '"',
		Fold:             strings.ToUpper,
		EqualNames:       func(a, b string) bool { return a == b },
		DollarQuotes:     true,
		BackslashEscapes: true,
		SlashComments:    true,
	}
}

// capabilities says what the adapter can do. Tokens are counts even with
// Options.HashContent: those that hold a hash say so themselves.
func capabilities(parallel int, role string) warehouse.Capabilities {
	return warehouse.Capabilities{
		Dialect:     Dialect(),
		OneMoment:   "all relations of one schema or one database, in one statement that swaps it with another",
		MaxParallel: parallel,
		SchemaSwap:  true,
		CountsOnly:  true,
		Scripted:    true,
		Role:        role,
	}
}
