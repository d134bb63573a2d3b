package snowflake_test

import (
	"fmt"
	"testing"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/warehouse"
	"cutover/sql/warehousetest"
)

// TestContract runs the contract through the real driver, against the stand-in,
// once with and once without a hash of the content.
func TestContract(t *testing.T) {
	t.Parallel()
	for name, hash := range map[string]bool{"hash": true, "catalog": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			warehousetest.Run(t, warehousetest.Harness{Cannot: cannot(), New: func(t *testing.T) warehousetest.World {
				return world(t, snowflake.Options{HashContent: hash})
			}})
		})
	}
}

// cannot declares what Snowflake has no such thing for.
func cannot() map[string]string {
	const why = "Snowflake commits every DDL statement on its own; it publishes through one swap of schemas"
	return map[string]string{
		"atomic-all": why, "atomic-nothing": why, "atomic-canceled": why, "second-release": why, "table-to-view": why, "fence-in-atomic": why,
	}
}

const odd = `odd ?%zz'db`

func world(t *testing.T, o snowflake.Options) warehousetest.World {
	t.Helper()
	server := snowflaketest.NewServer(t)
	d := snowflake.Dialect()
	at := func(database, schema string) warehouse.Container {
		return warehouse.Container{Database: database, Schema: schema}
	}
	w := warehousetest.World{
		Production: at("PROD", "MART"), Keep: at("PROD", "KEEP"), Marks: at("PROD", "MARKS"),
		Candidate: at(odd, "built here"), State: at("PROD__CUTOVER", "CUTOVER"), Roles: []string{"READER", `odd "role"`},
		Open: func(t *testing.T) warehouse.Driver {
			t.Helper()
			driver := snowflake.NewDriver(server.DB(t), o)
			t.Cleanup(func() { _ = driver.Close() })
			return driver
		},
	}
	server.Exec(t, "CREATE DATABASE PROD", "CREATE DATABASE "+d.QuoteName(odd),
		"CREATE SCHEMA PROD.MART", "CREATE SCHEMA PROD.KEEP", "CREATE SCHEMA "+d.QuoteContainer(w.Candidate),
		"CREATE ROLE READER", "CREATE ROLE "+d.QuoteName(w.Roles[1]))
	w.Seed = func(t *testing.T, relations ...warehousetest.Relation) {
		t.Helper()
		for _, r := range relations {
			server.Exec(t, makeRelation(r)...)
		}
	}
	return w
}

func makeRelation(r warehousetest.Relation) []string {
	d := snowflake.Dialect()
	name, column := d.QuoteRef(r.Ref), d.QuoteName(r.Column())
	if r.From != nil {
		return []string{"CREATE VIEW " + name + " AS SELECT * FROM " + d.QuoteRef(*r.From)}
	}
	typ, null, comment, columnComment := "NUMBER(9,0)", "", "", ""
	if r.WideID {
		typ = "NUMBER(18,0)"
	}
	if r.NotNull {
		null = " NOT NULL"
	}
	if r.Comment != "" {
		comment = " COMMENT = " + d.QuoteText(r.Comment)
	}
	if r.ColumnComment != "" {
		columnComment = " COMMENT " + d.QuoteText(r.ColumnComment)
	}
	sts := []string{fmt.Sprintf(`CREATE TABLE %s ("id" %s, %s VARCHAR%s%s)%s`, name, typ, column, null, columnComment, comment)}
	if r.Rows == 0 {
		return sts
	}
	values := ""
	for i := range r.Rows {
		cell := fmt.Sprintf("%s-%d", r.Text, i)
		if i == r.Rows-1 && r.LastText != "" {
			cell = r.LastText
		}
		if i > 0 {
			values += ", "
		}
		values += fmt.Sprintf("(%d, %s)", i, d.QuoteText(cell))
	}
	return append(sts, "INSERT INTO "+name+" VALUES "+values)
}
