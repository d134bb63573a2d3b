package snowflaketest

import (
	"slices"
	"strings"
	"sync"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// Statement is one statement as it arrived; a repeat is one more Statement.
type Statement struct {
	N            int // 1 for the first since the server started or since ResetLog
	SQL          string
	Binds        []catalog.Bind
	RequestID    string // the driver's requestId, equal in repeats
	RetryCount   int    // as the driver says; a repeat after half a reply says 0
	QueryID      string // empty when the statement did not get as far
	QueryTag     string // the request's own tag, else the session's at that time
	Session      int64
	Role         string // the session's at that time
	Fault        Kind   // 0 for none
	Deduplicated bool   // answered by (or attached to) the first arrival of this request id; nothing was executed
	Failed       bool   // there was no effect: refused, failed, or lost before it. False for a statement that still runs
}

// OAuthRequest is one call of the token endpoint.
type OAuthRequest struct {
	GrantType, RefreshToken, Scope string
	ClientID, ClientSecret         string // from the Basic header
	Granted                        bool
}

type record struct {
	mu         sync.Mutex
	sent       []*entry
	logins     []Login
	oauth      []OAuthRequest
	unexpected []string
	telemetry  int
	heartbeats int
}

type entry struct {
	Statement
	run *execution // nil when nothing was executed for it
}

// Sent is every statement since the start or the last ResetLog, in the order of arrival.
func (s *Server) Sent() []Statement {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	out := make([]Statement, 0, len(s.record.sent))
	for i, e := range s.record.sent {
		st := e.Statement
		st.N = i + 1
		st.Binds = slices.Clone(st.Binds)
		if e.run != nil {
			st.QueryID = e.run.queryID
			st.Failed = e.run.failed()
		}
		out = append(out, st)
	}
	return out
}

// Count is how many arrivals (repeats included) have substring in their text.
func (s *Server) Count(substring string) int {
	n := 0
	for _, st := range s.Sent() {
		if strings.Contains(st.SQL, substring) {
			n++
		}
	}
	return n
}

// ResetLog forgets Sent, Logins and TokenRequests. Recorded answers, history and Unexpected stay.
func (s *Server) ResetLog() {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	s.record.sent, s.record.logins, s.record.oauth = nil, nil, nil
}

// Logins is every login attempt, refused ones too. It holds their secrets: never print it.
func (s *Server) Logins() []Login {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.logins)
}

// TokenRequests is every call of the OAuth token endpoint.
func (s *Server) TokenRequests() []OAuthRequest {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.oauth)
}

// Unexpected is what no correct client sends: unknown endpoints, one request id for two statements, and failures of
// the stand-in itself. NewServer fails its test when there is any.
func (s *Server) Unexpected() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.unexpected)
}

// Heartbeats is how many heartbeats came in.
func (s *Server) Heartbeats() int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return s.record.heartbeats
}

// Telemetry is how many telemetry batches came in.
func (s *Server) Telemetry() int {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return s.record.telemetry
}

func (r *record) surprise(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unexpected = append(r.unexpected, what)
}

// arrived keeps st; the entry may still be changed through update until the reply is sent.
func (r *record) arrived(st Statement) *entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := &entry{Statement: st}
	r.sent = append(r.sent, e)
	return e
}

func (r *record) update(e *entry, change func(*entry)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(e)
}
