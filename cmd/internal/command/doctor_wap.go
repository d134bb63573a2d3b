package command

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/manifest"
	"cutover/strategies"
)

// separation proves from the manifests of both targets that what dbt builds for
// the candidate cannot land among what it builds for production. Where wap is the
// strategy, a proof that fails is a failure; elsewhere it is a warning, and only
// manifests that are there already are read.
func (c *checkup) separation(ctx context.Context, env *environments, s *session) {
	if env.from == nil || sameManifest(env) {
		return // told above
	}
	wap := env.to.Publish.Strategy == strategies.WAP
	q, builds, err := c.sides(ctx, env, wap)
	if err != nil {
		c.fail(checkTarget, err)
		return
	}
	if q.From.Manifest == nil || q.To.Manifest == nil {
		return
	}
	q.From.Database, q.From.DBTDatabase = s.Candidate.Database, s.Candidate.DBTDatabase
	q.To.Database, q.To.DBTDatabase = s.Production.Database, s.Production.DBTDatabase
	d := s.Warehouse.Capabilities().Dialect
	c.separated(env, strategies.Separate(d, q.From, q.To, builds), wap)
}

// The checks of the proof.
const (
	checkTarget   = "audit target"
	checkSchemas  = "audit schemas"
	checkUpstream = "audit upstream"
)

func sameManifest(env *environments) bool {
	return env.to.Manifest != "" && filepath.Clean(env.to.Manifest) == filepath.Clean(env.from.Manifest)
}

// sides reads both manifests; for wap also what dbt builds in the audit, from
// what wap itself would read. A side without a manifest has nil.
func (c *checkup) sides(ctx context.Context, env *environments, wap bool) (q strategies.Request, builds []string, err error) {
	if !wap {
		q.From.Manifest = c.manifestOf(env.from)
		if env.to.Manifest != "" {
			q.To.Manifest, _ = manifest.Open(env.to.Manifest) // an error is told by its own check
		}
		return q, nil, nil
	}
	o := c.opts
	if c.ownManifest(env.from) {
		o.Manifest = env.from.Manifest
	}
	r, err := c.app.prepare(ctx, o, strategies.WAP, env)
	if err != nil {
		return q, nil, err
	}
	return r.request, r.request.BuildScope, nil
}

// ownManifest reports whether an environment has a manifest that only builds for
// its target write. The one in dbt's default place is of the last command,
// whatever its target was.
func (c *checkup) ownManifest(env *config.Environment) bool {
	project, err := env.Project(c.app.Lookup)
	if err != nil || env.Manifest == "" || env.Manifest == project.ManifestPath() {
		return false
	}
	_, err = os.Stat(env.Manifest)
	return err == nil
}

// separated tells what came out.
func (c *checkup) separated(env *environments, s strategies.Separation, wap bool) {
	bad := func(check string, overlaps []strategies.Overlap, found string) {
		f := finding{Check: check, Verdict: verdictWarn, Found: found, Hint: apart(env, overlaps)}
		if wap {
			f.Verdict = verdictFail
		}
		c.found = append(c.found, f)
	}
	build := "dbt build --target " + env.from.Target
	switch {
	case len(s.Overwrites) > 0:
		bad(checkTarget, s.Overwrites, fmt.Sprintf("%s writes over %s: %s", build, env.to.Name, capped(s.Overwrites, overwritten)))
	case s.Builds == 0:
		c.warn(checkTarget, "", "not proved: the audit builds nothing")
	default:
		c.ok(checkTarget, "%s makes %s, none of them a relation of %s (hooks are not looked at)", build, counted(s.Builds, "relation"), env.to.Name)
	}
	if len(s.Mixes) > 0 {
		bad(checkSchemas, s.Mixes, fmt.Sprintf("%s builds where dbt builds for %s: %s", build, env.to.Name, capped(s.Mixes, mixed)))
	} else if len(s.Overwrites) == 0 && s.Builds > 0 {
		c.ok(checkSchemas, "none that both %s and %s are built into", env.from.Name, env.to.Name)
	}
	if !wap || len(s.Upstream)+s.Sources == 0 {
		return
	}
	var read []string
	if len(s.Upstream) > 0 {
		read = append(read, fmt.Sprintf("%s of %s itself (%s)", counted(len(s.Upstream), "node"), env.to.Name, capped(s.Upstream, shared)))
	}
	if s.Sources > 0 {
		read = append(read, counted(s.Sources, "source"))
	}
	c.ok(checkUpstream, "shared on purpose, because the audit does not build it: %s", strings.Join(read, ", "))
}

func overwritten(o strategies.Overlap) string {
	said := fmt.Sprintf("%s as %s", o.Node.UniqueID, o.Relation)
	if !slices.Equal(o.Production, []string{o.Node.UniqueID}) {
		said += fmt.Sprintf(" (there it is %s)", strings.Join(o.Production, ", "))
	}
	return said
}

func mixed(o strategies.Overlap) string {
	beside := o.Production[0]
	if n := len(o.Production); n > 1 {
		beside += fmt.Sprintf(" and %d more", n-1)
	}
	return fmt.Sprintf("%s as %s beside %s", o.Node.UniqueID, o.Relation, beside)
}

func shared(o strategies.Overlap) string { return o.Relation.Short() }

// capped lists overlaps, the first of them.
func capped(list []strategies.Overlap, say func(strategies.Overlap) string) string {
	const most = 8
	var out []string
	for _, o := range list[:min(most, len(list))] {
		out = append(out, say(o))
	}
	if more := len(list) - most; more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(out, ", ")
}

func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// apart says how the nodes get a place of their own, by what puts them where
// they are.
func apart(env *environments, overlaps []strategies.Overlap) string {
	var out []string
	for _, o := range overlaps {
		way := fmt.Sprintf("give output %s of profiles.yml another schema than %s has", env.from.Target, env.to.Target)
		switch n := o.Node; {
		case n.ConfigValue("target_schema").Text() != "":
			way = fmt.Sprintf("take target_schema off %s: it is the same on every target", n.UniqueID)
		case n.ConfigValue("schema").Text() != "":
			way = fmt.Sprintf("macros/generate_schema_name.sql has to give {{ target.schema }}_{{ custom_schema_name }} on target %s; where the project has none, this writes it: %s",
				env.from.Target, ui.CommandLine("cutover", "init", "--strategy", "wap"))
		}
		if !slices.Contains(out, way) {
			out = append(out, way)
		}
	}
	return strings.Join(out[:min(3, len(out))], "; ")
}
