package snowflaketest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// execution is one statement on the account: what the query history shows.
type execution struct {
	queryID   string
	requestID string
	sql       string
	tag       string
	started   time.Time
	ctx       context.Context // ends by an abort-request, Close, or with the execution
	cancel    context.CancelFunc
	done      chan struct{} // closed when what follows is set

	ended  time.Time
	result *catalog.Result
	err    *catalog.Error
	final  catalog.Session

	mu    sync.Mutex
	polls int // how many answers still say to wait
}

// await waits for the end; false when ctx ended first.
func (x *execution) await(ctx context.Context) bool {
	select {
	case <-x.done:
		return true
	case <-ctx.Done():
		return false
	}
}

// failed tells whether it ended without its effect.
func (x *execution) failed() bool { return x.status() == "FAILED" }

// status is RUNNING, SUCCESS or FAILED.
func (x *execution) status() string {
	select {
	case <-x.done:
	default:
		return "RUNNING"
	}
	if x.err != nil {
		return "FAILED"
	}
	return "SUCCESS"
}

// withhold makes the first answer and so many polls be told to wait.
func (x *execution) withhold(polls int) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.polls = polls + 1
}

// holdBack tells whether this answer says to wait, and counts it.
func (x *execution) holdBack() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.polls == 0 {
		return false
	}
	x.polls--
	return true
}

// runs holds every execution, by both of its names.
type runs struct {
	mu        sync.Mutex
	all       []*execution
	byRequest map[string][]*execution // in order; more than one only without deduplication
	byQuery   map[string]*execution
}

func newRuns() *runs {
	return &runs{byRequest: map[string][]*execution{}, byQuery: map[string]*execution{}}
}

// begin gives the execution of a request id: the one that exists when dedupe says so (fresh is false), else a new one.
func (r *runs) begin(ctx context.Context, requestID, sql, tag string, dedupe bool, now time.Time) (x *execution, fresh bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known := r.byRequest[requestID]; len(known) > 0 && (dedupe || known[0].sql != sql) {
		return known[0], false
	}
	x = &execution{
		queryID:   fmt.Sprintf("01c0ffee-0000-0000-0000-%012x", len(r.all)+1),
		requestID: requestID, sql: sql, tag: tag, started: now, done: make(chan struct{}),
	}
	x.ctx, x.cancel = context.WithCancel(ctx)
	r.all = append(r.all, x)
	r.byRequest[requestID] = append(r.byRequest[requestID], x)
	r.byQuery[x.queryID] = x
	return x, true
}

func (r *runs) find(queryID string) *execution {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byQuery[queryID]
}

// abort cancels what runs under a request id and tells whether there was anything.
func (r *runs) abort(requestID string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := false
	for _, x := range r.byRequest[requestID] {
		if x.status() == "RUNNING" {
			x.cancel()
			found = true
		}
	}
	return found
}

// History is the query history, oldest first: query id, query tag, status (RUNNING, SUCCESS or FAILED).
// Statements that never reached execution (lost before, refused connection, 503) are not in it.
func (s *Server) History() [][]string {
	s.runs.mu.Lock()
	defer s.runs.mu.Unlock()
	out := make([][]string, 0, len(s.runs.all))
	for _, x := range s.runs.all {
		out = append(out, []string{x.queryID, x.tag, x.status()})
	}
	return out
}
