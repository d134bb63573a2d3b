package catalog

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	bq "google.golang.org/api/bigquery/v2"
)

// defaultLocation is where a dataset is made when nobody says where.
const defaultLocation = "US"

// Dataset gives a dataset as datasets.get does. What is given must not be changed;
// that holds for all resources of this package.
func (c *Catalog) Dataset(p, d string) (*bq.Dataset, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found := c.datasets[datasetKey{p, d}]
	if found == nil {
		return nil, missingDataset(p, d, "")
	}
	return found.resource(), nil
}

// Datasets gives the datasets of a project, in order of name. A project that
// nobody knows has none.
func (c *Catalog) Datasets(p string) ([]*bq.Dataset, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	out := []*bq.Dataset{}
	for k, d := range c.datasets {
		if k.project == p {
			out = append(out, d.resource())
		}
	}
	slices.SortFunc(out, func(a, b *bq.Dataset) int {
		return cmp.Compare(a.DatasetReference.DatasetId, b.DatasetReference.DatasetId)
	})
	return out, nil
}

// InsertDataset makes a dataset. Without access it has that of a new one.
func (c *Catalog) InsertDataset(meta *bq.Dataset) (*bq.Dataset, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if meta.DatasetReference == nil || meta.DatasetReference.ProjectId == "" || meta.DatasetReference.DatasetId == "" {
		return nil, invalid("Required parameter is missing: datasetReference")
	}
	k := datasetKey{meta.DatasetReference.ProjectId, meta.DatasetReference.DatasetId}
	if c.datasets[k] != nil {
		return nil, alreadyExists("Dataset", k.project+":"+k.dataset)
	}
	if err := checkLabels(meta.Labels); err != nil {
		return nil, err
	}
	d, err := c.addDataset(meta, c.tick())
	if err != nil {
		return nil, err
	}
	return d.resource(), nil
}

// addDataset makes a dataset of a name that is free.
//
// Source: datasets.insert; the access of a new dataset: "Controlling access to
// datasets".
func (c *Catalog) addDataset(from *bq.Dataset, at time.Time) (*dataset, error) {
	meta := *from
	k := datasetKey{meta.DatasetReference.ProjectId, meta.DatasetReference.DatasetId}
	for _, r := range k.dataset {
		if r != '_' && !(r >= '0' && r <= '9') && !(r >= 'a' && r <= 'z') && !(r >= 'A' && r <= 'Z') {
			return nil, invalid("Invalid dataset ID %q. Dataset IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long.", k.dataset)
		}
	}
	if meta.Location == "" {
		meta.Location = defaultLocation
	}
	if meta.Access == nil {
		meta.Access = []*bq.DatasetAccess{
			{Role: "WRITER", SpecialGroup: "projectWriters"},
			{Role: "OWNER", SpecialGroup: "projectOwners"},
			{Role: "OWNER", UserByEmail: "owner@example.com"},
			{Role: "READER", SpecialGroup: "projectReaders"},
		}
	}
	meta.CreationTime = at.UnixMilli()
	meta.LastModifiedTime = meta.CreationTime
	d := &dataset{key: k, meta: &meta, tables: map[string]*table{}, last: map[string]int64{}, changes: c.nextSeq()}
	c.datasets[k] = d
	return d, nil
}

func (d *dataset) etag() string { return fmt.Sprintf("ds-%d", d.changes) }

func (d *dataset) resource() *bq.Dataset {
	out := *d.meta
	out.Kind = "bigquery#dataset"
	out.Id = d.key.project + ":" + d.key.dataset
	out.Type = "DEFAULT"
	out.Etag = d.etag()
	if out.MaxTimeTravelHours == 0 {
		out.MaxTimeTravelHours = 168
	}
	return &out
}

func (c *Catalog) touchDataset(d *dataset, at time.Time) {
	d.meta.LastModifiedTime = max(at.UnixMilli(), d.meta.LastModifiedTime+1)
	d.changes = c.nextSeq()
}

// PatchDataset changes what the patch names; null takes away. An etag that is not
// the present one is 412 conditionNotMet; empty means any.
func (c *Catalog) PatchDataset(p, d, etag string, patch map[string]json.RawMessage) (*bq.Dataset, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.datasets[datasetKey{p, d}]
	if found == nil {
		return nil, missingDataset(p, d, "")
	}
	if etag != "" && etag != found.etag() {
		return nil, stale()
	}
	patch = without(patch, "kind", "etag", "id", "selfLink", "datasetReference", "location", "creationTime", "lastModifiedTime", "type")
	meta := &bq.Dataset{}
	if err := merged(found.meta, patch, meta); err != nil {
		return nil, err
	}
	if err := checkLabels(meta.Labels); err != nil {
		return nil, err
	}
	found.meta = meta
	c.touchDataset(found, c.tick())
	return found.resource(), nil
}

func stale() error {
	return failf(http.StatusPreconditionFailed, "conditionNotMet", "Precondition check failed.")
}

// DeleteDataset removes a dataset; contents says that it may hold tables.
func (c *Catalog) DeleteDataset(p, d string, contents bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.datasets[datasetKey{p, d}]
	if found == nil {
		return missingDataset(p, d, "")
	}
	return c.removeDataset(found, contents)
}

func (c *Catalog) removeDataset(d *dataset, contents bool) error {
	tables := c.sorted(d)
	if len(tables) > 0 && !contents {
		return failf(http.StatusBadRequest, "resourceInUse", "Dataset %s:%s is still in use", d.key.project, d.key.dataset)
	}
	for _, t := range tables {
		c.remove(d, t)
	}
	delete(c.datasets, d.key)
	return nil
}

// without gives the patch without what cannot be changed.
func without(patch map[string]json.RawMessage, names ...string) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for k, v := range patch {
		if !slices.Contains(names, k) {
			out[k] = v
		}
	}
	return out
}

// merged puts a resource with a patch laid over it into to. Objects are merged,
// lists replaced, null takes away.
//
// Source: RFC 7396, which Google's patch methods follow.
func merged(from any, patch map[string]json.RawMessage, to any) error {
	raw, err := json.Marshal(from)
	if err != nil {
		return fmt.Errorf("read resource: %w", err)
	}
	whole := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &whole); err != nil {
		return fmt.Errorf("read resource: %w", err)
	}
	if err := overlay(whole, patch); err != nil {
		return err
	}
	if raw, err = json.Marshal(whole); err != nil {
		return fmt.Errorf("write resource: %w", err)
	}
	if err := json.Unmarshal(raw, to); err != nil {
		return invalid("Invalid JSON payload: %s", err)
	}
	return nil
}

func overlay(whole, patch map[string]json.RawMessage) error {
	for k, v := range patch {
		text := strings.TrimSpace(string(v))
		switch {
		case text == "null":
			delete(whole, k)
		case strings.HasPrefix(text, "{") && strings.HasPrefix(strings.TrimSpace(string(whole[k])), "{"):
			inner, over := map[string]json.RawMessage{}, map[string]json.RawMessage{}
			if err := json.Unmarshal(whole[k], &inner); err != nil {
				return fmt.Errorf("read resource: %w", err)
			}
			if err := json.Unmarshal(v, &over); err != nil {
				return invalid("Invalid JSON payload: %s", err)
			}
			if err := overlay(inner, over); err != nil {
				return err
			}
			raw, err := json.Marshal(inner)
			if err != nil {
				return fmt.Errorf("write resource: %w", err)
			}
			whole[k] = raw
		default:
			whole[k] = v
		}
	}
	return nil
}

// keys are the names of all datasets, in order.
func (c *Catalog) keys() []datasetKey {
	out := make([]datasetKey, 0, len(c.datasets))
	for k := range c.datasets {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b datasetKey) int {
		return cmp.Or(cmp.Compare(a.project, b.project), cmp.Compare(a.dataset, b.dataset))
	})
	return out
}
