package bigquery_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/bigquery/bigquerytest/catalog"
	"cutover/sql/warehouse"
)

// everywhere asks for all that a look can ask for.
func everywhere() warehouse.InspectRequest {
	both := []warehouse.Container{dataset("mart"), dataset("stage")}
	return warehouse.InspectRequest{
		Containers: both, Access: both,
		Content: []warehouse.Ref{relation("mart", "orders"), relation("mart", "plain"), relation("mart", "names"), relation("mart", "old"), relation("stage", "orders")},
	}
}

// staged is a shop with a clone and a row access policy.
func staged(t *testing.T) *bigquerytest.Server {
	t.Helper()
	server := shop(t)
	server.Exec(t,
		"CREATE TABLE `prj`.`stage`.`orders` CLONE `prj`.`mart`.`orders`",
		"CREATE ROW ACCESS POLICY emea ON `prj`.`mart`.`orders` GRANT TO ('group:a@example.com') FILTER USING (region = 'EU')",
	)
	return server
}

// TestInspectFaults: each call of a look in turn meets a fault. A fault that passes
// leaves the answer as it was; one that does not fails the look; what is not known
// is never taken for empty.
func TestInspectFaults(t *testing.T) {
	t.Parallel()
	server := staged(t)
	d := look(t, server, hashing)
	bigquery.SetPause(d, func(context.Context, int) error { return nil }) // passing faults are met without waiting
	server.ResetLog()
	want := inspect(t, d, everywhere())
	calls := len(server.Requests())
	if calls < 15 {
		t.Fatalf("only %d calls", calls)
	}
	kinds := []bigquerytest.Kind{
		bigquerytest.HTTP503, bigquerytest.HTTP500, bigquerytest.RateLimited, bigquerytest.LostBefore, bigquerytest.LostAfter, bigquerytest.HalfReply, bigquerytest.Refused,
	}
	for call := range calls {
		kind := kinds[call%len(kinds)]
		server.Inject(bigquerytest.Fault{Kind: kind, Skip: call})
		got, err := d.Inspect(t.Context(), everywhere())
		if err != nil {
			t.Errorf("%s at call %d: %v", kind, call, err)
		} else if diff := cmp.Diff(want.Objects, got.Objects); diff != "" {
			t.Errorf("%s at call %d: %s", kind, call, diff)
		}
		server.ClearFaults()
	}
	for _, kind := range kinds {
		server.Inject(bigquerytest.Fault{Kind: kind, Times: -1, Match: func(r bigquerytest.Request) bool { return strings.HasSuffix(r.Path, "/tables") }})
		if _, err := d.Inspect(t.Context(), everywhere()); !warehouse.Retryable(warehouse.CodeOf(err)) {
			t.Errorf("%s for ever: %v", kind, err)
		}
		server.ClearFaults()
	}
}

// TestInspectRefused: what may not be seen is an error or a sentence, never empty.
func TestInspectRefused(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		path string
		want warehouse.Code
		// protection is what stands on mart.orders instead.
		protection string
	}{
		{path: "/datasets/mart", want: warehouse.PermissionDenied},
		{path: "/datasets/mart/tables", want: warehouse.PermissionDenied},
		{path: "/queries", want: warehouse.PermissionDenied},
		{path: "/datasets/mart/tables/orders", want: warehouse.PermissionDenied},
		{path: "/datasets/mart/tables/orders:getIamPolicy", protection: "access to prj.mart.orders cannot be read (bigquery.tables.getIamPolicy is missing)"},
		{path: "/datasets/mart/tables/orders/rowAccessPolicies", protection: "row access policies of prj.mart.orders cannot be read (bigquery.rowAccessPolicies.list is missing)"},
		{path: "/rowAccessPolicies/emea:getIamPolicy", protection: "row access policy emea of prj.mart.orders cannot be read (bigquery.rowAccessPolicies.getIamPolicy is missing)"},
	} {
		t.Run(tc.path, func(t *testing.T) {
			t.Parallel()
			server := staged(t)
			d := look(t, server)
			server.Inject(bigquerytest.Fault{Kind: bigquerytest.Forbidden403, Times: -1, Match: func(r bigquerytest.Request) bool { return strings.HasSuffix(r.Path, tc.path) }})
			inv, err := d.Inspect(t.Context(), everywhere())
			if warehouse.CodeOf(err) != tc.want {
				t.Fatalf("got %v", err)
			}
			if err != nil {
				return
			}
			orders := object(t, inv, relation("mart", "orders"))
			found := false
			for _, p := range orders.Protections {
				found = found || p == tc.protection
			}
			if !found || orders.Access == nil {
				t.Errorf("protections %q", orders.Protections)
			}
		})
	}
}

// TestInspectVanishes: when something is dropped between two calls nothing is
// concluded from it; the look is to be made anew, and then it is not there.
func TestInspectVanishes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, path, drop string
		gone             warehouse.Ref
	}{
		{"table before tables.get", "/tables/plain", "DROP TABLE `prj`.`mart`.`plain`", relation("mart", "plain")},
		{"table before its policy", "/tables/plain:getIamPolicy", "DROP TABLE `prj`.`mart`.`plain`", relation("mart", "plain")},
		{"table before its row policies", "/tables/plain/rowAccessPolicies", "DROP TABLE `prj`.`mart`.`plain`", relation("mart", "plain")},
		{"table before its rows", "/queries", "DROP TABLE `prj`.`mart`.`plain`", relation("mart", "plain")},
		{"dataset before its list", "/datasets/stage/tables", "DROP SCHEMA `prj`.`stage` CASCADE", relation("stage", "orders")},
		{"dataset before the queries", "/queries", "DROP SCHEMA `prj`.`stage` CASCADE", relation("stage", "orders")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			server := staged(t)
			d := look(t, server, hashing)
			// The first call of that path waits until the thing is gone.
			held := server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Times: -1, Match: func(r bigquerytest.Request) bool { return strings.HasSuffix(r.Path, tc.path) }})
			go func() {
				<-held.Arrived()
				if _, err := server.Catalog().Execute(t.Context(), catalog.Session{Project: "prj"}, tc.drop, nil); err != nil {
					t.Error(err)
				}
				held.Release()
			}()
			_, err := d.Inspect(t.Context(), everywhere())
			// The dataset itself is asked beside its list, before it goes or after.
			if code := warehouse.CodeOf(err); code != warehouse.Unavailable && (code != "" || !strings.HasSuffix(tc.path, "/stage/tables")) {
				t.Errorf("got %v", err)
			}
			inv := inspect(t, d, everywhere())
			if _, ok := inv.Object(tc.gone); ok {
				t.Errorf("%s is still there", tc.gone)
			}
			if o := object(t, inv, relation("mart", "orders")); len(o.Definition.Columns) != 3 || o.Rows != 1 {
				t.Errorf("%+v", o)
			}
		})
	}
}

// TestInspectConditions: access with a condition cannot be given again by name.
func TestInspectConditions(t *testing.T) {
	t.Parallel()
	server := shop(t)
	if _, err := server.Catalog().SetPolicy("prj", "mart", "plain", &bq.Policy{Version: 3, Bindings: []*bq.Binding{
		{Role: "roles/bigquery.dataViewer", Members: []string{"user:z@example.com"}, Condition: &bq.Expr{Expression: "request.time < timestamp('2027-01-01T00:00:00Z')"}},
	}}); err != nil {
		t.Fatal(err)
	}
	d := look(t, server)
	o := object(t, inspect(t, d, everywhere()), relation("mart", "plain"))
	if o.Unsupported != "its access has conditions" || len(o.Access) != 1 {
		t.Errorf("%q, %v", o.Unsupported, o.Access)
	}
}

// TestInspectWrongLocation: a query that is sent to the wrong location finds
// nothing, and that is not taken for datasets that are gone.
func TestInspectWrongLocation(t *testing.T) {
	t.Parallel()
	server := staged(t)
	d := look(t, server)
	server.Inject(bigquerytest.Fault{Kind: bigquerytest.NotFoundHTTP, Times: -1, Match: func(r bigquerytest.Request) bool { return strings.Contains(r.SQL, "INFORMATION_SCHEMA.COLUMNS") }})
	if inv, err := d.Inspect(t.Context(), everywhere()); warehouse.CodeOf(err) != warehouse.NotFound {
		t.Errorf("got %d objects, %v", len(inv.Objects), err)
	}
}

// TestInspectTwoLocations: datasets of two locations are asked in their own.
func TestInspectTwoLocations(t *testing.T) {
	t.Parallel()
	server := shop(t)
	server.Exec(t, "CREATE SCHEMA `prj`.`far` OPTIONS(location = 'EU')", "CREATE TABLE `prj`.`far`.`t` AS SELECT 1 AS id")
	d := look(t, server, hashing)
	server.ResetLog()
	inv := inspect(t, d, warehouse.InspectRequest{
		Containers: []warehouse.Container{dataset("mart"), dataset("far")}, Content: []warehouse.Ref{relation("mart", "plain"), relation("far", "t")},
	})
	far, _ := inv.Container(dataset("far"))
	if o := object(t, inv, relation("far", "t")); far.Location != "EU" || o.Rows != 1 || !strings.Contains(o.Identity.Token, "#") {
		t.Errorf("%+v in %s", o, far.Location)
	}
	for _, r := range server.Requests() {
		if about := strings.Contains(r.SQL, "`far`"); r.SQL != "" && (about != (r.Location == "EU") || about == strings.Contains(r.SQL, "`mart`")) {
			t.Errorf("in %s: %s", r.Location, r.SQL)
		}
	}
}
