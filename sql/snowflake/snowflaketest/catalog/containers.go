package catalog

// containerOptions reads the properties of a database or schema.
func (r *run) containerOptions(e *entity) {
	p := r.p
	for p.err == nil && !p.done() {
		switch {
		case p.accept("COMMENT ="):
			e.comment = p.text()
		case p.accept("DATA_RETENTION_TIME_IN_DAYS ="):
			n := p.number()
			e.retention = &n
		case p.accept("WITH MANAGED ACCESS"):
			p.err = notModelledText("managed access schemas")
		default:
			p.fail()
		}
	}
}

func newDatabase(n string) *database {
	return &database{
		entity:  entity{kind: kindDatabase, name: n},
		schemas: map[string]*schema{}, roles: map[string]*entity{},
	}
}

func newSchema(d *database, n string) *schema {
	return &schema{entity: entity{kind: kindSchema, name: n}, db: d, objects: map[objectKey]*object{}}
}

// createDatabase runs CREATE DATABASE. A new database has the schema PUBLIC.
func (r *run) createDatabase(how making) (*Result, error) {
	p := r.p
	n := p.name()
	if p.err != nil || len(n) != 1 {
		p.fail()
		return nil, p.err
	}
	var from *database
	if p.accept("CLONE") {
		var err error
		if from, err = r.database(p.name()); err != nil {
			return nil, firstError(p.err, err)
		}
	}
	d := newDatabase(n[0])
	d.transient = how.transient
	r.containerOptions(&d.entity)
	if p.err != nil {
		return nil, p.err
	}
	old := r.c.databases[n[0]]
	switch {
	case old != nil && how.ifNotExists:
		return status("%s already exists, statement succeeded.", shown(n[0])), nil
	case old != nil && !how.replace:
		return nil, alreadyExists(n.String())
	case !r.may(&r.c.account, "CREATE DATABASE"):
		return nil, denied("account", accountName)
	case old != nil:
		if err := r.owns(&old.entity); err != nil {
			return nil, err
		}
	}
	if from != nil {
		if err := r.cloneDatabase(from, d); err != nil {
			return nil, err
		}
	}
	if old != nil {
		r.dropDatabase(old)
	}
	r.born(&d.entity)
	if from == nil {
		s := newSchema(d, "PUBLIC")
		s.transient = d.transient
		r.born(&s.entity)
		d.schemas["PUBLIC"] = s
	}
	r.c.databases[d.name] = d
	r.s.Database, r.s.Schema = d.name, "PUBLIC"
	return status("Database %s successfully created.", shown(d.name)), nil
}

// createSchema runs CREATE SCHEMA.
func (r *run) createSchema(how making) (*Result, error) {
	p := r.p
	n := p.name()
	var from *schema
	if p.accept("CLONE") {
		var err error
		if from, err = r.schema(p.name()); err != nil {
			return nil, firstError(p.err, err)
		}
	}
	s := newSchema(nil, "")
	s.transient = how.transient
	r.containerOptions(&s.entity)
	if p.err != nil {
		return nil, p.err
	}
	full, err := r.completeSchema(n)
	if err != nil {
		return nil, err
	}
	d, err := r.database(full[:1])
	if err != nil {
		return nil, err
	}
	s.db, s.name = d, full[1]
	old := d.schemas[s.name]
	switch {
	case old != nil && how.ifNotExists && r.may(&d.entity, "USAGE"):
		return status("%s already exists, statement succeeded.", shown(s.name)), nil
	case !r.may(&d.entity, "CREATE SCHEMA"):
		return nil, denied("database", shown(d.name))
	case old != nil && !how.replace, s.name == informationSchema:
		return nil, alreadyExists(full.String())
	case old != nil:
		if err := r.owns(&old.entity); err != nil {
			return nil, err
		}
	}
	s.transient = s.transient || d.transient
	if from != nil {
		if err := r.cloneSchema(from, s, nil); err != nil {
			return nil, err
		}
	}
	if old != nil {
		r.dropSchema(old)
	}
	r.born(&s.entity)
	r.applyFuture(&s.entity, s.futureFor(kindSchema))
	d.schemas[s.name] = s
	r.s.Database, r.s.Schema = d.name, s.name
	return status("Schema %s successfully created.", shown(s.name)), nil
}

func (r *run) dropDatabase(d *database) {
	delete(r.c.databases, d.name)
	d.droppedOn = r.c.made()
	if d.kept() > 0 {
		r.c.dropped = append(r.c.dropped, d)
	}
}

func (r *run) dropSchema(s *schema) {
	delete(s.db.schemas, s.name)
	s.droppedOn = r.c.made()
	if s.kept() > 0 {
		s.db.dropped = append(s.db.dropped, s)
	}
}
