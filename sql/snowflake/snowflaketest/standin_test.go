package snowflaketest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/snowflaketest"
)

// The two halves together: seed, change through the driver, look.
func TestBothHalves(t *testing.T) {
	t.Parallel()
	s := snowflaketest.NewServer(t)
	s.Exec(t,
		`CREATE DATABASE "D"`, `CREATE SCHEMA "D"."A"`, `CREATE SCHEMA "D"."B"`,
		`CREATE TABLE "D"."A"."T" (N NUMBER(38,0))`, `CREATE TABLE "D"."B"."T" (N NUMBER(38,0))`,
		`INSERT INTO "D"."A"."T" VALUES (1)`, `INSERT INTO "D"."B"."T" VALUES (2)`,
	)
	db := s.DB(t)
	ctx := context.Background()
	if err := db.PingContext(ctx); err != nil {
		t.Fatal(err)
	}
	read := func() (n int) {
		t.Helper()
		if err := db.QueryRowContext(ctx, `SELECT N FROM "D"."A"."T"`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := read(); n != 1 {
		t.Fatalf("before the swap: %d", n)
	}
	s.Inject(snowflaketest.Fault{Kind: snowflaketest.HalfReply, Match: func(sql string) bool { return sql == swap }})
	if _, err := db.ExecContext(sf.WithQueryTag(ctx, "cutover:r:swap"), swap); err != nil {
		t.Fatal(err)
	}
	if n := read(); n != 2 {
		t.Errorf("after a swap whose reply was half: %d", n)
	}
	s.Dedupe = false
	s.Inject(snowflaketest.Fault{Kind: snowflaketest.HalfReply, Match: func(sql string) bool { return sql == swap }})
	if _, err := db.ExecContext(ctx, swap); err != nil {
		t.Fatal(err)
	}
	if n := read(); n != 2 {
		t.Errorf("a doubled swap is no swap: %d, want 2", n)
	}
	var id, status string
	err := db.QueryRowContext(ctx, `SELECT QUERY_ID, EXECUTION_STATUS FROM TABLE("D".INFORMATION_SCHEMA.QUERY_HISTORY(RESULT_LIMIT => 1000)) WHERE QUERY_TAG = 'cutover:r:swap'`).Scan(&id, &status)
	if err != nil || status != "SUCCESS" {
		t.Errorf("history: %q %q %v", id, status, err)
	}
	if _, err := db.ExecContext(ctx, "FROBNICATE"); number(err) != 1003 {
		t.Errorf("unknown statement: %v", err)
	}
	if got := s.Query(t, `SELECT COUNT(*) FROM "D"."A"."T"`); !cmp.Equal(got, [][]string{{"1"}}) {
		t.Errorf("rows %q", got)
	}
}

// recorder is a test whose failures are only noted.
type recorder struct {
	testing.TB
	cleanup  []func()
	failures []string
}

func (r *recorder) Helper()          {}
func (r *recorder) Cleanup(f func()) { r.cleanup = append(r.cleanup, f) }
func (r *recorder) Errorf(format string, args ...any) {
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func TestNewServerFailsForTheUnexpected(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := snowflaketest.NewServer(r)
	_ = request(t, s, "PUT", "/queries/v1/query-request", "", nil, "")
	for _, f := range r.cleanup {
		f()
	}
	if diff := cmp.Diff([]string{"unexpected at the stand-in: PUT /queries/v1/query-request"}, r.failures); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}
