package jinja

import (
	"fmt"
)

// An expr is a node of the syntax tree: literal, name, unary, binary, ternary,
// call or filter.
type expr any

type (
	literal struct{ value any }
	name    struct{ text string }
	unary   struct {
		operator string
		operand  expr
	}
	binary struct {
		operator    string
		left, right expr
	}
	ternary struct{ test, yes, no expr }
	call    struct {
		function string
		args     arguments
	}
	filter struct {
		name  string
		input expr
		args  arguments
	}
)

// arguments of a call: by position, then by name.
type arguments struct {
	positional []expr
	named      map[string]expr
}

// maxDepth bounds nesting, so that a hostile file cannot exhaust the stack.
const maxDepth = 100

type parser struct {
	tokens []token
	depth  int
}

// parseExpression parses what follows "{{" and returns the text after "}}".
func parseExpression(text string) (expression expr, after string, trim bool, err error) {
	tokens, after, trim, err := lex(text)
	if err != nil {
		return nil, "", false, err
	}
	p := &parser{tokens: tokens}
	if p.peek().kind == tokenEnd {
		return nil, "", false, fmt.Errorf("the expression is empty")
	}
	expression, err = p.ternary()
	if err != nil {
		return nil, "", false, err
	}
	if t := p.peek(); t.kind != tokenEnd {
		return nil, "", false, p.refuse(t)
	}
	return expression, after, trim, nil
}

// refuse names the Jinja feature that a token would begin.
func (p *parser) refuse(t token) error {
	switch t.text {
	case ".":
		return fmt.Errorf("attribute access (a.b) is not supported here")
	case "[":
		return fmt.Errorf("subscripts and lists ([ ]) are not supported here")
	case "{":
		return fmt.Errorf("dictionaries ({ }) are not supported here")
	case "(":
		return fmt.Errorf("only env_var and var can be called here")
	case "is":
		return fmt.Errorf("tests (x is y) are not supported here")
	case ",":
		return fmt.Errorf("tuples (a, b) are not supported here")
	}
	return fmt.Errorf("unexpected %s in expression", t)
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) next() token {
	t := p.tokens[0]
	if t.kind != tokenEnd {
		p.tokens = p.tokens[1:]
	}
	return t
}

// accept takes the next token when it is one of the operators or words.
func (p *parser) accept(texts ...string) (string, bool) {
	t := p.peek()
	if t.kind != tokenOperator && t.kind != tokenName {
		return "", false
	}
	for _, text := range texts {
		if t.text == text {
			p.next()
			return text, true
		}
	}
	return "", false
}

func (p *parser) expect(text string) error {
	if _, ok := p.accept(text); !ok {
		return fmt.Errorf("expected %q, found %s", text, p.peek())
	}
	return nil
}

func (p *parser) ternary() (expr, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, fmt.Errorf("the expression is nested too deeply")
	}
	yes, err := p.or()
	if err != nil {
		return nil, err
	}
	if _, ok := p.accept("if"); !ok {
		return yes, nil
	}
	test, err := p.or()
	if err != nil {
		return nil, err
	}
	if _, ok := p.accept("else"); !ok {
		return nil, fmt.Errorf("an if needs an else here: without one the value could be undefined")
	}
	no, err := p.ternary()
	return ternary{test: test, yes: yes, no: no}, err
}

// chain parses a left-associative run of binary operators.
func (p *parser) chain(operand func() (expr, error), operators ...string) (expr, error) {
	left, err := operand()
	for err == nil {
		operator, ok := p.accept(operators...)
		if !ok {
			return left, nil
		}
		var right expr
		right, err = operand()
		left = binary{operator: operator, left: left, right: right}
	}
	return nil, err
}

// Precedence, from loose to tight, is that of jinja2.parser.
func (p *parser) or() (expr, error)      { return p.chain(p.and, "or") }
func (p *parser) and() (expr, error)     { return p.chain(p.not, "and") }
func (p *parser) sum() (expr, error)     { return p.chain(p.concat, "+", "-") }
func (p *parser) concat() (expr, error)  { return p.chain(p.product, "~") }
func (p *parser) product() (expr, error) { return p.chain(p.filtered, "*") }

func (p *parser) not() (expr, error) {
	negations := 0
	for {
		if _, ok := p.accept("not"); !ok {
			break
		}
		negations++
	}
	e, err := p.comparison()
	if err != nil {
		return nil, err
	}
	// At most two are kept: an even number only turns the value into a bool.
	if negations > 2 {
		negations = 2 - negations%2
	}
	for range negations {
		e = unary{operator: "not", operand: e}
	}
	return e, nil
}

func (p *parser) comparison() (expr, error) {
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	operators := []string{"==", "!=", "<", "<=", ">", ">=", "in"}
	operator, ok := p.accept(operators...)
	if !ok && p.peek().text == "not" && p.peek().kind == tokenName {
		p.next()
		if err := p.expect("in"); err != nil {
			return nil, err
		}
		operator, ok = "not in", true
	}
	if !ok {
		return left, nil
	}
	right, err := p.sum()
	if err != nil {
		return nil, err
	}
	if again, chained := p.accept(operators...); chained {
		return nil, fmt.Errorf("chained comparison (a %s b %s c) is not supported here", operator, again)
	}
	return binary{operator: operator, left: left, right: right}, nil
}

// filtered parses a signed primary with its filters, which bind to the sign.
func (p *parser) filtered() (expr, error) {
	e, err := p.signed()
	for err == nil {
		if _, ok := p.accept("|"); !ok {
			return e, nil
		}
		t := p.next()
		if t.kind != tokenName {
			return nil, fmt.Errorf("expected a filter's name after |, found %s", t)
		}
		if p.peek().text == "." && p.peek().kind == tokenOperator {
			return nil, p.refuse(p.peek())
		}
		f := filter{name: t.text, input: e}
		if _, ok := p.accept("("); ok {
			f.args, err = p.arguments()
		}
		e = f
	}
	return nil, err
}

func (p *parser) signed() (expr, error) {
	sign, ok := p.accept("-", "+")
	if !ok {
		return p.primary()
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, fmt.Errorf("the expression is nested too deeply")
	}
	operand, err := p.signed()
	return unary{operator: sign, operand: operand}, err
}

func (p *parser) primary() (expr, error) {
	t := p.next()
	var e expr
	switch t.kind {
	case tokenString:
		text := t.text
		for p.peek().kind == tokenString { // 'a' 'b' is 'ab', as in Python
			text += p.next().text
		}
		e = literal{text}
	case tokenInt:
		e = literal{t.i}
	case tokenFloat:
		e = literal{t.f}
	case tokenName:
		return p.named(t)
	default:
		if t.text != "(" || t.kind != tokenOperator {
			return nil, p.refuse(t)
		}
		inner, err := p.ternary()
		if err != nil {
			return nil, err
		}
		if p.peek().text == "," {
			return nil, p.refuse(p.peek())
		}
		if err := p.expect(")"); err != nil {
			return nil, err
		}
		e = inner
	}
	return e, p.noPostfix()
}

// named parses a constant, a variable or a call.
func (p *parser) named(t token) (expr, error) {
	switch t.text {
	case "true", "True":
		return literal{true}, p.noPostfix()
	case "false", "False":
		return literal{false}, p.noPostfix()
	case "none", "None":
		return literal{nil}, p.noPostfix()
	case "if", "else", "and", "or", "in", "is", "not":
		return nil, p.refuse(t)
	}
	if _, ok := p.accept("("); !ok {
		return name{t.text}, p.noPostfix()
	}
	args, err := p.arguments()
	if err != nil {
		return nil, err
	}
	return call{function: t.text, args: args}, p.noPostfix()
}

// noPostfix refuses attributes, subscripts and calls on a value.
func (p *parser) noPostfix() error {
	if t := p.peek(); t.kind == tokenOperator && (t.text == "." || t.text == "[" || t.text == "(") {
		return p.refuse(t)
	}
	return nil
}

// arguments parses up to the closing parenthesis.
func (p *parser) arguments() (arguments, error) {
	var args arguments
	for first := true; ; first = false {
		if _, ok := p.accept(")"); ok {
			return args, nil
		}
		if !first {
			if err := p.expect(","); err != nil {
				return args, err
			}
			if _, ok := p.accept(")"); ok {
				return args, nil
			}
		}
		keyword := ""
		if t := p.peek(); t.kind == tokenName && len(p.tokens) > 1 && p.tokens[1].kind == tokenOperator && p.tokens[1].text == "=" {
			keyword = t.text
			p.next()
			p.next()
		}
		value, err := p.ternary()
		if err != nil {
			return args, err
		}
		if keyword == "" && args.named != nil {
			return args, fmt.Errorf("an argument by position follows one by name")
		}
		if keyword == "" {
			args.positional = append(args.positional, value)
			continue
		}
		if args.named == nil {
			args.named = map[string]expr{}
		}
		args.named[keyword] = value
	}
}
