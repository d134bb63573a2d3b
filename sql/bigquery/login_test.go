package bigquery_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery"
	"cutover/sql/warehouse"
)

// makeKey gives the JSON of a service account's key that nobody has.
func makeKey(t *testing.T) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(map[string]string{
		"type": "service_account", "project_id": "elsewhere", "client_email": "bot@shop.iam.gserviceaccount.com", "private_key_id": "k1",
		"private_key": string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func inFile(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// openProfile opens a profile of project shop.
func openProfile(t *testing.T, g *google, p bigquery.Profile, beside ...warehouse.Container) (*bigquery.Driver, error) {
	t.Helper()
	p.Project = "shop"
	opened, err := bigquery.Open(t.Context(), bigquery.Options{Profile: p, Beside: beside, Transport: g})
	if err != nil {
		if opened != nil {
			t.Error("a driver beside an error")
		}
		return nil, err
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	d, ok := opened.(*bigquery.Driver)
	if !ok {
		t.Fatalf("a %T", opened)
	}
	return d, nil
}

const (
	allScopes = "bigquery+cloud-platform+drive+userinfo.email"
	listed    = "bigquery.googleapis.com GET /bigquery/v2/projects/shop/datasets by Bearer "
	pool      = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q"
	entraForm = "grant_type=client_credentials&client_id=i&client_secret=s&scope=api%3A%2F%2Fi%2F.default"
)

func entraEndpoint() bigquery.TokenEndpoint {
	return bigquery.TokenEndpoint{Type: "entra", RequestURL: "https://login.example.com/t/oauth2/v2.0/token", RequestData: entraForm}
}

// TestLogins sends every way of logging in through Google's own library, to
// services that write down what they are asked.
func TestLogins(t *testing.T) {
	t.Parallel()
	key := makeKey(t)
	written := strings.ReplaceAll(key, `\n`, `\\n`)
	byKey := "oauth2.googleapis.com key of bot@shop.iam.gserviceaccount.com for "
	exchange := "sts.googleapis.com by-entra urn:ietf:params:oauth:token-type:jwt urn:ietf:params:oauth:token-type:access_token for " + pool + ", "
	for _, tc := range []struct {
		name  string
		p     bigquery.Profile
		asked []string
		who   string
	}{
		{
			"key file",
			bigquery.Profile{Method: "service-account", Keyfile: inFile(t, key)},
			[]string{byKey + allScopes, listed + "by-key"},
			"bot@shop.iam.gserviceaccount.com",
		},
		{
			"key file, scopes and quota project",
			bigquery.Profile{Method: "service-account", Keyfile: inFile(t, key), Scopes: []string{"https://www.googleapis.com/auth/bigquery"}, QuotaProject: "paying"},
			[]string{byKey + "bigquery", listed + "by-key quota paying"},
			"bot@shop.iam.gserviceaccount.com",
		},
		{
			"key in the profile",
			bigquery.Profile{Method: "service-account-json", KeyfileJSON: written},
			[]string{byKey + allScopes, listed + "by-key"},
			"bot@shop.iam.gserviceaccount.com",
		},
		{
			"key in base64",
			bigquery.Profile{Method: "service-account-json", KeyfileJSON: base64.StdEncoding.EncodeToString([]byte(key)) + "\n"},
			[]string{byKey + allScopes, listed + "by-key"},
			"bot@shop.iam.gserviceaccount.com",
		},
		{"access token", bigquery.Profile{Method: "oauth-secrets", Token: "mine"}, []string{listed + "mine"}, ""},
		{
			"refresh token",
			bigquery.Profile{Method: "oauth-secrets", Token: "old", RefreshToken: "r", ClientID: "i", ClientSecret: "s", TokenURI: "https://tokens.example.com/t"},
			[]string{"tokens.example.com refresh r of i s", listed + "by-refresh"},
			"",
		},
		{
			"half a refresh token",
			bigquery.Profile{Method: "oauth-secrets", Token: "mine", RefreshToken: "r", ClientID: "i"},
			[]string{listed + "mine"},
			"",
		},
		{
			"federation",
			bigquery.Profile{Method: "external-oauth-wif", WorkloadPoolProviderPath: pool, TokenEndpoint: entraEndpoint()},
			[]string{"login.example.com /t/oauth2/v2.0/token " + entraForm, exchange + allScopes, listed + "by-sts"},
			"",
		},
		{
			"federation with an account",
			bigquery.Profile{
				Method: "external-oauth-wif", WorkloadPoolProviderPath: pool, TokenEndpoint: entraEndpoint(),
				ServiceAccountImpersonationURL: "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/bot@x:generateAccessToken",
			},
			[]string{
				"login.example.com /t/oauth2/v2.0/token " + entraForm, exchange + "cloud-platform",
				"iamcredentials.googleapis.com /v1/projects/-/serviceAccounts/bot@x:generateAccessToken by Bearer by-sts, " + allScopes,
				listed + "by-impersonation",
			},
			"bot@x",
		},
		{
			"impersonation",
			bigquery.Profile{Method: "service-account", Keyfile: inFile(t, key), ImpersonateServiceAccount: "deploy@x"},
			[]string{
				byKey + allScopes,
				"iamcredentials.googleapis.com /v1/projects/-/serviceAccounts/deploy@x:generateAccessToken by Bearer by-key, " + allScopes,
				listed + "by-impersonation",
			},
			"deploy@x",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			g := newGoogle(t)
			tc.p.Location = "EU"
			if _, err := openProfile(t, g, tc.p); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.asked, g.log()); diff != "" {
				t.Errorf("not what was wanted (-want +got):\n%s", diff)
			}
			if who := tc.p.Principal(); who != tc.who {
				t.Errorf("principal %q, not %q", who, tc.who)
			}
		})
	}
}

// TestDefaultCredentials is not parallel: Google's library reads the process's
// own environment.
func TestDefaultCredentials(t *testing.T) {
	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", inFile(t, makeKey(t)))
	t.Setenv("GOOGLE_CLOUD_PROJECT", "")
	g := newGoogle(t)
	if _, err := openProfile(t, g, bigquery.Profile{Method: "oauth", Location: "EU"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"oauth2.googleapis.com key of bot@shop.iam.gserviceaccount.com for " + allScopes, listed + "by-key"}, g.log()); diff != "" {
		t.Error(diff)
	}
	if project, err := bigquery.DefaultProject(t.Context()); err != nil || project != "elsewhere" {
		t.Errorf("project %q, error %v", project, err)
	}

	t.Setenv("GOOGLE_APPLICATION_CREDENTIALS", filepath.Join(t.TempDir(), "gone.json"))
	_, err := openProfile(t, g, bigquery.Profile{Method: "oauth", Location: "EU"})
	if warehouse.CodeOf(err) != warehouse.Unauthenticated || !strings.Contains(err.Error(), "gcloud auth application-default login") {
		t.Errorf("without credentials: %v", err)
	}
	if _, err := bigquery.DefaultProject(t.Context()); warehouse.CodeOf(err) != warehouse.Unauthenticated {
		t.Errorf("a project without credentials: %v", err)
	}
}

// TestProfileRefused: what no request can be made with is said in words of the
// profile, before anything is sent.
func TestProfileRefused(t *testing.T) {
	t.Parallel()
	key := makeKey(t)
	var fields map[string]string
	if err := json.Unmarshal([]byte(key), &fields); err != nil {
		t.Fatal(err)
	}
	with := func(name, value string) string {
		changed := map[string]string{}
		for k, v := range fields {
			changed[k] = v
		}
		changed[name] = value
		data, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	wif := func(change func(*bigquery.Profile)) bigquery.Profile {
		p := bigquery.Profile{Method: "external-oauth-wif", WorkloadPoolProviderPath: pool, TokenEndpoint: entraEndpoint()}
		change(&p)
		return p
	}
	for name, tc := range map[string]struct {
		p    bigquery.Profile
		want string
	}{
		"no method":           {bigquery.Profile{}, "method is missing: one of oauth, service-account"},
		"unknown method":      {bigquery.Profile{Method: "password"}, `method "password" is not known`},
		"no keyfile":          {bigquery.Profile{Method: "service-account"}, "service-account needs keyfile"},
		"keyfile not there":   {bigquery.Profile{Method: "service-account", Keyfile: filepath.Join(t.TempDir(), "gone")}, "keyfile cannot be read"},
		"keyfile of a user":   {bigquery.Profile{Method: "service-account", Keyfile: inFile(t, with("type", "authorized_user"))}, `keyfile holds credentials of type "authorized_user"`},
		"keyfile without who": {bigquery.Profile{Method: "service-account", Keyfile: inFile(t, with("client_email", ""))}, "keyfile has no client_email"},
		"key cut off":         {bigquery.Profile{Method: "service-account-json", KeyfileJSON: with("private_key", fields["private_key"][:200])}, "private_key of keyfile_json is not an RSA key"},
		"no keyfile_json":     {bigquery.Profile{Method: "service-account-json"}, "needs keyfile_json"},
		"not base64":          {bigquery.Profile{Method: "service-account-json", KeyfileJSON: "%secret%"}, "keyfile_json is neither JSON nor base64"},
		"base64 of not JSON":  {bigquery.Profile{Method: "service-account-json", KeyfileJSON: "c2VjcmV0"}, "keyfile_json does not hold the JSON"},
		"no token":            {bigquery.Profile{Method: "oauth-secrets"}, "oauth-secrets needs token, or refresh_token with"},
		"half a client":       {bigquery.Profile{Method: "oauth-secrets", RefreshToken: "secret", ClientID: "i"}, "lacks client_secret, token_uri"},
		"no pool":             {wif(func(p *bigquery.Profile) { p.WorkloadPoolProviderPath = "" }), "needs workload_pool_provider_path"},
		"no token_endpoint":   {wif(func(p *bigquery.Profile) { p.TokenEndpoint = bigquery.TokenEndpoint{} }), "needs token_endpoint"},
		"another provider":    {wif(func(p *bigquery.Profile) { p.TokenEndpoint.Type = "okta" }), `must be entra, not "okta"`},
		"no request_data":     {wif(func(p *bigquery.Profile) { p.TokenEndpoint.RequestData = "" }), "needs request_url and request_data"},
		"request_url":         {wif(func(p *bigquery.Profile) { p.TokenEndpoint.RequestURL = "secret" }), "request_url of token_endpoint is not an address"},
		"priority":            {bigquery.Profile{Method: "oauth-secrets", Token: "secret", Priority: "high"}, "priority must be interactive or batch"},
		"endpoint":            {bigquery.Profile{Method: "oauth-secrets", Token: "secret", APIEndpoint: "ftp://x"}, "api_endpoint must be the address of the service"},
		"endpoint with login": {bigquery.Profile{Method: "oauth-secrets", Token: "t", APIEndpoint: "https://u:secret@x"}, "without user or parameters"},
		"login in the clear":  {bigquery.Profile{Method: "service-account-json", KeyfileJSON: key, APIEndpoint: "http://bigquery.example.com"}, "http:// on another machine"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoogle(t)
			tc.p.Location = "EU"
			_, err := openProfile(t, g, tc.p)
			if warehouse.CodeOf(err) != warehouse.Unauthenticated || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if strings.Contains(err.Error(), "secret%") || strings.Contains(err.Error(), ":secret@") || strings.Contains(err.Error(), "PRIVATE KEY") {
				t.Errorf("a secret in %v", err)
			}
			if asked := g.log(); len(asked) > 0 {
				t.Errorf("asked %q", asked)
			}
		})
	}
	if _, err := bigquery.Open(t.Context(), bigquery.Options{Profile: bigquery.Profile{Method: "oauth-secrets", Token: "t"}}); err == nil || !strings.Contains(err.Error(), "project is missing") {
		t.Errorf("without a project: %v", err)
	}
}

// TestLoginRefused: who gives tokens says no, and the profile's key is named.
func TestLoginRefused(t *testing.T) {
	t.Parallel()
	key := makeKey(t)
	wif := bigquery.Profile{Method: "external-oauth-wif", WorkloadPoolProviderPath: pool, TokenEndpoint: entraEndpoint()}
	for name, tc := range map[string]struct {
		p      bigquery.Profile
		host   string
		status int
		body   string
		code   warehouse.Code
		want   string
	}{
		"key": {
			bigquery.Profile{Method: "service-account-json", KeyfileJSON: key},
			"oauth2.googleapis.com", 400, `{"error": "invalid_grant", "error_description": "Invalid JWT Signature."}`,
			warehouse.Unauthenticated, "the key in keyfile_json was not accepted: is it deleted, or its account disabled? (oauth2.googleapis.com, HTTP status 400, invalid_grant, Invalid JWT Signature.)",
		},
		"no tokens today": {
			bigquery.Profile{Method: "service-account-json", KeyfileJSON: key},
			"oauth2.googleapis.com", 503, `<html>`,
			warehouse.Unavailable, "oauth2.googleapis.com answers with HTTP status 503",
		},
		"refresh token": {
			bigquery.Profile{Method: "oauth-secrets", RefreshToken: "hidden", ClientID: "i", ClientSecret: "hidden", TokenURI: "https://tokens.example.com/t"},
			"tokens.example.com", 400,
			`{"error": "invalid_grant", "error_description": "Token has been expired or revoked."}`,
			warehouse.Unauthenticated, "refresh_token was not accepted: dbt's profile needs a new one (tokens.example.com, HTTP status 400, invalid_grant, Token has been expired or revoked.)",
		},
		"entra": {
			wif, "login.example.com", 401, `{"error": "invalid_client"}`,
			warehouse.Unauthenticated, "token_endpoint gave no token: check request_url and request_data (login.example.com, HTTP status 401, invalid_client)",
		},
		"entra without a token": {wif, "login.example.com", 200, `{}`, warehouse.Unauthenticated, "token_endpoint gave no token"},
		"pool":                  {wif, "sts.googleapis.com", 400, `{"error": "invalid_target"}`, warehouse.Unauthenticated, "workload_pool_provider_path was not accepted"},
		"impersonation": {
			bigquery.Profile{Method: "oauth-secrets", Token: "hidden", ImpersonateServiceAccount: "deploy@x"},
			"iamcredentials.googleapis.com", 403,
			`{"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "Permission 'iam.serviceAccounts.getAccessToken' denied."}}`,
			warehouse.PermissionDenied, "impersonate_service_account was not allowed: the caller needs roles/iam.serviceAccountTokenCreator on deploy@x",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoogle(t)
			g.refuse = func(host, _ string) (int, string) {
				if host == tc.host {
					return tc.status, tc.body
				}
				return 0, ""
			}
			tc.p.Location = "EU"
			_, err := openProfile(t, g, tc.p)
			if warehouse.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.want) {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if strings.Contains(err.Error(), "hidden") || strings.Contains(err.Error(), entraForm) {
				t.Errorf("a secret in %v", err)
			}
		})
	}
}
