package bigquery

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"time"

	"cloud.google.com/go/bigquery"
	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// Driver is an open project. It implements warehouse.Driver and is safe for use
// by several goroutines.
type Driver struct {
	// client and service go over the same connections; service is the vendor's
	// plain REST client, which repeats nothing by itself.
	client  *bigquery.Client
	service *bq.Service
	opts    Options
	r       renderer
	ids     jobIDs
	// project is where jobs run, location where all data and all jobs lie.
	project, location string
	// slots bounds how many jobs that change something run at once, over all
	// callers. Those of the lease need none: they must not wait for a copy.
	slots  chan struct{}
	closed atomic.Bool
	now    func() time.Time
	// pause stands between two looks at a job, and before a request is sent for
	// the n-th time again.
	pause func(ctx context.Context, n int) error
}

var _ warehouse.Driver = (*Driver)(nil)

func newDriver(c *bigquery.Client, s *bq.Service, o Options) *Driver {
	return &Driver{
		client: c, service: s, opts: o, r: newRenderer(), slots: make(chan struct{}, o.parallel()),
		project: c.Project(), location: c.Location, now: time.Now, pause: pause, //nolint:forbidigo // how old a look is, in this process
	}
}

// pause waits about 50 ms, twice as long every time, and at most about 3 s: a
// fifth more or less, so that jobs that were refused together do not come back
// together.
func pause(ctx context.Context, n int) error {
	const first, most = 50 * time.Millisecond, 3 * time.Second
	d := min(first<<min(n, 10), most)
	timer := time.NewTimer(d*4/5 + rand.N(d*2/5))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Close implements warehouse.Driver.
func (d *Driver) Close() error {
	if d.closed.Swap(true) {
		return nil
	}
	if d.opts.hangUp != nil {
		defer d.opts.hangUp()
	}
	return mapError("close", "", reading, d.client.Close())
}

// alive refuses to do anything after Close.
func (d *Driver) alive(op string) error {
	if d.closed.Load() {
		return refuse(warehouse.Unavailable, op, "", "the connection was closed")
	}
	return nil
}

// Capabilities implements warehouse.Driver. Tokens are counts even with
// Options.HashContent: those that hold a hash say so themselves.
func (d *Driver) Capabilities() warehouse.Capabilities {
	return warehouse.Capabilities{
		Dialect:     Dialect(),
		NoSwap:      "BigQuery can neither exchange nor rename datasets: use `cutover wac`, `cutover wap`, or `publish.mode: views`, which turns all views of a release in one job",
		OneMoment:   "one table or view; up to 100 tables where publish.mode is transaction",
		MaxParallel: d.opts.parallel(),
		Scripted:    true,
		CountsOnly:  true,
		Cloning:     &warehouse.Cloning{MaxDepth: 3, MaxClones: 1000, MaxAtomic: 100},
	}
}

// Render implements warehouse.Driver.
func (d *Driver) Render(op warehouse.Op) ([]warehouse.Statement, error) { return d.r.render(op, nil) }

func (d *Driver) hook(ctx context.Context, phase Phase, st warehouse.Statement) {
	if d.opts.OnStatement != nil {
		d.opts.OnStatement(ctx, phase, st)
	}
}

// request is one statement on its way.
type request struct {
	op    warehouse.Op
	token warehouse.Token
	// path is where the statement stands inside the op: "0", "3.1".
	path string
	st   warehouse.Statement
	// plain is the statement without the assertion of a fence: what its id is
	// made of, so that somebody who looks later finds the job.
	plain warehouse.Statement
}

// answer is what came back for a request.
type answer struct {
	// rows is the number of rows touched, -1 when the service did not say.
	rows int64
	// id is the job's id, "" for a call that makes no job.
	id string
}

// change sends a statement that changes something. The caller may give up
// before it is sent; once it is on its way it is waited for, because a job that
// was given up may or may not have happened.
func (d *Driver) change(ctx context.Context, r request) (answer, error) {
	out := answer{rows: -1}
	err := d.begin(ctx, r.op, r.st, func(ctx context.Context) error {
		var err error
		out, err = d.runJob(ctx, r)
		return err
	})
	return out, err
}

// begin does what changes something: in its turn, with the lease, between the
// two calls of the hook, and to its end.
func (d *Driver) begin(ctx context.Context, op warehouse.Op, st warehouse.Statement, do func(context.Context) error) error {
	if err := d.alive(op.OpName()); err != nil {
		return err
	}
	if !keepsLease(op) {
		select {
		case d.slots <- struct{}{}:
			defer func() { <-d.slots }()
		case <-ctx.Done():
		}
	}
	if err := ctx.Err(); err != nil {
		return mapError(op.OpName(), "", unsent, err)
	}
	if err := d.holds(ctx); err != nil {
		return mapError(op.OpName(), "", unsent, err)
	}
	d.hook(ctx, Before, st)
	defer d.hook(ctx, After, st)
	return do(context.WithoutCancel(ctx))
}

// keepsLease reports whether an op keeps a lease from running out.
func keepsLease(op warehouse.Op) bool {
	switch op.(type) {
	case warehouse.TakeLease, warehouse.RenewLease, warehouse.ReleaseLease:
		return true
	}
	return false
}

// Query implements warehouse.Driver.
func (d *Driver) Query(ctx context.Context, st warehouse.Statement) (warehouse.Rows, error) {
	if err := readsOnly(st); err != nil {
		return warehouse.Rows{}, err
	}
	if table, ok := d.r.probed(st); ok {
		return warehouse.Rows{}, d.dryRun(ctx, table, st)
	}
	rows, err := d.read(ctx, "query", st)
	if warehouse.CodeOf(err) == warehouse.NotFound && emptyWhenMissing(st) {
		return warehouse.Rows{}, nil
	}
	if err != nil || !strings.HasPrefix(st.Text, readsLedger) {
		return rows, err
	}
	return readLedger(rows)
}

// readsOnly refuses what may change something.
func readsOnly(st warehouse.Statement) error {
	lexemes, err := Dialect().Lex(st.Text)
	if err != nil {
		return &warehouse.Error{Code: warehouse.InvalidStatement, Op: "query", Object: short(st.Text), Err: err}
	}
	significant := meaning(lexemes)
	for len(significant) > 0 && significant[0].IsOther("(") {
		significant = significant[1:]
	}
	reads := len(significant) > 0 && (significant[0].Is("SELECT") || significant[0].Is("WITH") || significant[0].Is("FROM"))
	for i, l := range significant {
		// A second statement would make a script of it.
		if l.IsOther(";") && i+1 < len(significant) {
			reads = false
		}
	}
	if !reads {
		return refuse(warehouse.InvalidStatement, "query", short(st.Text), "a query only reads: one SELECT, WITH or FROM")
	}
	return nil
}

// meaning leaves out space and comments.
func meaning(lexemes []warehouse.Lexeme) []warehouse.Lexeme {
	out := make([]warehouse.Lexeme, 0, len(lexemes))
	for _, l := range lexemes {
		if !l.Blank() {
			out = append(out, l)
		}
	}
	return out
}

// short cuts a statement to what fits on a line of an error.
func short(statement string) string {
	const most = 100
	statement = strings.Join(strings.Fields(statement), " ")
	if r := []rune(statement); len(r) > most {
		return string(r[:most]) + "..."
	}
	return statement
}
