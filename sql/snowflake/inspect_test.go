package snowflake_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/snowflake/snowflaketest/catalog"
	"cutover/sql/warehouse"
)

func opened(t *testing.T, o snowflake.Options, statements ...string) (*snowflaketest.Server, *snowflake.Driver) {
	t.Helper()
	server := snowflaketest.NewServer(t)
	server.Exec(t, statements...)
	d := snowflake.NewDriver(server.DB(t), o)
	t.Cleanup(func() { _ = d.Close() })
	return server, d
}

func inspect(t *testing.T, d *snowflake.Driver, req warehouse.InspectRequest) warehouse.Inventory {
	t.Helper()
	inv, err := d.Inspect(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// TestInspectDoesNotGrow: the number of statements depends on the databases
// asked for and on nothing that is in them.
func TestInspectDoesNotGrow(t *testing.T) {
	t.Parallel()
	server, d := opened(t, snowflake.Options{}, "CREATE DATABASE P")
	req := warehouse.InspectRequest{}
	add := func(from, until int) {
		for i := from; i < until; i++ {
			schema := fmt.Sprintf("S%02d", i)
			server.Exec(t, "CREATE SCHEMA P."+schema, "CREATE TABLE P."+schema+".T (X NUMBER(9,0))", "CREATE VIEW P."+schema+".V AS SELECT X FROM P."+schema+".T")
			c := warehouse.Container{Database: "P", Schema: schema}
			req.Containers = append(req.Containers, c)
			for _, name := range []string{"T", "V"} {
				req.Content = append(req.Content, warehouse.Ref{Database: "P", Schema: schema, Name: name})
			}
		}
	}
	count := func() int {
		server.ResetLog()
		inv := inspect(t, d, req)
		if len(inv.Objects) != len(req.Content) {
			t.Errorf("%d objects, want %d", len(inv.Objects), len(req.Content))
		}
		for _, o := range inv.Objects {
			if o.Identity.Token == "" || o.Identity.ID == "" || len(o.Definition.Columns) != 1 {
				t.Errorf("%s: %+v", o.Ref, o)
			}
		}
		return len(server.Sent())
	}
	add(0, 4)
	few := count()
	add(4, 40)
	if many := count(); many != few {
		t.Errorf("%d statements for 4 schemas and %d for 40", few, many)
	}
	if few != 6 {
		t.Errorf("%d statements", few)
	}
	req.Containers = []warehouse.Container{{Database: "P"}}
	if whole := count(); whole != few+1 {
		t.Errorf("%d statements for the whole database", whole)
	}
}

// TestInspectMissing: what is not there is said so, in every place.
func TestInspectMissing(t *testing.T) {
	t.Parallel()
	_, d := opened(t, snowflake.Options{}, "CREATE DATABASE AXB", "CREATE SCHEMA AXB.S", "CREATE TABLE AXB.S.T (X NUMBER(9,0))")
	list := []warehouse.Container{{Database: "A_B"}, {Database: "AX"}, {Database: "axb"}, {Database: "AXB", Schema: "s"}, {Database: "AX", Schema: "S"}}
	inv := inspect(t, d, warehouse.InspectRequest{Containers: list, Access: list, Dropped: list, Content: []warehouse.Ref{{Database: "AX", Schema: "S", Name: "T"}}})
	for _, c := range list {
		if s, ok := inv.Container(c); !ok || s.Exists || s.Identity.ID != "" {
			t.Errorf("%s: %+v, %t", c, s, ok)
		}
	}
	if len(inv.Objects) != 0 || len(inv.Dependents) != 0 {
		t.Errorf("%+v %+v", inv.Objects, inv.Dependents)
	}
}

// TestInspectKinds: what cannot be copied says why.
func TestInspectKinds(t *testing.T) {
	t.Parallel()
	_, d := opened(t, snowflake.Options{}, "CREATE DATABASE P", "CREATE TRANSIENT SCHEMA P.S COMMENT = 'it''s'",
		"CREATE TABLE P.S.T (X NUMBER(9,0) NOT NULL DEFAULT 7 COMMENT 'the x', Y VARCHAR(20), Z TIMESTAMP_NTZ) COMMENT = 'c'",
		"CREATE TRANSIENT TABLE P.S.TT (X NUMBER(9,0))", "CREATE TABLE P.S.CUTOVER_MARKS (RELEASE VARCHAR, STEP VARCHAR)",
		"CREATE SECURE VIEW P.S.SV AS SELECT X FROM P.S.T",
		"CREATE MATERIALIZED VIEW P.S.MV AS SELECT X FROM P.S.T",
		"CREATE DYNAMIC TABLE P.S.DT TARGET_LAG = '1 hour' WAREHOUSE = WH AS SELECT X FROM P.S.T")
	inv := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "P", Schema: "S"}}})
	got := map[string]string{}
	for _, o := range inv.Objects {
		got[o.Ref.Name] = fmt.Sprintf("%s, copied %t, transient %t", o.Kind, o.Unsupported == "", o.Definition.Transient)
	}
	want := map[string]string{
		"T": "table, copied true, transient false", "TT": "table, copied true, transient true", "SV": "view, copied true, transient false",
		"MV": "materialized view, copied false, transient false", "DT": "dynamic table, copied false, transient false",
	}
	// A table in a transient schema is transient whatever it is made as.
	want["T"] = strings.Replace(want["T"], "transient false", fmt.Sprintf("transient %t", inv.Objects[0].Definition.Transient), 1)
	if o, ok := inv.Object(warehouse.Ref{Database: "P", Schema: "S", Name: "T"}); ok {
		want["T"] = fmt.Sprintf("table, copied true, transient %t", o.Definition.Transient)
		text := strings.Replace(o.Definition.SQL, "TRANSIENT ", "", 1)
		if !strings.HasPrefix(text, `CREATE TABLE "P"."S"."T" ("X" NUMBER(9,0) NOT NULL DEFAULT 7 COMMENT 'the x', "Y" VARCHAR(20), "Z" TIMESTAMP_NTZ(9)) COMMENT = 'c'`) {
			t.Errorf("definition %s", o.Definition.SQL)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s, _ := inv.Container(warehouse.Container{Database: "P", Schema: "S"})
	if !s.Transient || s.Comment != "it's" || s.Owner != "ACCOUNTADMIN" || s.RetentionDays != 1 || !strings.HasPrefix(s.Where, "account ") {
		t.Errorf("%+v", s)
	}
}

// TestInspectSecureUnseen: a view whose text the role may not see is not copied.
func TestInspectSecureUnseen(t *testing.T) {
	t.Parallel()
	server := snowflaketest.NewServer(t)
	server.Exec(t, "CREATE DATABASE P", "CREATE SCHEMA P.S", "CREATE TABLE P.S.T (X NUMBER(9,0))", "CREATE SECURE VIEW P.S.SV AS SELECT X FROM P.S.T",
		"CREATE ROLE LOOKER", "GRANT ROLE LOOKER TO USER "+server.User, "GRANT USAGE ON DATABASE P TO ROLE LOOKER", "GRANT USAGE ON SCHEMA P.S TO ROLE LOOKER",
		"GRANT SELECT ON VIEW P.S.SV TO ROLE LOOKER")
	cfg := server.Config()
	cfg.Role = "LOOKER"
	d := snowflake.NewDriver(server.OpenDB(t, cfg), snowflake.Options{Profile: snowflake.Profile{Role: "LOOKER"}})
	inv := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "P", Schema: "S"}}})
	if len(inv.Objects) != 1 || !strings.Contains(inv.Objects[0].Unsupported, "not visible to role LOOKER") {
		t.Errorf("%+v", inv.Objects)
	}
}

// TestInspectAccess: grants, future grants, dependents and protections, and only
// where they were asked for.
func TestInspectAccess(t *testing.T) {
	t.Parallel()
	_, d := opened(t, snowflake.Options{}, "CREATE DATABASE P", "CREATE SCHEMA P.S", "CREATE SCHEMA P.OTHER", "CREATE ROLE R", "CREATE DATABASE ROLE P.DR",
		"CREATE TABLE P.S.T (X NUMBER(9,0), EMAIL VARCHAR)", "CREATE VIEW P.S.V AS SELECT X FROM P.S.T",
		"GRANT USAGE ON DATABASE P TO ROLE R", "GRANT USAGE ON SCHEMA P.S TO DATABASE ROLE P.DR", "GRANT SELECT ON TABLE P.S.T TO ROLE R WITH GRANT OPTION",
		"GRANT SELECT ON FUTURE TABLES IN SCHEMA P.S TO ROLE R", "GRANT SELECT ON FUTURE VIEWS IN DATABASE P TO ROLE R",
		"CREATE STREAM P.S.ST ON TABLE P.S.T", "CREATE SEQUENCE P.S.SEQ", "CREATE STAGE P.OTHER.STG",
		"CREATE TASK P.S.TA WAREHOUSE = WH SCHEDULE = '1 minute' AS INSERT INTO P.S.T SELECT 1, 'x'",
		"CREATE MASKING POLICY P.OTHER.M AS (V VARCHAR) RETURNS VARCHAR -> '***'", "CREATE ROW ACCESS POLICY P.OTHER.RP AS (N NUMBER) RETURNS BOOLEAN -> TRUE", "CREATE TAG P.OTHER.PII",
		"ALTER TABLE P.S.T MODIFY COLUMN EMAIL SET MASKING POLICY P.OTHER.M", "ALTER TABLE P.S.T ADD ROW ACCESS POLICY P.OTHER.RP ON (X)",
		"ALTER TABLE P.S.T SET TAG P.OTHER.PII = 'yes'", "ALTER TABLE P.S.T MODIFY COLUMN EMAIL SET TAG P.OTHER.PII = 'email'")
	s, p := warehouse.Container{Database: "P", Schema: "S"}, warehouse.Container{Database: "P"}
	table := warehouse.Ref{Database: "P", Schema: "S", Name: "T"}
	plain := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{s}, Content: []warehouse.Ref{table}})
	if o, _ := plain.Object(table); o.Access != nil || o.Protections != nil || plain.Dependents != nil || plain.Containers[0].Access != nil {
		t.Errorf("not asked for: %+v", plain)
	}
	inv := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{s}, Access: []warehouse.Container{s, p}, Content: []warehouse.Ref{table}})
	var got []string
	own := func(list []warehouse.Grant) {
		for _, g := range list {
			if g.Privilege != "OWNERSHIP" {
				got = append(got, g.String())
			}
		}
	}
	for _, c := range inv.Containers {
		own(c.Access)
	}
	o, _ := inv.Object(table)
	own(o.Access)
	for _, dep := range inv.Dependents {
		got = append(got, fmt.Sprintf("%s %s on %v, running %t", dep.Kind, dep.Ref, dep.On, dep.Running))
	}
	got = append(got, o.Protections...)
	slices.Sort(got)
	want := []string{
		"SELECT on future tables in P.S for role R", "SELECT on future views in P for role R", "SELECT on table P.S.T for role R with grant option",
		"USAGE on database P for role R", "USAGE on schema P.S for database role DR",
		"masking policy P.OTHER.M on column EMAIL", "row access policy P.OTHER.RP on (X)",
		"sequence P.S.SEQ on [], running false", "stream P.S.ST on [P.S.T], running false",
		"tag P.OTHER.PII='email' on column EMAIL", "tag P.OTHER.PII='yes'", "task P.S.TA on [P.S.T], running false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(inv.Objects) != 2 {
		t.Errorf("%d objects: the content of a database that only its access was asked of", len(inv.Objects))
	}
	whole := inspect(t, d, warehouse.InspectRequest{Containers: []warehouse.Container{p}, Access: []warehouse.Container{p}})
	if c, ok := whole.Container(s); !ok || len(c.Access) == 0 {
		t.Errorf("the schemas of a database belong to its access: %+v", c)
	}
	if len(whole.Dependents) <= len(inv.Dependents) {
		t.Errorf("dependents %+v", whole.Dependents)
	}
}

// pages is an engine that has more tables than SHOW gives.
type pages struct{ schemas, tables int }

func (p pages) Execute(_ context.Context, _ *catalog.Session, sql string, _ []catalog.Bind) (*catalog.Result, error) {
	text := func(columns ...string) *catalog.Result {
		r := &catalog.Result{StatementTypeID: 0x1000}
		for _, c := range columns {
			r.Columns = append(r.Columns, catalog.Column{Name: c, Type: "text", Nullable: true})
		}
		return r
	}
	add := func(r *catalog.Result, cells ...string) {
		var row []*string
		for _, c := range cells {
			row = append(row, &c)
		}
		r.Rows = append(r.Rows, row)
	}
	switch {
	case strings.HasPrefix(sql, "SELECT CURRENT_TIMESTAMP"):
		r := text("a", "b", "c", "d")
		add(r, "2026-11-21T00:00:00Z", "R", "A", "1")
		return r, nil
	case strings.HasPrefix(sql, "SHOW DATABASES"):
		r := text("name", "created_on")
		add(r, "P", "x")
		return r, nil
	case strings.HasPrefix(sql, "SHOW SCHEMAS"):
		r := text("created_on", "name")
		for i := range p.schemas {
			add(r, "x", fmt.Sprintf("S%d", i))
		}
		return r, nil
	case strings.HasPrefix(sql, "SHOW TABLES"):
		return p.show(sql, text("name", "created_on", "schema_name", "kind"), add), nil
	}
	return text("none"), nil
}

// show gives the tables of a schema, or of all schemas, at most 10,000.
func (p pages) show(sql string, r *catalog.Result, add func(*catalog.Result, ...string)) *catalog.Result {
	from := ""
	if _, rest, ok := strings.Cut(sql, " FROM '"); ok {
		from = strings.TrimSuffix(rest, "'")
	}
	for s := range p.schemas {
		if strings.Contains(sql, "IN SCHEMA") && !strings.Contains(sql, `"S`+strconv.Itoa(s)+`"`) {
			continue
		}
		for i := range p.tables {
			if name := fmt.Sprintf("T%06d", i); name > from && len(r.Rows) < 10000 {
				add(r, name, "x", fmt.Sprintf("S%d", s), "TABLE")
			}
		}
	}
	return r
}

// TestInspectPages: SHOW gives 10,000 rows; all the others are read too.
func TestInspectPages(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		p          pages
		containers []warehouse.Container
	}{
		"one schema":       {pages{1, 25001}, []warehouse.Container{{Database: "P", Schema: "S0"}}},
		"exactly one page": {pages{1, 10000}, []warehouse.Container{{Database: "P", Schema: "S0"}}},
		"whole database":   {pages{3, 10001}, []warehouse.Container{{Database: "P"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := snowflaketest.New(tc.p)
			t.Cleanup(server.Close)
			d := snowflake.NewDriver(server.DB(t), snowflake.Options{})
			inv := inspect(t, d, warehouse.InspectRequest{Containers: tc.containers})
			seen := map[warehouse.Ref]bool{}
			for _, o := range inv.Objects {
				seen[o.Ref] = true
			}
			if want := tc.p.schemas * tc.p.tables; len(inv.Objects) != want || len(seen) != want {
				t.Errorf("%d objects, %d of them different, want %d", len(inv.Objects), len(seen), want)
			}
		})
	}
}
