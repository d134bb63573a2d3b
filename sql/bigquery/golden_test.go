package bigquery

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
		"plain", "MiXed Case", "back`tick", `quo"te`, "apo'strophe; --", "select", "été 日本", "50%_off", `back\slash`, "new\nline", "/* c */", "# c", "?", "@x",
		"'''", `\`, `\'`, "my-project.x", strings.Repeat("x", 300),
	}
}

func named(n int, name string) warehouse.Ref {
	return warehouse.Ref{Database: fmt.Sprintf("p%d %s", n, name), Schema: "d " + name, Name: name}
}

// goldenOps gives every op, by the name of its golden file.
func goldenOps(name string) map[string]warehouse.Op {
	out := goldenCopies(name)
	a, b := named(1, name), named(2, name)
	state := warehouse.Container{Database: "p " + name, Schema: "cutover"}
	fence := warehouse.CheckFence{State: state, Environment: "prod " + name, Fence: 3}
	like, dataset := a.Container(), b.Container()
	def := warehouse.Definition{SQL: "CREATE VIEW `x` AS\nSELECT 1 AS a, ';' AS b -- end", Comment: "c'" + name}
	described := def
	described.Columns = []warehouse.Column{{Name: "a"}, {Name: name, Comment: "cc " + name}}
	described.Labels = map[string]string{"team": "x" + name, "a": ""}
	described.EmptyComment, described.Comment = true, ""
	view := warehouse.CreateView{View: a, Definition: described, Replace: true, Release: "r1"}
	drop := warehouse.Drop{Ref: a, Kind: warehouse.KindTable}
	dropView := warehouse.Drop{Ref: b, Kind: warehouse.KindView}
	mark := warehouse.Mark{Database: state.Database, Schema: state.Schema, Release: "r " + name, Step: "publish " + name}
	rows := warehouse.ReplaceRows{From: b, To: a, Columns: []string{"a", name}}
	entry := warehouse.Entry{Environment: "prod " + name, Release: "r", Serial: 2, Step: name, Event: "intent", Fence: 3, Actor: "me@host", Body: `{"a": "` + name + `"}`, Key: "k" + name}
	grant := warehouse.Grant{On: "table", Container: a.Container(), Name: name, Privilege: "roles/bigquery.dataViewer", Grantee: "user:" + name, GranteeKind: "member"}
	onDataset := grant
	onDataset.On, onDataset.Name, onDataset.Privilege = "dataset", "", "READER"
	for file, op := range map[string]warehouse.Op{
		"create_container":         warehouse.CreateContainer{Container: dataset, Release: "r1"},
		"create_container_like":    warehouse.CreateContainer{Container: dataset, Like: &like},
		"create_container_readers": warehouse.CreateContainer{Container: dataset, Like: &like, Readers: true},
		"drop_container":           warehouse.DropContainer{Container: dataset},
		"create_view":              warehouse.CreateView{View: a, Definition: def},
		"create_view_bare":         warehouse.CreateView{View: a, Definition: warehouse.Definition{SQL: "create view x as select 1;"}},
		"create_view_replace":      view,
		"create_view_fenced":       warehouse.Fenced{Fence: fence, Op: view},
		"drop_table":               drop,
		"drop_view":                dropView,
		"drop_snapshot":            warehouse.Drop{Ref: a, Kind: warehouse.KindSnapshot},
		"batch":                    warehouse.Batch{Ops: []warehouse.Op{drop, warehouse.Sequence{Ops: []warehouse.Op{drop, view}}}},
		"script":                   warehouse.Script{Ops: []warehouse.Op{view, dropView}},
		"script_fenced":            warehouse.Fenced{Fence: fence, Op: warehouse.Script{Ops: []warehouse.Op{view, dropView}}},
		"atomic":                   warehouse.Atomic{Ops: []warehouse.Op{rows, mark}},
		"atomic_fenced":            warehouse.Fenced{Fence: fence, Op: warehouse.Atomic{Ops: []warehouse.Op{rows, mark}}},
		"atomic_check":             warehouse.Atomic{Ops: []warehouse.Op{fence, rows}},
		"describe_columns":         warehouse.DescribeColumns{Ref: a, Columns: []warehouse.Column{{Name: name, Comment: "it's " + name}, {Name: "b", Comment: "x"}}},
		"authorize":                warehouse.Authorize{Data: dataset, Views: like},
		"grant_table":              warehouse.GrantAccess{Grant: grant},
		"grant_dataset":            warehouse.GrantAccess{Grant: onDataset},
		"revoke_table":             warehouse.RevokeAccess{Grant: grant},
		"revoke_dataset":           warehouse.RevokeAccess{Grant: onDataset},
		"mark":                     mark,
		"ensure_state":             warehouse.EnsureState{State: state},
		"append_entry":             warehouse.AppendEntry{State: state, Entry: entry},
		"append_unfenced":          warehouse.AppendEntry{State: state, Entry: warehouse.Entry{Environment: name, Event: "planned"}},
		"read_entries":             warehouse.ReadEntries{State: state, Environment: name},
		"read_entries_all":         warehouse.ReadEntries{State: state},
		"take_lease":               warehouse.TakeLease{State: state, Environment: name, Owner: "o" + name, TTL: 90 * time.Second, Body: "{}"},
		"take_lease_break":         warehouse.TakeLease{State: state, Environment: name, Owner: "o" + name, TTL: time.Minute, Break: 7},
		"renew_lease":              warehouse.RenewLease{State: state, Environment: name, Owner: "o" + name, Fence: 3, TTL: time.Minute},
		"release_lease":            warehouse.ReleaseLease{State: state, Environment: name, Owner: "o" + name, Fence: 3},
		"check_fence":              fence,
		"read_lease":               warehouse.ReadLease{State: state, Environment: name},
		"read_marks":               warehouse.ReadMarks{Database: a.Database, Schema: a.Schema},
		"probe":                    warehouse.Probe{Ref: a},
	} {
		out[file] = op
	}
	return out
}

func goldenCopies(name string) map[string]warehouse.Op {
	a, b := named(1, name), named(2, name)
	beside := b
	beside.Name += "__cutover_next"
	def := warehouse.Definition{SQL: "table", Comment: "c'" + name, Labels: map[string]string{"team": "x", "a": name}}
	at := time.Date(2026, 11, 21, 7, 20, 0, 123456000, time.FixedZone("", 3600))
	until := warehouse.Definition{Columns: []warehouse.Column{{Name: name}}, EmptyComment: true, Expires: at.Truncate(time.Second)}
	return map[string]warehouse.Op{
		"copy_table":            warehouse.CopyTable{From: a, To: b, Definition: def},
		"copy_table_replace":    warehouse.CopyTable{From: a, To: b, Definition: def, Replace: true, Depth: 2, Release: "r1"},
		"copy_table_bare":       warehouse.CopyTable{From: a, To: b, Definition: warehouse.Definition{SQL: "x"}},
		"copy_table_expires":    warehouse.CopyTable{From: a, To: b, Definition: until},
		"copy_table_as_of":      warehouse.CopyTable{From: a, To: b, Definition: def, AsOf: at, Release: "r1"},
		"copy_table_full":       warehouse.CopyTable{From: a, To: b, Definition: def, Method: warehouse.MethodCopy, Replace: true, Release: "R 1"},
		"copy_table_snapshot":   warehouse.CopyTable{From: a, To: b, Definition: def, Method: warehouse.MethodSnapshot, Release: "r1", Expires: at},
		"copy_table_snapshot_2": warehouse.CopyTable{From: a, To: b, Definition: def, Method: warehouse.MethodSnapshot, Replace: true, Release: "r1"},
		"copy_table_beside":     warehouse.CopyTable{From: a, To: b, Definition: def, Replace: true, Release: "r1", Beside: &beside},
	}
}

// shown writes statements the way that a golden file keeps them.
func shown(sts []warehouse.Statement) string {
	var b strings.Builder
	for _, st := range sts {
		if st.System {
			b.WriteString("-- call: ")
		}
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
		t.Errorf("%s, run with -update to write it anew:\n%s", path, diff)
	}
}

// TestStatementsAreRead reads every statement with the tokenizer: a name that
// broke out of its quotes would leave other words behind.
func TestStatementsAreRead(t *testing.T) {
	t.Parallel()
	words := func(sts []warehouse.Statement) []string {
		var out []string
		for _, st := range sts {
			if st.System {
				continue
			}
			lexemes, err := Dialect().Lex(st.Text)
			if err != nil {
				t.Fatalf("%s: %v", st.Text, err)
			}
			for _, l := range meaning(lexemes) {
				switch l.Kind {
				case warehouse.LexQuoted:
					out = append(out, "name")
				case warehouse.LexText:
					out = append(out, "text")
				default:
					out = append(out, l.Text)
				}
			}
		}
		return out
	}
	for file := range goldenOps("") {
		plain, err := newRenderer().render(goldenOps("plain")[file], nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range hostile() {
			sts, err := newRenderer().render(goldenOps(name)[file], nil)
			if err != nil {
				t.Fatalf("%s, %q: %v", file, name, err)
			}
			if diff := cmp.Diff(words(plain), words(sts)); diff != "" {
				t.Errorf("%s: %q changes what the statement says:\n%s", file, name, diff)
			}
		}
	}
}

// TestRenderRefuses: what cannot be sent is refused before anything is.
func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	a, b := named(1, "a"), named(2, "b")
	fence := warehouse.CheckFence{}
	def := warehouse.Definition{SQL: "CREATE VIEW x AS SELECT 1"}
	grant := warehouse.Grant{On: "table", Container: a.Container(), Name: "t", Privilege: "roles/x", Grantee: "user:a", GranteeKind: "member"}
	with := func(change func(*warehouse.Grant)) warehouse.GrantAccess {
		g := grant
		change(&g)
		return warehouse.GrantAccess{Grant: g}
	}
	for name, tc := range map[string]struct {
		op   warehouse.Op
		want warehouse.Code
	}{
		"swap":                {warehouse.SwapContainers{}, warehouse.Unsupported},
		"move":                {warehouse.MoveContainer{}, warehouse.Unsupported},
		"clone":               {warehouse.CloneContainer{}, warehouse.Unsupported},
		"undrop":              {warehouse.Undrop{}, warehouse.Unsupported},
		"comment":             {warehouse.SetComment{}, warehouse.Unsupported},
		"rows alone":          {warehouse.ReplaceRows{From: a, To: b, Columns: []string{"a"}}, warehouse.InvalidStatement},
		"rows without names":  {warehouse.Atomic{Ops: []warehouse.Op{warehouse.ReplaceRows{From: a, To: b}}}, warehouse.InvalidStatement},
		"ddl in transaction":  {warehouse.Atomic{Ops: []warehouse.Op{warehouse.CopyTable{From: a, To: b, Definition: def}}}, warehouse.Unsupported},
		"table in script":     {warehouse.Script{Ops: []warehouse.Op{warehouse.Drop{Ref: a, Kind: warehouse.KindTable}}}, warehouse.Unsupported},
		"fenced twice":        {warehouse.Fenced{Op: warehouse.Fenced{Op: fence}}, warehouse.InvalidStatement},
		"empty table":         {warehouse.CopyTable{From: a, To: b}, warehouse.InvalidStatement},
		"empty view":          {warehouse.CreateView{View: a}, warehouse.InvalidStatement},
		"view of two":         {warehouse.CreateView{View: a, Definition: warehouse.Definition{SQL: "CREATE VIEW x AS SELECT 1; DROP TABLE y"}}, warehouse.InvalidStatement},
		"view that is none":   {warehouse.CreateView{View: a, Definition: warehouse.Definition{SQL: "CREATE TABLE x AS SELECT 1"}}, warehouse.InvalidStatement},
		"view without query":  {warehouse.CreateView{View: a, Definition: warehouse.Definition{SQL: "CREATE VIEW x AS"}}, warehouse.InvalidStatement},
		"view of a bad text":  {warehouse.CreateView{View: a, Definition: warehouse.Definition{SQL: "CREATE VIEW x AS SELECT '"}}, warehouse.InvalidStatement},
		"unknown method":      {warehouse.CopyTable{From: a, To: b, Definition: def, Method: "fax"}, warehouse.Unsupported},
		"copy of a moment":    {warehouse.CopyTable{From: a, To: b, Definition: def, Method: warehouse.MethodCopy, AsOf: time.Unix(1, 0)}, warehouse.Unsupported},
		"beside elsewhere":    {warehouse.CopyTable{From: a, To: b, Definition: def, Beside: &a}, warehouse.InvalidStatement},
		"drop of a kind":      {warehouse.Drop{Ref: a, Kind: warehouse.KindOther}, warehouse.Unsupported},
		"future grant":        {with(func(g *warehouse.Grant) { g.Future = true }), warehouse.Unsupported},
		"grant to be granted": {with(func(g *warehouse.Grant) { g.WithOption = true }), warehouse.Unsupported},
		"grant of no role":    {with(func(g *warehouse.Grant) { g.Privilege = "SELECT" }), warehouse.Unsupported},
		"grant to a role":     {with(func(g *warehouse.Grant) { g.GranteeKind = "role" }), warehouse.Unsupported},
		"list without entry":  {with(func(g *warehouse.Grant) { g.Name, g.Grantee = "", "deleted:user:x" }), warehouse.Unsupported},
		"list with condition": {with(func(g *warehouse.Grant) { g.Name, g.Privilege = "", "READER if x" }), warehouse.Unsupported},
		"view of two parts":   {with(func(g *warehouse.Grant) { g.Name, g.GranteeKind, g.Grantee = "", "view", "a.b" }), warehouse.Unsupported},
	} {
		if _, err := newRenderer().render(tc.op, nil); warehouse.CodeOf(err) != tc.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}
