package snowflake_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/livetest"
	"cutover/sql/warehouse"
)

// question is one thing that no documentation says, asked in a database of its
// own. It never fails because of the answer, only when it cannot be asked.
type question struct {
	*testing.T

	a      *livetest.Account
	lookup livetest.Lookup
	db     string // stored name of a database that is this question's own
}

// answers asks every open question.
func answers(t *testing.T, lookup livetest.Lookup) {
	for name, ask := range map[string]func(question){
		"created-on-after-swap": createdOnAfterSwap, "session-after-swap": sessionAfterSwap, "request-id": requestID,
		"lost-reply": lostReply, "guard-block": guardBlock, "guard-block-errors": guardBlockErrors, "guard-block-price": guardBlockPrice,
		"swap-privileges": swapPrivileges, "share-after-swap": shareAfterSwap, "copy-grants": copyGrantsTransientReplace,
		"clone-future-grants": cloneFutureGrants, "object-privileges": objectPrivileges, "bytes-and-rows": bytesAndRows,
		"starts-with": startsWith, "large-bind": largeBind, "policies-and-tags": policiesAndTags, "first-leases": firstLeases,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := livetest.Open(t, lookup)
			q := question{T: t, a: a, lookup: lookup, db: a.Name("Q")}
			a.Exec(t, "CREATE DATABASE "+q.name(), "CREATE SCHEMA "+q.name("A"), "CREATE SCHEMA "+q.name("B"))
			ask(q)
		})
	}
}

// name quotes a name inside the question's database.
func (q question) name(parts ...string) string {
	d := snowflake.Dialect()
	out := d.QuoteName(q.db)
	for _, p := range parts {
		out += "." + d.QuoteName(p)
	}
	return out
}

// table makes a table with one row.
func (q question) table(value string, parts ...string) string {
	q.Helper()
	name := q.name(parts...)
	q.a.Exec(q.T, "CREATE TABLE "+name+" (V VARCHAR)", "INSERT INTO "+name+" VALUES ("+snowflake.Dialect().QuoteText(value)+")")
	return name
}

// role makes a role that is this question's own.
func (q question) role(name string) string {
	q.Helper()
	quoted := snowflake.Dialect().QuoteName(q.a.Name(name))
	q.a.Make(q.T, "ROLE "+quoted)
	return quoted
}

func (q question) answer(format string, args ...any) {
	q.Helper()
	who := "ANSWER"
	if q.a.StandIn {
		who = "ANSWER (of the stand-in, which proves nothing)"
	}
	q.Logf("%s: %s: %s", who, q.Name()[strings.LastIndex(q.Name(), "/")+1:], fmt.Sprintf(format, args...))
}

// said is what became of a statement.
func said(err error) string {
	var native *sf.SnowflakeError
	if errors.As(err, &native) {
		return fmt.Sprintf("refused %06d (%s): %s", native.Number, native.SQLState, strings.Join(strings.Fields(native.Message), " "))
	}
	if err != nil {
		return "failed: " + err.Error()
	}
	return "done"
}

// do sends a statement that may be refused.
func (q question) do(statement string) error {
	_, err := q.a.Ask(statement)
	return err
}

// cells gives an answer on one line.
func cells(rows [][]string, err error) string {
	if err != nil {
		return said(err)
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, strings.Join(r, " | "))
	}
	if len(lines) == 0 {
		return "no rows"
	}
	return strings.Join(lines, "; ")
}

// on asks in a session that is not the pool's any.
func on(conn *sql.Conn, statement string) string {
	var cell sql.NullString
	if err := conn.QueryRowContext(context.Background(), statement).Scan(&cell); err != nil {
		return said(err)
	}
	return cell.String
}

// driver opens cutover's own.
func (q question) driver(change func(*snowflake.Options)) warehouse.Driver {
	q.Helper()
	o := snowflake.Options{Profile: q.a.Profile}
	if change != nil {
		change(&o)
	}
	d, err := snowflake.Open(q.Context(), o)
	if err != nil {
		q.Fatal(err)
	}
	q.Cleanup(func() { _ = d.Close() })
	return d
}

func (q question) container(schema string) warehouse.Container {
	return warehouse.Container{Database: q.db, Schema: schema}
}
