package command

import (
	"context"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/strategies"
	"cutover/strategies/plan"
)

func (a *app) applyCommand() *cli.Command {
	flags := join([]cli.Flag{&cli.BoolFlag{Name: "sql", Usage: "show every statement", Category: "plan"}}, applyFlags())
	c := a.verb("apply", "FILE", "carry out a saved plan", flags, a.apply)
	c.Category = "plan"
	return c
}

func (a *app) apply(ctx context.Context, o options) error {
	p, err := a.readPlan(o.Arguments[0])
	if err != nil {
		return err
	}
	if o.Environment != "" && o.Environment != p.To {
		return &usageError{Message: fmt.Sprintf("--env says %s and the plan is for %s", o.Environment, p.To)}
	}
	o.Environment, o.From = p.To, p.From
	env, err := a.environmentsOf(o, changing)
	if err != nil {
		return err
	}
	a.changes = !o.DryRun
	r, err := a.reopen(ctx, o, p, env, openHow{ReadOnly: o.DryRun, AllowMissing: p.Strategy == strategies.Swap})
	if err != nil {
		return err
	}
	defer r.close()
	if err := sameWarehouse(p, r.session); err != nil {
		return err
	}
	o.Out = ""
	if err := a.present(p, o); err != nil {
		return err
	}
	if o.DryRun {
		return nil
	}
	if _, err := a.history(ctx, r.session); err != nil {
		return err
	}
	return a.carryOut(ctx, o, r.session, r.stop, p)
}

// sameWarehouse refuses a plan that was made for another place.
func sameWarehouse(p *plan.Plan, s *session) error {
	if p.Warehouse == s.Describe && p.State == s.State {
		return nil
	}
	return &refusal{
		Message: fmt.Sprintf("refused, nothing was changed: plan %s was made for another warehouse", p.Release),
		Details: []string{
			fmt.Sprintf("the plan says %s %s, ledger in %s", p.Warehouse.Kind, p.Warehouse.Where, p.State),
			fmt.Sprintf("environment %s is %s %s, ledger in %s", p.To, s.Describe.Kind, s.Describe.Where, s.State),
		},
		Hints: []string{"make the plan again for this environment"},
	}
}

// reopen opens the warehouse for a plan that exists. A plan with a phase that is
// still to be filled in also needs what the release is made of.
func (a *app) reopen(ctx context.Context, o options, p *plan.Plan, env *environments, how openHow) (*release, error) {
	r := &release{app: a, opts: o, strategy: p.Strategy, env: env, stop: func() {}}
	if deferred(p) && !how.TakesBack {
		o.Select, o.Exclude, o.Allow = p.Selection.Select, p.Selection.Exclude, p.Allow
		var err error
		if r, err = a.prepare(ctx, o, p.Strategy, env); err != nil {
			return nil, err
		}
		r.request.Allow = p.Allow
	}
	if err := r.connectTo(ctx, how); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func deferred(p *plan.Plan) bool {
	return slices.ContainsFunc(p.Phases, func(ph plan.Phase) bool { return ph.Deferred })
}

// builds reports whether dbt has to build in a plan.
func builds(p *plan.Plan) bool {
	return deferred(p) || slices.ContainsFunc(p.Steps(), func(s plan.Step) bool { return s.Action.DBT != nil })
}

// fromOf gives the environment that a plan was published from, or the one that
// promotes_from names when it is gone from cutover.yml.
func (a *app) fromOf(o options, env *environments, p *plan.Plan) (*config.Environment, error) {
	if p.From == "" || env.from != nil && env.from.Name == p.From {
		return env.from, nil
	}
	if !slices.Contains(env.file.EnvironmentNames(), p.From) {
		a.say("warning: environment %s, which release %s came from, is not in cutover.yml any more", p.From, ui.Sanitize(p.Release))
		return env.from, nil
	}
	return a.environment(env.file, o, p.From)
}
