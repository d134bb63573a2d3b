//go:build cgo && unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"cloud.google.com/go/bigquery"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/api/iterator"

	project "cutover/testdata/dbt"
	"cutover/testdata/standins"
)

// A bigShop is a copy of the shop whose two sides are datasets of one project in
// a stand-in for BigQuery: dbt-bigquery builds, the program publishes through
// the vendor's client.
type bigShop struct {
	standin *standins.BigQuery
	client  *bigquery.Client
	dir     string
	env     []string
}

// readsOfDatasets are what people look at after a publish on BigQuery.
var readsOfDatasets = []string{
	"SELECT order_id, customer_id, status, payments, amount FROM mart.fct_orders ORDER BY order_id",
	"SELECT customer_id, name, city, orders, amount FROM mart.dim_customers ORDER BY customer_id",
	"SELECT * FROM mart.orders_summary ORDER BY order_day",
	"SELECT * FROM utils.dim_dates ORDER BY date_day",
}

func newBigShop(t *testing.T) *bigShop {
	t.Helper()
	standin := standins.StartBigQuery(t)
	s := &bigShop{standin: standin, client: standin.Client(t), dir: filepath.Join(t.TempDir(), "shop")}
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
		if prefix, _, _ := strings.Cut(entry, "_"); !slices.Contains([]string{"CUTOVER", "DBT", "SHOP", "GOOGLE", "BIGQUERY"}, prefix) {
			s.env = append(s.env, entry)
		}
	}
	s.env = append(s.env, "CUTOVER_DBT="+standin.DBT, "CUTOVER_ACTOR=evening@shop", "NO_COLOR=1", "SHOP_PORT="+strconv.Itoa(standin.Port))
	return s
}

// read gives the rows of a query as lines.
func (s *bigShop) read(t *testing.T, query string) []string {
	t.Helper()
	rows, err := s.client.Query(query).Read(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for {
		var row []bigquery.Value
		switch err := rows.Next(&row); {
		case errors.Is(err, iterator.Done):
			return out
		case err != nil:
			t.Fatalf("%s: %v", query, err)
		}
		out = append(out, fmt.Sprint(row))
	}
}

func (s *bigShop) production(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, query := range readsOfDatasets {
		out[query] = s.read(t, query)
	}
	return out
}

// equalProduction wants that production reads like this.
func (s *bigShop) equalProduction(t *testing.T, what string, want map[string][]string) {
	t.Helper()
	if diff := cmp.Diff(want, s.production(t)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// orders wants this number of orders in production, which is how a day is told.
func (s *bigShop) orders(t *testing.T, want int) {
	t.Helper()
	if diff := cmp.Diff([]string{fmt.Sprintf("[%d]", want)}, s.read(t, "SELECT COUNT(*) FROM mart.fct_orders")); diff != "" {
		t.Errorf("orders in prod (-want +got):\n%s", diff)
	}
}

// allow lets somebody read one table of production, which no publish may undo.
func (s *bigShop) allow(t *testing.T, member string) {
	t.Helper()
	handle := s.client.Dataset("mart").Table("fct_orders").IAM()
	policy, err := handle.Policy(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	policy.Add(member, "roles/bigquery.dataViewer")
	if err := handle.SetPolicy(t.Context(), policy); err != nil {
		t.Fatal(err)
	}
}

// face is what readers meet besides rows: who may read, what things are called
// and described as, what they are.
func (s *bigShop) face(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, name := range []string{"fct_orders", "dim_customers", "orders_live", "orders_summary"} {
		table := s.client.Dataset("mart").Table(name)
		meta, err := table.Metadata(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		policy, err := table.IAM().Policy(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s %s %q %v", name, meta.Type, meta.Description, policy.Members("roles/bigquery.dataViewer")))
		for _, column := range meta.Schema {
			out = append(out, fmt.Sprintf("%s.%s %s %q", name, column.Name, column.Type, column.Description))
		}
	}
	return out
}

// day writes the cutover.yml of a day; publish has further keys for its section.
func (s *bigShop) day(t *testing.T, day int, publish string) {
	t.Helper()
	text := fmt.Sprintf(`version: 1
dbt:
  profile: shop
  vars: {run_day: %d}
default_environment: staging
environments:
  staging: {target: staging, manifest: target/manifest.json}
  prod: {target: prod, promotes_from: staging, manifest: prod/manifest.json}
publish: {strategy: wac, select: "tag:mart tag:utils", %s}
`, day, publish)
	if err := os.WriteFile(filepath.Join(s.dir, "cutover.yml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (s *bigShop) dbt(t *testing.T, command, target string, day int, folder string) {
	t.Helper()
	s.run(t, 0, s.standin.DBT, "--quiet", command, "--target", target, "--vars", fmt.Sprintf("run_day: %d", day), "--target-path", folder, "--log-path", folder)
}

func (s *bigShop) cutover(t *testing.T, args ...string) answer {
	t.Helper()
	return s.run(t, 0, "cutover", args...)
}

func (s *bigShop) run(t *testing.T, want int, name string, args ...string) answer {
	t.Helper()
	cmd := exec.Command(name, args...)
	var out, errs bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, s.env, &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Errorf("run %s: %v", strings.Join(cmd.Args, " "), err)
		return answer{}
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		t.Errorf("%s: exit code %d, want %d\n%s%s", strings.Join(cmd.Args, " "), got, want, &out, &errs)
	}
	return answer{stdout: out.String(), stderr: errs.String()}
}

// TestBigQueryPublish is one evening after another on the stand-in: production
// exists, day 2 is published and taken back, and day 4 comes by
// rollback. One stand-in serves all of it, because it and dbt are slow.
func TestBigQueryPublish(t *testing.T) {
	t.Parallel()
	s := newBigShop(t)
	var sides sync.WaitGroup
	sides.Go(func() { s.dbt(t, "build", "prod", 1, "prod") })
	sides.Go(func() { s.dbt(t, "build", "staging", 2, "target") })
	if sides.Wait(); t.Failed() {
		return
	}
	s.allow(t, "user:analyst@example.com")
	dayOne, face := s.production(t), s.face(t)

	modes := []string{"clone"}
	all := os.Getenv(everyPoint) != "" // the emulator is slow, and our own stand-in sees every mode
	if all {
		modes = append(modes, "transaction")
	}
	published := len(modes)
	for _, mode := range modes {
		if !t.Run(mode, func(t *testing.T) { s.publishAndUndo(t, mode, dayOne, face) }) {
			return
		}
	}
	t.Run("views", func(t *testing.T) {
		if !all {
			t.Skip("modes transaction and views run on the emulator with " + everyPoint + " only")
		}
		published++
		s.views(t)
	})
	t.Run("rollback", func(t *testing.T) {
		s.day(t, 4, "mode: clone")
		s.cutover(t, "rollback", "run", "--env", "prod", "--yes")
		s.orders(t, 40)
	})
	t.Run("history", func(t *testing.T) {
		said := s.cutover(t, "history", "--env", "prod").stdout
		got := []int{strings.Count(said, "  wac "), strings.Count(said, "  rollback "), strings.Count(said, "undone by"), strings.Count(said, "  undo ")}
		if !slices.Equal(got, []int{published, 1, published, published}) {
			t.Errorf("history has %v publishes, rollbacks, undone ones and undos, want %d, 1, and as many twice:\n%s", got, published, said)
		}
	})
}

// views publishes into datasets of its own, because in this mode production
// holds views and no tables.
func (s *bigShop) views(t *testing.T) {
	t.Helper()
	s.day(t, 2, "mode: views, route: {by: tag, map: {mart: front, utils: front_utils}}")
	s.cutover(t, "wac", "--env", "prod", "--yes")
	want := map[string]bigquery.TableType{"fct_orders": bigquery.ViewTable, "dim_customers": bigquery.ViewTable, "orders_live": bigquery.ViewTable, "orders_summary": bigquery.ViewTable}
	if diff := cmp.Diff(want, s.kinds(t, "front")); diff != "" {
		t.Errorf("what there is in front (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"[20 10]"}, s.read(t, "SELECT (SELECT COUNT(*) FROM front.fct_orders), (SELECT COUNT(*) FROM front.dim_customers)")); diff != "" {
		t.Errorf("rows behind the views (-want +got):\n%s", diff)
	}
	s.cutover(t, "undo", "--env", "prod", "--yes")
	if diff := cmp.Diff(map[string]bigquery.TableType{}, s.kinds(t, "front")); diff != "" {
		t.Errorf("what there is in front after the undo (-want +got):\n%s", diff)
	}
}

// kinds is what there is in a dataset.
func (s *bigShop) kinds(t *testing.T, dataset string) map[string]bigquery.TableType {
	t.Helper()
	out := map[string]bigquery.TableType{}
	tables := s.client.Dataset(dataset).Tables(t.Context())
	for {
		table, err := tables.Next()
		if errors.Is(err, iterator.Done) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		meta, err := table.Metadata(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		out[table.TableID] = meta.Type
	}
}

// publishAndUndo publishes day 2 and takes it back. dbt's own tests are asked
// once, after the mode that is used when nobody names one.
func (s *bigShop) publishAndUndo(t *testing.T, mode string, dayOne map[string][]string, face []string) {
	t.Helper()
	s.day(t, 2, "mode: "+mode)
	s.cutover(t, "wac", "--env", "prod", "--yes")
	s.orders(t, 20)
	if mode == "clone" {
		if diff := cmp.Diff(face, s.face(t)); diff != "" {
			t.Errorf("access, kinds and descriptions changed (-before +after):\n%s", diff)
		}
		s.dbt(t, "test", "prod", 2, "prod")
	}
	s.cutover(t, "undo", "--env", "prod", "--yes")
	s.equalProduction(t, "prod after the undo", dayOne)
	if diff := cmp.Diff(face, s.face(t)); diff != "" {
		t.Errorf("access, kinds and descriptions changed by the undo (-before +after):\n%s", diff)
	}
}
