package snowflake_test

import (
	"context"
	"strings"

	"cutover/sql/snowflake"
)

// find gives the row of SHOW with a name.
func (q question) find(show, name string) map[string]string {
	q.Helper()
	for _, row := range q.a.Show(q.T, show) {
		if row["name"] == name {
			return row
		}
	}
	q.Fatalf("%s shows no %s", show, name)
	return nil
}

// createdOnAfterSwap: cutover takes created_on for the identity of a container
// and of a table, which must travel with the object.
func createdOnAfterSwap(q question) {
	other := q.a.Name("OTHER")
	q.a.Exec(q.T, "CREATE DATABASE "+snowflake.Dialect().QuoteName(other))
	q.table("a", "A", "T")
	q.table("b", "A", "U")
	for _, c := range []struct{ what, show, one, two, swap string }{
		{
			"table", "SHOW TABLES IN SCHEMA " + q.name("A"), "T", "U",
			"ALTER TABLE " + q.name("A", "T") + " SWAP WITH " + q.name("A", "U"),
		},
		{"schema", "SHOW SCHEMAS IN DATABASE " + q.name(), "A", "B", "ALTER SCHEMA " + q.name("A") + " SWAP WITH " + q.name("B")},
		{
			"database", "SHOW DATABASES STARTS WITH " + snowflake.Dialect().QuoteText(q.a.Prefix), q.db, other,
			"ALTER DATABASE " + q.name() + " SWAP WITH " + snowflake.Dialect().QuoteName(other),
		},
	} {
		one, two := q.find(c.show, c.one)["created_on"], q.find(c.show, c.two)["created_on"]
		if one == two {
			q.Errorf("both of a %s were made at %s: nothing can be told apart", c.what, one)
		}
		if err := q.do(c.swap); err != nil {
			q.answer("%s: %s", c.what, said(err))
			continue
		}
		newOne, newTwo := q.find(c.show, c.one)["created_on"], q.find(c.show, c.two)["created_on"]
		verdict := "it is new: " + newOne + " and " + newTwo + ", were " + one + " and " + two
		switch {
		case newOne == two && newTwo == one:
			verdict = "travels with the object"
		case newOne == one && newTwo == two:
			verdict = "stays with the name"
		}
		q.answer("created_on of a %s after a swap: %s", c.what, verdict)
	}
}

// sessionAfterSwap: what a session that stands in a swapped schema sees.
func sessionAfterSwap(q question) {
	q.table("from A", "A", "T")
	q.table("from B", "B", "T")
	conn := q.a.Conn(q.T)
	if _, err := conn.ExecContext(context.Background(), "USE SCHEMA "+q.name("A")); err != nil {
		q.Fatal(err)
	}
	for _, who := range []string{"itself", "another session"} {
		swap := "ALTER SCHEMA " + q.name("A") + " SWAP WITH " + q.name("B")
		var err error
		if who == "itself" {
			_, err = conn.ExecContext(context.Background(), swap)
		} else {
			err = q.do(swap)
		}
		q.answer("swapped by %s: %s; then CURRENT_SCHEMA() %q, an unqualified T reads %q, A.T reads %q", who, said(err),
			on(conn, "SELECT CURRENT_SCHEMA()"), on(conn, "SELECT V FROM T"), on(conn, "SELECT V FROM "+q.name("A", "T")))
	}
}

// swapPrivileges: which privileges a role needs to swap two schemas.
func swapPrivileges(q question) {
	role := q.role("SWAPPER")
	user := cells(q.a.Ask("SELECT CURRENT_USER()"))
	q.a.Exec(q.T, "GRANT ROLE "+role+" TO USER "+snowflake.Dialect().QuoteName(user), "GRANT USAGE ON DATABASE "+q.name()+" TO ROLE "+role,
		"GRANT USAGE ON WAREHOUSE "+snowflake.Dialect().QuoteName(q.a.Profile.Warehouse)+" TO ROLE "+role)
	conn := q.a.Conn(q.T)
	for _, st := range []string{"USE ROLE " + role, "USE SECONDARY ROLES NONE"} {
		if _, err := conn.ExecContext(context.Background(), st); err != nil {
			q.answer("%s: %s", st, said(err))
		}
	}
	var have []string
	for _, grant := range []string{
		"USAGE ON SCHEMA " + q.name("A"), "USAGE ON SCHEMA " + q.name("B"), "MODIFY ON SCHEMA " + q.name("A"), "MODIFY ON SCHEMA " + q.name("B"),
		"CREATE SCHEMA ON DATABASE " + q.name(), "OWNERSHIP ON SCHEMA " + q.name("B"), "OWNERSHIP ON SCHEMA " + q.name("A"),
		"OWNERSHIP ON DATABASE " + q.name(),
	} {
		st := "GRANT " + grant + " TO ROLE " + role
		if strings.HasPrefix(grant, "OWNERSHIP") {
			st += " COPY CURRENT GRANTS"
		}
		if err := q.do(st); err != nil {
			q.answer("%s: %s", st, said(err))
			continue
		}
		have = append(have, strings.ReplaceAll(grant, q.a.Prefix, ""))
		_, err := conn.ExecContext(context.Background(), "ALTER SCHEMA "+q.name("A")+" SWAP WITH "+q.name("B"))
		q.answer("with %s: %s", strings.Join(have, ", "), said(err))
		if err == nil {
			return
		}
	}
}

// shareAfterSwap: whether a consumer of a share sees what was swapped in.
func shareAfterSwap(q question) {
	q.table("old", "A", "T")
	q.table("new", "B", "T")
	share := snowflake.Dialect().QuoteName(q.a.Name("SHARE"))
	if err := q.do("CREATE SHARE " + share); err != nil {
		q.answer("no share can be made: %s", said(err))
		return
	}
	defer func() { q.answer("DROP SHARE: %s", said(q.do("DROP SHARE "+share))) }()
	q.a.Exec(q.T, "GRANT USAGE ON DATABASE "+q.name()+" TO SHARE "+share, "GRANT USAGE ON SCHEMA "+q.name("A")+" TO SHARE "+share,
		"GRANT SELECT ON TABLE "+q.name("A", "T")+" TO SHARE "+share)
	grants := func() string {
		var out []string
		for _, r := range q.a.Show(q.T, "SHOW GRANTS TO SHARE "+share) {
			out = append(out, r["privilege"]+" on "+r["granted_on"]+" "+strings.ReplaceAll(r["name"], q.a.Prefix, ""))
		}
		return strings.Join(out, ", ")
	}
	q.answer("before: %s", grants())
	err := q.do("ALTER SCHEMA " + q.name("A") + " SWAP WITH " + q.name("B"))
	q.answer("schemas swapped (%s): the share has %s", said(err), grants())
	other := snowflake.Dialect().QuoteName(q.a.Name("OTHER"))
	q.a.Exec(q.T, "CREATE DATABASE "+other)
	err = q.do("ALTER DATABASE " + q.name() + " SWAP WITH " + other)
	q.answer("databases swapped (%s): the share has %s", said(err), grants())
	q.answer("a second database in one share: %s", said(q.do("GRANT USAGE ON DATABASE "+q.name()+" TO SHARE "+share)))
}
