package command

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

func (a *app) planCommand() *cli.Command {
	flags := append(join(selectionFlags(), inputFlags(), planFlags()),
		&cli.BoolFlag{Name: "detailed-exitcode", Usage: "exit 8 when there is something to publish", Category: "plan"})
	c := a.verb("plan", "STRATEGY", "make the plan of a strategy ("+strings.Join(strategyNames(), ", ")+") and change nothing", flags, a.makePlan)
	c.Category = "plan"
	return c
}

func (a *app) makePlan(ctx context.Context, o options) error {
	strategy := o.Arguments[0]
	if !slices.Contains(strategyNames(), strategy) {
		e := &usageError{Message: fmt.Sprintf("%q is not a strategy: there is %s", strategy, strings.Join(strategyNames(), ", "))}
		if slices.Contains([]string{"wap", "mirror", "branch"}, strategy) {
			e.Message = fmt.Sprintf("strategy %s is not built yet in this version: there is %s", strategy, strings.Join(strategyNames(), ", "))
		}
		return e
	}
	o.DryRun = true
	return a.publish(ctx, o, strategy)
}
