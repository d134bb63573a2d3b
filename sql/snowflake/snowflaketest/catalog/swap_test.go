package catalog_test

import (
	"testing"
)

// sides is a production and a staging schema in databases of their own, with
// different grants, comments and future grants.
func sides(t *testing.T) *account {
	return open(t,
		"CREATE ROLE READER", "CREATE ROLE BUILDER", "CREATE DATABASE PROD COMMENT = 'the real one'", "CREATE DATABASE STAGE",
		"CREATE SCHEMA PROD.MART COMMENT = 'mart'", "CREATE SCHEMA STAGE.MART",
		"GRANT USAGE ON DATABASE PROD TO ROLE READER", "GRANT USAGE ON SCHEMA PROD.MART TO ROLE READER",
		"GRANT SELECT ON FUTURE TABLES IN SCHEMA PROD.MART TO ROLE READER",
		"CREATE TABLE PROD.MART.T AS SELECT 1 AS X", "CREATE TABLE STAGE.MART.T AS SELECT 2 AS X",
		"GRANT USAGE ON DATABASE STAGE TO ROLE BUILDER", "CREATE VIEW STAGE.MART.V AS SELECT X FROM STAGE.MART.T",
	)
}

var grantColumns = []string{"privilege", "name", "granted_to", "grantee_name", "grant_option"}

// Source: ALTER DATABASE, "SWAP WITH": all but the names stays with the object;
// "Access control privileges granted on the databases and objects they contain".
func TestSwapDatabases(t *testing.T) {
	t.Parallel()
	a := sides(t)
	prod, stage := a.created("SHOW DATABASES LIKE 'prod'"), a.created("SHOW DATABASES LIKE 'stage'")
	if prod == stage {
		t.Fatal("both have one created_on")
	}
	a.run(`ALTER DATABASE "PROD" SWAP WITH "STAGE"`)
	if a.created("SHOW DATABASES LIKE 'prod'") != stage || a.created("SHOW DATABASES LIKE 'stage'") != prod {
		t.Error("created_on did not move with the object")
	}
	a.want("SHOW DATABASES", []string{"name", "comment"}, "PROD|", "STAGE|the real one")
	a.want("SHOW GRANTS ON DATABASE PROD", grantColumns, "OWNERSHIP|PROD|ROLE|ACCOUNTADMIN|true", "USAGE|PROD|ROLE|BUILDER|false")
	a.want("SHOW FUTURE GRANTS IN SCHEMA STAGE.MART", []string{"privilege", "grant_on", "name", "grant_to", "grantee_name"}, "SELECT|TABLE|STAGE.MART.<TABLE>|ROLE|READER")
	a.want("SHOW FUTURE GRANTS IN SCHEMA PROD.MART", nil)
	a.want("SELECT X FROM PROD.MART.T", nil, "2")
	// The view's text names STAGE, which is now the old production.
	a.want("SELECT X FROM PROD.MART.V", nil, "1")
	a.as("READER").fails(2003, "does not exist or not authorized", "SELECT * FROM PROD.MART.T")
	a.as("READER").want("SELECT X FROM STAGE.MART.T", nil, "1")
	a.run(`ALTER DATABASE "PROD" SWAP WITH "STAGE"`)
	a.want("SELECT X FROM PROD.MART.T", nil, "1")
}

// Source: ALTER SCHEMA, "SWAP WITH"; GRANT privilege: future grants are not
// applied by a swap.
func TestSwapSchemasAndTables(t *testing.T) {
	t.Parallel()
	a := sides(t)
	before := a.created("SHOW SCHEMAS LIKE 'mart' IN DATABASE STAGE")
	a.run("CREATE TABLE STAGE.MART.ONLY_STAGE (X INT)", "ALTER SCHEMA PROD.MART SWAP WITH STAGE.MART")
	if a.created("SHOW SCHEMAS LIKE 'mart' IN DATABASE PROD") != before {
		t.Error("created_on did not move with the schema")
	}
	a.want("SHOW TABLES IN SCHEMA PROD.MART", []string{"name", "database_name"}, "ONLY_STAGE|PROD", "T|PROD")
	a.want("SHOW GRANTS ON TABLE PROD.MART.ONLY_STAGE", grantColumns, "OWNERSHIP|PROD.MART.ONLY_STAGE|ROLE|ACCOUNTADMIN|true")
	a.run("ALTER TABLE PROD.MART.T SWAP WITH STAGE.MART.T")
	a.want("SELECT X FROM PROD.MART.T", nil, "1")
	a.want("SHOW GRANTS ON TABLE PROD.MART.T", []string{"privilege", "grantee_name"}, "OWNERSHIP|ACCOUNTADMIN", "SELECT|READER")
	a.run("CREATE TEMPORARY TABLE STAGE.MART.TT (X INT)")
	a.fails(2, "temporary", "ALTER TABLE PROD.MART.T SWAP WITH STAGE.MART.TT")
	a.fails(2203, "VIEW", "ALTER TABLE PROD.MART.V SWAP WITH STAGE.MART.T")
}

// Source: ALTER DATABASE and ALTER SCHEMA, "Access control requirements": the
// swap needs OWNERSHIP on both, a rename the right to create besides.
func TestSwapAndRenameNeedOwnership(t *testing.T) {
	t.Parallel()
	a := sides(t)
	a.run("CREATE ROLE DEPLOY", "GRANT OWNERSHIP ON DATABASE PROD TO ROLE DEPLOY COPY CURRENT GRANTS", "GRANT USAGE ON DATABASE STAGE TO ROLE DEPLOY",
		"GRANT OWNERSHIP ON SCHEMA PROD.MART TO ROLE DEPLOY COPY CURRENT GRANTS", "GRANT USAGE ON SCHEMA STAGE.MART TO ROLE DEPLOY")
	d := a.as("DEPLOY")
	d.fails(3001, "Insufficient privileges to operate on database 'STAGE'", "ALTER DATABASE PROD SWAP WITH STAGE")
	d.fails(3001, "Insufficient privileges to operate on schema 'MART'", "ALTER SCHEMA PROD.MART SWAP WITH STAGE.MART")
	d.fails(2003, "does not exist or not authorized", "ALTER SCHEMA PROD.MART SWAP WITH STAGE.OTHER")
	d.fails(3001, "account", "ALTER DATABASE PROD RENAME TO OTHER")
	a.run("GRANT CREATE DATABASE ON ACCOUNT TO ROLE DEPLOY", "GRANT OWNERSHIP ON DATABASE STAGE TO ROLE DEPLOY REVOKE CURRENT GRANTS")
	d.run("ALTER DATABASE PROD SWAP WITH STAGE", "ALTER DATABASE PROD RENAME TO OTHER")
	d.fails(2002, "already exists", "ALTER DATABASE STAGE RENAME TO OTHER")
}
