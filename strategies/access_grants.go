package strategies

import (
	"slices"

	"cutover/sql/warehouse"
)

// levelGrants compares two lists that are written for the same thing. kind is
// that of the object, "" for a container.
func levelGrants(want, have []warehouse.Grant, kind string) accessOps {
	var out accessOps
	wanted, there := grantSet(want), grantSet(have)
	for key, g := range there {
		if _, ok := wanted[key]; !ok {
			out.revoke = append(out.revoke, warehouse.RevokeAccess{Grant: g})
		}
	}
	for key, g := range wanted {
		if _, ok := there[key]; ok {
			continue
		}
		if kind == string(warehouse.KindView) && !warehouse.Readable(g.Privilege) {
			out.lost = append(out.lost, g)
			continue
		}
		out.grant = append(out.grant, warehouse.GrantAccess{Grant: g})
	}
	slices.SortFunc(out.revoke, compareAccess)
	slices.SortFunc(out.grant, compareAccess)
	slices.SortFunc(out.lost, warehouse.CompareGrants)
	return out
}

// grantSet is a list without what is never levelled, by a key under which a
// table's grant and a view's are the same.
func grantSet(list []warehouse.Grant) map[warehouse.Grant]warehouse.Grant {
	out := map[warehouse.Grant]warehouse.Grant{}
	for _, g := range list {
		if leftAlone(g) {
			continue
		}
		key := g
		if key.Name != "" {
			key.On = ""
		}
		out[key] = g
	}
	return out
}

// leftAlone reports whether a grant is no matter of levelling: who owns a thing
// is told apart, and a share keeps what it has.
func leftAlone(g warehouse.Grant) bool {
	return (g.Privilege == ownership && !g.Future) || g.GranteeKind == granteeShare
}

func compareAccess(a, b warehouse.Op) int { return warehouse.CompareGrants(grantOf(a), grantOf(b)) }

// grantOf is the grant that an op gives or takes; zero for all others.
func grantOf(op warehouse.Op) warehouse.Grant {
	switch op := op.(type) {
	case warehouse.GrantAccess:
		return op.Grant
	case warehouse.RevokeAccess:
		return op.Grant
	}
	return warehouse.Grant{}
}

// narrow takes a container's own privileges from everybody but its owner, so
// that nobody reads old data by accident. Shares and future grants stay: they
// read by object, and nothing is made there any more.
func narrow(c warehouse.ContainerState) []warehouse.Op {
	var out []warehouse.Op
	for _, g := range grantSet(own(c.Access, c.Container)) {
		if !g.Future {
			out = append(out, warehouse.RevokeAccess{Grant: g})
		}
	}
	slices.SortFunc(out, compareAccess)
	return out
}

// widen is the inverse of narrow: it gives back what the container had.
func widen(c warehouse.ContainerState) []warehouse.Op { return inverse(narrow(c)) }

// inverse turns grants into revokes and the other way round. Owners and comments
// have no inverse without a look and are left out.
func inverse(ops []warehouse.Op) []warehouse.Op {
	var out []warehouse.Op
	for _, op := range slices.Backward(ops) {
		switch op := op.(type) {
		case warehouse.GrantAccess:
			if op.Grant.Privilege != ownership || op.Grant.Future {
				out = append(out, warehouse.RevokeAccess(op))
			}
		case warehouse.RevokeAccess:
			out = append(out, warehouse.GrantAccess(op))
		case warehouse.Batch:
			out = append(out, inverse(op.Ops)...)
		case warehouse.Sequence:
			out = append(out, inverse(op.Ops)...)
		}
	}
	return out
}

// giveAway makes a role the owner of a container (name "") or of an object.
func giveAway(on string, c warehouse.Container, name, role string) warehouse.Op {
	return warehouse.GrantAccess{Grant: warehouse.Grant{On: on, Container: c, Name: name, Privilege: ownership, Grantee: role, GranteeKind: "role"}}
}

func containerWord(c warehouse.Container) string {
	if c.Schema == "" {
		return onDatabase
	}
	return onSchema
}
