package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/ui"
)

func (a *app) historyCommand() *cli.Command {
	c := a.verb("history", "", "the releases of an environment", nil, a.tellHistory)
	c.Category = "recover"
	return c
}

func (a *app) tellHistory(ctx context.Context, o options) error {
	s, err := a.openToRead(ctx, o)
	if err != nil {
		return err
	}
	defer a.closeSession(s)
	h, err := a.history(ctx, s)
	if err != nil {
		return err
	}
	if o.JSON {
		return ui.JSON(a.io.Out, ui.NewHistoryDocument(s.env.to.Name, h))
	}
	return ui.HistoryTable(a.io.Out, s.env.to.Name, h, a.io.TableWidth())
}
