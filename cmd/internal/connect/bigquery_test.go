package connect_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/connect"
	"cutover/sql/warehouse"
)

func bigQuerySide(project, dataset string, change func(*config.BigQuery)) *config.Connection {
	b := &config.BigQuery{Method: "oauth-secrets", Token: "hidden", Project: project, Dataset: dataset}
	if change != nil {
		change(b)
	}
	return &config.Connection{Kind: "bigquery", BigQuery: b}
}

func in(location string) func(*config.BigQuery) {
	return func(b *config.BigQuery) { b.Location = location }
}

// TestBigQueryState: the ledger has a dataset of its own, written as it is.
func TestBigQueryState(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		state config.State
		want  string
	}{
		{config.State{Container: "cutover"}, "shop.cutover"},
		{config.State{}, "shop.cutover"},
		{config.State{Container: "Releases"}, "shop.Releases"},
		{config.State{Container: "cutover", Database: "shop-ops"}, "shop-ops.cutover"},
	} {
		if got := connect.BigQueryState(tc.state, connect.Place{Database: "shop", Schema: "mart"}); got.String() != tc.want {
			t.Errorf("%+v: state in %s, not %s", tc.state, got, tc.want)
		}
	}
}

func TestOneLocation(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		production, candidate, partner *config.Connection
		want                           string // part of the refusal; empty for none
	}{
		"the same":            {bigQuerySide("p", "d", in("EU")), bigQuerySide("q", "e", in("eu")), nil, ""},
		"only one says":       {bigQuerySide("p", "d", nil), bigQuerySide("q", "e", in("US")), nil, ""},
		"another location":    {bigQuerySide("p", "d", in("EU")), bigQuerySide("q", "e", in("US")), nil, `production has location "EU" and the candidate "US"`},
		"the partner's":       {bigQuerySide("p", "d", in("EU")), nil, bigQuerySide("q", "e", in("US")), `location "EU"`},
		"another service":     {bigQuerySide("p", "d", nil), bigQuerySide("q", "e", func(b *config.BigQuery) { b.APIEndpoint = "http://127.0.0.1:1" }), nil, "api_endpoint"},
		"another login":       {bigQuerySide("p", "d", nil), bigQuerySide("q", "e", func(b *config.BigQuery) { b.Method = "oauth" }), nil, ""},
		"production says not": {&config.Connection{Kind: "bigquery"}, nil, nil, "has no BigQuery settings"},
	} {
		err := connect.OneLocation(connect.Request{Production: tc.production, Candidate: tc.candidate, Partner: tc.partner})
		switch {
		case tc.want == "" && err != nil:
			t.Errorf("%s: refused: %v", name, err)
		case tc.want != "" && (warehouse.CodeOf(err) != warehouse.Unsupported || !strings.Contains(err.Error(), tc.want)):
			t.Errorf("%s: got %v, want %q", name, err, tc.want)
		}
	}
}

// TestBigQueryOptions: production's profile decides, and the candidate helps out
// with the location.
func TestBigQueryOptions(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name                  string
		production, candidate *config.Connection
		parallel              int
		location              string
		wantParallel          int
	}{
		{"production's location", bigQuerySide("p", "d", in("EU")), bigQuerySide("q", "e", in("EU")), 8, "EU", 8},
		{"the candidate's location", bigQuerySide("p", "d", nil), bigQuerySide("q", "e", in("US")), 0, "US", 0},
		{"nobody's location", bigQuerySide("p", "d", nil), bigQuerySide("q", "e", nil), 256, "", 64},
	} {
		o, err := connect.BigQueryOptions(t.Context(), connect.Request{Production: tc.production, Candidate: tc.candidate, MaxParallel: tc.parallel, HashContent: true})
		if err != nil {
			t.Fatal(err)
		}
		if o.Profile.Location != tc.location || o.MaxParallel != tc.wantParallel || !o.HashContent || o.Profile.Token != "hidden" || o.Profile.Project != "p" {
			t.Errorf("%s: location %q, %d at once, %s", tc.name, o.Profile.Location, o.MaxParallel, o.Profile)
		}
		if diff := cmp.Diff([]warehouse.Container{{Database: "q", Schema: "e"}}, o.Beside); diff != "" {
			t.Errorf("%s: %s", tc.name, diff)
		}
	}
}

// TestOpenBigQuery opens both sides over the wire, through one login.
func TestOpenBigQuery(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, r.URL.Path+" "+r.Header.Get("Authorization"))
		if strings.HasSuffix(r.URL.Path, "/shop-prod/datasets/mart") {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error": {"code": 404, "message": "Not found", "errors": [{"reason": "notFound"}]}}`)
			return
		}
		fmt.Fprint(w, `{"location": "EU"}`)
	}))
	t.Cleanup(server.Close)
	at := func(b *config.BigQuery) { b.APIEndpoint = server.URL }
	s, err := connect.Open(t.Context(), connect.Request{
		Production: bigQuerySide("shop-prod", "mart", func(b *config.BigQuery) { at(b); b.ImpersonateServiceAccount = "deploy@x" }),
		Candidate:  bigQuerySide("shop-dev", "stage", at), State: config.State{Container: "cutover"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	got := fmt.Sprintf("%+v %+v %s %+v", s.Production, s.Candidate, s.State, s.Describe)
	const want = "{Database:shop-prod DBTDatabase:shop-prod Schema:mart} {Database:shop-dev DBTDatabase:shop-dev Schema:stage} shop-prod.cutover {Kind:bigquery Where:shop-prod As:deploy@x}"
	if got != want {
		t.Errorf("opened %s, not %s", got, want)
	}
	if diff := cmp.Diff([]string{
		"/bigquery/v2/projects/shop-prod/datasets Bearer hidden",
		"/bigquery/v2/projects/shop-prod/datasets/mart Bearer hidden",
		"/bigquery/v2/projects/shop-dev/datasets/stage Bearer hidden",
	}, asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}
