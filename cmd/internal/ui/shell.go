package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// CommandLine writes a command so that it can be pasted into a POSIX shell,
// whatever characters its arguments hold.
func CommandLine(args ...string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = quoteArg(a)
	}
	return strings.Join(quoted, " ")
}

// Hint writes a hint: what it is for and the command that does it.
func Hint(text string, command ...string) string {
	if text == "" {
		return CommandLine(command...)
	}
	return text + ":  " + CommandLine(command...)
}

// shellSafe are the characters that no shell gives a meaning to inside a word.
const shellSafe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%"

func quoteArg(a string) string {
	switch {
	case a != "" && strings.Trim(a, shellSafe) == "":
		return a
	case printable(a):
		return "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
	}
	// $'...' is the only form that carries control characters as plain text.
	var b strings.Builder
	b.WriteString("$'")
	for i := 0; i < len(a); {
		r, size := utf8.DecodeRuneInString(a[i:])
		switch {
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case printable(a[i : i+size]):
			b.WriteRune(r)
		default:
			for _, c := range []byte(a[i : i+size]) {
				fmt.Fprintf(&b, `\%03o`, c)
			}
		}
		i += size
	}
	return b.String() + "'"
}
