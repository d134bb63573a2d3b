package bigquery_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// TestGrants: who may do what is given and taken, doing it twice does no harm,
// others' changes in between are kept, and a lost answer is no harm.
func TestGrants(t *testing.T) {
	t.Parallel()
	onTable := warehouse.Grant{On: "table", Container: prod, Name: "t", Privilege: "roles/bigquery.dataViewer", Grantee: "user:a@example.com", GranteeKind: "member"}
	onView := onTable
	onView.On, onView.Name, onView.Grantee = "view", "v", "serviceAccount:x@prj.iam.gserviceaccount.com"
	onDataset := warehouse.Grant{On: "dataset", Container: prod, Privilege: "READER", Grantee: "group:g@example.com", GranteeKind: "member"}
	view := warehouse.Grant{On: "dataset", Container: prod, Privilege: "authorized view", Grantee: "prj.keep.v", GranteeKind: "view"}
	for name, tc := range map[string]struct {
		grant warehouse.Grant
		path  string
	}{
		"table": {onTable, "setIamPolicy"}, "view": {onView, "setIamPolicy"}, "dataset": {onDataset, "/datasets/mart"}, "authorized view": {view, "/datasets/mart"},
	} {
		for _, kind := range []bigquerytest.Kind{0, bigquerytest.LostAfter, bigquerytest.Etag412, bigquerytest.HTTP503, bigquerytest.HalfReply} {
			t.Run(name+" "+kind.String(), func(t *testing.T) {
				t.Parallel()
				a := newStandin(t, bigquery.Options{})
				a.server.Exec(t, "CREATE VIEW prj.keep.v AS SELECT 1 AS x")
				give, take := warehouse.GrantAccess{Grant: tc.grant}, warehouse.RevokeAccess{Grant: tc.grant}
				disturb := func() {
					if kind != 0 {
						a.server.Inject(bigquerytest.Fault{Kind: kind, Match: func(r bigquerytest.Request) bool {
							return r.Method != "GET" && strings.Contains(r.Path, tc.path)
						}})
					}
				}
				a.outcome(t, give, warehouse.NotDone)
				disturb()
				a.do(t, a.fenced(give))
				a.outcome(t, give, warehouse.Done)
				a.outcome(t, take, warehouse.NotDone)
				a.do(t, give)
				disturb()
				a.do(t, take)
				a.do(t, take)
				a.outcome(t, take, warehouse.Done)
			})
		}
	}
}

// TestGrantsOfOthersAreKept: what somebody else gave between reading and writing
// stays.
func TestGrantsOfOthersAreKept(t *testing.T) {
	t.Parallel()
	t.Run("dataset", func(t *testing.T) {
		t.Parallel()
		a := newStandin(t, bigquery.Options{})
		hold := a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Match: toPath("PATCH", "/datasets/mart")})
		done := make(chan error, 1)
		go func() {
			_, err := a.d.Do(t.Context(), warehouse.Authorize{Data: prod, Views: keep}, token)
			done <- err
		}()
		<-hold.Arrived()
		if _, err := a.d.Do(t.Context(), warehouse.Authorize{Data: prod, Views: built}, token); err != nil {
			t.Fatal(err)
		}
		hold.Release()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		for _, views := range []warehouse.Container{keep, built} {
			a.outcome(t, warehouse.Authorize{Data: prod, Views: views}, warehouse.Done)
		}
	})
	t.Run("table", func(t *testing.T) {
		t.Parallel()
		a := newStandin(t, bigquery.Options{})
		grant := func(who string) warehouse.Op {
			return warehouse.GrantAccess{Grant: warehouse.Grant{
				On: "table", Container: prod, Name: "t", Privilege: "roles/bigquery.dataViewer", Grantee: "user:" + who + "@example.com", GranteeKind: "member",
			}}
		}
		hold := a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Match: toPath("POST", "setIamPolicy")})
		done := make(chan error, 1)
		go func() {
			_, err := a.d.Do(t.Context(), grant("a"), token)
			done <- err
		}()
		<-hold.Arrived()
		if _, err := a.d.Do(t.Context(), grant("b"), token); err != nil {
			t.Fatal(err)
		}
		hold.Release()
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		a.outcome(t, grant("a"), warehouse.Done)
		a.outcome(t, grant("b"), warehouse.Done)
	})
}

// TestAuthorize: an authorised dataset stands in the list once, beside what was
// there.
func TestAuthorize(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	before, err := a.server.Catalog().Dataset("prj", "built")
	if err != nil {
		t.Fatal(err)
	}
	op := warehouse.Authorize{Data: built, Views: prod}
	a.outcome(t, op, warehouse.NotDone)
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.LostAfter, Match: toPath("PATCH", "/datasets/built")})
	a.do(t, a.fenced(op))
	a.do(t, op)
	a.outcome(t, op, warehouse.Done)
	after, err := a.server.Catalog().Dataset("prj", "built")
	if err != nil {
		t.Fatal(err)
	}
	want := append(slices.Clone(before.Access), &bq.DatasetAccess{Dataset: &bq.DatasetAccessEntry{
		Dataset: &bq.DatasetReference{ProjectId: "prj", DatasetId: "mart"}, TargetTypes: []string{"VIEWS"},
	}})
	if diff := cmp.Diff(want, after.Access); diff != "" {
		t.Error(diff)
	}
}

// TestNewDatasetIsNotOpenToAll: it lies where the other lies and is for those who
// may write there; its readers come only when they are asked for.
func TestNewDatasetIsNotOpenToAll(t *testing.T) {
	t.Parallel()
	for name, readers := range map[string]bool{"writers": false, "readers": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newStandin(t, bigquery.Options{})
			like := warehouse.Container{Database: "prj", Schema: "eu"}
			_, err := a.server.Catalog().InsertDataset(&bq.Dataset{
				DatasetReference: &bq.DatasetReference{ProjectId: "prj", DatasetId: "eu"}, Location: "EU",
				Access: []*bq.DatasetAccess{
					{Role: "OWNER", UserByEmail: "o@example.com"},
					{Role: "WRITER", GroupByEmail: "w@example.com"},
					{Role: "READER", SpecialGroup: "projectReaders"},
					{View: &bq.TableReference{ProjectId: "prj", DatasetId: "mart", TableId: "v"}},
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			fresh := warehouse.Container{Database: "prj", Schema: "cutover_r1__mart"}
			a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.LostAfter, Match: toPath("POST", "/datasets")})
			a.do(t, warehouse.CreateContainer{Container: fresh, Like: &like, Readers: readers, Release: "R1"})
			got, err := a.server.Catalog().Dataset("prj", "cutover_r1__mart")
			if err != nil {
				t.Fatal(err)
			}
			var who []string
			for _, e := range got.Access {
				who = append(who, e.Role+" "+e.UserByEmail+e.GroupByEmail+e.SpecialGroup)
			}
			want := []string{"OWNER o@example.com", "WRITER w@example.com"}
			if readers {
				want = append(want, "READER projectReaders")
			}
			if diff := cmp.Diff(want, who); diff != "" || got.Location != "EU" || got.Labels["cutover_release"] == "" {
				t.Errorf("location %s, labels %v, access:\n%s", got.Location, got.Labels, diff)
			}
		})
	}
}
