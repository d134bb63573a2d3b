package catalog

import (
	"slices"
	"time"
)

// role is an account role with the roles that were granted to it.
type role struct {
	entity
	// inherits are the names of the roles whose privileges it has.
	inherits []string
	// databaseRoles are those granted to it.
	databaseRoles []*entity
}

// grantee is who holds a privilege.
type grantee struct {
	// kind is ROLE, DATABASE_ROLE, SHARE or USER.
	kind string
	name string
	// of is the database's id of a database role.
	of int64
}

type grant struct {
	privilege string
	// on is the kind of a future grant; empty otherwise.
	on      kind
	grantee grantee
	option  bool
	by      string
	at      time.Time
}

func (g grant) same(o grant) bool {
	return g.privilege == o.privilege && g.on == o.on && g.grantee == o.grantee
}

// add puts a grant into a list, once; a grant option is never lost by granting
// again without.
func add(list []grant, g grant) []grant {
	for i, o := range list {
		if o.same(g) {
			list[i].option = o.option || g.option
			return list
		}
	}
	return append(list, g)
}

func (c *Catalog) systemRoles() {
	for _, n := range []string{admin, "SYSADMIN", "SECURITYADMIN", "USERADMIN", "PUBLIC"} {
		c.roles[n] = &role{entity: entity{id: c.nextID(), name: n, kind: "ROLE", createdOn: c.made()}}
	}
	c.roles[admin].inherits = []string{"SYSADMIN", "SECURITYADMIN"}
	c.roles["SECURITYADMIN"].inherits = []string{"USERADMIN"}
	c.account.grants = []grant{{privilege: "CREATE DATABASE", grantee: grantee{kind: "ROLE", name: "SYSADMIN"}}}
}

// holders are all grantees whose privileges the session's role has.
func (r *run) holders() []grantee {
	if r.held == nil || r.heldBy != r.s.Role {
		r.held, r.heldBy = r.findHolders(), r.s.Role
	}
	return r.held
}

func (r *run) findHolders() []grantee {
	out := []grantee{{kind: "USER", name: r.s.User}}
	seen := map[string]bool{}
	var visit func(string)
	visit = func(n string) {
		ro := r.c.roles[n]
		if ro == nil || seen[n] {
			return
		}
		seen[n] = true
		out = append(out, grantee{kind: "ROLE", name: n})
		for _, d := range ro.databaseRoles {
			out = append(out, grantee{kind: "DATABASE_ROLE", name: d.name, of: d.id})
		}
		for _, m := range ro.inherits {
			visit(m)
		}
	}
	visit(r.s.Role)
	visit("PUBLIC")
	return out
}

// owner reports whether the session's role owns the entity, itself or through
// a role granted to it.
func (r *run) owner(e *entity) bool {
	return e.owner != "" && slices.Contains(r.holders(), grantee{kind: "ROLE", name: e.owner})
}

// may reports whether the session's role has the privilege. OWNERSHIP includes
// all others.
func (r *run) may(e *entity, privilege string) bool {
	if r.s.Role == admin || r.owner(e) {
		return true
	}
	holders := r.holders()
	return slices.ContainsFunc(e.grants, func(g grant) bool {
		return (g.privilege == privilege || g.privilege == "OWNERSHIP") && slices.Contains(holders, g.grantee)
	})
}

// sees reports whether the role has any privilege on the entity; without one it
// is as if it were not there.
func (r *run) sees(e *entity) bool {
	if r.s.Role == admin || r.owner(e) {
		return true
	}
	holders := r.holders()
	return slices.ContainsFunc(e.grants, func(g grant) bool { return slices.Contains(holders, g.grantee) })
}

// futureFor are the future grants that a new object gets: those of the schema,
// or, when the schema has none for the kind, those of the database.
//
// Source: GRANT privilege, "Future grants on schema objects: grants defined on a
// schema take precedence over those defined on its database".
func (s *schema) futureFor(k kind) []grant {
	pick := func(list []grant) (out []grant) {
		for _, g := range list {
			if g.on == k {
				out = append(out, g)
			}
		}
		return out
	}
	if own := pick(s.future); len(own) > 0 {
		return own
	}
	return pick(s.db.future)
}

// applyFuture gives a new entity the grants of the list.
func (r *run) applyFuture(e *entity, list []grant) {
	for _, g := range list {
		if g.privilege == "OWNERSHIP" {
			e.owner = g.grantee.name
			continue
		}
		e.grants = add(e.grants, grant{privilege: g.privilege, grantee: g.grantee, option: g.option, by: g.by, at: r.now})
	}
}

// copyGrants copies all grants; the running role becomes the grantor.
func (r *run) copyGrants(list []grant) []grant {
	out := slices.Clone(list)
	for i := range out {
		out[i].by, out[i].at = r.s.Role, r.now
	}
	return out
}
