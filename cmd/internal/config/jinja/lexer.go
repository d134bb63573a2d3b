package jinja

import (
	"fmt"
	"strconv"
	"strings"
)

const space = " \t\n\v\f\r"

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenString
	tokenInt
	tokenFloat
	tokenOperator
)

type token struct {
	kind tokenKind
	text string // the name, the operator, or the decoded string
	i    int64
	f    float64
}

func (t token) String() string {
	if t.kind == tokenEnd {
		return "end of expression"
	}
	if t.kind == tokenString {
		return "a string" // its text may be a secret that someone pasted
	}
	return strconv.Quote(t.text)
}

// operators, longest first.
const operators = "** // == != >= <= + - ~ * / % ( ) [ ] { } , . | : = > < ;"

// lex reads the tokens of one expression up to its closing braces. It returns
// the text after them and whether they strip the white space that follows.
func lex(text string) (tokens []token, after string, trim bool, err error) {
	for {
		text = strings.TrimLeft(text, space)
		switch {
		case strings.HasPrefix(text, "-}}"):
			return append(tokens, token{}), text[3:], true, nil
		case strings.HasPrefix(text, "}}"):
			return append(tokens, token{}), text[2:], false, nil
		case text == "":
			return nil, "", false, fmt.Errorf("missing end of expression, }}")
		}
		t, size, err := lexOne(text)
		if err != nil {
			return nil, "", false, err
		}
		tokens = append(tokens, t)
		text = text[size:]
	}
}

func lexOne(text string) (token, int, error) {
	c := text[0]
	switch {
	case c == '\'' || c == '"':
		return lexString(text)
	case c >= '0' && c <= '9':
		return lexNumber(text)
	case isLetter(c):
		n := 1
		for n < len(text) && (isLetter(text[n]) || isDigit(text[n])) {
			n++
		}
		return token{kind: tokenName, text: text[:n]}, n, nil
	}
	for _, op := range strings.Fields(operators) {
		if strings.HasPrefix(text, op) {
			return token{kind: tokenOperator, text: op}, len(op), nil
		}
	}
	return token{}, 0, fmt.Errorf("unexpected character in expression")
}

func isLetter(c byte) bool { return c == '_' || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

func lexString(text string) (token, int, error) {
	quote := text[0]
	for n := 1; n < len(text); n++ {
		switch text[n] {
		case '\\':
			n++
		case quote:
			value, err := unescape(text[1:n])
			return token{kind: tokenString, text: value}, n + 1, err
		}
	}
	return token{}, 0, fmt.Errorf("missing end of string, %c", quote)
}

// simpleEscape decodes the one-letter escapes of Python strings.
func simpleEscape(c byte) (string, bool) {
	at := strings.IndexByte("\\'\"abfnrtv\n", c)
	if at < 0 {
		return "", false
	}
	return []string{"\\", "'", "\"", "\a", "\b", "\f", "\n", "\r", "\t", "\v", ""}[at], true
}

// unescape decodes a Python string literal's body; unknown escapes are kept.
func unescape(body string) (string, error) {
	var out strings.Builder
	for n := 0; n < len(body); n++ {
		if body[n] != '\\' || n+1 == len(body) {
			out.WriteByte(body[n])
			continue
		}
		n++
		c := body[n]
		if s, ok := simpleEscape(c); ok {
			out.WriteString(s)
			continue
		}
		size := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
		switch {
		case size > 0:
			if n+size >= len(body) {
				return "", fmt.Errorf("string has a broken \\%c escape", c)
			}
			code, err := strconv.ParseUint(body[n+1:n+1+size], 16, 32)
			if err != nil || code > 0x10FFFF {
				return "", fmt.Errorf("string has a broken \\%c escape", c)
			}
			out.WriteRune(rune(code))
			n += size
		case c >= '0' && c <= '7':
			end := n
			for end < len(body) && end < n+3 && body[end] >= '0' && body[end] <= '7' {
				end++
			}
			code, _ := strconv.ParseUint(body[n:end], 8, 32)
			out.WriteRune(rune(code))
			n = end - 1
		case c == 'N':
			return "", fmt.Errorf("string has a \\N escape, which is not supported")
		default:
			out.WriteByte('\\')
			out.WriteByte(c)
		}
	}
	return out.String(), nil
}

func lexNumber(text string) (token, int, error) {
	n := 0
	for n < len(text) && (isLetter(text[n]) || isDigit(text[n]) || text[n] == '.' && n+1 < len(text) && isDigit(text[n+1]) ||
		(text[n] == '+' || text[n] == '-') && text[n-1]|0x20 == 'e' && !strings.HasPrefix(text, "0x")) {
		n++
	}
	value, ok := pythonNumber(text[:n])
	switch v := value.(type) {
	case int64:
		return token{kind: tokenInt, text: text[:n], i: v}, n, nil
	case float64:
		return token{kind: tokenFloat, text: text[:n], f: v}, n, nil
	}
	if !ok {
		return token{}, 0, fmt.Errorf("%q is not a number", text[:n])
	}
	return token{}, 0, fmt.Errorf("the number %q is too large", text[:n])
}
