package catalog

import (
	"fmt"
	"strings"
)

// createTable runs CREATE TABLE in its four forms: columns, AS SELECT, LIKE and
// CLONE. The parser stands behind TABLE.
func (r *run) createTable(how making, variant string) (*Result, error) {
	p := r.p
	n := p.name()
	o := &object{entity: entity{kind: kindTable, transient: how.transient}, temporary: how.temporary, variant: variant}
	if p.accept("CLONE") {
		return r.cloneTable(n, o, how)
	}
	var like name
	if p.accept("LIKE") {
		like = p.name()
	} else if p.is("(") {
		r.tableColumns(o, p.parentheses())
	}
	opts := r.options(o)
	how.copyGrants = opts.copyGrants
	as := p.accept("AS")
	if p.err != nil {
		return nil, p.err
	}
	var query []lexeme
	if as {
		query = p.s[p.i:]
		p.i = len(p.s)
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	s, last, err := r.target(n, "CREATE TABLE")
	if err != nil {
		return nil, err
	}
	if err := opts.resolve(r, o); err != nil {
		return nil, err
	}
	if like != nil {
		source, err := r.object(like, kindTable)
		if err != nil {
			return nil, err
		}
		o.columns = source.columns
	}
	if as {
		return r.createAs(s, last, o, how, query)
	}
	if len(o.columns) == 0 {
		p.fail()
		return nil, p.err
	}
	return r.makeTable(s, last, o, how, "")
}

// createAs runs CREATE TABLE ... AS SELECT.
func (r *run) createAs(s *schema, last string, o *object, how making, query []lexeme) (*Result, error) {
	defer r.clean()
	text, types, err := r.translate(r.p.sql, query, false)
	if err != nil {
		return nil, err
	}
	res, err := r.read("SELECT * FROM ("+text+") LIMIT 0", types)
	if err != nil {
		return nil, err
	}
	switch {
	case o.columns == nil:
		for _, c := range res.Columns {
			o.columns = append(o.columns, column{name: c.Name, typ: c.dataType()})
		}
	case len(o.columns) != len(res.Columns):
		return nil, failf(2026, "42601", "SQL compilation error:\nInvalid column definition list")
	}
	return r.makeTable(s, last, o, how, text)
}

// makeTable makes the object and its rows: those of the query, or none. The
// rows come first, so that a query that fails leaves everything as it was, and
// a table can be replaced by a query on itself.
func (r *run) makeTable(s *schema, last string, o *object, how making, query string) (*Result, error) {
	o.id = r.c.nextID()
	o.rowsIn = o.id
	if err := r.makeStore(o, 1); err != nil {
		return nil, err
	}
	if query != "" {
		var columns []string
		for _, c := range o.columns {
			columns = append(columns, quote(c.name))
		}
		if _, err := r.exec("INSERT INTO " + o.store() + " (" + strings.Join(columns, ", ") + ") " + query); err != nil {
			return nil, err
		}
		if err := r.measure(o); err != nil {
			return nil, err
		}
	}
	if done, err := r.put(s, last, o, how); done != nil || err != nil {
		return done, err
	}
	return status("Table %s successfully created.", shown(last)), nil
}

// makeStore makes the table that holds the rows. start is the first value of an
// autoincrement column.
func (r *run) makeStore(o *object, start int64) error {
	seen := map[string]bool{}
	var columns []string
	for _, c := range o.columns {
		if seen[c.name] {
			return failf(2025, "42S21", "SQL compilation error:\nduplicate column name '%s'", c.name)
		}
		seen[c.name] = true
		text, err := r.storeColumn(o, c, start)
		if err != nil {
			return err
		}
		columns = append(columns, text)
	}
	_, err := r.exec("CREATE TABLE " + o.store() + " (" + strings.Join(columns, ", ") + ")")
	return err
}

func (r *run) storeColumn(o *object, c column, start int64) (string, error) {
	text := quote(c.name) + " " + c.typ.duck()
	switch {
	case c.identity:
		if _, err := r.exec(fmt.Sprintf(`CREATE SEQUENCE "seq$%d" START %d`, o.rowsIn, start)); err != nil {
			return "", err
		}
		text += fmt.Sprintf(` DEFAULT nextval('"seq$%d"')`, o.rowsIn)
	case c.fallback != "":
		p, err := newParser(c.fallback)
		if err != nil {
			return "", err
		}
		value, _, err := r.translate(c.fallback, p.s, false)
		if err != nil {
			return "", err
		}
		text += " DEFAULT (" + value + ")"
	}
	if c.notNull {
		text += " NOT NULL"
	}
	return text, nil
}

// tableColumns reads the columns of CREATE TABLE. A name alone is a column of
// CREATE TABLE (names) AS SELECT, which is not modelled.
func (r *run) tableColumns(o *object, part []lexeme) {
	for _, item := range split(part) {
		q := r.p.sub(item)
		if q.is("PRIMARY KEY") || q.is("UNIQUE (") || q.is("CONSTRAINT") || q.is("FOREIGN KEY") {
			// Keys are not enforced and change nothing that is modelled.
			continue
		}
		c := r.columnDefinition(q, o)
		if q.end() != nil && r.p.err == nil {
			r.p.err = q.err
		}
		o.columns = append(o.columns, c)
	}
}

func (r *run) columnDefinition(q *parser, o *object) column {
	c := column{name: q.one(), typ: q.dataType()}
	for q.err == nil && !q.done() {
		switch {
		case q.accept("NOT NULL"):
			c.notNull = true
		case q.accept("NULL"), q.accept("PRIMARY KEY"), q.accept("UNIQUE"):
		case q.accept("COMMENT"):
			c.comment = q.text()
		case q.accept("AUTOINCREMENT"), q.accept("IDENTITY"):
			c.identity = true
			for q.err == nil && (q.accept("START") || q.accept("INCREMENT")) {
				if q.number() != 1 {
					q.fail()
				}
			}
			if !q.accept("ORDER") {
				q.accept("NOORDER")
			}
		case q.accept("DEFAULT"):
			c.fallback = q.source(r.defaultValue(q))
		case q.is("MASKING POLICY"), q.is("WITH MASKING POLICY"):
			q.accept("WITH")
			q.expect("MASKING POLICY")
			pol, err := r.object(q.name(), kindMaskingPolicy)
			if err != nil {
				q.err = firstError(q.err, err)
				return c
			}
			o.policies = append(o.policies, policy{policy: pol.id, kind: kindMaskingPolicy, column: c.name})
		default:
			q.fail()
		}
	}
	return c
}

// defaultValue passes over an expression: up to the next word that begins
// another property.
func (r *run) defaultValue(q *parser) []lexeme {
	start, depth := q.i, 0
	for ; !q.done(); q.i++ {
		l := q.peek(0)
		if l.IsOther("(") {
			depth++
		}
		if l.IsOther(")") {
			depth--
		}
		if q.i > start && depth == 0 && (l.Is("COMMENT") || l.Is("NOT") || l.Is("MASKING") || l.Is("WITH")) {
			break
		}
	}
	return q.s[start:q.i]
}
