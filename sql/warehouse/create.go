package warehouse

import (
	"fmt"
	"strings"
)

// RenameCreate puts another name in the place of the object's name in a CREATE
// TABLE or CREATE VIEW statement, or of the table's name in a CREATE INDEX
// statement, whose own name stays. All else is kept byte for byte. The errors
// are *SyntaxError and a statement of another shape.
func (d Dialect) RenameCreate(sql string, to Ref) (string, error) {
	return d.renameCreate(sql, d.QuoteRef(to))
}

// createWords may stand between CREATE and the kind of object.
var createWords = strings.Fields("OR REPLACE TEMP TEMPORARY LOCAL GLOBAL UNIQUE TRANSIENT VOLATILE SECURE RECURSIVE SNAPSHOT EXTERNAL MATERIALIZED DYNAMIC ICEBERG HYBRID UNLOGGED")

func (d Dialect) renameCreate(sql, to string) (string, error) {
	lexemes, err := d.Lex(sql)
	if err != nil {
		return "", fmt.Errorf("read create statement: %w", err)
	}
	from, until, err := createdName(lexemes)
	if err != nil {
		return "", err
	}
	return sql[:from] + to + sql[until:], nil
}

// createdName finds the name that a CREATE statement makes (for an index: the
// table it is on), as byte offsets.
func createdName(lexemes []Lexeme) (from, until int, err error) {
	s := significant(lexemes)
	i := 0
	if len(s) == 0 || !s[0].Is("CREATE") {
		return 0, 0, fmt.Errorf("statement does not start with CREATE")
	}
	for i++; i < len(s) && isAny(s[i], createWords); i++ {
	}
	if i >= len(s) || !isAny(s[i], []string{"TABLE", "VIEW", "INDEX"}) {
		return 0, 0, fmt.Errorf("statement creates neither a table, a view nor an index")
	}
	index := s[i].Is("INDEX")
	i++
	if i+2 < len(s) && s[i].Is("IF") && s[i+1].Is("NOT") && s[i+2].Is("EXISTS") {
		i += 3
	}
	c, ok := chainAt(s, i)
	if !ok {
		return 0, 0, fmt.Errorf("statement names no object")
	}
	if !index {
		return c.start(), c.end(len(c.parts)), nil
	}
	if c.after >= len(s) || !s[c.after].Is("ON") {
		return 0, 0, fmt.Errorf("index statement names no table")
	}
	if c, ok = chainAt(s, c.after+1); !ok {
		return 0, 0, fmt.Errorf("index statement names no table")
	}
	return c.start(), c.end(len(c.parts)), nil
}

func isAny(l Lexeme, words []string) bool {
	for _, w := range words {
		if l.Is(w) {
			return true
		}
	}
	return false
}

// significant leaves out space and comments.
func significant(lexemes []Lexeme) []Lexeme {
	out := make([]Lexeme, 0, len(lexemes))
	for _, l := range lexemes {
		if !l.Blank() {
			out = append(out, l)
		}
	}
	return out
}

// chain is a dotted run of identifiers.
type chain struct {
	parts []Lexeme
	// after is the index of the first lexeme behind the chain.
	after int
}

func (c chain) start() int { return c.parts[0].Offset }

// end is the byte offset behind the first n parts.
func (c chain) end(n int) int {
	last := c.parts[n-1]
	return last.Offset + len(last.Text)
}

// chainAt reads the chain that starts at s[i].
func chainAt(s []Lexeme, i int) (chain, bool) {
	var c chain
	for i < len(s) && (s[i].Kind == LexWord || s[i].Kind == LexQuoted) {
		c.parts = append(c.parts, s[i])
		i++
		if i+1 < len(s) && s[i].IsOther(".") && (s[i+1].Kind == LexWord || s[i+1].Kind == LexQuoted) {
			i++
			continue
		}
		break
	}
	c.after = i
	return c, len(c.parts) > 0
}

// ParseRef reads a relation's name of three parts as it is written in SQL, each
// part quoted or folded, and gives the stored form. The second result is false
// when the text is anything else.
func (d Dialect) ParseRef(text string) (Ref, bool) {
	parts, ok := d.parseName(text)
	if !ok || len(parts) != 3 {
		return Ref{}, false
	}
	return Ref{Database: parts[0], Schema: parts[1], Name: parts[2]}, true
}

// ParseName reads one name as it is written in SQL or in a file of settings,
// quoted or not, and gives the stored form. A text that is no name as it stands
// (a dash, a space) is taken as the stored form itself.
func (d Dialect) ParseName(text string) string {
	parts, ok := d.parseName(text)
	if !ok || len(parts) != 1 {
		return text
	}
	return parts[0]
}

func (d Dialect) parseName(text string) ([]string, bool) {
	lexemes, err := d.Lex(text)
	if err != nil {
		return nil, false
	}
	s := significant(lexemes)
	c, ok := chain{}, false
	if d.PathQuoted {
		c, ok = pathAt(s, 0)
	}
	if !ok {
		c, ok = chainAt(s, 0)
	}
	if !ok || c.after != len(s) {
		return nil, false
	}
	var parts []string
	for _, l := range c.parts {
		parts = append(parts, d.parts(l)...)
	}
	return parts, true
}
