package jinja

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// underscores removes the digit separators that Python allows (single ones,
// between digits); false when they are misplaced.
func underscores(digits string) (string, bool) {
	if digits == "" || strings.HasPrefix(digits, "_") || strings.HasSuffix(digits, "_") || strings.Contains(digits, "__") {
		return "", false
	}
	return strings.ReplaceAll(digits, "_", ""), true
}

// pythonNumber reads a number as Python source has it: 7, 1_000, 0x1F, 1.5e3.
// The value is nil with true when it is a number that is too large.
func pythonNumber(text string) (any, bool) {
	lower := strings.ToLower(text)
	for prefix, base := range map[string]int{"0x": 16, "0o": 8, "0b": 2} {
		if rest, ok := strings.CutPrefix(lower, prefix); ok {
			clean, ok := underscores(strings.TrimPrefix(rest, "_"))
			if !ok {
				return nil, false
			}
			v, err := strconv.ParseUint(clean, base, 64)
			return fit(v, err)
		}
	}
	if text == "" || !isDigit(text[0]) && text[0] != '.' {
		return nil, false
	}
	if strings.ContainsAny(lower, ".e") {
		f, ok := pythonFloat(text)
		return f, ok
	}
	clean, ok := underscores(text)
	if !ok || len(clean) > 1 && clean[0] == '0' && strings.Trim(clean, "0") != "" {
		return nil, false // 007 is a syntax error in Python
	}
	v, err := strconv.ParseUint(clean, 10, 64)
	return fit(v, err)
}

func fit(v uint64, err error) (any, bool) {
	if err != nil {
		return nil, errors.Is(err, strconv.ErrRange)
	}
	if v > math.MaxInt64 {
		return nil, true
	}
	return int64(v), true
}

// pythonFloat is Python's float(text).
func pythonFloat(text string) (float64, bool) {
	sign, digits := 1.0, ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		sign, digits = -1, rest
	} else {
		digits = strings.TrimPrefix(text, "+")
	}
	switch strings.ToLower(digits) {
	case "inf", "infinity":
		return math.Inf(int(sign)), true
	case "nan":
		return math.NaN(), true
	}
	if strings.Trim(digits, "0123456789.eE+-_") != "" {
		return 0, false // hexadecimal floats and the like
	}
	for _, run := range strings.FieldsFunc(digits, func(r rune) bool { return strings.ContainsRune(".eE+-", r) }) {
		if _, ok := underscores(run); !ok {
			return 0, false
		}
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(digits, "_", ""), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, false
	}
	return sign * f, true
}

// literalEval is Python's ast.literal_eval for the literals that settings are
// made of: None, booleans, numbers, strings, lists, tuples, dictionaries.
func literalEval(text string) (any, bool) {
	r := &literalReader{rest: strings.TrimLeft(text, " \t")}
	value, ok := r.value(0)
	r.skip()
	return value, ok && r.rest == ""
}

type literalReader struct{ rest string }

func (r *literalReader) skip() { r.rest = strings.TrimLeft(r.rest, space) }

func (r *literalReader) accept(c string) bool {
	r.skip()
	rest, ok := strings.CutPrefix(r.rest, c)
	if ok {
		r.rest = rest
	}
	return ok
}

func (r *literalReader) value(depth int) (any, bool) {
	r.skip()
	if r.rest == "" || depth > maxDepth {
		return nil, false
	}
	switch c := r.rest[0]; {
	case c == '\'' || c == '"':
		t, n, err := lexString(r.rest)
		if err != nil || strings.Contains(r.rest[:n], "\n") {
			return nil, false
		}
		r.rest = r.rest[n:]
		return t.text, true
	case c == '[' || c == '(':
		r.rest = r.rest[1:]
		return r.list(c == '(', depth+1)
	case c == '{':
		r.rest = r.rest[1:]
		return r.mapping(depth + 1)
	case c == '-' || c == '+':
		r.rest = r.rest[1:]
		return r.negative(c == '-', depth+1)
	}
	n := 0
	for n < len(r.rest) && !strings.ContainsRune(space+",:]})", rune(r.rest[n])) {
		n++
	}
	word := r.rest[:n]
	r.rest = r.rest[n:]
	switch word {
	case "None":
		return nil, true
	case "True":
		return true, true
	case "False":
		return false, true
	}
	value, ok := pythonNumber(word)
	return value, ok && value != nil
}

func (r *literalReader) negative(minus bool, depth int) (any, bool) {
	value, ok := r.value(depth)
	sign := int64(1)
	if minus {
		sign = -1
	}
	switch v := value.(type) {
	case int64:
		return sign * v, ok
	case float64:
		return float64(sign) * v, ok
	}
	return nil, false
}

func (r *literalReader) list(tuple bool, depth int) (any, bool) {
	closer := "]"
	if tuple {
		closer = ")"
	}
	items, comma := []any{}, false
	for !r.accept(closer) {
		if len(items) > 0 && !comma {
			return nil, false
		}
		item, ok := r.value(depth)
		if !ok {
			return nil, false
		}
		items = append(items, item)
		comma = r.accept(",")
	}
	if tuple && len(items) == 1 && !comma {
		return items[0], true // (x) is x, only (x,) is a tuple
	}
	return items, true
}

func (r *literalReader) mapping(depth int) (any, bool) {
	out, comma := map[string]any{}, true
	for !r.accept("}") {
		if !comma {
			return nil, false
		}
		key, ok := r.value(depth)
		text, isText := key.(string)
		if !ok || !isText || !r.accept(":") {
			return nil, false
		}
		value, ok := r.value(depth)
		if !ok {
			return nil, false
		}
		out[text] = value
		comma = r.accept(",")
	}
	return out, true
}
