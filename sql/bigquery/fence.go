package bigquery

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"cutover/sql/warehouse"
)

// guard is the lease under which an op is done. DDL of BigQuery cannot be made
// conditional on a row, so requests are refused from the moment on at which the
// lease could have run out.
type guard struct {
	fence warehouse.CheckFence

	mu sync.Mutex // guards the rest
	// until is that moment by the local clock; it carries a monotonic reading,
	// which stands still while a machine sleeps, and a wall clock, which may be
	// set back: each of them ends it.
	until time.Time
	// half is when it is asked again, so that an op that takes longer than the
	// lease goes on while somebody renews it.
	half time.Time
}

// over reports whether the lease could have run out.
func (g *guard) over(now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return passed(g.until, now)
}

// passed compares by both clocks.
func passed(moment, now time.Time) bool {
	return !now.Before(moment) || !now.Round(0).Before(moment.Round(0))
}

type guardKey struct{}

// fenced gives a context whose writing requests need the lease.
func fenced(ctx context.Context, g *guard) context.Context {
	return context.WithValue(ctx, guardKey{}, g)
}

// unfenced gives a context for requests that change nothing.
func unfenced(ctx context.Context) context.Context {
	return context.WithValue(ctx, guardKey{}, (*guard)(nil))
}

func guardOf(ctx context.Context) *guard {
	g, _ := ctx.Value(guardKey{}).(*guard)
	return g
}

// fenceTransport refuses writing requests whose lease could have run out. It
// stands below everything that sends a request again.
type fenceTransport struct {
	next http.RoundTripper
	now  func() time.Time
}

// newFenceTransport puts the fence before next.
func newFenceTransport(next http.RoundTripper) http.RoundTripper {
	return &fenceTransport{next: next, now: time.Now} //nolint:forbidigo // a deadline of this process
}

// RoundTrip implements http.RoundTripper. A request that is refused is not sent;
// the error is a *warehouse.Error with code LeaseLost, which nothing takes for one
// that passes.
func (t *fenceTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	g := guardOf(r.Context())
	if g == nil || r.Method == http.MethodGet || r.Method == http.MethodHead || !g.over(t.now()) {
		return t.next.RoundTrip(r)
	}
	if r.Body != nil {
		_ = r.Body.Close() // a RoundTripper has to
	}
	return nil, leaseLost(g.fence)
}

// CloseIdleConnections lets http.Client reach the connections below.
func (t *fenceTransport) CloseIdleConnections() {
	if c, ok := t.next.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

func leaseLost(fence warehouse.CheckFence) *warehouse.Error {
	return refuse(warehouse.LeaseLost, "", fence.Environment, "the lease is no longer held with fence %d, or could have run out; nothing was sent", fence.Fence)
}

// newGuard asks for the lease. The error is LeaseLost when it is not ours.
func (d *Driver) newGuard(ctx context.Context, fence warehouse.CheckFence) (*guard, error) {
	g := &guard{fence: fence}
	return g, d.ask(unfenced(ctx), g)
}

// ask sets the end of a guard by what the warehouse says is left of the lease,
// counted from before the question was sent.
func (d *Driver) ask(ctx context.Context, g *guard) error {
	before := d.now()
	rows, err := d.read(ctx, g.fence.OpName(), d.r.leaseLeft(g.fence))
	if err != nil {
		return err
	}
	if len(rows.Values) == 0 {
		return leaseLost(g.fence)
	}
	row := rows.Values[0]
	if len(row) != 2 || row[1] == nil {
		return refuse(warehouse.Internal, g.fence.OpName(), g.fence.Environment, "the answer about the lease has another shape")
	}
	ms, err := strconv.ParseInt(*row[1], 10, 64)
	if err != nil {
		return &warehouse.Error{Code: warehouse.Internal, Op: g.fence.OpName(), Object: g.fence.Environment, Err: err}
	}
	left := time.Duration(ms) * time.Millisecond
	g.mu.Lock()
	defer g.mu.Unlock()
	g.until, g.half = before.Add(left), before.Add(left/2)
	return nil
}

// holds makes sure that the lease of a context is good for another request, and
// asks again when half of what was left is over.
func (d *Driver) holds(ctx context.Context) error {
	g := guardOf(ctx)
	if g == nil {
		return nil
	}
	now := d.now()
	g.mu.Lock()
	due := passed(g.half, now)
	if due && !passed(g.until, now) {
		// The others go on with what is left; one asks.
		g.half = g.until
	}
	g.mu.Unlock()
	if !due {
		return nil
	}
	err := d.ask(unfenced(ctx), g)
	if warehouse.Retryable(warehouse.CodeOf(err)) && !g.over(d.now()) {
		return nil
	}
	return err
}
