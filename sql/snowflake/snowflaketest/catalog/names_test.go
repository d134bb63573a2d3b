package catalog_test

import (
	"strings"
	"testing"
)

// Source: "Identifier requirements": unquoted names fold to upper case, quoted
// ones are exact, for relations and for columns.
func TestNames(t *testing.T) {
	t.Parallel()
	a := open(t, "create database d", `CREATE TABLE d.public."t" ("id" INT, ID INT, "Id" VARCHAR, "select" INT)`, `INSERT INTO D.PUBLIC."t" ("Id", id, "id", "select") VALUES ('c', 2, 1, 4)`)
	a.fails(2003, "", "SELECT * FROM D.PUBLIC.T")
	a.fails(904, `"ID "`, `SELECT "ID " FROM D.PUBLIC."t"`)
	a.fails(904, `"iD"`, `SELECT "iD" FROM D.PUBLIC."t"`)
	res := a.execute(`select id, "id", "Id", x."select", count(*) over () as N, 1+1 from d.public."t" as x`)
	var names []string
	for _, c := range res.Columns {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, ","); got != "ID,id,Id,select,N,1+1" {
		t.Errorf("columns %s", got)
	}
	a.want(`SELECT D.PUBLIC."t".ID, "t"."id" FROM D.PUBLIC."t"`, nil, "2|1")
	a.fails(2025, "duplicate column name", `CREATE TABLE D.PUBLIC.X (A INT, a INT)`)
	for _, n := range []string{`a"b`, "order", "100%", "_", "naïve Ünïcode 表", `back\slash`, "a.b", "it's", "$$", "; DROP", "--", "/*", "a b", "{{ x }}"} {
		q := `"` + strings.ReplaceAll(n, `"`, `""`) + `"`
		a.run("CREATE SCHEMA D."+q, "CREATE TABLE D."+q+"."+q+" ("+q+" INT)", "INSERT INTO D."+q+"."+q+" SELECT 7",
			"CREATE VIEW D."+q+".V AS SELECT "+q+" FROM D."+q+"."+q, "GRANT USAGE ON SCHEMA D."+q+" TO ROLE PUBLIC")
		a.want("SELECT "+q+" FROM D."+q+".V", nil, "7")
		a.want("SELECT D."+q+"."+q+"."+q+" FROM D."+q+"."+q, nil, "7")
		a.want("SHOW TABLES IN SCHEMA D."+q, []string{"name", "schema_name", "rows"}, n+"|"+n+"|1")
		want := "D." + q
		if n == "_" {
			want = "D._"
		}
		if got := a.rows("SHOW GRANTS ON SCHEMA D."+q, "name"); got[0] != want {
			t.Errorf("granted name %s, want %s", got[0], want)
		}
	}
}

// Source: gosnowflake converter.go: what the driver reads per type; "Summary of
// data types" for the declared ones.
func TestTypesOnTheWire(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", `CREATE TABLE D.PUBLIC.T (N NUMBER(10,2), I INT, F FLOAT, B BOOLEAN, V VARCHAR(7), C CHAR, D DATE, TI TIME, NTZ TIMESTAMP, LTZ TIMESTAMP_LTZ, TZ TIMESTAMP_TZ, BI BINARY, VA VARIANT)`,
		`INSERT INTO D.PUBLIC.T SELECT -0.05, 12345678901234567890123456789012345678, 0.1, TRUE, 'a''b\\c', 'x', '1970-01-03'::DATE, '00:01:00'::TIME, '1970-01-01 00:00:01.5'::TIMESTAMP_NTZ, '2023-11-14 22:13:20.123456+00'::TIMESTAMP_LTZ, TO_TIMESTAMP_TZ('2023-11-14 22:13:20+00'), NULL, NULL`)
	a.want("SELECT * FROM D.PUBLIC.T", nil, `-0.05|12345678901234567890123456789012345678|0.1|1|a'b\c|x|2|60.000000000|1.500000000|1700000000.123456000|1700000000.000000000 1440|<null>|<null>`)
	res := a.execute("SELECT * FROM D.PUBLIC.T")
	var types []string
	for _, c := range res.Columns {
		types = append(types, c.Type)
	}
	if got := strings.Join(types, " "); got != "fixed fixed real boolean text text date time timestamp_ntz timestamp_ltz timestamp_tz binary variant" {
		t.Errorf("types %s", got)
	}
	if n := res.Columns[0]; n.Precision != 10 || n.Scale != 2 || res.Columns[4].Length != 7 {
		t.Errorf("declared %+v %+v", n, res.Columns[4])
	}
	a.want("SELECT DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION FROM D.INFORMATION_SCHEMA.COLUMNS WHERE COLUMN_NAME IN ('N', 'V', 'TZ') ORDER BY ORDINAL_POSITION", nil,
		"NUMBER|<null>|10|2|<null>", "TEXT|7|<null>|<null>|<null>", "TIMESTAMP_TZ|<null>|<null>|<null>|9")
	a.want("SELECT CURRENT_ROLE(), CURRENT_ACCOUNT(), CURRENT_DATABASE(), IFF(1 = 1, 'a', 'b'), TO_VARCHAR(12)", nil, "ACCOUNTADMIN|STANDIN|D|a|12")
	a.want("SELECT 1", nil, "1")
	now := a.execute("SELECT CURRENT_TIMESTAMP(), CURRENT_ROLE(), CURRENT_ACCOUNT(), CURRENT_VERSION()")
	if c := now.Columns[0]; c.Type != "timestamp_ltz" || c.Name != "CURRENT_TIMESTAMP()" {
		t.Errorf("now is %+v", c)
	}
}

// The package's own promise: what is not modelled is refused.
func TestStrict(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE TABLE D.PUBLIC.T (X INT)")
	for _, text := range []string{
		"", "VACUUM", "SELEC 1", "CREATE TABLE D.PUBLIC.U (X INT) ENGINE = X", "CREATE TABLE D.PUBLIC.U", "ALTER TABLE D.PUBLIC.T RECLUSTER",
		"CREATE SCHEMA D.S CLONE D.PUBLIC AT (OFFSET => -60)", "CREATE TABLE D.PUBLIC.U CLONE D.PUBLIC.T AT (OFFSET => -60)", "DROP SCHEMA D.PUBLIC RESTRICT",
		"SELECT * FROM TABLE(FLATTEN(1))", "SELECT * FROM D.INFORMATION_SCHEMA.LOAD_HISTORY", "GRANT SELECT ON TABLE D.PUBLIC.T TO ROLE PUBLIC AND MORE",
		"DROP TABLE D.PUBLIC.T; DROP TABLE D.PUBLIC.T", "CREATE TABLE D.PUBLIC.U (X FANCY)", "INSERT OVERWRITE INTO D.PUBLIC.T SELECT 1", "CALL F()", "BEGIN", "COMMIT",
	} {
		a.fails(1003, "", text)
	}
	a.fails(2140, "Unknown function NOPE", "SELECT NOPE(1)")
	a.fails(2003, "does not exist or not authorized", "SELECT * FROM D.NOPE.T")
}
