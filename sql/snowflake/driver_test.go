package snowflake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// TestTwoLeaseRows: two first takes at one moment leave two rows; every reader
// sees the same one, and a third owner waits for both.
func TestTwoLeaseRows(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{})
	lease := "PROD__CUTOVER.CUTOVER.LEASE"
	a.server.Exec(t, "INSERT INTO "+lease+" SELECT 'prod', 'you', 1, DATEADD('millisecond', 3600000, CURRENT_TIMESTAMP()), ''")
	read, err := a.d.Render(warehouse.ReadLease{State: state, Environment: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		rows, err := a.d.Query(t.Context(), read[0])
		if err != nil || len(rows.Values) != 1 || *rows.Values[0][1] != "me" {
			t.Fatalf("%+v, %v", rows, err)
		}
	}
	take := warehouse.TakeLease{State: state, Environment: "prod", Owner: "third", TTL: 1 << 40}
	rec, err := a.d.Do(t.Context(), take, warehouse.Token{})
	if err != nil || rec.Rows != 0 {
		t.Errorf("the third owner got it: %+v, %v", rec, err)
	}
	if _, err := a.d.Do(t.Context(), warehouse.ReleaseLease{State: state, Environment: "prod", Owner: "me", Fence: 1}, warehouse.Token{}); err != nil {
		t.Fatal(err)
	}
	rec, err = a.d.Do(t.Context(), take, warehouse.Token{})
	if err != nil || rec.Rows != 0 {
		t.Errorf("the third owner got it beside the second: %+v, %v", rec, err)
	}
	if got := a.server.Query(t, "SELECT COUNT(*) FROM "+lease+" WHERE OWNER = 'third'"); got[0][0] != "0" {
		t.Error("it did not give back what it took beside another")
	}
	if _, err := a.d.Do(t.Context(), warehouse.ReleaseLease{State: state, Environment: "prod", Owner: "you", Fence: 1}, warehouse.Token{}); err != nil {
		t.Fatal(err)
	}
	rec, err = a.d.Do(t.Context(), take, warehouse.Token{})
	if err != nil || rec.Rows != 1 {
		t.Errorf("the third owner did not get what is free: %+v, %v", rec, err)
	}
}

// TestLongBodies: a plan of a megabyte comes back as it was.
func TestLongBodies(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{})
	body := `{"x": "` + strings.Repeat(`it's \"so\" `, 100_000) + `"}`
	entry := warehouse.Entry{Environment: "prod", Release: "r", Event: "planned", Fence: 1, Actor: "me", Body: body, Key: "k"}
	for range 2 {
		if _, err := a.d.Do(t.Context(), warehouse.AppendEntry{State: state, Entry: entry}, stepToken); err != nil {
			t.Fatal(err)
		}
	}
	if got := a.server.Query(t, "SELECT COUNT(*) FROM PROD__CUTOVER.CUTOVER.LEDGER"); got[0][0] != "1" {
		t.Errorf("%s entries of one key", got[0][0])
	}
	read, err := a.d.Render(warehouse.ReadEntries{State: state, Environment: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := a.d.Query(t.Context(), read[0])
	if err != nil || len(rows.Values) != 1 || *rows.Values[0][9] != body {
		t.Errorf("%d rows, %v", len(rows.Values), err)
	}
}

// TestTagsAndHook: every statement carries the step's tag, and the hook sees
// what Render shows.
func TestTagsAndHook(t *testing.T) {
	t.Parallel()
	type seen struct {
		phase snowflake.Phase
		text  string
	}
	var hooks []seen
	a := newStandin(t, snowflake.Options{QueryTag: "nightly", OnStatement: func(_ context.Context, phase snowflake.Phase, st warehouse.Statement) {
		hooks = append(hooks, seen{phase, st.Text})
	}})
	hooks = nil
	rec, err := a.d.Do(t.Context(), a.fenced(), stepToken)
	if err != nil || rec.Native == "" || rec.Statements != 1 {
		t.Errorf("%+v, %v", rec, err)
	}
	sts, err := a.d.Render(a.fenced())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]seen{{snowflake.Before, sts[0].Text}, {snowflake.After, sts[0].Text}}, hooks, cmp.AllowUnexported(seen{})); diff != "" {
		t.Error(diff)
	}
	for _, st := range a.server.Sent() {
		if want := map[bool]string{true: "nightly cutover:r1:swap MART", false: "nightly"}[isSwap(st.SQL)]; st.QueryTag != want {
			t.Errorf("%s has the tag %q, want %q", st.SQL, st.QueryTag, want)
		}
	}
}

func TestQueryRefuses(t *testing.T) {
	t.Parallel()
	a := newStandin(t, snowflake.Options{})
	for _, sql := range []string{"", "DROP TABLE PROD.MART.T", "/* SELECT */ DELETE FROM PROD.MART.T", "-- SELECT\nUSE ROLE X", "EXECUTE IMMEDIATE 'select 1'", "select 'x", "CALL P()"} {
		if _, err := a.d.Query(t.Context(), warehouse.Statement{Text: sql}); warehouse.CodeOf(err) != warehouse.InvalidStatement {
			t.Errorf("%q: %v", sql, err)
		}
	}
	if n := len(a.server.Sent()); n != 0 {
		t.Errorf("%d statements were sent", n)
	}
	rows, err := a.d.Query(t.Context(), warehouse.Statement{Text: " /* c */ select COUNT(*) as N FROM PROD.MART.T WHERE X = ?", Args: []string{"1"}})
	if err != nil || len(rows.Values) != 1 || *rows.Values[0][0] != "1" || rows.Columns[0] != "N" {
		t.Errorf("%+v, %v", rows, err)
	}
}
