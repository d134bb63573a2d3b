package catalog

import (
	"strings"
)

// tableFunction gives the rows of TABLE([database.]INFORMATION_SCHEMA.f(...)).
func (r *run) tableFunction(p *parser) (string, error) {
	n := p.name()
	args := arguments(p)
	if err := p.end(); err != nil {
		return "", err
	}
	if len(n) == 2 && r.s.Database != "" {
		n = append(name{r.s.Database}, n...)
	}
	if len(n) != 3 || n[1] != informationSchema {
		return "", notModelledText("table function " + n.String())
	}
	if d := r.findDatabase(n[:1]); d == nil || !r.may(&d.entity, "USAGE") {
		return "", missing("Database", shown(n[0]))
	}
	var columns []systemColumn
	var rows [][]cell
	var err error
	switch n[2] {
	case "POLICY_REFERENCES":
		columns, rows, err = r.policyReferences(args)
	case "TAG_REFERENCES":
		columns, rows, err = r.tagReferences(args, false)
	case "TAG_REFERENCES_ALL_COLUMNS":
		columns, rows, err = r.tagReferences(args, true)
	case "QUERY_HISTORY":
		columns, rows = r.queryHistory()
	default:
		return "", notModelledText("table function " + n.String())
	}
	if err != nil {
		return "", err
	}
	text, _, err := r.materialize(columns, rows)
	return text, err
}

// argument is one argument of a function, with or without a name.
type argument struct {
	name, text string
}

// arguments reads ('text', NAME => 'text', NAME => 1).
func arguments(p *parser) []argument {
	var out []argument
	for _, part := range split(p.parentheses()) {
		q := p.sub(part)
		var a argument
		if q.peek(1).IsOther("=") && q.peek(2).IsOther(">") {
			a.name = q.word()
			q.i += 2
		}
		if q.peek(0).Kind == lexText {
			a.text = q.text()
		} else {
			a.text = *whole(q.number())
		}
		if q.end() != nil {
			p.fail()
		}
		out = append(out, a)
	}
	return out
}

// entityArgument finds the object that the first argument names; the second says
// its kind: table or view, or column, where the name has one part more.
func (r *run) entityArgument(args []argument) (*object, string, error) {
	if len(args) != 2 {
		return nil, "", notModelledText("arguments of a function of INFORMATION_SCHEMA")
	}
	p, err := newParser(args[0].text)
	if err != nil {
		return nil, "", err
	}
	n := p.name()
	if err := p.end(); err != nil {
		return nil, "", err
	}
	domain := strings.ToUpper(args[1].text)
	column := ""
	switch domain {
	case "COLUMN":
		if len(n) < 2 {
			return nil, "", missing("Column", n.String())
		}
		column, n = n.last(), n[:len(n)-1]
	case "TABLE", "VIEW":
	default:
		return nil, "", notModelledText("domain " + args[1].text)
	}
	full, err := r.complete(n)
	if err != nil {
		return nil, "", err
	}
	o := r.findObject(full, kindTable)
	if o == nil {
		return nil, "", missing("Object", full.String())
	}
	if domain == "VIEW" && o.kind != kindView && o.kind != kindMaterialized {
		return nil, "", missing("View", full.String())
	}
	return o, column, nil
}

// policyReferences is the function POLICY_REFERENCES for a table or view.
func (r *run) policyReferences(args []argument) ([]systemColumn, [][]cell, error) {
	columns := systemColumns("POLICY_DB POLICY_SCHEMA POLICY_NAME POLICY_KIND REF_DATABASE_NAME REF_SCHEMA_NAME REF_ENTITY_NAME REF_ENTITY_DOMAIN REF_COLUMN_NAME REF_ARG_COLUMN_NAMES POLICY_STATUS")
	o, _, err := r.entityArgument(args)
	if err != nil {
		return nil, nil, err
	}
	var rows [][]cell
	for _, x := range o.policies {
		pol := r.c.byID[x.policy]
		var column, argColumns cell
		if x.kind == kindMaskingPolicy {
			column = text(x.column)
		} else {
			quoted := make([]string, len(x.args))
			for i, a := range x.args {
				quoted[i] = `"` + a + `"`
			}
			argColumns = text("[ " + strings.Join(quoted, ", ") + " ]")
		}
		rows = append(rows, []cell{
			text(pol.schema.db.name), text(pol.schema.name), text(pol.name), text(x.kind.underscored()),
			text(o.schema.db.name), text(o.schema.name), text(o.name), text(string(o.kind)), column, argColumns, text("ACTIVE"),
		})
	}
	return columns, rows, nil
}

// tagReferences is TAG_REFERENCES of an object, with the tags that it inherits
// from schema and database, or TAG_REFERENCES_ALL_COLUMNS of a table. A column
// inherits the tags of its table.
//
// Source: TAG_REFERENCES and TAG_REFERENCES_ALL_COLUMNS, "Output".
func (r *run) tagReferences(args []argument, all bool) ([]systemColumn, [][]cell, error) {
	columns := systemColumns("TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE LEVEL OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME DOMAIN COLUMN_NAME")
	o, column, err := r.entityArgument(args)
	if err != nil {
		return nil, nil, err
	}
	names := []string{column}
	if all {
		names = names[:0]
		for _, c := range o.columns {
			names = append(names, c.name)
		}
	}
	var rows [][]cell
	for _, c := range names {
		for _, t := range o.inherited(c) {
			tag := r.c.byID[t.tag]
			domain, cellName := "TABLE", cell(nil)
			if c != "" {
				domain, cellName = "COLUMN", text(c)
			}
			rows = append(rows, []cell{
				text(tag.schema.db.name), text(tag.schema.name), text(tag.name), text(t.value), text(t.level),
				text(o.schema.db.name), text(o.schema.name), text(o.name), text(domain), cellName,
			})
		}
	}
	return columns, rows, nil
}

type levelledTag struct {
	tagValue
	level string
}

// inherited are the tags of an object, or of a column of it: the nearest level
// that sets a tag counts.
func (o *object) inherited(column string) []levelledTag {
	var out []levelledTag
	seen := map[int64]bool{}
	add := func(list []tagValue, column, level string) {
		for _, t := range list {
			if t.column == column && !seen[t.tag] {
				seen[t.tag] = true
				out = append(out, levelledTag{t, level})
			}
		}
	}
	if column != "" {
		add(o.tags, column, "COLUMN")
	}
	add(o.tags, "", "TABLE")
	add(o.schema.tags, "", "SCHEMA")
	add(o.schema.db.tags, "", "DATABASE")
	return out
}

// queryHistory is the function QUERY_HISTORY: what SetHistory gives.
func (r *run) queryHistory() ([]systemColumn, [][]cell) {
	var rows [][]cell
	for _, h := range r.c.history() {
		row := []cell{text(""), text(""), text("")}
		for i := 0; i < len(h) && i < len(row); i++ {
			row[i] = text(h[i])
		}
		rows = append(rows, row)
	}
	return systemColumns("QUERY_ID QUERY_TAG EXECUTION_STATUS"), rows
}
