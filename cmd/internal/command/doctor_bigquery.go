package command

import (
	"context"
	"slices"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/connect"
	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
)

// bigquery says whether the datasets are ready for a release.
func (c *checkup) bigquery(ctx context.Context, env *environments, s *session, h engine.History) {
	found, err := connect.ExamineProject(ctx, s.Warehouse, c.project(env, s, h))
	c.report(found)
	if err != nil {
		c.fail("project", err)
	}
}

// project gathers what is known of both sides without asking dbt.
func (c *checkup) project(env *environments, s *session, h engine.History) connect.Project {
	q := connect.Project{As: s.Describe.As, State: s.State, KeepFor: env.to.Publish.KeepFor}
	switch {
	case env.to.Publish.Strategy == strategies.WAP:
		q.Mode = connect.ByRebuild
	case env.to.Publish.Mode != "":
		q.Mode = connect.Mode(env.to.Publish.Mode)
	}
	for _, r := range h.Releases {
		q.Releases = append(q.Releases, r.ID)
		q.Kept = append(q.Kept, strategies.Kept(r.Plan)...)
	}
	d := s.Warehouse.Capabilities().Dialect
	candidate := c.manifestOf(env.from)
	schemas := schemasIn(d, candidate, s.Candidate.Database)
	if len(schemas) == 0 && s.Candidate.Schema != "" {
		schemas = []string{s.Candidate.Schema}
	}
	q.Candidate = datasets(s.Candidate.Database, schemas)
	q.Production = datasets(s.Production.Database, c.productionSchemas(env, s, schemas))
	q.Selected, q.Published = published(d, env, candidate)
	for _, ref := range q.Published {
		if at := ref.Container(); !slices.Contains(q.Production, at) {
			q.Production = append(q.Production, at)
		}
	}
	return q
}

func datasets(project string, names []string) []warehouse.Container {
	var out []warehouse.Container
	for _, name := range names {
		out = append(out, warehouse.Container{Database: project, Schema: name})
	}
	return out
}

// published counts what publish.select chooses, and says where production has it
// as far as production's manifest tells. A selection that fails is told when it is
// used.
func published(d warehouse.Dialect, env *environments, candidate *manifest.Manifest) (int, []warehouse.Ref) {
	if candidate == nil || len(env.to.Publish.Select) == 0 {
		return 0, nil
	}
	chosen, err := candidate.Select(manifest.SelectRequest{Select: env.to.Publish.Select, Exclude: env.to.Publish.Exclude})
	if err != nil {
		return 0, nil
	}
	var production *manifest.Manifest
	if env.to.Manifest != "" && env.to.Publish.Route.By == config.RouteEnvironment {
		production, _ = manifest.Open(env.to.Manifest) // an error is told by its own check
	}
	count := 0
	var refs []warehouse.Ref
	for _, id := range chosen.UniqueIDs {
		n := candidate.Nodes[id]
		if n == nil || n.RelationName == "" || n.ResourceType == manifest.ResourceTest || n.ResourceType == manifest.ResourceSource {
			continue
		}
		count++
		if production == nil {
			continue
		}
		if twin := production.Nodes[id]; twin != nil {
			if ref, ok := d.ParseRef(twin.RelationName); ok {
				refs = append(refs, ref)
			}
		}
	}
	return count, refs
}
