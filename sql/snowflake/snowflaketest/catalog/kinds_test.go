package catalog_test

import (
	"testing"
)

// Source: CREATE <object> and SHOW <objects> of each kind; of these kinds only
// existence, listing, grants, cloning and swapping are modelled.
func TestOtherKinds(t *testing.T) {
	t.Parallel()
	a := open(t, "CREATE DATABASE D", "CREATE SCHEMA D.S", "CREATE TABLE D.S.T AS SELECT 1 AS X",
		"CREATE DYNAMIC TABLE D.S.DT TARGET_LAG = '1 minute' WAREHOUSE = COMPUTE_WH AS SELECT X FROM D.S.T",
		"CREATE OR REPLACE MATERIALIZED VIEW D.S.MV AS SELECT X FROM D.S.T", "CREATE HYBRID TABLE D.S.H (X INT PRIMARY KEY)", "CREATE ICEBERG TABLE D.S.I (X INT)",
		"CREATE TRANSIENT TABLE D.S.TR (X INT)", "CREATE TEMPORARY TABLE D.S.TE (X INT)", "CREATE TABLE D.S.CL (X INT) CLUSTER BY (X) COMMENT = 'cl'",
		"CREATE FUNCTION D.S.F(A INT, B VARCHAR) RETURNS INT AS 'A'", "CREATE FUNCTION D.S.F(A INT) RETURNS INT AS 'A'",
		"CREATE EXTERNAL FUNCTION D.S.XF(A INT) RETURNS INT API_INTEGRATION = I AS 'https://x'", "CREATE PROCEDURE D.S.P() RETURNS INT LANGUAGE SQL AS $$BEGIN RETURN 1; END$$",
		"GRANT USAGE ON FUNCTION D.S.XF(INT) TO ROLE PUBLIC", "GRANT SELECT ON DYNAMIC TABLE D.S.DT TO ROLE PUBLIC")
	a.want("SHOW TABLES IN SCHEMA D.S", []string{"name", "kind", "is_dynamic", "is_hybrid", "is_iceberg", "cluster_by"},
		"CL|TABLE|N|N|N|LINEAR(X)", "DT|TABLE|Y|N|N|", "H|TABLE|N|Y|N|", "I|TABLE|N|N|Y|", "T|TABLE|N|N|N|", "TE|TEMPORARY|N|N|N|", "TR|TRANSIENT|N|N|N|")
	a.want("SHOW VIEWS IN SCHEMA D.S", []string{"name", "is_materialized"}, "MV|true")
	a.want("SELECT DT.X + MV.X AS N FROM D.S.DT, D.S.MV", nil, "2")
	a.want("SHOW USER FUNCTIONS IN SCHEMA D.S", []string{"name", "is_external_function"}, "F|N", "F|N", "XF|Y")
	a.want("SHOW USER PROCEDURES IN SCHEMA D.S", []string{"name"}, "P")
	a.want("SHOW DYNAMIC TABLES IN DATABASE D", []string{"name"}, "DT")
	a.run("CREATE SCHEMA D.C CLONE D.S", "ALTER DYNAMIC TABLE D.S.DT SWAP WITH D.C.DT")
	a.want("SHOW TABLES IN SCHEMA D.C", []string{"name"}, "CL", "DT", "I", "T", "TR") // neither hybrid nor temporary
	a.fails(2, "SWAP WITH", "ALTER TABLE D.S.T SWAP WITH D.C.DT")
	a.fails(2003, "", "SHOW GRANTS ON TASK D.S.NOPE")
	a.run("DROP FUNCTION D.S.XF(INT)", "DROP TABLE IF EXISTS D.S.NOPE", "DROP VIEW IF EXISTS D.S.NOPE", "DROP DATABASE IF EXISTS NOPE", "CREATE TABLE IF NOT EXISTS D.S.T (Y INT)",
		"CREATE TABLE D.S.L LIKE D.S.T", "ALTER TABLE D.S.T RENAME COLUMN X TO Y", "COMMENT ON TABLE D.S.T IS 'it''s'", "COMMENT ON COLUMN D.S.T.Y IS 'y'")
	a.want("SELECT Y FROM D.S.T", nil, "1")
	a.want("SHOW TABLES LIKE 't' IN SCHEMA D.S", []string{"comment"}, "it's")
	a.want("DESCRIBE TABLE D.S.T", []string{"name", "comment"}, "Y|y")
	a.want("DESCRIBE TABLE D.S.CL", []string{"name", "type"}, "X|NUMBER(38,0)")
}
