package warehouse

import "strings"

// names are the dotted names of a statement and what is known of its rows.
type names struct {
	found []name
	// rows are aliases and common table expressions.
	rows []string
}

func (ns names) rowNames() []string {
	out := ns.rows
	for _, n := range ns.found {
		if n.relation {
			out = append(out, n.parts[len(n.parts)-1])
		}
	}
	return out
}

// frame is one level of parentheses.
type frame struct {
	// call: the parenthesis belongs to a function.
	call bool
	// query: a SELECT was seen at this level, so FROM begins a clause.
	query bool
	// from: inside a FROM clause, where a comma leads to another relation.
	from bool
	// expect: the next name is a relation.
	expect bool
}

// nameFinder walks over a statement once.
type nameFinder struct {
	d     Dialect
	s     []Lexeme
	stack []frame
	out   names
}

func (d Dialect) findNames(sql string) (names, error) {
	lexemes, err := d.Lex(sql)
	if err != nil {
		return names{}, err
	}
	f := nameFinder{d: d, s: significant(lexemes), stack: []frame{{query: true}}}
	i := f.skipCreated()
	for i < len(f.s) {
		i = f.step(i)
	}
	return f.out, nil
}

// skipCreated passes over CREATE ... VIEW name, whose name is no reference.
func (f *nameFinder) skipCreated() int {
	_, until, err := createdName(f.s)
	if err != nil {
		return 0
	}
	for i, l := range f.s {
		if l.Offset >= until {
			return i
		}
	}
	return len(f.s)
}

func (f *nameFinder) top() *frame { return &f.stack[len(f.stack)-1] }

// step reads the lexeme at i and gives the index to go on from.
func (f *nameFinder) step(i int) int {
	l := f.s[i]
	switch {
	case l.IsOther("("):
		top := *f.top()
		f.stack = append(f.stack, frame{call: f.calls(i), expect: top.expect, from: top.expect})
		f.top().call = f.top().call && !top.expect
		return i + 1
	case l.IsOther(")"):
		if len(f.stack) > 1 {
			f.stack = f.stack[:len(f.stack)-1]
		}
		if f.top().expect {
			f.top().expect = false
			f.alias(i + 1)
		}
		return i + 1
	case l.IsOther(","):
		f.top().expect = f.top().from
		return i + 1
	case l.IsOther(";"):
		f.stack = []frame{{query: true}}
		return i + 1
	case i > 0 && f.s[i-1].IsOther(".") && (l.Kind == LexWord || l.Kind == LexQuoted):
		_, after := f.read(i) // a field of what stands before: f(x).a.b, list[0].a.b
		return after
	case l.Kind == LexText && f.top().expect:
		f.top().expect = false
		return i + 1
	case l.Kind == LexWord && !f.dotted(i) && f.keyword(i):
		return i + 1
	case l.Kind == LexWord || l.Kind == LexQuoted:
		return f.name(i)
	}
	return i + 1
}

// dotted reports whether the lexeme at i is the first part of a longer name.
func (f *nameFinder) dotted(i int) bool { return i+1 < len(f.s) && f.s[i+1].IsOther(".") }

// calls reports whether the parenthesis at i follows a function's name.
func (f *nameFinder) calls(i int) bool {
	if i == 0 {
		return false
	}
	before := f.s[i-1]
	return before.Kind == LexQuoted || (before.Kind == LexWord && !isAny(before, beforeParenthesis))
}

// keyword updates the position when the word at i is a keyword that matters.
func (f *nameFinder) keyword(i int) bool {
	l, top := f.s[i], f.top()
	switch {
	case l.Is("FROM"):
		if i > 0 && f.s[i-1].Is("DISTINCT") && i > 1 && (f.s[i-2].Is("IS") || f.s[i-2].Is("NOT")) {
			return true
		}
		if top.query || !top.call {
			top.from, top.expect = true, true
		}
	case l.Is("JOIN"), l.Is("INTO"), l.Is("UPDATE"), l.Is("CLONE"), l.Is("PIVOT") && top.expect, l.Is("UNPIVOT") && top.expect:
		top.expect = true
	case l.Is("TABLE") && (!top.call || f.d.google()): // also as an argument: f(TABLE name, 1)
		top.expect = true
	case l.Is("OFFSET") && i > 0 && f.s[i-1].Is("WITH"): // UNNEST(x) WITH OFFSET AS o, another
	case l.Is("LATERAL"), l.Is("ONLY"):
	case l.Is("SELECT"):
		top.query, top.from, top.expect = true, false, false
	case l.Is("AS"):
		f.alias(i)
	case isAny(l, endOfFrom):
		top.from, top.expect = false, false
	case isAny(l, clauseWords):
		top.expect = false
	default:
		return false
	}
	return true
}

// alias notes the alias that may stand at i. It gives whether there is one.
func (f *nameFinder) alias(i int) bool {
	if i < len(f.s) && f.s[i].Is("AS") {
		i++
	}
	if i >= len(f.s) || !(f.s[i].Kind == LexQuoted || f.s[i].Kind == LexWord) || f.dotted(i) {
		return false
	}
	if f.s[i].Kind == LexWord && (isAny(f.s[i], endOfFrom) || isAny(f.s[i], clauseWords) || isAny(f.s[i], []string{"JOIN", "FROM", "SELECT"})) {
		return false
	}
	f.out.rows = append(f.out.rows, f.s[i].Name)
	return true
}

// name reads the dotted name that starts at i.
func (f *nameFinder) name(i int) int {
	top := f.top()
	n, after := f.read(i)
	relation := top.expect
	top.expect = false
	if after < len(f.s) && f.s[after].IsOther("(") && !f.columnList(i) {
		return after
	}
	if i > 0 && f.s[i-1].IsOther("@") {
		return after
	}
	n.relation = relation
	if relation {
		n.aliased = f.alias(after)
	}
	// A common table expression: name AS ( or name (columns) AS (.
	if len(n.parts) == 1 && after+1 < len(f.s) && f.s[after].Is("AS") && f.s[after+1].IsOther("(") {
		f.out.rows = append(f.out.rows, n.parts[0])
	}
	if len(n.parts) > 1 {
		f.out.found = append(f.out.found, n)
	} else if relation {
		f.out.rows = append(f.out.rows, n.parts[0])
	}
	return after
}

// columnList reports whether the name at i is followed by columns and not by
// arguments: INSERT INTO name (columns).
func (f *nameFinder) columnList(i int) bool { return i > 0 && f.s[i-1].Is("INTO") }

// read reads the chain at i and, where the dialect has them, names with dashes
// and whole paths in quotes.
func (f *nameFinder) read(i int) (name, int) {
	c, ok := chain{}, false
	if f.d.PathQuoted && f.top().expect {
		c, ok = pathAt(f.s, i)
	}
	if !ok {
		c, _ = chainAt(f.s, i)
	}
	n := name{chain: c}
	for _, p := range c.parts {
		parts := f.d.parts(p)
		n.path = n.path || len(parts) > 1
		n.parts = append(n.parts, parts...)
	}
	// The catalog of a dataset is part of it: its views are no dataset of that name.
	if last := len(n.parts) - 1; f.d.PathQuoted && f.top().expect && last > 0 && strings.EqualFold(n.parts[last-1], "INFORMATION_SCHEMA") {
		n.parts, n.path = append(n.parts[:last-1:last-1], n.parts[last-1]+"."+n.parts[last]), true
	}
	return n, c.after
}

// parts are the stored forms that one lexeme of a chain stands for.
func (d Dialect) parts(l Lexeme) []string {
	if !d.PathQuoted || l.Kind != LexQuoted {
		return []string{l.Name}
	}
	// A project of old can have the name of a domain: example.com:project.
	domain := strings.LastIndexByte(l.Name, ':') + 1
	out := strings.Split(l.Name[domain:], ".")
	out[0] = l.Name[:domain] + out[0]
	return out
}

// pathAt reads my-project-1.dataset.2024_table, as GoogleSQL allows it where a
// relation stands: parts with dashes and parts that begin with a digit, without a
// space. It is false for a chain that has neither.
func pathAt(s []Lexeme, i int) (chain, bool) {
	var c chain
	special, open := false, false
	add := func(text string, offset int) {
		if open {
			last := &c.parts[len(c.parts)-1]
			last.Text += text
			last.Name += text
			return
		}
		c.parts = append(c.parts, Lexeme{Kind: LexWord, Text: text, Offset: offset, Name: text})
		open = true
	}
	j := i
	for ; j < len(s) && (j == i || adjacent(s[j-1], s[j])); j++ {
		l := s[j]
		quoted := open && c.parts[len(c.parts)-1].Kind == LexQuoted
		switch {
		case l.IsOther(".") && open:
			open = false
			continue
		case l.Kind == LexQuoted && !open:
			c.parts = append(c.parts, l)
			open = true
			continue
		case l.Kind == LexNumber && (j > i && !quoted || strings.HasPrefix(l.Text, ".")):
			special = true
			at := l.Offset
			for k, piece := range strings.Split(l.Text, ".") {
				open = open && k == 0
				if piece != "" {
					add(piece, at)
				}
				at += len(piece) + 1
			}
			continue
		case l.Kind == LexWord && !quoted:
			add(l.Text, l.Offset)
			continue
		case l.IsOther("-") && open && !quoted:
			special = true
			add(l.Text, l.Offset)
			continue
		}
		break
	}
	c.after = j
	return c, special && open && !strings.HasSuffix(c.parts[len(c.parts)-1].Text, "-")
}

func adjacent(a, b Lexeme) bool { return a.Offset+len(a.Text) == b.Offset }

// beforeParenthesis are words that a parenthesis may follow without being a
// call.
var beforeParenthesis = strings.Fields("FROM JOIN SELECT WHERE ON AND OR NOT IN AS USING EXISTS ANY ALL SOME ARRAY UNION EXCEPT INTERSECT HAVING WHEN THEN ELSE CASE WITH BY VALUES DISTINCT LATERAL OVER LIMIT INTO MATERIALIZED IS BETWEEN LIKE RETURN")

// endOfFrom are words that end a FROM clause.
var endOfFrom = strings.Fields("WHERE GROUP HAVING ORDER LIMIT QUALIFY WINDOW UNION INTERSECT EXCEPT OFFSET FETCH SET VALUES RETURNING")

// clauseWords may follow a relation and are therefore no alias.
var clauseWords = strings.Fields("INNER LEFT RIGHT FULL CROSS NATURAL ASOF POSITIONAL ANTI SEMI OUTER ON USING TABLESAMPLE SAMPLE FOR AT BEFORE PIVOT UNPIVOT MATCH_RECOGNIZE WHEN WITH CHANGES")
