package snowflake

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/warehouse"
)

const (
	// redirectURI is what dbt-snowflake sends and its users have registered.
	redirectURI    = "http://localhost:9999"
	oauthTimeout   = 30 * time.Second
	oauthMaxAnswer = 1 << 20
)

// oauth logs in with an access token, or, when the profile has a client, gets
// one for the refresh token, as dbt-snowflake does.
func (p Profile) oauth(ctx context.Context, cfg *sf.Config) error {
	cfg.Authenticator = sf.AuthTypeOAuth
	if err := require("token", p.Token, "oauth"); err != nil {
		return err
	}
	if p.OAuthClientID == "" && p.OAuthClientSecret == "" {
		cfg.Token = p.Token
		return nil
	}
	if p.OAuthClientID == "" || p.OAuthClientSecret == "" {
		return refuseProfile("oauth_client_id and oauth_client_secret belong together: one of them is missing")
	}
	token, err := p.refresh(ctx, cfg)
	cfg.Token = token
	return err
}

// nativeOAuth leaves the whole flow to the driver. dbt has no keys for it, so
// they are written below connection: in cutover.yml.
func (p Profile) nativeOAuth(word string, cfg *sf.Config) error {
	if p.OAuthClientID == "" || p.OAuthClientSecret == "" {
		return refuseProfile("authenticator %s needs oauth_client_id and oauth_client_secret", word)
	}
	if p.OAuthTokenRequestURL == "" {
		return refuseProfile("authenticator %s needs oauth_token_request_url below connection: in cutover.yml: dbt's profile has no key for it", word)
	}
	cfg.OauthClientID, cfg.OauthClientSecret = p.OAuthClientID, p.OAuthClientSecret
	cfg.OauthTokenRequestURL, cfg.OauthScope = p.OAuthTokenRequestURL, p.OAuthScope
	cfg.Authenticator = sf.AuthTypeOAuthClientCredentials
	if word == "oauth_client_credentials" {
		return nil
	}
	if p.OAuthAuthorizationURL == "" {
		return refuseProfile("authenticator %s needs oauth_authorization_url below connection: in cutover.yml", word)
	}
	cfg.Authenticator, cfg.ClientStoreTemporaryCredential = sf.AuthTypeOAuthAuthorizationCode, sf.ConfigBoolTrue
	cfg.OauthAuthorizationURL, cfg.OauthRedirectURI = p.OAuthAuthorizationURL, p.OAuthRedirectURI
	return p.person(word)
}

// refresh exchanges the refresh token for an access token at the account's own
// token endpoint (docs.snowflake.com, "Configure Snowflake OAuth for custom
// clients", token request; the same request as dbt-snowflake's).
func (p Profile) refresh(ctx context.Context, cfg *sf.Config) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, oauthTimeout)
	defer cancel()
	endpoint := p.OAuthTokenRequestURL
	if endpoint == "" {
		endpoint = cfg.Protocol + "://" + net.JoinHostPort(cfg.Host, strconv.Itoa(cfg.Port)) + "/oauth/token-request"
	}
	form := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {p.Token}, "redirect_uri": {redirectURI}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return "", refuseProfile("the token endpoint %q is not a URL", endpoint)
	}
	req.SetBasicAuth(p.OAuthClientID, p.OAuthClientSecret)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
	res, err := p.httpClient().Do(req)
	if err != nil {
		return "", unreachable(endpoint, err)
	}
	defer func() { _ = res.Body.Close() }() // nothing was written to it
	body, err := io.ReadAll(io.LimitReader(res.Body, oauthMaxAnswer))
	if err != nil {
		return "", unreachable(endpoint, err)
	}
	var answer struct {
		AccessToken string `json:"access_token"`
		Error       string `json:"error"`
		Message     string `json:"message"`
	}
	parsed := json.Unmarshal(body, &answer) == nil
	switch {
	case res.StatusCode >= http.StatusInternalServerError:
		return "", unreachable(endpoint, fmt.Errorf("HTTP status %d", res.StatusCode))
	case res.StatusCode == http.StatusOK && parsed && answer.AccessToken != "":
		return answer.AccessToken, nil
	}
	return "", refuseProfile("the refresh token was not accepted (HTTP status %d%s): dbt's profile needs a new one", res.StatusCode, reason(answer.Error, answer.Message))
}

// reason joins what the service says, without its line breaks.
func reason(parts ...string) string {
	var out string
	for _, part := range parts {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			out += ", " + part
		}
	}
	return out
}

func (p Profile) httpClient() *http.Client {
	if p.Transport != nil {
		return &http.Client{Transport: p.Transport}
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: dialTimeout}
	if p.ProxyHost != "" {
		port := p.ProxyPort
		if port == 0 {
			port = 80
		}
		transport.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: net.JoinHostPort(p.ProxyHost, strconv.Itoa(port))})
	}
	return &http.Client{Transport: transport}
}

// unreachable says that nothing answered, so that nothing can have happened.
func unreachable(where string, err error) error {
	return &warehouse.Error{Code: warehouse.Unavailable, Op: "open", Object: "snowflake", Err: fmt.Errorf("%s cannot be reached: %w", where, err)}
}
