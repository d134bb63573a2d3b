package duckdb

import (
	"strings"

	"cutover/sql/warehouse"
)

// tableText is a CREATE TABLE statement of duckdb_tables(), read with the
// tokenizer.
type tableText struct {
	lexemes []warehouse.Lexeme
	// items are the comma-separated parts between the outer parentheses:
	// columns first, then table constraints, as index ranges of lexemes.
	items [][2]int
}

func readTable(sql string) (tableText, error) {
	lexemes, err := Dialect().Lex(strings.TrimRight(strings.TrimSpace(sql), ";"))
	if err != nil {
		return tableText{}, err
	}
	t := tableText{lexemes: lexemes}
	depth, start := 0, 0
	for i, l := range lexemes {
		switch {
		case l.IsOther("("), l.IsOther("["), l.IsOther("{"):
			if depth++; depth == 1 {
				start = i + 1
			}
		case l.IsOther(")"), l.IsOther("]"), l.IsOther("}"):
			if depth--; depth == 0 {
				t.items = append(t.items, [2]int{start, i})
				return t, nil
			}
		case l.IsOther(",") && depth == 1:
			t.items = append(t.items, [2]int{start, i})
			start = i + 1
		}
	}
	return t, nil
}

// item gives the lexemes of one part without space and comments.
func (t tableText) item(n int) []warehouse.Lexeme {
	var out []warehouse.Lexeme
	for _, l := range t.lexemes[t.items[n][0]:t.items[n][1]] {
		if !l.Blank() {
			out = append(out, l)
		}
	}
	return out
}

// generated gives the names of the generated columns.
func (t tableText) generated() map[string]bool {
	out := map[string]bool{}
	for n := range t.items {
		item := t.item(n)
		for i := 2; i+2 < len(item); i++ {
			if item[i].Is("GENERATED") && item[i+1].Is("ALWAYS") && item[i+2].Is("AS") {
				out[item[0].Name] = true
			}
		}
	}
	return out
}

// calls lists the functions that columns and constraints call.
func (t tableText) calls() []string {
	var out []string
	for n := range t.items {
		if _, ok := t.reference(n); !ok {
			out = append(out, calls(t.lexemes[t.items[n][0]:t.items[n][1]])...)
		}
	}
	return out
}

// calls lists the names that are called as functions: schema.name or name.
// DuckDB writes no space before the parenthesis of a call.
func calls(lexemes []warehouse.Lexeme) []string {
	var out []string
	for i, l := range lexemes {
		if !l.IsOther("(") || i == 0 || !identifier(lexemes[i-1]) {
			continue
		}
		if i >= 3 && lexemes[i-2].IsOther(".") && identifier(lexemes[i-3]) {
			out = append(out, lexemes[i-3].Name+"."+lexemes[i-1].Name)
			continue
		}
		out = append(out, lexemes[i-1].Name)
	}
	return out
}

func identifier(l warehouse.Lexeme) bool {
	return l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted
}

// hasForeignKey reports whether a table constraint refers to another table.
func (t tableText) hasForeignKey() bool {
	for n := range t.items {
		if _, ok := t.reference(n); ok {
			return true
		}
	}
	return false
}

// reference finds the name behind REFERENCES in a table constraint FOREIGN KEY:
// indexes of lexemes, the end excluded. DuckDB always writes foreign keys so.
func (t tableText) reference(n int) ([2]int, bool) {
	item := t.item(n)
	if len(item) < 2 || !item[0].Is("FOREIGN") || !item[1].Is("KEY") {
		return [2]int{}, false
	}
	depth := 0
	for i := t.items[n][0]; i < t.items[n][1]; i++ {
		l := t.lexemes[i]
		switch {
		case l.IsOther("("):
			depth++
		case l.IsOther(")"):
			depth--
		case depth == 0 && l.Is("REFERENCES"):
			from := i + 1
			for t.lexemes[from].Blank() {
				from++
			}
			until := from
			for until < t.items[n][1] && (identifier(t.lexemes[until]) || t.lexemes[until].IsOther(".")) {
				until++
			}
			return [2]int{from, until}, until > from
		}
	}
	return [2]int{}, false
}

// moved gives the statement for a table named to: another name, and foreign
// keys that point into to's schema, since DuckDB has none across schemas.
func (t tableText) moved(to warehouse.Ref) (string, error) {
	d := Dialect()
	var b strings.Builder
	skip := -1
	at := map[int][2]int{}
	for n := range t.items {
		if r, ok := t.reference(n); ok {
			at[r[0]] = r
		}
	}
	for i, l := range t.lexemes {
		if r, ok := at[i]; ok {
			b.WriteString(d.QuoteName(to.Schema) + "." + d.QuoteName(t.lexemes[r[1]-1].Name))
			skip = r[1]
		}
		if i >= skip {
			b.WriteString(l.Text)
		}
	}
	return d.RenameCreate(b.String(), to)
}
