package bigquerytest

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Request is one HTTP request as it arrived; a repeat is one more Request.
type Request struct {
	N        int    // 1 for the first since the server started or since ResetLog
	Method   string // GET, POST, PUT, PATCH or DELETE
	Path     string // below /bigquery/v2, such as /projects/prj/jobs
	Query    url.Values
	Body     json.RawMessage
	IfMatch  string // the etag that the change is for; empty for any
	UserName string // the principal of its token

	StartsJob bool              // jobs.insert or jobs.query, dry runs too
	DryRun    bool              // it starts a job that is only planned
	SQL       string            // of the job that it starts; empty for a copy job and for other requests
	JobID     string            // of the job that it starts or asks for; empty when the server chooses it
	Location  string            // of that job, as the request says; empty when it does not
	Labels    map[string]string // of the job that it starts

	Fault  Kind // 0 for none
	Status int  // the HTTP status of the reply; 0 while there is none, and when it was lost
}

type record struct {
	mu         sync.Mutex
	requests   []*Request
	tokens     []string
	unexpected []string
}

// Requests is every request since the start or the last ResetLog, in the order of arrival.
func (s *Server) Requests() []Request {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	out := make([]Request, 0, len(s.record.requests))
	for i, r := range s.record.requests {
		c := *r
		c.N = i + 1
		out = append(out, c)
	}
	return out
}

// Count is how many requests (repeats included) have substring in "METHOD path" or in their SQL.
func (s *Server) Count(substring string) int {
	n := 0
	for _, r := range s.Requests() {
		if strings.Contains(r.Method+" "+r.Path, substring) || strings.Contains(r.SQL, substring) {
			n++
		}
	}
	return n
}

// ResetLog forgets Requests, Jobs and Tokens. The jobs themselves and Unexpected stay.
func (s *Server) ResetLog() {
	s.jobs.reset()
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	s.record.requests, s.record.tokens = nil, nil
}

// Tokens is the bearer token of every request, each once, in the order in which they came. They are secrets: never print them.
func (s *Server) Tokens() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.tokens)
}

// Unexpected is what no correct client sends: unknown paths, methods and fields, what the stand-in does not model, and
// failures of the stand-in itself. NewServer fails its test when there is any.
func (s *Server) Unexpected() []string {
	s.record.mu.Lock()
	defer s.record.mu.Unlock()
	return slices.Clone(s.record.unexpected)
}

func (r *record) surprise(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.unexpected = append(r.unexpected, what)
}

// arrived keeps req; its status is set through status.
func (r *record) arrived(req Request, token string) *Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, &req)
	if token != "" && !slices.Contains(r.tokens, token) {
		r.tokens = append(r.tokens, token)
	}
	return &req
}

func (r *record) status(req *Request, code int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	req.Status = code
}
