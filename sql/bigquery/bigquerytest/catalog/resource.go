package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// Table gives a table as tables.get does.
func (c *Catalog) Table(p, d, t string) (*bq.Table, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return nil, err
	}
	return c.resource(found), nil
}

// Tables gives all tables of a dataset whole, in order of name.
func (c *Catalog) Tables(p, d string) ([]*bq.Table, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found := c.datasets[datasetKey{p, d}]
	if found == nil {
		return nil, missingDataset(p, d, "")
	}
	out := []*bq.Table{}
	for _, t := range c.sorted(found) {
		out = append(out, c.resource(t))
	}
	return out, nil
}

func (c *Catalog) find(p, d, t string) (*table, error) {
	if c.datasets[datasetKey{p, d}] == nil {
		return nil, missingDataset(p, d, "")
	}
	ref := &bq.TableReference{ProjectId: p, DatasetId: d, TableId: t}
	found := c.lookup(ref)
	if found == nil {
		return nil, missingTable(ref)
	}
	return found, nil
}

func (t *table) etag() string { return fmt.Sprintf("t-%d-%d", t.created, t.changes) }

func (c *Catalog) resource(t *table) *bq.Table {
	out := *t.meta
	out.Kind = "bigquery#table"
	out.Id = shown(t.ref)
	out.TableReference = t.ref
	out.Type = t.kind
	out.Etag = t.etag()
	out.CreationTime = t.created
	out.LastModifiedTime = uint64(max(t.modified, 0))
	out.Location = defaultLocation
	if d := c.datasets[datasetKey{t.ref.ProjectId, t.ref.DatasetId}]; d != nil {
		out.Location = d.location()
	}
	out.Schema = &bq.TableSchema{Fields: t.fields()}
	if t.stored() {
		out.NumRows = uint64(max(t.now().rows, 0))
		out.NumBytes = t.now().bytes()
		out.ForceSendFields = []string{"NumRows", "NumBytes"}
	}
	if t.buffer != nil {
		out.StreamingBuffer = &bq.Streamingbuffer{EstimatedRows: uint64(max(t.buffer.rows, 0)), EstimatedBytes: uint64(max(t.buffer.bytes(), 0)), OldestEntryTime: uint64(max(t.modified, 0))}
	}
	return &out
}

// measured are the parts of a table's resource that nobody can set.
func measured() []string {
	return []string{
		"kind", "etag", "id", "selfLink", "type", "tableReference", "creationTime", "lastModifiedTime", "numRows", "numBytes",
		"location", "streamingBuffer", "cloneDefinition", "snapshotDefinition",
	}
}

// InsertTable makes an empty table, a view, a materialized view or an external
// table, as tables.insert does.
func (c *Catalog) InsertTable(from *bq.Table) (*bq.Table, error) {
	if from.TableReference == nil || from.TableReference.TableId == "" {
		return nil, invalid("Required parameter is missing: tableReference")
	}
	ref := *from.TableReference
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.datasets[datasetKey{ref.ProjectId, ref.DatasetId}]
	if d == nil {
		return nil, missingDataset(ref.ProjectId, ref.DatasetId, "")
	}
	if c.lookup(&ref) != nil {
		return nil, alreadyExists("Table", shown(&ref))
	}
	meta := *from
	meta.TableReference, meta.Schema = nil, nil
	t := &table{ref: &ref, kind: kindTable, meta: &meta}
	r := c.internal(context.Background(), ref.ProjectId, ref.DatasetId)
	defer r.clean()
	if err := firstError(checkLabels(meta.Labels), r.fill(t, from)); err != nil {
		return nil, err
	}
	if _, err := r.finish(making{}, d, t, nil); err != nil {
		return nil, err
	}
	return c.resource(t), nil
}

// internal is a run that no statement began; the catalog is locked.
func (c *Catalog) internal(ctx context.Context, p, d string) *run {
	return &run{c: c, ctx: ctx, s: Session{Project: p, Dataset: d}, p: &parser{}, now: c.tick()}
}

// fill gives a table made by resource its kind, columns and query.
func (r *run) fill(t *table, from *bq.Table) error {
	switch {
	case from.View != nil:
		t.kind = kindView
		return r.defineView(t, from.View.Query, nil)
	case from.MaterializedView != nil:
		t.kind = kindMaterialized
		return r.defineView(t, from.MaterializedView.Query, nil)
	case from.ExternalDataConfiguration != nil:
		t.kind = kindExternal
		t.meta.Schema = from.Schema
		return nil
	}
	var fields []*bq.TableFieldSchema
	if from.Schema != nil {
		fields = normal(from.Schema.Fields)
	}
	for _, f := range fields {
		if standard(f.Type) == "" || f.Name == "" {
			return invalid("Invalid field %q of type %q", f.Name, f.Type)
		}
	}
	v, err := r.empty(fields)
	if err != nil {
		return err
	}
	t.versions = []*version{v}
	return checkLayout(t.meta, fields)
}

// normal gives fields their default mode.
func normal(fields []*bq.TableFieldSchema) []*bq.TableFieldSchema {
	out := make([]*bq.TableFieldSchema, len(fields))
	for i, f := range fields {
		twin := *f
		if twin.Mode == "" {
			twin.Mode = nullable
		}
		twin.Type = wire(standard(f.Type))
		if twin.Type == "" {
			twin.Type = f.Type
		}
		if len(f.Fields) > 0 {
			twin.Fields = normal(f.Fields)
		}
		out[i] = &twin
	}
	return out
}

// PatchTable changes what the patch names; null takes away. An etag that is not
// the present one is 412 conditionNotMet; empty means any.
func (c *Catalog) PatchTable(p, d, t, etag string, patch map[string]json.RawMessage) (*bq.Table, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return nil, err
	}
	if etag != "" && etag != found.etag() {
		return nil, stale()
	}
	r := c.internal(context.Background(), p, d)
	defer r.clean()
	meta := &bq.Table{}
	if err := merged(found.meta, without(patch, append(measured(), "schema", "view")...), meta); err != nil {
		return nil, err
	}
	if err := checkLabels(meta.Labels); err != nil {
		return nil, err
	}
	twin := *found
	twin.meta = meta
	if err := r.patchShape(found, &twin, patch); err != nil {
		if errors.Is(err, errWait) {
			return nil, r.conflict(found.ref)
		}
		return nil, err
	}
	found.meta = twin.meta
	c.touch(found, r.now)
	return c.resource(found), nil
}

// patchShape takes over a patch's columns and query.
func (r *run) patchShape(t, twin *table, patch map[string]json.RawMessage) error {
	if raw, ok := patch["view"]; ok && t.kind == kindView {
		view := bq.ViewDefinition{}
		if err := json.Unmarshal(raw, &view); err != nil {
			return invalid("Invalid JSON payload: %s", err)
		}
		if view.Query != "" {
			if err := r.defineView(twin, view.Query, nil); err != nil {
				return err
			}
		}
	}
	raw, ok := patch["schema"]
	if !ok {
		return nil
	}
	schema := bq.TableSchema{}
	if err := json.Unmarshal(raw, &schema); err != nil {
		return invalid("Invalid JSON payload: %s", err)
	}
	fields := normal(schema.Fields)
	old := twin.fields()
	if len(fields) < len(old) {
		return invalid("Provided Schema does not match Table %s. Field %s is missing in new schema", shown(t.ref), old[len(old)-1].Name)
	}
	for i, f := range old {
		if !strings.EqualFold(fields[i].Name, f.Name) || standard(fields[i].Type) != standard(f.Type) || fields[i].Mode != f.Mode && f.Mode != required {
			return invalid("Provided Schema does not match Table %s. Field %s has changed", shown(t.ref), f.Name)
		}
	}
	if slices.ContainsFunc(fields[len(old):], func(f *bq.TableFieldSchema) bool { return f.Mode == required }) {
		return invalid("Provided Schema does not match Table %s. Cannot add required fields to an existing schema", shown(t.ref))
	}
	switch {
	case !t.stored():
		meta := *twin.meta
		meta.Schema = &bq.TableSchema{Fields: fields}
		twin.meta = &meta
		return nil
	case len(fields) == len(old):
		return r.refield(t, fields)
	}
	return r.reshape(t, fields)
}

// DeleteTable removes a table, view or snapshot of any kind, as tables.delete does.
func (c *Catalog) DeleteTable(p, d, t string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return err
	}
	c.remove(c.datasets[datasetKey{p, d}], found)
	return nil
}

// Stream puts rows into a table's streaming buffer: queries read them, copies do
// not have them, and rows cannot be changed while it holds any. The rows are those
// of the query, which is in GoogleSQL and gives the table's columns in order.
func (c *Catalog) Stream(ctx context.Context, p, d, t, query string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return err
	}
	if found.kind != kindTable {
		return wrongKind(found.ref, found.kind)
	}
	r := c.internal(ctx, p, d)
	defer r.clean()
	if r.p, err = newParser(query); err != nil {
		return err
	}
	text, err := r.translate(r.p.rest(), false)
	if err != nil {
		return err
	}
	buffer := found.buffer
	if buffer == nil {
		if buffer, err = r.empty(found.fields()); err != nil {
			return err
		}
	}
	n, err := r.exec("INSERT INTO " + buffer.store.name() + " " + text)
	if err != nil {
		return err
	}
	buffer.store.rows += n
	buffer.rows += n
	found.buffer = buffer
	return nil
}

// Flush puts the rows of a table's streaming buffer into the table.
func (c *Catalog) Flush(ctx context.Context, p, d, t string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.find(p, d, t)
	if err != nil || found.buffer == nil {
		return err
	}
	r := c.internal(ctx, p, d)
	v, err := r.added(found.now(), found.buffer, 0)
	if err != nil {
		return err
	}
	v.adds = true
	found.buffer = nil
	r.commitVersion(found, v)
	return nil
}
