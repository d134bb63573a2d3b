package command

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"cutover/integrations/dbt"
	"cutover/manifest"
	"cutover/strategies"
	"cutover/strategies/plan"
)

// planBuild says what dbt builds in the middle of a rollback or a wap: what is
// published and everything that it is made from, unless cutover.yml says more.
func (r *release) planBuild(candidate *manifest.Manifest, o options, chosen selected) error {
	rollback := r.env.to.Rollback
	if r.strategy == strategies.WAP {
		rollback = r.env.to.WAP.Rollback
		r.planRebuild()
	}
	selection := options{Select: rollback.BuildSelect, Indirect: o.Indirect}
	if len(selection.Select) == 0 {
		selection.Select = buildSelection(candidate, o, chosen)
		selection.Exclude = r.safeExclude(candidate, o, chosen)
	}
	scope, err := candidate.Select(manifest.SelectRequest{Select: selection.Select, Exclude: selection.Exclude, Indirect: selection.Indirect})
	if err != nil {
		return err
	}
	args := slices.Clone(rollback.Args)
	if o.Indirect != "" {
		args = append(args, "--indirect-selection", o.Indirect)
	}
	r.request.Build = plan.DBT{
		Command: string(dbt.Build), Target: r.env.from.Target, Select: selection.Select, Exclude: selection.Exclude,
		FullRefresh: rollback.FullRefresh, Args: args,
	}
	r.request.BuildScope = scope.UniqueIDs
	target, err := r.buildTarget()
	if err != nil {
		return err
	}
	r.request.ManifestPath = filepath.Join(target, manifestName)
	r.request.RunResultsPath = filepath.Join(target, runResultsName)
	return nil
}

// buildSelection asks dbt for the ancestors of what is published. A selector
// has no plus sign, so its nodes are named one by one.
func buildSelection(candidate *manifest.Manifest, o options, chosen selected) []string {
	if o.Selector == "" {
		return withAncestors(o.Select)
	}
	var out []string
	for _, id := range chosen.IDs {
		n := candidate.Node(id)
		if ok, _ := strategies.Publishable(n); ok {
			out = append(out, "+fqn:"+strings.Join(n.FQN, "."))
		}
	}
	return out
}

// safeExclude passes --exclude on to the build only when nothing that is
// published needs what it leaves out.
func (r *release) safeExclude(candidate *manifest.Manifest, o options, chosen selected) []string {
	if o.Selector != "" || len(o.Exclude) == 0 {
		return nil
	}
	excluded, err := candidate.Select(manifest.SelectRequest{Select: o.Exclude})
	if err != nil {
		return nil // choose has told the error already
	}
	needed := candidate.Ancestors(chosen.IDs, manifest.Unlimited)
	if slices.ContainsFunc(excluded.UniqueIDs, func(id string) bool { return slices.Contains(needed, id) }) {
		return nil
	}
	return o.Exclude
}

// buildTarget is the folder that dbt writes the build's artifacts to: where the
// candidate's manifest is expected, so that later commands find it there.
func (r *release) buildTarget() (string, error) {
	if m := r.env.from.Manifest; m != "" && filepath.Base(m) == manifestName {
		return filepath.Dir(m), nil
	}
	project, err := r.env.from.Project(r.app.Lookup)
	if err != nil {
		return "", err
	}
	return project.TargetPath, nil
}

// runDBT runs the build step; its output goes to stderr as it comes.
func (r *release) runDBT(ctx context.Context, build plan.DBT) error {
	env, target, err := r.dbtPlace(build)
	if err != nil {
		return err
	}
	runner, _, err := r.app.runner(env)
	if err != nil {
		return err
	}
	vars, err := dbtVars(env)
	if err != nil {
		return err
	}
	runner.Stdout, runner.Stderr = r.app.io.Err, r.app.io.Err
	result, err := runner.Run(ctx, dbt.Invocation{
		Command: dbt.Command(build.Command), Target: build.Target, Select: build.Select, Exclude: build.Exclude,
		FullRefresh: build.FullRefresh, TargetPath: target, Vars: vars, ExtraArgs: build.Args,
	})
	if err != nil {
		return inProduction(build, err)
	}
	if !result.RunResults.Rewritten {
		return fmt.Errorf("dbt %s ended well and wrote no %s", build.Command, result.RunResults.Path)
	}
	return nil
}

// complete fills in the phase after the build: new artifacts, a fresh look, and
// every guard again.
func (r *release) complete(ctx context.Context, p *plan.Plan, phase int) (*plan.Plan, error) {
	if r.request.ManifestPath == "" {
		return nil, fmt.Errorf("complete phase %d of release %s: its strategy %s builds nothing", phase+1, p.Release, p.Strategy)
	}
	candidate, err := manifest.Open(r.request.ManifestPath)
	if err != nil {
		return nil, err
	}
	r.paths = artifactPaths{Manifest: r.request.ManifestPath, RunResults: []string{r.request.RunResultsPath}}
	if err := r.take(candidate); err != nil {
		return nil, err
	}
	q := &r.request
	q.Release, q.Parent, q.Now = p.Release, p.Parent, r.app.Clock().UTC()
	scope, err := strategies.Resolve(*q)
	if err != nil {
		return nil, err
	}
	inv, err := r.session.Warehouse.Inspect(ctx, scope.Look())
	if err != nil {
		return nil, fmt.Errorf("look at the warehouse after the build: %w", err)
	}
	return strategies.Complete(*q, scope, p, phase, inv)
}
