package bigquerytest

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// results is the answer of getQueryResults and jobs.query. The vendor's type cannot say a NULL cell.
type results struct {
	Kind                string            `json:"kind"`
	Schema              *bq.TableSchema   `json:"schema,omitempty"`
	JobReference        *bq.JobReference  `json:"jobReference"`
	Location            string            `json:"location,omitempty"` // jobs.query
	JobComplete         bool              `json:"jobComplete"`
	TotalRows           string            `json:"totalRows,omitempty"`
	PageToken           string            `json:"pageToken,omitempty"`
	Rows                []row             `json:"rows,omitempty"`
	TotalBytesProcessed string            `json:"totalBytesProcessed,omitempty"`
	CacheHit            *bool             `json:"cacheHit,omitempty"`
	NumDMLAffectedRows  string            `json:"numDmlAffectedRows,omitempty"`
	DMLStats            *bq.DmlStatistics `json:"dmlStats,omitempty"` // jobs.query
}

type row struct {
	F []cell `json:"f"`
}

type cell struct {
	V json.RawMessage `json:"v"` // null for NULL
}

// window is which rows of a result a client wants.
type window struct {
	from, size int
	int64Times bool // TIMESTAMP cells are integers of microseconds; else floating seconds
}

// getQueryResults is the long poll. Of a job that failed it is the job's own error.
func getQueryResults(s *Server, c *call) reply {
	j, refused := s.findJob(c)
	if refused != nil {
		return refusal(refused)
	}
	if j.kind() != "QUERY" {
		return refusal(invalid("Cannot get results of a job that is no query"))
	}
	wait, refused := timeout(c.query.Get("timeoutMs"))
	if refused != nil {
		return refusal(refused)
	}
	w, refused := s.window(c)
	if refused != nil {
		return refusal(refused)
	}
	return s.results(c.http.Context(), j, wait, w, "bigquery#getQueryResultsResponse")
}

func timeout(text string) (time.Duration, *catalog.Error) {
	if text == "" {
		return longPoll, nil
	}
	n, err := strconv.ParseUint(text, 10, 31)
	if err != nil {
		return 0, invalid("Invalid value for timeoutMs: %s", text)
	}
	return time.Duration(n) * time.Millisecond, nil
}

func (s *Server) window(c *call) (window, *catalog.Error) {
	p, refused := s.page(c, "maxResults")
	if refused != nil {
		return window{}, refused
	}
	w := window{size: p.size, int64Times: c.query.Get("formatOptions.useInt64Timestamp") == "true" || c.query.Get("formatOptions.useInt64Timestamp") == "True"}
	if c.query.Get("maxResults") == "" {
		w.size = s.rowsOfPage(0)
	}
	begin := p.after
	if begin == "" {
		begin = c.query.Get("startIndex")
	}
	if begin == "" {
		return w, nil
	}
	n, err := strconv.ParseUint(begin, 10, 31)
	if err != nil {
		return window{}, invalid("Invalid value for startIndex: %s", begin)
	}
	w.from = int(n)
	return w, nil
}

// rowsOfPage is how many rows a page has when the client wants so many; 0 is as many as there are.
func (s *Server) rowsOfPage(wanted int) int {
	const large = 100_000
	size := large
	if wanted > 0 {
		size = wanted
	}
	if limit := s.settings().pageSize; limit > 0 {
		size = min(size, limit)
	}
	return size
}

// query is jobs.query: insert, wait and read in one. The same request id again is the same job.
func query(s *Server, c *call) reply {
	var in bq.QueryRequest
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("jobs.query: %v", err))
	}
	if in.QueryResultsFormat != "" || in.ArrowSerializationOptions != nil || in.Continuous || in.WriteIncrementalResults {
		return refusal(s.surprise("a result format or continuous query in jobs.query"))
	}
	j, refused := s.plan(c, asJob(&in))
	if refused != nil {
		return refusal(refused)
	}
	if in.DryRun {
		return s.dryQuery(j)
	}
	if j, refused = s.once(j, in.RequestId); refused != nil {
		return refusal(refused)
	}
	wait := longPoll
	if in.TimeoutMs > 0 {
		wait = time.Duration(in.TimeoutMs) * time.Millisecond
	}
	if s.needsEnd(c) && !j.await(c.http.Context()) {
		return reply{gone: true}
	}
	w := window{size: s.rowsOfPage(int(in.MaxResults)), int64Times: in.FormatOptions != nil && in.FormatOptions.UseInt64Timestamp}
	return s.results(c.http.Context(), j, wait, w, "bigquery#queryResponse")
}

// needsEnd tells whether the fault of a request is about a job that is done.
func (s *Server) needsEnd(c *call) bool {
	switch c.fault.kind() {
	case LostAfter, HalfReply, NotFoundHTTP, Duplicate409, BlackoutAfter:
		return true
	}
	return false
}

// asJob is the job that jobs.query stands for.
func asJob(in *bq.QueryRequest) *bq.Job {
	return &bq.Job{
		JobReference: &bq.JobReference{Location: in.Location},
		Configuration: &bq.JobConfiguration{
			DryRun: in.DryRun, JobTimeoutMs: in.JobTimeoutMs, Labels: in.Labels, MaxSlots: in.MaxSlots, Reservation: in.Reservation,
			Query: &bq.JobConfigurationQuery{
				Query: in.Query, DefaultDataset: in.DefaultDataset, MaximumBytesBilled: in.MaximumBytesBilled, ParameterMode: in.ParameterMode,
				QueryParameters: in.QueryParameters, UseLegacySql: in.UseLegacySql, UseQueryCache: in.UseQueryCache,
				CreateSession: in.CreateSession, ConnectionProperties: in.ConnectionProperties,
			},
		},
	}
}

// once starts the job of a request id, or gives the one that it started before.
func (s *Server) once(j *job, requestID string) (*job, *catalog.Error) {
	known := s.jobs.insert(j, requestID)
	if known == nil {
		s.start(j)
		return j, nil
	}
	j.cancel()
	if known.sql() != j.sql() {
		return nil, s.surprise("request id %s was used for %q and for %q", requestID, known.sql(), j.sql())
	}
	return known, nil
}

func (s *Server) dryQuery(j *job) reply {
	defer j.cancel()
	result, err := s.engine.DryRun(j.ctx, j.session, j.sql())
	if refused := s.refusedBy("dry run of "+j.sql(), err); refused != nil {
		return refusal(refused)
	}
	return answer(results{
		Kind: "bigquery#queryResponse", Schema: schema(result.Columns), JobReference: &bq.JobReference{ProjectId: j.ref.ProjectId, Location: j.ref.Location},
		JobComplete: true, TotalBytesProcessed: strconv.FormatInt(result.Bytes, 10),
	})
}

// results waits for a job as long as the client wants, and gives the rows that it wants, or the job's error.
func (s *Server) results(ctx context.Context, j *job, wait time.Duration, w window, kind string) reply {
	ref := j.ref
	out := results{Kind: kind, JobReference: &ref}
	if kind == "bigquery#queryResponse" {
		out.Location = ref.Location
	}
	if j.look() {
		return answer(out)
	}
	within, stop := context.WithTimeout(ctx, wait)
	defer stop()
	if !s.awaitOpen(within, j) {
		if ctx.Err() != nil {
			return reply{gone: true}
		}
		return answer(out)
	}
	j.mu.Lock()
	result, failed := j.result, j.err
	j.mu.Unlock()
	if failed != nil {
		return refusal(failed)
	}
	out.JobComplete = true
	no := false
	out.CacheHit = &no
	out.TotalBytesProcessed = strconv.FormatInt(result.Bytes, 10)
	if dml(result.StatementType) {
		out.NumDMLAffectedRows = strconv.FormatInt(result.Affected, 10)
		if out.Location != "" {
			out.DMLStats = dmlStats(result)
		}
	}
	if result.Columns != nil {
		out.Schema = schema(result.Columns)
		out.TotalRows = strconv.Itoa(len(result.Rows))
		out.Rows, out.PageToken = w.rows(result)
	}
	return answer(out)
}

// awaitOpen waits for the job's end; Close ends the wait too.
func (s *Server) awaitOpen(ctx context.Context, j *job) bool {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(s.base, stop)()
	return j.await(ctx)
}

// rows is the window's part of a result and the token of the next.
func (w window) rows(r *catalog.Result) ([]row, string) {
	begin := min(w.from, len(r.Rows))
	end := min(begin+w.size, len(r.Rows))
	out := make([]row, 0, end-begin)
	for _, values := range r.Rows[begin:end] {
		cells := make([]cell, 0, len(values))
		for i, v := range values {
			cells = append(cells, cell{w.value(v, r.Columns[i])})
		}
		out = append(out, row{cells})
	}
	if end == len(r.Rows) {
		return out, ""
	}
	return out, token(strconv.Itoa(end))
}

// value is one cell as the wire has it.
func (w window) value(v *string, c catalog.Column) json.RawMessage {
	if v == nil {
		return json.RawMessage("null")
	}
	if c.Mode == "REPEATED" || c.Type == "RECORD" {
		return json.RawMessage(*v)
	}
	text := *v
	if c.Type == "TIMESTAMP" && !w.int64Times {
		if micros, err := strconv.ParseInt(text, 10, 64); err == nil {
			text = strconv.FormatFloat(float64(micros)/1e6, 'f', 6, 64)
		}
	}
	quoted, err := json.Marshal(text)
	if err != nil {
		return json.RawMessage("null")
	}
	return quoted
}
