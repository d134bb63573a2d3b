package ui

import (
	"fmt"
	"io"
	"strings"
	"time"

	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// Status is where an environment stands.
type Status struct {
	Environment string
	History     engine.History
	// Lease is nil when nobody holds the environment.
	Lease *engine.HeldError
	// Standing is a look at the unfinished release; nil when there is none or
	// nobody looked.
	Standing *engine.Standing
}

// StatusText says what the environment holds, who is at work in it, what is
// unfinished, and what to run.
func StatusText(w io.Writer, s Status) error {
	rows := [][]string{
		{"Environment", s.Environment},
		{s.holdsLabel(), s.holds()},
		{"Lease", s.lease()},
	}
	if hold := s.History.Hold; hold != nil {
		rows = append(rows, []string{"On hold", strings.TrimSuffix(fmt.Sprintf("by %s%s: %s", hold.Actor, since(hold.Since), hold.Reason), ": ")})
	}
	open, unfinished := s.History.Unfinished()
	if unfinished {
		rows = append(rows, []string{"Unfinished", s.unfinished(open)})
	}
	if undo := s.undo(); undo != "" {
		rows = append(rows, []string{"Undo", undo})
	}
	text, err := table(nil, rows, TableOptions{})
	if err != nil {
		return err
	}
	last := holdsLine(s.Environment, s.History)
	switch {
	case !unfinished:
	case s.Lease != nil:
		last = fmt.Sprintf("Another run is at work on release %s: wait for it, then look with: %s", open.ID, command("status", s.Environment))
	case s.Standing != nil && !s.Standing.Unknown && !s.Standing.Changed:
		last = fmt.Sprintf("%s Release %s is unfinished. %s", unchanged(s.Environment, open.HoldsBefore, true), open.ID, wayOut(s.Environment))
	case s.Standing != nil && s.Standing.Changed:
		last = fmt.Sprintf("%s was changed by release %s, which is unfinished. %s", s.Environment, open.ID, wayOut(s.Environment))
	}
	return writeText(w, text+Sanitize(last)+"\n")
}

// holdsLabel does not claim to know what a release that is under way has done.
func (s Status) holdsLabel() string {
	if _, open := s.History.Unfinished(); open {
		return "Held before"
	}
	return "Holds"
}

func (s Status) holds() string {
	h := s.History
	if h.Holds == "" {
		if len(h.Releases) > 0 && h.Head != "" {
			return "what was there before the first release"
		}
		return "no release of cutover"
	}
	r, _ := h.Release(h.Holds)
	about := []string{"by " + r.Actor}
	if r.Plan != nil {
		about = []string{r.Plan.Strategy, count(len(r.Plan.Relations), "relation", "relations"), "by " + r.Actor}
	}
	return fmt.Sprintf("release %s%s (%s)", h.Holds, since(heldSince(h)), strings.Join(about, ", "))
}

func (s Status) lease() string {
	if s.Lease == nil {
		return "free"
	}
	l := s.Lease
	text := "held by " + l.Holder.String()
	if l.Holder.Release != "" {
		text += " for release " + l.Holder.Release
	}
	return text + since(l.Holder.Since) + ", until " + l.Expires
}

func (s Status) unfinished(r engine.Release) string {
	text := "release " + r.ID
	if r.Plan != nil {
		done := 0
		steps := r.Plan.Steps()
		for _, st := range steps {
			if r.Done(st.ID) {
				done++
			}
		}
		text += fmt.Sprintf(" (%s, begun %s by %s): %d of %s done", r.Plan.Strategy, utc(r.Began, secondLayout), r.Actor, done, count(len(steps), "step", "steps"))
	}
	if s.Standing == nil {
		return text
	}
	return text + "; " + standing(s.Environment, *s.Standing)
}

func standing(environment string, s engine.Standing) string {
	switch {
	case s.Unknown:
		return "a look could not decide whether " + environment + " was changed"
	case s.Changed:
		return environment + " was changed"
	}
	return environment + " is unchanged"
}

// undo says whether what is held can be taken back: not while a release is
// unfinished, and not what an undo brought back.
func (s Status) undo() string {
	r, ok := s.History.Release(s.History.Holds)
	_, open := s.History.Unfinished()
	if !ok || open || s.History.Head != s.History.Holds || r.Plan == nil || r.Plan.UndoBy == (plan.UndoPromise{}) {
		return ""
	}
	return promise(r.Plan.UndoBy.Possible, r.Plan.UndoBy.How)
}

// heldSince is when the environment began to hold what it holds: the end of the
// release that changed it last, which may be an undo.
func heldSince(h engine.History) time.Time {
	r, _ := h.Release(h.Head)
	return r.Ended
}

func since(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " since " + utc(t, secondLayout)
}
