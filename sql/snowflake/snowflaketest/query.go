package snowflaketest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /session/v1/login-request", s.serveLogin)
	mux.HandleFunc("POST /session/token-request", s.serveRenewal)
	mux.HandleFunc("POST /session/heartbeat", s.serveHeartbeat)
	mux.HandleFunc("POST /session", s.serveDelete)
	mux.HandleFunc("POST /telemetry/send", s.serveTelemetry)
	mux.HandleFunc("POST /oauth/token-request", s.serveOAuth)
	mux.HandleFunc("POST /queries/v1/query-request", s.serveQuery)
	mux.HandleFunc("POST /queries/v1/abort-request", s.serveAbort)
	mux.HandleFunc("GET /queries/{id}/result", s.serveResult)
	mux.HandleFunc("GET /monitoring/queries/{id}", s.serveMonitoring)
	mux.HandleFunc("/", s.serveUnknown)
	return s.guarded(mux)
}

// guarded keeps Close waiting for a request that has begun, and drops one that begins after it.
func (s *Server) guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() {
			cut(w, false)
			return
		}
		defer s.work.Done()
		next.ServeHTTP(w, r)
	})
}

func (s *Server) serveUnknown(w http.ResponseWriter, r *http.Request) {
	s.record.surprise(r.Method + " " + r.URL.Path)
	http.NotFound(w, r)
}

func (s *Server) serveQuery(w http.ResponseWriter, r *http.Request) {
	var q queryRequest
	if err := decode(r, &q); err != nil {
		s.record.surprise("query-request: " + err.Error())
		http.Error(w, "bad query request", http.StatusBadRequest)
		return
	}
	from := s.session(w, r)
	if from == nil {
		return
	}
	q.requestID = r.URL.Query().Get("requestId")
	q.retryCount, _ = strconv.Atoi(r.URL.Query().Get("retryCount")) // absent in a first request
	state := from.look()
	if tag, given := q.parameter("QUERY_TAG"); given {
		state.QueryTag = tag
	}
	binds, err := q.binds()
	fault := s.faults.meet(q.SQL)
	e := s.record.arrived(Statement{
		SQL: q.SQL, Binds: binds, RequestID: q.requestID, RetryCount: q.retryCount, QueryTag: state.QueryTag,
		Session: state.ID, Role: state.Role, Fault: fault.kind(),
	})
	if s.lose(w, r, e, fault.kind()) {
		return
	}
	x := s.execute(from, &q, binds, unsupported(&q, err), e, fault)
	s.respond(w, r, x, fault)
}

// unsupported is why the protocol half does not take a request; nil when it does.
func unsupported(q *queryRequest, binds error) *catalog.Error {
	reason := ""
	count, given := q.parameter("MULTI_STATEMENT_COUNT")
	switch {
	case q.AsyncExec:
		reason = "asynchronous execution"
	case q.DescribeOnly:
		reason = "describe-only requests"
	case given && count != "1":
		reason = "several statements in one request"
	case binds != nil:
		reason = binds.Error()
	default:
		return nil
	}
	return &catalog.Error{Number: 1003, SQLState: "42000", Message: "SQL compilation error: not modelled by snowflaketest: " + reason}
}

// lose plays the faults that come before any effect, and tells whether there was one.
func (s *Server) lose(w http.ResponseWriter, r *http.Request, e *entry, kind Kind) bool {
	switch kind {
	case Refused, LostBefore, HTTP503, Blackout, ExpiredSession:
	default:
		return false
	}
	s.record.update(e, func(e *entry) { e.Failed = true })
	switch kind {
	case HTTP503:
		http.Error(w, "Service Unavailable", http.StatusServiceUnavailable)
	case Blackout:
		s.door.blackout()
		cut(w, false)
	case ExpiredSession:
		s.sessions.expire(bearer(r))
		s.sendExpired(w)
	default:
		cut(w, kind == Refused)
	}
	return true
}

// execute starts the statement, or finds the one that this request id started before.
func (s *Server) execute(from *session, q *queryRequest, binds []catalog.Bind, refused *catalog.Error, e *entry, fault *Injection) *execution {
	x, fresh := s.runs.begin(s.base, q.requestID, q.SQL, e.QueryTag, s.Dedupe, s.now())
	if !fresh && x.sql != q.SQL {
		s.record.surprise(fmt.Sprintf("request id %s was used for %q and for %q", q.requestID, x.sql, q.SQL))
		refused = &catalog.Error{Number: 1003, SQLState: "42000", Message: "not modelled by snowflaketest: a request id used for another statement"}
		x, fresh = s.runs.begin(s.base, q.requestID+" used again", q.SQL, e.QueryTag, false, s.now())
	}
	s.record.update(e, func(e *entry) { e.run, e.Deduplicated = x, !fresh })
	if !fresh {
		return x
	}
	if fault.kind() == InProgress {
		x.withhold(fault.fault.Polls)
	}
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		defer close(x.done)
		defer x.cancel()
		s.run(x, from, binds, refused, e.QueryTag, fault)
	}()
	return x
}

// run gives an execution its end.
func (s *Server) run(x *execution, from *session, binds []catalog.Bind, refused *catalog.Error, tag string, fault *Injection) {
	defer func() { x.ended = s.now() }()
	x.final = from.look()
	if x.err = refused; x.err != nil {
		return
	}
	if x.err = s.hinder(x, fault); x.err != nil {
		return
	}
	from.mu.Lock()
	defer from.mu.Unlock()
	state, own := from.state, from.state.QueryTag
	state.QueryTag = tag
	result, err := s.engine.Execute(x.ctx, &state, x.sql, binds)
	if state.QueryTag == tag {
		state.QueryTag = own // the request's tag was for this statement only
	}
	from.state, x.final, x.result = state, state, result
	x.err = s.refusedBy(x.ctx, x.sql, err)
}

// hinder plays the faults that stand before the effect, and the latency.
func (s *Server) hinder(x *execution, fault *Injection) *catalog.Error {
	switch fault.kind() {
	case PermissionDenied:
		return &catalog.Error{Number: 3001, SQLState: "42501", Message: "SQL access control error:\nInsufficient privileges to operate on the object."}
	case LockTimeout:
		return &catalog.Error{Number: 625, SQLState: "57014", Message: "Statement has locked a resource and has aborted while waiting for the lock."}
	case Hold, LostRunning:
		fault.announce(x.sql)
		select {
		case <-fault.release:
		case <-x.ctx.Done():
			return canceled()
		}
	}
	d := s.delay()
	if fault.kind() == Slow {
		d += fault.fault.Delay
	}
	if err := s.wait(x.ctx, d); err != nil {
		return canceled()
	}
	return nil
}

func canceled() *catalog.Error {
	return &catalog.Error{Number: 604, SQLState: "57014", Message: "SQL execution canceled"}
}

// refusedBy is the SQL error of an engine's error. Any other error is a failure of the stand-in itself.
func (s *Server) refusedBy(ctx context.Context, sql string, err error) *catalog.Error {
	var refused *catalog.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refused
	case ctx.Err() != nil:
		return canceled()
	}
	s.record.surprise(fmt.Sprintf("engine failed at %q: %v", sql, err))
	return &catalog.Error{Number: 603, SQLState: "XX000", Message: "SQL execution internal error: " + err.Error()}
}

// respond waits for the end of an execution and answers it, as far as the fault lets it.
func (s *Server) respond(w http.ResponseWriter, r *http.Request, x *execution, fault *Injection) {
	if fault.kind() == LostRunning {
		cut(w, false)
		return
	}
	if !x.await(r.Context()) {
		return
	}
	switch fault.kind() {
	case LostAfter:
		cut(w, false)
	case HalfReply:
		sendHalf(w, answer(x))
	case NotFoundHTTP:
		http.Error(w, "not found", http.StatusNotFound)
	case BlackoutAfter:
		s.door.blackout()
		cut(w, false)
	case ErrorAfterCommit:
		if x.err == nil {
			send(w, refusal("000604", canceled().Message, queryData{QueryID: x.queryID, ErrorCode: "000604", SQLState: "57014"}))
			return
		}
		send(w, answer(x))
	default:
		s.sendResult(w, x)
	}
}

// sendResult answers a finished execution, or that it is to be polled.
func (s *Server) sendResult(w http.ResponseWriter, x *execution) {
	if x.holdBack() {
		send(w, running(x))
		return
	}
	send(w, answer(x))
}
