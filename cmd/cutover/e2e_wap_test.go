//go:build cgo && unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// wapAll publishes the marts with all that they are made from: production has
// nothing of it before the first day.
func wapAll() []string {
	return []string{"wap", "--env", "prod", "--yes", "--manifest", "target/manifest.json", "-s", "+tag:mart +tag:utils"}
}

// wapMarts publishes what cutover.yml selects.
func wapMarts() []string {
	return []string{"wap", "--env", "prod", "--yes", "--manifest", "target/manifest.json"}
}

func (from *stages) wapOneFile(t *testing.T) {
	t.Parallel()
	from.wapDays(t, from.first.copyTo(t, oneFile()))
}

func (from *stages) wapTwoDirectories(t *testing.T) {
	t.Parallel()
	s := from.firstDirs.copyTo(t, twoDirectories(false))
	s.emptyProduction(t)
	from.wapDays(t, s)
}

// wapDays: one day passes, one fails its audit, one passes again; then the last
// is taken back.
func (from *stages) wapDays(t *testing.T, s *shop) {
	t.Helper()
	s.day(t, 1, 0)
	s.cutover(t, 0, wapAll()...)
	s.prodManifest = parsedProd

	s.day(t, 2, 0)
	s.cutover(t, 0, wapMarts()...)
	dayTwo := s.production(t)
	same(t, "day 2 in prod and a full rebuild of day 2", from.rebuilt, neutral(dayTwo))

	s.day(t, 3, 3)
	failed := s.cutover(t, 6, wapMarts()...)
	contains(t, failed.stderr, "no_order_of_the_fail_day", "prod is unchanged, it still holds release")
	same(t, "prod after the day on which a test failed", dayTwo, s.production(t))

	s.day(t, 4, 0)
	s.cutover(t, 0, wapMarts()...)
	if n := len(s.production(t)["mart.fct_orders"].Rows); n != 40 {
		t.Errorf("fct_orders has %d rows on day 4, want 40", n)
	}
	s.cutover(t, 0, "undo", "--env", "prod", "--yes")
	same(t, "prod after the undo of day 4 and on day 2", dayTwo, s.production(t))
}

// badDBT stands before the real dbt: a command for a target builds one table of
// five, and then something goes wrong.
const badDBT = `#!/bin/sh
case " $* " in
*" %s "*" --target %s "*)
  %s
  %s
  ;;
esac
exec '%s' "$@"
`

// half is a part of what dbt builds in production.
const half = `'%s' --no-use-colors run --project-dir . --target-path target/half --profile shop --target prod --vars 'run_day: 2' --select fct_orders >&2`

// goesWrong puts the bad dbt in the place of the real one.
func (s *shop) goesWrong(t *testing.T, command, target, done, then string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dbt")
	if err := os.WriteFile(path, fmt.Appendf(nil, badDBT, command, target, done, then, s.dbt), 0o755); err != nil {
		t.Fatal(err)
	}
	s.env = cleanEnv(s.dir, path)
}

// wapStopped stops a wap in each of its phases, in every way, and goes on or
// back from there.
func (from *stages) wapStopped(t *testing.T) {
	t.Parallel()
	published := from.wapPublished(t)
	dayOne := published.production(t)
	kill, killed := "kill -9 $PPID; exit 1", -1
	for _, c := range []struct {
		name, command, target string
		halfDone              bool
		then                  string
		exit                  int
		says                  string
		resume, abort         bool
	}{
		{"killed during the audit", "build", "staging", false, kill, killed, "", false, true},
		{"killed before dbt changed production", "run", "prod", false, kill, killed, "", false, true},
		{"killed after dbt changed production", "run", "prod", true, kill, killed, "", true, true},
		{"failed before it changed production", "run", "prod", false, "exit 1", 1, "prod is unchanged, it still holds release", false, false},
		{"failed after it changed production", "run", "prod", true, "exit 1", 5, "take it back with: cutover abort --env prod", false, true},
		{"interrupted after it changed production", "run", "prod", true, `kill -INT $PPID; : < "$SHOP_HOME/goon"`, 5, "Finish with: cutover resume --env prod", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := published.copyTo(t, oneFile())
			s.prodManifest = published.prodManifest
			s.day(t, 2, 0)
			if err := syscall.Mkfifo(filepath.Join(s.dir, "goon"), 0o600); err != nil {
				t.Fatal(err)
			}
			done := ":"
			if c.halfDone {
				done = fmt.Sprintf(half, s.dbt)
			}
			s.goesWrong(t, c.command, c.target, done, c.then)
			stopped := s.cutover(t, c.exit, wapMarts()...)
			contains(t, stopped.stderr, c.says)
			if err := os.Remove(filepath.Join(s.dir, "goon")); err != nil {
				t.Fatal(err)
			}
			now := s.production(t)
			if changed := len(now["mart.fct_orders"].Rows) != len(dayOne["mart.fct_orders"].Rows); changed != c.halfDone {
				t.Errorf("prod changed: %t, want %t", changed, c.halfDone)
			}
			if c.resume {
				on := s.copyTo(t, oneFile())
				on.cutover(t, 0, "resume", "--env", "prod", "--yes")
				same(t, "prod after resume and a full rebuild of day 2", from.rebuilt, neutral(on.production(t)))
			}
			if c.abort { // with a dbt that runs nothing at all
				s.env = cleanEnv(s.dir, "/bin/false")
				s.cutover(t, 0, "abort", "--env", "prod", "--yes")
			}
			same(t, "prod after the abort and on day 1", dayOne, s.production(t))
		})
	}
}

// wapPublished gives a shop with day 1 in prod.
func (from *stages) wapPublished(t *testing.T) *shop {
	t.Helper()
	s := from.first.copyTo(t, oneFile())
	s.day(t, 1, 0)
	s.cutover(t, 0, wapAll()...)
	s.prodManifest = parsedProd
	return s
}
