package connect

import (
	"context"

	"cutover/sql/bigquery"
	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// Account is what is asked about a Snowflake account.
type Account = snowflake.Ask

// Project is what is asked about a BigQuery project.
type Project = bigquery.Ask

// Mode is how a release is published on BigQuery: the values of publish.mode, and
// ByRebuild.
type Mode = bigquery.Mode

// Finding is one answer of Examine.
type Finding = warehouse.Finding

// The levels of a Finding; anything else is a failure.
const (
	Fine    = warehouse.Fine
	Warning = warehouse.Warning
	// ByTables stands in Account.Uses for a publish table by table.
	ByTables = snowflake.StrategyTables
	// ByRebuild stands in Project.Mode where dbt builds in production itself.
	ByRebuild = bigquery.ModeRebuild
)

// Examine looks whether an account is ready; it changes nothing.
func Examine(ctx context.Context, w *warehouse.Warehouse, ask Account) ([]Finding, error) {
	return snowflake.Examine(ctx, w, ask)
}

// ExamineProject looks whether a project is ready; it changes nothing. The
// warehouse must be one of BigQuery's.
func ExamineProject(ctx context.Context, w *warehouse.Warehouse, ask Project) ([]Finding, error) {
	var found []Finding
	err := w.Through(ctx, func(opened warehouse.Driver) error {
		d, ok := opened.(*bigquery.Driver)
		if !ok {
			return unsupported("bigquery", "the warehouse that is open is not BigQuery")
		}
		var err error
		found, err = d.Examine(ctx, ask)
		return err
	})
	return found, err
}
