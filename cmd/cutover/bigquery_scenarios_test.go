//go:build cgo && unix

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest"
	model "cutover/sql/bigquery/bigquerytest/catalog"
)

// TestBigQueryPolicies is the incident in which a row policy fell off: production's
// dim_customer carries everything that a table can carry, the candidate's nothing.
func TestBigQueryPolicies(t *testing.T) {
	runCases(t, []snowCase{
		{"refused", policiesRefused},
		{"preserved/copies take policies", func(t *testing.T) { policiesPreserved(t, model.Rules{}) }},
		{"preserved/copies take none", func(t *testing.T) { policiesPreserved(t, model.Rules{CloneLeavesRowPolicies: true}) }},
		{"failure at table 7/resume", func(t *testing.T) { policiesFailure(t, "resume") }},
		{"failure at table 7/abort", func(t *testing.T) { policiesFailure(t, "abort") }},
	})
}

// customers is the table that is protected.
const customers = "dim_customer"

// policyWorld is a project with 12 tables, of which one is protected and read by
// an authorised view.
func policyWorld(t *testing.T) *bigWorld {
	t.Helper()
	w := newBigWorld(t).tables(8, 3)
	w.nodes = append(w.nodes[:len(w.nodes)-1], bigNode{name: customers, materialized: "table", tag: bigMart})
	w.begun()
	w.dress(bigMart, customers)
	w.patch(bigMart, customers, "schema", `{"fields": [{"name": "id", "type": "INTEGER", "mode": "REQUIRED"},
		{"name": "v", "type": "STRING", "description": "a name", "policyTags": {"names": ["projects/prj/locations/eu/taxonomies/1/policyTags/2"]}}]}`)
	w.do("CREATE ROW ACCESS POLICY berlin ON "+bigName(bigMart, customers)+" GRANT TO ('"+bigReader+"') FILTER USING (id = 1)",
		"CREATE SCHEMA "+bigName("reports")+" OPTIONS(location='EU')",
		"CREATE VIEW "+bigName("reports", "customers")+" AS SELECT * FROM "+bigName(bigMart, customers))
	_, err := w.engine.PatchDataset(bigProject, bigMart, "", map[string]json.RawMessage{"access": json.RawMessage(`[
		{"role": "WRITER", "specialGroup": "projectWriters"}, {"role": "OWNER", "specialGroup": "projectOwners"},
		{"role": "READER", "groupByEmail": "analysts@example.com"},
		{"view": {"projectId": "prj", "datasetId": "reports", "tableId": "customers"}}]`)})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// policiesRefused: the plan names what would be lost, and nothing is done.
func policiesRefused(t *testing.T) {
	w := policyWorld(t)
	s := w.before(publishLine("wac"))
	plan := w.cutover(3, "wac", "--env", "prod", "--dry-run")
	contains(t, plan.all(), "policy-lost", "mart."+customers, "row access policy berlin", "policy tag projects/prj/locations/eu/taxonomies/1/policyTags/2 on column v")
	w.refused(3, s.line, "policy-lost", "mart."+customers, "row access policy berlin", "prod is unchanged")
	s.same("after the refusal")
}

// openReaders are those who may read a dataset without being its writers.
func (w *bigWorld) openReaders(dataset string) []string {
	d, err := w.engine.Dataset(bigProject, dataset)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, a := range d.Access {
		if a.Role != "WRITER" && a.Role != "OWNER" && a.View == nil && a.Dataset == nil {
			out = append(out, w.text(a))
		}
	}
	return out
}

// exposed lists the copies of dim_customer that somebody could read who is bound
// by its row policy.
func (w *bigWorld) exposed() []string {
	datasets, err := w.engine.Datasets(bigProject)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, d := range datasets {
		dataset := d.DatasetReference.DatasetId
		tables, err := w.engine.Tables(bigProject, dataset)
		if err != nil || dataset == bigStage || dataset == "reports" {
			continue // it was dropped meanwhile; staging holds its rows openly as before; a view there has none
		}
		for _, table := range tables {
			name := table.TableReference.TableId
			if strings.Contains(name, customers) && !w.guarded(dataset, name, table) {
				out = append(out, dataset+"."+name)
			}
		}
	}
	return out
}

// guarded reports whether only its writers may read a table, or its row policy
// and its policy tag are on it.
func (w *bigWorld) guarded(dataset, name string, table *bq.Table) bool {
	policies, err := w.engine.RowPolicies(bigProject, dataset, name)
	tagged := slices.ContainsFunc(table.Schema.Fields, func(f *bq.TableFieldSchema) bool { return f.PolicyTags != nil && len(f.PolicyTags.Names) == 1 })
	if err == nil && len(policies) == 1 && tagged {
		return true
	}
	access, err := w.engine.Policy(bigProject, dataset, name)
	return err == nil && len(access.Bindings) == 0 && dataset != bigMart && len(w.openReaders(dataset)) == 0
}

// watchPolicies fails the test as soon as dim_customer can be read past its
// policies; the answer tells how often it was looked.
func (w *bigWorld) watchPolicies() *atomic.Int64 {
	var looks atomic.Int64
	w.engine.watched(func() {
		looks.Add(1)
		if open := w.exposed(); len(open) > 0 {
			w.t.Errorf("its rows can be read without its policies in %v", open)
		}
	})
	return &looks
}

// policiesPreserved: the rows take their place and everything else stays.
func policiesPreserved(t *testing.T, rules model.Rules) {
	w := policyWorld(t)
	w.engine.SetRules(rules)
	w.configure(", preserve: true")
	s := w.before(publishLine("wac"))
	looks := w.watchPolicies()
	a := w.cutover(0, s.line...)
	contains(t, a.stdout, "rows put in place")
	w.wantHolds("published", "new")
	s.same("published")
	if got := w.rows("reports", "customers"); got != both("new") {
		t.Errorf("the authorised view reads %q", got)
	}
	w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	w.wantHolds("after the undo", "old")
	s.same("after the undo")
	if looks.Load() < 40 {
		t.Errorf("only %d looks", looks.Load())
	}
}

// policiesFailure: the seventh of twelve tables fails.
func policiesFailure(t *testing.T, way string) {
	w := policyWorld(t)
	w.configure(", preserve: true")
	s := w.before(publishLine("wac"))
	w.watchPolicies()
	in := w.server.Inject(bigquerytest.Fault{Kind: bigquerytest.JobAccessDenied, Skip: 6, Match: func(r bigquerytest.Request) bool {
		return bigPlaces(r.SQL) || strings.Contains(r.SQL, "TRUNCATE TABLE "+bigName(bigMart))
	}})
	code, a := w.run(s.line...)
	if in.Hits() != 1 || code != 5 {
		t.Fatalf("exit code %d, want 5\n%s", code, a.all())
	}
	s.judge(code, a)
	contains(t, w.ledger(w.releases()[0]), "publish failed")
	s.settle(code, way)
}

// releases are the releases of the history, newest first.
func (w *bigWorld) releases() []string {
	w.t.Helper()
	var doc struct {
		Releases []struct {
			Release string `json:"release"`
		} `json:"releases"`
	}
	a := w.cutover(0, "history", "--env", "prod", "--output", "json")
	if err := json.Unmarshal([]byte(a.stdout), &doc); err != nil {
		w.t.Fatalf("history: %v\n%s", err, a.all())
	}
	var out []string
	for _, r := range doc.Releases {
		out = append(out, r.Release)
	}
	return out
}
