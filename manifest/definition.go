package manifest

import (
	"fmt"
	"strconv"
)

// The manifest keeps selectors.yml as YAML turned into JSON: {"union": [...]}, {"intersection": [...]} or one criterion,
// with {"exclude": [...]} as a member of a list or of a criterion.
// https://docs.getdbt.com/reference/node-selection/yaml-selectors

// parseSelector reads the definition of one selector.
func parseSelector(s Selector, indirect Indirect) (*expression, error) {
	if s.definition == "" {
		return nil, &SelectionError{Spec: "selector:" + s.Name, Detail: "it has no definition in the manifest"}
	}
	d := definitions{selector: s.Name, indirect: indirect}
	fields := Value{raw: s.definition}.Fields()
	_, union := fields["union"]
	_, intersection := fields["intersection"]
	if (union || intersection) && len(fields) > 1 {
		return nil, d.wrong("a definition may have only one of union and intersection, and nothing beside it")
	}
	return d.parse(s.definition)
}

// definitions parses the definitions of one selector.
type definitions struct {
	selector string
	indirect Indirect
}

func (d definitions) wrong(format string, args ...any) error {
	return &SelectionError{Spec: "selector:" + d.selector, Detail: fmt.Sprintf(format, args...)}
}

func (d definitions) parse(raw string) (*expression, error) {
	v := Value{raw: raw}
	if raw[0] == '"' { // a whole string is one criterion; dbt does not split it at commas
		c, err := parseCriterion(v.Text(), d.indirect)
		if err != nil {
			return nil, err
		}
		return &expression{op: opCriterion, criterion: c, raw: c.raw}, nil
	}
	if raw[0] != '{' {
		return nil, d.wrong("%s is neither a criterion nor a union nor an intersection", raw)
	}
	fields := v.Fields()
	if list, ok := fields["union"]; ok {
		return d.parseGroup(opUnion, list)
	}
	if list, ok := fields["intersection"]; ok {
		return d.parseGroup(opIntersection, list)
	}
	return d.parseCriterion(fields, raw)
}

// parseGroup reads a list, in which one {"exclude": [...]} is taken away from the rest.
func (d definitions) parseGroup(op setOp, list Value) (*expression, error) {
	group := &expression{op: op, indirect: IndirectEager, raw: list.raw}
	var exclude *expression
	if len(list.raw) == 0 || list.raw[0] != '[' {
		return nil, d.wrong("union and intersection take a list")
	}
	for _, item := range list.List() {
		excluded, isExclude := item.Fields()["exclude"]
		if !isExclude {
			part, err := d.parse(item.raw)
			if err != nil {
				return nil, err
			}
			group.parts = append(group.parts, part)
			continue
		}
		if exclude != nil {
			return nil, d.wrong("one union or intersection may have one exclude")
		}
		var err error
		if exclude, err = d.parseExclude(excluded); err != nil {
			return nil, err
		}
	}
	return without(group, exclude), nil
}

func (d definitions) parseExclude(list Value) (*expression, error) {
	if len(list.raw) == 0 || list.raw[0] != '[' {
		return nil, d.wrong("exclude takes a list")
	}
	union := &expression{op: opUnion, indirect: IndirectEager, raw: list.raw}
	for _, item := range list.List() {
		part, err := d.parse(item.raw)
		if err != nil {
			return nil, err
		}
		union.parts = append(union.parts, part)
	}
	switch len(union.parts) {
	case 0:
		return nil, nil //nolint:nilnil // an empty exclude takes nothing away
	case 1:
		return union.parts[0], nil
	}
	return union, nil
}

func without(include, exclude *expression) *expression {
	if exclude == nil {
		return include
	}
	return &expression{op: opDifference, parts: []*expression{include, exclude}, indirect: IndirectEager}
}

// parseCriterion reads {"method": ..., "value": ...} with its switches, or the short {"tag": "nightly"}.
func (d definitions) parseCriterion(fields map[string]Value, raw string) (*expression, error) {
	c := &criterion{up: Unlimited, down: Unlimited, indirect: d.indirect, warn: true}
	name, value := fields["method"].Text(), fields["value"]
	if len(fields) == 1 {
		for name, value = range fields {
		}
	}
	if name == "" || !value.Exists() {
		return nil, d.wrong("%s has no method and value", raw)
	}
	c.value, c.scalar = value.Text(), value.raw
	c.raw = name + ":" + c.value
	if err := c.setMethod(name); err != nil {
		return nil, err
	}
	c.at = truthy(fields["childrens_parents"])
	c.parents, c.children = truthy(fields["parents"]), truthy(fields["children"])
	var err error
	if c.up, err = d.depth(fields["parents_depth"]); err != nil {
		return nil, err
	}
	if c.down, err = d.depth(fields["children_depth"]); err != nil {
		return nil, err
	}
	if mode := fields["indirect_selection"]; mode.Exists() {
		if c.indirect, err = parseIndirect(mode.Text(), c.raw); err != nil {
			return nil, err
		}
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	base := &expression{op: opCriterion, criterion: c, raw: c.raw}
	excluded, ok := fields["exclude"]
	if !ok {
		return base, nil
	}
	exclude, err := d.parseExclude(excluded)
	if err != nil {
		return nil, err
	}
	return without(base, exclude), nil
}

// depth reads a depth. The number 0 means no limit, because dbt tests it for truth; the text "0" means zero.
func (d definitions) depth(v Value) (int, error) {
	if !truthy(v) {
		return Unlimited, nil
	}
	n, err := strconv.Atoi(v.Text())
	if err != nil {
		return 0, d.wrong("depth %s is not a whole number", v.raw)
	}
	return n, nil
}

// truthy is Python's truth of a JSON value.
func truthy(v Value) bool {
	switch v.raw {
	case "", "null", "false", `""`, "0", "0.0", "[]", "{}":
		return false
	}
	return true
}
