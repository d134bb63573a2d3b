package command

import (
	"context"

	"github.com/urfave/cli/v2"
)

func (a *app) holdCommand() *cli.Command {
	c := a.verb("hold", "", "refuse releases into an environment until it is let go",
		join([]cli.Flag{&cli.StringFlag{Name: "reason", Usage: "`TEXT` that everybody who is refused is told"}}, applyFlags()[1:]), a.hold)
	c.Category = "recover"
	return c
}

func (a *app) unholdCommand() *cli.Command {
	c := a.verb("unhold", "", "let an environment go that is held", applyFlags()[1:], a.unhold)
	c.Category = "recover"
	return c
}

func (a *app) hold(ctx context.Context, o options) error {
	return a.holding(ctx, o, func(s *session) error { return s.engine.Hold(ctx, o.Reason) })
}

func (a *app) unhold(ctx context.Context, o options) error {
	return a.holding(ctx, o, func(s *session) error { return s.engine.LetGo(ctx) })
}

func (a *app) holding(ctx context.Context, o options, change func(*session) error) error {
	env, err := a.environmentsOf(o, changing)
	if err != nil {
		return err
	}
	if err := a.confirm(ctx, o, env.to); err != nil {
		return err
	}
	s, err := a.open(ctx, env, openHow{AllowMissing: true})
	if err != nil {
		return err
	}
	defer a.closeSession(s)
	stop, err := a.engineWith(s, o, stepTimeout, nil)
	if err != nil {
		return err
	}
	defer stop()
	if err := change(s); err != nil {
		return err
	}
	h, err := a.history(ctx, s)
	if err != nil {
		return err
	}
	return a.tellStatus(s, h, nil, nil)
}
