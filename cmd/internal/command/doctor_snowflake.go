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

// snowflake says whether the account is ready for each strategy.
func (c *checkup) snowflake(ctx context.Context, env *environments, s *session, h engine.History) {
	found, err := connect.Examine(ctx, s.Warehouse, c.ask(env, s, h))
	c.report(found)
	if err != nil {
		c.fail("account", err)
	}
}

// report takes over what a look at the warehouse's readiness found.
func (c *checkup) report(found []connect.Finding) {
	for _, f := range found {
		c.found = append(c.found, finding{Check: f.Check, Verdict: verdictOf(f), Found: f.Found, Hint: f.Hint})
	}
}

func verdictOf(f connect.Finding) string {
	switch f.Level {
	case connect.Fine:
		return verdictOK
	case connect.Warning:
		return verdictWarn
	}
	return verdictFail
}

// ask gathers what is known of both sides without asking dbt.
func (c *checkup) ask(env *environments, s *session, h engine.History) connect.Account {
	d := s.Warehouse.Capabilities().Dialect
	q := connect.Account{
		Role: s.Describe.As, Production: s.Production.Database, Candidate: s.Candidate.Database, State: s.State,
		Uses: env.to.Publish.Strategy,
	}
	if conn, err := env.to.Connection(c.app.Lookup); err == nil && conn.Snowflake != nil {
		q.Warehouse = d.ParseName(conn.Snowflake.Warehouse)
	}
	if env.to.Publish.Mode == config.ModeTables && q.Uses != strategies.Swap {
		q.Uses = connect.ByTables
	}
	for _, r := range h.Releases {
		q.Releases = append(q.Releases, r.ID)
		q.Kept = append(q.Kept, strategies.Kept(r.Plan)...)
	}
	q.CandidateSchemas = schemasIn(d, c.manifestOf(env.from), s.Candidate.Database)
	if len(q.CandidateSchemas) == 0 && s.Candidate.Schema != "" {
		q.CandidateSchemas = []string{s.Candidate.Schema}
	}
	q.Schemas = c.productionSchemas(env, s, q.CandidateSchemas)
	return q
}

// productionSchemas are those that a release may publish into: what production's
// manifest says, or the mapping, or, between two databases, the candidate's.
func (c *checkup) productionSchemas(env *environments, s *session, candidate []string) []string {
	var out []string
	add := func(names ...string) {
		for _, name := range names {
			if name != "" && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	fold := s.Warehouse.Capabilities().Dialect.ParseName
	route := env.to.Publish.Route
	switch {
	case route.By != config.RouteEnvironment:
		for _, name := range route.Map {
			add(fold(name))
		}
		slices.Sort(out)
	case env.to.Manifest != "":
		if m, err := manifest.Open(env.to.Manifest); err == nil {
			add(schemasIn(s.Warehouse.Capabilities().Dialect, m, s.Production.Database)...)
		}
	}
	for _, name := range env.to.Publish.SchemaOrder {
		add(fold(name))
	}
	if len(out) == 0 && s.Candidate.Database != s.Production.Database {
		add(candidate...)
	}
	if len(out) == 0 {
		add(s.Production.Schema)
	}
	return out
}

// manifestOf reads a side's manifest; nil when there is none yet, which another
// check says.
func (c *checkup) manifestOf(env *config.Environment) *manifest.Manifest {
	if env == nil {
		return nil
	}
	paths, err := c.app.artifactPaths(c.opts, env)
	if err != nil {
		return nil
	}
	m, err := manifest.Open(paths.Manifest)
	if err != nil {
		return nil
	}
	return m
}

// schemasIn lists the schemas of a database that a manifest's nodes are in, as
// they are stored.
func schemasIn(d warehouse.Dialect, m *manifest.Manifest, database string) []string {
	if m == nil {
		return nil
	}
	var out []string
	for _, n := range m.Nodes {
		ref, ok := d.ParseRef(n.RelationName)
		if ok && ref.Database == database && !slices.Contains(out, ref.Schema) {
			out = append(out, ref.Schema)
		}
	}
	slices.Sort(out)
	return out
}
