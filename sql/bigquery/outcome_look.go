package bigquery

import (
	"context"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// running lists the jobs whose id starts so and that are not at their end.
func (d *Driver) running(ctx context.Context, prefix string) ([]string, error) {
	var ids []string
	err := d.again(ctx, func() error {
		ids = nil
		return d.service.Jobs.List(d.project).AllUsers(false).Projection("minimal").StateFilter("pending", "running").
			Pages(ctx, func(page *bq.JobList) error {
				for _, job := range page.Jobs {
					if job.JobReference != nil && job.JobReference.Location == d.location && strings.HasPrefix(job.JobReference.JobId, prefix) {
						ids = append(ids, job.JobReference.JobId)
					}
				}
				return nil
			})
	})
	return ids, err
}

// marked reports whether a mark is there.
func (d *Driver) marked(ctx context.Context, mark warehouse.Mark) (bool, error) {
	sts, err := d.r.render(warehouse.ReadMarks{Database: mark.Database, Schema: mark.Schema}, nil)
	if err != nil {
		return false, err
	}
	rows, err := d.Query(ctx, sts[0])
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(rows.Values, func(row []*string) bool {
		return len(row) > 1 && row[0] != nil && row[1] != nil && *row[0] == mark.Release && *row[1] == mark.Step
	}), nil
}

func (d *Driver) datasetThere(ctx context.Context, c warehouse.Container) (bool, error) {
	_, err := d.dataset(ctx, c)
	if missing(err) {
		return false, nil
	}
	return err == nil, mapError("outcome", c.String(), reading, err)
}

// hasAccess reports whether a grant is there.
func (d *Driver) hasAccess(ctx context.Context, g warehouse.Grant) (bool, error) {
	if g.Name != "" {
		policy, err := d.policy(ctx, g)
		if err != nil {
			return false, mapError("outcome", g.String(), reading, err)
		}
		return !bind(policy, g, true), nil
	}
	entry, err := accessEntry(g)
	if err != nil {
		return false, err
	}
	return d.listed(ctx, g.Container, entry)
}

// authorized reports whether the views of a dataset may read another.
func (d *Driver) authorized(ctx context.Context, op warehouse.Authorize) (bool, error) {
	return d.listed(ctx, op.Data, viewsOf(op.Views))
}

func (d *Driver) listed(ctx context.Context, c warehouse.Container, entry *bq.DatasetAccess) (bool, error) {
	dataset, err := d.dataset(ctx, c)
	if err != nil {
		return false, mapError("outcome", c.String(), reading, err)
	}
	_, differs := entered(dataset.Access, entry)
	return !differs, nil
}
