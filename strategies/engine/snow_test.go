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
	server *snowflaketest.Server
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
	w := &world{
		t: t, now: time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC),
		snow: &snow{server: server, shape: s, state: warehouse.Container{Database: "OPS", Schema: "CUTOVER"}},
	}
	server.Exec(t, `CREATE DATABASE "OPS"`, `CREATE DATABASE "PROD"`, `CREATE ROLE "REPORTER"`, `CREATE ROLE "ANALYST"`)
	if s == twoSchemas {
		server.Exec(t, `CREATE SCHEMA "PROD"."MART"`, `CREATE SCHEMA "PROD"."STAGING_MART"`)
	} else {
		server.Exec(t, `CREATE DATABASE "STAGE"`, `CREATE SCHEMA "PROD"."MART"`, `CREATE SCHEMA "STAGE"."MART"`)
	}
	server.Exec(t,
		`GRANT USAGE ON DATABASE "PROD" TO ROLE "REPORTER"`, `GRANT USAGE ON SCHEMA "PROD"."MART" TO ROLE "REPORTER"`,
		`GRANT SELECT ON FUTURE TABLES IN SCHEMA "PROD"."MART" TO ROLE "REPORTER"`,
		`GRANT SELECT ON FUTURE VIEWS IN SCHEMA "PROD"."MART" TO ROLE "REPORTER"`)
	return w
}

func (s *snow) place(side string) warehouse.Container {
	switch {
	case side == "prod":
		return warehouse.Container{Database: "PROD", Schema: "MART"}
	case s.shape == twoSchemas:
		return warehouse.Container{Database: "PROD", Schema: "STAGING_MART"}
	}
	return warehouse.Container{Database: "STAGE", Schema: "MART"}
}

func (s *snow) side(name string) strategies.Side {
	db := s.place(name).Database
	return strategies.Side{Environment: name, Database: db, DBTDatabase: db, Target: name}
}

func (s *snow) open(ctx context.Context) (warehouse.Driver, error) {
	return snowflake.Open(ctx, snowflake.Options{MaxParallel: 8, Profile: s.profile()})
}

func (s *snow) profile() snowflake.Profile {
	return snowflake.Profile{
		Account: s.server.Account(), User: s.server.User, Password: s.server.Password, Role: "ACCOUNTADMIN", Warehouse: "WH",
		Host: s.server.Host(), Port: s.server.Port(), Protocol: "http",
	}
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
	s.server.Exec(w.t, sts...)
}

// holds says which values production's tables and its view hold.
func (s *snow) holds(w *world, n int) string {
	w.t.Helper()
	found := map[string]bool{}
	for i := range n {
		for _, row := range s.server.Query(w.t, fmt.Sprintf(`SELECT DISTINCT V FROM "PROD"."MART"."T%03d"`, i)) {
			found[row[0]] = true
		}
	}
	for _, row := range s.server.Query(w.t, `SELECT DISTINCT V FROM "PROD"."MART"."V000"`) {
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
	for _, st := range []string{
		`SHOW GRANTS ON SCHEMA "PROD"."MART"`, `SHOW FUTURE GRANTS IN SCHEMA "PROD"."MART"`, `SHOW GRANTS ON DATABASE "PROD"`,
	} {
		for _, row := range s.server.Query(w.t, st) {
			out = append(out, strings.Join(row[1:], " ")) // without created_on
		}
	}
	for _, row := range s.server.Query(w.t, `SELECT OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, GRANTEE FROM "PROD".INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('MART')`) {
		if row[0] != strategies.MarksTable {
			out = append(out, strings.Join(row, " "))
		}
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}
