package snowflake_test

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// grantsOf lists who may do what, without the test's prefix.
func (q question) grantsOf(show string) string {
	rows, err := q.a.Ask(show)
	if err != nil {
		return said(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, strings.ReplaceAll(strings.Join(r[1:], " "), q.a.Prefix, "")) // without created_on
	}
	slices.Sort(out)
	if len(out) == 0 {
		return "none"
	}
	return strings.Join(out, "; ")
}

// copyGrantsTransientReplace: the three together in one CLONE.
func copyGrantsTransientReplace(q question) {
	role := q.role("READER")
	from, to := q.name("B", "T"), q.name("A", "T")
	q.a.Exec(q.T, "CREATE TRANSIENT TABLE "+from+" (V VARCHAR)", "CREATE TRANSIENT TABLE "+to+" (V VARCHAR)",
		"GRANT SELECT ON TABLE "+to+" TO ROLE "+role, "GRANT INSERT ON TABLE "+from+" TO ROLE "+role)
	err := q.do("CREATE OR REPLACE TRANSIENT TABLE " + to + " CLONE " + from + " COPY GRANTS")
	q.answer("%s; kind %q; grants %s (SELECT was the replaced table's, INSERT the source's)", said(err),
		q.find("SHOW TABLES IN SCHEMA "+q.name("A"), "T")["kind"], q.grantsOf("SHOW GRANTS ON TABLE "+to))
	err = q.do("CREATE TRANSIENT TABLE " + q.name("A", "FRESH") + " CLONE " + from + " COPY GRANTS")
	q.answer("the first publish of a table, with COPY GRANTS: %s; grants %s", said(err), q.grantsOf("SHOW GRANTS ON TABLE "+q.name("A", "FRESH")))
	q.a.Exec(q.T, "CREATE TABLE "+q.name("A", "P")+" (V VARCHAR)")
	q.answer("transient replaced by the clone of a permanent one: %s", said(q.do("CREATE OR REPLACE TRANSIENT TABLE "+to+" CLONE "+q.name("A", "P")+" COPY GRANTS")))
	q.answer("permanent from transient: %s", said(q.do("CREATE OR REPLACE TABLE "+q.name("A", "P")+" CLONE "+from+" COPY GRANTS")))
}

// cloneFutureGrants: what of a schema's own access its clone has.
func cloneFutureGrants(q question) {
	role := q.role("READER")
	q.a.Exec(q.T, "GRANT USAGE ON SCHEMA "+q.name("A")+" TO ROLE "+role, "GRANT SELECT ON FUTURE TABLES IN SCHEMA "+q.name("A")+" TO ROLE "+role,
		"COMMENT ON SCHEMA "+q.name("A")+" IS 'a comment'")
	table := q.table("t", "A", "T")
	q.a.Exec(q.T, "CREATE SCHEMA "+q.name("C")+" CLONE "+q.name("A"))
	q.answer("grants of the clone: %s", q.grantsOf("SHOW GRANTS ON SCHEMA "+q.name("C")))
	q.answer("future grants of the clone: %s", q.grantsOf("SHOW FUTURE GRANTS IN SCHEMA "+q.name("C")))
	q.answer("comment of the clone: %q", q.find("SHOW SCHEMAS IN DATABASE "+q.name(), "C")["comment"])
	q.answer("grants of a table: %s; of its clone inside: %s", q.grantsOf("SHOW GRANTS ON TABLE "+table), q.grantsOf("SHOW GRANTS ON TABLE "+q.name("C", "T")))
	q.answer("OR REPLACE over a schema, future grants then: %s %s", said(q.do("CREATE OR REPLACE SCHEMA "+q.name("C")+" CLONE "+q.name("B"))),
		q.grantsOf("SHOW FUTURE GRANTS IN SCHEMA "+q.name("C")))
	q.answer("grants after a schema swap, on A: %s %s", said(q.do("ALTER SCHEMA "+q.name("A")+" SWAP WITH "+q.name("B"))), q.grantsOf("SHOW GRANTS ON SCHEMA "+q.name("A")))
	q.answer("future grants after it, on A: %s; on B: %s", q.grantsOf("SHOW FUTURE GRANTS IN SCHEMA "+q.name("A")), q.grantsOf("SHOW FUTURE GRANTS IN SCHEMA "+q.name("B")))
}

// objectPrivileges: whether one query shows every grant that SHOW GRANTS shows.
func objectPrivileges(q question) {
	role := q.role("READER")
	table := q.table("t", "A", "T")
	view := q.name("A", "V")
	q.a.Exec(q.T, "CREATE VIEW "+view+" AS SELECT * FROM "+table, "GRANT SELECT ON TABLE "+table+" TO ROLE "+role,
		"GRANT INSERT ON TABLE "+table+" TO ROLE "+role+" WITH GRANT OPTION", "GRANT SELECT ON VIEW "+view+" TO ROLE "+role)
	q.answer("a database role: %s", said(q.do("CREATE DATABASE ROLE "+q.name("DBR"))))
	q.answer("a grant to it: %s", said(q.do("GRANT SELECT ON TABLE "+table+" TO DATABASE ROLE "+q.name("DBR"))))
	q.answer("OBJECT_PRIVILEGES: %s", strings.ReplaceAll(cells(q.a.Ask(
		"SELECT OBJECT_SCHEMA, OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, GRANTEE, GRANTED_TO, IS_GRANTABLE FROM "+q.name()+
			".INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('A')")), q.a.Prefix, ""))
	q.answer("SHOW GRANTS: %s; %s", q.grantsOf("SHOW GRANTS ON TABLE "+table), q.grantsOf("SHOW GRANTS ON VIEW "+view))
}

// bytesAndRows: what SHOW TABLES says of a clone, and of a table that holds other
// rows of the same size. The second is how much a token without a hash is worth.
func bytesAndRows(q question) {
	q.table("morning", "A", "T")
	q.table("evening", "A", "OTHER")
	q.a.Exec(q.T, "CREATE TABLE "+q.name("B", "T")+" CLONE "+q.name("A", "T"))
	size := func(schema, name string) string {
		r := q.find("SHOW TABLES IN SCHEMA "+q.name(schema), name)
		return r["rows"] + " rows, " + r["bytes"] + " bytes"
	}
	q.answer("the table has %s, its clone %s", size("A", "T"), size("B", "T"))
	q.answer("another table with one row of the same length has %s", size("A", "OTHER"))
	q.a.Exec(q.T, "UPDATE "+q.name("B", "T")+" SET V = 'evening'")
	q.answer("the clone after an UPDATE to a text of the same length: %s", size("B", "T"))
	q.a.Exec(q.T, "INSERT INTO "+q.name("A", "T")+" VALUES ('noon')")
	q.answer("the table right after an INSERT: %s", size("A", "T"))
	content := []warehouse.Ref{{Database: q.db, Schema: "A", Name: "OTHER"}, {Database: q.db, Schema: "B", Name: "T"}}
	for how, hash := range map[string]bool{"counts": false, "hash": true} {
		inv, err := q.driver(func(o *snowflake.Options) { o.HashContent = hash }).Inspect(q.Context(), warehouse.InspectRequest{
			Containers: []warehouse.Container{q.container("A"), q.container("B")}, Content: content,
		})
		if err != nil {
			q.Fatal(err)
		}
		one, _ := inv.Object(content[0])
		two, _ := inv.Object(content[1])
		q.answer("content: %s: tables with the same rows made differently have tokens %s and %s", how, one.Identity.Token, two.Identity.Token)
	}
}

// startsWith: whether SHOW ... STARTS WITH takes every letter as it is.
func startsWith(q question) {
	for _, rest := range []string{"Mixed", "MIXED", "per%cent", "under_score", `back\slash`, "it's"} {
		q.a.Exec(q.T, "CREATE DATABASE "+snowflake.Dialect().QuoteName(q.a.Name(rest)))
	}
	for _, rest := range []string{"Mixed", "MIXED", "mixed", "per%", "per_", "under_", "underXscore", `back\`, "it'", ""} {
		var names []string
		for _, r := range q.a.Show(q.T, "SHOW DATABASES STARTS WITH "+snowflake.Dialect().QuoteText(q.a.Name(rest))) {
			names = append(names, strings.TrimPrefix(r["name"], q.a.Prefix))
		}
		q.answer("STARTS WITH %q finds %q", rest, names)
	}
}

// policiesAndTags: the table functions in one UNION ALL, as cutover asks them.
func policiesAndTags(q question) {
	const tables = 60 // more than one chunk
	var content []warehouse.Ref
	for i := range tables {
		name := fmt.Sprintf("T%02d", i)
		q.a.Exec(q.T, "CREATE TABLE "+q.name("A", name)+" (REGION VARCHAR)")
		content = append(content, warehouse.Ref{Database: q.db, Schema: "A", Name: name})
	}
	for _, st := range []string{
		"CREATE ROW ACCESS POLICY " + q.name("A", "RAP") + " AS (R VARCHAR) RETURNS BOOLEAN -> TRUE",
		"ALTER TABLE " + q.name("A", "T00") + " ADD ROW ACCESS POLICY " + q.name("A", "RAP") + " ON (REGION)",
		"CREATE TAG " + q.name("A", "PII"), "ALTER TABLE " + q.name("A", "T00") + " SET TAG " + q.name("A", "PII") + " = 'yes'",
		"ALTER TABLE " + q.name("A", "T01") + " MODIFY COLUMN REGION SET TAG " + q.name("A", "PII") + " = 'no'",
	} {
		q.answer("%s: %s", strings.ReplaceAll(st, q.name()+".", ""), said(q.do(st)))
	}
	inv, err := q.driver(nil).Inspect(q.Context(), warehouse.InspectRequest{
		Containers: []warehouse.Container{q.container("A")}, Content: content, Access: []warehouse.Container{q.container("A")},
	})
	if err != nil {
		q.answer("the look at %d tables: %v", tables, err)
		return
	}
	for _, ref := range content[:3] {
		o, _ := inv.Object(ref)
		q.answer("%s is protected by %q", ref.Name, o.Protections)
	}
}
