package command

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
)

// passcode gives the function that asks for a one-time code; nil when nobody is
// at a terminal.
func (a *app) passcode() func(context.Context) (string, error) {
	if !a.io.InTTY || !a.io.ErrTTY {
		return nil
	}
	return func(ctx context.Context) (string, error) {
		a.say("One-time code for Snowflake (empty for a push message):")
		type line struct {
			text string
			err  error
		}
		typed := make(chan line, 1)
		go func() {
			text, err := a.readHidden()
			typed <- line{text, err}
		}()
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case l := <-typed:
			return strings.TrimSpace(l.text), l.err
		}
	}
}

// readHidden reads one line without showing it where the terminal can do that.
func (a *app) readHidden() (string, error) {
	if f, ok := a.io.In.(*os.File); ok {
		data, err := term.ReadPassword(int(f.Fd()))
		if err != nil {
			return "", fmt.Errorf("read the one-time code: %w", err)
		}
		return string(data), nil
	}
	text, err := bufio.NewReader(a.io.In).ReadString('\n')
	if err != nil && text == "" {
		return "", fmt.Errorf("read the one-time code: %w", err)
	}
	return text, nil
}
