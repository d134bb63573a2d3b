package bigquery

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// datasetsPerQuery bounds how many datasets one query asks about: a statement may
// not grow without end, and each dataset is a table that it reads.
const datasetsPerQuery = 50

// mostColumns is how many columns a table can have.
const mostColumns = 10000

// size is a row of __TABLES__.
type size struct {
	rows, bytes, modified int64
}

// line is one row of an answer, by column name.
type line struct {
	columns map[string]int
	cells   []*string
}

// get gives a cell, "" for NULL and for a column that is not there.
func (r line) get(column string) string {
	i, ok := r.columns[column]
	if !ok || i >= len(r.cells) || r.cells[i] == nil {
		return ""
	}
	return *r.cells[i]
}

// number gives a whole number, -1 when there is none.
func (r line) number(column string) int64 {
	n, err := strconv.ParseInt(r.get(column), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// lines reads rows in a location.
func (d *Driver) lines(ctx context.Context, location, sql string) ([]line, error) {
	answer, err := d.readIn(ctx, "inspect", location, warehouse.Statement{Text: sql})
	if err != nil {
		return nil, err
	}
	columns := map[string]int{}
	for i, c := range answer.Columns {
		columns[c] = i
	}
	out := make([]line, len(answer.Values))
	for i, cells := range answer.Values {
		out[i] = line{columns: columns, cells: cells}
	}
	return out, nil
}

// catalogQuery is one of the questions that are asked about datasets.
type catalogQuery struct {
	// sql is what is asked about one dataset, whose name is q and whose id as a
	// literal is id.
	sql func(id, q string) string
	// keep puts a row where it belongs.
	keep func(*datasetLook, line) error
}

func (l *look) catalogQueries() []catalogQuery {
	return []catalogQuery{
		{func(id, q string) string {
			return "SELECT CURRENT_TIMESTAMP() AS now, " + id + " AS dataset, table_id, row_count, size_bytes, last_modified_time, creation_time FROM " + q + ".`__TABLES__`"
		}, (*datasetLook).keepSize},
		{func(id, q string) string {
			return "SELECT " + id + " AS dataset, table_name, column_name, ordinal_position, is_nullable, data_type FROM " + q + ".INFORMATION_SCHEMA.COLUMNS"
		}, (*datasetLook).keepColumn},
		{func(id, q string) string {
			return "SELECT " + id + " AS dataset, table_name, view_definition FROM " + q + ".INFORMATION_SCHEMA.VIEWS"
		}, (*datasetLook).keepView},
	}
}

// queryTasks ask about the datasets that are there, those of one project and
// location together.
func (l *look) queryTasks() []task {
	var there []*datasetLook
	for _, s := range l.datasets {
		if s.content && s.there() == s.unlisted {
			return []task{func(context.Context) error { return moved(s.c.String()) }}
		}
		if s.content && s.there() && len(s.tables) > 0 {
			s.sizes, s.columns, s.views = map[string]size{}, map[string][]warehouse.Column{}, map[string]string{}
			there = append(there, s)
		}
	}
	same := func(a, b *datasetLook) int {
		return cmp.Or(strings.Compare(a.c.Database, b.c.Database), strings.Compare(a.dataset.Location, b.dataset.Location))
	}
	slices.SortFunc(there, func(a, b *datasetLook) int { return cmp.Or(same(a, b), strings.Compare(a.c.Schema, b.c.Schema)) })
	var out []task
	if len(there) > 0 && !slices.ContainsFunc(there, (*datasetLook).tells) {
		out = append(out, l.clock)
	}
	for len(there) > 0 {
		n := 1
		for n < len(there) && n < datasetsPerQuery && same(there[0], there[n]) == 0 {
			n++
		}
		group := there[:n]
		there = there[n:]
		for _, q := range l.catalogQueries() {
			out = append(out, func(ctx context.Context) error { return l.ask(ctx, group, q) })
		}
	}
	return out
}

// tells reports whether __TABLES__ surely has a row, and with it the time: it may
// leave snapshots out.
func (s *datasetLook) tells() bool {
	return slices.ContainsFunc(s.tables, func(t *bq.TableListTables) bool { return kindOf(t.Type) != warehouse.KindSnapshot })
}

// ask asks about some datasets at once.
func (l *look) ask(ctx context.Context, group []*datasetLook, q catalogQuery) error {
	byID := map[string]*datasetLook{}
	var parts []string
	for _, s := range group {
		byID[s.c.Schema] = s
		parts = append(parts, q.sql(Dialect().QuoteText(s.c.Schema), Dialect().QuoteContainer(s.c)))
	}
	lines, err := l.d.lines(ctx, group[0].dataset.Location, strings.Join(parts, " UNION ALL "))
	if warehouse.CodeOf(err) == warehouse.NotFound {
		return l.notFound(ctx, group, err)
	}
	if err != nil {
		return err
	}
	for _, r := range lines {
		s := byID[r.get("dataset")]
		if s == nil {
			return refuse(warehouse.Internal, "inspect", group[0].c.Database, "the answer names dataset %q", r.get("dataset"))
		}
		if err := q.keep(s, r); err != nil {
			return err
		}
	}
	return nil
}

// notFound tells a dataset that went meanwhile from a query in a wrong location,
// which finds nothing either.
func (l *look) notFound(ctx context.Context, group []*datasetLook, cause error) error {
	for _, s := range group {
		again := &datasetLook{l: l, c: s.c}
		if err := again.get(ctx); err != nil {
			return err
		}
		if again.dataset == nil {
			return moved(s.c.String())
		}
	}
	return cause
}

func (s *datasetLook) keepSize(r line) error {
	if err := s.l.tell(r); err != nil {
		return err
	}
	s.sizes[r.get("table_id")] = size{rows: r.number("row_count"), bytes: r.number("size_bytes"), modified: r.number("last_modified_time")}
	return nil
}

// keepColumn leaves out columns without a position: those that partitioned tables
// have beside their own (_PARTITIONTIME).
func (s *datasetLook) keepColumn(r line) error {
	position := r.number("ordinal_position")
	if position < 1 {
		return nil
	}
	name := r.get("table_name")
	if position > mostColumns {
		return refuse(warehouse.Internal, "inspect", s.c.String()+"."+name, "a column stands at position %d", position)
	}
	columns := s.columns[name]
	for int64(len(columns)) < position {
		columns = append(columns, warehouse.Column{})
	}
	columns[position-1] = warehouse.Column{Name: r.get("column_name"), Type: r.get("data_type"), NotNull: r.get("is_nullable") == "NO"}
	s.columns[name] = columns
	return nil
}

func (s *datasetLook) keepView(r line) error {
	s.views[r.get("table_name")] = r.get("view_definition")
	return nil
}
