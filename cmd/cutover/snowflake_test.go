//go:build cgo && unix

package main

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sf "github.com/snowflakedb/gosnowflake/v2"

	project "cutover/testdata/dbt"
	"cutover/testdata/standins"
)

// A snowShop is a copy of the shop whose two sides are databases of a stand-in
// for Snowflake: dbt-snowflake builds, the program publishes through gosnowflake.
type snowShop struct {
	standin *standins.Snowflake
	db      *sql.DB
	dir     string
	env     []string
}

// readsOfProduction are what people look at after a publish.
var readsOfProduction = []string{
	`SELECT ORDER_ID, CUSTOMER_ID, STATUS, PAYMENTS, AMOUNT FROM PROD.MART.FCT_ORDERS ORDER BY ORDER_ID`,
	`SELECT CUSTOMER_ID, NAME, CITY, ORDERS, AMOUNT FROM PROD.MART.DIM_CUSTOMERS ORDER BY CUSTOMER_ID`,
	`SELECT * FROM PROD.MART.ORDERS_SUMMARY ORDER BY ORDER_DAY`,
	`SELECT * FROM PROD.UTILS.DIM_DATES ORDER BY DATE_DAY`,
}

func newSnowShop(t *testing.T) *snowShop {
	t.Helper()
	standin := standins.Start(t)
	s := &snowShop{standin: standin, dir: filepath.Join(t.TempDir(), "shop")}
	files, err := project.Shop()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(s.dir, files); err != nil {
		t.Fatal(err)
	}
	profiles, err := os.ReadFile(filepath.Join(standin.Profiles, "profiles.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, "profiles.yml"), profiles, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, entry := range os.Environ() {
		if prefix, _, _ := strings.Cut(entry, "_"); prefix != "CUTOVER" && prefix != "DBT" && prefix != "SHOP" && prefix != "SNOWFLAKE" {
			s.env = append(s.env, entry)
		}
	}
	s.env = append(s.env, "CUTOVER_DBT="+standin.DBT, "CUTOVER_ACTOR=evening@shop", "NO_COLOR=1", "SHOP_PORT="+strconv.Itoa(standin.Port))
	s.db = sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *standin.Config()))
	t.Cleanup(func() { _ = s.db.Close() }) // the stand-in ends with the test
	s.do(t, `CREATE DATABASE PROD`, `CREATE DATABASE STAGE`, `CREATE ROLE ANALYST`)
	return s
}

func (s *snowShop) do(t *testing.T, statements ...string) {
	t.Helper()
	for _, one := range statements {
		if _, err := s.db.ExecContext(t.Context(), one); err != nil {
			t.Fatalf("%s: %v", one, err)
		}
	}
}

// read gives the rows of a query as lines.
func (s *snowShop) read(t *testing.T, query string) []string {
	t.Helper()
	rows, err := s.db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }() // Err below says what went wrong
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		var line strings.Builder
		for _, v := range values {
			line.WriteString(v.String + "|")
		}
		out = append(out, line.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return out
}

func (s *snowShop) production(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, query := range readsOfProduction {
		out[query] = s.read(t, query)
	}
	return out
}

func (s *snowShop) rowsOfOrders(t *testing.T, want string) {
	t.Helper()
	if diff := cmp.Diff([]string{want + "|"}, s.read(t, `SELECT COUNT(*) FROM PROD.MART.FCT_ORDERS`)); diff != "" {
		t.Errorf("orders in prod (-want +got):\n%s", diff)
	}
}

// day writes the cutover.yml of a day.
func (s *snowShop) day(t *testing.T, day int, publish string) {
	t.Helper()
	text := fmt.Sprintf(`version: 1
dbt:
  profile: shop
  vars: {run_day: %d}
default_environment: staging
environments:
  staging: {target: staging, manifest: target/manifest.json}
  prod: {target: prod, promotes_from: staging}
publish: %s
`, day, publish)
	if err := os.WriteFile(filepath.Join(s.dir, "cutover.yml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s *snowShop) dbt(t *testing.T, command, target string, day int, more ...string) {
	t.Helper()
	args := append([]string{"--quiet", command, "--target", target, "--vars", fmt.Sprintf("run_day: %d", day)}, more...)
	s.run(t, 0, exec.Command(s.standin.DBT, args...))
}

func (s *snowShop) cutover(t *testing.T, want int, args ...string) answer {
	t.Helper()
	return s.run(t, want, exec.Command("cutover", args...))
}

func (s *snowShop) run(t *testing.T, want int, cmd *exec.Cmd) answer {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, s.env, &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("run %s: %v", strings.Join(cmd.Args, " "), err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Fatalf("%s: exit code %d, want %d\n%s%s", strings.Join(cmd.Args, " "), got, want, &out, &errs)
	}
	return answer{stdout: out.String(), stderr: errs.String()}
}

// equalProduction wants that production reads as it did, and that dbt's tests
// pass on it where a day is given.
func (s *snowShop) equalProduction(t *testing.T, what string, want map[string][]string, day int) {
	t.Helper()
	if diff := cmp.Diff(want, s.production(t)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
	if day > 0 {
		s.dbt(t, "test", "prod", day)
	}
}

const wacOnSnowflake = `{strategy: wac, select: "tag:mart tag:utils"}`

// TestSnowflakePublish is one evening after another on the stand-in: production
// exists, day 2 is published by wac, taken back, published again, and day 4 comes
// by rollback.
func TestSnowflakePublish(t *testing.T) {
	t.Parallel()
	s := newSnowShop(t)
	s.dbt(t, "build", "prod", 1)
	s.dbt(t, "build", "staging", 2)
	s.do(t, `GRANT USAGE ON SCHEMA PROD.MART TO ROLE ANALYST`, `GRANT SELECT ON TABLE PROD.MART.FCT_ORDERS TO ROLE ANALYST`)
	dayOne, access := s.production(t), s.access(t)

	s.day(t, 2, wacOnSnowflake)
	s.cutover(t, 0, "wac", "--env", "prod", "--yes")
	s.rowsOfOrders(t, "20")
	dayTwo := s.production(t)
	s.equalProduction(t, "day 2 in prod", dayTwo, 2)
	if diff := cmp.Diff(access, s.access(t)); diff != "" {
		t.Errorf("who may read prod changed (-before +after):\n%s", diff)
	}

	s.cutover(t, 0, "undo", "--env", "prod", "--yes")
	s.equalProduction(t, "prod after the undo", dayOne, 0)
	if diff := cmp.Diff(access, s.access(t)); diff != "" {
		t.Errorf("who may read prod changed by the undo (-before +after):\n%s", diff)
	}

	s.day(t, 4, wacOnSnowflake)
	s.cutover(t, 0, "rollback", "run", "--env", "prod", "--yes")
	s.rowsOfOrders(t, "40")
	s.equalProduction(t, "day 4 in prod", s.production(t), 4)
}

// access is who may do what with the mart.
func (s *snowShop) access(t *testing.T) []string {
	t.Helper()
	return s.read(t, `SELECT OBJECT_NAME, PRIVILEGE_TYPE, GRANTEE FROM PROD.INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('MART') AND OBJECT_NAME <> 'CUTOVER_MARKS' ORDER BY 1, 2, 3`)
}

// TestSnowflakeSwap exchanges the two databases and takes it back; the views say
// STAGE when dbt has built them, and must read PROD afterwards.
func TestSnowflakeSwap(t *testing.T) {
	t.Parallel()
	s := newSnowShop(t)
	s.dbt(t, "build", "prod", 1)
	s.dbt(t, "build", "staging", 2, "--full-refresh")
	s.do(t, `GRANT USAGE ON SCHEMA PROD.MART TO ROLE ANALYST`, `GRANT SELECT ON TABLE PROD.MART.FCT_ORDERS TO ROLE ANALYST`)
	dayOne, access := s.production(t), s.access(t)

	s.day(t, 2, `{strategy: swap, select: "tag:mart tag:utils"}`)
	s.cutover(t, 0, "swap", "--env", "prod", "--yes", "--allow", "incremental-under-swap")
	s.rowsOfOrders(t, "20")
	s.equalProduction(t, "day 2 in prod", s.production(t), 2)
	for _, text := range s.read(t, `SELECT VIEW_DEFINITION FROM PROD.INFORMATION_SCHEMA.VIEWS`) {
		// The text begins with the name under which the view was made, which stays as it was typed.
		if _, query, ok := strings.Cut(text, " as ("); !ok || strings.Contains(strings.ToUpper(query), "STAGE") {
			t.Errorf("a view of prod reads the other side:\n%s", text)
		}
	}
	if diff := cmp.Diff(access, s.access(t)); diff != "" {
		t.Errorf("who may read prod changed (-before +after):\n%s", diff)
	}

	s.cutover(t, 0, "undo", "--env", "prod", "--yes")
	s.equalProduction(t, "prod after the undo", dayOne, 0)
}
