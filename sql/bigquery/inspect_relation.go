package bigquery

import (
	"context"
	"slices"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// hashChunk is how many tables one query hashes.
const hashChunk = 20

// relationTasks ask about relations one by one: those of Content whose access is
// wanted, and those of which the queries did not say how large they are. The
// hashes of the content are read beside.
func (l *look) relationTasks() []task {
	l.assemble()
	var out []task
	var tables []*object
	for _, o := range l.contents() {
		stored := o.Kind == warehouse.KindTable || o.Kind == warehouse.KindSnapshot
		if stored {
			tables = append(tables, o)
		}
		switch {
		case l.byName[o.Ref.Container()].access:
			out = append(out, func(ctx context.Context) error { return l.protections(ctx, o) })
		case stored && o.Rows < 0:
			out = append(out, func(ctx context.Context) error { return l.detail(ctx, o, false) })
		}
	}
	if l.d.opts.HashContent {
		out = append(out, l.hashTasks(tables)...)
	}
	return out
}

// contents are the objects of Content, each once.
func (l *look) contents() []*object {
	var out []*object
	seen := map[*object]bool{}
	for _, ref := range l.req.Content {
		if o := l.byRef[ref]; o != nil && !seen[o] {
			seen[o] = true
			out = append(out, o)
		}
	}
	return out
}

// table reads a relation by tables.get; nil when it is not there.
func (d *Driver) table(ctx context.Context, ref warehouse.Ref) (*bq.Table, error) {
	var out *bq.Table
	err := d.reads(ctx, ref.String(), func() (err error) {
		out, err = d.service.Tables.Get(ref.Database, ref.Schema, ref.Name).Context(ctx).Do()
		return err
	})
	if warehouse.CodeOf(err) == warehouse.NotFound {
		return nil, nil
	}
	return out, err
}

// detail is tables.get of a relation that was listed.
func (l *look) detail(ctx context.Context, o *object, access bool) error {
	t, err := l.d.table(ctx, o.Ref)
	if err != nil {
		return err
	}
	if t == nil {
		return moved(o.Ref.String())
	}
	o.fill(t, access)
	return nil
}

// hashTasks read the rows of tables, those of one location together. A table that
// no query may read without a filter on its partitions is left out, so that its
// token proves nothing.
func (l *look) hashTasks(tables []*object) []task {
	byLocation := map[string][]*object{}
	for _, o := range tables {
		if !o.layout.filtered {
			location := l.byName[o.Ref.Container()].dataset.Location
			byLocation[location] = append(byLocation[location], o)
		}
	}
	var out []task
	for _, location := range sortedKeys(byLocation) {
		for chunk := range slices.Chunk(byLocation[location], hashChunk) {
			out = append(out, func(ctx context.Context) error { return l.hash(ctx, location, chunk) })
		}
	}
	return out
}

// hash reads the rows of some tables.
func (l *look) hash(ctx context.Context, location string, tables []*object) error {
	var parts []string
	for i, o := range tables {
		parts = append(parts, "SELECT '"+strconv.Itoa(i)+"' AS r, CAST(SUM(CAST(FARM_FINGERPRINT(TO_JSON_STRING(t)) AS NUMERIC)) AS STRING) AS h FROM "+Dialect().QuoteRef(o.Ref)+" AS t")
	}
	lines, err := l.d.lines(ctx, location, strings.Join(parts, " UNION ALL "))
	if warehouse.CodeOf(err) == warehouse.NotFound {
		return l.goneOf(ctx, tables, err)
	}
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range lines {
		i := r.number("r")
		if i < 0 || i >= int64(len(tables)) {
			return refuse(warehouse.Internal, "inspect", "content", "the answer names table %q", r.get("r"))
		}
		text := r.get("h")
		tables[i].hash = &text
	}
	return nil
}

// goneOf tells a table that went meanwhile from a query in a wrong location.
func (l *look) goneOf(ctx context.Context, tables []*object, cause error) error {
	for _, o := range tables {
		t, err := l.d.table(ctx, o.Ref)
		if err != nil {
			return err
		}
		if t == nil {
			return moved(o.Ref.String())
		}
	}
	return cause
}

// madeBy tells which release made relations, by their label: "" for one that none
// made; one that is not there is missing in the answer. It is two calls per
// dataset of refs at most, whatever their number.
func (d *Driver) madeBy(ctx context.Context, refs []warehouse.Ref) (map[warehouse.Ref]string, error) {
	wanted := map[warehouse.Ref]bool{}
	var datasets []*datasetLook
	l := d.look(warehouse.InspectRequest{})
	for _, ref := range refs {
		wanted[ref] = true
		l.dataset(ref.Container())
	}
	var tasks []task
	for _, s := range l.datasets {
		datasets = append(datasets, s)
		tasks = append(tasks, s.list)
	}
	if err := run(unfenced(ctx), tasks); err != nil {
		return nil, err
	}
	out := map[warehouse.Ref]string{}
	for _, s := range datasets {
		for _, t := range s.tables {
			ref := warehouse.Ref{Database: s.c.Database, Schema: s.c.Schema, Name: t.TableReference.TableId}
			if wanted[ref] {
				out[ref] = t.Labels[releaseLabel]
			}
		}
	}
	return out, nil
}
