package bigquerytest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"cloud.google.com/go/bigquery"
	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/iterator"

	"cutover/sql/bigquery/bigquerytest"
)

// seeded is a whole stand-in with a dataset of three tables and a view.
func seeded(t *testing.T) *bigquerytest.Server {
	t.Helper()
	s := bigquerytest.NewServer(t)
	s.Exec(t,
		"CREATE SCHEMA `prj`.`d`",
		"CREATE TABLE `prj`.`d`.`a` (id INT64, name STRING) OPTIONS(description = 'A', labels = [('team', 'x')])",
		"CREATE TABLE `prj`.`d`.`b` AS SELECT 1 AS id",
		"CREATE TABLE `prj`.`d`.`c` AS SELECT 2 AS id",
		"CREATE VIEW `prj`.`d`.`v` AS SELECT id FROM `prj`.`d`.`b`",
		"INSERT INTO `prj`.`d`.`a` (id, name) VALUES (1, 'one'), (2, NULL)",
	)
	return s
}

func TestStandInTogether(t *testing.T) {
	t.Parallel()
	s := seeded(t)
	client, ctx := s.Client(t), t.Context()
	it, err := client.Query("SELECT id, name FROM `prj`.`d`.`a` ORDER BY id").Read(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]bigquery.Value{{int64(1), "one"}, {int64(2), nil}}, rows(t, it)); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	clone := "CREATE OR REPLACE TABLE `prj`.`d`.`n` CLONE `prj`.`d`.`a` OPTIONS(labels = [('cutover_release', 'r')])"
	job, err := ask(client, "clone", clone).Run(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if status, err := job.Wait(ctx); err != nil || status.Err() != nil {
		t.Fatal(err, status.Err())
	}
	m, err := client.Dataset("d").Table("n").Metadata(ctx)
	if err != nil || m.CloneDefinition == nil || m.CloneDefinition.BaseTableReference.TableID != "a" || m.Labels["cutover_release"] != "r" || m.NumRows != 2 {
		t.Errorf("clone: %+v, %v", m, err)
	}
	if got := s.Query(t, "SELECT name FROM `prj`.`d`.`n` ORDER BY id"); !slices.EqualFunc(got, [][]string{{"one"}, {"NULL"}}, slices.Equal) {
		t.Errorf("rows of the clone: %v", got)
	}
	_, err = client.Dataset("d").Table("nothing").Metadata(ctx)
	if code, reason := failure(err); code != 404 || reason != "notFound" {
		t.Errorf("unknown table: %v", err)
	}
}

func TestTablesList(t *testing.T) {
	t.Parallel()
	s := seeded(t)
	s.PageSize(2)
	client, ctx := s.Client(t), t.Context()
	var names []string
	for it := client.Dataset("d").Tables(ctx); ; {
		table, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, table.TableID)
	}
	if _, err := client.Dataset("d").Routines(ctx).Next(); !errors.Is(err, iterator.Done) {
		t.Errorf("routines: %v", err)
	}
	if got := strings.Join(names, " "); got != "a b c v" || s.Count("GET /projects/prj/datasets/d/tables") != 2 {
		t.Errorf("tables %q in %d pages", got, s.Count("GET /projects/prj/datasets/d/tables"))
	}
	list, err := s.Service(t).Tables.List("prj", "d").Do()
	if err != nil {
		t.Fatal(err)
	}
	first := list.Tables[0]
	if first.Type != "TABLE" || first.Labels["team"] != "x" || first.CreationTime == 0 || list.TotalItems != 4 || list.NextPageToken == "" {
		t.Errorf("listed %+v of %+v", first, list)
	}
}

func TestObjects(t *testing.T) {
	t.Parallel()
	s := seeded(t)
	client, ctx := s.Client(t), t.Context()
	d := client.Dataset("made")
	if err := d.Create(ctx, &bigquery.DatasetMetadata{Location: "US", Labels: map[string]string{"k": "v"}}); err != nil {
		t.Fatal(err)
	}
	if code, reason := failure(d.Create(ctx, &bigquery.DatasetMetadata{Location: "US"})); code != 409 || reason != "duplicate" {
		t.Errorf("second create: %d %s", code, reason)
	}
	table := d.Table("t")
	if err := table.Create(ctx, &bigquery.TableMetadata{Schema: bigquery.Schema{{Name: "id", Type: bigquery.IntegerFieldType}}}); err != nil {
		t.Fatal(err)
	}
	m, err := table.Metadata(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = table.Update(ctx, bigquery.TableMetadataToUpdate{Description: "x"}, m.ETag); err != nil || m.Description != "x" {
		t.Fatalf("update: %+v, %v", m, err)
	}
	if _, err := table.Update(ctx, bigquery.TableMetadataToUpdate{Description: "y"}, "stale"); err == nil {
		t.Error("a stale etag was taken")
	}
	if code, _ := failure(d.Delete(ctx)); code != 400 {
		t.Errorf("a dataset with a table in it was deleted: %d", code)
	}
	if err := table.Delete(ctx); err != nil {
		t.Fatal(err)
	}
	if err := d.Delete(ctx); err != nil {
		t.Fatal(err)
	}
	var names []string
	for it := client.Datasets(ctx); ; {
		one, err := it.Next()
		if errors.Is(err, iterator.Done) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, one.DatasetID)
	}
	if diff := cmp.Diff([]string{"d"}, names); diff != "" {
		t.Errorf("datasets (-want +got):\n%s", diff)
	}
}

// The views of datasets.get and tables.get leave out what they say they leave out.
func TestViewsOfObjects(t *testing.T) {
	t.Parallel()
	s := seeded(t)
	service := s.Service(t)
	access := []*bq.DatasetAccess{
		{Role: "READER", UserByEmail: "a@x.y"},
		{Role: "WRITER", UserByEmail: "b@x.y", Condition: &bq.Expr{Expression: "true"}},
	}
	_, err := service.Datasets.Patch("prj", "d", &bq.Dataset{Access: access}).Do()
	if code, _ := failure(err); code != 400 {
		t.Errorf("conditions without version 3: %v", err)
	}
	if _, err := service.Datasets.Patch("prj", "d", &bq.Dataset{Access: access}).AccessPolicyVersion(3).Do(); err != nil {
		t.Fatal(err)
	}
	roles := func(d *bq.Dataset, err error) (out []string) {
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range d.Access {
			role, suffix, _ := strings.Cut(a.Role, "_withcond_")
			if suffix != "" {
				role += "?"
			}
			if a.Condition != nil {
				role += "!"
			}
			out = append(out, role)
		}
		return out
	}
	got := [][]string{
		roles(service.Datasets.Get("prj", "d").AccessPolicyVersion(3).Do()),
		roles(service.Datasets.Get("prj", "d").Do()),
		roles(service.Datasets.Get("prj", "d").DatasetView("METADATA").Do()),
		roles(service.Datasets.Get("prj", "d").DatasetView("ACL").AccessPolicyVersion(3).Do()),
	}
	if diff := cmp.Diff([][]string{{"READER", "WRITER!"}, {"READER", "WRITER?"}, nil, {"READER", "WRITER!"}}, got); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	for view, want := range map[string]uint64{"": 2, "FULL": 2, "BASIC": 0} {
		call := service.Tables.Get("prj", "d", "a")
		if view != "" {
			call = call.View(view)
		}
		if table, err := call.Do(); err != nil || table.NumRows != want {
			t.Errorf("view %q: %+v, %v", view, table, err)
		}
	}
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	s := seeded(t)
	tables := s.Service(t).Tables
	const name = "projects/prj/datasets/d/tables/a"
	version3 := &bq.GetIamPolicyRequest{Options: &bq.GetPolicyOptions{RequestedPolicyVersion: 3}}
	p, err := tables.GetIamPolicy(name, version3).Do()
	if err != nil {
		t.Fatal(err)
	}
	stale := *p
	p.Bindings = append(p.Bindings, &bq.Binding{Role: "roles/bigquery.dataViewer", Members: []string{"user:a@x.y"}, Condition: &bq.Expr{Expression: "true"}})
	_, err = tables.SetIamPolicy(name, &bq.SetIamPolicyRequest{Policy: p}).Do()
	if code, _ := failure(err); code != 400 {
		t.Errorf("a condition without version 3: %v", err)
	}
	p.Version = 3
	if _, err := tables.SetIamPolicy(name, &bq.SetIamPolicyRequest{Policy: p}).Do(); err != nil {
		t.Fatal(err)
	}
	if _, err := tables.SetIamPolicy(name, &bq.SetIamPolicyRequest{Policy: &stale}).Do(); stale.Etag != "" && err == nil {
		t.Error("a stale policy was taken")
	}
	if p, err = tables.GetIamPolicy(name, version3).Do(); err != nil || len(p.Bindings) != 1 || p.Bindings[0].Condition == nil {
		t.Errorf("version 3: %+v, %v", p, err)
	}
	if p, err = tables.GetIamPolicy(name, &bq.GetIamPolicyRequest{}).Do(); err != nil || p.Bindings[0].Condition != nil || !strings.Contains(p.Bindings[0].Role, "_withcond_") {
		t.Errorf("version 1: %+v, %v", p.Bindings[0], err)
	}
	p.Bindings = []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{"somebody"}}}
	_, err = tables.SetIamPolicy(name, &bq.SetIamPolicyRequest{Policy: p}).Do()
	if code, _ := failure(err); code != 400 {
		t.Errorf("a member without a kind: %v", err)
	}
	s.Deny(func(_, permission, resource string) bool {
		return permission == "bigquery.tables.delete" && resource == name
	})
	asked := []string{"bigquery.tables.delete", "bigquery.tables.get"}
	granted, err := tables.TestIamPermissions(name, &bq.TestIamPermissionsRequest{Permissions: asked}).Do()
	if err != nil || !slices.Equal(granted.Permissions, asked[1:]) {
		t.Errorf("permissions: %+v, %v", granted, err)
	}
}

// A list of row access policies does not say to whom they apply; their IAM policy does.
func TestRowAccessPolicies(t *testing.T) {
	t.Parallel()
	s := seeded(t)
	s.Exec(t, "CREATE ROW ACCESS POLICY `p1` ON `prj`.`d`.`a` GRANT TO ('user:a@x.y') FILTER USING (id = 1)",
		"CREATE ROW ACCESS POLICY `p2` ON `prj`.`d`.`a` GRANT TO ('user:b@x.y') FILTER USING (TRUE)")
	s.PageSize(1)
	service := s.Service(t)
	var got []string
	err := service.RowAccessPolicies.List("prj", "d", "a").Pages(t.Context(), func(page *bq.ListRowAccessPoliciesResponse) error {
		for _, p := range page.RowAccessPolicies {
			if len(p.Grantees) > 0 {
				t.Errorf("grantees %v", p.Grantees)
			}
			id := p.RowAccessPolicyReference.PolicyId
			iam, err := service.RowAccessPolicies.GetIamPolicy("projects/prj/datasets/d/tables/a/rowAccessPolicies/"+id, &bq.GetIamPolicyRequest{}).Do()
			if err != nil {
				return err
			}
			got = append(got, id, p.FilterPredicate, iam.Bindings[0].Members[0])
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"p1", "id = 1", "user:a@x.y", "p2", "TRUE", "user:b@x.y"}, got); diff != "" {
		t.Errorf("policies (-want +got):\n%s", diff)
	}
}
