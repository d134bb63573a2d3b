package bigquerytest

import (
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// maxQuery is how long a statement may be (the service's limit for unresolved GoogleSQL).
const maxQuery = 1 << 20

// maxJobID is how long a job id may be.
const maxJobID = 1024

var (
	jobIDs      = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	labelKeys   = regexp.MustCompile(`^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$`)
	labelValues = regexp.MustCompile(`^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$`)
)

// insertJob is jobs.insert.
func insertJob(s *Server, c *call) reply {
	var in bq.Job
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("jobs.insert: %v", err))
	}
	j, refused := s.plan(c, &in)
	if refused != nil {
		return refusal(refused)
	}
	if in.Configuration.DryRun {
		return s.dryRun(j)
	}
	j.viaREST = true
	if known := s.jobs.insert(j, ""); known != nil {
		j.cancel()
		return refusal(&catalog.Error{
			Code: http.StatusConflict, Reason: reasonDuplicate,
			Message: "Already Exists: Job " + jobTitle(&known.ref),
		})
	}
	s.start(j)
	if s.answersDone(c) && !j.await(c.http.Context()) {
		return reply{gone: true}
	}
	return answer(s.resource(j))
}

// answersDone tells whether the answer to an insert waits for the job.
func (s *Server) answersDone(c *call) bool {
	switch c.fault.kind() {
	case LostAfter, HalfReply, NotFoundHTTP, Duplicate409, BlackoutAfter:
		return true // the fault is about a job that is done
	case Hold, Pending, Running, LostRunning:
		return false
	}
	set := s.settings()
	if set.answer == AnswerAuto {
		return set.latency == 0
	}
	return set.answer == AnswerDone
}

// plan makes the job that a request asks for, without inserting it.
func (s *Server) plan(c *call, in *bq.Job) (*job, *catalog.Error) {
	ref := bq.JobReference{ProjectId: c.project()}
	if in.JobReference != nil {
		ref.JobId, ref.Location = in.JobReference.JobId, in.JobReference.Location
		if p := in.JobReference.ProjectId; p != "" && p != ref.ProjectId {
			return nil, invalid("Value %s in content does not agree with value %s", p, ref.ProjectId)
		}
	}
	if ref.JobId != "" && (len(ref.JobId) > maxJobID || !jobIDs.MatchString(ref.JobId)) {
		return nil, invalid("Invalid job ID %q", ref.JobId)
	}
	config := in.Configuration
	if config == nil {
		return nil, invalid("Required parameter is missing: configuration")
	}
	if refused := checkLabels(config.Labels); refused != nil {
		return nil, refused
	}
	j := &job{
		ref: ref, config: config, user: c.principal, created: s.engine.Now(), fault: c.fault, request: c.request, inserts: 1,
		state: stateRunning, done: make(chan struct{}), opened: make(chan struct{}),
		session: catalog.Session{Project: c.project(), Location: ref.Location, User: c.principal},
	}
	switch kind := c.fault.kind(); kind {
	case Pending:
		j.state, j.looks = statePending, c.fault.fault.Polls
	case Running:
		j.looks = c.fault.fault.Polls
	}
	if refused := s.configure(j, c.body); refused != nil {
		return nil, refused
	}
	if j.ref.Location == "" {
		j.ref.Location = s.defaultLocation(j.session)
	}
	j.ctx, j.cancel = context.WithCancel(s.base)
	return j, nil
}

// configure checks what the job is to do.
func (s *Server) configure(j *job, body []byte) *catalog.Error {
	switch config := j.config; {
	case config.Copy != nil && config.Query == nil:
		config.JobType = "COPY"
		return nil
	case config.Query != nil && config.Copy == nil && config.Load == nil && config.Extract == nil:
		config.JobType = "QUERY"
		return s.configureQuery(j, body)
	}
	return s.surprise("a job that is neither one query nor one copy: %s", body)
}

func (s *Server) configureQuery(j *job, body []byte) *catalog.Error {
	q := j.config.Query
	var unmodelled string
	switch {
	case q.UseLegacySql == nil || *q.UseLegacySql:
		unmodelled = "legacy SQL (useLegacySql is not false)"
	case q.DestinationTable != nil || q.WriteDisposition != "" || q.CreateDisposition != "":
		unmodelled = "a destination table"
	case q.CreateSession || len(q.ConnectionProperties) > 0:
		unmodelled = "a session"
	case q.ParameterMode != "" && !strings.EqualFold(q.ParameterMode, "POSITIONAL"):
		unmodelled = "parameters of mode " + q.ParameterMode
	}
	if unmodelled != "" {
		return s.surprise("%s in a query job", unmodelled)
	}
	if q.Priority != "" && q.Priority != "INTERACTIVE" && q.Priority != "BATCH" {
		return invalid("Invalid value for: %q is not a valid value", q.Priority)
	}
	if strings.TrimSpace(q.Query) == "" {
		return invalid("Required parameter is missing: query")
	}
	if utf8.RuneCountInString(q.Query) > maxQuery {
		return invalid("The query is too large. The maximum standard SQL query length is 1024.00K characters, including comments and white space characters.")
	}
	if q.DefaultDataset != nil {
		j.session.Dataset = q.DefaultDataset.DatasetId
		if p := q.DefaultDataset.ProjectId; p != "" {
			j.session.Project = p
		}
	}
	var err *catalog.Error
	j.params, err = s.parameters(body)
	return err
}

// parameters reads the positional parameters from the body itself: the vendor's type cannot tell NULL from an empty string.
func (s *Server) parameters(body []byte) ([]catalog.Param, *catalog.Error) {
	type parameter struct {
		Name           string
		ParameterType  struct{ Type string }
		ParameterValue struct {
			Value                                 *string
			ArrayValues, StructValues, RangeValue json.RawMessage
		}
	}
	var b struct {
		Configuration struct {
			Query struct{ QueryParameters []parameter }
		}
		QueryParameters []parameter // of jobs.query
	}
	if err := json.Unmarshal(body, &b); err != nil {
		return nil, s.surprise("query parameters: %v", err)
	}
	out := []catalog.Param{}
	for _, p := range slices.Concat(b.Configuration.Query.QueryParameters, b.QueryParameters) {
		v := p.ParameterValue
		if p.Name != "" || v.ArrayValues != nil || v.StructValues != nil || v.RangeValue != nil {
			return nil, s.surprise("query parameter %q: named parameters, arrays, structs and ranges", p.Name)
		}
		param := catalog.Param{Type: p.ParameterType.Type, Null: v.Value == nil}
		if v.Value != nil {
			param.Value = *v.Value
		}
		out = append(out, param)
	}
	return out, nil
}

func checkLabels(labels map[string]string) *catalog.Error {
	if len(labels) > 64 {
		return invalid("Too many labels: %d", len(labels))
	}
	for k, v := range labels {
		if !labelKeys.MatchString(k) || !labelValues.MatchString(v) {
			return invalid("Invalid label %q: %q", k, v)
		}
	}
	return nil
}

// defaultLocation is where a job runs that does not say.
func (s *Server) defaultLocation(session catalog.Session) string {
	if session.Dataset != "" {
		if d, err := s.engine.Dataset(session.Project, session.Dataset); err == nil && d.Location != "" {
			return d.Location
		}
	}
	return defaultLocation
}

// dryRun plans a statement: no job is kept, and the answer has no job id.
func (s *Server) dryRun(j *job) reply {
	if j.config.Copy != nil {
		return refusal(s.surprise("a dry run of a copy job"))
	}
	defer j.cancel()
	result, err := s.engine.DryRun(j.ctx, j.session, j.sql())
	if refused := s.refusedBy("dry run of "+j.sql(), err); refused != nil {
		return refusal(refused)
	}
	j.end(result, nil, nil, s.engine.Now())
	out := s.resource(j)
	out.JobReference.JobId, out.Id, out.SelfLink = "", "", ""
	if len(result.Columns) > 0 {
		out.Statistics.Query.Schema = schema(result.Columns)
	}
	return answer(out)
}
