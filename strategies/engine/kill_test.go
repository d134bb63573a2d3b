//go:build cgo

package engine_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

const (
	killDir      = "CUTOVER_KILL_DIR"
	killStrategy = "CUTOVER_KILL_STRATEGY"
	killAt       = "CUTOVER_KILL_AT"
	relations    = 40
)

// TestKillChild is the process that is killed: it publishes and ends itself
// with SIGKILL at the point that its environment names.
func TestKillChild(t *testing.T) {
	dir := os.Getenv(killDir)
	if dir == "" {
		t.Skip("only a child of TestKill runs this")
	}
	at, err := strconv.ParseInt(os.Getenv(killAt), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var points atomic.Int64
	point := func() {
		if points.Add(1) == at {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	strategy := os.Getenv(killStrategy)
	w := openWorld(t, dir, strategy == strategies.Swap)
	w.named(relations)
	w.fullRefresh = true
	w.hook = func(engine.Point) { point() }
	var statements atomic.Int64
	stride := int64(4)
	if os.Getenv(everyPoint) != "" {
		stride = 1
	}
	w.opts.OnStatement = func(_ context.Context, phase duckdb.Phase, _ warehouse.Statement) {
		if phase == duckdb.Before && statements.Add(1)%stride == 0 {
			point()
		}
	}
	if _, err := w.publish(strategy); err != nil {
		t.Fatal(err)
	}
}

// named lists the nodes without building them.
func (w *world) named(n int) {
	w.nodes = nil
	for i := range n {
		w.nodes = append(w.nodes, node{name: fmt.Sprintf("t%03d", i), materialized: "table", tag: "mart"})
	}
}

// everyPoint kills at every statement; without it at one in four.
const everyPoint = "CUTOVER_TEST_EVERY_POINT"

// TestKill kills a publish of 40 relations at every ledger write and at one in
// four of its statements; what is left is all old or all new, and resume and abort find out.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills hundreds of processes; not with -short")
	}
	t.Parallel()
	for _, strategy := range []string{strategies.WAC, strategies.Swap} {
		t.Run(strategy, func(t *testing.T) {
			t.Parallel()
			base := t.TempDir()
			w := makeWorld(t, base, strategy == strategies.Swap)
			w.tables("prod", relations, "old")
			w.tables("stage", relations, "new")
			at := 1
			seen := map[string]int{}
			for ; killOnce(t, base, strategy, at, seen); at++ {
			}
			t.Logf("killed at %d points: %v", at-1, seen)
			if at < 20 || seen["old"] == 0 || seen["new"] == 0 {
				t.Errorf("the kills did not reach both sides of the publish: %d points, %v", at-1, seen)
			}
		})
	}
}

// killOnce kills a fresh copy of the world at one point and recovers it. It
// reports whether there was such a point.
func killOnce(t *testing.T, base, strategy string, at int, seen map[string]int) bool {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "world")
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.CopyFS(dir, os.DirFS(base)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKillChild$")
	cmd.Env = append(os.Environ(), killDir+"="+dir, killStrategy+"="+strategy, killAt+"="+strconv.Itoa(at))
	out, err := cmd.CombinedOutput()
	if err == nil {
		return false
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("child at point %d: %v\n%s", at, err, out)
	}
	recoverWorld(t, dir, strategy, at, seen)
	return true
}

func recoverWorld(t *testing.T, dir, strategy string, at int, seen map[string]int) {
	t.Helper()
	w := openWorld(t, dir, strategy == strategies.Swap)
	w.named(relations)
	found := w.holds(relations)
	if found != "old" && found != "new" {
		t.Fatalf("killed at point %d: production is mixed: %q", at, found)
	}
	seen[found]++
	wh := w.open()
	e := w.engine(wh)
	standing, err := e.Stand(t.Context())
	open := !errors.Is(err, engine.ErrNothingOpen)
	if open && err != nil {
		t.Fatalf("killed at point %d: status: %v", at, err)
	}
	if open && standing.Changed != (found == "new") {
		t.Errorf("killed at point %d: status says changed=%v, production holds %s", at, standing.Changed, found)
	}
	want := found
	switch {
	case !open:
	case at%2 == 0:
		want = "new"
		if _, err := e.Resume(t.Context()); err != nil {
			t.Fatalf("killed at point %d: resume: %v", at, err)
		}
	default:
		want = "old"
		_, err := e.Abort(t.Context(), func(_ context.Context, r engine.Release) (*plan.Plan, error) {
			return w.undoPlan(wh, r.ID, r)
		})
		if err != nil {
			t.Fatalf("killed at point %d: abort: %v", at, err)
		}
	}
	h, err := e.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.close(wh)
	if got := w.holds(relations); got != want {
		t.Errorf("killed at point %d (production held %s, open=%v): now it holds %q, want %q", at, found, open, got, want)
	}
	if _, still := h.Unfinished(); still {
		t.Errorf("killed at point %d: the release is still open", at)
	}
	if (h.Holds != "") != (want == "new") {
		t.Errorf("killed at point %d: the ledger says prod holds %q, production holds %s", at, h.Holds, want)
	}
	if leftovers, _ := filepath.Glob(filepath.Join(dir, "*", "*.wal")); len(leftovers) > 0 {
		t.Errorf("killed at point %d: left behind: %v", at, leftovers)
	}
}
