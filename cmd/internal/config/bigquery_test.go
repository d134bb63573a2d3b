package config_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"cutover/cmd/internal/config"
)

func bigQueryProfile(body string) string {
	return "shop:\n  target: prod\n  outputs:\n    prod:\n      type: bigquery\n" + body
}

func TestBigQueryOutput(t *testing.T) {
	t.Parallel()
	p := profiles(t, bigQueryProfile(`      method: service-account-json
      project: shop-prod
      dataset: mart
      execution_project: shop-jobs
      quota_project: shop-quota
      location: EU
      scopes: [https://www.googleapis.com/auth/bigquery]
      api_endpoint: http://127.0.0.1:9050
      keyfile: keys/bot.json
      keyfile_json: {type: service_account, private_key: "{{ env_var('DBT_ENV_SECRET_KEY') }}", client_email: bot@x}
      token: t
      refresh_token: r
      client_id: 123
      client_secret: s
      token_uri: https://oauth2.googleapis.com/token
      workload_pool_provider_path: //iam.googleapis.com/p
      service_account_impersonation_url: https://iamcredentials.googleapis.com/x
      token_endpoint: {type: entra, request_url: https://login.example.com, request_data: "a=b"}
      impersonate_service_account: deploy@x
      priority: Batch
      maximum_bytes_billed: "{{ env_var('MOST') | int }}"
      reservation: projects/p/locations/EU/reservations/r
      job_execution_timeout_seconds: 300
      job_creation_timeout_seconds: "30"
      job_retries: 0
      job_retry_deadline_seconds: 600
      compute_region: europe-west3
      gcs_bucket: b
      submission_method: serverless
      job_link_info_level_log: true
      threads: 4
`), "MOST", "1000000000000", "DBT_ENV_SECRET_KEY", "line1\\nline2")
	c, err := p.Connection("shop", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warnings: %v", c.Warnings)
	}
	type bare config.BigQuery // without the type's own Format
	got := bare(*c.BigQuery)
	if !filepath.IsAbs(got.Keyfile) || filepath.Base(got.Keyfile) != "bot.json" {
		t.Errorf("keyfile is %q", got.Keyfile)
	}
	got.Keyfile = ""
	want := bare{
		Method: "service-account-json", Project: "shop-prod", Dataset: "mart", ExecutionProject: "shop-jobs", QuotaProject: "shop-quota", Location: "EU",
		Scopes: []string{"https://www.googleapis.com/auth/bigquery"}, APIEndpoint: "http://127.0.0.1:9050",
		KeyfileJSON: `{"client_email":"bot@x","private_key":"line1\\nline2","type":"service_account"}`,
		Token:       "t", RefreshToken: "r", ClientID: "123", ClientSecret: "s", TokenURI: "https://oauth2.googleapis.com/token",
		WorkloadPoolProviderPath: "//iam.googleapis.com/p", ServiceAccountImpersonationURL: "https://iamcredentials.googleapis.com/x",
		TokenEndpoint:             config.TokenEndpoint{Type: "entra", RequestURL: "https://login.example.com", RequestData: "a=b"},
		ImpersonateServiceAccount: "deploy@x", Priority: "batch", MaximumBytesBilled: 1e12, Reservation: "projects/p/locations/EU/reservations/r",
		JobExecutionTimeout: 5 * time.Minute, JobCreationTimeout: 30 * time.Second, JobRetryDeadline: 10 * time.Minute,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("not as written (-want +got):\n%s", diff)
	}
	if text := c.String(); text != "bigquery shop.prod (shop-prod.mart in EU, jobs in shop-jobs, service-account-json)" {
		t.Errorf("prints as %q", text)
	}
}

// TestBigQueryAliases: dbt's other names for the same keys.
func TestBigQueryAliases(t *testing.T) {
	t.Parallel()
	c, err := profiles(t, bigQueryProfile(`      method: oauth
      database: shop-prod
      schema: mart
      timeout_seconds: 60
      retries: 3
      scopes: https://www.googleapis.com/auth/bigquery
      target_project: x
      target_dataset: y
      dataproc_region: europe-west3
`)).Connection("shop", "")
	if err != nil {
		t.Fatal(err)
	}
	b := c.BigQuery
	if b.Project != "shop-prod" || b.Dataset != "mart" || b.JobExecutionTimeout != time.Minute || b.JobRetries != 3 || len(b.Scopes) != 1 || len(c.Warnings) > 0 {
		t.Errorf("%s, %s, %d retries, scopes %q, warnings %v", b, b.JobExecutionTimeout, b.JobRetries, b.Scopes, c.Warnings)
	}
	c, err = profiles(t, bigQueryProfile("      method: oauth\n      dataset: mart\n      keyfile_json: e30=\n")).Connection("shop", "")
	if err != nil {
		t.Fatal(err)
	}
	if c.BigQuery.JobRetries != 1 || c.BigQuery.Project != "" || c.BigQuery.KeyfileJSON != "e30=" {
		t.Errorf("%d retries, project %q", c.BigQuery.JobRetries, c.BigQuery.Project)
	}
}

func TestBigQueryFindings(t *testing.T) {
	t.Parallel()
	const fine = "      method: oauth\n      dataset: d\n"
	for name, tc := range map[string]struct{ body, want string }{
		"no method":         {"      dataset: d\n", "profiles.yml:5: method is missing: one of oauth,"},
		"unknown method":    {"      method: service_account\n      dataset: d\n", `profiles.yml:6: method must be one of oauth, oauth-secrets, service-account, service-account-json, external-oauth-wif, not "service_account": did you mean "service-account"?`},
		"no dataset":        {"      method: oauth\n", "profiles.yml:5: dataset is missing"},
		"two projects":      {fine + "      project: p\n      database: p\n", "profiles.yml:9: project and database are the same key"},
		"two timeouts":      {fine + "      timeout_seconds: 1\n      job_execution_timeout_seconds: 1\n", "profiles.yml:8: job_execution_timeout_seconds and timeout_seconds are the same key"},
		"priority":          {fine + "      priority: high\n", `profiles.yml:8: priority must be interactive or batch, not "high"`},
		"bytes":             {fine + "      maximum_bytes_billed: 1TB\n", "profiles.yml:8: maximum_bytes_billed must be a whole number"},
		"timeout":           {fine + "      job_creation_timeout_seconds: 5s\n", "profiles.yml:8: job_creation_timeout_seconds must be a whole number"},
		"negative retries":  {fine + "      retries: -1\n", "profiles.yml:8: retries must be a whole number from 0"},
		"a list":            {fine + "      project: [a]\n", "profiles.yml:8: project must be text"},
		"scopes":            {fine + "      scopes: [1]\n", "profiles.yml:8: scopes must be a list of text"},
		"endpoint":          {fine + "      api_endpoint: ftp://x\n", "profiles.yml:8: api_endpoint must be the address of the service"},
		"token endpoint":    {fine + "      token_endpoint: hidden\n", "profiles.yml:8: token_endpoint must be a mapping with type, request_url and request_data"},
		"half of it":        {fine + "      token_endpoint: {type: entra, request_url: u}\n", "profiles.yml:8: token_endpoint needs request_data"},
		"keyfile as a list": {fine + "      keyfile_json: [hidden]\n", "profiles.yml:8: keyfile_json must be text, not a list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := profiles(t, bigQueryProfile(tc.body)).Connection("shop", "")
			if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "hidden") {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestBigQueryHidesSecrets(t *testing.T) {
	t.Parallel()
	for _, keyfile := range []string{"{private_key: hidden1, private_key_id: hidden2}", "aGlkZGVu-hidden2"} {
		c, err := profiles(t, bigQueryProfile(`      method: oauth-secrets
      dataset: mart
      keyfile_json: `+keyfile+`
      token: hidden3
      refresh_token: hidden4
      client_id: id
      client_secret: hidden5
      api_endpoint: https://u:hidden6@x
      token_endpoint: {type: entra, request_url: "https://x/?secret=hidden7", request_data: client_secret=hidden8}
`)).Connection("shop", "")
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
			for _, value := range []any{*c.BigQuery, c.BigQuery, c.BigQuery.TokenEndpoint, c, *c} {
				fmt.Fprintf(&out, verb, value)
			}
		}
		for _, encode := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
			for _, value := range []any{c, c.BigQuery, c.BigQuery.TokenEndpoint, c.Settings()} {
				data, err := encode(value)
				if err != nil {
					t.Fatal(err)
				}
				out.Write(data)
			}
		}
		if at := strings.Index(out.String(), "hidden"); at >= 0 {
			t.Errorf("a secret is printed: %s", out.String()[max(0, at-200):at+7])
		}
	}
}

func TestBigQueryKeys(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{"cutover.yml": `publish: {mode: transaction, keep_for: 3d, preserve: true}
state: {database: shop-ops, container: releases}
environments: {prod: , other: {publish: {keep_for: null, preserve: null}}}
`})
	e := environment(t, f, "prod")
	if e.Publish.Mode != config.ModeTransaction || e.Publish.KeepFor != 72*time.Hour || !e.Publish.Preserve || e.State.Database != "shop-ops" || e.State.Container != "releases" {
		t.Errorf("mode %q, kept for %s, preserve %v, state in %+v", e.Publish.Mode, e.Publish.KeepFor, e.Publish.Preserve, e.State)
	}
	if e := environment(t, f, "other"); e.Publish.KeepFor != 7*24*time.Hour || e.Publish.Preserve {
		t.Errorf("by default kept for %s, preserve %v", e.Publish.KeepFor, e.Publish.Preserve)
	}
}

// TestModeFitsWarehouse: a mode that the warehouse does not have is not passed
// over.
func TestModeFitsWarehouse(t *testing.T) {
	t.Parallel()
	connections := map[string]string{
		"snowflake": "{type: snowflake, account: a, database: d}",
		"bigquery":  "{type: bigquery, method: oauth, dataset: d}",
		"duckdb":    "{type: duckdb, path: x.duckdb}",
	}
	for _, tc := range []struct{ kind, mode, want string }{
		{"snowflake", "schema", ""},
		{"snowflake", "tables", ""},
		{"snowflake", "clone", "cutover.yml:1: publish.mode: clone is not for snowflake: there it is schema, tables"},
		{"bigquery", "clone", ""},
		{"bigquery", "transaction", ""},
		{"bigquery", "views", ""},
		{"bigquery", "tables", "cutover.yml:1: publish.mode: tables is not for bigquery: there it is clone, transaction, views"},
		{"bigquery", "null", ""},
		{"duckdb", "null", ""},
		{"duckdb", "views", "cutover.yml:1: publish.mode: views is not for duckdb, which publishes in one way only: take it out for prod"},
	} {
		f := load(t, map[string]string{"cutover.yml": "publish: {mode: " + tc.mode + "}\nenvironments: {prod: {connection: " + connections[tc.kind] + "}}\n"})
		_, err := environment(t, f, "prod").Connection(variables())
		switch {
		case tc.want == "" && err != nil:
			t.Errorf("%s on %s: %v", tc.mode, tc.kind, err)
		case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("%s on %s: got %v, want %q", tc.mode, tc.kind, err, tc.want)
		}
	}
}
