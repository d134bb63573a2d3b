package catalog

import (
	"fmt"
	"slices"
	"strings"
	"time"

	bq "google.golang.org/api/bigquery/v2"
)

// Kinds of tables, in the words of the REST API.
const (
	kindTable        = "TABLE"
	kindView         = "VIEW"
	kindMaterialized = "MATERIALIZED_VIEW"
	kindExternal     = "EXTERNAL"
	kindSnapshot     = "SNAPSHOT"
)

// datasetKey names a dataset. Names are exact: case counts.
type datasetKey struct{ project, dataset string }

type dataset struct {
	key datasetKey
	// meta is the resource without its etag; it is replaced, never changed.
	meta   *bq.Dataset
	tables map[string]*table
	// dropped are former tables, which a copy job can read by decorator.
	dropped []*table
	// last is, by name, the last time in ms that a table of the name showed.
	last map[string]int64
	// changes counts towards the etag.
	changes int64
}

func (d *dataset) location() string { return d.meta.Location }

// store is a table of the row store. Rows are only ever added to it.
type store struct {
	id int64
	// rows is how many it holds, also those of no version.
	rows int64
}

func (s *store) name() string { return fmt.Sprintf(`"rows$%d"`, s.id) }

// version is a table's rows at a time: the first rows of a store. It is never
// changed.
type version struct {
	at    time.Time
	seq   int64
	store *store
	rows  int64
	// fields are the columns; replaced, never changed.
	fields []*bq.TableFieldSchema
	// adds: the version holds the rows of the one before it, first and in order.
	adds bool
}

// table is a table, view, snapshot or external table.
type table struct {
	ref  *bq.TableReference
	kind string
	// meta holds what is described and not measured; it is replaced, never
	// changed.
	meta *bq.Table
	// versions are the present, last, and what FOR SYSTEM_TIME AS OF reads: also
	// those of tables that were replaced. Empty for views.
	versions []*version
	// buffer holds streamed rows, which no copy has; nil when empty.
	buffer *version
	// created and modified are in ms.
	created, modified int64
	changes           int64
	policy            *bq.Policy
	policyChanges     int64
	rowPolicies       []*bq.RowAccessPolicy
	// depth is the length of the chain of clones and snapshots below.
	depth int
	// base is what this is a clone or snapshot of; copies counts those of this.
	base   *table
	copies int
	// never: the statement that made it said that it does not expire.
	never bool
	// writer is the open transaction that changed rows.
	writer *txn
	// gone: dropped or replaced.
	gone bool
}

func (t *table) now() *version { return t.versions[len(t.versions)-1] }

// stored reports whether the table has rows of its own.
func (t *table) stored() bool { return t.kind == kindTable || t.kind == kindSnapshot }

// fields are the columns at present.
func (t *table) fields() []*bq.TableFieldSchema {
	if t.stored() {
		return t.now().fields
	}
	if t.meta.Schema == nil {
		return nil
	}
	return t.meta.Schema.Fields
}

// at gives the version that was the present at a time; nil when there was none.
func (t *table) at(when time.Time) *version {
	for _, v := range slices.Backward(t.versions) {
		if !v.at.After(when) {
			return v
		}
	}
	return nil
}

// before gives the version that was the present when seq was reached.
func (t *table) before(seq int64) *version {
	for _, v := range slices.Backward(t.versions) {
		if v.seq <= seq {
			return v
		}
	}
	return nil
}

func (v *version) bytes() int64 {
	n := int64(0)
	for _, f := range v.fields {
		n += width(f)
	}
	return n * v.rows
}

// text is what a query reads to read the version.
func (v *version) text() string {
	if v.store.rows == v.rows {
		return v.store.name()
	}
	return fmt.Sprintf("(SELECT * FROM %s WHERE rowid < %d)", v.store.name(), v.rows)
}

// lookup gives a table that is there and did not expire.
func (c *Catalog) lookup(ref *bq.TableReference) *table {
	d := c.datasets[datasetKey{ref.ProjectId, ref.DatasetId}]
	if d == nil {
		return nil
	}
	t := d.tables[ref.TableId]
	if t == nil || c.expired(t) {
		return nil
	}
	return t
}

func (c *Catalog) expired(t *table) bool {
	return t.meta.ExpirationTime != 0 && t.meta.ExpirationTime <= c.now().UnixMilli()
}

// sorted gives the dataset's tables that are there, in order of name.
func (c *Catalog) sorted(d *dataset) []*table {
	out := make([]*table, 0, len(d.tables))
	for _, t := range d.tables {
		if !c.expired(t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *table) int { return strings.Compare(a.ref.TableId, b.ref.TableId) })
	return out
}

// tick is the time of the next change: never the same twice. A clock that was
// set from outside may stand still, and then goes on by milliseconds.
func (c *Catalog) tick() time.Time {
	now, step := c.now().UTC().Truncate(time.Microsecond), time.Microsecond
	if c.ownClock {
		step = time.Millisecond
	}
	if !now.After(c.lastTick) {
		now = c.lastTick.Add(step)
	}
	c.lastTick = now
	return now
}

// touch notes that the table was changed at a time. Its last modified time always
// moves.
func (c *Catalog) touch(t *table, at time.Time) {
	t.modified = max(at.UnixMilli(), t.modified+1)
	t.changes++
	if d := c.datasets[datasetKey{t.ref.ProjectId, t.ref.DatasetId}]; d != nil {
		d.last[t.ref.TableId] = t.modified
	}
}

// put makes t the table of its name. A former one of the name gives it its
// history and is gone.
func (c *Catalog) put(d *dataset, t *table, at time.Time) {
	t.created = max(at.UnixMilli(), d.last[t.ref.TableId]+1)
	t.modified = t.created
	if old := d.tables[t.ref.TableId]; old != nil {
		if c.rules.ReplaceKeepsCreationTime && !c.expired(old) {
			t.created = old.created
		}
		if t.stored() && old.stored() && !c.expired(old) {
			t.versions = append(slices.Clone(old.versions), t.versions...)
		}
		c.remove(d, old)
	}
	if t.meta.ExpirationTime == 0 && d.meta.DefaultTableExpirationMs > 0 && !t.never {
		meta := *t.meta
		meta.ExpirationTime = t.created + d.meta.DefaultTableExpirationMs
		t.meta = &meta
	}
	t.changes = c.nextSeq()
	d.last[t.ref.TableId] = t.modified
	d.tables[t.ref.TableId] = t
}

// remove takes a table away.
func (c *Catalog) remove(d *dataset, t *table) {
	delete(d.tables, t.ref.TableId)
	if t.base != nil {
		t.base.copies--
	}
	t.gone = true
	d.dropped = append(d.dropped, t)
}
