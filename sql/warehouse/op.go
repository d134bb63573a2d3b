package warehouse

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
}

// DropContainer removes a container and all that it holds. Plans use it only on
// containers that cutover itself made.
type DropContainer struct {
	Container Container `json:"container"`
}

// CloneContainer makes To a copy of From. To must not exist.
type CloneContainer struct {
	From Container `json:"from"`
	To   Container `json:"to"`
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
}

// CopyTable makes To a full copy of From: columns, rows in order, constraints,
// indexes, comments. To must not exist (drop it in the same Atomic).
type CopyTable struct {
	From Ref `json:"from"`
	To   Ref `json:"to"`
	// Definition is that of the table to be made: From's, as inspected.
	Definition Definition `json:"definition"`
}

// CreateView makes a view. It must not exist (drop it in the same Atomic).
// Definition.SQL is a CREATE VIEW statement as the warehouse gives it, whose
// references are already the ones wanted; the adapter puts View in place of the
// name it carries.
type CreateView struct {
	View       Ref        `json:"view"`
	Definition Definition `json:"definition"`
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

// Mark leaves the proof of a step inside a container: a row (release, step) in
// the table marks of the schema named Schema, made when missing. Inside an
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
