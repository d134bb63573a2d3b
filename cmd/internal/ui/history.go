package ui

import (
	"io"
	"slices"
	"strconv"

	"cutover/strategies/engine"
)

// HistoryTable lists the releases of an environment, the newest first, and ends
// with what it holds. Width is IO.TableWidth.
func HistoryTable(w io.Writer, environment string, h engine.History, width int) error {
	var rows [][]string
	for _, r := range slices.Backward(h.Releases) {
		rows = append(rows, releaseRow(environment, r, h))
	}
	var text string
	if len(rows) > 0 {
		var err error
		text, err = table([]string{"RELEASE", "WHEN (UTC)", "STRATEGY", "RELATIONS", "BY", "DBT RUN", "STATE"}, rows,
			TableOptions{Width: width, Right: []int{3}, Fixed: []int{0, 1, 2}, Keep: []int{6}})
		if err != nil {
			return err
		}
	}
	return writeText(w, text+holdsLine(environment, h)+"\n")
}

func releaseRow(environment string, r engine.Release, h engine.History) []string {
	when := r.Ended
	if when.IsZero() {
		when = r.Began
	}
	row := []string{r.ID, utc(when, minuteLayout), "", "", r.Actor, "", stateCell(environment, r, h)}
	if r.Plan != nil {
		row[2] = r.Plan.Strategy
		row[3] = strconv.Itoa(len(r.Plan.Relations))
		row[5] = shortID(r.Plan.Evidence.InvocationID)
	}
	return row
}

// stateCell says where a release stands and marks the one that is held.
func stateCell(environment string, r engine.Release, h engine.History) string {
	_, open := h.Unfinished()
	switch {
	case r.ID == h.Holds && open:
		return string(r.State) + "  <- held before the unfinished one"
	case r.ID == h.Holds:
		return string(r.State) + "  <- " + environment
	case r.State == engine.StatePublished && r.Plan != nil && r.Plan.Undoes != "":
		return "took back " + r.Plan.Undoes
	case r.State == engine.StateUndone:
		return joined(" ", "undone by", r.UndoneBy)
	case r.State == engine.StateClosed:
		return joined(": ", "given up, "+environment+" unchanged", r.Reason)
	}
	return string(r.State)
}

// holdsLine is the last line of views that change nothing.
func holdsLine(environment string, h engine.History) string {
	env := Sanitize(environment)
	if r, open := h.Unfinished(); open {
		return unfinishedLine(env, r) + " " + wayOut(environment)
	}
	held := env + " holds no release of cutover."
	if h.Holds != "" {
		held = env + " holds release " + Sanitize(h.Holds) + since(heldSince(h)) + "."
	}
	// After an undo the ledger's head is the undo itself: nothing is offered then.
	if r, ok := h.Release(h.Holds); ok && h.Head == h.Holds && (r.Plan == nil || r.Plan.UndoBy.Possible) {
		return held + " Undo with: " + undoCommand(h.Holds, environment)
	}
	return held
}

// unfinishedLine promises nothing about what is held: that takes a look.
func unfinishedLine(env string, r engine.Release) string {
	before := "no release of cutover"
	if r.HoldsBefore != "" {
		before = "release " + Sanitize(r.HoldsBefore)
	}
	return "Release " + Sanitize(r.ID) + " is unfinished; " + env + " held " + before + " when it began."
}
