package command_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
)

// bigqueryProject is a folder whose cutover.yml leads to the stand-in, with a
// manifest of two models for each side, of which one is selected.
func bigqueryProject(t *testing.T, server *bigquerytest.Server) string {
	t.Helper()
	dir := t.TempDir()
	connection := func(dataset string) string {
		return fmt.Sprintf("{type: bigquery, method: oauth-secrets, token: not a secret, project: %s, dataset: %s, location: US, api_endpoint: %q}", server.Project(), dataset, server.URL())
	}
	model := func(dataset, name, tag string) string {
		return fmt.Sprintf(`"model.shop.%[3]s": {"unique_id": "model.shop.%[3]s", "name": %[3]q, "resource_type": "model", "package_name": "shop", "database": %[1]q, "schema": %[2]q, "tags": [%[4]q],
"alias": %[3]q, "relation_name": "`+"`%[1]s`.`%[2]s`.`%[3]s`"+`", "path": "%[3]s.sql", "original_file_path": "models/%[3]s.sql", "fqn": ["shop", %[3]q], "config": {"materialized": "table", "enabled": true, "tags": [%[4]q]}, "depends_on": {"nodes": []}}`,
			server.Project(), dataset, name, tag)
	}
	manifest := func(dataset string) string {
		return `{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.0", "adapter_type": "bigquery", "project_name": "shop"},
"nodes": {` + model(dataset, "orders", "mart") + ", " + model(dataset, "raw", "other") + `},
"sources": {}, "macros": {}, "docs": {}, "exposures": {}, "metrics": {}, "groups": {}, "selectors": {}, "disabled": {}, "parent_map": {}, "child_map": {}}`
	}
	for name, text := range map[string]string{
		"cutover.yml": "publish: {strategy: wac, select: 'tag:mart'}\nenvironments:\n  stage:\n    manifest: stage.json\n    connection: " + connection("stage") +
			"\n  prod:\n    manifest: prod.json\n    promotes_from: stage\n    connection: " + connection("mart") + "\n",
		"stage.json": manifest("stage"), "prod.json": manifest("mart"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestDoctorBigQuery: what is amiss is told with the command that mends it, nothing
// is changed by looking, and no secret is shown.
func TestDoctorBigQuery(t *testing.T) {
	t.Parallel()
	server := bigquerytest.NewServer(t)
	server.Exec(t,
		"CREATE SCHEMA `prj`.`mart` OPTIONS(default_table_expiration_days = 3)", "CREATE SCHEMA `prj`.`stage`", "CREATE SCHEMA `prj`.`cutover_old__mart`",
		"CREATE TABLE `prj`.`mart`.`orders` AS SELECT 1 AS id, 'EU' AS region", "CREATE TABLE `prj`.`stage`.`orders` AS SELECT 1 AS id, 'EU' AS region",
		"CREATE ROW ACCESS POLICY emea ON `prj`.`mart`.`orders` GRANT TO ('group:a@example.com') FILTER USING (region = 'EU')",
	)
	server.Deny(func(_, permission, _ string) bool { return permission == "bigquery.tables.createSnapshot" })
	dir := bigqueryProject(t, server)
	server.ResetLog()
	code, text := doctor(t, dir)
	for _, want := range []string{
		"bigquery prj opens", "all datasets lie in US", "bq update --dataset --default_table_expiration=0 prj:mart", "DROP SCHEMA `prj`.`cutover_old__mart` CASCADE",
		"on mart.orders: a clone has those of the candidate", "prj.mart lacks bigquery.tables.createSnapshot", "GRANT `roles/bigquery.dataEditor` ON SCHEMA `prj`.`mart`",
		"1 relation: at most 50 releases a day", "7 days in prj.mart",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("doctor does not say %q", want)
		}
	}
	if code == 0 || strings.Contains(text, "not a secret") {
		t.Errorf("exit code %d, or a secret is shown", code)
	}
	for _, r := range server.Requests() {
		asks := strings.HasSuffix(r.Path, ":getIamPolicy") || strings.HasSuffix(r.Path, ":testIamPermissions") || strings.HasSuffix(r.Path, "/queries") || r.SQL == "SELECT 1"
		if r.Method != "GET" && !asks {
			t.Errorf("looking sent %s %s %s", r.Method, r.Path, r.SQL)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
	_, data := doctor(t, dir, "--output", "json")
	var document struct {
		Findings []struct{ Check, Verdict, Found, Hint string }
	}
	if err := json.NewDecoder(strings.NewReader(data)).Decode(&document); err != nil || len(document.Findings) < 15 {
		t.Errorf("JSON with %d findings: %v", len(document.Findings), err)
	}
}
