package ui

import (
	"fmt"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// relationsTable shows what the release does to each relation.
func relationsTable(relations []plan.Relation, width int) (string, error) {
	if len(relations) == 0 {
		return "", nil
	}
	name := relationNames(relations)
	rows := make([][]string, 0, len(relations))
	for _, r := range relations {
		rows = append(rows, []string{
			name(r.Target), actionCell(r), rowsCell(r), changeCell(r), columnsCell(r), strings.Join(r.Notes, ", "),
		})
	}
	return table([]string{"RELATION", "ACTION", "ROWS", "CHANGE", "COLUMNS", "NOTES"}, rows,
		TableOptions{Indent: gap, Width: width, Right: []int{2, 3}, Keep: []int{0, 1}, DropEmpty: true})
}

// relationNames gives schema.name, with the database where there are several.
func relationNames(relations []plan.Relation) func(warehouse.Ref) string {
	for _, r := range relations {
		if r.Target.Database != relations[0].Target.Database {
			return warehouse.Ref.String
		}
	}
	return warehouse.Ref.Short
}

func actionCell(r plan.Relation) string {
	switch {
	case r.Action == plan.ActionSwap, r.Kind == "", r.Kind == warehouse.KindTable:
		return r.Action
	}
	return r.Action + " " + string(r.Kind)
}

// rowsCell is what production will hold; empty where rows are not counted.
func rowsCell(r plan.Relation) string {
	switch {
	case r.After != nil && r.After.Rows >= 0 && r.After.Kind != warehouse.KindView:
		return number(r.After.Rows)
	case r.After == nil && r.Action != plan.ActionRemove && r.Kind != warehouse.KindView:
		return "?"
	}
	return ""
}

func changeCell(r plan.Relation) string {
	switch {
	case rowsCell(r) == "", r.After == nil:
		return ""
	case r.Before == nil:
		return "new"
	case r.Before.Rows < 0 || r.Before.Kind == warehouse.KindView:
		return ""
	}
	return percent(r.Before.Rows, r.After.Rows)
}

// columnsCell is "same", "+1 discount, ~1 amount", or empty when only one side
// is known.
func columnsCell(r plan.Relation) string {
	retyped := make([]string, len(r.Columns.Retyped))
	for i, text := range r.Columns.Retyped {
		retyped[i], _, _ = strings.Cut(text, ":")
	}
	cell := joined("; ", columnList("+", r.Columns.Added), columnList("-", r.Columns.Dropped), columnList("~", retyped))
	if cell == "" && r.Before != nil && r.After != nil && r.Action != plan.ActionRemove {
		return "same"
	}
	return cell
}

func columnList(sign string, names []string) string {
	const most = 3
	if len(names) == 0 {
		return ""
	}
	shown := strings.Join(names[:min(most, len(names))], ", ")
	if len(names) > most {
		shown += ", " + ellipsis
	}
	return fmt.Sprintf("%s%d %s", sign, len(names), shown)
}
