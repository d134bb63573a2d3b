package config

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Snowflake is the connection of a dbt-snowflake output, with the keys of
// cutover.yml that dbt has none for. Texts are empty when not set.
type Snowflake struct {
	Account, User, Authenticator string
	Password, Passcode, Token    string
	PrivateKey                   string
	// PrivateKeyPath is absolute.
	PrivateKeyPath                    string
	PrivateKeyPassphrase              string
	OAuthClientID, OAuthClientSecret  string
	OAuthTokenRequestURL, OAuthScope  string
	OAuthAuthorizationURL             string
	OAuthRedirectURI                  string
	WorkloadIdentityProvider          string
	WorkloadIdentityEntraResource     string
	Role, Warehouse, Database, Schema string
	QueryTag                          string
	Host, Protocol, ProxyHost         string
	// Port and ProxyPort are 0 when not set.
	Port, ProxyPort        int
	ClientSessionKeepAlive bool
	InsecureMode           bool
	S3StageVPCEDNSName     string
	// ConnectRetries is 1 when not set, as in dbt.
	ConnectRetries int
	// ConnectTimeout is 0 when not set.
	ConnectTimeout time.Duration
	// ConnectionName is a section of Snowflake's connections.toml.
	ConnectionName string
}

// String names the account, the database and the role.
func (s Snowflake) String() string {
	out := s.Account
	if out == "" {
		out = s.ConnectionName
	}
	out += "/" + s.Database
	if s.Schema != "" {
		out += "." + s.Schema
	}
	if s.User != "" {
		out += " as " + s.User
	}
	if s.Role != "" {
		out += ", role " + s.Role
	}
	return out
}

func (s Snowflake) printable() map[string]any {
	return map[string]any{
		"account": s.Account, "user": s.User, "authenticator": s.Authenticator, "role": s.Role, "warehouse": s.Warehouse,
		"database": s.Database, "schema": s.Schema, "host": redactText("host", s.Host), "connection_name": s.ConnectionName,
	}
}

// MarshalJSON leaves every secret out.
func (s Snowflake) MarshalJSON() ([]byte, error) { return json.Marshal(s.printable()) }

// MarshalYAML leaves every secret out.
func (s Snowflake) MarshalYAML() (any, error) { return s.printable(), nil }

// Format leaves every secret out, whatever the verb.
func (s Snowflake) Format(f fmt.State, _ rune) { writeJSON(f, s) }

// readSnowflake types an output as dbt.adapters.snowflake.connections'
// SnowflakeCredentials does.
func readSnowflake(c *Connection, output *tree, search ProfilesSearch, dir string, found *findings) *Snowflake {
	r := &outputReader{raw: c.Raw, output: output, search: search, dir: dir, found: found}
	s := &Snowflake{
		Account: r.single("account"), User: r.single("user", "username"), Authenticator: r.single("authenticator"),
		Password: r.single("password", "pass"), Passcode: r.single("passcode"), Token: r.single("token"),
		PrivateKey: r.single("private_key"), PrivateKeyPassphrase: r.single("private_key_passphrase"),
		OAuthClientID: r.single("oauth_client_id"), OAuthClientSecret: r.single("oauth_client_secret"),
		OAuthTokenRequestURL: r.single("oauth_token_request_url"), OAuthScope: r.single("oauth_scope"),
		OAuthAuthorizationURL: r.single("oauth_authorization_url"), OAuthRedirectURI: r.single("oauth_redirect_uri"),
		WorkloadIdentityProvider:      r.single("workload_identity_provider"),
		WorkloadIdentityEntraResource: r.single("workload_identity_entra_resource"),
		Role:                          r.single("role"), Warehouse: r.single("warehouse"),
		Database: r.single("database"), Schema: r.single("schema"),
		QueryTag: r.single("query_tag"), Host: r.single("host"), Protocol: r.single("protocol"), ProxyHost: r.single("proxy_host"),
		Port: int(r.whole("port", 1, 65535)), ProxyPort: int(r.whole("proxy_port", 1, 65535)),
		ClientSessionKeepAlive: r.flag("client_session_keep_alive"), InsecureMode: r.flag("insecure_mode"),
		S3StageVPCEDNSName: r.single("s3_stage_vpce_dns_name"), ConnectRetries: 1, ConnectionName: r.single("connection_name"),
		ConnectTimeout: time.Duration(r.whole("connect_timeout", 0, math.MaxInt32)) * time.Second,
	}
	if r.is("connect_retries") {
		s.ConnectRetries = int(r.whole("connect_retries", 0, 1000))
	}
	if path := r.single("private_key_path"); path != "" {
		s.PrivateKeyPath = r.resolve(path, output.get("private_key_path"))
	}
	s.check(r)
	return s
}

// check says what no connection can do without.
func (s *Snowflake) check(r *outputReader) {
	if s.Account == "" && s.ConnectionName == "" {
		r.found.add(r.output, "account is missing (or connection_name, for a connection of connections.toml)")
	}
	if s.Database == "" {
		r.found.add(r.output, "database is missing: which one does dbt build in?")
	}
	if s.PrivateKey != "" && s.PrivateKeyPath != "" {
		r.found.add(r.output.get("private_key_path"), "private_key and private_key_path are both set: leave one out")
	}
	if s.Protocol != "" && s.Protocol != "https" && s.Protocol != "http" {
		r.found.add(r.output.get("protocol"), "protocol must be https or http, not %q", s.Protocol)
	}
	if (s.OAuthClientID == "") != (s.OAuthClientSecret == "") {
		r.found.add(r.output, "oauth_client_id and oauth_client_secret belong together: one of them is missing")
	}
}

func (r *outputReader) is(key string) bool { return r.output.get(key) != nil && r.raw[key] != nil }

// single reads one text under the first of its names that is set.
func (r *outputReader) single(names ...string) string {
	for _, key := range names {
		if !r.is(key) {
			continue
		}
		switch value := r.raw[key].(type) {
		case string:
			return strings.TrimSpace(value)
		case []any, map[string]any:
			r.found.add(r.output.get(key), "%s must be text, not %s", key, r.output.get(key).describe())
			return ""
		default:
			return optionText(value)
		}
	}
	return ""
}

// whole reads a whole number, 0 when it is not set. Values of env_var are text.
func (r *outputReader) whole(key string, least, most int64) int64 {
	if !r.is(key) {
		return 0
	}
	n, err := strconv.ParseInt(strings.TrimSpace(fmt.Sprint(r.raw[key])), 10, 64)
	if err != nil || n < least || n > most {
		r.found.add(r.output.get(key), "%s must be a whole number from %d to %d", key, least, most)
		return 0
	}
	return n
}

// flag reads true or false, as a value or as text.
func (r *outputReader) flag(key string) bool {
	if !r.is(key) {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(fmt.Sprint(r.raw[key]))) {
	case "true":
		return true
	case "false":
		return false
	}
	r.found.add(r.output.get(key), "%s must be true or false", key)
	return false
}
