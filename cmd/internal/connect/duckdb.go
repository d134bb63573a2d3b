package connect

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cutover/cmd/internal/config"
	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

const (
	candidateSuffix = "__candidate"
	stateAlias      = "cutover_state"
	stateDir        = ".cutover"
	stateFile       = "state.duckdb"
)

func openDuckDB(ctx context.Context, req Request) (*Session, error) {
	l, err := layOut(req)
	if err != nil {
		return nil, err
	}
	if l.options.State.Path != "" && !req.ReadOnly {
		if err := os.MkdirAll(filepath.Dir(l.options.State.Path), 0o755); err != nil {
			return nil, &warehouse.Error{Code: warehouse.PermissionDenied, Op: "make the folder of", Object: l.options.State.Path, Err: err}
		}
	}
	wh, err := warehouse.New(ctx, func(ctx context.Context) (warehouse.Driver, error) {
		return duckdb.Open(ctx, l.options)
	})
	if err != nil {
		return nil, err
	}
	return &Session{
		Warehouse: wh, Production: l.production, Candidate: l.candidate, State: l.state,
		Describe: plan.Warehouse{Kind: "duckdb", Where: req.Production.DuckDB.Path},
		Files:    l.files(), StatePath: l.options.State.Path,
	}, nil
}

// layout is who has which name in a DuckDB session.
type layout struct {
	options               duckdb.Options
	production, candidate Place
	state                 warehouse.Container
}

func (l layout) files() []string {
	files := []string{l.options.Production.Path}
	if path := l.options.Candidate.Path; path != "" && path != l.options.Production.Path {
		files = append(files, path)
	}
	return files
}

// layOut gives every file its name. Production keeps the name that dbt and the
// views inside the file use; a candidate of the same name gets another one.
func layOut(req Request) (layout, error) {
	production := req.Production.DuckDB
	if err := checkFile(production, req.AllowMissing); err != nil {
		return layout{}, err
	}
	l := layout{production: Place{Database: production.Database, DBTDatabase: production.Database}}
	l.options = duckdb.Options{
		Production: duckdb.Database{Alias: production.Database, Path: production.Path},
		ReadOnly:   req.ReadOnly,
		// A swap leaves a gap in the middle, and the session opens again there.
		// Whether the files are there at the beginning is checked here.
		AllowMissing: true,
	}
	if req.OnStatement != nil {
		l.options.OnStatement = func(_ context.Context, phase duckdb.Phase, st warehouse.Statement) {
			req.OnStatement(string(phase), st.Text)
		}
	}
	if req.Candidate != nil {
		candidate := req.Candidate.DuckDB
		if err := checkFile(candidate, req.AllowMissing); err != nil {
			return layout{}, err
		}
		l.candidate = candidatePlace(production, candidate)
		l.options.Candidate = duckdb.Database{Alias: l.candidate.Database, Path: candidate.Path}
	}
	l.placeState(req)
	return l, nil
}

func candidatePlace(production, candidate *config.DuckDB) Place {
	p := Place{Database: candidate.Database, DBTDatabase: candidate.Database}
	switch {
	case sameFile(production.Path, candidate.Path):
		p.Database = production.Database
	case strings.EqualFold(production.Database, candidate.Database):
		p.Database = candidate.Database + candidateSuffix
	}
	return p
}

// placeState decides where ledger and lease live: in a file of their own when
// the whole file of production may be exchanged, or when cutover.yml says so.
func (l *layout) placeState(req Request) {
	path := req.State.Path
	if path == "" {
		path = pairState(req)
	}
	l.options.StateSchema = req.State.Container
	if path == "" {
		l.state = warehouse.Container{Database: l.production.Database, Schema: req.State.Container}
		return
	}
	l.options.State = duckdb.Database{Alias: stateAlias, Path: path}
	l.state = warehouse.Container{Database: stateAlias, Schema: req.State.Container}
}

// pairState is the state file of two files of one name in two folders; "" when
// production is not part of such a pair.
func pairState(req Request) string {
	production := req.Production.DuckDB.Path
	for _, c := range []*config.Connection{req.Partner, req.Candidate} {
		if c == nil || c.DuckDB == nil {
			continue
		}
		partner := c.DuckDB.Path
		if filepath.Base(partner) != filepath.Base(production) || sameFile(partner, production) {
			return ""
		}
		return filepath.Join(commonParent(filepath.Dir(partner), filepath.Dir(production)), stateDir, stateFile)
	}
	// Nobody says what the partner is; a ledger that is there is used.
	path := filepath.Join(filepath.Dir(filepath.Dir(production)), stateDir, stateFile)
	if _, err := os.Stat(path); err == nil {
		return path
	}
	return ""
}

// commonParent is the deepest folder that holds both.
func commonParent(a, b string) string {
	for dir := a; ; dir = filepath.Dir(dir) {
		if rel, err := filepath.Rel(dir, b); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return dir
		}
		if dir == filepath.Dir(dir) {
			return dir
		}
	}
}

// sameFile compares as the file system does, and by path while a file is
// missing.
func sameFile(a, b string) bool {
	if filepath.Clean(a) == filepath.Clean(b) {
		return true
	}
	ia, errA := os.Stat(a)
	ib, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(ia, ib)
}

// checkFile refuses what is not a file that two programs can share.
func checkFile(d *config.DuckDB, allowMissing bool) error {
	switch {
	case d == nil:
		return unsupported("duckdb", "the connection has no DuckDB settings")
	case strings.HasPrefix(d.Path, ":memory:"):
		return unsupported("duckdb", "the database is in memory: nothing of it is left to publish; set path: in profiles.yml")
	case strings.Contains(d.Path, "://") || strings.HasPrefix(d.Path, "md:") || strings.HasPrefix(d.Path, "ducklake:"):
		return unsupported("duckdb", "only database files are supported, not URLs")
	}
	info, err := os.Stat(d.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && allowMissing:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return &warehouse.Error{Code: warehouse.NotFound, Op: "open", Object: d.Path, Err: errors.New("there is no such database file")}
	case err != nil:
		return &warehouse.Error{Code: warehouse.PermissionDenied, Op: "open", Object: d.Path, Err: err}
	case info.IsDir():
		return &warehouse.Error{Code: warehouse.Incompatible, Op: "open", Object: d.Path, Err: fmt.Errorf("it is a folder, not a database file")}
	}
	return nil
}
