package snowflake

import (
	"errors"
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// renderer turns ops into statements. It is pure.
type renderer struct {
	d warehouse.Dialect
}

func newRenderer() renderer { return renderer{d: Dialect()} }

func text(parts ...string) warehouse.Statement {
	return warehouse.Statement{Text: strings.Join(parts, "")}
}

func one(st warehouse.Statement) []warehouse.Statement { return []warehouse.Statement{st} }

func number(n int64) string { return strconv.FormatInt(n, 10) }

// render gives the statements of an op in the order in which they are sent;
// those of a Batch's members may run side by side. A fence that is not nil makes
// every statement that changes something conditional on the lease.
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

// renderOne renders an op that has no members.
func (r renderer) renderOne(op warehouse.Op, fence *warehouse.CheckFence) ([]warehouse.Statement, error) {
	if sts, ok := r.state(op, fence); ok {
		return sts, nil
	}
	statement, err := r.change(op)
	if err != nil {
		return nil, err
	}
	var checks []check
	if fence != nil {
		checks = append(checks, r.fenceCheck(*fence))
	}
	if swap, ok := op.(warehouse.SwapContainers); ok && swap.Proof != nil {
		checks = append(checks, r.proofCheck(*swap.Proof))
	}
	return one(r.block(checks, statement)), nil
}

// change renders an op that is one statement of DDL.
func (r renderer) change(op warehouse.Op) (string, error) {
	switch op := op.(type) {
	case warehouse.CreateContainer:
		return "CREATE " + level(op.Container) + " IF NOT EXISTS " + r.d.QuoteContainer(op.Container), nil
	case warehouse.DropContainer:
		statement := "DROP " + level(op.Container) + " " + r.d.QuoteContainer(op.Container)
		if op.Container.Schema != "" {
			statement += " CASCADE"
		}
		return statement, nil
	case warehouse.CloneContainer:
		return r.cloneContainer(op)
	case warehouse.MoveContainer:
		return r.twoContainers("RENAME TO", op.From, op.To)
	case warehouse.SwapContainers:
		return r.twoContainers("SWAP WITH", op.A, op.B)
	case warehouse.CopyTable:
		return r.copyTable(op)
	case warehouse.CreateView:
		return r.createView(op)
	case warehouse.Drop:
		return r.drop(op)
	case warehouse.GrantAccess:
		return r.grant(op.Grant)
	case warehouse.RevokeAccess:
		return r.revoke(op.Grant)
	case warehouse.SetComment:
		return "COMMENT ON " + level(op.Container) + " " + r.d.QuoteContainer(op.Container) + " IS " + r.d.QuoteText(op.Comment), nil
	case warehouse.Undrop:
		return "UNDROP " + level(op.Container) + " " + r.d.QuoteContainer(op.Container), nil
	case warehouse.Atomic:
		return "", refuse(warehouse.Unsupported, "", "", "Snowflake commits every DDL statement on its own; publish through a swap of schemas instead")
	}
	return "", refuse(warehouse.Unsupported, op.OpName(), "", "the Snowflake adapter does not know this operation")
}

// level is the word for the kind of container.
func level(c warehouse.Container) string {
	if c.Schema == "" {
		return "DATABASE"
	}
	return "SCHEMA"
}

func (r renderer) cloneContainer(op warehouse.CloneContainer) (string, error) {
	if level(op.From) != level(op.To) {
		return "", refuse(warehouse.InvalidStatement, "", op.To.String(), "a database cannot be cloned into a schema, nor a schema into a database")
	}
	statement := "CREATE "
	if op.Replace {
		statement += "OR REPLACE "
	}
	if op.Transient {
		statement += "TRANSIENT "
	}
	return statement + level(op.To) + " " + r.d.QuoteContainer(op.To) + " CLONE " + r.d.QuoteContainer(op.From), nil
}

func (r renderer) twoContainers(verb string, a, b warehouse.Container) (string, error) {
	switch {
	case level(a) != level(b):
		return "", refuse(warehouse.InvalidStatement, "", a.String(), "%s is a %s and %s a %s", a, strings.ToLower(level(a)), b, strings.ToLower(level(b)))
	case r.d.SameContainer(a, b):
		return "", refuse(warehouse.InvalidStatement, "", a.String(), "both are the same container")
	}
	return "ALTER " + level(a) + " " + r.d.QuoteContainer(a) + " " + verb + " " + r.d.QuoteContainer(b), nil
}

func (r renderer) copyTable(op warehouse.CopyTable) (string, error) {
	if op.Definition.SQL == "" && len(op.Definition.Columns) == 0 {
		return "", refuse(warehouse.InvalidStatement, "", op.To.String(), "the definition of %s is empty", op.From)
	}
	statement := "CREATE "
	if op.Replace {
		statement += "OR REPLACE "
	}
	if op.Definition.Transient {
		statement += "TRANSIENT "
	}
	statement += "TABLE " + r.d.QuoteRef(op.To) + " CLONE " + r.d.QuoteRef(op.From)
	if op.Replace {
		statement += " COPY GRANTS"
	}
	return statement, nil
}

func (r renderer) createView(op warehouse.CreateView) (string, error) {
	v, err := readView(op.Definition.SQL)
	if err != nil {
		return "", err
	}
	return v.create(op.View, op.Definition, op.Replace), nil
}

func (r renderer) drop(op warehouse.Drop) (string, error) {
	switch op.Kind {
	case warehouse.KindTable:
		return "DROP TABLE " + r.d.QuoteRef(op.Ref), nil
	case warehouse.KindView:
		return "DROP VIEW " + r.d.QuoteRef(op.Ref), nil
	}
	return "", refuse(warehouse.Unsupported, "", op.Ref.String(), "cutover does not drop a %s", string(op.Kind))
}
