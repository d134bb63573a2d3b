package snowflaketest

import (
	"context"
	"crypto/rsa"
	"database/sql"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// Engine executes statements. An error that is not a *catalog.Error (and not the context's) is a fault of the
// stand-in itself and is recorded as unexpected. Execute is called from many goroutines at once, but never twice
// at once with one session.
type Engine interface {
	Execute(ctx context.Context, s *catalog.Session, sql string, binds []catalog.Bind) (*catalog.Result, error)
}

// historian is an engine that answers INFORMATION_SCHEMA.QUERY_HISTORY from the server's record.
type historian interface {
	SetHistory(func() [][]string)
}

// Server is one stand-in account. The exported fields are set before the first connection.
type Server struct {
	User        string // the login name of the only user with a password
	Password    string
	DefaultRole string // the role of a login that names none, as stored (upper case)
	Dedupe      bool   // a repeated request id gets the recorded answer; false: the statement is executed again

	engine Engine
	http   *http.Server
	door   *door
	now    func() time.Time
	wait   func(context.Context, time.Duration) error

	base   context.Context // lives as long as the server: a statement outlives its connection
	cancel context.CancelFunc
	work   sync.WaitGroup

	sessions *sessions
	runs     *runs
	faults   *faults
	record   *record
	auth     *auth
	admin    *session

	mu      sync.Mutex
	latency time.Duration
	closed  bool
}

const account = "standin"

// New starts a server on a free port of 127.0.0.1 over engine. Close ends it; the engine stays the caller's.
// It panics when it cannot listen, as httptest does.
func New(engine Engine) *Server {
	s := &Server{
		User: "CUTOVER", Password: "not a secret", DefaultRole: "ACCOUNTADMIN", Dedupe: true,
		engine: engine, wait: pause,
		now:      time.Now, //nolint:forbidigo // the stand-in is a server, and this is its clock
		sessions: newSessions(), runs: newRuns(), faults: &faults{}, record: &record{},
		admin: &session{state: catalog.Session{User: "ADMIN", Role: "ACCOUNTADMIN"}},
	}
	s.auth = &auth{issued: map[string]bool{}}
	s.base, s.cancel = context.WithCancel(context.Background())
	if h, ok := engine.(historian); ok {
		h.SetHistory(s.History)
	}
	s.door = newDoor()
	s.http = &http.Server{Handler: s.routes(), ConnState: s.door.track, ReadHeaderTimeout: time.Minute}
	if err := s.door.open(s.http); err != nil {
		panic(fmt.Sprintf("snowflaketest: %v", err))
	}
	return s
}

// Close cancels what still runs, ends all connections and waits for every goroutine of the server. A second call does nothing.
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

// Host is the address to connect to, without the port.
func (s *Server) Host() string { return "127.0.0.1" }

// Port is the TCP port, the same before and after a blackout.
func (s *Server) Port() int { return s.door.port }

// Account is the account identifier that logins must name.
func (s *Server) Account() string { return account }

// URL is the base address, for endpoints that the driver does not build itself.
func (s *Server) URL() string { return fmt.Sprintf("http://%s:%d", s.Host(), s.Port()) }

// Config is a new driver configuration for a login with user and password: plain HTTP, at most two repeats of
// a request, a short login, the driver's log off. The caller may change it.
func (s *Server) Config() *sf.Config {
	return &sf.Config{
		Account: account, User: s.User, Password: s.Password, Role: s.DefaultRole, Warehouse: "WH",
		Protocol: "http", Host: s.Host(), Port: s.Port(),
		LoginTimeout: 2 * time.Second, MaxRetryCount: 2, Tracing: "off",
		DisableOCSPChecks: true, ValidateDefaultParameters: sf.ConfigBoolFalse,
		Params: map[string]*string{},
	}
}

// DB opens a pool with Config and closes it when the test ends.
func (s *Server) DB(t testing.TB) *sql.DB {
	t.Helper()
	return s.OpenDB(t, s.Config())
}

// OpenDB opens a pool with config and closes it when the test ends. It does not connect yet. Faults are cleared and a
// blackout is ended before it closes, so that closing never waits for what the test left in the way.
func (s *Server) OpenDB(t testing.TB, config *sf.Config) *sql.DB {
	t.Helper()
	db := sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *config))
	t.Cleanup(func() {
		s.ClearFaults()
		s.Restore()
		if err := db.Close(); err != nil {
			t.Errorf("close pool: %v", err)
		}
	})
	return db
}

// Latency makes every statement (not every HTTP request) take at least d from now on, each on its own: statements that run
// side by side wait side by side. A repeat that is answered from the record does not wait.
func (s *Server) Latency(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.latency = d
}

// SetPublicKey makes key-pair logins carry a JWT signed by the private half of key. nil accepts any.
func (s *Server) SetPublicKey(key *rsa.PublicKey) { s.auth.setKey(key) }

// SetAuth replaces the check of logins. A nil check is the built-in one; a nil error accepts; a *LoginError refuses
// with its code, any other error with 390100. JWTs are checked against SetPublicKey before.
func (s *Server) SetAuth(check func(Login) error) { s.auth.setCheck(check) }

// Blackout closes the port and cuts every connection, until Restore: a dial is refused as on a machine that is off.
// Statements that run keep running.
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

func (s *Server) delay() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.latency
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
