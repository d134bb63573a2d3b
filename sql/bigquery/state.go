package bigquery

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

// The tables of the state dataset.
const (
	ledgerTable = "ledger"
	leaseTable  = "lease"
	marksTable  = "marks"
)

// The queries that have no rows, rather than an error, when the table that they
// read is not there begin so.
const (
	readsLedger = "SELECT seq, `at`, environment, release, serial, step, event, fence, actor, NULLIF(body, '') AS body, key FROM "
	readsLease  = "SELECT environment, owner, fence, expires_at, CASE WHEN owner = '' OR expires_at <= CURRENT_TIMESTAMP() THEN 'true' ELSE 'false' END AS expired, NULLIF(body, '') AS body FROM "
	readsMarks  = "SELECT release, step FROM "
)

func emptyWhenMissing(st warehouse.Statement) bool {
	return strings.HasPrefix(st.Text, readsLedger) || strings.HasPrefix(st.Text, readsLease) ||
		(strings.HasPrefix(st.Text, readsMarks) && strings.HasSuffix(st.Text, marksOrder))
}

const marksOrder = " ORDER BY `at`, release, step"

func (r renderer) stateTable(c warehouse.Container, name string) string {
	return r.d.QuoteRef(warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: name})
}

func (r renderer) marks(database, schema string) string {
	return r.stateTable(warehouse.Container{Database: database, Schema: schema}, marksTable)
}

// later is the warehouse's clock some time from now.
func later(d time.Duration) string {
	return "TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL " + number(d.Milliseconds()) + " MILLISECOND)"
}

func bound(args []string, parts ...string) warehouse.Statement {
	return warehouse.Statement{Text: strings.Join(parts, ""), Args: args}
}

// state renders the ops that keep ledger, lease and marks, and those that only
// read. They carry their own conditions.
func (r renderer) state(op warehouse.Op) ([]warehouse.Statement, bool) {
	switch op := op.(type) {
	case warehouse.EnsureState:
		return r.ensureState(op), true
	case warehouse.AppendEntry:
		return one(r.appendEntry(op)), true
	case warehouse.ReadEntries:
		return one(r.readEntries(op)), true
	case warehouse.TakeLease:
		return one(r.takeLease(op)), true
	case warehouse.RenewLease:
		return one(bound([]string{op.Environment, op.Owner}, "UPDATE ", r.stateTable(op.State, leaseTable), " SET expires_at = ", later(op.TTL),
			" WHERE environment = ? AND owner = ? AND fence = ", number(op.Fence))), true
	case warehouse.ReleaseLease:
		// The row stays, so that the next fence is higher than every one before.
		return one(bound([]string{op.Environment, op.Owner}, "UPDATE ", r.stateTable(op.State, leaseTable),
			" SET owner = '', expires_at = CURRENT_TIMESTAMP(), body = '' WHERE environment = ? AND owner = ? AND fence = ", number(op.Fence))), true
	case warehouse.CheckFence:
		return one(r.leaseLeft(op)), true
	case warehouse.ReadLease:
		return one(bound([]string{op.Environment}, readsLease, r.stateTable(op.State, leaseTable),
			" WHERE environment = ? ORDER BY expired, fence DESC LIMIT 1")), true
	case warehouse.Probe:
		return one(text(probeStart, r.d.QuoteRef(op.Ref), probeEnd)), true
	case warehouse.ReadMarks:
		return one(text(readsMarks, r.marks(op.Database, op.Schema), marksOrder)), true
	case warehouse.Mark:
		marks := r.marks(op.Database, op.Schema)
		return one(bound([]string{op.Release, op.Step, op.Release, op.Step}, "INSERT INTO ", marks,
			" (release, step, `at`) SELECT ?, ?, CURRENT_TIMESTAMP() FROM (SELECT 1) WHERE NOT EXISTS (SELECT 1 FROM ", marks,
			" WHERE release = ? AND step = ?)")), true
	}
	return nil, false
}

// A Probe is sent as a dry run: with LIMIT 0 the whole table would be billed.
const (
	probeStart = "SELECT * FROM "
	probeEnd   = " LIMIT 0"
)

// probed gives the table of a Probe's statement.
func (r renderer) probed(st warehouse.Statement) (string, bool) {
	name, ok := strings.CutPrefix(st.Text, probeStart)
	name, okEnd := strings.CutSuffix(name, probeEnd)
	if !ok || !okEnd {
		return "", false
	}
	ref, ok := r.d.ParseRef(name)
	return ref.String(), ok
}

// ensureState renders the making of the dataset, the first statement, and of its
// tables, the second. Marks come last: where they are there, all is.
func (r renderer) ensureState(op warehouse.EnsureState) []warehouse.Statement {
	return []warehouse.Statement{
		call("datasets.insert ", op.State.String(), " (location of the connection)"),
		text("CREATE TABLE IF NOT EXISTS ", r.stateTable(op.State, ledgerTable),
			" (seq INT64 NOT NULL, key STRING NOT NULL, `at` TIMESTAMP NOT NULL, environment STRING NOT NULL, release STRING NOT NULL, serial INT64 NOT NULL, step STRING NOT NULL, event STRING NOT NULL, fence INT64 NOT NULL, actor STRING NOT NULL, body STRING NOT NULL);\n",
			"CREATE TABLE IF NOT EXISTS ", r.stateTable(op.State, leaseTable),
			" (environment STRING NOT NULL, owner STRING NOT NULL, fence INT64 NOT NULL, expires_at TIMESTAMP NOT NULL, body STRING NOT NULL);\n",
			"CREATE TABLE IF NOT EXISTS ", r.stateTable(op.State, marksTable),
			" (release STRING NOT NULL, step STRING NOT NULL, `at` TIMESTAMP NOT NULL);\n"),
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
		conditions = append(conditions, "NOT EXISTS (SELECT 1 FROM "+ledger+" WHERE key = ?)")
		args = append(args, e.Key)
	}
	if e.Fence != 0 {
		conditions = append(conditions, "EXISTS (SELECT 1 FROM "+r.stateTable(op.State, leaseTable)+" WHERE environment = ? AND fence = "+number(e.Fence)+" AND owner <> '')")
		args = append(args, e.Environment)
	}
	where := ""
	if len(conditions) > 0 {
		where = " WHERE " + strings.Join(conditions, " AND ")
	}
	return bound(args, "INSERT INTO ", ledger, " (seq, key, `at`, environment, release, serial, step, event, fence, actor, body) SELECT GREATEST((SELECT IFNULL(MAX(seq), 0) FROM ",
		ledger, ") + 1, UNIX_MICROS(CURRENT_TIMESTAMP())), ?, CURRENT_TIMESTAMP(), ?, ?, ", number(int64(e.Serial)), ", ?, ?, ", number(e.Fence),
		", ?, ? FROM (SELECT 1)", where)
}

// writtenEntry counts the entries of a key.
func (r renderer) writtenEntry(op warehouse.AppendEntry) warehouse.Statement {
	return bound([]string{op.Entry.Key}, "SELECT COUNT(*) FROM ", r.stateTable(op.State, ledgerTable), " WHERE key = ?")
}

func (r renderer) readEntries(op warehouse.ReadEntries) warehouse.Statement {
	where := ""
	var args []string
	if op.Environment != "" {
		where = " WHERE environment = ?"
		args = []string{op.Environment}
	}
	return bound(args, readsLedger, r.stateTable(op.State, ledgerTable), where, " ORDER BY seq, key")
}

// takeLease is one statement; two first takes at one moment touch the same table,
// and BigQuery lets one of them fail.
func (r renderer) takeLease(op warehouse.TakeLease) warehouse.Statement {
	dead := ""
	if op.Break != 0 {
		dead = " OR t.fence = " + number(op.Break)
	}
	return bound([]string{op.Environment, op.Owner, op.Body}, "MERGE INTO ", r.stateTable(op.State, leaseTable),
		" AS t USING (SELECT ? AS environment, ? AS owner, ? AS body) AS s ON t.environment = s.environment",
		" WHEN MATCHED AND (t.owner = '' OR t.expires_at <= CURRENT_TIMESTAMP()", dead, ")",
		" THEN UPDATE SET owner = s.owner, fence = t.fence + 1, expires_at = ", later(op.TTL), ", body = s.body",
		" WHEN NOT MATCHED THEN INSERT (environment, owner, fence, expires_at, body) VALUES (s.environment, s.owner, 1, ", later(op.TTL), ", s.body)")
}

// leaseLeft has a row while the lease still has a fence: how long it lasts.
func (r renderer) leaseLeft(op warehouse.CheckFence) warehouse.Statement {
	return bound([]string{op.Environment}, "SELECT fence, TIMESTAMP_DIFF(expires_at, CURRENT_TIMESTAMP(), MILLISECOND) AS left_ms FROM ",
		r.stateTable(op.State, leaseTable), " WHERE environment = ? AND fence = ", number(op.Fence), " AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()")
}

// readLedger makes entries of the rows of the ledger: an entry that a late request
// wrote again is shown once, packed bodies are opened, and the key is left out.
func readLedger(rows warehouse.Rows) (warehouse.Rows, error) {
	seen := map[string]bool{}
	out := warehouse.Rows{}
	if n := len(rows.Columns); n > 0 {
		out.Columns = rows.Columns[:n-1]
	}
	for _, line := range rows.Values {
		last := len(line) - 1
		if last < 1 {
			return warehouse.Rows{}, refuse(warehouse.Internal, "query", "", "the ledger has another shape")
		}
		if key := line[last]; key != nil && *key != "" {
			if seen[*key] {
				continue
			}
			seen[*key] = true
		}
		if line = line[:last]; line[last-1] != nil {
			body, err := unpacked(*line[last-1])
			if err != nil {
				return warehouse.Rows{}, &warehouse.Error{Code: warehouse.Internal, Op: "query", Err: err}
			}
			line[last-1] = &body
		}
		out.Values = append(out.Values, line)
	}
	return out, nil
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
