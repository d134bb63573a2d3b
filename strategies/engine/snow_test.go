//go:build cgo

package engine_test

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"testing"
	"time"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/warehouse"
	"cutover/strategies"
)

// snow is a world on the Snowflake stand-in, through the real driver. What it
// shows is what the stand-in's reading of the documentation says.
type snow struct {
	server *snowflaketest.Server // nil on a real account
	// sql runs statements past cutover: the server, or the real account.
	sql interface {
		Exec(t testing.TB, statements ...string)
		Query(t testing.TB, sql string) [][]string
	}
	login snowflake.Profile
	// prefix begins the names of databases and roles; "" on the stand-in, which
	// is nobody else's.
	prefix string
	shape  shape
	state  warehouse.Container
}

// shape says where the two sides live and how they are published.
type shape string

const (
	twoDatabases shape = "two databases"
	twoSchemas   shape = "two schemas of one database"
	byTable      shape = "table by table"
)

func (s shape) request(w *world, req *strategies.Request) {
	if s == byTable {
		req.Mode = strategies.ModeTables
	}
	if req.Strategy == strategies.Swap && s == twoSchemas {
		req.From.Schema, req.To.Schema = w.schema("stage"), w.schema("prod")
	}
}

func newSnow(t *testing.T, s shape) *world {
	t.Helper()
	server := snowflaketest.NewServer(t)
	server.Exec(t, `CREATE ROLE "REPORTER"`, `CREATE ROLE "ANALYST"`)
	return makeSnow(t, &snow{server: server, sql: server, shape: s, login: snowflake.Profile{
		Account: server.Account(), User: server.User, Password: server.Password, Role: "ACCOUNTADMIN", Warehouse: "WH",
		Host: server.Host(), Port: server.Port(), Protocol: "http",
	}})
}

// makeSnow makes the two sides on an account that has the roles already.
func makeSnow(t *testing.T, s *snow) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC), snow: s, remote: s}
	s.state = warehouse.Container{Database: s.prefix + "OPS", Schema: "CUTOVER"}
	prod, stage, reporter := s.quoted("PROD"), s.quoted("STAGE"), s.quoted("REPORTER")
	s.sql.Exec(t, `CREATE DATABASE `+s.quoted("OPS"), `CREATE DATABASE `+prod)
	if s.shape == twoSchemas {
		s.sql.Exec(t, `CREATE SCHEMA `+prod+`."MART"`, `CREATE SCHEMA `+prod+`."STAGING_MART"`)
	} else {
		s.sql.Exec(t, `CREATE DATABASE `+stage, `CREATE SCHEMA `+prod+`."MART"`, `CREATE SCHEMA `+stage+`."MART"`)
	}
	s.sql.Exec(t,
		`GRANT USAGE ON DATABASE `+prod+` TO ROLE `+reporter, `GRANT USAGE ON SCHEMA `+prod+`."MART" TO ROLE `+reporter,
		`GRANT SELECT ON FUTURE TABLES IN SCHEMA `+prod+`."MART" TO ROLE `+reporter,
		`GRANT SELECT ON FUTURE VIEWS IN SCHEMA `+prod+`."MART" TO ROLE `+reporter)
	return w
}

func (s *snow) adapter() string { return "snowflake" }

func (s *snow) stateAt() warehouse.Container { return s.state }

func (s *snow) request(w *world, req *strategies.Request) { s.shape.request(w, req) }

// relation is what dbt-snowflake writes, which quotes nothing by default.
func (s *snow) relation(at warehouse.Container, n node) string {
	name := n.name
	if n.quoted {
		name = warehouse.Dialect{Quote: '"'}.QuoteName(name)
	}
	return at.String() + "." + name
}

// quoted is the name of a database or role of this world.
func (s *snow) quoted(name string) string { return `"` + s.prefix + name + `"` }

func (s *snow) place(side string) warehouse.Container {
	switch {
	case side == "prod":
		return warehouse.Container{Database: s.prefix + "PROD", Schema: "MART"}
	case s.shape == twoSchemas:
		return warehouse.Container{Database: s.prefix + "PROD", Schema: "STAGING_MART"}
	}
	return warehouse.Container{Database: s.prefix + "STAGE", Schema: "MART"}
}

func (s *snow) side(name string) strategies.Side {
	db := s.place(name).Database
	return strategies.Side{Environment: name, Database: db, DBTDatabase: db, Target: name}
}

func (s *snow) open(ctx context.Context, before func(string)) (warehouse.Driver, error) {
	o := snowflake.Options{MaxParallel: 8, Profile: s.login}
	if before != nil {
		o.OnStatement = func(_ context.Context, phase snowflake.Phase, st warehouse.Statement) {
			if phase == snowflake.Before {
				before(st.Text)
			}
		}
	}
	return snowflake.Open(ctx, o)
}

// tables builds n tables on a side, as dbt does: transient, each holding one
// value, with a view over the first.
func (s *snow) tables(w *world, side string, n int, value string) {
	w.t.Helper()
	w.nodes = nil
	c := s.place(side)
	q := func(name string) string {
		return fmt.Sprintf(`"%s"."%s"."%s"`, c.Database, c.Schema, strings.ToUpper(name))
	}
	var sts []string
	for i := range n {
		name := fmt.Sprintf("t%03d", i)
		w.nodes = append(w.nodes, node{name: name, materialized: "table", tag: "mart"})
		sts = append(sts, fmt.Sprintf(`CREATE OR REPLACE TRANSIENT TABLE %s (ID NUMBER(38,0) NOT NULL, V VARCHAR) COMMENT = 'built %s'`, q(name), value),
			fmt.Sprintf(`INSERT INTO %s VALUES (1, '%s'), (2, '%s')`, q(name), value, value))
	}
	w.nodes = append(w.nodes, node{name: "v000", materialized: "view", tag: "mart", parents: []string{"t000"}})
	sts = append(sts, fmt.Sprintf(`create or replace view %s.%s.v000 as (select * from %s.%s.t000)`, c.Database, c.Schema, c.Database, c.Schema))
	s.sql.Exec(w.t, sts...)
}

// holds says which values production's tables and its view hold.
func (s *snow) holds(w *world, n int) string {
	w.t.Helper()
	found := map[string]bool{}
	for i := range n {
		for _, row := range s.sql.Query(w.t, fmt.Sprintf(`SELECT DISTINCT V FROM %s."MART"."T%03d"`, s.quoted("PROD"), i)) {
			found[row[0]] = true
		}
	}
	for _, row := range s.sql.Query(w.t, `SELECT DISTINCT V FROM `+s.quoted("PROD")+`."MART"."V000"`) {
		found[row[0]] = true
	}
	var out []string
	for v := range found {
		out = append(out, v)
	}
	sort.Strings(out)
	return strings.Join(out, ",")
}

// grants says who may read production, in a comparable form.
func (s *snow) grants(w *world) string {
	w.t.Helper()
	var out []string
	prod := s.quoted("PROD")
	for _, st := range []string{
		`SHOW GRANTS ON SCHEMA ` + prod + `."MART"`, `SHOW FUTURE GRANTS IN SCHEMA ` + prod + `."MART"`, `SHOW GRANTS ON DATABASE ` + prod,
	} {
		for _, row := range s.sql.Query(w.t, st) {
			out = append(out, strings.Join(row[1:], " ")) // without created_on
		}
	}
	for _, row := range s.sql.Query(w.t, `SELECT OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, GRANTEE FROM `+prod+`.INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('MART')`) {
		if row[0] != warehouse.MarksTable {
			out = append(out, strings.Join(row, " "))
		}
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}
