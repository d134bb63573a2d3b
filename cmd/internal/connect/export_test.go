package connect

import (
	"context"

	"cutover/cmd/internal/config"
	"cutover/sql/bigquery"
	"cutover/sql/warehouse"
)

// LayOut shows who gets which name in a DuckDB session.
func LayOut(req Request) (production, candidate Place, state warehouse.Container, statePath string, err error) {
	l, err := layOut(req)
	return l.production, l.candidate, l.state, l.options.State.Path, err
}

// SnowflakeState shows where the ledger of a Snowflake session is.
func SnowflakeState(req Request, exists func(warehouse.Container) (bool, error)) (warehouse.Container, error) {
	return snowflakeState(req, exists)
}

// StoredName shows how a name of a profile is stored.
func StoredName(name string) string { return storedName(name) }

// OneLogin shows which sides one session can see.
func OneLogin(req Request) error { return oneLogin(req) }

// BigQueryState shows where the ledger of a BigQuery session is.
func BigQueryState(state config.State, production Place) warehouse.Container {
	return bigQueryStateOf(state, production)
}

// BigQueryOptions shows what a BigQuery session is opened with.
func BigQueryOptions(ctx context.Context, req Request) (bigquery.Options, error) {
	production, err := bigQueryPlace(ctx, req.Production)
	if err != nil {
		return bigquery.Options{}, err
	}
	var candidate Place
	if req.Candidate != nil {
		candidate, err = bigQueryPlace(ctx, req.Candidate)
	}
	return bigQueryOptions(req, production, candidate), err
}

// OneLocation shows which sides one job can see.
func OneLocation(req Request) error { return oneLocation(req) }

// DuckDBConnection is a connection to a file.
func DuckDBConnection(path string) *config.Connection {
	return &config.Connection{Kind: "duckdb", DuckDB: &config.DuckDB{Path: path, Database: config.DuckDBName(path)}}
}
