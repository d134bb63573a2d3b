package catalog

import (
	"errors"
	"slices"
)

// stepKind is a kind of step of a script.
type stepKind int

const (
	stepStatement stepKind = iota
	stepBlock
	stepBegin
	stepCommit
	stepRollback
	stepRaise
)

// step is one step of a script.
type step struct {
	kind stepKind
	// part are the lexemes of all but blocks.
	part []lexeme
	// body and handler are those of a block; handled says that it has EXCEPTION.
	body, handler []step
	handled       bool
}

// parseScript cuts a text into steps.
//
// Source: "Procedural language": BEGIN, BEGIN ... EXCEPTION, BEGIN TRANSACTION,
// RAISE. DECLARE, SET, IF, loops and EXECUTE IMMEDIATE are not modelled.
func parseScript(p *parser) ([]step, error) {
	steps := p.steps(0)
	if err := p.end(); err != nil {
		return nil, err
	}
	if len(steps) == 0 {
		p.fail()
		return nil, p.err
	}
	return steps, nil
}

// maxBlocks bounds blocks in blocks.
const maxBlocks = 50

// steps reads steps up to the end, or to the END or EXCEPTION of a block.
func (p *parser) steps(depth int) []step {
	var out []step
	for p.err == nil && !p.done() && !(depth > 0 && (p.is("END") || p.is("EXCEPTION"))) {
		if p.accept(";") {
			continue
		}
		start := p.i
		switch {
		case depth > maxBlocks:
			p.fail()
		case p.accept("BEGIN TRANSACTION"), p.is("BEGIN ;") && p.accept("BEGIN"):
			out = append(out, step{kind: stepBegin, part: p.s[start:p.i]})
		case p.accept("BEGIN"):
			out = append(out, p.block(depth+1))
		case p.accept("COMMIT TRANSACTION"), p.accept("COMMIT"):
			out = append(out, step{kind: stepCommit, part: p.s[start:p.i]})
		case p.accept("ROLLBACK TRANSACTION"), p.accept("ROLLBACK"):
			out = append(out, step{kind: stepRollback, part: p.s[start:p.i]})
		case p.accept("RAISE"):
			out = append(out, step{kind: stepRaise, part: p.s[start:p.i]})
		default:
			out = append(out, step{kind: stepStatement, part: p.until(";")})
		}
		if !p.done() && !p.accept(";") {
			p.fail()
		}
	}
	return out
}

// block reads BEGIN ... END; the parser stands behind BEGIN.
func (p *parser) block(depth int) step {
	out := step{kind: stepBlock, body: p.steps(depth)}
	if p.accept("EXCEPTION WHEN ERROR THEN") {
		out.handled = true
		out.handler = p.steps(depth)
	}
	p.expect("END")
	return out
}

// scripted is a script on its way.
type scripted struct {
	r    *run
	text string
	res  *Result
	// caught is the error that the handler which runs is for.
	caught error
}

func (r *run) script(steps []step, text string) (*Result, error) {
	s := &scripted{r: r, text: text, res: &Result{StatementType: "SCRIPT"}}
	if r.dry {
		return s.dry(steps)
	}
	err := s.all(steps)
	if r.tx != nil {
		// The service rolls back what a script leaves open.
		r.rollback()
	}
	return s.res, err
}

// dry checks the first statement of a script.
func (s *scripted) dry(steps []step) (*Result, error) {
	for len(steps) > 0 && steps[0].kind == stepBlock {
		steps = steps[0].body
	}
	if len(steps) > 0 && steps[0].kind == stepStatement {
		if _, err := s.r.alone(steps[0].part, s.text); err != nil {
			return nil, err
		}
	}
	return s.res, nil
}

func (s *scripted) all(steps []step) error {
	for _, st := range steps {
		if err := s.step(st); err != nil {
			return err
		}
	}
	return nil
}

func (s *scripted) step(st step) error {
	switch st.kind {
	case stepBlock:
		err := s.all(st.body)
		if err == nil || !st.handled || s.r.ctx.Err() != nil {
			return err
		}
		outer := s.caught
		s.caught = err
		err = s.all(st.handler)
		s.caught = outer
		return err
	case stepRaise:
		if s.caught == nil {
			return invalidQuery("Cannot re-raise an existing exception outside of an exception handler")
		}
		return s.caught
	case stepBegin:
		return s.child(st, "BEGIN_TRANSACTION", s.r.begin())
	case stepCommit:
		return s.child(st, "COMMIT_TRANSACTION", s.r.commit())
	case stepRollback:
		err := error(nil)
		if s.r.tx == nil {
			err = invalidQuery("Cannot roll back: there is no active transaction")
		} else {
			s.r.rollback()
		}
		return s.child(st, "ROLLBACK_TRANSACTION", err)
	case stepStatement:
	}
	return s.statement(st)
}

// child notes a step that is done.
func (s *scripted) child(st step, what string, err error) error {
	s.res.Children = append(s.res.Children, Child{SQL: source(s.text, st.part), StatementType: what, Err: asError(err)})
	return err
}

func (s *scripted) statement(st step) error {
	res, err := s.r.alone(st.part, s.text)
	if err != nil {
		return s.child(st, statementType(st.part), err)
	}
	s.res.Children = append(s.res.Children, Child{SQL: source(s.text, st.part), StatementType: res.StatementType, Affected: res.Affected})
	s.res.Affected += res.Affected
	s.res.Inserted += res.Inserted
	s.res.Updated += res.Updated
	s.res.Deleted += res.Deleted
	s.res.Bytes += res.Bytes
	if res.Columns != nil {
		s.res.Columns, s.res.Rows = res.Columns, res.Rows
	}
	return nil
}

// statementType is the type of a statement that failed, as far as its first word
// tells.
func statementType(part []lexeme) string {
	for _, w := range []string{"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "ASSERT"} {
		if len(part) > 0 && part[0].Is(w) {
			return w
		}
	}
	if i := slices.IndexFunc(part, func(l lexeme) bool { return l.Is("TABLE") || l.Is("VIEW") || l.Is("SCHEMA") }); i > 0 {
		return verb(part[0]) + "_" + verb(part[i])
	}
	return ""
}

func asError(err error) *Error {
	var known *Error
	if err == nil || errors.As(err, &known) {
		return known
	}
	return &Error{Code: 500, Reason: "internalError", Message: err.Error()}
}
