package warehouse

import "time"

// Op is one thing to do, as data. Ops can be printed, compared, stored in a
// plan and rendered to statements; only Driver.Do makes them happen. The list
// is closed: an adapter refuses what it cannot do with code Unsupported.
type Op interface {
	// OpName is the op's name in plans, for example "copy_table".
	OpName() string
}

// CreateContainer makes a container when it is missing.
type CreateContainer struct {
	Container Container `json:"container"`
	// Like, where it is set, is the container whose content the new one is for: it
	// is made in Like's location and gets the access of those who may write there,
	// and of nobody else (BigQuery, whose new datasets are else readable by every
	// reader of the project). Nil: the warehouse's own defaults.
	Like *Container `json:"like,omitempty"`
	// Readers gives the new container Like's readers too.
	Readers bool `json:"readers,omitempty"`
	// Release marks the container as made by that release, where it can carry
	// such a mark; "" for none.
	Release string `json:"release,omitempty"`
}

// DropContainer removes a container and all that it holds. Plans use it only on
// containers that cutover itself made.
type DropContainer struct {
	Container Container `json:"container"`
}

// CloneContainer makes To a copy of From. To must not exist, unless Replace.
type CloneContainer struct {
	From Container `json:"from"`
	To   Container `json:"to"`
	// Transient repeats From's kind: a transient schema or database cannot be
	// cloned into a permanent one (Snowflake).
	Transient bool `json:"transient,omitempty"`
	// Replace drops a To that is there, in the same step. Only for containers
	// that cutover made and that no reader of production sees.
	Replace bool `json:"replace,omitempty"`
}

// MoveContainer gives a container another name. To must not exist.
type MoveContainer struct {
	From Container `json:"from"`
	To   Container `json:"to"`
}

// SwapContainers exchanges the names of two containers in one step. It is a
// toggle: Driver.Do checks the identities in Before and refuses with Conflict
// when they do not fit, and nothing ever sends it twice without a look.
type SwapContainers struct {
	A Container `json:"a"`
	B Container `json:"b"`
	// IdentityA and IdentityB are the identities before the swap.
	IdentityA Identity `json:"identity_a"`
	IdentityB Identity `json:"identity_b"`
	// Proof is the mark that B carries before the swap and A after it. Where the
	// warehouse can make the statement conditional, the swap happens only while
	// B carries it, so that a late or doubled request does nothing. Nil where
	// the adapter decides by identity alone.
	Proof *Mark `json:"proof,omitempty"`
}

// CopyTable makes To a full copy of From: columns, rows in order, constraints,
// indexes, comments. To must not exist (drop it in the same Atomic), unless
// Replace.
type CopyTable struct {
	From Ref `json:"from"`
	To   Ref `json:"to"`
	// Definition is that of the table to be made: From's, as inspected.
	Definition Definition `json:"definition"`
	// Replace puts the copy in the place of the table To, in one step, and keeps
	// the grants of the table that is replaced. A view of that name is refused.
	Replace bool `json:"replace,omitempty"`
	// Replaces is the identity of the table that is replaced, so that a look can
	// tell whether it happened; zero when To is not there before.
	Replaces Identity `json:"replaces,omitzero"`

	// The rest is for warehouses with Capabilities.Cloning (BigQuery).

	// Method says how; "" is a clone.
	Method CopyMethod `json:"method,omitempty"`
	// Depth is the clone depth that To will have; 0 for a copy.
	Depth int `json:"depth,omitempty"`
	// Release is written on To as the release that made it; "" for none.
	Release string `json:"release,omitempty"`
	// Expires is when the warehouse drops To by itself; zero never.
	Expires time.Time `json:"expires,omitzero"`
	// AsOf reads From as it was then; zero is now.
	AsOf time.Time `json:"as_of,omitzero"`
	// Beside is the name under which To is first made, to be renamed after the
	// table To is dropped: the only way when partitions or clusters differ. The
	// name To is missing for a moment. Nil: in one statement.
	Beside *Ref `json:"beside,omitempty"`
}

// CopyMethod is how a CopyTable makes its copy.
type CopyMethod string

// The methods beside a clone, which is "".
const (
	// MethodCopy copies all bytes, so that nothing of To hangs on From.
	MethodCopy CopyMethod = "copy"
	// MethodSnapshot makes a read-only table snapshot (KindSnapshot).
	MethodSnapshot CopyMethod = "snapshot"
)

// ReplaceRows puts the rows of From in the place of the rows of To, which stays
// the table that it is: its access, policies, labels and partitions. It stands
// inside an Atomic, also where Capabilities are not Transactional but Cloning.
type ReplaceRows struct {
	From Ref `json:"from"`
	To   Ref `json:"to"`
	// Columns are those of both tables, by name.
	Columns []string `json:"columns"`
}

// DescribeColumns gives columns of a table their descriptions again.
type DescribeColumns struct {
	Ref Ref `json:"ref"`
	// Columns are those to describe, by Name and Comment.
	Columns []Column `json:"columns"`
}

// Script sends several ops in one request. They take effect one after another
// and not at one moment: a failure leaves what came before it. Only CreateView
// and Drop of views stand in it.
type Script struct {
	Ops []Op
}

// Authorize lets the views of the dataset Views read the dataset Data, whoever
// reads them (BigQuery's authorised datasets). Doing it twice is no error.
type Authorize struct {
	Data  Container `json:"data"`
	Views Container `json:"views"`
}

// CreateView makes a view. It must not exist (drop it in the same Atomic).
// Definition.SQL is a CREATE VIEW statement as the warehouse gives it, whose
// references are already the ones wanted; the adapter puts View in place of the
// name it carries.
type CreateView struct {
	View       Ref        `json:"view"`
	Definition Definition `json:"definition"`
	// Replace puts the view in the place of the view of that name, if there is
	// one, in one step, and keeps its grants. A table of that name is refused.
	Replace bool `json:"replace,omitempty"`
	// Release is written on the view as the release that made it, where it can
	// carry such a mark; "" for none.
	Release string `json:"release,omitempty"`
}

// Drop removes one relation, which must exist and be of the kind given.
type Drop struct {
	Ref  Ref  `json:"ref"`
	Kind Kind `json:"kind"`
}

// Atomic does several ops at one moment: all or none, for every reader. Only
// for warehouses whose Capabilities say Transactional.
type Atomic struct {
	Ops []Op `json:"ops"`
}

// Sequence does ops one after another; a failure leaves what came before it. It
// stands inside a Batch, where one thing needs several statements.
type Sequence struct {
	Ops []Op
}

// Batch does ops side by side, in any order, and is not atomic: a failure leaves
// some done and some not. Plans use it only where no reader of production looks
// (a shadow schema, staging, kept copies), and the whole can be done again.
type Batch struct {
	Ops []Op
}

// GrantAccess gives the grant; giving what is there already is no error.
type GrantAccess struct {
	Grant Grant `json:"grant"`
}

// RevokeAccess takes the grant away; taking what is not there is no error.
type RevokeAccess struct {
	Grant Grant `json:"grant"`
}

// SetComment gives a container a comment; "" takes it away.
type SetComment struct {
	Container Container `json:"container"`
	Comment   string    `json:"comment"`
}

// Undrop brings back a dropped container, the newest of that name, which must be
// the one with Identity: Driver.Do looks and fails with Conflict otherwise.
type Undrop struct {
	Container Container `json:"container"`
	Identity  Identity  `json:"identity"`
}

// Fenced does Op only while the lease still has the fence, decided by the
// warehouse in the same request; otherwise it fails with LeaseLost and nothing
// happened. Where a statement cannot be made conditional (BigQuery's DDL) the
// adapter looks at the lease and sends nothing after the moment at which it could
// have run out. Only for warehouses whose Capabilities say Scripted; an op inside
// a Batch or Sequence is fenced one by one. It never stands in a plan.
type Fenced struct {
	Fence CheckFence
	Op    Op
}

// MarksTable is the table of marks where it can stand among dbt's tables
// (Snowflake). It is cutover's own and never published.
const MarksTable = "CUTOVER_MARKS"

// Mark leaves the proof of a step inside a container: a row (release, step) in
// the marks table of the schema named Schema, made when missing (marks in
// DuckDB and BigQuery, MarksTable in Snowflake). Inside an
// Atomic it commits or vanishes with the rest; inside a container that is
// swapped it moves with it. Writing the same mark twice is an error
// (AlreadyExists).
type Mark struct {
	Database string `json:"database"`
	Schema   string `json:"schema"`
	Release  string `json:"release"`
	Step     string `json:"step"`
}

// OpName implements Op.
func (CreateContainer) OpName() string { return "create_container" }

// OpName implements Op.
func (DropContainer) OpName() string { return "drop_container" }

// OpName implements Op.
func (CloneContainer) OpName() string { return "clone_container" }

// OpName implements Op.
func (MoveContainer) OpName() string { return "move_container" }

// OpName implements Op.
func (SwapContainers) OpName() string { return "swap_containers" }

// OpName implements Op.
func (CopyTable) OpName() string { return "copy_table" }

// OpName implements Op.
func (CreateView) OpName() string { return "create_view" }

// OpName implements Op.
func (Drop) OpName() string { return "drop" }

// OpName implements Op.
func (Atomic) OpName() string { return "atomic" }

// OpName implements Op.
func (Mark) OpName() string { return "mark" }

// OpName implements Op.
func (Sequence) OpName() string { return "sequence" }

// OpName implements Op.
func (Batch) OpName() string { return "batch" }

// OpName implements Op.
func (GrantAccess) OpName() string { return "grant_access" }

// OpName implements Op.
func (RevokeAccess) OpName() string { return "revoke_access" }

// OpName implements Op.
func (SetComment) OpName() string { return "set_comment" }

// OpName implements Op.
func (Undrop) OpName() string { return "undrop" }

// OpName implements Op.
func (Fenced) OpName() string { return "fenced" }

// OpName implements Op.
func (ReplaceRows) OpName() string { return "replace_rows" }

// OpName implements Op.
func (DescribeColumns) OpName() string { return "describe_columns" }

// OpName implements Op.
func (Script) OpName() string { return "script" }

// OpName implements Op.
func (Authorize) OpName() string { return "authorize" }
