package catalog

// Swapping exchanges two names and nothing else: ids, created_on, owners,
// grants, future grants, comments, tags and all that is inside stay with their
// object, which from then on has the other's name. Future grants of the place
// are not applied.
//
// Source: ALTER DATABASE, ALTER SCHEMA, ALTER TABLE, "SWAP WITH"; GRANT
// privilege: future grants "are not applied when renaming or swapping a table".

func (r *run) ownsBoth(a, b *entity) error {
	return firstError(r.owns(a), r.owns(b))
}

func (r *run) swapDatabases(a, b *database) (*Result, error) {
	if err := r.ownsBoth(&a.entity, &b.entity); err != nil {
		return nil, err
	}
	a.name, b.name = b.name, a.name
	r.c.databases[a.name], r.c.databases[b.name] = a, b
	return status("Statement executed successfully."), nil
}

func (r *run) swapSchemas(a, b *schema) (*Result, error) {
	if err := r.ownsBoth(&a.entity, &b.entity); err != nil {
		return nil, err
	}
	a.name, b.name = b.name, a.name
	a.db, b.db = b.db, a.db
	a.db.schemas[a.name], b.db.schemas[b.name] = a, b
	return status("Statement executed successfully."), nil
}

func (r *run) swapObjects(a, b *object) (*Result, error) {
	if a.kind != b.kind || (a.kind != kindTable && a.kind != kindDynamic) {
		return nil, unsupported("SWAP WITH between %s and %s", a.kind, b.kind)
	}
	if a.temporary != b.temporary {
		return nil, unsupported("SWAP WITH between a temporary and another table")
	}
	if err := r.ownsBoth(&a.entity, &b.entity); err != nil {
		return nil, err
	}
	a.name, b.name = b.name, a.name
	a.schema, b.schema = b.schema, a.schema
	a.schema.objects[a.key()], b.schema.objects[b.key()] = a, b
	return status("Statement executed successfully."), nil
}

// renameDatabase needs CREATE DATABASE besides OWNERSHIP.
func (r *run) renameDatabase(d *database, to name) (*Result, error) {
	if err := r.owns(&d.entity); err != nil {
		return nil, err
	}
	switch {
	case len(to) != 1:
		return nil, missing("Database", to.String())
	case !r.may(&r.c.account, "CREATE DATABASE"):
		return nil, denied("account", accountName)
	case r.c.databases[to[0]] != nil:
		return nil, alreadyExists(to.String())
	}
	delete(r.c.databases, d.name)
	d.name = to[0]
	r.c.databases[d.name] = d
	return status("Statement executed successfully."), nil
}

func (r *run) renameSchema(s *schema, to name) (*Result, error) {
	if err := r.owns(&s.entity); err != nil {
		return nil, err
	}
	d, err := r.database(to[:1])
	switch {
	case err != nil:
		return nil, err
	case !r.may(&d.entity, "CREATE SCHEMA"):
		return nil, denied("database", shown(d.name))
	case d.schemas[to[1]] != nil, to[1] == informationSchema:
		return nil, alreadyExists(to.String())
	}
	delete(s.db.schemas, s.name)
	s.db, s.name = d, to[1]
	d.schemas[s.name] = s
	return status("Statement executed successfully."), nil
}

func (r *run) renameObject(o *object, to name) (*Result, error) {
	if err := r.owns(&o.entity); err != nil {
		return nil, err
	}
	s, last, err := r.target(to, "CREATE "+string(o.kind))
	if err != nil {
		return nil, err
	}
	key := objectKey{o.kind.domain(), last + o.arguments}
	if s.objects[key] != nil {
		return nil, alreadyExists(to.String())
	}
	delete(o.schema.objects, o.key())
	o.schema, o.name = s, last
	s.objects[key] = o
	return status("Statement executed successfully."), nil
}
