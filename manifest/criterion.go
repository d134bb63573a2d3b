package manifest

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/tidwall/gjson"
)

// ErrNeedsState is for state:, result: and source_status: without the artifacts of an earlier run.
var ErrNeedsState = errors.New("selection needs --state")

// SelectionError is a selection that dbt would not accept either.
type SelectionError struct {
	Spec   string // the criterion or definition, as written
	Detail string
	Err    error // ErrNeedsState, or nil
}

func (e *SelectionError) Error() string { return fmt.Sprintf("selection %q: %s", e.Spec, e.Detail) }

func (e *SelectionError) Unwrap() error { return e.Err }

// method is the part of a criterion before the colon.
type method string

const (
	methodFQN           method = "fqn"
	methodTag           method = "tag"
	methodPath          method = "path"
	methodFile          method = "file"
	methodPackage       method = "package"
	methodResourceType  method = "resource_type"
	methodConfig        method = "config"
	methodSource        method = "source"
	methodExposure      method = "exposure"
	methodMetric        method = "metric"
	methodSemanticModel method = "semantic_model"
	methodSavedQuery    method = "saved_query"
	methodUnitTest      method = "unit_test"
	methodTestName      method = "test_name"
	methodTestType      method = "test_type"
	methodAccess        method = "access"
	methodGroup         method = "group"
	methodVersion       method = "version"
	methodSelector      method = "selector"
	methodState         method = "state"
	methodResult        method = "result"
	methodSourceStatus  method = "source_status"
)

func (m method) known() bool {
	switch m {
	case methodFQN, methodTag, methodPath, methodFile, methodPackage, methodResourceType, methodConfig, methodSource,
		methodExposure, methodMetric, methodSemanticModel, methodSavedQuery, methodUnitTest, methodTestName,
		methodTestType, methodAccess, methodGroup, methodVersion, methodSelector, methodState, methodResult,
		methodSourceStatus:
		return true
	}
	return false
}

// criterion is one "@2+method.arg:value+3".
type criterion struct {
	raw      string
	method   method
	args     []string // after the method's dots: config.meta.owner has meta, owner
	value    string
	scalar   string // raw JSON of the value; selectors.yml also has numbers and booleans
	at       bool   // "@": the node, its descendants, and all ancestors of those
	parents  bool
	children bool
	up, down int // depths; Unlimited without a number
	indirect Indirect
	warn     bool // matching nothing is worth a warning: a person wrote it
}

// parseCriterion reads dbt's grammar @?(\d*\+)?(method(.arg)*:)?value(\+\d*)? of one criterion. Every text fits it, but
// not every method exists.
func parseCriterion(raw string, indirect Indirect) (*criterion, error) {
	c := &criterion{raw: raw, up: Unlimited, down: Unlimited, indirect: indirect, warn: true}
	rest := raw
	if strings.Contains(rest, "\n") {
		return nil, &SelectionError{Spec: raw, Detail: "a criterion cannot contain a line break"}
	}
	if after, ok := strings.CutPrefix(rest, "@"); ok {
		c.at, rest = true, after
	}
	if n := digits(rest); n < len(rest) && rest[n] == '+' {
		c.parents, c.up, rest = true, depth(rest[:n]), rest[n+1:]
	}
	name, hasMethod := "", false
	if colon := strings.IndexByte(rest, ':'); colon > 0 && isMethodText(rest[:colon]) {
		name, rest, hasMethod = rest[:colon], rest[colon+1:], true
	}
	if plus := strings.LastIndexByte(rest, '+'); plus >= 0 && digits(rest[plus+1:]) == len(rest)-plus-1 {
		c.children, c.down, rest = true, depth(rest[plus+1:]), rest[:plus]
	}
	c.value, c.scalar = rest, string(gjson.AppendJSONString(nil, rest))
	if !hasMethod {
		name = string(defaultMethod(rest))
	}
	if err := c.setMethod(name); err != nil {
		return nil, err
	}
	return c, c.check()
}

func (c *criterion) setMethod(name string) error {
	parts := strings.Split(name, ".")
	c.method, c.args = method(parts[0]), parts[1:]
	if !c.method.known() {
		return &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("%q is not a selection method of dbt", parts[0])}
	}
	return nil
}

func (c *criterion) check() error {
	if c.at && c.children {
		return &SelectionError{Spec: c.raw, Detail: `"@" before and "+" after cannot be combined`}
	}
	return nil
}

// defaultMethod guesses the method of a bare value as dbt does.
func defaultMethod(value string) method {
	if strings.ContainsRune(value, '/') || strings.ContainsRune(value, os.PathSeparator) {
		return methodPath
	}
	lower := strings.ToLower(value)
	for _, ext := range []string{".sql", ".py", ".csv"} {
		if strings.HasSuffix(lower, ext) {
			return methodFile
		}
	}
	return methodFQN
}

// isMethodText reports whether s could stand before the colon: letters, digits, underscores and dots.
func isMethodText(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '.', c >= 0x80:
		default:
			return false
		}
	}
	return true
}

// digits counts the digits that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// depth reads the number next to a plus; without one there is no limit, and one too long for an int is as good as none.
func depth(s string) int {
	if s == "" {
		return Unlimited
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return math.MaxInt
	}
	return n
}
