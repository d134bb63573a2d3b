package snowflake

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"
)

// Profile is what to connect to: the keys of a dbt-snowflake output (dbt-snowflake
// 1.12, credentials class) and a few that only cutover.yml has. Zero values mean
// not set. It prints without any secret, whatever verb or encoder is used.
type Profile struct {
	// Account is the account's identifier as dbt takes it: org-account, or
	// locator.region.cloud; underscores become dashes. Required, also with Host,
	// unless ConnectionName gives it.
	Account string
	User    string
	// Authenticator is dbt's word; empty means password, or key pair when a key
	// is given.
	Authenticator string
	Password      string
	// Passcode is a one-time code for username_password_mfa; empty means a push
	// message, or AskPasscode.
	Passcode string
	// Token is the access token, programmatic access token, refresh token or
	// OIDC token, as Authenticator says.
	Token string
	// PrivateKey is PEM, also with literal \n, or base64 of DER.
	PrivateKey string
	// PrivateKeyPath is the file of such a key; not both.
	PrivateKeyPath       string
	PrivateKeyPassphrase string
	OAuthClientID        string
	OAuthClientSecret    string
	// The next four are keys of cutover.yml: dbt has none for them.
	OAuthTokenRequestURL  string
	OAuthAuthorizationURL string
	OAuthRedirectURI      string
	OAuthScope            string
	// WorkloadIdentityProvider is aws, azure, gcp or oidc in any case.
	WorkloadIdentityProvider      string
	WorkloadIdentityEntraResource string

	// Role, Warehouse, Database and Schema are the session's defaults. Nothing
	// relies on the last two: every name that is sent is written out.
	Role, Warehouse, Database, Schema string
	// QueryTag is the user's own tag.
	QueryTag string
	// Host overrides the host that follows from Account; Port 0 means 443,
	// Protocol "" https.
	Host     string
	Port     int
	Protocol string
	// ProxyHost empty means the environment's proxy.
	ProxyHost string
	ProxyPort int
	// InsecureMode skips the check whether a certificate was revoked (OCSP).
	InsecureMode bool
	// ConnectRetries is how often a login that did not reach the service is tried
	// again; the wait before attempt n is n² seconds. Logins that the service
	// refuses are never repeated: repeating them locks a user out.
	ConnectRetries int
	// ConnectTimeout is how long one login may go on trying; 0 means 30 seconds.
	ConnectTimeout     time.Duration
	S3StageVPCEDNSName string
	// ConnectionName takes everything from that section of Snowflake's own
	// connections.toml; what is set here is laid over it.
	ConnectionName string

	// Terminal says that a person is there: without one, a login that opens a
	// browser is refused at once.
	Terminal bool
	// AskPasscode asks that person for a one-time code; nil when nobody can be
	// asked. It is called once for every connection that logs in.
	AskPasscode func(ctx context.Context) (string, error)
	// Lookup reads an environment variable; nil sees none. SNOWFLAKE_HOME is
	// where connections.toml is looked for.
	Lookup func(name string) (string, bool)
	// Transport overrides how requests travel, for tests; nil is the driver's
	// own, which checks certificates for revocation.
	Transport http.RoundTripper
}

const (
	application         = "cutover"
	defaultLoginTimeout = 30 * time.Second
	// A round trip ends after 45 seconds with "in progress" while the statement is
	// still running, so a longer silence is a lost connection: the driver asks
	// again, with the same request id, and gives up after about five minutes of
	// that, so that a look can decide. None of this bounds the statement itself.
	roundTrip    = 3 * time.Minute
	keepAsking   = 5 * time.Minute
	mostAttempts = 7
)

// config maps the profile to the driver's configuration. It asks for a passcode
// and gets an access token where the way of logging in needs that. Errors say
// what to change in the profile; they hold no secret.
func (p Profile) config(ctx context.Context) (*sf.Config, error) {
	if p.ConnectionName != "" {
		merged, err := p.withConnection()
		if err != nil {
			return nil, err
		}
		p = merged
	}
	cfg := &sf.Config{
		User: p.User, Role: p.Role, Warehouse: p.Warehouse, Database: p.Database, Schema: p.Schema,
		Params: map[string]*string{},
	}
	if err := p.place(cfg); err != nil {
		return nil, err
	}
	if err := p.authenticate(ctx, cfg); err != nil {
		return nil, err
	}
	p.behave(cfg)
	return cfg, p.complete(cfg)
}

// place says where the service is.
func (p Profile) place(cfg *sf.Config) error {
	cfg.Account, cfg.Region = splitAccount(p.Account)
	if cfg.Account == "" {
		return refuseProfile("account is missing")
	}
	cfg.Host, cfg.Port, cfg.Protocol = p.Host, p.Port, p.Protocol
	if cfg.Host == "" {
		cfg.Host = accountHost(cfg.Account, cfg.Region)
	}
	if cfg.Protocol == "" {
		cfg.Protocol = "https"
	}
	if cfg.Protocol != "https" && cfg.Protocol != "http" {
		return refuseProfile("protocol must be https or http, not %q", cfg.Protocol)
	}
	if cfg.Port == 0 {
		cfg.Port = 443
	}
	if p.ProxyHost != "" {
		cfg.ProxyHost, cfg.ProxyPort, cfg.ProxyProtocol = p.ProxyHost, p.ProxyPort, "http"
		if p.ProxyPort == 0 {
			cfg.ProxyPort = 80
		}
	}
	return nil
}

// splitAccount reads an account identifier as dbt and the connectors do: an
// underscore cannot stand in a host name and becomes a dash, what follows the
// first dot is the region, and us-west-2 is the region that has no name.
func splitAccount(account string) (name, region string) {
	account = strings.ReplaceAll(strings.TrimSpace(account), "_", "-")
	account = strings.TrimSuffix(account, ".snowflakecomputing.com")
	name, region, _ = strings.Cut(account, ".")
	if strings.EqualFold(region, "us-west-2") {
		region = ""
	}
	return name, region
}

func accountHost(account, region string) string {
	switch {
	case region == "":
		return account + ".snowflakecomputing.com"
	case strings.HasPrefix(strings.ToLower(region), "cn-"):
		return account + "." + region + ".snowflakecomputing.cn"
	}
	return account + "." + region + ".snowflakecomputing.com"
}

// behave sets what cutover wants of every connection, whatever it came from.
func (p Profile) behave(cfg *sf.Config) {
	cfg.Application = application
	// A default database that is missing for a moment, as between two renames,
	// must not refuse a login; Python's connector has the same default.
	cfg.ValidateDefaultParameters = sf.ConfigBoolFalse
	cfg.LoginTimeout = defaultLoginTimeout
	if p.ConnectTimeout > 0 {
		cfg.LoginTimeout = p.ConnectTimeout
	}
	cfg.ClientTimeout, cfg.RequestTimeout, cfg.MaxRetryCount = roundTrip, keepAsking, mostAttempts
	cfg.DisableOCSPChecks = p.InsecureMode
	if p.Transport != nil {
		cfg.Transporter = p.Transport
	}
	set := func(name, value string) { cfg.Params[name] = &value }
	// One zone for every session, so that a time is written one way only.
	set("TIMEZONE", "UTC")
	set("GO_QUERY_RESULT_FORMAT", "JSON")
	set("CLIENT_TELEMETRY_ENABLED", "false")
	// A session outlives a dbt build of many hours in between. The profile's own
	// client_session_keep_alive is about dbt's sessions.
	set("CLIENT_SESSION_KEEP_ALIVE", "true")
	if p.QueryTag != "" {
		set("QUERY_TAG", p.QueryTag)
	}
	if p.S3StageVPCEDNSName != "" {
		set("S3_STAGE_VPCE_DNS_NAME", p.S3StageVPCEDNSName)
	}
}

func (p Profile) lookup(name string) string {
	if p.Lookup == nil {
		return ""
	}
	value, ok := p.Lookup(name)
	if !ok {
		return ""
	}
	return value
}

// printable is the profile without its secrets.
func (p Profile) printable() map[string]any {
	out := map[string]any{}
	for key, value := range map[string]string{
		"account": p.Account, "user": p.User, "authenticator": p.Authenticator, "role": p.Role, "warehouse": p.Warehouse,
		"database": p.Database, "schema": p.Schema, "query_tag": p.QueryTag, "host": p.Host, "protocol": p.Protocol,
		"private_key_path": p.PrivateKeyPath, "proxy_host": p.ProxyHost, "connection_name": p.ConnectionName,
		"workload_identity_provider": p.WorkloadIdentityProvider, "oauth_client_id": p.OAuthClientID,
	} {
		if value != "" {
			out[key] = value
		}
	}
	for key, value := range map[string]string{
		"password": p.Password, "passcode": p.Passcode, "token": p.Token, "private_key": p.PrivateKey,
		"private_key_passphrase": p.PrivateKeyPassphrase, "oauth_client_secret": p.OAuthClientSecret,
	} {
		if value != "" {
			out[key] = "********"
		}
	}
	return out
}

// MarshalJSON redacts.
func (p Profile) MarshalJSON() ([]byte, error) { return json.Marshal(p.printable()) }

// MarshalYAML redacts.
func (p Profile) MarshalYAML() (any, error) { return p.printable(), nil }

// String names the account, the user and the role.
func (p Profile) String() string {
	out := p.Account
	if out == "" {
		out = p.ConnectionName
	}
	if p.User != "" {
		out += " as " + p.User
	}
	if p.Role != "" {
		out += " (" + p.Role + ")"
	}
	return out
}

// Format redacts, whatever the verb.
func (p Profile) Format(s fmt.State, verb rune) {
	if verb == 's' || verb == 'v' && !s.Flag('+') && !s.Flag('#') {
		_, _ = s.Write([]byte(p.String())) // fmt.State has nowhere to report an error
		return
	}
	data, err := p.MarshalJSON()
	if err != nil {
		data = []byte("(not printable)")
	}
	_, _ = s.Write(data)
}
