package bigquerytest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// The states of a job.
const (
	statePending = "PENDING"
	stateRunning = "RUNNING"
	stateDone    = "DONE"
)

// job is one job of a project. What is above mu does not change after it was inserted.
type job struct {
	number  int // order of insertion, from 1
	ref     bq.JobReference
	config  *bq.JobConfiguration
	session catalog.Session
	params  []catalog.Param
	user    string
	created time.Time
	viaREST bool   // by jobs.insert; false for jobs.query
	parent  string // id of the script that it is a statement of
	fault   *Injection
	request Request // what inserted it

	ctx    context.Context // ends by cancel, Close, or with the job
	cancel context.CancelFunc
	done   chan struct{} // closed when the job is DONE
	opened chan struct{} // closed when enough looks have seen it stand

	mu       sync.Mutex
	state    string
	started  time.Time
	ended    time.Time
	result   *catalog.Result // nil for copy jobs and most that failed
	err      *catalog.Error
	inserts  int
	looks    int // how many more looks see it stand; 0 when it does not, or stands until released
	children []*job
}

// sql is the statement of a query job, empty for a copy job.
func (j *job) sql() string {
	if j.config.Query == nil {
		return ""
	}
	return j.config.Query.Query
}

// kind is QUERY or COPY.
func (j *job) kind() string { return j.config.JobType }

// await waits for the end; false when ctx ended first.
func (j *job) await(ctx context.Context) bool {
	select {
	case <-j.done:
		return true
	case <-ctx.Done():
		return false
	}
}

func (j *job) finished() bool {
	select {
	case <-j.done:
		return true
	default:
		return false
	}
}

// look counts one look of a client and tells whether the job stands because of a fault, so that the client is answered at once.
func (j *job) look() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.looks == 0 {
		return false
	}
	j.looks--
	if j.looks == 0 {
		close(j.opened)
	}
	return true
}

func (j *job) set(state string, now time.Time) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.state = state
	if state == stateRunning && j.started.IsZero() {
		j.started = now
	}
}

// end makes the job DONE.
func (j *job) end(result *catalog.Result, err *catalog.Error, children []*job, now time.Time) {
	j.mu.Lock()
	j.result, j.err, j.children, j.ended, j.state = result, err, children, now, stateDone
	if j.started.IsZero() {
		j.started = now
	}
	j.mu.Unlock()
	j.cancel()
	close(j.done)
}

// jobs holds every job, by its name in the service.
type jobs struct {
	mu        sync.Mutex
	all       []*job // children are not in it
	byName    map[string]*job
	byRequest map[string]*job // of jobs.query, by request id
	numbers   int
	since     int // how many of all were there at the last ResetLog
}

func newJobs() *jobs { return &jobs{byName: map[string]*job{}, byRequest: map[string]*job{}} }

// jobName is what is unique: project, location (in any case; empty is US) and id.
func jobName(project, location, id string) string {
	if location == "" {
		location = defaultLocation
	}
	return project + ":" + strings.ToLower(location) + "." + id
}

// insert keeps j, unless its name or its request id is taken: then it counts the attempt and gives the job that has it.
func (s *jobs) insert(j *job, requestID string) (known *job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.numbers++
	j.number = s.numbers
	if j.ref.JobId == "" {
		j.ref.JobId = fmt.Sprintf("job_standin_%d", j.number)
	}
	name := jobName(j.ref.ProjectId, j.ref.Location, j.ref.JobId)
	known = s.byName[name]
	if r := s.byRequest[requestID]; r != nil {
		known = r
	}
	if known != nil {
		known.mu.Lock()
		known.inserts++
		known.mu.Unlock()
		return known
	}
	s.byName[name] = j
	s.all = append(s.all, j)
	if requestID != "" {
		s.byRequest[requestID] = j
	}
	return nil
}

// adopt keeps the statements of a script.
func (s *jobs) adopt(children []*job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range children {
		s.numbers++
		c.number = s.numbers
		s.byName[jobName(c.ref.ProjectId, c.ref.Location, c.ref.JobId)] = c
	}
}

func (s *jobs) find(project, location, id string) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byName[jobName(project, location, id)]
}

// holding is the job of a project whose rows an anonymous table holds, wherever it ran.
func (s *jobs) holding(project, id string) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.all {
		if j.ref.ProjectId == project && j.ref.JobId == id {
			return j
		}
	}
	return nil
}

// list is the jobs of a project in order of insertion: those of no script, or the statements of one.
func (s *jobs) list(project, parent string) []*job {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*job
	for _, j := range s.all {
		switch {
		case j.ref.ProjectId != project:
		case parent == "":
			out = append(out, j)
		case j.ref.JobId == parent:
			j.mu.Lock()
			out = append(out, j.children...)
			j.mu.Unlock()
		}
	}
	return out
}

func (s *jobs) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.since = len(s.all)
}

// Job is one job as a test looks at it.
type Job struct {
	ID, Project, Location string
	Type                  string // QUERY or COPY
	SQL                   string // empty for a copy job
	Params                []catalog.Param
	Labels                map[string]string
	State                 string // PENDING, RUNNING or DONE
	Err                   *catalog.Error
	Inserts               int  // how often its id was inserted; the second and later were told 409
	Query                 bool // by jobs.query, not by jobs.insert
	At                    time.Time
}

// Jobs is every job inserted since the start or the last ResetLog, in order: neither dry runs nor the statements of
// scripts.
func (s *Server) Jobs() []Job {
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	out := []Job{}
	for _, j := range s.jobs.all[s.jobs.since:] {
		j.mu.Lock()
		out = append(out, Job{
			ID: j.ref.JobId, Project: j.ref.ProjectId, Location: j.ref.Location, Type: j.kind(), SQL: j.sql(), Params: j.params,
			Labels: j.config.Labels, State: j.state, Err: j.err, Inserts: j.inserts, Query: !j.viaREST, At: j.created,
		})
		j.mu.Unlock()
	}
	return out
}
