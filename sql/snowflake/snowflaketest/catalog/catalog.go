package catalog

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// accountName is what CURRENT_ACCOUNT() answers, and the account in a share's name.
const accountName = "STANDIN"

// admin is the role that may do everything.
const admin = "ACCOUNTADMIN"

// Catalog is one account. It is safe for concurrent use: statements that only
// read run side by side, a statement that changes something runs alone.
type Catalog struct {
	db  *sql.DB
	now func() time.Time

	mu        sync.RWMutex
	databases map[string]*database
	dropped   []*database
	roles     map[string]*role
	users     map[string]bool
	shares    map[string]*entity
	warehouse map[string]*entity
	account   entity
	history   func() [][]string
	byID      map[int64]*object
	// sharing counts, by store, the tables beyond the first that read it.
	sharing  map[int64]int
	lastID   int64
	lastMade time.Time

	numbers counter
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

// New makes an account that holds nothing but the system roles, the user ADMIN
// and the warehouse COMPUTE_WH.
func New() (*Catalog, error) {
	connector, err := duckdb.NewConnector("", nil)
	if err != nil {
		return nil, fmt.Errorf("open row store: %w", err)
	}
	c := &Catalog{
		db:        sql.OpenDB(connector),
		databases: map[string]*database{},
		roles:     map[string]*role{},
		users:     map[string]bool{"ADMIN": true},
		shares:    map[string]*entity{},
		warehouse: map[string]*entity{},
		byID:      map[int64]*object{},
		sharing:   map[int64]int{},
		history:   func() [][]string { return nil },
		now:       time.Now, //nolint:forbidigo // the model is the service, which has its own clock
	}
	c.account = entity{kind: kindAccount, name: accountName, owner: ""}
	c.systemRoles()
	c.warehouse["COMPUTE_WH"] = &entity{id: c.nextID(), kind: kindWarehouse, name: "COMPUTE_WH", owner: "SYSADMIN", createdOn: c.made()}
	for _, text := range setUp() {
		if _, err := c.db.ExecContext(context.Background(), text); err != nil {
			_ = c.db.Close()
			return nil, fmt.Errorf("set up row store: %w", err)
		}
	}
	return c, nil
}

// Close frees the rows. The catalog must not be used afterwards.
func (c *Catalog) Close() error { return c.db.Close() }

// SetHistory says where QUERY_HISTORY is read: rows of query id, query tag and
// execution status (RUNNING, QUEUED, BLOCKED, SUCCESS, FAIL). It is called while
// a statement runs and must not call back.
func (c *Catalog) SetHistory(history func() [][]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.history = history
}

func (c *Catalog) nextID() int64 {
	c.lastID++
	return c.lastID
}

// made is the created_on of the next object: never the same twice, in the
// milliseconds that SHOW prints, however quickly objects are made.
func (c *Catalog) made() time.Time {
	now := c.now().UTC().Truncate(time.Millisecond)
	if !now.After(c.lastMade) {
		now = c.lastMade.Add(time.Millisecond)
	}
	c.lastMade = now
	return now
}

// run is one statement on its way.
type run struct {
	c     *Catalog
	ctx   context.Context
	s     *Session
	p     *parser
	binds []Bind
	bound int
	// now is the statement's CURRENT_TIMESTAMP().
	now time.Time
	// inView is the depth of views that are being expanded.
	inView int
	// scratch are the tables made for INFORMATION_SCHEMA, dropped at the end.
	scratch []string
	// held caches holders for the role heldBy.
	held   []grantee
	heldBy string
}

// Execute runs one statement for the session. SQL errors are *Error.
func (c *Catalog) Execute(ctx context.Context, s *Session, text string, binds []Bind) (*Result, error) {
	p, err := newParser(strings.TrimRight(strings.TrimSpace(text), ";"))
	if err != nil {
		return nil, err
	}
	r := &run{c: c, ctx: ctx, s: s, p: p, binds: binds, now: c.now().UTC()}
	if reads(p) {
		c.mu.RLock()
		defer c.mu.RUnlock()
	} else {
		c.mu.Lock()
		defer c.mu.Unlock()
	}
	if err := ctx.Err(); err != nil {
		return nil, failf(604, "57014", "SQL execution canceled")
	}
	return r.statement()
}

// reads reports whether the statement changes nothing but its session.
func reads(p *parser) bool {
	for _, w := range []string{"SELECT", "WITH", "SHOW", "DESC", "DESCRIBE", "USE", "ALTER SESSION", "("} {
		if p.is(w) {
			return true
		}
	}
	return false
}

// statement runs what the parser stands at.
func (r *run) statement() (*Result, error) {
	p := r.p
	switch {
	case p.is("SELECT"), p.is("WITH"), p.is("("):
		return r.query()
	case p.is("INSERT"), p.is("UPDATE"), p.is("DELETE"), p.is("MERGE"):
		return r.change()
	case p.accept("SHOW"):
		return r.show()
	case p.accept("DESC"), p.accept("DESCRIBE"):
		return r.describe()
	case p.accept("CREATE"):
		return r.create()
	case p.accept("DROP"):
		return r.drop()
	case p.accept("UNDROP"):
		return r.undrop()
	case p.accept("ALTER"):
		return r.alter()
	case p.accept("TRUNCATE"):
		return r.truncate()
	case p.accept("GRANT"):
		return r.grant()
	case p.accept("REVOKE"):
		return r.revoke()
	case p.accept("COMMENT"):
		return r.setComment()
	case p.accept("USE"):
		return r.use()
	case p.accept("EXECUTE IMMEDIATE"):
		return r.block()
	}
	p.fail()
	return nil, p.err
}

// statement type numbers of Snowflake, as the driver knows them.
const (
	typeSelect = 0x1000
	typeInsert = 0x3100
	typeUpdate = 0x3200
	typeDelete = 0x3300
	typeMerge  = 0x3400
	typeDDL    = 0x6000
	typeShow   = 0x4000
)

// status is the answer of a statement without rows.
func status(format string, args ...any) *Result {
	text := fmt.Sprintf(format, args...)
	return &Result{
		Columns:         []Column{{Name: "status", Type: "text", Length: 16777216}},
		Rows:            [][]*string{{&text}},
		StatementTypeID: typeDDL,
	}
}
