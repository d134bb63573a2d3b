package ui

import (
	"time"

	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// PlanDocument is the JSON of a plan that was made or shown.
type PlanDocument struct {
	// Plan is the plan as in a plan file, complete.
	Plan *plan.Plan `json:"plan"`
	// Refused says that it cannot be applied; the reasons are in plan.guards.
	Refused bool `json:"refused"`
	// File is where it was saved; empty when it was not.
	File string `json:"file"`
}

// NewPlanDocument wraps a plan.
func NewPlanDocument(p *plan.Plan, file string) PlanDocument {
	return PlanDocument{Plan: p, Refused: len(p.Refusals()) > 0, File: file}
}

// ResultDocument is the JSON of a run that ended well.
type ResultDocument struct {
	Result ResultBody `json:"result"`
}

// ResultBody says what production holds now. Times are RFC 3339 in UTC.
type ResultBody struct {
	Environment string `json:"environment"`
	Release     string `json:"release"`
	Strategy    string `json:"strategy"`
	// Holds is empty when production is back to before its first release.
	Holds string `json:"holds"`
	// Changed is false when an unfinished release was given up.
	Changed   bool      `json:"changed"`
	Relations int       `json:"relations"`
	OneMoment bool      `json:"one_moment"`
	Started   time.Time `json:"started,omitzero"`
	Finished  time.Time `json:"finished,omitzero"`
	Seconds   float64   `json:"seconds"`
	// Undo is the command that takes it back; empty when there is none.
	Undo string `json:"undo"`
}

// NewResultDocument wraps a result, whose plan must be set.
func NewResultDocument(r engine.Result) ResultDocument {
	body := ResultBody{
		Environment: r.Plan.To, Release: r.Release, Strategy: r.Plan.Strategy, Holds: r.Holds,
		Changed: !r.Finished.IsZero(), Relations: len(r.Plan.Relations), OneMoment: r.Plan.Atomicity.OneMoment,
		Started: r.Started.UTC(), Finished: r.Finished.UTC(),
	}
	if body.Changed {
		body.Seconds = r.Finished.Sub(r.Started).Seconds()
		if r.Plan.UndoBy.Possible && r.Plan.Undoes == "" {
			body.Undo = CommandLine("cutover", "undo", r.Release, "--env", r.Plan.To)
		}
	}
	return ResultDocument{Result: body}
}

// ErrorDocument is the JSON of a failure. It goes to stdout like every result,
// so that a program reads one place.
type ErrorDocument struct {
	Error ErrorBody `json:"error"`
}

// ErrorBody is a failure; the lists are empty, never null.
type ErrorBody struct {
	Code    string        `json:"code"`
	Message string        `json:"message"`
	Detail  []string      `json:"detail"`
	Hints   []string      `json:"hints"`
	Exit    int           `json:"exit"`
	Answers []plan.Answer `json:"answers"`
}

// Document is the failure as JSON.
func (f Failure) Document() ErrorDocument {
	return ErrorDocument{Error: ErrorBody{
		Code: f.Code, Message: f.Summary, Exit: f.Exit,
		Detail: listed(f.Detail), Hints: listed(f.Hints), Answers: listed(f.Answers),
	}}
}

// listed makes a nil list empty.
func listed[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

// HistoryDocument is the JSON of the history, oldest release first.
type HistoryDocument struct {
	Environment string        `json:"environment"`
	Holds       string        `json:"holds"`
	Head        string        `json:"head"`
	Releases    []ReleaseBody `json:"releases"`
}

// ReleaseBody is one release of the history.
type ReleaseBody struct {
	Release      string       `json:"release"`
	State        engine.State `json:"state"`
	Strategy     string       `json:"strategy"`
	Relations    int          `json:"relations"`
	Actor        string       `json:"actor"`
	Began        time.Time    `json:"began,omitzero"`
	Ended        time.Time    `json:"ended,omitzero"`
	InvocationID string       `json:"invocation_id"`
	GitSHA       string       `json:"git_sha"`
	Undoes       string       `json:"undoes"`
	UndoneBy     string       `json:"undone_by"`
	Reason       string       `json:"reason"`
}

// NewHistoryDocument wraps a history.
func NewHistoryDocument(environment string, h engine.History) HistoryDocument {
	d := HistoryDocument{Environment: environment, Holds: h.Holds, Head: h.Head, Releases: []ReleaseBody{}}
	for _, r := range h.Releases {
		d.Releases = append(d.Releases, releaseBody(r))
	}
	return d
}

func releaseBody(r engine.Release) ReleaseBody {
	body := ReleaseBody{
		Release: r.ID, State: r.State, Actor: r.Actor, Began: r.Began.UTC(), Ended: r.Ended.UTC(),
		UndoneBy: r.UndoneBy, Reason: r.Reason,
	}
	if r.Plan != nil {
		body.Strategy, body.Relations, body.Undoes = r.Plan.Strategy, len(r.Plan.Relations), r.Plan.Undoes
		body.InvocationID, body.GitSHA = r.Plan.Evidence.InvocationID, r.Plan.Evidence.GitSHA
	}
	return body
}

// StatusDocument is the JSON of the status.
type StatusDocument struct {
	Status StatusBody `json:"status"`
}

// StatusBody is the status of one environment.
type StatusBody struct {
	Environment string    `json:"environment"`
	Holds       string    `json:"holds"`
	Since       time.Time `json:"since,omitzero"`
	Head        string    `json:"head"`
	// Lease and Unfinished are null when there is none.
	Lease      *LeaseBody      `json:"lease"`
	Unfinished *UnfinishedBody `json:"unfinished"`
	// Hold is absent unless somebody holds the environment.
	Hold *engine.Hold `json:"hold,omitempty"`
}

// LeaseBody says who holds the environment.
type LeaseBody struct {
	Actor   string    `json:"actor"`
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Release string    `json:"release"`
	Since   time.Time `json:"since,omitzero"`
	Expires string    `json:"expires"`
	Fence   int64     `json:"fence"`
}

// UnfinishedBody is a release that waits for resume or abort.
type UnfinishedBody struct {
	ReleaseBody
	// Looked is false when nobody looked; then Changed and Unknown say nothing.
	Looked  bool `json:"looked"`
	Changed bool `json:"changed"`
	Unknown bool `json:"unknown"`
}

// Document is the status as JSON.
func (s Status) Document() StatusDocument {
	body := StatusBody{
		Environment: s.Environment, Holds: s.History.Holds, Since: heldSince(s.History).UTC(), Head: s.History.Head, Hold: s.History.Hold,
	}
	if l := s.Lease; l != nil {
		body.Lease = &LeaseBody{
			Actor: l.Holder.Actor, Host: l.Holder.Host, PID: l.Holder.PID, Release: l.Holder.Release,
			Since: l.Holder.Since.UTC(), Expires: l.Expires, Fence: l.Fence,
		}
	}
	if r, open := s.History.Unfinished(); open {
		body.Unfinished = &UnfinishedBody{ReleaseBody: releaseBody(r)}
		if s.Standing != nil {
			body.Unfinished.Looked = true
			body.Unfinished.Changed, body.Unfinished.Unknown = s.Standing.Changed, s.Standing.Unknown
		}
	}
	return StatusDocument{Status: body}
}

// NodesDocument is the JSON of ls.
type NodesDocument struct {
	Nodes []Node `json:"nodes"`
}

// NewNodesDocument wraps nodes.
func NewNodesDocument(nodes []Node) NodesDocument { return NodesDocument{Nodes: listed(nodes)} }

// SettingsDocument is the JSON of the configuration.
type SettingsDocument struct {
	Settings []Setting `json:"settings"`
}

// NewSettingsDocument wraps settings.
func NewSettingsDocument(settings []Setting) SettingsDocument {
	return SettingsDocument{Settings: listed(settings)}
}
