package ui

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sanitize makes text safe to show inside a line: everything that a terminal
// does not simply print (control characters, escape sequences, line ends,
// direction marks, invalid UTF-8) is written as a Go escape, such as \n or
// \u202e. A backslash that was there stays, so the text is for eyes, not for
// reading back.
func Sanitize(s string) string {
	if printable(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		i += size
	}
	return b.String()
}

func printable(s string) bool {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return false
			}
		}
		if !strconv.IsPrint(r) {
			return false
		}
	}
	return true
}

// block makes a text of several lines safe to show: its own line ends and tabs
// stay, and every line begins with indent, so that none can pass for a line of
// the page around it.
func block(s, indent string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		cells := strings.Split(line, "\t")
		for i := range cells {
			cells[i] = Sanitize(cells[i])
		}
		b.WriteString(strings.TrimRight(indent+strings.Join(cells, "\t"), " \t"))
		b.WriteByte('\n')
	}
	return b.String()
}

// oneLine folds all space into single blanks, for excerpts.
func oneLine(s string) string {
	return Sanitize(strings.Join(strings.Fields(s), " "))
}
