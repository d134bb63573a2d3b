package catalog

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
	bq "google.golang.org/api/bigquery/v2"
)

// Catalog is what is stored, in all projects and locations. It is safe for
// concurrent use: statements that only read run side by side, a statement that
// changes something runs alone. A script is several statements, and others may
// run in between.
type Catalog struct {
	db *sql.DB

	mu       sync.RWMutex
	clock    func() time.Time
	ownClock bool
	lastTick time.Time
	rules    Rules
	datasets map[datasetKey]*dataset
	lastID   int64
	lastSeq  int64
	// ended is closed, and made anew, when a transaction ends.
	ended chan struct{}

	scratch counter
	// before, for tests, is called before a statement takes the lock.
	before func(text string)
}

// counter numbers the scratch tables of statements that run side by side.
type counter struct {
	mu sync.Mutex
	n  int64
}

func (c *counter) next() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

// New makes a catalog that holds nothing.
func New() (*Catalog, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("open row store: %w", err)
	}
	c := &Catalog{
		db:       sql.OpenDB(connector),
		datasets: map[datasetKey]*dataset{},
		ended:    make(chan struct{}),
		clock:    time.Now, //nolint:forbidigo // the model is the service, which has its own clock
	}
	if _, err := c.db.ExecContext(context.Background(), strings.Join(setUp(), ";\n")); err != nil {
		_ = c.db.Close()
		return nil, fmt.Errorf("set up row store: %w", err)
	}
	return c, nil
}

// Close frees the rows. The catalog must not be used afterwards.
func (c *Catalog) Close() error { return c.db.Close() }

// Now is the time that CURRENT_TIMESTAMP() answers.
func (c *Catalog) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.now().UTC()
}

// SetNow gives the catalog another clock. It may stand still: what is changed
// goes on by a millisecond each time all the same.
func (c *Catalog) SetNow(now func() time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock, c.ownClock, c.lastTick = now, true, time.Time{}
}

// SetRules says how the catalog answers where the service's answer is not known.
func (c *Catalog) SetRules(rules Rules) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.rules = rules
}

func (c *Catalog) now() time.Time { return c.clock() }

func (c *Catalog) nextID() int64 {
	c.lastID++
	return c.lastID
}

func (c *Catalog) nextSeq() int64 {
	c.lastSeq++
	return c.lastSeq
}

// run is one job on its way.
type run struct {
	c      *Catalog
	ctx    context.Context
	s      Session
	params []Param
	bound  int
	dry    bool
	// tx is the open transaction of a script; nil outside of one.
	tx *txn

	// The rest belongs to the statement that runs.

	p *parser
	// now is CURRENT_TIMESTAMP(), at the time of what is changed.
	now time.Time
	// location is where the statement runs, once it is known.
	location string
	// bytes counts what is read.
	bytes int64
	// inView is the depth of views that are being expanded.
	inView int
	// defining is the view that is being made, which must not read itself.
	defining *bq.TableReference
	// scratch are the tables made for INFORMATION_SCHEMA, dropped at the end.
	scratch []string
}

// Execute runs one statement or script. Errors of the service are *Error. A
// script that failed gives a Result too, with the statements that ran.
func (c *Catalog) Execute(ctx context.Context, s Session, text string, params []Param) (*Result, error) {
	return c.execute(&run{c: c, ctx: ctx, s: s, params: params}, text)
}

// DryRun checks one statement or script without doing it. Of a script only the
// first statement is looked at, as the service cannot know what the others will
// find.
func (c *Catalog) DryRun(ctx context.Context, s Session, text string) (*Result, error) {
	return c.execute(&run{c: c, ctx: ctx, s: s, dry: true}, text)
}

func (c *Catalog) execute(r *run, text string) (*Result, error) {
	p, err := newParser(text)
	if err != nil {
		return nil, err
	}
	steps, err := parseScript(p)
	if err != nil {
		return nil, err
	}
	if len(steps) == 1 && steps[0].kind == stepStatement {
		return r.alone(steps[0].part, text)
	}
	return r.script(steps, text)
}

// errWait is the answer of a statement that another transaction has to let through.
var errWait = errors.New("another transaction writes the table")

// alone runs one statement; it waits while an open transaction writes what the
// statement wants to change.
func (r *run) alone(part []lexeme, text string) (*Result, error) {
	bound := r.bound
	for {
		r.bound = bound
		res, ended, err := r.locked(part, text)
		if !errors.Is(err, errWait) {
			return res, err
		}
		select {
		case <-ended:
		case <-r.ctx.Done():
			return nil, stopped()
		}
	}
}

func stopped() error {
	return failf(499, "stopped", "Job execution was cancelled: User requested cancellation")
}

// locked runs one statement under the catalog's lock.
func (r *run) locked(part []lexeme, text string) (*Result, <-chan struct{}, error) {
	c := r.c
	c.mu.RLock()
	before := c.before
	c.mu.RUnlock()
	if before != nil {
		before(source(text, part))
	}
	if len(part) > 0 && (part[0].Is("SELECT") || part[0].Is("WITH") || part[0].IsOther("(") || part[0].Is("ASSERT")) {
		c.mu.RLock()
		defer c.mu.RUnlock()
		r.now = c.now().UTC().Truncate(time.Microsecond)
	} else {
		c.mu.Lock()
		defer c.mu.Unlock()
		r.now = c.tick()
	}
	if r.ctx.Err() != nil {
		return nil, nil, stopped()
	}
	r.p = &parser{sql: text, s: part}
	r.location, r.bytes = r.s.Location, 0
	defer r.clean()
	res, err := r.statement()
	if err != nil {
		return nil, c.ended, err
	}
	res.Bytes = r.bytes
	return res, c.ended, nil
}

// statement runs what the parser stands at.
func (r *run) statement() (*Result, error) {
	p := r.p
	if r.tx != nil && r.tx.over {
		return nil, aborted()
	}
	switch {
	case p.is("SELECT"), p.is("WITH"), p.is("("):
		return r.query()
	case p.accept("INSERT"):
		return r.insert()
	case p.accept("UPDATE"):
		return r.update()
	case p.accept("DELETE"):
		return r.deleteRows()
	case p.accept("MERGE"):
		return r.merge()
	case p.accept("TRUNCATE TABLE"):
		return r.truncate()
	case p.accept("ASSERT"):
		return r.assert()
	}
	if r.tx != nil && (p.is("CREATE") || p.is("DROP") || p.is("ALTER")) {
		return nil, invalidQuery("DDL statements are not supported in a transaction, other than those creating or droping temporary table or temporary function.")
	}
	switch {
	case p.accept("CREATE"):
		return r.create()
	case p.accept("DROP"):
		return r.drop()
	case p.accept("ALTER"):
		return r.alter()
	}
	p.fail()
	return nil, p.err
}

// dataset gives a dataset of the job's location.
func (r *run) dataset(k datasetKey) (*dataset, error) {
	d := r.c.datasets[k]
	if d == nil {
		return nil, missingDataset(k.project, k.dataset, r.location)
	}
	if r.location == "" {
		r.location = d.location()
	}
	if !strings.EqualFold(r.location, d.location()) {
		return nil, missingDataset(k.project, k.dataset, r.location)
	}
	return d, nil
}

// reference completes a name by the session's defaults.
func (r *run) reference(path []string) (*bq.TableReference, error) {
	switch len(path) {
	case 1:
		if r.s.Dataset == "" {
			return nil, invalidQuery("Table %q must be qualified with a dataset (e.g. dataset.table).", path[0])
		}
		return &bq.TableReference{ProjectId: r.s.Project, DatasetId: r.s.Dataset, TableId: path[0]}, nil
	case 2:
		return &bq.TableReference{ProjectId: r.s.Project, DatasetId: path[0], TableId: path[1]}, nil
	case 3:
		return &bq.TableReference{ProjectId: path[0], DatasetId: path[1], TableId: path[2]}, nil
	}
	return nil, invalidQuery("Invalid table name: %s", strings.Join(path, "."))
}

// named gives the table of a name, which must be there.
func (r *run) named(path []string) (*table, error) {
	_, ref, t, err := r.maybe(path)
	if err == nil && t == nil {
		err = missingTable(ref)
	}
	return t, err
}

// maybe gives the table of a name, nil when the dataset has none.
func (r *run) maybe(path []string) (*dataset, *bq.TableReference, *table, error) {
	if r.p.err != nil {
		return nil, nil, nil, r.p.err
	}
	ref, err := r.reference(path)
	if err != nil {
		return nil, nil, nil, err
	}
	d, err := r.dataset(datasetKey{ref.ProjectId, ref.DatasetId})
	if err != nil {
		return nil, nil, nil, err
	}
	return d, ref, r.c.lookup(ref), nil
}
