package bigquery

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// jobSettings are what a profile says about jobs.
type jobSettings struct {
	// priority is INTERACTIVE or BATCH; "" leaves it to the service.
	priority string
	// timeout is after how long the service ends a job; 0 is never.
	timeout time.Duration
	// maxBytesBilled refuses a job that would read more; 0 is no limit.
	maxBytesBilled int64
	// reservation is the resource name of a reservation; "" for the project's own.
	reservation string
}

const (
	// tries is how often a request that got no answer is sent again before its
	// outcome is given up as unknown.
	tries = 8
	// longPoll is how long the service may keep a question about a job.
	longPoll = 10 * time.Second
)

// runJob makes sure that there is one job for a statement, and waits for its end.
func (d *Driver) runJob(ctx context.Context, r request) (answer, error) {
	id := d.ids.id(r.token, r.path, r.plain)
	out := answer{rows: -1, id: id}
	job, err := d.insert(ctx, r, id)
	if err == nil {
		job, err = d.await(ctx, id, job)
	}
	if err != nil {
		out.id = ""
		err = mapError(r.op.OpName(), short(r.st.Text), writing, err)
		if warehouse.CodeOf(err) != warehouse.OutcomeUnknown {
			d.ids.end(r.token, r.path, r.plain)
		}
		return out, err
	}
	d.ids.end(r.token, r.path, r.plain)
	out.rows = affected(r.st, job)
	return out, jobError(r.op.OpName(), short(r.st.Text), job)
}

// affected is the number of rows that a statement of DML touched, else -1.
func affected(st warehouse.Statement, job *bq.Job) int64 {
	if !isDML(st.Text) || job.Statistics == nil || job.Statistics.Query == nil {
		return -1
	}
	return job.Statistics.Query.NumDmlAffectedRows
}

// insert sends a job until the service has it. A reply that was lost, or that says
// that the id is taken, is followed by a look for the job of that id; a job that
// is not there is sent again, with the same id.
func (d *Driver) insert(ctx context.Context, r request, id string) (*bq.Job, error) {
	var lost error
	sent := false
	for n := range tries {
		if n > 0 {
			if err := d.pause(ctx, n-1); err != nil {
				return nil, err
			}
		}
		if lost != nil {
			job, err := d.job(ctx, id)
			if err == nil {
				return job, nil
			}
			if !missing(err) {
				lost = err
				continue
			}
		}
		job, err := d.insertOnce(ctx, d.newJob(r, id))
		switch {
		case err == nil:
			return job, nil
		case throttled(err) && lost == nil && n < tries-1:
			continue // there is no job, and soon there may be one
		case certain(err) && !sent:
			return nil, err
		case warehouse.CodeOf(err) == warehouse.LeaseLost:
			// One of the requests before may still arrive.
			return nil, refuse(warehouse.OutcomeUnknown, "", "", "the lease ended before job %s could be found: %w", id, lost)
		}
		sent = sent || !neverSent(err)
		lost = err
		if missing(err) {
			// A gateway may say so about something else; the service says it about what
			// the statement needs, and then there is no job.
			if job, errLook := d.job(ctx, id); errLook == nil {
				return job, nil
			} else if missing(errLook) {
				return nil, err
			}
		}
	}
	if !sent {
		return nil, refuse(warehouse.Unavailable, "", "", "%w", lost)
	}
	return nil, refuse(warehouse.OutcomeUnknown, "", "", "no answer about job %s: %w", id, lost)
}

// insertOnce sends an insert, for as long as the profile says that it may take. One
// that takes longer counts as not answered.
func (d *Driver) insertOnce(ctx context.Context, job *bq.Job) (*bq.Job, error) {
	if most := d.opts.Profile.JobCreationTimeout; most > 0 {
		bounded, cancel := context.WithTimeout(ctx, most)
		defer cancel()
		ctx = bounded
	}
	return d.service.Jobs.Insert(d.project, job).Context(ctx).Do()
}

// certain reports whether an answer to an insert says that there is no job.
func certain(err error) bool {
	var known *warehouse.Error
	if errors.As(err, &known) {
		return true // it never left this machine
	}
	if missing(err) || answered(err, http.StatusConflict) || answered(err, http.StatusRequestTimeout) {
		return false
	}
	code := warehouse.CodeOf(mapError("", "", writing, err))
	return code != warehouse.OutcomeUnknown
}

func throttled(err error) bool {
	return warehouse.CodeOf(mapError("", "", writing, err)) == warehouse.Throttled
}

// neverSent reports whether a request failed before anything of it could leave
// this machine.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// newJob is the body of an insert.
func (d *Driver) newJob(r request, id string) *bq.Job {
	settings, legacy := d.opts.job(), false
	return &bq.Job{
		JobReference: &bq.JobReference{ProjectId: d.project, JobId: id, Location: d.location},
		Configuration: &bq.JobConfiguration{
			Query: &bq.JobConfigurationQuery{
				Query: r.st.Text, UseLegacySql: &legacy, Priority: settings.priority, MaximumBytesBilled: settings.maxBytesBilled,
				ParameterMode: parameterMode(r.st), QueryParameters: parameters(r.st),
			},
			JobTimeoutMs: settings.timeout.Milliseconds(), Reservation: settings.reservation,
			Labels: jobLabels(r.token),
		},
	}
}

func jobLabels(t warehouse.Token) map[string]string {
	labels := map[string]string{}
	if t.Release != "" {
		labels[releaseLabel] = labelValue(t.Release)
	}
	if t.Step != "" {
		labels["cutover_step"] = labelValue(t.Step)
	}
	return labels
}

func parameterMode(st warehouse.Statement) string {
	if len(st.Args) == 0 {
		return ""
	}
	return "POSITIONAL"
}

func parameters(st warehouse.Statement) []*bq.QueryParameter {
	var out []*bq.QueryParameter
	for _, a := range st.Args {
		out = append(out, &bq.QueryParameter{
			ParameterType: &bq.QueryParameterType{Type: "STRING"},
			// An empty text that is left out would be NULL.
			ParameterValue: &bq.QueryParameterValue{Value: a, ForceSendFields: []string{"Value"}},
		})
	}
	return out
}

// job looks for a job by its id, once.
func (d *Driver) job(ctx context.Context, id string) (*bq.Job, error) {
	return d.service.Jobs.Get(d.project, id).Location(d.location).Context(ctx).Do()
}

const stateDone = "DONE"

func ended(job *bq.Job) bool { return job.Status != nil && job.Status.State == stateDone }

// await waits until a job is at its end, however long that takes, and gives it as
// it is then. Only questions that get no answer many times over end it early.
func (d *Driver) await(ctx context.Context, id string, job *bq.Job) (*bq.Job, error) {
	failures := 0
	for n := 0; !ended(job); n++ {
		if n > 0 {
			if err := d.pause(ctx, min(n, 4)); err != nil {
				return nil, err
			}
		}
		// This waits on the service's side. What it answers about a job that failed
		// cannot be told from what it answers about itself, so the job is asked for.
		_, err := d.service.Jobs.GetQueryResults(d.project, id).Location(d.location).MaxResults(0).
			TimeoutMs(longPoll.Milliseconds()).Context(ctx).Do()
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		now, err := d.job(ctx, id)
		if err == nil {
			job, failures = now, 0
			continue
		}
		if failures++; failures == tries {
			return nil, refuse(warehouse.OutcomeUnknown, "", "", "job %s was accepted and its end is not known: %w", id, err)
		}
		if err := d.pause(ctx, failures); err != nil {
			return nil, err
		}
	}
	return job, nil
}

func isDML(statement string) bool {
	for _, verb := range []string{"INSERT ", "UPDATE ", "MERGE "} {
		if len(statement) > len(verb) && statement[:len(verb)] == verb {
			return true
		}
	}
	return false
}
