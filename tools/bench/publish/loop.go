//go:build unix && cgo

package main

import (
	"context"
	"database/sql" //nolint:depguard // the loop that is compared with is what people write without us
	"errors"
	"fmt"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2" //nolint:depguard // the same driver for both
)

// serialLoop is what a script does: one statement for each table, one after another, over one connection.
func (o options) serialLoop(ctx context.Context) (took time.Duration, err error) {
	a, err := newAccount(ctx, o.tables)
	if err != nil {
		return 0, err
	}
	defer a.close()
	db := sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *a.server.Config()))
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	a.server.Latency(o.latency)
	began := o.now()
	for i := range o.tables {
		name := tableName(i)
		st := fmt.Sprintf(`CREATE OR REPLACE TRANSIENT TABLE "PROD"."MART"."%s" CLONE "STAGE"."MART"."%s" COPY GRANTS`, name, name)
		if _, err := db.ExecContext(ctx, st); err != nil {
			return 0, fmt.Errorf("%s: %w", st, err)
		}
	}
	took = o.now().Sub(began)
	return took, a.holds("new", o.tables)
}
