package duckdb

import (
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// losses says what a copy of the object would lose or share with its source,
// read from its text.
func losses(o warehouse.Object) []string {
	var out []string
	if o.Kind == warehouse.KindView {
		lexemes, err := Dialect().Lex(o.Definition.SQL)
		if err != nil {
			return []string{"its text cannot be read: " + err.Error()}
		}
		return foreignCalls(out, calls(lexemes))
	}
	table, err := readTable(o.Definition.SQL)
	if err != nil {
		return []string{"its text cannot be read: " + err.Error()}
	}
	return foreignCalls(out, table.calls())
}

// foreignCalls reports functions that live in a user's schema or draw from a
// sequence: the copy would go on using the source's.
func foreignCalls(out []string, names []string) []string {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
		schema, function, dotted := strings.Cut(name, ".")
		if !dotted {
			schema, function = "", name
		}
		switch {
		case lowerASCII(function) == "nextval" || lowerASCII(function) == "currval":
			out = append(out, "it draws from a sequence, which a copy would share with its source")
		case schema != "" && lowerASCII(schema) != "main" && lowerASCII(schema) != "pg_catalog" && lowerASCII(schema) != "system":
			out = append(out, "it calls "+strconv.Quote(name)+", a macro that a copy would go on calling where it is")
		}
	}
	return out
}
