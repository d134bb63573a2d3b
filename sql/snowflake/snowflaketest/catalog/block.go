package catalog

// block runs EXECUTE IMMEDIATE with the guard block that cutover writes, and no
// other script:
//
//	BEGIN
//	  LET <name> INTEGER := (SELECT COUNT(*) FROM ...);
//	  IF (<name> = 0) THEN RETURN '<answer>'; END IF;
//	  <one statement>;
//	  RETURN '<answer>';
//	END;
//
// with none to two LET and IF pairs. Nothing else runs in between: on the
// service the block is several statements, one after the other; here it is one.
//
// Source: EXECUTE IMMEDIATE; Snowflake Scripting, LET, IF, RETURN.
func (r *run) block() (*Result, error) {
	script := r.p.text()
	if err := r.p.end(); err != nil {
		return nil, err
	}
	p, err := newParser(script)
	if err != nil {
		return nil, err
	}
	outer := r.p
	r.p = p
	defer func() { r.p = outer }()
	p.expect("BEGIN")
	for pairs := 0; p.is("LET") && pairs < 2; pairs++ {
		answer, stop, err := r.check()
		if err != nil {
			return nil, err
		}
		if stop {
			return answerOf(answer), nil
		}
	}
	inside := p.until()
	p.expect("RETURN")
	answer := p.text()
	p.expect("; END ;")
	if err := p.end(); err != nil {
		return nil, err
	}
	sub, err := newParser(p.source(inside))
	if err != nil {
		return nil, err
	}
	if sub.is("EXECUTE") || sub.is("SELECT") || sub.is("SHOW") || len(inside) == 0 {
		return nil, notModelled(p.sql, 0)
	}
	inner := &run{c: r.c, ctx: r.ctx, s: r.s, p: sub, now: r.now}
	if _, err := inner.statement(); err != nil {
		return nil, err
	}
	return answerOf(answer), nil
}

// check runs one LET and the IF behind it. stop says that the block ends with
// the answer.
func (r *run) check() (answer string, stop bool, err error) {
	p := r.p
	p.expect("LET")
	variable := p.word()
	p.expect("INTEGER : = ")
	query := p.parentheses()
	p.expect("; IF (")
	if again := p.word(); again != variable {
		p.fail()
	}
	p.expect("=")
	zero := p.number()
	p.expect(") THEN RETURN")
	answer = p.text()
	p.expect("; END IF ;")
	if p.err == nil && (zero != 0 || len(query) == 0 || !query[0].Is("SELECT")) {
		p.fail()
	}
	if p.err != nil {
		return "", false, p.err
	}
	sub, err := newParser(p.source(query))
	if err != nil {
		return "", false, err
	}
	inner := &run{c: r.c, ctx: r.ctx, s: r.s, p: sub, now: r.now}
	res, err := inner.query()
	if err != nil {
		return "", false, err
	}
	if len(res.Rows) != 1 || len(res.Rows[0]) != 1 || res.Rows[0][0] == nil {
		return "", false, notModelled(p.sql, 0)
	}
	return answer, *res.Rows[0][0] == "0", nil
}

// until gives the lexemes of one statement of a script and passes over its
// semicolon.
func (p *parser) until() []lexeme {
	start := p.i
	for ; !p.done(); p.i++ {
		if p.s[p.i].IsOther(";") {
			p.i++
			return p.s[start : p.i-1]
		}
	}
	p.fail()
	return nil
}

// answerOf is the one row and column that a block returns.
func answerOf(answer string) *Result {
	return &Result{
		Columns:         []Column{{Name: "anonymous block", Type: "text", Length: maxText, Nullable: true}},
		Rows:            [][]*string{{&answer}},
		StatementTypeID: typeSelect,
	}
}
