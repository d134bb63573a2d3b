//go:build cgo

package duckdb_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

func openFails(t *testing.T, opts duckdb.Options, code warehouse.Code, texts ...string) *warehouse.Error {
	t.Helper()
	d, err := duckdb.Open(context.Background(), opts)
	if err == nil {
		_ = d.Close()
		t.Fatal("open went through")
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%q is missing in %q", text, err)
		}
	}
	if warehouse.CodeOf(err) != code || strings.Contains(err.Error(), "\n") {
		t.Errorf("code %q, want %q: %v", warehouse.CodeOf(err), code, err)
	}
	var e *warehouse.Error
	errors.As(err, &e)
	return e
}

func TestOpenErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name string) duckdb.Options {
		return duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: filepath.Join(dir, name)}}
	}
	openFails(t, file("missing.duckdb"), warehouse.NotFound, "missing.duckdb", "no such database file")
	openFails(t, file("missing/x.duckdb"), warehouse.NotFound)
	for _, missing := range []string{"missing.duckdb", "missing"} {
		if _, err := os.Stat(filepath.Join(dir, missing)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("looking made %s", missing)
		}
	}
	write(t, filepath.Join(dir, "text.duckdb"))
	openFails(t, file("text.duckdb"), warehouse.Incompatible, "not a valid DuckDB database file")
	openFails(t, file("."), warehouse.Incompatible, "directory")
	two := file("text.duckdb")
	two.Candidate = duckdb.Database{Alias: "wh", Path: filepath.Join(dir, "other.duckdb")}
	openFails(t, two, warehouse.InvalidStatement, "another name")
	two.Candidate = duckdb.Database{Alias: "x", Path: filepath.Join(dir, "text.duckdb")}
	openFails(t, two, warehouse.InvalidStatement, "one name in a session")
}

func TestOpenLocked(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	pid := hold(t, path)
	opts := duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}}
	e := openFails(t, opts, warehouse.Locked, "PID")
	if e.Holder == nil || e.Holder.PID != pid || (e.Holder.Command != "" && !strings.Contains(e.Holder.Command, path)) {
		t.Errorf("holder %+v, want PID %d", e.Holder, pid)
	}
	opts.ReadOnly = true
	openFails(t, opts, warehouse.Locked)
}

func TestOpenTwiceInOneProcess(t *testing.T) {
	t.Parallel()
	opts := duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: filepath.Join(t.TempDir(), "wh.duckdb")}}
	seed(t, opts.Production.Path, "CREATE TABLE t(i INTEGER)")
	open(t, opts)
	if e := openFails(t, opts, warehouse.Locked); e.Holder == nil || e.Holder.PID != os.Getpid() {
		t.Errorf("holder %+v", e.Holder)
	}
}

func TestReadOnly(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	opts := duckdb.Options{
		Production: duckdb.Database{Alias: "wh", Path: filepath.Join(dir, "wh.duckdb")},
		State:      duckdb.Database{Alias: "st", Path: filepath.Join(dir, "st.duckdb")}, ReadOnly: true,
	}
	seed(t, opts.Production.Path, "CREATE TABLE t(i INTEGER)")
	before, err := os.ReadFile(opts.Production.Path)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, opts)
	_, err = d.Do(context.Background(), warehouse.Drop{Ref: warehouse.Ref{Database: "wh", Schema: "main", Name: "t"}, Kind: warehouse.KindTable}, warehouse.Token{})
	if warehouse.CodeOf(err) != warehouse.ReadOnly {
		t.Errorf("drop: %v", err)
	}
	sts, err := d.Render(warehouse.ReadEntries{State: warehouse.Container{Database: "st"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := d.Query(context.Background(), sts[0]); err != nil || len(got.Values) != 0 {
		t.Errorf("entries without a state file: %v, %v", got, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(opts.Production.Path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("a read-only session changed the file (%v)", err)
	}
	if _, err := os.Stat(opts.State.Path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a read-only session made the state file: %v", err)
	}
	free(t, opts.Production.Path)
}

func TestLogOfAnotherFile(t *testing.T) {
	t.Parallel()
	a, b := filepath.Join(t.TempDir(), "wh.duckdb"), filepath.Join(t.TempDir(), "wh.duckdb")
	seed(t, b, "CREATE TABLE elsewhere(i INTEGER)")
	if err := child(t, "crash", a).Run(); err == nil {
		t.Fatal("the child was not killed")
	}
	log, err := os.ReadFile(a + ".wal")
	if err != nil || len(log) == 0 {
		t.Fatalf("no log was left: %v", err)
	}
	d := open(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: a}})
	if got := rows(t, d, "SELECT count(*) FROM wh.main.t"); got[0][0] != "11" {
		t.Errorf("the log was not replayed: %v", got)
	}
	if err := os.WriteFile(b+".wal", log, 0o644); err != nil {
		t.Fatal(err)
	}
	openFails(t, duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: b}}, warehouse.Conflict, "log")
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "wh.duckdb")
	crashSeed(t, path)
	out, err := child(t, "full", path).Output()
	if err != nil || string(out) != "no space, not done, 2 tables" {
		t.Errorf("got %q, %v", out, err)
	}
}
