package manifest

import (
	"strconv"
	"strings"
)

// matchConfig compares config.a.b with a value: exactly, without wildcards; a list means "contains". A text never equals
// a number; true and false may be written in any case, and so may every value of config.severity.
func matchConfig(c *criterion) (matcher, error) {
	anyCase := len(c.args) == 1 && c.args[0] == "severity"
	want := Value{raw: c.scalar}
	return func(n *Node) bool {
		if len(c.args) == 0 || !isProjectNode(n) && n.ResourceType != ResourceSource {
			return false
		}
		got := n.ConfigValue(c.args...)
		if !got.Exists() {
			return false
		}
		if got.raw[0] != '[' {
			return equalConfig(want, got, anyCase) || wantsBool(want, got.raw)
		}
		for _, e := range got.List() {
			if equalConfig(want, e, anyCase) || wantsBool(want, asBool(e)) {
				return true
			}
		}
		return false
	}, nil
}

// wantsBool reports whether want spells the boolean got, which is raw JSON.
func wantsBool(want Value, got string) bool {
	return (got == "true" || got == "false") && strings.EqualFold(want.Text(), got)
}

// asBool gives 1 and 0 as booleans: inside a list Python cannot tell them apart.
func asBool(v Value) string {
	if f, ok := number(v); ok && v.raw != "true" && v.raw != "false" {
		if f == 1 {
			return "true"
		}
		if f == 0 {
			return "false"
		}
	}
	return v.raw
}

// equalConfig is Python's equality of the values that can stand in selectors.yml.
func equalConfig(want, got Value, anyCase bool) bool {
	wantText, gotText := isText(want), isText(got)
	if wantText || gotText {
		if wantText && gotText {
			return want.Text() == got.Text() || anyCase && strings.EqualFold(want.Text(), got.Text())
		}
		return false
	}
	if want.IsNull() || got.IsNull() {
		return want.IsNull() && got.IsNull()
	}
	a, okA := number(want)
	b, okB := number(got)
	return okA && okB && a == b
}

func isText(v Value) bool { return v.raw != "" && v.raw[0] == '"' }

// number is the value of a number; true is 1 and false is 0, as in Python.
func number(v Value) (float64, bool) {
	switch v.raw {
	case "true":
		return 1, true
	case "false":
		return 0, true
	case "":
		return 0, false
	}
	f, err := strconv.ParseFloat(v.raw, 64)
	return f, err == nil
}
