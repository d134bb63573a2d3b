package catalog

import (
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// dialect is how GoogleSQL writes names and literals. It is said here once more,
// and not taken from the adapter, so that a mistake there is found here.
func dialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name:             "bigquery",
		Quote:            '`',
		PathQuoted:       true,
		Fold:             func(s string) string { return s },
		EqualNames:       func(a, b string) bool { return a == b },
		HashComments:     true,
		BackslashEscapes: true,
	}
}

// lexeme is one piece of a statement.
type lexeme = warehouse.Lexeme

// parser walks over the lexemes of one statement. The first mistake is kept in
// err, and from then on every question is answered with no.
type parser struct {
	sql string
	s   []lexeme
	i   int
	err error
}

func newParser(sql string) (*parser, error) {
	lexemes, err := dialect().Lex(sql)
	if err != nil {
		return nil, invalidQuery("Syntax error: %s", err)
	}
	p := &parser{sql: sql}
	for _, l := range lexemes {
		if !l.Blank() {
			p.s = append(p.s, l)
		}
	}
	return p, nil
}

func (p *parser) done() bool { return p.i >= len(p.s) }

func (p *parser) peek(n int) lexeme {
	if p.i+n < len(p.s) {
		return p.s[p.i+n]
	}
	return lexeme{Offset: len(p.sql)}
}

// is reports whether the keywords stand next, without passing over them.
func (p *parser) is(words string) bool {
	if p.err != nil {
		return false
	}
	for n, w := range strings.Fields(words) {
		if l := p.peek(n); !l.Is(w) && !l.IsOther(w) {
			return false
		}
	}
	return true
}

// accept passes over the keywords when they stand next.
func (p *parser) accept(words string) bool {
	if !p.is(words) {
		return false
	}
	p.i += len(strings.Fields(words))
	return true
}

// expect passes over the keywords, which must stand next.
func (p *parser) expect(words string) {
	if !p.accept(words) {
		p.fail()
	}
}

// fail notes that the statement is not of a shape that is modelled.
func (p *parser) fail() {
	if p.err == nil {
		p.err = notModelled(p.sql, p.peek(0).Offset)
	}
}

// end gives the first mistake; something left over is one.
func (p *parser) end() error {
	if p.err == nil && !p.done() {
		p.fail()
	}
	return p.err
}

// one gives the next identifier.
func (p *parser) one() string {
	if l := p.peek(0); p.err == nil && identifier(l) {
		p.i++
		return l.Name
	}
	p.fail()
	return ""
}

func identifier(l lexeme) bool { return l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted }

// text gives the value of the next string literal.
func (p *parser) text() string {
	if l := p.peek(0); p.err == nil && l.Kind == warehouse.LexText {
		p.i++
		return unquoteText(l.Text)
	}
	p.fail()
	return ""
}

// path gives the parts of the next dotted name. A quoted part may be a whole
// path; a project without quotes may hold dashes.
func (p *parser) path() []string {
	var out []string
	for {
		l := p.peek(0)
		if p.err != nil || !identifier(l) {
			p.fail()
			return nil
		}
		p.i++
		if l.Kind == warehouse.LexQuoted {
			out = append(out, strings.Split(l.Name, ".")...)
		} else {
			out = append(out, p.dashed(l))
		}
		if !p.peek(0).IsOther(".") || !identifier(p.peek(1)) {
			return out
		}
		p.i++
	}
}

// dashed reads on from the word l over dashes that touch it, as in my-project.d.t.
func (p *parser) dashed(l lexeme) string {
	out, end := l.Text, l.Offset+len(l.Text)
	for p.peek(0).IsOther("-") && p.peek(0).Offset == end && p.peek(1).Offset == end+1 &&
		(p.peek(1).Kind == warehouse.LexWord || p.peek(1).Kind == warehouse.LexNumber) {
		next := p.peek(1)
		out += "-" + next.Text
		end = next.Offset + len(next.Text)
		p.i += 2
	}
	return out
}

// parentheses gives the lexemes inside the parentheses that start here, which
// may nest, and passes over them.
func (p *parser) parentheses() []lexeme {
	if !p.accept("(") {
		p.fail()
		return nil
	}
	start, depth := p.i, 1
	for ; p.i < len(p.s); p.i++ {
		depth += nesting(p.s[p.i])
		if depth == 0 {
			p.i++
			return p.s[start : p.i-1]
		}
	}
	p.fail()
	return nil
}

// nesting is 1 where a bracket of any sort opens and -1 where one closes.
func nesting(l lexeme) int {
	switch {
	case l.IsOther("("), l.IsOther("["):
		return 1
	case l.IsOther(")"), l.IsOther("]"):
		return -1
	}
	return 0
}

// until gives the lexemes up to one of the keywords, outside of brackets, or to
// the end, and passes over them but not over the keyword.
func (p *parser) until(words ...string) []lexeme {
	start, depth := p.i, 0
	for ; p.i < len(p.s); p.i++ {
		depth += nesting(p.s[p.i])
		if depth < 0 {
			break
		}
		for _, w := range words {
			if depth == 0 && p.is(w) {
				return p.s[start:p.i]
			}
		}
	}
	return p.s[start:p.i]
}

// rest gives all lexemes from here on and passes over them.
func (p *parser) rest() []lexeme {
	out := p.s[min(p.i, len(p.s)):]
	p.i = len(p.s)
	return out
}

// sub reads a part of the lexemes as a statement of its own.
func (p *parser) sub(part []lexeme) *parser { return &parser{sql: p.sql, s: part} }

// split cuts lexemes at the commas outside of brackets.
func split(part []lexeme) [][]lexeme {
	var out [][]lexeme
	start, depth, angles := 0, 0, 0
	for i, l := range part {
		depth += nesting(l)
		switch {
		case l.IsOther("<") && i > 0 && (part[i-1].Is("ARRAY") || part[i-1].Is("STRUCT")):
			angles++
		case l.IsOther(">") && angles > 0:
			angles--
		case l.IsOther(",") && depth == 0 && angles == 0:
			out = append(out, part[start:i])
			start = i + 1
		}
	}
	if len(part) > 0 {
		out = append(out, part[start:])
	}
	return out
}

// source gives the text that the lexemes were cut from.
func source(sql string, part []lexeme) string {
	if len(part) == 0 {
		return ""
	}
	last := part[len(part)-1]
	return sql[part[0].Offset : last.Offset+len(last.Text)]
}

// unquoteText gives the value of a string or bytes literal: '...', "...", three
// of either, with a prefix r, b or both.
//
// Source: "Lexical structure", string and bytes literals.
func unquoteText(text string) string {
	prefix := strings.ToLower(text[:strings.IndexAny(text, `'"`)])
	in := text[len(prefix):]
	mark := in[:1]
	if strings.HasPrefix(in, strings.Repeat(mark, 3)) {
		mark = strings.Repeat(mark, 3)
	}
	in = in[len(mark) : len(in)-len(mark)]
	if strings.Contains(prefix, "r") {
		return in
	}
	var out strings.Builder
	for i := 0; i < len(in); i++ {
		if in[i] != '\\' || i+1 >= len(in) {
			out.WriteByte(in[i])
			continue
		}
		i++
		width, base := escapeWidth(in[i])
		if n, err := strconv.ParseUint(in[min(i+1, len(in)):min(i+1+width, len(in))], base, 32); width > 0 && err == nil {
			if in[i] == 'x' && strings.Contains(prefix, "b") {
				out.WriteByte(byte(n & 0xff))
			} else {
				out.WriteRune(rune(n & 0x1fffff))
			}
			i += width
			continue
		}
		out.WriteByte(unescape(in[i]))
	}
	return out.String()
}

// escapeWidth is how many digits follow the letter of an escape, and their base.
func escapeWidth(c byte) (width, base int) {
	switch c {
	case 'x', 'X':
		return 2, 16
	case 'u':
		return 4, 16
	case 'U':
		return 8, 16
	}
	return 0, 10
}

func unescape(c byte) byte {
	switch c {
	case 'a':
		return '\a'
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'v':
		return '\v'
	}
	return c
}

// literal writes a string for the row store.
func literal(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

// quote writes a name for the row store.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
