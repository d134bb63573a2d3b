//go:build cgo

package engine_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
	"cutover/strategies/engine"
)

const (
	readFileEnv = "CUTOVER_READ_FILE"
	readStopEnv = "CUTOVER_READ_STOP"
	readTables  = 20
	readStats   = 100_000
)

// TestReaderChild is another process that reads production as often as it can
// until a file tells it to stop, and prints what it saw.
func TestReaderChild(t *testing.T) {
	path, stop := os.Getenv(readFileEnv), os.Getenv(readStopEnv)
	if path == "" {
		t.Skip("only a child of TestReaders runs this")
	}
	seen := map[string]int{}
	for {
		if _, err := os.Stat(stop); err == nil {
			break
		}
		what := readOnce(path)
		if seen[what]++; what == "old" || what == "new" {
			if err := os.WriteFile(stop+".seen", nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for range readStats { // look for a hole, and let the writer have the file
			if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
				seen["missing"]++
			}
		}
	}
	for what, n := range seen {
		fmt.Printf("saw %s %d\n", what, n)
	}
}

// readOnce gives "locked", "missing", an error, or the values production holds.
func readOnce(path string) string {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "missing"
	}
	db, err := sql.Open("duckdb", path+"?access_mode=READ_ONLY")
	if err != nil {
		if strings.Contains(err.Error(), "lock") {
			return "locked"
		}
		return "error:" + strings.ReplaceAll(err.Error(), " ", "_")
	}
	defer func() { _ = db.Close() }()
	var parts []string
	for i := range readTables {
		parts = append(parts, fmt.Sprintf("SELECT v FROM mart.t%03d", i))
	}
	var out string
	err = db.QueryRowContext(context.Background(), "SELECT string_agg(DISTINCT v, '+' ORDER BY v) FROM ("+strings.Join(parts, " UNION ALL ")+")").Scan(&out)
	switch {
	case err == nil:
		return out
	case strings.Contains(err.Error(), "lock"):
		return "locked"
	}
	return "error:" + strings.ReplaceAll(err.Error(), " ", "_")
}

// TestReaders: a process that polls production while releases come and go sees
// one release or the other, whole, or DuckDB's lock; never a mix, never a hole.
func TestReaders(t *testing.T) {
	t.Parallel()
	layouts(t, publishing, func(t *testing.T, w *world, strategy string) {
		w.tables("prod", readTables, "old")
		w.tables("stage", readTables, "new")
		w.fullRefresh = true
		stop := filepath.Join(t.TempDir(), "stop")
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestReaderChild$", "-test.v")
		cmd.Env = append(os.Environ(), readFileEnv+"="+w.file("prod"), readStopEnv+"="+stop)
		var out strings.Builder
		cmd.Stdout, cmd.Stderr = &out, &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// On a busy machine the reader may not get its turn within three rounds.
		seen := func() bool { _, err := os.Stat(stop + ".seen"); return err == nil }
		for round := 0; round < 3 || round < 60 && !seen(); round++ {
			id := w.patiently(func(e *engine.Engine, wh *warehouse.Warehouse, h engine.History) (engine.Result, error) {
				return e.Apply(t.Context(), w.build(wh, w.request(wh, strategy, h)))
			})
			w.patiently(func(e *engine.Engine, wh *warehouse.Warehouse, h engine.History) (engine.Result, error) {
				r, _ := h.Release(id)
				p, err := w.undoPlan(wh, h.Head, r)
				if err != nil {
					return engine.Result{}, err
				}
				return e.Apply(t.Context(), p)
			})
		}
		if err := os.WriteFile(stop, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err != nil {
			t.Fatalf("reader: %v\n%s", err, out.String())
		}
		reads := 0
		for line := range strings.SplitSeq(out.String(), "\n") {
			var what string
			var n int
			if _, err := fmt.Sscanf(line, "saw %s %d", &what, &n); err != nil {
				continue
			}
			switch what {
			case "old", "new":
				reads += n
			case "locked":
			default:
				t.Errorf("a reader saw %q %d times", what, n)
			}
		}
		if reads == 0 {
			t.Errorf("the reader never got to read:\n%s", out.String())
		}
		t.Logf("%s", strings.TrimSpace(out.String()))
	})
}

// patiently does one release, again while the reader has the file: DuckDB gives
// a file to one writer or to readers.
func (w *world) patiently(fn func(*engine.Engine, *warehouse.Warehouse, engine.History) (engine.Result, error)) string {
	w.t.Helper()
	for {
		res, err := w.try(fn)
		if err == nil {
			return res.Release
		}
		if warehouse.CodeOf(err) != warehouse.Locked {
			w.t.Fatal(err)
		}
	}
}

func (w *world) try(fn func(*engine.Engine, *warehouse.Warehouse, engine.History) (engine.Result, error)) (engine.Result, error) {
	wh, err := warehouse.New(w.t.Context(), func(ctx context.Context) (warehouse.Driver, error) { return duckdb.Open(ctx, w.opts) })
	if err != nil {
		return engine.Result{}, err
	}
	defer w.close(wh)
	e := w.engine(wh)
	h, err := e.History(w.t.Context())
	if err != nil {
		return engine.Result{}, err
	}
	if r, open := h.Unfinished(); open {
		_ = r
		return e.Resume(w.t.Context())
	}
	return fn(e, wh, h)
}
