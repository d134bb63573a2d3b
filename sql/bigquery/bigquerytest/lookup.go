package bigquerytest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

func jobEndpoints() []endpoint {
	return []endpoint{
		{pattern: "POST /projects/{project}/jobs", permission: "bigquery.jobs.create", starts: true, do: insertJob},
		{pattern: "GET /projects/{project}/jobs/{job}", query: []string{"location", "projection"}, do: getJob},
		{
			pattern: "GET /projects/{project}/jobs", do: listJobs,
			query: []string{"allUsers", "maxCreationTime", "maxResults", "minCreationTime", "pageToken", "parentJobId", "projection", "stateFilter"},
		},
		{pattern: "POST /projects/{project}/jobs/{job}/cancel", query: []string{"location"}, do: cancelJob},
		{pattern: "POST /projects/{project}/queries", permission: "bigquery.jobs.create", starts: true, do: query},
		{
			pattern: "GET /projects/{project}/queries/{job}", do: getQueryResults,
			query: []string{"formatOptions.useInt64Timestamp", "location", "maxResults", "pageToken", "startIndex", "timeoutMs"},
		},
	}
}

// findJob is the job that a path and the location beside it name; a job outside US is only found in its location.
func (s *Server) findJob(c *call) (*job, *catalog.Error) {
	id, location := c.http.PathValue("job"), c.query.Get("location")
	if j := s.jobs.find(c.project(), location, id); j != nil {
		return j, nil
	}
	title := c.project() + ":" + id
	if location != "" {
		title = c.project() + ":" + location + "." + id
	}
	return nil, notFound("Job " + title)
}

// getJob is jobs.get.
func getJob(s *Server, c *call) reply {
	j, refused := s.findJob(c)
	if refused != nil {
		return refusal(refused)
	}
	out := s.resource(j)
	j.look() // after the picture was taken, so that the last counted look still sees the job stand
	return answer(out)
}

// cancelJob is jobs.cancel: it answers at once and promises nothing. A copy job, and a job that Hold keeps, cannot be stopped.
func cancelJob(s *Server, c *call) reply {
	j, refused := s.findJob(c)
	if refused != nil {
		return refusal(refused)
	}
	if j.kind() != "COPY" && !j.fault.uncancellable() {
		j.cancel()
	}
	return answer(bq.JobCancelResponse{Kind: "bigquery#jobCancelResponse", Job: s.resource(j)})
}

func (in *Injection) uncancellable() bool { return in.kind() == Hold || in.kind() == LostRunning }

// jobFilter is what jobs.list is asked for.
type jobFilter struct {
	states   []string // upper case; empty for all
	min, max int64    // creation time in ms; max 0 for none
	user     string   // empty for all
}

// listJobs is jobs.list: newest first. The statements of scripts are only listed for their parent.
func listJobs(s *Server, c *call) reply {
	p, refused := s.page(c, "maxResults")
	if refused != nil {
		return refusal(refused)
	}
	filter, refused := filterOf(c)
	if refused != nil {
		return refusal(refused)
	}
	full := false
	switch c.query.Get("projection") {
	case "full", "FULL":
		full = true
	case "", "minimal", "MINIMAL":
	default:
		return refusal(invalid("Invalid value for projection: %s", c.query.Get("projection")))
	}
	all := s.jobs.list(c.project(), c.query.Get("parentJobId"))
	slices.Reverse(all)
	var listed []*bq.JobListJobs
	marks := map[*bq.JobListJobs]string{}
	for _, j := range all {
		r := s.resource(j)
		if !filter.takes(r) {
			continue
		}
		l := &bq.JobListJobs{
			Kind: r.Kind, Id: r.Id, JobReference: r.JobReference, State: r.Status.State, ErrorResult: r.Status.ErrorResult,
			Status: r.Status, Statistics: r.Statistics, UserEmail: r.UserEmail,
		}
		if full {
			l.Configuration = r.Configuration
		}
		marks[l] = fmt.Sprintf("%012d", 1e12-int64(j.number)) // rises from the newest to the oldest
		listed = append(listed, l)
	}
	out := bq.JobList{Kind: "bigquery#jobList"}
	out.Jobs, out.NextPageToken = cutPage(p, listed, func(l *bq.JobListJobs) string { return marks[l] })
	return answer(out)
}

func filterOf(c *call) (jobFilter, *catalog.Error) {
	var f jobFilter
	for _, state := range c.query["stateFilter"] {
		if !slices.Contains([]string{"pending", "running", "done"}, strings.ToLower(state)) {
			return f, invalid("Invalid value for stateFilter: %s", state)
		}
		f.states = append(f.states, strings.ToUpper(state))
	}
	for field, target := range map[string]*int64{"minCreationTime": &f.min, "maxCreationTime": &f.max} {
		if text := c.query.Get(field); text != "" {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				return f, invalid("Invalid value for %s: %s", field, text)
			}
			*target = n
		}
	}
	if c.query.Get("allUsers") != "true" {
		f.user = c.principal
	}
	return f, nil
}

func (f *jobFilter) takes(j *bq.Job) bool {
	created := j.Statistics.CreationTime
	return (len(f.states) == 0 || slices.Contains(f.states, j.Status.State)) &&
		created >= f.min && (f.max == 0 || created <= f.max) && (f.user == "" || f.user == j.UserEmail)
}
