package command

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"cutover/cmd/internal/config"
	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// release is one release on its way from flags to a plan: what dbt built, what
// is selected, the open warehouse, and the request that strategies plans from.
type release struct {
	app      *app
	opts     options
	strategy string
	env      *environments
	// paths are where the candidate's artifacts are; for a rollback where dbt
	// will leave them.
	paths   artifactPaths
	session *session
	stop    func() // ends the progress display
	request strategies.Request
}

// prepare reads everything that is needed before the warehouse is opened:
// manifests, selection, dbt's verdict.
func (a *app) prepare(ctx context.Context, o options, strategy string, env *environments) (*release, error) {
	if err := env.needFrom(); err != nil {
		return nil, err
	}
	r := &release{app: a, opts: o, strategy: strategy, env: env, stop: func() {}}
	var err error
	if r.paths, err = a.artifactPaths(o, env.from); err != nil {
		return nil, err
	}
	candidate, err := r.candidate(ctx)
	if err != nil {
		return nil, err
	}
	var production *manifest.Manifest
	if strategy == strategies.WAP || strategy != strategies.Swap && env.to.Publish.Route.By == config.RouteEnvironment {
		if production, err = a.productionManifest(ctx, o, env.to); err != nil {
			return nil, err
		}
	}
	limits := env.to.Guards
	r.request = strategies.Request{
		Tool: a.Version, Strategy: strategy,
		From:    strategies.Side{Environment: env.from.Name, Target: env.from.Target},
		To:      strategies.Side{Environment: env.to.Name, Target: env.to.Target, Manifest: production},
		Mapping: strategies.Mapping{By: env.to.Publish.Route.By, Map: env.to.Publish.Route.Map},
		Limits: strategies.Limits{
			MinRows: limits.Rows.Min, MaxDropPercent: float64(limits.Rows.MaxDrop),
			BlockDropped: limits.Columns.Dropped == config.Block, BlockRetyped: limits.Columns.Retyped == config.Block,
			BlockAdded: limits.Columns.Added == config.Block, BlockWarn: limits.Tests.Warn == config.Block,
			BlockUntested: limits.Tests.Untested == config.Block, MaxAge: limits.Tests.MaxAge,
			RowsTolerance: float64(env.to.WAP.RowsTolerance),
		},
		Allow:        slices.Concat(env.to.Allow, o.Allow),
		KeepReleases: env.to.Publish.KeepReleases, Reseed: env.to.Publish.Reseed,
		SchemaOrder: env.to.Publish.SchemaOrder,
	}
	r.request.CloneSchemas = env.to.Rollback.Clone == config.CloneSchemas
	r.request.Mode = publishMode(env.to.Publish.Mode)
	r.request.KeepFor, r.request.Preserve = env.to.Publish.KeepFor, env.to.Publish.Preserve
	if err := r.take(candidate); err != nil {
		return nil, err
	}
	return r, nil
}

// publishMode is the planner's word for publish.mode; "" where the mode is what
// the warehouse does by itself.
func publishMode(mode string) string {
	switch mode {
	case config.ModeTables:
		return strategies.ModeTables
	case config.ModeClone:
		return strategies.ModeClone
	case config.ModeTransaction:
		return strategies.ModeTransaction
	case config.ModeViews:
		return strategies.ModeViews
	}
	return ""
}

// candidate reads the candidate's manifest. For a rollback dbt has not built
// yet, so dbt says what it would build.
func (r *release) candidate(ctx context.Context) (*manifest.Manifest, error) {
	if dbtBuilds(r.strategy) && r.opts.Manifest == "" {
		return r.app.parse(ctx, r.opts, r.env.from)
	}
	return manifest.Open(r.paths.Manifest)
}

// take puts a candidate manifest with its selection and dbt's verdict into the
// request; for a rollback also what is to be built.
func (r *release) take(candidate *manifest.Manifest) error {
	r.request.From.Manifest = candidate
	o, err := r.selection()
	if err != nil {
		return err
	}
	chosen, err := r.app.choose(candidate, o)
	if err != nil {
		return err
	}
	r.request.Select, r.request.Exclude, r.request.Selected = chosen.Select, chosen.Exclude, chosen.IDs
	r.request.Mapping.Tags = chosen.Tags
	if r.request.Artifacts, err = r.app.readArtifacts(r.paths, r.env.from.DBT.ProjectDir); err != nil {
		return err
	}
	if dbtBuilds(r.strategy) {
		return r.planBuild(candidate, o, chosen)
	}
	return nil
}

// selection is what the flags say, else what cutover.yml says.
func (r *release) selection() (options, error) {
	o := r.opts
	if r.strategy == strategies.Swap {
		if len(o.Select)+len(o.Exclude) > 0 || o.Selector != "" {
			return o, &usageError{
				Message: "a swap moves the whole container: it takes no selection",
				Hints:   []string{"publish a part with:  cutover wac"},
			}
		}
		return o, nil
	}
	if len(o.Select) == 0 && o.Selector == "" {
		o.Select = r.env.to.Publish.Select
	}
	if len(o.Exclude) == 0 && o.Selector == "" {
		o.Exclude = r.env.to.Publish.Exclude
	}
	if len(o.Select) == 0 && o.Selector == "" {
		return o, &usageError{
			Message: "nothing is selected",
			Hints:   []string{`give --select (for example -s "tag:mart"), or set publish.select in cutover.yml`},
		}
	}
	return o, nil
}

// connectTo opens the warehouse, looks at the ledger, and puts what they say
// into the request.
func (r *release) connectTo(ctx context.Context, how openHow) error {
	s, err := r.app.open(ctx, r.env, how)
	if err != nil {
		return err
	}
	r.session = s
	timeout := stepTimeout
	if dbtBuilds(r.strategy) {
		timeout = buildTimeout
	}
	if r.stop, err = r.app.engineWith(s, r.opts, timeout, r); err != nil {
		return err
	}
	q := &r.request
	q.From.Database, q.From.DBTDatabase = s.Candidate.Database, s.Candidate.DBTDatabase
	q.To.Database, q.To.DBTDatabase = s.Production.Database, s.Production.DBTDatabase
	q.State, q.Warehouse = s.State, s.Describe
	q.Capabilities, q.Render = s.Warehouse.Capabilities(), s.Warehouse.Render
	if r.strategy == strategies.Swap && r.swapsSchemas() {
		q.From.Schema, q.To.Schema = s.Candidate.Schema, s.Production.Schema
	}
	return nil
}

// swapsSchemas reports whether a swap exchanges two schemas and not the
// databases that they are in: because they share one, or because cutover.yml
// says so.
func (r *release) swapsSchemas() bool {
	same := r.session.Candidate.Database == r.session.Production.Database
	return r.session.Warehouse.Capabilities().SchemaSwap && (same || r.env.to.Publish.Mode == config.ModeSchema)
}

// close gives everything back; it is safe on a release that was never opened.
func (r *release) close() {
	r.stop()
	if r.session == nil {
		return
	}
	defer func() { r.session = nil }()
	if err := r.session.Close(); err != nil {
		r.app.say("warning: %s", err)
	}
}

// build makes the plan from a fresh look. An environment with an unfinished
// release, or with another run in it, gets no plan.
func (r *release) build(ctx context.Context) (*plan.Plan, error) {
	h, err := r.app.history(ctx, r.session)
	if err != nil {
		return nil, err
	}
	if err := r.app.alone(ctx, r.session); err != nil {
		return nil, err
	}
	if open, ok := h.Unfinished(); ok {
		return nil, &engine.UnfinishedError{Environment: r.env.to.Name, Release: open.ID}
	}
	if h.Hold != nil {
		return nil, &engine.HoldError{Environment: r.env.to.Name, Hold: *h.Hold}
	}
	q := &r.request
	q.Leftover = leftover(h)
	q.Parent, q.Reseeded = h.Head, reseeded(h)
	q.Expired = expired(h, q.KeepReleases)
	q.Now = r.app.Clock().UTC()
	if q.Release, err = newRelease(h); err != nil {
		return nil, err
	}
	scope, err := strategies.Resolve(*q)
	if err != nil {
		return nil, err
	}
	inv, err := r.session.Warehouse.Inspect(ctx, scope.Look())
	if err != nil {
		return nil, fmt.Errorf("look at the warehouse: %w", err)
	}
	return strategies.Build(*q, scope, inv)
}

// alone fails with *engine.HeldError while another run is at work in the
// environment: what it left unfinished is not for us to judge.
func (a *app) alone(ctx context.Context, s *session) error {
	held, err := s.engine.Lease(ctx)
	if err != nil {
		return err
	}
	if held != nil && a.alive(held.Holder) {
		return held
	}
	return nil
}

// expired lists what releases beyond the promised number keep, without what a
// later one keeps under the same name: an undo by a swap puts what it takes back
// where the release's own copy was.
func expired(h engine.History, keep int) []warehouse.Container {
	old := h.Expired(keep)
	var out []warehouse.Container
	for _, r := range old {
		out = append(out, strategies.Kept(r.Plan)...)
	}
	for _, r := range h.Releases {
		if slices.ContainsFunc(old, func(o engine.Release) bool { return o.ID == r.ID }) {
			continue
		}
		later := strategies.Kept(r.Plan)
		out = slices.DeleteFunc(out, func(c warehouse.Container) bool { return slices.Contains(later, c) })
	}
	return out
}

// leftover lists what releases that ended without a publish left behind.
func leftover(h engine.History) []strategies.Leftover {
	var out []strategies.Leftover
	for _, r := range h.Releases {
		if r.State == engine.StateClosed {
			out = append(out, strategies.Leftovers(r.Plan)...)
		}
	}
	return out
}

// kept lists every container that the ledger knows as kept.
func kept(h engine.History) []warehouse.Container {
	var out []warehouse.Container
	for _, r := range h.Releases {
		for _, c := range strategies.Kept(r.Plan) {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out
}

// newRelease makes an id that the ledger does not know: it names kept copies,
// so it is short.
func newRelease(h engine.History) (string, error) {
	for {
		var id [3]byte
		if _, err := rand.Read(id[:]); err != nil {
			return "", fmt.Errorf("make a release id: %w", err)
		}
		name := hex.EncodeToString(id[:])
		if _, known := h.Release(name); !known {
			return name, nil
		}
	}
}

// reseeded finds the proof that staging was made from production after the last
// swap; nil when the last release was none, or kept staging as it was.
func reseeded(h engine.History) *strategies.Reseed {
	last, ok := h.Release(h.Head)
	if !ok || last.Plan.Strategy != strategies.Swap || last.State != engine.StatePublished {
		return nil
	}
	staging, ok := strategies.Reseeded(last.Plan)
	if !ok {
		return nil
	}
	proof := &strategies.Reseed{Production: last.AfterStep(strategies.SwapStep)}
	for _, x := range last.AfterStep(strategies.RestageStep) {
		if x.Container != nil && *x.Container == staging {
			proof.Candidate = x.Identity
		}
	}
	return proof
}

// now is the warehouse-independent clock for people.
func (a *app) now() time.Time { return a.Clock().UTC() }
