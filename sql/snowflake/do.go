package snowflake

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"cutover/sql/warehouse"
)

// Do implements warehouse.Driver. A Batch sends its members side by side, at
// most Options.MaxParallel statements at once; the first error keeps what was
// not begun from beginning, and all that runs is waited for.
func (d *Driver) Do(ctx context.Context, op warehouse.Op, token warehouse.Token) (warehouse.Receipt, error) {
	if _, err := d.r.render(op, nil); err != nil {
		return warehouse.Receipt{Rows: -1}, err
	}
	t := task{d: d, token: token}
	return t.do(ctx, op, "")
}

// task is one call of Do.
type task struct {
	d     *Driver
	token warehouse.Token
	fence *warehouse.CheckFence
}

func (t task) do(ctx context.Context, op warehouse.Op, path string) (warehouse.Receipt, error) {
	switch op := op.(type) {
	case warehouse.Fenced:
		t.fence = &op.Fence
		return t.do(ctx, op.Op, path)
	case warehouse.Sequence:
		return t.sequence(ctx, op.Ops, path)
	case warehouse.Batch:
		return t.batch(ctx, op.Ops, path)
	}
	if err := ctx.Err(); err != nil {
		return warehouse.Receipt{Rows: -1}, mapError(op.OpName(), "", unsent, err)
	}
	return t.single(ctx, op, path)
}

func inside(path string, n int) string {
	if path == "" {
		return strconv.Itoa(n)
	}
	return path + "." + strconv.Itoa(n)
}

func (t task) sequence(ctx context.Context, ops []warehouse.Op, path string) (warehouse.Receipt, error) {
	total := warehouse.Receipt{Rows: -1}
	for i, op := range ops {
		rec, err := t.do(ctx, op, inside(path, i))
		total = add(total, rec)
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// batch runs the members side by side.
func (t task) batch(ctx context.Context, ops []warehouse.Op, path string) (warehouse.Receipt, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	total := warehouse.Receipt{Rows: -1}
	var mu sync.Mutex // guards total and errs
	var errs []error
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(len(ops), t.d.opts.parallel()) {
		wg.Go(func() {
			for i := range next {
				rec, err := t.do(ctx, ops[i], inside(path, i))
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

// worst gives the error that says most: an answer that was lost outweighs a
// refusal, which outweighs what was stopped because of it.
func worst(errs []error) error {
	var out error
	weigh := func(err error) int {
		switch warehouse.CodeOf(err) {
		case "":
			return 0
		case warehouse.Canceled:
			return 1
		case warehouse.OutcomeUnknown:
			return 3
		}
		return 2
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

// single does an op that has no members: what has to be looked at before, the
// statements one after another, and what their answers mean.
func (t task) single(ctx context.Context, op warehouse.Op, path string) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1}
	sts, err := t.d.r.render(op, t.fence)
	if err != nil {
		return receipt, err
	}
	if err := t.before(ctx, op); err != nil {
		return receipt, err
	}
	switch op := op.(type) {
	case warehouse.TakeLease:
		return t.takeLease(ctx, op, path)
	case warehouse.CheckFence, warehouse.ReadEntries, warehouse.ReadLease, warehouse.ReadMarks, warehouse.Probe:
		return t.reads(ctx, op, sts[0])
	}
	repeated := false
	for i, st := range sts {
		ans, err := t.d.change(ctx, request{op: op, token: t.token, path: inside(path, i), st: st})
		receipt.Statements++
		repeated = repeated || ans.repeated
		receipt.Rows = ans.rows
		if ans.id != "" {
			receipt.Native = ans.id
		}
		if err == nil && isBlock(st) {
			err = judge(op, ans.cell)
		}
		if err != nil && ans.repeated {
			err = t.d.unlessDone(ctx, op, err)
		}
		if err != nil && !passable(op, i, len(sts), err) {
			return receipt, unproved(op, err)
		}
	}
	err = t.after(ctx, op, receipt)
	if err != nil && repeated {
		err = t.d.unlessDone(ctx, op, err)
	}
	return receipt, err
}

// unlessDone looks whether an op that was refused has happened all the same: a
// service that forgot a request whose answer was lost executes it again when the
// driver repeats it, and then refuses what the first one did.
func (d *Driver) unlessDone(ctx context.Context, op warehouse.Op, refusal error) error {
	switch warehouse.CodeOf(refusal) {
	case warehouse.NotFound, warehouse.AlreadyExists, warehouse.Conflict, warehouse.LeaseLost:
	default:
		return refusal
	}
	out, err := d.decide(context.WithoutCancel(ctx), op)
	switch {
	case err != nil:
		return lookFailed(op, errors.Join(refusal, err))
	case out == warehouse.Done:
		return nil
	}
	return refusal
}

// unproved: both containers of a swap were there a moment ago, so what is
// missing is the table of the marks, and the container is not the candidate.
func unproved(op warehouse.Op, err error) error {
	swap, ok := op.(warehouse.SwapContainers)
	if !ok || swap.Proof == nil || warehouse.CodeOf(err) != warehouse.NotFound {
		return err
	}
	return &warehouse.Error{
		Code: warehouse.Conflict, Op: op.OpName(), Object: swap.B.String(),
		Err: fmt.Errorf("it does not carry the mark of this release; nothing was swapped: %w", err),
	}
}

// passable reports whether a refusal may be passed over: a role that may not
// make the container of ledger or marks can still use one that is there.
func passable(op warehouse.Op, i, n int, err error) bool {
	switch op.(type) {
	case warehouse.EnsureState, warehouse.Mark:
		return i < n-2 && warehouse.CodeOf(err) == warehouse.PermissionDenied
	}
	return false
}

// before checks what has to be right at the last moment.
func (t task) before(ctx context.Context, op warehouse.Op) error {
	switch op := op.(type) {
	case warehouse.SwapContainers:
		return t.d.fits(ctx, op)
	case warehouse.Undrop:
		return t.d.newestDropped(ctx, op)
	}
	return nil
}

// fits compares the containers of a swap with what was looked at.
func (d *Driver) fits(ctx context.Context, op warehouse.SwapContainers) error {
	inv, err := d.containersOnly(ctx, []warehouse.Container{op.A, op.B}, nil)
	if err != nil {
		return err
	}
	for _, side := range []struct {
		c    warehouse.Container
		want warehouse.Identity
	}{{op.A, op.IdentityA}, {op.B, op.IdentityB}} {
		state, ok := inv.Container(side.c)
		switch {
		case !ok || !state.Exists:
			return refuse(warehouse.NotFound, op.OpName(), side.c.String(), "it is not there, or role %s may not see it", d.opts.Profile.Role)
		case side.want.ID != "" && state.Identity.ID != side.want.ID:
			return refuse(warehouse.Conflict, op.OpName(), side.c.String(), "it was replaced or swapped since it was looked at")
		}
	}
	return nil
}

// newestDropped checks that UNDROP would bring back the right one.
func (d *Driver) newestDropped(ctx context.Context, op warehouse.Undrop) error {
	list := []warehouse.Container{op.Container}
	inv, err := d.containersOnly(ctx, list, list)
	if err != nil {
		return err
	}
	state, _ := inv.Container(op.Container)
	switch {
	case state.Exists:
		return refuse(warehouse.AlreadyExists, op.OpName(), op.Container.String(), "the name is taken")
	case len(state.Dropped) == 0:
		return refuse(warehouse.NotFound, op.OpName(), op.Container.String(), "nothing of that name can be brought back any more")
	case state.Dropped[0].ID != op.Identity.ID:
		return refuse(warehouse.Conflict, op.OpName(), op.Container.String(), "another one of that name was dropped later and would come back instead")
	}
	return nil
}

// after says what the number of rows means.
func (t task) after(ctx context.Context, op warehouse.Op, receipt warehouse.Receipt) error {
	if receipt.Rows != 0 {
		return nil
	}
	switch op := op.(type) {
	case warehouse.AppendEntry:
		n, err := t.d.count(ctx, op.OpName(), t.d.r.writtenEntry(op))
		if err != nil {
			return lookFailed(op, err)
		}
		if op.Entry.Key != "" && n > 0 {
			return nil
		}
		return refuse(warehouse.LeaseLost, op.OpName(), op.Entry.Environment, "the lease no longer has fence %d; nothing was written", op.Entry.Fence)
	case warehouse.Mark:
		there, err := t.d.marked(ctx, op)
		if err != nil {
			return lookFailed(op, err)
		}
		if there {
			return refuse(warehouse.AlreadyExists, op.OpName(), op.Release+" "+op.Step, "the mark is there already")
		}
		return refuse(warehouse.LeaseLost, op.OpName(), op.Release+" "+op.Step, "the lease is no longer held with this fence; no mark was written")
	}
	return nil
}

func lookFailed(op warehouse.Op, err error) error {
	return &warehouse.Error{Code: warehouse.OutcomeUnknown, Op: op.OpName(), Err: err}
}

// takeLease takes the lease and makes sure that nobody else took it at the same
// moment. Its own rows are given back when somebody did.
func (t task) takeLease(ctx context.Context, op warehouse.TakeLease, path string) (warehouse.Receipt, error) {
	ans, err := t.d.change(ctx, request{op: op, token: t.token, path: inside(path, 0), st: t.d.r.takeLease(op)})
	receipt := warehouse.Receipt{Rows: min(ans.rows, 1), Statements: 1, Native: ans.id}
	if err != nil || receipt.Rows == 0 {
		return receipt, err
	}
	ctx = context.WithoutCancel(ctx)
	n, err := t.d.count(ctx, op.OpName(), t.d.r.rivals(op))
	receipt.Statements++
	if err != nil {
		return receipt, lookFailed(op, err)
	}
	if n == 0 {
		return receipt, nil
	}
	_, err = t.d.change(ctx, request{
		op: op, token: t.token, path: inside(path, 1), st: t.d.r.giveBack(op.State, op.Environment, op.Owner, -1),
	})
	receipt.Statements, receipt.Rows = receipt.Statements+1, 0
	return receipt, err
}

// reads does the ops that change nothing.
func (t task) reads(ctx context.Context, op warehouse.Op, st warehouse.Statement) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1, Statements: 1}
	fence, ok := op.(warehouse.CheckFence)
	if !ok {
		_, err := t.d.Query(ctx, st)
		return receipt, err
	}
	n, err := t.d.count(ctx, op.OpName(), st)
	if err == nil && n == 0 {
		err = refuse(warehouse.LeaseLost, op.OpName(), fence.Environment, "the lease no longer has fence %d", fence.Fence)
	}
	return receipt, err
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

// marked reports whether a mark is there.
func (d *Driver) marked(ctx context.Context, mark warehouse.Mark) (bool, error) {
	sts, err := d.r.render(warehouse.ReadMarks{Database: mark.Database, Schema: mark.Schema}, nil)
	if err != nil {
		return false, err
	}
	rows, err := d.Query(ctx, sts[0])
	if err != nil {
		return false, err
	}
	for _, row := range rows.Values {
		if len(row) > 1 && row[0] != nil && row[1] != nil && *row[0] == mark.Release && *row[1] == mark.Step {
			return true, nil
		}
	}
	return false, nil
}

// joined lists errors as one sentence.
func joined(list []string) string { return strings.Join(list, "; ") }
