package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"cutover/strategies"
)

func (a *app) swapCommand() *cli.Command {
	c := a.verb("swap", "", "exchange the whole candidate with production (blue/green)", join(inputFlags(), planFlags(), applyFlags()),
		func(ctx context.Context, o options) error { return a.publish(ctx, o, strategies.Swap) })
	c.Category = "publish"
	return c
}
