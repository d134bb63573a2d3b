package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"cutover/cmd/internal/config"
)

// planted are values that must never be seen in anything that prints.
func planted() []string {
	return []string{
		"PLANTED-1-password", "PLANTED-2-token", "PLANTED-3-key", "PLANTED-4-nested", "PLANTED-5-json", "PLANTED-6-refresh",
		"PLANTED-7-md", "PLANTED-8-url", "PLANTED-9-env", "PLANTED-10-client", "PLANTED-11-passphrase", "PLANTED-12-dsn", "PLANTED-13-override",
	}
}

const secretProfile = `p:
  outputs:
    t:
      type: duckdb
      path: "md:shop?motherduck_token=PLANTED-7-md"
      password: PLANTED-1-password
      token: PLANTED-2-token
      private_key: |
        PLANTED-3-key
      private_key_passphrase: PLANTED-11-passphrase
      secrets: [{type: s3, secret: PLANTED-4-nested}]
      keyfile_json: {private_key: PLANTED-5-json}
      refresh_token: PLANTED-6-refresh
      oauth_client_secret: PLANTED-10-client
      host: "https://user:PLANTED-8-url@example.com/x"
      user: "prefix-{{ env_var('DBT_ENV_SECRET_USER') }}"
      settings: {motherduck_token: PLANTED-7-md, memory_limit: 1GB}
      attach: [{path: "postgres:dbname=x password=PLANTED-12-dsn", type: postgres}]
      harmless: seen
`

func TestNothingPrintsASecret(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{
		"cutover.yml":     "environments: {t: {connection: {extra_password: PLANTED-13-override}}}\ndbt: {vars: {api_token: PLANTED-2-token, deep: {password: PLANTED-1-password}}}\n",
		"dbt_project.yml": "name: x\nprofile: p\n",
		"profiles.yml":    secretProfile,
	})
	f, err := config.Load(filepath.Join(dir, "cutover.yml"), nil)
	if err != nil {
		t.Fatal(err)
	}
	e := environment(t, f, "t")
	c, err := e.Connection(variables("DBT_ENV_SECRET_USER", "PLANTED-9-env"))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"password": "PLANTED-1-password", "user": "prefix-PLANTED-9-env", "private_key": "PLANTED-3-key", "extra_password": "PLANTED-13-override"} {
		if c.Raw[key] != want {
			t.Errorf("the adapter does not get %s: %q", key, c.Raw[key])
		}
	}
	var out bytes.Buffer
	for _, value := range []any{c, *c, c.DuckDB, *c.DuckDB, c.Raw, c.DuckDB.Settings, c.DuckDB.Attach, c.DuckDB.Attach[0], c.Settings(), e.Origins(), c.Warnings, c.String()} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
		text, err := json.Marshal(value)
		if err != nil {
			t.Error(err)
		}
		out.Write(text)
		if text, err = yaml.Marshal(value); err != nil {
			t.Error(err)
		}
		out.Write(text)
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "value", value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "value", value)
		fmt.Fprintln(&out, fmt.Errorf("wrapped: %v", value))
	}
	for _, secret := range planted() {
		if strings.Contains(out.String(), secret) || strings.Contains(out.String(), fmt.Sprintf("%x", secret)) {
			for line := range strings.Lines(out.String()) {
				if strings.Contains(line, secret) {
					t.Errorf("%s is printed in %.300s", secret, line)
					break
				}
			}
		}
	}
	if !strings.Contains(out.String(), "seen") || !strings.Contains(out.String(), "memory_limit") {
		t.Error("harmless values are hidden as well")
	}
}

func TestMessagesHoldNoSecret(t *testing.T) {
	t.Parallel()
	for _, output := range []string{
		"{type: duckdb, path: x, user: '{{ env_var(\"DBT_ENV_SECRET_X\") | int }}'}",
		"{type: duckdb, path: x, user: '{{ env_var(\"PLAIN\") | as_number }}'}",
		"{type: duckdb, path: x, user: '{{ env_var(\"PLAIN\") + 1 }}'}",
		"{type: duckdb, path: x, user: '{{ \"PLANTED\" \"{{\" + 1 }}'}",
		"{type: duckdb, path: x, token: '{{ PLANTED'}",
	} {
		_, err := profiles(t, "p: {outputs: {t: "+output+"}}", "DBT_ENV_SECRET_X", "PLANTED", "PLAIN", "PLANTED").Connection("p", "t")
		if err == nil {
			t.Errorf("%s is accepted", output)
			continue
		}
		if strings.Contains(err.Error(), "PLANTED") {
			t.Errorf("%v", err)
		}
	}
}
