package bigquery_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

// look opens the stand-in for looking.
func look(t *testing.T, server *bigquerytest.Server, options ...func(*bigquery.Options)) *bigquery.Driver {
	t.Helper()
	o := bigquery.Options{Profile: bigquery.Profile{
		Method: "oauth-secrets", Token: "fake", Project: server.Project(), Location: "US", APIEndpoint: server.URL(),
	}}
	for _, option := range options {
		option(&o)
	}
	d, err := bigquery.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d.(*bigquery.Driver)
}

func hashing(o *bigquery.Options) { o.HashContent = true }

func dataset(name string) warehouse.Container {
	return warehouse.Container{Database: "prj", Schema: name}
}

func relation(dataset, name string) warehouse.Ref {
	return warehouse.Ref{Database: "prj", Schema: dataset, Name: name}
}

func inspect(t *testing.T, d *bigquery.Driver, req warehouse.InspectRequest) warehouse.Inventory {
	t.Helper()
	inv, err := d.Inspect(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func object(t *testing.T, inv warehouse.Inventory, ref warehouse.Ref) warehouse.Object {
	t.Helper()
	o, ok := inv.Object(ref)
	if !ok {
		t.Fatalf("%s is not there", ref)
	}
	return o
}

// shop has a dataset of each kind of relation.
func shop(t *testing.T) *bigquerytest.Server {
	t.Helper()
	server := bigquerytest.NewServer(t)
	server.Exec(t,
		"CREATE SCHEMA `prj`.`mart`", "CREATE SCHEMA `prj`.`stage`", "CREATE SCHEMA `prj`.`empty`",
		"CREATE TABLE `prj`.`mart`.`orders` (id INT64 NOT NULL, `at` DATE, region STRING) PARTITION BY `at` CLUSTER BY region, id OPTIONS(description = 'all orders', labels = [('team', 'shop'), ('cutover_release', 'ab12')], partition_expiration_days = 30, require_partition_filter = true)",
		"INSERT INTO `prj`.`mart`.`orders` (id, at, region) VALUES (1, DATE '2026-11-01', 'EU')",
		"CREATE TABLE `prj`.`mart`.`plain` AS SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2 AS id, 'b' AS name",
		"CREATE VIEW `prj`.`mart`.`names` OPTIONS(description = 'the names') AS SELECT p.id -- comment\nFROM `prj`.`mart`.`plain` AS p",
		"CREATE SNAPSHOT TABLE `prj`.`mart`.`old` CLONE `prj`.`mart`.`plain` OPTIONS(expiration_timestamp = TIMESTAMP '2036-11-28 06:20:00 UTC')",
	)
	return server
}

func TestInspect(t *testing.T) {
	t.Parallel()
	server := shop(t)
	d := look(t, server)
	inv := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{dataset("mart"), dataset("empty"), dataset("gone")}})
	if inv.Now.IsZero() || inv.Now.Location() != time.UTC {
		t.Errorf("clock %v", inv.Now)
	}
	var kinds []string
	for _, o := range inv.Objects {
		kinds = append(kinds, fmt.Sprintf("%s %s %d", o.Ref.Short(), o.Kind, o.Rows))
	}
	if diff := cmp.Diff([]string{"mart.names view -1", "mart.old table snapshot -1", "mart.orders table 1", "mart.plain table 2"}, kinds); diff != "" {
		t.Error(diff)
	}
	var there []string
	for _, c := range inv.Containers {
		there = append(there, fmt.Sprintf("%s %t %s %d %t", c.Container, c.Exists, c.Location, c.RetentionDays, c.Access == nil))
	}
	if diff := cmp.Diff([]string{"prj.mart true US 7 true", "prj.empty true US 7 true", "prj.gone false  -1 true"}, there); diff != "" {
		t.Error(diff)
	}
	orders := object(t, inv, relation("mart", "orders"))
	want := warehouse.Definition{
		Columns: []warehouse.Column{{Name: "id", Type: "INT64", NotNull: true}, {Name: "at", Type: "DATE"}, {Name: "region", Type: "STRING"}},
		Labels:  map[string]string{"team": "shop"}, Layout: "PARTITION BY DAY(at) CLUSTER BY region, id EXPIRES 30 DAYS FILTER REQUIRED",
	}
	if diff := cmp.Diff(want, orders.Definition); diff != "" {
		t.Error(diff)
	}
	if orders.MadeBy != "ab12" || orders.Access != nil || orders.Protections != nil || orders.Unsupported != "" {
		t.Errorf("got %+v", orders)
	}
	names := object(t, inv, relation("mart", "names"))
	if want := "CREATE VIEW `prj`.`mart`.`names` AS\nSELECT p.id -- comment\nFROM `prj`.`mart`.`plain` AS p"; names.Definition.SQL != want {
		t.Errorf("view %q", names.Definition.SQL)
	}
	if old := object(t, inv, relation("mart", "old")); old.Definition.Expires.Format(time.RFC3339) != "2036-11-28T06:20:00Z" {
		t.Errorf("expires %v", old.Definition.Expires)
	}
}

// TestInspectCalls: how many calls a look takes, whatever number of relations.
func TestInspectCalls(t *testing.T) {
	t.Parallel()
	server := shop(t)
	d := look(t, server)
	server.ResetLog()
	inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{dataset("mart"), dataset("stage"), dataset("gone")}})
	calls := map[string]int{}
	for _, r := range server.Requests() {
		name := r.Method + " " + r.Path[strings.Index(r.Path, "/projects"):]
		calls[name]++
	}
	want := map[string]int{
		"GET /projects/prj/datasets/mart": 1, "GET /projects/prj/datasets/mart/tables": 1, "GET /projects/prj/datasets/stage": 1, "GET /projects/prj/datasets/stage/tables": 1,
		"GET /projects/prj/datasets/gone": 1, "GET /projects/prj/datasets/gone/tables": 1, "POST /projects/prj/queries": 3,
	}
	if diff := cmp.Diff(want, calls); diff != "" {
		t.Error(diff)
	}
}

// TestInspectTokens: a clone, a copy and a snapshot have the token of their
// source, whatever their labels and expirations are; other rows, columns and
// layouts have another.
func TestInspectTokens(t *testing.T) {
	t.Parallel()
	for _, hash := range []bool{false, true} {
		t.Run(fmt.Sprintf("hash %t", hash), func(t *testing.T) {
			t.Parallel()
			server := shop(t)
			server.Exec(t,
				"CREATE TABLE `prj`.`stage`.`clone` CLONE `prj`.`mart`.`plain` OPTIONS(labels = [('a', 'b')], expiration_timestamp = TIMESTAMP '2036-11-28 06:20:00 UTC', description = 'x')",
				"CREATE TABLE `prj`.`stage`.`copy` COPY `prj`.`mart`.`plain`",
				"CREATE SNAPSHOT TABLE `prj`.`stage`.`snapshot` CLONE `prj`.`mart`.`plain`",
				"CREATE TABLE `prj`.`stage`.`same` AS SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2 AS id, 'b' AS name",
				"CREATE TABLE `prj`.`stage`.`counted` AS SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2 AS id, 'c' AS name",
				"CREATE TABLE `prj`.`stage`.`rows` AS SELECT 1 AS id, 'a' AS name",
				"CREATE TABLE `prj`.`stage`.`type` AS SELECT '1' AS id, 'a' AS name UNION ALL SELECT '2' AS id, 'b' AS name",
				"CREATE TABLE `prj`.`stage`.`column` AS SELECT 1 AS no, 'a' AS name UNION ALL SELECT 2 AS no, 'b' AS name",
				"CREATE TABLE `prj`.`stage`.`clustered` CLUSTER BY name AS SELECT 1 AS id, 'a' AS name UNION ALL SELECT 2 AS id, 'b' AS name",
				"CREATE TABLE `prj`.`stage`.`lasting` CLONE `prj`.`mart`.`orders` OPTIONS(require_partition_filter = false)",
				"CREATE VIEW `prj`.`stage`.`names` AS SELECT p.id FROM\n\n`prj`.`mart`.`plain` AS p",
				"CREATE VIEW `prj`.`stage`.`others` AS SELECT p.id + 1 AS id FROM `prj`.`mart`.`plain` AS p",
			)
			d := look(t, server)
			if hash {
				d = look(t, server, hashing)
			}
			req := warehouse.InspectRequest{Containers: []warehouse.Container{dataset("mart"), dataset("stage")}}
			req.Content = []warehouse.Ref{relation("mart", "plain"), relation("mart", "orders"), relation("mart", "names"), relation("mart", "gone")}
			for _, name := range []string{"clone", "copy", "snapshot", "same", "counted", "rows", "type", "column", "clustered", "lasting", "names", "others"} {
				req.Content = append(req.Content, relation("stage", name))
			}
			inv := inspect(t, d, req)
			plain, names := object(t, inv, relation("mart", "plain")).Identity, object(t, inv, relation("mart", "names")).Identity
			for name, want := range map[string]bool{
				"clone": true, "copy": true, "snapshot": true, "same": true, "counted": !hash, "rows": false, "type": false, "column": false, "clustered": false,
			} {
				o := object(t, inv, relation("stage", name))
				if o.Identity.SameContent(plain) != want {
					t.Errorf("%s: same content is %t (%s and %s)", name, !want, o.Identity.Token, plain.Token)
				}
				if o.Rows < 0 || o.Identity.ID == plain.ID {
					t.Errorf("%s: %d rows, id %s", name, o.Rows, o.Identity.ID)
				}
				if strings.Contains(o.Identity.Token, "#") != hash {
					t.Errorf("%s: token %s", name, o.Identity.Token)
				}
			}
			if !object(t, inv, relation("stage", "names")).Identity.SameContent(names) || object(t, inv, relation("stage", "others")).Identity.SameContent(names) {
				t.Error("views are told apart by their text alone")
			}
			orders, lasting := object(t, inv, relation("mart", "orders")), object(t, inv, relation("stage", "lasting"))
			if !lasting.Identity.SameContent(orders.Identity) || strings.Contains(orders.Identity.Token, "#") || orders.Definition.Layout == lasting.Definition.Layout {
				t.Errorf("%s and %s", orders.Identity.Token, lasting.Identity.Token)
			}
		})
	}
}

// TestInspectIdentity: every change moves the id of a table, and a look does not.
func TestInspectIdentity(t *testing.T) {
	t.Parallel()
	server := shop(t)
	d := look(t, server)
	id := func(name string) string {
		inv := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{dataset("mart")}, Content: []warehouse.Ref{relation("mart", name)}})
		return object(t, inv, relation("mart", name)).Identity.ID
	}
	for _, tc := range []struct{ name, change string }{
		{"plain", "INSERT INTO `prj`.`mart`.`plain` (id, name) VALUES (3, 'c')"},
		{"plain", "UPDATE `prj`.`mart`.`plain` SET name = 'd' WHERE id = 3"},
		{"plain", "CREATE OR REPLACE TABLE `prj`.`mart`.`plain` AS SELECT 1 AS id, 'a' AS name"},
		{"names", "CREATE OR REPLACE VIEW `prj`.`mart`.`names` AS SELECT p.id FROM `prj`.`mart`.`plain` AS p"},
	} {
		before := id(tc.name)
		if again := id(tc.name); again != before {
			t.Errorf("a look moved the id of %s from %s to %s", tc.name, before, again)
		}
		server.Exec(t, tc.change)
		if after := id(tc.name); after == before || after == "" {
			t.Errorf("%s: the id is still %s", tc.change, after)
		}
	}
}

func TestInspectAccess(t *testing.T) {
	t.Parallel()
	server := shop(t)
	server.Exec(t,
		"CREATE TABLE `prj`.`stage`.`orders` CLONE `prj`.`mart`.`orders`",
		"CREATE ROW ACCESS POLICY emea ON `prj`.`mart`.`orders` GRANT TO ('user:b@example.com', 'group:a@example.com') FILTER USING (region = 'EU')",
	)
	c := server.Catalog()
	for _, ref := range []string{"orders", "names"} {
		if _, err := c.SetPolicy("prj", "mart", ref, &bq.Policy{Bindings: []*bq.Binding{
			{Role: "roles/bigquery.dataViewer", Members: []string{"user:z@example.com", "group:a@example.com"}},
		}}); err != nil {
			t.Fatal(err)
		}
	}
	server.PageSize(1)
	d := look(t, server)
	content := []warehouse.Ref{relation("mart", "orders"), relation("mart", "names"), relation("mart", "plain"), relation("stage", "orders")}
	inv := inspect(t, d, warehouse.InspectRequest{
		Containers: []warehouse.Container{dataset("mart"), dataset("stage")}, Access: []warehouse.Container{dataset("mart")}, Content: content,
	})
	orders := object(t, inv, relation("mart", "orders"))
	if diff := cmp.Diff([]string{"row access policy emea for group:a@example.com, user:b@example.com where region = 'EU'"}, orders.Protections); diff != "" {
		t.Error(diff)
	}
	grant := func(on, name, grantee string) warehouse.Grant {
		return warehouse.Grant{On: on, Container: dataset("mart"), Name: name, Privilege: "roles/bigquery.dataViewer", Grantee: grantee, GranteeKind: "member"}
	}
	if diff := cmp.Diff([]warehouse.Grant{grant("table", "orders", "group:a@example.com"), grant("table", "orders", "user:z@example.com")}, orders.Access); diff != "" {
		t.Error(diff)
	}
	names := object(t, inv, relation("mart", "names"))
	if diff := cmp.Diff([]warehouse.Grant{grant("view", "names", "group:a@example.com"), grant("view", "names", "user:z@example.com")}, names.Access); diff != "" {
		t.Error(diff)
	}
	if orders.Definition.Comment != "all orders" || names.Definition.Comment != "the names" {
		t.Errorf("comments %q and %q", orders.Definition.Comment, names.Definition.Comment)
	}
	if plain := object(t, inv, relation("mart", "plain")); plain.Access == nil || len(plain.Access)+len(plain.Protections) != 0 || plain.Protections == nil {
		t.Errorf("nothing on plain: %v, %v", plain.Access, plain.Protections)
	}
	if staged := object(t, inv, relation("stage", "orders")); staged.Access != nil || staged.Protections != nil {
		t.Errorf("not asked: %v, %v", staged.Access, staged.Protections)
	}
	mart, _ := inv.Container(dataset("mart"))
	stage, _ := inv.Container(dataset("stage"))
	if len(mart.Access) == 0 || stage.Access != nil {
		t.Errorf("access of the datasets: %v and %v", mart.Access, stage.Access)
	}
}

func TestInspectDepth(t *testing.T) {
	t.Parallel()
	server := shop(t)
	server.Exec(t,
		"CREATE TABLE `prj`.`stage`.`one` CLONE `prj`.`mart`.`plain`",
		"CREATE SNAPSHOT TABLE `prj`.`stage`.`two` CLONE `prj`.`stage`.`one`",
		"CREATE TABLE `prj`.`stage`.`three` CLONE `prj`.`stage`.`two`",
		"CREATE TABLE `prj`.`stage`.`labelled` CLONE `prj`.`mart`.`plain` OPTIONS(labels = [('cutover_depth', '2')])",
		"CREATE TABLE `prj`.`stage`.`label_only` AS SELECT 1 AS id",
		"ALTER TABLE `prj`.`stage`.`label_only` SET OPTIONS(labels = [('cutover_depth', '2')])",
		"CREATE TABLE `prj`.`stage`.`base` AS SELECT 1 AS id",
		"CREATE TABLE `prj`.`stage`.`orphan` CLONE `prj`.`stage`.`base`",
		"DROP TABLE `prj`.`stage`.`base`",
		"CREATE TABLE `prj`.`stage`.`moved` AS SELECT 1 AS id",
		"CREATE TABLE `prj`.`stage`.`replaced` CLONE `prj`.`stage`.`moved`",
	)
	c := server.Catalog()
	now := c.Now().Add(time.Hour) // a base that is made in the same moment as its clone cannot be told from an older one
	c.SetNow(func() time.Time { return now })
	server.Exec(t, "CREATE OR REPLACE TABLE `prj`.`stage`.`moved` AS SELECT 1 AS id")
	d := look(t, server)
	req := warehouse.InspectRequest{Containers: []warehouse.Container{dataset("mart"), dataset("stage")}}
	req.Access = req.Containers
	want := map[string]int{"one": 1, "two": 2, "three": 3, "labelled": 2, "label_only": 0, "orphan": -1, "replaced": -1}
	for name := range want {
		req.Content = append(req.Content, relation("stage", name))
	}
	req.Content = append(req.Content, relation("mart", "plain"))
	inv := inspect(t, d, req)
	for name, depth := range want {
		if o := object(t, inv, relation("stage", name)); o.CloneDepth != depth {
			t.Errorf("%s: depth %d, not %d", name, o.CloneDepth, depth)
		}
	}
	if plain := object(t, inv, relation("mart", "plain")); plain.CloneDepth != 0 || plain.Clones != 2 {
		t.Errorf("plain: depth %d, %d clones", plain.CloneDepth, plain.Clones)
	}
	// Without the others in the look the bases are read one by one.
	req.Content = []warehouse.Ref{relation("stage", "three")}
	if o := object(t, inspect(t, d, req), relation("stage", "three")); o.CloneDepth != 3 {
		t.Errorf("three alone: depth %d", o.CloneDepth)
	}
}

// TestInspectMany: all pages of many datasets, each counted once.
func TestInspectMany(t *testing.T) {
	t.Parallel()
	server := bigquerytest.NewServer(t)
	const datasets, tables = 51, 1
	var asked []warehouse.Container
	for i := range datasets {
		name := fmt.Sprintf("d%03d", i)
		asked = append(asked, dataset(name))
		server.Exec(t, "CREATE SCHEMA `prj`.`"+name+"`")
		for j := range tables {
			server.Exec(t, fmt.Sprintf("CREATE TABLE `prj`.`%s`.`t%d` AS SELECT %d AS c%d", name, j, j, i))
		}
	}
	server.PageSize(50)
	d := look(t, server)
	for _, req := range []warehouse.InspectRequest{
		{Containers: asked},
		{Containers: []warehouse.Container{{Database: "prj"}}, Access: []warehouse.Container{{Database: "prj"}}},
	} {
		inv := inspect(t, d, req)
		if len(inv.Objects) != datasets*tables {
			t.Errorf("%d objects", len(inv.Objects))
		}
		for _, o := range inv.Objects {
			if o.Rows != 1 || len(o.Definition.Columns) != 1 || o.Identity.Token == "" {
				t.Fatalf("%+v", o)
			}
		}
		if !slices.IsSortedFunc(inv.Objects, func(a, b warehouse.Object) int { return strings.Compare(a.Ref.String(), b.Ref.String()) }) {
			t.Error("objects are in no order")
		}
	}
}

func TestMadeBy(t *testing.T) {
	t.Parallel()
	server := shop(t)
	d := look(t, server)
	got, err := bigquery.MadeBy(d, t.Context(), []warehouse.Ref{
		relation("mart", "orders"), relation("mart", "plain"), relation("mart", "gone"), relation("stage", "gone"), relation("gone", "orders"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[warehouse.Ref]string{relation("mart", "orders"): "ab12", relation("mart", "plain"): ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestInspectLayout(t *testing.T) {
	t.Parallel()
	server := bigquerytest.NewServer(t)
	server.Exec(t, "CREATE SCHEMA `prj`.`mart`")
	want := map[string]string{}
	for i, tc := range []struct{ clauses, want string }{
		{"", ""},
		{"CLUSTER BY a", "CLUSTER BY a"},
		{"PARTITION BY d", "PARTITION BY DAY(d)"},
		{"PARTITION BY DATE_TRUNC(d, MONTH)", "PARTITION BY MONTH(d)"},
		{"PARTITION BY TIMESTAMP_TRUNC(ts, HOUR) CLUSTER BY n, a", "PARTITION BY HOUR(ts) CLUSTER BY n, a"},
		{"PARTITION BY _PARTITIONDATE OPTIONS(require_partition_filter = true)", "PARTITION BY DAY(_PARTITIONTIME) FILTER REQUIRED"},
		{"PARTITION BY RANGE_BUCKET(n, GENERATE_ARRAY(0, 100, 10)) OPTIONS(labels = [('a', 'b')])", "PARTITION BY RANGE(n, 0, 100, 10)"},
		{"PARTITION BY d OPTIONS(partition_expiration_days = 30)", "PARTITION BY DAY(d) EXPIRES 30 DAYS"},
		{"PARTITION BY d OPTIONS(partition_expiration_days = 1.5)", "PARTITION BY DAY(d) EXPIRES 129600000 MILLISECONDS"},
	} {
		name := fmt.Sprintf("t%d", i)
		want[name] = tc.want
		server.Exec(t, "CREATE TABLE `prj`.`mart`.`"+name+"` (a STRING, d DATE, ts TIMESTAMP, n INT64) "+tc.clauses)
	}
	d := look(t, server)
	inv := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{dataset("mart")}})
	got := map[string]string{}
	for _, o := range inv.Objects {
		got[o.Ref.Name] = o.Definition.Layout
		if len(o.Definition.Columns) != 4 {
			t.Errorf("%s: columns %v", o.Ref.Name, o.Definition.Columns)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
