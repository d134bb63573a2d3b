package bigquery

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// The labels that cutover writes on what it makes.
const (
	releaseLabel = "cutover_release"
	depthLabel   = "cutover_depth"
)

// renderer turns ops into statements. It is pure.
type renderer struct {
	d warehouse.Dialect
}

func newRenderer() renderer { return renderer{d: Dialect()} }

func text(parts ...string) warehouse.Statement {
	return warehouse.Statement{Text: strings.Join(parts, "")}
}

// call names a metadata call, which is no statement.
func call(parts ...string) warehouse.Statement {
	return warehouse.Statement{Text: strings.Join(parts, ""), System: true}
}

func one(st warehouse.Statement) []warehouse.Statement { return []warehouse.Statement{st} }

func number(n int64) string { return strconv.FormatInt(n, 10) }

// render gives the statements of an op in the order in which they are sent;
// those of a Batch's members may run side by side. A fence that is not nil stands
// as an assertion in what is sent as a script; all else is held back by the
// driver.
func (r renderer) render(op warehouse.Op, fence *warehouse.CheckFence) ([]warehouse.Statement, error) {
	var members []warehouse.Op
	switch op := op.(type) {
	case warehouse.Batch:
		members = op.Ops
	case warehouse.Sequence:
		members = op.Ops
	case warehouse.Fenced:
		if fence != nil {
			return nil, opError(op, refuse(warehouse.InvalidStatement, "", "", "an op is fenced twice"))
		}
		return r.render(op.Op, &op.Fence)
	default:
		sts, err := r.renderOne(op, fence)
		if err != nil {
			return nil, opError(op, err)
		}
		return sts, nil
	}
	var out []warehouse.Statement
	for _, member := range members {
		sts, err := r.render(member, fence)
		if err != nil {
			return nil, err
		}
		out = append(out, sts...)
	}
	return out, nil
}

func opError(op warehouse.Op, err error) error {
	var known *warehouse.Error
	if errors.As(err, &known) {
		if known.Op == "" {
			known.Op = op.OpName()
		}
		return known
	}
	return &warehouse.Error{Code: warehouse.InvalidStatement, Op: op.OpName(), Err: err}
}

// renderOne renders an op that has no members, or is sent as one script.
func (r renderer) renderOne(op warehouse.Op, fence *warehouse.CheckFence) ([]warehouse.Statement, error) {
	if sts, ok := r.state(op); ok {
		return sts, nil
	}
	switch op := op.(type) {
	case warehouse.DropContainer:
		return one(text("DROP SCHEMA ", r.d.QuoteContainer(op.Container), " CASCADE")), nil
	case warehouse.CopyTable:
		return r.copyTable(op)
	case warehouse.CreateView:
		return r.single(r.createView(op))
	case warehouse.Drop:
		return r.single(r.drop(op))
	case warehouse.Script:
		return r.single(r.script(op, fence))
	case warehouse.Atomic:
		return r.single(r.atomic(op, fence))
	case warehouse.CreateContainer:
		return one(createDatasetCall(op)), nil
	case warehouse.GrantAccess:
		return r.access("give", op.Grant)
	case warehouse.RevokeAccess:
		return r.access("take", op.Grant)
	case warehouse.DescribeColumns:
		return r.describe(op), nil
	case warehouse.Authorize:
		return one(call("datasets.patch ", op.Data.String(), " (its data may be read by all views of ", op.Views.String(), ")")), nil
	case warehouse.SwapContainers, warehouse.MoveContainer:
		return nil, refuse(warehouse.Unsupported, "", "", "BigQuery can neither exchange nor rename datasets")
	case warehouse.CloneContainer:
		return nil, refuse(warehouse.Unsupported, "", "", "BigQuery clones tables, not datasets")
	case warehouse.Undrop:
		return nil, refuse(warehouse.Unsupported, "", "", "cutover keeps copies on BigQuery and brings back no dropped dataset")
	case warehouse.SetComment:
		return nil, refuse(warehouse.Unsupported, "", "", "cutover does not change the description of a dataset")
	case warehouse.ReplaceRows:
		return nil, refuse(warehouse.InvalidStatement, "", op.To.String(), "rows are replaced inside one transaction only")
	}
	return nil, refuse(warehouse.Unsupported, op.OpName(), "", "the BigQuery adapter does not know this operation")
}

func (r renderer) single(statement string, err error) ([]warehouse.Statement, error) {
	if err != nil {
		return nil, err
	}
	return one(text(statement)), nil
}

// describe renders one statement per column: that is the form that GoogleSQL
// documents.
func (r renderer) describe(op warehouse.DescribeColumns) []warehouse.Statement {
	var out []warehouse.Statement
	for _, c := range op.Columns {
		out = append(out, text("ALTER TABLE ", r.d.QuoteRef(op.Ref), " ALTER COLUMN ", r.d.QuoteName(c.Name), " SET OPTIONS (description = ", r.d.QuoteText(c.Comment), ")"))
	}
	return out
}

func createDatasetCall(op warehouse.CreateContainer) warehouse.Statement {
	switch {
	case op.Like == nil:
		return call("datasets.insert ", op.Container.String(), " (location of the connection)")
	case op.Readers:
		return call("datasets.insert ", op.Container.String(), " (location, writers and readers of ", op.Like.String(), ")")
	}
	return call("datasets.insert ", op.Container.String(), " (location and writers of ", op.Like.String(), ")")
}

// copyTable renders a clone, copy or snapshot; with Beside the table is made
// under that name and put in the place of the other.
func (r renderer) copyTable(op warehouse.CopyTable) ([]warehouse.Statement, error) {
	if op.Definition.SQL == "" && len(op.Definition.Columns) == 0 {
		return nil, refuse(warehouse.InvalidStatement, "", op.To.String(), "the definition of %s is empty", op.From)
	}
	if op.Beside == nil {
		return r.single(r.copyOnce(op))
	}
	if op.Beside.Container() != op.To.Container() || op.Method == warehouse.MethodSnapshot {
		return nil, refuse(warehouse.InvalidStatement, "", op.To.String(), "%s is no table that can be renamed to it", op.Beside)
	}
	beside := op
	beside.To, beside.Replace = *op.Beside, true
	first, err := r.copyOnce(beside)
	if err != nil {
		return nil, err
	}
	return []warehouse.Statement{
		text(first),
		text("DROP TABLE ", r.d.QuoteRef(op.To)),
		text("ALTER TABLE ", r.d.QuoteRef(*op.Beside), " RENAME TO ", r.d.QuoteName(op.To.Name)),
	}, nil
}

func (r renderer) copyOnce(op warehouse.CopyTable) (string, error) {
	var b strings.Builder
	b.WriteString("CREATE ")
	switch {
	case op.Method == warehouse.MethodSnapshot && op.Replace:
		b.WriteString("SNAPSHOT TABLE IF NOT EXISTS ")
	case op.Method == warehouse.MethodSnapshot:
		b.WriteString("SNAPSHOT TABLE ")
	case op.Replace:
		b.WriteString("OR REPLACE TABLE ")
	default:
		b.WriteString("TABLE ")
	}
	b.WriteString(r.d.QuoteRef(op.To))
	switch op.Method {
	case "", warehouse.MethodSnapshot:
		b.WriteString(" CLONE ")
	case warehouse.MethodCopy:
		b.WriteString(" COPY ")
	default:
		return "", refuse(warehouse.Unsupported, "", op.To.String(), "BigQuery has no way %q of copying", string(op.Method))
	}
	b.WriteString(r.d.QuoteRef(op.From))
	if !op.AsOf.IsZero() {
		if op.Method == warehouse.MethodCopy {
			return "", refuse(warehouse.Unsupported, "", op.To.String(), "a full copy of an earlier moment cannot be made")
		}
		b.WriteString(" FOR SYSTEM_TIME AS OF " + r.moment(op.AsOf))
	}
	return b.String() + " " + r.tableOptions(op), nil
}

// tableOptions always says everything, so that nothing of the source's comes
// along unseen: the expiration of a staging table would take the published one
// away.
func (r renderer) tableOptions(op warehouse.CopyTable) string {
	expires := op.Expires
	if expires.IsZero() {
		expires = op.Definition.Expires
	}
	expiration := "NULL"
	if !expires.IsZero() {
		expiration = r.moment(expires)
	}
	labels := maps.Clone(op.Definition.Labels)
	if op.Depth > 0 {
		labels = with(labels, depthLabel, number(int64(op.Depth)))
	}
	return "OPTIONS(expiration_timestamp = " + expiration + ", labels = " + r.labels(releasedBy(labels, op.Release)) +
		", description = " + r.description(op.Definition) + ")"
}

func with(labels map[string]string, key, value string) map[string]string {
	if labels == nil {
		labels = map[string]string{}
	}
	labels[key] = value
	return labels
}

func releasedBy(labels map[string]string, release string) map[string]string {
	if release == "" {
		return labels
	}
	return with(labels, releaseLabel, labelValue(release))
}

func (r renderer) labels(labels map[string]string) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		parts = append(parts, "("+r.d.QuoteText(key)+", "+r.d.QuoteText(labels[key])+")")
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (r renderer) description(def warehouse.Definition) string {
	if def.Comment == "" && !def.EmptyComment {
		return "NULL"
	}
	return r.d.QuoteText(def.Comment)
}

// moment is a literal; BigQuery keeps microseconds.
func (r renderer) moment(t time.Time) string {
	return "TIMESTAMP " + r.d.QuoteText(t.UTC().Format("2006-01-02 15:04:05.999999")+" UTC")
}

func (r renderer) drop(op warehouse.Drop) (string, error) {
	switch op.Kind {
	case warehouse.KindTable:
		return "DROP TABLE " + r.d.QuoteRef(op.Ref), nil
	case warehouse.KindView:
		return "DROP VIEW " + r.d.QuoteRef(op.Ref), nil
	case warehouse.KindSnapshot:
		return "DROP SNAPSHOT TABLE " + r.d.QuoteRef(op.Ref), nil
	}
	return "", refuse(warehouse.Unsupported, "", op.Ref.String(), "cutover does not drop a %s", string(op.Kind))
}
