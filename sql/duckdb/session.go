//go:build cgo

package duckdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"cutover/sql/warehouse"
)

// session is one open DuckDB instance with its files attached, on one
// connection.
type session struct {
	db       *sql.DB
	conn     *sql.Conn
	attached []Database
	readOnly bool
}

// openSession opens an instance and attaches the files that are there.
//
// The instance's own main database is an empty scratch file, for two reasons:
// every real file can then have any alias and any path, and the driver keeps
// all instances with a main file in one cache, which refuses to open a file
// twice in this process. POSIX locks would not notice that.
func openSession(ctx context.Context, opts Options) (*session, error) {
	dbs, err := opts.databases()
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "cutover-duckdb-")
	if err != nil {
		return nil, mapError("open", "scratch directory", err)
	}
	// The file is open by the time it is removed; where the system does not
	// remove open files, an empty directory stays behind.
	defer func() { _ = os.RemoveAll(scratch) }()
	connector, err := duckdb.NewConnector(filepath.Join(scratch, "session.duckdb"), nil)
	if err != nil {
		return nil, mapError("open", "DuckDB", err)
	}
	s := &session{db: sql.OpenDB(connector), readOnly: opts.ReadOnly}
	s.db.SetMaxOpenConns(1)
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return nil, errors.Join(mapError("open", "DuckDB", err), s.db.Close())
	}
	if err := s.setUp(ctx, opts, dbs); err != nil {
		return nil, errors.Join(err, s.close(ctx))
	}
	return s, nil
}

func (s *session) setUp(ctx context.Context, opts Options, dbs []Database) error {
	settings := []string{
		"SET TimeZone = 'UTC'",
		"SET autoinstall_known_extensions = false",
	}
	if len(dbs) > 0 {
		settings = append(settings, "SET temp_directory = "+Dialect().QuoteText(dbs[0].Path+".tmp"))
	}
	for _, text := range settings {
		if _, err := s.conn.ExecContext(ctx, text); err != nil {
			return mapError("open", "DuckDB", err)
		}
	}
	for _, db := range dbs {
		if err := s.attachIfThere(ctx, opts, db); err != nil {
			return err
		}
	}
	if len(s.attached) == 0 {
		return nil
	}
	_, err := s.conn.ExecContext(ctx, "USE "+Dialect().QuoteName(s.attached[0].Alias))
	return mapError("open", s.attached[0].Path, err)
}

// attachIfThere attaches a file, or leaves it out when it may be missing.
func (s *session) attachIfThere(ctx context.Context, opts Options, db Database) error {
	info, err := os.Stat(db.Path)
	switch {
	case err == nil && info.IsDir():
		return refuse(warehouse.Incompatible, "open", db.Path, "this is a directory, not a DuckDB database file")
	case err == nil && !opts.ReadOnly && !writable(db.Path):
		if sameFile(db.Path, opts.Production.Path) || sameFile(db.Path, opts.State.Path) {
			return refuse(warehouse.ReadOnly, "open", db.Path, "the file or its directory cannot be written, and DuckDB needs to write both")
		}
		return s.attach(ctx, db, attachReadOnly)
	case err == nil:
		return s.attach(ctx, db, attachThere)
	case !errors.Is(err, os.ErrNotExist):
		return mapError("open", db.Path, err)
	case opts.made(db):
		if err := os.MkdirAll(filepath.Dir(db.Path), 0o755); err != nil {
			return mapError("open", db.Path, err)
		}
		return s.attach(ctx, db, attachNew)
	case opts.AllowMissing, opts.ReadOnly && opts.State.Path != "" && sameFile(db.Path, opts.State.Path):
		return nil
	}
	return refuse(warehouse.NotFound, "open", db.Path, "there is no such database file")
}

// How a file is attached. A new one is made in the oldest storage format, so
// that an older dbt-duckdb can read it too.
const (
	attachThere    = " (TYPE duckdb, READ_WRITE)"
	attachReadOnly = " (TYPE duckdb, READ_ONLY)"
	attachNew      = " (TYPE duckdb, STORAGE_VERSION 'v1.0.0')"
)

func (s *session) attach(ctx context.Context, db Database, how string) error {
	if s.readOnly {
		how = attachReadOnly
	}
	if how == attachReadOnly && writable(db.Path) && hasLog(db.Path) {
		if err := s.replay(ctx, db); err != nil {
			return err
		}
	}
	if err := s.exec(ctx, db, how); err != nil {
		return err
	}
	s.attached = append(s.attached, db)
	return nil
}

func (s *session) exec(ctx context.Context, db Database, how string) error {
	d := Dialect()
	if _, err := s.conn.ExecContext(ctx, "ATTACH "+d.QuoteText(db.Path)+" AS "+d.QuoteName(db.Alias)+how); err != nil {
		return openError(db.Path, err)
	}
	return nil
}

// replay takes what a killed process had committed out of the write-ahead log
// into the file: DuckDB cannot always do that while it attaches read-only (it
// fails on a log that makes an index).
func (s *session) replay(ctx context.Context, db Database) error {
	if err := s.exec(ctx, db, attachThere); err != nil {
		return err
	}
	name := Dialect().QuoteName(db.Alias)
	for _, stmt := range []string{"CHECKPOINT " + name, "DETACH " + name} {
		if _, err := s.conn.ExecContext(ctx, stmt); err != nil {
			return mapError("replay the write-ahead log of", db.Path, err)
		}
	}
	return nil
}

// hasLog reports whether a write-ahead log lies beside the file.
func hasLog(path string) bool {
	info, err := os.Stat(walOf(path))
	return err == nil && info.Size() > 0
}

func (s *session) has(alias string) bool {
	for _, db := range s.attached {
		if Dialect().EqualNames(db.Alias, alias) {
			return true
		}
	}
	return false
}

// close folds every write-ahead log into its file and gives all locks back.
func (s *session) close(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	var errs []error
	if s.conn != nil {
		for _, db := range s.attached {
			errs = append(errs, s.checkpoint(ctx, db))
		}
		errs = append(errs, s.conn.Close())
	}
	return errors.Join(append(errs, s.db.Close())...)
}

// checkpoint empties the write-ahead log when there is one.
func (s *session) checkpoint(ctx context.Context, db Database) error {
	if s.readOnly || !hasLog(db.Path) {
		return nil
	}
	if _, err := s.conn.ExecContext(ctx, "CHECKPOINT "+Dialect().QuoteName(db.Alias)); err != nil {
		return mapError("checkpoint", db.Path, fmt.Errorf("write-ahead log stays beside the file: %w", err))
	}
	return nil
}
