package bigquerytest_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
)

// What the stand-in does not know is refused and recorded; it never does something else instead.
func TestStrict(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]struct {
		method, path, body string
		code               int
		unexpected         int
	}{
		"path":             {"GET", "/projects/prj/reservations", "", 404, 1},
		"other prefix":     {"GET", "/../../projects/prj/datasets", "", 404, 1},
		"method":           {"DELETE", "/projects/prj/jobs/x/delete", "", 404, 1},
		"verb":             {"POST", "/projects/prj/datasets/d/tables/t:undelete", "", 404, 1},
		"query field":      {"GET", "/projects/prj/jobs/x?view=full", "", 400, 1},
		"format":           {"GET", "/projects/prj/jobs/x?alt=media", "", 400, 1},
		"fields":           {"GET", "/projects/prj/datasets/d?fields=a(b", "", 400, 1},
		"body field":       {"POST", "/projects/prj/jobs", `{"configuration":{"query":{"query":"X","useLegacySql":false,"colour":1}}}`, 400, 1},
		"no json":          {"POST", "/projects/prj/queries", `SELECT 1`, 400, 1},
		"legacy SQL":       {"POST", "/projects/prj/queries", `{"query":"SELECT 1"}`, 400, 1},
		"destination":      {"POST", "/projects/prj/jobs", `{"configuration":{"query":{"query":"X","useLegacySql":false,"writeDisposition":"WRITE_EMPTY"}}}`, 400, 1},
		"session":          {"POST", "/projects/prj/queries", `{"query":"X","useLegacySql":false,"createSession":true}`, 400, 1},
		"named parameter":  {"POST", "/projects/prj/queries", `{"query":"X","useLegacySql":false,"queryParameters":[{"name":"n","parameterType":{"type":"STRING"}}]}`, 400, 1},
		"load":             {"POST", "/projects/prj/jobs", `{"configuration":{"load":{}}}`, 400, 1},
		"label":            {"POST", "/projects/prj/queries", `{"query":"X","useLegacySql":false,"labels":{"k":"UPPER"}}`, 400, 0},
		"long label":       {"POST", "/projects/prj/queries", `{"query":"X","useLegacySql":false,"labels":{"k":"` + strings.Repeat("x", 64) + `"}}`, 400, 0},
		"job id":           {"POST", "/projects/prj/jobs", `{"jobReference":{"jobId":"a.b"},"configuration":{"query":{"query":"X","useLegacySql":false}}}`, 400, 0},
		"other project":    {"POST", "/projects/prj/jobs", `{"jobReference":{"projectId":"q"},"configuration":{"query":{"query":"X","useLegacySql":false}}}`, 400, 0},
		"no query":         {"POST", "/projects/prj/queries", `{"useLegacySql":false}`, 400, 0},
		"too long":         {"POST", "/projects/prj/queries", `{"useLegacySql":false,"query":"` + strings.Repeat("x", 1<<20+1) + `"}`, 400, 0},
		"priority":         {"POST", "/projects/prj/jobs", `{"configuration":{"query":{"query":"X","useLegacySql":false,"priority":"HIGH"}}}`, 400, 0},
		"page token":       {"GET", "/projects/prj/jobs?pageToken=7", "", 400, 0},
		"page size":        {"GET", "/projects/prj/jobs?maxResults=-1", "", 400, 0},
		"state":            {"GET", "/projects/prj/jobs?stateFilter=failed", "", 400, 0},
		"unknown job":      {"GET", "/projects/prj/jobs/x", "", 404, 0},
		"python's manners": {"GET", "/projects/prj/datasets/d?prettyPrint=false", "", 200, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, e := start(t)
			request, err := http.NewRequestWithContext(t.Context(), r.method, s.URL()+"/bigquery/v2"+r.path, strings.NewReader(r.body))
			if err != nil {
				t.Fatal(err)
			}
			pool := &http.Transport{}
			defer pool.CloseIdleConnections()
			response, err := pool.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = response.Body.Close() }()
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			if response.StatusCode != r.code || len(s.Unexpected()) != r.unexpected || e.count() != 0 {
				t.Errorf("%d %s, unexpected %q, %d effects", response.StatusCode, body, s.Unexpected(), e.count())
			}
		})
	}
}

func TestTokensAndPermissions(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	s.SetAuth(func(token string) error {
		if token != "good" {
			return errors.New("not this one")
		}
		return nil
	})
	s.SetPrincipal(func(token string) string { return token + "@example.com" })
	s.Deny(func(who, permission, resource string) bool {
		return who == "good@example.com" && permission == "bigquery.datasets.update" && resource == "projects/prj/datasets/d"
	})
	for token, want := range map[string]int{"good": 200, "bad": 401, "": 401} {
		if got := get(t, s, http.MethodGet, "/projects/prj/datasets/d", token); got != want {
			t.Errorf("token %q: %d, want %d", token, got, want)
		}
	}
	if got := get(t, s, http.MethodPatch, "/projects/prj/datasets/d", "good"); got != 403 || e.patched() != 0 {
		t.Errorf("denied patch: %d, %d patches", got, e.patched())
	}
	tokens := s.Tokens()
	if len(tokens) != 2 || tokens[0] == tokens[1] {
		t.Errorf("tokens %q", tokens)
	}
	quiet(t, s)
}

// get is a bare request, and its status.
func get(t *testing.T, s *bigquerytest.Server, method, path, token string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL()+"/bigquery/v2"+path, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	pool := &http.Transport{}
	defer pool.CloseIdleConnections()
	response, err := pool.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}
