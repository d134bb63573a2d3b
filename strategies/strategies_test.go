package strategies_test

import (
	"encoding/json"
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

var now = time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC)

// dialect is that of a warehouse which ignores case, as DuckDB does.
func dialect() warehouse.Dialect {
	return warehouse.Dialect{Name: "test", Quote: '"', Fold: func(s string) string { return s }, EqualNames: strings.EqualFold, DollarQuotes: true}
}

// scene is a request and a look that a test bends before it plans.
type scene struct {
	req     strategies.Request
	objects []warehouse.Object
	inv     warehouse.Inventory
}

type spec struct {
	name, materialized, resource string
	tags, parents                []string
}

func newScene(t *testing.T, specs ...spec) *scene {
	t.Helper()
	s := &scene{req: strategies.Request{
		Release: "r1", Tool: "test", Now: now, Strategy: strategies.WAC,
		From:   strategies.Side{Environment: "staging", Target: "staging", Database: "wh", DBTDatabase: "wh", Manifest: manifestOf(t, "staging_mart", specs)},
		To:     strategies.Side{Environment: "prod", Target: "prod", Database: "wh", DBTDatabase: "wh", Manifest: manifestOf(t, "mart", specs)},
		Select: []string{"tag:mart"}, State: warehouse.Container{Database: "wh", Schema: "cutover"}, KeepReleases: 5, Reseed: true,
		Limits:       strategies.Limits{MinRows: 1, MaxDropPercent: 30, BlockDropped: true, BlockRetyped: true},
		Capabilities: warehouse.Capabilities{Dialect: dialect(), Transactional: true, OneMoment: "one transaction"},
		Render: func(op warehouse.Op) ([]warehouse.Statement, error) {
			return []warehouse.Statement{{Text: op.OpName()}}, nil
		},
	}}
	rr := &manifest.RunResults{InvocationID: "inv", GeneratedAt: now.Add(-time.Minute), Args: manifest.RunArgs{Which: "build"}}
	for _, sp := range specs {
		id := sp.id()
		s.req.Selected = append(s.req.Selected, id)
		rr.Results = append(rr.Results, manifest.Result{UniqueID: id, Status: manifest.StatusSuccess})
		if sp.materialized != "ephemeral" {
			s.add("staging_mart", sp.name, 100)
			s.add("mart", sp.name, 100)
		}
	}
	slices.Sort(s.req.Selected)
	s.req.Artifacts.Results = rr
	return s
}

func (sp spec) id() string {
	if sp.resource == "" {
		return "model.shop." + sp.name
	}
	return sp.resource + ".shop." + sp.name
}

func manifestOf(t *testing.T, schema string, specs []spec) *manifest.Manifest {
	t.Helper()
	nodes := map[string]any{}
	for _, sp := range specs {
		resource := sp.resource
		if resource == "" {
			resource = "model"
		}
		nodes[sp.id()] = map[string]any{
			"unique_id": sp.id(), "resource_type": resource, "package_name": "shop", "name": sp.name, "alias": sp.name,
			"fqn": []string{"shop", sp.name}, "tags": sp.tags, "database": "wh", "schema": schema,
			"config":     map[string]any{"materialized": sp.materialized, "enabled": true},
			"depends_on": map[string]any{"nodes": sp.parents},
		}
	}
	text, err := json.Marshal(map[string]any{
		"metadata": map[string]any{"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json", "invocation_id": "inv", "project_name": "shop", "adapter_type": "duckdb"},
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

// add puts a table with the columns id and v into the look.
func (s *scene) add(schema, name string, rows int64) *warehouse.Object {
	s.objects = append(s.objects, warehouse.Object{
		Ref: warehouse.Ref{Database: "wh", Schema: schema, Name: name}, Kind: warehouse.KindTable, Rows: rows, Bytes: -1,
		Identity: warehouse.Identity{Token: fmt.Sprintf("%s.%s@1", schema, name)},
		Definition: warehouse.Definition{
			SQL:     fmt.Sprintf("CREATE TABLE %s.%s(id INTEGER, v VARCHAR);", schema, name),
			Columns: []warehouse.Column{{Name: "id", Type: "INTEGER"}, {Name: "v", Type: "VARCHAR"}},
		},
	})
	return &s.objects[len(s.objects)-1]
}

func (s *scene) object(schema, name string) *warehouse.Object {
	for i := range s.objects {
		if s.objects[i].Ref.Schema == schema && s.objects[i].Ref.Name == name {
			return &s.objects[i]
		}
	}
	return nil
}

func (s *scene) drop(schema, name string) {
	s.objects = slices.DeleteFunc(s.objects, func(o warehouse.Object) bool { return o.Ref.Schema == schema && o.Ref.Name == name })
}

// view makes an object of the look a view with the given text.
func (s *scene) view(schema, name, sql string) {
	o := s.object(schema, name)
	o.Kind, o.Rows, o.Definition.SQL = warehouse.KindView, -1, sql
}

func (s *scene) plan(t *testing.T) *plan.Plan {
	t.Helper()
	scope, err := strategies.Resolve(s.req)
	if err != nil {
		t.Fatal(err)
	}
	s.inv = warehouse.Inventory{Now: now, Dialect: dialect(), Objects: s.objects}
	for _, c := range scope.Look().Containers {
		s.inv.Containers = append(s.inv.Containers, warehouse.ContainerState{Container: c, Exists: true, Identity: warehouse.Identity{ID: "id of " + c.Database}})
	}
	p, err := strategies.Build(s.req, scope, s.inv)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// refusals gives "code relation" of every refusal, sorted.
func refusals(p *plan.Plan) []string {
	out := []string{}
	for _, a := range p.Refusals() {
		out = append(out, strings.TrimSpace(a.Code+" "+a.Relation))
	}
	slices.Sort(out)
	return out
}

func mart(name string) spec { return spec{name: name, materialized: "table", tags: []string{"mart"}} }

func TestGuards(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		specs []spec
		bend  func(*scene)
		want  []string
	}{
		{"all is well", []spec{mart("a")}, func(*scene) {}, nil},
		{"all refusals at once", []spec{mart("a"), mart("b"), mart("c")}, func(s *scene) {
			s.drop("staging_mart", "a")
			s.object("staging_mart", "b").Rows = 0
			s.object("staging_mart", "c").Rows = 10
		}, []string{"rows-dropped mart.b", "rows-dropped mart.c", "source-empty mart.b", "source-missing mart.a"}},
		{"a drop within the limit", []spec{mart("a")}, func(s *scene) { s.object("staging_mart", "a").Rows = 70 }, nil},
		{"a drop beyond the limit", []spec{mart("a")}, func(s *scene) { s.object("staging_mart", "a").Rows = 69 }, []string{"rows-dropped mart.a"}},
		{"production was empty", []spec{mart("a")}, func(s *scene) { s.object("mart", "a").Rows = 0 }, nil},
		{"new in production", []spec{mart("a")}, func(s *scene) { s.drop("mart", "a") }, nil},
		{"column dropped and retyped", []spec{mart("a")}, func(s *scene) {
			s.object("staging_mart", "a").Definition.Columns = []warehouse.Column{{Name: "ID", Type: "BIGINT"}}
		}, []string{"column-dropped mart.a", "column-retyped mart.a"}},
		{"column added is fine", []spec{mart("a")}, func(s *scene) {
			o := s.object("staging_mart", "a")
			o.Definition.Columns = append(o.Definition.Columns, warehouse.Column{Name: "new", Type: "DATE"})
		}, nil},
		{"column added is blocked", []spec{mart("a")}, func(s *scene) {
			s.req.Limits.BlockAdded = true
			o := s.object("staging_mart", "a")
			o.Definition.Columns = append(o.Definition.Columns, warehouse.Column{Name: "new", Type: "DATE"})
		}, []string{"column-added mart.a"}},
		{"source is target", []spec{mart("a")}, func(s *scene) { s.req.To.Manifest = s.req.From.Manifest }, []string{"source-is-target staging_mart.a"}},
		{"case does not hide that source is target", []spec{mart("a")}, func(s *scene) {
			s.req.Mapping = strategies.Mapping{By: "schema", Map: map[string]string{"staging_mart": "STAGING_MART"}}
		}, []string{"source-is-target STAGING_MART.a"}},
		{"two nodes on one relation", []spec{mart("a"), mart("A")}, func(*scene) {}, []string{"relation-collision mart.A", "relation-collision mart.a"}},
		{"no manifest of production", []spec{mart("a")}, func(s *scene) { s.req.To.Manifest = nil }, []string{"target-unknown a"}},
		{"only an ephemeral model", []spec{{name: "e", materialized: "ephemeral", tags: []string{"mart"}}}, func(*scene) {}, []string{"empty-selection"}},
		{"a foreign key from outside", []spec{mart("a")}, func(s *scene) {
			s.object("mart", "a").ReferencedBy = []warehouse.Ref{{Database: "wh", Schema: "mart", Name: "child"}}
		}, []string{"foreign-key mart.a"}},
		{"what cannot be copied", []spec{mart("a")}, func(s *scene) { s.object("staging_mart", "a").Unsupported = "because" }, []string{"kind-unsupported mart.a"}},
		{"allowed by name", []spec{mart("a"), mart("b")}, func(s *scene) {
			s.object("staging_mart", "a").Rows, s.object("staging_mart", "b").Rows = 10, 10
			s.req.Allow = []string{"rows-dropped:mart.a"}
		}, []string{"rows-dropped mart.b"}},
		{"what no flag allows", []spec{mart("a")}, func(s *scene) {
			s.drop("staging_mart", "a")
			s.req.Allow = []string{"source-missing"}
		}, []string{"source-missing mart.a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, c.specs...)
			c.bend(s)
			p := s.plan(t)
			if c.name == "two nodes on one relation" {
				if got := refusals(p); len(got) != 1 || !strings.HasPrefix(got[0], "relation-collision") {
					t.Errorf("got %q", got)
				}
				return
			}
			if d := cmp.Diff(append([]string{}, c.want...), refusals(p)); d != "" {
				t.Error(d)
			}
			if refused := len(c.want) > 0; refused != (p.Phases == nil) {
				t.Errorf("refused = %v, yet the plan has %d phases", refused, len(p.Phases))
			}
		})
	}
}

func TestGate(t *testing.T) {
	t.Parallel()
	test := spec{name: "not_null_a", resource: "test", materialized: "test", parents: []string{"model.shop.a"}}
	result := func(s *scene, id string, status manifest.Status) {
		rr := s.req.Artifacts.Results
		rr.Results = slices.DeleteFunc(rr.Results, func(r manifest.Result) bool { return r.UniqueID == id })
		if status != "" {
			rr.Results = append(rr.Results, manifest.Result{UniqueID: id, Status: status})
		}
	}
	for _, c := range []struct {
		name string
		bend func(*scene)
		want []string
	}{
		{"passed", func(*scene) {}, nil},
		{"no results", func(s *scene) { s.req.Artifacts.Results = nil }, []string{"audit-missing"}},
		{"docs generate", func(s *scene) { s.req.Artifacts.Results.Args.Which = "generate" }, []string{"audit-command"}},
		{"compile", func(s *scene) { s.req.Artifacts.Results.Args.Which = "compile" }, []string{"audit-command"}},
		{"an unknown command", func(s *scene) { s.req.Artifacts.Results.Args.Which = "" }, []string{"audit-command"}},
		{"--empty", func(s *scene) { s.req.Artifacts.Results.Args.Empty = true }, []string{"audit-empty-run"}},
		{"--sample", func(s *scene) { s.req.Artifacts.Results.Args.Sample = "3 days" }, []string{"audit-empty-run"}},
		{"--defer", func(s *scene) { s.req.Artifacts.Results.Args.Defer = true }, []string{"audit-empty-run"}},
		{"another invocation", func(s *scene) { s.req.Artifacts.Results.InvocationID = "other" }, []string{"audit-other-invocation"}},
		{"too old", func(s *scene) { s.req.Limits.MaxAge = time.Second }, []string{"audit-too-old"}},
		{"no time", func(s *scene) {
			s.req.Limits.MaxAge = time.Hour
			s.req.Artifacts.Results.GeneratedAt = time.Time{}
		}, []string{"audit-too-old"}},
		{"test failed", func(s *scene) { result(s, test.id(), manifest.StatusFail) }, []string{"audit-test-failed mart.a"}},
		{"test errored", func(s *scene) { result(s, test.id(), manifest.StatusError) }, []string{"audit-test-failed mart.a"}},
		{"status of the future", func(s *scene) { result(s, test.id(), "splendid") }, []string{"audit-test-failed mart.a"}},
		{"test warned", func(s *scene) { result(s, test.id(), manifest.StatusWarn) }, nil},
		{"test warned, blocked", func(s *scene) {
			s.req.Limits.BlockWarn = true
			result(s, test.id(), manifest.StatusWarn)
		}, []string{"audit-test-warned mart.a"}},
		{"test skipped", func(s *scene) { result(s, test.id(), manifest.StatusSkipped) }, []string{"audit-test-not-run mart.a"}},
		{"test not run", func(s *scene) { result(s, test.id(), "") }, []string{"audit-test-not-run mart.a"}},
		{"model not built", func(s *scene) { result(s, "model.shop.a", "") }, []string{"audit-not-built mart.a"}},
		{"model skipped", func(s *scene) { result(s, "model.shop.a", manifest.StatusSkipped) }, []string{"audit-not-built mart.a"}},
		{"model failed", func(s *scene) { result(s, "model.shop.a", manifest.StatusError) }, []string{"audit-failed mart.a"}},
		{"model in part", func(s *scene) { result(s, "model.shop.a", manifest.StatusPartialSuccess) }, []string{"audit-failed mart.a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newScene(t, mart("a"), test)
			s.req.Artifacts.Results.Results = []manifest.Result{{UniqueID: "model.shop.a", Status: manifest.StatusSuccess}, {UniqueID: test.id(), Status: manifest.StatusPass}}
			c.bend(s)
			p := s.plan(t)
			if d := cmp.Diff(append([]string{}, c.want...), refusals(p)); d != "" {
				t.Error(d)
			}
			for _, a := range p.Refusals() {
				if !a.Audit {
					t.Errorf("%s does not count as audit", a.Code)
				}
			}
		})
	}
}

func TestViews(t *testing.T) {
	t.Parallel()
	view := func(name string, parents ...string) spec {
		return spec{name: name, materialized: "view", tags: []string{"mart"}, parents: parents}
	}
	t.Run("retargeted in order", func(t *testing.T) {
		t.Parallel()
		s := newScene(t, view("a_top", "model.shop.z_mid"), view("z_mid", "model.shop.base"), mart("base"))
		s.view("staging_mart", "a_top", `CREATE VIEW staging_mart.a_top AS SELECT 'staging_mart.base' AS t, z.id FROM "wh"."staging_mart"."z_mid" AS z;`)
		s.view("staging_mart", "z_mid", `CREATE VIEW staging_mart.z_mid AS SELECT * FROM wh.staging_mart.base;`)
		p := s.plan(t)
		if got := refusals(p); len(got) > 0 {
			t.Fatal(got)
		}
		var views []string
		step, _ := p.Step("publish")
		for _, op := range step.Action.Op.Op.(warehouse.Atomic).Ops {
			if v, ok := op.(warehouse.CreateView); ok {
				views = append(views, v.View.Name+": "+v.Definition.SQL)
			}
		}
		if len(views) != 2 || !strings.HasPrefix(views[0], "z_mid") {
			t.Fatalf("views come in the wrong order: %q", views)
		}
		for _, v := range views {
			if strings.Contains(v, `FROM wh.staging_mart`) || strings.Contains(v, `FROM "wh"."staging_mart"`) {
				t.Errorf("still reads staging: %s", v)
			}
		}
		if !strings.Contains(views[1], `'staging_mart.base'`) {
			t.Errorf("a string literal was changed: %s", views[1])
		}
	})
	t.Run("would read staging", func(t *testing.T) {
		t.Parallel()
		s := newScene(t, view("v"), mart("base"))
		s.view("staging_mart", "v", `CREATE VIEW staging_mart.v AS SELECT * FROM wh.staging_mart.by_hand;`)
		if d := cmp.Diff([]string{"view-reads-candidate mart.v"}, refusals(s.plan(t))); d != "" {
			t.Error(d)
		}
	})
	t.Run("reads what production lacks", func(t *testing.T) {
		t.Parallel()
		s := newScene(t, view("v", "model.shop.base"), mart("base"))
		s.req.Selected = []string{"model.shop.v"}
		s.drop("mart", "base")
		s.view("staging_mart", "v", `CREATE VIEW staging_mart.v AS SELECT * FROM wh.staging_mart.base;`)
		if d := cmp.Diff([]string{"view-reads-missing mart.v"}, refusals(s.plan(t))); d != "" {
			t.Error(d)
		}
	})
	t.Run("unselected but in production", func(t *testing.T) {
		t.Parallel()
		s := newScene(t, view("v", "model.shop.base"), mart("base"))
		s.req.Selected = []string{"model.shop.v"}
		s.view("staging_mart", "v", `CREATE VIEW staging_mart.v AS SELECT * FROM wh.staging_mart.base;`)
		p := s.plan(t)
		if got := refusals(p); len(got) > 0 {
			t.Fatal(got)
		}
	})
}

func TestRouteByTag(t *testing.T) {
	t.Parallel()
	s := newScene(t, mart("a"), spec{name: "u", materialized: "table", tags: []string{"utils"}}, spec{name: "both", materialized: "table", tags: []string{"mart", "utils"}})
	s.req.Mapping = strategies.Mapping{By: "tag", Tags: []string{"mart", "utils"}, Map: map[string]string{"mart": "mart", "utils": "shared"}}
	scope, err := strategies.Resolve(s.req)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, p := range scope.Pairs {
		got[p.Node.Name] = p.Target.Short()
	}
	if d := cmp.Diff(map[string]string{"a": "mart.a", "u": "shared.u"}, got); d != "" {
		t.Error(d)
	}
	if len(scope.Answers) != 1 || scope.Answers[0].Code != strategies.TargetUnknown || !strings.Contains(scope.Answers[0].Message, "both") {
		t.Errorf("a node with two routed tags must be refused by name: %+v", scope.Answers)
	}
}

// TestSameInputSamePlan: planning is pure.
func TestSameInputSamePlan(t *testing.T) {
	t.Parallel()
	make := func() string {
		s := newScene(t, mart("c"), mart("a"), mart("b"), spec{name: "e", materialized: "ephemeral", tags: []string{"mart"}})
		return s.plan(t).Fingerprint
	}
	first := make()
	for range 20 {
		if make() != first {
			t.Fatal("the same input gave two plans")
		}
	}
}
