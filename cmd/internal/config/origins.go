package config

import (
	"fmt"
	"slices"
	"strings"
)

// Origins lists every setting of the environment with its origin, in the order
// of the documentation; what is neither set nor has a default is left out.
// Secrets are redacted.
func (e *Environment) Origins() []Setting {
	out := []Setting{{Key: "environment", Value: quoteYAML(e.Name), Origin: e.NameOrigin}}
	out = appendSettings(out, e.resolved, resolvedFields(), "")
	if e.resolved.get("target") == nil {
		out = slices.Insert(out, 1, Setting{Key: "target", Value: quoteYAML(e.Target), Origin: OriginDefault})
	}
	return out
}

func appendSettings(out []Setting, t *tree, fields []field, prefix string) []Setting {
	for _, f := range fields {
		value := t.get(f.key)
		key := prefix + f.key
		switch {
		case f.kind == sectionField:
			out = appendSettings(out, value, f.fields, key+".")
		case value == nil && f.fallback != "":
			out = append(out, Setting{Key: key, Value: f.fallback, Origin: OriginDefault})
		case value != nil && value.kind == mapTree:
			out = appendOpen(out, value, key)
		case value != nil:
			out = append(out, Setting{Key: key, Value: redactText(f.key, value.String()), Origin: value.origin()})
		}
	}
	return out
}

// appendOpen lists the leaves of a mapping whose keys the user makes up.
func appendOpen(out []Setting, t *tree, prefix string) []Setting {
	for _, name := range t.live() {
		child, key := t.children[name], prefix+"."+name
		if child.kind == mapTree && !isSecretKey(name) {
			out = appendOpen(out, child, key)
			continue
		}
		out = append(out, Setting{Key: key, Value: redactText(name, child.String()), Origin: child.origin()})
	}
	return out
}

// Override sets one key on behalf of a flag: the key is dotted as in
// [Setting], the value is as written in YAML (for a list: one item; see
// [Environment.OverrideList]), the origin is the flag, such as
// "--concurrency". Nothing changes when the value does not fit the key.
func (e *Environment) Override(key, value, origin string) error {
	return e.override(key, &tree{text: value, plain: true, flag: origin}, origin)
}

// OverrideList sets a key that holds a list, such as "publish.select".
func (e *Environment) OverrideList(key string, values []string, origin string) error {
	t := &tree{kind: listTree, flag: origin}
	for _, value := range values {
		t.items = append(t.items, &tree{text: value, flag: origin})
	}
	return e.override(key, t, origin)
}

func (e *Environment) override(key string, value *tree, origin string) error {
	if long, ok := shorthands()[key]; ok {
		key = long
	}
	f, rest, ok := findField(resolvedFields(), key)
	if !ok || f.kind == sectionField || rest == "" && (f.kind == freeField || f.kind == namesField) {
		return fmt.Errorf("%s: %q is not a setting", origin, key)
	}
	if rest == "" {
		var found findings
		checkField(&found, value, f, origin)
		if err := found.err(); err != nil {
			return err
		}
	}
	before := *e
	path := strings.Split(key, ".")
	if rest != "" { // what lies below an open mapping may have dots itself
		path = append(strings.Split(strings.TrimSuffix(key, "."+rest), "."), rest)
	}
	e.resolved = e.resolved.set(path, value)
	if err := e.rebuild(); err != nil {
		*e = before
		return fmt.Errorf("%s: %w", origin, err)
	}
	return nil
}
