package catalog

import (
	"slices"
	"strings"
	"time"
)

const grantColumns = "created_on privilege granted_on name granted_to grantee_name grant_option granted_by"

// shownGrantee is how SHOW GRANTS names a grantee: a share with the account's
// name before it, a database role without its database.
//
// Source: SHOW GRANTS, output of "SHOW GRANTS ON ..." for shares.
func (g grantee) shown() string {
	if g.kind == "SHARE" {
		return accountName + "." + shown(g.name)
	}
	return g.name
}

func boolCell(b bool) cell {
	return text(map[bool]string{true: "true", false: "false"}[b])
}

// showGrants runs SHOW GRANTS in the forms ON, TO and OF.
func (r *run) showGrants() (*Result, error) {
	p := r.p
	switch {
	case p.accept("ON"):
		return r.showGrantsOn()
	case p.accept("TO"):
		return r.showGrantsTo()
	case p.accept("OF ROLE"):
		return r.showGrantsOf()
	}
	p.fail()
	return nil, p.err
}

func (r *run) showGrantsOn() (*Result, error) {
	t, err := r.grantTarget()
	if err := firstError(err, r.p.end()); err != nil {
		return nil, err
	}
	if t.future != nil || len(t.entities) != 1 {
		return nil, notModelled(r.p.sql, 0)
	}
	e := t.entities[0]
	if t.shown == "" {
		t.shown = shown(e.name)
	}
	l := list(grantColumns)
	if e.owner != "" {
		l.addGrant(e, t.shown, grant{privilege: "OWNERSHIP", grantee: grantee{kind: "ROLE", name: e.owner}, option: true, by: e.owner, at: e.createdOn})
	}
	for _, g := range e.grants {
		l.addGrant(e, t.shown, g)
	}
	return l.result(), nil
}

func (l *listing) addGrant(e *entity, place string, g grant) {
	l.add("", "", stamp(g.at.Truncate(time.Millisecond)), text(g.privilege), text(e.kind.underscored()), text(place),
		text(g.grantee.kind), text(g.grantee.shown()), boolCell(g.option), text(g.by))
}

// everything calls do for each entity of the account with its shown name.
func (r *run) everything(do func(e *entity, place string)) {
	do(&r.c.account, accountName)
	for _, e := range byName(r.c.warehouse) {
		do(e, shown(e.name))
	}
	for _, d := range byName(r.c.databases) {
		do(&d.entity, shown(d.name))
		for _, s := range d.sorted() {
			do(&s.entity, s.place().String())
			for _, o := range s.sorted() {
				do(&o.entity, o.shownPlace())
			}
		}
	}
}

func (r *run) showGrantsTo() (*Result, error) {
	who, err := r.grantee()
	if err := firstError(err, r.p.end()); err != nil {
		return nil, err
	}
	l := list(grantColumns)
	r.everything(func(e *entity, place string) {
		if who.kind == "ROLE" && e.owner == who.name {
			l.addGrant(e, place, grant{privilege: "OWNERSHIP", grantee: who, option: true, by: e.owner, at: e.createdOn})
		}
		for _, g := range e.grants {
			if g.grantee == who {
				l.addGrant(e, place, g)
			}
		}
	})
	if ro := r.c.roles[who.name]; who.kind == "ROLE" && ro != nil {
		for _, n := range ro.inherits {
			l.add("", "", stamp(ro.createdOn), text("USAGE"), text("ROLE"), text(shown(n)), text("ROLE"), text(who.name), boolCell(false), text(""))
		}
		for _, d := range ro.databaseRoles {
			l.add("", "", stamp(ro.createdOn), text("USAGE"), text("DATABASE_ROLE"), text(shown(d.name)), text("ROLE"), text(who.name), boolCell(false), text(""))
		}
	}
	return l.result(), nil
}

func (r *run) showGrantsOf() (*Result, error) {
	n := r.p.one()
	if err := r.p.end(); err != nil {
		return nil, err
	}
	if r.c.roles[n] == nil {
		return nil, missing("Role", shown(n))
	}
	l := list("created_on role granted_to grantee_name granted_by")
	for _, ro := range byName(r.c.roles) {
		if slices.Contains(ro.inherits, n) {
			l.add("", ro.name, stamp(ro.createdOn), text(n), text("ROLE"), text(ro.name), text(""))
		}
	}
	return l.result(), nil
}

// showFuture runs SHOW FUTURE GRANTS IN DATABASE and IN SCHEMA.
func (r *run) showFuture() (*Result, error) {
	p := r.p
	p.expect("IN")
	var list0 []grant
	var place string
	if p.accept("DATABASE") {
		d, err := r.database(p.name())
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		list0, place = d.future, shown(d.name)
	} else {
		p.expect("SCHEMA")
		s, err := r.schema(p.name())
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		list0, place = s.future, s.place().String()
	}
	l := list("created_on privilege grant_on name grant_to grantee_name grant_option")
	for _, g := range list0 {
		l.add("", "", stamp(g.at.Truncate(time.Millisecond)), text(g.privilege), text(g.on.underscored()), text(place+".<"+g.on.underscored()+">"),
			text(g.grantee.kind), text(g.grantee.shown()), boolCell(g.option))
	}
	return l.result(), nil
}

// showPrincipals runs SHOW WAREHOUSES, ROLES and SHARES.
func (r *run) showPrincipals() (*Result, error) {
	word := r.p.word()
	_, f := r.head()
	if err := r.filters(&f); err != nil {
		return nil, err
	}
	var l *listing
	switch word {
	case "WAREHOUSES":
		l = list("name state type size owner comment created_on")
		for _, e := range byName(r.c.warehouse) {
			if r.sees(e) {
				l.add("", e.name, text(e.name), text("STARTED"), text("STANDARD"), text("X-Small"), text(e.owner), text(e.comment), stamp(e.createdOn))
			}
		}
	case "ROLES":
		l = list("created_on name is_default is_current owner comment")
		for _, ro := range byName(r.c.roles) {
			l.add("", ro.name, stamp(ro.createdOn), text(ro.name), text("N"), yesNo(ro.name == r.s.Role), text(ro.owner), text(ro.comment))
		}
	default:
		l = list("created_on kind owner_account name database_name to owner comment")
		for _, e := range byName(r.c.shares) {
			l.add("", e.name, stamp(e.createdOn), text("OUTBOUND"), text(accountName), text(e.name), text(""), text(""), text(e.owner), text(e.comment))
		}
	}
	return l.apply(f).result(), nil
}

// showParameters runs SHOW PARAMETERS [LIKE] IN ACCOUNT, DATABASE or SCHEMA. Of
// the parameters only the retention is modelled.
func (r *run) showParameters() (*Result, error) {
	p := r.p
	_, f := r.head()
	days, level := int64(1), ""
	switch {
	case p.accept("IN ACCOUNT"), p.accept("IN SESSION"), p.done():
	case p.accept("IN DATABASE"):
		d, err := r.database(p.name())
		if err := firstError(p.err, err); err != nil {
			return nil, err
		}
		days, level = d.kept(), map[bool]string{true: "DATABASE"}[d.retention != nil]
	case p.accept("IN SCHEMA"):
		s, err := r.schema(p.name())
		if err := firstError(p.err, err); err != nil {
			return nil, err
		}
		days, level = s.kept(), map[bool]string{true: "SCHEMA"}[s.retention != nil]
	}
	if err := r.filters(&f); err != nil {
		return nil, err
	}
	l := list("key value default level description type")
	const key = "DATA_RETENTION_TIME_IN_DAYS"
	l.add("", key, text(key), whole(days), text("1"), text(level), text("number of days to retain the old version of deleted/updated data"), text("NUMBER"))
	return l.apply(f).result(), nil
}

// describe runs DESCRIBE TABLE and VIEW.
func (r *run) describe() (*Result, error) {
	p := r.p
	k, ok := r.kindHere(false)
	if !ok {
		p.fail()
		return nil, p.err
	}
	n := p.name()
	if err := p.end(); err != nil {
		return nil, err
	}
	o, err := r.object(n, k)
	if err != nil {
		return nil, err
	}
	l := list("name type kind null? default comment")
	for _, c := range o.columns {
		fallback := text(c.fallback)
		if c.fallback == "" {
			fallback = nil
		}
		l.add("", "", text(c.name), text(c.typ.String()), text("COLUMN"), yesNo(!c.notNull), fallback, text(c.comment))
	}
	return l.result(), nil
}

// String writes the type the way DESCRIBE does.
func (t dataType) String() string {
	switch t.name {
	case "NUMBER":
		return "NUMBER(" + *whole(t.precision) + "," + *whole(t.scale) + ")"
	case "TEXT":
		return "VARCHAR(" + *whole(t.length) + ")"
	case "BINARY":
		return "BINARY(" + *whole(t.length) + ")"
	}
	if strings.HasPrefix(t.name, "TIME") {
		return t.name + "(" + *whole(t.precision) + ")"
	}
	return t.name
}
