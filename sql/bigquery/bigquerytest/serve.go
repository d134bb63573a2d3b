package bigquerytest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

const (
	prefix   = "/bigquery/v2"
	bodySize = 16 << 20
)

// endpoint is one method of the API.
type endpoint struct {
	pattern    string   // of http.ServeMux, below /bigquery/v2
	permission string   // asked for on the resource that the path names
	query      []string // the query fields that it knows, besides those of every method
	starts     bool     // it starts a job
	do         func(*Server, *call) reply
}

// call is one request on its way through an endpoint.
type call struct {
	http      *http.Request
	query     url.Values
	body      []byte
	request   Request
	principal string
	fault     *Injection
	verb      string // what follows the colon of the last part of the path, such as getIamPolicy
}

func (c *call) project() string { return c.http.PathValue("project") }
func (c *call) dataset() string { return c.http.PathValue("dataset") }

func (c *call) table() string {
	name, _, _ := strings.Cut(c.http.PathValue("table"), ":")
	return name
}

// resource is the IAM name of what the path names.
func (c *call) resource() string {
	out := "projects/" + c.project()
	if d := c.dataset(); d != "" {
		out += "/datasets/" + d
	}
	if t := c.table(); t != "" {
		out += "/tables/" + t
	}
	return out
}

// everywhere tells whether every method knows a query field.
func everywhere(field string) bool {
	return slices.Contains([]string{"alt", "prettyPrint", "fields", "key", "quotaUser", "$.xgafv"}, field)
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	for _, e := range slices.Concat(jobEndpoints(), datasetEndpoints(), tableEndpoints(), policyEndpoints()) {
		method, rest, _ := strings.Cut(e.pattern, " ")
		mux.HandleFunc(method+" "+prefix+rest, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, &e) })
	}
	unknown := func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, &endpoint{do: serveUnknown}) }
	mux.HandleFunc("/", unknown)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() { // Close waits for a request that has begun, and one that begins after it is dropped
			cut(w, false)
			return
		}
		defer s.work.Done()
		if path.Clean(r.URL.Path) != r.URL.Path {
			unknown(w, r) // ServeMux would send the client elsewhere
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func serveUnknown(s *Server, c *call) reply {
	s.record.surprise(c.http.Method + " " + c.http.URL.Path)
	return refusal(notFound(c.http.Method + " " + c.http.URL.Path))
}

// serve takes a request through its faults, its checks and its endpoint.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, e *endpoint) {
	body, err := io.ReadAll(io.LimitReader(r.Body, bodySize))
	if err != nil {
		return // the client went away while it was sending
	}
	c := s.receive(r, e, body)
	c.fault = s.faults.meet(c.request)
	c.request.Fault = c.fault.kind()
	entry := s.record.arrived(c.request, bearer(r))
	if c.fault != nil && !(e.starts && standing(c.fault.kind())) { // a job that stands is announced when it stands
		c.fault.announce(c.request)
	}
	if s.lose(w, c.fault.kind(), entry) {
		return
	}
	if !s.hinder(c, e) {
		cut(w, false)
		return
	}
	answer := s.perform(c, e)
	s.respond(w, c.fault.kind(), answer, entry)
}

// receive is the request as the rest of the server sees it.
func (s *Server) receive(r *http.Request, e *endpoint, body []byte) *call {
	c := &call{http: r, query: r.URL.Query(), body: body, principal: s.principal(bearer(r))}
	_, c.verb, _ = strings.Cut(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:], ":")
	c.request = Request{
		Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, prefix), Query: c.query, Body: body,
		IfMatch: r.Header.Get("If-Match"), UserName: c.principal,
		StartsJob: e.starts, JobID: r.PathValue("job"), Location: c.query.Get("location"),
	}
	if e.starts {
		c.request.describeJob(body)
	}
	return c
}

// describeJob reads what a request says about the job that it starts; what cannot be read is refused later.
func (r *Request) describeJob(body []byte) {
	var b struct {
		JobReference  struct{ JobID, Location string }
		Configuration struct {
			Query  struct{ Query string }
			DryRun bool
			Labels map[string]string
		}
		Query    string
		Location string
		DryRun   bool
		Labels   map[string]string
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return
	}
	r.JobID, r.Location = b.JobReference.JobID, b.JobReference.Location
	r.SQL, r.DryRun, r.Labels = b.Configuration.Query.Query, b.Configuration.DryRun, b.Configuration.Labels
	if b.Query != "" {
		r.Location, r.SQL, r.DryRun, r.Labels = b.Location, b.Query, b.DryRun, b.Labels
	}
}

// lose plays the faults that come before any effect and need nothing of the request, and tells whether there was one.
func (s *Server) lose(w http.ResponseWriter, kind Kind, entry *Request) bool {
	switch kind {
	case Refused, LostBefore:
		cut(w, kind == Refused)
	case Blackout:
		s.door.blackout()
		cut(w, false)
	case HTTP503, HTTP500, Forbidden403, RateLimited, Etag412:
		s.send(w, refusal(faultErrors()[kind]), entry)
	default:
		return false
	}
	return true
}

// faultErrors is the error of each kind that answers one.
func faultErrors() map[Kind]*catalog.Error {
	return map[Kind]*catalog.Error{
		HTTP503:          {Code: http.StatusServiceUnavailable, Reason: reasonBackend, Message: "Error encountered during execution. Retrying may solve the problem."},
		HTTP500:          {Code: http.StatusInternalServerError, Reason: reasonInternal, Message: "An internal error occurred and the request could not be completed."},
		Forbidden403:     {Code: http.StatusForbidden, Reason: reasonDenied, Message: "Access Denied: by a fault of the stand-in"},
		RateLimited:      {Code: http.StatusForbidden, Reason: "rateLimitExceeded", Message: "Exceeded rate limits: too many api requests per user per method for this user_method."},
		Etag412:          conditionNotMet(),
		NotFoundHTTP:     notFound("by a fault of the stand-in"),
		Duplicate409:     {Code: http.StatusConflict, Reason: reasonDuplicate, Message: "Already Exists: by a fault of the stand-in"},
		JobRateLimited:   {Code: http.StatusBadRequest, Reason: "jobRateLimitExceeded", Message: "Exceeded rate limits: too many concurrent jobs."},
		JobBackendError:  {Code: http.StatusBadRequest, Reason: "jobBackendError", Message: "Error encountered during job execution. Retrying the job may solve the problem."},
		JobInternalError: {Code: http.StatusBadRequest, Reason: "jobInternalError", Message: "An internal error occurred during job execution. Retrying the job may solve the problem."},
		JobAccessDenied:  {Code: http.StatusForbidden, Reason: reasonDenied, Message: "Access Denied: by a fault of the stand-in"},
		ErrorAfterCommit: {Code: http.StatusInternalServerError, Reason: reasonBackend, Message: "Error encountered during execution. Retrying may solve the problem."},
	}
}

// standing tells whether a job that meets the kind stands until it is released.
func standing(kind Kind) bool {
	return kind == Hold || kind == Pending || kind == Running || kind == LostRunning
}

// hinder lets the time pass that a request takes before its effect; false when the server was closed meanwhile.
func (s *Server) hinder(c *call, e *endpoint) bool {
	d := s.settings().restLatency
	if !e.starts {
		switch c.fault.kind() {
		case Hold:
			select {
			case <-c.fault.release:
			case <-s.base.Done():
				return false
			}
		case Slow:
			d += c.fault.fault.Delay
		}
	}
	return d == 0 || s.wait(s.base, d) == nil
}

// perform makes the checks of every method and then the method itself.
func (s *Server) perform(c *call, e *endpoint) reply {
	if refused := s.authenticate(bearer(c.http)); refused != nil {
		return refusal(refused)
	}
	for field := range c.query {
		if e.pattern != "" && !everywhere(field) && !slices.Contains(e.query, field) {
			return refusal(s.surprise("query field %s of %s", field, e.pattern))
		}
	}
	if alt := c.query.Get("alt"); alt != "" && alt != "json" {
		return refusal(s.surprise("alt=%s", alt))
	}
	if e.permission != "" && s.denied(c.principal, e.permission, c.resource()) {
		return refusal(accessDenied(e.permission, c.resource()))
	}
	out := e.do(s, c)
	if fields := c.query.Get("fields"); fields != "" && out.code == http.StatusOK {
		masked, err := selectFields(fields, out.body)
		if err != nil {
			return refusal(s.surprise("fields=%s: %v", fields, err))
		}
		out.body = masked
	}
	return out
}

// respond sends an answer as far as the fault lets it.
func (s *Server) respond(w http.ResponseWriter, kind Kind, answer reply, entry *Request) {
	if answer.gone {
		cut(w, false)
		return
	}
	switch kind {
	case LostAfter, LostRunning:
		cut(w, false)
	case BlackoutAfter:
		s.door.blackout()
		cut(w, false)
	case HalfReply:
		sendHalf(w, answer)
	case NotFoundHTTP, Duplicate409:
		s.send(w, refusal(faultErrors()[kind]), entry)
	default:
		s.send(w, answer, entry)
	}
}

func (s *Server) send(w http.ResponseWriter, r reply, entry *Request) {
	s.record.status(entry, r.code)
	if len(r.body) > 0 {
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		w.Header().Set("Content-Length", fmt.Sprint(len(r.body)))
	}
	w.WriteHeader(r.code)
	_, _ = w.Write(r.body) // a client that went away learns nothing, as from the service
}
