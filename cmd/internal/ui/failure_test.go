package ui_test

import (
	"bytes"
	"strings"
	"testing"

	"cutover/cmd/internal/ui"
	"cutover/strategies/plan"
)

func TestFailure(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		failure ui.Failure
		paint   ui.Paint
	}{
		{"refusal.golden", ui.Refusal(refusedPlan().Guards, ui.Hint("look at the plan again with", "cutover", "show", "plan 1.json")), false},
		{"refusal_color.golden", ui.Refusal(refusedPlan().Guards), true},
		{"failure.golden", ui.Failure{
			Summary: "step 2 of 3 (build): dbt build failed, nothing was published",
			Detail:  []string{"Database Error in model fct_orders", "  column \"x\" not found"},
			Hints:   []string{"dbt retry"},
		}, false},
		{"failure_hostile.golden", ui.Failure{
			Summary: hostile, Detail: []string{hostile}, Hints: []string{ui.Hint(hostile, "cutover", "undo", hostile)},
			Answers: []plan.Answer{{Code: hostile, Relation: hostile, Message: hostile}},
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := written(t, func(b *bytes.Buffer) error { return tt.failure.Write(b, tt.paint) })
			golden(t, tt.name, got)
			if !tt.paint {
				assertPrintable(t, got)
			}
		})
	}
}

func TestRefusalKeepsWhatWasRefused(t *testing.T) {
	t.Parallel()
	twice := plan.Answer{Code: "rows-dropped", Refused: true, Hint: "cutover ls"}
	f := ui.Refusal([]plan.Answer{{Code: "passed"}, twice, twice}, "cutover ls", "")
	if len(f.Answers) != 2 || len(f.Hints) != 1 {
		t.Errorf("%d answers and %d hints, want 2 and 1", len(f.Answers), len(f.Hints))
	}
	if want := "1 guard said no"; !strings.HasSuffix(f.Summary, want) {
		t.Errorf("summary %q does not count guards: want %q", f.Summary, want)
	}
}
