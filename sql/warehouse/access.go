package warehouse

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// AccessDiff compares who may do what in two containers of a look that asked
// for access: missing is what From has and To has not, extra the other way
// round, both written for To. Grants on the containers themselves, their future
// grants and the grants on objects that both hold are compared; objects and
// schemas that only one of them has are not. Who owns a thing is not compared: it
// is the grants' OWNERSHIP, which differs by design while staging is staging. Nor
// are shares, which follow the object and not the name, and database roles of
// another database, which cannot be granted anything here.
func AccessDiff(inv Inventory, from, to Container) (missing, extra []Grant) {
	want, have := inv.grantsIn(from, to), inv.grantsIn(to, from)
	for key, g := range want {
		if _, ok := have[key]; !ok {
			missing = append(missing, g.in(to))
		}
	}
	for key, g := range have {
		if _, ok := want[key]; !ok {
			extra = append(extra, g)
		}
	}
	slices.SortFunc(missing, CompareGrants)
	slices.SortFunc(extra, CompareGrants)
	return missing, extra
}

// grantsIn gives the comparable grants of a container, by a key that leaves the
// container's own name out.
func (inv Inventory) grantsIn(c, twin Container) map[Grant]Grant {
	out := map[Grant]Grant{}
	add := func(list []Grant) {
		for _, g := range list {
			switch {
			case g.Privilege == "OWNERSHIP" && !g.Future, g.GranteeKind == "share":
			case g.GranteeKind == "database role" && !inv.Dialect.EqualNames(c.Database, twin.Database):
			default:
				out[g.relative(c)] = g
			}
		}
	}
	for _, s := range inv.Containers {
		if inside(inv.Dialect, s.Container, c) && inv.hasTwin(s.Container, twin) {
			add(s.Access)
		}
	}
	both := map[string]Kind{}
	for _, o := range inv.In(twin) {
		both[within(twin, o.Ref)] = o.Kind
	}
	for _, o := range inv.In(c) {
		switch kind, ok := both[within(c, o.Ref)]; {
		case !ok:
		case kind == o.Kind:
			add(o.Access)
		default: // what a table and a view can both carry
			add(slices.DeleteFunc(slices.Clone(o.Access), func(g Grant) bool { return !Readable(g.Privilege) }))
		}
	}
	return out
}

// Readable reports whether a privilege is one to read: what a view can carry as
// well as a table.
func Readable(privilege string) bool { return privilege == "SELECT" || privilege == "REFERENCES" }

// hasTwin reports whether the other side has the container too.
func (inv Inventory) hasTwin(c, twin Container) bool {
	if twin.Schema == "" {
		twin.Schema = c.Schema
	}
	s, ok := inv.Container(twin)
	return ok && s.Exists
}

// inside reports whether a container is c or a schema of c.
func inside(d Dialect, is, c Container) bool {
	return d.EqualNames(is.Database, c.Database) && (c.Schema == "" || d.EqualNames(is.Schema, c.Schema))
}

// within names a relation inside a container: schema.name, or name alone when
// the container is a schema.
func within(c Container, r Ref) string {
	if c.Schema != "" {
		return r.Name
	}
	return r.Schema + "\x00" + r.Name
}

// relative is the grant without the name of the container it is looked at in.
func (g Grant) relative(c Container) Grant {
	g.Container.Database = ""
	if c.Schema != "" {
		g.Container.Schema = ""
	}
	if g.Name != "" { // a table that becomes a view keeps its readers
		g.On = ""
	}
	return g
}

// in gives the same grant on the object of that name in another container.
func (g Grant) in(c Container) Grant {
	g.Container.Database = c.Database
	if c.Schema != "" && g.Container.Schema != "" {
		g.Container.Schema = c.Schema
	}
	return g
}

// CompareGrants orders grants for people and for plans.
func CompareGrants(a, b Grant) int {
	return cmp.Or(
		strings.Compare(a.Container.String(), b.Container.String()),
		strings.Compare(a.Name, b.Name), strings.Compare(a.On, b.On), compareBool(a.Future, b.Future),
		strings.Compare(a.Privilege, b.Privilege), strings.Compare(a.GranteeKind, b.GranteeKind),
		strings.Compare(a.Grantee, b.Grantee), compareBool(a.WithOption, b.WithOption),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// String says the grant in words, for example "SELECT on table A.B.C for role R".
func (g Grant) String() string {
	on := g.On
	if g.Future {
		on = "future " + on + "s in"
	}
	name := g.Container.String()
	if g.Name != "" {
		name += "." + g.Name
	}
	out := fmt.Sprintf("%s on %s %s for %s %s", g.Privilege, on, name, g.GranteeKind, g.Grantee)
	if g.WithOption {
		out += " with grant option"
	}
	return out
}
