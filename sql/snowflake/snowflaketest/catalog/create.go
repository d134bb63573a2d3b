package catalog

import (
	"slices"
	"time"
)

// making is how an object is made.
type making struct {
	replace, ifNotExists bool
	transient, temporary bool
	copyGrants           bool
	// source are the grants of a clone's source; hasSource says that there is one.
	source    []grant
	hasSource bool
}

// create runs CREATE; the parser stands behind it.
func (r *run) create() (*Result, error) {
	p := r.p
	how := making{replace: p.accept("OR REPLACE")}
	secure := p.accept("SECURE")
	how.transient = p.accept("TRANSIENT")
	how.temporary = p.accept("TEMPORARY") || p.accept("TEMP")
	p.accept("RECURSIVE")
	switch {
	case p.accept("DATABASE ROLE"):
		return r.createDatabaseRole(how)
	case p.accept("DATABASE"):
		how.ifNotExists = p.accept("IF NOT EXISTS")
		return r.createDatabase(how)
	case p.accept("SCHEMA"):
		how.ifNotExists = p.accept("IF NOT EXISTS")
		return r.createSchema(how)
	case p.accept("TABLE"):
		how.ifNotExists = p.accept("IF NOT EXISTS")
		return r.createTable(how, "")
	case p.accept("HYBRID TABLE"):
		return r.createTable(how, "hybrid")
	case p.accept("ICEBERG TABLE"):
		return r.createTable(how, "iceberg")
	case p.accept("VIEW"):
		how.ifNotExists = p.accept("IF NOT EXISTS")
		return r.createView(how, secure)
	case p.is("ROLE"), p.is("USER"), p.is("SHARE"), p.is("WAREHOUSE"):
		return r.createPrincipal(how)
	}
	return r.createOther(how, secure)
}

// put makes an object in a schema. A result means that there was nothing to do.
//
// OR REPLACE drops what has the name, which UNDROP can bring back, and makes a
// new object with a new identity. COPY GRANTS keeps the grants of what is
// replaced, else takes those of the source of a clone, and keeps future grants
// away.
//
// Source: CREATE TABLE, "COPY GRANTS" and "OR REPLACE"; CREATE TABLE ... CLONE.
func (r *run) put(s *schema, last string, o *object, how making) (*Result, error) {
	o.name, o.schema = last, s
	old := s.objects[o.key()]
	switch {
	case old != nil && how.ifNotExists:
		return status("%s already exists, statement succeeded.", shown(last)), nil
	case old != nil && !how.replace:
		return nil, alreadyExists(name{s.db.name, s.name, last}.String())
	case old != nil && old.kind != o.kind:
		return nil, failf(2203, "02000", "SQL compilation error:\nObject found is of type '%s', not specified type '%s'.", old.kind, o.kind)
	case old != nil:
		if err := r.owns(&old.entity); err != nil {
			return nil, err
		}
		r.dropObject(old)
	}
	r.born(&o.entity)
	o.transient = o.transient || (s.transient && o.kind == kindTable)
	switch {
	case how.copyGrants && old != nil:
		o.grants = r.copyGrants(old.grants)
	case how.copyGrants && how.hasSource:
		o.grants = r.copyGrants(how.source)
	case !how.copyGrants:
		r.applyFuture(&o.entity, s.futureFor(o.kind))
	}
	s.objects[o.key()] = o
	r.c.byID[o.id] = o
	return nil, nil
}

// born gives a new entity its identity.
func (r *run) born(e *entity) {
	if e.id == 0 {
		e.id = r.c.nextID()
	}
	e.createdOn, e.droppedOn = r.c.made(), time.Time{}
	e.owner = r.s.Role
}

// dropObject takes an object out of its schema and keeps what UNDROP can bring
// back, the newest last.
func (r *run) dropObject(o *object) {
	delete(o.schema.objects, o.key())
	o.droppedOn = r.c.made()
	kept := o.kind == kindTable || o.kind == kindDynamic || o.kind == kindTag
	if kept && !o.temporary && o.kept() > 0 {
		o.schema.dropped = append(o.schema.dropped, o)
	}
}

// kept is the retention in days that counts for an object.
func (o *object) kept() int64 {
	if o.retention != nil {
		return *o.retention
	}
	return o.schema.kept()
}

func (s *schema) kept() int64 {
	if s.retention != nil {
		return *s.retention
	}
	return s.db.kept()
}

func (d *database) kept() int64 {
	if d.retention != nil {
		return *d.retention
	}
	return 1
}

// options are the properties that may stand in a CREATE statement.
type options struct {
	copyGrants bool
	rowPolicy  name
	policyArgs []string
	tags       []tagOption
}

type tagOption struct {
	tag   name
	value string
}

// options reads properties up to something else and sets them in the object.
func (r *run) options(o *object) *options {
	p := r.p
	out := &options{}
	for p.err == nil {
		switch {
		case p.accept("COMMENT ="), p.accept("COMMENT"):
			o.comment = p.text()
		case p.accept("DATA_RETENTION_TIME_IN_DAYS ="):
			n := p.number()
			o.retention = &n
		case p.accept("MAX_DATA_EXTENSION_TIME_IN_DAYS ="):
			p.number()
		case p.accept("COPY GRANTS"):
			out.copyGrants = true
		case p.accept("CLUSTER BY"):
			o.clusterBy = "LINEAR(" + p.source(p.parentheses()) + ")"
		case p.accept("CHANGE_TRACKING ="), p.accept("ENABLE_SCHEMA_EVOLUTION ="):
			p.word()
		case p.is("WITH TAG"), p.is("TAG ("):
			p.accept("WITH")
			p.expect("TAG")
			out.tags = append(out.tags, r.tagList(p.sub(p.parentheses()))...)
		case p.is("WITH ROW ACCESS POLICY"), p.is("ROW ACCESS POLICY"):
			p.accept("WITH")
			p.expect("ROW ACCESS POLICY")
			out.rowPolicy = p.name()
			p.expect("ON")
			out.policyArgs = names(p, p.parentheses())
		default:
			return out
		}
	}
	return out
}

// names reads a list of identifiers.
func names(p *parser, part []lexeme) []string {
	var out []string
	for _, item := range split(part) {
		q := p.sub(item)
		out = append(out, q.one())
		if q.end() != nil {
			p.fail()
		}
	}
	return out
}

// tagList reads tag = 'value', ...
func (r *run) tagList(p *parser) []tagOption {
	var out []tagOption
	for p.err == nil {
		t := tagOption{tag: p.name()}
		p.expect("=")
		t.value = p.text()
		out = append(out, t)
		if !p.accept(",") {
			break
		}
	}
	if p.end() != nil {
		r.p.fail()
	}
	return out
}

// resolve looks up the policies and tags that the options name and attaches
// them.
func (opts *options) resolve(r *run, o *object) error {
	if opts.rowPolicy != nil {
		pol, err := r.object(opts.rowPolicy, kindRowPolicy)
		if err != nil {
			return err
		}
		o.policies = append(o.policies, policy{policy: pol.id, kind: kindRowPolicy, args: opts.policyArgs})
	}
	for _, t := range opts.tags {
		tag, err := r.object(t.tag, kindTag)
		if err != nil {
			return err
		}
		o.setTag(tagValue{tag: tag.id, value: t.value})
	}
	return nil
}

func (e *entity) setTag(t tagValue) {
	e.unsetTag(t)
	e.tags = append(e.tags, t)
}

func (e *entity) unsetTag(t tagValue) {
	e.tags = slices.DeleteFunc(slices.Clone(e.tags), func(o tagValue) bool { return o.tag == t.tag && o.column == t.column })
}
