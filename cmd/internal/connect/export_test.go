package connect

import (
	"cutover/cmd/internal/config"
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

// DuckDBConnection is a connection to a file.
func DuckDBConnection(path string) *config.Connection {
	return &config.Connection{Kind: "duckdb", DuckDB: &config.DuckDB{Path: path, Database: config.DuckDBName(path)}}
}
