package catalog

import (
	"slices"
	"strings"
)

// grantTarget is what GRANT and REVOKE and SHOW GRANTS name.
type grantTarget struct {
	entities []*entity
	// future is the list of future grants, with the kind they are for.
	future *[]grant
	on     kind
	// scope is the container of a future grant.
	scope *entity
	shown string
}

// grant runs GRANT.
func (r *run) grant() (*Result, error) {
	if r.p.is("ROLE") || r.p.is("DATABASE ROLE") {
		return r.grantRole(true)
	}
	return r.grantPrivileges(true)
}

func (r *run) revoke() (*Result, error) {
	if r.p.is("ROLE") || r.p.is("DATABASE ROLE") {
		return r.grantRole(false)
	}
	return r.grantPrivileges(false)
}

func (r *run) grantPrivileges(give bool) (*Result, error) {
	p := r.p
	optionOnly := !give && p.accept("GRANT OPTION FOR")
	privileges := r.privileges()
	p.expect("ON")
	t, err := r.grantTarget()
	if err != nil {
		return nil, err
	}
	if give {
		p.expect("TO")
	} else {
		p.expect("FROM")
	}
	g, err := r.grantee()
	if err != nil {
		return nil, err
	}
	option := give && p.accept("WITH GRANT OPTION")
	copyCurrent := p.accept("COPY CURRENT GRANTS")
	revokeCurrent := !copyCurrent && p.accept("REVOKE CURRENT GRANTS")
	p.accept("CASCADE")
	p.accept("RESTRICT")
	if err := p.end(); err != nil {
		return nil, err
	}
	if t.future != nil {
		if err := r.mayManage(t.scope, ""); err != nil {
			return nil, err
		}
		for _, name := range expand(privileges, t.on) {
			*t.future = r.edit(*t.future, grant{privilege: name, on: t.on, grantee: g, option: option}, give, optionOnly)
		}
		return status("Statement executed successfully."), nil
	}
	for _, e := range t.entities {
		if slices.Equal(privileges, []string{"OWNERSHIP"}) {
			if err := r.giveOwnership(e, g, give, copyCurrent, revokeCurrent); err != nil {
				return nil, err
			}
			continue
		}
		for _, name := range expand(privileges, e.kind) {
			if err := r.mayManage(e, name); err != nil {
				return nil, err
			}
			e.grants = r.edit(e.grants, grant{privilege: name, grantee: g, option: option}, give, optionOnly)
		}
	}
	return status("Statement executed successfully."), nil
}

// edit adds or takes away one grant.
func (r *run) edit(list []grant, g grant, give, optionOnly bool) []grant {
	if give {
		g.by, g.at = r.s.Role, r.now
		return add(list, g)
	}
	out := slices.Clone(list)
	if optionOnly {
		for i, o := range out {
			out[i].option = o.option && !o.same(g)
		}
		return out
	}
	return slices.DeleteFunc(out, g.same)
}

// mayManage demands what GRANT needs: OWNERSHIP, the privilege with grant
// option, or MANAGE GRANTS on the account.
func (r *run) mayManage(e *entity, privilege string) error {
	if r.s.Role == admin || r.owner(e) || r.may(&r.c.account, "MANAGE GRANTS") {
		return nil
	}
	holders := r.holders()
	if slices.ContainsFunc(e.grants, func(g grant) bool {
		return g.option && g.privilege == privilege && slices.Contains(holders, g.grantee)
	}) {
		return nil
	}
	return denied(string(e.kind), shown(e.name))
}

// giveOwnership moves OWNERSHIP. Other grants stand in the way unless the
// statement says what becomes of them.
//
// Source: GRANT OWNERSHIP, "dependent grants".
func (r *run) giveOwnership(e *entity, g grantee, give, copyCurrent, revokeCurrent bool) error {
	if !give || g.kind != "ROLE" {
		return failf(3001, "42501", "SQL access control error:\nOwnership cannot be revoked or given to a %s.", strings.ToLower(g.kind))
	}
	if err := r.mayManage(e, "OWNERSHIP"); err != nil {
		return err
	}
	switch {
	case revokeCurrent:
		e.grants = nil
	case len(e.grants) > 0 && !copyCurrent && e.owner != g.name:
		return failf(3115, "42501", "SQL execution error: Dependent grant of privilege '%s' on securable '%s' to role '%s' exists. It must be revoked first. More than one dependent grant may exist: use 'SHOW GRANTS' command to view them. To revoke all dependent grants while transferring object ownership, use convenience command 'GRANT OWNERSHIP ON <target_objects> TO <target_role> REVOKE CURRENT GRANTS'.",
			e.grants[0].privilege, shown(e.name), e.grants[0].grantee.name)
	}
	e.owner = g.name
	return nil
}

// privileges reads a list of privileges, each of several words.
func (r *run) privileges() []string {
	var out []string
	var words []string
	for r.p.err == nil && !r.p.is("ON") {
		if r.p.accept(",") {
			out, words = append(out, strings.Join(words, " ")), nil
			continue
		}
		words = append(words, r.p.word())
	}
	return append(out, strings.Join(words, " "))
}

// expand resolves ALL for a kind. Only privileges that this model checks, or
// that are usual, are listed.
func expand(privileges []string, on kind) []string {
	if len(privileges) != 1 || (privileges[0] != "ALL" && privileges[0] != "ALL PRIVILEGES") {
		return privileges
	}
	switch on {
	case kindDatabase:
		return []string{"CREATE DATABASE ROLE", "CREATE SCHEMA", "MODIFY", "MONITOR", "USAGE"}
	case kindSchema:
		out := []string{"ADD SEARCH OPTIMIZATION", "MODIFY", "MONITOR", "USAGE"}
		for _, k := range schemaKinds() {
			out = append(out, "CREATE "+string(k))
		}
		return out
	case kindTable, kindDynamic, kindExternal:
		return []string{"DELETE", "INSERT", "REFERENCES", "SELECT", "TRUNCATE", "UPDATE"}
	case kindView, kindMaterialized:
		return []string{"REFERENCES", "SELECT"}
	case kindStream:
		return []string{"SELECT"}
	case kindTask, kindAlert, kindPipe:
		return []string{"MONITOR", "OPERATE"}
	case kindMaskingPolicy, kindRowPolicy, kindTag:
		return []string{"APPLY"}
	}
	return []string{"USAGE"}
}

// grantTarget reads what stands behind ON.
func (r *run) grantTarget() (grantTarget, error) {
	p := r.p
	if p.accept("ACCOUNT") {
		return grantTarget{entities: []*entity{&r.c.account}}, p.err
	}
	all, future := p.accept("ALL"), false
	if !all {
		future = p.accept("FUTURE")
	}
	if all || future {
		return r.manyTargets(future)
	}
	k, ok := r.kindHere(false)
	if !ok {
		p.fail()
		return grantTarget{}, p.err
	}
	e, place, err := r.named(k)
	return grantTarget{entities: []*entity{e}, on: k, shown: place}, err
}

func (r *run) manyTargets(future bool) (grantTarget, error) {
	p := r.p
	k, ok := r.kindHere(true)
	if !ok {
		p.fail()
		return grantTarget{}, p.err
	}
	p.expect("IN")
	t := grantTarget{on: k}
	var schemas []*schema
	if p.accept("DATABASE") {
		d, err := r.database(p.name())
		if err != nil {
			return t, firstError(p.err, err)
		}
		schemas, t.scope = d.sorted(), &d.entity
		if future {
			t.future = &d.future
			return t, nil
		}
		if k == kindSchema {
			for _, s := range schemas {
				t.entities = append(t.entities, &s.entity)
			}
			return t, nil
		}
	} else {
		p.expect("SCHEMA")
		s, err := r.schema(p.name())
		if err != nil {
			return t, firstError(p.err, err)
		}
		schemas, t.scope = []*schema{s}, &s.entity
		if future {
			t.future = &s.future
			return t, nil
		}
	}
	for _, s := range schemas {
		for _, o := range s.sorted(k) {
			t.entities = append(t.entities, &o.entity)
		}
	}
	return t, nil
}

// kindHere reads a kind of object.
func (r *run) kindHere(plural bool) (kind, bool) {
	for _, k := range append(schemaKinds(), kindDatabase, kindSchema, kindWarehouse, kindShare) {
		text := string(k)
		if plural {
			text = k.plural()
		}
		if r.p.accept(text) {
			return k, true
		}
	}
	return "", false
}

// named reads the name of one thing of a kind, which must be there.
func (r *run) named(k kind) (*entity, string, error) {
	n := r.p.name()
	if r.p.err != nil {
		return nil, "", r.p.err
	}
	switch k {
	case kindDatabase:
		d, err := r.database(n)
		if err != nil {
			return nil, "", err
		}
		return &d.entity, name{d.name}.String(), nil
	case kindSchema:
		s, err := r.schema(n)
		if err != nil {
			return nil, "", err
		}
		return &s.entity, s.place().String(), nil
	case kindWarehouse, kindShare:
		list := r.c.warehouse
		if k == kindShare {
			list = r.c.shares
		}
		if e := list[n.last()]; e != nil && len(n) == 1 && r.sees(e) {
			return e, n.String(), nil
		}
		return nil, "", missing(k.title(), n.String())
	}
	o, err := r.object(n, k)
	if err != nil {
		return nil, "", err
	}
	if (k == kindFunction || k == kindProcedure) && r.p.is("(") {
		r.p.parentheses()
	}
	return &o.entity, o.shownPlace(), r.p.err
}

func (o *object) shownPlace() string {
	if o.arguments != "" {
		return o.place().String() + o.arguments
	}
	return o.place().String()
}
