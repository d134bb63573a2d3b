package catalog_test

import (
	"fmt"
	"strings"
	"testing"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

const (
	ledger = `CREATE TABLE IF NOT EXISTS "D"."CUTOVER"."LEDGER" (SEQ NUMBER(38,0) AUTOINCREMENT START 1 INCREMENT 1 ORDER, KEY VARCHAR NOT NULL, AT TIMESTAMP_TZ NOT NULL, ENVIRONMENT VARCHAR NOT NULL, RELEASE VARCHAR NOT NULL, SERIAL NUMBER(38,0) NOT NULL, STEP VARCHAR NOT NULL, EVENT VARCHAR NOT NULL, FENCE NUMBER(38,0) NOT NULL, ACTOR VARCHAR NOT NULL, BODY VARCHAR NOT NULL)`
	lease  = `CREATE TABLE IF NOT EXISTS "D"."CUTOVER"."LEASE" (ENVIRONMENT VARCHAR NOT NULL, OWNER VARCHAR NOT NULL, FENCE NUMBER(38,0) NOT NULL, EXPIRES_AT TIMESTAMP_TZ NOT NULL, BODY VARCHAR NOT NULL)`
	marks  = `CREATE TABLE IF NOT EXISTS "D"."SHADOW"."CUTOVER_MARKS" (RELEASE VARCHAR NOT NULL, STEP VARCHAR NOT NULL, AT TIMESTAMP_TZ NOT NULL)`
)

func str(s string) catalog.Bind { return catalog.Bind{Type: "TEXT", Value: s} }

func num(n int) catalog.Bind { return catalog.Bind{Type: "FIXED", Value: fmt.Sprint(n)} }

func state(t *testing.T) *account {
	return open(t, `CREATE DATABASE IF NOT EXISTS "D"`, `CREATE SCHEMA IF NOT EXISTS "D"."CUTOVER"`,
		`CREATE SCHEMA "D"."MART"`, `CREATE SCHEMA "D"."SHADOW"`, ledger, ledger, lease, marks)
}

// Source: sql.md, "state and marks": the agreement between adapter and stand-in.
func TestStateStatements(t *testing.T) {
	t.Parallel()
	a := state(t)
	big := strings.Repeat(`x'\"`, 1<<18)
	for i, key := range []string{"k1", "k1", "k2"} {
		res := a.execute(`INSERT INTO "D"."CUTOVER"."LEDGER" (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, 'r', ?, '', 'e', 0, 'me', ? WHERE NOT EXISTS (SELECT 1 FROM "D"."CUTOVER"."LEDGER" WHERE KEY = ?)`,
			str(key), str("prod"), num(7), str(big), str(key))
		if want := []int64{1, 0, 1}[i]; res.Affected != want || *res.Rows[0][0] != fmt.Sprint(want) || res.Columns[0].Name != "number of rows inserted" {
			t.Errorf("append %d: %d rows", i, res.Affected)
		}
	}
	got := a.execute(`SELECT SEQ, AT, ENVIRONMENT, SERIAL, BODY FROM "D"."CUTOVER"."LEDGER" WHERE ENVIRONMENT = ? ORDER BY SEQ`, str("prod"))
	if len(got.Rows) != 2 || *got.Rows[0][0] != "1" || *got.Rows[0][3] != "7" || *got.Rows[0][4] != big {
		t.Errorf("ledger: %d rows", len(got.Rows))
	}
	for i, want := range []string{"SEQ fixed", "AT timestamp_tz", "ENVIRONMENT text", "SERIAL fixed", "BODY text"} {
		if c := got.Columns[i]; c.Name+" "+c.Type != want || c.Scale != map[string]int64{"timestamp_tz": 9}[c.Type] {
			t.Errorf("column %d is %+v, want %s", i, c, want)
		}
	}
	if at := *got.Rows[0][1]; !strings.HasSuffix(at, " 1440") || len(at) != len("1700000000.123456789 1440") {
		t.Errorf("at is %q", at)
	}
	a.fails(100072, "NULL", `INSERT INTO "D"."CUTOVER"."LEASE" (ENVIRONMENT) VALUES ('x')`)
}

// Source: sql.md: MERGE for the lease; MERGE reference, "Output".
func TestLeaseStatements(t *testing.T) {
	t.Parallel()
	a := state(t)
	const take = `MERGE INTO "D"."CUTOVER"."LEASE" AS T USING (SELECT ? AS ENVIRONMENT, ? AS OWNER) AS S ON T.ENVIRONMENT = S.ENVIRONMENT WHEN MATCHED AND (T.EXPIRES_AT <= CURRENT_TIMESTAMP() OR T.FENCE = ?) THEN UPDATE SET OWNER = S.OWNER, FENCE = T.FENCE + 1, EXPIRES_AT = DATEADD('millisecond', ?, CURRENT_TIMESTAMP()), BODY = '' WHEN NOT MATCHED THEN INSERT (ENVIRONMENT, OWNER, FENCE, EXPIRES_AT, BODY) VALUES (S.ENVIRONMENT, S.OWNER, 1, DATEADD('millisecond', ?, CURRENT_TIMESTAMP()), '')`
	for i, tc := range []struct {
		owner            string
		breaks, ttl      int
		inserted, change string
	}{{"a", 0, 60000, "1", "0"}, {"b", 0, 60000, "0", "0"}, {"b", 1, -5, "0", "1"}, {"c", 0, 60000, "0", "1"}} {
		res := a.execute(take, str("prod"), str(tc.owner), num(tc.breaks), num(tc.ttl), num(tc.ttl))
		if *res.Rows[0][0] != tc.inserted || *res.Rows[0][1] != tc.change {
			t.Errorf("take %d: inserted %s, updated %s", i, *res.Rows[0][0], *res.Rows[0][1])
		}
	}
	a.want(`SELECT OWNER, FENCE, EXPIRES_AT <= CURRENT_TIMESTAMP() AS EXPIRED FROM "D"."CUTOVER"."LEASE"`, nil, "c|3|0")
	res := a.execute(`UPDATE "D"."CUTOVER"."LEASE" SET OWNER = '', EXPIRES_AT = CURRENT_TIMESTAMP() WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = ?`, str("prod"), str("c"), num(3))
	if res.Affected != 1 {
		t.Errorf("release: %d", res.Affected)
	}
}

// Source: sql.md, "The guard block"; EXECUTE IMMEDIATE.
func TestGuardBlock(t *testing.T) {
	t.Parallel()
	const block = `
BEGIN
  LET fence INTEGER := (SELECT COUNT(*) FROM "D"."CUTOVER"."LEASE" WHERE ENVIRONMENT = 'prod' AND FENCE = 3 AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP());
  IF (fence = 0) THEN RETURN 'lease lost'; END IF;
  LET proof INTEGER := (SELECT COUNT(*) FROM "D"."SHADOW"."CUTOVER_MARKS" WHERE RELEASE = 'ab12cd' AND STEP = 'swap MART');
  IF (proof = 0) THEN RETURN 'not the candidate'; END IF;
  ALTER SCHEMA "D"."MART" SWAP WITH "D"."SHADOW";
  RETURN 'done';
END;
`
	const dollars = "EXECUTE IMMEDIATE $$" + block + "$$"
	quoted := "EXECUTE IMMEDIATE '" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(block) + "'"
	for _, text := range []string{dollars, quoted} {
		a := state(t)
		a.want(text, nil, "lease lost")
		a.run(`INSERT INTO "D"."CUTOVER"."LEASE" VALUES ('prod', 'me', 3, DATEADD('millisecond', 60000, CURRENT_TIMESTAMP()), '')`)
		a.want(text, nil, "not the candidate")
		a.run(`INSERT INTO "D"."SHADOW"."CUTOVER_MARKS" VALUES ('ab12cd', 'swap MART', CURRENT_TIMESTAMP())`)
		before := a.created(`SHOW SCHEMAS LIKE 'shadow' IN DATABASE "D"`)
		a.want(text, nil, "done")
		if after := a.created(`SHOW SCHEMAS LIKE 'mart' IN DATABASE "D"`); after != before {
			t.Errorf("created_on of MART is %s, want that of the shadow %s", after, before)
		}
		a.fails(2003, "does not exist", text) // the mark is in MART now
	}
	a := state(t)
	for _, text := range []string{
		"EXECUTE IMMEDIATE $$BEGIN RETURN 'done'; END;$$",
		"EXECUTE IMMEDIATE $$BEGIN SELECT 1; RETURN 'done'; END;$$",
		"EXECUTE IMMEDIATE $$BEGIN DROP SCHEMA D.MART; DROP SCHEMA D.SHADOW; RETURN 'done'; END;$$",
		"EXECUTE IMMEDIATE $$BEGIN DROP SCHEMA D.MART; RETURN 'done'; END$$",
		"EXECUTE IMMEDIATE 'DROP SCHEMA D.MART'",
		strings.Replace(dollars, "fence = 0", "proof = 0", 1),
		strings.Replace(dollars, "fence = 0", "fence = 1", 1),
	} {
		a.fails(1003, "not modelled", text)
	}
	a.want(`SHOW SCHEMAS IN DATABASE D STARTS WITH 'M'`, []string{"name"}, "MART")
}
