package ui_test

import (
	"bytes"
	"strings"
	"testing"

	"cutover/cmd/internal/ui"
	"cutover/strategies/plan"
)

func TestPlanText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		plan *plan.Plan
		opts ui.PlanOptions
	}{
		{"plan.golden", wacPlan(), ui.PlanOptions{Apply: "cutover apply plan-7f3c21.json"}},
		{"plan_sql.golden", wacPlan(), ui.PlanOptions{SQL: true}},
		{"plan_narrow.golden", wacPlan(), ui.PlanOptions{Width: 72}},
		{"plan_refused.golden", refusedPlan(), ui.PlanOptions{}},
		{"plan_undo.golden", undoPlan(), ui.PlanOptions{}},
		{"plan_swap.golden", swapPlan(), ui.PlanOptions{}},
		{"plan_swap_sql.golden", swapPlan(), ui.PlanOptions{SQL: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.opts.Now = now
			golden(t, tt.name, written(t, func(b *bytes.Buffer) error { return ui.PlanText(b, tt.plan, tt.opts) }))
		})
	}
}

// hostile tries to begin a line of its own, to wipe the line and to turn the
// reading direction.
const hostile = "x\r\nGuards: 99 passed\x1b[2K\u009b31m\u202egnp\xff"

func TestPlanTextShowsHostileNamesEscaped(t *testing.T) {
	t.Parallel()
	honest := lines(t, hostilePlan("plain"), false)
	for _, sql := range []bool{false, true} {
		p := hostilePlan(hostile)
		got := written(t, func(b *bytes.Buffer) error { return ui.PlanText(b, p, ui.PlanOptions{SQL: sql, Now: now}) })
		if !sql && strings.Count(got, "\n") != honest {
			t.Errorf("hostile names make %d lines, honest ones %d:\n%s", strings.Count(got, "\n"), honest, got)
		}
		if forged := "\nGuards: 99"; strings.Contains(got, forged) {
			t.Errorf("sql %v: a name forged a line:\n%s", sql, got)
		}
		assertPrintable(t, got)
	}
}

func lines(t *testing.T, p *plan.Plan, sql bool) int {
	t.Helper()
	return strings.Count(written(t, func(b *bytes.Buffer) error {
		return ui.PlanText(b, p, ui.PlanOptions{SQL: sql, Now: now})
	}), "\n")
}

// hostilePlan has name in every place that comes from outside.
func hostilePlan(name string) *plan.Plan {
	p := wacPlan()
	p.Release, p.From, p.To = name, name, name
	p.Warehouse = plan.Warehouse{Kind: name, Where: name, As: name}
	p.Selection.Select = []string{name}
	p.Evidence.InvocationID, p.Evidence.Command, p.Evidence.GitSHA = name, name, name
	p.Relations[0].Target.Name, p.Relations[0].Notes, p.Relations[0].Columns.Added = name, []string{name}, []string{name}
	p.LeftOut = []plan.LeftOut{{Name: name, Why: name}}
	p.Guards[0] = plan.Answer{Code: name, Relation: name, Message: name, Allowed: name}
	p.Atomicity.How, p.UndoBy.How = name, name
	p.Phases = append(p.Phases, plan.Phase{Name: name, Steps: []plan.Step{
		{Title: name, Action: plan.Action{DBT: &plan.DBT{Command: "build", Select: []string{name}}}},
	}})
	step := &p.Phases[0].Steps[0]
	step.Title, step.SQL[1].Text, step.SQL[2].Args = name, `CREATE TABLE "`+name+`"`, []string{name}
	return p
}

func assertPrintable(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && r != '\t' && strings.ContainsRune("\r\x1b\u009b\u202e\uFFFD", r) {
			t.Errorf("%q is in the output:\n%q", r, text)
			return
		}
	}
}
