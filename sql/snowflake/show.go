package snowflake

import (
	"context"
	"strconv"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// showLimit is the most rows that SHOW gives.
const showLimit = 10000

// row is one line of an answer, by column name: the columns that SHOW gives and
// their order change with Snowflake's releases.
type row struct {
	columns map[string]int
	cells   []*string
}

// get gives a cell, "" for NULL and for a column that is not there.
func (r row) get(column string) string {
	i, ok := r.columns[column]
	if !ok || i >= len(r.cells) || r.cells[i] == nil {
		return ""
	}
	return *r.cells[i]
}

// first gives the first of several columns that holds something.
func (r row) first(columns ...string) string {
	for _, c := range columns {
		if v := r.get(c); v != "" {
			return v
		}
	}
	return ""
}

// number gives a whole number, -1 when there is none.
func (r row) number(column string) int64 {
	n, err := strconv.ParseInt(r.get(column), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// yes reads Snowflake's ways to say so: Y, YES, true.
func (r row) yes(column string) bool {
	switch strings.ToUpper(r.get(column)) {
	case "Y", "YES", "TRUE", "1":
		return true
	}
	return false
}

// identity is made of created_on alone: it stays with a rename and a swap and
// changes when the thing is replaced, as a clone has its own.
func (r row) identity() warehouse.Identity {
	return warehouse.Identity{ID: instant(r.get("created_on"))}
}

// instant writes a time always in the same way, whatever the session's zone.
func instant(s string) string {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999 -0700", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Format(time.RFC3339Nano)
		}
	}
	return s
}

func rowsOf(answer warehouse.Rows) []row {
	columns := map[string]int{}
	for i, c := range answer.Columns {
		columns[strings.ToLower(c)] = i
	}
	out := make([]row, len(answer.Values))
	for i, cells := range answer.Values {
		out[i] = row{columns: columns, cells: cells}
	}
	return out
}

// show reads rows. What is not there gives none: it can vanish between two
// statements, and whether it exists is asked on its own.
func (d *Driver) show(ctx context.Context, statement string) ([]row, error) {
	answer, err := d.read(ctx, "inspect", warehouse.Statement{Text: statement})
	if warehouse.CodeOf(err) == warehouse.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return rowsOf(answer), nil
}

// showIn lists things of a kind in a database or schema, whole: past the limit
// of SHOW a schema is read page by page and a database schema by schema.
func (d *Driver) showIn(ctx context.Context, kind string, c warehouse.Container, schemas func(context.Context) ([]string, error)) ([]row, error) {
	statement := "SHOW " + kind + " IN " + level(c) + " " + d.r.d.QuoteContainer(c)
	page, err := d.show(ctx, statement)
	if err != nil || len(page) < showLimit {
		return page, err
	}
	if c.Schema == "" {
		names, err := schemas(ctx)
		if err != nil {
			return nil, err
		}
		var out []row
		for _, name := range names {
			some, err := d.showIn(ctx, kind, warehouse.Container{Database: c.Database, Schema: name}, schemas)
			if err != nil {
				return nil, err
			}
			out = append(out, some...)
		}
		return out, nil
	}
	out := page
	for len(page) == showLimit {
		last := page[len(page)-1].get("name")
		page, err = d.show(ctx, statement+" LIMIT "+strconv.Itoa(showLimit)+" FROM "+d.r.d.QuoteText(last))
		if err != nil {
			return nil, err
		}
		if len(page) > 0 && page[len(page)-1].get("name") == last {
			break
		}
		out = append(out, page...)
	}
	return out, nil
}
