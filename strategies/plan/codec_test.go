package plan_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

func sample(t *testing.T) *plan.Plan {
	t.Helper()
	ref := warehouse.Ref{Database: "shop", Schema: "mart", Name: `odd "name".; ünï`}
	def := warehouse.Definition{SQL: "CREATE TABLE x(id INTEGER);", Columns: []warehouse.Column{{Name: "id", Type: "INTEGER", NotNull: true}}}
	ops := []warehouse.Op{
		warehouse.CreateContainer{Container: ref.Container()},
		warehouse.CopyTable{From: ref, To: ref, Definition: def},
		warehouse.CreateView{View: ref, Definition: def},
		warehouse.Drop{Ref: ref, Kind: warehouse.KindTable},
		warehouse.Mark{Database: "shop", Schema: "cutover", Release: "r1", Step: "publish"},
	}
	p := &plan.Plan{
		FormatVersion: plan.FormatVersion, Tool: "test", Release: "r1", Serial: 1, CreatedAt: time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC),
		Strategy: "wac", From: "staging", To: "prod", Guards: []plan.Answer{{Code: "rows-dropped"}},
		Relations: []plan.Relation{{UniqueID: "model.shop.x", Action: plan.ActionReplace, Target: ref, After: &plan.Snapshot{Rows: 3, Definition: def}}},
		Phases: []plan.Phase{{Name: "publish", Steps: []plan.Step{
			{ID: "publish", Action: plan.Action{Op: plan.Of(warehouse.Atomic{Ops: ops})}, Expect: []plan.Expectation{{Ref: &ref, Absent: true}}},
			{ID: "swap", Action: plan.Action{Op: plan.Of(warehouse.SwapContainers{A: ref.Container(), B: warehouse.Container{Database: "b"}, IdentityA: warehouse.Identity{ID: "1"}})}},
			{ID: "keep", Action: plan.Action{Op: plan.Of(warehouse.MoveContainer{From: ref.Container()})}, Undo: plan.Undo{Op: plan.Of(warehouse.DropContainer{Container: ref.Container()})}},
			{ID: "restage", Action: plan.Action{Op: plan.Of(warehouse.CloneContainer{From: ref.Container()})}},
			{ID: "build", Action: plan.Action{DBT: &plan.DBT{Command: "build", Select: []string{"tag:mart"}}}},
		}}},
	}
	if err := p.Seal(); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	p := sample(t)
	text, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := plan.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(p, back); d != "" {
		t.Errorf("the plan changed on its way through the file:\n%s", d)
	}
	again, err := plan.Encode(back)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, again) {
		t.Error("the file is not canonical: encoding it twice gives two texts")
	}
}

func TestDecodeRefuses(t *testing.T) {
	t.Parallel()
	text, err := plan.Encode(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	good := string(text)
	for _, c := range []struct {
		name, text string
		want       error
	}{
		{"empty", "", plan.ErrFormat},
		{"not JSON", "select 1", plan.ErrFormat},
		{"truncated", good[:len(good)/2], plan.ErrFormat},
		{"another document", `{"metadata":{}}`, plan.ErrFormat},
		{"a list", `[]`, plan.ErrFormat},
		{"newer version", strings.Replace(good, `"format_version": 1`, `"format_version": 2`, 1), plan.ErrVersion},
		{"unknown field", strings.Replace(good, `"strategy"`, `"surprise": 1, "strategy"`, 1), plan.ErrFormat},
		{"unknown field in an op", strings.Replace(good, `"op": "drop",`, `"op": "drop", "cascade": true,`, 1), plan.ErrFormat},
		{"unknown op", strings.Replace(good, `"op": "drop"`, `"op": "truncate"`, 1), plan.ErrFormat},
		{"changed target", strings.Replace(good, `"schema": "mart"`, `"schema": "finance"`, 1), plan.ErrFingerprint},
		{"changed statement", strings.Replace(good, "id INTEGER", "id BIGINT", 1), plan.ErrFingerprint},
		{"two documents", good + good, plan.ErrFormat},
		{"no fingerprint", strings.Replace(good, `"fingerprint": "`, `"fingerprint": "x`, 1), plan.ErrFingerprint},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if c.text == good {
				t.Fatal("the case does not change the plan")
			}
			if _, err := plan.Decode([]byte(c.text)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// TestAnyByteCounts flips one byte anywhere: the plan is refused, or it was a
// byte that means nothing (space).
func TestAnyByteCounts(t *testing.T) {
	t.Parallel()
	p := sample(t)
	text, err := plan.Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		i := rapid.IntRange(0, len(text)-1).Draw(rt, "byte")
		b := rapid.Byte().Draw(rt, "value")
		bent := bytes.Clone(text)
		bent[i] = b
		back, err := plan.Decode(bent)
		if err == nil && cmp.Diff(p, back) != "" {
			rt.Fatalf("byte %d became %q and the plan was accepted, changed", i, b)
		}
	})
}
