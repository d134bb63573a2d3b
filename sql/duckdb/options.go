package duckdb

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"cutover/sql/warehouse"
)

// Database is one file and the name under which the session knows it.
type Database struct {
	// Alias is the catalog name in the session. Views carry their file's stem
	// as catalog name, so production's alias must be its file's stem.
	Alias string
	// Path is the file; empty means that there is no such database.
	Path string
}

// Stem is the file's name without directory and last extension, which is the
// catalog name that DuckDB itself gives to a file.
func (db Database) Stem() string {
	base := filepath.Base(db.Path)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// Phase says when the statement hook is called.
type Phase string

// The two phases.
const (
	Before Phase = "before"
	After  Phase = "after"
)

// Options say which files belong to the session.
type Options struct {
	// Production is the database that is published into. Its name must be the
	// file's stem when views in it carry a catalog name.
	Production Database
	// Candidate is what dbt built; zero or the same file and alias when the
	// candidate is a schema of the production file.
	Candidate Database
	// State keeps ledger and lease; zero or the same file when they live in a
	// schema of the production file. The file is made when missing.
	State Database
	// StateSchema is used for state containers that name no schema; "cutover"
	// when empty.
	StateSchema string
	// Attach are more files, which must exist.
	Attach []Database
	// ReadOnly opens every file read-only and makes none.
	ReadOnly bool
	// AllowMissing lets the files of production and candidate be missing: they
	// are then simply not there. Otherwise Open fails with NotFound.
	AllowMissing bool
	// OnStatement, when not nil, is called before and after every statement
	// that Do sends.
	OnStatement func(ctx context.Context, phase Phase, st warehouse.Statement)
}

// keptPrefix starts the aliases of databases that an undo keeps.
const keptPrefix = "kept_"

// keptDir is the directory beside production's own that holds what cutover
// keeps.
const keptDir = ".cutover"

// databases lists the files once each, in the order production, candidate,
// state, others.
func (o Options) databases() ([]Database, error) {
	var out []Database
	all := append([]Database{o.Production, o.Candidate, o.State}, o.Attach...)
	for _, db := range all {
		if db.Path == "" {
			continue
		}
		if db.Alias == "" {
			db.Alias = db.Stem()
		}
		known, err := alreadyListed(out, db)
		if err != nil {
			return nil, err
		}
		if !known {
			out = append(out, db)
		}
	}
	return out, nil
}

func alreadyListed(list []Database, db Database) (bool, error) {
	d := Dialect()
	for _, other := range list {
		same, sameAlias := sameFile(other.Path, db.Path), d.EqualNames(other.Alias, db.Alias)
		switch {
		case same && sameAlias:
			return true, nil
		case same:
			return false, refuse(warehouse.InvalidStatement, "open", db.Path,
				"the same file is named %q and %q; one file has one name in a session", other.Alias, db.Alias)
		case sameAlias:
			return false, refuse(warehouse.InvalidStatement, "open", db.Path,
				"the name %q already stands for %s; give one of the two files another name", db.Alias, other.Path)
		}
	}
	return false, nil
}

// sameFile compares by inode, or by cleaned path while a file is missing. It
// never opens a file: closing it would drop the locks that DuckDB holds for
// this process.
func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	ia, erra := os.Stat(a)
	ib, errb := os.Stat(b)
	return erra == nil && errb == nil && os.SameFile(ia, ib)
}

// path gives the file that stands behind a database name.
func (o Options) path(alias string) (string, bool) {
	d := Dialect()
	dbs, err := o.databases()
	if err != nil {
		return "", false
	}
	for _, db := range dbs {
		if d.EqualNames(db.Alias, alias) {
			return db.Path, true
		}
	}
	if strings.HasPrefix(alias, keptPrefix) && o.Production.Path != "" && filepath.Base(alias) == alias {
		dir := filepath.Dir(filepath.Dir(o.Production.Path))
		return filepath.Join(dir, keptDir, alias, filepath.Base(o.Production.Path)), true
	}
	return "", false
}

func (o Options) state(c warehouse.Container) warehouse.Container {
	if c.Schema == "" {
		c.Schema = o.StateSchema
	}
	if c.Schema == "" {
		c.Schema = "cutover"
	}
	return c
}

// made reports whether opening may create the file: only the state file.
func (o Options) made(db Database) bool {
	return !o.ReadOnly && o.State.Path != "" && sameFile(db.Path, o.State.Path)
}
