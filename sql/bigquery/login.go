package bigquery

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"cloud.google.com/go/auth"
	"cloud.google.com/go/auth/credentials/externalaccount"

	"cutover/sql/warehouse"
)

const (
	loginTimeout   = 20 * time.Second
	loginMaxAnswer = 1 << 20
)

// loginAnswer is what the last service on the way to a token said. Google's library
// gives its refusals as texts of several shapes, so they are taken here from the
// wire.
type loginAnswer struct {
	host   string
	status int // 0 when nothing answered
	text   string
}

type loginAnswerKey struct{}

// loginTransport carries the requests that get tokens.
type loginTransport struct{ base http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (t loginTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := t.base.RoundTrip(req)
	last, ok := req.Context().Value(loginAnswerKey{}).(*loginAnswer)
	if !ok {
		return res, err
	}
	*last = loginAnswer{host: req.URL.Host}
	if err != nil {
		return res, err
	}
	last.status = res.StatusCode
	if res.StatusCode < http.StatusMultipleChoices {
		return res, nil
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, loginMaxAnswer))
	_ = res.Body.Close() // only read from
	if err != nil {
		return nil, err
	}
	res.Body = io.NopCloser(bytes.NewReader(body))
	last.text = refusal(body)
	return res, nil
}

// refusal reads the reason out of an answer: RFC 6749 section 5.2 at token
// endpoints, google.rpc.Status at Google's APIs. "" for anything else.
func refusal(body []byte) string {
	var oauth struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(body, &oauth) == nil {
		return joined(oauth.Error, oauth.Description)
	}
	var api struct {
		Error struct {
			Status  string `json:"status"`
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &api) == nil {
		return joined(api.Error.Status, api.Error.Message)
	}
	return ""
}

// joined joins what a service says, without its line breaks.
func joined(parts ...string) string {
	var out string
	for _, part := range parts {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out += ", " + part
		}
	}
	return out
}

// loginTokens gives the tokens of a profile, and its failures in words of the
// profile: they are *warehouse.Error, also through Google's client.
type loginTokens struct {
	profile Profile
	tokens  auth.TokenProvider
}

// Token implements auth.TokenProvider.
func (t loginTokens) Token(ctx context.Context) (*auth.Token, error) {
	var last loginAnswer
	token, err := t.tokens.Token(context.WithValue(ctx, loginAnswerKey{}, &last))
	if err == nil {
		return token, nil
	}
	out := &warehouse.Error{Code: warehouse.Unauthenticated, Op: "log in to", Object: "bigquery", Err: err}
	switch {
	case ctx.Err() != nil:
		out.Code = warehouse.Canceled
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			out.Code = warehouse.Unavailable
		}
		out.Err = ctx.Err()
	case last.status >= http.StatusInternalServerError || last.status == http.StatusTooManyRequests:
		out.Code = warehouse.Unavailable
		out.Err = &sentence{line: fmt.Sprintf("%s answers with HTTP status %d%s", last.host, last.status, last.text), err: err}
	case last.status >= http.StatusMultipleChoices:
		out.Native = strconv.Itoa(last.status)
		if last.status == http.StatusForbidden {
			out.Code = warehouse.PermissionDenied
		}
		out.Err = &sentence{line: fmt.Sprintf("%s (%s, HTTP status %d%s)", t.profile.refused(last.host), last.host, last.status, last.text), err: err}
	case isNetwork(err):
		where := last.host
		if where == "" { // Google's library went there by itself
			where = "the service that gives tokens"
		}
		out.Code = warehouse.Unavailable
		out.Err = &sentence{line: where + " cannot be reached: " + innermost(err), err: err}
	default:
		// What is left comes from Google's library: an answer that is not what it
		// should be, or credentials that it cannot use.
		out.Err = &sentence{line: t.profile.refused(last.host), err: err}
	}
	return nil, out
}

// refused says which key of the profile a service on the way to a token did not
// take.
func (p Profile) refused(host string) string {
	endpoint, _ := url.Parse(p.TokenEndpoint.RequestURL)
	switch {
	case host == iamHost && p.ImpersonateServiceAccount != "":
		return "impersonate_service_account was not allowed: the caller needs roles/iam.serviceAccountTokenCreator on " + p.ImpersonateServiceAccount
	case host == iamHost && p.Method == methodFederation:
		return "service_account_impersonation_url was not accepted: the pool's principal needs roles/iam.workloadIdentityUser there"
	case p.Method == methodFederation && endpoint != nil && endpoint.Host == host:
		return "token_endpoint gave no token: check request_url and request_data"
	case p.Method == methodFederation:
		return "workload_pool_provider_path was not accepted for the token of token_endpoint"
	case p.Method == methodKeyfile:
		return "the key in keyfile was not accepted: is it deleted, or its account disabled?"
	case p.Method == methodKeyfileJSON:
		return "the key in keyfile_json was not accepted: is it deleted, or its account disabled?"
	case p.Method == methodSecrets:
		return "refresh_token was not accepted: dbt's profile needs a new one"
	}
	return "the application default credentials were not accepted: " + defaultLoginHelp
}

// entra gets a token of Microsoft Entra ID, the only provider that dbt knows
// (token_suppliers.py): the profile's own form, posted to the profile's address.
type entra struct {
	endpoint TokenEndpoint
	client   *http.Client
}

// SubjectToken implements externalaccount.SubjectTokenProvider.
func (e entra) SubjectToken(ctx context.Context, _ *externalaccount.RequestOptions) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.endpoint.RequestURL, strings.NewReader(e.endpoint.RequestData))
	if err != nil {
		return "", errors.New("request_url of token_endpoint is not an address")
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := e.client.Do(req)
	if err != nil {
		return "", fmt.Errorf("ask token_endpoint: %w", err)
	}
	defer func() { _ = res.Body.Close() }() // only read from
	var token struct {
		AccessToken string `json:"access_token"`
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, loginMaxAnswer))
	if err != nil {
		return "", fmt.Errorf("read the answer of token_endpoint: %w", err)
	}
	if res.StatusCode != http.StatusOK || json.Unmarshal(body, &token) != nil || token.AccessToken == "" {
		return "", errors.New("token_endpoint gave no access_token")
	}
	return token.AccessToken, nil
}
