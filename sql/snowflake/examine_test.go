package snowflake_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// account is a Looker of plain data.
type account struct {
	inv     warehouse.Inventory
	answers map[string]warehouse.Rows
	sent    []string
}

func (a *account) Inspect(context.Context, warehouse.InspectRequest) (warehouse.Inventory, error) {
	return a.inv, nil
}

func (a *account) Query(_ context.Context, st warehouse.Statement) (warehouse.Rows, error) {
	a.sent = append(a.sent, st.Text)
	rows, ok := a.answers[st.Text]
	if !ok {
		return rows, &warehouse.Error{Code: warehouse.NotFound, Err: errors.New("not there")}
	}
	return rows, nil
}

func rowsOf(columns string, lines ...string) warehouse.Rows {
	out := warehouse.Rows{Columns: strings.Fields(columns)}
	for _, line := range lines {
		var row []*string
		for _, cell := range strings.Split(line, "|") {
			row = append(row, &cell)
		}
		out.Values = append(out.Values, row)
	}
	return out
}

const grantColumns = "created_on privilege granted_on name"

// shop is an account with production and staging, whose role is allowed what is
// listed.
func shop(grants ...string) *account {
	lines := make([]string, len(grants))
	for i, g := range grants {
		lines[i] = "t|" + g
	}
	state := func(database, schema string) warehouse.ContainerState {
		return warehouse.ContainerState{Container: warehouse.Container{Database: database, Schema: schema}, Exists: true, RetentionDays: 1}
	}
	return &account{
		inv: warehouse.Inventory{
			Dialect:    snowflake.Dialect(),
			Containers: []warehouse.ContainerState{state("PROD", ""), state("STAGE", ""), state("PROD", "MART"), state("STAGE", "MART")},
		},
		answers: map[string]warehouse.Rows{
			`SELECT COUNT(*) FROM "PROD".INFORMATION_SCHEMA.SCHEMATA`: rowsOf("N", "1"),
			`SHOW GRANTS TO ROLE "DEPLOY"`:                            rowsOf(grantColumns, lines...),
			`SHOW SCHEMAS IN DATABASE "PROD"`:                         rowsOf("name", "MART"),
			`SHOW SCHEMAS IN DATABASE "STAGE"`:                        rowsOf("name", "MART"),
			`SHOW DATABASES STARTS WITH 'PROD__CUTOVER'`:              rowsOf("name"),
		},
	}
}

func ask() snowflake.Ask {
	return snowflake.Ask{
		Role: "DEPLOY", Warehouse: "WH", Production: "PROD", Candidate: "STAGE", Schemas: []string{"MART"}, CandidateSchemas: []string{"MART"},
		State: warehouse.Container{Database: "PROD__CUTOVER", Schema: "CUTOVER"},
	}
}

// everything is what all strategies need between PROD and STAGE.
func everything() []string {
	return []string{
		"OWNERSHIP|DATABASE|PROD", "OWNERSHIP|DATABASE|STAGE", "OWNERSHIP|SCHEMA|PROD.MART", `OWNERSHIP|SCHEMA|STAGE."MART"`, "CREATE DATABASE|ACCOUNT|XY1",
	}
}

func examine(t *testing.T, a *account, q snowflake.Ask) []warehouse.Finding {
	t.Helper()
	found, err := snowflake.Examine(t.Context(), a, q)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// of gives the findings of a check, as "level: hint".
func of(found []warehouse.Finding, check string) []string {
	var out []string
	for _, f := range found {
		if f.Check == check {
			out = append(out, strings.TrimSuffix(string(f.Level)+": "+f.Hint, ": "))
		}
	}
	return out
}

func TestExamineReady(t *testing.T) {
	t.Parallel()
	a := shop(everything()...)
	for _, f := range examine(t, a, ask()) {
		if f.Level != warehouse.Fine {
			t.Errorf("%s: %s: %s (%s)", f.Check, f.Level, f.Found, f.Hint)
		}
	}
	for _, st := range a.sent {
		if !strings.HasPrefix(st, "SELECT ") && !strings.HasPrefix(st, "SHOW ") {
			t.Errorf("sent %s", st)
		}
	}
}

// TestExamineMissing: each missing privilege comes with the statement that gives
// it, and is a failure only for the strategy that is used.
func TestExamineMissing(t *testing.T) {
	t.Parallel()
	const to = ` TO ROLE "DEPLOY"`
	bare := []string{"USAGE|DATABASE|PROD", "USAGE|DATABASE|STAGE", "USAGE|SCHEMA|PROD.MART"}
	for _, tc := range []struct {
		name, uses, check string
		want              []string
	}{
		{"the ledger's database", "", "rights: ledger", []string{"fail: GRANT CREATE DATABASE ON ACCOUNT" + to}},
		{"shadow used", "wac", "rights: wac, rollback", []string{
			`fail: GRANT USAGE ON SCHEMA "STAGE"."MART"` + to, `fail: GRANT CREATE SCHEMA ON DATABASE "PROD"` + to,
			`fail: GRANT OWNERSHIP ON SCHEMA "PROD"."MART"` + to + " COPY CURRENT GRANTS",
		}},
		{"tables not used", "wac", "rights: mode tables", []string{
			`warn: GRANT USAGE ON SCHEMA "STAGE"."MART"` + to, `warn: GRANT CREATE SCHEMA ON DATABASE "PROD"` + to,
			`warn: GRANT CREATE TABLE ON SCHEMA "PROD"."MART"` + to, `warn: GRANT CREATE VIEW ON SCHEMA "PROD"."MART"` + to,
		}},
		{"swap used", snowflake.StrategySwap, "rights: swap", []string{
			`fail: GRANT OWNERSHIP ON DATABASE "PROD"` + to + " COPY CURRENT GRANTS", `fail: GRANT OWNERSHIP ON DATABASE "STAGE"` + to + " COPY CURRENT GRANTS",
			"fail: GRANT CREATE DATABASE ON ACCOUNT" + to,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			q := ask()
			q.Uses = tc.uses
			if diff := cmp.Diff(tc.want, of(examine(t, shop(bare...), q), tc.check)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestExamineInherits(t *testing.T) {
	t.Parallel()
	a := shop("USAGE|ROLE|BUILDER")
	var lines []string
	for _, g := range everything() {
		lines = append(lines, "t|"+g)
	}
	a.answers[`SHOW GRANTS TO ROLE "BUILDER"`] = rowsOf(grantColumns, append(lines, "t|USAGE|ROLE|DEPLOY")...)
	found := examine(t, a, ask())
	for _, check := range []string{"role", "rights: ledger", "rights: wac, rollback", "rights: mode tables", "rights: swap"} {
		if diff := cmp.Diff([]string{"ok"}, of(found, check)); diff != "" {
			t.Errorf("%s: %s", check, diff)
		}
	}
}

func TestExamineFinds(t *testing.T) {
	t.Parallel()
	object := func(database, name, owner string) warehouse.Object {
		return warehouse.Object{Ref: warehouse.Ref{Database: database, Schema: "MART", Name: name}, Kind: warehouse.KindTable, Owner: owner}
	}
	for _, tc := range []struct {
		name   string
		change func(*account, *snowflake.Ask)
		check  string
		want   []string
	}{
		{"no warehouse", func(a *account, _ *snowflake.Ask) {
			delete(a.answers, `SELECT COUNT(*) FROM "PROD".INFORMATION_SCHEMA.SCHEMATA`)
		}, "virtual warehouse", []string{"warn"}},
		{"no candidate database", func(a *account, _ *snowflake.Ask) { a.inv.Containers[1].Exists = false }, "database STAGE", []string{`fail: GRANT USAGE ON DATABASE "STAGE" TO ROLE "DEPLOY"`}},
		{"no schema", func(a *account, _ *snowflake.Ask) { a.inv.Containers[2].Exists = false }, "schema PROD.MART", []string{`warn: GRANT USAGE ON SCHEMA "PROD"."MART" TO ROLE "DEPLOY"`}},
		{"no time travel", func(a *account, _ *snowflake.Ask) { a.inv.Containers[2].RetentionDays = 0 }, "retention of PROD.MART", []string{`warn: ALTER SCHEMA "PROD"."MART" SET DATA_RETENTION_TIME_IN_DAYS = 1`}},
		{"names that differ in case", func(a *account, _ *snowflake.Ask) {
			a.inv.Objects = []warehouse.Object{object("PROD", "orders", "DEPLOY"), object("STAGE", "ORDERS", "DEPLOY")}
		}, "names", []string{"warn: set quoting in dbt_project.yml the same for both targets"}},
		{"the same name is no clash", func(a *account, _ *snowflake.Ask) {
			a.inv.Objects = []warehouse.Object{object("PROD", "ORDERS", "DEPLOY"), object("STAGE", "ORDERS", "DEPLOY")}
		}, "names", nil},
		{"another owner", func(a *account, _ *snowflake.Ask) {
			a.inv.Objects = []warehouse.Object{object("PROD", "ORDERS", "LOADER")}
		}, "relations of other roles", []string{
			`warn: GRANT OWNERSHIP ON ALL TABLES IN SCHEMA "PROD"."MART" TO ROLE "DEPLOY" COPY CURRENT GRANTS; GRANT OWNERSHIP ON ALL VIEWS IN SCHEMA "PROD"."MART" TO ROLE "DEPLOY" COPY CURRENT GRANTS`,
		}},
		{"a stream", func(a *account, _ *snowflake.Ask) {
			a.inv.Dependents = []warehouse.Dependent{{Kind: "stream", Ref: warehouse.Ref{Database: "PROD", Schema: "MART", Name: "S"}}}
		}, "stream", []string{"warn: cutover plan says it for each release, and refuses what would break"}},
		{"a sequence", func(a *account, _ *snowflake.Ask) {
			a.inv.Dependents = []warehouse.Dependent{{Kind: "sequence", Ref: warehouse.Ref{Database: "PROD", Schema: "MART", Name: "S"}}}
		}, "sequence", []string{"ok"}},
		{"leftovers", func(a *account, q *snowflake.Ask) {
			a.answers[`SHOW SCHEMAS IN DATABASE "PROD"`] = rowsOf("name", "MART", "CUTOVER_AB__MART", "CUTOVER_CD__MART", "CUTOVER")
			a.answers[`SHOW DATABASES STARTS WITH 'PROD__CUTOVER'`] = rowsOf("name", "PROD__CUTOVER", "PROD__CUTOVER_EF", "PROD__CUTOVER_GH")
			q.Kept = []warehouse.Container{{Database: "PROD", Schema: "CUTOVER_AB__MART"}, {Database: "PROD__CUTOVER_EF"}}
		}, "leftovers", []string{`warn: look at them, then: DROP SCHEMA "PROD"."CUTOVER_CD__MART" CASCADE; DROP DATABASE "PROD__CUTOVER_GH"`}},
		{"marks", func(a *account, q *snowflake.Ask) {
			a.answers[`SELECT RELEASE, STEP FROM "STAGE"."MART"."CUTOVER_MARKS" ORDER BY AT, RELEASE, STEP`] = rowsOf("RELEASE STEP", "ab|swap", "cd|swap")
			q.Releases = []string{"ab"}
		}, "marks", []string{"warn: is state.database or state.container another one than before?"}},
		{"ACCOUNTADMIN", func(_ *account, q *snowflake.Ask) { q.Role = "ACCOUNTADMIN" }, "role", []string{"warn: make a role of its own for publishing, and set role: in profiles.yml"}},
		{"grants that cannot be read", func(a *account, _ *snowflake.Ask) { delete(a.answers, `SHOW GRANTS TO ROLE "DEPLOY"`) }, "role", []string{"warn"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			a, q := shop(everything()...), ask()
			tc.change(a, &q)
			if diff := cmp.Diff(tc.want, of(examine(t, a, q), tc.check)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
