package config

import (
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

type treeKind int

const (
	scalarTree treeKind = iota
	listTree
	mapTree
)

// A tree is a YAML value that remembers where it was written. Trees are never
// changed once they are read: merging makes new ones.
type tree struct {
	kind     treeKind
	text     string // of a scalar, as written
	plain    bool   // a scalar without quotes or tag, whose type YAML decides
	items    []*tree
	keys     []string // of a mapping, in the order of the file
	children map[string]*tree
	keyLines map[string]int

	file string // as shown to the user; empty when not from a file
	line int
	flag string // the flag that set it, when not from a file
}

// origin says where the value was written, for [Setting].
func (t *tree) origin() string {
	switch {
	case t == nil:
		return OriginDefault
	case t.flag != "":
		return t.flag
	case t.file == "":
		return OriginDefault
	}
	return filepath.Base(t.file) + ":" + strconv.Itoa(t.line)
}

// null reports an explicit null, which deletes what lies below it.
func (t *tree) null() bool {
	if t.kind != scalarTree || !t.plain {
		return false
	}
	switch t.text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// get follows a dotted path; nil when there is nothing, or a null.
func (t *tree) get(path string) *tree {
	for key := range strings.SplitSeq(path, ".") {
		if t == nil || t.kind != mapTree {
			return nil
		}
		t = t.children[key]
	}
	if t == nil || t.null() {
		return nil
	}
	return t
}

// live lists the keys of a mapping whose values are not null.
func (t *tree) live() []string {
	if t == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(t.keys), func(key string) bool { return t.children[key].null() })
}

// at is the position of a key, for messages about the key itself.
func (t *tree) at(key string) *tree {
	return &tree{file: t.file, line: t.keyLines[key]}
}

// describe names the value's shape for messages, never its content.
func (t *tree) describe() string {
	switch t.kind {
	case listTree:
		return "a list"
	case mapTree:
		return "a mapping"
	}
	if t.null() {
		return "nothing"
	}
	return strconv.Quote(t.text)
}

// with returns a copy of the mapping with one key set.
func (t *tree) with(key string, value *tree, line int) *tree {
	out := &tree{kind: mapTree, children: map[string]*tree{}, keyLines: map[string]int{}}
	if t != nil {
		*out = *t
		out.keys = slices.Clone(t.keys)
		out.children = maps.Clone(t.children)
		out.keyLines = maps.Clone(t.keyLines)
	}
	if _, ok := out.children[key]; !ok {
		out.keys = append(out.keys, key)
	}
	out.children[key], out.keyLines[key] = value, line
	return out
}

// without returns a copy of the mapping without one key.
func (t *tree) without(key string) *tree {
	out := *t
	out.keys = slices.DeleteFunc(slices.Clone(t.keys), func(k string) bool { return k == key })
	out.children = maps.Clone(t.children)
	delete(out.children, key)
	return &out
}

// set returns a copy with the value at a dotted path.
func (t *tree) set(path []string, value *tree) *tree {
	if len(path) == 1 {
		return t.with(path[0], value, value.line)
	}
	var below *tree
	if t != nil && t.children[path[0]] != nil && t.children[path[0]].kind == mapTree {
		below = t.children[path[0]]
	}
	return t.with(path[0], below.set(path[1:], value), value.line)
}

// merge lays one value over another: mappings merge key by key, everything
// else (lists, scalars, null) replaces.
func merge(base, over *tree) *tree {
	if base == nil {
		return over
	}
	if over == nil {
		return base
	}
	if base.kind != mapTree || over.kind != mapTree {
		return over
	}
	out := *base
	out.keys, out.children, out.keyLines = slices.Clone(base.keys), maps.Clone(base.children), maps.Clone(base.keyLines)
	for _, key := range over.keys {
		if _, ok := out.children[key]; !ok {
			out.keys = append(out.keys, key)
		}
		out.children[key] = merge(base.children[key], over.children[key])
		out.keyLines[key] = over.keyLines[key]
	}
	return &out
}

// String gives the value as compact YAML, for [Setting]. Secrets below it are
// redacted by the name of their key.
func (t *tree) String() string {
	switch {
	case t == nil:
		return ""
	case t.kind == listTree:
		items := make([]string, len(t.items))
		for i, item := range t.items {
			items[i] = item.String()
		}
		return "[" + strings.Join(items, ", ") + "]"
	case t.kind == mapTree:
		items := make([]string, len(t.keys))
		for i, key := range t.keys {
			items[i] = key + ": " + redactText(key, t.children[key].String())
		}
		return "{" + strings.Join(items, ", ") + "}"
	case t.plain:
		return t.text
	}
	return quoteYAML(t.text)
}

// quoteYAML writes text as a YAML scalar: plain where that cannot be misread.
func quoteYAML(text string) string {
	if text == "" || strings.TrimSpace(text) != text || strings.ContainsAny(text, "\n\r\t\"'#,[]{}&*!|>%@`\\") ||
		strings.Contains(text, ": ") || strings.HasSuffix(text, ":") || strings.HasPrefix(text, "- ") || strings.HasPrefix(text, "? ") || text == "-" {
		return strconv.Quote(text)
	}
	if _, isText := yamlScalar(text).(string); !isText {
		return strconv.Quote(text)
	}
	return text
}
