package bigquery_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// google answers for every host that logging in and the first calls go to.
type google struct {
	t      *testing.T
	server *httptest.Server

	mu sync.Mutex // guards the rest
	// asked are the requests in order: host, method and path, and what matters of
	// the rest.
	asked []string
	// refuse answers a host instead; nil answers nothing in its stead.
	refuse func(host, path string) (status int, body string)
	// locations of datasets by "project.dataset".
	locations map[string]string
}

func newGoogle(t *testing.T) *google {
	t.Helper()
	g := &google{t: t, locations: map[string]string{"shop.mart": "EU"}}
	g.server = httptest.NewServer(http.HandlerFunc(g.serve))
	t.Cleanup(g.server.Close)
	return g
}

// RoundTrip brings every request to the one server, whatever its host.
func (g *google) RoundTrip(r *http.Request) (*http.Response, error) {
	target, err := url.Parse(g.server.URL)
	if err != nil {
		return nil, err
	}
	out := r.Clone(r.Context())
	out.Host = r.URL.Host
	out.URL.Scheme, out.URL.Host = target.Scheme, target.Host
	return g.server.Client().Transport.RoundTrip(out)
}

// log gives the requests so far.
func (g *google) log() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.asked...)
}

func (g *google) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		g.t.Error(err)
	}
	host, _, _ := strings.Cut(r.Host, ":")
	path := r.URL.Path
	form, _ := url.ParseQuery(string(body))
	note := func(format string, args ...any) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.asked = append(g.asked, strings.TrimSpace(host+" "+fmt.Sprintf(format, args...)))
	}
	w.Header().Set("Content-Type", "application/json")
	answer := func(format string, args ...any) { fmt.Fprintf(w, format, args...) }
	g.mu.Lock()
	refuse := g.refuse
	g.mu.Unlock()
	if refuse != nil {
		if status, text := refuse(host, path); status != 0 {
			note("refused")
			w.WriteHeader(status)
			fmt.Fprint(w, text)
			return
		}
	}
	switch {
	case form.Get("grant_type") == "urn:ietf:params:oauth:grant-type:jwt-bearer":
		claims := claimsOf(g.t, form.Get("assertion"))
		note("key of %s for %s", claims["iss"], scopeNames(fmt.Sprint(claims["scope"])))
		answer(`{"access_token": "by-key", "token_type": "Bearer", "expires_in": 3600}`)
	case form.Get("grant_type") == "refresh_token":
		note("refresh %s of %s %s", form.Get("refresh_token"), form.Get("client_id"), form.Get("client_secret"))
		answer(`{"access_token": "by-refresh", "token_type": "Bearer", "expires_in": 3600}`)
	case host == "login.example.com":
		note("%s %s", path, body)
		answer(`{"access_token": "by-entra", "expires_in": 3600}`)
	case host == "sts.googleapis.com":
		note("%s %s %s for %s, %s", form.Get("subject_token"), form.Get("subject_token_type"), form.Get("requested_token_type"), form.Get("audience"), scopeNames(form.Get("scope")))
		answer(`{"access_token": "by-sts", "issued_token_type": "urn:ietf:params:oauth:token-type:access_token", "token_type": "Bearer", "expires_in": 3600}`)
	case host == "iamcredentials.googleapis.com":
		var wants struct{ Scope []string }
		if err := json.Unmarshal(body, &wants); err != nil {
			g.t.Errorf("what is asked of %s: %v", host, err)
		}
		note("%s by %s, %s", path, r.Header.Get("Authorization"), scopeNames(strings.Join(wants.Scope, " ")))
		answer(`{"accessToken": "by-impersonation", "expireTime": %q}`, time.Now().Add(time.Hour).UTC().Format(time.RFC3339))
	default:
		g.bigQuery(w, r, note)
	}
}

// bigQuery answers datasets.list and datasets.get.
func (g *google) bigQuery(w http.ResponseWriter, r *http.Request, note func(string, ...any)) {
	quota := r.Header.Get("X-Goog-User-Project")
	if quota != "" {
		quota = " quota " + quota
	}
	note("%s %s by %s%s", r.Method, r.URL.Path, r.Header.Get("Authorization"), quota)
	if agent := r.Header.Get("User-Agent"); agent != "cutover" {
		g.t.Errorf("asked by %q", agent)
	}
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/bigquery/v2/projects/"), "/")
	switch {
	case len(parts) == 2 && parts[1] == "datasets":
		if most := r.URL.Query().Get("maxResults"); most != "1" {
			g.t.Errorf("%s datasets are asked for", most)
		}
		fmt.Fprint(w, `{"kind": "bigquery#datasetList"}`)
	case len(parts) == 3:
		location, ok := g.locations[parts[0]+"."+parts[2]]
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, apiError(404, "notFound", "Not found: Dataset "+parts[0]+":"+parts[2]))
			return
		}
		fmt.Fprintf(w, `{"kind": "bigquery#dataset", "location": %q}`, location)
	default:
		g.t.Errorf("asked for %s", r.URL.Path)
		w.WriteHeader(http.StatusNotFound)
	}
}

func apiError(code int, reason, message string) string {
	return fmt.Sprintf(`{"error": {"code": %d, "message": %q, "errors": [{"reason": %q, "message": %q}]}}`, code, message, reason, message)
}

// claimsOf reads a signed token without asking whether it is one.
func claimsOf(t *testing.T, token string) map[string]any {
	t.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		t.Errorf("an assertion of %d parts", len(parts))
		return nil
	}
	data, err := base64.RawURLEncoding.DecodeString(parts[1])
	claims := map[string]any{}
	if err == nil {
		err = json.Unmarshal(data, &claims)
	}
	if err != nil {
		t.Errorf("an assertion that cannot be read: %v", err)
	}
	return claims
}

// scopeNames shortens scopes to their last parts.
func scopeNames(scopes string) string {
	var out []string
	for _, scope := range strings.Fields(scopes) {
		out = append(out, scope[strings.LastIndex(scope, "/")+1:])
	}
	return strings.Join(out, "+")
}
