package config

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"slices"
	"strings"
	"time"
)

// BigQuery is the connection of a dbt-bigquery output. Texts are empty when not
// set.
type BigQuery struct {
	// Method is dbt's word for the way of logging in.
	Method string
	// Project is empty when dbt takes that of the application default credentials.
	Project string
	// ExecutionProject is empty when jobs run in Project.
	ExecutionProject, QuotaProject string
	Dataset                        string
	Location                       string
	// Scopes is nil when dbt's own are meant.
	Scopes      []string
	APIEndpoint string

	// Keyfile is absolute.
	Keyfile string
	// KeyfileJSON is JSON, or base64 of it; a mapping of the profile is JSON here.
	KeyfileJSON                                           string
	Token, RefreshToken, ClientID, ClientSecret, TokenURI string
	WorkloadPoolProviderPath                              string
	ServiceAccountImpersonationURL                        string
	TokenEndpoint                                         TokenEndpoint
	ImpersonateServiceAccount                             string

	// Priority is interactive, batch or empty.
	Priority string
	// MaximumBytesBilled is 0 when there is no limit.
	MaximumBytesBilled int64
	Reservation        string
	// JobExecutionTimeout, JobCreationTimeout and JobRetryDeadline are 0 when not
	// set.
	JobExecutionTimeout, JobCreationTimeout, JobRetryDeadline time.Duration
	// JobRetries is 1 when not set, as in dbt.
	JobRetries int
}

// TokenEndpoint is where the token of an identity provider is got.
type TokenEndpoint struct {
	Type, RequestURL, RequestData string
}

func (e TokenEndpoint) printable() map[string]string {
	return map[string]string{"type": e.Type, "request_url": redactText("", e.RequestURL)}
}

// MarshalJSON leaves what is posted out.
func (e TokenEndpoint) MarshalJSON() ([]byte, error) { return json.Marshal(e.printable()) }

// MarshalYAML leaves what is posted out.
func (e TokenEndpoint) MarshalYAML() (any, error) { return e.printable(), nil }

// Format leaves what is posted out, whatever the verb.
func (e TokenEndpoint) Format(f fmt.State, _ rune) { writeJSON(f, e) }

// String names the dataset, the location and the method.
func (b BigQuery) String() string {
	out := b.Project
	if out == "" {
		out = "(default project)"
	}
	out += "." + b.Dataset
	if b.Location != "" {
		out += " in " + b.Location
	}
	if b.ExecutionProject != "" && b.ExecutionProject != b.Project {
		out += ", jobs in " + b.ExecutionProject
	}
	return out + ", " + b.Method
}

func (b BigQuery) printable() map[string]any {
	return map[string]any{
		"method": b.Method, "project": b.Project, "execution_project": b.ExecutionProject, "dataset": b.Dataset,
		"location": b.Location, "api_endpoint": redactText("", b.APIEndpoint), "keyfile": b.Keyfile,
		"impersonate_service_account": b.ImpersonateServiceAccount,
	}
}

// MarshalJSON leaves every secret out.
func (b BigQuery) MarshalJSON() ([]byte, error) { return json.Marshal(b.printable()) }

// MarshalYAML leaves every secret out.
func (b BigQuery) MarshalYAML() (any, error) { return b.printable(), nil }

// Format leaves every secret out, whatever the verb.
func (b BigQuery) Format(f fmt.State, _ rune) { writeJSON(f, b) }

// bigQueryMethods are dbt's ways of logging in (credentials.py,
// BigQueryConnectionMethod).
func bigQueryMethods() []string {
	return []string{"oauth", "oauth-secrets", "service-account", "service-account-json", "external-oauth-wif"}
}

// readBigQuery types an output as dbt.adapters.bigquery.credentials'
// BigQueryCredentials does, aliases included.
func readBigQuery(c *Connection, output *tree, search ProfilesSearch, dir string, found *findings) *BigQuery {
	r := &outputReader{raw: c.Raw, output: output, search: search, dir: dir, found: found}
	b := &BigQuery{
		Method:  r.single("method"),
		Project: r.aliased("project", "database"), Dataset: r.aliased("dataset", "schema"),
		ExecutionProject: r.single("execution_project"), QuotaProject: r.single("quota_project"),
		Location: r.single("location"), Scopes: r.texts("scopes"), APIEndpoint: r.single("api_endpoint"),
		KeyfileJSON: r.mappingOrText("keyfile_json"),
		Token:       r.single("token"), RefreshToken: r.single("refresh_token"), TokenURI: r.single("token_uri"),
		ClientID: r.single("client_id"), ClientSecret: r.single("client_secret"),
		WorkloadPoolProviderPath:       r.single("workload_pool_provider_path"),
		ServiceAccountImpersonationURL: r.single("service_account_impersonation_url"),
		TokenEndpoint:                  r.tokenEndpoint(),
		ImpersonateServiceAccount:      r.single("impersonate_service_account"),
		Priority:                       strings.ToLower(r.single("priority")), Reservation: r.single("reservation"),
		MaximumBytesBilled:  r.whole("maximum_bytes_billed", 0, math.MaxInt64),
		JobExecutionTimeout: r.seconds(r.alias("job_execution_timeout_seconds", "timeout_seconds")),
		JobCreationTimeout:  r.seconds("job_creation_timeout_seconds"),
		JobRetryDeadline:    r.seconds("job_retry_deadline_seconds"),
		JobRetries:          1,
	}
	if retries := r.alias("job_retries", "retries"); r.is(retries) {
		b.JobRetries = int(r.whole(retries, 0, 1000))
	}
	if path := r.single("keyfile"); path != "" {
		b.Keyfile = r.resolve(path, output.get("keyfile"))
	}
	b.check(r)
	return b
}

// check says what no connection can do without.
func (b *BigQuery) check(r *outputReader) {
	switch {
	case b.Method == "":
		r.found.add(r.output, "method is missing: one of %s", strings.Join(bigQueryMethods(), ", "))
	case !slices.Contains(bigQueryMethods(), b.Method):
		r.found.add(r.output.get("method"), "method must be one of %s, not %q%s", strings.Join(bigQueryMethods(), ", "), b.Method, nearest(b.Method, bigQueryMethods()))
	}
	if b.Dataset == "" {
		r.found.add(r.output, "dataset is missing: which one does dbt build in?")
	}
	if b.Priority != "" && b.Priority != "interactive" && b.Priority != "batch" {
		r.found.add(r.output.get("priority"), "priority must be interactive or batch, not %q", b.Priority)
	}
	if u, err := url.Parse(b.APIEndpoint); err != nil || strings.Contains(b.APIEndpoint, "://") && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		r.found.add(r.output.get("api_endpoint"), "api_endpoint must be the address of the service, such as https://bigquery.googleapis.com")
	}
}

// alias gives the name under which a key is set; dbt refuses both.
func (r *outputReader) alias(name, other string) string {
	if !r.is(other) {
		return name
	}
	if r.is(name) {
		r.found.add(r.output.get(other), "%s and %s are the same key and both are set: leave one out", name, other)
	}
	return other
}

func (r *outputReader) aliased(name, other string) string { return r.single(r.alias(name, other)) }

func (r *outputReader) seconds(key string) time.Duration {
	return time.Duration(r.whole(key, 0, math.MaxInt32)) * time.Second
}

// texts reads a list of text, or one text; nil when it is not set.
func (r *outputReader) texts(key string) []string {
	if !r.is(key) {
		return nil
	}
	list, ok := r.raw[key].([]any)
	if !ok {
		return []string{r.single(key)}
	}
	out := make([]string, 0, len(list))
	for _, item := range list {
		text, ok := item.(string)
		if !ok || strings.TrimSpace(text) == "" {
			r.found.add(r.output.get(key), "%s must be a list of text", key)
			return nil
		}
		out = append(out, strings.TrimSpace(text))
	}
	return out
}

// mappingOrText reads a text, or a mapping as JSON.
func (r *outputReader) mappingOrText(key string) string {
	values, ok := r.raw[key].(map[string]any)
	if !ok {
		return r.single(key)
	}
	data, err := json.Marshal(values)
	if err != nil {
		r.found.add(r.output.get(key), "%s cannot be written as JSON", key)
	}
	return string(data)
}

func (r *outputReader) tokenEndpoint() TokenEndpoint {
	const key = "token_endpoint"
	if !r.is(key) {
		return TokenEndpoint{}
	}
	values, ok := r.raw[key].(map[string]any)
	if !ok {
		r.found.add(r.output.get(key), "%s must be a mapping with type, request_url and request_data", key)
		return TokenEndpoint{}
	}
	var e TokenEndpoint
	for _, part := range []struct {
		name string
		into *string
	}{{"type", &e.Type}, {"request_url", &e.RequestURL}, {"request_data", &e.RequestData}} {
		text, ok := values[part.name].(string)
		if !ok || text == "" {
			r.found.add(r.output.get(key), "%s needs %s, as text", key, part.name)
		}
		*part.into = text
	}
	return e
}
