package bigquery_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/bigquery"
	"cutover/sql/bigquery/bigquerytest"
	"cutover/sql/warehouse"
)

func (a *standin) do(t *testing.T, op warehouse.Op) warehouse.Receipt {
	t.Helper()
	rec, err := a.d.Do(t.Context(), op, token)
	if err != nil {
		t.Fatalf("%s: %v", op.OpName(), err)
	}
	return rec
}

func (a *standin) fails(t *testing.T, op warehouse.Op, want warehouse.Code) {
	t.Helper()
	if _, err := a.d.Do(t.Context(), op, token); warehouse.CodeOf(err) != want {
		t.Errorf("%s: code %q, want %q: %v", op.OpName(), warehouse.CodeOf(err), want, err)
	}
}

func (a *standin) outcome(t *testing.T, op warehouse.Op, want warehouse.Outcome) {
	t.Helper()
	if got, err := a.d.Outcome(t.Context(), op, token); got != want || err != nil {
		t.Errorf("outcome of %s: %q, want %q (%v)", op.OpName(), got, want, err)
	}
}

func (a *standin) ask(t *testing.T, op warehouse.Op) [][]string {
	t.Helper()
	sts, err := a.d.Render(op)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := a.d.Query(t.Context(), sts[0])
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, line := range rows.Values {
		var cells []string
		for _, c := range line {
			if c == nil {
				cells = append(cells, "NULL")
				continue
			}
			cells = append(cells, *c)
		}
		out = append(out, cells)
	}
	return out
}

// TestErrorsOfOps: what the service says about an op comes back as a code.
func TestErrorsOfOps(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	nowhere := warehouse.Container{Database: "prj", Schema: "nowhere"}
	def := a.publish.Definition
	view := warehouse.Definition{SQL: "CREATE VIEW x AS SELECT x FROM prj.mart.t"}
	for name, tc := range map[string]struct {
		op   warehouse.Op
		want warehouse.Code
	}{
		"drop a missing table":       {warehouse.Drop{Ref: in(prod, "absent"), Kind: warehouse.KindTable}, warehouse.NotFound},
		"drop a view as a table":     {warehouse.Drop{Ref: in(prod, "v"), Kind: warehouse.KindTable}, warehouse.Conflict},
		"drop a table as a snapshot": {warehouse.Drop{Ref: in(prod, "t"), Kind: warehouse.KindSnapshot}, warehouse.Conflict},
		"copy a missing table":       {warehouse.CopyTable{From: in(prod, "absent"), To: in(prod, "x"), Definition: def}, warehouse.NotFound},
		"copy onto a table":          {warehouse.CopyTable{From: in(built, "t"), To: in(prod, "t"), Definition: def}, warehouse.AlreadyExists},
		"copy onto a view":           {warehouse.CopyTable{From: in(built, "t"), To: in(prod, "v"), Definition: def}, warehouse.AlreadyExists},
		"copy in place of a view":    {warehouse.CopyTable{From: in(built, "t"), To: in(prod, "v"), Definition: def, Replace: true}, warehouse.Conflict},
		"copy into a missing place":  {warehouse.CopyTable{From: in(built, "t"), To: in(nowhere, "x"), Definition: def}, warehouse.NotFound},
		"view onto a view":           {warehouse.CreateView{View: in(prod, "v"), Definition: view}, warehouse.AlreadyExists},
		"view in place of a table":   {warehouse.CreateView{View: in(prod, "t"), Definition: view, Replace: true}, warehouse.Conflict},
		"drop a missing dataset":     {warehouse.DropContainer{Container: nowhere}, warehouse.NotFound},
		"like a missing dataset":     {warehouse.CreateContainer{Container: keep, Like: &nowhere}, warehouse.NotFound},
		"authorise a missing one":    {warehouse.Authorize{Data: nowhere, Views: prod}, warehouse.NotFound},
	} {
		if _, err := a.d.Do(t.Context(), tc.op, warehouse.Token{}); warehouse.CodeOf(err) != tc.want {
			t.Errorf("%s: code %q, want %q: %v", name, warehouse.CodeOf(err), tc.want, err)
		}
	}
	if a.rows(t) != "1" {
		t.Error("a refused op did something")
	}
	made := warehouse.CreateContainer{Container: nowhere}
	a.outcome(t, made, warehouse.NotDone)
	a.do(t, made)
	a.do(t, made)
	a.outcome(t, made, warehouse.Done)
	a.do(t, warehouse.DropContainer{Container: nowhere})
	a.outcome(t, warehouse.DropContainer{Container: nowhere}, warehouse.Done)
}

// TestDoneAgain: a later attempt at a batch does what is left, and a look tells
// all, some and none apart.
func TestDoneAgain(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{MaxParallel: 2})
	batch := warehouse.Batch{}
	for i := range 6 {
		a.server.Exec(t, fmt.Sprintf("CREATE TABLE prj.built.t%d (x INT64)", i))
		op := a.publish
		op.From, op.To = in(built, fmt.Sprintf("t%d", i)), in(prod, fmt.Sprintf("t%d", i))
		batch.Ops = append(batch.Ops, op)
	}
	view := warehouse.CreateView{View: in(prod, "w"), Definition: warehouse.Definition{SQL: "CREATE VIEW x AS SELECT x FROM prj.mart.t"}, Replace: true, Release: "r1"}
	batch.Ops = append(batch.Ops, warehouse.Sequence{Ops: []warehouse.Op{view}})
	a.outcome(t, batch, warehouse.NotDone)
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.JobAccessDenied, Match: starts("`t4` CLONE")})
	a.fails(t, a.fenced(batch), warehouse.PermissionDenied)
	a.outcome(t, batch, warehouse.Partly)
	before := len(a.jobs(""))
	again := token
	again.Attempt = 2
	rec, err := a.d.Do(t.Context(), a.fenced(batch), again)
	if err != nil {
		t.Fatal(err)
	}
	done := len(a.jobs("CREATE ")) - 7
	if done != 1 && len(a.jobs(""))-before != rec.Statements {
		t.Errorf("%d statements again", rec.Statements)
	}
	for i := range 6 {
		part := fmt.Sprintf("`t%d` CLONE", i)
		if n := len(a.jobs(part)); n != map[bool]int{true: 2, false: 1}[i == 4] {
			t.Errorf("t%d was made %d times", i, n)
		}
	}
	a.outcome(t, batch, warehouse.Done)
	again.Attempt = 3
	if rec, err = a.d.Do(t.Context(), batch, again); err != nil || rec.Statements != 0 {
		t.Errorf("what is done is done again: %+v, %v", rec, err)
	}
	for _, j := range a.jobs(" CLONE ") {
		if diff := cmp.Diff(map[string]string{"cutover_release": "r1", "cutover_step": "publish_mart"}, trimmed(j.Labels)); diff != "" {
			t.Errorf("labels of a job:\n%s", diff)
		}
	}
}

// trimmed leaves the hash of a changed text out.
func trimmed(labels map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range labels {
		out[k], _, _ = strings.Cut(v, "-")
	}
	return out
}

// TestBeside: a table of another layout is put in place wherever the attempt
// before was left.
func TestBeside(t *testing.T) {
	t.Parallel()
	beside := in(prod, "t__cutover_next")
	const steps = 3
	for stop := range steps {
		for _, kind := range []bigquerytest.Kind{bigquerytest.Forbidden403, bigquerytest.ErrorAfterCommit, bigquerytest.BlackoutAfter, bigquerytest.JobAccessDenied} {
			t.Run(fmt.Sprintf("%d %s", stop, kind), func(t *testing.T) {
				t.Parallel()
				a := newStandin(t, bigquery.Options{})
				a.server.Exec(t, "DROP TABLE prj.built.t", "CREATE TABLE prj.built.t (x INT64) CLUSTER BY x", "INSERT INTO prj.built.t VALUES (2), (3)")
				op := a.publish
				a.fails(t, op, warehouse.InvalidStatement)
				op.Beside = &beside
				part := []string{"CREATE OR REPLACE TABLE `prj`.`mart`.`t__", "DROP TABLE", "ALTER TABLE"}[stop]
				a.server.Inject(bigquerytest.Fault{Kind: kind, Match: starts(part)})
				if _, err := a.d.Do(t.Context(), a.fenced(op), token); err == nil {
					t.Fatal("nothing failed")
				}
				a.server.Restore()
				want := warehouse.NotDone
				if happened := kind == bigquerytest.ErrorAfterCommit || kind == bigquerytest.BlackoutAfter; happened && stop == steps-1 {
					want = warehouse.Done
				}
				a.outcome(t, op, want)
				again := token
				again.Attempt = 2
				if _, err := a.d.Do(t.Context(), a.fenced(op), again); err != nil {
					t.Fatal(err)
				}
				a.outcome(t, op, warehouse.Done)
				left := a.server.Query(t, "SELECT table_name FROM prj.mart.INFORMATION_SCHEMA.TABLES ORDER BY table_name")
				if diff := cmp.Diff([][]string{{"t"}, {"v"}}, left); diff != "" || a.rows(t) != "2" {
					t.Errorf("%s rows, relations:\n%s", a.rows(t), diff)
				}
			})
		}
	}
}

// TestEnsureStateIsCheap: where the last table is, nothing is sent; a principal
// that may not make datasets uses the one that is there.
func TestEnsureStateIsCheap(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	ensure := warehouse.EnsureState{State: state}
	if rec := a.do(t, ensure); rec.Statements != 0 || a.server.Count("POST ") != 0 {
		t.Errorf("%+v, %d requests that write", rec, a.server.Count("POST "))
	}
	a.server.Exec(t, "DROP TABLE prj.cutover.marks")
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Forbidden403, Times: -1, Match: toPath("POST", "/datasets")})
	a.do(t, ensure)
	a.fails(t, warehouse.EnsureState{State: warehouse.Container{Database: "prj", Schema: "other"}}, warehouse.PermissionDenied)
	if got := a.ask(t, warehouse.ReadLease{State: state, Environment: "prod"}); len(got) != 1 || got[0][1] != "me" {
		t.Errorf("the lease is %v", got)
	}
}

// TestMarks: a mark is written once.
func TestMarks(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	mark := warehouse.Mark{Database: "prj", Schema: "cutover", Release: "it's", Step: `"s"`}
	read := warehouse.ReadMarks{Database: "prj", Schema: "cutover"}
	if got := a.ask(t, warehouse.ReadMarks{Database: "prj", Schema: "nowhere"}); len(got) != 0 {
		t.Errorf("marks where there is no table: %v", got)
	}
	a.outcome(t, mark, warehouse.NotDone)
	a.do(t, mark)
	a.outcome(t, mark, warehouse.Done)
	a.fails(t, mark, warehouse.AlreadyExists)
	second := mark
	second.Step = "another"
	a.do(t, a.fenced(second))
	if diff := cmp.Diff([][]string{{"it's", `"s"`}, {"it's", "another"}}, a.ask(t, read)); diff != "" {
		t.Error(diff)
	}
}

// TestLedger: entries come back in the order in which they were written, once
// each, whatever their length.
func TestLedger(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	body := `{"x": "` + strings.Repeat(`it's \"so\" `, 100_000) + `"}`
	var want [][]string
	for i, b := range []string{"{}", "", body, `{"a": "b"}`} {
		e := warehouse.Entry{Environment: "prod", Release: "r", Serial: i, Step: fmt.Sprint(i), Event: "e", Fence: 1, Actor: "me", Body: b, Key: fmt.Sprint("k", i)}
		a.do(t, warehouse.AppendEntry{State: state, Entry: e})
		if b == "" {
			b = "NULL"
		}
		want = append(want, []string{"", "", "prod", "r", fmt.Sprint(i), e.Step, "e", "1", "me", b})
	}
	// A request that ran late wrote one again.
	a.server.Exec(t, "INSERT INTO prj.cutover.ledger SELECT * FROM prj.cutover.ledger WHERE key = 'k0'")
	got := a.ask(t, warehouse.ReadEntries{State: state})
	last := ""
	for _, line := range got {
		if at, err := time.Parse(time.RFC3339Nano, line[1]); err != nil || at.Location() != time.UTC {
			t.Errorf("at %q: %v", line[1], err)
		}
		if line[0] <= last {
			t.Errorf("seq %s after %s", line[0], last)
		}
		last, line[0], line[1] = line[0], "", ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	entry := warehouse.Entry{Environment: "prod", Event: "e", Fence: 2, Key: "other"}
	a.fails(t, warehouse.AppendEntry{State: state, Entry: entry}, warehouse.LeaseLost)
}

// TestPages: an answer of many pages is taken whole.
func TestPages(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	a.server.PageSize(7)
	rows, err := a.d.Query(t.Context(), warehouse.Statement{Text: "SELECT n, TIMESTAMP '2026-11-21 06:20:00.5 UTC' AS at FROM UNNEST(GENERATE_ARRAY(1, 100)) AS n ORDER BY n"})
	if err != nil || len(rows.Values) != 100 || *rows.Values[99][0] != "100" || *rows.Values[0][1] != "2026-11-21T06:20:00.5Z" {
		t.Errorf("%d rows, %v", len(rows.Values), err)
	}
}

// TestQueryRefuses: a query changes nothing.
func TestQueryRefuses(t *testing.T) {
	t.Parallel()
	a := newStandin(t, bigquery.Options{})
	for _, sql := range []string{
		"", "DROP TABLE prj.mart.t", "/* SELECT */ DELETE FROM prj.mart.t WHERE TRUE", "# SELECT\nTRUNCATE TABLE prj.mart.t",
		"SELECT 1; DROP TABLE prj.mart.t", "EXECUTE IMMEDIATE 'select 1'", "select 'x", "CALL p()", "BEGIN SELECT 1; END",
	} {
		if _, err := a.d.Query(t.Context(), warehouse.Statement{Text: sql}); warehouse.CodeOf(err) != warehouse.InvalidStatement {
			t.Errorf("%q: %v", sql, err)
		}
	}
	if n := len(a.server.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	rows, err := a.d.Query(t.Context(), warehouse.Statement{Text: " /* c */ select COUNT(*) as N FROM prj.mart.t WHERE CAST(x AS STRING) = ? ;", Args: []string{"1"}})
	if err != nil || len(rows.Values) != 1 || *rows.Values[0][0] != "1" || rows.Columns[0] != "N" {
		t.Errorf("%+v, %v", rows, err)
	}
	probe, err := a.d.Render(warehouse.Probe{Ref: in(prod, "v")})
	if err != nil {
		t.Fatal(err)
	}
	a.server.ResetLog()
	if _, err := a.d.Query(t.Context(), probe[0]); err != nil || len(a.server.Jobs()) != 0 {
		t.Errorf("a probe made %d jobs: %v", len(a.server.Jobs()), err)
	}
	a.server.Exec(t, "DROP TABLE prj.mart.t")
	if _, err := a.d.Query(t.Context(), probe[0]); warehouse.CodeOf(err) != warehouse.NotFound {
		t.Errorf("probe of a broken view: %v", err)
	}
}

// TestHook: it sees what Render shows, before and after, calls included.
func TestHook(t *testing.T) {
	t.Parallel()
	type seen struct {
		phase bigquery.Phase
		text  string
	}
	var hooks []seen
	a := newStandin(t, bigquery.Options{OnStatement: func(_ context.Context, phase bigquery.Phase, st warehouse.Statement) {
		hooks = append(hooks, seen{phase, st.Text})
	}})
	for _, op := range []warehouse.Op{
		a.fenced(a.publish),
		warehouse.CreateContainer{Container: warehouse.Container{Database: "prj", Schema: "fresh"}, Like: &prod, Release: "r1"},
		a.fenced(warehouse.Script{Ops: []warehouse.Op{warehouse.Drop{Ref: in(prod, "v"), Kind: warehouse.KindView}}}),
	} {
		hooks = nil
		a.do(t, op)
		sts, err := a.d.Render(op)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]seen{{bigquery.Before, sts[0].Text}, {bigquery.After, sts[0].Text}}, hooks, cmp.AllowUnexported(seen{})); diff != "" {
			t.Error(diff)
		}
	}
}

// TestBatchSideBySide: at most MaxParallel jobs at once, over all callers, and a
// lease is renewed meanwhile.
func TestBatchSideBySide(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex // guards now and most
	var now, most int
	a := newStandin(t, bigquery.Options{MaxParallel: 2, OnStatement: func(_ context.Context, phase bigquery.Phase, st warehouse.Statement) {
		if !strings.HasPrefix(st.Text, "DROP TABLE") {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		if phase == bigquery.After {
			now--
			return
		}
		now++
		most = max(most, now)
	}})
	var batch warehouse.Batch
	for _, name := range []string{"a", "b", "c", "d"} {
		a.server.Exec(t, "CREATE TABLE prj.mart."+name+" (x INT64)")
		batch.Ops = append(batch.Ops, warehouse.Drop{Ref: in(prod, name), Kind: warehouse.KindTable})
	}
	a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.HTTP503, Times: -1, Match: toPath("GET", "/queries/")})
	hold := a.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Times: -1, Match: starts("DROP TABLE")})
	done := make(chan error, 2)
	for _, op := range []warehouse.Op{warehouse.Batch{Ops: batch.Ops[:2]}, warehouse.Batch{Ops: batch.Ops[2:]}} {
		go func() {
			_, err := a.d.Do(t.Context(), op, token)
			done <- err
		}()
	}
	<-hold.Arrived()
	<-hold.Arrived()
	for range 5 {
		a.do(t, warehouse.RenewLease{State: state, Environment: "prod", Owner: "me", Fence: 1, TTL: time.Hour})
	}
	hold.Release()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if most != 2 {
		t.Errorf("%d jobs at once", most)
	}
	a.outcome(t, batch, warehouse.Done)
}
