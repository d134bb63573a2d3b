package warehousetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

func checkDropWrongKind(t *testing.T, w World) {
	table := ref(w.Production, "t")
	w.Seed(t, Relation{Ref: table, Rows: 1, Text: "t"}, Relation{Ref: ref(w.Production, "v"), From: &table})
	d := w.Open(t)
	fails(t, d, warehouse.Drop{Ref: table, Kind: warehouse.KindView}, warehouse.Conflict)
	fails(t, d, warehouse.Drop{Ref: ref(w.Production, "v"), Kind: warehouse.KindTable}, warehouse.Conflict)
	fails(t, d, warehouse.Drop{Ref: table, Kind: warehouse.KindOther}, warehouse.Unsupported)
	inv := look(t, d, w)
	must(t, inv, table)
	must(t, inv, ref(w.Production, "v"))
}

func checkErrorCodes(t *testing.T, w World) {
	table, view := ref(w.Production, "t"), ref(w.Production, "v")
	w.Seed(t, Relation{Ref: table, Rows: 1, Text: "t"}, Relation{Ref: view, From: &table})
	d := w.Open(t)
	inv := look(t, d, w)
	def, text := must(t, inv, table).Definition, must(t, inv, view).Definition
	nowhere := warehouse.Container{Database: w.Production.Database, Schema: "not there"}
	for _, tc := range []struct {
		name string
		op   warehouse.Op
		want warehouse.Code
	}{
		{"drop a missing table", warehouse.Drop{Ref: ref(w.Production, "absent"), Kind: warehouse.KindTable}, warehouse.NotFound},
		{"drop a missing view", warehouse.Drop{Ref: ref(w.Production, "absent"), Kind: warehouse.KindView}, warehouse.NotFound},
		{"copy a missing table", warehouse.CopyTable{From: ref(w.Production, "absent"), To: ref(w.Production, "x"), Definition: def}, warehouse.NotFound},
		{"copy onto a table", warehouse.CopyTable{From: table, To: table, Definition: def}, warehouse.AlreadyExists},
		{"copy onto a view", warehouse.CopyTable{From: table, To: view, Definition: def}, warehouse.AlreadyExists},
		{"copy into a missing container", warehouse.CopyTable{From: table, To: ref(nowhere, "x"), Definition: def}, warehouse.NotFound},
		{"view onto a view", warehouse.CreateView{View: view, Definition: text}, warehouse.AlreadyExists},
		{"view without a text", warehouse.CreateView{View: ref(w.Production, "x")}, warehouse.InvalidStatement},
		{"table without a text", warehouse.CopyTable{From: table, To: ref(w.Production, "x")}, warehouse.InvalidStatement},
		{"drop a missing container", warehouse.DropContainer{Container: nowhere}, warehouse.NotFound},
	} {
		_, err := d.Do(context.Background(), tc.op, warehouse.Token{})
		if got := warehouse.CodeOf(err); got != tc.want {
			t.Errorf("%s: code %q, want %q: %v", tc.name, got, tc.want, err)
		}
	}
	if diff := cmp.Diff(tokens(inv), tokens(look(t, d, w))); diff != "" {
		t.Errorf("refused ops left something:\n%s", diff)
	}
	made := warehouse.CreateContainer{Container: nowhere}
	do(t, d, made)
	do(t, d, made)
	do(t, d, warehouse.DropContainer{Container: nowhere})
}

// strange is an op that no adapter knows.
type strange struct{}

func (strange) OpName() string { return "strange" }

func checkUnsupportedOp(t *testing.T, w World) {
	d := w.Open(t)
	fails(t, d, strange{}, warehouse.Unsupported)
	if _, err := d.Render(strange{}); warehouse.CodeOf(err) != warehouse.Unsupported {
		t.Errorf("render: %v", err)
	}
	fails(t, d, warehouse.Atomic{Ops: []warehouse.Op{strange{}}}, warehouse.Unsupported)
}

func checkQueryReadOnly(t *testing.T, w World) {
	w.Seed(t, Relation{Ref: ref(w.Production, "t"), Rows: 3, Text: "t"})
	d := w.Open(t)
	before := tokens(look(t, d, w))
	name := d.Capabilities().Dialect.QuoteRef(ref(w.Production, "t"))
	for _, text := range []string{"DROP TABLE " + name, "DELETE FROM " + name + " WHERE 1 = 1", "CREATE TABLE " + name + " AS SELECT 1 AS x"} {
		if _, err := d.Query(context.Background(), warehouse.Statement{Text: text}); err == nil {
			t.Errorf("%s went through", text)
		}
	}
	if diff := cmp.Diff(before, tokens(look(t, d, w))); diff != "" {
		t.Error(diff)
	}
	if _, err := d.Query(context.Background(), warehouse.Statement{
		Text: "SELECT * FROM " + d.Capabilities().Dialect.QuoteRef(ref(w.Production, "absent")),
	}); warehouse.CodeOf(err) != warehouse.NotFound {
		t.Errorf("query of a missing table: %v", err)
	}
}

func checkRenderPure(t *testing.T, w World) {
	w.Seed(t, Relation{Ref: ref(w.Candidate, "t"), Rows: 1, Text: "t", NotNull: true, Comment: "c"})
	d := w.Open(t)
	var op warehouse.Op = warehouse.CopyTable{
		From: ref(w.Candidate, "t"), To: ref(w.Production, "t"), Definition: must(t, look(t, d, w), ref(w.Candidate, "t")).Definition,
	}
	if d.Capabilities().Transactional {
		op = warehouse.Atomic{Ops: []warehouse.Op{op}}
	}
	first, err := d.Render(op)
	if err != nil || len(first) == 0 {
		t.Fatalf("render: %v, %v", first, err)
	}
	again, err := d.Render(op)
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("two renderings differ: %v\n%s", err, diff)
	}
	if _, ok := look(t, d, w).Object(ref(w.Production, "t")); ok {
		t.Error("rendering did something")
	}
	if got := do(t, d, op); got.Statements != len(first) {
		t.Errorf("%d statements sent, %d rendered", got.Statements, len(first))
	}
}

func checkCloseTwice(t *testing.T, w World) {
	d := w.Open(t)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	if _, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{w.Production}}); warehouse.CodeOf(err) != warehouse.Unavailable {
		t.Errorf("inspect after close: %v", err)
	}
}
