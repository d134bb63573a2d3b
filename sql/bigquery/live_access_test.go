package bigquery_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/googleapi"

	"cutover/sql/bigquery"
)

// resource names a table for the IAM calls.
func (q liveQuestion) resource(dataset, table string) string {
	return "projects/" + q.p.Profile.Project + "/datasets/" + dataset + "/tables/" + table
}

// access lists a table's own bindings, "" for none.
func (q liveQuestion) access(dataset, table string) string {
	q.Helper()
	policy, err := q.p.REST.Tables.GetIamPolicy(q.resource(dataset, table), &bq.GetIamPolicyRequest{
		Options: &bq.GetPolicyOptions{RequestedPolicyVersion: 3},
	}).Context(q.Context()).Do()
	if err != nil {
		q.Fatalf("read the access of %s.%s: %v", dataset, table, err)
	}
	var out []string
	for _, b := range policy.Bindings {
		out = append(out, b.Role+": "+strings.Join(b.Members, ", "))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// grant gives somebody a table to read.
func (q liveQuestion) grant(dataset, table, who string) {
	q.Helper()
	_, err := q.p.REST.Tables.SetIamPolicy(q.resource(dataset, table), &bq.SetIamPolicyRequest{Policy: &bq.Policy{
		Bindings: []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{who}}},
	}}).Context(q.Context()).Do()
	if err != nil {
		q.Fatalf("give %s the table %s.%s: %v", who, dataset, table, err)
	}
}

// rowPolicies lists those of a table, "" for none.
func (q liveQuestion) rowPolicies(dataset, table string) string {
	q.Helper()
	list, err := q.p.REST.RowAccessPolicies.List(q.p.Profile.Project, dataset, table).Context(q.Context()).Do()
	if err != nil {
		return said(err)
	}
	var out []string
	for _, p := range list.RowAccessPolicies {
		out = append(out, p.RowAccessPolicyReference.PolicyId+" where "+p.FilterPredicate)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// replaceAccess: what becomes of a table's own access, the one thing that would
// be lost without a word.
func replaceAccess(q liveQuestion) {
	who := q.principal()
	if who == "" {
		return
	}
	from := q.table(q.a, "t", 1)
	for _, how := range []string{"CLONE", "COPY", "AS SELECT"} {
		table := strings.ToLower(strings.ReplaceAll(how, " ", "_"))
		to := q.table(q.b, table, 2)
		q.grant(q.b, table, who)
		before := q.access(q.b, table)
		statement := "CREATE OR REPLACE TABLE " + to + " " + how + " " + from
		if how == "AS SELECT" {
			statement = "CREATE OR REPLACE TABLE " + to + " AS SELECT x FROM " + from
		}
		err := q.do(statement)
		q.answer("table access over OR REPLACE %s (%s): %s", how, said(err), kept(before, q.access(q.b, table)))
	}
	q.grant(q.a, "t", who)
	fresh := q.name(q.b, "fresh")
	err := q.do("CREATE TABLE " + fresh + " CLONE " + from)
	q.answer("table access of a source in its clone (%s): %q", said(err), q.access(q.b, "fresh"))
	view := q.name(q.b, "v")
	q.p.Exec(q.T, "CREATE VIEW "+view+" AS SELECT x FROM "+from)
	q.grant(q.b, "v", who)
	before := q.access(q.b, "v")
	err = q.do("CREATE OR REPLACE VIEW " + view + " AS SELECT x, 1 AS y FROM " + from)
	q.answer("view access over OR REPLACE VIEW (%s): %s", said(err), kept(before, q.access(q.b, "v")))
}

// replaceRowPolicies: whether row access policies of either side survive.
func replaceRowPolicies(q liveQuestion) {
	who := q.principal()
	if who == "" {
		return
	}
	policy := func(table, name, where string) error {
		return q.do("CREATE ROW ACCESS POLICY " + name + " ON " + table + " GRANT TO (" + bigquery.Dialect().QuoteText(who) + ") FILTER USING (" + where + ")")
	}
	from, to := q.table(q.a, "plain", 1), q.table(q.b, "t", 2)
	if err := policy(to, "only_one", "x = 1"); err != nil {
		q.answer("CREATE ROW ACCESS POLICY: %s", said(err))
		return
	}
	before := q.rowPolicies(q.b, "t")
	for _, how := range []string{"CLONE", "COPY"} {
		err := q.do("CREATE OR REPLACE TABLE " + to + " " + how + " " + from)
		q.answer("row policies of the target over OR REPLACE %s (%s): %s", how, said(err), kept(before, q.rowPolicies(q.b, "t")))
		if q.rowPolicies(q.b, "t") == "" {
			q.answer("put back: %s", said(policy(to, "only_one", "x = 1")))
		}
	}
	secret := q.table(q.a, "secret", 2)
	q.answer("policy on the source: %s", said(policy(secret, "only_two", "x = 2")))
	for _, how := range []string{"TABLE %s CLONE", "TABLE %s COPY", "SNAPSHOT TABLE %s CLONE"} {
		name := strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(how, " ", "_"), "%s", "of"))
		err := q.do("CREATE " + fmt.Sprintf(how, q.name(q.b, name)) + " " + secret)
		if err != nil {
			q.answer("%s of a table with a policy: %s", how, said(err))
			continue
		}
		q.answer("%s of a table with a policy has: %q", how, q.rowPolicies(q.b, name))
	}
}

// replacePolicyTags: whether a column's policy tag of either side survives.
func replacePolicyTags(q liveQuestion) {
	tag := q.p.PolicyTag
	if tag == "" {
		q.answer("not asked: CUTOVER_TEST_BIGQUERY_POLICY_TAG names no policy tag")
		return
	}
	tagged := func(dataset, table string) string {
		for _, f := range q.get(dataset, table).Schema.Fields {
			if f.PolicyTags != nil {
				return strings.Join(f.PolicyTags.Names, ", ")
			}
		}
		return ""
	}
	plain, target := q.table(q.a, "plain", 1), q.table(q.b, "t", 2)
	for dataset, table := range map[string]string{q.b: "t", q.a: "tagged"} {
		if table == "tagged" {
			q.table(dataset, table, 1)
		}
		t := &bq.Table{Schema: &bq.TableSchema{Fields: []*bq.TableFieldSchema{{Name: "x", Type: "INTEGER", PolicyTags: &bq.TableFieldSchemaPolicyTags{Names: []string{tag}}}}}}
		if _, err := q.p.REST.Tables.Patch(q.p.Profile.Project, dataset, table, t).Context(q.Context()).Do(); err != nil {
			q.answer("put a policy tag on a column: %s", said(err))
			return
		}
	}
	before := tagged(q.b, "t")
	err := q.do("CREATE OR REPLACE TABLE " + target + " CLONE " + plain)
	q.answer("policy tag of the target over OR REPLACE CLONE (%s): %s", said(err), kept(before, tagged(q.b, "t")))
	err = q.do("CREATE OR REPLACE TABLE " + target + " CLONE " + q.name(q.a, "tagged"))
	q.answer("policy tag of the source in its clone (%s): %q", said(err), tagged(q.b, "t"))
}

// renameKeeps: what a table has after ALTER TABLE RENAME.
func renameKeeps(q liveQuestion) {
	t := q.table(q.a, "t", 1)
	q.p.Exec(q.T, "ALTER TABLE "+t+" SET OPTIONS(labels = [('of', 'source')])")
	if q.p.Principal != "" {
		q.grant(q.a, "t", q.p.Principal)
	}
	before, access := q.get(q.a, "t"), q.access(q.a, "t")
	err := q.do("ALTER TABLE " + t + " RENAME TO `u`")
	if err != nil {
		q.answer("RENAME: %s", said(err))
		return
	}
	after := q.get(q.a, "u")
	q.answer("RENAME: creation time %s; access %s; %s", kept(strconv.FormatInt(before.CreationTime, 10), strconv.FormatInt(after.CreationTime, 10)),
		kept(access, q.access(q.a, "u")), described(after))
}

// etags: what moves the etag and the time of last change, and how a stale one is
// refused.
func etags(q liveQuestion) {
	t := q.table(q.a, "t", 1)
	was := q.get(q.a, "t")
	moved := func(what string) {
		now := q.get(q.a, "t")
		q.answer("%s moves the etag: %t, the last modified time: %t", what, now.Etag != was.Etag, now.LastModifiedTime != was.LastModifiedTime)
		was = now
	}
	moved("nothing")
	first := was.Etag
	q.p.Exec(q.T, "INSERT INTO "+t+" (x) VALUES (2)")
	moved("an insert")
	q.p.Exec(q.T, "ALTER TABLE "+t+" SET OPTIONS(labels = [('a', 'b')])")
	moved("a label")
	if q.p.Principal != "" {
		q.grant(q.a, "t", q.p.Principal)
		moved("access")
	}
	q.p.Exec(q.T, "CREATE TABLE "+q.name(q.b, "t")+" CLONE "+t)
	moved("being cloned")
	patch := q.p.REST.Tables.Patch(q.p.Profile.Project, q.a, "t", &bq.Table{Description: "late"}).Context(q.Context())
	patch.Header().Set("If-Match", first)
	_, err := patch.Do()
	q.answer("tables.patch with a stale If-Match: %s", said(err))
	d, err := q.p.REST.Datasets.Get(q.p.Profile.Project, q.a).Context(q.Context()).Do()
	if err != nil {
		q.Fatal(err)
	}
	for range 2 {
		change := q.p.REST.Datasets.Patch(q.p.Profile.Project, q.a, &bq.Dataset{Description: "late"}).Context(q.Context())
		change.Header().Set("If-Match", d.Etag)
		_, err = change.Do()
		q.answer("datasets.patch with If-Match (first right, then stale): %s", said(err))
	}
}

// policyEtag: how a stale etag of an access policy is refused.
func policyEtag(q liveQuestion) {
	who := q.principal()
	if who == "" {
		return
	}
	q.table(q.a, "t", 1)
	read, err := q.p.REST.Tables.GetIamPolicy(q.resource(q.a, "t"), &bq.GetIamPolicyRequest{}).Context(q.Context()).Do()
	if err != nil {
		q.Fatal(err)
	}
	for range 2 {
		_, err = q.p.REST.Tables.SetIamPolicy(q.resource(q.a, "t"), &bq.SetIamPolicyRequest{Policy: &bq.Policy{
			Etag: read.Etag, Bindings: []*bq.Binding{{Role: "roles/bigquery.dataViewer", Members: []string{who}}},
		}}).Context(q.Context()).Do()
		q.answer("setIamPolicy with an etag (first right, then stale): %s", said(err))
	}
	if err != nil && !googleapi.IsNotModified(err) {
		return
	}
	q.answer("a stale policy was taken: two runs can overwrite each other's access")
}

// datasetAccess: who may read a new dataset that names nobody, and one that does.
func datasetAccess(q liveQuestion) {
	list := func(name string) string {
		d, err := q.p.REST.Datasets.Get(q.p.Profile.Project, name).AccessPolicyVersion(3).Context(q.Context()).Do()
		if err != nil {
			return said(err)
		}
		var out []string
		for _, a := range d.Access {
			out = append(out, a.Role+" "+a.SpecialGroup+a.UserByEmail+a.GroupByEmail+a.Domain+a.IamMember)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	q.answer("a dataset made without access has %q", list(q.a))
	c := q.p.Dataset(q.T, "c", func(d *bq.Dataset) {
		d.Access = []*bq.DatasetAccess{{Role: "OWNER", SpecialGroup: "projectOwners"}, {Role: "WRITER", SpecialGroup: "projectWriters"}}
	})
	q.answer("one made with owners and writers has %q", list(c))
	err := q.do("CREATE SCHEMA `" + q.p.Profile.Project + "`.`" + q.p.Name("d") + "`")
	q.answer("one made by CREATE SCHEMA (%s) has %q", said(err), list(q.p.Name("d")))
}
