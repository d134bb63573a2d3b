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

func snowflakeProfile(body string) string {
	return "shop:\n  target: prod\n  outputs:\n    prod:\n      type: snowflake\n" + body
}

func TestSnowflakeOutput(t *testing.T) {
	t.Parallel()
	p := profiles(t, snowflakeProfile(`      account: my_org-acct
      user: "{{ env_var('SF_USER') }}"
      password: "{{ env_var('DBT_ENV_SECRET_PASSWORD') }}"
      authenticator: username_password_mfa
      role: transformer
      warehouse: wh
      database: shop_prod
      schema: mart
      query_tag: nightly
      private_key_path: keys/rsa.p8
      client_session_keep_alive: "True"
      port: "{{ env_var('SF_PORT') }}"
      host: localhost
      protocol: http
      proxy_host: proxy
      proxy_port: 3128
      insecure_mode: false
      connect_retries: 0
      connect_timeout: 12
      s3_stage_vpce_dns_name: vpce
      token: 12345
      reuse_connections: true
      retry_all: true
      threads: 4
`), "SF_USER", "loader", "SF_PORT", "8080", "DBT_ENV_SECRET_PASSWORD", "hunter2")
	c, err := p.Connection("shop", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Warnings) > 0 {
		t.Errorf("warnings: %v", c.Warnings)
	}
	got := *c.Snowflake
	if !filepath.IsAbs(got.PrivateKeyPath) || filepath.Base(got.PrivateKeyPath) != "rsa.p8" {
		t.Errorf("private_key_path is %q", got.PrivateKeyPath)
	}
	got.PrivateKeyPath = ""
	want := config.Snowflake{
		Account: "my_org-acct", User: "loader", Password: "hunter2", Authenticator: "username_password_mfa", Role: "transformer",
		Warehouse: "wh", Database: "shop_prod", Schema: "mart", QueryTag: "nightly", ClientSessionKeepAlive: true, Port: 8080,
		Host: "localhost", Protocol: "http", ProxyHost: "proxy", ProxyPort: 3128, ConnectTimeout: 12 * time.Second,
		S3StageVPCEDNSName: "vpce", Token: "12345",
	}
	if got != want {
		t.Errorf("not as written: %s", cmp.Diff(fmt.Sprintf("%+v", plain(want)), fmt.Sprintf("%+v", plain(got))))
	}
	if text := c.String(); text != "snowflake shop.prod (my_org-acct/shop_prod.mart as loader, role transformer)" {
		t.Errorf("prints as %q", text)
	}
}

// plain shows the fields, which the type's own Format does not.
func plain(s config.Snowflake) any {
	type bare config.Snowflake
	return bare(s)
}

func TestSnowflakeFindings(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ body, want string }{
		"no account":      {"      database: d\n", "profiles.yml:5: account is missing"},
		"no database":     {"      account: a\n", "profiles.yml:5: database is missing"},
		"port":            {"      account: a\n      database: d\n      port: x\n", "profiles.yml:8: port must be a whole number"},
		"port too large":  {"      account: a\n      database: d\n      port: 70000\n", "profiles.yml:8: port must be a whole number"},
		"keep alive":      {"      account: a\n      database: d\n      client_session_keep_alive: maybe\n", "profiles.yml:8: client_session_keep_alive must be true or false"},
		"a list":          {"      account: [a]\n      database: d\n", "profiles.yml:6: account must be text"},
		"two keys":        {"      account: a\n      database: d\n      private_key: k\n      private_key_path: p\n", "profiles.yml:9: private_key and private_key_path are both set"},
		"protocol":        {"      account: a\n      database: d\n      protocol: ftp\n", "profiles.yml:8: protocol must be https or http"},
		"half an OAuth":   {"      account: a\n      database: d\n      oauth_client_id: i\n", "oauth_client_id and oauth_client_secret belong together"},
		"negative retry":  {"      account: a\n      database: d\n      connect_retries: -1\n", "profiles.yml:8: connect_retries must be a whole number from 0"},
		"timeout in text": {"      account: a\n      database: d\n      connect_timeout: 10s\n", "profiles.yml:8: connect_timeout must be a whole number"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := profiles(t, snowflakeProfile(tc.body)).Connection("shop", "")
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

// TestSnowflakeOwnKeys: the keys that dbt does not have belong to cutover.yml.
func TestSnowflakeOwnKeys(t *testing.T) {
	t.Parallel()
	c, err := profiles(t, snowflakeProfile("      database: d\n      connection_name: ci\n")).Connection("shop", "")
	if err != nil {
		t.Fatal(err)
	}
	if c.Snowflake.ConnectionName != "ci" || len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], `profiles.yml:7: "connection_name" is not a key of dbt-snowflake`) {
		t.Errorf("connection %q, warnings %v", c.Snowflake.ConnectionName, c.Warnings)
	}
	f := load(t, map[string]string{"cutover.yml": `environments:
  prod:
    connection: {type: snowflake, database: d, connection_name: ci, oauth_scope: s}
`})
	c, err = environment(t, f, "prod").Connection(variables())
	if err != nil {
		t.Fatal(err)
	}
	if c.Snowflake.ConnectionName != "ci" || c.Snowflake.OAuthScope != "s" || len(c.Warnings) != 0 {
		t.Errorf("connection %q, warnings %v", c.Snowflake.ConnectionName, c.Warnings)
	}
}

func TestSnowflakeHidesSecrets(t *testing.T) {
	t.Parallel()
	c, err := profiles(t, snowflakeProfile(`      account: a
      database: d
      password: hidden1
      passcode: hidden2
      token: hidden3
      private_key: hidden4
      private_key_passphrase: hidden5
      oauth_client_id: id
      oauth_client_secret: hidden6
`)).Connection("shop", "")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		fmt.Fprintf(&out, verb, *c.Snowflake)
		fmt.Fprintf(&out, verb, c)
		fmt.Fprintf(&out, verb, *c)
	}
	for _, encode := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		for _, value := range []any{c, c.Snowflake, c.Settings()} {
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

func TestSnowflakeKeys(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{"cutover.yml": `publish: {mode: tables, schema_order: [MART, CORE]}
guards: {content: hash}
state: {database: OPS}
environments: {prod: }
`})
	e := environment(t, f, "prod")
	if e.Publish.Mode != config.ModeTables || e.Guards.Content != config.ContentHash || e.State.Database != "OPS" {
		t.Errorf("mode %q, content %q, state in %q", e.Publish.Mode, e.Guards.Content, e.State.Database)
	}
	if diff := cmp.Diff([]string{"MART", "CORE"}, e.Publish.SchemaOrder); diff != "" {
		t.Error(diff)
	}
}
