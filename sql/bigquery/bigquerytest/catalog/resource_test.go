package catalog_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// patch reads a patch.
func patch(t *testing.T, text string) map[string]json.RawMessage {
	t.Helper()
	out := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDatasets(t *testing.T) {
	t.Parallel()
	c := open(t)
	made, err := c.InsertDataset(&bq.Dataset{DatasetReference: &bq.DatasetReference{ProjectId: project, DatasetId: "mart"}, Location: "EU", Labels: map[string]string{"a": "b"}})
	if err != nil || made.Location != "EU" || made.MaxTimeTravelHours != 168 || len(made.Access) == 0 || made.Etag == "" {
		t.Fatalf("%+v, %v", made, err)
	}
	_, err = c.InsertDataset(&bq.Dataset{DatasetReference: &bq.DatasetReference{ProjectId: project, DatasetId: "mart"}})
	c.refused(err, 409, "duplicate", "prj:mart", "insert twice")
	_, err = c.InsertDataset(&bq.Dataset{DatasetReference: &bq.DatasetReference{ProjectId: project, DatasetId: "a-b"}})
	c.refused(err, 400, "invalid", "Invalid dataset ID", "insert a-b")
	now, err := c.PatchDataset(project, "mart", made.Etag, patch(t, `{"access": [{"role": "READER", "userByEmail": "a@x"}, {"dataset": {"dataset": {"projectId": "prj", "datasetId": "v"}, "targetTypes": ["VIEWS"]}}], "labels": {"a": null, "c": "d"}, "location": "US"}`))
	if err != nil || now.Etag == made.Etag || now.Location != "EU" || len(now.Access) != 2 || now.LastModifiedTime <= made.LastModifiedTime {
		t.Errorf("%+v, %v", now, err)
	}
	if diff := cmp.Diff(map[string]string{"c": "d"}, now.Labels); diff != "" {
		t.Error(diff)
	}
	_, err = c.PatchDataset(project, "mart", made.Etag, patch(t, `{"description": "x"}`))
	c.refused(err, 412, "conditionNotMet", "", "stale patch")
	c.run("CREATE TABLE stage.a AS SELECT 1 AS id")
	c.refused(c.DeleteDataset(project, "stage", false), 400, "resourceInUse", "prj:stage", "delete full")
	c.fails(400, "resourceInUse", "prj:stage", "DROP SCHEMA stage")
	c.run("DROP SCHEMA `prj`.`stage` CASCADE", "DROP SCHEMA IF EXISTS stage", "CREATE SCHEMA IF NOT EXISTS prod", "CREATE SCHEMA x OPTIONS(location = 'us', default_table_expiration_days = 1, labels = [('a', 'b')], max_time_travel_hours = 48)")
	c.fails(404, "notFound", "prj:stage", "SELECT 1 FROM stage.a")
	c.fails(404, "notFound", "prj:stage", "DROP SCHEMA stage")
	c.fails(409, "duplicate", "prj:prod", "CREATE SCHEMA prod")
	c.fails(400, "invalid", "runs in US", "CREATE SCHEMA y OPTIONS(location = 'EU')")
	list, err := c.Datasets(project)
	if err != nil || len(list) != 3 || list[0].DatasetReference.DatasetId != "mart" || list[2].DefaultTableExpirationMs != 86400000 {
		t.Errorf("%+v, %v", list, err)
	}
	c.refused(c.DeleteDataset(project, "none", true), 404, "notFound", "prj:none", "delete none")
}

func TestTableResource(t *testing.T) {
	t.Parallel()
	c := open(t)
	ref := &bq.TableReference{ProjectId: project, DatasetId: "stage", TableId: "a"}
	made, err := c.InsertTable(&bq.Table{TableReference: ref, Schema: &bq.TableSchema{Fields: []*bq.TableFieldSchema{{Name: "id", Type: "INT64", Mode: "REQUIRED"}, {Name: "day", Type: "DATE"}}}, TimePartitioning: &bq.TimePartitioning{Type: "DAY", Field: "day"}, Labels: map[string]string{"a": "b"}, ResourceTags: map[string]string{"p/k": "v"}})
	if err != nil || made.Type != "TABLE" || made.Schema.Fields[0].Type != "INTEGER" || made.Location != "US" || made.NumRows != 0 {
		t.Fatalf("%+v, %v", made, err)
	}
	_, err = c.InsertTable(&bq.Table{TableReference: ref})
	c.refused(err, 409, "duplicate", "stage.a", "insert twice")
	c.run("INSERT INTO stage.a (id) VALUES (1)")
	_, err = c.PatchTable(project, "stage", "a", made.Etag, patch(t, `{"description": "x"}`))
	c.refused(err, 412, "conditionNotMet", "", "stale patch")
	now, err := c.PatchTable(project, "stage", "a", c.table("stage.a").Etag, patch(t, `{"description": "x", "labels": {"a": null, "c": "d"}, "schema": {"fields": [{"name": "id", "type": "INTEGER", "mode": "NULLABLE", "description": "key", "policyTags": {"names": ["t"]}}, {"name": "day", "type": "DATE"}, {"name": "more", "type": "STRING"}]}, "expirationTime": "4102444800000", "creationTime": "5"}`))
	if err != nil || now.Description != "x" || now.Labels["c"] != "d" || len(now.Labels) != 1 || now.Schema.Fields[0].PolicyTags.Names[0] != "t" || len(now.Schema.Fields) != 3 || now.ExpirationTime == 0 || now.CreationTime == 5 || now.ResourceTags["p/k"] != "v" {
		t.Errorf("%+v, %v", now, err)
	}
	c.want("SELECT * FROM stage.a", "1|~|~")
	for _, text := range []string{
		`{"schema": {"fields": [{"name": "id", "type": "INTEGER"}]}}`, `{"schema": {"fields": [{"name": "id", "type": "STRING"}, {"name": "day", "type": "DATE"}, {"name": "more", "type": "STRING"}]}}`,
		`{"schema": {"fields": [{"name": "id", "type": "INTEGER"}, {"name": "day", "type": "DATE"}, {"name": "more", "type": "STRING"}, {"name": "must", "type": "STRING", "mode": "REQUIRED"}]}}`, `{"labels": {"Big": "x"}}`,
	} {
		if _, err := c.PatchTable(project, "stage", "a", "", patch(t, text)); err == nil {
			t.Errorf("%s works", text)
		}
	}
	c.refused(c.DeleteTable(project, "stage", "none"), 404, "notFound", "stage.none", "delete none")
	if err := c.DeleteTable(project, "stage", "a"); err != nil {
		t.Error(err)
	}
	_, err = c.Table(project, "stage", "a")
	c.refused(err, 404, "notFound", "stage.a", "get dropped")
	_, err = c.Table(project, "Stage", "a")
	c.refused(err, 404, "notFound", "prj:Stage", "case counts")
}

// Source: tables.setIamPolicy; warehouses.md 2.1.
func TestPolicies(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a AS SELECT 2 AS id")
		c.SetRules(catalog.Rules{KeepIAMOnReplace: keep})
		before, err := c.Policy(project, "prod", "a")
		if err != nil || len(before.Bindings) != 0 {
			t.Fatalf("%+v, %v", before, err)
		}
		before.Bindings = []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{"user:a@x"}}}
		if _, err := c.SetPolicy(project, "prod", "a", before); err != nil {
			t.Fatal(err)
		}
		_, err = c.SetPolicy(project, "prod", "a", before)
		c.refused(err, 409, "aborted", "", "stale policy")
		members := func() int {
			p, err := c.Policy(project, "prod", "a")
			if err != nil {
				t.Fatal(err)
			}
			return len(p.Bindings)
		}
		c.run("INSERT INTO prod.a VALUES (1)", "CREATE TABLE prod.b CLONE prod.a")
		if p, _ := c.Policy(project, "prod", "b"); members() != 1 || len(p.Bindings) != 0 {
			t.Error("policy after DML, or of a clone")
		}
		c.run("DROP TABLE prod.b", "ALTER TABLE prod.a RENAME TO b", "ALTER TABLE prod.b RENAME TO a")
		if members() != 1 {
			t.Error("policy lost by a rename")
		}
		c.run("CREATE OR REPLACE TABLE prod.a CLONE stage.a")
		if (members() == 1) != keep {
			t.Errorf("keep %v: %d bindings after OR REPLACE", keep, members())
		}
	}
}

func TestRowPolicies(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rules catalog.Rules
		want  string
	}{
		"the source's":      {catalog.Rules{}, "src"},
		"none":              {catalog.Rules{CloneLeavesRowPolicies: true}, ""},
		"the destination's": {catalog.Rules{KeepRowPoliciesOnReplace: true}, "dst"},
	} {
		c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a AS SELECT 2 AS id", "CREATE ROW ACCESS POLICY src ON stage.a GRANT TO ('user:a@x', 'group:b@x') FILTER USING (id = 1)")
		c.SetRules(tc.rules)
		if err := c.SetRowPolicies(project, "prod", "a", &bq.RowAccessPolicy{RowAccessPolicyReference: &bq.RowAccessPolicyReference{PolicyId: "dst"}, FilterPredicate: "TRUE"}); err != nil {
			t.Fatal(err)
		}
		c.run("CREATE OR REPLACE TABLE prod.a CLONE stage.a")
		list, err := c.RowPolicies(project, "prod", "a")
		got := []string{}
		for _, p := range list {
			got = append(got, p.RowAccessPolicyReference.PolicyId)
		}
		if err != nil || strings.Join(got, ",") != tc.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if name == "the source's" && (list[0].FilterPredicate != "id = 1" || len(list[0].Grantees) != 2 || list[0].RowAccessPolicyReference.DatasetId != "prod") {
			t.Errorf("%+v", list[0])
		}
		c.fails(409, "duplicate", "src", "CREATE ROW ACCESS POLICY src ON stage.a FILTER USING (TRUE)")
		c.fails(400, "invalidQuery", "Unrecognized name", "CREATE ROW ACCESS POLICY x ON stage.a FILTER USING (other = 1)")
		c.fails(404, "notFound", "none", "DROP ROW ACCESS POLICY none ON stage.a")
		c.run("CREATE OR REPLACE ROW ACCESS POLICY src ON stage.a FILTER USING (TRUE)", "DROP ROW ACCESS POLICY IF EXISTS none ON stage.a", "DROP ALL ROW ACCESS POLICIES ON stage.a")
		if list, _ := c.RowPolicies(project, "stage", "a"); len(list) != 0 {
			t.Errorf("%+v", list)
		}
	}
}

func TestReplaceKeepsLabels(t *testing.T) {
	t.Parallel()
	for _, keep := range []bool{false, true} {
		c := open(t, "CREATE VIEW prod.v OPTIONS(labels = [('a', 'b')], description = 'd') AS SELECT 1 AS id")
		c.SetRules(catalog.Rules{ReplaceKeepsLabels: keep})
		c.run("CREATE OR REPLACE VIEW prod.v AS SELECT 2 AS id")
		if v := c.table("prod.v"); (v.Labels["a"] == "b") != keep || (v.Description == "d") != keep {
			t.Errorf("keep %v: %+v", keep, v)
		}
	}
}

// Source: sql.md, tables with a streaming buffer; "Introduction to table clones".
func TestStream(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id")
	if err := c.Stream(context.Background(), project, "stage", "a", "SELECT 2"); err != nil {
		t.Fatal(err)
	}
	c.want("SELECT id FROM stage.a ORDER BY id", "1", "2")
	if b := c.table("stage.a").StreamingBuffer; b == nil || b.EstimatedRows != 1 {
		t.Errorf("%+v", b)
	}
	c.run("CREATE TABLE prod.a CLONE stage.a", "INSERT INTO stage.a VALUES (3)")
	c.want("SELECT id FROM prod.a", "1")
	c.fails(400, "invalidQuery", "streaming buffer", "UPDATE stage.a SET id = 1 WHERE TRUE")
	c.fails(400, "invalidQuery", "streaming buffer", "TRUNCATE TABLE stage.a")
	c.fails(400, "invalid", "streaming buffer", "ALTER TABLE stage.a RENAME TO b")
	if err := c.Flush(context.Background(), project, "stage", "a"); err != nil {
		t.Fatal(err)
	}
	c.run("UPDATE stage.a SET id = id + 10 WHERE TRUE", "CREATE OR REPLACE TABLE prod.a CLONE stage.a")
	c.want("SELECT id FROM prod.a ORDER BY id", "11", "12", "13")
}

func TestExpiration(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)
	c := open(t)
	c.SetNow(func() time.Time { return now })
	c.run("CREATE SCHEMA short OPTIONS(default_table_expiration_days = 2)", "CREATE TABLE short.a AS SELECT 1 AS id", "CREATE TABLE short.b AS SELECT 1 AS id", "ALTER TABLE short.b RENAME TO c",
		"CREATE TABLE stage.a (id INT64) OPTIONS(expiration_timestamp = TIMESTAMP '2026-11-22 06:00:00 UTC')", "CREATE TABLE prod.a CLONE stage.a", "CREATE TABLE prod.b CLONE stage.a OPTIONS(expiration_timestamp = NULL)",
		"CREATE TABLE short.null CLONE stage.a OPTIONS(expiration_timestamp = NULL)")
	c.SetRules(catalog.Rules{NullExpirationIsNone: true})
	c.run("CREATE TABLE short.never CLONE stage.a OPTIONS(expiration_timestamp = NULL)")
	now = now.Add(25 * time.Hour)
	for _, n := range []string{"stage.a", "prod.a"} {
		c.fails(404, "notFound", n, "SELECT * FROM "+n)
	}
	c.run("SELECT * FROM prod.b", "SELECT * FROM short.c", "SELECT * FROM short.null", "CREATE TABLE stage.a (id INT64)")
	now = now.Add(25 * time.Hour)
	if list, err := c.Tables(project, "short"); err != nil || len(list) != 1 || list[0].TableReference.TableId != "never" {
		t.Errorf("%+v, %v", list, err)
	}
	c.run("DROP SCHEMA prod CASCADE", "DROP TABLE short.never", "DROP SCHEMA short")
}

// Source: JobConfigurationTableCopy.
func TestCopyJob(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 6, 0, 0, 0, time.UTC)
	c := open(t)
	c.SetNow(func() time.Time { return now })
	c.run("CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE TABLE prod.a AS SELECT 2 AS id")
	copyJob := func(from, to, way, write string) error {
		d, n, _ := strings.Cut(from, ".")
		e, m, _ := strings.Cut(to, ".")
		return c.Copy(context.Background(), &bq.JobConfigurationTableCopy{SourceTable: &bq.TableReference{ProjectId: project, DatasetId: d, TableId: n}, DestinationTable: &bq.TableReference{ProjectId: project, DatasetId: e, TableId: m}, OperationType: way, WriteDisposition: write})
	}
	if _, err := c.SetPolicy(project, "prod", "a", &bq.Policy{Bindings: []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{"user:a@x"}}}}); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		from, to, way, write string
		code                 int
		reason               string
	}{
		{"stage.a", "prod.a", "COPY", "", 409, "duplicate"},
		{"stage.a", "prod.a", "CLONE", "WRITE_TRUNCATE", 409, "duplicate"},
		{"stage.a", "prod.a", "SNAPSHOT", "WRITE_TRUNCATE", 409, "duplicate"},
		{"stage.a", "prod.a", "RESTORE", "WRITE_TRUNCATE", 400, "invalidQuery"},
		{"stage.none", "prod.b", "COPY", "", 404, "notFound"},
		{"stage.a", "none.b", "COPY", "", 404, "notFound"},
		{"stage.a", "prod.b", "MOVE", "", 400, "invalid"},
		{"stage.a@x", "prod.b", "COPY", "", 400, "invalid"},
	} {
		c.refused(copyJob(tc.from, tc.to, tc.way, tc.write), tc.code, tc.reason, "", tc.way+" "+tc.from+" "+tc.to+" "+tc.write)
	}
	now = now.Add(time.Hour)
	before := now.UnixMilli()
	now = now.Add(time.Hour)
	for _, err := range []error{copyJob("prod.a", "prod.s", "SNAPSHOT", ""), copyJob("stage.a", "prod.a", "COPY", "WRITE_TRUNCATE"), copyJob("stage.a", "prod.a", "COPY", "WRITE_APPEND"), copyJob("stage.a", "prod.c", "CLONE", "WRITE_EMPTY")} {
		if err != nil {
			t.Error(err)
		}
	}
	c.want("SELECT id FROM prod.a", "1", "1")
	if p, err := c.Policy(project, "prod", "a"); err != nil || len(p.Bindings) != 1 {
		t.Errorf("%+v, %v", p, err)
	}
	if c.table("prod.c").CloneDefinition == nil || c.table("prod.s").SnapshotDefinition == nil {
		t.Error("no definition")
	}
	if err := copyJob("prod.s", "prod.a", "RESTORE", "WRITE_TRUNCATE"); err != nil {
		t.Error(err)
	}
	c.want("SELECT id FROM prod.a", "2")
	c.run("DROP TABLE prod.a")
	if err := copyJob("prod.a@"+json.Number(itoa(before)).String(), "prod.a", "COPY", ""); err != nil {
		t.Error(err)
	}
	c.want("SELECT id FROM prod.a", "2")
}

func itoa(n int64) string {
	raw, _ := json.Marshal(n)
	return string(raw)
}

func TestAlter(t *testing.T) {
	t.Parallel()
	c := open(t, "CREATE TABLE stage.a AS SELECT 1 AS id", "CREATE VIEW stage.v AS SELECT 1 AS id", "CREATE TABLE stage.keyed (id INT64 PRIMARY KEY NOT ENFORCED)", "ALTER TABLE stage.a ADD COLUMN x STRING OPTIONS(description = 'more'), ADD COLUMN IF NOT EXISTS id INT64", "ALTER TABLE stage.a ALTER COLUMN id SET OPTIONS(description = 'key')",
		"ALTER VIEW stage.v SET OPTIONS(labels = [('a', 'b')])", "ALTER SCHEMA stage SET OPTIONS(description = 'd')", "ALTER TABLE IF EXISTS stage.none SET OPTIONS(description = 'd')")
	c.want("SELECT * FROM stage.a", "1|~")
	if f := c.table("stage.a").Schema.Fields; f[0].Description != "key" || f[1].Description != "more" || c.table("stage.v").Labels["a"] != "b" {
		t.Errorf("%+v", f)
	}
	before := c.table("stage.a")
	res := c.execute("ALTER TABLE `prj`.`stage`.`a` ALTER COLUMN `x` SET OPTIONS (description = 'it\\'s')")
	if now := c.table("stage.a"); now.Schema.Fields[1].Description != "it's" || now.Schema.Fields[0].Description != "key" || now.Etag == before.Etag || now.LastModifiedTime <= before.LastModifiedTime || now.CreationTime != before.CreationTime || res.DDLOperation != "ALTER" {
		t.Errorf("%+v %+v", now.Schema.Fields[1], res)
	}
	c.run("ALTER TABLE stage.a DROP COLUMN id")
	c.want("SELECT * FROM stage.a", "~")
	for _, tc := range []struct {
		code               int
		reason, part, text string
	}{
		{404, "notFound", "stage.none", "ALTER TABLE stage.none SET OPTIONS(description = 'd')"},
		{400, "invalidQuery", "currently a VIEW", "ALTER TABLE stage.v SET OPTIONS(description = 'd')"},
		{400, "invalid", "already exists", "ALTER TABLE stage.a ADD COLUMN X INT64"},
		{400, "invalid", "required", "ALTER TABLE stage.a ADD COLUMN y INT64 NOT NULL"},
		{400, "invalid", "primary key", "ALTER TABLE stage.keyed RENAME TO other"},
		{400, "invalid", "drop all", "ALTER TABLE stage.a DROP COLUMN x"},
		{409, "duplicate", "stage.v", "ALTER TABLE stage.a RENAME TO v"},
		{400, "invalid", "location", "ALTER SCHEMA stage SET OPTIONS(location = 'EU')"},
	} {
		c.fails(tc.code, tc.reason, tc.part, tc.text)
	}
}
