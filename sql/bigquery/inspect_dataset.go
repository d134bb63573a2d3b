package bigquery

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// accessVersion asks for access entries with their conditions.
const accessVersion = 3

// datasetLook gathers what is in one dataset.
type datasetLook struct {
	l *look
	c warehouse.Container
	// content: what is in it is wanted; access: who may do what with it.
	content, access bool

	// dataset is nil when it is not there.
	dataset *bq.Dataset
	// unlisted: tables.list did not find it.
	unlisted bool
	tables   []*bq.TableListTables
	sizes    map[string]size
	columns  map[string][]warehouse.Column
	views    map[string]string
}

// there reports whether the dataset was there.
func (s *datasetLook) there() bool { return s.dataset != nil }

// get reads the dataset itself. Without the right to see it the answer is
// PermissionDenied, never "not there".
func (s *datasetLook) get(ctx context.Context) error {
	return s.l.d.reads(ctx, s.c.String(), func() error {
		dataset, err := s.l.d.service.Datasets.Get(s.c.Database, s.c.Schema).AccessPolicyVersion(accessVersion).Context(ctx).Do()
		if warehouse.CodeOf(mapError("inspect", s.c.String(), reading, err)) == warehouse.NotFound {
			return nil
		}
		s.dataset = dataset
		return err
	})
}

// list reads what is in it, page by page; a page that fails fails the look.
func (s *datasetLook) list(ctx context.Context) error {
	err := s.l.d.reads(ctx, s.c.String(), func() error {
		var err error
		s.tables, err = s.l.d.tables(ctx, s.c)
		return err
	})
	if warehouse.CodeOf(err) == warehouse.NotFound {
		s.unlisted = true
		return nil
	}
	return err
}

// tables lists all relations of a dataset.
func (d *Driver) tables(ctx context.Context, c warehouse.Container) ([]*bq.TableListTables, error) {
	var out []*bq.TableListTables
	err := d.service.Tables.List(c.Database, c.Schema).MaxResults(pageSize).Pages(ctx, func(page *bq.TableList) error {
		out = append(out, page.Tables...)
		return nil
	})
	return out, err
}

// datasetList lists the datasets of a project that one sees, in order of name.
func (d *Driver) datasetList(ctx context.Context, project string) ([]*bq.DatasetListDatasets, error) {
	var out []*bq.DatasetListDatasets
	err := d.reads(ctx, project, func() error {
		out = nil
		return d.service.Datasets.List(project).MaxResults(pageSize).Pages(ctx, func(page *bq.DatasetList) error {
			out = append(out, page.Datasets...)
			return nil
		})
	})
	slices.SortFunc(out, func(a, b *bq.DatasetListDatasets) int {
		return strings.Compare(a.DatasetReference.DatasetId, b.DatasetReference.DatasetId)
	})
	return out, err
}

const (
	// defaultTimeTravel is how long a dataset keeps what it was when it does not
	// say (datasets.maxTimeTravelHours).
	defaultTimeTravel = 7 * 24
	hoursOfDay        = 24
)

// state says what is known of the dataset.
func (s *datasetLook) state() warehouse.ContainerState {
	out := warehouse.ContainerState{Container: s.c, RetentionDays: -1}
	if !s.there() {
		return out
	}
	hours := s.dataset.MaxTimeTravelHours
	if hours == 0 {
		hours = defaultTimeTravel
	}
	out.Exists = true
	out.Identity = warehouse.Identity{ID: strconv.FormatInt(s.dataset.CreationTime, 10)}
	out.Location = s.dataset.Location
	out.Where = "location " + s.dataset.Location
	out.Comment = s.dataset.Description
	out.RetentionDays = int(hours / hoursOfDay)
	out.ExpiresAfter = time.Duration(s.dataset.DefaultTableExpirationMs) * time.Millisecond
	if s.access {
		out.Access = datasetGrants(s.c, s.dataset.Access)
	}
	return out
}
