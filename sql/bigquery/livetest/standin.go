package livetest

import (
	"strings"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
)

// StandIn is the environment of somebody whose project is the stand-in. A suite
// that runs on it proves that it runs and cleans up, and nothing about BigQuery.
func StandIn(t testing.TB, server *bigquerytest.Server) Lookup {
	t.Helper()
	env := map[string]string{
		"PROJECT": server.Project(), "LOCATION": "US", "TOKEN": "a token of the stand-in", "ENDPOINT": server.URL(),
		"PRINCIPAL": "user:reader@example.com",
	}
	return func(name string) (string, bool) {
		rest, ok := strings.CutPrefix(name, variable)
		if !ok {
			return "", false
		}
		v, ok := env[rest]
		return v, ok
	}
}

// Left lists the datasets that a suite left on the stand-in.
func Left(t testing.TB, server *bigquerytest.Server) []string {
	t.Helper()
	all, err := server.Catalog().Datasets(server.Project())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range all {
		if strings.HasPrefix(d.DatasetReference.DatasetId, defaultPrefix) {
			out = append(out, d.DatasetReference.DatasetId)
		}
	}
	return out
}
