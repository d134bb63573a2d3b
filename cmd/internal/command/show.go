package command

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/ui"
	"cutover/strategies/plan"
)

func (a *app) showCommand() *cli.Command {
	flags := []cli.Flag{&cli.BoolFlag{Name: "sql", Usage: "show every statement", Category: "plan"}}
	c := a.verb("show", "FILE", "show a saved plan", flags, a.show)
	c.Category = "plan"
	return c
}

func (a *app) show(_ context.Context, o options) error {
	p, err := a.readPlan(o.Arguments[0])
	if err != nil {
		return err
	}
	if o.JSON {
		return ui.JSON(a.io.Out, ui.NewPlanDocument(p, o.Arguments[0]))
	}
	return a.showPlan(a.io.Out, p, o, o.Arguments[0])
}

// maxPlanBytes bounds what is read as a plan; a plan of ten thousand relations
// has some 50 MB.
const maxPlanBytes = 512 << 20

// readPlan reads a plan file; "-" is the standard input.
func (a *app) readPlan(path string) (*plan.Plan, error) {
	var data []byte
	var err error
	if path == "-" {
		data, err = io.ReadAll(io.LimitReader(a.Stdin, maxPlanBytes))
	} else {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	p, err := plan.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("read plan %s: %w", path, err)
	}
	return p, nil
}
