package jinja

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// A marked value is text that dbt's as_* filters tell the renderer how to
// read, once the template is a single expression.
type marked struct {
	text string
	as   string // "text", "native", "bool" or "number"
}

// resolve does what dbt's quoted_native_concat does with a marker.
func (m marked) resolve() (any, error) {
	if m.as == "text" {
		return m.text, nil
	}
	value, ok := literalEval(m.text)
	if !ok {
		value = m.text
	}
	_, isBool := value.(bool)
	_, _, _, isNumber := number(value)
	if m.as == "bool" && !isBool || m.as == "number" && (!isNumber || isBool) {
		return nil, fmt.Errorf("could not convert the value into type '%s'", m.as)
	}
	return value, nil
}

// filterParameters lists every filter there is with its arguments.
func filterParameters(name string) ([]string, bool) {
	parameters, ok := map[string][]string{
		"int":        {"default", "base"},
		"float":      {"default"},
		"string":     {},
		"lower":      {},
		"upper":      {},
		"capitalize": {},
		"trim":       {"chars"},
		"replace":    {"old", "new", "count"},
		"default":    {"default_value", "boolean"},
		"d":          {"default_value", "boolean"},
		"length":     {},
		"count":      {},
		"abs":        {},
		"urlencode":  {},
		"as_text":    {},
		"as_native":  {},
		"as_bool":    {},
		"as_number":  {},
		"is_list":    {},
	}[name]
	return parameters, ok
}

func (e *evaluator) filter(n filter) (any, bool, error) {
	parameters, ok := filterParameters(n.name)
	if !ok {
		return nil, false, fmt.Errorf("the filter %q is not known here", n.name)
	}
	input, constant, err := e.eval(n.input)
	if err != nil {
		return nil, false, err
	}
	args, argsConstant, err := e.bind("filter "+n.name, n.args, parameters...)
	if err != nil {
		return nil, false, err
	}
	if as, ok := strings.CutPrefix(n.name, "as_"); ok {
		return marked{text: pythonString(input), as: as}, constant, nil
	}
	constant = constant && argsConstant
	if _, ok := input.(marked); ok && n.name == "string" {
		return input, constant, nil // it is text already, and keeps its mark
	}
	if n.name == "default" || n.name == "d" {
		return withDefault(input, args), constant, nil
	}
	value, err := apply(n.name, plain(input), args)
	return value, constant, err
}

// withDefault gives the default only when the second argument says that empty
// counts: undefined values, which take it always, are errors here.
func withDefault(input any, args map[string]any) any {
	if !truth(args["boolean"]) || truth(input) {
		return input
	}
	if fallback, ok := args["default_value"]; ok {
		return fallback
	}
	return ""
}

func apply(name string, input any, args map[string]any) (any, error) {
	text := pythonString(input)
	switch name {
	case "int":
		return toInt(input, args)
	case "float":
		return toFloat(input, args), nil
	case "string":
		return text, nil
	case "lower":
		return strings.ToLower(text), nil
	case "upper":
		return strings.ToUpper(text), nil
	case "capitalize":
		runes := []rune(strings.ToLower(text))
		if len(runes) > 0 {
			runes[0] = unicode.ToTitle(runes[0])
		}
		return string(runes), nil
	case "trim":
		if chars := args["chars"]; chars != nil {
			return strings.Trim(text, pythonString(chars)), nil
		}
		return strings.TrimSpace(text), nil
	case "replace":
		return replace(text, args)
	case "urlencode":
		return urlencode(text), nil
	case "is_list":
		_, ok := input.([]any)
		return ok, nil
	case "abs":
		return absolute(input)
	}
	return length(input) // length, count
}

func absolute(input any) (any, error) {
	f, i, isInt, ok := number(input)
	switch {
	case !ok:
		return nil, fmt.Errorf("abs needs a number, not %s", kindOf(input))
	case isInt && i < 0:
		return -i, nil
	case isInt:
		return i, nil
	}
	return math.Abs(f), nil
}

func length(input any) (any, error) {
	switch v := input.(type) {
	case string:
		return int64(len([]rune(v))), nil
	case []any:
		return int64(len(v)), nil
	case map[string]any:
		return int64(len(v)), nil
	}
	return nil, fmt.Errorf("length does not work on %s", kindOf(input))
}

func replace(text string, args map[string]any) (any, error) {
	from, hasOld := args["old"]
	to, hasNew := args["new"]
	if !hasOld || !hasNew {
		return nil, fmt.Errorf("replace needs what to replace and what with")
	}
	count := -1
	if c, ok := args["count"].(int64); ok {
		count = int(c)
	}
	return strings.Replace(text, pythonString(from), pythonString(to), count), nil
}

// toInt is jinja2.filters.do_int: text that is no number gives the default.
func toInt(input any, args map[string]any) (any, error) {
	fallback, ok := args["default"]
	if !ok {
		fallback = int64(0)
	}
	base := int64(10)
	if b, ok := plain(args["base"]).(int64); ok {
		base = b
	}
	f, i, isInt, isNumber := number(input)
	if isNumber {
		if isInt {
			return i, nil
		}
		if math.IsNaN(f) || math.Abs(f) >= 1<<62 {
			return fallback, nil
		}
		return int64(f), nil
	}
	s, ok := input.(string)
	if !ok {
		return fallback, nil
	}
	s = strings.TrimSpace(s)
	if base < 2 || base > 36 {
		return nil, fmt.Errorf("int: base %d is not supported here", base)
	}
	digits := s
	if prefix := map[int64]string{2: "0b", 8: "0o", 16: "0x"}[base]; prefix != "" {
		digits = strings.TrimPrefix(strings.ToLower(s), prefix)
	}
	if clean, ok := underscores(digits); ok {
		v, err := strconv.ParseInt(clean, int(base), 64)
		if err == nil {
			return v, nil
		}
	}
	// "42.9" | int is 42: Jinja tries float() next.
	if f, ok := pythonFloat(s); ok && !math.IsInf(f, 0) && !math.IsNaN(f) && math.Abs(f) < 1<<62 {
		return int64(f), nil
	}
	return fallback, nil
}

func toFloat(input any, args map[string]any) any {
	if f, _, _, ok := number(input); ok {
		return f
	}
	if s, ok := input.(string); ok {
		if f, ok := pythonFloat(strings.TrimSpace(s)); ok {
			return f
		}
	}
	if fallback, ok := args["default"]; ok {
		return fallback
	}
	return 0.0
}

// urlencode quotes like jinja2.utils.url_quote, which keeps "/".
func urlencode(text string) string {
	var out strings.Builder
	for i := range len(text) {
		c := text[i]
		if isLetter(c) || isDigit(c) || strings.IndexByte("-.~/", c) >= 0 {
			out.WriteByte(c)
			continue
		}
		fmt.Fprintf(&out, "%%%02X", c)
	}
	return out.String()
}
