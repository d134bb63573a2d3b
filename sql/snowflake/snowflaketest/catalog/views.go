package catalog

import (
	"errors"
	"fmt"
	"strings"
)

// maxDepth bounds views over views.
const maxDepth = 50

// readable gives what a query reads under a name: the text for the row store
// and the declared columns.
func (r *run) readable(n name) (string, []column, error) {
	if text, columns, ok, err := r.informationSchema(n); ok || err != nil {
		return text, columns, err
	}
	full, err := r.complete(n)
	if err != nil {
		return "", nil, err
	}
	o := r.findObject(full, kindTable)
	if o == nil {
		if st := r.findObject(full, kindStream); st != nil {
			return "", nil, notModelledText("reading stream " + full.String())
		}
		return "", nil, missingRelation(full.String())
	}
	if err := r.must(&o.entity, "SELECT"); err != nil {
		return "", nil, err
	}
	if o.kind != kindView {
		return o.store(), o.columns, nil
	}
	text, err := r.expand(o)
	return text, o.columns, err
}

// expand writes a view as a sub-query. The names in its text are resolved now,
// with the privileges of its owner and, when short, in its own schema; its
// declared columns must still be what the query gives.
//
// Source: CREATE VIEW, usage notes ("view definitions are not dynamic"); numbers
// 002037 and 002057 as the service prints them.
func (r *run) expand(v *object) (string, error) {
	if r.inView >= maxDepth {
		return "", failf(2037, "42601", "SQL compilation error:\nFailure during expansion of view '%s': SQL compilation error:\nview recursion is too deep.", shown(v.name))
	}
	text, columns, err := r.viewQuery(v.query, v.schema, v.owner)
	if err != nil {
		var known *Error
		if !errors.As(err, &known) || known.Number == 2037 || known.Number == 2057 {
			return "", err
		}
		return "", failf(2037, "42601", "SQL compilation error:\nFailure during expansion of view '%s': %s", shown(v.name), known.Message)
	}
	if len(columns) != len(v.columns) {
		return "", failf(2057, "42601", "SQL compilation error:\nView definition for '%s' declared %d column(s), but view query produces %d column(s).", v.place(), len(v.columns), len(columns))
	}
	names := make([]string, len(v.columns))
	for i, c := range v.columns {
		names[i] = quote(c.name)
	}
	return fmt.Sprintf("(SELECT * FROM (%s) AS %s(%s))", text, quote("V"), strings.Join(names, ", ")), nil
}

// viewQuery translates a view's query and gives the columns that it produces
// now.
func (r *run) viewQuery(query string, in *schema, owner string) (string, []column, error) {
	p, err := newParser(query)
	if err != nil {
		return "", nil, err
	}
	session := *r.s
	session.Role, session.Database, session.Schema = owner, in.db.name, in.name
	inner := &run{c: r.c, ctx: r.ctx, s: &session, p: p, now: r.now, inView: r.inView + 1}
	text, types, err := inner.translate(query, p.s, false)
	r.scratch = append(r.scratch, inner.scratch...)
	if err != nil {
		return "", nil, err
	}
	res, err := inner.read("SELECT * FROM ("+text+") LIMIT 0", types)
	if err != nil {
		return "", nil, err
	}
	columns := make([]column, len(res.Columns))
	for i, c := range res.Columns {
		columns[i] = column{name: c.Name, typ: c.dataType()}
	}
	return text, columns, nil
}

// dataType is the type that a result's column has.
func (c Column) dataType() dataType {
	switch c.Type {
	case "fixed":
		return dataType{name: "NUMBER", precision: c.Precision, scale: c.Scale}
	case "real":
		return dataType{name: "FLOAT"}
	case "boolean", "date", "variant":
		return dataType{name: strings.ToUpper(c.Type)}
	case "time", "timestamp_ntz", "timestamp_ltz", "timestamp_tz":
		return dataType{name: strings.ToUpper(c.Type), precision: 9}
	case "binary":
		return dataType{name: "BINARY", length: c.Length}
	}
	return dataType{name: "TEXT", length: c.Length}
}

// createView runs CREATE [SECURE] VIEW; the parser stands behind VIEW.
func (r *run) createView(how making, secure bool) (*Result, error) {
	p := r.p
	n := p.name()
	o := &object{entity: entity{kind: kindView}, secure: secure, text: p.sql}
	var declared []column
	if p.is("(") {
		declared = r.viewColumns(p.parentheses())
	}
	opts := r.options(o)
	p.expect("AS")
	if p.err != nil {
		return nil, p.err
	}
	o.query = p.rest()
	s, last, err := r.target(n, "CREATE VIEW")
	if err != nil {
		return nil, err
	}
	if err := opts.resolve(r, o); err != nil {
		return nil, err
	}
	_, produced, err := r.viewQuery(o.query, s, r.s.Role)
	r.clean()
	if err != nil {
		return nil, err
	}
	switch {
	case declared == nil:
		o.columns = produced
	case len(declared) != len(produced):
		return nil, failf(2026, "42601", "SQL compilation error:\nInvalid column definition list: %d column(s) declared, the query produces %d.", len(declared), len(produced))
	default:
		o.columns = declared
		for i := range declared {
			o.columns[i].typ = produced[i].typ
		}
	}
	how.copyGrants = opts.copyGrants
	if done, err := r.put(s, last, o, how); done != nil || err != nil {
		return done, err
	}
	return status("View %s successfully created.", shown(last)), nil
}

// viewColumns reads the declared columns of a view: names, each with a comment
// at most.
func (r *run) viewColumns(part []lexeme) []column {
	var out []column
	for _, item := range split(part) {
		q := r.p.sub(item)
		c := column{name: q.one()}
		if q.accept("COMMENT") {
			q.accept("=")
			c.comment = q.text()
		}
		if q.end() != nil {
			r.p.fail()
		}
		out = append(out, c)
	}
	return out
}
