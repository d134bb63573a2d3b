package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrDeclined says that a person was asked and did not agree.
var ErrDeclined = errors.New("not confirmed, nothing was changed")

// UnconfirmedError says that nobody could be asked, or that --confirm names
// another environment. Nothing was changed.
type UnconfirmedError struct {
	Environment string
	Reason      string
	// Hint is the flag that confirms without a question.
	Hint string
}

func (e *UnconfirmedError) Error() string {
	return fmt.Sprintf("%s was not confirmed, nothing was changed: %s", e.Environment, e.Reason)
}

// Question is what has to be confirmed before an environment is changed.
type Question struct {
	Environment string
	// Protected environments need their name, typed or in ConfirmFlag; AssumeYes
	// does not open them.
	Protected bool
	// ConfirmFlag is the value of --confirm, AssumeYes that of --yes.
	ConfirmFlag string
	AssumeYes   bool
}

// Confirm returns nil when the change is confirmed by a flag or by the person
// at the terminal. An end of input is a no. Errors: ErrDeclined,
// *UnconfirmedError, the context's error while waiting for an answer, and what
// reading the terminal gives.
func Confirm(ctx context.Context, o IO, q Question) error {
	flag := "--confirm=" + quoteArg(q.Environment)
	switch {
	case q.ConfirmFlag == q.Environment && q.ConfirmFlag != "":
		return nil
	case q.ConfirmFlag != "":
		return &UnconfirmedError{
			Environment: q.Environment, Hint: flag,
			Reason: fmt.Sprintf("--confirm names %s", q.ConfirmFlag),
		}
	case q.AssumeYes && !q.Protected:
		return nil
	case !o.InTTY || !o.ErrTTY:
		return &UnconfirmedError{Environment: q.Environment, Hint: unprotectedFlag(q, flag), Reason: noTerminal(q)}
	}
	return ask(ctx, o, q)
}

func unprotectedFlag(q Question, confirm string) string {
	if q.Protected {
		return confirm
	}
	return "--yes"
}

func noTerminal(q Question) string {
	if q.Protected && q.AssumeYes {
		return "it is protected, --yes is not enough, and there is no terminal to ask at"
	}
	return "there is no terminal to ask at"
}

func ask(ctx context.Context, o IO, q Question) error {
	env := Sanitize(q.Environment)
	prompt := fmt.Sprintf("Change %s? [y/N] ", env)
	if q.Protected {
		prompt = fmt.Sprintf("%s is protected. Type its name to change it: ", env)
	}
	if err := writeText(o.Err, prompt); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	answer, ended, err := readAnswer(ctx, o.In)
	if ended || err != nil {
		// The person pressed no Enter, so the next line would go on behind the question.
		o.Talk("")
	}
	if err != nil {
		return err
	}
	if !ended && agrees(answer, q) {
		return nil
	}
	return ErrDeclined
}

func agrees(answer string, q Question) bool {
	answer = strings.TrimSpace(answer)
	if q.Protected {
		return answer != "" && answer == q.Environment
	}
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes")
}

type answerRead struct {
	line  string
	ended bool
	err   error
}

// readAnswer reads one line and not a byte more. A terminal cannot be told to
// stop reading, so after an interrupt the reading goroutine stays behind until
// the process ends.
func readAnswer(ctx context.Context, in io.Reader) (line string, ended bool, err error) {
	got := make(chan answerRead, 1)
	go func() { got <- readLine(in) }()
	select {
	case <-ctx.Done():
		return "", false, ctx.Err()
	case a := <-got:
		if a.err != nil {
			return "", false, fmt.Errorf("read the answer: %w", a.err)
		}
		return a.line, a.ended, nil
	}
}

// readLine is ended when there was no line end: a Ctrl-D behind half a word is
// not an answer.
func readLine(in io.Reader) answerRead {
	const longest = 1024
	var line []byte
	b := make([]byte, 1)
	for len(line) < longest {
		n, err := in.Read(b)
		switch {
		case n > 0 && b[0] == '\n':
			return answerRead{line: string(line)}
		case n > 0:
			line = append(line, b[0])
		}
		if errors.Is(err, io.EOF) {
			return answerRead{ended: true}
		}
		if err != nil {
			return answerRead{err: err}
		}
	}
	return answerRead{line: string(line)}
}
