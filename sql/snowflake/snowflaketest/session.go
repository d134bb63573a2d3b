package snowflaketest

import (
	"fmt"
	"net/http"
	"regexp"
	"sync"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// session is one login. Its state is changed by one statement at a time.
type session struct {
	mu    sync.Mutex
	state catalog.Session
}

func (s *session) look() catalog.Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state
}

// sessions maps tokens to sessions. An expired token stays known, so that it can be told from a foreign one.
type sessions struct {
	mu      sync.Mutex
	last    int64
	serial  int
	session map[string]*session // by session token, living and expired ones
	master  map[string]*session
	expired map[string]bool
	gone    map[*session]bool
}

func newSessions() *sessions {
	return &sessions{session: map[string]*session{}, master: map[string]*session{}, expired: map[string]bool{}, gone: map[*session]bool{}}
}

// begin makes a session of state with its two tokens.
func (t *sessions) begin(state catalog.Session) (s *session, token, master string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last++
	state.ID = t.last
	s = &session{state: state}
	token, master = t.mint("session"), t.mint("master")
	t.session[token], t.master[master] = s, s
	return s, token, master
}

func (t *sessions) mint(kind string) string {
	t.serial++
	return fmt.Sprintf("standin-%s-%d", kind, t.serial)
}

// renew gives a session a new token for its master token. The old one is expired.
func (t *sessions) renew(master, old string) (s *session, token string, found bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, found = t.master[master]
	if !found || t.gone[s] {
		return nil, "", false
	}
	t.expired[old] = true
	token = t.mint("session")
	t.session[token] = s
	return s, token, true
}

func (t *sessions) expire(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.expired[token] = true
}

// ExpireSessions makes every session token expire, as the service does after an hour: the next request of each is
// answered 390112 until it is renewed.
func (s *Server) ExpireSessions() {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	for token := range s.sessions.session {
		s.sessions.expired[token] = true
	}
}

// OpenSessions is how many logins were not closed yet.
func (s *Server) OpenSessions() int {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	return len(s.sessions.master) - len(s.sessions.gone)
}

var tokenHeader = regexp.MustCompile(`^Snowflake Token="([^"]*)"$`)

func bearer(r *http.Request) string {
	m := tokenHeader.FindStringSubmatch(r.Header.Get("Authorization"))
	if m == nil {
		return ""
	}
	return m[1]
}

// session finds the session of a request. When there is none it answers and gives nil.
func (s *Server) session(w http.ResponseWriter, r *http.Request) *session {
	token := bearer(r)
	t := s.sessions
	t.mu.Lock()
	found, expired := t.session[token], t.expired[token]
	gone := found != nil && t.gone[found]
	t.mu.Unlock()
	switch {
	case token == "":
		send(w, refusal("390101", "Authorization header not found in the request data.", nil))
	case found == nil:
		send(w, refusal("390104", "Session token not found or invalid.", nil))
	case gone:
		send(w, refusal("390111", "Session no longer exists. New login required to access the service.", nil))
	case expired:
		s.sendExpired(w)
	default:
		return found
	}
	return nil
}

func (s *Server) sendExpired(w http.ResponseWriter) {
	send(w, refusal("390112", "Your session has expired. Please login again.", nil))
}

// renewal is the answer of token-request (renewSessionResponseMain of the driver).
type renewal struct {
	SessionToken string `json:"sessionToken"`
	ValidityST   int    `json:"validityInSecondsST"`
	MasterToken  string `json:"masterToken"`
	ValidityMT   int    `json:"validityInSecondsMT"`
	SessionID    int64  `json:"sessionId"`
}

func (s *Server) serveRenewal(w http.ResponseWriter, r *http.Request) {
	var body struct {
		OldSessionToken string `json:"oldSessionToken"`
		RequestType     string `json:"requestType"`
	}
	if err := decode(r, &body); err != nil || body.RequestType != "RENEW" {
		s.record.surprise(fmt.Sprintf("token-request of type %q: %v", body.RequestType, err))
		http.Error(w, "bad token request", http.StatusBadRequest)
		return
	}
	master := bearer(r)
	renewed, token, found := s.sessions.renew(master, body.OldSessionToken)
	if !found {
		send(w, refusal("390114", "Authentication token has expired. The user must authenticate again.", nil))
		return
	}
	send(w, ok(renewal{SessionToken: token, ValidityST: 3600, MasterToken: master, ValidityMT: 14400, SessionID: renewed.look().ID}))
}

func (s *Server) serveDelete(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("delete") != "true" {
		s.serveUnknown(w, r)
		return
	}
	if found := s.session(w, r); found != nil {
		s.sessions.mu.Lock()
		s.sessions.gone[found] = true
		s.sessions.mu.Unlock()
		send(w, ok(nil))
	}
}

func (s *Server) serveHeartbeat(w http.ResponseWriter, r *http.Request) {
	if s.session(w, r) != nil {
		s.record.mu.Lock()
		s.record.heartbeats++
		s.record.mu.Unlock()
		send(w, ok(nil))
	}
}

func (s *Server) serveTelemetry(w http.ResponseWriter, r *http.Request) {
	if s.session(w, r) != nil {
		s.record.mu.Lock()
		s.record.telemetry++
		s.record.mu.Unlock()
		send(w, ok("Log Received"))
	}
}
