package livetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake"
)

// Require is what CUTOVER_TEST_REQUIRE names to make a missing account a failure.
const Require = "snowflake-live"

// Lookup reads an environment variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// Account is an account, and the part of its names that is this test's own.
type Account struct {
	// Profile is how cutover connects.
	Profile snowflake.Profile
	// Prefix begins every name that the test may make: upper case, with the
	// underscore at its end.
	Prefix string
	// StandIn says that a host was named: what answers is no real account, and
	// the answers prove only that the suite runs.
	StandIn bool

	config *sf.Config
	db     *sql.DB
	drop   []string
}

// Open connects, or skips the test when the variables are not set. When the test
// ends, all that begins with Prefix is dropped.
func Open(t testing.TB, lookup Lookup) *Account {
	t.Helper()
	s, missing, err := read(lookup)
	if missing != "" {
		required, _ := lookup("CUTOVER_TEST_REQUIRE")
		if slices.Contains(strings.Split(required, ","), Require) {
			t.Fatalf("%s is not set; docs/snowflake-live.md says what the live suite needs", missing)
		}
		t.Skipf("SKIPPED: no Snowflake account: %s is not set; docs/snowflake-live.md says what the live suite needs", missing)
	}
	if err != nil {
		t.Fatal(err)
	}
	a := &Account{Profile: s.profile, Prefix: s.prefix + "_" + rand.Text()[:12] + "_", StandIn: s.profile.Host != ""}
	if a.config, err = s.config(); err != nil {
		t.Fatal(err)
	}
	if err := sf.GetLogger().SetLogLevel("off"); err != nil {
		t.Fatal(err)
	}
	a.db = sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *a.config))
	t.Cleanup(func() {
		a.clean(t)
		if err := a.db.Close(); err != nil {
			t.Errorf("close pool: %v", err)
		}
	})
	return a
}

// Name gives the stored name of something that the test makes.
func (a *Account) Name(rest string) string { return a.Prefix + rest }

// Conn logs in for a session of its own, whose role and schema the test may
// change; it ends with the test.
func (a *Account) Conn(t testing.TB) *sql.Conn {
	t.Helper()
	db := sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *a.config))
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatalf("log in: %v", err)
	}
	t.Cleanup(func() {
		_ = conn.Close() // closing the pool says what went wrong
		if err := db.Close(); err != nil {
			t.Errorf("close session: %v", err)
		}
	})
	return conn
}

// Exec runs statements, each on its own, and fails the test at the first error.
func (a *Account) Exec(t testing.TB, statements ...string) {
	t.Helper()
	for _, st := range statements {
		if _, err := a.db.ExecContext(context.Background(), st); err != nil {
			t.Fatalf("%s: %v", st, err)
		}
	}
}

// Query runs one statement and gives its rows as text, NULL as "NULL".
func (a *Account) Query(t testing.TB, statement string) [][]string {
	t.Helper()
	out, err := a.Ask(statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return out
}

// Ask is Query for what may be refused.
func (a *Account) Ask(statement string) ([][]string, error) {
	rows, err := a.db.QueryContext(context.Background(), statement)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err below says what went wrong
	_, out, err := scan(rows)
	return out, err
}

// Show runs SHOW and gives each row by the names of its columns, in lower case.
func (a *Account) Show(t testing.TB, statement string) []map[string]string {
	t.Helper()
	rows, err := a.db.QueryContext(context.Background(), statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	defer func() { _ = rows.Close() }() // Err in scan says what went wrong
	names, lines, err := scan(rows)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	var out []map[string]string
	for _, line := range lines {
		r := map[string]string{}
		for i, name := range names {
			r[strings.ToLower(name)] = line[i]
		}
		out = append(out, r)
	}
	return out
}

func scan(rows *sql.Rows) (names []string, out [][]string, err error) {
	if names, err = rows.Columns(); err != nil {
		return nil, nil, err
	}
	cells := make([]any, len(names))
	into := make([]any, len(names))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, nil, err
		}
		var line []string
		for _, c := range cells {
			line = append(line, text(c))
		}
		out = append(out, line)
	}
	return names, out, rows.Err()
}

func text(cell any) string {
	switch v := cell.(type) {
	case nil:
		return "NULL"
	case string:
		return v
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(cell)
}

// Make runs a CREATE for something that is no database, and drops it with the
// test: object is its kind and its quoted name, ROLE "X".
func (a *Account) Make(t testing.TB, object string) {
	t.Helper()
	a.drop = append(a.drop, object)
	a.Exec(t, "CREATE "+object)
}

// clean drops what begins with the prefix. What it cannot drop, it names.
func (a *Account) clean(t testing.TB) {
	t.Helper()
	var left []string
	attempt := func(object string) {
		if _, err := a.db.ExecContext(context.Background(), "DROP "+object); err != nil {
			left = append(left, object+" ("+err.Error()+")")
		}
	}
	for _, object := range slices.Backward(a.drop) {
		attempt(object)
	}
	rows, err := a.db.QueryContext(context.Background(), "SHOW DATABASES STARTS WITH "+snowflake.Dialect().QuoteText(a.Prefix))
	if err != nil {
		t.Errorf("look for what is to be dropped: %v; drop by hand what begins with %s", err, a.Prefix)
		return
	}
	defer func() { _ = rows.Close() }() // Err in scan says what went wrong
	names, lines, err := scan(rows)
	if err != nil {
		t.Errorf("look for what is to be dropped: %v; drop by hand what begins with %s", err, a.Prefix)
		return
	}
	for _, line := range lines {
		for i, column := range names {
			if strings.EqualFold(column, "name") && strings.HasPrefix(line[i], a.Prefix) {
				attempt("DATABASE " + snowflake.Dialect().QuoteName(line[i]))
			}
		}
	}
	if len(left) > 0 {
		t.Errorf("not dropped, drop it by hand:\n%s", strings.Join(left, "\n"))
	}
}
