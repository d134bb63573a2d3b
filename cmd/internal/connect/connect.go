package connect

import (
	"context"
	"fmt"

	"cutover/cmd/internal/config"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// Request says what is to be opened.
type Request struct {
	Production *config.Connection
	// Candidate is the side that dbt built; nil when only production matters.
	Candidate *config.Connection
	// Partner is the connection that production promotes from as configured;
	// nil when there is none. It decides where the state lives, so that a
	// release from elsewhere (--from) finds the same ledger.
	Partner *config.Connection
	State   config.State
	// ReadOnly opens everything for looking only.
	ReadOnly bool
	// AllowMissing accepts database files that are not there (yet).
	AllowMissing bool
	// OnStatement is called before and after every statement that changes
	// something; phase is "before" or "after". Nil in production.
	OnStatement func(phase, text string)
	// MaxParallel is how many statements may run at once; 0 means the adapter's
	// own choice.
	MaxParallel int
	// HashContent makes tokens of content read the rows (guards.content: hash).
	HashContent bool
	// Lookup reads environment variables that a login needs beside the profile;
	// nil sees none.
	Lookup config.Lookup
	// AskPasscode asks the person at the terminal for a one-time code. Nil when
	// nobody is there, which also rules out logins that open a browser.
	AskPasscode func(ctx context.Context) (string, error)
}

// Place is the database (on BigQuery the project) of one side.
type Place struct {
	// Database is its name in the session, DBTDatabase the name that dbt writes.
	Database, DBTDatabase string
	// Schema is the side's default schema as the warehouse stores it; empty when
	// the profile names none. It is not set on DuckDB.
	Schema string
}

// Session is an open warehouse.
type Session struct {
	Warehouse             *warehouse.Warehouse
	Production, Candidate Place
	// State is the container of the ledger and the lease.
	State warehouse.Container
	// Describe names the warehouse for people, without secrets.
	Describe plan.Warehouse
	// Files are the local database files, production's first; nil for a server.
	Files []string
	// StatePath is the file of a state that has its own; "" otherwise.
	StatePath string
}

// Close gives the warehouse back.
func (s *Session) Close() error { return s.Warehouse.Close() }

// Open opens the warehouse of a release. Errors are *warehouse.Error; kinds
// that this version has no adapter for have code Unsupported.
func Open(ctx context.Context, req Request) (*Session, error) {
	if req.Candidate != nil && req.Candidate.Kind != req.Production.Kind {
		return nil, unsupported(req.Production.Kind, "the candidate is on %s and production on %s: a release stays on one warehouse",
			req.Candidate.Kind, req.Production.Kind)
	}
	switch req.Production.Kind {
	case "duckdb":
		return openDuckDB(ctx, req)
	case "snowflake":
		return openSnowflake(ctx, req)
	case "bigquery":
		return openBigQuery(ctx, req)
	}
	return nil, unsupported(req.Production.Kind, "dbt's adapter type %q is not one that cutover knows: it publishes on bigquery, duckdb and snowflake", req.Production.Kind)
}

func unsupported(kind, format string, args ...any) error {
	return &warehouse.Error{Code: warehouse.Unsupported, Op: "open", Object: kind, Err: fmt.Errorf(format, args...)}
}
