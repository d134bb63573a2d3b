package livetest

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	client "cloud.google.com/go/bigquery"
	"golang.org/x/oauth2"
	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"

	"cutover/sql/bigquery"
)

// Require is what CUTOVER_TEST_REQUIRE names to make a missing project a failure.
const Require = "bigquery-live"

// Lookup reads an environment variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// Project is a project, and the part of its dataset names that is this test's own.
type Project struct {
	// Profile is how cutover connects.
	Profile bigquery.Profile
	// Prefix begins the name of every dataset that the test may make: lower case,
	// with the underscore at its end.
	Prefix string
	// Principal may be given access to test tables, PolicyTag be put on test
	// columns; both are empty when nobody named one.
	Principal, PolicyTag string
	// StandIn says that an endpoint was named: what answers is not the service, and
	// the answers prove only that the suite runs.
	StandIn bool
	// REST is the vendor's raw client.
	REST *bq.Service

	client *client.Client
}

// askTimeout bounds one question: the vendor's client polls a job that failed for
// a passing reason for as long as it is let.
const askTimeout = 5 * time.Minute

// Open connects, or skips the test when the variables are not set. When the test
// ends, all datasets that begin with Prefix are dropped.
func Open(t testing.TB, lookup Lookup) *Project {
	t.Helper()
	s, missing, err := read(lookup)
	if missing != "" {
		required, _ := lookup("CUTOVER_TEST_REQUIRE")
		if slices.Contains(strings.Split(required, ","), Require) {
			t.Fatalf("%s is not set; docs/bigquery-live.md says what the live suite needs", missing)
		}
		t.Skipf("SKIPPED: no BigQuery project: %s is not set; docs/bigquery-live.md says what the live suite needs", missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	p := &Project{
		Profile: s.profile, Prefix: s.prefix + "_" + strings.ToLower(rand.Text()[:12]) + "_",
		Principal: s.principal, PolicyTag: s.policyTag, StandIn: s.profile.APIEndpoint != "",
	}
	options := clientOptions(t, s.profile)
	if p.REST, err = bq.NewService(t.Context(), options...); err != nil {
		t.Fatalf("connect to BigQuery: %v", err)
	}
	if p.client, err = client.NewClient(context.Background(), s.profile.Project, options...); err != nil {
		t.Fatalf("connect to BigQuery: %v", err)
	}
	p.client.Location = s.profile.Location
	t.Cleanup(func() {
		p.clean(t)
		if err := p.client.Close(); err != nil {
			t.Errorf("close client: %v", err)
		}
	})
	return p
}

// clientOptions logs the vendor's own clients in, for what the suite asks past
// the adapter.
func clientOptions(t testing.TB, p bigquery.Profile) []option.ClientOption {
	t.Helper()
	if p.APIEndpoint != "" {
		pool := &http.Transport{MaxIdleConnsPerHost: 64}
		t.Cleanup(pool.CloseIdleConnections)
		tokens := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: p.Token})
		return []option.ClientOption{
			option.WithEndpoint(strings.TrimRight(p.APIEndpoint, "/") + "/bigquery/v2/"),
			option.WithHTTPClient(&http.Client{Transport: &oauth2.Transport{Source: tokens, Base: pool}}),
		}
	}
	switch p.Method {
	case "service-account":
		return []option.ClientOption{option.WithAuthCredentialsFile(option.ServiceAccount, p.Keyfile)}
	case "oauth-secrets":
		return []option.ClientOption{option.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: p.Token}))}
	}
	return nil // the default credentials
}

// Name gives the name of a dataset that the test makes.
func (p *Project) Name(rest string) string { return p.Prefix + rest }

// Dataset makes one in the project's location.
func (p *Project) Dataset(t testing.TB, rest string, change ...func(*bq.Dataset)) string {
	t.Helper()
	d := &bq.Dataset{
		DatasetReference: &bq.DatasetReference{ProjectId: p.Profile.Project, DatasetId: p.Name(rest)}, Location: p.Profile.Location,
	}
	for _, c := range change {
		c(d)
	}
	if _, err := p.REST.Datasets.Insert(p.Profile.Project, d).Context(t.Context()).Do(); err != nil {
		t.Fatalf("make dataset %s: %v", d.DatasetReference.DatasetId, err)
	}
	return d.DatasetReference.DatasetId
}

// Exec runs statements one after another and fails the test at the first error.
func (p *Project) Exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, st := range statements {
		if _, err := p.Ask(st); err != nil {
			t.Fatalf("%s: %v", st, err)
		}
	}
}

// Query runs one statement and gives its rows as text, NULL as "NULL".
func (p *Project) Query(t testing.TB, statement string) [][]string {
	t.Helper()
	out, err := p.Ask(statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return out
}

// Ask is Query for what may be refused. A statement that comes too soon after
// others on its table is sent again later: BigQuery takes five changes of a
// table's metadata in ten seconds.
func (p *Project) Ask(statement string) ([][]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	for {
		out, err := p.ask(ctx, statement)
		if !tooSoon(err) {
			return out, err
		}
		select {
		case <-time.After(rateWindow):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// rateWindow is how long the service counts changes of a table's metadata.
const rateWindow = 10 * time.Second

func tooSoon(err error) bool {
	reason := ""
	var rest *googleapi.Error
	var job *client.Error
	switch {
	case errors.As(err, &rest) && len(rest.Errors) > 0:
		reason = rest.Errors[0].Reason
	case errors.As(err, &job):
		reason = job.Reason
	}
	return reason == "rateLimitExceeded" || reason == "jobRateLimitExceeded"
}

func (p *Project) ask(ctx context.Context, statement string) ([][]string, error) {
	rows, err := p.client.Query(statement).Read(ctx)
	if err != nil {
		return nil, err
	}
	var out [][]string
	for {
		var cells []client.Value
		err := rows.Next(&cells)
		if errors.Is(err, iterator.Done) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		line := make([]string, len(cells))
		for i, c := range cells {
			line[i] = text(c)
		}
		out = append(out, line)
	}
}

// clean drops the datasets that begin with the prefix. What it cannot drop, it
// names.
func (p *Project) clean(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	var mine, left []string
	err := p.REST.Datasets.List(p.Profile.Project).All(true).Pages(ctx, func(page *bq.DatasetList) error {
		for _, d := range page.Datasets {
			if strings.HasPrefix(d.DatasetReference.DatasetId, p.Prefix) {
				mine = append(mine, d.DatasetReference.DatasetId)
			}
		}
		return nil
	})
	if err != nil {
		t.Errorf("look for what is to be dropped: %v; drop by hand the datasets that begin with %s", err, p.Prefix)
		return
	}
	for _, name := range mine {
		if err := p.REST.Datasets.Delete(p.Profile.Project, name).DeleteContents(true).Context(ctx).Do(); err != nil {
			left = append(left, name+" ("+err.Error()+")")
		}
	}
	if len(left) > 0 {
		t.Errorf("not dropped, drop it by hand:\n%s", strings.Join(left, "\n"))
	}
}
