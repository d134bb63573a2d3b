package command_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/snowflake/snowflaketest"
)

// auditProject is a folder with one database, in which stage builds orders and
// reads days, and prod builds both.
func auditProject(t *testing.T, server *snowflaketest.Server, strategy string, stage, prod []string) string {
	t.Helper()
	dir := t.TempDir()
	connection := fmt.Sprintf("{type: snowflake, account: %s, user: cutover, password: not a secret, role: deploy, warehouse: wh, database: prod, schema: mart, host: %s, port: %d, protocol: http}",
		server.Account(), server.Host(), server.Port())
	for name, text := range map[string]string{
		"dbt_project.yml": "name: shop\nprofile: shop\n",
		"cutover.yml": "publish: {strategy: " + strategy + ", select: orders}\nwap: {build_select: orders}\nenvironments:\n  stage:\n    manifest: stage.json\n    connection: " + connection +
			"\n  prod:\n    manifest: prod.json\n    promotes_from: stage\n    connection: " + connection + "\n",
		"stage.json": relations(stage...), "prod.json": relations(prod...),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// relations is a manifest of models by their relation: prod.mart.orders is
// orders with +schema: mart, and prod.main.days is days without one.
func relations(list ...string) string {
	var nodes []string
	for _, relation := range list {
		part := strings.Split(relation, ".")
		custom := "null"
		if part[1] != "main" {
			custom = fmt.Sprintf("%q", part[1])
		}
		model, _, _ := strings.Cut(strings.ToLower(part[2]), "__")
		nodes = append(nodes, fmt.Sprintf(`"model.shop.%[1]s": {"unique_id": "model.shop.%[1]s", "name": "%[1]s", "resource_type": "model", "package_name": "shop", "database": %[2]q,
"schema": %[3]q, "alias": %[4]q, "relation_name": %[5]q, "path": "x.sql", "original_file_path": "models/x.sql", "fqn": ["shop", "%[1]s"],
"config": {"materialized": "table", "enabled": true, "schema": %[6]s}, "depends_on": {"nodes": []}}`, model, part[0], part[1], part[2], relation, custom))
	}
	return `{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "dbt_version": "1.11.0", "adapter_type": "snowflake", "project_name": "shop"},
"nodes": {` + strings.Join(nodes, ",") + `}, "sources": {}, "disabled": {}}`
}

// TestDoctorProvesTheAudit: from two manifests, whether wap's audit can write
// into production.
func TestDoctorProvesTheAudit(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	server.Exec(t, "CREATE ROLE DEPLOY", "CREATE DATABASE PROD", "CREATE SCHEMA PROD.MART", "GRANT USAGE ON DATABASE PROD TO ROLE DEPLOY", "GRANT USAGE ON SCHEMA PROD.MART TO ROLE DEPLOY")
	for _, c := range []struct {
		name, strategy string
		stage, prod    []string
		want           []string // check, verdict, the beginning of what was found
		hint           string
	}{
		{
			name: "beside", strategy: "wap", stage: []string{"prod.stage_mart.orders", "prod.main.days"}, prod: []string{"prod.mart.orders", "prod.main.days"},
			want: []string{
				"audit target: ok: dbt build --target stage makes 1 relation, none of them a relation of prod (hooks are not looked at)",
				"audit schemas: ok: none that both stage and prod are built into",
				"audit upstream: ok: shared on purpose, because the audit does not build it: 1 node of prod itself (MAIN.DAYS)",
			},
		},
		{
			name: "over it", strategy: "wap", stage: []string{"prod.mart.orders"}, prod: []string{"PROD.MART.ORDERS"},
			want: []string{"audit target: fail: dbt build --target stage writes over prod: model.shop.orders as PROD.MART.ORDERS"},
			hint: "macros/generate_schema_name.sql has to give {{ target.schema }}_{{ custom_schema_name }} on target stage; where the project has none, this writes it: cutover init --strategy wap",
		},
		{
			name: "over it, without a schema of its own", strategy: "wap", stage: []string{"prod.main.orders"}, prod: []string{"prod.main.orders"},
			want: []string{"audit target: fail: dbt build --target stage writes over prod: model.shop.orders as PROD.MAIN.ORDERS"},
			hint: "give output stage of profiles.yml another schema than prod has",
		},
		{
			name: "among its relations", strategy: "wap", stage: []string{"prod.mart.orders__audit"}, prod: []string{"prod.mart.orders", "prod.mart.days"},
			want: []string{
				"audit target: ok: dbt build --target stage makes 1 relation, none of them a relation of prod (hooks are not looked at)",
				"audit schemas: fail: dbt build --target stage builds where dbt builds for prod: model.shop.orders as PROD.MART.ORDERS__AUDIT beside model.shop.days and 1 more",
			},
		},
		{
			name: "another strategy is warned", strategy: "wac", stage: []string{"prod.mart.orders"}, prod: []string{"prod.mart.orders"},
			want: []string{"audit target: warn: dbt build --target stage writes over prod: model.shop.orders as PROD.MART.ORDERS"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, data := doctor(t, auditProject(t, server, c.strategy, c.stage, c.prod), "--output", "json")
			var document struct {
				Findings []struct{ Check, Verdict, Found, Hint string }
			}
			if err := json.NewDecoder(strings.NewReader(data)).Decode(&document); err != nil {
				t.Fatalf("%v\n%s", err, data)
			}
			var got []string
			for _, f := range document.Findings {
				if strings.HasPrefix(f.Check, "audit ") {
					got = append(got, f.Check+": "+f.Verdict+": "+f.Found)
					if c.hint != "" && f.Hint != c.hint {
						t.Errorf("hint %q, want %q", f.Hint, c.hint)
					}
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s\n%s", diff, data)
			}
		})
	}
}
