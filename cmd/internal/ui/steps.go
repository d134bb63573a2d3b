package ui

import (
	"fmt"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// excerptWidth is how much of a statement the view of a plan quotes.
const excerptWidth = 60

// stepsText lists the steps of all phases under running numbers: one line each,
// or with every statement.
func stepsText(p *plan.Plan, sql bool, width int) (string, error) {
	var b strings.Builder
	n := 0
	for _, ph := range p.Phases {
		if len(p.Phases) > 1 {
			b.WriteString("Phase " + Sanitize(ph.Name))
			if ph.Deferred {
				b.WriteString(": filled in when it begins, then the guards answer again")
			}
			b.WriteByte('\n')
		}
		text, err := phaseText(ph, n, sql, width)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
		n += len(ph.Steps)
	}
	return b.String(), nil
}

func phaseText(ph plan.Phase, before int, sql bool, width int) (string, error) {
	if !sql {
		rows := make([][]string, len(ph.Steps))
		for i, s := range ph.Steps {
			rows[i] = []string{stepNumber(before+i+1, s), s.Title, excerpt(s)}
		}
		return table(nil, rows, TableOptions{Indent: gap, Width: width, Keep: []int{0, 1}})
	}
	var b strings.Builder
	for i, s := range ph.Steps {
		fmt.Fprintf(&b, "  %s  %s\n", stepNumber(before+i+1, s), Sanitize(s.Title))
		b.WriteString(stepSQL(s))
	}
	return b.String(), nil
}

// stepNumber marks the steps that readers of production notice.
func stepNumber(n int, s plan.Step) string {
	if s.Production {
		return fmt.Sprintf("%d*", n)
	}
	return fmt.Sprintf("%d", n)
}

// insideBlock is the statement that a guard block does when its conditions
// hold: what a person looks for. Any other text is given back as it is.
func insideBlock(text string) string {
	const blocked, before, after = "EXECUTE IMMEDIATE $$", "END IF;", ";\n  RETURN 'done';"
	i, j := strings.LastIndex(text, before), strings.LastIndex(text, after)
	if !strings.HasPrefix(text, blocked) || i < 0 || j < i {
		return text
	}
	return text[i+len(before) : j]
}

// excerpt is the beginning of what a step does.
func excerpt(s plan.Step) string {
	switch {
	case s.Action.DBT != nil:
		return CommandLine(dbtCommand(*s.Action.DBT)...)
	case s.Action.Audit != nil:
		return "reads " + s.Action.Audit.RunResults
	case len(s.SQL) == 0:
		return ""
	}
	first := s.SQL[0]
	if len(s.SQL) > 1 && strings.HasPrefix(strings.ToUpper(first.Text), "BEGIN") {
		first = s.SQL[1]
	}
	text := shorten(oneLine(insideBlock(first.Text)), excerptWidth)
	if more := len(s.SQL) - 1; more > 0 {
		text += fmt.Sprintf("  (+%s)", number(int64(more)))
	}
	return text
}

// dbtCommand is a dbt step as the command that a person would type.
func dbtCommand(d plan.DBT) []string {
	args := append([]string{"dbt"}, strings.Fields(d.Command)...)
	if d.Target != "" {
		args = append(args, "--target", d.Target)
	}
	if len(d.Select) > 0 {
		args = append(append(args, "--select"), d.Select...)
	}
	if len(d.Exclude) > 0 {
		args = append(append(args, "--exclude"), d.Exclude...)
	}
	if d.FullRefresh {
		args = append(args, "--full-refresh")
	}
	return append(args, d.Args...)
}

const sqlIndent = "       "

func stepSQL(s plan.Step) string {
	switch {
	case s.Action.DBT != nil, s.Action.Audit != nil:
		return block(excerpt(s), sqlIndent)
	}
	var b strings.Builder
	for _, st := range s.SQL {
		b.WriteString(block(statementText(st), sqlIndent))
		for i, arg := range st.Args {
			b.WriteString(sqlIndent + fmt.Sprintf("-- $%d = %s", i+1, Sanitize(arg)) + "\n")
		}
	}
	return b.String()
}

// statementText ends SQL with a semicolon, so that it can be pasted; a system
// call is not SQL and is shown as a comment.
func statementText(st warehouse.Statement) string {
	if st.System {
		return "-- system call: " + strings.ReplaceAll(st.Text, "\n", " ")
	}
	text := strings.TrimRight(st.Text, " \t\r\n")
	if strings.HasSuffix(text, ";") {
		return text
	}
	return text + ";"
}
