// Package bigquerytest is the protocol half of the BigQuery stand-in: an HTTP server inside the test process, in the
// manner of net/http/httptest, that cloud.google.com/go/bigquery v1.86.0, google.golang.org/api/bigquery/v2 v0.288.0 and
// the Python client of dbt-bigquery talk to as if it were the service (api_endpoint = URL).
//
// It speaks the REST calls that cutover and dbt need (jobs insert, get, list, cancel, getQueryResults and query;
// datasets; tables; IAM policies of tables; row access policies; an empty list of routines) and hands SQL and objects to an Engine, usually the model
// in bigquerytest/catalog. Jobs run in goroutines of their own, side by side. It records what came in, and can make each
// request or job meet a fault: a lost reply before or after the effect, half a reply, HTTP 500 or 503, a job that fails for
// a passing reason, a job that stands, and so on.
//
// What it never does: guess. An unknown path, method, query field or body field is answered with 404 or 400 and is recorded;
// a server made by NewServer fails its test for everything in Unexpected. Legacy SQL, named parameters, sessions, load and
// extract jobs, destination tables of queries, and uploads are not modelled and are refused so.
//
// Its one invariant: a job id of a project and location runs at most once, whatever happens to the connection; its second
// insert is 409 duplicate and changes nothing. A client that goes away stops nothing.
//
// The wire was read from the clients' sources and the vendor's API description (bigquery-api.json of v0.288.0), not from
// a real project. Known differences: a statement that does not compile makes a job that fails (the service may refuse
// the insert itself), results are JSON only (never Arrow), and a job that names no location runs where its default
// dataset lies, else in US.
package bigquerytest
