package bigquerytest

import (
	"context"
	"fmt"
	"net/http"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// start lets an inserted job run in a goroutine of its own.
func (s *Server) start(j *job) {
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		s.run(j)
	}()
}

// run gives a job its end.
func (s *Server) run(j *job) {
	if refused := s.stand(j); refused != nil {
		j.end(nil, refused, nil, s.engine.Now())
		return
	}
	kind := j.fault.kind()
	switch kind {
	case JobRateLimited, JobBackendError, JobInternalError, JobAccessDenied:
		j.end(nil, faultErrors()[kind], nil, s.engine.Now())
		return
	}
	result, err := s.execute(j)
	children := s.childrenOf(j, result)
	if kind == ErrorAfterCommit && err == nil {
		result, err = nil, faultErrors()[kind]
	}
	j.end(result, err, children, s.engine.Now())
}

// stand keeps the job before its effect for as long as faults and latency say; an error when it was stopped there.
func (s *Server) stand(j *job) *catalog.Error {
	kind := j.fault.kind()
	if kind != Pending {
		j.set(stateRunning, s.engine.Now())
	}
	if standing(kind) {
		j.fault.announce(j.request)
		select {
		case <-j.fault.release:
		case <-j.opened:
		case <-j.ctx.Done():
			return stopped()
		}
		j.set(stateRunning, s.engine.Now())
	}
	d := s.settings().latency
	if kind == Slow {
		d += j.fault.fault.Delay
	}
	if err := s.wait(j.ctx, d); err != nil {
		return stopped()
	}
	return nil
}

func stopped() *catalog.Error {
	return &catalog.Error{Code: http.StatusBadRequest, Reason: reasonStopped, Message: "Job execution was cancelled: User requested cancellation"}
}

// execute has the effect. What a script costs above one statement is waited for afterwards, when it is known.
func (s *Server) execute(j *job) (*catalog.Result, *catalog.Error) {
	var result *catalog.Result
	var err error
	if j.config.Copy != nil {
		err = s.engine.Copy(j.ctx, j.config.Copy)
	} else {
		result, err = s.engine.Execute(j.ctx, j.session, j.sql(), j.params)
	}
	if err != nil && j.ctx.Err() != nil {
		return result, stopped()
	}
	if result != nil {
		more := time.Duration(max(len(result.Children)-1, 0))
		_ = s.wait(s.base, more*s.settings().latency) // the effect is there: nothing can take it back
	}
	return result, s.refusedBy(fmt.Sprintf("job %s (%s)", j.ref.JobId, j.sql()), err)
}

// childrenOf makes the jobs of a script's statements.
func (s *Server) childrenOf(j *job, result *catalog.Result) []*job {
	if result == nil {
		return nil
	}
	out := make([]*job, 0, len(result.Children))
	for i, child := range result.Children {
		c := &job{
			ref:    bq.JobReference{ProjectId: j.ref.ProjectId, JobId: fmt.Sprintf("script_job_%s_%d", j.ref.JobId, i), Location: j.ref.Location},
			config: &bq.JobConfiguration{JobType: "QUERY", Query: &bq.JobConfigurationQuery{Query: child.SQL, UseLegacySql: new(bool)}, Labels: j.config.Labels},
			user:   j.user, created: j.created, parent: j.ref.JobId, session: j.session, done: make(chan struct{}), opened: make(chan struct{}),
		}
		_, c.cancel = context.WithCancel(s.base)
		now := s.engine.Now()
		c.set(stateRunning, now)
		c.end(&catalog.Result{StatementType: child.StatementType, Affected: child.Affected}, child.Err, nil, now)
		out = append(out, c)
	}
	s.jobs.adopt(out)
	return out
}
