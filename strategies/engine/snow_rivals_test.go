//go:build cgo

package engine_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// These are the cases in which other tools were seen to lose a release, or the
// one before it.

func swapping(sql string) bool { return strings.Contains(sql, "SWAP WITH") }

// TestSnowCutTwice: the answer of the swap is lost twice, and the service does
// every request that it gets. Nothing toggles back.
func TestSnowCutTwice(t *testing.T) {
	t.Parallel()
	for _, strategy := range []string{strategies.WAC, strategies.Swap} {
		t.Run(strategy, func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, twoDatabases)
			w.tables("prod", 2, "old")
			w.tables("stage", 2, "new")
			w.fullRefresh = true
			w.snow.server.Dedupe = false
			w.snow.server.Inject(snowflaketest.Fault{Kind: snowflaketest.LostAfter, Match: swapping, Times: 2})
			if _, err := w.publish(strategy); err != nil {
				t.Fatal(err)
			}
			if got := w.holds(2); got != "new" {
				t.Errorf("production holds %q", got)
			}
		})
	}
}

// TestSnowRebuiltCandidate: another run builds the candidate anew, and badly,
// while this one stands before its swap. What is published is what was tested,
// or nothing.
func TestSnowRebuiltCandidate(t *testing.T) {
	t.Parallel()
	for strategy, want := range map[string]string{strategies.WAC: "new", strategies.Swap: "old"} {
		t.Run(strategy, func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, twoDatabases)
			w.tables("prod", 2, "old")
			w.tables("stage", 2, "new")
			w.fullRefresh = true
			nodes := w.nodes
			w.hook = func(p engine.Point) {
				if strings.HasPrefix(string(p), "after done mark") {
					w.tables("stage", 2, "failed its test")
					w.nodes = nodes
				}
			}
			_, err := w.publish(strategy)
			if got := w.holds(2); got != want {
				t.Errorf("production holds %q, want %q (%v)", got, want, err)
			}
			var stale *engine.StaleError
			if want == "old" && !errors.As(err, &stale) {
				t.Errorf("not refused as stale: %v", err)
			}
		})
	}
}

// TestSnowShare: a share reads objects and not names, so a swap would leave it
// on the old side. It is refused by name before the first write; table by table
// the share stays.
func TestSnowShare(t *testing.T) {
	t.Parallel()
	for _, s := range []shape{twoDatabases, byTable} {
		t.Run(string(s), func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, s)
			w.tables("prod", 2, "old")
			w.tables("stage", 2, "new")
			w.snow.server.Exec(t, `CREATE SHARE "PARTNER"`, `GRANT USAGE ON DATABASE "PROD" TO SHARE "PARTNER"`,
				`GRANT USAGE ON SCHEMA "PROD"."MART" TO SHARE "PARTNER"`, `GRANT SELECT ON TABLE "PROD"."MART"."T000" TO SHARE "PARTNER"`)
			w.snow.server.ResetLog()
			_, err := w.publish(strategies.WAC)
			if s == byTable {
				if err != nil || w.holds(2) != "new" {
					t.Fatalf("production holds %q: %v", w.holds(2), err)
				}
				if got := w.snow.server.Query(t, `SHOW GRANTS TO SHARE "PARTNER"`); !strings.Contains(fmt.Sprint(got), "T000") {
					t.Errorf("the share lost its table: %v", got)
				}
				return
			}
			var refused *engine.RefusedError
			if !errors.As(err, &refused) || !slices.ContainsFunc(refused.Answers, func(a plan.Answer) bool { return a.Code == strategies.DependentShare }) {
				t.Fatalf("not refused for the share: %v", err)
			}
			for _, st := range w.snow.server.Sent() {
				if writing(st.SQL) {
					t.Errorf("sent before the refusal: %s", st.SQL)
				}
			}
		})
	}
}

// TestSnowSuspended: a run is suspended before its swap until another takes its
// lease over and publishes. When it wakes it changes nothing.
func TestSnowSuspended(t *testing.T) {
	t.Parallel()
	for _, point := range []string{"before intent swap", "after intent swap", "before intent fill", "after intent fill", "at the swap", "at a clone"} {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			w := newSnow(t, twoDatabases)
			w.tables("prod", 2, "old")
			w.tables("stage", 2, "first")
			other := *w
			other.owner = "another process"
			other.bend = func(r *strategies.Request) { r.Leftover = nil } // or the other run takes the shadow away
			woken := false
			at := map[string]string{"at the swap": "SWAP WITH", "at a clone": "CREATE OR REPLACE SCHEMA"}[point]
			w.before = func(sql string) {
				if at != "" && !woken && strings.Contains(sql, at) {
					woken = true
					other.overtake(t)
				}
			}
			w.hook = func(p engine.Point) {
				if !strings.HasPrefix(string(p), point) || woken {
					return
				}
				woken = true
				other.overtake(t)
			}
			_, err := w.publish(strategies.WAC)
			if err == nil || !woken {
				t.Fatalf("the overtaken run said done (overtaken: %v)", woken)
			}
			if warehouse.CodeOf(err) != warehouse.LeaseLost {
				t.Logf("it ended with: %v", err)
			}
			if got := w.holds(2); got != "second" {
				t.Errorf("production holds %q, the other run had published %q", got, "second")
			}
		})
	}
}

// overtake gives the unfinished release up and publishes another.
func (w *world) overtake(t *testing.T) {
	t.Helper()
	wh := w.open()
	defer w.close(wh)
	if _, err := w.engine(wh).Abort(t.Context(), nil); err != nil {
		t.Errorf("give the suspended release up: %v", err)
		return
	}
	w.seq = 10
	w.tables("stage", 2, "second")
	if _, err := w.publish(strategies.WAC); err != nil {
		t.Errorf("the second run: %v", err)
	}
}

// TestSnowUndoChain goes back over three releases in one plan, whose statements
// do not grow with the tables.
func TestSnowUndoChain(t *testing.T) {
	t.Parallel()
	for _, strategy := range []string{strategies.WAC, strategies.Swap} {
		t.Run(strategy, func(t *testing.T) {
			t.Parallel()
			sent := map[int]int{}
			for _, n := range []int{2, 12} {
				w := newSnow(t, twoDatabases)
				w.fullRefresh = true
				w.tables("prod", n, "seven")
				access := ""
				var ids []string
				for _, value := range []string{"eight", "nine", "ten"} {
					w.tables("stage", n, value)
					id, err := w.publish(strategy)
					if err != nil {
						t.Fatal(err)
					}
					if ids = append(ids, id); len(ids) == 1 {
						access = w.snow.grants(w)
					}
				}
				w.snow.server.ResetLog()
				if err := w.undoChain(ids[1:]...); err != nil {
					t.Fatal(err)
				}
				sent[n] = len(w.snow.server.Sent())
				if got := w.holds(n); got != "eight" {
					t.Errorf("production holds %q", got)
				}
				if got := w.snow.grants(w); got != access {
					t.Errorf("access:\n%s\nwas:\n%s", got, access)
				}
			}
			if sent[2] != sent[12] {
				t.Errorf("an undo of 2 tables sends %d statements, of 12 tables %d", sent[2], sent[12])
			}
		})
	}
}

// TestSnowHostileNames: every strategy with names that break a careless quoter.
func TestSnowHostileNames(t *testing.T) {
	t.Parallel()
	eachSnow(t, func(t *testing.T, w *world, strategy string) {
		names := []string{`quo"te`, "MiXed", "été 日本", "select", "100%_sure", "$$", `back\slash`, "apo'strophe; --", "{{ x }}"}
		d := warehouse.Dialect{Quote: '"'}
		build := func(side, value string) {
			c := w.snow.place(side)
			w.nodes = nil
			for _, name := range names {
				ref := warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name}
				view := warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: "v " + name}
				w.snow.server.Exec(t,
					`CREATE OR REPLACE TABLE `+d.QuoteRef(ref)+` (ID NUMBER(38,0), V VARCHAR)`,
					`INSERT INTO `+d.QuoteRef(ref)+` VALUES (1, '`+value+`')`,
					`CREATE OR REPLACE VIEW `+d.QuoteRef(view)+` AS SELECT * FROM `+d.QuoteRef(ref))
				w.nodes = append(w.nodes, node{name: name, materialized: "table", tag: "mart", quoted: true},
					node{name: "v " + name, materialized: "view", tag: "mart", parents: []string{name}, quoted: true})
			}
		}
		holds := func() string {
			seen := map[string]bool{}
			for _, n := range w.nodes {
				ref := warehouse.Ref{Database: "PROD", Schema: "MART", Name: n.name}
				for _, row := range w.snow.server.Query(t, `SELECT V FROM `+d.QuoteRef(ref)) {
					seen[row[0]] = true
				}
			}
			return fmt.Sprint(seen)
		}
		w.fullRefresh = true
		build("prod", "old")
		build("stage", "new")
		id, err := w.publish(strategy)
		if err != nil {
			t.Fatal(err)
		}
		if got := holds(); got != "map[new:true]" {
			t.Fatalf("production holds %s", got)
		}
		if err := w.undo(id); err != nil {
			t.Fatal(err)
		}
		if got := holds(); got != "map[old:true]" {
			t.Errorf("after the undo production holds %s", got)
		}
	})
}
