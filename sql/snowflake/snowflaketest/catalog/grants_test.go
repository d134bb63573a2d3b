package catalog_test

import (
	"testing"
)

// Source: "Overview of access control": a role has the privileges of the roles
// granted to it; USAGE on database and schema is needed to reach an object.
func TestPrivileges(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE ROLE R", "CREATE ROLE PARENT", "GRANT ROLE R TO ROLE PARENT", "CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE TABLE D.S.T AS SELECT 1 AS X")
	for _, role := range []string{"R", "PARENT"} {
		a.as(role).fails(2003, "Object 'D.S.T' does not exist or not authorized", "SELECT * FROM D.S.T")
	}
	r, parent := a.as("R"), a.as("PARENT")
	r.want("SHOW DATABASES", nil)
	r.fails(2043, "Object does not exist", "SHOW TABLES IN SCHEMA D.S")
	a.run("GRANT SELECT ON TABLE D.S.T TO ROLE R")
	r.fails(2003, "", "SELECT * FROM D.S.T")
	a.run("GRANT USAGE ON DATABASE D TO ROLE R")
	r.fails(2003, "", "SELECT * FROM D.S.T")
	a.run("GRANT USAGE ON ALL SCHEMAS IN DATABASE D TO ROLE R", "REVOKE USAGE ON DATABASE D FROM ROLE R")
	r.fails(2003, "", "SELECT * FROM D.S.T")
	a.run("GRANT USAGE ON DATABASE D TO ROLE R")
	parent.want("SELECT * FROM D.S.T", nil, "1")
	parent.want("SHOW TABLES IN DATABASE D", []string{"name"}, "T")
	r.fails(3001, "Insufficient privileges to operate on table 'T'", "INSERT INTO D.S.T SELECT 2")
	r.fails(3001, "Insufficient privileges to operate on schema 'S'", "CREATE TABLE D.S.N CLONE D.S.T")
	r.fails(3001, "Insufficient privileges to operate on database 'D'", "CREATE SCHEMA D.N CLONE D.S")
	r.fails(3001, "Insufficient privileges to operate on account", "CREATE DATABASE N CLONE D")
	r.fails(3001, "Insufficient privileges to operate on table 'T'", "DROP TABLE D.S.T")
	r.fails(3001, "", "GRANT SELECT ON TABLE D.S.T TO ROLE PARENT")
	r.fails(3001, "", "COMMENT ON SCHEMA D.S IS 'x'")
	a.run("GRANT CREATE TABLE, CREATE VIEW ON SCHEMA D.S TO ROLE R", "GRANT CREATE SCHEMA ON DATABASE D TO ROLE R", "GRANT MODIFY ON SCHEMA D.S TO ROLE R")
	r.run("CREATE TABLE D.S.N CLONE D.S.T", "CREATE SCHEMA D.N CLONE D.S", "COMMENT ON SCHEMA D.S IS 'x'", "CREATE VIEW D.S.V AS SELECT X FROM D.S.N")
	r.fails(3001, "", "CREATE OR REPLACE TABLE D.S.T CLONE D.S.N")
	a.want("SHOW GRANTS ON TABLE D.S.N", []string{"privilege", "grantee_name"}, "OWNERSHIP|R")
	a.want("SHOW GRANTS ON SCHEMA D.N", []string{"privilege", "grantee_name"}, "OWNERSHIP|R")
	a.want("SHOW GRANTS ON TABLE D.N.T", []string{"privilege", "grantee_name"}, "OWNERSHIP|ACCOUNTADMIN", "SELECT|R")
	a.run("REVOKE SELECT ON TABLE D.S.T FROM ROLE R")
	parent.fails(2003, "does not exist or not authorized", "SELECT * FROM D.S.T")
	a.run("REVOKE ROLE R FROM ROLE PARENT")
	parent.want("SHOW DATABASES", nil)
}

// Source: GRANT privilege, GRANT OWNERSHIP, REVOKE; SHOW GRANTS, "Output".
func TestGrantStatements(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE ROLE R", "CREATE ROLE O", "CREATE USER U1", "CREATE SHARE X", "CREATE DATABASE D", "CREATE DATABASE ROLE D.DR", `CREATE SCHEMA D."s"`, `CREATE TABLE D."s".T (X INT)`,
		`GRANT SELECT ON TABLE "D"."s"."T" TO ROLE "R" WITH GRANT OPTION`, `GRANT SELECT ON TABLE "D"."s"."T" TO DATABASE ROLE "D"."DR"`,
		`GRANT SELECT ON TABLE "D"."s"."T" TO SHARE "X"`, `GRANT USAGE ON DATABASE D TO SHARE X`, `GRANT SELECT ON TABLE "D"."s"."T" TO USER "U1"`,
		`GRANT SELECT ON TABLE "D"."s"."T" TO ROLE "R"`)
	a.want(`SHOW GRANTS ON TABLE "D"."s"."T"`, []string{"privilege", "granted_on", "name", "granted_to", "grantee_name", "grant_option", "granted_by"},
		`OWNERSHIP|TABLE|D."s".T|ROLE|ACCOUNTADMIN|true|ACCOUNTADMIN`, `SELECT|TABLE|D."s".T|ROLE|R|true|ACCOUNTADMIN`,
		`SELECT|TABLE|D."s".T|DATABASE_ROLE|DR|false|ACCOUNTADMIN`, `SELECT|TABLE|D."s".T|SHARE|STANDIN.X|false|ACCOUNTADMIN`,
		`SELECT|TABLE|D."s".T|USER|U1|false|ACCOUNTADMIN`)
	a.want(`SHOW GRANTS TO SHARE "X"`, []string{"privilege", "granted_on", "name"}, "USAGE|DATABASE|D", `SELECT|TABLE|D."s".T`)
	a.want(`SELECT OBJECT_SCHEMA, OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, GRANTEE, GRANTED_TO, IS_GRANTABLE FROM "D".INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('s') AND PRIVILEGE_TYPE = 'SELECT' ORDER BY GRANTEE`, nil,
		"s|T|TABLE|SELECT|DR|DATABASE_ROLE|NO", "s|T|TABLE|SELECT|R|ROLE|YES", "s|T|TABLE|SELECT|STANDIN.X|SHARE|NO", "s|T|TABLE|SELECT|U1|USER|NO")
	a.fails(3115, "Dependent grant", `GRANT OWNERSHIP ON TABLE D."s".T TO ROLE O`)
	a.run(`GRANT OWNERSHIP ON TABLE D."s".T TO ROLE O COPY CURRENT GRANTS`, `REVOKE GRANT OPTION FOR SELECT ON TABLE D."s".T FROM ROLE R`, `REVOKE SELECT ON TABLE "D"."s"."T" FROM SHARE "X"`)
	a.want(`SHOW GRANTS ON TABLE D."s".T`, []string{"privilege", "grantee_name", "grant_option"}, "OWNERSHIP|O|true", "SELECT|R|false", "SELECT|DR|false", "SELECT|U1|false")
	a.run(`GRANT OWNERSHIP ON TABLE D."s".T TO ROLE R REVOKE CURRENT GRANTS`)
	a.want(`SHOW GRANTS ON TABLE D."s".T`, []string{"privilege", "grantee_name"}, "OWNERSHIP|R")
	a.want("SHOW GRANTS TO ROLE R", []string{"privilege", "granted_on", "name"}, `OWNERSHIP|TABLE|D."s".T`)
	a.run(`GRANT ALL ON SCHEMA D."s" TO ROLE R`, "GRANT CREATE DATABASE ON ACCOUNT TO ROLE R", "GRANT USAGE ON WAREHOUSE COMPUTE_WH TO ROLE R", "GRANT ROLE O TO ROLE R")
	a.want("SHOW GRANTS ON ACCOUNT", []string{"privilege", "grantee_name"}, "CREATE DATABASE|SYSADMIN", "CREATE DATABASE|R")
	a.as("R").want("SHOW WAREHOUSES", []string{"name"}, "COMPUTE_WH")
	for _, text := range []string{"GRANT SELECT ON TABLE D.PUBLIC.NOPE TO ROLE R", "GRANT USAGE ON DATABASE D TO ROLE NOPE", "GRANT USAGE ON DATABASE D TO SHARE NOPE", "GRANT USAGE ON SCHEMA D.NOPE TO ROLE R", "GRANT USAGE ON DATABASE D TO DATABASE ROLE D.NOPE"} {
		a.fails(2003, "does not exist or not authorized", text)
	}
}

// Source: GRANT privilege, "Future grants": those of a schema take precedence
// over those of its database, per kind of object; OWNERSHIP may be granted so too.
func TestFutureGrants(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE ROLE R1", "CREATE ROLE R2", "CREATE ROLE R3", "CREATE DATABASE D", "CREATE SCHEMA D.S",
		`GRANT SELECT ON FUTURE TABLES IN DATABASE "D" TO ROLE R1`, `GRANT SELECT ON FUTURE VIEWS IN DATABASE D TO ROLE R1`, `GRANT INSERT ON FUTURE TABLES IN SCHEMA "D"."S" TO ROLE R2`,
		"CREATE TABLE D.S.T (X INT)", "CREATE VIEW D.S.V AS SELECT X FROM D.S.T", "CREATE TABLE D.PUBLIC.T (X INT)")
	show := []string{"privilege", "grantee_name"}
	a.want("SHOW GRANTS ON TABLE D.S.T", show, "OWNERSHIP|ACCOUNTADMIN", "INSERT|R2")
	a.want("SHOW GRANTS ON VIEW D.S.V", show, "OWNERSHIP|ACCOUNTADMIN", "SELECT|R1")
	a.want("SHOW GRANTS ON TABLE D.PUBLIC.T", show, "OWNERSHIP|ACCOUNTADMIN", "SELECT|R1")
	a.want(`SHOW FUTURE GRANTS IN DATABASE "D"`, []string{"privilege", "grant_on", "name", "grantee_name"}, "SELECT|TABLE|D.<TABLE>|R1", "SELECT|VIEW|D.<VIEW>|R1")
	a.run(`REVOKE INSERT ON FUTURE TABLES IN SCHEMA D.S FROM ROLE R2`, `GRANT OWNERSHIP ON FUTURE TABLES IN SCHEMA D.S TO ROLE R3`, "CREATE TABLE D.S.U (X INT)", "ALTER TABLE D.PUBLIC.T RENAME TO D.S.MOVED")
	a.want("SHOW GRANTS ON TABLE D.S.U", show, "OWNERSHIP|R3")
	// COPY GRANTS keeps future grants away, also where there is nothing to copy.
	a.run("CREATE OR REPLACE VIEW D.S.W COPY GRANTS AS SELECT X FROM D.S.T")
	a.want("SHOW GRANTS ON VIEW D.S.W", show, "OWNERSHIP|ACCOUNTADMIN")
	a.want("SHOW GRANTS ON TABLE D.S.MOVED", show, "OWNERSHIP|ACCOUNTADMIN", "SELECT|R1")
}
