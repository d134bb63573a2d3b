package ui

import (
	"fmt"
	"io"
	"strings"
	"time"

	"cutover/strategies/plan"
)

// undoStrategy is the strategy of plans that take a release back.
const undoStrategy = "undo"

// PlanOptions say how a plan is shown.
type PlanOptions struct {
	// SQL shows every statement in full instead of one line per step.
	SQL bool
	// Width is IO.TableWidth.
	Width int
	// Now is what ages are counted from; zero leaves them out.
	Now time.Time
	// Goes says that the plan is applied right after it is shown, so that it
	// does not end with a line that says that nothing was changed.
	Goes bool
	// Apply is the command that applies the plan, for the last line; empty when
	// the plan was not saved.
	Apply string
	Paint Paint
}

// PlanText shows a plan: what it is made of, what happens to each relation, what
// the guards said, what readers will see, and the steps.
func PlanText(w io.Writer, p *plan.Plan, opts PlanOptions) error {
	relations, err := relationsTable(p.Relations, opts.Width)
	if err != nil {
		return err
	}
	guards, err := guardsText(p.Guards, opts)
	if err != nil {
		return err
	}
	dependents, err := dependentsText(p.Dependents, opts)
	if err != nil {
		return err
	}
	steps, err := stepsText(p, opts.SQL, opts.Width)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString(headText(p, opts))
	b.WriteByte('\n')
	b.WriteString(relations)
	b.WriteString(leftOutText(p.LeftOut))
	b.WriteString(dependents)
	b.WriteString(guards)
	b.WriteString(promiseText(p))
	if steps != "" {
		b.WriteByte('\n')
		b.WriteString(steps)
		b.WriteString(countText(p, opts.SQL))
	}
	b.WriteString(planLastLine(p, opts))
	return writeText(w, b.String())
}

// headText says which release this is and what it rests on.
func headText(p *plan.Plan, opts PlanOptions) string {
	route := joined(" -> ", p.From, p.To)
	strategy := p.Strategy
	if p.Undoes != "" {
		strategy += " of " + p.Undoes
	}
	where := joined(" ", p.Warehouse.Kind, p.Warehouse.Where)
	if p.Warehouse.As != "" {
		where += " as " + p.Warehouse.As
	}
	head := "Release " + Sanitize(p.Release)
	line := joined("   ", opts.Paint.bold(head), Sanitize(strategy), Sanitize(route), Sanitize(where)) + "\n"
	if len(p.Selection.Select)+len(p.Selection.Exclude) > 0 {
		line += "Selection  " + Sanitize(selectionText(p.Selection)) + "\n"
	}
	if evidence := evidenceText(p, opts.Now); evidence != "" {
		line += "Evidence   " + Sanitize(evidence) + "\n"
	}
	return line
}

func selectionText(s plan.Selection) string {
	var without string
	if len(s.Exclude) > 0 {
		without = "without " + strings.Join(s.Exclude, " ")
	}
	return joined(", ", strings.Join(s.Select, " "), without)
}

// evidenceText is empty for an undo: it rests on the ledger, not on a build.
func evidenceText(p *plan.Plan, now time.Time) string {
	ev := p.Evidence
	if ev.InvocationID == "" {
		if p.Strategy == undoStrategy {
			return ""
		}
		return "none yet: dbt builds as a step of this plan"
	}
	command := ev.Command
	if command != "" && !strings.HasPrefix(command, "dbt ") {
		command = "dbt " + command
	}
	if command == "" {
		command = "dbt run of"
	}
	if ev.FullRefresh {
		command += " --full-refresh"
	}
	var git string
	if ev.GitSHA != "" {
		git = "git " + ev.GitSHA[:min(len(ev.GitSHA), 7)]
	}
	run := command + " " + shortID(ev.InvocationID)
	if age := ago(now, ev.GeneratedAt); age != "" {
		run += "  " + age
	}
	counts := fmt.Sprintf("%s built, %s passed", count(ev.Built, "model", "models"), count(ev.TestsPassed, "test", "tests"))
	if ev.TestsWarned > 0 {
		counts += fmt.Sprintf(", %d warned", ev.TestsWarned)
	}
	return joined(", ", run, git) + "; " + counts
}

// leftOutText names what was selected and is not published, one line per reason.
func leftOutText(left []plan.LeftOut) string {
	var reasons []string
	byReason := map[string][]string{}
	for _, l := range left {
		if _, known := byReason[l.Why]; !known {
			reasons = append(reasons, l.Why)
		}
		byReason[l.Why] = append(byReason[l.Why], l.Name)
	}
	var b strings.Builder
	for _, why := range reasons {
		b.WriteString(Sanitize(fmt.Sprintf("Left out: %s (%s)", strings.Join(byReason[why], ", "), why)) + "\n")
	}
	return b.String()
}

// dependentsText lists what lives with the relations and is none, what would
// break first. What does not notice the release is only counted.
func dependentsText(list []plan.Dependent, opts PlanOptions) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	counts := map[string]int{}
	var breaks, carried [][]string
	for _, d := range list {
		counts[d.Effect]++
		row := []string{d.Kind, d.Name, d.Effect, d.Why}
		switch d.Effect {
		case plan.EffectBreaks:
			row[2] = opts.Paint.bad(d.Effect)
			breaks = append(breaks, row)
		case plan.EffectCarried:
			carried = append(carried, row)
		}
	}
	line := fmt.Sprintf("Dependents: %d would break, %d carried over, %d unaffected",
		counts[plan.EffectBreaks], counts[plan.EffectCarried], counts[plan.EffectUnaffected])
	text, err := table(nil, append(breaks, carried...), TableOptions{Indent: gap, Width: opts.Width, Keep: []int{0, 1, 2}})
	return line + "\n" + text, err
}

// guardsText counts what passed and lists what did not, refusals first.
func guardsText(answers []plan.Answer, opts PlanOptions) (string, error) {
	var passed int
	var refused, allowed [][]string
	for _, a := range answers {
		switch {
		case a.Refused:
			refused = append(refused, []string{a.Code, sentence(a)})
		case a.Allowed != "":
			allowed = append(allowed, []string{a.Code, sentence(a) + " (allowed by " + a.Allowed + ")"})
		default:
			passed++
		}
	}
	line := fmt.Sprintf("Guards: %d passed", passed)
	if len(allowed) > 0 {
		line += fmt.Sprintf(", %d allowed", len(allowed))
	}
	if len(refused) > 0 {
		line += ", " + opts.Paint.bad(fmt.Sprintf("%d refused", len(refused)))
	}
	text, err := table(nil, append(refused, allowed...), TableOptions{Indent: gap})
	return line + "\n" + text, err
}

// sentence names the relation when the guard's own words do not.
func sentence(a plan.Answer) string {
	if a.Relation == "" || strings.Contains(a.Message, a.Relation) {
		return a.Message
	}
	return joined(": ", a.Relation, a.Message)
}

// promiseText is what readers see and how long it can be taken back. A refused
// plan promises nothing.
func promiseText(p *plan.Plan) string {
	if len(p.Refusals()) > 0 {
		return ""
	}
	return "Published at one moment: " + promise(p.Atomicity.OneMoment, p.Atomicity.How) + "\n" +
		"Undo: " + promise(p.UndoBy.Possible, p.UndoBy.How) + "\n"
}

func promise(kept bool, how string) string {
	answer := "no"
	if kept {
		answer = "yes"
	}
	return Sanitize(joined(", ", answer, how))
}

func countText(p *plan.Plan, sql bool) string {
	statements, marked := 0, false
	steps := p.Steps()
	for _, s := range steps {
		statements += len(s.SQL)
		marked = marked || s.Production
	}
	line := count(len(steps), "step", "steps") + ", " + count(statements, "statement", "statements")
	if !sql && statements > 0 {
		line += " (--sql shows them all)"
	}
	line += "."
	if marked {
		line += " * changes what readers of " + Sanitize(p.To) + " see."
	}
	return line + "\n"
}

func planLastLine(p *plan.Plan, opts PlanOptions) string {
	switch {
	case len(p.Refusals()) > 0:
		return "Nothing has been changed. This plan is refused and cannot be applied.\n"
	case opts.Goes:
		return ""
	case opts.Apply == "":
		return "Nothing has been changed.\n"
	}
	return "Nothing has been changed. Apply with: " + Sanitize(opts.Apply) + "\n"
}
