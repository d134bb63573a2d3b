package strategies

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cutover/sql/warehouse"
)

func serverDialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name: "snowflake", Quote: '"', Fold: strings.ToUpper, EqualNames: func(a, b string) bool { return a == b },
		DollarQuotes: true, BackslashEscapes: true, SlashComments: true,
	}
}

var (
	prodDB  = warehouse.Container{Database: "PROD"}
	stageDB = warehouse.Container{Database: "STAGE"}
)

// grants is a model of a warehouse: what ops do to a look.
type grants struct{ inv *warehouse.Inventory }

func (m grants) apply(t interface{ Fatalf(string, ...any) }, ops []warehouse.Op) {
	for _, op := range ops {
		switch op := op.(type) {
		case warehouse.Batch:
			m.apply(t, op.Ops)
		case warehouse.Sequence:
			m.apply(t, op.Ops)
		case warehouse.SetComment:
			m.container(t, op.Container).Comment = op.Comment
		case warehouse.GrantAccess:
			m.give(t, op.Grant)
		case warehouse.RevokeAccess:
			m.take(t, op.Grant)
		default:
			t.Fatalf("op %s is not of access", op.OpName())
		}
	}
}

func (m grants) container(t interface{ Fatalf(string, ...any) }, c warehouse.Container) *warehouse.ContainerState {
	for i := range m.inv.Containers {
		if m.inv.Containers[i].Container == c {
			return &m.inv.Containers[i]
		}
	}
	t.Fatalf("container %s is not there", c)
	return nil
}

// list finds where a grant is kept, and the kind of what it is on.
func (m grants) list(t interface{ Fatalf(string, ...any) }, g warehouse.Grant) (access *[]warehouse.Grant, owner *string, kind string) {
	if g.Name == "" {
		c := m.container(t, g.Container)
		return &c.Access, &c.Owner, containerWord(g.Container)
	}
	for i := range m.inv.Objects {
		if o := &m.inv.Objects[i]; o.Ref.Container() == g.Container && o.Ref.Name == g.Name {
			return &o.Access, &o.Owner, string(o.Kind)
		}
	}
	t.Fatalf("there is nothing for %s", g)
	return nil, nil, ""
}

func (m grants) give(t interface{ Fatalf(string, ...any) }, g warehouse.Grant) {
	access, owner, kind := m.list(t, g)
	if !g.Future && g.On != kind {
		t.Fatalf("%s: it is a %s", g, kind)
	}
	if g.Privilege == ownership && !g.Future {
		*owner = g.Grantee
		return
	}
	plain := g
	plain.WithOption = false
	*access = slices.DeleteFunc(slices.Clone(*access), func(o warehouse.Grant) bool { return o == g || o == plain })
	*access = append(*access, g)
}

// take removes a privilege with and without its option, as REVOKE does.
func (m grants) take(t interface{ Fatalf(string, ...any) }, g warehouse.Grant) {
	access, _, _ := m.list(t, g)
	*access = slices.DeleteFunc(slices.Clone(*access), func(o warehouse.Grant) bool {
		o.WithOption = g.WithOption
		return o == g
	})
}

// drawSide draws a database with two schemas and tables, and who may do what.
func drawSide(t *rapid.T, db string, inv *warehouse.Inventory) {
	roles := []string{"R1", "R2", "OWNER", "lower \"case"}
	some := func(label string, on string, c warehouse.Container, name string, privileges ...string) []warehouse.Grant {
		var out []warehouse.Grant
		for _, p := range privileges {
			for _, role := range roles {
				if rapid.IntRange(0, 2).Draw(t, label) > 0 {
					continue
				}
				out = append(out, warehouse.Grant{On: on, Container: c, Name: name, Privilege: p, Grantee: role, GranteeKind: "role", WithOption: rapid.Bool().Draw(t, "option")})
			}
		}
		return out
	}
	future := func(c warehouse.Container, on ...string) []warehouse.Grant {
		var out []warehouse.Grant
		for _, kind := range on {
			for _, g := range some("future", kind, c, "", "SELECT") {
				g.Future = true
				out = append(out, g)
			}
		}
		return out
	}
	owner := func() string { return rapid.SampledFrom(roles).Draw(t, "owner") }
	at := warehouse.Container{Database: db}
	state := warehouse.ContainerState{Container: at, Exists: true, Owner: owner(), Comment: rapid.SampledFrom([]string{"", "c"}).Draw(t, "comment")}
	state.Access = append(some("db", "database", at, "", "USAGE", "MONITOR"), future(at, "table", "view", "schema")...)
	state.Access = append(state.Access, warehouse.Grant{On: "database", Container: at, Privilege: "USAGE", Grantee: "SH_" + db, GranteeKind: "share"})
	state.Access = append(state.Access, warehouse.Grant{On: "database", Container: at, Privilege: "MONITOR", Grantee: "own role of " + db, GranteeKind: "database role"})
	inv.Containers = append(inv.Containers, state)
	for _, schema := range []string{"A", "B"} {
		if rapid.IntRange(0, 4).Draw(t, "schema") == 0 {
			continue
		}
		c := warehouse.Container{Database: db, Schema: schema}
		s := warehouse.ContainerState{Container: c, Exists: true, Owner: owner()}
		s.Access = append(some("schema", "schema", c, "", "USAGE"), future(c, "table", "view")...)
		inv.Containers = append(inv.Containers, s)
		for _, name := range []string{"T", "U", "V"} {
			if rapid.IntRange(0, 3).Draw(t, "object") == 0 {
				continue
			}
			o := warehouse.Object{Ref: warehouse.Ref{Database: db, Schema: schema, Name: name}, Kind: warehouse.KindTable, Owner: owner()}
			if name == "V" {
				o.Kind = warehouse.KindView
			}
			o.Access = some("object", string(o.Kind), c, name, "SELECT", "REFERENCES")
			inv.Objects = append(inv.Objects, o)
		}
	}
}

// Whatever two sides look like, once the ops of levelling are done nobody has
// more or less on the candidate than on production, owners agree, shares are
// untouched, and doing it again changes nothing.
func TestLevellingLeavesNoDifference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		inv := warehouse.Inventory{Dialect: serverDialect()}
		drawSide(t, "PROD", &inv)
		drawSide(t, "STAGE", &inv)
		ops := append(levelObjects(inv, prodDB, stageDB), levelContainer(inv, prodDB, stageDB)...)
		grants{&inv}.apply(t, ops)
		if missing, extra := warehouse.AccessDiff(inv, prodDB, stageDB); len(missing)+len(extra) > 0 {
			t.Fatalf("missing %v\nextra %v\nafter %v", missing, extra, ops)
		}
		for _, c := range inv.Containers {
			twin, ok := inv.Container(moved(c.Container, prodDB))
			if ok && (twin.Owner != c.Owner || (c.Container == stageDB && twin.Comment != c.Comment)) {
				t.Fatalf("%s: owner %s, comment %q; %s: owner %s, comment %q", c.Container, c.Owner, c.Comment, twin.Container, twin.Owner, twin.Comment)
			}
			for _, own := range []string{"SH_STAGE", "own role of STAGE"} {
				if c.Container == stageDB && !slices.ContainsFunc(c.Access, func(g warehouse.Grant) bool { return g.Grantee == own }) {
					t.Fatalf("what the candidate gave %s was touched", own)
				}
			}
		}
		again := append(levelObjects(inv, prodDB, stageDB), levelContainer(inv, prodDB, stageDB)...)
		if len(again) > 0 {
			t.Fatalf("a second time there is still to do: %v", again)
		}
		again = levelObjects(inv, prodDB, stageDB)
		if diff := cmp.Diff(again, levelObjects(inv, prodDB, stageDB)); diff != "" {
			t.Fatalf("the same look gives other ops: %s", diff)
		}
	})
}

// What is narrowed and widened is what it was.
func TestWidenIsTheInverseOfNarrow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		inv := warehouse.Inventory{Dialect: serverDialect()}
		drawSide(t, "PROD", &inv)
		before := slices.Clone(inv.Containers[0].Access)
		slices.SortFunc(before, warehouse.CompareGrants)
		state := inv.Containers[0]
		grants{&inv}.apply(t, narrow(state))
		for _, g := range inv.Containers[0].Access {
			if !g.Future && g.GranteeKind == "role" {
				t.Fatalf("%s is still there", g)
			}
		}
		grants{&inv}.apply(t, widen(state))
		after := slices.Clone(inv.Containers[0].Access)
		slices.SortFunc(after, warehouse.CompareGrants)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Fatal(diff)
		}
	})
}

func ownedGrant(on string, c warehouse.Container, name, privilege, role string) warehouse.Grant {
	return warehouse.Grant{On: on, Container: c, Name: name, Privilege: privilege, Grantee: role, GranteeKind: "role"}
}

// opTexts says ops in words.
func opTexts(ops []warehouse.Op) []string {
	out := []string{}
	for _, op := range ops {
		switch op := op.(type) {
		case warehouse.GrantAccess:
			out = append(out, "grant "+op.Grant.String())
		case warehouse.RevokeAccess:
			out = append(out, "revoke "+op.Grant.String())
		case warehouse.SetComment:
			out = append(out, "comment "+op.Container.String()+" "+op.Comment)
		default:
			out = append(out, op.OpName())
		}
	}
	return out
}

func TestLevelling(t *testing.T) {
	t.Parallel()
	pa, sa := warehouse.Container{Database: "PROD", Schema: "A"}, warehouse.Container{Database: "STAGE", Schema: "A"}
	futureOn := func(c warehouse.Container, on, privilege, role string) warehouse.Grant {
		g := ownedGrant(on, c, "", privilege, role)
		g.Future = true
		return g
	}
	object := func(c warehouse.Container, name string, kind warehouse.Kind, owner string, access ...warehouse.Grant) warehouse.Object {
		return warehouse.Object{Ref: warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name}, Kind: kind, Owner: owner, Access: access}
	}
	state := func(c warehouse.Container, owner string, access ...warehouse.Grant) warehouse.ContainerState {
		return warehouse.ContainerState{Container: c, Exists: true, Owner: owner, Access: access}
	}
	for _, c := range []struct {
		name       string
		containers []warehouse.ContainerState
		objects    []warehouse.Object
		want       []string
	}{
		{
			"a new relation gets the future grants of the schema, which win over those of the database",
			[]warehouse.ContainerState{
				state(prodDB, "O", futureOn(prodDB, "table", "SELECT", "DBR"), futureOn(prodDB, "view", "SELECT", "DBR")),
				state(pa, "O", futureOn(pa, "table", "SELECT", "R")), state(stageDB, "S"), state(sa, "S"),
			},
			[]warehouse.Object{object(sa, "T", warehouse.KindTable, "S", ownedGrant("table", sa, "T", "SELECT", "DEV")), object(sa, "V", warehouse.KindView, "X")},
			[]string{
				"revoke SELECT on table STAGE.A.T for role DEV", "grant SELECT on table STAGE.A.T for role R",
				"grant SELECT on view STAGE.A.V for role DBR", "grant OWNERSHIP on table STAGE.A.T for role O",
			},
		},
		{
			"a future owner owns a new relation",
			[]warehouse.ContainerState{state(prodDB, "O"), state(pa, "O", futureOn(pa, "table", "OWNERSHIP", "F")), state(stageDB, "S"), state(sa, "S")},
			[]warehouse.Object{object(sa, "T", warehouse.KindTable, "S")},
			[]string{"grant OWNERSHIP on table STAGE.A.T for role F"},
		},
		{
			"a table that becomes a view keeps its readers, and its writers cannot be kept",
			[]warehouse.ContainerState{state(prodDB, "O"), state(pa, "O"), state(stageDB, "O"), state(sa, "O")},
			[]warehouse.Object{
				object(pa, "T", warehouse.KindTable, "O", ownedGrant("table", pa, "T", "SELECT", "R"), ownedGrant("table", pa, "T", "INSERT", "R")),
				object(sa, "T", warehouse.KindView, "O"),
			},
			[]string{"grant SELECT on view STAGE.A.T for role R"},
		},
		{
			"shares and owners in the list of grants are left alone",
			[]warehouse.ContainerState{state(prodDB, "O"), state(pa, "O"), state(stageDB, "O"), state(sa, "O")},
			[]warehouse.Object{
				object(pa, "T", warehouse.KindTable, "O", warehouse.Grant{On: "table", Container: pa, Name: "T", Privilege: "SELECT", Grantee: "SH", GranteeKind: "share"}),
				object(sa, "T", warehouse.KindTable, "O", ownedGrant("table", sa, "T", "OWNERSHIP", "O")),
			},
			[]string{},
		},
		{
			"the marks are nobody's relation",
			[]warehouse.ContainerState{state(prodDB, "O", futureOn(prodDB, "table", "SELECT", "R")), state(stageDB, "O"), state(sa, "O")},
			[]warehouse.Object{object(sa, warehouse.MarksTable, warehouse.KindTable, "O")},
			[]string{},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			inv := warehouse.Inventory{Dialect: serverDialect(), Containers: c.containers, Objects: c.objects}
			if diff := cmp.Diff(c.want, opTexts(levelObjects(inv, prodDB, stageDB))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestLevelClone(t *testing.T) {
	t.Parallel()
	a, next := warehouse.Container{Database: "PROD", Schema: "A"}, warehouse.Container{Database: "PROD", Schema: "CUTOVER_R__A"}
	born := ownedGrant("schema", prodDB, "", "USAGE", "EVERYBODY")
	born.Future = true
	futureGrant := ownedGrant("table", a, "", "SELECT", "R")
	futureGrant.Future = true
	inv := warehouse.Inventory{Dialect: serverDialect(), Containers: []warehouse.ContainerState{
		{Container: prodDB, Exists: true, Owner: "O", Access: []warehouse.Grant{born}},
		{Container: a, Exists: true, Owner: "O", Comment: "marts", Access: []warehouse.Grant{
			ownedGrant("schema", a, "", "USAGE", "R"), ownedGrant("schema", a, "", "OWNERSHIP", "O"), futureGrant,
			{On: "schema", Container: a, Privilege: "USAGE", Grantee: "PROD.DBR", GranteeKind: "database role"},
		}},
	}}
	want := []string{
		"revoke USAGE on schema PROD.CUTOVER_R__A for role EVERYBODY",
		"grant USAGE on schema PROD.CUTOVER_R__A for database role PROD.DBR",
		"grant USAGE on schema PROD.CUTOVER_R__A for role R",
		"grant SELECT on future tables in PROD.CUTOVER_R__A for role R",
		"comment PROD.CUTOVER_R__A marts",
		"grant OWNERSHIP on schema PROD.CUTOVER_R__A for role O",
	}
	if diff := cmp.Diff(want, opTexts(levelClone(inv, a, next, "CUTOVER"))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := opTexts(levelClone(inv, a, next, "O")); slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "OWNERSHIP") }) {
		t.Errorf("the role owns what it makes, yet: %v", got)
	}
}
