package command

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/ui"
	"cutover/sql/warehouse"
	"cutover/strategies/engine"
)

func (a *app) statusCommand() *cli.Command {
	c := a.verb("status", "", "what an environment holds, who is at work in it, what is unfinished", nil, a.status)
	c.Category = "recover"
	return c
}

func (a *app) status(ctx context.Context, o options) error {
	s, err := a.openToRead(ctx, o)
	if err != nil {
		return err
	}
	defer a.closeSession(s)
	h, err := a.history(ctx, s)
	if err != nil {
		return err
	}
	held, err := s.engine.Lease(ctx)
	if err != nil {
		return err
	}
	if held != nil && !a.alive(held.Holder) {
		held = nil // the process is gone; the next run takes its lease over
	}
	var standing *engine.Standing
	if _, open := h.Unfinished(); open && held == nil { // a run that is at work knows better
		look, err := s.engine.Stand(ctx)
		if err != nil {
			return err
		}
		standing = &look
	}
	return a.tellStatus(s, h, held, standing)
}

func (a *app) tellStatus(s *session, h engine.History, held *engine.HeldError, standing *engine.Standing) error {
	status := ui.Status{Environment: s.env.to.Name, History: h, Lease: held, Standing: standing}
	if a.json {
		return ui.JSON(a.io.Out, status.Document())
	}
	return ui.StatusText(a.io.Out, status)
}

// openToRead opens the environment for looking only, with both sides when they
// are known.
func (a *app) openToRead(ctx context.Context, o options) (*session, error) {
	env, err := a.environmentsOf(o, reading)
	if err != nil {
		return nil, err
	}
	s, err := a.open(ctx, env, openHow{ReadOnly: true, AllowMissing: true})
	if err != nil {
		return nil, err
	}
	// A swap that was cut short leaves a gap and a ledger beside it. Neither of
	// them there is another thing: nobody knows what production holds.
	if len(s.Files) > 0 && missing(s.Files[:1]) && missing([]string{s.StatePath}) {
		a.closeSession(s)
		return nil, &openError{Err: &warehouse.Error{
			Code: warehouse.NotFound, Op: "open", Object: s.Files[0], Err: errors.New("there is no such database file"),
		}}
	}
	if _, err := a.engineWith(s, o, stepTimeout, nil); err != nil {
		a.closeSession(s)
		return nil, err
	}
	return s, nil
}

func (a *app) closeSession(s *session) {
	if err := s.Close(); err != nil {
		a.say("warning: %s", err)
	}
}

// missing reports whether none of the files is there; "" is no file.
func missing(files []string) bool {
	return !slices.ContainsFunc(files, func(path string) bool {
		_, err := os.Stat(path)
		return path != "" && err == nil
	})
}
