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

// DuckDBConnection is a connection to a file.
func DuckDBConnection(path string) *config.Connection {
	return &config.Connection{Kind: "duckdb", DuckDB: &config.DuckDB{Path: path, Database: config.DuckDBName(path)}}
}
