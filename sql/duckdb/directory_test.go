//go:build cgo && (linux || darwin)

package duckdb_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

// twin makes warehouse/prod/wh.duckdb and warehouse/stage/wh.duckdb.
func twin(t *testing.T) duckdb.Options {
	t.Helper()
	root := t.TempDir()
	opts := duckdb.Options{
		Production: duckdb.Database{Alias: "wh", Path: filepath.Join(root, "prod", "wh.duckdb")},
		Candidate:  duckdb.Database{Alias: "stage", Path: filepath.Join(root, "stage", "wh.duckdb")},
		State:      duckdb.Database{Alias: "cutover_state", Path: filepath.Join(root, "state", "cutover.duckdb")},
	}
	for i, db := range []duckdb.Database{opts.Production, opts.Candidate} {
		if err := os.MkdirAll(filepath.Dir(db.Path), 0o755); err != nil {
			t.Fatal(err)
		}
		seed(t, db.Path, "CREATE TABLE t AS SELECT "+[]string{"'old'", "'new'"}[i]+" AS v", "CREATE VIEW v AS SELECT * FROM wh.main.t")
	}
	return opts
}

func db(name string) warehouse.Container { return warehouse.Container{Database: name} }

func swap(t *testing.T, d warehouse.Driver) warehouse.SwapContainers {
	t.Helper()
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{db("wh"), db("stage")}})
	if err != nil {
		t.Fatal(err)
	}
	a, _ := inv.Container(db("wh"))
	b, _ := inv.Container(db("stage"))
	if a.Identity.ID == "" || b.Identity.ID == "" || a.Identity.ID == b.Identity.ID || a.Identity.Token == "" {
		t.Fatalf("identities %+v %+v", a, b)
	}
	return warehouse.SwapContainers{A: db("wh"), B: db("stage"), IdentityA: a.Identity, IdentityB: b.Identity}
}

func outcome(t *testing.T, d warehouse.Driver, op warehouse.Op, want warehouse.Outcome) {
	t.Helper()
	got, err := d.Outcome(context.Background(), op, warehouse.Token{})
	if err != nil || got != want {
		t.Errorf("outcome of %s: %s, %v, want %s", op.OpName(), got, err, want)
	}
}

func TestSwapContainers(t *testing.T) {
	t.Parallel()
	opts := twin(t)
	d := open(t, opts)
	do(t, d, warehouse.EnsureState{State: warehouse.Container{Database: "cutover_state", Schema: "cutover"}})
	op := swap(t, d)
	outcome(t, d, op, warehouse.NotDone)
	do(t, d, op)
	outcome(t, d, op, warehouse.Done)
	if got := rows(t, d, "SELECT v FROM wh.main.v"); got[0][0] != "new" {
		t.Errorf("production holds %v", got)
	}
	if got := rows(t, d, "SELECT v FROM stage.main.t"); got[0][0] != "old" {
		t.Errorf("stage holds %v", got)
	}
	_, err := d.Do(context.Background(), op, warehouse.Token{})
	if warehouse.CodeOf(err) != warehouse.Conflict {
		t.Errorf("the same swap again: %v", err)
	}
	back := op
	back.IdentityA, back.IdentityB = op.IdentityB, op.IdentityA
	do(t, d, back)
	if got := rows(t, d, "SELECT v FROM wh.main.v"); got[0][0] != "old" {
		t.Errorf("production holds %v after the swap back", got)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{opts.Production.Path, opts.Candidate.Path, opts.State.Path} {
		free(t, path)
		if _, err := os.Stat(path + ".wal"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s.wal: %v", path, err)
		}
	}
}

func TestSwapRefusals(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		spoil func(t *testing.T, opts duckdb.Options)
		code  warehouse.Code
		text  string
	}{
		{"another file beside", func(t *testing.T, o duckdb.Options) {
			write(t, filepath.Join(filepath.Dir(o.Candidate.Path), "notes.txt"))
		}, warehouse.Unsupported, `"notes.txt"`},
		{"locked", func(t *testing.T, o duckdb.Options) { hold(t, o.Candidate.Path) }, warehouse.Locked, "lock"},
		{"missing", func(t *testing.T, o duckdb.Options) { _ = os.Remove(o.Candidate.Path) }, warehouse.NotFound, "no such database file"},
		{"a link", func(t *testing.T, o duckdb.Options) {
			real := filepath.Join(t.TempDir(), "wh.duckdb")
			if err := errors.Join(os.Rename(o.Candidate.Path, real), os.Symlink(real, o.Candidate.Path)); err != nil {
				t.Fatal(err)
			}
		}, warehouse.Unsupported, "link"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			opts := twin(t)
			d := open(t, opts)
			op := swap(t, d)
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			opts.AllowMissing, opts.Candidate.Alias = true, "stage"
			d2 := openLater(t, opts, func() { tc.spoil(t, opts) })
			_, err := d2.Do(context.Background(), op, warehouse.Token{})
			if warehouse.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("got %s: %v", warehouse.CodeOf(err), err)
			}
			if warehouse.CodeOf(err) == warehouse.Locked {
				var e *warehouse.Error
				if errors.As(err, &e); e.Holder == nil || e.Holder.PID == 0 {
					t.Errorf("no holder: %+v", e)
				}
			}
			outcomeNotDone(t, d2, op)
		})
	}
}

// openLater opens with only production, so that the candidate may be spoiled
// before the op opens it.
func openLater(t *testing.T, opts duckdb.Options, spoil func()) *duckdb.Driver {
	t.Helper()
	d := open(t, opts)
	do(t, d, warehouse.CreateContainer{Container: db("wh")}) // a directory op closes the session
	spoil()
	return d
}

func outcomeNotDone(t *testing.T, d warehouse.Driver, op warehouse.Op) {
	t.Helper()
	got, _ := d.Outcome(context.Background(), op, warehouse.Token{})
	if got == warehouse.Done {
		t.Errorf("a refused swap counts as done")
	}
}

func write(t *testing.T, path string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestKeepMoveDropDatabases(t *testing.T) {
	t.Parallel()
	opts := twin(t)
	d := open(t, opts)
	clone := warehouse.CloneContainer{From: db("wh"), To: db("kept_r1")}
	outcome(t, d, clone, warehouse.NotDone)
	do(t, d, clone)
	outcome(t, d, clone, warehouse.Done)
	kept := filepath.Join(filepath.Dir(filepath.Dir(opts.Production.Path)), ".cutover", "kept_r1", "wh.duckdb")
	if _, err := os.Stat(kept); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Do(context.Background(), clone, warehouse.Token{}); warehouse.CodeOf(err) != warehouse.AlreadyExists {
		t.Errorf("clone onto a kept one: %v", err)
	}
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{db("kept_r1"), db("kept_r2")}})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(inv.In(db("kept_r1"))); got != 2 {
		t.Errorf("%d objects in the kept database", got)
	}
	if s, _ := inv.Container(db("kept_r2")); s.Exists {
		t.Error("a kept database that is not there exists")
	}
	move := warehouse.MoveContainer{From: db("kept_r1"), To: db("kept_r2")}
	outcome(t, d, move, warehouse.NotDone)
	do(t, d, move)
	outcome(t, d, move, warehouse.Done)
	drop := warehouse.DropContainer{Container: db("kept_r2")}
	outcome(t, d, drop, warehouse.NotDone)
	do(t, d, drop)
	outcome(t, d, drop, warehouse.Done)
	entries, err := os.ReadDir(filepath.Dir(filepath.Dir(kept)))
	if err != nil || len(entries) != 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if _, err := d.Do(context.Background(), warehouse.DropContainer{Container: db("wh")}, warehouse.Token{}); warehouse.CodeOf(err) != warehouse.Unsupported {
		t.Errorf("drop of production: %v", err)
	}
	if got := rows(t, d, "SELECT v FROM wh.main.v"); got[0][0] != "old" {
		t.Errorf("production holds %v", got)
	}
}

func TestFirstPublishMovesTheCandidate(t *testing.T) {
	t.Parallel()
	opts := twin(t)
	if err := os.RemoveAll(filepath.Dir(opts.Production.Path)); err != nil {
		t.Fatal(err)
	}
	if _, err := duckdb.Open(context.Background(), opts); warehouse.CodeOf(err) != warehouse.NotFound {
		t.Fatalf("open without production: %v", err)
	}
	opts.AllowMissing = true
	d := open(t, opts)
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{db("wh"), {Database: "wh", Schema: "main"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range inv.Containers {
		if s.Exists {
			t.Errorf("%s exists", s.Container)
		}
	}
	do(t, d, warehouse.MoveContainer{From: db("stage"), To: db("wh")})
	if got := rows(t, d, "SELECT v FROM wh.main.v"); got[0][0] != "new" {
		t.Errorf("production holds %v", got)
	}
}

func TestDirectorySentences(t *testing.T) {
	t.Parallel()
	opts := twin(t)
	d := open(t, opts)
	sts, err := d.Render(warehouse.SwapContainers{A: db("wh"), B: db("stage")})
	if err != nil {
		t.Fatal(err)
	}
	prod, stage := filepath.Dir(opts.Production.Path), filepath.Dir(opts.Candidate.Path)
	want := []warehouse.Statement{{Text: "exchange directories " + prod + " <-> " + stage + " (renameat2 RENAME_EXCHANGE)", System: true}}
	if diff := cmp.Diff(want, sts); diff != "" {
		t.Error(diff)
	}
	if _, err := d.Render(warehouse.SwapContainers{A: warehouse.Container{Database: "wh", Schema: "main"}, B: db("stage")}); warehouse.CodeOf(err) != warehouse.Unsupported {
		t.Errorf("swap of a schema: %v", err)
	}
	if _, err := d.Render(warehouse.Atomic{Ops: []warehouse.Op{warehouse.DropContainer{Container: db("wh")}}}); warehouse.CodeOf(err) != warehouse.Unsupported {
		t.Errorf("a directory op inside a transaction: %v", err)
	}
	if _, err := d.Render(warehouse.MoveContainer{From: db("wh"), To: db("nobody")}); warehouse.CodeOf(err) != warehouse.NotFound {
		t.Errorf("an unknown database: %v", err)
	}
}
