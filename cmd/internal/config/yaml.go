package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Limits on what a file may hold. They are far above any honest file, and keep
// a hostile one (aliases that multiply, deep nesting) from taking the machine.
const (
	maxFileBytes = 4 << 20
	maxNodes     = 100_000
	maxNesting   = 100
)

// A yamlReader turns one document into a tree.
type yamlReader struct {
	file     string
	nodes    int
	found    findings
	lastWins bool // dbt's loader lets the last of two equal keys win
	warnings []string
}

// readYAML parses the only document of a file. The result is nil when the
// document is empty. Syntax errors carry the file's name and line.
func readYAML(data []byte, file string, lastWins bool) (*tree, []string, error) {
	if len(data) > maxFileBytes {
		return nil, nil, Errors{{File: file, Message: fmt.Sprintf("the file has more than %d MiB", maxFileBytes>>20)}}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
	var document yaml.Node
	if err := decoder.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, nil, nil
		}
		return nil, nil, syntaxError(file, data, err)
	}
	var second yaml.Node
	if err := decoder.Decode(&second); err == nil {
		return nil, nil, Errors{{File: file, Line: second.Line, Message: "the file holds more than one YAML document (---)"}}
	} else if !errors.Is(err, io.EOF) {
		return nil, nil, syntaxError(file, data, err)
	}
	r := &yamlReader{file: file, lastWins: lastWins}
	if len(document.Content) == 0 {
		return nil, nil, nil
	}
	t := r.read(document.Content[0], 0)
	if err := r.found.err(); err != nil {
		return nil, nil, err
	}
	if t.null() {
		return nil, nil, nil
	}
	return t, r.warnings, nil
}

var (
	yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	// Like dbt's loader (PyYAML, YAML 1.1), not like YAML 1.2.
	yamlInt   = regexp.MustCompile(`^[-+]?(?:0b[01_]+|0[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$`)
	yamlFloat = regexp.MustCompile(`^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$`)
)

// syntaxError moves the line number of the parser's message to where it belongs.
func syntaxError(file string, data []byte, err error) error {
	message := err.Error()
	e := &Error{File: file, Message: yamlLine.ReplaceAllString(message, "")}
	if m := yamlLine.FindStringSubmatch(message); m != nil && m[1] != "" {
		e.Line, _ = strconv.Atoi(m[1])
	}
	lines := bytes.Split(data, []byte("\n"))
	if e.Line > 0 && e.Line <= len(lines) && bytes.HasPrefix(bytes.TrimLeft(lines[e.Line-1], " "), []byte("\t")) {
		e.Message += " (the line begins with a tab: YAML wants spaces)"
	}
	return Errors{e}
}

func (r *yamlReader) read(node *yaml.Node, depth int) *tree {
	t := &tree{file: r.file, line: node.Line}
	r.nodes++
	if depth > maxNesting || r.nodes > maxNodes {
		if len(r.found.list) == 0 {
			r.found.add(t, "the file is nested too deeply or its aliases expand too far")
		}
		return t
	}
	switch node.Kind {
	case yaml.AliasNode:
		return r.read(node.Alias, depth+1)
	case yaml.SequenceNode:
		t.kind = listTree
		for _, item := range node.Content {
			if r.nodes > maxNodes {
				break
			}
			t.items = append(t.items, r.read(item, depth+1))
		}
	case yaml.MappingNode:
		r.readMapping(t, node, depth)
	default:
		t.text = node.Value
		t.plain = node.Style == 0
		switch node.ShortTag() {
		case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!!merge":
		default:
			r.found.add(t, "the tag %s is not known here", node.ShortTag())
		}
	}
	return t
}

func (r *yamlReader) readMapping(t *tree, node *yaml.Node, depth int) {
	t.kind = mapTree
	t.children, t.keyLines = map[string]*tree{}, map[string]int{}
	var inherited []*tree
	for i := 0; i+1 < len(node.Content) && r.nodes <= maxNodes; i += 2 {
		keyNode, valueNode := node.Content[i], node.Content[i+1]
		for keyNode.Kind == yaml.AliasNode {
			keyNode = keyNode.Alias
		}
		position := &tree{file: r.file, line: node.Content[i].Line}
		if keyNode.Kind != yaml.ScalarNode {
			r.found.add(position, "a key must be a word")
			continue
		}
		value := r.read(valueNode, depth+1)
		if keyNode.ShortTag() == "!!merge" {
			inherited = append(inherited, r.mergeKey(value)...)
			continue
		}
		key := keyNode.Value
		if _, ok := t.children[key]; ok {
			message := fmt.Sprintf("%q is set twice (first in line %d)", key, t.keyLines[key])
			if !r.lastWins {
				r.found.add(position, "%s", message)
				continue
			}
			r.warnings = append(r.warnings, (&Error{File: r.file, Line: position.line, Message: message + ", the last one counts"}).Error())
		} else {
			t.keys = append(t.keys, key)
		}
		t.children[key], t.keyLines[key] = value, position.line
	}
	for _, source := range inherited {
		for _, key := range source.keys {
			if _, ok := t.children[key]; !ok {
				t.keys = append(t.keys, key)
				t.children[key], t.keyLines[key] = source.children[key], source.keyLines[key]
			}
		}
	}
}

// mergeKey reads the value of a "<<" key: a mapping or a list of mappings.
func (r *yamlReader) mergeKey(value *tree) []*tree {
	sources := []*tree{value}
	if value.kind == listTree {
		sources = value.items
	}
	for _, source := range sources {
		if source.kind != mapTree {
			r.found.add(value, "<< needs a mapping, not %s", source.describe())
			return nil
		}
	}
	return sources
}

// yamlScalar gives a plain scalar the type that dbt's loader gives it: string,
// int64, float64, bool or nil. Dates stay text, as dbt turns them back.
func yamlScalar(text string) any {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return nil
	case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		return true
	case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		return false
	}
	if yamlInt.MatchString(text) {
		if v, ok := yamlInteger(strings.ReplaceAll(text, "_", "")); ok {
			return v
		}
		return text
	}
	if yamlFloat.MatchString(text) {
		if v, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64); err == nil {
			return v
		}
	}
	return text
}

// yamlInteger reads YAML 1.1 integers: 010 is octal, 1:30 is sexagesimal.
func yamlInteger(text string) (int64, bool) {
	sign := ""
	if text[0] == '-' || text[0] == '+' {
		sign, text = strings.Trim(text[:1], "+"), text[1:]
	}
	if !strings.Contains(text, ":") {
		base := 10
		switch {
		case strings.HasPrefix(text, "0b"):
			base, text = 2, text[2:]
		case strings.HasPrefix(text, "0x"):
			base, text = 16, text[2:]
		case len(text) > 1 && text[0] == '0':
			base = 8
		}
		v, err := strconv.ParseInt(sign+text, base, 64)
		return v, err == nil
	}
	var total int64
	for part := range strings.SplitSeq(text, ":") {
		v, err := strconv.ParseInt(part, 10, 32)
		if err != nil || total > 1<<40 {
			return 0, false
		}
		total = total*60 + v
	}
	if sign == "-" {
		total = -total
	}
	return total, true
}
