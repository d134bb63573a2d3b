//go:build cgo

package engine_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"cutover/strategies"
)

// kept counts what releases keep.
func (w *world) kept() int {
	w.t.Helper()
	if w.pair {
		dirs, err := filepath.Glob(filepath.Join(w.dir, ".cutover", "kept_*"))
		if err != nil {
			w.t.Fatal(err)
		}
		if len(dirs) > 0 {
			return len(dirs)
		}
	}
	n := 0
	text := queryFile(w.t, w.file("prod"), "SELECT count(DISTINCT schema_name)::VARCHAR FROM duckdb_schemas() WHERE schema_name LIKE 'cutover\\_%' ESCAPE '\\'")
	if _, err := fmt.Sscan(text, &n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// TestKeepReleases drops what is beyond the promise and never what is within.
func TestKeepReleases(t *testing.T) {
	t.Parallel()
	layouts(t, publishing, func(t *testing.T, w *world, strategy string) {
		w.keep, w.fullRefresh = 2, true
		w.tables("prod", 2, "day0")
		var ids []string
		for day := 1; day <= 4; day++ {
			w.tables("stage", 2, fmt.Sprintf("day%d", day))
			id, err := w.publish(strategy)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, id)
			if got := w.kept(); got != min(day, 2) {
				t.Errorf("day %d: %d releases are kept, want %d", day, got, min(day, 2))
			}
		}
		for back := 3; back >= 2; back-- {
			if err := w.undo(ids[back]); err != nil {
				t.Fatal(err)
			}
			if got, want := w.holds(2), fmt.Sprintf("day%d", back); got != want {
				t.Errorf("after undo production holds %q, want %q", got, want)
			}
		}
		if err := w.undo(ids[1]); err == nil {
			t.Error("a release beyond the promise was undone from copies that are gone")
		}
	})
}

// TestFirstSwap publishes where there is no production yet, and back.
func TestFirstSwap(t *testing.T) {
	t.Parallel()
	w := newWorld(t, true)
	// The folder of production is there, empty: dbt does not make it.
	w.tables("stage", 2, "new")
	w.nodes[0].materialized = "incremental"
	id, err := w.publish(strategies.Swap)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.holds(2); got != "new" {
		t.Fatalf("production holds %q", got)
	}
	if err := w.undo(id); err != nil {
		t.Fatal(err)
	}
	left := queryFile(t, w.file("prod"), "SELECT count(*)::VARCHAR FROM duckdb_tables() WHERE schema_name = 'mart'")
	if left != "0" {
		t.Errorf("after undo production still has %s tables", left)
	}
}
