package bigquery_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// ready is a project where nothing is amiss.
func ready(t *testing.T) *bigquerytest.Server {
	t.Helper()
	server := bigquerytest.NewServer(t)
	server.Exec(t,
		"CREATE SCHEMA `prj`.`mart`", "CREATE SCHEMA `prj`.`stage`", "CREATE SCHEMA `prj`.`cutover`",
		"CREATE TABLE `prj`.`mart`.`orders` AS SELECT 1 AS id, 'EU' AS region", "CREATE TABLE `prj`.`stage`.`orders` AS SELECT 1 AS id, 'EU' AS region",
		"CREATE VIEW `prj`.`mart`.`names` AS SELECT id FROM `prj`.`mart`.`orders`",
	)
	return server
}

func question() bigquery.Ask {
	return bigquery.Ask{
		As: "deploy@prj.iam.gserviceaccount.com", Production: []warehouse.Container{dataset("mart")}, Candidate: []warehouse.Container{dataset("stage")},
		Published: []warehouse.Ref{relation("mart", "orders"), relation("mart", "names")}, Selected: 2, State: dataset("cutover"), KeepFor: 7 * 24 * time.Hour, Releases: []string{"ab"},
	}
}

func examine(t *testing.T, server *bigquerytest.Server, ask bigquery.Ask) []warehouse.Finding {
	t.Helper()
	found, err := look(t, server).Examine(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// of gives the findings of a check, as "level: hint".
func of(found []warehouse.Finding, check string) []string {
	var out []string
	for _, f := range found {
		if f.Check == check {
			out = append(out, strings.TrimSuffix(string(f.Level)+": "+f.Hint, ": "))
		}
	}
	return out
}

func TestExamineReady(t *testing.T) {
	t.Parallel()
	server := ready(t)
	checks := map[string]bool{}
	for _, f := range examine(t, server, question()) {
		checks[f.Check] = true
		if f.Level != warehouse.Fine {
			t.Errorf("%s: %s: %s (%s)", f.Check, f.Level, f.Found, f.Hint)
		}
	}
	for _, check := range []string{"rights: jobs", "location", "rights: production", "rights: candidate", "rights: not asked", "expiration", "quotas", "time travel", "leftovers"} {
		if !checks[check] {
			t.Errorf("%s was not looked at", check)
		}
	}
	for _, r := range server.Requests() {
		asks := r.Method == "GET" || strings.HasSuffix(r.Path, ":getIamPolicy") || strings.HasSuffix(r.Path, ":testIamPermissions") || strings.HasSuffix(r.Path, "/queries")
		if !asks && !(strings.HasSuffix(r.Path, "/jobs") && r.SQL == "SELECT 1") {
			t.Errorf("looking sent %s %s %s", r.Method, r.Path, r.SQL)
		}
	}
	if jobs := server.Jobs(); len(jobs) != 0 {
		for _, j := range jobs {
			if !j.Query {
				t.Errorf("looking made job %s", j.SQL)
			}
		}
	}
}

func TestExamineFinds(t *testing.T) {
	t.Parallel()
	const owner = "GRANT `roles/bigquery.dataOwner` ON SCHEMA `prj`.`mart` TO 'serviceAccount:deploy@prj.iam.gserviceaccount.com'"
	lacks := func(permission string) func(*testing.T, *bigquerytest.Server, *bigquery.Ask) {
		return func(_ *testing.T, s *bigquerytest.Server, _ *bigquery.Ask) {
			s.Deny(func(_, p, resource string) bool { return p == permission && !strings.Contains(resource, "stage") })
		}
	}
	sends := func(statements ...string) func(*testing.T, *bigquerytest.Server, *bigquery.Ask) {
		return func(t *testing.T, s *bigquerytest.Server, _ *bigquery.Ask) { s.Exec(t, statements...) }
	}
	for _, tc := range []struct {
		name   string
		change func(*testing.T, *bigquerytest.Server, *bigquery.Ask)
		check  string
		want   []string
	}{
		{"no jobs", lacks("bigquery.jobs.create"), "rights: jobs", []string{"fail: gcloud projects add-iam-policy-binding prj --member=serviceAccount:deploy@prj.iam.gserviceaccount.com --role=roles/bigquery.jobUser"}},
		{"no looking", func(_ *testing.T, s *bigquerytest.Server, _ *bigquery.Ask) {
			s.Deny(func(_, p, resource string) bool {
				return p == "bigquery.datasets.get" && strings.HasSuffix(resource, "mart")
			})
		}, "datasets", []string{"fail: give serviceAccount:deploy@prj.iam.gserviceaccount.com the role roles/bigquery.dataViewer on it, such as by: GRANT `roles/bigquery.dataViewer` ON SCHEMA `prj`.`mart` TO 'serviceAccount:deploy@prj.iam.gserviceaccount.com'"}},
		{"no writing", lacks("bigquery.tables.updateData"), "rights: production", []string{"fail: " + strings.Replace(owner, "dataOwner", "dataEditor", 1)}},
		{"no row policies", lacks("bigquery.rowAccessPolicies.list"), "rights: production", []string{"fail: " + owner}},
		{"no row policies are seen", lacks("bigquery.rowAccessPolicies.list"), "policies", []string{"fail: " + owner}},
		{"no access is seen", lacks("bigquery.tables.getIamPolicy"), "policies", []string{"fail: " + owner}},
		{"views need no data to be written", func(t *testing.T, s *bigquerytest.Server, q *bigquery.Ask) {
			lacks("bigquery.tables.updateData")(t, s, q)
			q.Mode = bigquery.ModeViews
		}, "rights: production", []string{"ok"}},
		{"nobody known", func(t *testing.T, s *bigquerytest.Server, q *bigquery.Ask) {
			lacks("bigquery.jobs.create")(t, s, q)
			q.As = ""
		}, "rights: jobs", []string{"fail: gcloud projects add-iam-policy-binding prj --member='<member>' --role=roles/bigquery.jobUser"}},
		{"no candidate yet", sends("DROP SCHEMA `prj`.`stage` CASCADE"), "dataset prj.stage", []string{"warn: bq mk --dataset --location=US prj:stage"}},
		{
			"two locations", sends("DROP SCHEMA `prj`.`stage` CASCADE", "CREATE SCHEMA `prj`.`stage` OPTIONS(location = 'EU')"), "location",
			[]string{"fail: have dbt build in the location of production (location: in profiles.yml): BigQuery copies within one location only"},
		},
		{
			"too many for a transaction", func(_ *testing.T, _ *bigquerytest.Server, q *bigquery.Ask) {
				q.Mode, q.Selected = bigquery.ModeTransaction, 101
			}, "quotas",
			[]string{"fail: select fewer, or set publish.mode: clone"},
		},
		{
			"too many for a day", func(_ *testing.T, _ *bigquerytest.Server, q *bigquery.Ask) { q.Selected, q.KeepFor = 30000, 0 }, "quotas",
			[]string{"warn: publish fewer relations with each release, or ask Google for more copy jobs a day"},
		},
		{"kept long", func(_ *testing.T, _ *bigquerytest.Server, q *bigquery.Ask) { q.KeepFor = 90 * 24 * time.Hour }, "quotas", []string{"ok", "ok"}},
		{"tables that expire", sends("ALTER SCHEMA `prj`.`mart` SET OPTIONS(default_table_expiration_days = 3)"), "expiration of prj.mart", []string{"warn: bq update --dataset --default_table_expiration=0 prj:mart"}},
		{"partitions that expire", sends("ALTER SCHEMA `prj`.`stage` SET OPTIONS(default_partition_expiration_days = 3)"), "expiration of prj.stage", []string{"warn: bq update --dataset --default_partition_expiration=0 prj:stage"}},
		{"a table that expires", sends("ALTER TABLE `prj`.`mart`.`orders` SET OPTIONS(expiration_timestamp = TIMESTAMP '2036-11-28 06:20:00 UTC')"), "expiration", []string{"warn: bq update --expiration=0 prj:mart.orders"}},
		{
			"row policies", sends("CREATE ROW ACCESS POLICY emea ON `prj`.`mart`.`orders` GRANT TO ('group:a@example.com') FILTER USING (region = 'EU')"), "row access policy",
			[]string{"warn: publish.preserve: true puts the rows in place and keeps the table with its policies; so does publish.mode: transaction"},
		},
		{"row policies, and nobody says what is published", func(t *testing.T, s *bigquerytest.Server, q *bigquery.Ask) {
			q.Published = nil
			s.Exec(t, "CREATE ROW ACCESS POLICY emea ON `prj`.`mart`.`orders` GRANT TO ('group:a@example.com') FILTER USING (region = 'EU')")
		}, "row access policy", []string{"warn: publish.preserve: true puts the rows in place and keeps the table with its policies; so does publish.mode: transaction"}},
		{"little time travel", sends("ALTER SCHEMA `prj`.`mart` SET OPTIONS(max_time_travel_hours = 48)"), "time travel", []string{"warn: bq update --dataset --max_time_travel_hours=168 prj:mart"}},
		{"leftovers", func(t *testing.T, s *bigquerytest.Server, q *bigquery.Ask) {
			s.Exec(t, "CREATE SCHEMA `prj`.`cutover_ab__mart` OPTIONS(labels = [('cutover_release', 'ab')])", "CREATE SCHEMA `prj`.`cutover_cd__mart`",
				"CREATE SCHEMA `prj`.`mart_r1` OPTIONS(labels = [('cutover_release', 'ef')])", "CREATE SCHEMA `prj`.`cutover_gh__mart`", "CREATE SCHEMA `prj`.`others`",
				"CREATE TABLE `prj`.`mart`.`orders__cutover_next` AS SELECT 1 AS id")
			q.Kept = []warehouse.Container{dataset("cutover_gh__mart")}
		}, "leftovers", []string{"warn: look at them, then: DROP SCHEMA `prj`.`cutover_cd__mart` CASCADE; DROP SCHEMA `prj`.`mart_r1` CASCADE; DROP TABLE `prj`.`mart`.`orders__cutover_next`"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			server, ask := ready(t), question()
			tc.change(t, server, &ask)
			found := examine(t, server, ask)
			if diff := cmp.Diff(tc.want, of(found, tc.check)); diff != "" {
				t.Errorf("%s\nof %+v", diff, found)
			}
		})
	}
}

// TestExamineUnreachable: what cannot be asked at all is an error, and not a
// project where nothing is amiss.
func TestExamineUnreachable(t *testing.T) {
	t.Parallel()
	server := ready(t)
	d := look(t, server)
	server.Inject(bigquerytest.Fault{Kind: bigquerytest.HTTP503, Times: -1})
	if found, err := d.Examine(t.Context(), question()); warehouse.CodeOf(err) != warehouse.Unavailable {
		t.Errorf("got %v, %v", found, err)
	}
}
