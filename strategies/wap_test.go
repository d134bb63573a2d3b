package strategies_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/plan"
)

// wapScene is a release of mart.a, which reads stg in production, not yet built.
func wapScene(t *testing.T) *scene {
	t.Helper()
	s := newScene(t,
		spec{name: "a", materialized: "table", tags: []string{"mart"}, parents: []string{"model.shop.e"}},
		spec{name: "e", materialized: "ephemeral", parents: []string{"model.shop.stg"}},
		spec{name: "stg", materialized: "table"})
	s.req.Strategy, s.req.Selected = strategies.WAP, []string{"model.shop.a"}
	s.req.Limits.RowsTolerance = 1
	s.req.Build = plan.DBT{Command: "build", Target: "staging", Select: []string{"+tag:mart"}}
	s.req.Rebuild = plan.DBT{Target: "prod", Environment: "prod"}
	return s
}

// edit changes production's manifest, node by node.
func (s *scene) edit(t *testing.T, specs []spec, change func(id string, node map[string]any)) *manifest.Manifest {
	t.Helper()
	nodes := map[string]any{}
	for _, sp := range specs {
		node := map[string]any{
			"unique_id": sp.id(), "resource_type": "model", "package_name": "shop", "name": sp.name, "alias": sp.name,
			"fqn": []string{"shop", sp.name}, "tags": sp.tags, "database": "wh", "schema": "mart", "language": "sql",
			"config":     map[string]any{"materialized": sp.materialized, "enabled": true},
			"depends_on": map[string]any{"nodes": sp.parents}, "original_file_path": "models/" + sp.name + ".sql",
		}
		change(sp.id(), node)
		nodes[sp.id()] = node
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

func wapSpecs() []spec {
	return []spec{
		{name: "a", materialized: "table", tags: []string{"mart"}, parents: []string{"model.shop.e"}},
		{name: "e", materialized: "ephemeral", parents: []string{"model.shop.stg"}},
		{name: "stg", materialized: "table"},
	}
}

func TestWAPReads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		bend   func(*testing.T, *scene)
		want   []string
		noted  string
		phases int
	}{
		{"production's own", func(*testing.T, *scene) {}, nil, "reads mart.stg of prod as it is there, not audited", 2},
		{"nothing that is not rebuilt", func(_ *testing.T, s *scene) {
			s.req.Selected = []string{"model.shop.a", "model.shop.stg"}
		}, nil, "", 2},
		{"what is not there", func(_ *testing.T, s *scene) { s.drop("mart", "stg") }, []string{"wap-reads-missing mart.a"}, "", 0},
		{"the candidate's, through ref", func(t *testing.T, s *scene) {
			s.req.To.Manifest = s.edit(t, wapSpecs(), func(id string, n map[string]any) {
				if id == "model.shop.stg" {
					n["schema"], n["alias"] = "staging_mart", "a"
				}
			})
		}, []string{"wap-reads-candidate mart.a"}, "", 0},
		{"another relation of the candidate's schema", func(t *testing.T, s *scene) {
			s.add("staging_mart", "handmade", 1)
			s.req.To.Manifest = s.edit(t, wapSpecs(), func(id string, n map[string]any) {
				if id == "model.shop.stg" {
					n["schema"], n["alias"] = "STAGING_MART", "handmade"
				}
			})
		}, []string{"wap-reads-candidate mart.a"}, "", 0},
		{"the candidate's, in a schema that both build into", func(t *testing.T, s *scene) {
			s.add("mart", "dev_a", 5)
			s.req.From.Manifest = s.edit(t, wapSpecs(), func(_ string, n map[string]any) { n["alias"] = "dev_" + n["name"].(string) })
			s.req.To.Manifest = s.edit(t, wapSpecs(), func(id string, n map[string]any) {
				if id == "model.shop.stg" {
					n["alias"] = "dev_a"
				}
			})
		}, []string{"wap-reads-candidate mart.a"}, "", 0},
		{"what both sides share", func(t *testing.T, s *scene) {
			shared := func(id string, n map[string]any) {
				if id == "model.shop.stg" {
					n["schema"] = "shared"
				}
			}
			s.add("shared", "stg", 5)
			s.req.To.Manifest = s.edit(t, wapSpecs(), shared)
			s.req.From.Manifest = s.edit(t, wapSpecs(), func(id string, n map[string]any) {
				n["schema"] = "staging_mart"
				shared(id, n)
			})
		}, nil, "reads shared.stg of prod", 2},
		{"the candidate's, in compiled SQL", func(t *testing.T, s *scene) {
			s.req.To.Manifest = s.edit(t, wapSpecs(), func(id string, n map[string]any) {
				if id == "model.shop.a" {
					n["compiled_code"] = `select x.id from "wh"."staging_mart"."stg" x`
				}
			})
		}, []string{"wap-reads-candidate mart.a"}, "reads mart.stg", 0},
		{"an alias that is called like the candidate's schema", func(t *testing.T, s *scene) {
			s.req.To.Manifest = s.edit(t, wapSpecs(), func(id string, n map[string]any) {
				if id == "model.shop.a" {
					n["compiled_code"] = `with staging_mart as (select * from "wh"."mart"."stg") select staging_mart.id from staging_mart`
				}
			})
		}, nil, "reads mart.stg", 2},
		{
			"without a manifest of production", func(_ *testing.T, s *scene) { s.req.To.Manifest = nil },
			[]string{"target-unknown", "target-unknown a"},
			"", 0,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := wapScene(t)
			c.bend(t, s)
			p := s.plan(t)
			if diff := cmp.Diff(c.want, refusals(p), cmp.Transformer("", func(in []string) []string { return append([]string{}, in...) })); diff != "" {
				t.Errorf("refusals (-want +got):\n%s", diff)
			}
			if len(p.Phases) != c.phases {
				t.Errorf("%d phases, want %d", len(p.Phases), c.phases)
			}
			notes := ""
			for _, r := range p.Relations {
				notes += strings.Join(r.Notes, "; ")
			}
			if !strings.Contains(notes, c.noted) || c.noted == "" && strings.Contains(notes, "reads") {
				t.Errorf("notes %q, want %q", notes, c.noted)
			}
		})
	}
}

// TestWAPSelection: dbt's run in production makes the published nodes and
// nothing else, whatever else their names select.
func TestWAPSelection(t *testing.T) {
	t.Parallel()
	folder := func(id string, n map[string]any) {
		if id == "model.shop.stg" { // a model in a folder that is called like the other model
			n["fqn"], n["original_file_path"] = []string{"shop", "a", "stg"}, "models/a.sql/stg.sql"
		}
	}
	for _, c := range []struct {
		name string
		bend func(*testing.T, *scene)
		want plan.DBT
	}{
		{"models", func(*testing.T, *scene) {}, plan.DBT{Command: "run", Select: []string{"fqn:shop.a"}, Nodes: []string{"model.shop.a"}}},
		{
			"a folder of that name", func(t *testing.T, s *scene) { s.req.To.Manifest = s.edit(t, wapSpecs(), folder) },
			plan.DBT{Command: "run", Select: []string{"fqn:shop.a"}, Exclude: []string{"fqn:shop.a.stg"}, Nodes: []string{"model.shop.a"}},
		},
		{
			"arguments", func(_ *testing.T, s *scene) {
				s.req.Rebuild.Args, s.req.Rebuild.FullRefresh = []string{"--fail-fast"}, true
			},
			plan.DBT{Command: "run", Select: []string{"fqn:shop.a"}, Nodes: []string{"model.shop.a"}, Args: []string{"--fail-fast"}, FullRefresh: true},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := wapScene(t)
			c.bend(t, s)
			p := s.plan(t)
			step, ok := p.Step("rebuild")
			if !ok {
				t.Fatalf("no step: %v", p.Refusals())
			}
			c.want.Target, c.want.Environment = "prod", "prod"
			if diff := cmp.Diff(c.want, *step.Action.DBT); diff != "" {
				t.Errorf("dbt (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWAPSeeds: dbt run makes neither seeds nor snapshots, so dbt build does it
// without tests.
func TestWAPSeeds(t *testing.T) {
	t.Parallel()
	s := newScene(t, mart("a"), spec{name: "s", materialized: "seed", resource: "seed", tags: []string{"mart"}})
	s.req.Strategy = strategies.WAP
	step, ok := s.plan(t).Step("rebuild")
	if !ok {
		t.Fatal("no step")
	}
	run := step.Action.DBT
	if run.Command != "build" || !slices.Equal(run.Args, []string{"--resource-type", "model", "--resource-type", "seed"}) {
		t.Errorf("dbt %s %v", run.Command, run.Args)
	}
}

// TestWAPComplete fills in what only the audit can tell, and asks the gate and
// the guards.
func TestWAPComplete(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		bend func(*scene)
		want []string
	}{
		{"all is well", func(*scene) {}, nil},
		{"an audit that failed", func(s *scene) { s.req.Artifacts.Results.Results[0].Status = manifest.StatusError }, []string{"audit-failed mart.a"}},
		{"rows that dropped", func(s *scene) { s.object("staging_mart", "a").Rows = 10 }, []string{"rows-dropped mart.a"}},
		{"production moved", func(s *scene) { s.object("mart", "a").Identity.Token = "other" }, []string{"moved-since mart.a"}},
		{"an upstream that went away", func(s *scene) { s.drop("mart", "stg") }, []string{"wap-reads-missing mart.a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := wapScene(t)
			p := s.plan(t)
			c.bend(s)
			scope, err := strategies.Resolve(s.req)
			if err != nil {
				t.Fatal(err)
			}
			s.inv.Objects = s.objects
			done, err := strategies.Complete(s.req, scope, p, 1, s.inv)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(append([]string{}, c.want...), refusals(done)); diff != "" {
				t.Fatalf("refusals (-want +got):\n%s", diff)
			}
			if c.want == nil {
				wantRebuild(t, done)
			}
		})
	}
}

func wantRebuild(t *testing.T, p *plan.Plan) {
	t.Helper()
	a := warehouse.Ref{Database: "wh", Schema: "mart", Name: "a"}
	keep, _ := p.Step("keep")
	rebuild, _ := p.Step("rebuild")
	if keep.Production || !rebuild.Production || !slices.Equal(rebuild.Needs, []string{"keep"}) {
		t.Errorf("keep %+v\nrebuild %+v", keep, rebuild)
	}
	want := []plan.Check{{Kind: plan.CheckRows, Ref: &a, Rows: 100, Tolerance: 1}}
	if diff := cmp.Diff(want, rebuild.Verify); diff != "" {
		t.Errorf("verify (-want +got):\n%s", diff)
	}
	before := []plan.Expectation{{Ref: &a, Identity: warehouse.Identity{Token: "mart.a@1"}}}
	if diff := cmp.Diff(before, rebuild.Expect); diff != "" {
		t.Errorf("expect (-want +got):\n%s", diff)
	}
	if len(p.Relations) != 1 || p.Relations[0].Keep.Schema != "cutover_r1__mart" {
		t.Errorf("kept in %v", p.Relations)
	}
	atomic, ok := keep.Action.Op.Op.(warehouse.Atomic)
	if !ok || len(atomic.Ops) != 3 {
		t.Errorf("keeps by %+v", keep.Action.Op.Op)
	}
}

// TestWAPOnServer: where there is no transaction the copies are made side by
// side and simply made again after a crash.
func TestWAPOnServer(t *testing.T) {
	t.Parallel()
	s := wapScene(t)
	s.req.Capabilities.Transactional, s.req.Capabilities.SchemaSwap = false, true
	p := s.plan(t)
	keep, ok := p.Step("keep")
	if !ok {
		t.Fatalf("refused: %v", p.Refusals())
	}
	if _, sequence := keep.Action.Op.Op.(warehouse.Sequence); !sequence || keep.RestartFrom != "keep" {
		t.Errorf("keeps by %T, restarts from %q", keep.Action.Op.Op, keep.RestartFrom)
	}
	if p.Atomicity.OneMoment {
		t.Error("promises one moment")
	}
}
