package catalog

import (
	"errors"
	"slices"
	"time"
)

// drop runs DROP; the parser stands behind it.
func (r *run) drop() (*Result, error) {
	p := r.p
	switch {
	case p.accept("DATABASE ROLE"):
		return r.dropDatabaseRole()
	case p.accept("DATABASE"):
		return r.dropContainer(kindDatabase)
	case p.accept("SCHEMA"):
		return r.dropContainer(kindSchema)
	case p.is("ROLE"), p.is("USER"), p.is("SHARE"), p.is("WAREHOUSE"):
		return r.dropPrincipal()
	}
	k, ok := r.kindHere(false)
	if !ok {
		p.fail()
		return nil, p.err
	}
	ifExists := p.accept("IF EXISTS")
	n := p.name()
	if k == kindFunction || k == kindProcedure {
		p.parentheses()
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	o, err := r.object(n, k)
	if err == nil {
		err = r.owns(&o.entity)
	}
	if err == nil && k == kindTable && o.kind != kindTable {
		err = failf(2203, "02000", "SQL compilation error:\nObject found is of type '%s', not specified type '%s'.", o.kind, k)
	}
	if err != nil {
		return gone(err, ifExists, n)
	}
	r.dropObject(o)
	return status("%s successfully dropped.", shown(o.name)), nil
}

func (r *run) dropContainer(k kind) (*Result, error) {
	p := r.p
	ifExists := p.accept("IF EXISTS")
	n := p.name()
	if p.accept("RESTRICT") {
		return nil, notModelledText("DROP ... RESTRICT")
	}
	p.accept("CASCADE")
	if err := p.end(); err != nil {
		return nil, err
	}
	var err error
	if k == kindDatabase {
		var d *database
		if d, err = r.database(n); err == nil {
			if err = r.owns(&d.entity); err == nil {
				r.dropDatabase(d)
			}
		}
	} else {
		var s *schema
		if s, err = r.schema(n); err == nil {
			if err = r.owns(&s.entity); err == nil {
				r.dropSchema(s)
			}
		}
	}
	if err != nil {
		return gone(err, ifExists, n)
	}
	return status("%s successfully dropped.", shown(n.last())), nil
}

// gone passes over an object that is missing, when the statement says so.
func gone(err error, ifExists bool, n name) (*Result, error) {
	var known *Error
	if ifExists && errors.As(err, &known) && known.Number == 2003 {
		return status("Drop statement executed successfully (%s already dropped).", n.String()), nil
	}
	return nil, err
}

// undrop runs UNDROP: the newest dropped version comes back, under the name that
// it had, which must be free.
//
// Source: UNDROP TABLE, usage notes; "Understanding & using Time Travel".
func (r *run) undrop() (*Result, error) {
	p := r.p
	var k kind
	switch {
	case p.accept("DATABASE"):
		k = kindDatabase
	case p.accept("SCHEMA"):
		k = kindSchema
	case p.accept("TABLE"):
		k = kindTable
	case p.accept("TAG"):
		k = kindTag
	default:
		p.fail()
	}
	n := p.name()
	if err := p.end(); err != nil {
		return nil, err
	}
	switch k {
	case kindDatabase:
		return r.undropDatabase(n)
	case kindSchema:
		return r.undropSchema(n)
	}
	return r.undropObject(n, k)
}

func (r *run) undropDatabase(n name) (*Result, error) {
	i := lastIndex(r.c.dropped, func(d *database) bool { return name{d.name}.String() == n.String() })
	switch {
	case r.c.databases[n.last()] != nil:
		return nil, alreadyExists(n.String())
	case i < 0 || !r.ownsOrAdmin(&r.c.dropped[i].entity):
		return nil, missing("Database", n.String())
	case !r.may(&r.c.account, "CREATE DATABASE"):
		return nil, denied("account", accountName)
	}
	d := r.c.dropped[i]
	r.c.dropped = slices.Delete(slices.Clone(r.c.dropped), i, i+1)
	d.droppedOn = time.Time{}
	r.c.databases[d.name] = d
	return status("Database %s successfully restored.", shown(d.name)), nil
}

// ownsOrAdmin is owner, or the role that may do everything.
func (r *run) ownsOrAdmin(e *entity) bool { return r.s.Role == admin || r.owner(e) }

func (r *run) undropSchema(n name) (*Result, error) {
	full, err := r.completeSchema(n)
	if err != nil {
		return nil, err
	}
	d, err := r.database(full[:1])
	if err != nil {
		return nil, err
	}
	i := lastIndex(d.dropped, func(s *schema) bool { return s.name == full[1] })
	switch {
	case d.schemas[full[1]] != nil:
		return nil, alreadyExists(full.String())
	case i < 0 || !r.ownsOrAdmin(&d.dropped[i].entity):
		return nil, missing("Schema", full.String())
	case !r.may(&d.entity, "CREATE SCHEMA"):
		return nil, denied("database", shown(d.name))
	}
	s := d.dropped[i]
	d.dropped = slices.Delete(slices.Clone(d.dropped), i, i+1)
	s.droppedOn, s.db = time.Time{}, d
	d.schemas[s.name] = s
	return status("Schema %s successfully restored.", shown(s.name)), nil
}

func (r *run) undropObject(n name, k kind) (*Result, error) {
	full, err := r.complete(n)
	if err != nil {
		return nil, err
	}
	s := r.usableSchema(full[:2])
	if s == nil {
		return nil, missing(k.title(), full.String())
	}
	i := lastIndex(s.dropped, func(o *object) bool { return o.name == full[2] && o.kind.domain() == k.domain() })
	switch {
	case s.objects[objectKey{k.domain(), full[2]}] != nil:
		return nil, alreadyExists(full.String())
	case i < 0 || !r.ownsOrAdmin(&s.dropped[i].entity):
		return nil, missing(k.title(), full.String())
	case !r.may(&s.entity, "CREATE "+string(k)):
		return nil, denied("schema", shown(s.name))
	}
	o := s.dropped[i]
	s.dropped = slices.Delete(slices.Clone(s.dropped), i, i+1)
	o.droppedOn, o.schema = time.Time{}, s
	s.objects[o.key()] = o
	return status("%s %s successfully restored.", k.title(), shown(o.name)), nil
}

func lastIndex[T any](list []T, wanted func(T) bool) int {
	for i := len(list) - 1; i >= 0; i-- {
		if wanted(list[i]) {
			return i
		}
	}
	return -1
}
