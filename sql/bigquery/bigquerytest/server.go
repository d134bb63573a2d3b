package bigquerytest

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// Engine holds the objects and executes the SQL. An error that is not a *catalog.Error (and not the context's) is a fault of
// the stand-in itself and is recorded as unexpected. All methods are called from many goroutines at once.
type Engine interface {
	Execute(ctx context.Context, s catalog.Session, sql string, params []catalog.Param) (*catalog.Result, error)
	DryRun(ctx context.Context, s catalog.Session, sql string) (*catalog.Result, error)
	Copy(ctx context.Context, job *bq.JobConfigurationTableCopy) error

	Dataset(project, dataset string) (*bq.Dataset, error)
	Datasets(project string) ([]*bq.Dataset, error)
	InsertDataset(d *bq.Dataset) (*bq.Dataset, error)
	PatchDataset(project, dataset, etag string, patch map[string]json.RawMessage) (*bq.Dataset, error)
	DeleteDataset(project, dataset string, contents bool) error

	Table(project, dataset, table string) (*bq.Table, error)
	Tables(project, dataset string) ([]*bq.Table, error)
	InsertTable(t *bq.Table) (*bq.Table, error)
	PatchTable(project, dataset, table, etag string, patch map[string]json.RawMessage) (*bq.Table, error)
	DeleteTable(project, dataset, table string) error

	Policy(project, dataset, table string) (*bq.Policy, error)
	SetPolicy(project, dataset, table string, policy *bq.Policy) (*bq.Policy, error)
	RowPolicies(project, dataset, table string) ([]*bq.RowAccessPolicy, error)

	Now() time.Time
}

// Answer is what jobs.insert says about a job that it has just started.
type Answer int

// The answers. Auto is Running when there is a latency, else Done.
const (
	AnswerAuto    Answer = iota
	AnswerRunning        // at once, the job runs on
	AnswerDone           // when the job is done
)

// Server is one stand-in for the service.
type Server struct {
	User string // the e-mail address of everybody, unless SetPrincipal says otherwise; set before the first request

	engine Engine
	http   *http.Server
	door   *door
	wait   func(context.Context, time.Duration) error

	base   context.Context // lives as long as the server: a job outlives its connection
	cancel context.CancelFunc
	work   sync.WaitGroup

	jobs   *jobs
	faults *faults
	record *record
	auth   *auth

	mu          sync.Mutex
	latency     time.Duration
	restLatency time.Duration
	answer      Answer
	pageSize    int
	closed      bool
}

const (
	project         = "prj"
	defaultLocation = "US"
	defaultPage     = 50
	longPoll        = 10 * time.Second // of jobs.query and getQueryResults that do not say
)

// New starts a server on a free port of 127.0.0.1 over engine. Close ends it; the engine stays the caller's.
// It panics when it cannot listen, as httptest does.
func New(engine Engine) *Server {
	s, err := begin(engine, newDoor())
	if err != nil {
		panic(fmt.Sprintf("bigquerytest: %v", err))
	}
	return s
}

// Serve is New on a port that the caller chooses, for a program of its own: addr is 127.0.0.1:PORT. It fails when addr is
// anything else or taken.
func Serve(addr string, engine Engine) (*Server, error) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("serve on %s: %w", addr, err)
	}
	port, err := strconv.ParseUint(text, 10, 16)
	if err != nil || port == 0 || host != "127.0.0.1" {
		return nil, fmt.Errorf("serve on %s: it must be 127.0.0.1 and a port", addr)
	}
	d := newDoor()
	d.port = int(port)
	return begin(engine, d)
}

func begin(engine Engine, d *door) (*Server, error) {
	s := &Server{
		User: "cutover@prj.iam.gserviceaccount.com", engine: engine, wait: pause, door: d,
		jobs: newJobs(), faults: &faults{}, record: &record{}, auth: &auth{},
	}
	s.base, s.cancel = context.WithCancel(context.Background())
	s.http = &http.Server{Handler: s.routes(), ConnState: d.track, ReadHeaderTimeout: time.Minute}
	if err := d.open(s.http); err != nil {
		return nil, err
	}
	return s, nil
}

// Close stops what still runs, ends all connections and waits for every goroutine of the server. A second call does nothing.
func (s *Server) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.cancel()
	s.door.shut()
	_ = s.http.Close()
	s.work.Wait()
	s.door.wait()
}

// URL is the base address, the same before and after a blackout: api_endpoint of a dbt profile. The Go clients want
// URL() + "/bigquery/v2/".
func (s *Server) URL() string { return "http://" + address(s.door.port) }

// Project is the project that Client bills and Exec works in. Others exist as soon as they are named.
func (s *Server) Project() string { return project }

// Latency makes every SQL statement and every copy job take at least d from now on, each on its own: jobs that run side by
// side wait side by side, and a script pays once per statement.
func (s *Server) Latency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// RESTLatency makes every request take at least d from now on, besides what its job takes.
func (s *Server) RESTLatency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.restLatency = d
}

// SetAnswer says what jobs.insert answers.
func (s *Server) SetAnswer(a Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = a
}

// PageSize is how many entries a page has at most, whatever the client asks for; 0 is no limit (and 50 for a client that
// does not ask).
func (s *Server) PageSize(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pageSize = n
}

// Blackout closes the port and cuts every connection, until Restore: a dial is refused as on a machine that is off.
// Jobs that run keep running.
func (s *Server) Blackout() { s.door.blackout() }

// Restore ends a blackout. Without one it does nothing.
func (s *Server) Restore() {
	if err := s.door.open(s.http); err != nil {
		s.record.surprise("restore: " + err.Error())
	}
}

// enter counts one more request in; false once the server is closed.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.work.Add(1)
	}
	return !s.closed
}

// settings are those that may change while the server runs.
type settings struct {
	latency, restLatency time.Duration
	answer               Answer
	pageSize             int
}

func (s *Server) settings() settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return settings{s.latency, s.restLatency, s.answer, s.pageSize}
}

func pause(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
