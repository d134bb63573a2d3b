package strategies_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/plan"
)

func bigqueryDialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name: "bigquery", Quote: '`', PathQuoted: true, EqualNames: func(a, b string) bool { return a == b }, HashComments: true, BackslashEscapes: true,
	}
}

// cloning is a request on a warehouse that publishes by clones, and the look that
// it meets: orders, customers built from orders, and the view report.
type cloning struct {
	req strategies.Request
	inv warehouse.Inventory
}

func newCloning(t *testing.T) *cloning {
	t.Helper()
	models := []built{{"orders", "table"}, {"customers", "incremental"}, {"report", "view"}}
	edges := [][2]string{{"customers", "orders"}, {"report", "orders"}}
	s := &cloning{req: strategies.Request{
		Release: "ab12cd", Tool: "test", Now: now, Strategy: strategies.WAC,
		From:         strategies.Side{Environment: "staging", Target: "staging", Database: "prj", DBTDatabase: "prj", Manifest: serverManifest(t, "prj", "stage", models, edges...)},
		To:           strategies.Side{Environment: "prod", Target: "prod", Database: "prj", DBTDatabase: "prj", Manifest: serverManifest(t, "prj", "mart", models, edges...)},
		State:        warehouse.Container{Database: "prj", Schema: "cutover"},
		KeepReleases: 5, Limits: strategies.Limits{MinRows: 1, MaxDropPercent: 30, BlockDropped: true},
		Capabilities: warehouse.Capabilities{
			Dialect: bigqueryDialect(), Scripted: true, CountsOnly: true, MaxParallel: 8, NoSwap: "BigQuery can neither exchange nor rename datasets",
			Cloning: &warehouse.Cloning{MaxDepth: 3, MaxClones: 1000, MaxAtomic: 100},
		},
		Render: func(op warehouse.Op) ([]warehouse.Statement, error) {
			return []warehouse.Statement{{Text: op.OpName()}}, nil
		},
	}}
	rr := &manifest.RunResults{InvocationID: "inv", GeneratedAt: now.Add(-time.Minute), Args: manifest.RunArgs{Which: "build"}}
	for _, m := range models {
		rr.Results = append(rr.Results, manifest.Result{UniqueID: "model.shop." + m.name, Status: manifest.StatusSuccess})
		s.req.Selected = append(s.req.Selected, "model.shop."+m.name)
	}
	s.req.Artifacts.Results = rr
	s.inv = warehouse.Inventory{Now: now, Dialect: bigqueryDialect()}
	for _, schema := range []string{"mart", "stage"} {
		c := warehouse.Container{Database: "prj", Schema: schema}
		s.inv.Containers = append(s.inv.Containers, warehouse.ContainerState{Container: c, Exists: true, Location: "EU", RetentionDays: 7, Identity: warehouse.Identity{ID: schema}})
		for _, m := range models {
			s.inv.Objects = append(s.inv.Objects, cloningObject(schema, m))
		}
	}
	return s
}

func cloningObject(schema string, m built) warehouse.Object {
	o := warehouse.Object{
		Ref: warehouse.Ref{Database: "prj", Schema: schema, Name: m.name}, Kind: warehouse.KindTable, Rows: 100, Bytes: 1 << 20,
		Identity:   warehouse.Identity{ID: schema + m.name + "1", Token: schema + m.name},
		Definition: warehouse.Definition{Columns: []warehouse.Column{{Name: "id", Type: "INT64"}, {Name: "v", Type: "STRING"}}},
	}
	if m.materialized == "view" {
		o.Kind, o.Rows = warehouse.KindView, -1
		o.Definition.SQL = fmt.Sprintf("CREATE VIEW `prj`.`%[1]s`.`report` AS\nselect * from `prj`.`%[1]s`.`orders`", schema)
	}
	return o
}

func (s *cloning) object(name string) *warehouse.Object {
	for i := range s.inv.Objects {
		if s.inv.Objects[i].Ref.Short() == name {
			return &s.inv.Objects[i]
		}
	}
	return nil
}

func (s *cloning) plan(t *testing.T) *plan.Plan {
	t.Helper()
	scope, err := strategies.Resolve(s.req)
	if err != nil {
		t.Fatal(err)
	}
	p, err := strategies.Build(s.req, scope, s.inv)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// eachOp visits the ops of a plan, those inside others included.
func eachOp(p *plan.Plan, visit func(warehouse.Op)) {
	var walk func(ops ...warehouse.Op)
	walk = func(ops ...warehouse.Op) {
		for _, op := range ops {
			visit(op)
			switch op := op.(type) {
			case warehouse.Atomic:
				walk(op.Ops...)
			case warehouse.Batch:
				walk(op.Ops...)
			case warehouse.Sequence:
				walk(op.Ops...)
			}
		}
	}
	for _, s := range p.Steps() {
		if s.Action.Op != nil {
			walk(s.Action.Op.Op)
		}
	}
}

// tableOps lists how each table of a plan takes its place or is kept, as
// "to: method depth".
func tableOps(p *plan.Plan) []string {
	var out []string
	eachOp(p, func(op warehouse.Op) {
		switch op := op.(type) {
		case warehouse.CopyTable:
			method := string(op.Method)
			if method == "" {
				method = "clone"
			}
			if op.Beside != nil {
				method += " beside"
			}
			out = append(out, fmt.Sprintf("%s: %s %d", op.To.Short(), method, op.Depth))
		case warehouse.ReplaceRows:
			out = append(out, op.To.Short()+": rows")
		}
	})
	return out
}

func refusedBy(p *plan.Plan) []string {
	var out []string
	for _, a := range p.Refusals() {
		out = append(out, a.Code+" "+a.Relation)
	}
	slices.Sort(out)
	return out
}

// keptThen begins with the usual snapshots of production.
func keptThen(ops ...string) []string {
	return append([]string{"cutover_ab12cd__mart.orders: snapshot 1", "cutover_ab12cd__mart.customers: snapshot 1"}, ops...)
}

// TestCloningPlans shows what each state of the tables makes of the plan.
func TestCloningPlans(t *testing.T) {
	t.Parallel()
	const policy, tag = "row access policy eu for user:a@x where region='EU'", "policy tag projects/p/t/1 on column v"
	for _, c := range []struct {
		name    string
		change  func(s *cloning)
		ops     []string
		refused []string
	}{
		{name: "fresh tables are cloned", change: func(*cloning) {}, ops: keptThen("mart.orders: clone 1", "mart.customers: clone 1")},
		{
			name: "what was cloned out of production is copied back", change: func(s *cloning) { s.object("stage.customers").CloneDepth = 1 },
			ops: keptThen("mart.orders: clone 1", "mart.customers: copy 0"),
		},
		{name: "a table at the end of its chain is kept in full", change: func(s *cloning) { s.object("mart.orders").CloneDepth = 3 }, ops: []string{
			"cutover_ab12cd__mart.orders: copy 0", "cutover_ab12cd__mart.customers: snapshot 1", "mart.orders: clone 1", "mart.customers: clone 1",
		}},
		{
			name: "an unknown depth counts as the deepest", change: func(s *cloning) { s.object("stage.orders").CloneDepth = -1 },
			ops: keptThen("mart.orders: copy 0", "mart.customers: clone 1"),
		},
		{
			name: "too many clones of one table", change: func(s *cloning) { s.object("stage.orders").Clones = 950 },
			ops: keptThen("mart.orders: copy 0", "mart.customers: clone 1"),
		},
		{name: "other partitions", change: func(s *cloning) { s.object("stage.orders").Definition.Layout = "CLUSTER BY id" }, refused: []string{"layout-changed mart.orders"}},
		{name: "other partitions, allowed", change: func(s *cloning) {
			s.object("stage.orders").Definition.Layout = "CLUSTER BY id"
			s.req.Allow = []string{"layout-changed:mart.orders"}
		}, ops: keptThen("mart.orders: clone beside 1", "mart.customers: clone 1")},
		{name: "a row policy that the candidate lacks", change: func(s *cloning) { s.object("mart.orders").Protections = []string{policy} }, refused: []string{"policy-lost mart.orders"}},
		{name: "a policy tag that the candidate lacks", change: func(s *cloning) { s.object("mart.orders").Protections = []string{tag} }, refused: []string{"policy-lost mart.orders"}},
		{name: "both, preserved", change: func(s *cloning) {
			s.object("mart.orders").Protections = []string{policy, tag}
			s.req.Preserve = true
		}, ops: keptThen("mart.orders: rows", "mart.customers: clone 1")},
		{name: "preserved, but the columns change", change: func(s *cloning) {
			s.object("mart.orders").Protections = []string{policy}
			s.object("stage.orders").Definition.Columns = s.object("stage.orders").Definition.Columns[:1]
			s.req.Preserve, s.req.Limits.BlockDropped = true, false
		}, refused: []string{"policy-lost mart.orders"}},
		{name: "a row policy that both carry stays on the table", change: func(s *cloning) {
			s.object("mart.orders").Protections = []string{policy}
			s.object("stage.orders").Protections = []string{policy}
		}, ops: keptThen("mart.orders: rows", "mart.customers: clone 1")},
		{name: "two locations", change: func(s *cloning) { s.inv.Containers[0].Location = "US" }, refused: []string{"location-differs "}},
		{name: "a streaming buffer", change: func(s *cloning) { s.object("stage.orders").Streaming = true }, refused: []string{"streaming-buffer mart.orders"}},
		{name: "a table becomes a view", change: func(s *cloning) { s.object("mart.report").Kind = warehouse.KindTable }, refused: []string{"kind-unsupported mart.report"}},
		{name: "transaction", change: func(s *cloning) { s.req.Mode = strategies.ModeTransaction }, ops: keptThen("mart.orders: rows", "mart.customers: rows")},
		{name: "transaction with a new table", change: func(s *cloning) {
			s.req.Mode = strategies.ModeTransaction
			s.inv.Objects = s.inv.Objects[1:]
		}, refused: []string{"transaction-impossible mart.orders"}},
		{name: "transaction with other columns", change: func(s *cloning) {
			s.req.Mode = strategies.ModeTransaction
			s.object("stage.orders").Definition.Columns = append(s.object("stage.orders").Definition.Columns, warehouse.Column{Name: "n", Type: "INT64"})
		}, refused: []string{"transaction-impossible mart.orders"}},
		{name: "transaction beyond the limit", change: func(s *cloning) {
			s.req.Mode = strategies.ModeTransaction
			s.req.Capabilities.Cloning.MaxAtomic = 2
		}, refused: []string{"transaction-impossible "}},
		{name: "views over tables", change: func(s *cloning) { s.req.Mode = strategies.ModeViews }, refused: []string{"kind-unsupported mart.customers", "kind-unsupported mart.orders"}},
		{name: "views, first release", change: func(s *cloning) {
			s.req.Mode = strategies.ModeViews
			s.inv.Objects = s.inv.Objects[3:]
		}, ops: []string{"mart__rab12cd.orders: clone 1", "mart__rab12cd.customers: clone 1"}},
		{name: "swap", change: func(s *cloning) { s.req.Strategy = strategies.Swap }, refused: []string{"swap-impossible "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newCloning(t)
			c.change(s)
			p := s.plan(t)
			if d := cmp.Diff(c.refused, refusedBy(p)); d != "" {
				t.Fatalf("refused (-want +got):\n%s\n%v", d, p.Refusals())
			}
			if d := cmp.Diff(c.ops, tableOps(p)); d != "" {
				t.Errorf("ops (-want +got):\n%s", d)
			}
			if len(c.refused) == 0 && !strings.HasPrefix(p.Atomicity.How, "mode ") {
				t.Errorf("the plan does not name its mode: %s", p.Atomicity.How)
			}
		})
	}
}

// TestCloningKeepsMetadata: what production says about a table and the candidate
// does not stays, and is asked for afterwards.
func TestCloningKeepsMetadata(t *testing.T) {
	t.Parallel()
	s := newCloning(t)
	prod, cand := s.object("mart.orders"), s.object("stage.orders")
	expires := now.Add(time.Hour)
	prod.Definition.Labels, prod.Definition.Comment, prod.Definition.Expires = map[string]string{"team": "finance", "tier": "1"}, "the orders", expires
	cand.Definition.Labels = map[string]string{"tier": "2"}
	cand.Definition.Expires = now.Add(time.Minute)
	reader := warehouse.Grant{On: "table", Container: prod.Ref.Container(), Name: "orders", Privilege: "roles/bigquery.dataViewer", Grantee: "user:a@x", GranteeKind: "member"}
	prod.Access = []warehouse.Grant{reader}
	reader.Container, reader.Grantee = cand.Ref.Container(), "user:intruder@x"
	cand.Access = []warehouse.Grant{reader}
	p := s.plan(t)
	var def warehouse.Definition
	var given, taken []string
	eachOp(p, func(op warehouse.Op) {
		switch op := op.(type) {
		case warehouse.CopyTable:
			if op.To == prod.Ref {
				def = op.Definition
			}
		case warehouse.GrantAccess:
			given = append(given, op.Grant.String())
		case warehouse.RevokeAccess:
			taken = append(taken, op.Grant.String())
		}
	})
	want := warehouse.Definition{Columns: cand.Definition.Columns, Labels: map[string]string{"team": "finance", "tier": "2"}, Comment: "the orders", Expires: expires}
	if d := cmp.Diff(want, def); d != "" {
		t.Errorf("definition (-want +got):\n%s", d)
	}
	const on = "roles/bigquery.dataViewer on table prj.mart.orders for member "
	if d := cmp.Diff([][]string{{on + "user:a@x"}, {on + "user:intruder@x"}}, [][]string{given, taken}); d != "" {
		t.Errorf("grants (-want +got):\n%s", d)
	}
	step, _ := p.Step("publish")
	i := slices.IndexFunc(step.Verify, func(c plan.Check) bool { return c.Kind == plan.CheckCarries })
	if i < 0 {
		t.Fatal("nothing asks for what the table carries")
	}
	carries := []string{"label team=finance", "label tier=2", `description "the orders"`, on + "user:a@x"}
	if d := cmp.Diff(carries, step.Verify[i].Carries); d != "" {
		t.Errorf("carries (-want +got):\n%s", d)
	}
}
