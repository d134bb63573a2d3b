package livetest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery"
)

func TestRead(t *testing.T) {
	t.Parallel()
	full := map[string]string{"PROJECT": "p", "LOCATION": "EU"}
	for _, c := range []struct {
		name    string
		set     map[string]string
		unset   string
		want    settings
		missing string
		err     string
	}{
		{name: "default credentials", want: settings{profile: bigquery.Profile{Method: "oauth", Project: "p", Location: "EU"}, prefix: "cutover_test"}},
		{
			name: "a key", set: map[string]string{"KEYFILE": "k.json", "DATASET": "mine", "PRINCIPAL": "user:a@b.c", "POLICY_TAG": "t"},
			want: settings{profile: bigquery.Profile{Method: "service-account", Keyfile: "k.json", Project: "p", Location: "EU"}, prefix: "mine", principal: "user:a@b.c", policyTag: "t"},
		},
		{
			name: "a token", set: map[string]string{"TOKEN": "t", "ENDPOINT": "http://127.0.0.1:1"},
			want: settings{profile: bigquery.Profile{Method: "oauth-secrets", Token: "t", APIEndpoint: "http://127.0.0.1:1", Project: "p", Location: "EU"}, prefix: "cutover_test"},
		},
		{name: "no project", unset: "PROJECT", missing: "CUTOVER_TEST_BIGQUERY_PROJECT"},
		{name: "no location", unset: "LOCATION", missing: "CUTOVER_TEST_BIGQUERY_LOCATION"},
		{name: "two logins", set: map[string]string{"TOKEN": "t", "KEYFILE": "k"}, err: "are both set"},
		{name: "a prefix that selects too much", set: map[string]string{"DATASET": "_"}, err: "CUTOVER_TEST_BIGQUERY_DATASET must be"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, missing, err := read(func(name string) (string, bool) {
				rest := strings.TrimPrefix(name, variable)
				if v, ok := c.set[rest]; ok {
					return v, true
				}
				if rest == c.unset {
					return "", false
				}
				v, ok := full[rest]
				return v, ok
			})
			if missing != c.missing || (err == nil) != (c.err == "") || err != nil && !strings.Contains(err.Error(), c.err) {
				t.Fatalf("missing %q, error %v", missing, err)
			}
			if c.missing != "" || c.err != "" {
				return
			}
			// A profile prints and encodes without its secrets, so it is compared by its fields.
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(settings{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
