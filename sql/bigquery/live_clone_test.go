package bigquery_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// described is a table's own metadata that a clone may take along.
func described(t *bq.Table) string {
	var labels []string
	for k, v := range t.Labels {
		labels = append(labels, k+"="+v)
	}
	slices.Sort(labels)
	expires := "never"
	if t.ExpirationTime != 0 {
		expires = "some day"
	}
	return fmt.Sprintf("labels [%s], description %q, expires %s", strings.Join(labels, " "), t.Description, expires)
}

// cloneOptions: what a clone takes from its source and from what it replaces, and
// whether OPTIONS override that. cutover always writes all of them.
func cloneOptions(q liveQuestion) {
	from, to := q.table(q.a, "t", 1), q.table(q.b, "t", 2)
	q.p.Exec(q.T, "ALTER TABLE "+from+" SET OPTIONS(labels = [('of', 'source')], description = 'source', expiration_timestamp = TIMESTAMP '2999-01-01 00:00:00 UTC')",
		"ALTER TABLE "+to+" SET OPTIONS(labels = [('of', 'target')], description = 'target')")
	before := q.get(q.b, "t")
	for _, options := range []string{
		"", " OPTIONS(labels = [('of', 'clone')])", " OPTIONS(expiration_timestamp = NULL)", " OPTIONS(labels = [], description = NULL)",
		" OPTIONS(expiration_timestamp = NULL, labels = [('cutover_depth', '1'), ('cutover_release', 'r')], description = 'clone')",
	} {
		err := q.do("CREATE OR REPLACE TABLE " + to + " CLONE " + from + options)
		q.answer("OR REPLACE CLONE%s: %s; then %s", options, said(err), described(q.get(q.b, "t")))
	}
	q.answer("creation time over OR REPLACE CLONE: %s", kept(strconv.FormatInt(before.CreationTime, 10), strconv.FormatInt(q.get(q.b, "t").CreationTime, 10)))
	err := q.do("CREATE SNAPSHOT TABLE " + q.name(q.b, "s") + " CLONE " + from + " OPTIONS(expiration_timestamp = TIMESTAMP '2999-02-02 00:00:00 UTC', labels = [('cutover_release', 'r')], description = NULL)")
	q.answer("CREATE SNAPSHOT TABLE with OPTIONS: %s; then %s", said(err), described(q.get(q.b, "s")))
}

// nullExpiration: what expiration_timestamp = NULL is worth in a dataset whose
// tables expire by default.
func nullExpiration(q liveQuestion) {
	from := q.table(q.a, "t", 1)
	c := q.p.Dataset(q.T, "c", func(d *bq.Dataset) { d.DefaultTableExpirationMs = int64(24 * time.Hour / time.Millisecond) })
	for _, how := range []string{"CLONE", "COPY"} {
		to := q.name(c, strings.ToLower(how))
		err := q.do("CREATE OR REPLACE TABLE " + to + " " + how + " " + from + " OPTIONS(expiration_timestamp = NULL)")
		q.answer("%s with expiration_timestamp = NULL into a dataset with a default expiration: %s", how, said(err))
		if err == nil {
			q.answer("%s: %s", how, described(q.get(c, strings.ToLower(how))))
		}
	}
}

// cloneDepth: where a chain of clones ends, and how the service says so.
func cloneDepth(q liveQuestion) {
	d := q.driver(nil)
	source := q.ref(q.a, "t0")
	q.table(q.a, "t0", 1)
	for depth := 1; depth <= 5; depth++ {
		to := q.ref(q.a, "t"+strconv.Itoa(depth))
		native := q.do("CREATE TABLE " + q.name(q.a, to.Name) + " CLONE " + q.name(q.a, source.Name))
		q.answer("a clone %d deep: %s", depth, said(native))
		if native != nil {
			op := q.copyOp(d, source, to)
			op.Depth, op.Replace = depth, false
			_, err := d.Do(q.Context(), op, warehouse.Token{Release: "live", Step: "depth", Attempt: 1})
			q.answer("the same by cutover: code %q", warehouse.CodeOf(err))
			q.answer("a snapshot of the last: %s", said(q.do("CREATE SNAPSHOT TABLE "+q.name(q.a, "s")+" CLONE "+q.name(q.a, source.Name))))
			q.answer("a copy of the last: %s", said(q.do("CREATE TABLE "+q.name(q.a, "copied")+" COPY "+q.name(q.a, source.Name))))
			return
		}
		source = to
	}
}

// cloneLayout: how the service refuses other partitions and clusters.
func cloneLayout(q liveQuestion) {
	plain := q.name(q.a, "t")
	q.p.Exec(q.T, "CREATE TABLE "+plain+" (x INT64, at DATE)", "INSERT INTO "+plain+" (x, at) VALUES (1, DATE '2026-11-21')")
	for _, layout := range []string{"PARTITION BY at", "CLUSTER BY x", "PARTITION BY at CLUSTER BY x"} {
		to := q.name(q.b, strings.ToLower(strings.ReplaceAll(layout, " ", "_")))
		q.p.Exec(q.T, "CREATE TABLE "+to+" (x INT64, at DATE) "+layout)
		for _, how := range []string{"CLONE", "COPY"} {
			q.answer("OR REPLACE %s of a plain table over one with %s: %s", how, layout, said(q.do("CREATE OR REPLACE TABLE "+to+" "+how+" "+plain)))
		}
	}
}

// cloneKinds: what is refused between tables, views and snapshots.
func cloneKinds(q liveQuestion) {
	t := q.table(q.a, "t", 1)
	v, s, twice := q.name(q.a, "v"), q.name(q.a, "s"), q.name(q.b, "v")
	q.p.Exec(q.T, "CREATE VIEW "+v+" AS SELECT x FROM "+t, "CREATE VIEW "+twice+" AS SELECT x FROM "+t, "CREATE SNAPSHOT TABLE "+s+" CLONE "+t)
	for _, statement := range []string{
		"CREATE OR REPLACE TABLE " + twice + " CLONE " + t, "CREATE OR REPLACE VIEW " + t + " AS SELECT 1 AS x",
		"CREATE TABLE " + q.name(q.b, "of_view") + " CLONE " + v, "CREATE OR REPLACE TABLE " + s + " CLONE " + t,
		"CREATE SNAPSHOT TABLE IF NOT EXISTS " + s + " CLONE " + t, "DROP TABLE " + s, "DROP TABLE " + v, "DELETE FROM " + s + " WHERE TRUE",
		"CREATE OR REPLACE TABLE " + t + " CLONE " + s,
	} {
		q.answer("%s: %s", statement, said(q.do(statement)))
	}
	q.answer("__TABLES__ lists: %s", cells(q.p.Ask("SELECT table_id FROM `"+q.p.Profile.Project+"`.`"+q.a+"`.`__TABLES__` ORDER BY table_id")))
}

// cloneConstraints: whether keys that are not enforced come along.
func cloneConstraints(q liveQuestion) {
	if q.notOfTheStandIn() {
		return
	}
	from := q.name(q.a, "t")
	q.p.Exec(q.T, "CREATE TABLE "+from+" (x INT64, PRIMARY KEY (x) NOT ENFORCED)")
	for _, how := range []string{"CLONE", "COPY"} {
		err := q.do("CREATE OR REPLACE TABLE " + q.name(q.b, "t") + " " + how + " " + from)
		q.answer("%s of a table with a primary key: %s; it has one: %t", how, said(err), err == nil && q.get(q.b, "t").TableConstraints != nil)
	}
}

// cloneCounts: whether a clone has the rows of its source at once, and the same
// token, which is how cutover reads a publish back.
func cloneCounts(q liveQuestion) {
	from, to := q.table(q.a, "t", 3), q.name(q.b, "t")
	q.p.Exec(q.T, "CREATE OR REPLACE TABLE "+to+" CLONE "+from)
	table := q.get(q.b, "t")
	q.answer("right after the clone tables.get has %d rows, a clone definition: %t", table.NumRows, table.CloneDefinition != nil)
	q.answer("__TABLES__ has %s rows", cells(q.p.Ask("SELECT row_count FROM `"+q.p.Profile.Project+"`.`"+q.b+"`.`__TABLES__` WHERE table_id = 't'")))
	look := warehouse.InspectRequest{
		Containers: []warehouse.Container{q.container(q.a), q.container(q.b)}, Content: []warehouse.Ref{q.ref(q.a, "t"), q.ref(q.b, "t")},
	}
	inv, err := q.driver(nil).Inspect(q.Context(), look)
	if err != nil {
		q.Fatal(err)
	}
	one, _ := inv.Object(look.Content[0])
	two, _ := inv.Object(look.Content[1])
	q.answer("cutover takes source and clone for the same: %t", one.Identity.Token != "" && one.Identity.Token == two.Identity.Token)
	q.p.Exec(q.T, "INSERT INTO "+to+" (x) VALUES (4)")
	q.answer("right after an insert tables.get has %d rows, __TABLES__ %s", q.get(q.b, "t").NumRows,
		cells(q.p.Ask("SELECT row_count FROM `"+q.p.Profile.Project+"`.`"+q.b+"`.`__TABLES__` WHERE table_id = 't'")))
}

// copyOp is how cutover publishes one table over another.
func (q liveQuestion) copyOp(d warehouse.Driver, from, to warehouse.Ref) warehouse.CopyTable {
	q.Helper()
	inv, err := d.Inspect(q.Context(), warehouse.InspectRequest{Containers: []warehouse.Container{from.Container()}, Content: []warehouse.Ref{from}})
	if err != nil {
		q.Fatal(err)
	}
	o, ok := inv.Object(from)
	if !ok {
		q.Fatalf("%s is not seen", from)
	}
	return warehouse.CopyTable{From: from, To: to, Definition: o.Definition, Replace: true, Depth: 1, Release: "live"}
}

// clonePrice: how long a clone takes, alone and behind cutover's fence.
func clonePrice(q liveQuestion) {
	const rounds = 5
	d := q.driver(nil)
	fence := q.lease(d)
	q.table(q.a, "t", 1)
	op := q.copyOp(d, q.ref(q.a, "t"), q.ref(q.b, "t"))
	took := map[string]time.Duration{}
	for n := range rounds {
		for _, how := range []string{"alone", "fenced"} {
			op.Release = how + strconv.Itoa(n) // what a release has made is not made again
			var sent warehouse.Op = op
			if how == "fenced" {
				sent = warehouse.Fenced{Fence: fence, Op: op}
			}
			began := time.Now()
			if _, err := d.Do(q.Context(), sent, warehouse.Token{Release: op.Release, Step: "price", Attempt: 1}); err != nil {
				q.Fatal(err)
			}
			took[how] += time.Since(began)
		}
	}
	q.answer("OR REPLACE CLONE takes %s alone and %s with a look at the lease (mean of %d)", took["alone"]/rounds, took["fenced"]/rounds, rounds)
}

// cloneJob: whether a copy job may clone over a table.
func cloneJob(q liveQuestion) {
	q.table(q.a, "t", 1)
	q.table(q.b, "t", 2)
	for _, c := range []struct{ operation, disposition string }{{"CLONE", "WRITE_TRUNCATE"}, {"CLONE", "WRITE_EMPTY"}, {"COPY", "WRITE_TRUNCATE"}, {"SNAPSHOT", "WRITE_TRUNCATE"}} {
		if q.p.StandIn && c.operation != "COPY" {
			continue // not modelled
		}
		err := q.runJob(&bq.JobConfiguration{Copy: &bq.JobConfigurationTableCopy{
			SourceTable:      &bq.TableReference{ProjectId: q.p.Profile.Project, DatasetId: q.a, TableId: "t"},
			DestinationTable: &bq.TableReference{ProjectId: q.p.Profile.Project, DatasetId: q.b, TableId: "t"},
			OperationType:    c.operation, WriteDisposition: c.disposition,
		}})
		q.answer("copy job %s with %s over a table: %s", c.operation, c.disposition, said(err))
	}
}

// streamingBuffer: whether rows that were just streamed are in a clone.
func streamingBuffer(q liveQuestion) {
	if q.notOfTheStandIn() {
		return
	}
	from := q.table(q.a, "t", 1)
	_, err := q.p.REST.Tabledata.InsertAll(q.p.Profile.Project, q.a, "t", &bq.TableDataInsertAllRequest{
		Rows: []*bq.TableDataInsertAllRequestRows{{Json: map[string]bq.JsonValue{"x": 7}}},
	}).Context(q.Context()).Do()
	q.answer("a row streamed: %s; tables.get shows a buffer: %t", said(err), q.get(q.a, "t").StreamingBuffer != nil)
	err = q.do("CREATE TABLE " + q.name(q.b, "t") + " CLONE " + from)
	q.answer("CLONE: %s; rows in the source %s, in the clone %s", said(err), cells(q.p.Ask("SELECT COUNT(*) FROM "+from)), cells(q.p.Ask("SELECT COUNT(*) FROM "+q.name(q.b, "t"))))
	q.answer("rename of the table with a buffer: %s", said(q.do("ALTER TABLE "+from+" RENAME TO `u`")))
}

// timeTravel: whether history reaches behind OR REPLACE, RENAME and DROP.
func timeTravel(q liveQuestion) {
	from, to := q.table(q.a, "t", 1), q.table(q.b, "t", 2)
	was := cells(q.p.Ask("SELECT CAST(CURRENT_TIMESTAMP() AS STRING)"))
	asOf := func(table string) string {
		return cells(q.p.Ask("SELECT COUNT(*) FROM " + table + " FOR SYSTEM_TIME AS OF TIMESTAMP '" + was + "'"))
	}
	q.p.Exec(q.T, "CREATE OR REPLACE TABLE "+to+" CLONE "+from)
	q.answer("behind OR REPLACE CLONE it has %s rows (2 were there, 1 is)", asOf(to))
	back := q.name(q.b, "back")
	err := q.do("CREATE TABLE " + back + " CLONE " + to + " FOR SYSTEM_TIME AS OF TIMESTAMP '" + was + "'")
	q.answer("CLONE FOR SYSTEM_TIME AS OF: %s, with %s rows", said(err), cells(q.p.Ask("SELECT COUNT(*) FROM "+back)))
	q.p.Exec(q.T, "ALTER TABLE "+to+" RENAME TO `renamed`")
	q.answer("behind RENAME under the new name: %s", asOf(q.name(q.b, "renamed")))
	q.p.Exec(q.T, "DROP TABLE "+q.name(q.b, "renamed"), "CREATE TABLE "+q.name(q.b, "renamed")+" CLONE "+from)
	q.answer("behind DROP and CREATE: %s", asOf(q.name(q.b, "renamed")))
}
