package engine

import (
	"encoding/json"
	"fmt"
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// State is where a release stands.
type State string

// The states of a release.
const (
	StateUnfinished State = "unfinished" // begun, neither finished nor closed
	StatePublished  State = "published"  // what production holds
	StateSuperseded State = "superseded" // a later release took its place
	StateUndone     State = "undone"     // taken back
	StateClosed     State = "closed"     // given up, production unchanged
)

// Release is one release as the ledger tells it.
type Release struct {
	ID    string
	State State
	Plan  *plan.Plan // the newest serial
	// Began and Ended are the warehouse's clock; Ended is zero while unfinished.
	Began, Ended time.Time
	Actor        string
	// Reason says why it was closed; UndoneBy is the release that took it back.
	Reason   string
	UndoneBy string
	// HoldsBefore is the release whose content production held before this one.
	HoldsBefore string

	steps map[string]stepRecord
	// looked says that the first steps' expectations were just looked at and
	// that nobody else can write meanwhile, so that a look is not paid twice: on
	// DuckDB it reads the data.
	looked bool
}

type stepRecord struct {
	attempts int
	// again is set on resume for a step that has to be done again whatever
	// became of it.
	again bool
	done  bool
	after []plan.Expectation
	at    time.Time
}

// Done reports whether a step is recorded as done and verified.
func (r Release) Done(step string) bool { return r.steps[step].done }

// Begun reports whether a step was ever begun.
func (r Release) Begun(step string) bool { return r.steps[step].attempts > 0 }

// After lists what was there when the release's steps were verified, later
// steps winning; empty when the release was never verified.
func (r Release) After() []plan.Expectation {
	var looks [][]plan.Expectation
	for _, s := range r.Plan.Steps() {
		looks = append(looks, r.steps[s.ID].after)
	}
	return plan.Latest(looks...)
}

// AfterStep lists what was there when one step was verified.
func (r Release) AfterStep(step string) []plan.Expectation { return r.steps[step].after }

// History is the ledger of one environment, folded.
type History struct {
	// Releases in order of their beginning, oldest first.
	Releases []Release
	// Head is the last release that changed production (an undo counts); Holds
	// is the release whose content production holds. Both are empty before the
	// first release; Holds is empty again when that was undone.
	Head, Holds string
	// Hold is nil unless somebody holds the environment.
	Hold *Hold
}

// Hold says who holds an environment and why: until it is let go no release is
// published, only taken back.
type Hold struct {
	Actor  string    `json:"actor"`
	Since  time.Time `json:"since"`
	Reason string    `json:"reason,omitempty"`
}

// Release finds a release by id.
func (h History) Release(id string) (Release, bool) {
	for _, r := range h.Releases {
		if r.ID == id {
			return r, true
		}
	}
	return Release{}, false
}

// Unfinished gives the release that was begun and not finished, if any; there
// is at most one.
func (h History) Unfinished() (Release, bool) {
	for _, r := range h.Releases {
		if r.State == StateUnfinished {
			return r, true
		}
	}
	return Release{}, false
}

// fold derives the history from the entries, which are in order of seq.
func fold(entries []warehouse.Entry, decode func(warehouse.Entry) (*plan.Plan, error)) (History, error) {
	var h History
	at := map[string]int{}
	for _, en := range entries {
		if held, err := h.hold(en); held {
			if err != nil {
				return History{}, fmt.Errorf("ledger entry %d: %w", en.Seq, err)
			}
			continue
		}
		i, known := at[en.Release]
		if !known {
			if en.Event != eventPlanned {
				return History{}, fmt.Errorf("ledger entry %d: %s of release %s without its plan", en.Seq, en.Event, en.Release)
			}
			i = len(h.Releases)
			at[en.Release] = i
			h.Releases = append(h.Releases, Release{
				ID: en.Release, State: StateUnfinished, Began: en.At, Actor: en.Actor,
				HoldsBefore: h.Holds, steps: map[string]stepRecord{},
			})
		}
		if err := h.apply(&h.Releases[i], en, decode); err != nil {
			return History{}, fmt.Errorf("ledger entry %d: %w", en.Seq, err)
		}
	}
	return h, nil
}

// hold takes the entries that are about the environment and no release.
func (h *History) hold(en warehouse.Entry) (bool, error) {
	switch en.Event {
	case eventHeld:
		var b failedBody
		if err := json.Unmarshal([]byte(en.Body), &b); err != nil {
			return true, fmt.Errorf("hold: %w", err)
		}
		h.Hold = &Hold{Actor: en.Actor, Since: en.At, Reason: b.Reason}
		return true, nil
	case eventLetGo:
		h.Hold = nil
		return true, nil
	}
	return false, nil
}

func (h *History) apply(r *Release, en warehouse.Entry, decode func(warehouse.Entry) (*plan.Plan, error)) error {
	switch en.Event {
	case eventPlanned:
		p, err := decode(en)
		if err != nil {
			return fmt.Errorf("plan of release %s: %w", en.Release, err)
		}
		r.Plan = p
	case eventIntent:
		s := r.steps[en.Step]
		s.attempts++
		s.done = false
		r.steps[en.Step] = s
	case eventDone:
		var b doneBody
		if err := json.Unmarshal([]byte(en.Body), &b); err != nil {
			return fmt.Errorf("step %s: %w", en.Step, err)
		}
		s := r.steps[en.Step]
		s.done, s.after, s.at = true, b.After, en.At
		r.steps[en.Step] = s
	case eventFailed:
		// Said for people; the step stays begun and not done.
	case eventClosed:
		var b failedBody
		if err := json.Unmarshal([]byte(en.Body), &b); err != nil {
			return fmt.Errorf("close: %w", err)
		}
		r.State, r.Ended, r.Reason = StateClosed, en.At, b.Reason
	case eventPublished:
		r.Ended = en.At
		h.publish(r)
	default:
		return fmt.Errorf("unknown event %q: written by a newer cutover", en.Event)
	}
	return nil
}

// publish moves Head and Holds and the states of the others.
func (h *History) publish(r *Release) {
	r.State = StatePublished
	h.Head, h.Holds = r.ID, r.ID
	if undone := r.Plan.Undoes; undone != "" {
		h.Holds = ""
		for i := range h.Releases {
			if h.Releases[i].ID == undone {
				h.takeBack(i, r)
				h.Holds = h.Releases[i].HoldsBefore
				break
			}
		}
	}
	for i := range h.Releases {
		o := &h.Releases[i]
		if o.ID == r.ID {
			continue
		}
		switch {
		case o.ID == h.Holds:
			o.State = StatePublished
		case o.State == StatePublished:
			o.State = StateSuperseded
		}
	}
}

// takeBack marks the release at i as undone by another, and those that stood on
// it: an undo may go back over several.
func (h *History) takeBack(i int, by *Release) {
	for j := i; j < len(h.Releases); j++ {
		o := &h.Releases[j]
		published := o.State == StatePublished || o.State == StateSuperseded
		if j == i || (published && o.ID != by.ID) {
			o.State, o.UndoneBy = StateUndone, by.ID
		}
	}
}

// Expired lists the releases whose kept copies go when one more release is
// made: all that changed production but the last keep-1, oldest first.
func (h History) Expired(keep int) []Release {
	var changed []Release
	for _, r := range h.Releases {
		if r.State == StatePublished || r.State == StateSuperseded || r.State == StateUndone {
			changed = append(changed, r)
		}
	}
	return changed[:max(0, len(changed)-max(0, keep-1))]
}
