package engine

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"cutover/sql/warehouse"
)

// Holder says who holds a lease, for people and for telling whether the process
// still lives.
type Holder struct {
	Actor   string    `json:"actor"`
	Host    string    `json:"host"`
	PID     int       `json:"pid"`
	Release string    `json:"release,omitempty"`
	Since   time.Time `json:"since"`
	// Owner is unique per process, so that two runs of one actor differ.
	Owner string `json:"owner"`
}

// String gives "actor (pid 123 on host)".
func (h Holder) String() string {
	return fmt.Sprintf("%s (pid %d on %s)", h.Actor, h.PID, h.Host)
}

// lease is what this process holds while it changes something.
type lease struct {
	owner string
	fence int64
}

// takeLease takes the environment's lease or says who has it. A lease whose
// holder ran on this host and is gone is taken over at once.
func (e *Engine) takeLease(ctx context.Context, release string) (*lease, error) {
	if _, err := e.insist(ctx, warehouse.EnsureState{State: e.deps.State}, release, "state"); err != nil {
		return nil, fmt.Errorf("make the ledger in %s: %w", e.deps.State, err)
	}
	holder := e.deps.Holder
	holder.Actor, holder.Release, holder.Since = e.deps.Actor, release, e.deps.Clock().UTC()
	text, err := json.Marshal(holder)
	if err != nil {
		return nil, fmt.Errorf("encode lease: %w", err)
	}
	take := warehouse.TakeLease{
		State: e.deps.State, Environment: e.deps.Environment, Owner: holder.Owner,
		TTL: e.deps.StepTimeout, Body: string(text),
	}
	for range leaseAttempts {
		// Two takes are two requests: what one of them was answered is not the
		// answer to the other.
		rec, err := e.deps.Warehouse.Do(ctx, take, warehouse.Token{Release: release, Step: "lease " + rand.Text()})
		lost := warehouse.CodeOf(err) == warehouse.OutcomeUnknown
		if err != nil && !lost {
			return nil, fmt.Errorf("take the lease of %s: %w", e.deps.Environment, err)
		}
		now, err := e.Lease(ctx)
		if err != nil {
			return nil, err
		}
		if lost { // the answer is lost; who has it says whether it happened
			if now == nil {
				continue
			}
			if now.Holder.Owner == holder.Owner {
				rec.Rows = 1
			}
		}
		if rec.Rows > 0 {
			if now == nil || now.Holder.Owner != holder.Owner {
				return nil, fmt.Errorf("take the lease of %s: it was taken and is not ours", e.deps.Environment)
			}
			return &lease{owner: holder.Owner, fence: now.Fence}, nil
		}
		if now == nil {
			continue // given back, or just expired, between the two looks
		}
		// Our own lease is one that could not be given back.
		dead := now.Holder.Owner == holder.Owner || !e.deps.Alive(now.Holder)
		if take.Break == now.Fence || !dead {
			return nil, now
		}
		take.Break = now.Fence
	}
	return nil, fmt.Errorf("take the lease of %s: it changed hands %d times", e.deps.Environment, leaseAttempts)
}

// leaseAttempts bounds the rounds of taking a lease that keeps changing hands.
const leaseAttempts = 5

// Lease reads who holds the environment: nil when nobody does. An expired
// lease counts as nobody's.
func (e *Engine) Lease(ctx context.Context) (*HeldError, error) {
	rows, err := e.query(ctx, warehouse.ReadLease{State: e.deps.State, Environment: e.deps.Environment})
	if err != nil {
		return nil, fmt.Errorf("read the lease of %s: %w", e.deps.Environment, err)
	}
	if len(rows.Values) == 0 {
		return nil, nil
	}
	row := rows.Values[0]
	const columns = 6
	if len(row) != columns {
		return nil, fmt.Errorf("read the lease of %s: %d columns, not %d", e.deps.Environment, len(row), columns)
	}
	cell := func(i int) string {
		if row[i] == nil {
			return ""
		}
		return *row[i]
	}
	if cell(4) == "true" {
		return nil, nil
	}
	held := &HeldError{Environment: e.deps.Environment, Expires: cell(3)}
	if held.Fence, err = strconv.ParseInt(cell(2), 10, 64); err != nil {
		return nil, fmt.Errorf("read the lease of %s: fence: %w", e.deps.Environment, err)
	}
	if err := json.Unmarshal([]byte(cell(5)), &held.Holder); err != nil {
		return nil, fmt.Errorf("read the lease of %s: holder: %w", e.deps.Environment, err)
	}
	held.Holder.Owner = cell(1)
	return held, nil
}

// renew extends the lease so that it outlives the step that is about to begin.
func (e *Engine) renew(ctx context.Context, l *lease) error {
	rec, err := e.insist(ctx, warehouse.RenewLease{
		State: e.deps.State, Environment: e.deps.Environment, Owner: l.owner, Fence: l.fence, TTL: e.deps.StepTimeout,
	}, "", "renew "+rand.Text())
	if err != nil {
		return fmt.Errorf("renew the lease of %s: %w", e.deps.Environment, err)
	}
	if rec.Rows == 0 {
		return &warehouse.Error{
			Code: warehouse.LeaseLost, Op: "renew the lease of", Object: e.deps.Environment,
			Err: fmt.Errorf("another run has taken it"),
		}
	}
	return nil
}

// leave gives the lease back after a run that ended with err. What the run did
// is done: a lease that cannot be given back expires by itself and fails nothing.
func (e *Engine) leave(ctx context.Context, l *lease, err error) error {
	back := e.giveBack(ctx, l)
	if err != nil {
		return errors.Join(err, back)
	}
	if back != nil {
		e.tell(Event{Kind: EventWarned, Message: fmt.Sprintf("%s; it expires by itself", back)})
	}
	return nil
}

// giveBack releases the lease, also after an interrupt. A lease that is already
// lost is not an error.
func (e *Engine) giveBack(ctx context.Context, l *lease) error {
	_, err := e.insist(context.WithoutCancel(ctx), warehouse.ReleaseLease{
		State: e.deps.State, Environment: e.deps.Environment, Owner: l.owner, Fence: l.fence,
	}, "", "give back "+rand.Text())
	if err != nil {
		return fmt.Errorf("give back the lease of %s: %w", e.deps.Environment, err)
	}
	return nil
}
