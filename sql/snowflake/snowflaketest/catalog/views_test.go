package catalog_test

import (
	"testing"
)

// Source: CREATE VIEW, usage notes: the text is checked when the view is made
// and resolved when it is read; 002037 and 002057 as the service prints them.
func TestViewsResolveLate(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE TABLE D.S.T AS SELECT 1 AS A, 2 AS B")
	a.fails(2003, "Object 'D.S.NOPE' does not exist or not authorized", "CREATE VIEW D.S.V AS SELECT * FROM D.S.NOPE")
	a.fails(904, "invalid identifier 'C'", "CREATE VIEW D.S.V AS SELECT C FROM D.S.T")
	a.fails(904, "invalid identifier", "CREATE VIEW D.S.V AS SELECT X.C FROM D.S.T AS X")
	a.run("CREATE VIEW D.S.STAR AS SELECT * FROM D.S.T", "CREATE VIEW D.S.BY_NAME (ONE, TWO COMMENT = 'second') COMMENT = 'c' AS SELECT A, B FROM T",
		"CREATE VIEW D.PUBLIC.DEEP AS WITH C AS (SELECT * FROM D.S.STAR) SELECT C.A + D.S.BY_NAME.TWO AS N FROM C JOIN D.S.BY_NAME ON C.A = BY_NAME.ONE")
	a.want("SELECT * FROM D.S.BY_NAME", nil, "1|2")
	a.want("SELECT N FROM D.PUBLIC.DEEP", nil, "3")
	a.want("SELECT COLUMN_NAME, COMMENT FROM D.INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = 'BY_NAME' ORDER BY ORDINAL_POSITION", nil, "ONE|<null>", "TWO|second")
	a.run("ALTER TABLE D.S.T ADD COLUMN C INT")
	a.fails(2057, "View definition for 'D.S.STAR' declared 2 column(s), but view query produces 3 column(s).", "SELECT * FROM D.S.STAR")
	a.want("SELECT * FROM D.S.BY_NAME", nil, "1|2")
	a.run("ALTER TABLE D.S.T DROP COLUMN B")
	a.fails(2037, "Failure during expansion of view 'BY_NAME'", "SELECT * FROM D.S.BY_NAME LIMIT 0")
	a.run("DROP TABLE D.S.T")
	a.fails(2037, "Object 'D.S.T' does not exist or not authorized", "SELECT * FROM D.S.STAR LIMIT 0")
	a.want("SHOW VIEWS LIKE 'by_name' IN SCHEMA D.S", []string{"comment", "text", "is_secure"},
		"c|CREATE VIEW D.S.BY_NAME (ONE, TWO COMMENT = 'second') COMMENT = 'c' AS SELECT A, B FROM T|false")
}

// Source: "Working with secure views": the text is shown to the owner only;
// "Overview of views": a view reads with its owner's privileges.
func TestViewsReadWithTheirOwnersPrivileges(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE ROLE R", "CREATE DATABASE D", "CREATE TABLE D.PUBLIC.T AS SELECT 1 AS A", "CREATE SECURE VIEW D.PUBLIC.V AS SELECT A FROM D.PUBLIC.T",
		"GRANT USAGE ON DATABASE D TO ROLE R", "GRANT USAGE ON SCHEMA D.PUBLIC TO ROLE R", "GRANT SELECT ON VIEW D.PUBLIC.V TO ROLE R", "GRANT REFERENCES ON TABLE D.PUBLIC.T TO ROLE R")
	r := a.as("R")
	r.want("SELECT * FROM D.PUBLIC.V", nil, "1")
	r.fails(3001, "Insufficient privileges to operate on table 'T'", "SELECT * FROM D.PUBLIC.T")
	r.want("SHOW VIEWS IN SCHEMA D.PUBLIC", []string{"text", "is_secure"}, "|true")
	a.run("CREATE OR REPLACE SECURE VIEW D.PUBLIC.V COPY GRANTS AS SELECT A + 1 AS A FROM D.PUBLIC.T")
	r.want("SELECT * FROM D.PUBLIC.V", nil, "2")
	a.run("CREATE OR REPLACE VIEW D.PUBLIC.V AS SELECT A FROM D.PUBLIC.T")
	r.fails(2003, "does not exist or not authorized", "SELECT * FROM D.PUBLIC.V")
	a.fails(2203, "Object found is of type 'VIEW'", "CREATE OR REPLACE TABLE D.PUBLIC.V (X INT)")
	a.fails(2203, "Object found is of type 'VIEW'", "DROP TABLE D.PUBLIC.V")
	a.fails(2002, "already exists", "CREATE VIEW D.PUBLIC.T AS SELECT 1 AS X")
}
