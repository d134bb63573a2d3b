package snowflake_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// requestID: what the service does with a request id that it has seen, for DDL
// that cannot happen twice and for a toggle; at once and after the waits of
// CUTOVER_TEST_SNOWFLAKE_WAITS (durations, with commas).
func requestID(q question) {
	waits := []time.Duration{0}
	if list, ok := q.lookup("CUTOVER_TEST_SNOWFLAKE_WAITS"); ok && list != "" {
		for word := range strings.SplitSeq(list, ",") {
			d, err := time.ParseDuration(strings.TrimSpace(word))
			if err != nil {
				q.Fatalf("CUTOVER_TEST_SNOWFLAKE_WAITS: %v", err)
			}
			waits = append(waits, d)
		}
	}
	conn := q.a.Conn(q.T)
	ctx := sf.WithRequestID(q.Context(), sf.NewUUID())
	create := "CREATE TABLE " + q.name("A", "ONCE") + " (ID NUMBER)"
	if _, err := conn.ExecContext(ctx, create); err != nil {
		q.Fatalf("%s: %v", create, err)
	}
	for _, d := range waits {
		if !passed(q.Context(), d) {
			return
		}
		_, err := conn.ExecContext(ctx, create)
		q.answer("CREATE TABLE with the same request id after %s: %s (done: answered from a record; 002002: executed again)", d, said(err))
		_, err = q.a.Conn(q.T).ExecContext(ctx, create)
		q.answer("the same from another session after %s: %s", d, said(err))
	}
	q.table("a", "A", "WHERE_IS")
	ctx = sf.WithRequestID(q.Context(), sf.NewUUID())
	for range 2 {
		_, err := conn.ExecContext(ctx, "ALTER SCHEMA "+q.name("A")+" SWAP WITH "+q.name("B"))
		q.answer("ALTER SCHEMA SWAP with one request id: %s", said(err))
	}
	q.answer("after the two, the table of A is in B: %s (done: swapped once; refused: swapped twice)", said(q.do("SELECT V FROM "+q.name("B", "WHERE_IS"))))
}

func passed(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// lostReply: what becomes of a swap whose answer is lost on the way, when the
// driver repeats it by itself and cutover looks.
func lostReply(q question) {
	q.table("a", "A", "WHERE_IS")
	op := q.swapOp("lost reply")
	cut := &cutter{next: http.DefaultTransport, when: "SWAP WITH"}
	d := q.driver(func(o *snowflake.Options) { o.Profile.Transport = cut })
	_, err := d.Do(q.Context(), op, warehouse.Token{Release: "live", Step: "swap", Attempt: 1})
	outcome, errLook := d.Outcome(q.Context(), op, warehouse.Token{Release: "live", Step: "swap", Attempt: 1})
	q.answer("%d replies were cut; cutover's driver said %v, the look %q %v; the table of A is in B: %s", cut.hits(), err, outcome, errLook,
		said(q.do("SELECT V FROM "+q.name("B", "WHERE_IS"))))
	if cut.hits() == 0 {
		q.Error("no reply was cut")
	}
	if err == nil && outcome != warehouse.Done {
		q.Errorf("said done, and the look says %q", outcome)
	}
}

// cutter loses the reply of the first request whose text holds when.
type cutter struct {
	next http.RoundTripper
	when string

	mu  sync.Mutex
	cut int
}

func (c *cutter) hits() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cut
}

// RoundTrip implements http.RoundTripper.
func (c *cutter) RoundTrip(r *http.Request) (*http.Response, error) {
	holds := false
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		holds, err = mentions(body, c.when)
		if err != nil {
			return nil, err
		}
	}
	reply, err := c.next.RoundTrip(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil || !holds || c.cut > 0 {
		return reply, err
	}
	c.cut++
	_ = reply.Body.Close() // the reply is lost
	return nil, errors.New("the line was cut by the test")
}

// largeBind: whether a value of megabytes can be bound, as a plan in the ledger.
func largeBind(q question) {
	table := q.name("A", "LARGE")
	q.a.Exec(q.T, "CREATE TABLE "+table+" (V VARCHAR)")
	conn := q.a.Conn(q.T)
	for _, size := range []int{1 << 20, 5 << 20, 15 << 20} {
		_, err := conn.ExecContext(q.Context(), "INSERT INTO "+table+" SELECT ?", noise(size))
		q.answer("a bound text of %d MB: %s, read back: %s", size>>20, said(err), on(conn, "SELECT MAX(LENGTH(V)) FROM "+table))
	}
}
