package snowflake_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"
	"github.com/youmark/pkcs8"
	"go.yaml.in/yaml/v3"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// keys are one RSA key in every form that a profile may hold.
type keys struct {
	key                                 *rsa.PrivateKey
	pem, escaped, der, pkcs1, encrypted string
	path                                string
}

const passphrase = "open sesame"

func makeKeys(t *testing.T) keys {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	locked, err := pkcs8.MarshalPrivateKey(key, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string, der []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
	}
	k := keys{
		key: key, pem: block("PRIVATE KEY", der), der: base64.StdEncoding.EncodeToString(der),
		pkcs1: block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), encrypted: block("ENCRYPTED PRIVATE KEY", locked),
		path: filepath.Join(t.TempDir(), "key.p8"),
	}
	k.escaped = strings.ReplaceAll(k.pem, "\n", `\n`)
	if err := os.WriteFile(k.path, []byte(k.encrypted), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

func TestAuthenticators(t *testing.T) {
	t.Parallel()
	k := makeKeys(t)
	ask := func(context.Context) (string, error) { return "123456", nil }
	for _, tc := range []struct {
		name string
		p    snowflake.Profile
		want sf.AuthType
		// check looks at what the authenticator alone sets.
		check func(*sf.Config) bool
	}{
		{"password", snowflake.Profile{User: "u", Password: "p"}, sf.AuthTypeSnowflake, func(c *sf.Config) bool { return c.Password == "p" }},
		{"snowflake", snowflake.Profile{User: "u", Password: "p", Authenticator: "snowflake", PrivateKey: k.pem}, sf.AuthTypeSnowflake, nil},
		{"a key alone", snowflake.Profile{User: "u", PrivateKey: k.pem}, sf.AuthTypeJwt, func(c *sf.Config) bool { return c.PrivateKey.Equal(k.key) }},
		{"snowflake_jwt", snowflake.Profile{User: "u", Authenticator: "SNOWFLAKE_JWT", PrivateKey: k.der}, sf.AuthTypeJwt, func(c *sf.Config) bool { return c.PrivateKey.Equal(k.key) }},
		{"key with written line breaks", snowflake.Profile{User: "u", PrivateKey: k.escaped}, sf.AuthTypeJwt, func(c *sf.Config) bool { return c.PrivateKey.Equal(k.key) }},
		{"PKCS #1", snowflake.Profile{User: "u", PrivateKey: k.pkcs1}, sf.AuthTypeJwt, func(c *sf.Config) bool { return c.PrivateKey.Equal(k.key) }},
		{"encrypted file", snowflake.Profile{User: "u", PrivateKeyPath: k.path, PrivateKeyPassphrase: passphrase}, sf.AuthTypeJwt, func(c *sf.Config) bool { return c.PrivateKey.Equal(k.key) }},
		{"externalbrowser", snowflake.Profile{User: "u", Authenticator: "externalbrowser", Terminal: true}, sf.AuthTypeExternalBrowser, func(c *sf.Config) bool { return c.ClientStoreTemporaryCredential == sf.ConfigBoolTrue }},
		{"mfa by push", snowflake.Profile{User: "u", Password: "p", Authenticator: "username_password_mfa"}, sf.AuthTypeUsernamePasswordMFA, func(c *sf.Config) bool { return c.ClientRequestMfaToken == sf.ConfigBoolTrue && c.Passcode == "" }},
		{"mfa with a passcode", snowflake.Profile{User: "u", Password: "p", Authenticator: "username_password_mfa", Passcode: "9", Terminal: true, AskPasscode: ask}, sf.AuthTypeUsernamePasswordMFA, func(c *sf.Config) bool { return c.Passcode == "9" }},
		{"mfa asked for", snowflake.Profile{User: "u", Password: "p", Authenticator: "username_password_mfa", Terminal: true, AskPasscode: ask}, sf.AuthTypeUsernamePasswordMFA, func(c *sf.Config) bool { return c.Passcode == "123456" }},
		{"okta", snowflake.Profile{User: "u", Password: "p", Authenticator: "https://x.okta.com"}, sf.AuthTypeOkta, func(c *sf.Config) bool { return c.OktaURL.Host == "x.okta.com" }},
		{"oauth", snowflake.Profile{Token: "t", Authenticator: "oauth"}, sf.AuthTypeOAuth, func(c *sf.Config) bool { return c.Token == "t" }},
		{"jwt is an OAuth token", snowflake.Profile{Token: "t", Authenticator: "jwt"}, sf.AuthTypeOAuth, func(c *sf.Config) bool { return c.Token == "t" }},
		{"programmatic access token", snowflake.Profile{Token: "t", Authenticator: "programmatic_access_token"}, sf.AuthTypePat, func(c *sf.Config) bool { return c.Token == "t" }},
		{"workload identity aws", snowflake.Profile{Authenticator: "workload_identity", WorkloadIdentityProvider: "aws"}, sf.AuthTypeWorkloadIdentityFederation, func(c *sf.Config) bool { return c.WorkloadIdentityProvider == "AWS" }},
		{"workload identity oidc", snowflake.Profile{Authenticator: "workload_identity", WorkloadIdentityProvider: "oidc", Token: "t"}, sf.AuthTypeWorkloadIdentityFederation, func(c *sf.Config) bool { return c.Token == "t" }},
		{"workload identity azure", snowflake.Profile{Authenticator: "workload_identity", WorkloadIdentityProvider: "Azure", WorkloadIdentityEntraResource: "r"}, sf.AuthTypeWorkloadIdentityFederation, func(c *sf.Config) bool { return c.WorkloadIdentityEntraResource == "r" }},
		{"client credentials", snowflake.Profile{Authenticator: "oauth_client_credentials", OAuthClientID: "i", OAuthClientSecret: "s", OAuthTokenRequestURL: "https://idp/t", OAuthScope: "x"}, sf.AuthTypeOAuthClientCredentials, func(c *sf.Config) bool {
			return c.OauthTokenRequestURL == "https://idp/t" && c.OauthScope == "x" && c.OauthClientSecret == "s"
		}},
		{"authorization code", snowflake.Profile{Authenticator: "oauth_authorization_code", OAuthClientID: "i", OAuthClientSecret: "s", OAuthTokenRequestURL: "https://idp/t", OAuthAuthorizationURL: "https://idp/a", Terminal: true}, sf.AuthTypeOAuthAuthorizationCode, func(c *sf.Config) bool { return c.OauthAuthorizationURL == "https://idp/a" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.p.Account = "org-acct"
			cfg, err := snowflake.ConfigOf(t.Context(), tc.p)
			if err != nil {
				t.Fatal(err)
			}
			if cfg.Authenticator != tc.want || tc.check != nil && !tc.check(cfg) {
				t.Errorf("authenticator %s, not %s, or its values are wrong", cfg.Authenticator, tc.want)
			}
		})
	}
}

func TestProfileRefusals(t *testing.T) {
	t.Parallel()
	k := makeKeys(t)
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ecDER, err := x509.MarshalPKCS8PrivateKey(elliptical)
	if err != nil {
		t.Fatal(err)
	}
	const old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AA\n\nAAAA\n-----END RSA PRIVATE KEY-----\n"
	for name, tc := range map[string]struct {
		p    snowflake.Profile
		want string
	}{
		"nothing":                  {snowflake.Profile{User: "u"}, "no password, no private_key or private_key_path, and no authenticator"},
		"no user":                  {snowflake.Profile{Password: "p"}, "user is missing"},
		"no user for a key":        {snowflake.Profile{PrivateKey: k.pem}, "user is missing"},
		"no token":                 {snowflake.Profile{Authenticator: "programmatic_access_token"}, "programmatic_access_token needs token"},
		"no terminal":              {snowflake.Profile{User: "u", Authenticator: "externalbrowser"}, "nobody is at a terminal"},
		"unknown":                  {snowflake.Profile{User: "u", Password: "p", Authenticator: "kerberos"}, `authenticator "kerberos" is not known`},
		"plain http Okta":          {snowflake.Profile{User: "u", Password: "p", Authenticator: "http://x.okta.com"}, "is not known"},
		"two keys":                 {snowflake.Profile{User: "u", PrivateKey: k.pem, PrivateKeyPath: k.path}, "both private_key and private_key_path"},
		"no passphrase":            {snowflake.Profile{User: "u", PrivateKey: k.encrypted}, "private_key_passphrase is not set"},
		"wrong passphrase":         {snowflake.Profile{User: "u", PrivateKey: k.encrypted, PrivateKeyPassphrase: "no"}, "wrong private_key_passphrase"},
		"cut off":                  {snowflake.Profile{User: "u", PrivateKey: k.pem[:200]}, "is it cut off"},
		"not base64":               {snowflake.Profile{User: "u", PrivateKey: "*"}, "neither PEM nor base64"},
		"not RSA":                  {snowflake.Profile{User: "u", PrivateKey: base64.StdEncoding.EncodeToString(ecDER)}, "not an RSA key"},
		"old encryption":           {snowflake.Profile{User: "u", PrivateKey: old}, "openssl pkcs8 -topk8"},
		"missing file":             {snowflake.Profile{User: "u", PrivateKeyPath: k.path + ".no"}, "cannot be read"},
		"provider":                 {snowflake.Profile{Authenticator: "workload_identity", WorkloadIdentityProvider: "ibm"}, `not "ibm"`},
		"no provider":              {snowflake.Profile{Authenticator: "workload_identity"}, "needs workload_identity_provider"},
		"half a client":            {snowflake.Profile{Authenticator: "oauth", Token: "t", OAuthClientID: "i"}, "belong together"},
		"client credentials alone": {snowflake.Profile{Authenticator: "oauth_client_credentials", OAuthClientID: "i", OAuthClientSecret: "s"}, "oauth_token_request_url below connection: in cutover.yml"},
		"protocol":                 {snowflake.Profile{User: "u", Password: "p", Protocol: "ftp"}, "protocol must be https or http"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.p.Account = "a"
			_, err := snowflake.ConfigOf(t.Context(), tc.p)
			if warehouse.CodeOf(err) != warehouse.Unauthenticated || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
	if _, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{User: "u", Password: "p"}); err == nil || !strings.Contains(err.Error(), "account is missing") {
		t.Errorf("no account: %v", err)
	}
}

func TestPlace(t *testing.T) {
	t.Parallel()
	for account, want := range map[string]string{
		"my_org-my_acct":             "my-org-my-acct @ my-org-my-acct.snowflakecomputing.com:443",
		"xy12345.us-east-1":          "xy12345 @ xy12345.us-east-1.snowflakecomputing.com:443",
		"xy12345.us-west-2":          "xy12345 @ xy12345.snowflakecomputing.com:443",
		"xy12345.eu-west-1.aws":      "xy12345 @ xy12345.eu-west-1.aws.snowflakecomputing.com:443",
		"xy12345.cn-north-1":         "xy12345 @ xy12345.cn-north-1.snowflakecomputing.cn:443",
		"a-b.privatelink":            "a-b @ a-b.privatelink.snowflakecomputing.com:443",
		"a-b.snowflakecomputing.com": "a-b @ a-b.snowflakecomputing.com:443",
	} {
		cfg, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{Account: account, User: "u", Password: "p"})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintf("%s @ %s:%d", cfg.Account, cfg.Host, cfg.Port); got != want || cfg.Protocol != "https" {
			t.Errorf("%s becomes %s, not %s", account, got, want)
		}
	}
}

func TestBehaviour(t *testing.T) {
	t.Parallel()
	cfg, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{
		Account: "a", User: "u", Password: "p", Role: "R", Warehouse: "W", Database: "D", Schema: "S", QueryTag: "q",
		S3StageVPCEDNSName: "vpce", InsecureMode: true, ConnectTimeout: 7 * time.Second,
		ProxyHost: "proxy", ProxyPort: 3128, Host: "h", Port: 8080, Protocol: "http",
	})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Application != "cutover" || cfg.ValidateDefaultParameters != sf.ConfigBoolFalse || !cfg.DisableOCSPChecks || cfg.LoginTimeout != 7*time.Second ||
		cfg.RequestTimeout < time.Minute || cfg.ClientTimeout < time.Minute || cfg.MaxRetryCount != 7 || cfg.ServerSessionKeepAlive ||
		cfg.Role != "R" || cfg.Warehouse != "W" || cfg.Database != "D" || cfg.Schema != "S" ||
		cfg.ProxyHost != "proxy" || cfg.ProxyPort != 3128 || cfg.Host != "h" || cfg.Port != 8080 || cfg.Protocol != "http" {
		t.Errorf("not as the profile says: %+v", cfg)
	}
	for name, want := range map[string]string{"QUERY_TAG": "q", "CLIENT_SESSION_KEEP_ALIVE": "true", "S3_STAGE_VPCE_DNS_NAME": "vpce", "TIMEZONE": "UTC", "CLIENT_TELEMETRY_ENABLED": "false"} {
		if got := cfg.Params[name]; got == nil || *got != want {
			t.Errorf("session parameter %s is not %q", name, want)
		}
	}
}

func TestRefreshToken(t *testing.T) {
	t.Parallel()
	status, body := http.StatusOK, `{"access_token": "fresh", "token_type": "Bearer"}`
	var seen string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		seen = fmt.Sprintf("%s %s %s:%s %s %s %s", r.Method, r.URL.Path, user, password, r.FormValue("grant_type"), r.FormValue("refresh_token"), r.FormValue("redirect_uri"))
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}))
	t.Cleanup(server.Close)
	host, port := split(t, server.URL)
	p := snowflake.Profile{
		Account: "a", Host: host, Port: port, Protocol: "http", Authenticator: "oauth", Token: "refresh", OAuthClientID: "id", OAuthClientSecret: "secret",
		Transport: server.Client().Transport,
	}
	cfg, err := snowflake.ConfigOf(t.Context(), p)
	if err != nil || cfg.Token != "fresh" || cfg.Authenticator != sf.AuthTypeOAuth {
		t.Errorf("token %q, error %v", cfg.Token, err)
	}
	if want := "POST /oauth/token-request id:secret refresh_token refresh http://localhost:9999"; seen != want {
		t.Errorf("asked %q, not %q", seen, want)
	}
	for _, tc := range []struct {
		status int
		body   string
		want   warehouse.Code
	}{
		{http.StatusBadRequest, `{"error": "invalid_grant", "message": "gone"}`, warehouse.Unauthenticated},
		{http.StatusOK, `{}`, warehouse.Unauthenticated},
		{http.StatusOK, `not JSON`, warehouse.Unauthenticated},
		{http.StatusBadGateway, ``, warehouse.Unavailable},
	} {
		status, body = tc.status, tc.body
		_, err := snowflake.ConfigOf(t.Context(), p)
		if warehouse.CodeOf(err) != tc.want || strings.Contains(err.Error(), "secret") {
			t.Errorf("status %d: %v, not of code %q", tc.status, err, tc.want)
		}
	}
}

const connections = `
[ci]
account = "org-ci"
user = "ci"
authenticator = "SNOWFLAKE_JWT"
private_key_file = "~/key.p8"
private_key_file_pwd = "open sesame"
role = "DEPLOY"
warehouse = "WH"
database = "D"

[token]
account = "xy1"
region = "eu-west-1"
authenticator = "oauth"
token_file_path = "~/token"
port = 8443
`

func TestConnectionsTOML(t *testing.T) {
	t.Parallel()
	k := makeKeys(t)
	home := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	write("key.p8", k.encrypted, 0o600)
	write("token", "from a file\n", 0o600)
	if err := os.Mkdir(filepath.Join(home, ".snowflake"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(".snowflake", "connections.toml"), connections, 0o600)
	lookup := func(name string) (string, bool) { return home, name == "HOME" }

	cfg, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{ConnectionName: "ci", Lookup: lookup, Role: "OTHER", QueryTag: "q"})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Account != "org-ci" || cfg.User != "ci" || cfg.Role != "OTHER" || cfg.Warehouse != "WH" || cfg.Authenticator != sf.AuthTypeJwt || !cfg.PrivateKey.Equal(k.key) {
		t.Errorf("connection ci: account %s, user %s, role %s, %s", cfg.Account, cfg.User, cfg.Role, cfg.Authenticator)
	}
	cfg, err = snowflake.ConfigOf(t.Context(), snowflake.Profile{ConnectionName: "token", Lookup: lookup})
	if err != nil {
		t.Fatal(err)
	}
	if cfg.Host != "xy1.eu-west-1.snowflakecomputing.com" || cfg.Port != 8443 || cfg.Token != "from a file" {
		t.Errorf("connection token: %s:%d, token %q", cfg.Host, cfg.Port, cfg.Token)
	}
	cfg, err = snowflake.ConfigOf(t.Context(), snowflake.Profile{ConnectionName: "ci", Lookup: lookup, Authenticator: "programmatic_access_token", Token: "mine"})
	if err != nil || cfg.Authenticator != sf.AuthTypePat || cfg.PrivateKey != nil {
		t.Errorf("the profile's own credentials: error %v", err)
	}
	if _, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{ConnectionName: "cy", Lookup: lookup}); err == nil || !strings.Contains(err.Error(), `no connection "cy" (it has ci, token)`) {
		t.Errorf("unknown section: %v", err)
	}
	write(filepath.Join(".snowflake", "connections.toml"), "[ci]\npassword = \"hidden\n", 0o600)
	if _, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{ConnectionName: "ci", Lookup: lookup}); err == nil || strings.Contains(err.Error(), "hidden") || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("broken file: %v", err)
	}
	if err := os.Chmod(filepath.Join(home, ".snowflake", "connections.toml"), 0o622); err != nil {
		t.Fatal(err)
	}
	if _, err := snowflake.ConfigOf(t.Context(), snowflake.Profile{ConnectionName: "ci", Lookup: lookup}); err == nil || !strings.Contains(err.Error(), "chmod 0600") {
		t.Errorf("writable file: %v", err)
	}
}

func TestProfileHidesSecrets(t *testing.T) {
	t.Parallel()
	p := snowflake.Profile{
		Account: "a", User: "u", Password: "hidden1", Passcode: "hidden2", Token: "hidden3", PrivateKey: "hidden4",
		PrivateKeyPassphrase: "hidden5", OAuthClientSecret: "hidden6",
	}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d"} {
		fmt.Fprintf(&out, verb, p)
		fmt.Fprintf(&out, verb, &p)
		fmt.Fprintf(&out, verb, snowflake.Options{Profile: p})
	}
	for _, encode := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		data, err := encode(p)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(data)
	}
	if strings.Contains(out.String(), "hidden") {
		t.Errorf("a secret is printed: %s", out.String())
	}
}
