package strategies_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/plan"
)

func db(name string) warehouse.Container { return warehouse.Container{Database: name} }

func role(on string, c warehouse.Container, name, privilege, grantee string) warehouse.Grant {
	return warehouse.Grant{On: on, Container: c, Name: name, Privilege: privilege, Grantee: grantee, GranteeKind: "role"}
}

// withReaders gives production readers and staging its own owner and readers.
func (s *server) withReaders(prod, cand warehouse.Container) {
	on := "database"
	if prod.Schema != "" {
		on = "schema"
	}
	s.state(prod).Access = []warehouse.Grant{role(on, prod, "", "USAGE", "READER"), role(on, prod, "", "OWNERSHIP", "CUTOVER_ROLE")}
	s.state(prod).Comment = "what everybody reads"
	s.state(cand).Access = []warehouse.Grant{role(on, cand, "", "USAGE", "DEV")}
	s.state(cand).Owner = "DBT_STAGING"
	for _, c := range []warehouse.Container{prod, cand} {
		for i, o := range s.inv.Objects {
			if o.Ref.Database != c.Database || (c.Schema != "" && o.Ref.Schema != c.Schema) || o.Ref.Name != "ORDERS" {
				continue
			}
			if c == prod {
				s.inv.Objects[i].Access = []warehouse.Grant{role("table", o.Ref.Container(), "ORDERS", "SELECT", "READER")}
			} else {
				s.inv.Objects[i].Owner = "DBT_STAGING"
			}
		}
	}
}

func TestServerSwap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		bend func(*testing.T, *server)
	}{
		{"swap-databases", func(_ *testing.T, s *server) { s.withReaders(db("PROD"), db("STAGE")) }},
		{"swap-schemas", func(t *testing.T, s *server) {
			s.asSchemas(t)
			s.withReaders(warehouse.Container{Database: "WH", Schema: "MART"}, warehouse.Container{Database: "WH", Schema: "STAGE_MART"})
		}},
		{"swap-late-views", func(_ *testing.T, s *server) {
			s.drop("PROD.MART.TOTALS")
			o := s.object("STAGE.MART.ORDERS")
			o.Definition.Columns = append(o.Definition.Columns, warehouse.Column{Name: "NEW", Type: "DATE"})
			s.object("PROD.MART.REPORT").Owner = "ANALYST"
			s.req.Reseed = false
		}},
		{"swap-first", func(_ *testing.T, s *server) {
			for _, name := range []string{"ORDERS", "CUSTOMERS", "REPORT", "TOTALS"} {
				s.drop("PROD.MART." + name)
			}
			s.inv.Containers = slices.DeleteFunc(s.inv.Containers, func(c warehouse.ContainerState) bool { return c.Container.Database == "PROD" })
			s.inv.Containers = append(s.inv.Containers, warehouse.ContainerState{Container: db("PROD")})
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			c.bend(t, s)
			p := s.plan(t)
			if diff := cmp.Diff([]string{}, refusals(p)); diff != "" {
				t.Fatalf("%s\n%v", diff, p.Refusals())
			}
			golden(t, c.name, p)
		})
	}
}

func TestServerSwapGuards(t *testing.T) {
	t.Parallel()
	view := func(text string) func(*server) {
		return func(s *server) { s.object("STAGE.MART.TOTALS").Definition.SQL = text }
	}
	for _, c := range []struct {
		name string
		bend func(*server)
		want []string
	}{
		{"all is well", func(*server) {}, nil},
		{"the ledger lies in production", func(s *server) { s.req.State = warehouse.Container{Database: "PROD", Schema: "CUTOVER"} }, []string{"state-inside"}},
		{"the ledger lies in the candidate", func(s *server) { s.req.State.Database = "STAGE" }, []string{"state-inside"}},
		{"one side twice", func(s *server) { s.req.To.Database = "STAGE" }, []string{"swap-impossible"}},
		{"a schema for a database", func(s *server) { s.req.To.Schema = "MART" }, []string{"swap-impossible"}},
		{"no candidate", func(s *server) { s.state(db("STAGE")).Exists = false }, []string{"swap-impossible"}},
		{"made at one instant", func(s *server) { s.state(db("STAGE")).Identity = s.state(db("PROD")).Identity }, []string{"swap-impossible"}},
		{"only production has it", func(s *server) { s.relation("PROD", "MART", built{"OLD", "table"}) }, []string{"would-vanish"}},
		{"only production has a schema", func(s *server) { s.container(warehouse.Container{Database: "PROD", Schema: "EMPTY"}) }, []string{"would-vanish"}},
		{"what cutover keeps may leave", func(s *server) {
			s.container(warehouse.Container{Database: "PROD", Schema: "CUTOVER_R0__MART"})
			s.relation("PROD", "CUTOVER_R0__MART", built{"ORDERS", "table"})
			s.relation("PROD", "CUTOVER", built{warehouse.MarksTable, "table"})
		}, nil},
		{"nobody tested it", func(s *server) { s.relation("STAGE", "MART", built{"EXTRA", "table"}) }, []string{"unaudited"}},
		{"an incremental model that was not rebuilt", func(s *server) { s.req.Artifacts.Results.Args.FullRefresh = false }, []string{"incremental-under-swap"}},
		{"the ledger proves that staging was made from production", func(s *server) {
			s.req.Artifacts.Results.Args.FullRefresh = false
			now, old := warehouse.Ref{Database: "PROD", Schema: "MART", Name: "ORDERS"}, warehouse.Ref{Database: "STAGE", Schema: "MART", Name: "ORDERS"}
			s.req.Reseeded = &strategies.Reseed{Candidate: warehouse.Identity{ID: "made STAGE"}, Production: []plan.Expectation{
				{Ref: &now, Identity: warehouse.Identity{Token: "PROD.MART.ORDERS@1"}},
				{Ref: &old, Identity: warehouse.Identity{Token: "what the demoted side held"}},
			}}
		}, nil},
		{"production changed since", func(s *server) {
			s.req.Artifacts.Results.Args.FullRefresh = false
			now := warehouse.Ref{Database: "PROD", Schema: "MART", Name: "ORDERS"}
			s.req.Reseeded = &strategies.Reseed{Candidate: warehouse.Identity{ID: "made STAGE"}, Production: []plan.Expectation{{Ref: &now, Identity: warehouse.Identity{Token: "another"}}}}
		}, []string{"incremental-under-swap"}},
		{"a view reads what is not there", view("create view t as select 1 from STAGE.MART.NOWHERE"), []string{"view-reads-missing MART.TOTALS"}},
		{"a column is no relation", view("create view t as select a.nowhere from STAGE.MART.ORDERS a"), nil},
		{"a view whose text nobody sees", func(s *server) { s.object("STAGE.MART.TOTALS").Definition.SQL = "" }, []string{"kind-unsupported MART.TOTALS"}},
		{"a view whose text cannot be read", view("create view t as select '"), []string{"kind-unsupported MART.TOTALS"}},
		{"a table becomes a late view", func(s *server) {
			o := s.object("STAGE.MART.ORDERS")
			o.Definition.Columns = append(o.Definition.Columns, warehouse.Column{Name: "NEW", Type: "DATE"})
			s.object("PROD.MART.REPORT").Kind = warehouse.KindTable
		}, []string{"kind-unsupported MART.REPORT"}},
		{"a writer of a table that becomes a view", func(s *server) {
			s.object("STAGE.MART.CUSTOMERS").Kind = warehouse.KindView
			s.object("STAGE.MART.CUSTOMERS").Definition.SQL = "create view c as select 1 id, 2 v"
			s.object("PROD.MART.CUSTOMERS").Access = []warehouse.Grant{role("table", warehouse.Container{Database: "PROD", Schema: "MART"}, "CUSTOMERS", "INSERT", "LOADER")}
		}, []string{"access-lost MART.CUSTOMERS"}},
		{"a database role", func(s *server) {
			s.state(db("PROD")).Access = []warehouse.Grant{{On: "database", Container: db("PROD"), Privilege: "USAGE", Grantee: "PROD.R", GranteeKind: "database role"}}
		}, []string{"access-lost"}},
		{"a policy and a tag are lost", func(s *server) {
			s.object("PROD.MART.ORDERS").Protections = []string{"row access policy GOV.P.R on (ID)", "tag GOV.T.PII='email' on column V"}
			s.object("STAGE.MART.ORDERS").Protections = []string{"tag GOV.T.PII='none' on column V"}
		}, []string{"policy-lost MART.ORDERS", "tag-lost MART.ORDERS"}},
		{"a policy that lives in its side", func(s *server) {
			s.object("PROD.MART.ORDERS").Protections = []string{"masking policy PROD.GOV.M on column V"}
			s.object("STAGE.MART.ORDERS").Protections = []string{"masking policy STAGE.GOV.M on column V"}
		}, nil},
		{"a view that is made anew loses its policy", func(s *server) {
			for _, ref := range []string{"PROD.MART.REPORT", "STAGE.MART.REPORT"} {
				s.object(ref).Protections = []string{"row access policy GOV.P.R on (ID)"}
			}
		}, []string{"policy-lost MART.REPORT"}},
		{"a view whose text carries its policy", func(s *server) {
			for _, ref := range []string{"PROD.MART.REPORT", "STAGE.MART.REPORT"} {
				s.object(ref).Protections = []string{"row access policy GOV.P.R on (ID)"}
			}
			s.object("STAGE.MART.REPORT").Definition.SQL = "create view r with row access policy GOV.P.R on (id) as select id, v from stage.mart.orders"
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.req.Allow = []string{"state-inside", "access-lost", "swap-impossible", "kind-unsupported"} // no flag opens these
			c.bend(s)
			p := s.plan(t)
			if c.want == nil {
				c.want = []string{}
			}
			if diff := cmp.Diff(c.want, refusals(p)); diff != "" {
				t.Errorf("(-want +got):\n%s\n%v", diff, p.Refusals())
			}
		})
	}
}

// A refusal about a dependent is opened by its own flag, for that one only.
func TestDependentsAreAllowedOneByOne(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, name := range []string{"LOAD", "SEND"} {
		s.inv.Dependents = append(s.inv.Dependents, warehouse.Dependent{Kind: "task", Ref: warehouse.Ref{Database: "PROD", Schema: "MART", Name: name}, Running: true})
	}
	s.req.Allow = []string{"dependent-task:MART.LOAD"}
	p := s.plan(t)
	if diff := cmp.Diff([]string{"dependent-task MART.SEND"}, refusals(p)); diff != "" {
		t.Error(diff)
	}
	if len(p.Dependents) != 2 || p.Dependents[0].Effect != plan.EffectBreaks || p.Dependents[0].Name != "PROD.MART.LOAD" {
		t.Errorf("dependents in the plan: %v", p.Dependents)
	}
}

func TestNamesWithOtherCaseAndQuotes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.object("STAGE.MART.TOTALS").Definition.SQL = `create view "Totals" as select id, v from Stage."MART".report where v <> 'STAGE.MART.REPORT' -- STAGE.MART.REPORT`
	p := s.plan(t)
	step, _ := p.Step("retarget views")
	var got string
	for _, op := range step.Action.Op.Op.(warehouse.Batch).Ops {
		if v := op.(warehouse.CreateView); v.View.Name == "TOTALS" {
			got = v.Definition.SQL
		}
	}
	want := `create view "Totals" as select id, v from "PROD"."MART"."REPORT" where v <> 'STAGE.MART.REPORT' -- STAGE.MART.REPORT`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestKeptSide(t *testing.T) {
	t.Parallel()
	d := snowflakeDialect()
	for _, c := range []struct {
		side warehouse.Container
		want string
	}{
		{db("PROD"), "PROD__CUTOVER_AB12CD"},
		{db("my db"), "my db__CUTOVER_AB12CD"},
		{warehouse.Container{Database: "WH", Schema: "Mart"}, "WH.CUTOVER_AB12CD__Mart"},
		{db(strings.Repeat("X", 255)), strings.Repeat("X", 255-len("__CUTOVER_AB12CD")) + "__CUTOVER_AB12CD"},
	} {
		if got := strategies.KeptSide(d, "ab12cd", c.side).String(); got != c.want {
			t.Errorf("%s is kept as %s, not %s", c.side, got, c.want)
		}
	}
}
