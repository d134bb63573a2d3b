package catalog_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// Source: POLICY_REFERENCES, TAG_REFERENCES, TAG_REFERENCES_ALL_COLUMNS,
// "Output"; "Introduction to object tagging": the nearest level counts.
func TestReferences(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE SCHEMA D.G", "CREATE SCHEMA D.S",
		"CREATE MASKING POLICY D.G.MP AS (V VARCHAR) RETURNS VARCHAR -> '*'", "CREATE ROW ACCESS POLICY D.G.RP AS (C VARCHAR) RETURNS BOOLEAN -> TRUE", "CREATE TAG D.G.PII", "CREATE TAG D.G.COST",
		"CREATE TABLE D.S.T (ID INT, MAIL VARCHAR)", "CREATE VIEW D.S.V AS SELECT ID FROM D.S.T",
		"ALTER TABLE D.S.T ADD ROW ACCESS POLICY D.G.RP ON (MAIL, ID)", "ALTER TABLE D.S.T MODIFY COLUMN MAIL SET MASKING POLICY D.G.MP",
		"ALTER TABLE D.S.T SET TAG D.G.PII = 'some'", "ALTER TABLE D.S.T MODIFY COLUMN MAIL SET TAG D.G.PII = 'mail'", "ALTER SCHEMA D.S SET TAG D.G.COST = '7'")
	branch := func(n int, ref, domain string) string {
		return fmt.Sprintf(`SELECT '%d' AS R, POLICY_DB, POLICY_SCHEMA, POLICY_NAME, POLICY_KIND, REF_COLUMN_NAME, REF_ARG_COLUMN_NAMES FROM TABLE("D".INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => '%s', REF_ENTITY_DOMAIN => '%s'))`, n, ref, domain)
	}
	both := branch(0, `"D"."S"."T"`, "table") + " UNION ALL " + branch(1, `"D"."S"."V"`, "view")
	a.want(both+" ORDER BY POLICY_NAME", nil, `0|D|G|MP|MASKING_POLICY|MAIL|<null>`, `0|D|G|RP|ROW_ACCESS_POLICY|<null>|[ "MAIL", "ID" ]`)
	a.want(`SELECT TAG_NAME, TAG_VALUE, LEVEL, COLUMN_NAME FROM TABLE("D".INFORMATION_SCHEMA.TAG_REFERENCES('"D"."S"."T"', 'table')) ORDER BY 1`, nil, "COST|7|SCHEMA|<null>", "PII|some|TABLE|<null>")
	a.want(`SELECT TAG_NAME, TAG_VALUE, LEVEL, COLUMN_NAME FROM TABLE("D".INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('"D"."S"."T"', 'table')) WHERE LEVEL <> 'SCHEMA' ORDER BY 4`, nil, "PII|some|TABLE|ID", "PII|mail|COLUMN|MAIL")
	a.fails(2003, "does not exist or not authorized", branch(0, `"D"."S"."NOPE"`, "table"))
	// A clone carries policies and tags; OR REPLACE without them loses them.
	a.run("CREATE OR REPLACE TABLE D.S.C CLONE D.S.T COPY GRANTS")
	a.want(branch(0, `D.S.C`, "table")+" ORDER BY POLICY_NAME", nil, `0|D|G|MP|MASKING_POLICY|MAIL|<null>`, `0|D|G|RP|ROW_ACCESS_POLICY|<null>|[ "MAIL", "ID" ]`)
	a.run("CREATE OR REPLACE TABLE D.S.C AS SELECT * FROM D.S.T", "ALTER TABLE D.S.T DROP ALL ROW ACCESS POLICIES", "ALTER TABLE D.S.T MODIFY COLUMN MAIL UNSET MASKING POLICY")
	a.want(branch(0, `D.S.C`, "table"), nil)
	a.want(branch(0, `D.S.T`, "table"), nil)
}

// Source: sql.md, the inventory's statements; QUERY_HISTORY.
func TestInventoryQueries(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE SCHEMA D.S", `CREATE TABLE D.S.T (ID NUMBER(38,0) NOT NULL COMMENT 'c', X VARCHAR DEFAULT 'a')`, "CREATE VIEW D.S.V AS SELECT ID FROM D.S.T")
	const columns = `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, IS_NULLABLE, COLUMN_DEFAULT, COMMENT FROM "D".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA IN ('S', 'X') ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`
	a.want(columns, nil, "S|T|ID|1|NUMBER|<null>|38|0|<null>|NO|<null>|c", "S|T|X|2|TEXT|16777216|<null>|<null>|<null>|YES|'a'|<null>", "S|V|ID|1|NUMBER|<null>|38|0|<null>|YES|<null>|<null>")
	a.want(`SELECT TABLE_NAME, TABLE_TYPE, ROW_COUNT FROM D.INFORMATION_SCHEMA.TABLES ORDER BY 1`, nil, "T|BASE TABLE|0", "V|VIEW|<null>")
	a.want(`SELECT COUNT(*) FROM "D".INFORMATION_SCHEMA.SCHEMATA`, nil, "2")
	const history = `SELECT QUERY_ID, EXECUTION_STATUS FROM TABLE("D".INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000)) WHERE QUERY_TAG = 'cutover:r:s'`
	a.want(history, nil)
	a.c.SetHistory(func() [][]string { return [][]string{{"q1", "other", "RUNNING"}, {"q2", "cutover:r:s", "RUNNING"}} })
	a.want(history, nil, "q2|RUNNING")
	a.as("PUBLIC").fails(2003, "", columns)
	a.as("PUBLIC").fails(2003, "", history)
}

// Source: HASH_AGG: the same for equal content in any order, another otherwise;
// the bytes of SHOW TABLES are this package's own promise.
func TestContent(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE TABLE D.PUBLIC.A AS SELECT 1 AS X, 'a' AS Y UNION ALL SELECT 2, 'bb'", "CREATE TABLE D.PUBLIC.B AS SELECT 2 AS X, 'bb' AS Y UNION ALL SELECT 1, 'a'",
		"CREATE TABLE D.PUBLIC.C AS SELECT 1 AS X, 'a' AS Y UNION ALL SELECT 2, 'bc'", "CREATE TABLE D.PUBLIC.E (X INT)")
	got := a.rows(`SELECT 'A' AS R, HASH_AGG(*) AS H FROM "D"."PUBLIC"."A" UNION ALL SELECT 'B' AS R, HASH_AGG(*) AS H FROM "D"."PUBLIC"."B" UNION ALL SELECT 'C' AS R, HASH_AGG(*) AS H FROM "D"."PUBLIC"."C"`, "H")
	if got[0] != got[1] || got[0] == got[2] {
		t.Errorf("hashes %q", got)
	}
	a.run("CREATE TABLE D.PUBLIC.A2 CLONE D.PUBLIC.A")
	sizes := a.rows("SHOW TABLES IN SCHEMA D.PUBLIC", "bytes")
	if sizes[0] != sizes[1] || sizes[0] != sizes[2] || sizes[4] != "0" || sizes[0] == "0" {
		t.Errorf("bytes %q", sizes)
	}
	a.run("UPDATE D.PUBLIC.A2 SET Y = 'longer' WHERE X = 1")
	if after := a.rows("SHOW TABLES LIKE 'a_' IN SCHEMA D.PUBLIC", "bytes"); after[0] == sizes[1] {
		t.Errorf("bytes stay %q", after)
	}
	a.want("SELECT COUNT(*) FROM D.PUBLIC.A WHERE Y = 'longer'", nil, "0")
	a.run("TRUNCATE TABLE D.PUBLIC.A")
	for _, text := range []string{"RENAME COLUMN Y TO Z", "DROP COLUMN Y", "ADD COLUMN Z INT"} {
		a.run("CREATE OR REPLACE TABLE D.PUBLIC.A3 CLONE D.PUBLIC.A2", "ALTER TABLE D.PUBLIC.A3 "+text)
		a.want("SELECT * FROM D.PUBLIC.A2 WHERE X = 2", nil, "2|bb")
		a.want("SELECT Y FROM D.PUBLIC.A2 WHERE X = 2", nil, "bb")
	}
	a.want("SELECT COUNT(*) FROM D.PUBLIC.A2", nil, "2")
}

// Source: USE, ALTER SESSION: they change the session that is handed in.
func TestSession(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE ROLE R", "CREATE DATABASE D", "CREATE SCHEMA D.S")
	a.run("USE ROLE SYSADMIN", "USE ROLE ACCOUNTADMIN", "USE DATABASE D", "USE SCHEMA S", "USE WAREHOUSE COMPUTE_WH", "ALTER SESSION SET QUERY_TAG = 'mine'", "CREATE TABLE T (X INT)", "INSERT INTO T VALUES (1)")
	want := catalog.Session{ID: 1, User: "ADMIN", Role: "ACCOUNTADMIN", Warehouse: "COMPUTE_WH", Database: "D", Schema: "S", QueryTag: "mine"}
	if *a.s != want {
		t.Errorf("session %+v", *a.s)
	}
	a.want("SELECT X FROM T", nil, "1")
	a.want("SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS", nil, "X")
	a.fails(2043, "", "USE SCHEMA NOPE")
	fresh := a.as("ACCOUNTADMIN")
	fresh.fails(90105, "current database", "SELECT * FROM T")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := a.c.Execute(ctx, a.s, "SELECT 1", nil)
	var e *catalog.Error
	if !errors.As(err, &e) || e.Number != 604 {
		t.Errorf("canceled: %v", err)
	}
}

// The package's own promise: statements may run side by side, and a change is
// seen whole or not at all.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE A", "CREATE DATABASE B", "CREATE TABLE A.PUBLIC.T AS SELECT 1 AS X", "CREATE TABLE B.PUBLIC.T AS SELECT 2 AS X", "CREATE TABLE A.PUBLIC.L (K VARCHAR)")
	var wg sync.WaitGroup
	for i := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			s := &catalog.Session{ID: int64(i), User: "ADMIN", Role: "ACCOUNTADMIN"}
			for range 10 {
				text := "ALTER DATABASE A SWAP WITH B"
				if i%2 == 0 {
					text = "SELECT A.X + B.X AS S, (SELECT COUNT(*) FROM A.INFORMATION_SCHEMA.TABLES) AS N FROM A.PUBLIC.T AS A, B.PUBLIC.T AS B"
				}
				res, err := a.c.Execute(context.Background(), s, text, nil)
				if err != nil {
					t.Error(err)
					return
				}
				if i%2 == 0 && *res.Rows[0][0] != "3" {
					t.Errorf("half a swap: %s", *res.Rows[0][0])
				}
			}
		}()
	}
	wg.Wait()
}
