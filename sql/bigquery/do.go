package bigquery

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"

	"cutover/sql/warehouse"
)

// Do implements warehouse.Driver. A Batch sends its members side by side, at
// most Options.MaxParallel at once; the first error keeps what was not begun from
// beginning, and all that runs is waited for. A later attempt leaves out what
// carries the release already.
func (d *Driver) Do(ctx context.Context, op warehouse.Op, token warehouse.Token) (warehouse.Receipt, error) {
	none := warehouse.Receipt{Rows: -1}
	if _, err := d.r.render(op, nil); err != nil {
		return none, err
	}
	if err := ctx.Err(); err != nil {
		return none, mapError(op.OpName(), "", unsent, err)
	}
	e := errand{d: d, token: token}
	if token.Attempt > 1 || token.Try > 0 {
		done, err := d.carrying(ctx, op)
		if err != nil {
			return none, err
		}
		e.done = done
	}
	return e.do(ctx, op, "")
}

// errand is one call of Do.
type errand struct {
	d     *Driver
	token warehouse.Token
	fence *warehouse.CheckFence
	// done says which relations carry the release that makes them, by an earlier
	// attempt; nil in the first one.
	done map[warehouse.Ref]string
}

func (e errand) do(ctx context.Context, op warehouse.Op, path string) (warehouse.Receipt, error) {
	switch op := op.(type) {
	case warehouse.Fenced:
		return e.fenced(ctx, op, path)
	case warehouse.Sequence:
		return e.sequence(ctx, op.Ops, path)
	case warehouse.Batch:
		return e.batch(ctx, op.Ops, path)
	}
	if err := ctx.Err(); err != nil {
		return warehouse.Receipt{Rows: -1}, mapError(op.OpName(), "", unsent, err)
	}
	if e.isDone(op) {
		return warehouse.Receipt{Rows: -1}, nil
	}
	return e.single(ctx, op, path)
}

// fenced asks for the lease once, unless all that is sent asserts it itself.
func (e errand) fenced(ctx context.Context, op warehouse.Fenced, path string) (warehouse.Receipt, error) {
	e.fence = &op.Fence
	switch op.Op.(type) {
	case warehouse.Atomic, warehouse.Script:
		return e.do(ctx, op.Op, path)
	}
	g, err := e.d.newGuard(ctx, op.Fence)
	if err != nil {
		return warehouse.Receipt{Rows: -1}, mapError(op.Op.OpName(), op.Fence.Environment, unsent, err)
	}
	return e.do(fenced(ctx, g), op.Op, path)
}

func inside(path string, n int) string {
	if path == "" {
		return strconv.Itoa(n)
	}
	return path + "." + strconv.Itoa(n)
}

func (e errand) sequence(ctx context.Context, ops []warehouse.Op, path string) (warehouse.Receipt, error) {
	total := warehouse.Receipt{Rows: -1}
	for i, op := range ops {
		rec, err := e.do(ctx, op, inside(path, i))
		total = add(total, rec)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// batch runs the members side by side.
func (e errand) batch(ctx context.Context, ops []warehouse.Op, path string) (warehouse.Receipt, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	total := warehouse.Receipt{Rows: -1}
	var mu sync.Mutex // guards total and errs
	var errs []error
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(ops), e.d.opts.parallel()) {
		wg.Go(func() {
			for i := range next {
				rec, err := e.do(ctx, ops[i], inside(path, i))
				mu.Lock()
				total = add(total, rec)
				if err != nil {
					errs = append(errs, err)
					stop()
				}
				mu.Unlock()
			}
		})
	}
	for i := range ops {
		select {
		case next <- i:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	wg.Wait()
	if err := worst(errs); err != nil {
		return total, err
	}
	return total, mapError("batch", "", unsent, ctx.Err())
}

// worst gives the error that says most: an answer that was lost outweighs the
// loss of the lease, which outweighs a refusal, which outweighs what passes, and
// that outweighs what was stopped because of another.
func worst(errs []error) error {
	var out error
	weigh := func(err error) int {
		switch code := warehouse.CodeOf(err); {
		case code == "":
			return 0
		case code == warehouse.Canceled:
			return 1
		case warehouse.Retryable(code):
			return 2
		case code == warehouse.LeaseLost:
			return 4
		case code == warehouse.OutcomeUnknown:
			return 5
		}
		return 3
	}
	for _, err := range errs {
		if weigh(err) > weigh(out) {
			out = err
		}
	}
	return out
}

func add(total, rec warehouse.Receipt) warehouse.Receipt {
	total.Statements += rec.Statements
	if rec.Native != "" {
		total.Native = rec.Native
	}
	return total
}

// single does an op that has no members.
func (e errand) single(ctx context.Context, op warehouse.Op, path string) (warehouse.Receipt, error) {
	sts, err := e.d.r.render(op, e.fence)
	if err != nil {
		return warehouse.Receipt{Rows: -1}, err
	}
	switch op := op.(type) {
	case warehouse.CreateContainer:
		return e.calls(ctx, op, sts[0], func(ctx context.Context) error { return e.d.createDataset(ctx, op) })
	case warehouse.Authorize:
		return e.calls(ctx, op, sts[0], func(ctx context.Context) error { return e.d.authorize(ctx, op) })
	case warehouse.GrantAccess:
		return e.calls(ctx, op, sts[0], func(ctx context.Context) error { return e.d.changeAccess(ctx, op.Grant, true) })
	case warehouse.RevokeAccess:
		return e.calls(ctx, op, sts[0], func(ctx context.Context) error { return e.d.changeAccess(ctx, op.Grant, false) })
	case warehouse.EnsureState:
		return e.ensureState(ctx, op, sts, path)
	case warehouse.CheckFence, warehouse.ReadEntries, warehouse.ReadLease, warehouse.ReadMarks, warehouse.Probe:
		return e.query(ctx, op, sts[0])
	case warehouse.CopyTable:
		if op.Beside != nil {
			return e.besides(ctx, op, sts, path)
		}
	}
	plain, err := e.d.r.render(op, nil)
	if err != nil {
		return warehouse.Receipt{Rows: -1}, err
	}
	receipt := warehouse.Receipt{Rows: -1}
	err = e.sendAs(ctx, sent{op: op, st: sts[0], plain: plain[0], path: inside(path, 0)}, &receipt, func(err error) error {
		return e.explained(ctx, op, path, err)
	})
	if err != nil || receipt.Rows != 0 {
		return receipt, err
	}
	return receipt, e.after(ctx, op)
}

// calls does an op that is a metadata call.
func (e errand) calls(ctx context.Context, op warehouse.Op, st warehouse.Statement, do func(context.Context) error) (warehouse.Receipt, error) {
	err := e.d.begin(ctx, op, st, do)
	return warehouse.Receipt{Rows: -1, Statements: 1}, mapError(op.OpName(), st.Text, writing, err)
}

// sent is a statement of an op on its way: what it says, what its id is made of,
// and where it stands.
type sent struct {
	op        warehouse.Op
	st, plain warehouse.Statement
	path      string
}

// sendAs sends a statement and adds it to the receipt. A job that failed for a
// reason that passes is followed by another, with the next id; what an error says
// beyond itself, explain tells.
func (e errand) sendAs(ctx context.Context, s sent, receipt *warehouse.Receipt, explain func(error) error) error {
	t := e.token
	for n := range retries {
		t.Try = e.token.Try*retries + n
		ans, err := e.d.change(ctx, request{op: s.op, token: t, path: s.path, st: s.st, plain: s.plain})
		receipt.Statements++
		receipt.Rows = ans.rows
		if ans.id != "" {
			receipt.Native = ans.id
		}
		if err == nil {
			return nil
		}
		receipt.Rows = -1
		err = explain(err)
		if ans.id == "" || warehouse.CodeOf(err) != warehouse.Throttled || n == retries-1 {
			return err
		}
		if e.d.pause(ctx, n+firstRetry) != nil {
			return err // the caller gave up; nothing happened
		}
	}
	return nil
}

const (
	// retries is how many jobs one try of an op may take, each after one that failed
	// for a reason that passes.
	retries = 5
	// firstRetry makes the first pause before another job 400 ms.
	firstRetry = 3
)

// query does the ops that change nothing.
func (e errand) query(ctx context.Context, op warehouse.Op, st warehouse.Statement) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1, Statements: 1}
	rows, err := e.d.Query(ctx, st)
	if fence, ok := op.(warehouse.CheckFence); ok && err == nil && len(rows.Values) == 0 {
		err = refuse(warehouse.LeaseLost, op.OpName(), fence.Environment, "the lease no longer has fence %d", fence.Fence)
	}
	return receipt, err
}

// after says what it means that no row was touched.
func (e errand) after(ctx context.Context, op warehouse.Op) error {
	switch op := op.(type) {
	case warehouse.AppendEntry:
		n, err := e.d.count(context.WithoutCancel(ctx), op.OpName(), e.d.r.writtenEntry(op))
		if err != nil {
			return lookFailed(op, err)
		}
		if op.Entry.Key != "" && n > 0 {
			return nil
		}
		return refuse(warehouse.LeaseLost, op.OpName(), op.Entry.Environment, "the lease no longer has fence %d; nothing was written", op.Entry.Fence)
	case warehouse.Mark:
		return refuse(warehouse.AlreadyExists, op.OpName(), op.Release+" "+op.Step, "the mark is there already")
	}
	return nil
}

func lookFailed(op warehouse.Op, err error) error {
	return &warehouse.Error{Code: warehouse.OutcomeUnknown, Op: op.OpName(), Err: err}
}

// ensureState makes the state dataset and its tables when the last of them is
// not there. A principal that may not make datasets can still use one that is.
func (e errand) ensureState(ctx context.Context, op warehouse.EnsureState, sts []warehouse.Statement, path string) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1}
	there, err := e.d.relation(ctx, op.OpName(), warehouse.Ref{Database: op.State.Database, Schema: op.State.Schema, Name: marksTable})
	if err != nil || there != nil {
		return receipt, err
	}
	dataset, err := e.calls(ctx, op, sts[0], func(ctx context.Context) error {
		return e.d.createDataset(ctx, warehouse.CreateContainer{Container: op.State})
	})
	receipt = add(receipt, dataset)
	if err != nil && warehouse.CodeOf(err) != warehouse.PermissionDenied {
		return receipt, err
	}
	tables := sent{op: op, st: sts[1], plain: sts[1], path: inside(path, 1)}
	if errTables := e.sendAs(ctx, tables, &receipt, itself); errTables != nil {
		if warehouse.CodeOf(errTables) == warehouse.NotFound && err != nil {
			return receipt, err // there is no dataset, and it may not be made
		}
		return receipt, errTables
	}
	receipt.Rows = -1
	return receipt, nil
}

// itself explains nothing.
func itself(err error) error { return err }

// explained makes more of a refusal that does not say what it is about: a job
// that failed by the service's own fault may have happened, and a statement that
// is invalid may only be about another kind of thing.
func (e errand) explained(ctx context.Context, op warehouse.Op, path string, refusal error) error {
	ctx = unfenced(context.WithoutCancel(ctx))
	switch warehouse.CodeOf(refusal) {
	case warehouse.Throttled:
		why := known(refusal)
		if why == nil || !failedItself(firstWord(why.Native)) || repeatable(op) {
			return refusal
		}
		out, err := e.d.decide(ctx, op, path, e.token)
		switch {
		case err != nil || out == warehouse.Unknown || out == warehouse.Partly:
			return &warehouse.Error{Code: warehouse.OutcomeUnknown, Op: op.OpName(), Native: why.Native, Err: errors.Join(refusal, err)}
		case out == warehouse.Done:
			return nil
		}
	case warehouse.InvalidStatement:
		if name, is, wanted := e.d.otherKind(ctx, op); name != "" {
			return refuse(warehouse.Conflict, op.OpName(), name, "it is a %s, not a %s: %w", string(is), string(wanted), refusal)
		}
	}
	return refusal
}

// repeatable reports whether doing an op twice is the same as doing it once, so
// that nobody has to know whether it happened before it is sent again.
func repeatable(op warehouse.Op) bool {
	switch op := op.(type) {
	case warehouse.Script, warehouse.RenewLease:
		return true
	case warehouse.Atomic:
		return !slices.ContainsFunc(op.Ops, func(member warehouse.Op) bool {
			_, rows := member.(warehouse.ReplaceRows)
			_, check := member.(warehouse.CheckFence)
			return !rows && !check
		})
	}
	return false
}

// count reads one number.
func (d *Driver) count(ctx context.Context, op string, st warehouse.Statement) (int64, error) {
	rows, err := d.read(ctx, op, st)
	if err != nil {
		return 0, err
	}
	if len(rows.Values) != 1 || len(rows.Values[0]) != 1 || rows.Values[0][0] == nil {
		return 0, refuse(warehouse.Internal, op, short(st.Text), "the answer is no number")
	}
	n, err := strconv.ParseInt(*rows.Values[0][0], 10, 64)
	if err != nil {
		return 0, &warehouse.Error{Code: warehouse.Internal, Op: op, Object: short(st.Text), Err: err}
	}
	return n, nil
}
