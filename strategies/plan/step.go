package plan

import "cutover/sql/warehouse"

// Phase is a run of steps. A Deferred phase holds provisional steps: what only
// the build can tell (identities, rows, changed columns) is filled in when the
// phase begins, the guards answer again, and the ledger keeps the result as the
// plan's next serial.
type Phase struct {
	Name     string `json:"name"`
	Deferred bool   `json:"deferred,omitempty"`
	Steps    []Step `json:"steps"`
}

// Step is one thing that happens, with what must be true before and after.
type Step struct {
	ID    string   `json:"id"`
	Title string   `json:"title"`
	Needs []string `json:"needs,omitempty"` // ids of steps that must be done
	// Production says that the step changes what readers of production see.
	Production bool   `json:"production,omitempty"`
	Action     Action `json:"action"`
	// Expect is looked at right before; a difference stops the step.
	Expect []Expectation `json:"expect,omitempty"`
	// Verify is looked at right after.
	Verify []Check `json:"verify,omitempty"`
	Undo   Undo    `json:"undo"`
	// RestartFrom is the step from which to begin again when this one was begun
	// and not finished: a dbt build that died half way must not go on on top of
	// its own leftovers. Empty means that the step itself may be done again.
	RestartFrom string `json:"restart_from,omitempty"`
	// SQL is what the adapter renders for the action, in order.
	SQL []warehouse.Statement `json:"sql,omitempty"`
}

// Action is one of: an op, a dbt invocation, the audit gate, a verification
// only. Exactly one field is set; all unset means that the step only verifies.
type Action struct {
	Op    *OpValue `json:"op,omitempty"`
	DBT   *DBT     `json:"dbt,omitempty"`
	Audit *Audit   `json:"audit,omitempty"`
}

// DBT is one run of the user's dbt.
type DBT struct {
	Command     string   `json:"command"`
	Target      string   `json:"target,omitempty"`
	Select      []string `json:"select,omitempty"`
	Exclude     []string `json:"exclude,omitempty"`
	FullRefresh bool     `json:"full_refresh,omitempty"`
	Args        []string `json:"args,omitempty"`
	// Environment is the environment whose project, profile and vars dbt gets;
	// empty means the candidate's.
	Environment string `json:"environment,omitempty"`
	// Nodes are the unique_ids that dbt's own results have to call a success
	// afterwards. Nil means that the results are read elsewhere.
	Nodes []string `json:"nodes,omitempty"`
}

// Audit reads dbt's artifacts after a build and asks the gate.
type Audit struct {
	Manifest   string `json:"manifest"`
	RunResults string `json:"run_results"`
}

// Expectation is what must be there before a step.
type Expectation struct {
	// Exactly one of Ref and Container is set.
	Ref       *warehouse.Ref       `json:"ref,omitempty"`
	Container *warehouse.Container `json:"container,omitempty"`
	Absent    bool                 `json:"absent,omitempty"`
	Identity  warehouse.Identity   `json:"identity,omitzero"`
	// Or is accepted too: what the step itself leaves, for steps that are simply
	// done again after a crash. Nil for all others.
	Or *warehouse.Identity `json:"or,omitempty"`
	// OrMade accepts what carries the label of that release, for the same steps.
	OrMade string `json:"or_made,omitempty"`
}

// The kinds of checks.
const (
	// CheckSame: Ref has the content and definition that Identity's token
	// stands for, wherever that was looked at.
	CheckSame = "same"
	// CheckAbsent: Ref is not there.
	CheckAbsent = "absent"
	// CheckReadable: Ref, a view, can be read.
	CheckReadable = "readable"
	// CheckContainer: Container has Identity (its ID).
	CheckContainer = "container"
	// CheckGone: Container is not there.
	CheckGone = "gone"
	// CheckAccess: Container's own grants, its future grants and the grants on the
	// objects that it shares with As by name are those of As, now.
	CheckAccess = "access"
	// CheckRows: Ref is there with Rows rows, give or take Tolerance percent.
	CheckRows = "rows"
	// CheckUnmoved: Ref, a source, still has Identity: nobody changed it while the
	// step read it.
	CheckUnmoved = "unmoved"
	// CheckMade: Ref carries the label of this release, so it is what this release
	// made and not something of the same content.
	CheckMade = "made"
	// CheckCarries: Ref still carries everything that Carries lists.
	CheckCarries = "carries"
	// CheckMark: the mark of (release, Step) is in Container's database.
	CheckMark = "mark"
)

// Check is what must hold after a step, decided by reading it back.
type Check struct {
	Kind      string               `json:"kind"`
	Ref       *warehouse.Ref       `json:"ref,omitempty"`
	Container *warehouse.Container `json:"container,omitempty"`
	// As is the other container of CheckAccess.
	As       *warehouse.Container `json:"as,omitempty"`
	Identity warehouse.Identity   `json:"identity,omitzero"`
	Step     string               `json:"step,omitempty"`
	// Rows is what CheckRows expects, -1 while only the build can tell; Tolerance
	// is percent of it.
	Rows      int64   `json:"rows,omitempty"`
	Tolerance float64 `json:"tolerance,omitempty"`
	// Carries are sentences of warehouse.Object.Carries.
	Carries []string `json:"carries,omitempty"`
}

// Undo is how a step is taken back. Op is nil when there is nothing to take
// back or it cannot be; Why says which.
type Undo struct {
	Op  *OpValue `json:"op,omitempty"`
	Why string   `json:"why,omitempty"`
}
