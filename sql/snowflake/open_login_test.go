package snowflake_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/warehouse"
)

// at makes a profile lead to the stand-in.
func at(s *snowflaketest.Server, p snowflake.Profile) snowflake.Profile {
	p.Account, p.Host, p.Port, p.Protocol = s.Account(), s.Host(), s.Port(), "http"
	p.ConnectTimeout = time.Second
	return p
}

func open(t *testing.T, p snowflake.Profile) (warehouse.Driver, error) {
	t.Helper()
	d, err := snowflake.Open(t.Context(), snowflake.Options{Profile: p, MaxParallel: 2})
	if d != nil && err == nil {
		t.Cleanup(func() {
			if err := d.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
	return d, err
}

// TestLogins sends every way of logging in that needs no browser and no identity
// provider through the driver.
func TestLogins(t *testing.T) {
	t.Parallel()
	k := makeKeys(t)
	ask := func(context.Context) (string, error) { return "246810", nil }
	for _, tc := range []struct {
		name  string
		p     snowflake.Profile
		check func(snowflaketest.Login) bool
	}{
		{"password", snowflake.Profile{User: "cutover", Password: "not a secret"}, func(l snowflaketest.Login) bool {
			return l.Authenticator == "" && l.Password == "not a secret"
		}},
		{"key pair", snowflake.Profile{User: "cutover", PrivateKeyPath: k.path, PrivateKeyPassphrase: passphrase}, func(l snowflaketest.Login) bool {
			return l.Authenticator == "SNOWFLAKE_JWT" && l.HasKeyPair && l.User == "CUTOVER"
		}},
		{"one-time code", snowflake.Profile{User: "cutover", Password: "not a secret", Authenticator: "username_password_mfa", Terminal: true, AskPasscode: ask}, func(l snowflaketest.Login) bool {
			return l.SecondFactor == "passcode" && l.Passcode == "246810" && l.SessionParameters["CLIENT_REQUEST_MFA_TOKEN"] == "true"
		}},
		{"oauth", snowflake.Profile{Authenticator: "oauth", Token: "access"}, func(l snowflaketest.Login) bool {
			return l.Authenticator == "OAUTH" && l.Token == "access"
		}},
		{"jwt", snowflake.Profile{Authenticator: "jwt", Token: "access"}, func(l snowflaketest.Login) bool {
			return l.Authenticator == "OAUTH" && l.Token == "access"
		}},
		{"programmatic access token", snowflake.Profile{User: "cutover", Authenticator: "programmatic_access_token", Token: "pat"}, func(l snowflaketest.Login) bool {
			return l.Authenticator == "PROGRAMMATIC_ACCESS_TOKEN" && l.Token == "pat"
		}},
		{"workload identity", snowflake.Profile{Authenticator: "workload_identity", WorkloadIdentityProvider: "oidc", Token: unsignedJWT}, func(l snowflaketest.Login) bool {
			return l.Authenticator == "WORKLOAD_IDENTITY" && l.Provider == "OIDC" && l.Token == unsignedJWT
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			server := snowflaketest.NewServer(t)
			server.SetPublicKey(&k.key.PublicKey)
			tc.p.Role, tc.p.Warehouse, tc.p.Database, tc.p.Schema, tc.p.QueryTag = "r", "w", "d", "s", "nightly"
			d, err := open(t, at(server, tc.p))
			if err != nil {
				t.Fatal(err)
			}
			if role := d.Capabilities().Role; role != "R" {
				t.Errorf("role %q", role)
			}
			logins := server.Logins()
			if len(logins) != 1 {
				t.Fatalf("%d logins", len(logins))
			}
			l := logins[0]
			if !tc.check(l) {
				t.Error("not the login that was wanted")
			}
			if l.Role != "r" || l.Warehouse != "w" || l.Database != "d" || l.Schema != "s" || l.ClientApp != "cutover" || l.SessionParameters["QUERY_TAG"] != "nightly" ||
				l.SessionParameters["CLIENT_VALIDATE_DEFAULT_PARAMETERS"] != "false" || l.SessionParameters["TIMEZONE"] != "UTC" || l.SessionParameters["CLIENT_SESSION_KEEP_ALIVE"] != "true" {
				t.Errorf("role %q, warehouse %q, database %q, schema %q, application %q, parameters %v", l.Role, l.Warehouse, l.Database, l.Schema, l.ClientApp, l.SessionParameters)
			}
			if server.Telemetry() != 0 {
				t.Errorf("%d telemetry requests", server.Telemetry())
			}
		})
	}
}

// unsignedJWT is a token with a subject and an issuer, which the driver reads.
const unsignedJWT = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lkcCIsInN1YiI6ImNpIn0.eA"

func TestLoginWithRefreshToken(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	server.SetOAuth("id", "secret", "refresh")
	p := at(server, snowflake.Profile{Authenticator: "oauth", Token: "refresh", OAuthClientID: "id", OAuthClientSecret: "secret"})
	if _, err := open(t, p); err != nil {
		t.Fatal(err)
	}
	if asked := server.TokenRequests(); len(asked) != 1 || !asked[0].Granted || asked[0].GrantType != "refresh_token" {
		t.Errorf("%d token requests", len(asked))
	}
	p.Token = "old"
	_, err := open(t, p)
	if warehouse.CodeOf(err) != warehouse.Unauthenticated || !strings.Contains(err.Error(), "refresh token was not accepted") {
		t.Errorf("an old refresh token: %v", err)
	}
}

func TestLoginWithClientCredentials(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	server.SetOAuth("id", "secret", "")
	_, err := open(t, at(server, snowflake.Profile{
		User: "cutover", Authenticator: "oauth_client_credentials", OAuthClientID: "id", OAuthClientSecret: "secret",
		OAuthTokenRequestURL: server.URL() + "/oauth/token-request", OAuthScope: "session:role:R",
	}))
	if err != nil {
		t.Fatal(err)
	}
	if l := server.Logins(); len(l) != 1 || l[0].OAuthType != "OAUTH_CLIENT_CREDENTIALS" {
		t.Errorf("%d logins", len(l))
	}
}

func TestLoginRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		p      snowflake.Profile
		refuse error
		want   warehouse.Code
		text   string
	}{
		{"wrong password", snowflake.Profile{User: "cutover", Password: "wrong"}, nil, warehouse.Unauthenticated, "key pair (private_key_path) or a programmatic access token"},
		{"multi-factor required", snowflake.Profile{User: "cutover", Password: "not a secret"}, &snowflaketest.LoginError{Code: 390197, Message: "Multi-factor authentication is required for this account."}, warehouse.Unauthenticated, "Snowflake no longer lets a password alone in"},
		{"token", snowflake.Profile{Authenticator: "oauth", Token: "t"}, &snowflaketest.LoginError{Code: 390303, Message: "Invalid OAuth access token."}, warehouse.Unauthenticated, "390303"},
		{"role", snowflake.Profile{User: "cutover", Password: "not a secret", Role: "NOT_MINE"}, &snowflaketest.LoginError{Code: 390189, Message: "Role 'NOT_MINE' specified in the connect string does not exist or not authorized."}, warehouse.PermissionDenied, `GRANT ROLE "NOT_MINE" TO USER "cutover"`},
		{"network policy", snowflake.Profile{User: "cutover", Password: "not a secret"}, &snowflaketest.LoginError{Code: 390422, Message: "IP is not allowed."}, warehouse.PermissionDenied, "IP is not allowed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			server := snowflaketest.NewServer(t)
			if tc.refuse != nil {
				server.SetAuth(func(snowflaketest.Login) error { return tc.refuse })
			}
			p := at(server, tc.p)
			p.ConnectRetries = 3
			_, err := open(t, p)
			if warehouse.CodeOf(err) != tc.want || !strings.Contains(err.Error(), tc.text) {
				t.Errorf("got %v, want %q", err, tc.text)
			}
			want := 1
			if tc.p.Authenticator == "oauth" {
				want = 2 // the driver's own: an expired token gets a second chance
			}
			if n := len(server.Logins()); n != want {
				t.Errorf("%d logins: a login that is refused is not repeated", n)
			}
		})
	}
}

// TestOpenUnavailable: a service that answers 503 is not a refusal.
func TestOpenUnavailable(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	_, err := open(t, func() snowflake.Profile {
		p := at(server, snowflake.Profile{User: "cutover", Password: "not a secret"})
		p.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
			return nil, errors.New("connection reset by peer")
		})
		return p
	}())
	if warehouse.CodeOf(err) != warehouse.Unavailable {
		t.Errorf("got %v", err)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestPasscodePerConnection: a one-time code is not used twice.
func TestPasscodePerConnection(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	var asked atomic.Int32
	p := at(server, snowflake.Profile{
		User: "cutover", Password: "not a secret", Authenticator: "username_password_mfa", Terminal: true,
		AskPasscode: func(context.Context) (string, error) {
			return strings.Repeat("7", int(asked.Add(1))), nil
		},
	})
	if _, err := open(t, p); err != nil {
		t.Fatal(err)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("asked %d times for one connection", n)
	}
}

func TestOpenCanceled(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := snowflake.Open(ctx, snowflake.Options{Profile: at(server, snowflake.Profile{User: "cutover", Password: "not a secret"})})
	if warehouse.CodeOf(err) != warehouse.Canceled {
		t.Errorf("got %v", err)
	}
}

// TestExamineOnTheStandIn: what doctor tells to do makes doctor content.
func TestExamineOnTheStandIn(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	server.Exec(t,
		"CREATE ROLE DEPLOY", "GRANT ROLE DEPLOY TO USER CUTOVER",
		"CREATE DATABASE PROD", "CREATE SCHEMA PROD.MART", "CREATE DATABASE STAGE", "CREATE SCHEMA STAGE.MART",
		"GRANT USAGE ON DATABASE PROD TO ROLE DEPLOY", "GRANT USAGE ON DATABASE STAGE TO ROLE DEPLOY",
		"GRANT USAGE ON SCHEMA PROD.MART TO ROLE DEPLOY", "GRANT USAGE ON SCHEMA STAGE.MART TO ROLE DEPLOY",
	)
	wh, err := warehouse.New(t.Context(), func(ctx context.Context) (warehouse.Driver, error) {
		return snowflake.Open(ctx, snowflake.Options{Profile: at(server, snowflake.Profile{User: "cutover", Password: "not a secret", Role: "DEPLOY", Warehouse: "WH"})})
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := wh.Close(); err != nil {
			t.Error(err)
		}
	})
	q := ask()
	for round := 1; ; round++ {
		found, err := snowflake.Examine(t.Context(), wh, q)
		if err != nil {
			t.Fatal(err)
		}
		grants := 0
		for _, f := range found {
			t.Logf("%d %s %s: %s [%s]", round, f.Level, f.Check, f.Found, f.Hint)
			if strings.HasPrefix(f.Hint, "GRANT ") {
				grants++
				server.Exec(t, f.Hint)
			}
		}
		switch {
		case round == 1 && grants < 4:
			t.Fatalf("only %d grants are missing for a role that may read", grants)
		case grants == 0:
			return
		case round == 3:
			t.Fatalf("%d grants are still missing", grants)
		}
	}
}
