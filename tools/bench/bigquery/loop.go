//go:build unix && cgo

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	"cloud.google.com/go/bigquery" //nolint:depguard // the loop that is compared with is what people write without us
	"golang.org/x/sync/errgroup"
	"google.golang.org/api/option"
)

// The two floors.
const (
	keepAndClone = "keep" // a snapshot of what is replaced, then the clone: a publish that can be undone
	cloneOnly    = "clone"
)

// bareLoop runs the loop as a process of its own, which is this program again.
func (o options) bareLoop(ctx context.Context, w *world, kind string, tables, workers int) (time.Duration, error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	cmd := exec.CommandContext(ctx, self, "-loop", kind, "-url", w.server.URL(), "-tables", strconv.Itoa(tables), "-workers", strconv.Itoa(workers))
	began := o.now()
	said, err := cmd.CombinedOutput()
	took := o.now().Sub(began)
	if err != nil {
		return 0, fmt.Errorf("bare loop: %w\n%s", err, said)
	}
	return took, nil
}

// loop is what that process does: one job after another for each table, in as many workers.
func loop(ctx context.Context, url, kind string, tables, workers int) error {
	client, err := bigquery.NewClient(ctx, project, option.WithEndpoint(url+"/bigquery/v2/"), option.WithoutAuthentication())
	if err != nil {
		return err
	}
	defer client.Close()
	client.Location = location
	if kind == keepAndClone {
		if err := client.Dataset("kept").Create(ctx, &bigquery.DatasetMetadata{Location: location}); err != nil {
			return err
		}
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(workers)
	for i := range tables {
		g.Go(func() error {
			at := tableName(i)
			if kind == keepAndClone {
				st := "CREATE SNAPSHOT TABLE " + name("kept", at) + " CLONE " + name(mart, at) + " OPTIONS(expiration_timestamp = TIMESTAMP '2126-01-01 00:00:00 UTC')"
				if err := statement(ctx, client, st); err != nil {
					return err
				}
			}
			return statement(ctx, client, "CREATE OR REPLACE TABLE "+name(mart, at)+" CLONE "+name(stage, at))
		})
	}
	return g.Wait()
}

func statement(ctx context.Context, client *bigquery.Client, sql string) error {
	job, err := client.Query(sql).Run(ctx)
	if err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	status, err := job.Wait(ctx)
	if err == nil {
		err = status.Err()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}
