package command

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/connect"
	"cutover/cmd/internal/ui"
	"cutover/sql/warehouse"
)

// fingerprintFile is the query's file in the folder of the demo.
const fingerprintFile = "fingerprint.sql"

// fingerprintSQL gives one line for each published relation. Rows are written
// as text by DuckDB and sorted, so the order in which they are stored does not
// count; nothing else is left out.
const fingerprintSQL = `-- Everything that prod's published relations are, in one line each.
with content as (
  select 'mart.dim_customers' as relation, count(*) as n, md5(string_agg(t::varchar, chr(10) order by t::varchar)) as sum from mart.dim_customers t
  union all
  select 'mart.fct_orders', count(*), md5(string_agg(t::varchar, chr(10) order by t::varchar)) from mart.fct_orders t
  union all
  select 'mart.orders_live', count(*), md5(string_agg(t::varchar, chr(10) order by t::varchar)) from mart.orders_live t
  union all
  select 'mart.orders_summary', count(*), md5(string_agg(t::varchar, chr(10) order by t::varchar)) from mart.orders_summary t
  union all
  select 'utils.dim_dates', count(*), md5(string_agg(t::varchar, chr(10) order by t::varchar)) from utils.dim_dates t
),
facts as (
  select schema_name || '.' || table_name as relation, 'table ' || sql || coalesce(comment, '') as fact from duckdb_tables() where not internal
  union all
  select schema_name || '.' || view_name, 'view ' || sql || coalesce(comment, '') from duckdb_views() where not internal
  union all
  select schema_name || '.' || table_name, 'index ' || sql from duckdb_indexes()
  union all
  select schema_name || '.' || table_name, 'column ' || column_index || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || coalesce(comment, '')
  from duckdb_columns() where not internal
)
select relation, n::varchar as rows, content.sum as content, md5(string_agg(fact, chr(10) order by fact)) as definition
from content join facts using (relation)
group by all
order by relation;
`

// fingerprint is everything about one relation of production, in short.
type fingerprint struct {
	Relation, Rows, Content, Definition string
}

// open opens the shop for reading, as any other program would.
func (d *demo) open(ctx context.Context) (*connect.Session, error) {
	return connect.Open(ctx, connect.Request{
		Production: &config.Connection{Kind: "duckdb", DuckDB: &config.DuckDB{
			Path: filepath.Join(d.dir, demoDatabase), Database: strings.TrimSuffix(demoDatabase, filepath.Ext(demoDatabase)),
		}},
		ReadOnly: true, AllowMissing: true,
	})
}

func (d *demo) rows(ctx context.Context, sql string) (rows warehouse.Rows, err error) {
	s, err := d.open(ctx)
	if err != nil {
		return rows, err
	}
	defer func() {
		if closing := s.Close(); err == nil {
			err = closing
		}
	}()
	return s.Warehouse.Query(ctx, warehouse.Statement{Text: sql})
}

// query asks production, shows the question and the answer, and gives the
// answer as text.
func (d *demo) query(ctx context.Context, sql string) (string, error) {
	d.tell(`$ duckdb -readonly %s "%s"`, demoDatabase, sql)
	// As text, so that DuckDB itself writes dates and money.
	rows, err := d.rows(ctx, "select columns(*)::varchar from ("+sql+")")
	if err != nil {
		return "", err
	}
	var right []int
	cells := make([][]string, len(rows.Values))
	for i, row := range rows.Values {
		for _, cell := range row {
			text := "NULL"
			if cell != nil {
				text = *cell
			}
			cells[i] = append(cells[i], text)
		}
	}
	for i := 1; i < len(rows.Columns); i++ {
		right = append(right, i) // all but the day are numbers
	}
	var out strings.Builder
	if err := ui.Table(&out, rows.Columns, cells, ui.TableOptions{Indent: "  ", Right: right}); err != nil {
		return "", err
	}
	_, err = fmt.Fprint(d.app.Stdout, out.String())
	return out.String(), err
}

func (d *demo) fingerprint(ctx context.Context) ([]fingerprint, error) {
	rows, err := d.rows(ctx, fingerprintSQL)
	if err != nil {
		return nil, fmt.Errorf("make the fingerprint of prod: %w", err)
	}
	var out []fingerprint
	for _, row := range rows.Values {
		var cells [4]string
		for i := range cells {
			if i < len(row) && row[i] != nil {
				cells[i] = *row[i]
			}
		}
		out = append(out, fingerprint{Relation: cells[0], Rows: cells[1], Content: cells[2], Definition: cells[3]})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("make the fingerprint of prod: no relation is there")
	}
	return out, nil
}

// compare shows the three states of production side by side.
func (d *demo) compare(dayOne, dayTwo, undone []fingerprint) error {
	state := func(list []fingerprint, relation string) (string, fingerprint) {
		for _, f := range list {
			if f.Relation == relation {
				return fmt.Sprintf("%3s  %.8s %.8s", f.Rows, f.Content, f.Definition), f
			}
		}
		return "not there", fingerprint{}
	}
	var cells [][]string
	for _, f := range dayOne {
		before, _ := state(dayOne, f.Relation)
		published, _ := state(dayTwo, f.Relation)
		after, now := state(undone, f.Relation)
		verdict := "as on day 1"
		if now != f {
			verdict = "DIFFERENT"
		}
		cells = append(cells, []string{f.Relation, before, published, after, verdict})
	}
	return ui.Table(d.app.Stdout, []string{"RELATION", "DAY 1", "DAY 2", "AFTER THE UNDO", ""}, cells, ui.TableOptions{Indent: "  "})
}
