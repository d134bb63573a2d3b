package snowflake

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// The tables of the state container; that of the marks is warehouse.MarksTable.
const (
	ledgerTable = "LEDGER"
	leaseTable  = "LEASE"
)

// The queries that have no rows, rather than an error, when the table that they
// read is not there begin so.
const (
	readsLedger = "SELECT SEQ, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, NULLIF(BODY, '') AS BODY FROM "
	readsLease  = "SELECT ENVIRONMENT, OWNER, FENCE, EXPIRES_AT, CASE WHEN OWNER = '' OR EXPIRES_AT <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS EXPIRED, NULLIF(BODY, '') AS BODY FROM "
	readsMarks  = "SELECT RELEASE, STEP FROM "
)

func emptyWhenMissing(st warehouse.Statement) bool {
	return strings.HasPrefix(st.Text, readsLedger) || strings.HasPrefix(st.Text, readsLease) ||
		(strings.HasPrefix(st.Text, readsMarks) && strings.Contains(st.Text, warehouse.MarksTable))
}

func (r renderer) stateTable(c warehouse.Container, name string) string {
	return r.d.QuoteRef(warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name})
}

func (r renderer) marks(database, schema string) string {
	return r.d.QuoteRef(warehouse.Ref{Database: database, Schema: schema, Name: warehouse.MarksTable})
}

// later is the warehouse's clock some time from now.
func later(d time.Duration) string {
	return "DATEADD('millisecond', " + number(d.Milliseconds()) + ", CURRENT_TIMESTAMP())"
}

func bound(args []string, parts ...string) warehouse.Statement {
	return warehouse.Statement{Text: strings.Join(parts, ""), Args: args}
}

// state renders the ops that keep ledger, lease and marks. They carry their own
// conditions and are never put into a guard block, but for the DDL of a mark.
func (r renderer) state(op warehouse.Op, fence *warehouse.CheckFence) ([]warehouse.Statement, bool) {
	switch op := op.(type) {
	case warehouse.EnsureState:
		return r.ensureState(op), true
	case warehouse.AppendEntry:
		return one(r.appendEntry(op)), true
	case warehouse.ReadEntries:
		return one(r.readEntries(op)), true
	case warehouse.TakeLease:
		return []warehouse.Statement{r.takeLease(op), r.rivals(op)}, true
	case warehouse.RenewLease:
		return one(bound([]string{op.Environment, op.Owner}, "UPDATE ", r.stateTable(op.State, leaseTable), " SET EXPIRES_AT = ", later(op.TTL),
			" WHERE ENVIRONMENT = ? AND OWNER = ? AND FENCE = ", number(op.Fence))), true
	case warehouse.ReleaseLease:
		return one(r.giveBack(op.State, op.Environment, op.Owner, op.Fence)), true
	case warehouse.CheckFence:
		return one(bound([]string{op.Environment}, "SELECT COUNT(*) FROM ", r.stateTable(op.State, leaseTable),
			" WHERE ENVIRONMENT = ? AND FENCE = ", number(op.Fence), " AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP()")), true
	case warehouse.ReadLease:
		// Two first takes at one moment can leave two rows: the one that counts
		// comes first, for every reader.
		return one(bound([]string{op.Environment}, readsLease, r.stateTable(op.State, leaseTable),
			" WHERE ENVIRONMENT = ? ORDER BY EXPIRED, FENCE DESC, OWNER LIMIT 1")), true
	case warehouse.Probe:
		return one(text("SELECT * FROM ", r.d.QuoteRef(op.Ref), " LIMIT 0")), true
	case warehouse.ReadMarks:
		return one(text(readsMarks, r.marks(op.Database, op.Schema), " ORDER BY AT, RELEASE, STEP")), true
	case warehouse.Mark:
		return r.mark(op, fence), true
	}
	return nil, false
}

func (r renderer) ensureState(op warehouse.EnsureState) []warehouse.Statement {
	return []warehouse.Statement{
		text("CREATE DATABASE IF NOT EXISTS ", r.d.QuoteName(op.State.Database)),
		text("CREATE SCHEMA IF NOT EXISTS ", r.d.QuoteContainer(op.State)),
		text("CREATE TABLE IF NOT EXISTS ", r.stateTable(op.State, ledgerTable),
			" (SEQ NUMBER(38,0) AUTOINCREMENT START 1 INCREMENT 1 ORDER, KEY VARCHAR NOT NULL, AT TIMESTAMP_TZ NOT NULL, ENVIRONMENT VARCHAR NOT NULL, RELEASE VARCHAR NOT NULL, SERIAL NUMBER(38,0) NOT NULL, STEP VARCHAR NOT NULL, EVENT VARCHAR NOT NULL, FENCE NUMBER(38,0) NOT NULL, ACTOR VARCHAR NOT NULL, BODY VARCHAR NOT NULL)"),
		text("CREATE TABLE IF NOT EXISTS ", r.stateTable(op.State, leaseTable),
			" (ENVIRONMENT VARCHAR NOT NULL, OWNER VARCHAR NOT NULL, FENCE NUMBER(38,0) NOT NULL, EXPIRES_AT TIMESTAMP_TZ NOT NULL, BODY VARCHAR NOT NULL)"),
	}
}

// appendEntry writes an entry once only: not when its key is there already, and
// not when the lease has another fence.
func (r renderer) appendEntry(op warehouse.AppendEntry) warehouse.Statement {
	e := op.Entry
	ledger := r.stateTable(op.State, ledgerTable)
	args := []string{e.Key, e.Environment, e.Release, e.Step, e.Event, e.Actor, packed(e.Body)}
	var conditions []string
	if e.Key != "" {
		conditions = append(conditions, "NOT EXISTS (SELECT 1 FROM "+ledger+" WHERE KEY = ?)")
		args = append(args, e.Key)
	}
	if e.Fence != 0 {
		conditions = append(conditions, r.holds(op.State, e.Fence))
		args = append(args, e.Environment)
	}
	where := ""
	if len(conditions) > 0 {
		where = " WHERE " + strings.Join(conditions, " AND ")
	}
	return bound(args, "INSERT INTO ", ledger, " (KEY, AT, ENVIRONMENT, RELEASE, SERIAL, STEP, EVENT, FENCE, ACTOR, BODY) SELECT ?, CURRENT_TIMESTAMP(), ?, ?, ",
		number(int64(e.Serial)), ", ?, ?, ", number(e.Fence), ", ?, ?", where)
}

// holds is the condition that the lease still has a fence.
func (r renderer) holds(state warehouse.Container, fence int64) string {
	return "EXISTS (SELECT 1 FROM " + r.stateTable(state, leaseTable) + " WHERE ENVIRONMENT = ? AND FENCE = " + number(fence) + " AND OWNER <> '')"
}

// writtenEntry counts the entries of a key.
func (r renderer) writtenEntry(op warehouse.AppendEntry) warehouse.Statement {
	return bound([]string{op.Entry.Key}, "SELECT COUNT(*) FROM ", r.stateTable(op.State, ledgerTable), " WHERE KEY = ?")
}

// readEntries shows an entry that was written twice, by a request that ran late,
// once.
func (r renderer) readEntries(op warehouse.ReadEntries) warehouse.Statement {
	where := ""
	var args []string
	if op.Environment != "" {
		where = " WHERE ENVIRONMENT = ?"
		args = []string{op.Environment}
	}
	return bound(args, readsLedger, r.stateTable(op.State, ledgerTable), where,
		" QUALIFY KEY = '' OR ROW_NUMBER() OVER (PARTITION BY KEY ORDER BY SEQ) = 1 ORDER BY SEQ")
}

func (r renderer) takeLease(op warehouse.TakeLease) warehouse.Statement {
	dead := ""
	if op.Break != 0 {
		dead = " OR T.FENCE = " + number(op.Break)
	}
	return bound([]string{op.Environment, op.Owner, op.Body}, "MERGE INTO ", r.stateTable(op.State, leaseTable),
		" AS T USING (SELECT ? AS ENVIRONMENT, ? AS OWNER, ? AS BODY) AS S ON T.ENVIRONMENT = S.ENVIRONMENT",
		" WHEN MATCHED AND (T.OWNER = '' OR T.EXPIRES_AT <= CURRENT_TIMESTAMP()", dead, ")",
		" THEN UPDATE SET OWNER = S.OWNER, FENCE = T.FENCE + 1, EXPIRES_AT = ", later(op.TTL), ", BODY = S.BODY",
		" WHEN NOT MATCHED THEN INSERT (ENVIRONMENT, OWNER, FENCE, EXPIRES_AT, BODY) VALUES (S.ENVIRONMENT, S.OWNER, 1, ", later(op.TTL), ", S.BODY)")
}

// rivals counts the live rows of other owners. Snowflake enforces no keys, so
// two first takes at one moment can both insert; whoever then sees another live
// row gives its own back.
func (r renderer) rivals(op warehouse.TakeLease) warehouse.Statement {
	return bound([]string{op.Environment, op.Owner}, "SELECT COUNT(*) FROM ", r.stateTable(op.State, leaseTable),
		" WHERE ENVIRONMENT = ? AND OWNER <> '' AND OWNER <> ? AND EXPIRES_AT > CURRENT_TIMESTAMP()")
}

// giveBack keeps the row, so that the next fence is higher than every one
// before. A negative fence means any.
func (r renderer) giveBack(state warehouse.Container, environment, owner string, fence int64) warehouse.Statement {
	which := ""
	if fence >= 0 {
		which = " AND FENCE = " + number(fence)
	}
	return bound([]string{environment, owner}, "UPDATE ", r.stateTable(state, leaseTable),
		" SET OWNER = '', EXPIRES_AT = CURRENT_TIMESTAMP(), BODY = '' WHERE ENVIRONMENT = ? AND OWNER = ?", which)
}

func (r renderer) mark(op warehouse.Mark, fence *warehouse.CheckFence) []warehouse.Statement {
	var checks []check
	marks := r.marks(op.Database, op.Schema)
	args := []string{op.Release, op.Step, op.Release, op.Step}
	held := ""
	if fence != nil {
		checks = append(checks, r.fenceCheck(*fence))
		args = append(args, fence.Environment)
		held = " AND EXISTS (SELECT 1 FROM " + r.stateTable(fence.State, leaseTable) + " WHERE ENVIRONMENT = ? AND FENCE = " +
			number(fence.Fence) + " AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP())"
	}
	return []warehouse.Statement{
		r.block(checks, "CREATE SCHEMA IF NOT EXISTS "+r.d.QuoteContainer(warehouse.Container{Database: op.Database, Schema: op.Schema})),
		r.block(checks, "CREATE TABLE IF NOT EXISTS "+marks+" (RELEASE VARCHAR NOT NULL, STEP VARCHAR NOT NULL, AT TIMESTAMP_TZ NOT NULL)"),
		bound(args, "INSERT INTO ", marks, " (RELEASE, STEP, AT) SELECT ?, ?, CURRENT_TIMESTAMP() WHERE NOT EXISTS (SELECT 1 FROM ",
			marks, " WHERE RELEASE = ? AND STEP = ?)", held),
	}
}

// packPrefix marks a body that is kept compressed; JSON never begins so.
const (
	packPrefix = "gz:"
	packFrom   = 64 << 10
)

// packed compresses a long body; a plan may be megabytes.
func packed(body string) string {
	if len(body) <= packFrom && !strings.HasPrefix(body, packPrefix) {
		return body
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, errWrite := io.WriteString(z, body)
	if errClose := z.Close(); errWrite != nil || errClose != nil { // memory does not fail
		return body
	}
	return packPrefix + base64.StdEncoding.EncodeToString(b.Bytes())
}

// unpacked is the inverse of packed.
func unpacked(body string) (string, error) {
	rest, ok := strings.CutPrefix(body, packPrefix)
	if !ok {
		return body, nil
	}
	raw, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		return "", fmt.Errorf("read packed ledger entry: %w", err)
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return "", fmt.Errorf("read packed ledger entry: %w", err)
	}
	out, err := io.ReadAll(z)
	if err != nil {
		return "", fmt.Errorf("read packed ledger entry: %w", err)
	}
	return string(out), nil
}
