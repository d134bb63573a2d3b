package catalog

import (
	"encoding/hex"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// caseMark separates a name from the note of which of its letters are lower
// case, in the row store. DuckDB ignores case, Snowflake does not: with the note
// "a" and "A" are two names, and a wrong case is an unknown column.
const caseMark = "\u2063"

// encode gives the row store's form of a stored name.
func encode(stored string) string {
	note := make([]byte, (len(stored)+7)/8)
	lower := false
	for i := range len(stored) {
		if c := stored[i]; c >= 'a' && c <= 'z' {
			note[i/8] |= 1 << (i % 8)
			lower = true
		}
	}
	if !lower {
		return stored
	}
	return stored + caseMark + hex.EncodeToString(note)
}

func decode(name string) string {
	stored, _, _ := strings.Cut(name, caseMark)
	return stored
}

func quote(stored string) string { return dialect().QuoteName(encode(stored)) }

func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// frame is one level of parentheses.
type frame struct {
	// query: a SELECT was seen, so that FROM begins a clause.
	query bool
	// from: inside a FROM clause, where a comma leads to another relation.
	from bool
	// expect: the next name is a relation.
	expect bool
	// call is the function whose arguments these are.
	call string
}

// translator writes a query or the tail of a change for the row store: names
// resolved to internal tables, views expanded, literals and functions rewritten.
type translator struct {
	r     *run
	sql   string
	s     []warehouse.Lexeme
	i     int
	stack []frame
	out   strings.Builder
	ctes  map[string]bool
	// types are the declared types of the columns in reach, by name.
	types map[string]dataType
	err   error
}

// translate writes the lexemes for the row store. merge says that USING at the
// outermost level leads to a relation.
func (r *run) translate(sql string, s []warehouse.Lexeme, merge bool) (string, map[string]dataType, error) {
	t := &translator{r: r, sql: sql, s: s, stack: []frame{{}}, ctes: map[string]bool{}, types: map[string]dataType{}}
	t.findCTEs()
	for t.i < len(t.s) && t.err == nil {
		t.step(merge)
	}
	return strings.TrimSpace(t.out.String()), t.types, t.err
}

// findCTEs notes the names that WITH defines. Their scope is taken to be the
// whole statement.
func (t *translator) findCTEs() {
	for i, l := range t.s {
		if i == 0 || !(l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted) {
			continue
		}
		if before := t.s[i-1]; !before.Is("WITH") && !before.Is("RECURSIVE") && !before.IsOther(",") {
			continue
		}
		j := i + 1
		if j < len(t.s) && t.s[j].IsOther("(") {
			for ; j < len(t.s) && !t.s[j].IsOther(")"); j++ {
			}
			j++
		}
		if j+1 < len(t.s) && t.s[j].Is("AS") && t.s[j+1].IsOther("(") {
			t.ctes[l.Name] = true
		}
	}
}

func (t *translator) top() *frame { return &t.stack[len(t.stack)-1] }

func (t *translator) at(n int) warehouse.Lexeme {
	if i := t.i + n; i >= 0 && i < len(t.s) {
		return t.s[i]
	}
	return warehouse.Lexeme{}
}

func (t *translator) write(text string) {
	t.out.WriteString(" ")
	t.out.WriteString(text)
}

func (t *translator) step(merge bool) {
	l := t.at(0)
	switch {
	case l.IsOther("("):
		top := *t.top()
		t.stack = append(t.stack, frame{expect: top.expect, from: top.expect, call: t.calls()})
		t.write("(")
		t.i++
	case l.IsOther(")"):
		if len(t.stack) > 1 {
			t.stack = t.stack[:len(t.stack)-1]
		}
		t.top().expect = false
		t.write(")")
		t.i++
	case l.IsOther(","):
		t.top().expect = t.top().from
		t.write(",")
		t.i++
	case l.IsOther("?"):
		t.bind()
	case l.IsOther(":") && t.at(1).IsOther(":"):
		t.castOperator()
	case l.Kind == warehouse.LexText:
		t.write(literal(unquoteText(l.Text)))
		t.i++
	case l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted:
		t.word(merge)
	case l.IsOther("."):
		t.out.WriteString(".")
		t.i++
	case l.Kind == warehouse.LexNumber:
		t.write(l.Text)
		t.i++
	default:
		t.operator()
	}
}

// operator writes punctuation; characters that stand side by side stay so.
func (t *translator) operator() {
	l := t.at(0)
	if b := t.at(-1); b.Kind == warehouse.LexOther && b.Offset+len(b.Text) == l.Offset && strings.ContainsAny(b.Text, "<>=!|") {
		t.out.WriteString(l.Text)
	} else {
		t.write(l.Text)
	}
	t.i++
}

// calls gives the function whose parenthesis the translator stands at.
func (t *translator) calls() string {
	b := t.at(-1)
	if b.Kind != warehouse.LexWord || isKeyword(b) {
		return ""
	}
	return strings.ToUpper(b.Text)
}

func (t *translator) bind() {
	b, err := t.r.nextBind()
	if err != nil {
		t.err = err
	}
	t.write(b)
	t.i++
}

// castOperator writes x::type.
func (t *translator) castOperator() {
	typ, n, err := typed(t.sql, t.s[t.i+2:])
	if err != nil {
		t.err = err
		return
	}
	t.out.WriteString("::" + typ.duck())
	t.i += 2 + n
}

func (t *translator) word(merge bool) {
	l, top := t.at(0), t.top()
	dotted := t.at(1).IsOther(".")
	if l.Kind == warehouse.LexWord && !dotted && isKeyword(l) {
		t.keyword(merge)
		return
	}
	if t.at(1).Kind == warehouse.LexText && slices.Contains(typedLiterals, strings.ToUpper(l.Text)) {
		t.write(strings.ToUpper(l.Text))
		t.i++
		return
	}
	if top.expect {
		top.expect = false
		t.relation()
		return
	}
	if t.at(1).IsOther("(") && !t.at(-1).Is("AS") && l.Kind == warehouse.LexWord && !t.ctes[l.Name] {
		t.call()
		return
	}
	if l.Kind == warehouse.LexWord && !dotted && t.constant() {
		return
	}
	t.column()
}

// column writes a name that is no relation. A column with more than two parts
// names its relation in full; the relation's alias is its last part.
func (t *translator) column() {
	var parts []string
	for {
		parts = append(parts, t.at(0).Name)
		t.i++
		next := t.at(1)
		if !t.at(0).IsOther(".") || (next.Kind != warehouse.LexWord && next.Kind != warehouse.LexQuoted) {
			break
		}
		t.i++
	}
	if len(parts) > 2 {
		parts = parts[len(parts)-2:]
	}
	for i, p := range parts {
		parts[i] = quote(p)
	}
	t.write(strings.Join(parts, "."))
}

func (t *translator) keyword(merge bool) {
	l, top := t.at(0), t.top()
	switch {
	case l.Is("SELECT"):
		top.query, top.from, top.expect = true, false, false
	case l.Is("FROM"):
		distinct := t.at(-1).Is("DISTINCT") && (t.at(-2).Is("IS") || t.at(-2).Is("NOT"))
		if !distinct && (top.query || top.call == "") {
			top.from, top.expect = true, true
		}
	case l.Is("JOIN"), l.Is("USING") && merge && len(t.stack) == 1:
		top.expect = true
	case l.Is("AS") && (top.call == "CAST" || top.call == "TRY_CAST"):
		typ, n, err := typed(t.sql, t.s[t.i+1:])
		t.err = firstError(t.err, err)
		t.write("AS " + typ.duck())
		t.i += 1 + n
		return
	case slices.Contains(endOfFrom, strings.ToUpper(l.Text)):
		top.from, top.expect = false, false
	case l.Is("LATERAL"):
	default:
		top.expect = false
	}
	t.write(strings.ToUpper(l.Text))
	t.i++
}

// relation writes what a query reads from.
func (t *translator) relation() {
	if t.at(0).Is("TABLE") && t.at(1).IsOther("(") {
		t.tableFunction()
		return
	}
	start := t.i
	n := name{t.at(0).Name}
	t.i++
	for t.at(0).IsOther(".") && (t.at(1).Kind == warehouse.LexWord || t.at(1).Kind == warehouse.LexQuoted) {
		n = append(n, t.at(1).Name)
		t.i += 2
	}
	if len(n) == 1 && t.ctes[n[0]] {
		t.write(quote(n[0]))
		return
	}
	if t.at(0).IsOther("(") {
		t.err = notModelled(t.sql, t.s[start].Offset)
		return
	}
	text, columns, err := t.r.readable(n)
	if err != nil {
		t.err = err
		return
	}
	for _, c := range columns {
		t.types[c.name] = c.typ
	}
	t.write(text)
	t.alias(n.last())
}

// alias writes the relation's own name where the statement gives no alias.
func (t *translator) alias(last string) {
	l := t.at(0)
	named := l.Is("AS") || l.Kind == warehouse.LexQuoted || (l.Kind == warehouse.LexWord && !isKeyword(l))
	if !named {
		t.write("AS " + quote(last))
	}
}

// tableFunction writes TABLE(function(...)).
func (t *translator) tableFunction() {
	p := &parser{sql: t.sql, s: t.s, i: t.i + 1}
	inner := p.parentheses()
	if p.err != nil {
		t.err = p.err
		return
	}
	text, err := t.r.tableFunction(p.sub(inner))
	if err != nil {
		t.err = err
		return
	}
	t.i = p.i
	t.write(text)
	t.alias("T")
}

var endOfFrom = strings.Fields("WHERE GROUP HAVING ORDER LIMIT QUALIFY UNION INTERSECT EXCEPT MINUS OFFSET SET VALUES WHEN")

// typedLiterals may stand before a text: DATE '2024-01-01'.
var typedLiterals = strings.Fields("DATE TIME TIMESTAMP INTERVAL")

// keywords are written as they are; every other word is a name and quoted.
var keywords = strings.Fields(`ALL AND ANY AS ASC BETWEEN BY CASE CROSS DESC DISTINCT ELSE END ESCAPE EXCEPT EXCLUDE EXISTS
FALSE FIRST FOLLOWING FROM FULL GROUP HAVING ILIKE IN INNER INSERT INTERSECT INTO IS JOIN LAST LATERAL LEFT LIKE LIMIT
MATCHED MINUS NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PRECEDING QUALIFY RANGE RECURSIVE
RIGHT ROWS SELECT SET SOME THEN TRUE UNBOUNDED UNION UPDATE USING VALUES WHEN WHERE WITH DELETE DEFAULT`)

func isKeyword(l warehouse.Lexeme) bool {
	return l.Kind == warehouse.LexWord && slices.Contains(keywords, strings.ToUpper(l.Text))
}
