//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// Driver is an open session. It implements warehouse.Driver and is for one
// goroutine at a time.
type Driver struct {
	opts   Options
	r      renderer
	s      *session
	closed bool
}

// Open opens the files. Errors: NotFound for a missing file, Locked with the
// holder, Incompatible for a file of a newer DuckDB or of something else,
// PermissionDenied, ReadOnly, Conflict for a write-ahead log of another file.
func Open(ctx context.Context, opts Options) (*Driver, error) {
	d := &Driver{opts: opts, r: newRenderer(opts)}
	if _, err := d.session(ctx); err != nil {
		return nil, err
	}
	return d, nil
}

// session opens again what a directory op or a fatal error closed.
func (d *Driver) session(ctx context.Context) (*session, error) {
	if d.closed {
		return nil, refuse(warehouse.Unavailable, "open", "", "the session was closed")
	}
	if d.s != nil {
		return d.s, nil
	}
	s, err := openSession(ctx, d.opts)
	if err != nil {
		return nil, err
	}
	d.s = s
	return s, nil
}

// release closes the session and keeps the driver usable.
func (d *Driver) release(ctx context.Context) error {
	if d.s == nil {
		return nil
	}
	s := d.s
	d.s = nil
	return s.close(ctx)
}

// Close implements warehouse.Driver: no lock and no write-ahead log is left.
func (d *Driver) Close() error {
	d.closed = true
	return d.release(context.Background())
}

// Capabilities implements warehouse.Driver.
func (d *Driver) Capabilities() warehouse.Capabilities { return capabilities(noExchange) }

// Render implements warehouse.Driver.
func (d *Driver) Render(op warehouse.Op) ([]warehouse.Statement, error) { return d.r.render(op) }

// Do implements warehouse.Driver. The token is not needed: a transaction with a
// mark tells by itself whether it happened.
func (d *Driver) Do(ctx context.Context, op warehouse.Op, _ warehouse.Token) (warehouse.Receipt, error) {
	sts, err := d.r.render(op)
	if err != nil {
		return warehouse.Receipt{Rows: -1}, err
	}
	if len(sts) == 1 && sts[0].System {
		return d.doDirectory(ctx, op, sts[0])
	}
	s, err := d.session(ctx)
	if err != nil {
		return warehouse.Receipt{Rows: -1}, err
	}
	return d.send(ctx, s, op, sts)
}

// send runs the statements of one op; when they are more than one, render has
// put a transaction around them.
func (d *Driver) send(ctx context.Context, s *session, op warehouse.Op, sts []warehouse.Statement) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1}
	open := false
	for _, st := range sts {
		rows, err := d.sendOne(ctx, s, st)
		receipt.Statements++
		if err != nil && st.Text == commit {
			return d.commitFailed(ctx, op, receipt, err)
		}
		if err != nil {
			return receipt, d.undone(ctx, s, open, op, st, err)
		}
		open = open || st.Text == begin
		if rows >= 0 {
			receipt.Rows = rows
		}
	}
	return receipt, nil
}

// sendOne runs one statement. A commit is never interrupted: half a second more
// is better than not knowing.
func (d *Driver) sendOne(ctx context.Context, s *session, st warehouse.Statement) (int64, error) {
	if st.Text != commit {
		if err := ctx.Err(); err != nil {
			return -1, err
		}
	}
	d.hook(ctx, Before, st)
	defer d.hook(ctx, After, st)
	if st.Text == commit {
		ctx = context.WithoutCancel(ctx)
	}
	args := make([]any, len(st.Args))
	for i, a := range st.Args {
		args[i] = a
	}
	result, err := s.conn.ExecContext(ctx, st.Text, args...)
	if err != nil {
		return -1, err
	}
	if !strings.HasPrefix(st.Text, "INSERT ") && !strings.HasPrefix(st.Text, "UPDATE ") {
		return -1, nil
	}
	rows, err := result.RowsAffected()
	if err != nil {
		return -1, nil
	}
	return rows, nil
}

func (d *Driver) hook(ctx context.Context, phase Phase, st warehouse.Statement) {
	if d.opts.OnStatement != nil {
		d.opts.OnStatement(ctx, phase, st)
	}
}

// undone takes back an open transaction and says what went wrong.
func (d *Driver) undone(ctx context.Context, s *session, open bool, op warehouse.Op, st warehouse.Statement, cause error) error {
	err := d.statementError(op, st, cause)
	if !open {
		return err
	}
	if _, rollback := s.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); rollback != nil {
		// Without a rollback the session is in an unknown state; closing it
		// takes the transaction back for certain.
		return errors.Join(err, d.release(ctx))
	}
	return err
}

func (d *Driver) statementError(op warehouse.Op, st warehouse.Statement, cause error) error {
	err := mapError(op.OpName(), "", cause)
	var known *warehouse.Error
	if errors.As(err, &known) && known.Object == "" {
		known.Object = short(st.Text)
	}
	if duplicateKey(cause) && strings.Contains(st.Text, "marks\" VALUES (") {
		known.Code = warehouse.AlreadyExists
	}
	return err
}

// short cuts a statement to what fits on a line of an error.
func short(text string) string {
	const most = 100
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "..."
	}
	return text
}

// commitFailed decides after a COMMIT that came back with an error. DuckDB
// takes the transaction back on a conflict; after a failed write only a new
// session can tell, by the mark.
func (d *Driver) commitFailed(ctx context.Context, op warehouse.Op, receipt warehouse.Receipt, cause error) (warehouse.Receipt, error) {
	err := mapError(op.OpName(), "commit", cause)
	if warehouse.CodeOf(err) == warehouse.Conflict {
		return receipt, err
	}
	ctx = context.WithoutCancel(ctx)
	closing := d.release(ctx)
	outcome, look := d.Outcome(ctx, op, warehouse.Token{})
	switch {
	case look == nil && outcome == warehouse.Done:
		return receipt, nil
	case look == nil && outcome == warehouse.NotDone, !fatal(cause):
		return receipt, err
	}
	return receipt, &warehouse.Error{
		Code: warehouse.OutcomeUnknown, Op: op.OpName(), Object: "commit",
		Err: errors.Join(cause, look, closing),
	}
}

// Query implements warehouse.Driver. It runs in a read-only transaction.
func (d *Driver) Query(ctx context.Context, st warehouse.Statement) (warehouse.Rows, error) {
	if st.System {
		return warehouse.Rows{}, refuse(warehouse.Unsupported, "query", "", "a system call is not a query")
	}
	s, err := d.session(ctx)
	if err != nil {
		return warehouse.Rows{}, err
	}
	if _, err := s.conn.ExecContext(ctx, "BEGIN TRANSACTION READ ONLY"); err != nil {
		return warehouse.Rows{}, mapError("query", short(st.Text), err)
	}
	rows, err := s.query(ctx, st)
	if _, end := s.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK"); end != nil {
		err = errors.Join(err, mapError("query", "", end), d.release(ctx))
	}
	if warehouse.CodeOf(err) == warehouse.NotFound && strings.HasPrefix(st.Text, emptyWhenMissing) {
		return warehouse.Rows{}, nil
	}
	return rows, err
}

func (s *session) query(ctx context.Context, st warehouse.Statement) (warehouse.Rows, error) {
	args := make([]any, len(st.Args))
	for i, a := range st.Args {
		args[i] = a
	}
	rows, err := s.conn.QueryContext(ctx, st.Text, args...)
	if err != nil {
		return warehouse.Rows{}, mapError("query", short(st.Text), err)
	}
	defer func() { _ = rows.Close() }()
	var out warehouse.Rows
	if out.Columns, err = rows.Columns(); err != nil {
		return warehouse.Rows{}, mapError("query", short(st.Text), err)
	}
	for rows.Next() {
		cells := make([]any, len(out.Columns))
		into := make([]any, len(cells))
		for i := range cells {
			into[i] = &cells[i]
		}
		if err := rows.Scan(into...); err != nil {
			return warehouse.Rows{}, mapError("query", short(st.Text), err)
		}
		line := make([]*string, len(cells))
		for i, cell := range cells {
			line[i] = cellText(cell)
		}
		out.Values = append(out.Values, line)
	}
	return out, mapError("query", short(st.Text), rows.Err())
}

// cellText writes a cell; NULL gives nil.
func cellText(cell any) *string {
	var s string
	switch v := cell.(type) {
	case nil:
		return nil
	case string:
		s = v
	case []byte:
		s = string(v)
	case time.Time:
		s = v.UTC().Format(time.RFC3339Nano)
	default:
		s = fmt.Sprint(v)
	}
	return &s
}
