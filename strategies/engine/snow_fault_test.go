//go:build cgo

package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
	"cutover/strategies"
	"cutover/strategies/engine"
)

// snowFaults are what the line and the service can do to a statement.
func snowFaults() []snowflaketest.Kind {
	return []snowflaketest.Kind{
		snowflaketest.Refused, snowflaketest.HTTP503, snowflaketest.LostBefore, snowflaketest.LostAfter, snowflaketest.HalfReply,
		snowflaketest.NotFoundHTTP, snowflaketest.ErrorAfterCommit, snowflaketest.PermissionDenied, snowflaketest.LockTimeout,
		snowflaketest.InProgress, snowflaketest.ExpiredSession,
	}
}

// writing tells the statements that change something, those of the state
// included.
func writing(sql string) bool {
	s := strings.ToUpper(strings.TrimSpace(sql))
	for _, word := range []string{"SHOW", "SELECT", "WITH", "DESCRIBE"} {
		if strings.HasPrefix(s, word) {
			return false
		}
	}
	return true
}

// class is what a statement is, without its names: its first words, those of
// the statement inside a guard block included.
func class(sql string) string {
	if _, inner, ok := strings.Cut(sql, "END IF;"); ok {
		for strings.Contains(inner, "END IF;") {
			_, inner, _ = strings.Cut(inner, "END IF;")
		}
		sql = inner
	}
	var words []string
	for _, word := range strings.Fields(sql) {
		if strings.ContainsAny(word, `"'(`) || len(words) == 6 {
			break
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

// passes reports whether a release goes on in spite of a fault: the driver asks
// again, or a look decides.
func passes(what snowflaketest.Kind) bool {
	switch what {
	case snowflaketest.LostAfter, snowflaketest.HalfReply, snowflaketest.InProgress, snowflaketest.HTTP503, snowflaketest.LostBefore,
		snowflaketest.Refused, snowflaketest.LockTimeout, snowflaketest.ExpiredSession:
		return true
	}
	return false
}

// hits is one disturbance: the nth statement of a class meets a fault.
type hits struct {
	shape    shape
	strategy string
	class    string
	what     snowflaketest.Kind
	dedupe   bool
}

func (h hits) String() string {
	return fmt.Sprintf("%s, %s, %q, %s, dedupe %v", h.shape, h.strategy, h.class, h.what, h.dedupe)
}

// TestSnowFaults meets every class of statement of a release that changes
// something with every fault, with a service that knows a request again and with
// one that does not. Production ends all old or all new, the error tells the
// truth, nothing toggles twice, and resume or abort brings an open release to
// its end.
func TestSnowFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("runs hundreds of releases; not with -short")
	}
	t.Parallel()
	few := []snowflaketest.Kind{snowflaketest.LostAfter, snowflaketest.ErrorAfterCommit, snowflaketest.PermissionDenied, snowflaketest.Refused}
	// The cases wait for the driver's own retries most of the time.
	sem := make(chan struct{}, 12)
	for _, c := range []struct {
		shape    shape
		strategy string
		kinds    []snowflaketest.Kind
	}{
		{twoDatabases, strategies.WAC, snowFaults()},
		{twoDatabases, strategies.Swap, few},
		{twoSchemas, strategies.Swap, few},
		{byTable, strategies.WAC, few},
	} {
		t.Run(string(c.shape)+"/"+c.strategy, func(t *testing.T) {
			t.Parallel()
			var wg sync.WaitGroup
			for _, h := range hitsOf(t, c.shape, c.strategy, c.kinds) {
				sem <- struct{}{}
				wg.Go(func() {
					defer func() { <-sem }()
					snowFault(t, h)
				})
			}
			wg.Wait()
		})
	}
}

// hitsOf lists the disturbances of a release: every class with every kind, and
// the toggles with a service that does every request that it gets.
func hitsOf(t *testing.T, s shape, strategy string, kinds []snowflaketest.Kind) []hits {
	t.Helper()
	var out []hits
	for _, of := range classes(t, s, strategy) {
		for _, what := range kinds {
			out = append(out, hits{s, strategy, of, what, true})
		}
		if strings.Contains(of, "ALTER") {
			for _, what := range []snowflaketest.Kind{snowflaketest.LostAfter, snowflaketest.HalfReply, snowflaketest.NotFoundHTTP} {
				out = append(out, hits{s, strategy, of, what, false})
			}
		}
	}
	t.Logf("%d cases", len(out))
	return out
}

// classes lists the classes of statements that a release sends.
func classes(t *testing.T, s shape, strategy string) []string {
	t.Helper()
	w := newSnow(t, s)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	w.fullRefresh = true
	w.snow.server.ResetLog()
	if _, err := w.publish(strategy); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, st := range w.snow.server.Sent() {
		if c := class(st.SQL); writing(st.SQL) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// snowFault runs one release with one fault.
func snowFault(t *testing.T, h hits) {
	w := newSnow(t, h.shape)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	w.fullRefresh = true
	w.snow.server.Dedupe = h.dedupe
	wh := w.open()
	defer w.close(wh)
	e := w.engine(wh)
	p := w.build(wh, w.request(wh, h.strategy, engine.History{}))
	in := w.snow.server.Inject(snowflaketest.Fault{Kind: h.what, Match: func(sql string) bool { return class(sql) == h.class }, Polls: 2})
	_, err := e.Apply(t.Context(), p)
	if in.Hits() == 0 {
		t.Errorf("%s: the fault met nothing", h)
	}
	w.snow.server.ClearFaults()
	if err != nil && passes(h.what) {
		t.Errorf("%s: gave up: %v", h, err)
	}
	w.whole(e, wh, h.String(), err)
}
