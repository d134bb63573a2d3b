package duckdb

import (
	"strconv"

	"cutover/sql/warehouse"
)

// emptyWhenMissing marks a query that has no rows, rather than an error, when
// the table that it reads is not there.
const emptyWhenMissing = "/* no rows when missing */ "

// leaseLost is what a failed fence check raises inside a transaction.
const leaseLost = "cutover: the lease is no longer held with this fence"

// utc writes a TIMESTAMPTZ as RFC 3339 with microseconds; the session's time
// zone is UTC.
func utc(column string) string {
	return "strftime(" + column + ", '%Y-%m-%dT%H:%M:%S.%fZ')"
}

func (r renderer) stateTable(c warehouse.Container, name string) string {
	c = r.opts.state(c)
	return r.d.QuoteRef(warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name})
}

// state renders the ops that keep ledger and lease.
func (r renderer) state(op warehouse.Op) ([]warehouse.Statement, error) {
	switch op := op.(type) {
	case warehouse.EnsureState:
		return r.ensureState(op), nil
	case warehouse.AppendEntry:
		return r.appendEntry(op), nil
	case warehouse.ReadEntries:
		return one(r.readEntries(op)), nil
	case warehouse.TakeLease:
		return r.takeLease(op), nil
	case warehouse.RenewLease:
		st := text("UPDATE %s SET expires_at = now() + to_microseconds($1::BIGINT) WHERE environment = $2 AND owner = $3 AND fence = $4::BIGINT",
			r.stateTable(op.State, "lease"))
		st.Args = []string{number(op.TTL.Microseconds()), op.Environment, op.Owner, number(op.Fence)}
		return one(st), nil
	case warehouse.ReleaseLease:
		// The row stays, so that the next fence is higher than every one before.
		st := text("UPDATE %s SET owner = '', expires_at = now(), body = NULL WHERE environment = $1 AND owner = $2 AND fence = $3::BIGINT",
			r.stateTable(op.State, "lease"))
		st.Args = []string{op.Environment, op.Owner, number(op.Fence)}
		return one(st), nil
	case warehouse.CheckFence:
		return one(r.checkFence(op)), nil
	case warehouse.ReadLease:
		st := text(emptyWhenMissing+"SELECT environment, owner, fence::VARCHAR AS fence, %s AS expires_at, (owner = '' OR expires_at <= now())::VARCHAR AS expired, body FROM %s WHERE environment = $1",
			utc("expires_at"), r.stateTable(op.State, "lease"))
		st.Args = []string{op.Environment}
		return one(st), nil
	case warehouse.Probe:
		return one(text("SELECT * FROM %s LIMIT 0", r.d.QuoteRef(op.Ref))), nil
	case warehouse.ReadMarks:
		return one(text(emptyWhenMissing+"SELECT release, step FROM %s ORDER BY \"at\", rowid",
			r.d.QuoteRef(warehouse.Ref{Database: op.Database, Schema: op.Schema, Name: "marks"}))), nil
	}
	return nil, refuse(warehouse.Unsupported, op.OpName(), "", "the DuckDB adapter does not know this operation")
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

func (r renderer) ensureState(op warehouse.EnsureState) []warehouse.Statement {
	return []warehouse.Statement{
		text("CREATE SCHEMA IF NOT EXISTS %s", r.d.QuoteContainer(r.opts.state(op.State))),
		text("CREATE TABLE IF NOT EXISTS %s (seq BIGINT PRIMARY KEY, \"at\" TIMESTAMPTZ NOT NULL, environment VARCHAR NOT NULL, release VARCHAR NOT NULL, serial INTEGER NOT NULL, step VARCHAR NOT NULL, event VARCHAR NOT NULL, fence BIGINT NOT NULL, actor VARCHAR NOT NULL, body VARCHAR)",
			r.stateTable(op.State, "ledger")),
		text("CREATE TABLE IF NOT EXISTS %s (environment VARCHAR PRIMARY KEY, owner VARCHAR NOT NULL, fence BIGINT NOT NULL, expires_at TIMESTAMPTZ NOT NULL, body VARCHAR)",
			r.stateTable(op.State, "lease")),
	}
}

func (r renderer) appendEntry(op warehouse.AppendEntry) []warehouse.Statement {
	e := op.Entry
	ledger := r.stateTable(op.State, "ledger")
	st := text("INSERT INTO %s SELECT coalesce(max(seq), 0) + 1, now(), $1, $2, $3::INTEGER, $4, $5, $6::BIGINT, $7, nullif($8, '') FROM %s",
		ledger, ledger)
	st.Args = []string{e.Environment, e.Release, number(int64(e.Serial)), e.Step, e.Event, number(e.Fence), e.Actor, e.Body}
	if e.Fence == 0 {
		return one(st)
	}
	return []warehouse.Statement{
		r.checkFence(warehouse.CheckFence{State: op.State, Environment: e.Environment, Fence: e.Fence}),
		st,
	}
}

func (r renderer) readEntries(op warehouse.ReadEntries) warehouse.Statement {
	st := text(emptyWhenMissing+"SELECT seq::VARCHAR AS seq, %s AS \"at\", environment, release, serial::VARCHAR AS serial, step, event, fence::VARCHAR AS fence, actor, body FROM %s",
		utc(`"at"`), r.stateTable(op.State, "ledger"))
	if op.Environment != "" {
		st.Text += " WHERE environment = $1"
		st.Args = []string{op.Environment}
	}
	st.Text += " ORDER BY ledger.seq"
	return st
}

// takeLease makes the row when there is none and then takes it when it is
// free. The transaction around both makes it one step.
func (r renderer) takeLease(op warehouse.TakeLease) []warehouse.Statement {
	lease := r.stateTable(op.State, "lease")
	make := text("INSERT INTO %s SELECT $1, '', 0, now(), NULL WHERE NOT EXISTS (SELECT 1 FROM %s WHERE environment = $1)", lease, lease)
	make.Args = []string{op.Environment}
	take := text("UPDATE %s SET owner = $1, fence = fence + 1, expires_at = now() + to_microseconds($2::BIGINT), body = nullif($3, '') WHERE environment = $4 AND (owner = '' OR expires_at <= now() OR fence = nullif($5::BIGINT, 0))", lease)
	take.Args = []string{op.Owner, number(op.TTL.Microseconds()), op.Body, op.Environment, number(op.Break)}
	return []warehouse.Statement{make, take}
}

func (r renderer) checkFence(op warehouse.CheckFence) warehouse.Statement {
	st := text("SELECT CASE WHEN count(*) = 1 THEN 1 ELSE error(%s) END FROM %s WHERE environment = $1 AND fence = $2::BIGINT AND owner <> ''",
		r.d.QuoteText(leaseLost), r.stateTable(op.State, "lease"))
	st.Args = []string{op.Environment, number(op.Fence)}
	return st
}
