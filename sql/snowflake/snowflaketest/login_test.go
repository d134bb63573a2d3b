package snowflaketest_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/snowflaketest"
)

func key(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// connect logs in with config after change, and gives the login as it was recorded.
func connect(t *testing.T, s *snowflaketest.Server, change func(*sf.Config)) (snowflaketest.Login, error) {
	t.Helper()
	config := s.Config()
	change(config)
	conn, err := s.OpenDB(t, config).Conn(context.Background())
	if err == nil {
		err = conn.Close()
	}
	all := s.Logins()
	if len(all) == 0 {
		t.Fatalf("no login arrived: %v", err)
	}
	return all[len(all)-1], err
}

// What the driver sends for each way of logging in that needs no browser and no identity provider.
func TestLogins(t *testing.T) {
	t.Parallel()
	signer := key(t)
	for name, c := range map[string]struct {
		change func(*sf.Config, *snowflaketest.Server)
		want   snowflaketest.Login
	}{
		"password": {
			func(*sf.Config, *snowflaketest.Server) {},
			snowflaketest.Login{User: "CUTOVER", Password: "not a secret"},
		},
		"passcode": {
			func(c *sf.Config, _ *snowflaketest.Server) {
				c.Authenticator, c.Passcode = sf.AuthTypeUsernamePasswordMFA, "123456"
			},
			snowflaketest.Login{User: "CUTOVER", Password: "not a secret", Passcode: "123456", SecondFactor: "passcode"},
		},
		"passcode in password": {
			func(c *sf.Config, _ *snowflaketest.Server) {
				c.Authenticator, c.PasscodeInPassword = sf.AuthTypeUsernamePasswordMFA, true
				c.Password += "123456"
			},
			snowflaketest.Login{User: "CUTOVER", Password: "not a secret123456", SecondFactor: "passcode"},
		},
		"key pair": {
			func(c *sf.Config, _ *snowflaketest.Server) {
				c.Authenticator, c.Password, c.PrivateKey = sf.AuthTypeJwt, "", signer
			},
			snowflaketest.Login{Authenticator: "SNOWFLAKE_JWT", User: "CUTOVER", HasKeyPair: true},
		},
		"oauth": {
			func(c *sf.Config, _ *snowflaketest.Server) {
				c.Authenticator, c.Password, c.Token = sf.AuthTypeOAuth, "", "an access token"
			},
			snowflaketest.Login{Authenticator: "OAUTH", User: "CUTOVER", Token: "an access token"},
		},
		"programmatic access token": {
			func(c *sf.Config, _ *snowflaketest.Server) {
				c.Authenticator, c.Password, c.Token = sf.AuthTypePat, "", "a pat"
			},
			snowflaketest.Login{Authenticator: "PROGRAMMATIC_ACCESS_TOKEN", User: "CUTOVER", Token: "a pat"},
		},
		"client credentials": {
			func(c *sf.Config, s *snowflaketest.Server) {
				c.Authenticator, c.Password = sf.AuthTypeOAuthClientCredentials, ""
				c.OauthClientID, c.OauthClientSecret, c.OauthTokenRequestURL = "id", "secret", s.OAuthURL()
				c.ClientStoreTemporaryCredential = sf.ConfigBoolFalse
			},
			snowflaketest.Login{OAuthType: "OAUTH_CLIENT_CREDENTIALS", User: "CUTOVER", Token: "standin-access-1"},
		},
		"workload identity": {
			func(c *sf.Config, _ *snowflaketest.Server) {
				c.Authenticator, c.User, c.Password = sf.AuthTypeWorkloadIdentityFederation, "", ""
				c.WorkloadIdentityProvider, c.Token = "OIDC", unsigned(`{"iss":"https://issuer.example","sub":"ci"}`)
			},
			snowflaketest.Login{Authenticator: "WORKLOAD_IDENTITY", Provider: "OIDC", Token: unsigned(`{"iss":"https://issuer.example","sub":"ci"}`)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := start(t)
			s.SetPublicKey(&signer.PublicKey)
			got, err := connect(t, s, func(config *sf.Config) {
				config.Application = "cutover"
				config.Role, config.Database, config.Schema = "deployer", "prod", "mart"
				c.change(config, s)
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.want.HasKeyPair {
				c.want.Token = got.Token // signed anew each time; the server has verified it
			}
			c.want.Account, c.want.ClientApp, c.want.ClientID, c.want.ClientVersion = "standin", "cutover", "Go", sf.SnowflakeGoDriverVersion
			c.want.Role, c.want.Warehouse, c.want.Database, c.want.Schema = "deployer", "WH", "prod", "mart"
			if diff := cmp.Diff(c.want, got, cmpopts.IgnoreFields(snowflaketest.Login{}, "SessionParameters")); diff != "" {
				t.Errorf("login (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRefusedLogins(t *testing.T) {
	t.Parallel()
	registered, other := key(t), key(t)
	for name, c := range map[string]struct {
		change func(*sf.Config)
		set    func(*snowflaketest.Server)
		want   int
	}{
		"wrong password": {func(c *sf.Config) { c.Password = "wrong" }, nil, 390100},
		"wrong user":     {func(c *sf.Config) { c.User = "nobody" }, nil, 390100},
		"wrong account":  {func(c *sf.Config) { c.Account = "elsewhere" }, nil, 390100},
		"password with nothing behind it": {func(c *sf.Config) {
			c.Authenticator, c.PasscodeInPassword = sf.AuthTypeUsernamePasswordMFA, true
		}, nil, 390100},
		"another key": {func(c *sf.Config) { c.Authenticator, c.PrivateKey = sf.AuthTypeJwt, other }, nil, 390144},
		"key expired": {func(c *sf.Config) {
			c.Authenticator, c.PrivateKey, c.JWTExpireTimeout = sf.AuthTypeJwt, registered, -time.Hour
		}, nil, 390144},
		"oauth token of nobody": {
			func(c *sf.Config) { c.Authenticator, c.Token = sf.AuthTypeOAuth, "made up" },
			func(s *snowflaketest.Server) { s.SetOAuth("id", "secret", "refresh") }, 390303,
		},
		"own code": {func(*sf.Config) {}, func(s *snowflaketest.Server) {
			s.SetAuth(func(l snowflaketest.Login) error {
				return &snowflaketest.LoginError{Code: 390189, Message: "Role " + l.Role + " does not exist"}
			})
		}, 390189},
		"any error": {func(*sf.Config) {}, func(s *snowflaketest.Server) {
			s.SetAuth(func(snowflaketest.Login) error { return errors.New("no") })
		}, 390100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, e := start(t)
			s.SetPublicKey(&registered.PublicKey)
			if c.set != nil {
				c.set(s)
			}
			if _, err := connect(t, s, c.change); number(err) != c.want {
				t.Errorf("error %v, want number %d", err, c.want)
			}
			if len(e.sessions()) != 0 || s.OpenSessions() != 0 {
				t.Error("a refused login has a session")
			}
		})
	}
}

// The claims of the right key under the signature of another one.
func TestForgedJWT(t *testing.T) {
	t.Parallel()
	registered, other := key(t), key(t)
	s, _ := start(t)
	s.SetPublicKey(&registered.PublicKey)
	good, err := connect(t, s, func(c *sf.Config) { c.Authenticator, c.PrivateKey = sf.AuthTypeJwt, registered })
	if err != nil {
		t.Fatal(err)
	}
	signed := good.Token[:strings.LastIndex(good.Token, ".")]
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, other, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	forged := signed + "." + base64.RawURLEncoding.EncodeToString(signature)
	for token, want := range map[string]string{good.Token: "", forged: "390144", signed: "390144"} {
		body := `{"data":{"ACCOUNT_NAME":"standin","AUTHENTICATOR":"SNOWFLAKE_JWT","TOKEN":"` + token + `"}}`
		if code := post(t, s, "/session/v1/login-request", "", strings.NewReader(body)); code != want {
			t.Errorf("code %q, want %q", code, want)
		}
	}
}

// Names of a connection fold like names in SQL; a login that names no role gets the default one.
func TestSessionOfALogin(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	s.DefaultRole = "PUBLIC"
	first := s.Config()
	first.Role, first.Database = "", `"Mixed ""x"`
	tag := "nightly"
	first.Params["QUERY_TAG"] = &tag
	for _, config := range []*sf.Config{first, s.Config()} {
		config.Warehouse = "small"
		if config != first {
			config.Role = "deployer"
		}
		if _, err := s.OpenDB(t, config).ExecContext(context.Background(), "CREATE X"); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for _, session := range e.sessions() {
		got = append(got, session.User, session.Role, session.Warehouse, session.Database, session.QueryTag)
	}
	want := []string{"CUTOVER", "PUBLIC", "SMALL", `Mixed "x`, "nightly", "CUTOVER", "DEPLOYER", "SMALL", "", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	if p := s.Logins()[0].SessionParameters; p["QUERY_TAG"] != "nightly" || p["CLIENT_VALIDATE_DEFAULT_PARAMETERS"] != "false" {
		t.Errorf("session parameters %v", p)
	}
}
