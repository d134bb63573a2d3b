package command

import (
	"context"
	"errors"
	"time"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/connect"
	"cutover/cmd/internal/ui"
	"cutover/sql/warehouse"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// How long one step may take, and so how long a lease lives when its holder
// dies on another host. A dbt build is one step.
const (
	stepTimeout  = 30 * time.Minute
	buildTimeout = 6 * time.Hour
)

// session is the open warehouse of a run with the engine of its environment.
type session struct {
	*connect.Session
	engine *engine.Engine
	env    *environments
}

// openHow says how a session is opened.
type openHow struct {
	ReadOnly, AllowMissing bool
	// TakesBack: what the release was to be made of does not matter any more, so
	// that a project that dbt cannot read any more does not stand in the way.
	TakesBack bool
}

// connections renders the connections of both sides.
func (a *app) connections(env *environments) (connect.Request, error) {
	var req connect.Request
	for _, side := range []struct {
		env  *config.Environment
		into **config.Connection
	}{{env.to, &req.Production}, {env.from, &req.Candidate}, {env.partner, &req.Partner}} {
		if side.env == nil {
			continue
		}
		c, err := side.env.Connection(a.Lookup)
		if err != nil {
			return req, err
		}
		*side.into = c
	}
	req.State = env.to.State
	req.OnStatement = a.onStatement
	req.MaxParallel, req.HashContent = env.to.Publish.Concurrency, env.to.Guards.Content == config.ContentHash
	req.Lookup, req.AskPasscode = a.Lookup, a.passcode()
	return req, nil
}

// open opens the warehouse of an environment.
func (a *app) open(ctx context.Context, env *environments, how openHow) (*session, error) {
	req, err := a.connections(env)
	if err != nil {
		return nil, err
	}
	for _, w := range req.Production.Warnings {
		a.say("warning: %s", w)
	}
	req.ReadOnly, req.AllowMissing = how.ReadOnly, how.AllowMissing
	opened, err := connect.Open(ctx, req)
	if err != nil {
		return nil, &openError{Err: err}
	}
	return &session{Session: opened, env: env}, nil
}

// engineWith makes the engine. Deps of a release that builds come from the
// release; reading commands have none.
func (a *app) engineWith(s *session, o options, timeout time.Duration, r *release) (func(), error) {
	holder, err := a.holder()
	if err != nil {
		return nil, err
	}
	deps := engine.Deps{
		Warehouse: s.Warehouse, Environment: s.env.to.Name, State: s.State, Actor: a.actor(), Holder: holder,
		Clock: a.Clock, Alive: a.alive, Hook: a.Hooks.Ledger, StepTimeout: timeout,
		Concurrency: s.env.to.Publish.Concurrency,
		RunDBT: func(context.Context, plan.DBT) error {
			return errors.New("this command runs no dbt")
		},
		Complete: func(context.Context, *plan.Plan, int) (*plan.Plan, error) {
			return nil, errors.New("this command completes no plan")
		},
	}
	if r != nil {
		deps.RunDBT, deps.Complete, deps.Results = r.runDBT, r.complete, r.results
	}
	events, stop := a.events(o)
	deps.Events = events
	s.engine = engine.New(deps)
	return stop, nil
}

// history reads the ledger and remembers what production holds.
func (a *app) history(ctx context.Context, s *session) (engine.History, error) {
	h, err := s.engine.History(ctx)
	if err != nil {
		return h, err
	}
	a.held = ui.Held{Known: true, Release: h.Holds}
	if open, ok := h.Unfinished(); ok {
		a.held.Open = open.ID
	}
	return h, nil
}

// container gives the database of a place.
func container(p connect.Place) warehouse.Container { return warehouse.Container{Database: p.Database} }
