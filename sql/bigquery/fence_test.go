package bigquery

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/bigquery"
	"google.golang.org/api/option"

	"cutover/sql/warehouse"
)

// wall is a moment without a monotonic reading.
func wall(t time.Time) time.Time { return t.Round(0) }

// TestFenceTransport: only writing requests are refused, only under a lease, only
// after it could have run out, by either clock.
func TestFenceTransport(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, tc := range map[string]struct {
		method string
		until  time.Time
		now    time.Time
		none   bool
		sent   bool
	}{
		"no lease":             {method: "POST", none: true, sent: true},
		"in time":              {method: "POST", until: now.Add(time.Minute), now: now, sent: true},
		"too late":             {method: "POST", until: now, now: now.Add(time.Minute)},
		"at the moment":        {method: "PATCH", until: now, now: now},
		"late by the wall":     {method: "PUT", until: wall(now), now: wall(now.Add(time.Hour))},
		"late delete":          {method: "DELETE", until: now, now: now.Add(time.Second)},
		"late, but it reads":   {method: "GET", until: now, now: now.Add(time.Minute), sent: true},
		"late, but it reads 2": {method: "HEAD", until: now, now: now.Add(time.Minute), sent: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := false
			transport := &fenceTransport{now: func() time.Time { return tc.now }, next: roundTrip(func(*http.Request) (*http.Response, error) {
				sent = true
				return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
			})}
			ctx := t.Context()
			if !tc.none {
				ctx = fenced(ctx, &guard{fence: warehouse.CheckFence{Fence: 3, Environment: "prod"}, until: tc.until})
			}
			body := &closing{Reader: strings.NewReader("{}")}
			r, err := http.NewRequestWithContext(ctx, tc.method, "http://x/", body)
			if err != nil {
				t.Fatal(err)
			}
			res, err := transport.RoundTrip(r)
			if res != nil {
				_ = res.Body.Close()
			}
			if sent != tc.sent || (err == nil) != tc.sent {
				t.Fatalf("sent %t, %v", sent, err)
			}
			if !tc.sent && (warehouse.CodeOf(err) != warehouse.LeaseLost || !body.closed) {
				t.Errorf("%v, body closed %t", err, body.closed)
			}
			ctx = unfenced(ctx)
			res, err = transport.RoundTrip(r.WithContext(ctx))
			if res != nil {
				_ = res.Body.Close()
			}
			if err != nil {
				t.Errorf("without the lease: %v", err)
			}
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type closing struct {
	*strings.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

// TestBothClocksEndALease: one that is set back, or stands still while the
// machine sleeps, does not keep it alive.
func TestBothClocksEndALease(t *testing.T) {
	t.Parallel()
	now := time.Now()
	until := now.Add(time.Minute)
	if passed(until, now) || !passed(until, until) || !passed(until, until.Add(1)) {
		t.Error("the moment itself is not told from others")
	}
	// The monotonic reading stood still, the wall clock went on.
	if !passed(until, wall(until.Add(time.Second))) {
		t.Error("the wall clock does not end it")
	}
}

// TestFenceEndsTheLibrarysRetries: the vendor's client sends a request that
// failed again for ever; the first one that is refused ends that.
func TestFenceEndsTheLibrarysRetries(t *testing.T) {
	t.Parallel()
	var sent atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		sent.Add(1)
		http.Error(w, `{"error": {"code": 503, "errors": [{"reason": "backendError"}]}}`, http.StatusServiceUnavailable)
	}))
	t.Cleanup(server.Close)
	start := time.Now()
	var asked atomic.Int32
	transport := &fenceTransport{next: server.Client().Transport, now: func() time.Time {
		// Every request is a minute later than the one before.
		return start.Add(time.Duration(asked.Add(1)) * time.Minute)
	}}
	client, err := bigquery.NewClient(context.Background(), "prj",
		option.WithEndpoint(server.URL+"/bigquery/v2/"), option.WithHTTPClient(&http.Client{Transport: transport}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	q := client.Query("DROP TABLE t")
	q.JobID, q.Location = "j", "US"
	ctx := fenced(t.Context(), &guard{until: start.Add(90 * time.Second)})
	_, err = q.Run(ctx)
	var lost *warehouse.Error
	if !errors.As(err, &lost) || lost.Code != warehouse.LeaseLost {
		t.Errorf("%v", err)
	}
	if sent.Load() != 1 {
		t.Errorf("%d requests were sent", sent.Load())
	}
	if got := warehouse.CodeOf(mapError("drop", "t", writing, err)); got != warehouse.LeaseLost {
		t.Errorf("mapped to %s", got)
	}
}
