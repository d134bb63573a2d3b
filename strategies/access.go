package strategies

import (
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// ownership is the privilege that a thing always has exactly one holder of.
const ownership = "OWNERSHIP"

// The kinds of grantees that are never levelled. A share reads a certain object
// and not a name; a database role lives and moves with its own database.
const (
	granteeShare        = "share"
	granteeDatabaseRole = "database role"
	// granteeMember is BigQuery's: a grant on a table itself, which a replacement
	// may take off it.
	granteeMember = "member"
)

// The words of Grant.On.
const (
	onDatabase = "database"
	onSchema   = "schema"
)

// accessOps are the statements that make the access of one side that of
// another. Revokes come first, because a privilege that stays without its grant
// option is taken and given anew; ownership comes last, because whoever gives it
// away can do nothing else any more.
type accessOps struct {
	revoke, grant, comment []warehouse.Op
	// own gives objects, then schemas, then databases away.
	own []warehouse.Op
	// lost are grants that cannot be given to what takes the place.
	lost []warehouse.Grant
}

func (a *accessOps) add(o accessOps) {
	a.revoke = append(a.revoke, o.revoke...)
	a.grant = append(a.grant, o.grant...)
	a.comment = append(a.comment, o.comment...)
	a.own = append(a.own, o.own...)
	a.lost = append(a.lost, o.lost...)
}

// list gives the ops in an order in which they can be done one after another.
func (a accessOps) list() []warehouse.Op {
	return slices.Concat(a.revoke, a.grant, a.comment, a.own)
}

// sequence gives the same with what may happen side by side put together.
func (a accessOps) sequence() []warehouse.Op {
	var out []warehouse.Op
	for _, ops := range [][]warehouse.Op{a.revoke, a.grant, a.comment} {
		if len(ops) > 0 {
			out = append(out, warehouse.Batch{Ops: ops})
		}
	}
	return append(out, a.own...)
}

// levelContainer gives the ops after which container to has exactly the access
// that from has, for the containers themselves: grants, future grants, comments
// and, last, owners. For a database that includes its schemas. A to that the
// look does not know is taken for one that was just made: it holds what the
// future grants of its database gave it and nothing else, and who owns it is not
// known. Shares are left alone.
func levelContainer(inv warehouse.Inventory, from, to warehouse.Container) []warehouse.Op {
	return containerAccess(inv, from, to).list()
}

// levelClone is levelContainer for a to that a role is about to make: it has the
// role as its owner and what the future grants of its database give it.
func levelClone(inv warehouse.Inventory, from, to warehouse.Container, role string) []warehouse.Op {
	made := warehouse.ContainerState{Container: to, Exists: true, Owner: role, Access: bornWith(inv, to)}
	inv.Containers = append(slices.DeleteFunc(slices.Clone(inv.Containers), func(s warehouse.ContainerState) bool {
		return inv.Dialect.SameContainer(s.Container, to)
	}), made)
	return levelContainer(inv, from, to)
}

func containerAccess(inv warehouse.Inventory, from, to warehouse.Container) accessOps {
	var out accessOps
	given := map[bool][]warehouse.Op{} // true: the side itself, given away after what it holds
	for _, want := range statesIn(inv, from) {
		c := moved(want.Container, to)
		have, ok := inv.Container(c)
		if !ok || !have.Exists {
			if c != to {
				continue // a schema that only production has: guardVanish says so
			}
			have = warehouse.ContainerState{Container: c, Access: bornWith(inv, c)}
		}
		ops := levelOne(want, have, c)
		given[c == to] = append(given[c == to], ops.own...)
		ops.own = nil
		out.add(ops)
	}
	for _, have := range statesIn(inv, to) {
		twin := moved(have.Container, from)
		if is, ok := inv.Container(twin); ok && is.Exists {
			continue
		}
		ops := newSchema(inv, from, have)
		given[false] = append(given[false], ops.own...)
		ops.own = nil
		out.add(ops)
	}
	out.own = append(given[false], given[true]...)
	return out
}

// levelOne levels one container with the twin it gets its access from.
func levelOne(want, have warehouse.ContainerState, c warehouse.Container) accessOps {
	out := levelGrants(rewritten(want.Access, c), apart(own(have.Access, c), want.Container, c), "")
	if want.Comment != have.Comment {
		out.comment = append(out.comment, warehouse.SetComment{Container: c, Comment: want.Comment})
	}
	if want.Owner != "" && want.Owner != have.Owner {
		out.own = append(out.own, giveAway(containerWord(c), c, "", want.Owner))
	}
	return out
}

// newSchema levels a schema that only the candidate has: in production it would
// have been made under the future grants of the database.
func newSchema(inv warehouse.Inventory, from warehouse.Container, have warehouse.ContainerState) accessOps {
	c := have.Container
	db, _ := inv.Container(warehouse.Container{Database: from.Database})
	var want []warehouse.Grant
	owner := ""
	for _, g := range futureFor(onSchema, db.Access) {
		if g.Privilege == ownership {
			owner = g.Grantee
			continue
		}
		want = append(want, warehouse.Grant{On: onSchema, Container: c, Privilege: g.Privilege, Grantee: g.Grantee, GranteeKind: g.GranteeKind, WithOption: g.WithOption})
	}
	out := levelGrants(want, apart(own(have.Access, c), from, c), "")
	is, _ := inv.Container(warehouse.Container{Database: c.Database})
	if owner == "" && have.Owner == is.Owner {
		owner = db.Owner
	}
	if owner != "" && owner != have.Owner {
		out.own = append(out.own, giveAway(onSchema, c, "", owner))
	}
	return out
}

// levelObjects gives the ops after which every object of container cand has the
// access of production's object of that name; what only the candidate has gets
// production's future grants.
func levelObjects(inv warehouse.Inventory, prod, cand warehouse.Container) []warehouse.Op {
	return objectAccess(inv, prod, cand).list()
}

func objectAccess(inv warehouse.Inventory, prod, cand warehouse.Container) accessOps {
	var out accessOps
	objects := inv.In(cand)
	slices.SortFunc(objects, func(a, b warehouse.Object) int { return strings.Compare(a.Ref.String(), b.Ref.String()) })
	for _, o := range objects {
		if isMarks(o.Ref) {
			continue
		}
		if twin, ok := inv.Object(movedRef(o.Ref, prod)); ok {
			out.add(levelObject(twin, o))
			continue
		}
		out.add(newObject(inv, prod, o))
	}
	return out
}

func levelObject(want, have warehouse.Object) accessOps {
	c, kind := have.Ref.Container(), string(have.Kind)
	grants := rewritten(want.Access, c)
	for i := range grants {
		grants[i].Name, grants[i].On = have.Ref.Name, kind
	}
	out := levelGrants(grants, apart(have.Access, want.Ref.Container(), c), kind)
	if want.Owner != "" && want.Owner != have.Owner {
		out.own = append(out.own, giveAway(kind, c, have.Ref.Name, want.Owner))
	}
	return out
}

// newObject gives a relation that is new in production what it would have got
// there: production's future grants.
func newObject(inv warehouse.Inventory, prod warehouse.Container, have warehouse.Object) accessOps {
	c, kind := have.Ref.Container(), string(have.Kind)
	there := moved(c, prod)
	want, owner := plannedAccess(inv, there, kind)
	want = rewritten(want, c)
	for i := range want {
		want[i].Name = have.Ref.Name
	}
	out := levelGrants(want, apart(have.Access, prod, c), kind)
	if owner == "" {
		owner = twinOwner(inv, c, there, have.Owner)
	}
	if owner != "" && owner != have.Owner {
		out.own = append(out.own, giveAway(kind, c, have.Ref.Name, owner))
	}
	return out
}

// twinOwner translates the owner of a new object: what belongs to the owner of
// the candidate's schema is given to the owner of production's.
func twinOwner(inv warehouse.Inventory, cand, prod warehouse.Container, owner string) string {
	for _, pair := range [][2]warehouse.Container{{cand, prod}, {{Database: cand.Database}, {Database: prod.Database}}} {
		is, ok := inv.Container(pair[0])
		becomes, there := inv.Container(pair[1])
		if ok && there && becomes.Exists && is.Owner == owner {
			return becomes.Owner
		}
	}
	return ""
}

// plannedAccess is what an object of a kind gets when it is made in a container:
// the future grants of the schema, or, where the schema has none for that kind,
// those of its database. The owner is "" when no future grant names one.
func plannedAccess(inv warehouse.Inventory, c warehouse.Container, kind string) (grants []warehouse.Grant, owner string) {
	schema, _ := inv.Container(c)
	future := futureFor(kind, schema.Access)
	if len(future) == 0 && c.Schema != "" {
		db, _ := inv.Container(warehouse.Container{Database: c.Database})
		future = futureFor(kind, db.Access)
	}
	for _, g := range future {
		if g.Privilege == ownership {
			owner = g.Grantee
			continue
		}
		g.Future = false
		grants = append(grants, g)
	}
	return grants, owner
}

// futureFor lists the future grants for one kind of object.
func futureFor(kind string, access []warehouse.Grant) []warehouse.Grant {
	var out []warehouse.Grant
	for _, g := range access {
		if g.Future && strings.EqualFold(g.On, kind) {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, warehouse.CompareGrants)
	return out
}

// bornWith is the access of a schema that was just made in a database.
func bornWith(inv warehouse.Inventory, c warehouse.Container) []warehouse.Grant {
	if c.Schema == "" {
		return nil
	}
	db, _ := inv.Container(warehouse.Container{Database: c.Database})
	var out []warehouse.Grant
	for _, g := range futureFor(onSchema, db.Access) {
		g.Future, g.Container = false, c
		out = append(out, g)
	}
	return out
}
