package manifest

import (
	"github.com/tidwall/gjson"
)

// Value is one JSON value of an artifact, parsed when asked. The zero Value does not exist.
type Value struct{ raw string }

// Exists reports whether the key was there at all, even as null.
func (v Value) Exists() bool { return v.raw != "" }

// IsNull reports whether the value is JSON null.
func (v Value) IsNull() bool { return v.raw == "null" }

// Text is the string, or the number or boolean as written; empty for null, objects, lists and what is not there.
func (v Value) Text() string { return text(v.raw) }

// Bool is the boolean; false when it is anything else.
func (v Value) Bool() bool { return v.raw == "true" }

// Int is the whole number; ok is false when it is anything else.
func (v Value) Int() (n int64, ok bool) {
	r := gjson.Parse(v.raw)
	if r.Type != gjson.Number || r.Num != float64(int64(r.Num)) {
		return 0, false
	}
	return r.Int(), true
}

// Strings is the list of strings; a single string counts as a list of one; nil when it is anything else.
func (v Value) Strings() []string { return stringList(v.raw) }

// List is the list's values; nil when it is not a list.
func (v Value) List() []Value {
	var out []Value
	for raw := range elements(v.raw) {
		out = append(out, Value{raw: raw})
	}
	return out
}

// Fields is the object's members; nil when it is not an object.
func (v Value) Fields() map[string]Value {
	var out map[string]Value
	for key, raw := range members(v.raw) {
		if out == nil {
			out = map[string]Value{}
		}
		out[key] = Value{raw: raw}
	}
	return out
}

// JSON is the value as written in the artifact; empty when it is not there.
func (v Value) JSON() string { return v.raw }

// descend walks objects by key. Keys may contain dots, which a gjson path would split.
func descend(raw string, path []string) Value {
	for _, want := range path {
		found := ""
		for key, value := range members(raw) {
			if key == want {
				found = value // no break: with a repeated key the last one counts, as in Python's json
			}
		}
		if found == "" {
			return Value{}
		}
		raw = found
	}
	return Value{raw: raw}
}

// text is a scalar's text; null, lists and objects are empty.
func text(raw string) string {
	if raw == "" {
		return ""
	}
	switch raw[0] {
	case '"':
		return gjson.Parse(raw).Str
	case 'n', '{', '[':
		return ""
	}
	return raw
}

// stringList reads a list of strings, or one string as dbt allows for tags.
func stringList(raw string) []string {
	if raw == "" {
		return nil
	}
	if raw[0] == '"' {
		return []string{text(raw)}
	}
	var out []string
	for e := range elements(raw) {
		if s := text(e); s != "" {
			out = append(out, s)
		}
	}
	return out
}
