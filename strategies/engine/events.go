package engine

import "cutover/strategies/plan"

// EventKind is the closed list of what a run tells while it goes on.
type EventKind string

// The kinds of events.
const (
	EventStarted   EventKind = "release_started"
	EventStep      EventKind = "step_started"
	EventStepDone  EventKind = "step_done"
	EventStepKept  EventKind = "step_already_done"
	EventLooked    EventKind = "step_looked_at"
	EventCompleted EventKind = "plan_completed"
	EventFinished  EventKind = "release_finished"
	EventFailed    EventKind = "release_failed"
	// EventWarned is about something beside the release that did not work.
	EventWarned EventKind = "warning"
)

// Event is one thing that happened during a run.
type Event struct {
	Kind    EventKind
	Release string
	Step    plan.Step // zero for events about the release
	Number  int       // 1-based position of the step
	Total   int
	Message string
}

// Point is a place in the engine at which a test may end the process: right
// before and right after each ledger write.
type Point string
