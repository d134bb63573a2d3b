package jinja

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// plain turns a marked value into the text that it is in Python.
func plain(value any) any {
	if m, ok := value.(marked); ok {
		return m.text
	}
	return value
}

// normal brings the number types of decoded YAML down to int64 and float64.
func normal(value any) any {
	switch v := value.(type) {
	case int:
		return int64(v)
	case int32:
		return int64(v)
	case float32:
		return float64(v)
	}
	return value
}

// truth is Python's bool(value).
func truth(value any) bool {
	switch v := plain(value).(type) {
	case nil:
		return false
	case bool:
		return v
	case int64:
		return v != 0
	case float64:
		return v != 0
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}

// kindOf names a value's type for messages, never its content.
func kindOf(value any) string {
	switch plain(value).(type) {
	case nil:
		return "none"
	case bool:
		return "a boolean"
	case int64, float64:
		return "a number"
	case string:
		return "text"
	case []any:
		return "a list"
	}
	return "a mapping"
}

// pythonString is Python's str(value).
func pythonString(value any) string {
	if s, ok := plain(value).(string); ok {
		return s
	}
	return pythonRepr(value)
}

func pythonRepr(value any) string {
	switch v := plain(value).(type) {
	case nil:
		return "None"
	case bool:
		if v {
			return "True"
		}
		return "False"
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return floatRepr(v)
	case string:
		quote := "'"
		if strings.Contains(v, "'") && !strings.Contains(v, `"`) {
			quote = `"`
		}
		v = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`, quote, `\`+quote).Replace(v)
		return quote + v + quote
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = pythonRepr(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		for i, key := range keys {
			keys[i] = pythonRepr(key) + ": " + pythonRepr(v[key])
		}
		return "{" + strings.Join(keys, ", ") + "}"
	}
	return fmt.Sprint(value)
}

// floatRepr is Python's repr(float): shortest digits, exponent from 1e16 up
// and below 1e-4.
func floatRepr(f float64) string {
	switch {
	case math.IsInf(f, 1):
		return "inf"
	case math.IsInf(f, -1):
		return "-inf"
	case math.IsNaN(f):
		return "nan"
	}
	if a := math.Abs(f); a != 0 && (a >= 1e16 || a < 1e-4) {
		return strconv.FormatFloat(f, 'e', -1, 64)
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// number gives a value as a number in Python's sense, where bools count.
func number(value any) (f float64, i int64, isInt, ok bool) {
	switch v := value.(type) {
	case bool:
		if v {
			return 1, 1, true, true
		}
		return 0, 0, true, true
	case int64:
		return float64(v), v, true, true
	case float64:
		return v, 0, false, true
	}
	return 0, 0, false, false
}

func arithmetic(operator string, left, right any) (any, error) {
	if a, ok := left.(string); ok {
		if b, ok := right.(string); ok && operator == "+" {
			return a + b, nil
		}
	}
	lf, li, lint, lok := number(left)
	rf, ri, rint, rok := number(right)
	if !lok || !rok {
		return nil, fmt.Errorf("%s does not work on %s and %s: join text with ~", operator, kindOf(left), kindOf(right))
	}
	result := map[string]float64{"+": lf + rf, "-": lf - rf, "*": lf * rf}[operator]
	if !lint || !rint {
		return result, nil
	}
	if math.Abs(result) >= 1<<62 {
		return nil, fmt.Errorf("the number is too large")
	}
	return map[string]int64{"+": li + ri, "-": li - ri, "*": li * ri}[operator], nil
}

func compare(operator string, left, right any) (bool, error) {
	switch operator {
	case "==":
		return equal(left, right), nil
	case "!=":
		return !equal(left, right), nil
	case "in", "not in":
		found, err := contains(right, left)
		return found == (operator == "in"), err
	}
	var order int
	lf, _, _, lok := number(left)
	rf, _, _, rok := number(right)
	a, aok := left.(string)
	b, bok := right.(string)
	switch {
	case lok && rok:
		switch {
		case lf < rf:
			order = -1
		case lf > rf:
			order = 1
		}
	case aok && bok:
		order = strings.Compare(a, b)
	default:
		return false, fmt.Errorf("%s does not work on %s and %s", operator, kindOf(left), kindOf(right))
	}
	return map[string]bool{"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator], nil
}

func equal(left, right any) bool {
	lf, li, lint, lok := number(left)
	rf, ri, rint, rok := number(right)
	if lok && rok {
		if lint && rint {
			return li == ri
		}
		return lf == rf
	}
	if lok != rok || kindOf(left) != kindOf(right) {
		return false
	}
	return pythonRepr(left) == pythonRepr(right)
}

func contains(container, item any) (bool, error) {
	switch c := container.(type) {
	case string:
		s, ok := item.(string)
		if !ok {
			return false, fmt.Errorf("in needs text on both sides, not %s", kindOf(item))
		}
		return strings.Contains(c, s), nil
	case []any:
		return slices.ContainsFunc(c, func(v any) bool { return equal(v, item) }), nil
	case map[string]any:
		s, ok := item.(string)
		_, found := c[s]
		return ok && found, nil
	}
	return false, fmt.Errorf("in does not work on %s", kindOf(container))
}
