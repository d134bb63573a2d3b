package snowflake

import (
	"strings"

	"cutover/sql/warehouse"
)

// The answers of a guard block.
const (
	answerDone      = "done"
	answerLeaseLost = "lease lost"
	answerNoProof   = "not the candidate"
)

const (
	blockStart = "EXECUTE IMMEDIATE "
	checkEnd   = "END IF;"
)

// check is a condition of a guard block: a variable, the count that it holds,
// and the answer when that is 0.
type check struct {
	name, count, answer string
}

func (r renderer) fenceCheck(op warehouse.CheckFence) check {
	return check{
		name: "fence", answer: answerLeaseLost,
		count: "SELECT COUNT(*) FROM " + r.stateTable(op.State, leaseTable) +
			" WHERE ENVIRONMENT = " + r.d.QuoteText(op.Environment) + " AND FENCE = " + number(op.Fence) +
			" AND OWNER <> '' AND EXPIRES_AT > CURRENT_TIMESTAMP()",
	}
}

func (r renderer) proofCheck(mark warehouse.Mark) check {
	return check{
		name: "proof", answer: answerNoProof,
		count: "SELECT COUNT(*) FROM " + r.marks(mark.Database, mark.Schema) +
			" WHERE RELEASE = " + r.d.QuoteText(mark.Release) + " AND STEP = " + r.d.QuoteText(mark.Step),
	}
}

// block makes a statement conditional, in one request. Without a check it is
// the statement itself.
func (r renderer) block(checks []check, statement string) warehouse.Statement {
	if len(checks) == 0 {
		return warehouse.Statement{Text: statement}
	}
	var b strings.Builder
	b.WriteString("\nBEGIN\n")
	for _, c := range checks {
		b.WriteString("  LET " + c.name + " INTEGER := (" + c.count + ");\n")
		b.WriteString("  IF (" + c.name + " = 0) THEN RETURN '" + c.answer + "'; " + checkEnd + "\n")
	}
	b.WriteString("  " + statement + ";\n")
	b.WriteString("  RETURN '" + answerDone + "';\nEND;\n")
	text := b.String()
	if strings.Contains(text, "$$") {
		return warehouse.Statement{Text: blockStart + r.d.QuoteText(text)}
	}
	return warehouse.Statement{Text: blockStart + "$$" + text + "$$"}
}

// isBlock reports whether a statement answers with the word of a guard block.
func isBlock(st warehouse.Statement) bool { return strings.HasPrefix(st.Text, blockStart) }

// judge turns the answer of a guard block into an error.
func judge(op warehouse.Op, answer string) error {
	switch answer {
	case answerDone:
		return nil
	case answerLeaseLost:
		return refuse(warehouse.LeaseLost, op.OpName(), "", "the lease is no longer held with this fence; nothing was sent")
	case answerNoProof:
		return refuse(warehouse.Conflict, op.OpName(), "", "the container does not carry the mark of this release; nothing was swapped")
	}
	return refuse(warehouse.OutcomeUnknown, op.OpName(), "", "the guard block answered %q", answer)
}
