package jinja

import (
	"fmt"
	"slices"
	"strings"
)

type evaluator struct {
	context Context
	secrets []string // names of the secret variables that were read
}

func (e *evaluator) lookup(name string) (string, bool) {
	if e.context.Lookup == nil {
		return "", false
	}
	return e.context.Lookup(name)
}

// eval returns the value of an expression and whether Jinja's compiler would
// have folded it into a constant (which changes the type that dbt sees).
func (e *evaluator) eval(node expr) (value any, constant bool, err error) {
	switch n := node.(type) {
	case literal:
		return n.value, true, nil
	case name:
		return nil, false, fmt.Errorf("%q is not known here: only env_var() and var() are", n.text)
	case unary:
		return e.unary(n)
	case binary:
		return e.binary(n)
	case ternary:
		test, constant, err := e.eval(n.test)
		if err != nil {
			return nil, false, err
		}
		branch := n.no
		if truth(test) {
			branch = n.yes
		}
		value, branchConstant, err := e.eval(branch)
		return value, constant && branchConstant, err
	case call:
		value, err := e.call(n)
		return value, false, err
	case filter:
		return e.filter(n)
	}
	return nil, false, fmt.Errorf("unexpected expression %T", node)
}

func (e *evaluator) unary(n unary) (any, bool, error) {
	value, constant, err := e.eval(n.operand)
	if err != nil {
		return nil, false, err
	}
	if n.operator == "not" {
		return !truth(value), constant, nil
	}
	sign := int64(1)
	if n.operator == "-" {
		sign = -1
	}
	switch v := value.(type) {
	case int64:
		return sign * v, constant, nil
	case float64:
		return float64(sign) * v, constant, nil
	}
	return nil, false, fmt.Errorf("%s needs a number, not %s", n.operator, kindOf(value))
}

func (e *evaluator) binary(n binary) (any, bool, error) {
	left, constant, err := e.eval(n.left)
	if err != nil {
		return nil, false, err
	}
	if n.operator == "or" && truth(left) || n.operator == "and" && !truth(left) {
		return left, constant, nil
	}
	right, rightConstant, err := e.eval(n.right)
	if err != nil {
		return nil, false, err
	}
	constant = constant && rightConstant
	var value any
	switch n.operator {
	case "or", "and":
		value = right
	case "~":
		value = pythonString(left) + pythonString(right)
	case "+", "-", "*":
		value, err = arithmetic(n.operator, plain(left), plain(right))
	default:
		value, err = compare(n.operator, plain(left), plain(right))
	}
	return value, constant, err
}

// call runs env_var or var, the only two functions there are.
func (e *evaluator) call(n call) (any, error) {
	known := map[string]string{"env_var": "var", "var": "var_name"}
	first, ok := known[n.function]
	if !ok {
		return nil, fmt.Errorf("%s() is not known here: only env_var() and var() are", n.function)
	}
	args, _, err := e.bind(n.function+"()", n.args, first, "default")
	if err != nil {
		return nil, err
	}
	key, ok := plain(args[first]).(string)
	if !ok {
		return nil, fmt.Errorf("%s() needs a name in quotes", n.function)
	}
	fallback, hasDefault := args["default"]
	if n.function == "env_var" {
		return e.envVar(key, fallback)
	}
	value, ok := e.context.Vars[key]
	if !ok {
		if hasDefault {
			return fallback, nil
		}
		return nil, fmt.Errorf("required var '%s' not found: give it with --vars or dbt.vars", key)
	}
	if text, ok := value.(string); ok && strings.Contains(text, "{") && (strings.Contains(text, "{{") || strings.Contains(text, "{%") || strings.Contains(text, "{#")) {
		return nil, fmt.Errorf("var '%s' contains Jinja itself, which is never rendered a second time here", key)
	}
	return normal(value), nil
}

// envVar follows dbt.context.secret.SecretContext.env_var: a variable that is
// set but empty stays empty, and a default of none is no default.
func (e *evaluator) envVar(key string, fallback any) (any, error) {
	secret := strings.HasPrefix(key, secretPrefix)
	if secret && e.context.RefuseSecrets {
		return nil, fmt.Errorf("secret env var '%s' is only allowed in profiles.yml", key)
	}
	value, ok := e.lookup(key)
	switch {
	case ok && secret:
		if !slices.Contains(e.secrets, key) {
			e.secrets = append(e.secrets, key)
		}
		return placeholder(key), nil
	case ok:
		return value, nil
	case fallback != nil:
		return fallback, nil
	}
	return nil, fmt.Errorf("Env var required but not provided: '%s'", key) //nolint:staticcheck // dbt's own wording, which people search for
}

// bind evaluates arguments and gives each its parameter's name.
func (e *evaluator) bind(what string, args arguments, parameters ...string) (map[string]any, bool, error) {
	bound := map[string]any{}
	constant := true
	set := func(parameter string, value expr) error {
		v, c, err := e.eval(value)
		if err != nil {
			return err
		}
		bound[parameter], constant = v, constant && c
		return nil
	}
	if len(args.positional) > len(parameters) {
		return nil, false, fmt.Errorf("%s takes at most %d arguments, not %d", what, len(parameters), len(args.positional))
	}
	for i, value := range args.positional {
		if err := set(parameters[i], value); err != nil {
			return nil, false, err
		}
	}
	for _, parameter := range parameters {
		value, ok := args.named[parameter]
		if !ok {
			continue
		}
		if _, twice := bound[parameter]; twice {
			return nil, false, fmt.Errorf("%s got %q twice", what, parameter)
		}
		if err := set(parameter, value); err != nil {
			return nil, false, err
		}
	}
	for parameter := range args.named {
		if !slices.Contains(parameters, parameter) {
			return nil, false, fmt.Errorf("%s has no argument %q", what, parameter)
		}
	}
	return bound, constant, nil
}
