package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"cutover/sql/warehouse"
)

// store names the table that holds an object's rows.
func (o *object) store() string { return fmt.Sprintf(`"obj$%d"`, o.rowsIn) }

// query runs a SELECT.
func (r *run) query() (*Result, error) {
	defer r.clean()
	rest := r.p.s[r.p.i:]
	text, types, err := r.translate(r.p.sql, rest, false)
	if err != nil {
		return nil, err
	}
	res, err := r.read(text, types)
	if err != nil {
		return nil, err
	}
	for i, title := range titles(r.p.sql, rest, len(res.Columns)) {
		if title != "" {
			res.Columns[i].Name = title
		}
	}
	res.StatementTypeID = typeSelect
	return res, nil
}

// clean drops the scratch tables that the statement made, also when it was
// canceled.
func (r *run) clean() {
	for _, t := range r.scratch {
		_, _ = r.c.db.ExecContext(context.WithoutCancel(r.ctx), "DROP TABLE IF EXISTS "+t)
	}
	r.scratch = nil
}

// read runs a query of the row store.
func (r *run) read(text string, types map[string]dataType) (*Result, error) {
	rows, err := r.c.db.QueryContext(r.ctx, text)
	if err != nil {
		return nil, r.storeError(err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := resultColumns(rows, types)
	if err != nil {
		return nil, err
	}
	res := &Result{Columns: columns}
	for rows.Next() {
		row, err := scan(rows, columns)
		if err != nil {
			return nil, err
		}
		res.Rows = append(res.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return nil, r.storeError(err)
	}
	return res, nil
}

// exec changes rows. It gives how many.
func (r *run) exec(text string) (int64, error) {
	res, err := r.c.db.ExecContext(r.ctx, text)
	if err != nil {
		return 0, r.storeError(err)
	}
	return res.RowsAffected()
}

// titles are the names of unnamed columns: Snowflake calls them by their text.
// Empty means that the row store's name is right.
func titles(text string, s []warehouse.Lexeme, n int) []string {
	if len(s) == 0 || !s[0].Is("SELECT") {
		return nil
	}
	end, depth := len(s), 0
	for i, l := range s {
		switch {
		case l.IsOther("("):
			depth++
		case l.IsOther(")"):
			depth--
		case l.Is("FROM") && depth == 0 && end == len(s):
			end = i
		}
	}
	items := split(s[1:end])
	if len(items) != n {
		return nil
	}
	out := make([]string, n)
	p := &parser{sql: text}
	for i, item := range items {
		if !named(item) {
			out[i] = strings.ToUpper(p.source(item))
		}
	}
	return out
}

// named reports whether an item of a SELECT list has a name: an alias, or that
// of a column. A star has those of its columns.
func named(item []lexeme) bool {
	last := item[len(item)-1]
	if last.IsOther("*") {
		return true
	}
	if (last.Kind != warehouse.LexWord && last.Kind != warehouse.LexQuoted) || isKeyword(last) {
		return false
	}
	if len(item) == 1 {
		return true
	}
	before := item[len(item)-2]
	return before.Kind != warehouse.LexOther || before.IsOther(".") || before.IsOther(")")
}

var (
	unknownColumn   = regexp.MustCompile(`(?s)(?:Referenced column|Table "[^"]*" does not have a column named|Column with name|column) "([^"]+)"`)
	unknownRelation = regexp.MustCompile(`Referenced table "([^"]+)" not found`)
	unknownFunction = regexp.MustCompile(`(?i)(?:Scalar |Table |Aggregate )?Function with name "?([^" ]+)"? (?:does not exist|is not)`)
)

// storeError says an error of the row store in Snowflake's words.
func (r *run) storeError(err error) error {
	if r.ctx.Err() != nil || errors.Is(err, sql.ErrConnDone) {
		return failf(604, "57014", "SQL execution canceled")
	}
	text := strings.ReplaceAll(err.Error(), "\n", " ")
	switch {
	case strings.Contains(text, "Binder Error") && unknownRelation.MatchString(text):
		return invalidIdentifier(unknownRelation.FindStringSubmatch(text)[1])
	case strings.Contains(text, "Binder Error") && unknownColumn.MatchString(text):
		return invalidIdentifier(unknownColumn.FindStringSubmatch(text)[1])
	case unknownFunction.MatchString(text):
		return failf(2140, "42601", "SQL compilation error:\nUnknown function %s", strings.ToUpper(unknownFunction.FindStringSubmatch(text)[1]))
	case strings.Contains(text, "NOT NULL constraint failed"):
		return failf(100072, "22000", "DML operation failed: NULL result in a non-nullable column")
	case strings.Contains(text, "Conversion Error"):
		return failf(100038, "22018", "Numeric value or cast not recognized: %s", text)
	}
	return notModelledText(decode(text))
}

func invalidIdentifier(n string) error {
	return failf(904, "42000", "SQL compilation error: error line 1 at position 0\ninvalid identifier '%s'", shown(decode(n)))
}

// change runs INSERT, UPDATE, DELETE and MERGE.
func (r *run) change() (*Result, error) {
	p := r.p
	switch {
	case p.accept("INSERT OVERWRITE INTO"):
		return nil, notModelledText("INSERT OVERWRITE")
	case p.accept("INSERT INTO"):
		return r.changeRows("INSERT", "INSERT INTO", typeInsert)
	case p.accept("UPDATE"):
		return r.changeRows("UPDATE", "UPDATE", typeUpdate)
	case p.accept("DELETE FROM"):
		return r.changeRows("DELETE", "DELETE FROM", typeDelete)
	case p.accept("MERGE INTO"):
		return r.merge()
	}
	p.fail()
	return nil, p.err
}

// changed reads the table that a change is for and gives it with the head of
// the statement for the row store.
func (r *run) changed(privilege string, alias bool) (*object, string, error) {
	p := r.p
	n := p.name()
	if p.err != nil {
		return nil, "", p.err
	}
	full, err := r.complete(n)
	if err != nil {
		return nil, "", err
	}
	o := r.findObject(full, kindTable)
	if o == nil {
		return nil, "", missingRelation(full.String())
	}
	if o.kind != kindTable {
		return nil, "", failf(2203, "02000", "SQL compilation error:\nObject found is of type '%s', not specified type 'TABLE'.", o.kind)
	}
	if err := r.must(&o.entity, privilege); err != nil {
		return nil, "", err
	}
	if err := r.ownRows(o); err != nil {
		return nil, "", err
	}
	head := o.store()
	if alias {
		as := quote(o.name)
		if p.accept("AS") || p.peek(0).Kind == warehouse.LexQuoted || (p.peek(0).Kind == warehouse.LexWord && !isKeyword(p.peek(0))) {
			as = quote(p.one())
		}
		head += " AS " + as
	}
	return o, head, p.err
}

func (r *run) changeRows(verb, head string, typeID int64) (*Result, error) {
	o, into, err := r.changed(verb, verb != "INSERT")
	if err != nil {
		return nil, err
	}
	if verb == "INSERT" && r.p.is("(") && !r.p.is("( SELECT") && !r.p.is("( WITH") {
		columns, err := r.insertColumns(o)
		if err != nil {
			return nil, err
		}
		into += " (" + columns + ")"
	}
	defer r.clean()
	text, _, err := r.translate(r.p.sql, r.p.s[r.p.i:], verb == "DELETE")
	if err != nil {
		return nil, err
	}
	n, err := r.exec(head + " " + into + " " + text)
	if err != nil {
		return nil, err
	}
	if err := r.measure(o); err != nil {
		return nil, err
	}
	res := counts(n, typeID, [2]string{"number of rows " + strings.ToLower(participle(verb)), fmt.Sprint(n)})
	if verb == "UPDATE" {
		res.Columns = append(res.Columns, Column{Name: "number of multi-joined rows updated", Type: "fixed", Precision: 19})
		zero := "0"
		res.Rows[0] = append(res.Rows[0], &zero)
	}
	return res, nil
}

func participle(verb string) string {
	if strings.HasSuffix(verb, "E") {
		return verb + "D"
	}
	return verb + "ED"
}

// insertColumns reads the columns of an INSERT, which must all be there.
func (r *run) insertColumns(o *object) (string, error) {
	var out []string
	for _, part := range split(r.p.parentheses()) {
		q := r.p.sub(part)
		n := q.one()
		if err := q.end(); err != nil {
			return "", err
		}
		if o.column(n) == nil {
			return "", invalidIdentifier(n)
		}
		out = append(out, quote(n))
	}
	return strings.Join(out, ", "), r.p.err
}

func (o *object) column(n string) *column {
	for i := range o.columns {
		if o.columns[i].name == n {
			return &o.columns[i]
		}
	}
	return nil
}

// merge runs MERGE. Snowflake counts inserted, updated and deleted rows apart.
func (r *run) merge() (*Result, error) {
	o, into, err := r.changed("INSERT", true)
	if err != nil {
		return nil, err
	}
	for _, privilege := range []string{"UPDATE", "SELECT"} {
		if err := r.must(&o.entity, privilege); err != nil {
			return nil, err
		}
	}
	defer r.clean()
	text, _, err := r.translate(r.p.sql, r.p.s[r.p.i:], true)
	if err != nil {
		return nil, err
	}
	done, err := r.read("MERGE INTO "+into+" "+text+" RETURNING merge_action", nil)
	if err != nil {
		return nil, err
	}
	if err := r.measure(o); err != nil {
		return nil, err
	}
	n := map[string]int{}
	for _, row := range done.Rows {
		n[*row[0]]++
	}
	out := [][2]string{{"number of rows inserted", fmt.Sprint(n["INSERT"])}}
	upper := strings.ToUpper(text)
	if strings.Contains(upper, "THEN UPDATE") {
		out = append(out, [2]string{"number of rows updated", fmt.Sprint(n["UPDATE"])})
	}
	if strings.Contains(upper, "THEN DELETE") {
		out = append(out, [2]string{"number of rows deleted", fmt.Sprint(n["DELETE"])})
	}
	return counts(int64(len(done.Rows)), typeMerge, out...), nil
}

func counts(affected, typeID int64, columns ...[2]string) *Result {
	res := &Result{Affected: affected, StatementTypeID: typeID, Rows: [][]*string{nil}}
	for _, c := range columns {
		res.Columns = append(res.Columns, Column{Name: c[0], Type: "fixed", Precision: 19})
		res.Rows[0] = append(res.Rows[0], &c[1])
	}
	return res
}

// measure sets a table's rows and bytes. The bytes follow from the content and
// nothing else, so a clone has those of its source.
func (r *run) measure(o *object) error {
	text := "SELECT COUNT(*), CAST(COALESCE(SUM(strlen(CAST(t AS VARCHAR)) + 16), 0) AS BIGINT) FROM " + o.store() + " AS t"
	if err := r.c.db.QueryRowContext(r.ctx, text).Scan(&o.rows, &o.bytes); err != nil {
		return r.storeError(err)
	}
	return nil
}

func (r *run) truncate() (*Result, error) {
	p := r.p
	p.accept("TABLE")
	p.accept("IF EXISTS")
	n := p.name()
	if err := p.end(); err != nil {
		return nil, err
	}
	o, err := r.object(n, kindTable)
	if err != nil {
		return nil, err
	}
	if err := r.must(&o.entity, "TRUNCATE"); err != nil {
		return nil, err
	}
	if err := r.ownRows(o); err != nil {
		return nil, err
	}
	if _, err := r.exec("DELETE FROM " + o.store()); err != nil {
		return nil, err
	}
	if err := r.measure(o); err != nil {
		return nil, err
	}
	return status("Statement executed successfully."), nil
}
