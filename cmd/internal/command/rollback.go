package command

import (
	"context"

	"github.com/urfave/cli/v2"

	"cutover/strategies"
)

// rollbackCommand only has a subcommand: "cutover rollback" alone reads like
// taking a release back, which is undo.
func (a *app) rollbackCommand() *cli.Command {
	run := a.verb("run", "", "clone production to the candidate, let dbt rebuild and test the selection, publish it", releaseFlags(),
		func(ctx context.Context, o options) error { return a.publish(ctx, o, strategies.Rollback) })
	return &cli.Command{
		Name: "rollback", Category: "publish",
		Usage:       "publish incremental models: clone production, rebuild with dbt, publish back",
		Description: "The production rollback cycle keeps incremental models and snapshots going on from what\nproduction holds. To take a release back, use:  cutover undo",
		Flags:       run.Flags, Subcommands: []*cli.Command{run},
		Action: cli.ShowSubcommandHelp,
	}
}
