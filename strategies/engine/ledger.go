package engine

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/sethvargo/go-retry"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The events of the ledger. Step events carry the step's id.
const (
	eventPlanned   = "planned"   // body: the plan
	eventIntent    = "intent"    // about to send
	eventDone      = "done"      // verified; body: doneBody
	eventFailed    = "failed"    // body: failedBody
	eventPublished = "published" // every step is done
	eventClosed    = "closed"    // given up, production unchanged; body: failedBody
	eventHeld      = "held"      // of the environment: no release until it is let go; body: failedBody
	eventLetGo     = "let go"    // of the environment
)

// doneBody is what is recorded after a step was verified.
type doneBody struct {
	Receipt warehouse.Receipt `json:"receipt"`
	// After is what was there when the step was verified.
	After []plan.Expectation `json:"after,omitempty"`
	// Looked is true when the step's answer was lost and a look decided.
	Looked bool `json:"looked,omitempty"`
	// Evidence is what dbt's results say of a run in production; nil for all else.
	Evidence *plan.Evidence `json:"evidence,omitempty"`
}

type failedBody struct {
	Reason string `json:"reason"`
	Code   string `json:"code,omitempty"`
}

// append writes one entry under the lease's fence; it is durable on return.
func (e *Engine) append(ctx context.Context, l *lease, entry warehouse.Entry) error {
	entry.Environment = e.deps.Environment
	entry.Actor = e.deps.Actor
	entry.Fence = l.fence
	entry.Key = rand.Text()
	name := entry.Event + " " + entry.Step
	e.point("before " + name)
	op := warehouse.AppendEntry{State: e.deps.State, Entry: entry}
	if _, err := e.insist(context.WithoutCancel(ctx), op, entry.Release, "ledger "+entry.Key); err != nil {
		return fmt.Errorf("write ledger entry %s: %w", name, err)
	}
	e.point("after " + name)
	return nil
}

// insist does an op of the state that may simply be sent again when its answer
// is lost: it names the state that it leads to, or carries a key.
func (e *Engine) insist(ctx context.Context, op warehouse.Op, release, step string) (warehouse.Receipt, error) {
	var receipt warehouse.Receipt
	attempt := 0
	backoff := retry.WithMaxRetries(stateRetries, retry.NewExponential(100*time.Millisecond))
	err := retry.Do(ctx, backoff, func(ctx context.Context) error {
		attempt++
		var err error
		receipt, err = e.deps.Warehouse.Do(ctx, op, warehouse.Token{Release: release, Step: step, Attempt: attempt})
		if warehouse.CodeOf(err) == warehouse.OutcomeUnknown {
			return retry.RetryableError(err)
		}
		return err
	})
	return receipt, err
}

// stateRetries bounds how often an op of the state is sent again.
const stateRetries = 4

func (e *Engine) point(name string) {
	if e.deps.Hook != nil {
		e.deps.Hook(Point(name))
	}
}

func body(v interface{ ledgerBody() }) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("encode ledger body: %w", err)
	}
	return string(b), nil
}

func (doneBody) ledgerBody()   {}
func (failedBody) ledgerBody() {}

// entries reads the whole ledger of the environment, oldest first.
func (e *Engine) entries(ctx context.Context) ([]warehouse.Entry, error) {
	rows, err := e.query(ctx, warehouse.ReadEntries{State: e.deps.State, Environment: e.deps.Environment})
	if err != nil {
		return nil, fmt.Errorf("read ledger: %w", err)
	}
	out := make([]warehouse.Entry, 0, len(rows.Values))
	for _, row := range rows.Values {
		entry, err := entryOf(row)
		if err != nil {
			return nil, fmt.Errorf("read ledger: %w", err)
		}
		out = append(out, entry)
	}
	return out, nil
}

// query renders a query op and runs it.
func (e *Engine) query(ctx context.Context, op warehouse.Op) (warehouse.Rows, error) {
	sts, err := e.deps.Warehouse.Render(op)
	if err != nil {
		return warehouse.Rows{}, err
	}
	var rows warehouse.Rows
	for _, st := range sts {
		if rows, err = e.deps.Warehouse.Query(ctx, st); err != nil {
			return warehouse.Rows{}, err
		}
	}
	return rows, nil
}

const ledgerColumns = 10

func entryOf(row []*string) (warehouse.Entry, error) {
	if len(row) != ledgerColumns {
		return warehouse.Entry{}, fmt.Errorf("entry has %d columns, not %d", len(row), ledgerColumns)
	}
	text := func(i int) string {
		if row[i] == nil {
			return ""
		}
		return *row[i]
	}
	seq, err := strconv.ParseInt(text(0), 10, 64)
	if err != nil {
		return warehouse.Entry{}, fmt.Errorf("seq: %w", err)
	}
	at, err := time.Parse(time.RFC3339Nano, text(1))
	if err != nil {
		return warehouse.Entry{}, fmt.Errorf("at of entry %d: %w", seq, err)
	}
	serial, err := strconv.Atoi(text(4))
	if err != nil {
		return warehouse.Entry{}, fmt.Errorf("serial of entry %d: %w", seq, err)
	}
	fence, err := strconv.ParseInt(text(7), 10, 64)
	if err != nil {
		return warehouse.Entry{}, fmt.Errorf("fence of entry %d: %w", seq, err)
	}
	return warehouse.Entry{
		Seq: seq, At: at.UTC(), Environment: text(2), Release: text(3), Serial: serial,
		Step: text(5), Event: text(6), Fence: fence, Actor: text(8), Body: text(9),
	}, nil
}
