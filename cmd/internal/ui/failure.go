package ui

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"cutover/strategies/plan"
)

// Failure is an error as people read it and as programs do.
type Failure struct {
	// Summary is one sentence without a full stop.
	Summary string
	// Detail is what belongs to it, one line each; nil for nothing.
	Detail []string
	// Hints lead out, each with a command that can be pasted; see Hint.
	Hints []string
	// Answers are the guards that said no; nil unless this is a refusal.
	Answers []plan.Answer
	// Code names the kind of failure for programs; Exit is the exit code. Only
	// the JSON shows them.
	Code string
	Exit int
}

// Refusal is the failure of guards that said no. Only refused answers are kept.
// Their own hints come first, then hints; a hint is shown once.
func Refusal(answers []plan.Answer, hints ...string) Failure {
	f := Failure{Code: "refused"}
	var own []string
	for _, a := range answers {
		if a.Refused {
			f.Answers = append(f.Answers, a)
			own = append(own, a.Hint)
		}
	}
	for _, h := range append(own, hints...) {
		if h != "" && !slices.Contains(f.Hints, h) {
			f.Hints = append(f.Hints, h)
		}
	}
	f.Summary = fmt.Sprintf("refused, nothing was changed: %s said no", count(countCodes(f.Answers), "guard", "guards"))
	return f
}

// countCodes counts guards, not answers: one guard may refuse many relations.
func countCodes(answers []plan.Answer) int {
	codes := map[string]bool{}
	for _, a := range answers {
		codes[a.Code] = true
	}
	return len(codes)
}

// Write shows the failure: the sentence, its details, then the hints.
func (f Failure) Write(w io.Writer, paint Paint) error {
	var b strings.Builder
	b.WriteString(paint.bad("cutover:") + " " + Sanitize(f.Summary) + "\n")
	rows := make([][]string, len(f.Answers))
	for i, a := range f.Answers {
		rows[i] = []string{a.Code, sentence(a)}
	}
	text, err := table(nil, rows, TableOptions{Indent: gap})
	if err != nil {
		return err
	}
	b.WriteString(text)
	for _, line := range f.Detail {
		b.WriteString(gap + Sanitize(line) + "\n")
	}
	for _, line := range f.Hints {
		b.WriteString(paint.hint("hint:") + " " + Sanitize(line) + "\n")
	}
	return writeText(w, b.String())
}
