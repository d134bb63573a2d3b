package catalog_test

import (
	"testing"
)

func cloneSource(t *testing.T) *account {
	return open(t,
		"CREATE ROLE READER", "CREATE ROLE LOADER", "CREATE DATABASE PROD COMMENT = 'c'", "CREATE SCHEMA PROD.MART COMMENT = 'm'",
		"GRANT USAGE ON DATABASE PROD TO ROLE READER", "GRANT USAGE ON SCHEMA PROD.MART TO ROLE READER",
		"GRANT SELECT ON FUTURE TABLES IN SCHEMA PROD.MART TO ROLE READER", "GRANT USAGE ON FUTURE SCHEMAS IN DATABASE PROD TO ROLE LOADER",
		"CREATE TABLE PROD.MART.T (ID NUMBER(10,0) NOT NULL COMMENT 'the key', AMOUNT NUMBER(12,2) DEFAULT 1.5, NOTE VARCHAR(20)) COMMENT = 'facts'",
		"INSERT INTO PROD.MART.T VALUES (1, 2.5, 'x'), (2, 3.5, NULL)",
		"CREATE VIEW PROD.MART.V AS SELECT ID FROM PROD.MART.T",
		"CREATE STREAM PROD.MART.ST ON TABLE PROD.MART.T",
		"CREATE TASK PROD.MART.TA SCHEDULE = '1 MINUTE' AS SELECT 1", "ALTER TASK PROD.MART.TA RESUME",
		"CREATE ALERT PROD.MART.AL SCHEDULE = '1 MINUTE' IF (EXISTS (SELECT 1)) THEN SELECT 2", "ALTER ALERT PROD.MART.AL RESUME",
		"CREATE STAGE PROD.MART.EXT URL = 's3://x/y'", "CREATE STAGE PROD.MART.INT",
		"CREATE PIPE PROD.MART.P1 AUTO_INGEST = TRUE AS COPY INTO PROD.MART.T FROM @PROD.MART.EXT",
		"CREATE PIPE PROD.MART.P2 AS COPY INTO PROD.MART.T FROM @PROD.MART.INT",
		"CREATE EXTERNAL TABLE PROD.MART.XT LOCATION = @PROD.MART.EXT FILE_FORMAT = (TYPE = PARQUET)",
		"CREATE SEQUENCE PROD.MART.SQ", "CREATE FILE FORMAT PROD.MART.FF TYPE = CSV",
		"CREATE MASKING POLICY PROD.MART.MP AS (V VARCHAR) RETURNS VARCHAR -> '*'", "CREATE TAG PROD.MART.TG",
		"ALTER TABLE PROD.MART.T MODIFY COLUMN NOTE SET MASKING POLICY PROD.MART.MP", "ALTER TABLE PROD.MART.T SET TAG PROD.MART.TG = 'v'",
	)
}

const policies = `SELECT POLICY_SCHEMA, POLICY_NAME, POLICY_KIND, REF_COLUMN_NAME FROM TABLE("PROD".INFORMATION_SCHEMA.POLICY_REFERENCES(REF_ENTITY_NAME => '`

// Source: "Cloning considerations": what a clone of a schema holds, what it does
// not, and in which state; CREATE ... CLONE, "General usage notes" on grants.
func TestCloneSchema(t *testing.T) {
	t.Parallel()
	a := cloneSource(t)
	a.run(`CREATE SCHEMA "PROD"."SHADOW" CLONE "PROD"."MART"`)
	a.want("SHOW TABLES IN SCHEMA PROD.SHADOW", []string{"name", "comment", "rows", "is_external", "kind"}, "T|facts|2|N|TABLE")
	if a.created("SHOW TABLES IN SCHEMA PROD.SHADOW") == a.created("SHOW TABLES LIKE 't' IN SCHEMA PROD.MART") {
		t.Error("the clone has the created_on of its source")
	}
	a.want("SHOW TABLES LIKE 't' IN DATABASE PROD", []string{"bytes"}, a.rows("SHOW TABLES IN SCHEMA PROD.SHADOW", "bytes")[0], a.rows("SHOW TABLES IN SCHEMA PROD.SHADOW", "bytes")[0])
	// The container's own grants are not copied, those of the children are;
	// future grants of the database apply to the new schema.
	a.want("SHOW GRANTS ON SCHEMA PROD.SHADOW", []string{"privilege", "grantee_name"}, "OWNERSHIP|ACCOUNTADMIN", "USAGE|LOADER")
	a.want("SHOW FUTURE GRANTS IN SCHEMA PROD.SHADOW", nil)
	a.want("SHOW GRANTS ON TABLE PROD.SHADOW.T", []string{"privilege", "grantee_name"}, "OWNERSHIP|ACCOUNTADMIN", "SELECT|READER")
	a.want("SHOW SCHEMAS LIKE 'shadow' IN DATABASE PROD", []string{"comment"}, "m")
	a.want("SHOW VIEWS IN SCHEMA PROD.SHADOW", []string{"text"}, "CREATE VIEW PROD.MART.V AS SELECT ID FROM PROD.MART.T")
	a.want("SHOW TASKS IN SCHEMA PROD.SHADOW", []string{"name", "state"}, "TA|suspended")
	a.want("SHOW ALERTS IN SCHEMA PROD.SHADOW", []string{"name", "state", "action"}, "AL|suspended|SELECT 2")
	a.want("SHOW STAGES IN SCHEMA PROD.SHADOW", []string{"name", "type"}, "EXT|EXTERNAL")
	a.want("SHOW PIPES IN SCHEMA PROD.SHADOW", []string{"name"}, "P1")
	a.want("SHOW STREAMS IN SCHEMA PROD.SHADOW", []string{"table_name", "stale"}, "PROD.SHADOW.T|false")
	a.want("SHOW EXTERNAL TABLES IN SCHEMA PROD.SHADOW", nil)
	a.want("SHOW SEQUENCES IN SCHEMA PROD.SHADOW", []string{"name"}, "SQ")
	a.want("SHOW FILE FORMATS IN SCHEMA PROD.SHADOW", []string{"name"}, "FF")
	// Policies and tags of the same container are those of the clone.
	a.want(policies+`"PROD"."SHADOW"."T"', REF_ENTITY_DOMAIN => 'table'))`, nil, "SHADOW|MP|MASKING_POLICY|NOTE")
	a.want(`SELECT TAG_SCHEMA, TAG_NAME, TAG_VALUE, LEVEL FROM TABLE("PROD".INFORMATION_SCHEMA.TAG_REFERENCES('"PROD"."SHADOW"."T"', 'table'))`, nil, "SHADOW|TG|v|TABLE")
	// The rows are the clone's own.
	a.run("INSERT INTO PROD.SHADOW.T (ID) VALUES (3)", "DELETE FROM PROD.MART.T WHERE ID = 1")
	a.want("SELECT ID, AMOUNT, NOTE FROM PROD.SHADOW.T ORDER BY ID", nil, "1|2.50|x", "2|3.50|<null>", "3|1.50|<null>")
	a.want("SELECT COUNT(*) FROM PROD.MART.T", nil, "1")
	a.fails(100072, "NULL", "INSERT INTO PROD.SHADOW.T (NOTE) VALUES ('y')")
	a.want("SELECT * FROM PROD.SHADOW.V ORDER BY 1", nil, "2") // the view reads production by its full name
}

// Source: GRANT privilege, "Future grants and cloning": the schemas of a cloned
// database copy their future grants, the database does not copy its own.
func TestCloneDatabase(t *testing.T) {
	t.Parallel()
	a := cloneSource(t)
	a.run("CREATE TRANSIENT DATABASE STAGE CLONE PROD")
	a.want("SHOW DATABASES LIKE 'stage'", []string{"options", "comment"}, "TRANSIENT|c")
	a.want("SHOW GRANTS ON DATABASE STAGE", []string{"privilege"}, "OWNERSHIP")
	a.want("SHOW FUTURE GRANTS IN DATABASE STAGE", nil)
	a.want("SHOW FUTURE GRANTS IN SCHEMA STAGE.MART", []string{"privilege", "grantee_name"}, "SELECT|READER")
	a.want("SHOW GRANTS ON SCHEMA STAGE.MART", []string{"privilege", "grantee_name"}, "OWNERSHIP|ACCOUNTADMIN", "USAGE|READER")
	a.want("SHOW TABLES LIKE 't' IN DATABASE STAGE", []string{"schema_name", "kind"}, "MART|TRANSIENT")
	a.want("SHOW STREAMS IN DATABASE STAGE", []string{"table_name"}, "STAGE.MART.T")
	a.fails(2120, "Transient object cannot be cloned to a permanent object", "CREATE DATABASE P2 CLONE STAGE")
	a.fails(2120, "Transient", "CREATE SCHEMA PROD.X CLONE STAGE.MART")
	a.fails(2120, "Transient", "CREATE TABLE PROD.MART.X CLONE STAGE.MART.T")
	a.run("CREATE TRANSIENT TABLE PROD.MART.X CLONE STAGE.MART.T", "CREATE OR REPLACE TRANSIENT DATABASE STAGE CLONE PROD")
	a.want("SHOW DATABASES HISTORY LIKE 'stage'", []string{"name"}, "STAGE", "STAGE")
}

// Source: CREATE TABLE ... CLONE: COPY GRANTS keeps those of the table that is
// replaced, else takes those of the source, and no future grants apply; without
// it future grants apply and nothing else.
func TestCloneTableGrants(t *testing.T) {
	t.Parallel()
	base := []string{
		"CREATE ROLE R1", "CREATE ROLE R2", "CREATE ROLE R3", "CREATE ROLE OWNER2", "CREATE DATABASE D", "CREATE SCHEMA D.P", "CREATE SCHEMA D.S",
		"CREATE TABLE D.P.T AS SELECT 1 AS X", "CREATE TABLE D.S.T AS SELECT 2 AS X",
		"GRANT SELECT ON TABLE D.P.T TO ROLE R1", "GRANT SELECT ON TABLE D.S.T TO ROLE R2",
		"GRANT OWNERSHIP ON TABLE D.P.T TO ROLE OWNER2 COPY CURRENT GRANTS",
		"GRANT SELECT ON FUTURE TABLES IN DATABASE D TO ROLE R3",
	}
	for _, tc := range []struct {
		name, text, table string
		want              []string
	}{
		{"replace with copy", "CREATE OR REPLACE TABLE D.P.T CLONE D.S.T COPY GRANTS", "D.P.T", []string{"OWNERSHIP|ACCOUNTADMIN", "SELECT|R1"}},
		{"replace without", "CREATE OR REPLACE TABLE D.P.T CLONE D.S.T", "D.P.T", []string{"OWNERSHIP|ACCOUNTADMIN", "SELECT|R3"}},
		{"new with copy", "CREATE TABLE D.P.N CLONE D.S.T COPY GRANTS", "D.P.N", []string{"OWNERSHIP|ACCOUNTADMIN", "SELECT|R2"}},
		{"new with replace and copy", "CREATE OR REPLACE TABLE D.P.N CLONE D.S.T COPY GRANTS", "D.P.N", []string{"OWNERSHIP|ACCOUNTADMIN", "SELECT|R2"}},
		{"new without", "CREATE TABLE D.P.N CLONE D.S.T", "D.P.N", []string{"OWNERSHIP|ACCOUNTADMIN", "SELECT|R3"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a := open(t, base...)
			a.run(tc.text)
			a.want("SHOW GRANTS ON TABLE "+tc.table, []string{"privilege", "grantee_name"}, tc.want...)
			a.want("SELECT X FROM "+tc.table, nil, "2")
		})
	}
}

// Source: "Introduction to streams": recreating a table makes its streams stale,
// renaming does not; "Working with materialized views" is not modelled further.
func TestStreamsFollowTheTable(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE SCHEMA D.A", "CREATE SCHEMA D.B", "CREATE TABLE D.A.T (X INT)", "CREATE TABLE D.B.T (X INT)", "CREATE STREAM D.PUBLIC.S ON TABLE D.A.T")
	show := []string{"table_name", "stale"}
	a.want("SHOW STREAMS IN DATABASE D", show, "D.A.T|false")
	a.run("ALTER SCHEMA D.A SWAP WITH D.B")
	a.want("SHOW STREAMS IN DATABASE D", show, "D.B.T|false")
	a.run("ALTER TABLE D.B.T RENAME TO D.B.U")
	a.want("SHOW STREAMS IN DATABASE D", show, "D.B.U|false")
	a.run("CREATE OR REPLACE TABLE D.B.U CLONE D.A.T COPY GRANTS")
	a.want("SHOW STREAMS IN DATABASE D", show, "D.B.U|true")
}
