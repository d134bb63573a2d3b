//go:build unix && cgo

package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"cutover/sql/snowflake/snowflaketest"         //nolint:depguard // the stand-in is what is published on
	"cutover/sql/snowflake/snowflaketest/catalog" //nolint:depguard // the same
)

// account is a stand-in that holds two sides.
type account struct {
	server  *snowflaketest.Server
	catalog *catalog.Catalog
	clock   *clock
	latency time.Duration
}

// newAccount makes tables transient tables on each side, as dbt does, with a role that may read production's.
func newAccount(ctx context.Context, tables int) (*account, error) {
	c, err := catalog.New()
	if err != nil {
		return nil, err
	}
	a := &account{catalog: c, clock: &clock{Catalog: c}}
	a.server = snowflaketest.New(a.clock)
	statements := []string{
		`CREATE DATABASE "PROD"`, `CREATE DATABASE "STAGE"`, `CREATE SCHEMA "PROD"."MART"`, `CREATE SCHEMA "STAGE"."MART"`,
		`CREATE ROLE "REPORTER"`, `GRANT USAGE ON DATABASE "PROD" TO ROLE "REPORTER"`, `GRANT USAGE ON SCHEMA "PROD"."MART" TO ROLE "REPORTER"`,
		`GRANT SELECT ON FUTURE TABLES IN SCHEMA "PROD"."MART" TO ROLE "REPORTER"`,
	}
	for _, side := range [][2]string{{"PROD", "before"}, {"STAGE", "new"}} {
		for i := range tables {
			name := fmt.Sprintf(`"%s"."MART"."%s"`, side[0], tableName(i))
			statements = append(statements, "CREATE TRANSIENT TABLE "+name+" (ID NUMBER(38,0) NOT NULL, V VARCHAR)",
				fmt.Sprintf("INSERT INTO %s VALUES (%d, '%s')", name, i, side[1]))
		}
	}
	for _, st := range statements {
		if _, err := c.Execute(ctx, admin(), st, nil); err != nil {
			a.close()
			return nil, fmt.Errorf("seed %s: %w", st, err)
		}
	}
	return a, nil
}

func tableName(i int) string { return fmt.Sprintf("T%05d", i) }

func admin() *catalog.Session { return &catalog.Session{User: "ADMIN", Role: "ACCOUNTADMIN"} }

func (a *account) close() {
	a.server.Close()
	_ = a.catalog.Close() // nothing of it is wanted any more
}

// holds checks that the first and the last table of production say value.
func (a *account) holds(value string, tables int) error {
	for _, i := range []int{0, tables - 1} {
		r, err := a.catalog.Execute(context.Background(), admin(), `SELECT V FROM "PROD"."MART"."`+tableName(i)+`"`, nil)
		if err != nil {
			return err
		}
		if len(r.Rows) != 1 || r.Rows[0][0] == nil || *r.Rows[0][0] != value {
			return fmt.Errorf("production's table %d is not %s", i, value)
		}
	}
	return nil
}

// clock is the catalog with a note of when each statement was executed. The stand-in waits for its latency before that.
type clock struct {
	*catalog.Catalog

	mu   sync.Mutex
	list []statement
}

// statement is one that was executed.
type statement struct {
	sql   string
	began time.Time // after the latency
	took  time.Duration
}

// Execute implements snowflaketest.Engine.
func (c *clock) Execute(ctx context.Context, s *catalog.Session, sql string, binds []catalog.Bind) (*catalog.Result, error) {
	began := time.Now() //nolint:forbidigo // what is measured
	r, err := c.Catalog.Execute(ctx, s, sql, binds)
	took := time.Since(began)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append(c.list, statement{sql: sql, began: began, took: took})
	return r, err
}

func (c *clock) reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = nil
}

func (c *clock) statements() []statement {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]statement(nil), c.list...)
}
