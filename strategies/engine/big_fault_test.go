//go:build cgo

package engine_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
	"cutover/strategies"
	"cutover/strategies/engine"
)

// bigFaults are what the line and the service can do to a request.
func bigFaults() []bigquerytest.Kind {
	return []bigquerytest.Kind{
		bigquerytest.Refused, bigquerytest.HTTP503, bigquerytest.HTTP500, bigquerytest.LostBefore, bigquerytest.LostAfter,
		bigquerytest.HalfReply, bigquerytest.NotFoundHTTP, bigquerytest.Duplicate409, bigquerytest.Forbidden403, bigquerytest.RateLimited,
	}
}

// jobFaults are what the service can do to a job besides.
func jobFaults() []bigquerytest.Kind {
	return []bigquerytest.Kind{
		bigquerytest.JobRateLimited, bigquerytest.JobBackendError, bigquerytest.JobInternalError, bigquerytest.JobAccessDenied,
		bigquerytest.ErrorAfterCommit, bigquerytest.Pending, bigquerytest.Running,
	}
}

// bigPasses reports whether a release goes on in spite of a fault: the request is
// sent again under the same id, the job is done again under another, or a look
// decides.
func bigPasses(what bigquerytest.Kind) bool {
	switch what {
	case bigquerytest.Forbidden403, bigquerytest.JobAccessDenied, bigquerytest.ErrorAfterCommit, bigquerytest.NotFoundHTTP:
		return false
	}
	return true
}

var (
	bigNames = regexp.MustCompile("`[^`]*`(\\.`[^`]*`)*|'[^']*'|cutover_[A-Za-z0-9_]+|\\d+")
	bigPaths = regexp.MustCompile(`/(datasets|tables|queries|jobs)/[^/:]+`)
)

// bigClass is what a request is, without its names.
func bigClass(r bigquerytest.Request) string {
	if r.StartsJob {
		words := strings.Fields(bigNames.ReplaceAllString(r.SQL, "x"))
		return strings.Join(words[:min(len(words), 7)], " ")
	}
	return r.Method + " " + bigPaths.ReplaceAllString(r.Path, "/$1/x")
}

type bigHit struct {
	mode, class string
	what        bigquerytest.Kind
}

func (h bigHit) String() string { return fmt.Sprintf("%s, %q, %s", h.mode, h.class, h.what) }

// TestBigFaults meets every class of request of a release with every fault.
// Production ends all old or all new, the error tells the truth, no job runs
// twice, and resume or abort brings an open release to its end.
func TestBigFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("runs hundreds of releases; not with -short")
	}
	t.Parallel()
	sem := make(chan struct{}, 12) // the cases wait for retries most of the time
	for _, mode := range bigModes() {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			hits := bigHits(t, mode)
			if os.Getenv(everyPoint) == "" { // every class meets some kind, every kind some class
				sampled := hits[:0]
				for i, h := range hits {
					if i%2 == 0 {
						sampled = append(sampled, h)
					}
				}
				hits = sampled
			}
			t.Logf("%d cases", len(hits))
			var wg sync.WaitGroup
			for _, h := range hits {
				sem <- struct{}{}
				wg.Go(func() {
					defer func() { <-sem }()
					bigFault(t, h)
				})
			}
			wg.Wait()
		})
	}
}

// bigHits lists the disturbances of a release. Modes share most of their
// requests, so the others than clone meet few kinds.
func bigHits(t *testing.T, mode string) []bigHit {
	t.Helper()
	w := bigReady(t, mode)
	w.big.server.ResetLog()
	if _, err := w.publish(strategies.WAC); err != nil {
		t.Fatal(err)
	}
	var seen []string
	var out []bigHit
	for _, r := range w.big.server.Requests() {
		class := bigClass(r)
		if slices.Contains(seen, class) {
			continue
		}
		seen = append(seen, class)
		for _, what := range bigKinds(mode, r) {
			out = append(out, bigHit{mode, class, what})
		}
	}
	return out
}

// bigKinds are the faults that a class of request meets: all for the jobs that
// change something, a choice for what only reads, and few where another mode
// sends the same.
func bigKinds(mode string, r bigquerytest.Request) []bigquerytest.Kind {
	changes := strings.HasPrefix(r.JobID, "cutover_")
	switch {
	case !changes && mode != strategies.ModeClone:
		return nil
	case !changes && (!r.StartsJob || r.DryRun):
		return []bigquerytest.Kind{bigquerytest.LostAfter, bigquerytest.NotFoundHTTP, bigquerytest.Forbidden403}
	case !changes:
		return []bigquerytest.Kind{bigquerytest.LostAfter, bigquerytest.HTTP503, bigquerytest.JobBackendError}
	case mode != strategies.ModeClone:
		return []bigquerytest.Kind{
			bigquerytest.LostBefore, bigquerytest.LostAfter, bigquerytest.Forbidden403,
			bigquerytest.JobBackendError, bigquerytest.ErrorAfterCommit, bigquerytest.Running,
		}
	}
	return append(bigFaults(), jobFaults()...)
}

// bigReady is a world with something to publish, whose ledger is there already.
func bigReady(t *testing.T, mode string) *world {
	t.Helper()
	w := newBig(t, mode)
	w.tables("prod", 2, "old")
	w.tables("stage", 2, "new")
	return w
}

func bigFault(t *testing.T, h bigHit) {
	w := bigReady(t, h.mode)
	in := w.big.server.Inject(bigquerytest.Fault{Kind: h.what, Match: func(r bigquerytest.Request) bool { return bigClass(r) == h.class }, Polls: 2})
	wh, err := w.tryOpen()
	if err == nil {
		defer w.close(wh)
		p, buildErr := w.tryBuild(wh, w.request(wh, strategies.WAC, engine.History{}))
		if err = buildErr; err == nil {
			e := w.engine(wh)
			_, err = e.Apply(t.Context(), p)
			w.big.server.ClearFaults()
			w.whole(e, wh, h.String(), err)
		}
	}
	if in.Hits() == 0 {
		t.Errorf("%s: the fault met nothing", h)
	}
	if err != nil && bigPasses(h.what) {
		t.Errorf("%s: gave up: %v", h, err)
	}
	if got := w.holds(2); err != nil && got != "old" && got != "new" {
		t.Errorf("%s: production holds %q", h, got)
	}
	for _, j := range w.big.server.Jobs() {
		if strings.HasPrefix(j.ID, "cutover_") && j.Err == nil && w.big.twice(j) {
			t.Errorf("%s: done twice: %s", h, j.SQL)
		}
	}
}

// twice reports whether another job did the same successfully, the same
// attempt's: what a resume does again is another attempt's.
func (b *big) twice(j bigquerytest.Job) bool {
	attempt := func(id string) string { id, _, _ = strings.Cut(id[strings.LastIndex(id, "_a")+1:], "_t"); return id }
	for _, o := range b.server.Jobs() {
		if o.ID != j.ID && o.Err == nil && o.SQL == j.SQL && slices.Equal(o.Params, j.Params) &&
			attempt(o.ID) == attempt(j.ID) && strings.HasPrefix(o.SQL, "CREATE") {
			return true
		}
	}
	return false
}
