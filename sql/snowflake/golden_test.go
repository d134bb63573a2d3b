package snowflake

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// hostile are names that try to be something else.
func hostile() []string {
	return []string{
		"PLAIN", "MiXed Case", `quo"te`, "apo'strophe; --", "SELECT", "été 日本", "50%_off", "do$$llar", `back\slash`, "new\nline", "/* c */", "?", ":x",
	}
}

func container(names ...string) warehouse.Container {
	c := warehouse.Container{Database: names[0]}
	if len(names) > 1 {
		c.Schema = names[1]
	}
	return c
}

func named(n int, name string) warehouse.Ref {
	return warehouse.Ref{Database: fmt.Sprintf("D%d %s", n, name), Schema: "S " + name, Name: name}
}

// goldenOps gives every op, by the name of its golden file.
func goldenOps(name string) map[string]warehouse.Op {
	a, b := named(1, name), named(2, name)
	state := container("STATE "+name, "CUTOVER")
	def := warehouse.Definition{
		SQL: "create or replace view x as select * from t", Comment: "c'" + name,
		Columns: []warehouse.Column{{Name: name, Type: "NUMBER(38,0)"}},
	}
	fence := warehouse.CheckFence{State: state, Environment: "prod " + name, Fence: 3}
	proof := warehouse.Mark{Database: b.Database, Schema: b.Schema, Release: "r " + name, Step: "swap " + name}
	grant := warehouse.Grant{On: "table", Container: a.Container(), Name: name, Privilege: "SELECT", Grantee: "R " + name, GranteeKind: "role"}
	entry := warehouse.Entry{Environment: "prod " + name, Release: "r", Serial: 2, Step: name, Event: "intent", Fence: 3, Actor: "me@host", Body: `{"a": "` + name + `"}`, Key: "k" + name}
	drop := warehouse.Drop{Ref: a, Kind: warehouse.KindTable}
	with := func(change func(*warehouse.Grant)) warehouse.Grant {
		g := grant
		change(&g)
		return g
	}
	return map[string]warehouse.Op{
		"create_container_database": warehouse.CreateContainer{Container: container(a.Database)},
		"create_container_schema":   warehouse.CreateContainer{Container: a.Container()},
		"drop_container_database":   warehouse.DropContainer{Container: container(a.Database)},
		"drop_container_schema":     warehouse.DropContainer{Container: a.Container()},
		"clone_database":            warehouse.CloneContainer{From: container(a.Database), To: container(b.Database)},
		"clone_schema_replace":      warehouse.CloneContainer{From: a.Container(), To: b.Container(), Transient: true, Replace: true},
		"move_database":             warehouse.MoveContainer{From: container(a.Database), To: container(b.Database)},
		"move_schema":               warehouse.MoveContainer{From: a.Container(), To: b.Container()},
		"swap_schema":               warehouse.SwapContainers{A: a.Container(), B: b.Container()},
		"swap_database_proof":       warehouse.SwapContainers{A: container(a.Database), B: container(b.Database), Proof: &proof},
		"swap_schema_fenced":        warehouse.Fenced{Fence: fence, Op: warehouse.SwapContainers{A: a.Container(), B: b.Container(), Proof: &proof}},
		"copy_table":                warehouse.CopyTable{From: a, To: b, Definition: def},
		"copy_table_replace":        warehouse.CopyTable{From: a, To: b, Definition: warehouse.Definition{SQL: "x", Transient: true}, Replace: true},
		"create_view":               warehouse.CreateView{View: a, Definition: def},
		"create_view_replace":       warehouse.CreateView{View: a, Definition: def, Replace: true},
		"create_view_fenced":        warehouse.Fenced{Fence: fence, Op: warehouse.CreateView{View: a, Definition: def, Replace: true}},
		"drop_table":                drop,
		"drop_view":                 warehouse.Drop{Ref: a, Kind: warehouse.KindView},
		"batch":                     warehouse.Batch{Ops: []warehouse.Op{drop, warehouse.Sequence{Ops: []warehouse.Op{drop, warehouse.CreateView{View: a, Definition: def}}}}},
		"batch_fenced":              warehouse.Fenced{Fence: fence, Op: warehouse.Batch{Ops: []warehouse.Op{drop, proof}}},
		"grant_object":              warehouse.GrantAccess{Grant: with(func(g *warehouse.Grant) { g.WithOption = true })},
		"grant_future":              warehouse.GrantAccess{Grant: with(func(g *warehouse.Grant) { g.Name, g.Future, g.On = "", true, "masking_policy" })},
		"grant_future_ownership": warehouse.GrantAccess{Grant: with(func(g *warehouse.Grant) {
			g.Name, g.Future, g.On, g.Privilege, g.Container.Schema = "", true, "view", "OWNERSHIP", ""
		})},
		"grant_ownership":     warehouse.GrantAccess{Grant: with(func(g *warehouse.Grant) { g.Name, g.On, g.Privilege = "", "schema", "OWNERSHIP" })},
		"grant_database_role": warehouse.GrantAccess{Grant: with(func(g *warehouse.Grant) { g.GranteeKind = "database role" })},
		"grant_share":         warehouse.GrantAccess{Grant: with(func(g *warehouse.Grant) { g.GranteeKind = "share" })},
		"revoke_object":       warehouse.RevokeAccess{Grant: grant},
		"revoke_container": warehouse.RevokeAccess{Grant: with(func(g *warehouse.Grant) {
			g.Name, g.On, g.Privilege, g.Container.Schema = "", "database", "CREATE SCHEMA", ""
		})},
		"revoke_future":    warehouse.RevokeAccess{Grant: with(func(g *warehouse.Grant) { g.Name, g.Future = "", true })},
		"set_comment":      warehouse.SetComment{Container: a.Container(), Comment: "it's " + name},
		"undrop_database":  warehouse.Undrop{Container: container(a.Database)},
		"undrop_schema":    warehouse.Undrop{Container: a.Container()},
		"mark":             proof,
		"mark_fenced":      warehouse.Fenced{Fence: fence, Op: proof},
		"ensure_state":     warehouse.EnsureState{State: state},
		"append_entry":     warehouse.AppendEntry{State: state, Entry: entry},
		"append_unfenced":  warehouse.AppendEntry{State: state, Entry: warehouse.Entry{Environment: name, Event: "planned"}},
		"read_entries":     warehouse.ReadEntries{State: state, Environment: name},
		"read_entries_all": warehouse.ReadEntries{State: state},
		"take_lease":       warehouse.TakeLease{State: state, Environment: name, Owner: "o" + name, TTL: 90 * time.Second, Body: "{}"},
		"take_lease_break": warehouse.TakeLease{State: state, Environment: name, Owner: "o" + name, TTL: time.Minute, Break: 7},
		"renew_lease":      warehouse.RenewLease{State: state, Environment: name, Owner: "o" + name, Fence: 3, TTL: time.Minute},
		"release_lease":    warehouse.ReleaseLease{State: state, Environment: name, Owner: "o" + name, Fence: 3},
		"check_fence":      fence,
		"read_lease":       warehouse.ReadLease{State: state, Environment: name},
		"read_marks":       warehouse.ReadMarks{Database: a.Database, Schema: a.Schema},
		"probe":            warehouse.Probe{Ref: a},
	}
}

// shown writes statements the way that a golden file keeps them.
func shown(sts []warehouse.Statement) string {
	var b strings.Builder
	for _, st := range sts {
		b.WriteString(st.Text + "\n")
		for i, a := range st.Args {
			fmt.Fprintf(&b, "-- ? %d: %q\n", i+1, a)
		}
	}
	return b.String()
}

// TestGoldenSQL shows every statement of every op for every hostile name.
func TestGoldenSQL(t *testing.T) {
	t.Parallel()
	for file := range goldenOps("") {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			for _, name := range hostile() {
				sts, err := newRenderer().render(goldenOps(name)[file], nil)
				if err != nil {
					t.Fatalf("%q: %v", name, err)
				}
				fmt.Fprintf(&b, "-- name %q\n%s\n", name, shown(sts))
			}
			golden(t, filepath.Join("testdata", "golden", file+".sql"), b.String())
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// TestStatementsAreOne checks that no name breaks out: every statement, and the
// text inside a guard block, is as many statements as for a plain name.
func TestStatementsAreOne(t *testing.T) {
	t.Parallel()
	for file, plain := range goldenOps("PLAIN") {
		want := shape(t, plain)
		for _, name := range hostile() {
			if got := shape(t, goldenOps(name)[file]); got != want {
				t.Errorf("%s with name %q: %s, want %s", file, name, got, want)
			}
		}
	}
}

// shape is the kinds of lexemes of all statements, blocks opened.
func shape(t *testing.T, op warehouse.Op) string {
	t.Helper()
	sts, err := newRenderer().render(op, nil)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, st := range sts {
		sql := st.Text
		if isBlock(st) {
			sql = opened(t, st)
		}
		lexemes, err := Dialect().Lex(sql)
		if err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
		for _, l := range meaning(lexemes) {
			b.WriteString(fmt.Sprint(int(l.Kind)))
			if l.Kind == warehouse.LexWord {
				b.WriteString(l.Text)
			}
		}
		b.WriteString(fmt.Sprintf("|%d ", len(st.Args)))
	}
	return b.String()
}

// opened gives the script inside a guard block, as Snowflake reads it.
func opened(t *testing.T, st warehouse.Statement) string {
	t.Helper()
	body := strings.TrimPrefix(st.Text, blockStart)
	if rest, ok := strings.CutPrefix(body, "$$"); ok {
		inner, ok := strings.CutSuffix(rest, "$$")
		if !ok || strings.Contains(inner, "$$") {
			t.Fatalf("block does not end where it should: %s", st.Text)
		}
		return inner
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(body, "'"), "'")
	return strings.NewReplacer(`\\`, `\`, `\'`, `'`, `\n`, "\n", `\r`, "\r").Replace(inner)
}

func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	a, s := container("A"), container("A", "S")
	def := warehouse.Definition{SQL: "create view v as select 1"}
	grant := warehouse.Grant{On: "schema", Container: s, Privilege: "USAGE", Grantee: "R", GranteeKind: "role"}
	changed := func(change func(*warehouse.Grant)) warehouse.Grant {
		g := grant
		change(&g)
		return g
	}
	for name, tc := range map[string]struct {
		op   warehouse.Op
		want warehouse.Code
	}{
		"atomic":              {warehouse.Atomic{Ops: []warehouse.Op{warehouse.Drop{}}}, warehouse.Unsupported},
		"fenced twice":        {warehouse.Fenced{Op: warehouse.Fenced{Op: warehouse.Drop{Kind: warehouse.KindTable}}}, warehouse.InvalidStatement},
		"fenced atomic":       {warehouse.Fenced{Op: warehouse.Atomic{}}, warehouse.Unsupported},
		"swap of two levels":  {warehouse.SwapContainers{A: a, B: s}, warehouse.InvalidStatement},
		"swap with itself":    {warehouse.SwapContainers{A: a, B: a}, warehouse.InvalidStatement},
		"clone of two levels": {warehouse.CloneContainer{From: a, To: s}, warehouse.InvalidStatement},
		"view without text":   {warehouse.CreateView{View: warehouse.Ref{Name: "V"}}, warehouse.InvalidStatement},
		"view that is cut":    {warehouse.CreateView{Definition: warehouse.Definition{SQL: "create view v as select 'x"}}, warehouse.InvalidStatement},
		"table without text":  {warehouse.CopyTable{}, warehouse.InvalidStatement},
		"drop of other":       {warehouse.Drop{Kind: warehouse.KindDynamicTable}, warehouse.Unsupported},
		"privilege is SQL":    {warehouse.GrantAccess{Grant: changed(func(g *warehouse.Grant) { g.Privilege = "USAGE ON SCHEMA X TO ROLE R; DROP" })}, warehouse.InvalidStatement},
		"kind is SQL":         {warehouse.GrantAccess{Grant: changed(func(g *warehouse.Grant) { g.On = "schema;" })}, warehouse.InvalidStatement},
		"wrong level":         {warehouse.GrantAccess{Grant: changed(func(g *warehouse.Grant) { g.On = "database" })}, warehouse.InvalidStatement},
		"revoke ownership":    {warehouse.RevokeAccess{Grant: changed(func(g *warehouse.Grant) { g.Privilege = "OWNERSHIP" })}, warehouse.InvalidStatement},
		"grant to app":        {warehouse.GrantAccess{Grant: changed(func(g *warehouse.Grant) { g.GranteeKind = "application" })}, warehouse.Unsupported},
		"grant on function":   {warehouse.GrantAccess{Grant: changed(func(g *warehouse.Grant) { g.On, g.Name = "function", "F" })}, warehouse.Unsupported},
		"member of batch":     {warehouse.Batch{Ops: []warehouse.Op{warehouse.CreateView{Definition: def}, warehouse.CopyTable{}}}, warehouse.InvalidStatement},
	} {
		if sts, err := newRenderer().render(tc.op, nil); warehouse.CodeOf(err) != tc.want {
			t.Errorf("%s: %v, %v; want %q", name, sts, err, tc.want)
		}
	}
}

func TestPacked(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", strings.Repeat(`{"x": 1}`, 100_000), "gz:not packed"} {
		got, err := unpacked(packed(body))
		if err != nil || got != body {
			t.Errorf("%d bytes come back as %d: %v", len(body), len(got), err)
		}
	}
	if n := len(packed(strings.Repeat("x", 1<<20))); n > 1<<16 {
		t.Errorf("a long body is kept with %d bytes", n)
	}
}
