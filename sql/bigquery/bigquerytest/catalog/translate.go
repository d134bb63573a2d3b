package catalog

import (
	"encoding/hex"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

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
// resolved to stores, views expanded, literals and functions rewritten.
type translator struct {
	r     *run
	sql   string
	s     []lexeme
	i     int
	stack []frame
	out   strings.Builder
	ctes  map[string]bool
	err   error
}

// translate writes the lexemes for the row store. merge says that USING at the
// outermost level leads to a relation.
func (r *run) translate(s []lexeme, merge bool) (string, error) {
	return r.translateWith(r.p.sql, s, merge, nil)
}

func (r *run) translateWith(sql string, s []lexeme, merge bool, ctes map[string]bool) (string, error) {
	t := &translator{r: r, sql: sql, s: s, stack: []frame{{}}, ctes: map[string]bool{}}
	for n := range ctes {
		t.ctes[n] = true
	}
	t.findCTEs()
	for t.i < len(t.s) && t.err == nil {
		t.step(merge)
	}
	if t.err == nil && len(t.stack) != 1 {
		t.err = notModelled(sql, len(sql))
	}
	return strings.TrimSpace(t.out.String()), t.err
}

// part writes some of the lexemes on their own, as an expression.
func (t *translator) part(s []lexeme) string {
	text, err := t.r.translateWith(t.sql, s, false, t.ctes)
	t.err = firstError(t.err, err)
	return text
}

// findCTEs notes the names that WITH defines. Their scope is taken to be the
// whole statement.
func (t *translator) findCTEs() {
	for i, l := range t.s {
		if i == 0 || !identifier(l) || i+2 >= len(t.s) {
			continue
		}
		before := t.s[i-1]
		if (before.Is("WITH") || before.Is("RECURSIVE") || before.IsOther(",")) && t.s[i+1].Is("AS") && t.s[i+2].IsOther("(") {
			t.ctes[strings.ToLower(l.Name)] = true
		}
	}
}

func (t *translator) top() *frame { return &t.stack[len(t.stack)-1] }

func (t *translator) at(n int) lexeme {
	if i := t.i + n; i >= 0 && i < len(t.s) {
		return t.s[i]
	}
	return lexeme{}
}

func (t *translator) fail() {
	if t.err == nil {
		t.err = notModelled(t.sql, t.at(0).Offset)
	}
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
		t.stack = append(t.stack, frame{expect: top.expect, from: top.expect})
		t.write("(")
		t.i++
	case l.IsOther(")"):
		if len(t.stack) == 1 {
			t.fail()
			return
		}
		t.stack = t.stack[:len(t.stack)-1]
		t.top().expect = false
		t.write(")")
		t.i++
	case l.IsOther(","):
		t.top().expect = t.top().from
		t.write(",")
		t.i++
	case l.IsOther("?"):
		t.write(t.r.nextParam(&t.err))
		t.i++
	case l.Kind == warehouse.LexText:
		t.text()
	case identifier(l):
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

// operators are the characters that an expression may hold beside brackets,
// commas and dots.
const operators = "+-*/<>=!|&^~[]%"

// operator writes punctuation; characters that stand side by side stay so.
func (t *translator) operator() {
	l := t.at(0)
	if !strings.Contains(operators, l.Text) || l.Text == "%" {
		t.fail()
		return
	}
	if b := t.at(-1); b.Kind == warehouse.LexOther && b.Offset+len(b.Text) == l.Offset && strings.ContainsAny(b.Text, "<>=!|") {
		t.out.WriteString(l.Text)
	} else {
		t.write(l.Text)
	}
	t.i++
}

func (t *translator) text() {
	l := t.at(0)
	value := unquoteText(l.Text)
	if strings.HasPrefix(strings.ToLower(l.Text), "b") || strings.HasPrefix(strings.ToLower(l.Text), "rb") {
		t.write("unhex('" + hex.EncodeToString([]byte(value)) + "')")
	} else {
		t.write(literal(value))
	}
	t.i++
}

func (t *translator) word(merge bool) {
	l, top := t.at(0), t.top()
	dotted := t.at(1).IsOther(".")
	switch {
	case l.Kind == warehouse.LexWord && t.at(1).Kind == warehouse.LexText && typedLiteral(l) != "":
		t.write("CAST(" + literal(unquoteText(t.at(1).Text)) + " AS " + typedLiteral(l) + ")")
		t.i += 2
	case top.expect && l.Is("UNNEST") && t.at(1).IsOther("("):
		top.expect = false
		t.unnest()
	case l.Kind == warehouse.LexWord && !dotted && isKeyword(l) && !(t.at(1).IsOther("(") && known(l) && !t.at(-1).IsOther(".") && !t.at(-1).IsOther("*")):
		t.keyword(merge)
	case top.expect:
		top.expect = false
		t.relation()
	case l.Is("INTERVAL") && l.Kind == warehouse.LexWord && !dotted:
		t.interval()
	case l.Kind == warehouse.LexWord && t.at(1).IsOther("(") && !t.at(-1).Is("AS") && !t.at(-1).IsOther(".") && !t.ctes[strings.ToLower(l.Name)]:
		t.call()
	case l.Kind == warehouse.LexWord && !dotted && t.constant():
	default:
		t.write(quote(l.Name))
		t.i++
		for t.at(0).IsOther(".") && identifier(t.at(1)) {
			t.out.WriteString("." + quote(t.at(1).Name))
			t.i += 2
		}
	}
}

// typedLiteral gives the row store's type for a word that may stand before a
// text, as in DATE '2024-01-01'.
func typedLiteral(l lexeme) string {
	switch strings.ToUpper(l.Text) {
	case "DATE", "TIME":
		return strings.ToUpper(l.Text)
	case "TIMESTAMP":
		return "TIMESTAMPTZ"
	case "DATETIME":
		return "TIMESTAMP"
	case "NUMERIC", "DECIMAL":
		return "DECIMAL(38,9)"
	case "BIGNUMERIC":
		return "DECIMAL(38,18)"
	case "JSON":
		return "VARCHAR"
	}
	return ""
}

func (t *translator) keyword(merge bool) {
	l, top := t.at(0), t.top()
	switch {
	case l.Is("SELECT"):
		top.query, top.from, top.expect = true, false, false
		if t.at(1).Is("AS") {
			t.fail() // SELECT AS STRUCT
		}
	case l.Is("EXCEPT") && t.at(-1).IsOther("*"):
		t.write("EXCLUDE")
		t.i++
		return
	case (l.Is("UNION") || l.Is("INTERSECT") || l.Is("EXCEPT")) && t.at(1).Is("DISTINCT"):
		top.from, top.expect = false, false
		t.write(strings.ToUpper(l.Text))
		t.i += 2
		return
	case l.Is("IN") && t.at(1).Is("UNNEST") && t.at(2).IsOther("("):
		t.i++
		t.write("IN (SELECT unnest(" + t.arguments() + "))")
		return
	case l.Is("FROM"):
		distinct := t.at(-1).Is("DISTINCT")
		if !distinct && (top.query || top.call == "") {
			top.from, top.expect = true, true
		}
	case l.Is("BY") && t.at(-1).Is("MATCHED"):
		t.write("BY " + verb(t.at(1))) // SOURCE or TARGET
		t.i += 2
		return
	case l.Is("JOIN"), l.Is("USING") && merge && len(t.stack) == 1:
		top.expect = true
	case l.Is("WITH"), slices.Contains(endOfFrom, strings.ToUpper(l.Text)):
		top.from, top.expect = false, false
	default:
		top.expect = false
	}
	t.write(strings.ToUpper(l.Text))
	t.i++
}

// arguments writes what stands in the parentheses behind the next word, and
// passes over both.
func (t *translator) arguments() string {
	p := &parser{sql: t.sql, s: t.s, i: t.i + 1}
	inner := p.parentheses()
	if p.err != nil {
		t.err = firstError(t.err, p.err)
		return ""
	}
	t.i = p.i
	return t.part(inner)
}

// unnest writes UNNEST(array) [AS alias] of a FROM clause.
func (t *translator) unnest() {
	text := "unnest(" + t.arguments() + ")"
	as := "unnest"
	if t.at(0).Is("AS") {
		t.i++
	}
	if identifier(t.at(0)) && !isKeyword(t.at(0)) {
		as = t.at(0).Name
		t.i++
	}
	if t.at(0).Is("WITH") {
		t.fail() // WITH OFFSET
	}
	t.write(text + " AS " + quote(as) + "(" + quote(as) + ")")
}

// interval writes INTERVAL expression PART.
func (t *translator) interval() {
	p := &parser{sql: t.sql, s: t.s, i: t.i + 1}
	amount := p.until(dateParts...)
	part := p.one()
	if p.err != nil || len(amount) == 0 {
		t.fail()
		return
	}
	t.i = p.i
	t.write("(CAST(" + t.part(amount) + " AS BIGINT) * INTERVAL 1 " + strings.ToUpper(part) + ")")
}

var dateParts = strings.Fields("MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY WEEK MONTH QUARTER YEAR")

var endOfFrom = strings.Fields("WHERE GROUP HAVING ORDER LIMIT QUALIFY UNION INTERSECT EXCEPT OFFSET SET VALUES WHEN WINDOW")

// keywords are written as they are; every other word is a name and quoted.
var keywords = strings.Fields(`ALL AND ANY AS ASC BETWEEN BY CASE CROSS DESC DISTINCT ELSE END ESCAPE EXCEPT EXISTS
FALSE FIRST FOLLOWING FOR FROM FULL GROUP HAVING IN INNER INSERT INTERSECT INTO IS JOIN LAST LEFT LIKE LIMIT
MATCHED NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PRECEDING QUALIFY RANGE RECURSIVE REPLACE
RIGHT ROWS SELECT SET SOME THEN TRUE UNBOUNDED UNION UPDATE USING VALUES WHEN WHERE WINDOW WITH DELETE DEFAULT CURRENT ROW IGNORE`)

func isKeyword(l lexeme) bool {
	return l.Kind == warehouse.LexWord && slices.Contains(keywords, strings.ToUpper(l.Text))
}
