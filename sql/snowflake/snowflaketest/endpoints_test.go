package snowflaketest_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/snowflaketest"
)

// login logs in without the driver, with a gzipped body as some drivers send it, and gives the token.
func login(t *testing.T, s *snowflaketest.Server) string {
	t.Helper()
	var body bytes.Buffer
	z := gzip.NewWriter(&body)
	if err := json.NewEncoder(z).Encode(map[string]map[string]string{"data": {"ACCOUNT_NAME": s.Account(), "LOGIN_NAME": s.User, "PASSWORD": s.Password}}); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Data struct {
			Token string `json:"token"`
		} `json:"data"`
	}
	raw := request(t, s, http.MethodPost, "/session/v1/login-request", "", &body, "gzip")
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Data.Token == "" {
		t.Fatalf("login answered %s: %v", raw, err)
	}
	return answer.Data.Token
}

func post(t *testing.T, s *snowflaketest.Server, path, token string, body io.Reader) (code string) {
	t.Helper()
	return codeOf(t, request(t, s, http.MethodPost, path, token, body, ""))
}

func fetch(t *testing.T, s *snowflaketest.Server, path, token string) (code string) {
	t.Helper()
	return codeOf(t, request(t, s, http.MethodGet, path, token, nil, ""))
}

func codeOf(t *testing.T, raw []byte) string {
	t.Helper()
	var answer struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("answered %s", raw)
	}
	return answer.Code
}

func request(t *testing.T, s *snowflaketest.Server, method, path, token string, body io.Reader, encoding string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, s.URL()+path, body)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", `Snowflake Token="`+token+`"`)
	}
	if encoding != "" {
		r.Header.Set("Content-Encoding", encoding)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Each request needs a token of a living session, whichever endpoint it goes to.
func TestTokens(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	closed := login(t, s)
	if code := post(t, s, "/session?delete=true", closed, nil); code != "" {
		t.Fatalf("close: %s", code)
	}
	for token, want := range map[string]string{"": "390101", "made up": "390104", closed: "390111"} {
		for _, path := range []string{"/session/heartbeat", "/telemetry/send", "/queries/v1/abort-request", "/queries/v1/query-request?requestId=x", "/session?delete=true"} {
			if code := post(t, s, path, token, strings.NewReader("{}")); code != want {
				t.Errorf("%s with token %q: %s, want %s", path, token, code, want)
			}
		}
	}
	// A renewal is asked for with the master token; it ends the old token even when that was alive.
	open := login(t, s)
	master := strings.Replace(open, "session-3", "master-4", 1)
	if code := post(t, s, "/session/token-request", master, strings.NewReader(`{"requestType":"RENEW","oldSessionToken":"`+open+`"}`)); code != "" {
		t.Errorf("renewal: %s", code)
	}
	if code := post(t, s, "/session/heartbeat", open, nil); code != "390112" {
		t.Errorf("a replaced token: %q", code)
	}
	if code := post(t, s, "/session/token-request", closed, strings.NewReader(`{"requestType":"RENEW"}`)); code != "390114" {
		t.Errorf("renewal of a session token: %s", code)
	}
}

func TestOAuthTokenEndpoint(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	s.SetOAuth("id", "secret", "refresh me")
	ask := func(id, secret, grant, refresh string) (int, string) {
		form := url.Values{"grant_type": {grant}, "refresh_token": {refresh}}
		r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.OAuthURL(), strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(id, secret)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		var body struct {
			Token   string `json:"access_token"`
			Problem string `json:"error"`
		}
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, body.Token + body.Problem
	}
	type outcome struct {
		Status int
		Text   string
	}
	var got []outcome
	for _, c := range [][4]string{
		{"id", "wrong", "refresh_token", "refresh me"},
		{"id", "secret", "refresh_token", "stale"},
		{"id", "secret", "password", ""},
		{"id", "secret", "refresh_token", "refresh me"},
	} {
		status, text := ask(c[0], c[1], c[2], c[3])
		got = append(got, outcome{status, text})
	}
	want := []outcome{{401, "invalid_client"}, {400, "invalid_grant"}, {400, "unsupported_grant_type"}, {200, "standin-access-1"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	last := s.TokenRequests()[3]
	if diff := cmp.Diff(snowflaketest.OAuthRequest{GrantType: "refresh_token", RefreshToken: "refresh me", ClientID: "id", ClientSecret: "secret", Granted: true}, last); diff != "" {
		t.Errorf("recorded (-want +got):\n%s", diff)
	}
	if _, err := connect(t, s, func(c *sf.Config) { c.Authenticator, c.Token = sf.AuthTypeOAuth, got[3].Text }); err != nil {
		t.Errorf("login with the issued token: %v", err)
	}
}
