package ui_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"cutover/cmd/internal/ui"
)

func TestConfirmAtATerminal(t *testing.T) {
	t.Parallel()
	open := ui.Question{Environment: "staging"}
	protected := ui.Question{Environment: "prod", Protected: true}
	tests := []struct {
		name     string
		question ui.Question
		input    string
		want     error
		rest     string // what must not have been read
	}{
		{"yes", open, "y\nnext", nil, "next"},
		{"yes in full", open, " YES \r\n", nil, ""},
		{"enter is no", open, "\n", ui.ErrDeclined, ""},
		{"no", open, "n\n", ui.ErrDeclined, ""},
		{"its name is not yes", open, "staging\n", ui.ErrDeclined, ""},
		{"end of input", open, "", ui.ErrDeclined, ""},
		{"yes without enter", open, "y", ui.ErrDeclined, ""},
		{"its name", protected, "prod\n", nil, ""},
		{"y is not enough", protected, "y\n", ui.ErrDeclined, ""},
		{"another name", protected, "Prod\n", ui.ErrDeclined, ""},
		{"name without enter", protected, "prod", ui.ErrDeclined, ""},
		{"--yes still asks", ui.Question{Environment: "prod", Protected: true, AssumeYes: true}, "n\n", ui.ErrDeclined, ""},
		{"no name, enter", ui.Question{Protected: true}, "\n", ui.ErrDeclined, ""},
		{"no name, end of input", ui.Question{Protected: true}, "", ui.ErrDeclined, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := strings.NewReader(tt.input)
			var talk bytes.Buffer
			err := ui.Confirm(t.Context(), ui.IO{In: in, Err: &talk, InTTY: true, ErrTTY: true}, tt.question)
			if !errors.Is(err, tt.want) || (tt.want == nil) != (err == nil) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
			if !strings.Contains(talk.String(), tt.question.Environment) {
				t.Errorf("the question %q does not name the environment", talk.String())
			}
			if rest, _ := io.ReadAll(in); string(rest) != tt.rest {
				t.Errorf("left %q, want %q", rest, tt.rest)
			}
		})
	}
}

func TestConfirmByFlag(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		question ui.Question
		hint     string // empty: confirmed
	}{
		{"protected and named", ui.Question{Environment: "prod", Protected: true, ConfirmFlag: "prod"}, ""},
		{"protected, other name", ui.Question{Environment: "prod", Protected: true, ConfirmFlag: "staging"}, "--confirm=prod"},
		{"protected, --yes", ui.Question{Environment: "prod", Protected: true, AssumeYes: true}, "--confirm=prod"},
		{"protected, nothing", ui.Question{Environment: "prod", Protected: true}, "--confirm=prod"},
		{"strange name", ui.Question{Environment: "my prod", Protected: true}, "--confirm='my prod'"},
		{"open, --yes", ui.Question{Environment: "staging", AssumeYes: true}, ""},
		{"open, named", ui.Question{Environment: "staging", ConfirmFlag: "staging"}, ""},
		{"open, other name in spite of --yes", ui.Question{Environment: "staging", ConfirmFlag: "prod", AssumeYes: true}, "--confirm=staging"},
		{"open, nothing", ui.Question{Environment: "staging"}, "--yes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var talk bytes.Buffer
			// A terminal to type at whose question nobody would see is no terminal.
			err := ui.Confirm(t.Context(), ui.IO{In: strings.NewReader("y\nprod\n"), Err: &talk, InTTY: true}, tt.question)
			var unconfirmed *ui.UnconfirmedError
			switch {
			case tt.hint == "" && err != nil:
				t.Errorf("not confirmed: %v", err)
			case tt.hint != "" && !errors.As(err, &unconfirmed):
				t.Errorf("error %v, want an UnconfirmedError", err)
			case tt.hint != "" && unconfirmed.Hint != tt.hint:
				t.Errorf("hint %s, want %s", unconfirmed.Hint, tt.hint)
			}
			if talk.Len() > 0 {
				t.Errorf("asked %q without a terminal", talk.String())
			}
		})
	}
}

func TestConfirmEndsWithTheContext(t *testing.T) {
	t.Parallel()
	in, typing := io.Pipe()
	defer typing.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := ui.Confirm(ctx, ui.IO{In: in, Err: io.Discard, InTTY: true, ErrTTY: true}, ui.Question{Environment: "prod"})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestConfirmPassesReadErrorsOn(t *testing.T) {
	t.Parallel()
	in, typing := io.Pipe()
	broken := errors.New("broken")
	typing.CloseWithError(broken)
	err := ui.Confirm(t.Context(), ui.IO{In: in, Err: io.Discard, InTTY: true, ErrTTY: true}, ui.Question{Environment: "prod"})
	if !errors.Is(err, broken) || errors.Is(err, ui.ErrDeclined) {
		t.Errorf("error %v, want %v", err, broken)
	}
}
