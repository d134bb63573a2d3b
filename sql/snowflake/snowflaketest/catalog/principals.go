package catalog

// createPrincipal runs CREATE ROLE, USER, SHARE and WAREHOUSE. Their properties
// are not modelled.
func (r *run) createPrincipal(how making) (*Result, error) {
	p := r.p
	word := p.word()
	ifNotExists := p.accept("IF NOT EXISTS") || how.replace
	n := p.one()
	if p.err != nil {
		return nil, p.err
	}
	comment := textProperty(p.rest(), "COMMENT")
	e := entity{id: r.c.nextID(), kind: kind(word), name: n, owner: r.s.Role, comment: comment, createdOn: r.c.made()}
	taken := false
	switch word {
	case "ROLE":
		if taken = r.c.roles[n] != nil; !taken {
			r.c.roles[n] = &role{entity: e}
		}
	case "USER":
		taken = r.c.users[n]
		r.c.users[n] = true
	case "SHARE":
		if taken = r.c.shares[n] != nil; !taken {
			r.c.shares[n] = &e
		}
	default:
		if taken = r.c.warehouse[n] != nil; !taken {
			r.c.warehouse[n] = &e
		}
	}
	if taken && !ifNotExists {
		return nil, alreadyExists(shown(n))
	}
	return status("%s %s successfully created.", kind(word).title(), shown(n)), nil
}

func (r *run) dropPrincipal() (*Result, error) {
	p := r.p
	word := p.word()
	p.accept("IF EXISTS")
	n := p.one()
	if err := p.end(); err != nil {
		return nil, err
	}
	switch word {
	case "ROLE":
		delete(r.c.roles, n)
	case "USER":
		delete(r.c.users, n)
	case "SHARE":
		delete(r.c.shares, n)
	default:
		delete(r.c.warehouse, n)
	}
	return status("%s successfully dropped.", shown(n)), nil
}

func (r *run) createDatabaseRole(how making) (*Result, error) {
	p := r.p
	ifNotExists := p.accept("IF NOT EXISTS") || how.replace
	n := p.name()
	if len(n) == 1 && r.s.Database != "" {
		n = name{r.s.Database, n[0]}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	if len(n) != 2 {
		return nil, missing("Database", n.String())
	}
	d, err := r.database(n[:1])
	if err != nil {
		return nil, err
	}
	if err := r.must(&d.entity, "CREATE DATABASE ROLE"); err != nil {
		return nil, err
	}
	if d.roles[n[1]] != nil && !ifNotExists {
		return nil, alreadyExists(n.String())
	}
	if d.roles[n[1]] == nil {
		e := &entity{id: r.c.nextID(), kind: "DATABASE ROLE", name: n[1]}
		r.born(e)
		d.roles[n[1]] = e
	}
	return status("Database role %s successfully created.", shown(n[1])), nil
}

func (r *run) dropDatabaseRole() (*Result, error) {
	p := r.p
	p.accept("IF EXISTS")
	n := p.name()
	if err := p.end(); err != nil {
		return nil, err
	}
	e, err := r.databaseRole(n)
	if err != nil {
		return nil, err
	}
	for _, d := range r.c.databases {
		if d.roles[e.name] == e {
			delete(d.roles, e.name)
		}
	}
	return status("%s successfully dropped.", shown(e.name)), nil
}

// setComment runs COMMENT ON.
func (r *run) setComment() (*Result, error) {
	p := r.p
	ifExists := p.accept("IF EXISTS")
	p.expect("ON")
	if p.accept("COLUMN") {
		return r.commentColumn()
	}
	k, ok := r.kindHere(false)
	if !ok {
		p.fail()
		return nil, p.err
	}
	e, _, err := r.named(k)
	p.expect("IS")
	text := p.text()
	if perr := p.end(); perr != nil {
		return nil, perr
	}
	if err != nil {
		if ifExists {
			return status("Statement executed successfully."), nil
		}
		return nil, err
	}
	if err := r.must(e, "MODIFY"); err != nil {
		return nil, err
	}
	e.comment = text
	return status("Statement executed successfully."), nil
}

func (r *run) commentColumn() (*Result, error) {
	p := r.p
	n := p.name()
	p.expect("IS")
	text := p.text()
	if err := p.end(); err != nil {
		return nil, err
	}
	if len(n) < 2 {
		return nil, missing("Table", n.String())
	}
	o, err := r.object(n[:len(n)-1], kindTable)
	if err != nil {
		return nil, err
	}
	if err := r.owns(&o.entity); err != nil {
		return nil, err
	}
	c := o.column(n.last())
	if c == nil {
		return nil, invalidIdentifier(n.last())
	}
	c.comment = text
	return status("Statement executed successfully."), nil
}

// use runs USE, which changes the session and nothing else.
func (r *run) use() (*Result, error) {
	p := r.p
	switch {
	case p.accept("SECONDARY ROLES"):
		p.word()
	case p.accept("ROLE"):
		n := p.one()
		if r.c.roles[n] == nil {
			return nil, firstError(p.err, missingScope())
		}
		r.s.Role = n
	case p.accept("WAREHOUSE"):
		n := p.one()
		if r.c.warehouse[n] == nil {
			return nil, firstError(p.err, missingScope())
		}
		r.s.Warehouse = n
	case p.accept("SCHEMA"):
		full, err := r.completeSchema(p.name())
		if err := firstError(p.err, err); err != nil {
			return nil, err
		}
		if r.findSchema(full) == nil {
			return nil, missingScope()
		}
		r.s.Database, r.s.Schema = full[0], full[1]
	default:
		p.accept("DATABASE")
		n := p.name()
		if p.err == nil && len(n) == 2 {
			if r.findSchema(n) == nil {
				return nil, missingScope()
			}
			r.s.Database, r.s.Schema = n[0], n[1]
			break
		}
		d := r.findDatabase(n)
		if d == nil {
			return nil, firstError(p.err, missingScope())
		}
		r.s.Database, r.s.Schema = d.name, ""
		if d.schemas["PUBLIC"] != nil {
			r.s.Schema = "PUBLIC"
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return status("Statement executed successfully."), nil
}
