package snowflake

import (
	"fmt"
	"strings"

	"cutover/sql/warehouse"
)

// viewText is the CREATE VIEW statement of SHOW VIEWS, read with the tokenizer.
// It is kept as somebody typed it, so everything between CREATE and AS can be
// there or not.
type viewText struct {
	sql string
	// secure, recursive: the words stood before VIEW.
	secure, recursive bool
	// viewAt is where the word VIEW starts, in bytes.
	viewAt int
	// columns are the lexemes of the column list, parentheses included; rest are
	// those of all other clauses before AS, COPY GRANTS and COMMENT left out.
	columns, rest []warehouse.Lexeme
	// body is the text from AS to the last lexeme that means something.
	body string
}

// readView reads a view's text. The errors are *warehouse.SyntaxError and a
// statement of another shape.
func readView(sql string) (viewText, error) {
	lexemes, err := Dialect().Lex(sql)
	if err != nil {
		return viewText{}, fmt.Errorf("read view: %w", err)
	}
	s := meaning(lexemes)
	for len(s) > 0 && s[len(s)-1].IsOther(";") {
		s = s[:len(s)-1]
	}
	v := viewText{sql: sql}
	i, err := v.readHead(s)
	if err != nil {
		return viewText{}, err
	}
	as := indexOfAs(s, i)
	if as < 0 || as+1 >= len(s) {
		return viewText{}, fmt.Errorf("view has no query")
	}
	i = v.readColumns(s[:as], i)
	v.readClauses(s[i:as])
	last := s[len(s)-1]
	v.body = sql[s[as].Offset : last.Offset+len(last.Text)]
	return v, nil
}

// meaning leaves out space and comments.
func meaning(lexemes []warehouse.Lexeme) []warehouse.Lexeme {
	out := make([]warehouse.Lexeme, 0, len(lexemes))
	for _, l := range lexemes {
		if !l.Blank() {
			out = append(out, l)
		}
	}
	return out
}

// readHead reads CREATE ... VIEW name and gives the index behind it.
func (v *viewText) readHead(s []warehouse.Lexeme) (int, error) {
	if len(s) == 0 || !s[0].Is("CREATE") {
		return 0, fmt.Errorf("view's text does not start with CREATE")
	}
	i := 1
	for ; i < len(s) && !s[i].Is("VIEW"); i++ {
		switch {
		case s[i].Is("SECURE"):
			v.secure = true
		case s[i].Is("RECURSIVE"):
			v.recursive = true
		case s[i].Is("OR"), s[i].Is("REPLACE"):
		default:
			return 0, fmt.Errorf("a %s view cannot be made again", strings.ToLower(s[i].Text))
		}
	}
	if i >= len(s) {
		return 0, fmt.Errorf("view's text creates no view")
	}
	v.viewAt = s[i].Offset
	i++
	if i+2 < len(s) && s[i].Is("IF") && s[i+1].Is("NOT") && s[i+2].Is("EXISTS") {
		i += 3
	}
	for named := false; ; i++ {
		if i >= len(s) || (s[i].Kind != warehouse.LexWord && s[i].Kind != warehouse.LexQuoted) || (!named && s[i].Is("AS")) {
			return 0, fmt.Errorf("view's text names no view")
		}
		named = true
		if i+1 >= len(s) || !s[i+1].IsOther(".") {
			return i + 1, nil
		}
		i++
		// DB..VIEW leaves the schema out.
		for i+1 < len(s) && s[i+1].IsOther(".") {
			i++
		}
	}
}

// indexOfAs finds the AS that begins the query.
func indexOfAs(s []warehouse.Lexeme, from int) int {
	depth := 0
	for i := from; i < len(s); i++ {
		switch {
		case s[i].IsOther("("):
			depth++
		case s[i].IsOther(")"):
			depth--
		case depth == 0 && s[i].Is("AS"):
			return i
		}
	}
	return -1
}

// readColumns takes the column list when one stands at i.
func (v *viewText) readColumns(s []warehouse.Lexeme, i int) int {
	if i >= len(s) || !s[i].IsOther("(") {
		return i
	}
	depth := 0
	for j := i; j < len(s); j++ {
		switch {
		case s[j].IsOther("("):
			depth++
		case s[j].IsOther(")"):
			if depth--; depth == 0 {
				v.columns = s[i : j+1]
				return j + 1
			}
		}
	}
	return i
}

// readClauses keeps the clauses but COPY GRANTS and COMMENT = '...'.
func (v *viewText) readClauses(s []warehouse.Lexeme) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i].IsOther("("):
			depth++
		case s[i].IsOther(")"):
			depth--
		case depth > 0:
		case s[i].Is("COPY") && i+1 < len(s) && s[i+1].Is("GRANTS"):
			i++
			continue
		case s[i].Is("COMMENT") && i+1 < len(s):
			if s[i+1].IsOther("=") {
				i++
			}
			if i+1 < len(s) && s[i+1].Kind == warehouse.LexText {
				i++
				continue
			}
		}
		v.rest = append(v.rest, s[i])
	}
}

// written joins lexemes with one space where there was any between them.
func written(s []warehouse.Lexeme) string {
	var b strings.Builder
	for i, l := range s {
		if i > 0 && s[i-1].Offset+len(s[i-1].Text) != l.Offset {
			b.WriteByte(' ')
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// create writes the statement that makes the view under another name.
func (v viewText) create(to warehouse.Ref, def warehouse.Definition, replace bool) string {
	d := Dialect()
	var b strings.Builder
	b.WriteString("CREATE ")
	if replace {
		b.WriteString("OR REPLACE ")
	}
	if v.secure {
		b.WriteString("SECURE ")
	}
	if v.recursive {
		b.WriteString("RECURSIVE ")
	}
	b.WriteString("VIEW " + d.QuoteRef(to))
	if len(v.columns) > 0 {
		b.WriteString(" " + written(v.columns))
	} else if list := commented(def.Columns); list != "" {
		b.WriteString(" " + list)
	}
	if len(v.rest) > 0 {
		b.WriteString(" " + written(v.rest))
	}
	if replace {
		b.WriteString(" COPY GRANTS")
	}
	if def.Comment != "" {
		b.WriteString(" COMMENT = " + d.QuoteText(def.Comment))
	}
	return b.String() + " " + v.body
}

// commented lists the columns with their comments; "" when no column has one.
// The text lacks them when they were given afterwards.
func commented(columns []warehouse.Column) string {
	d := Dialect()
	var parts []string
	any := false
	for _, c := range columns {
		part := d.QuoteName(c.Name)
		if c.Comment != "" {
			any = true
			part += " COMMENT " + d.QuoteText(c.Comment)
		}
		parts = append(parts, part)
	}
	if !any {
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// secured gives the text with the word SECURE, which a view that was made secure
// later on lacks.
func (v viewText) secured() string {
	if v.secure {
		return v.sql
	}
	return v.sql[:v.viewAt] + "SECURE " + v.sql[v.viewAt:]
}

// canonical is what a view says, without its own name, the way it was typed and
// what its columns and its comment tell already.
func (v viewText) canonical() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%t %t", v.secure, v.recursive)
	lexemes, err := Dialect().Lex(v.body)
	if err != nil { // it was read before
		return b.String() + v.body
	}
	for _, list := range [][]warehouse.Lexeme{v.rest, meaning(lexemes)} {
		b.WriteString("\n")
		for _, l := range list {
			b.WriteString(l.Text)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// sameView reports whether two views say the same.
func sameView(a, b warehouse.Definition) bool {
	va, errA := readView(a.SQL)
	vb, errB := readView(b.SQL)
	return errA == nil && errB == nil && va.canonical() == vb.canonical() && a.Comment == b.Comment
}
