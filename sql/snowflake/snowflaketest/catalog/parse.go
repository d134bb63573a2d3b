package catalog

import (
	"strings"

	"cutover/sql/warehouse"
)

// dialect is how Snowflake writes names and literals. It is said here once more,
// and not taken from the adapter, so that a mistake there is found here.
func dialect() warehouse.Dialect {
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

// lexeme is one piece of a statement.
type lexeme = warehouse.Lexeme

const lexText = warehouse.LexText

// parser walks over the lexemes of one statement. The first mistake is kept in
// err, and from then on every question is answered with no.
type parser struct {
	sql string
	s   []warehouse.Lexeme
	i   int
	err error
}

func newParser(sql string) (*parser, error) {
	lexemes, err := dialect().Lex(sql)
	if err != nil {
		return nil, failf(1003, "42000", "SQL compilation error:\nsyntax error: %s.", err)
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

func (p *parser) peek(n int) warehouse.Lexeme {
	if p.i+n < len(p.s) {
		return p.s[p.i+n]
	}
	return warehouse.Lexeme{Offset: len(p.sql)}
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

// word gives the next unquoted word in upper case.
func (p *parser) word() string {
	if l := p.peek(0); p.err == nil && l.Kind == warehouse.LexWord {
		p.i++
		return strings.ToUpper(l.Text)
	}
	p.fail()
	return ""
}

// one gives the next identifier in its stored form.
func (p *parser) one() string {
	if l := p.peek(0); p.err == nil && (l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted) {
		p.i++
		return l.Name
	}
	p.fail()
	return ""
}

// name gives the next dotted name.
func (p *parser) name() name {
	out := name{p.one()}
	for p.err == nil && p.peek(0).IsOther(".") {
		p.i++
		out = append(out, p.one())
	}
	return out
}

// text gives the value of the next string literal.
func (p *parser) text() string {
	if l := p.peek(0); p.err == nil && l.Kind == warehouse.LexText {
		p.i++
		return unquoteText(l.Text)
	}
	p.fail()
	return ""
}

// number gives the next whole number.
func (p *parser) number() int64 {
	var out int64
	l := p.peek(0)
	if p.err != nil || l.Kind != warehouse.LexNumber {
		p.fail()
		return 0
	}
	for _, c := range l.Text {
		if c < '0' || c > '9' {
			p.fail()
			return 0
		}
		out = out*10 + int64(c-'0')
	}
	p.i++
	return out
}

// rest gives the text from here to the end and passes over it.
func (p *parser) rest() string {
	out := strings.TrimRight(p.sql[p.peek(0).Offset:], " \t\r\n;")
	p.i = len(p.s)
	return out
}

// parentheses gives the lexemes inside the parentheses that start here, which
// may nest, and passes over them.
func (p *parser) parentheses() []warehouse.Lexeme {
	if !p.accept("(") {
		p.fail()
		return nil
	}
	start, depth := p.i, 1
	for ; p.i < len(p.s); p.i++ {
		switch l := p.s[p.i]; {
		case l.IsOther("("):
			depth++
		case l.IsOther(")"):
			depth--
			if depth == 0 {
				p.i++
				return p.s[start : p.i-1]
			}
		}
	}
	p.fail()
	return nil
}

// sub reads a part of the lexemes as a statement of its own.
func (p *parser) sub(part []warehouse.Lexeme) *parser { return &parser{sql: p.sql, s: part} }

// split cuts lexemes at the commas outside of parentheses.
func split(part []warehouse.Lexeme) [][]warehouse.Lexeme {
	var out [][]warehouse.Lexeme
	start, depth := 0, 0
	for i, l := range part {
		switch {
		case l.IsOther("("):
			depth++
		case l.IsOther(")"):
			depth--
		case l.IsOther(",") && depth == 0:
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
func (p *parser) source(part []warehouse.Lexeme) string {
	if len(part) == 0 {
		return ""
	}
	last := part[len(part)-1]
	return p.sql[part[0].Offset : last.Offset+len(last.Text)]
}

// unquoteText gives the value of a string literal, written '...' with backslash
// escapes and doubled quotes, or $$...$$ taken as it is.
func unquoteText(text string) string {
	if strings.HasPrefix(text, "$$") {
		return text[2 : len(text)-2]
	}
	in := text[1 : len(text)-1]
	var out strings.Builder
	for i := 0; i < len(in); i++ {
		switch {
		case in[i] == '\\' && i+1 < len(in):
			i++
			out.WriteByte(unescape(in[i]))
		case in[i] == '\'':
			i++
			out.WriteByte('\'')
		default:
			out.WriteByte(in[i])
		}
	}
	return out.String()
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case '0':
		return 0
	}
	return c
}
