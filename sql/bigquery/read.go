package bigquery

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// readTries is how often a request that changes nothing, or that does no harm
// when it is done twice, is sent before it counts as failed.
const readTries = 4

// again sends such a request until it gets an answer that counts.
func (d *Driver) again(ctx context.Context, send func() error) error {
	var err error
	for n := range readTries {
		if n > 0 {
			if errPause := d.pause(ctx, n); errPause != nil {
				return errPause
			}
		}
		if err = send(); !passing(err) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

// read sends a query and takes the whole answer, with times as RFC 3339 in UTC.
func (d *Driver) read(ctx context.Context, op string, st warehouse.Statement) (warehouse.Rows, error) {
	return d.readIn(ctx, op, d.location, st)
}

// readIn is read in a location; "" is that of all jobs.
func (d *Driver) readIn(ctx context.Context, op, location string, st warehouse.Statement) (warehouse.Rows, error) {
	if err := d.alive(op); err != nil {
		return warehouse.Rows{}, err
	}
	if location == "" {
		location = d.location
	}
	out, err := d.readAll(unfenced(ctx), location, st)
	return out, mapError(op, short(st.Text), reading, err)
}

// page is what both calls that give rows have in common.
type page struct {
	complete bool
	job      *bq.JobReference
	schema   *bq.TableSchema
	rows     []*bq.TableRow
	next     string
}

func (d *Driver) readAll(ctx context.Context, location string, st warehouse.Statement) (warehouse.Rows, error) {
	p, err := d.firstPage(ctx, location, st)
	if err != nil {
		return warehouse.Rows{}, err
	}
	var out warehouse.Rows
	for n := 0; ; n++ {
		if p.complete {
			if err := appendPage(&out, p); err != nil {
				return warehouse.Rows{}, err
			}
			if p.next == "" {
				return out, nil
			}
			n = 0
		} else if n > 0 {
			if err := d.pause(ctx, min(n, 4)); err != nil {
				return warehouse.Rows{}, err
			}
		}
		if p.job == nil {
			return warehouse.Rows{}, fmt.Errorf("an answer that is not complete names no job")
		}
		if p, err = d.nextPage(ctx, location, p); err != nil {
			return warehouse.Rows{}, err
		}
	}
}

func (d *Driver) firstPage(ctx context.Context, location string, st warehouse.Statement) (page, error) {
	settings, legacy := d.opts.job(), false
	req := &bq.QueryRequest{
		Query: st.Text, UseLegacySql: &legacy, Location: location, RequestId: rand.Text(), TimeoutMs: longPoll.Milliseconds(),
		ParameterMode: parameterMode(st), QueryParameters: parameters(st), MaximumBytesBilled: settings.maxBytesBilled,
		FormatOptions: &bq.DataFormatOptions{UseInt64Timestamp: true},
	}
	var p page
	err := d.again(ctx, func() error {
		a, err := d.service.Jobs.Query(d.project, req).Context(ctx).Do()
		if err != nil {
			return err
		}
		p = page{complete: a.JobComplete, job: a.JobReference, schema: a.Schema, rows: a.Rows, next: a.PageToken}
		return nil
	})
	return p, err
}

func (d *Driver) nextPage(ctx context.Context, location string, after page) (page, error) {
	var p page
	err := d.again(ctx, func() error {
		call := d.service.Jobs.GetQueryResults(after.job.ProjectId, after.job.JobId).Location(location).
			TimeoutMs(longPoll.Milliseconds()).FormatOptionsUseInt64Timestamp(true).Context(ctx)
		if after.next != "" {
			call = call.PageToken(after.next)
		}
		a, err := call.Do()
		if err != nil {
			return err
		}
		p = page{complete: a.JobComplete, job: after.job, schema: a.Schema, rows: a.Rows, next: a.PageToken}
		return nil
	})
	return p, err
}

func appendPage(out *warehouse.Rows, p page) error {
	if p.schema == nil {
		return fmt.Errorf("an answer has no columns")
	}
	if out.Columns == nil {
		for _, f := range p.schema.Fields {
			out.Columns = append(out.Columns, f.Name)
		}
	}
	for _, row := range p.rows {
		if len(row.F) != len(p.schema.Fields) {
			return fmt.Errorf("a row of the answer has %d cells, not %d", len(row.F), len(p.schema.Fields))
		}
		line := make([]*string, len(row.F))
		for i, cell := range row.F {
			s, err := cellText(p.schema.Fields[i], cell.V)
			if err != nil {
				return err
			}
			line[i] = s
		}
		out.Values = append(out.Values, line)
	}
	return nil
}

// cellText reads one cell; NULL gives nil.
func cellText(field *bq.TableFieldSchema, cell any) (*string, error) {
	switch v := cell.(type) {
	case nil:
		return nil, nil
	case string:
		if field.Type == "TIMESTAMP" {
			us, err := strconv.ParseInt(v, 10, 64)
			if err != nil {
				return nil, fmt.Errorf("read column %s: %w", field.Name, err)
			}
			v = time.UnixMicro(us).UTC().Format(time.RFC3339Nano)
		}
		return &v, nil
	}
	return nil, fmt.Errorf("column %s holds a %s, which is no single value", field.Name, field.Type)
}

// dryRun has the service check a statement without running it.
func (d *Driver) dryRun(ctx context.Context, object string, st warehouse.Statement) error {
	if err := d.alive("query"); err != nil {
		return err
	}
	legacy := false
	job := &bq.Job{
		JobReference:  &bq.JobReference{ProjectId: d.project, Location: d.location},
		Configuration: &bq.JobConfiguration{DryRun: true, Query: &bq.JobConfigurationQuery{Query: st.Text, UseLegacySql: &legacy}},
	}
	err := d.again(ctx, func() error {
		a, err := d.service.Jobs.Insert(d.project, job).Context(unfenced(ctx)).Do()
		if err != nil {
			return err
		}
		return jobError("query", object, a)
	})
	return mapError("query", object, reading, err)
}
