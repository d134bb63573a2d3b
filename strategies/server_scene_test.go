package strategies_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
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

var update = flag.Bool("update", false, "write the golden plans anew")

func snowflakeDialect() warehouse.Dialect {
	return warehouse.Dialect{
		Name: "snowflake", Quote: '"', Fold: strings.ToUpper, EqualNames: func(a, b string) bool { return a == b },
		DollarQuotes: true, BackslashEscapes: true, SlashComments: true,
	}
}

// server is a request for a swap on a server and the look that it meets: dbt
// built orders, customers and the view report, which reads both, on both sides.
type server struct {
	req strategies.Request
	inv warehouse.Inventory
}

type built struct{ name, materialized string }

func shop() []built {
	return []built{{"ORDERS", "table"}, {"CUSTOMERS", "incremental"}, {"REPORT", "view"}, {"TOTALS", "view"}}
}

// newServer puts production and the candidate into two databases.
func newServer(t *testing.T, models ...built) *server {
	t.Helper()
	if models == nil {
		models = shop()
	}
	s := &server{req: strategies.Request{
		Release: "ab12cd", Tool: "test", Now: now, Strategy: strategies.Swap,
		From:  strategies.Side{Environment: "staging", Target: "staging", Database: "STAGE", DBTDatabase: "STAGE", Manifest: serverManifest(t, "STAGE", "MART", models)},
		To:    strategies.Side{Environment: "prod", Target: "prod", Database: "PROD", DBTDatabase: "PROD", Manifest: serverManifest(t, "PROD", "MART", models)},
		State: warehouse.Container{Database: "PROD__CUTOVER", Schema: "CUTOVER"}, KeepReleases: 5, Reseed: true,
		Limits:       strategies.Limits{MinRows: 1, MaxDropPercent: 30, BlockDropped: true},
		Capabilities: warehouse.Capabilities{Dialect: snowflakeDialect(), SchemaSwap: true, Scripted: true, MaxParallel: 8, Role: "CUTOVER_ROLE"},
		Render: func(op warehouse.Op) ([]warehouse.Statement, error) {
			return []warehouse.Statement{{Text: op.OpName()}}, nil
		},
	}}
	rr := &manifest.RunResults{InvocationID: "inv", GeneratedAt: now.Add(-time.Minute), Args: manifest.RunArgs{Which: "build", FullRefresh: true}}
	for _, m := range models {
		rr.Results = append(rr.Results, manifest.Result{UniqueID: "model.shop." + m.name, Status: manifest.StatusSuccess})
	}
	s.req.Artifacts.Results = rr
	s.inv = warehouse.Inventory{Now: now, Dialect: snowflakeDialect()}
	for _, db := range []string{"PROD", "STAGE"} {
		s.container(warehouse.Container{Database: db})
		s.container(warehouse.Container{Database: db, Schema: "MART"})
		for _, m := range models {
			s.relation(db, "MART", m)
		}
	}
	return s
}

// asSchemas puts both sides into one database.
func (s *server) asSchemas(t *testing.T) {
	s.req.From = strategies.Side{Environment: "staging", Target: "staging", Database: "WH", Schema: "STAGE_MART", DBTDatabase: "WH", Manifest: serverManifest(t, "WH", "STAGE_MART", shop())}
	s.req.To = strategies.Side{Environment: "prod", Target: "prod", Database: "WH", Schema: "MART", DBTDatabase: "WH", Manifest: serverManifest(t, "WH", "MART", shop())}
	s.req.State = warehouse.Container{Database: "WH", Schema: "CUTOVER"}
	s.inv.Objects, s.inv.Containers = nil, nil
	s.container(warehouse.Container{Database: "WH"})
	for _, schema := range []string{"MART", "STAGE_MART"} {
		s.container(warehouse.Container{Database: "WH", Schema: schema})
		for _, m := range shop() {
			s.relation("WH", schema, m)
		}
	}
}

func (s *server) container(c warehouse.Container) *warehouse.ContainerState {
	s.inv.Containers = append(s.inv.Containers, warehouse.ContainerState{
		Container: c, Exists: true, Owner: "CUTOVER_ROLE", RetentionDays: 7, Identity: warehouse.Identity{ID: "made " + c.String()},
	})
	return &s.inv.Containers[len(s.inv.Containers)-1]
}

func (s *server) state(c warehouse.Container) *warehouse.ContainerState {
	for i := range s.inv.Containers {
		if s.inv.Containers[i].Container == c {
			return &s.inv.Containers[i]
		}
	}
	return nil
}

func (s *server) relation(db, schema string, m built) {
	ref := warehouse.Ref{Database: db, Schema: schema, Name: m.name}
	o := warehouse.Object{
		Ref: ref, Kind: warehouse.KindTable, Rows: 100, Bytes: 1000, Owner: "CUTOVER_ROLE",
		Identity:   warehouse.Identity{ID: "made " + ref.String(), Token: ref.String() + "@1"},
		Definition: warehouse.Definition{SQL: "CREATE TABLE x(ID NUMBER, V VARCHAR)", Columns: []warehouse.Column{{Name: "ID", Type: "NUMBER"}, {Name: "V", Type: "VARCHAR"}}},
	}
	reads := map[string]string{
		"REPORT": fmt.Sprintf("create view %[1]s.%[2]s.report as select o.id, c.v from %[1]s.%[2]s.orders o join %[1]s.%[2]s.customers c on o.id = c.id", db, schema),
		"TOTALS": fmt.Sprintf("create view %[1]s.%[2]s.totals as select r.id, r.v from %[1]s.%[2]s.report as r", db, schema),
	}
	if m.materialized == "view" {
		o.Kind, o.Rows, o.Bytes, o.Definition.SQL = warehouse.KindView, -1, -1, reads[m.name]
	}
	s.inv.Objects = append(s.inv.Objects, o)
}

func (s *server) object(ref string) *warehouse.Object {
	for i := range s.inv.Objects {
		if s.inv.Objects[i].Ref.String() == ref {
			return &s.inv.Objects[i]
		}
	}
	return nil
}

func (s *server) drop(ref string) {
	s.inv.Objects = slices.DeleteFunc(s.inv.Objects, func(o warehouse.Object) bool { return o.Ref.String() == ref })
}

// serverManifest is what dbt would have written; edges are pairs of a model and
// one that it is built from.
func serverManifest(t *testing.T, database, schema string, models []built, edges ...[2]string) *manifest.Manifest {
	t.Helper()
	nodes := map[string]any{}
	for _, m := range models {
		id := "model.shop." + m.name
		var parents []string
		for _, e := range edges {
			if e[0] == m.name {
				parents = append(parents, "model.shop."+e[1])
			}
		}
		nodes[id] = map[string]any{
			"unique_id": id, "resource_type": "model", "package_name": "shop", "name": m.name, "alias": m.name, "fqn": []string{"shop", m.name},
			"database": database, "schema": schema, "relation_name": strings.ToLower(database + "." + schema + "." + m.name),
			"config": map[string]any{"materialized": m.materialized, "enabled": true}, "depends_on": map[string]any{"nodes": parents},
		}
	}
	text, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "invocation_id": "inv", "project_name": "shop", "adapter_type": "snowflake"},
		"nodes":    nodes, "sources": map[string]any{}, "disabled": map[string]any{},
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := manifest.Read("manifest.json", text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (s *server) plan(t *testing.T) *plan.Plan {
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

// transcript writes a plan so that a person can read what changed in it.
func transcript(t *testing.T, p *plan.Plan) string {
	t.Helper()
	var out strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	for _, a := range p.Guards {
		if a.Refused || a.Allowed != "" {
			say("refused %s %s: %s [%s] %s", a.Code, a.Relation, a.Message, a.Hint, a.Allowed)
		}
	}
	for _, d := range p.Dependents {
		say("dependent %s %s: %s, %s", d.Kind, d.Name, d.Effect, d.Why)
	}
	for _, r := range p.Relations {
		say("relation %s %s -> %s keep %s %v", r.Action, r.Source, r.Target, r.Keep, r.Notes)
	}
	for _, s := range p.Steps() {
		say("\nstep %q: %s\n  needs %q restart %q production %v", s.ID, s.Title, s.Needs, s.RestartFrom, s.Production)
		if s.Action.Op != nil {
			sayOp(t, &out, "  ", s.Action.Op.Op)
		}
		for _, x := range s.Expect {
			say("  expect %s", oneLine(t, x))
		}
		for _, c := range s.Verify {
			say("  verify %s", oneLine(t, c))
		}
		say("  undo %s", oneLine(t, s.Undo))
	}
	say("\natomicity: %v, %s\nundo: %v, %s", p.Atomicity.OneMoment, p.Atomicity.How, p.UndoBy.Possible, p.UndoBy.How)
	return out.String()
}

func sayOp(t *testing.T, out *strings.Builder, indent string, op warehouse.Op) {
	var members []warehouse.Op
	switch op := op.(type) {
	case warehouse.Batch:
		members = op.Ops
	case warehouse.Sequence:
		members = op.Ops
	case warehouse.CreateView: // its columns say nothing here
		op.Definition.Columns = nil
		fmt.Fprintf(out, "%s%s\n", indent, oneLine(t, plan.Of(op)))
		return
	default:
		fmt.Fprintf(out, "%s%s\n", indent, oneLine(t, plan.Of(op)))
		return
	}
	fmt.Fprintf(out, "%s%s\n", indent, op.OpName())
	for _, m := range members {
		sayOp(t, out, indent+"  ", m)
	}
}

func oneLine[T any](t *testing.T, v T) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// golden compares a plan with the one that was read and found right.
func golden(t *testing.T, name string, p *plan.Plan) {
	t.Helper()
	if _, err := plan.Encode(p); err != nil {
		t.Fatal(err)
	}
	got, path := transcript(t, p), filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
