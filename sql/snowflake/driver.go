package snowflake

import (
	"context"
	"database/sql"
	"fmt"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/warehouse"
)

// Driver is an open account. It implements warehouse.Driver and is safe for use
// by several goroutines.
type Driver struct {
	db   *sql.DB
	opts Options
	r    renderer
	ids  requestIDs
	// slots bounds how many statements that change something run at once, over
	// all callers.
	slots  chan struct{}
	closed atomic.Bool
	// wait stands between two looks at a statement that still runs.
	wait func(ctx context.Context) error
}

var _ warehouse.Driver = (*Driver)(nil)

func newDriver(db *sql.DB, o Options) *Driver {
	return &Driver{
		db: db, opts: o, r: newRenderer(), slots: make(chan struct{}, o.parallel()),
		wait: func(ctx context.Context) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(time.Second):
				return nil
			}
		},
	}
}

// Close implements warehouse.Driver.
func (d *Driver) Close() error {
	if d.closed.Swap(true) {
		return nil
	}
	return mapError("close", "", reading, d.db.Close())
}

// Capabilities implements warehouse.Driver.
func (d *Driver) Capabilities() warehouse.Capabilities {
	return capabilities(d.opts.parallel(), d.opts.Profile.Role)
}

// Render implements warehouse.Driver.
func (d *Driver) Render(op warehouse.Op) ([]warehouse.Statement, error) { return d.r.render(op, nil) }

// conn gives a connection, logging in when there is no idle one. An error here
// means that nothing was sent.
func (d *Driver) conn(ctx context.Context, op string) (*sql.Conn, error) {
	if d.closed.Load() {
		return nil, refuse(warehouse.Unavailable, op, "", "the connection was closed")
	}
	conn, err := d.db.Conn(ctx)
	if err != nil {
		return nil, mapError(op, "", unsent, err)
	}
	return conn, nil
}

// sent counts how often something may have left this machine for a request: the
// driver repeats one that got no answer, with the same id, and asks again for an
// answer that takes long.
type sent struct{ times atomic.Int32 }

func (s *sent) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { s.times.Add(1) },
	})
}

// at gives how far a request has come.
func (s *sent) at(then stage) stage {
	if s.times.Load() > 0 {
		return then
	}
	return unsent
}

// request is one statement on its way.
type request struct {
	op    warehouse.Op
	token warehouse.Token
	// path is where the statement stands inside the op: "0", "3.1".
	path string
	st   warehouse.Statement
}

// answer is what came back for a request.
type answer struct {
	// rows is the number of rows touched, -1 when the service did not say.
	rows int64
	// cell is the first cell of the answer, where one was asked for.
	cell string
	// id is the query id, "" when none came back.
	id string
	// repeated: the request may have reached the service more than once.
	repeated bool
}

// change sends a statement that changes something. The caller may give up
// before it is sent; once it is on its way it is waited for, because a statement
// that was given up may or may not have happened.
func (d *Driver) change(ctx context.Context, r request) (answer, error) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return answer{rows: -1}, mapError(r.op.OpName(), "", unsent, ctx.Err())
	}
	if err := ctx.Err(); err != nil {
		return answer{rows: -1}, mapError(r.op.OpName(), "", unsent, err)
	}
	conn, err := d.conn(ctx, r.op.OpName())
	if err != nil {
		return answer{rows: -1}, err
	}
	defer func() { _ = conn.Close() }()
	d.hook(ctx, Before, r.st)
	defer d.hook(ctx, After, r.st)
	ctx = context.WithoutCancel(ctx)
	var watch sent
	ids := make(chan string, 2)
	ctx = sf.WithRequestID(d.tagged(watch.watch(ctx), r.token), d.ids.next(r.token, r.path, r.st))
	ctx = sf.WithQueryIDChan(ctx, ids)
	out := answer{rows: -1}
	if isBlock(r.st) {
		out.cell, err = askCell(ctx, conn, r.st)
	} else {
		out.rows, err = exec(ctx, conn, r.st)
	}
	select {
	case out.id = <-ids:
	default:
	}
	out.repeated = watch.times.Load() > 1
	return out, mapError(r.op.OpName(), short(r.st.Text), watch.at(writing), err)
}

func (d *Driver) tagged(ctx context.Context, t warehouse.Token) context.Context {
	return sf.WithQueryTag(ctx, queryTag(d.opts.QueryTag, t))
}

func (d *Driver) hook(ctx context.Context, phase Phase, st warehouse.Statement) {
	if d.opts.OnStatement != nil {
		d.opts.OnStatement(ctx, phase, st)
	}
}

func exec(ctx context.Context, conn *sql.Conn, st warehouse.Statement) (int64, error) {
	result, err := conn.ExecContext(ctx, st.Text, arguments(st)...)
	if err != nil {
		return -1, err
	}
	if !isDML(st.Text) {
		return -1, nil
	}
	rows, err := result.RowsAffected()
	if err != nil {
		return -1, nil //nolint:nilerr // the service did not say how many rows; the statement itself succeeded
	}
	return rows, nil
}

func isDML(statement string) bool {
	for _, verb := range []string{"INSERT ", "UPDATE ", "MERGE "} {
		if strings.HasPrefix(statement, verb) {
			return true
		}
	}
	return false
}

func arguments(st warehouse.Statement) []any {
	args := make([]any, len(st.Args))
	for i, a := range st.Args {
		args[i] = a
	}
	return args
}

func askCell(ctx context.Context, conn *sql.Conn, st warehouse.Statement) (string, error) {
	var cell sql.NullString
	err := conn.QueryRowContext(ctx, st.Text, arguments(st)...).Scan(&cell)
	return cell.String, err
}

// Query implements warehouse.Driver.
func (d *Driver) Query(ctx context.Context, st warehouse.Statement) (warehouse.Rows, error) {
	if err := readsOnly(st); err != nil {
		return warehouse.Rows{}, err
	}
	rows, err := d.read(ctx, "query", st)
	if warehouse.CodeOf(err) == warehouse.NotFound && emptyWhenMissing(st) {
		return warehouse.Rows{}, nil
	}
	if err != nil || !strings.HasPrefix(st.Text, readsLedger) {
		return rows, err
	}
	return rows, unpackLast(rows)
}

// unpackLast opens the packed bodies of ledger entries, which stand last.
func unpackLast(rows warehouse.Rows) error {
	for _, line := range rows.Values {
		last := len(line) - 1
		if last < 0 || line[last] == nil {
			continue
		}
		body, err := unpacked(*line[last])
		if err != nil {
			return &warehouse.Error{Code: warehouse.Internal, Op: "query", Err: err}
		}
		line[last] = &body
	}
	return nil
}

// readsOnly refuses what may change something.
func readsOnly(st warehouse.Statement) error {
	lexemes, err := Dialect().Lex(st.Text)
	if err != nil {
		return &warehouse.Error{Code: warehouse.InvalidStatement, Op: "query", Object: short(st.Text), Err: err}
	}
	for _, l := range lexemes {
		if l.Blank() {
			continue
		}
		for _, word := range []string{"SELECT", "SHOW", "WITH", "DESCRIBE"} {
			if l.Is(word) {
				return nil
			}
		}
		break
	}
	return refuse(warehouse.InvalidStatement, "query", short(st.Text), "a query only reads: SELECT, WITH, SHOW or DESCRIBE")
}

// read sends a statement that changes nothing and takes the whole answer.
func (d *Driver) read(ctx context.Context, op string, st warehouse.Statement) (warehouse.Rows, error) {
	conn, err := d.conn(ctx, op)
	if err != nil {
		return warehouse.Rows{}, err
	}
	defer func() { _ = conn.Close() }()
	if d.opts.QueryTag != "" {
		ctx = sf.WithQueryTag(ctx, d.opts.QueryTag)
	}
	rows, err := conn.QueryContext(ctx, st.Text, arguments(st)...)
	if err != nil {
		return warehouse.Rows{}, mapError(op, short(st.Text), reading, err)
	}
	defer func() { _ = rows.Close() }()
	out, err := scan(rows)
	return out, mapError(op, short(st.Text), reading, err)
}

func scan(rows *sql.Rows) (warehouse.Rows, error) {
	var out warehouse.Rows
	var err error
	if out.Columns, err = rows.Columns(); err != nil {
		return warehouse.Rows{}, err
	}
	cells := make([]any, len(out.Columns))
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return warehouse.Rows{}, err
		}
		line := make([]*string, len(cells))
		for i, cell := range cells {
			line[i] = cellText(cell)
		}
		out.Values = append(out.Values, line)
	}
	return out, rows.Err()
}

// cellText writes a cell; NULL gives nil. Times are written in UTC.
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

// short cuts a statement to what fits on a line of an error.
func short(statement string) string {
	const most = 100
	if i := strings.LastIndex(statement, checkEnd); i >= 0 && strings.HasPrefix(statement, blockStart) {
		statement, _, _ = strings.Cut(statement[i+len(checkEnd):], ";\n  RETURN '"+answerDone+"'")
	}
	statement = strings.Join(strings.Fields(statement), " ")
	if r := []rune(statement); len(r) > most {
		return string(r[:most]) + "..."
	}
	return statement
}
