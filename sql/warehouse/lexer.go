package warehouse

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LexKind says what a lexeme is.
type LexKind int

// The kinds of lexemes.
const (
	LexSpace LexKind = iota
	LexComment
	// LexWord is a keyword or an identifier written without quotes.
	LexWord
	// LexQuoted is a quoted identifier; where Dialect.PathQuoted holds it may be
	// a whole path.
	LexQuoted
	LexText
	LexNumber
	// LexOther is an operator or punctuation, one character each.
	LexOther
)

// Lexeme is one piece of a statement. Joining the Texts of all lexemes gives
// the statement back, byte for byte.
type Lexeme struct {
	Kind LexKind
	Text string
	// Offset is where Text starts in the statement, in bytes.
	Offset int
	// Name is the stored form of an identifier (LexWord, LexQuoted): folded or
	// unquoted. Empty for all other kinds.
	Name string
}

// Is reports whether the lexeme is the keyword, which is given in upper case.
func (l Lexeme) Is(keyword string) bool {
	return l.Kind == LexWord && strings.EqualFold(l.Text, keyword)
}

// IsOther reports whether the lexeme is the punctuation character.
func (l Lexeme) IsOther(char string) bool { return l.Kind == LexOther && l.Text == char }

// Blank reports whether the lexeme means nothing: space or a comment.
func (l Lexeme) Blank() bool { return l.Kind == LexSpace || l.Kind == LexComment }

// SyntaxError is a statement that cannot be cut into lexemes. Nothing may be
// rewritten in such a statement.
type SyntaxError struct {
	// Offset is where the piece that does not end begins, in bytes.
	Offset int
	// What names the piece: "string literal", "comment", "quoted identifier".
	What string
}

// Error gives one sentence without a full stop.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s that starts at byte %d does not end", e.What, e.Offset)
}

// Lex cuts a statement into lexemes. The only error is *SyntaxError.
func (d Dialect) Lex(sql string) ([]Lexeme, error) {
	lx := lexer{d: d, sql: sql}
	for lx.pos < len(sql) {
		if err := lx.next(); err != nil {
			return nil, err
		}
	}
	return lx.out, nil
}

// google reports whether the dialect belongs to GoogleSQL, whose literals have
// prefixes, triple quotes and double quotes.
func (d Dialect) google() bool { return d.Quote == '`' }

type lexer struct {
	d   Dialect
	sql string
	pos int
	out []Lexeme
}

func (lx *lexer) emit(kind LexKind, end int, name string) {
	lx.out = append(lx.out, Lexeme{Kind: kind, Text: lx.sql[lx.pos:end], Offset: lx.pos, Name: name})
	lx.pos = end
}

func (lx *lexer) unterminated(what string) error {
	return &SyntaxError{Offset: lx.pos, What: what}
}

func (lx *lexer) next() error {
	rest := lx.sql[lx.pos:]
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case unicode.IsSpace(r):
		lx.emit(LexSpace, lx.pos+len(rest)-len(strings.TrimLeftFunc(rest, unicode.IsSpace)), "")
		return nil
	case strings.HasPrefix(rest, "--"),
		lx.d.HashComments && r == '#',
		lx.d.SlashComments && strings.HasPrefix(rest, "//"):
		ends := "\n"
		if lx.d.google() {
			ends = "\r\n"
		}
		end := strings.IndexAny(rest, ends)
		if end < 0 {
			end = len(rest)
		}
		lx.emit(LexComment, lx.pos+end, "")
		return nil
	case strings.HasPrefix(rest, "/*"):
		return lx.block()
	case rest[0] == lx.d.Quote:
		return lx.quoted()
	case r == '\'' || (r == '"' && lx.d.google()):
		return lx.text(0, lx.d.BackslashEscapes)
	case r == '$' && lx.d.DollarQuotes:
		if done, err := lx.dollar(); done || err != nil {
			return err
		}
	case r >= '0' && r <= '9', r == '.' && len(rest) > 1 && digit(rest[1]):
		lx.emit(LexNumber, lx.pos+numberEnd(rest), "")
		return nil
	case wordStart(r):
		return lx.word()
	}
	lx.emit(LexOther, lx.pos+size, "")
	return nil
}

// block reads a comment between /* and */, nested where the dialect nests.
func (lx *lexer) block() error {
	depth := 0
	for i := lx.pos; i < len(lx.sql); {
		switch {
		case strings.HasPrefix(lx.sql[i:], "/*") && (depth == 0 || lx.d.NestedComments):
			depth++
			i += 2
		case strings.HasPrefix(lx.sql[i:], "*/"):
			depth--
			i += 2
			if depth == 0 {
				lx.emit(LexComment, i, "")
				return nil
			}
		default:
			i++
		}
	}
	return lx.unterminated("comment")
}

// quoted reads an identifier in quotes.
func (lx *lexer) quoted() error {
	var name strings.Builder
	q := lx.d.Quote
	escapes := lx.d.BackslashEscapes && lx.d.google()
	for i := lx.pos + 1; i < len(lx.sql); i++ {
		c := lx.sql[i]
		switch {
		case escapes && c == '\\' && i+1 < len(lx.sql):
			i++
			name.WriteByte(unescape(lx.sql[i]))
		case c != q:
			name.WriteByte(c)
		case !escapes && i+1 < len(lx.sql) && lx.sql[i+1] == q:
			i++
			name.WriteByte(q)
		default:
			lx.emit(LexQuoted, i+1, name.String())
			return nil
		}
	}
	return lx.unterminated("quoted identifier")
}

func unescape(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// text reads a string literal whose prefix (E, b, r) has the given length.
func (lx *lexer) text(prefix int, backslash bool) error {
	start := lx.pos + prefix
	mark := lx.sql[start : start+1]
	if lx.d.google() && strings.HasPrefix(lx.sql[start:], strings.Repeat(mark, 3)) {
		mark = strings.Repeat(mark, 3)
	}
	for i := start + len(mark); i < len(lx.sql); i++ {
		switch {
		case backslash && lx.sql[i] == '\\':
			i++
		case !strings.HasPrefix(lx.sql[i:], mark):
		case !lx.d.google() && strings.HasPrefix(lx.sql[i+1:], mark):
			i++
		default:
			lx.emit(LexText, i+len(mark), "")
			return nil
		}
	}
	return lx.unterminated("string literal")
}

// dollar reads $$ ... $$ and $tag$ ... $tag$. The first result is false when
// the dollar is something else, a parameter such as $1.
func (lx *lexer) dollar() (bool, error) {
	rest := lx.sql[lx.pos:]
	end := 1
	for end < len(rest) {
		r, size := utf8.DecodeRuneInString(rest[end:])
		if r == '$' {
			break
		}
		if !wordStart(r) && (end == 1 || !digit(rest[end])) {
			return false, nil
		}
		end += size
	}
	if end >= len(rest) {
		return false, nil
	}
	tag := rest[:end+1]
	closing := strings.Index(rest[len(tag):], tag)
	if closing < 0 {
		return false, lx.unterminated("string literal")
	}
	lx.emit(LexText, lx.pos+closing+2*len(tag), "")
	return true, nil
}

func (lx *lexer) word() error {
	rest := lx.sql[lx.pos:]
	end := 0
	for end < len(rest) {
		r, size := utf8.DecodeRuneInString(rest[end:])
		if !wordStart(r) && !(r >= '0' && r <= '9') && !(r == '$' && !lx.d.google()) {
			break
		}
		end += size
	}
	if end < len(rest) {
		if lx.literalPrefix(rest[:end], rest[end]) {
			return lx.text(end, true)
		}
	}
	name := rest[:end]
	if lx.d.Fold != nil {
		name = lx.d.Fold(name)
	}
	lx.emit(LexWord, lx.pos+end, name)
	return nil
}

// literalPrefix reports whether word, directly before the character mark,
// belongs to a string literal. A backslash escapes in all of these.
func (lx *lexer) literalPrefix(word string, mark byte) bool {
	w := strings.ToLower(word)
	if lx.d.google() && (mark == '\'' || mark == '"') {
		// A raw literal keeps its backslashes, yet one before a quote still
		// stops the quote from ending the literal.
		return w == "r" || w == "b" || w == "rb" || w == "br"
	}
	return lx.d.EscapeStrings && mark == '\'' && w == "e"
}

func wordStart(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || (r >= 0x80 && r != utf8.RuneError && !unicode.IsSpace(r))
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// numberEnd gives the length of the number at the start of s. A dot before a
// name does not belong to it, so that the parts of project-1.dataset stay apart.
func numberEnd(s string) int {
	i := digits(s, 0)
	if i+1 < len(s) && s[i] == '.' && nameFollows(s[i+1:]) {
		return i
	}
	if i < len(s) && s[i] == '.' {
		i = digits(s, i+1)
	}
	return exponentEnd(s, i)
}

func digits(s string, i int) int {
	for i < len(s) && (digit(s[i]) || (s[i] == '_' && i > 0 && i+1 < len(s) && digit(s[i+1]))) {
		i++
	}
	return i
}

func exponentEnd(s string, i int) int {
	if i >= len(s) || (s[i] != 'e' && s[i] != 'E') {
		return i
	}
	j := i + 1
	if j < len(s) && (s[j] == '+' || s[j] == '-') {
		j++
	}
	if j < len(s) && digit(s[j]) {
		return digits(s, j)
	}
	return i
}

func nameFollows(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if !wordStart(r) {
		return false
	}
	return exponentEnd(s, 0) == 0
}
