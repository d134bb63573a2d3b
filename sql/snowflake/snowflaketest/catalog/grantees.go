package catalog

import "slices"

// grantee reads who a privilege goes to.
func (r *run) grantee() (grantee, error) {
	p := r.p
	switch {
	case p.accept("DATABASE ROLE"):
		e, err := r.databaseRole(p.name())
		if err != nil {
			return grantee{}, firstError(p.err, err)
		}
		return grantee{kind: "DATABASE_ROLE", name: e.name, of: e.id}, nil
	case p.accept("SHARE"):
		n := p.one()
		if r.c.shares[n] == nil {
			return grantee{}, firstError(p.err, missing("Share", shown(n)))
		}
		return grantee{kind: "SHARE", name: n}, nil
	case p.accept("USER"):
		n := p.one()
		if !r.c.users[n] {
			return grantee{}, firstError(p.err, missing("User", shown(n)))
		}
		return grantee{kind: "USER", name: n}, nil
	}
	p.accept("ROLE")
	n := p.one()
	if r.c.roles[n] == nil {
		return grantee{}, firstError(p.err, missing("Role", shown(n)))
	}
	return grantee{kind: "ROLE", name: n}, nil
}

func (r *run) databaseRole(n name) (*entity, error) {
	if len(n) == 1 && r.s.Database != "" {
		n = name{r.s.Database, n[0]}
	}
	if len(n) != 2 || r.c.databases[n[0]] == nil || r.c.databases[n[0]].roles[n[1]] == nil {
		return nil, missing("Database role", n.String())
	}
	return r.c.databases[n[0]].roles[n[1]], nil
}

// grantRole runs GRANT ROLE a TO ROLE b, GRANT DATABASE ROLE d.a TO ROLE b.
func (r *run) grantRole(give bool) (*Result, error) {
	p := r.p
	var of *entity
	var from string
	if p.accept("DATABASE ROLE") {
		e, err := r.databaseRole(p.name())
		if err != nil {
			return nil, firstError(p.err, err)
		}
		of = e
	} else {
		p.expect("ROLE")
		from = p.one()
		if r.c.roles[from] == nil {
			return nil, firstError(p.err, missing("Role", shown(from)))
		}
	}
	if give {
		p.expect("TO")
	} else {
		p.expect("FROM")
	}
	user := p.accept("USER")
	if !user {
		p.expect("ROLE")
	}
	to := p.one()
	if err := p.end(); err != nil {
		return nil, err
	}
	if user {
		r.c.users[to] = true
		return status("Statement executed successfully."), nil
	}
	ro := r.c.roles[to]
	switch {
	case ro == nil:
		return nil, missing("Role", shown(to))
	case of != nil:
		ro.databaseRoles = slices.DeleteFunc(ro.databaseRoles, func(e *entity) bool { return e == of })
		if give {
			ro.databaseRoles = append(ro.databaseRoles, of)
		}
	default:
		ro.inherits = slices.DeleteFunc(ro.inherits, func(n string) bool { return n == from })
		if give {
			ro.inherits = append(ro.inherits, from)
		}
	}
	return status("Statement executed successfully."), nil
}
