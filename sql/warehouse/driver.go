package warehouse

import "context"

// Statement is one thing that is sent. Text is SQL, or, when System is true, a
// sentence that names a system call which the adapter makes itself (DuckDB's
// exchange of directories).
type Statement struct {
	Text string `json:"text"`
	// Args are bound to $1, $2, ... as text; nil means none.
	Args   []string `json:"args,omitempty"`
	System bool     `json:"system,omitempty"`
}

// Rows is the whole answer to a query. A nil cell is NULL.
type Rows struct {
	Columns []string
	Values  [][]*string
}

// Token names one attempt at one step of one release. Adapters derive the
// warehouse's own ids from it: BigQuery job id, Snowflake request id.
type Token struct {
	Release string
	Step    string
	Attempt int
	// Try counts how often this attempt was sent again because the warehouse
	// said that nothing happened: another request, with another id.
	Try int
}

// Receipt says what Do did.
type Receipt struct {
	// Rows is the number of rows that the last writing statement touched, -1
	// when the warehouse did not say.
	Rows int64 `json:"rows"`
	// Statements is how many statements were sent.
	Statements int `json:"statements"`
	// Native is the warehouse's own id of the work (query id, job id).
	Native string `json:"native,omitempty"`
}

// Outcome is what a look says about an op whose answer is not known.
type Outcome string

// The outcomes. Unknown means that the look itself could not decide. Partly is
// the answer about a Batch or Sequence of which some is done and some is not.
const (
	Done    Outcome = "done"
	NotDone Outcome = "not done"
	Partly  Outcome = "partly done"
	Unknown Outcome = "unknown"
)

// Capabilities say what a warehouse can do, so that planners ask instead of
// knowing kinds.
type Capabilities struct {
	Dialect Dialect
	// Transactional: Atomic works, DDL included.
	Transactional bool
	// SwapContainers, empty when it can; otherwise the reason why not, one
	// sentence that names the alternative.
	NoSwap string
	// OneMoment says in words how many relations are published at one moment.
	OneMoment string
	// ExclusiveFile: while the warehouse is open no other process can use it,
	// so it must be closed while dbt runs (DuckDB).
	ExclusiveFile bool
	// MaxParallel is how many ops may run at once; 0 and 1 mean one.
	MaxParallel int
	// SchemaSwap: SwapContainers works on schemas, so that many relations of one
	// schema can be published at one moment through a shadow of it.
	SchemaSwap bool
	// Scripted: the warehouse can do an op under a condition in one request, so
	// Fenced works.
	Scripted bool
	// CountsOnly: tokens are made of what the catalog counts, so two contents may
	// have the same; only a token with a hash of the content proves it.
	CountsOnly bool
	// Cloning is set where tables are published one by one, as clones that hang on
	// each other (BigQuery); nil elsewhere.
	Cloning *Cloning
	// Role is the role that owns what is made now; empty where there is none.
	Role string
}

// Cloning are the limits of a warehouse that publishes by clones.
type Cloning struct {
	// MaxDepth is how deep a chain of clones may be: a clone of a table has 1.
	MaxDepth int
	// MaxClones is how many clones and snapshots one table may have.
	MaxClones int
	// MaxAtomic is how many tables one transaction may write.
	MaxAtomic int
}

// BySchema reports whether a look asks for schemas one by one, because a
// database holds much more than what is published.
func (c Capabilities) BySchema() bool { return c.SchemaSwap || c.Cloning != nil }

// Driver is what an adapter implements. It is safe for use by one goroutine
// at a time unless the adapter says more.
type Driver interface {
	// Inspect looks, with few bulk queries, never one per table for the
	// catalog. Errors: Unavailable, Unauthenticated, PermissionDenied.
	Inspect(ctx context.Context, req InspectRequest) (Inventory, error)
	// Render gives the statements that Do would send. Pure.
	Render(op Op) ([]Statement, error)
	// Do makes op happen. An *Error with code OutcomeUnknown means that it was
	// sent and no answer came.
	Do(ctx context.Context, op Op, token Token) (Receipt, error)
	// Outcome looks whether an op that was sent has happened.
	Outcome(ctx context.Context, op Op, token Token) (Outcome, error)
	// Query reads. It never changes anything.
	Query(ctx context.Context, st Statement) (Rows, error)
	Capabilities() Capabilities
	// Close gives everything back; it is safe to call twice.
	Close() error
}
