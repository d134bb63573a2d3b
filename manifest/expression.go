package manifest

import (
	"fmt"
	"strings"
)

// Indirect is dbt's indirect selection: when a test that was not selected itself comes along with its parents.
type Indirect string

// The modes of --indirect-selection.
const (
	IndirectEager     Indirect = "eager"     // any parent is selected
	IndirectCautious  Indirect = "cautious"  // all parents are selected
	IndirectBuildable Indirect = "buildable" // all parents are selected or upstream of what is selected
	IndirectEmpty     Indirect = "empty"     // never
)

func parseIndirect(s, where string) (Indirect, error) {
	switch i := Indirect(s); i {
	case "":
		return IndirectEager, nil
	case IndirectEager, IndirectCautious, IndirectBuildable, IndirectEmpty:
		return i, nil
	}
	return "", &SelectionError{Spec: where, Detail: fmt.Sprintf("indirect selection %q is not eager, cautious, buildable or empty", s)}
}

// setOp says how the parts of an expression are combined.
type setOp uint8

const (
	opCriterion setOp = iota
	opUnion
	opIntersection
	opDifference
)

// expression is a tree of criteria.
type expression struct {
	op        setOp
	criterion *criterion    // opCriterion only
	parts     []*expression // the other ops; a difference has two
	raw       string
	indirect  Indirect // how carried tests are looked at again; groups of selectors.yml and differences are always eager
	warn      bool
}

// Expression is a parsed --select or --exclude.
type Expression struct{ root *expression }

// ParseSelection reads the values of --select or --exclude: a space separates alternatives, also inside one value, and
// a comma means that both sides must match. It needs no manifest, so a mistake is found before a file is read.
// Errors: *SelectionError.
func ParseSelection(values []string) (Expression, error) {
	root, err := parseUnion(values, IndirectEager)
	return Expression{root: root}, err
}

func parseUnion(values []string, indirect Indirect) (*expression, error) {
	union := &expression{op: opUnion, indirect: indirect}
	for _, value := range values {
		for raw := range strings.SplitSeq(value, " ") {
			both := &expression{op: opIntersection, raw: raw, indirect: indirect, warn: true}
			for part := range strings.SplitSeq(raw, ",") {
				c, err := parseCriterion(part, indirect)
				if err != nil {
					return nil, err
				}
				both.parts = append(both.parts, &expression{op: opCriterion, criterion: c, raw: part})
			}
			union.parts = append(union.parts, both)
		}
	}
	return union, nil
}

// parseDifference is what --select and --exclude mean together. Without --select dbt starts from everything.
func parseDifference(selected, excluded []string, indirect Indirect) (*expression, error) {
	var include *expression
	var err error
	if len(selected) == 0 {
		include = everything(indirect)
	} else if include, err = parseUnion(selected, indirect); err != nil {
		return nil, err
	}
	exclude, err := parseUnion(excluded, indirect)
	if err != nil {
		return nil, err
	}
	return &expression{op: opDifference, parts: []*expression{include, exclude}, indirect: IndirectEager}, nil
}

// everything is dbt's default selection.
func everything(indirect Indirect) *expression {
	union := &expression{op: opUnion, indirect: indirect}
	for _, m := range []method{methodFQN, methodSource, methodExposure, methodMetric, methodSemanticModel} {
		c := &criterion{raw: string(m) + ":*", method: m, value: "*", scalar: `"*"`, up: Unlimited, down: Unlimited, indirect: indirect}
		union.parts = append(union.parts, &expression{op: opCriterion, criterion: c, raw: c.raw})
	}
	return union
}
