package warehousetest

import (
	"slices"
	"testing"

	"cutover/sql/warehouse"
)

// checkGrants: who may do what is given, taken and seen, and doing it twice does
// no harm.
func checkGrants(t *testing.T, w World) {
	table := ref(w.Production, `quo"te`)
	w.Seed(t, Relation{Ref: table, Rows: 1, Text: "t"}, Relation{Ref: ref(w.Production, "v"), From: &table})
	d := w.Open(t)
	word := "schema"
	if w.Production.Schema == "" {
		word = "database"
	}
	option := selectGrant(table, "table", w.Roles[1])
	option.WithOption = true
	for _, g := range []warehouse.Grant{
		{On: word, Container: w.Production, Privilege: "USAGE", Grantee: w.Roles[0], GranteeKind: "role"},
		selectGrant(table, "table", w.Roles[0]),
		selectGrant(ref(w.Production, "v"), "view", w.Roles[0]),
		option,
	} {
		checkOneGrant(t, d, w, g)
	}
}

func checkOneGrant(t *testing.T, d warehouse.Driver, w World, g warehouse.Grant) {
	t.Helper()
	give, take := warehouse.GrantAccess{Grant: g}, warehouse.RevokeAccess{Grant: g}
	outcome(t, d, give, warehouse.NotDone)
	outcome(t, d, take, warehouse.Done)
	do(t, d, give)
	do(t, d, give)
	outcome(t, d, give, warehouse.Done)
	outcome(t, d, take, warehouse.NotDone)
	if !granted(access(t, d, w.Production), g) {
		t.Errorf("%s was given and is not seen", g)
	}
	do(t, d, take)
	do(t, d, take)
	outcome(t, d, take, warehouse.Done)
	if granted(access(t, d, w.Production), g) {
		t.Errorf("%s was taken and is seen", g)
	}
}

func granted(inv warehouse.Inventory, g warehouse.Grant) bool {
	for _, s := range inv.Containers {
		if slices.Contains(s.Access, g) {
			return true
		}
	}
	for _, o := range inv.Objects {
		if slices.Contains(o.Access, g) {
			return true
		}
	}
	return false
}

// checkFutureGrants: what is made later gets them.
func checkFutureGrants(t *testing.T, w World) {
	w.Seed(t, Relation{Ref: ref(w.Candidate, "t"), Rows: 1, Text: "t"})
	d := w.Open(t)
	g := warehouse.Grant{On: "table", Container: w.Production, Future: true, Privilege: "SELECT", Grantee: w.Roles[0], GranteeKind: "role"}
	checkOneGrant(t, d, w, g)
	do(t, d, warehouse.GrantAccess{Grant: g})
	from := must(t, look(t, d, w), ref(w.Candidate, "t"))
	to := ref(w.Production, "t")
	do(t, d, warehouse.CopyTable{From: from.Ref, To: to, Definition: from.Definition})
	if want := selectGrant(to, "table", w.Roles[0]); !granted(access(t, d, w.Production), want) {
		t.Errorf("a table made later has no %s", want)
	}
}
