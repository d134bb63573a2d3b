package strategies

import (
	"fmt"
	"slices"

	"cutover/sql/warehouse"
)

// guardAccess refuses what levelling cannot carry over.
func (b *builder) guardAccess(prod, cand warehouse.Container, ops accessOps) {
	byObject := map[string][]string{}
	var order []string
	for _, g := range ops.lost {
		name := moved(g.Container, prod).Schema + "." + g.Name
		if byObject[name] == nil {
			order = append(order, name)
		}
		byObject[name] = append(byObject[name], fmt.Sprintf("%s of %s %s", g.Privilege, g.GranteeKind, g.Grantee))
	}
	for _, name := range order {
		b.refuse(AccessLost, name, fmt.Sprintf("%s becomes a view, which cannot carry %s", name, names(byObject[name])), "")
	}
	if prod.Schema != "" || b.d.EqualNames(prod.Database, cand.Database) {
		return
	}
	if roles := databaseRoles(b.inv, prod); len(roles) > 0 {
		b.refuse(AccessLost, "", fmt.Sprintf("database %s %s would leave production with %s", plural(len(roles), "role", "roles"), names(roles), prod),
			fmt.Sprintf("cutover wac --env %s --dry-run", shellQuote(b.req.To.Environment)))
	}
}

// databaseRoles lists the database roles that something in a side is granted to.
func databaseRoles(inv warehouse.Inventory, side warehouse.Container) []string {
	seen := map[string]bool{}
	add := func(list []warehouse.Grant) {
		for _, g := range list {
			if g.GranteeKind == granteeDatabaseRole {
				seen[g.Grantee] = true
			}
		}
	}
	for _, s := range statesIn(inv, side) {
		add(s.Access)
	}
	for _, o := range inv.In(side) {
		add(o.Access)
	}
	return sortedKeys(seen)
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
