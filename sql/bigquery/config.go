package bigquery

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// Profile is what to connect to: the keys of a dbt-bigquery output (dbt-bigquery
// 1.12, credentials.py). Zero values mean not set. It prints without any secret,
// whatever verb or encoder is used.
type Profile struct {
	// Method is dbt's word: oauth, service-account, service-account-json,
	// oauth-secrets or external-oauth-wif. Required.
	Method string
	// Project holds the relations; empty means the project of the application
	// default credentials, see DefaultProject.
	Project string
	// ExecutionProject runs the jobs and is billed for them; empty means Project.
	ExecutionProject string
	// QuotaProject is counted for the requests; empty means that of the credentials.
	QuotaProject string
	// Dataset is the default dataset. No statement relies on it; its location is
	// that of the jobs when Location is empty.
	Dataset string
	// Location is where jobs run: EU, US, europe-west3 ...; empty means learnt.
	Location string
	// Scopes of every token; nil means dbt's four.
	Scopes []string
	// APIEndpoint is the address of the service without /bigquery/v2, for an
	// emulator or a regional endpoint; empty means Google's.
	APIEndpoint string

	// Keyfile is the path of a service account's key, for service-account.
	Keyfile string
	// KeyfileJSON is the key itself, for service-account-json: JSON, or base64 of
	// it. Line breaks of private_key may be written out as \n.
	KeyfileJSON string
	// The next five are for oauth-secrets: an access token alone, or what gets one.
	Token, RefreshToken, ClientID, ClientSecret, TokenURI string
	// The next three are for external-oauth-wif.
	WorkloadPoolProviderPath       string
	ServiceAccountImpersonationURL string
	TokenEndpoint                  TokenEndpoint
	// ImpersonateServiceAccount is the e-mail address of the account to act as,
	// after logging in by Method; empty means none.
	ImpersonateServiceAccount string

	// Priority is interactive or batch, in any case; empty means interactive.
	Priority string
	// MaximumBytesBilled fails a job that would bill more; 0 means no limit.
	MaximumBytesBilled int64
	// Reservation is projects/P/locations/L/reservations/R; empty means the
	// project's assignment.
	Reservation string
	// JobExecutionTimeout ends a job that runs longer; 0 means no limit.
	JobExecutionTimeout time.Duration
	// JobCreationTimeout is how long the insert of a job may take; 0 means no
	// limit but the transport's.
	JobCreationTimeout time.Duration
	// JobRetries and JobRetryDeadline are dbt's: how often its jobs are tried
	// again. cutover repeats by its own rule, with ids of its own.
	JobRetries       int
	JobRetryDeadline time.Duration
}

// TokenEndpoint is where external-oauth-wif gets the identity provider's token.
type TokenEndpoint struct {
	// Type is the kind of provider: entra.
	Type string
	// RequestURL is posted to.
	RequestURL string
	// RequestData is the form that is posted, a client's secret included.
	RequestData string
}

// The scopes that dbt-bigquery asks for (credentials.py, scopes).
func defaultScopes() []string {
	return []string{
		"https://www.googleapis.com/auth/bigquery",
		"https://www.googleapis.com/auth/cloud-platform",
		"https://www.googleapis.com/auth/drive",
		"https://www.googleapis.com/auth/userinfo.email",
	}
}

const (
	googleHost = "bigquery.googleapis.com"
	basePath   = "/bigquery/v2/"
)

// refuseProfile says what is wrong with a profile before anything was sent.
func refuseProfile(format string, args ...any) error {
	return &warehouse.Error{Code: warehouse.Unauthenticated, Op: "open", Object: "bigquery", Err: fmt.Errorf(format, args...)}
}

// check refuses what no request can be made with. It does not look at what a way
// of logging in needs: logging in does.
func (p Profile) check() error {
	switch strings.ToLower(p.Priority) {
	case "", "interactive", "batch":
	default:
		return refuseProfile("priority must be interactive or batch, not %q", p.Priority)
	}
	if p.Project == "" {
		return refuseProfile("project is missing: which one holds the datasets?")
	}
	_, err := p.endpoint()
	return err
}

// executionProject is the project that jobs run in.
func (p Profile) executionProject() string {
	if p.ExecutionProject != "" {
		return p.ExecutionProject
	}
	return p.Project
}

func (p Profile) scopes() []string {
	if len(p.Scopes) == 0 {
		return defaultScopes()
	}
	return p.Scopes
}

// endpoint is the base of every call's address. dbt's api_endpoint is the
// service's address alone; one that has the path of the API already, or no
// scheme, means the same.
func (p Profile) endpoint() (*url.URL, error) {
	text := strings.TrimSpace(p.APIEndpoint)
	if text == "" {
		return &url.URL{Scheme: "https", Host: googleHost, Path: basePath}, nil
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, refuseProfile("api_endpoint must be the address of the service, such as https://%s", googleHost)
	}
	if u.User != nil || u.RawQuery != "" {
		return nil, refuseProfile("api_endpoint must be an address alone, without user or parameters")
	}
	path := strings.TrimSuffix(strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(basePath, "/"))
	u.Path = strings.TrimSuffix(path, "/") + basePath
	return u, nil
}

// isEmulator reports whether the service is a program on this machine: it is
// never sent credentials that had to be got from somewhere.
func isEmulator(u *url.URL) bool {
	if u.Scheme != "http" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// printable is the profile without its secrets.
func (p Profile) printable() map[string]any {
	out := map[string]any{}
	for key, value := range map[string]string{
		"method": p.Method, "project": p.Project, "execution_project": p.ExecutionProject, "quota_project": p.QuotaProject,
		"dataset": p.Dataset, "location": p.Location, "api_endpoint": bareURL(p.APIEndpoint), "keyfile": p.Keyfile, "client_id": p.ClientID,
		"token_uri": bareURL(p.TokenURI), "workload_pool_provider_path": p.WorkloadPoolProviderPath,
		"service_account_impersonation_url": bareURL(p.ServiceAccountImpersonationURL), "impersonate_service_account": p.ImpersonateServiceAccount,
		"priority": p.Priority, "reservation": p.Reservation,
	} {
		if value != "" {
			out[key] = value
		}
	}
	for key, value := range map[string]string{
		"keyfile_json": p.KeyfileJSON, "token": p.Token, "refresh_token": p.RefreshToken, "client_secret": p.ClientSecret,
	} {
		if value != "" {
			out[key] = "********"
		}
	}
	if p.TokenEndpoint != (TokenEndpoint{}) {
		out["token_endpoint"] = p.TokenEndpoint.printable()
	}
	return out
}

// bareURL is an address without user, password and parameters.
func bareURL(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return "(not an address)"
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	return u.String()
}

// MarshalJSON redacts.
func (p Profile) MarshalJSON() ([]byte, error) { return json.Marshal(p.printable()) }

// MarshalYAML redacts.
func (p Profile) MarshalYAML() (any, error) { return p.printable(), nil }

// String names the method, the project and the dataset.
func (p Profile) String() string {
	out := p.Project
	if p.Dataset != "" {
		out += "." + p.Dataset
	}
	if p.Location != "" {
		out += " in " + p.Location
	}
	if p.Method != "" {
		out += " by " + p.Method
	}
	return out
}

// Format redacts, whatever the verb.
func (p Profile) Format(s fmt.State, verb rune) {
	if verb == 's' || verb == 'v' && !s.Flag('+') && !s.Flag('#') {
		_, _ = s.Write([]byte(p.String())) // fmt.State has nowhere to report an error
		return
	}
	writeJSON(s, p)
}

func (e TokenEndpoint) printable() map[string]string {
	out := map[string]string{"type": e.Type, "request_url": bareURL(e.RequestURL)}
	if e.RequestData != "" {
		out["request_data"] = "********"
	}
	return out
}

// MarshalJSON redacts.
func (e TokenEndpoint) MarshalJSON() ([]byte, error) { return json.Marshal(e.printable()) }

// MarshalYAML redacts.
func (e TokenEndpoint) MarshalYAML() (any, error) { return e.printable(), nil }

// Format redacts, whatever the verb.
func (e TokenEndpoint) Format(s fmt.State, _ rune) { writeJSON(s, e) }

func writeJSON(s fmt.State, value json.Marshaler) {
	data, err := value.MarshalJSON()
	if err != nil {
		data = []byte("(not printable)")
	}
	_, _ = s.Write(data) // fmt.State has nowhere to report an error
}
