//go:build cgo && unix

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest"
)

// rows are the rows of one relation, "" when it is not there.
func (w *bigWorld) rows(dataset, name string) string {
	w.t.Helper()
	if _, err := w.engine.Table(bigProject, dataset, name); err != nil {
		return ""
	}
	var out []string
	for _, row := range w.server.Query(w.t, "SELECT id, v FROM "+bigName(dataset, name)+" ORDER BY id") {
		out = append(out, strings.Join(row, "="))
	}
	return strings.Join(out, " ")
}

// published are the nodes that have a tag.
func (w *bigWorld) published() []bigNode {
	return slices.DeleteFunc(slices.Clone(w.nodes), func(n bigNode) bool { return n.tag == "" })
}

// values counts by value how many relations of production hold it whole; what is
// not there or holds anything else counts as that.
func (w *bigWorld) values() map[string]int {
	w.t.Helper()
	out := map[string]int{}
	for _, n := range w.published() {
		got := w.rows(n.tag, n.name)
		value, _, _ := strings.Cut(strings.TrimPrefix(got, "1="), " ")
		switch got {
		case "":
			value = "missing"
		case both(value):
		default:
			value = n.name + " holds " + got
		}
		out[value]++
	}
	return out
}

// holds says "old", "new" or the like when production is whole, else what it
// holds.
func (w *bigWorld) holds() string {
	w.t.Helper()
	values := w.values()
	if len(values) == 1 {
		for value := range values {
			return value
		}
	}
	return fmt.Sprint("mixed: ", values)
}

// wantHolds wants production whole, with this value in all of it.
func (w *bigWorld) wantHolds(when, want string) {
	w.t.Helper()
	if got := w.holds(); got != want {
		w.t.Errorf("%s: production holds %q, want %q", when, got, want)
	}
}

// torn tells why production is in a state in which nobody may find it: a
// relation that is gone, or one that is neither old nor new. "" when it is not.
func (w *bigWorld) torn() string {
	w.t.Helper()
	for value := range w.values() {
		if value == "missing" || strings.Contains(value, " ") {
			return value
		}
	}
	return ""
}

// bigOurs reports a dataset that the program made.
func bigOurs(dataset string) bool {
	return dataset == "cutover" || strings.HasPrefix(dataset, "cutover_") || strings.Contains(dataset, "__r")
}

// everything lists all tables, views and snapshots of the project, as
// dataset.name, and every dataset.
func (w *bigWorld) everything() []string {
	w.t.Helper()
	c := w.engine
	datasets, err := c.Datasets(bigProject)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, d := range datasets {
		dataset := d.DatasetReference.DatasetId
		out = append(out, dataset)
		for _, table := range w.tablesOf(dataset) {
			out = append(out, dataset+"."+table.TableReference.TableId)
		}
	}
	slices.Sort(out)
	return out
}

func (w *bigWorld) tablesOf(dataset string) []*bq.Table {
	w.t.Helper()
	tables, err := w.engine.Tables(bigProject, dataset)
	if err != nil {
		w.t.Fatal(err)
	}
	return tables
}

// foreign is everything that the program did not make.
func (w *bigWorld) foreign() string {
	w.t.Helper()
	return strings.Join(slices.DeleteFunc(w.everything(), func(name string) bool {
		dataset, _, _ := strings.Cut(name, ".")
		return bigOurs(dataset)
	}), "\n")
}

// keeps reports whether the rows of the first node with this value stand whole in
// what the program keeps.
func (w *bigWorld) keeps(value string) bool {
	w.t.Helper()
	return slices.ContainsFunc(w.everything(), func(name string) bool {
		dataset, table, _ := strings.Cut(name, ".")
		return bigOurs(dataset) && table == w.nodes[0].name && w.rows(dataset, table) == both(value)
	})
}

// carried is what is attached to production's relations and is not their rows:
// labels, descriptions, policy tags, expirations, who may read them, and the
// datasets' access lists.
func (w *bigWorld) carried() string {
	w.t.Helper()
	var out []string
	for _, dataset := range bigProd() {
		d, err := w.engine.Dataset(bigProject, dataset)
		if err != nil {
			w.t.Fatal(err)
		}
		out = append(out, dataset+" "+w.text(d.Access)+w.text(d.Labels)+d.Description)
		for _, table := range w.tablesOf(dataset) {
			out = append(out, w.carries(table))
		}
	}
	return strings.Join(out, "\n")
}

// carries is that of one relation.
func (w *bigWorld) carries(t *bq.Table) string {
	w.t.Helper()
	ref := t.TableReference
	policy, err := w.engine.Policy(ref.ProjectId, ref.DatasetId, ref.TableId)
	if err != nil {
		w.t.Fatal(err)
	}
	labels := maps.Clone(t.Labels)
	maps.DeleteFunc(labels, func(k, _ string) bool { return strings.HasPrefix(k, "cutover_") })
	return fmt.Sprintf("%s.%s %s expires %d labels %v description %q columns %s members %s policies %s", ref.DatasetId, ref.TableId, t.Type,
		t.ExpirationTime, labels, t.Description, w.text(t.Schema), w.text(policy.Bindings), strings.Join(w.rowPolicies(ref.DatasetId, ref.TableId), "; "))
}

// rowPolicies are a table's row access policies, in a line each.
func (w *bigWorld) rowPolicies(dataset, table string) []string {
	w.t.Helper()
	list, err := w.engine.RowPolicies(bigProject, dataset, table)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, p := range list {
		out = append(out, fmt.Sprintf("%s for %v where %s", p.RowAccessPolicyReference.PolicyId, p.Grantees, p.FilterPredicate))
	}
	return out
}

func (w *bigWorld) text(value any) string {
	w.t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// writes are the jobs that were inserted to change something, of the lease and
// the ledger those as well, oldest first.
func (w *bigWorld) writes() []bigquerytest.Job {
	return slices.DeleteFunc(w.server.Jobs(), func(j bigquerytest.Job) bool { return j.Query })
}

// onceEach wants every statement that had its effect to have had it in one job:
// no text twice under two ids, unless the first one failed as a job. The lease is
// renewed by one text again and again.
func (w *bigWorld) onceEach(when string) {
	w.t.Helper()
	done := map[string]string{}
	for _, j := range w.writes() {
		if j.Err != nil || strings.Contains(j.SQL, "`lease`") {
			continue
		}
		key := j.SQL + w.text(j.Params)
		if first, twice := done[key]; twice {
			w.t.Errorf("%s: done by job %s and again by %s: %s", when, first, j.ID, j.SQL)
		}
		done[key] = j.ID
	}
}

// placing are the jobs that put a table of production into its place.
func (w *bigWorld) placing() []bigquerytest.Job {
	return slices.DeleteFunc(w.writes(), func(j bigquerytest.Job) bool { return !bigPlaces(j.SQL) })
}

// bigPlaces reports the statement that replaces a table of production.
func bigPlaces(sql string) bool {
	for _, dataset := range bigProd() {
		if strings.HasPrefix(sql, "CREATE OR REPLACE TABLE "+bigName(dataset)+".") {
			return true
		}
	}
	return false
}
