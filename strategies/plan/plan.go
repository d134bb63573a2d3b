package plan

import (
	"time"

	"cutover/sql/warehouse"
)

// FormatVersion is the version of the plan file. Decode refuses any other.
const FormatVersion = 1

// Plan is one release, complete.
type Plan struct {
	FormatVersion int    `json:"format_version"`
	Tool          string `json:"tool"` // cutover's version
	// Release is the short id, for example 7f3c21; it names marks, kept copies and
	// ledger entries.
	Release string `json:"release"`
	// Serial is 1 for the plan that was approved; completing a phase adds one.
	Serial    int       `json:"serial"`
	CreatedAt time.Time `json:"created_at"`
	// LookedAt is the warehouse's own clock at the look that the plan was made
	// from; zero where nobody needs it.
	LookedAt time.Time `json:"looked_at,omitzero"`
	Strategy string    `json:"strategy"`
	// From and To are environment names. For an undo From is empty.
	From string `json:"from"`
	To   string `json:"to"`
	// Warehouse says which warehouse, and as whom, in words without secrets.
	Warehouse Warehouse `json:"warehouse"`
	Selection Selection `json:"selection"`
	// Allow are the guards' answers that were let through by flag or by
	// configuration; later phases use the same.
	Allow []string `json:"allow,omitempty"`
	// Parent is the release that production held when the plan was made; empty
	// when there was none. Another one at apply means that the world moved.
	Parent string `json:"parent,omitempty"`
	// Undoes is the release that this plan takes back, for strategy "undo".
	Undoes   string   `json:"undoes,omitempty"`
	Evidence Evidence `json:"evidence"`
	// State is the container of the ledger and the lease.
	State     warehouse.Container `json:"state"`
	Relations []Relation          `json:"relations"`
	LeftOut   []LeftOut           `json:"left_out,omitempty"`
	// Dependents are what lives in or on the containers of the release besides
	// relations, and what becomes of each.
	Dependents []Dependent `json:"dependents,omitempty"`
	Guards     []Answer    `json:"guards"`
	Phases     []Phase     `json:"phases"`
	Atomicity  Atomicity   `json:"atomicity"`
	UndoBy     UndoPromise `json:"undo"`
	// Fingerprint is the sha256 (hex) of the canonical plan without this field.
	Fingerprint string `json:"fingerprint"`
}

// Warehouse names the warehouse for people.
type Warehouse struct {
	Kind string `json:"kind"`
	// Where is a file path or an account.
	Where string `json:"where"`
	// As is the role or user; empty where there is none.
	As string `json:"as,omitempty"`
}

// Selection is what was asked for, in dbt's selection language.
type Selection struct {
	Select  []string `json:"select,omitempty"`
	Exclude []string `json:"exclude,omitempty"`
}

// Evidence is what dbt left behind about the build.
type Evidence struct {
	ManifestSHA256 string `json:"manifest_sha256,omitempty"`
	// InvocationID is dbt's id of the build; empty when the build is a later phase.
	InvocationID string    `json:"invocation_id,omitempty"`
	GeneratedAt  time.Time `json:"generated_at,omitzero"`
	DbtVersion   string    `json:"dbt_version,omitempty"`
	Command      string    `json:"command,omitempty"`
	GitSHA       string    `json:"git_sha,omitempty"`
	Built        int       `json:"built"`
	TestsPassed  int       `json:"tests_passed"`
	TestsWarned  int       `json:"tests_warned"`
	FullRefresh  bool      `json:"full_refresh"`
}

// The actions on a relation, as people read them.
const (
	ActionCreate   = "create"   // production has nothing of that name
	ActionReplace  = "replace"  // a table takes the place of what is there
	ActionRecreate = "recreate" // a view, with its references retargeted
	ActionSwap     = "swap"     // moves with its container
	ActionRestore  = "restore"  // undo: the kept copy takes the place back
	ActionRemove   = "remove"   // undo: it was not there before
)

// Relation is one relation of the release.
type Relation struct {
	UniqueID     string          `json:"unique_id,omitempty"`
	Materialized string          `json:"materialized,omitempty"`
	Action       string          `json:"action"`
	Kind         warehouse.Kind  `json:"kind"`
	Source       warehouse.Ref   `json:"source"`
	Target       warehouse.Ref   `json:"target"`
	Keep         warehouse.Ref   `json:"keep,omitzero"` // where the replaced table is kept
	Before       *Snapshot       `json:"before,omitempty"`
	After        *Snapshot       `json:"after,omitempty"` // nil when only the build can tell
	Columns      ColumnChange    `json:"columns,omitzero"`
	Reads        []warehouse.Ref `json:"reads,omitempty"` // views: what it will read
	Notes        []string        `json:"notes,omitempty"`
}

// Snapshot is what a look at one object found.
type Snapshot struct {
	Kind       warehouse.Kind       `json:"kind"`
	Rows       int64                `json:"rows"` // -1: not counted
	Identity   warehouse.Identity   `json:"identity"`
	Definition warehouse.Definition `json:"definition"`
	// Access are the grants on it, where a replacement may take them off; nil
	// elsewhere.
	Access []warehouse.Grant `json:"access,omitempty"`
}

// ColumnChange compares production with the candidate.
type ColumnChange struct {
	Added   []string `json:"added,omitempty"`
	Dropped []string `json:"dropped,omitempty"`
	Retyped []string `json:"retyped,omitempty"` // "name: was -> becomes"
}

// LeftOut is a selected node that is not published, with the reason.
type LeftOut struct {
	UniqueID string `json:"unique_id"`
	Name     string `json:"name"`
	Why      string `json:"why"`
}

// The effects of a release on a dependent.
const (
	EffectUnaffected = "unaffected"   // it does not notice
	EffectCarried    = "carried over" // production has it, or its twin, afterwards too
	EffectBreaks     = "would break"  // refused, unless it is allowed
)

// Dependent is a stream, task, share, policy or the like that lives with the
// relations of a release.
type Dependent struct {
	// Kind is the warehouse's word in lower case.
	Kind string `json:"kind"`
	// Name is the full name; a share has only its own.
	Name   string `json:"name"`
	Effect string `json:"effect"`
	// Why is one sentence.
	Why string `json:"why"`
}

// Answer is what one guard said about one thing. A plan with a refused answer
// can be shown but not applied.
type Answer struct {
	Code string `json:"code"`
	// Relation is schema.name or a node's name; empty when it is about the whole.
	Relation string `json:"relation,omitempty"`
	// Refused is false when the guard passed, or when Allowed says why it does
	// not hold.
	Refused bool   `json:"refused"`
	Message string `json:"message,omitempty"`
	// Allowable says that --allow code:relation lets it through, once.
	Allowable bool `json:"allowable,omitempty"`
	// Allowed is the flag that let it through; empty otherwise.
	Allowed string `json:"allowed,omitempty"`
	// Audit is true for the guards that read dbt's verdict: they end in exit 6.
	Audit bool `json:"audit,omitempty"`
	// Hint is a command that leads out, other than allowing it; empty when there
	// is none.
	Hint string `json:"hint,omitempty"`
}

// Atomicity is what readers can see while it happens.
type Atomicity struct {
	OneMoment bool   `json:"one_moment"`
	How       string `json:"how"`
}

// UndoPromise says whether and for how long the release can be taken back.
type UndoPromise struct {
	Possible bool   `json:"possible"`
	How      string `json:"how"`
}

// Refusals lists the answers that stop the plan.
func (p *Plan) Refusals() []Answer {
	var out []Answer
	for _, a := range p.Guards {
		if a.Refused {
			out = append(out, a)
		}
	}
	return out
}

// Step finds a step by id.
func (p *Plan) Step(id string) (Step, bool) {
	for _, ph := range p.Phases {
		for _, s := range ph.Steps {
			if s.ID == id {
				return s, true
			}
		}
	}
	return Step{}, false
}

// Steps lists the steps of all phases in order.
func (p *Plan) Steps() []Step {
	var out []Step
	for _, ph := range p.Phases {
		out = append(out, ph.Steps...)
	}
	return out
}
