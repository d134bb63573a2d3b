package command

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/integrations/dbt"
	"cutover/manifest"
	"cutover/strategies"
	"cutover/strategies/plan"
)

func (a *app) wapCommand() *cli.Command {
	c := a.verb("wap", "", "let dbt build and test the candidate, then rebuild the selection in production", releaseFlags(),
		func(ctx context.Context, o options) error { return a.publish(ctx, o, strategies.WAP) })
	c.Category = "publish"
	c.Description = "Write, audit, publish: dbt builds what is selected and its ancestors for the candidate's target.\n" +
		"When that was a success, what production holds is kept for the undo, and dbt builds exactly the\n" +
		"selection again for production's target. Readers see one relation after another change."
	return c
}

// dbtBuilds reports whether dbt builds as a step of a strategy.
func dbtBuilds(strategy string) bool {
	return strategy == strategies.Rollback || strategy == strategies.WAP
}

// planRebuild says how dbt is to run in production; what it selects there is
// the planner's.
func (r *release) planRebuild() {
	r.request.Rebuild = plan.DBT{
		Target: r.env.to.Target, Environment: r.env.to.Name,
		FullRefresh: r.env.to.WAP.FullRefresh, Args: r.env.to.WAP.Args,
	}
}

// dbtPlace says whose project and profile a run of dbt gets, and where its
// artifacts go: those of a run in production into a folder of our own, because
// the audited ones are what later commands look for.
func (r *release) dbtPlace(run plan.DBT) (env *config.Environment, target string, err error) {
	if run.Environment == "" || run.Environment == r.env.from.Name {
		target, err = r.buildTarget()
		return r.env.from, target, err
	}
	if run.Environment != r.env.to.Name {
		return nil, "", fmt.Errorf("run dbt for %s: this release is from %s to %s", run.Environment, r.env.from.Name, r.env.to.Name)
	}
	project, err := r.env.to.Project(r.app.Lookup)
	if err != nil {
		return nil, "", err
	}
	return r.env.to, filepath.Join(project.TargetPath, ownTarget, r.env.to.Name), nil
}

// results reads what dbt says of a run in production: every node that was to be
// built has to be a success.
func (r *release) results(run plan.DBT) (plan.Evidence, error) {
	_, target, err := r.dbtPlace(run)
	if err != nil {
		return plan.Evidence{}, err
	}
	built, err := manifest.Open(filepath.Join(target, manifestName))
	if err != nil {
		return plan.Evidence{}, err
	}
	rr, err := manifest.OpenRunResults(filepath.Join(target, runResultsName))
	if err != nil {
		return plan.Evidence{}, err
	}
	if err := rebuilt(run.Nodes, rr); err != nil {
		return plan.Evidence{}, fmt.Errorf("dbt %s --target %s: %w", run.Command, run.Target, err)
	}
	return strategies.EvidenceOf(built, strategies.Artifacts{Results: rr, GitSHA: gitSHA(r.env.to.DBT.ProjectDir)}), nil
}

// rebuilt wants a success for each node.
func rebuilt(nodes []string, rr *manifest.RunResults) error {
	said := map[string]manifest.Status{}
	for _, one := range rr.Results {
		said[one.UniqueID] = one.Status
	}
	for _, id := range nodes {
		switch status, ok := said[id]; {
		case !ok:
			return fmt.Errorf("its results do not name %s", id)
		case status != manifest.StatusSuccess:
			return fmt.Errorf("its results say %q of %s", status, id)
		}
	}
	return nil
}

// rebuildError is a dbt that failed in production. It is no audit that failed:
// what it means for production is for a look to say.
type rebuildError struct{ text string }

func (e *rebuildError) Error() string { return e.text }

// inProduction keeps the failure of a run in production from being taken for
// dbt's verdict on the candidate.
func inProduction(run plan.DBT, err error) error {
	var exit *dbt.ExitError
	if run.Environment == "" || !errors.As(err, &exit) {
		return err
	}
	return &rebuildError{text: exit.Error()}
}
