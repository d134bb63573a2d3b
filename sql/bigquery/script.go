package bigquery

import (
	"strings"

	"cutover/sql/warehouse"
)

// leaseAssertion is what the service repeats when an assertion of ours fails. It
// must never change while a script that holds it can be looked at.
const leaseAssertion = "cutover: the lease is no longer held with this fence"

// assertion ends a script before it did anything when the lease is not ours.
func (r renderer) assertion(fence warehouse.CheckFence) string {
	return "ASSERT EXISTS (SELECT 1 FROM " + r.stateTable(fence.State, leaseTable) + " WHERE environment = " + r.d.QuoteText(fence.Environment) +
		" AND fence = " + number(fence.Fence) + " AND owner <> '' AND expires_at > CURRENT_TIMESTAMP()) AS " + r.d.QuoteText(leaseAssertion)
}

// script renders statements about views as one job. Each states a target, so
// that the whole can be sent again after some of it happened.
func (r renderer) script(op warehouse.Script, fence *warehouse.CheckFence) (string, error) {
	var b strings.Builder
	if fence != nil {
		b.WriteString(r.assertion(*fence) + ";\n")
	}
	for _, member := range op.Ops {
		statement, err := r.inScript(member)
		if err != nil {
			return "", err
		}
		b.WriteString(statement + ";\n")
	}
	return b.String(), nil
}

func (r renderer) inScript(op warehouse.Op) (string, error) {
	switch op := op.(type) {
	case warehouse.CreateView:
		return r.createView(op)
	case warehouse.Drop:
		if op.Kind == warehouse.KindView {
			return "DROP VIEW IF EXISTS " + r.d.QuoteRef(op.Ref), nil
		}
	}
	return "", refuse(warehouse.Unsupported, "", "", "a script turns views only, and this is %s", op.OpName())
}

// atomic renders one transaction, which BigQuery has for the rows of tables.
func (r renderer) atomic(op warehouse.Atomic, fence *warehouse.CheckFence) (string, error) {
	lines := []string{"BEGIN TRANSACTION"}
	if fence != nil {
		lines = append(lines, r.assertion(*fence))
	}
	for _, member := range op.Ops {
		more, err := r.inTransaction(member)
		if err != nil {
			return "", err
		}
		lines = append(lines, more...)
	}
	lines = append(lines, "COMMIT TRANSACTION")
	var b strings.Builder
	b.WriteString("BEGIN\n")
	for _, line := range lines {
		b.WriteString("  " + line + ";\n")
	}
	b.WriteString("EXCEPTION WHEN ERROR THEN\n  ROLLBACK TRANSACTION;\n  RAISE;\nEND")
	return b.String(), nil
}

func (r renderer) inTransaction(op warehouse.Op) ([]string, error) {
	switch op := op.(type) {
	case warehouse.CheckFence:
		return []string{r.assertion(op)}, nil
	case warehouse.Mark:
		return []string{"INSERT INTO " + r.marks(op.Database, op.Schema) + " (release, step, `at`) SELECT " +
			r.d.QuoteText(op.Release) + ", " + r.d.QuoteText(op.Step) + ", CURRENT_TIMESTAMP()"}, nil
	case warehouse.ReplaceRows:
		if len(op.Columns) == 0 {
			return nil, refuse(warehouse.InvalidStatement, op.OpName(), op.To.String(), "no columns are given")
		}
		quoted := make([]string, len(op.Columns))
		for i, c := range op.Columns {
			quoted[i] = r.d.QuoteName(c)
		}
		list := strings.Join(quoted, ", ")
		return []string{
			"TRUNCATE TABLE " + r.d.QuoteRef(op.To),
			"INSERT INTO " + r.d.QuoteRef(op.To) + " (" + list + ") SELECT " + list + " FROM " + r.d.QuoteRef(op.From),
		}, nil
	}
	return nil, refuse(warehouse.Unsupported, "", "", "BigQuery's transactions change rows only, and this is %s", op.OpName())
}
