package warehouse

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/sethvargo/go-retry"
)

// Opener opens the driver. It is called again after Yield gave the database
// file to another program.
type Opener func(ctx context.Context) (Driver, error)

// Warehouse is a Driver with what is the same for all of them: opening and
// giving way, one caller at a time where the driver needs it, and retries of
// what certainly did not happen.
type Warehouse struct {
	open  Opener
	retry func() retry.Backoff

	mu     sync.Mutex // guards driver; held during calls of drivers that allow one
	driver Driver
	caps   Capabilities
}

// New opens a warehouse.
func New(ctx context.Context, open Opener) (*Warehouse, error) {
	w := &Warehouse{open: open, retry: defaultBackoff}
	d, err := open(ctx)
	if err != nil {
		return nil, err
	}
	w.driver, w.caps = d, d.Capabilities()
	return w, nil
}

func defaultBackoff() retry.Backoff {
	return retry.WithMaxRetries(5, retry.WithJitterPercent(20, retry.NewExponential(200*time.Millisecond)))
}

// Capabilities of the driver.
func (w *Warehouse) Capabilities() Capabilities { return w.caps }

// Close closes the driver; it is safe to call twice.
func (w *Warehouse) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.driver == nil {
		return nil
	}
	err := w.driver.Close()
	w.driver = nil
	return err
}

// Yield closes the warehouse, lets fn run, and opens it again: an embedded
// database file has one writer at a time. For other warehouses fn simply runs.
// The error of fn comes first; an error of opening again is joined to it.
func (w *Warehouse) Yield(ctx context.Context, fn func(context.Context) error) error {
	if !w.caps.ExclusiveFile {
		return fn(ctx)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("close the database file: %w", err)
	}
	err := fn(ctx)
	// Opening again must work even after an interrupt: the ledger has to be told.
	if _, openErr := w.use(context.WithoutCancel(ctx)); openErr != nil {
		return errors.Join(err, fmt.Errorf("open the database file again: %w", openErr))
	}
	return err
}

// use gives the open driver, opening it when Yield or Close closed it.
func (w *Warehouse) use(ctx context.Context) (Driver, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.driver == nil {
		d, err := w.open(ctx)
		if err != nil {
			return nil, err
		}
		w.driver = d
	}
	return w.driver, nil
}

// call runs fn with the driver, alone where the driver allows only one caller.
func (w *Warehouse) call(ctx context.Context, fn func(Driver) error) error {
	d, err := w.use(ctx)
	if err != nil {
		return err
	}
	if w.caps.MaxParallel <= 1 {
		w.mu.Lock()
		defer w.mu.Unlock()
	}
	return fn(d)
}

// Through lets fn work with the open driver itself, for what one adapter alone
// can do.
func (w *Warehouse) Through(ctx context.Context, fn func(Driver) error) error { return w.call(ctx, fn) }

// Render gives the statements of an op.
func (w *Warehouse) Render(op Op) ([]Statement, error) {
	var out []Statement
	err := w.call(context.Background(), func(d Driver) error {
		var err error
		out, err = d.Render(op)
		return err
	})
	return out, err
}

// Inspect looks; it is retried while the warehouse is not available.
func (w *Warehouse) Inspect(ctx context.Context, req InspectRequest) (Inventory, error) {
	var inv Inventory
	err := w.again(ctx, func(ctx context.Context) error {
		return w.call(ctx, func(d Driver) error {
			var err error
			inv, err = d.Inspect(ctx, req)
			return err
		})
	})
	return inv.Indexed(), err
}

// Query reads; it is retried while the warehouse is not available.
func (w *Warehouse) Query(ctx context.Context, st Statement) (Rows, error) {
	var rows Rows
	err := w.again(ctx, func(ctx context.Context) error {
		return w.call(ctx, func(d Driver) error {
			var err error
			rows, err = d.Query(ctx, st)
			return err
		})
	})
	return rows, err
}

// Do makes an op happen. It is sent again only after an error that says that
// nothing happened and that it passes (Retryable); after OutcomeUnknown the
// caller must look with Outcome.
func (w *Warehouse) Do(ctx context.Context, op Op, token Token) (Receipt, error) {
	var receipt Receipt
	err := w.again(ctx, func(ctx context.Context) error {
		return w.call(ctx, func(d Driver) error {
			var err error
			receipt, err = d.Do(ctx, op, token)
			token.Try++
			return err
		})
	})
	return receipt, err
}

// Outcome looks whether an op has happened.
func (w *Warehouse) Outcome(ctx context.Context, op Op, token Token) (Outcome, error) {
	out := Unknown
	err := w.again(ctx, func(ctx context.Context) error {
		return w.call(ctx, func(d Driver) error {
			var err error
			out, err = d.Outcome(ctx, op, token)
			return err
		})
	})
	return out, err
}

// again retries by class, never by count alone: only Retryable errors.
func (w *Warehouse) again(ctx context.Context, fn func(context.Context) error) error {
	return retry.Do(ctx, w.retry(), func(ctx context.Context) error {
		err := fn(ctx)
		if err != nil && Retryable(CodeOf(err)) {
			return retry.RetryableError(err)
		}
		return err
	})
}
