package standins

import (
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"testing"

	"cloud.google.com/go/bigquery"
	"google.golang.org/api/option"
)

// BigQueryName is what CUTOVER_TEST_REQUIRE calls the stand-in for BigQuery.
const BigQueryName = "bigquery-standin"

// BigQueryPython is the environment variable that names the Python in which
// bigquery/requirements.txt is installed; make test sets it.
const BigQueryPython = "CUTOVER_TEST_BIGQUERY_PYTHON"

// BigQueryProject is the project of the stand-in.
const BigQueryProject = "prj"

// BigQuery is a running stand-in: the emulator local-bigquery from PyPI, with
// the patches in bigquery/patches.py. It shows what statements do; it says
// nothing about privileges, quotas, locations or what a clone costs.
type BigQuery struct {
	Port int
	// DBT is the dbt with dbt-bigquery that stands beside it.
	DBT string
	// Profiles is the folder with a profiles.yml of the shop; dbt finds the
	// port in SHOP_PORT.
	Profiles string
}

// RequireBigQuery gives the Python of the stand-in. Without it the test is
// skipped, or fails where CUTOVER_TEST_REQUIRE names the stand-in.
func RequireBigQuery(t testing.TB) string {
	t.Helper()
	return require(t, BigQueryName, BigQueryPython, "no stand-in for BigQuery")
}

// StartBigQuery starts a stand-in of the test's own, with an empty project in
// it, and ends it with the test.
func StartBigQuery(t testing.TB) *BigQuery {
	t.Helper()
	python := RequireBigQuery(t)
	folder := filepath.Join(source(), "bigquery")
	port := launch(t, python, filepath.Join(folder, "launcher.py"), "--project", BigQueryProject, "--data", t.TempDir())
	return &BigQuery{Port: port, DBT: filepath.Join(filepath.Dir(python), "dbt"), Profiles: folder}
}

// Endpoint is what dbt calls api_endpoint: a URL without a path.
func (b *BigQuery) Endpoint() string {
	return fmt.Sprintf("http://%s", net.JoinHostPort("127.0.0.1", strconv.Itoa(b.Port)))
}

// Client is the vendor's client. Everybody may do everything.
func (b *BigQuery) Client(t testing.TB) *bigquery.Client {
	t.Helper()
	client, err := bigquery.NewClient(t.Context(), BigQueryProject, option.WithEndpoint(b.Endpoint()+"/bigquery/v2/"), option.WithoutAuthentication())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() }) // the stand-in ends with the test
	client.Location = "US"
	return client
}
