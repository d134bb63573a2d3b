package command_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cutover/cmd/internal/command"
	"cutover/sql/snowflake/snowflaketest"
)

// snowflakeProject is a folder whose cutover.yml leads to the stand-in, with a
// manifest of one model for each side.
func snowflakeProject(t *testing.T, server *snowflaketest.Server) string {
	t.Helper()
	dir := t.TempDir()
	connection := func(database string) string {
		return fmt.Sprintf("{type: snowflake, account: %s, user: cutover, password: not a secret, role: deploy, warehouse: wh, database: %s, schema: mart, host: %s, port: %d, protocol: http}",
			server.Account(), database, server.Host(), server.Port())
	}
	manifest := func(database string) string {
		return fmt.Sprintf(`{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.0", "adapter_type": "snowflake", "project_name": "shop"},
"nodes": {"model.shop.orders": {"unique_id": "model.shop.orders", "name": "orders", "resource_type": "model", "package_name": "shop", "database": %[1]q, "schema": "mart",
"alias": "orders", "relation_name": "%[1]s.mart.orders", "path": "orders.sql", "original_file_path": "models/orders.sql", "fqn": ["shop", "orders"], "config": {"materialized": "table", "enabled": true}, "depends_on": {"nodes": []}}},
"sources": {}, "macros": {}, "docs": {}, "exposures": {}, "metrics": {}, "groups": {}, "selectors": {}, "disabled": {}, "parent_map": {}, "child_map": {}}`, database)
	}
	for name, text := range map[string]string{
		"cutover.yml": "publish: {strategy: wac}\nenvironments:\n  stage:\n    manifest: stage.json\n    connection: " + connection("stage") +
			"\n  prod:\n    manifest: prod.json\n    promotes_from: stage\n    connection: " + connection("prod") + "\n",
		"stage.json": manifest("stage"), "prod.json": manifest("prod"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func doctor(t *testing.T, dir string, args ...string) (code int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = command.Main(t.Context(), command.Deps{
		Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Clock: time.Now,
		Lookup:  func(string) (string, bool) { return "", false },
		Version: "test",
	}, append([]string{"doctor", "--config", filepath.Join(dir, "cutover.yml"), "--env", "prod"}, args...))
	return code, stdout.String() + stderr.String()
}

// TestDoctorSnowflake: a role that only reads is told what to grant, nothing is
// changed by looking, and no secret is shown.
func TestDoctorSnowflake(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	server.Exec(t,
		"CREATE ROLE DEPLOY", "CREATE DATABASE PROD", "CREATE SCHEMA PROD.MART", "CREATE DATABASE STAGE", "CREATE SCHEMA STAGE.MART",
		"CREATE TABLE PROD.MART.ORDERS (ID INTEGER)", "CREATE STREAM PROD.MART.CHANGES ON TABLE PROD.MART.ORDERS", "CREATE SCHEMA PROD.CUTOVER_OLD__MART",
		"GRANT USAGE ON DATABASE PROD TO ROLE DEPLOY", "GRANT USAGE ON DATABASE STAGE TO ROLE DEPLOY", "GRANT USAGE ON SCHEMA PROD.MART TO ROLE DEPLOY",
		"GRANT USAGE ON SCHEMA STAGE.MART TO ROLE DEPLOY", "GRANT USAGE ON SCHEMA PROD.CUTOVER_OLD__MART TO ROLE DEPLOY",
		"GRANT SELECT ON TABLE PROD.MART.ORDERS TO ROLE DEPLOY", "GRANT SELECT ON STREAM PROD.MART.CHANGES TO ROLE DEPLOY",
	)
	dir := snowflakeProject(t, server)
	code, text := doctor(t, dir)
	for _, want := range []string{
		"snowflake standin opens", `GRANT OWNERSHIP ON SCHEMA "PROD"."MART" TO ROLE "DEPLOY" COPY CURRENT GRANTS`, "GRANT CREATE DATABASE ON ACCOUNT TO ROLE \"DEPLOY\"",
		`DROP SCHEMA "PROD"."CUTOVER_OLD__MART" CASCADE`, "PROD.MART.CHANGES", "retention of PROD.MART", "role ACCOUNTADMIN owns 1 relation",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("doctor does not say %q", want)
		}
	}
	if code == 0 || strings.Contains(text, "not a secret") {
		t.Errorf("exit code %d, or a secret is shown", code)
	}
	for _, st := range server.Sent() {
		if !strings.HasPrefix(st.SQL, "SHOW ") && !strings.HasPrefix(st.SQL, "SELECT ") {
			t.Errorf("looking sent %s", st.SQL)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
	_, data := doctor(t, dir, "--output", "json")
	var document struct {
		Findings []struct{ Check, Verdict, Found, Hint string }
	}
	if err := json.NewDecoder(strings.NewReader(data)).Decode(&document); err != nil || len(document.Findings) < 10 {
		t.Errorf("JSON with %d findings: %v", len(document.Findings), err)
	}
}
