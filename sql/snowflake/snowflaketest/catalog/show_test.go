package catalog_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Source: SHOW TABLES: LIKE with wildcards and without case, STARTS WITH with
// case, LIMIT ... FROM, at most 10,000 rows.
func TestShowFilters(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", `CREATE TABLE D.PUBLIC.A_B (X INT)`, `CREATE TABLE D.PUBLIC.AXB (X INT)`, `CREATE TABLE D.PUBLIC."a_b" (X INT)`, `CREATE TABLE D.PUBLIC."100%" (X INT)`)
	for text, want := range map[string][]string{
		"SHOW TABLES IN SCHEMA D.PUBLIC":                            {"100%", "AXB", "A_B", "a_b"},
		"SHOW TABLES LIKE 'a_b' IN SCHEMA D.PUBLIC":                 {"AXB", "A_B", "a_b"},
		`SHOW TABLES LIKE 'a\\_b' IN SCHEMA D.PUBLIC`:               {"A_B", "a_b"},
		"SHOW TABLES LIKE '%B' IN DATABASE D":                       {"AXB", "A_B", "a_b"},
		"SHOW TABLES LIKE '100%' IN DATABASE D":                     {"100%"},
		"SHOW TABLES IN DATABASE D STARTS WITH 'A_'":                {"A_B"},
		"SHOW TABLES IN DATABASE D STARTS WITH 'a'":                 {"a_b"},
		"SHOW TABLES IN SCHEMA D.PUBLIC LIMIT 2":                    {"100%", "AXB"},
		`SHOW TABLES IN SCHEMA "D"."PUBLIC" LIMIT 10000 FROM 'AXB'`: {"A_B", "a_b"},
		`SHOW TABLES IN SCHEMA "D"."PUBLIC" LIMIT 1 FROM 'AXB'`:     {"A_B"},
		"SHOW DATABASES STARTS WITH 'D'":                            {"D"},
		"SHOW DATABASES HISTORY STARTS WITH 'd'":                    nil,
		`SHOW SCHEMAS HISTORY IN DATABASE "D"`:                      {"INFORMATION_SCHEMA", "PUBLIC"},
		"SHOW DYNAMIC TABLES IN DATABASE D":                         nil,
		"SHOW USER FUNCTIONS IN SCHEMA D.PUBLIC":                    nil,
		"SHOW ROW ACCESS POLICIES IN SCHEMA D.PUBLIC":               nil,
	} {
		if got := a.rows(text, "name"); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
	a.fails(2043, "Object does not exist, or operation cannot be performed", "SHOW TABLES IN SCHEMA D.NOPE")
	a.fails(2043, "Object does not exist", "SHOW SCHEMAS IN DATABASE NOPE")
	a.fails(1003, "not modelled", "SHOW TABLES IN SCHEMA D.PUBLIC ORDER BY 1")
	a.fails(1003, "not modelled", "SHOW WHATEVER")
}

// Source: sql.md: the columns that the adapter reads, by name.
func TestShowColumns(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D DATA_RETENTION_TIME_IN_DAYS = 7", "CREATE SCHEMA D.S")
	for text, want := range map[string]string{
		"SHOW DATABASES":                             "created_on name is_default is_current origin owner comment options retention_time kind",
		"SHOW DATABASES HISTORY":                     "created_on name is_default is_current origin owner comment options retention_time kind dropped_on",
		"SHOW SCHEMAS IN DATABASE D":                 "created_on name is_default is_current database_name owner comment options retention_time",
		"SHOW SCHEMAS HISTORY IN DATABASE D":         "created_on name is_default is_current database_name owner comment options retention_time dropped_on",
		"SHOW TABLES IN SCHEMA D.S":                  "created_on name database_name schema_name kind comment cluster_by rows bytes owner retention_time is_external is_hybrid is_iceberg is_dynamic",
		"SHOW VIEWS IN SCHEMA D.S":                   "created_on name database_name schema_name owner comment text is_secure is_materialized",
		"SHOW STREAMS IN SCHEMA D.S":                 "created_on name database_name schema_name owner table_name",
		"SHOW TASKS IN DATABASE D":                   "created_on name database_name schema_name owner state definition",
		"SHOW ALERTS IN SCHEMA D.S":                  "created_on name database_name schema_name owner state action",
		"SHOW PIPES IN SCHEMA D.S":                   "created_on name database_name schema_name owner definition",
		"SHOW STAGES IN SCHEMA D.S":                  "created_on name database_name schema_name owner",
		"SHOW FILE FORMATS IN SCHEMA D.S":            "created_on name database_name schema_name owner",
		"SHOW SEQUENCES IN SCHEMA D.S":               "created_on name database_name schema_name owner",
		"SHOW USER FUNCTIONS IN SCHEMA D.S":          "created_on name database_name schema_name owner is_external_function",
		"SHOW USER PROCEDURES IN DATABASE D":         "created_on name database_name schema_name owner",
		"SHOW MASKING POLICIES IN SCHEMA D.S":        "created_on name database_name schema_name owner",
		"SHOW TAGS IN SCHEMA D.S":                    "created_on name database_name schema_name owner",
		"SHOW EXTERNAL TABLES IN SCHEMA D.S":         "created_on name database_name schema_name owner",
		`SHOW GRANTS ON SCHEMA "D"."S"`:              "created_on privilege granted_on name granted_to grantee_name grant_option granted_by",
		`SHOW FUTURE GRANTS IN DATABASE "D"`:         "created_on privilege grant_on name grant_to grantee_name grant_option",
		"SHOW GRANTS TO ROLE SYSADMIN":               "created_on privilege granted_on name granted_to grantee_name grant_option granted_by",
		"SHOW WAREHOUSES":                            "name state owner",
		"SHOW PARAMETERS LIKE 'data%' IN DATABASE D": "key value default level",
	} {
		a.rows(text, strings.Fields(want)...)
	}
	a.want("SHOW SCHEMAS LIKE 's' IN DATABASE D", []string{"retention_time"}, "7")
	a.want("SHOW PARAMETERS IN SCHEMA D.S", []string{"key", "value"}, "DATA_RETENTION_TIME_IN_DAYS|7")
	a.run("CREATE VIEW D.S.V AS SELECT 1 AS X")
	a.want("SHOW VIEWS IN DATABASE D", []string{"schema_name", "name"}, "INFORMATION_SCHEMA|COLUMNS", "INFORMATION_SCHEMA|DATABASES",
		"INFORMATION_SCHEMA|OBJECT_PRIVILEGES", "INFORMATION_SCHEMA|SCHEMATA", "INFORMATION_SCHEMA|TABLES", "INFORMATION_SCHEMA|VIEWS", "S|V")
}

// Source: SHOW TABLES, usage notes: at most 10,000 rows are given.
func TestShowIsCutAtTenThousand(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D")
	for i := range 10_003 {
		a.run(fmt.Sprintf("CREATE SEQUENCE D.PUBLIC.S%05d", i))
	}
	if n := len(a.rows("SHOW SEQUENCES IN SCHEMA D.PUBLIC", "name")); n != 10_000 {
		t.Errorf("%d rows", n)
	}
	a.want("SHOW SEQUENCES IN SCHEMA D.PUBLIC LIMIT 10000 FROM 'S09999'", []string{"name"}, "S10000", "S10001", "S10002")
}

// Source: CREATE TABLE and "Understanding & using Time Travel": OR REPLACE drops
// the old version, UNDROP restores the newest one, and not over a taken name.
func TestUndrop(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE TABLE D.PUBLIC.T AS SELECT 1 AS X", "CREATE OR REPLACE TABLE D.PUBLIC.T AS SELECT 2 AS X")
	a.fails(2002, "already exists", "UNDROP TABLE D.PUBLIC.T")
	a.want("SHOW TABLES HISTORY IN SCHEMA D.PUBLIC", []string{"name", "rows"}, "T|1", "T|1")
	if got := a.rows("SHOW TABLES HISTORY IN SCHEMA D.PUBLIC", "dropped_on"); got[0] == "<null>" || got[1] != "<null>" {
		t.Errorf("dropped_on: %q", got)
	}
	made := a.created("SHOW TABLES IN SCHEMA D.PUBLIC")
	a.run("DROP TABLE D.PUBLIC.T", "UNDROP TABLE D.PUBLIC.T")
	a.want("SELECT X FROM D.PUBLIC.T", nil, "2")
	if a.created("SHOW TABLES IN SCHEMA D.PUBLIC") != made {
		t.Error("the table came back with another created_on")
	}
	a.run("ALTER TABLE D.PUBLIC.T RENAME TO D.PUBLIC.T2", "UNDROP TABLE D.PUBLIC.T")
	a.want("SELECT X FROM D.PUBLIC.T", nil, "1")
	a.fails(2003, "does not exist or not authorized", "UNDROP TABLE D.PUBLIC.NOPE")
	a.run("DROP SCHEMA D.PUBLIC CASCADE", "CREATE SCHEMA D.PUBLIC")
	a.fails(2002, "already exists", "UNDROP SCHEMA D.PUBLIC")
	a.run("DROP SCHEMA D.PUBLIC", "UNDROP SCHEMA D.PUBLIC")
	a.want("SHOW TABLES IN SCHEMA D.PUBLIC", nil)
	a.run("ALTER SCHEMA D.PUBLIC RENAME TO D.OTHER", "UNDROP SCHEMA D.PUBLIC")
	a.want("SHOW TABLES IN SCHEMA D.PUBLIC", []string{"name"}, "T", "T2")
	a.run("DROP DATABASE D")
	a.want("SHOW DATABASES", nil)
	a.run("UNDROP DATABASE D")
	a.want("SELECT X FROM D.PUBLIC.T2", nil, "2")
	// Views have no UNDROP, and retention 0 keeps nothing.
	a.run("CREATE TABLE D.PUBLIC.GONE (X INT) DATA_RETENTION_TIME_IN_DAYS = 0", "DROP TABLE D.PUBLIC.GONE")
	a.fails(2003, "does not exist", "UNDROP TABLE D.PUBLIC.GONE")
	a.fails(1003, "not modelled", "UNDROP VIEW D.PUBLIC.V")
}
