package jinja

import (
	"fmt"
	"strings"
)

// secretPrefix marks the environment variables that dbt treats as secrets
// (dbt_common.constants.SECRET_ENV_PREFIX; there is no trailing underscore).
const secretPrefix = "DBT_ENV_SECRET"

// Context is what an expression can see.
type Context struct {
	// Lookup reads an environment variable; nil means that none is set.
	Lookup func(name string) (string, bool)
	// Vars are dbt's --vars. Nil means none.
	Vars map[string]any
	// RefuseSecrets makes env_var refuse DBT_ENV_SECRET variables, as dbt does
	// everywhere but in profiles.yml and packages.yml.
	RefuseSecrets bool
}

// Result is a rendered value.
type Result struct {
	// Value is a string, int64, float64, bool, nil, []any or map[string]any.
	Value any
	// Secrets are the secret values that went into it. Nil when none.
	Secrets []string
}

// Render evaluates one YAML string. A text that is a single expression keeps
// the expression's type; anything else is joined into a string. The error says
// what is missing, wrong or refused, and never contains a variable's value.
func (c Context) Render(text string) (Result, error) {
	parts, err := split(text)
	if err != nil {
		return Result{}, err
	}
	e := &evaluator{context: c}
	pieces := make([]piece, 0, len(parts))
	for _, part := range parts {
		p := piece{constant: true, value: part.text}
		if part.expression != nil {
			if p.value, p.constant, err = e.eval(part.expression); err != nil {
				return Result{}, err
			}
			if _, ok := p.value.(marked); ok {
				p.constant = false // not a type that the compiler writes out
			}
		}
		pieces = append(pieces, p)
	}
	value, err := join(pieces)
	if err != nil {
		return Result{}, err
	}
	return e.reveal(value)
}

// A piece is the value of one part. Constant pieces were folded by Jinja's
// compiler, which turns them into text before they are output.
type piece struct {
	value    any
	constant bool
}

// join does what dbt's quoted_native_concat does with the output of Jinja's
// compiler, where neighbouring constants are already one piece of text.
func join(pieces []piece) (any, error) {
	var folded []piece
	for _, p := range pieces {
		if !p.constant {
			folded = append(folded, p)
			continue
		}
		text := pythonString(p.value)
		if last := len(folded) - 1; last >= 0 && folded[last].constant {
			folded[last].value = pythonString(folded[last].value) + text
			continue
		}
		folded = append(folded, piece{value: text, constant: true})
	}
	switch len(folded) {
	case 0:
		return "", nil
	case 1:
		if m, ok := folded[0].value.(marked); ok {
			return m.resolve()
		}
		return folded[0].value, nil
	}
	var out strings.Builder
	for _, p := range folded {
		out.WriteString(pythonString(p.value))
	}
	return out.String(), nil
}

// reveal puts the secrets in place of their placeholders, after all filters
// have run, so that no filter can change or leak a part of a secret.
func (e *evaluator) reveal(value any) (Result, error) {
	if len(e.secrets) == 0 {
		return Result{Value: value}, nil
	}
	text, ok := value.(string)
	if !ok {
		text = ""
	}
	result := Result{}
	for _, name := range e.secrets {
		holder := placeholder(name)
		if !strings.Contains(text, holder) {
			return Result{}, fmt.Errorf("the secret %s can only be used as it is: dbt hides it from filters and comparisons", name)
		}
	}
	// One pass over the text, so that a secret that looks like the placeholder
	// of another one is not replaced in turn.
	pairs := make([]string, 0, 2*len(e.secrets))
	for _, name := range e.secrets {
		secret, _ := e.lookup(name)
		pairs = append(pairs, placeholder(name), secret)
		result.Secrets = append(result.Secrets, secret)
	}
	result.Value = strings.NewReplacer(pairs...).Replace(text)
	return result, nil
}

func placeholder(name string) string {
	return "$$$DBT_SECRET_START$$$" + name + "$$$DBT_SECRET_END$$$"
}

// A part is literal text, or an expression.
type part struct {
	text       string
	expression expr
}

// split cuts a template into parts, in the manner of jinja2.lexer.
func split(text string) ([]part, error) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.TrimSuffix(text, "\n") // Jinja drops one final newline
	var parts []part
	trimNext := false
	literal := func(s string, trimEnd bool) {
		if trimNext {
			s = strings.TrimLeft(s, space)
		}
		if trimEnd {
			s = strings.TrimRight(s, space)
		}
		if s != "" {
			parts = append(parts, part{text: s})
		}
	}
	for text != "" {
		at := strings.Index(text, "{")
		for at >= 0 && (at+1 >= len(text) || !strings.ContainsRune("{%#", rune(text[at+1]))) {
			next := strings.Index(text[at+1:], "{")
			if next < 0 {
				at = -1
				break
			}
			at += 1 + next
		}
		if at < 0 {
			literal(text, false)
			break
		}
		opener, rest := text[at:at+2], text[at+2:]
		trimEnd := strings.HasPrefix(rest, "-")
		literal(text[:at], trimEnd)
		rest = strings.TrimPrefix(rest, "-")
		switch opener {
		case "{%":
			return nil, fmt.Errorf("statement blocks ({%% ... %%}) are not supported here: only {{ expressions }} are")
		case "{#":
			comment, after, ok := strings.Cut(rest, "#}")
			if !ok {
				return nil, fmt.Errorf("missing end of comment, #}")
			}
			trimNext, text = strings.HasSuffix(comment, "-"), after
		default:
			expression, after, trim, err := parseExpression(rest)
			if err != nil {
				return nil, err
			}
			parts = append(parts, part{expression: expression})
			trimNext, text = trim, after
		}
	}
	return parts, nil
}
