package warehousetest

import (
	"context"
	"testing"

	"cutover/sql/warehouse"
)

// Harness connects the contract to one adapter.
type Harness struct {
	// New makes a world for one check, with its containers empty.
	New func(t *testing.T) World
	// Cannot declares checks that the warehouse cannot pass, by name, with the
	// reason. Names that do not exist fail the run.
	Cannot map[string]string
}

// World is a place to work in.
type World struct {
	// Production, Candidate and Keep exist and are empty; Keep lies where an
	// Atomic on Production can write too.
	Production, Candidate, Keep warehouse.Container
	// State is where ledger and lease will live; it does not exist yet.
	State warehouse.Container
	// Marks is where marks go; its schema does not exist yet.
	Marks warehouse.Container
	// Open opens a driver and closes it when the test ends. It is called again
	// after Close.
	Open func(t *testing.T) warehouse.Driver
	// Seed makes relations, while no driver is open.
	Seed func(t *testing.T, relations ...Relation)
	// Roles are the names of two roles that may be granted something; nil where
	// there is no such thing.
	Roles []string
}

// twin is a container beside production that does not exist yet.
func (w World) twin() warehouse.Container {
	c := w.Production
	if c.Schema == "" {
		c.Database += " twin"
		return c
	}
	c.Schema += " twin"
	return c
}

// Relation is a table or view to be made, in no SQL.
type Relation struct {
	Ref warehouse.Ref
	// From makes a view that selects all of another relation; nil makes a table
	// with the columns "id" and KeyColumn, filled with Rows rows (i, Text-i).
	From *warehouse.Ref
	Rows int
	// Text starts the text of every row; KeyColumn names the text column.
	Text      string
	KeyColumn string
	// LastText, when not "", is the text of the last row instead.
	LastText string
	// WideID gives the id column a wider integer type.
	WideID bool
	// NotNull puts a constraint on the text column.
	NotNull bool
	// Comment is the table's comment.
	Comment string
	// ColumnComment is the text column's comment.
	ColumnComment string
}

// Column gives the name of the text column: KeyColumn, or a plain one.
func (r Relation) Column() string {
	if r.KeyColumn == "" {
		return "txt"
	}
	return r.KeyColumn
}

// Run runs every check in a world of its own.
func Run(t *testing.T, h Harness) {
	t.Helper()
	checks := all()
	for name := range h.Cannot {
		if _, ok := checks[name]; !ok {
			t.Errorf("Cannot declares %q, which is no check", name)
		}
	}
	for name, check := range checks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if reason, ok := h.Cannot[name]; ok {
				t.Skipf("declared: %s", reason)
			}
			check(t, h.New(t))
		})
	}
}

func all() map[string]func(*testing.T, World) {
	return map[string]func(*testing.T, World){
		"inspect":           checkInspect,
		"inspect-missing":   checkInspectMissing,
		"tokens":            checkTokens,
		"atomic-all":        checkAtomicAll,
		"atomic-nothing":    checkAtomicNothing,
		"atomic-canceled":   checkAtomicCanceled,
		"second-release":    checkSecondRelease,
		"table-to-view":     checkTableToView,
		"mark-twice":        checkMarkTwice,
		"lease":             checkLease,
		"lease-expires":     checkLeaseExpires,
		"lease-break":       checkLeaseBreak,
		"ledger":            checkLedger,
		"ledger-fence":      checkLedgerFence,
		"fence-in-atomic":   checkFenceInAtomic,
		"state-missing":     checkStateMissing,
		"view-retarget":     checkViewRetarget,
		"drop-wrong-kind":   checkDropWrongKind,
		"error-codes":       checkErrorCodes,
		"unsupported-op":    checkUnsupportedOp,
		"query-is-readonly": checkQueryReadOnly,
		"render-is-pure":    checkRenderPure,
		"close-twice":       checkCloseTwice,
		"clone-container":   checkCloneContainer,
		"swap-guarded":      checkSwapGuarded,
		"swap-fenced":       checkSwapFenced,
		"undrop":            checkUndrop,
		"copy-replace":      checkCopyReplace,
		"view-replace":      checkViewReplace,
		"batch":             checkBatch,
		"batch-fenced":      checkBatchFenced,
		"batch-stops":       checkBatchStops,
		"grants":            checkGrants,
		"future-grants":     checkFutureGrants,
		"container-comment": checkContainerComment,
		"append-idempotent": checkAppendIdempotent,
	}
}

// hostileNames are names of relations that must survive everything.
func hostileNames() []string {
	return []string{
		"plain", "MiXed Case", `quo"te`, "apo'strophe; --", "select", "été 日本", "{{ x }}%s$1$$", "long_" + string(make150()),
	}
}

func make150() []byte {
	out := make([]byte, 150)
	for i := range out {
		out[i] = 'x'
	}
	return out
}

func ref(c warehouse.Container, name string) warehouse.Ref {
	return warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name}
}

func do(t *testing.T, d warehouse.Driver, op warehouse.Op) warehouse.Receipt {
	t.Helper()
	r, err := d.Do(context.Background(), op, warehouse.Token{Release: "r", Step: op.OpName(), Attempt: 1})
	if err != nil {
		t.Fatalf("do %s: %v", op.OpName(), err)
	}
	return r
}

// fails wants an error with a code.
func fails(t *testing.T, d warehouse.Driver, op warehouse.Op, want warehouse.Code) {
	t.Helper()
	_, err := d.Do(context.Background(), op, warehouse.Token{Release: "r", Step: op.OpName(), Attempt: 1})
	if got := warehouse.CodeOf(err); got != want {
		t.Errorf("do %s: code %q, want %q: %v", op.OpName(), got, want, err)
	}
}

func look(t *testing.T, d warehouse.Driver, w World) warehouse.Inventory {
	t.Helper()
	req := warehouse.InspectRequest{Containers: []warehouse.Container{w.Production, w.Candidate, w.Keep}}
	inv, err := d.Inspect(context.Background(), req)
	if err != nil {
		t.Fatalf("inspect: %v", err)
	}
	for _, o := range inv.Objects {
		req.Content = append(req.Content, o.Ref)
	}
	if inv, err = d.Inspect(context.Background(), req); err != nil {
		t.Fatalf("inspect content: %v", err)
	}
	return inv
}

func must(t *testing.T, inv warehouse.Inventory, r warehouse.Ref) warehouse.Object {
	t.Helper()
	o, ok := inv.Object(r)
	if !ok {
		t.Fatalf("%s is not there", r)
	}
	return o
}

// ask renders a query op and gives its rows; NULL reads as "NULL".
func ask(t *testing.T, d warehouse.Driver, op warehouse.Op) [][]string {
	t.Helper()
	sts, err := d.Render(op)
	if err != nil || len(sts) != 1 {
		t.Fatalf("render %s: %v, %v", op.OpName(), sts, err)
	}
	return query(t, d, sts[0])
}

func query(t *testing.T, d warehouse.Driver, st warehouse.Statement) [][]string {
	t.Helper()
	rows, err := d.Query(context.Background(), st)
	if err != nil {
		t.Fatalf("query %s: %v", st.Text, err)
	}
	var out [][]string
	for _, line := range rows.Values {
		var cells []string
		for _, c := range line {
			if c == nil {
				cells = append(cells, "NULL")
				continue
			}
			cells = append(cells, *c)
		}
		out = append(out, cells)
	}
	return out
}

func outcome(t *testing.T, d warehouse.Driver, op warehouse.Op, want warehouse.Outcome) {
	t.Helper()
	got, err := d.Outcome(context.Background(), op, warehouse.Token{Release: "r", Step: op.OpName(), Attempt: 1})
	if err != nil || got != want {
		t.Errorf("outcome of %s: %q, want %q (%v)", op.OpName(), got, want, err)
	}
}
