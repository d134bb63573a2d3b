package warehousetest

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

func checkInspect(t *testing.T, w World) {
	var relations []Relation
	for _, name := range hostileNames() {
		table := ref(w.Candidate, name)
		relations = append(relations,
			Relation{Ref: table, Rows: 3, Text: "v", KeyColumn: `k "` + name, NotNull: true, Comment: "c'" + name, ColumnComment: "cc " + name},
			Relation{Ref: ref(w.Production, "v "+name), From: &table})
	}
	w.Seed(t, relations...)
	d := w.Open(t)
	inv := look(t, d, w)
	if inv.Now.IsZero() {
		t.Error("the warehouse's clock is missing")
	}
	for _, r := range relations {
		o := must(t, inv, r.Ref)
		if o.Definition.SQL == "" || o.Identity.Token == "" || o.Unsupported != "" {
			t.Errorf("%s: definition %q, token %q, unsupported %q", r.Ref, o.Definition.SQL, o.Identity.Token, o.Unsupported)
		}
		if r.From != nil {
			if o.Kind != warehouse.KindView {
				t.Errorf("%s is a %s", r.Ref, o.Kind)
			}
			continue
		}
		checkTable(t, r, o)
	}
	for _, c := range []warehouse.Container{w.Production, w.Candidate, w.Keep} {
		if s, ok := inv.Container(c); !ok || !s.Exists {
			t.Errorf("%s: %+v", c, s)
		}
	}
	if got, want := len(inv.In(w.Candidate)), len(hostileNames()); got != want && w.Candidate != w.Production {
		t.Errorf("%d relations in the candidate, want %d", got, want)
	}
}

func checkTable(t *testing.T, r Relation, o warehouse.Object) {
	t.Helper()
	if o.Kind != warehouse.KindTable || o.Rows != int64(r.Rows) || o.Definition.Comment != r.Comment {
		t.Errorf("%s: kind %s, rows %d, comment %q", r.Ref, o.Kind, o.Rows, o.Definition.Comment)
	}
	if len(o.Definition.Columns) != 2 {
		t.Fatalf("%s: columns %v", r.Ref, o.Definition.Columns)
	}
	if c := o.Definition.Columns[1]; c.Name != r.Column() || c.Comment != r.ColumnComment || c.NotNull != r.NotNull || c.Type == "" {
		t.Errorf("%s: column %+v", r.Ref, c)
	}
}

func checkInspectMissing(t *testing.T, w World) {
	d := w.Open(t)
	nowhere := warehouse.Container{Database: w.Production.Database, Schema: "not there"}
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{
		Containers: []warehouse.Container{w.Production, nowhere},
		Content:    []warehouse.Ref{ref(w.Production, "absent"), ref(nowhere, "absent")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := inv.Container(nowhere); !ok || s.Exists {
		t.Errorf("a missing container: %+v, looked at %v", s, ok)
	}
	if len(inv.Objects) != 0 {
		t.Errorf("objects %v", inv.Objects)
	}
	if !inv.Looked(ref(nowhere, "x")) || inv.Looked(ref(w.Keep, "x")) {
		t.Error("Looked does not tell what was asked")
	}
}

func checkTokens(t *testing.T, w World) {
	base := Relation{Ref: ref(w.Candidate, "base"), Rows: 50, Text: "v", NotNull: true, Comment: "c", ColumnComment: "cc"}
	variants := map[string]func(*Relation){
		"cell":              func(r *Relation) { r.LastText = "changed" },
		"row":               func(r *Relation) { r.Rows++ },
		"type":              func(r *Relation) { r.WideID = true },
		"constraint":        func(r *Relation) { r.NotNull = false },
		"comment":           func(r *Relation) { r.Comment = "another" },
		"comment of column": func(r *Relation) { r.ColumnComment = "" },
		"name of column":    func(r *Relation) { r.KeyColumn = "other" },
	}
	relations := []Relation{base}
	for name, change := range variants {
		r := base
		r.Ref.Name = name
		change(&r)
		relations = append(relations, r)
	}
	w.Seed(t, relations...)
	d := w.Open(t)
	inv := look(t, d, w)
	want := must(t, inv, base.Ref)
	for name := range variants {
		if o := must(t, inv, ref(w.Candidate, name)); o.Identity.Token == want.Identity.Token {
			t.Errorf("a changed %s has the same token", name)
		}
	}
	do(t, d, warehouse.CopyTable{From: base.Ref, To: ref(w.Production, "copy"), Definition: want.Definition})
	if got := must(t, look(t, d, w), ref(w.Production, "copy")); got.Identity.Token != want.Identity.Token {
		t.Errorf("token of the copy %q, of its source %q", got.Identity.Token, want.Identity.Token)
	}
	if again := must(t, look(t, d, w), base.Ref); again.Identity != want.Identity {
		t.Errorf("two looks differ: %v, %v", again.Identity, want.Identity)
	}
}

// publishing replaces every hostile name in production, as a planner would.
func publishing(t *testing.T, d warehouse.Driver, w World, release string) warehouse.Atomic {
	t.Helper()
	inv := look(t, d, w)
	var ops []warehouse.Op
	for _, name := range hostileNames() {
		if old, ok := inv.Object(ref(w.Production, name)); ok {
			ops = append(ops,
				warehouse.CopyTable{From: old.Ref, To: ref(w.Keep, release+name), Definition: old.Definition},
				warehouse.Drop{Ref: old.Ref, Kind: old.Kind})
		}
		next := must(t, inv, ref(w.Candidate, name))
		ops = append(ops, warehouse.CopyTable{From: next.Ref, To: ref(w.Production, name), Definition: next.Definition})
	}
	ops = append(ops, warehouse.Mark{Database: w.Marks.Database, Schema: w.Marks.Schema, Release: release, Step: "publish"})
	return warehouse.Atomic{Ops: ops}
}

func seedBoth(t *testing.T, w World) {
	t.Helper()
	var relations []Relation
	for _, name := range hostileNames() {
		relations = append(relations,
			Relation{Ref: ref(w.Candidate, name), Rows: 20, Text: "new", NotNull: true, Comment: "new " + name},
			Relation{Ref: ref(w.Production, name), Rows: 10, Text: "old", Comment: "old"})
	}
	w.Seed(t, relations...)
}

func checkAtomicAll(t *testing.T, w World) {
	seedBoth(t, w)
	d := w.Open(t)
	before := look(t, d, w)
	op := publishing(t, d, w, "r1")
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	after := look(t, d, w)
	for _, name := range hostileNames() {
		for to, from := range map[warehouse.Ref]warehouse.Ref{
			ref(w.Production, name): ref(w.Candidate, name),
			ref(w.Keep, "r1"+name):  ref(w.Production, name),
		} {
			if got, want := must(t, after, to).Identity.Token, must(t, before, from).Identity.Token; got != want {
				t.Errorf("%s is not what %s was", to, from)
			}
		}
	}
	got := ask(t, d, warehouse.ReadMarks{Database: w.Marks.Database, Schema: w.Marks.Schema})
	if diff := cmp.Diff([][]string{{"r1", "publish"}}, got); diff != "" {
		t.Error(diff)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if got := look(t, w.Open(t), w); !cmp.Equal(tokens(after), tokens(got)) {
		t.Error("after opening again other things are there")
	}
}

func tokens(inv warehouse.Inventory) map[string]string {
	out := map[string]string{}
	for _, o := range inv.Objects {
		out[o.Ref.String()] = o.Identity.Token
	}
	return out
}

func checkAtomicNothing(t *testing.T, w World) {
	seedBoth(t, w)
	d := w.Open(t)
	before := look(t, d, w)
	op := publishing(t, d, w, "r1")
	op.Ops = append(op.Ops, warehouse.Drop{Ref: ref(w.Production, "never there"), Kind: warehouse.KindTable})
	fails(t, d, op, warehouse.NotFound)
	outcome(t, d, op, warehouse.NotDone)
	if diff := cmp.Diff(tokens(before), tokens(look(t, d, w))); diff != "" {
		t.Errorf("a failed Atomic left something:\n%s", diff)
	}
	op.Ops = op.Ops[:len(op.Ops)-1]
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
}

func checkAtomicCanceled(t *testing.T, w World) {
	seedBoth(t, w)
	d := w.Open(t)
	op := publishing(t, d, w, "r1")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := d.Do(ctx, op, warehouse.Token{})
	if warehouse.CodeOf(err) != warehouse.Canceled {
		t.Errorf("code %q: %v", warehouse.CodeOf(err), err)
	}
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
}

func checkSecondRelease(t *testing.T, w World) {
	seedBoth(t, w)
	d := w.Open(t)
	old := look(t, d, w)
	do(t, d, publishing(t, d, w, "r1"))
	do(t, d, publishing(t, d, w, "r2"))
	inv := look(t, d, w)
	// Undo of r1: what was kept comes back.
	var ops []warehouse.Op
	for _, name := range hostileNames() {
		kept := must(t, inv, ref(w.Keep, "r1"+name))
		ops = append(ops, warehouse.Drop{Ref: ref(w.Production, name), Kind: warehouse.KindTable},
			warehouse.CopyTable{From: kept.Ref, To: ref(w.Production, name), Definition: kept.Definition},
			warehouse.Drop{Ref: kept.Ref, Kind: warehouse.KindTable})
	}
	do(t, d, warehouse.Atomic{Ops: ops})
	inv = look(t, d, w)
	for _, name := range hostileNames() {
		r := ref(w.Production, name)
		if must(t, inv, r).Identity.Token != must(t, old, r).Identity.Token {
			t.Errorf("%s is not as before", r)
		}
	}
}

func checkTableToView(t *testing.T, w World) {
	table, view := ref(w.Production, "a"), ref(w.Production, "b")
	w.Seed(t, Relation{Ref: table, Rows: 1, Text: "t"}, Relation{Ref: ref(w.Production, "other"), Rows: 5, Text: "o"},
		Relation{Ref: view, From: &warehouse.Ref{Database: table.Database, Schema: table.Schema, Name: "other"}})
	d := w.Open(t)
	inv := look(t, d, w)
	viewText, tableText := must(t, inv, view).Definition, must(t, inv, ref(w.Production, "other")).Definition
	do(t, d, warehouse.Atomic{Ops: []warehouse.Op{
		warehouse.Drop{Ref: table, Kind: warehouse.KindTable},
		warehouse.CreateView{View: table, Definition: viewText},
		warehouse.Drop{Ref: view, Kind: warehouse.KindView},
		warehouse.CopyTable{From: ref(w.Production, "other"), To: view, Definition: tableText},
	}})
	inv = look(t, d, w)
	if a, b := must(t, inv, table), must(t, inv, view); a.Kind != warehouse.KindView || b.Kind != warehouse.KindTable || b.Rows != 5 {
		t.Errorf("a is a %s, b a %s of %d rows", a.Kind, b.Kind, b.Rows)
	}
}

func checkMarkTwice(t *testing.T, w World) {
	w.Seed(t, Relation{Ref: ref(w.Production, "t"), Rows: 1, Text: "t"})
	d := w.Open(t)
	mark := warehouse.Mark{Database: w.Marks.Database, Schema: w.Marks.Schema, Release: "it's", Step: `"s"`}
	read := warehouse.ReadMarks{Database: w.Marks.Database, Schema: w.Marks.Schema}
	if got := ask(t, d, read); len(got) != 0 {
		t.Errorf("marks before the first: %v", got)
	}
	outcome(t, d, mark, warehouse.NotDone)
	do(t, d, mark)
	outcome(t, d, mark, warehouse.Done)
	fails(t, d, mark, warehouse.AlreadyExists)
	if d.Capabilities().Transactional {
		fails(t, d, warehouse.Atomic{Ops: []warehouse.Op{warehouse.Drop{Ref: ref(w.Production, "t"), Kind: warehouse.KindTable}, mark}}, warehouse.AlreadyExists)
	}
	must(t, look(t, d, w), ref(w.Production, "t"))
	second := mark
	second.Step = "another"
	do(t, d, second)
	if diff := cmp.Diff([][]string{{"it's", `"s"`}, {"it's", "another"}}, ask(t, d, read)); diff != "" {
		t.Error(diff)
	}
}

func checkViewRetarget(t *testing.T, w World) {
	for _, name := range []string{"plain", `hostile "x. y`} {
		table := ref(w.Candidate, name)
		w.Seed(t, Relation{Ref: table, Rows: 7, Text: "new"}, Relation{Ref: ref(w.Production, name), Rows: 2, Text: "old"},
			Relation{Ref: ref(w.Candidate, name+" view"), From: &table})
	}
	d := w.Open(t)
	dialect := d.Capabilities().Dialect
	for _, name := range []string{"plain", `hostile "x. y`} {
		view := must(t, look(t, d, w), ref(w.Candidate, name+" view"))
		toProduction := func(r warehouse.Ref) (warehouse.Ref, bool) {
			return ref(w.Production, name), dialect.SameRef(r, ref(w.Candidate, name))
		}
		def := view.Definition
		text, hits, err := dialect.Retarget(def.SQL, toProduction, warehouse.RetargetOptions{DefaultDatabase: w.Candidate.Database})
		if err != nil || !slices.Equal(hits, []warehouse.Ref{ref(w.Candidate, name)}) {
			t.Fatalf("retarget %s: %v, %v", def.SQL, hits, err)
		}
		def.SQL = text
		to := ref(w.Production, name+" view")
		do(t, d, warehouse.CreateView{View: to, Definition: def})
		got := query(t, d, warehouse.Statement{Text: "SELECT count(*) FROM " + dialect.QuoteRef(to)})
		if got[0][0] != "2" {
			t.Errorf("the view reads %s rows: it still reads the candidate", got[0][0])
		}
	}
}
