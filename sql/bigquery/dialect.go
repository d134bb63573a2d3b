package bigquery

import "cutover/sql/warehouse"

// Dialect says how GoogleSQL writes and compares names: as they are written, with
// or without quotes, and exactly. (A dataset can be made to ignore case; such a
// one holds no two tables whose names differ only in case, so comparing exactly
// can refuse there and never mistake.)
func Dialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name:             "bigquery",
		Quote:            '`',
		PathQuoted:       true,
		Fold:             func(name string) string { return name },
		EqualNames:       func(a, b string) bool { return a == b },
		HashComments:     true,
		BackslashEscapes: true,
	}
}
