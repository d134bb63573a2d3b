package standins_test

import (
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/testdata/standins"
)

// A client is the real driver, talking to a stand-in of the test's own.
type client struct {
	t  *testing.T
	db *sql.DB
}

func start(t *testing.T) client {
	t.Helper()
	return connect(t, standins.Start(t))
}

func connect(t *testing.T, s *standins.Snowflake) client {
	t.Helper()
	db := sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *s.Config()))
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return client{t: t, db: db}
}

func (c client) do(statements ...string) {
	c.t.Helper()
	for _, one := range statements {
		if _, err := c.db.ExecContext(c.t.Context(), one); err != nil {
			c.t.Fatalf("%s\n%v", one, err)
		}
	}
}

// read gives the columns named, as text, or all of them when none is named.
func (c client) read(query string, names ...string) [][]string {
	c.t.Helper()
	rows, err := c.db.QueryContext(c.t.Context(), query)
	if err != nil {
		c.t.Fatalf("%s\n%v", query, err)
	}
	defer func() { _ = rows.Close() }() // Err below says what went wrong
	columns, err := rows.Columns()
	if err != nil {
		c.t.Fatal(err)
	}
	if len(names) == 0 {
		names = columns
	}
	var out [][]string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			c.t.Fatalf("%s\n%v", query, err)
		}
		out = append(out, pick(c.t, columns, values, names))
	}
	if err := rows.Err(); err != nil {
		c.t.Fatalf("%s\n%v", query, err)
	}
	return out
}

func pick(t *testing.T, columns []string, values []sql.NullString, names []string) []string {
	t.Helper()
	var out []string
	for _, name := range names {
		at := -1
		for i, column := range columns {
			if column == name {
				at = i
			}
		}
		switch {
		case at < 0:
			t.Fatalf("no column %s in %v", name, columns)
		case values[at].Valid:
			out = append(out, values[at].String)
		default:
			out = append(out, "NULL")
		}
	}
	return out
}

func (c client) want(want [][]string, query string, names ...string) {
	c.t.Helper()
	if diff := cmp.Diff(want, c.read(query, names...)); diff != "" {
		c.t.Errorf("%s (-want +got):\n%s", query, diff)
	}
}

func (c client) refused(number int, statement string) {
	c.t.Helper()
	_, err := c.db.ExecContext(c.t.Context(), statement)
	var known *sf.SnowflakeError
	if !errors.As(err, &known) || known.Number != number {
		c.t.Errorf("%s: %v, want error %d", statement, err, number)
	}
}

func shopSides(t *testing.T) client {
	t.Helper()
	c := start(t)
	c.do(`CREATE DATABASE PROD`, `CREATE TRANSIENT SCHEMA "PROD"."MART"`, `CREATE ROLE READER`,
		`CREATE TABLE "PROD"."MART"."T" (ID INTEGER NOT NULL PRIMARY KEY COMMENT 'the id', NAME VARCHAR, AMOUNT NUMBER(12,2))`,
		`INSERT INTO "PROD"."MART"."T" VALUES (1, 'a', 1.5), (2, 'b', 2.5)`,
		`CREATE VIEW "PROD"."MART"."V" (ID COMMENT $$what$$, NAME) AS SELECT ID, NAME FROM "PROD"."MART"."T" WHERE ID > 1`,
		`GRANT SELECT ON TABLE "PROD"."MART"."T" TO ROLE READER`, `GRANT USAGE ON SCHEMA "PROD"."MART" TO ROLE READER`,
		`GRANT SELECT ON FUTURE TABLES IN SCHEMA "PROD"."MART" TO ROLE READER`)
	return c
}

func TestSwapExchangesNamesAndNothingElse(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	c.do(`CREATE DATABASE "STAGE" CLONE "PROD"`, `UPDATE "STAGE"."MART"."T" SET NAME = 'new' WHERE ID = 2`)
	created := func(name string) string {
		return c.read(`SHOW DATABASES STARTS WITH '`+name+`'`, "created_on")[0][0]
	}
	prod, stage := created("PROD"), created("STAGE")
	c.do(`ALTER DATABASE "PROD" SWAP WITH "STAGE"`)
	if created("PROD") != stage || created("STAGE") != prod {
		t.Errorf("created_on did not move: PROD %s, STAGE %s, before %s and %s", created("PROD"), created("STAGE"), prod, stage)
	}
	c.want([][]string{{"new"}}, `SELECT NAME FROM "PROD"."MART"."T" WHERE ID = 2`)
	// The view came with its database, and its text still names PROD: what stands there now.
	c.want([][]string{{"new"}}, `SELECT NAME FROM "STAGE"."MART"."V"`)
	c.want([][]string{{"T", "SELECT"}, {"T", "OWNERSHIP"}, {"V", "OWNERSHIP"}},
		`SELECT OBJECT_NAME, PRIVILEGE_TYPE FROM "PROD".INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('MART') ORDER BY OBJECT_NAME, PRIVILEGE_TYPE DESC`)

	c.do(`ALTER SCHEMA "PROD"."MART" SWAP WITH "STAGE"."MART"`, `ALTER TABLE "PROD"."MART"."T" RENAME TO "PROD"."MART"."U"`)
	c.want([][]string{{"b"}}, `SELECT NAME FROM "PROD"."MART"."U" WHERE ID = 2`)
	c.do(`ALTER DATABASE "STAGE" RENAME TO "KEPT"`, `DROP DATABASE "KEPT"`)
	c.refused(2003, `SELECT 1 FROM "KEPT"."MART"."T"`)
	c.want([][]string{{"KEPT"}}, `SHOW DATABASES HISTORY STARTS WITH 'KEPT'`, "name")
}

func TestCloneAndReplace(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	c.refused(2119, `CREATE SCHEMA "PROD"."NEXT" CLONE "PROD"."MART"`)
	c.do(`CREATE TRANSIENT SCHEMA "PROD"."NEXT" CLONE "PROD"."MART"`)
	same := c.read(`SHOW TABLES IN SCHEMA "PROD"."MART"`, "name", "kind", "rows", "bytes")
	c.want(same, `SHOW TABLES IN SCHEMA "PROD"."NEXT"`, "name", "kind", "rows", "bytes")
	// Children keep their grants, the container's own and its future grants are not copied.
	c.want([][]string{{"OWNERSHIP", "ACCOUNTADMIN"}}, `SHOW GRANTS ON SCHEMA "PROD"."NEXT"`, "privilege", "grantee_name")
	c.want(nil, `SHOW FUTURE GRANTS IN SCHEMA "PROD"."NEXT"`, "privilege")
	c.want([][]string{{"OWNERSHIP", "PROD.NEXT.T"}, {"SELECT", "PROD.NEXT.T"}}, `SHOW GRANTS ON TABLE "PROD"."NEXT"."T"`, "privilege", "name")

	c.do(`CREATE TRANSIENT TABLE "PROD"."NEXT"."SOURCE" CLONE "PROD"."MART"."T"`,
		`DELETE FROM "PROD"."NEXT"."SOURCE" WHERE ID = 1`,
		`CREATE OR REPLACE TRANSIENT TABLE "PROD"."NEXT"."T" CLONE "PROD"."NEXT"."SOURCE" COPY GRANTS`)
	c.want([][]string{{"SELECT"}, {"OWNERSHIP"}}, `SHOW GRANTS ON TABLE "PROD"."NEXT"."T"`, "privilege")
	c.want([][]string{{"OWNERSHIP"}}, `SHOW GRANTS ON TABLE "PROD"."NEXT"."SOURCE"`, "privilege")
	c.want([][]string{{"1"}}, `SELECT COUNT(*) FROM "PROD"."NEXT"."T"`)
	c.refused(2002, `CREATE TRANSIENT TABLE "PROD"."NEXT"."T" CLONE "PROD"."MART"."T"`)

	c.do(`DROP TABLE "PROD"."NEXT"."T"`, `UNDROP TABLE "PROD"."NEXT"."T"`)
	c.refused(2002, `UNDROP TABLE "PROD"."NEXT"."T"`) // the one that was replaced, and the name is taken
	c.do(`DROP SCHEMA "PROD"."NEXT" CASCADE`, `UNDROP SCHEMA "PROD"."NEXT"`)
	c.want([][]string{{"1"}}, `SELECT COUNT(*) FROM "PROD"."NEXT"."T"`)
	c.do(`CREATE OR REPLACE DATABASE "PROD"`, `DROP DATABASE "PROD"`, `UNDROP DATABASE "PROD"`)
	c.refused(2003, `SELECT COUNT(*) FROM "PROD"."NEXT"."T"`)
}

func TestViewsKeepTheirTextAndLookNamesUpLate(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	c.want([][]string{{"V", `CREATE VIEW "PROD"."MART"."V" (ID COMMENT $$what$$, NAME) AS SELECT ID, NAME FROM "PROD"."MART"."T" WHERE ID > 1`, "false"}},
		`SHOW VIEWS IN SCHEMA "PROD"."MART"`, "name", "text", "is_secure")
	c.refused(2003, `CREATE VIEW "PROD"."MART"."W" AS SELECT * FROM "PROD"."MART"."GONE"`)
	c.refused(904, `CREATE VIEW "PROD"."MART"."W" AS SELECT NOTHING FROM "PROD"."MART"."T"`)
	c.do(`CREATE OR REPLACE SECURE VIEW "PROD"."MART"."V" COPY GRANTS AS SELECT * FROM "PROD"."MART"."T"`,
		`ALTER TABLE "PROD"."MART"."T" ADD COLUMN MORE VARCHAR`)
	c.refused(2057, `SELECT * FROM "PROD"."MART"."V"`)
	c.do(`DROP TABLE "PROD"."MART"."T"`)
	c.refused(2003, `SELECT * FROM "PROD"."MART"."V"`)
	c.do(`DROP VIEW "PROD"."MART"."V"`)
}

func TestInformationSchemaAndComments(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	c.do(`COMMENT ON SCHEMA "PROD"."MART" IS 'it''s the mart'`, `COMMENT ON DATABASE "PROD" IS 'all'`, `comment on table prod.mart.t IS $$rows$$`)
	c.want([][]string{{"MART", "it's the mart", "TRANSIENT"}}, `SHOW SCHEMAS IN DATABASE "PROD" STARTS WITH 'MART'`, "name", "comment", "options")
	c.want([][]string{
		{"MART", "T", "ID", "1", "NUMBER", "NULL", "38", "0", "NULL", "NO", "NULL", "the id"},
		{"MART", "T", "NAME", "2", "TEXT", "16777216", "NULL", "NULL", "NULL", "YES", "NULL", "NULL"},
		{"MART", "T", "AMOUNT", "3", "NUMBER", "NULL", "12", "2", "NULL", "YES", "NULL", "NULL"},
		{"MART", "V", "ID", "1", "NUMBER", "NULL", "38", "0", "NULL", "YES", "NULL", "what"},
		{"MART", "V", "NAME", "2", "TEXT", "16777216", "NULL", "NULL", "NULL", "YES", "NULL", "NULL"},
	}, `SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, IS_NULLABLE, COLUMN_DEFAULT, COMMENT FROM "PROD".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA IN ('MART') ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`)
	c.want(nil, `SELECT POLICY_DB, POLICY_NAME FROM TABLE("PROD".INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => '"PROD"."MART"."T"', REF_ENTITY_DOMAIN => 'table')) UNION ALL SELECT POLICY_DB, POLICY_NAME FROM TABLE("PROD".INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => '"PROD"."MART"."V"', REF_ENTITY_DOMAIN => 'view'))`)
	c.want(nil, `SELECT TAG_NAME, LEVEL, COLUMN_NAME FROM TABLE("PROD".INFORMATION_SCHEMA.TAG_REFERENCES_ALL_COLUMNS('"PROD"."MART"."T"', 'table'))`)
	c.want(nil, `SELECT QUERY_ID, EXECUTION_STATUS FROM TABLE("PROD".INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000)) WHERE QUERY_TAG = 'x'`)
	for _, kind := range strings.Split("STREAMS,TASKS,ALERTS,PIPES,STAGES,FILE FORMATS,SEQUENCES,USER FUNCTIONS,USER PROCEDURES,MASKING POLICIES,ROW ACCESS POLICIES,TAGS,DYNAMIC TABLES,EXTERNAL TABLES", ",") {
		c.want(nil, `SHOW `+kind+` IN SCHEMA "PROD"."MART"`, "created_on", "name", "owner")
	}
	if h := c.read(`SELECT 'x' AS R, HASH_AGG(*) AS H FROM "PROD"."MART"."T" UNION ALL SELECT 'y' AS R, HASH_AGG(*) AS H FROM "PROD"."MART"."V"`); h[0][1] == h[1][1] {
		t.Errorf("the hashes of different rows are equal: %v", h)
	}
	if now := c.read(`SELECT CURRENT_TIMESTAMP(), CURRENT_ROLE(), CURRENT_ACCOUNT(), CURRENT_VERSION()`); now[0][1] != "ACCOUNTADMIN" || now[0][3] == "" {
		t.Errorf("the session is %v", now)
	}
}

func TestGrants(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	c.do(`CREATE ROLE OWNER`, `GRANT SELECT ON VIEW "PROD"."MART"."V" TO SHARE "OUT"`,
		`GRANT OWNERSHIP ON TABLE "PROD"."MART"."T" TO ROLE OWNER COPY CURRENT GRANTS`,
		`GRANT SELECT ON TABLE "PROD"."MART"."T" TO ROLE OWNER WITH GRANT OPTION`,
		`REVOKE SELECT ON TABLE "PROD"."MART"."T" FROM ROLE READER`,
		`CREATE TABLE "PROD"."MART"."LATER" (A INTEGER)`,
		`REVOKE SELECT ON FUTURE TABLES IN SCHEMA "PROD"."MART" FROM ROLE READER`)
	c.want([][]string{{"OWNERSHIP", "ROLE", "OWNER", "true"}, {"SELECT", "ROLE", "OWNER", "true"}},
		`SHOW GRANTS ON TABLE "PROD"."MART"."T"`, "privilege", "granted_to", "grantee_name", "grant_option")
	c.want([][]string{{"SELECT", "READER"}, {"OWNERSHIP", "ACCOUNTADMIN"}}, `SHOW GRANTS ON TABLE "PROD"."MART"."LATER"`, "privilege", "grantee_name")
	c.want([][]string{{"SELECT", "VIEW", "PROD.MART.V"}}, `SHOW GRANTS TO SHARE "OUT"`, "privilege", "granted_on", "name")
	c.want(nil, `SHOW FUTURE GRANTS IN SCHEMA "PROD"."MART"`, "privilege", "grant_on", "grant_to", "grantee_name")
	c.refused(2003, `GRANT SELECT ON TABLE "PROD"."MART"."T" TO ROLE NOBODY`)
}

const (
	ledger = `CREATE TABLE IF NOT EXISTS "PROD"."CUTOVER"."LEDGER" (SEQ NUMBER(38,0) AUTOINCREMENT START 1 INCREMENT 1 ORDER, KEY VARCHAR NOT NULL, AT TIMESTAMP_TZ NOT NULL, BODY VARCHAR NOT NULL)`
	lease  = `CREATE TABLE IF NOT EXISTS "PROD"."CUTOVER"."LEASE" (ENVIRONMENT VARCHAR NOT NULL, OWNER VARCHAR NOT NULL, FENCE NUMBER(38,0) NOT NULL, EXPIRES_AT TIMESTAMP_TZ NOT NULL, BODY VARCHAR NOT NULL)`
	entry  = `INSERT INTO "PROD"."CUTOVER"."LEDGER" (KEY, AT, BODY) SELECT ?, CURRENT_TIMESTAMP(), ? WHERE NOT EXISTS (SELECT 1 FROM "PROD"."CUTOVER"."LEDGER" WHERE KEY = ?)`
	take   = `MERGE INTO "PROD"."CUTOVER"."LEASE" AS T USING (SELECT ? AS ENVIRONMENT, ? AS OWNER) AS N ON T.ENVIRONMENT = N.ENVIRONMENT WHEN MATCHED AND (T.EXPIRES_AT <= CURRENT_TIMESTAMP() OR T.FENCE = ?) THEN UPDATE SET OWNER = N.OWNER, FENCE = T.FENCE + 1, EXPIRES_AT = DATEADD('millisecond', ?, CURRENT_TIMESTAMP()) WHEN NOT MATCHED THEN INSERT (ENVIRONMENT, OWNER, FENCE, EXPIRES_AT, BODY) VALUES (N.ENVIRONMENT, N.OWNER, 1, DATEADD('millisecond', ?, CURRENT_TIMESTAMP()), '')`
)

func (c client) rows(statement string, binds ...any) int64 {
	c.t.Helper()
	done, err := c.db.ExecContext(c.t.Context(), statement, binds...)
	if err != nil {
		c.t.Fatalf("%s\n%v", statement, err)
	}
	n, err := done.RowsAffected()
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

func TestStateAndGuard(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	c.do(`CREATE SCHEMA IF NOT EXISTS "PROD"."CUTOVER"`, ledger, ledger, lease)
	large := strings.Repeat(`it's \ "large" $$ ?`, 1000) + strings.Repeat("x", 1<<20) // DuckDB is slow on many quotes
	for i, want := range []int64{1, 0} {
		if n := c.rows(entry, "key", large, "key"); n != want {
			t.Errorf("append %d wrote %d rows, want %d", i, n, want)
		}
	}
	if got := c.read(`SELECT SEQ, BODY FROM "PROD"."CUTOVER"."LEDGER"`); got[0][0] != "1" || got[0][1] != large {
		t.Errorf("the entry came back as %s, %d bytes", got[0][0], len(got[0][1]))
	}
	hour := 3_600_000
	for i, want := range []int64{1, 0, 1} {
		if n := c.rows(take, "prod", "me", []int{0, 0, 1}[i], hour, hour); n != want {
			t.Errorf("take %d took %d leases, want %d", i, n, want)
		}
	}
	c.want([][]string{{"2", "me"}}, `SELECT FENCE, OWNER FROM "PROD"."CUTOVER"."LEASE"`)

	c.do(`CREATE TRANSIENT SCHEMA "PROD"."NEXT" CLONE "PROD"."MART"`,
		`CREATE TABLE IF NOT EXISTS "PROD"."NEXT"."CUTOVER_MARKS" (RELEASE VARCHAR NOT NULL, STEP VARCHAR NOT NULL, AT TIMESTAMP_TZ NOT NULL)`,
		`INSERT INTO "PROD"."NEXT"."CUTOVER_MARKS" (RELEASE, STEP, AT) SELECT 'ab12cd', 'swap MART', CURRENT_TIMESTAMP()`)
	c.want([][]string{{"lease lost"}}, guard(1))
	c.want([][]string{{"done"}}, guard(2))
	// A second request finds production where the candidate was, without the mark.
	c.refused(2003, guard(2))
	c.want([][]string{{"ab12cd"}}, `SELECT RELEASE FROM "PROD"."MART"."CUTOVER_MARKS"`)
	c.want([][]string{{`a $$ '\ b`}}, `EXECUTE IMMEDIATE 'BEGIN RETURN \'a $$ \\\'\\\\ b\'; END;'`)
}

func guard(fence int) string {
	return strings.ReplaceAll(`EXECUTE IMMEDIATE $$
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "PROD"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod' AND FENCE = #FENCE AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "PROD"."NEXT"."CUTOVER_MARKS" WHERE RELEASE = 'ab12cd' AND STEP = 'swap MART');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "PROD"."MART" SWAP WITH "PROD"."NEXT";
  RETURN 'done';
END;
$$`, "#FENCE", string(rune('0'+fence)))
}

func TestUnknownStatementsAreErrorsOfSQL(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	for _, one := range []string{
		`FROB`, `CREATE SEQUENCE X`, `ALTER DATABASE "PROD" SWAP WITH`, `SHOW NOTHING IN DATABASE "PROD"`, `CREATE TABLE "PROD"."MART"."X" CLONE "PROD"."MART"."T" AT (OFFSET => -60)`,
		`SELECT * FROM "PROD"."MART"."T" AT (OFFSET => -60)`, `EXECUTE IMMEDIATE 'BEGIN'`, `ALTER SCHEMA "PROD"."MART" SWAP WITH "PROD"."MART" PLEASE`, `SELECT 1 +`,
	} {
		c.refused(1003, one)
	}
	for _, one := range []string{`ALTER DATABASE "PROD" SWAP WITH "GONE"`, `DROP TABLE "PROD"."MART"."GONE"`, `COMMENT ON TABLE "PROD"."MART"."GONE" IS 'x'`, `SHOW TABLES IN SCHEMA "PROD"."GONE"`} {
		c.refused(2003, one)
	}
}

func TestEightSessionsAtOnce(t *testing.T) {
	t.Parallel()
	c := shopSides(t)
	var group sync.WaitGroup
	for i := range 8 {
		name := `"PROD"."MART"."C` + string(rune('0'+i)) + `"`
		group.Go(func() {
			for _, one := range []string{`CREATE TABLE ` + name + ` CLONE "PROD"."MART"."T"`, `INSERT INTO ` + name + ` VALUES (3, 'c', 1)`, `SELECT COUNT(*) FROM ` + name} {
				if _, err := c.db.ExecContext(t.Context(), one); err != nil {
					t.Errorf("%s: %v", one, err)
				}
			}
		})
	}
	group.Wait()
	for _, row := range c.read(`SHOW TABLES IN SCHEMA "PROD"."MART" STARTS WITH 'C'`, "name", "rows") {
		if row[1] != "3" {
			t.Errorf("%v, want 3 rows", row)
		}
	}
}
