package catalog

import (
	"context"
	"strconv"
	"strings"
	"time"

	bq "google.golang.org/api/bigquery/v2"
)

// Copy runs a copy job: COPY, CLONE, SNAPSHOT or RESTORE. A source may carry a
// decorator, t@ms, and may then be a table that was dropped.
//
// Source: JobConfigurationTableCopy; "Managing tables"; "Restore deleted tables".
func (c *Catalog) Copy(ctx context.Context, job *bq.JobConfigurationTableCopy) error {
	for {
		ended, err := c.copyOnce(ctx, job)
		if err != errWait { //nolint:errorlint // the sentinel itself
			return err
		}
		select {
		case <-ended:
		case <-ctx.Done():
			return stopped()
		}
	}
}

func (c *Catalog) copyOnce(ctx context.Context, job *bq.JobConfigurationTableCopy) (<-chan struct{}, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	to := job.DestinationTable
	sources := job.SourceTables
	if job.SourceTable != nil {
		sources = append(sources[:len(sources):len(sources)], job.SourceTable)
	}
	if to == nil || len(sources) == 0 {
		return nil, invalid("Required parameter is missing: sourceTable or destinationTable")
	}
	way := job.OperationType
	if way == "" || way == "OPERATION_TYPE_UNSPECIFIED" {
		way = copyCopy
	}
	if len(sources) > 1 && way != copyCopy {
		return nil, invalid("A %s job has one source", way)
	}
	r := c.internal(ctx, to.ProjectId, to.DatasetId)
	d, err := r.dataset(datasetKey{to.ProjectId, to.DatasetId})
	if err != nil {
		return nil, err
	}
	old := c.lookup(to)
	if old != nil && old.writer != nil {
		return c.ended, errWait
	}
	t, err := r.combined(sources, to, way)
	if err != nil {
		return nil, err
	}
	if job.DestinationExpirationTime != "" {
		meta := *t.meta
		when, err := time.Parse(time.RFC3339Nano, job.DestinationExpirationTime)
		if err != nil {
			return nil, invalid("Invalid value for destinationExpirationTime: %s", job.DestinationExpirationTime)
		}
		meta.ExpirationTime = when.UnixMilli()
		t.meta = &meta
	}
	return nil, r.deliver(job, way, d, t, old)
}

// combined makes the table that a copy job writes, of all its sources.
func (r *run) combined(sources []*bq.TableReference, to *bq.TableReference, way string) (*table, error) {
	if way != copyCopy && way != copyClone && way != copySnapshot && way != copyRestore {
		return nil, invalid("Invalid value for operationType: %s", way)
	}
	var out *table
	for _, ref := range sources {
		src, v, err := r.decorated(ref)
		if err != nil {
			return nil, err
		}
		if out == nil {
			if out, err = r.copyOf(src, v, r.now, to, way); err != nil {
				return nil, err
			}
			continue
		}
		now := out.now()
		if len(now.fields) != len(v.fields) {
			return nil, invalid("Cannot copy tables with different schemas: %s", shown(ref))
		}
		if now, err = r.added(now, v, 0); err != nil {
			return nil, err
		}
		out.versions = []*version{now}
	}
	if out.kind == kindTable && way == copyRestore {
		meta := *out.meta
		meta.SnapshotDefinition, meta.CloneDefinition = nil, nil
		out.meta, out.base, out.depth = &meta, nil, 0
	}
	return out, nil
}

// decorated gives the table and version of t or t@ms. What was dropped is found
// with a time only, and comes back without partitions.
func (r *run) decorated(ref *bq.TableReference) (*table, *version, error) {
	n, stamp, timed := strings.Cut(ref.TableId, "@")
	plain := &bq.TableReference{ProjectId: ref.ProjectId, DatasetId: ref.DatasetId, TableId: n}
	d, err := r.dataset(datasetKey{ref.ProjectId, ref.DatasetId})
	if err != nil {
		return nil, nil, err
	}
	src := r.c.lookup(plain)
	if !timed {
		if src == nil {
			return nil, nil, missingTable(plain)
		}
		v, _, err := r.sourceVersion(src, nil)
		return src, v, err
	}
	ms, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || ms <= 0 {
		return nil, nil, invalid("Invalid table decorator: %s", ref.TableId)
	}
	// A change within the millisecond is part of it.
	when := time.UnixMilli(ms).Add(time.Millisecond - time.Microsecond)
	candidates := append([]*table{}, d.dropped...)
	if src != nil {
		candidates = append(candidates, src)
	}
	for i := len(candidates) - 1; i >= 0; i-- {
		t := candidates[i]
		if t.ref.TableId != n || !t.stored() || when.UnixMilli() < t.created {
			continue
		}
		v, err := r.asOf(t, when)
		if err != nil || !t.gone {
			return t, v, err
		}
		twin := *t
		meta := *t.meta
		meta.TimePartitioning, meta.RangePartitioning, meta.ResourceTags = nil, nil, nil
		twin.meta = &meta
		return &twin, v, nil
	}
	return nil, nil, missingTable(ref)
}

// deliver writes the destination of a copy job.
func (r *run) deliver(job *bq.JobConfigurationTableCopy, way string, d *dataset, t, old *table) error {
	if old == nil && job.CreateDisposition == "CREATE_NEVER" {
		return missingTable(t.ref)
	}
	how := making{replace: true}
	if old == nil {
		_, err := r.finishCopy(how, d, t, nil)
		return err
	}
	switch {
	case job.WriteDisposition == "" || job.WriteDisposition == "WRITE_EMPTY" || way == copyClone || way == copySnapshot:
		if way == copyCopy && old.kind == kindTable && old.now().rows == 0 {
			break
		}
		return alreadyExists("Table", shown(t.ref))
	case old.kind != kindTable:
		return wrongKind(old.ref, old.kind)
	case job.WriteDisposition == "WRITE_APPEND" && way == copyCopy:
		if len(old.fields()) != len(t.fields()) {
			return invalid("Provided Schema does not match Table %s", shown(t.ref))
		}
		v, err := r.added(old.now(), t.now(), 0)
		if err != nil {
			return err
		}
		v.adds = true
		r.commitVersion(old, v)
		return nil
	case job.WriteDisposition != "WRITE_TRUNCATE":
		return invalid("Invalid value for writeDisposition: %s", job.WriteDisposition)
	}
	// Overwriting keeps the table's access and tags (documented).
	meta := *t.meta
	meta.ResourceTags = old.meta.ResourceTags
	t.meta = &meta
	_, err := r.finishCopy(how, d, t, old)
	t.policy, t.policyChanges = old.policy, old.policyChanges
	return err
}
