package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"cutover/strategies"
)

// releaseFlags are the flags of a command that publishes a selection.
func releaseFlags() []cli.Flag {
	return join(selectionFlags(), inputFlags(), planFlags(), applyFlags())
}

func (a *app) wacCommand() *cli.Command {
	c := a.verb("wac", "", "publish selected relations: what dbt built and tested takes production's place", releaseFlags(),
		func(ctx context.Context, o options) error { return a.publish(ctx, o, strategies.WAC) })
	c.Category = "publish"
	return c
}
