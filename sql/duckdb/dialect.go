package duckdb

import (
	"strings"

	"cutover/sql/warehouse"
)

// Dialect says how DuckDB writes and compares names. DuckDB keeps the case of a
// name and ignores it when comparing, for ASCII letters only.
func Dialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name:           "duckdb",
		Quote:          '"',
		Fold:           func(name string) string { return name },
		EqualNames:     func(a, b string) bool { return lowerASCII(a) == lowerASCII(b) },
		DollarQuotes:   true,
		NestedComments: true,
		EscapeStrings:  true,
	}
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

func capabilities(noSwap string) warehouse.Capabilities {
	return warehouse.Capabilities{
		Dialect:       Dialect(),
		Transactional: true,
		NoSwap:        noSwap,
		OneMoment:     "all relations of one database file, in one transaction",
		ExclusiveFile: true,
	}
}
