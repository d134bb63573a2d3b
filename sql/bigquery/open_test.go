package bigquery_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery"
	"cutover/sql/warehouse"
)

// TestServiceRefuses: who may log in may still not be let in.
func TestServiceRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		p      bigquery.Profile
		status int
		body   string
		code   warehouse.Code
		want   string
		asked  int
	}{
		"token": {bigquery.Profile{}, 401, apiError(401, "authError", "Invalid Credentials"), warehouse.Unauthenticated, "Invalid Credentials; an access token lasts an hour", 1},
		"rights": {
			bigquery.Profile{},
			403, apiError(403, "accessDenied", "Access Denied: Project shop."), warehouse.PermissionDenied,
			"Access Denied: Project shop; the account needs roles/bigquery.user in shop", 1,
		},
		"quota project": {
			bigquery.Profile{QuotaProject: "paying"},
			403, apiError(403, "forbidden", "Caller does not have required permission to use project paying."), warehouse.PermissionDenied,
			"serviceUsageConsumer in the quota_project paying", 1,
		},
		"no project": {bigquery.Profile{}, 404, apiError(404, "notFound", "Not found: Project shop"), warehouse.NotFound, "is project: spelled right?", 1},
		"down":       {bigquery.Profile{}, 503, apiError(503, "backendError", "Try later"), warehouse.Unavailable, "Try later", 3},
		"busy":       {bigquery.Profile{}, 403, apiError(403, "rateLimitExceeded", "Exceeded rate limits"), warehouse.Throttled, "Exceeded rate limits", 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoogle(t)
			g.refuse = func(string, string) (int, string) { return tc.status, tc.body }
			tc.p.Method, tc.p.Token, tc.p.Location = "oauth-secrets", "hidden", "EU"
			_, err := openProfile(t, g, tc.p)
			if warehouse.CodeOf(err) != tc.code || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "hidden") {
				t.Fatalf("got %v, want %q", err, tc.want)
			}
			if n := len(g.log()); n != tc.asked {
				t.Errorf("asked %d times, not %d", n, tc.asked)
			}
		})
	}
}

// TestOpenWhileServiceComesBack: a failure that passes is no failure.
func TestOpenWhileServiceComesBack(t *testing.T) {
	t.Parallel()
	g := newGoogle(t)
	left := 2
	g.refuse = func(string, string) (int, string) {
		if left--; left >= 0 { // requests come one after the other here
			return http.StatusServiceUnavailable, apiError(503, "backendError", "Try later")
		}
		return 0, ""
	}
	if _, err := openProfile(t, g, bigquery.Profile{Method: "oauth-secrets", Token: "t", Location: "EU"}); err != nil {
		t.Error(err)
	}
}

// TestLocation: the profile says it, else the first dataset that is there.
func TestLocation(t *testing.T) {
	t.Parallel()
	stage := warehouse.Container{Database: "shop", Schema: "stage"}
	for name, tc := range map[string]struct {
		p         bigquery.Profile
		beside    []warehouse.Container
		locations map[string]string
		want      string
		refused   string
	}{
		"written":            {bigquery.Profile{Location: "europe-west3", Dataset: "mart"}, nil, map[string]string{"shop.mart": "EU"}, "europe-west3", ""},
		"of the dataset":     {bigquery.Profile{Dataset: "mart"}, []warehouse.Container{stage}, map[string]string{"shop.mart": "EU", "shop.stage": "US"}, "EU", ""},
		"of the candidate's": {bigquery.Profile{Dataset: "mart"}, []warehouse.Container{stage}, map[string]string{"shop.stage": "US"}, "US", ""},
		"of nobody's":        {bigquery.Profile{Dataset: "mart"}, []warehouse.Container{stage}, nil, "", "shop.mart and shop.stage is not there"},
		"nobody to ask":      {bigquery.Profile{}, nil, nil, "", "nothing says where jobs run: set location:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoogle(t)
			g.locations = tc.locations
			tc.p.Method, tc.p.Token, tc.p.ExecutionProject = "oauth-secrets", "t", "paying"
			d, err := openProfile(t, g, tc.p, tc.beside...)
			if tc.refused != "" {
				if warehouse.CodeOf(err) != warehouse.NotFound || !strings.Contains(err.Error(), tc.refused) || !strings.Contains(err.Error(), "set location:") {
					t.Errorf("got %v, want %q", err, tc.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			o, project, location := bigquery.OptionsOf(d)
			if location != tc.want || o.Profile.Location != tc.want || project != "paying" {
				t.Errorf("jobs in %s of %s, profile in %q", location, project, o.Profile.Location)
			}
		})
	}
}

// TestEmulatorNeedsNoLogin: a program on this machine is sent no credentials
// that had to be got, and no key is read.
func TestEmulatorNeedsNoLogin(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		p    bigquery.Profile
		want string
	}{
		"token":         {bigquery.Profile{Method: "oauth-secrets", Token: "fake"}, "fake"},
		"no token":      {bigquery.Profile{Method: "oauth"}, "emulator"},
		"another login": {bigquery.Profile{Method: "service-account", Keyfile: "gone.json", ImpersonateServiceAccount: "a@x"}, "emulator"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGoogle(t)
			tc.p.Project, tc.p.Location, tc.p.APIEndpoint = "shop", "EU", g.server.URL
			d, err := bigquery.Open(t.Context(), bigquery.Options{Profile: tc.p})
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff([]string{"127.0.0.1 GET /bigquery/v2/projects/shop/datasets by Bearer " + tc.want}, g.log()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEndpoint(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                    "https://bigquery.googleapis.com/bigquery/v2/",
		"https://bigquery.eu.rep.example":     "https://bigquery.eu.rep.example/bigquery/v2/",
		"bigquery-restricted.p.example":       "https://bigquery-restricted.p.example/bigquery/v2/",
		"http://127.0.0.1:9050/":              "http://127.0.0.1:9050/bigquery/v2/",
		"http://127.0.0.1:9050/bigquery/v2":   "http://127.0.0.1:9050/bigquery/v2/",
		"http://127.0.0.1:9050/bigquery/v2/":  "http://127.0.0.1:9050/bigquery/v2/",
		"https://proxy.example.com/google/bq": "https://proxy.example.com/google/bq/bigquery/v2/",
	} {
		if got, err := bigquery.EndpointOf(bigquery.Profile{APIEndpoint: text}); err != nil || got != want {
			t.Errorf("%q leads to %q (error %v), not %q", text, got, err, want)
		}
	}
}

// TestOpenNobodyThere: Google's client would try for as long as it may.
func TestOpenNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		p    bigquery.Profile
		want string
	}{
		"the service": {bigquery.Profile{Method: "oauth-secrets", Token: "hidden", APIEndpoint: "http://" + address}, address + " cannot be reached: connect: connection refused"},
		"who gives tokens": {
			bigquery.Profile{Method: "oauth-secrets", RefreshToken: "hidden", ClientID: "i", ClientSecret: "hidden", TokenURI: "http://" + address + "/t"},
			address + " cannot be reached: connect: connection refused",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.p.Project, tc.p.Location = "shop", "EU"
			_, err := bigquery.Open(t.Context(), bigquery.Options{Profile: tc.p})
			if warehouse.CodeOf(err) != warehouse.Unavailable || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "hidden") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOpenCanceled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := bigquery.Open(ctx, bigquery.Options{Profile: bigquery.Profile{Method: "oauth-secrets", Token: "t", Project: "shop", Location: "EU"}, Transport: newGoogle(t)})
	if warehouse.CodeOf(err) != warehouse.Canceled || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestPool: as many idle connections as requests go out at once.
func TestPool(t *testing.T) {
	t.Parallel()
	if p := bigquery.PoolOf(64); p.MaxIdleConnsPerHost != 104 || p.MaxIdleConns < p.MaxIdleConnsPerHost || p.ResponseHeaderTimeout < time.Minute {
		t.Errorf("%d idle connections for a host, %d in all, replies may take %s", p.MaxIdleConnsPerHost, p.MaxIdleConns, p.ResponseHeaderTimeout)
	}
}
