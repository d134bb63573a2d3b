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
	c := a.verb("plan", "[STRATEGY]", "make the plan of a strategy ("+strings.Join(strategyNames(), ", ")+"; default: publish.strategy) and change nothing", flags, a.makePlan)
	c.Category = "plan"
	return c
}

func (a *app) makePlan(ctx context.Context, o options) error {
	strategy, err := a.plannedStrategy(o)
	if err != nil {
		return err
	}
	if !slices.Contains(strategyNames(), strategy) {
		e := &usageError{Message: fmt.Sprintf("%q is not a strategy: there is %s", strategy, strings.Join(strategyNames(), ", "))}
		if slices.Contains([]string{"mirror", "branch"}, strategy) {
			e.Message = fmt.Sprintf("strategy %s is not built yet in this version: there is %s", strategy, strings.Join(strategyNames(), ", "))
		}
		return e
	}
	o.DryRun = true
	return a.publish(ctx, o, strategy)
}

// plannedStrategy is the one that was named, else publish.strategy.
func (a *app) plannedStrategy(o options) (string, error) {
	if len(o.Arguments) > 0 {
		return o.Arguments[0], nil
	}
	env, err := a.environmentsOf(o, reading)
	if err != nil {
		return "", err
	}
	if s := env.to.Publish.Strategy; s != "" {
		return s, nil
	}
	return "", &usageError{Message: "no strategy is named, and publish.strategy is not set in cutover.yml: there is " + strings.Join(strategyNames(), ", ")}
}
