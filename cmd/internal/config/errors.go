package config

import (
	"fmt"
	"strings"

	"cutover/cmd/internal/spelling"
)

// Error is one finding in a file that the user wrote.
type Error struct {
	// File is the path as shown to the user; empty when a flag is to blame.
	File string
	// Line is 1-based; 0 means the file as a whole.
	Line int
	// Message says what is wrong; it never contains a secret.
	Message string
}

// Error gives "file:line: message".
func (e *Error) Error() string {
	switch {
	case e.File == "":
		return e.Message
	case e.Line == 0:
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message)
}

// Errors are all findings of one reading, in the order of the files, so that
// the user can mend them at once. It is never empty.
type Errors []*Error

// Error gives one finding per line, the first 30 of them.
func (e Errors) Error() string {
	const most = 30
	lines := make([]string, 0, min(len(e), most)+1)
	for i, one := range e {
		if i == most {
			lines = append(lines, fmt.Sprintf("... and %d more", len(e)-most))
			break
		}
		lines = append(lines, one.Error())
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.As find an [Error].
func (e Errors) Unwrap() []error {
	out := make([]error, len(e))
	for i, one := range e {
		out[i] = one
	}
	return out
}

// findings collects errors while a file is read.
type findings struct{ list Errors }

func (f *findings) add(t *tree, format string, args ...any) {
	f.list = append(f.list, &Error{File: t.file, Line: t.line, Message: fmt.Sprintf(format, args...)})
}

func (f *findings) err() error {
	if len(f.list) == 0 {
		return nil
	}
	return f.list
}

// suggest gives ": did you mean "x"?" for the nearest known word, or a list of
// the known words when there are few, or nothing.
func suggest(word string, known []string) string {
	if best := nearest(word, known); best != "" {
		return best
	}
	if len(known) > 0 && len(known) <= 12 {
		return ": known are " + strings.Join(known, ", ")
	}
	return ""
}

// nearest is suggest without the list of what is known.
func nearest(word string, known []string) string {
	if best := spelling.Nearest(word, known); best != "" {
		return fmt.Sprintf(": did you mean %q?", best)
	}
	return ""
}
