package catalog

import (
	"strings"
)

// createOther runs CREATE for the kinds of which only existence, SHOW, grants,
// cloning and swapping are modelled. Their properties are kept as text.
func (r *run) createOther(how making, secure bool) (*Result, error) {
	p := r.p
	o := &object{secure: secure, text: p.sql}
	if p.is("EXTERNAL FUNCTION") || p.is("AGGREGATE FUNCTION") {
		if p.word() == "EXTERNAL" {
			o.variant = "external"
		}
	}
	k, ok := r.kindHere(false)
	if !ok || k == kindTable || k == kindView {
		p.fail()
		return nil, p.err
	}
	how.ifNotExists = p.accept("IF NOT EXISTS")
	n := p.name()
	o.kind = k
	if p.err != nil {
		return nil, p.err
	}
	if err := r.describeOther(o); err != nil {
		return nil, err
	}
	s, last, err := r.target(n, "CREATE "+string(k))
	if err != nil {
		return nil, err
	}
	if o.stored() {
		if err := r.fill(o, s); err != nil {
			return nil, err
		}
	}
	if done, err := r.put(s, last, o, how); done != nil || err != nil {
		return done, err
	}
	return status("%s %s successfully created.", k.title(), shown(last)), nil
}

// describeOther reads what stands behind the name.
func (r *run) describeOther(o *object) error {
	p := r.p
	switch o.kind {
	case kindStream:
		return r.describeStream(o)
	case kindFunction, kindProcedure:
		o.arguments = argumentTypes(p)
	case kindTask, kindAlert:
		o.state = "suspended"
	case kindPipe:
		o.state = "RUNNING"
	case kindSequence:
		o.next = 1
	}
	rest := p.rest()
	o.comment = textProperty(rest, "COMMENT")
	o.definition = rest
	switch o.kind {
	case kindTask, kindPipe, kindDynamic, kindMaterialized:
		o.definition = behindAS(rest)
	case kindAlert:
		o.definition = between(rest, "THEN")
	case kindStage:
		o.definition = textProperty(rest, "URL")
		if o.definition != "" {
			o.variant = "external"
		}
	}
	if o.kind == kindPipe && r.externalStage(o.definition) {
		o.variant = "external"
	}
	return p.err
}

// describeStream reads ON TABLE x; a stream is bound to the table itself, not to
// its name.
func (r *run) describeStream(o *object) error {
	p := r.p
	r.options(o)
	p.expect("ON")
	k, ok := r.kindHere(false)
	if !ok {
		p.fail()
		return p.err
	}
	on, err := r.object(p.name(), k)
	if err := firstError(p.err, err); err != nil {
		return err
	}
	if err := r.must(&on.entity, "SELECT"); err != nil {
		return err
	}
	o.on = on.id
	o.definition = p.rest()
	o.comment = textProperty(o.definition, "COMMENT")
	return nil
}

// stale reports whether a stream's table was replaced or dropped.
//
// Source: "Introduction to streams": recreating the table makes its streams
// stale, renaming does not.
func (r *run) stale(stream *object) bool {
	on := r.c.byID[stream.on]
	return on == nil || !r.c.live(on)
}

func (c *Catalog) live(o *object) bool {
	s := o.schema
	return s.objects[o.key()] == o && s.db.schemas[s.name] == s && c.databases[s.db.name] == s.db
}

// fill makes the rows of a materialized view or dynamic table: what its query
// gives now. Refreshing is not modelled. External tables are empty.
func (r *run) fill(o *object, s *schema) error {
	o.id = r.c.nextID()
	o.rowsIn = o.id
	if o.kind == kindExternal {
		o.columns = []column{{name: "VALUE", typ: dataType{name: "VARIANT"}}}
		return r.makeStore(o, 1)
	}
	text, columns, err := r.viewQuery(o.definition, s, r.s.Role)
	defer r.clean()
	if err != nil {
		return err
	}
	o.columns, o.query = columns, o.definition
	if err := r.makeStore(o, 1); err != nil {
		return err
	}
	if _, err := r.exec("INSERT INTO " + o.store() + " " + text); err != nil {
		return err
	}
	return r.measure(o)
}

// argumentTypes reads (name type, ...) and gives (type, ...).
func argumentTypes(p *parser) string {
	var types []string
	for _, part := range split(p.parentheses()) {
		q := p.sub(part)
		q.one()
		types = append(types, strings.ToUpper(q.source(part[1:])))
	}
	return "(" + strings.Join(types, ", ") + ")"
}

// behindAS gives what stands behind the first AS.
func behindAS(text string) string { return between(text, "AS") }

// between gives what stands behind the first such keyword, outside of literals.
func between(text, keyword string) string {
	lexemes, err := dialect().Lex(text)
	if err != nil {
		return ""
	}
	for _, l := range lexemes {
		if l.Is(keyword) {
			return strings.TrimSpace(text[l.Offset+len(l.Text):])
		}
	}
	return ""
}

// textProperty gives the text of KEY = 'text', "" when it is not there.
func textProperty(text, key string) string {
	p, err := newParser(text)
	if err != nil {
		return ""
	}
	for ; !p.done(); p.i++ {
		if p.is("AS") {
			return ""
		}
		if p.is(key+" =") && p.peek(2).Kind == lexText {
			return unquoteText(p.peek(2).Text)
		}
	}
	return ""
}

// externalStage reports whether COPY INTO ... FROM @stage reads an external
// stage.
func (r *run) externalStage(copyText string) bool {
	p, err := newParser(copyText)
	if err != nil {
		return false
	}
	for ; !p.done(); p.i++ {
		if !p.peek(0).IsOther("@") {
			continue
		}
		p.i++
		full, err := r.complete(p.name())
		if err != nil {
			return false
		}
		stage := r.findObject(full, kindStage)
		return stage != nil && stage.variant == "external"
	}
	return false
}
