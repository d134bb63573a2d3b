package snowflaketest

import "net/http"

// serveResult answers the polls of a running query and the fetching of a result by its id. It waits for the end, as
// the service does (45 seconds there), because the driver polls without a pause.
func (s *Server) serveResult(w http.ResponseWriter, r *http.Request) {
	x := s.execution(w, r)
	if x == nil || !x.await(r.Context()) {
		return
	}
	s.sendResult(w, x)
}

// serveAbort cancels what runs under a request id. 000605 is the service's word for "nothing to cancel".
func (s *Server) serveAbort(w http.ResponseWriter, r *http.Request) {
	if s.session(w, r) == nil {
		return
	}
	var body struct {
		RequestID string `json:"requestId"`
	}
	if err := decode(r, &body); err != nil {
		s.record.surprise("abort-request: " + err.Error())
		http.Error(w, "bad abort request", http.StatusBadRequest)
		return
	}
	if !s.runs.abort(body.RequestID) {
		send(w, refusal("000605", "Identified SQL statement is not currently executing.", nil))
		return
	}
	send(w, ok(nil))
}

// queryStatus is one query of the monitoring endpoint (retStatus of the driver). ErrorCode is text, empty for none.
type queryStatus struct {
	Status       string `json:"status"`
	SQL          string `json:"sqlText"`
	StartTime    int64  `json:"startTime"` // milliseconds since 1970
	EndTime      int64  `json:"endTime"`
	ErrorCode    string `json:"errorCode"`
	ErrorMessage string `json:"errorMessage"`
}

type queryStatuses struct {
	Queries []queryStatus `json:"queries"`
}

func (s *Server) serveMonitoring(w http.ResponseWriter, r *http.Request) {
	x := s.execution(w, r)
	if x == nil {
		return
	}
	q := queryStatus{Status: x.status(), SQL: x.sql, StartTime: x.started.UnixMilli()}
	if q.Status != "RUNNING" {
		q.EndTime = x.ended.UnixMilli()
	}
	if q.Status == "FAILED" {
		a := answer(x)
		q.Status, q.ErrorCode, q.ErrorMessage = "FAILED_WITH_ERROR", *a.Code, *a.Message
	}
	send(w, ok(queryStatuses{Queries: []queryStatus{q}}))
}

// execution finds the query that the address names, for a session that is alive. When there is none it answers and gives nil.
func (s *Server) execution(w http.ResponseWriter, r *http.Request) *execution {
	if s.session(w, r) == nil {
		return nil
	}
	x := s.runs.find(r.PathValue("id"))
	if x == nil {
		s.record.surprise(r.Method + " " + r.URL.Path + ": unknown query")
		http.NotFound(w, r)
	}
	return x
}
