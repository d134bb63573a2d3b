package bigquerytest

import (
	"context"
	"net/http"
	"testing"

	"cloud.google.com/go/bigquery"
	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/option"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// NewServer starts a server over a new catalog and ends both with the test, which fails if anything Unexpected came in.
func NewServer(t testing.TB) *Server {
	t.Helper()
	c, err := catalog.New()
	if err != nil {
		t.Fatalf("make catalog: %v", err)
	}
	s := New(c)
	t.Cleanup(func() {
		s.Close()
		if err := c.Close(); err != nil {
			t.Errorf("close catalog: %v", err)
		}
		for _, what := range s.Unexpected() {
			t.Errorf("unexpected at the stand-in: %s", what)
		}
	})
	return s
}

// Catalog is the model behind a server of NewServer, for its switches and seams; nil over another engine.
func (s *Server) Catalog() *catalog.Catalog {
	c, ok := s.engine.(*catalog.Catalog)
	if !ok {
		return nil
	}
	return c
}

// connections is how many connections a client of the server keeps open for use again.
const connections = 128

// transport is a client's own pool of connections, closed when the test ends. Faults are cleared and a blackout is ended
// before, so that nothing waits for what the test left in the way.
func (s *Server) transport(t testing.TB) *http.Client {
	pool := &http.Transport{MaxIdleConns: connections, MaxIdleConnsPerHost: connections}
	t.Cleanup(func() {
		s.ClearFaults()
		s.Restore()
		pool.CloseIdleConnections()
	})
	return &http.Client{Transport: pool}
}

// Client is the official client, without credentials, for Project in location US. It ends with the test.
func (s *Server) Client(t testing.TB) *bigquery.Client {
	t.Helper()
	client, err := bigquery.NewClient(context.Background(), s.Project(), option.WithEndpoint(s.URL()+prefix+"/"), option.WithHTTPClient(s.transport(t)))
	if err != nil {
		t.Fatalf("make client: %v", err)
	}
	client.Location = defaultLocation
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Errorf("close client: %v", err)
		}
	})
	return client
}

// Service is the raw REST client, without credentials. It ends with the test.
func (s *Server) Service(t testing.TB) *bq.Service {
	t.Helper()
	service, err := bq.NewService(context.Background(), option.WithEndpoint(s.URL()+prefix+"/"), option.WithHTTPClient(s.transport(t)))
	if err != nil {
		t.Fatalf("make service: %v", err)
	}
	return service
}
