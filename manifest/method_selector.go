package manifest

import (
	"maps"
	"slices"
	"strings"
)

// collectSelector resolves selector:name, a method since dbt 1.12. As in dbt, what the selector selects is cut down to
// the resource types of the request before graph operators apply.
func (ev *evaluation) collectSelector(c *criterion) (idSet, error) {
	g := compileGlob(c.value)
	found := ev.g.newSet()
	matched := false
	for _, name := range slices.Sorted(maps.Keys(ev.m.Selectors)) {
		if !g.match(name) {
			continue
		}
		matched = true
		if slices.Contains(ev.active, name) {
			return nil, &SelectionError{Spec: c.raw, Detail: "selectors refer to each other in a circle: " +
				strings.Join(append(slices.Clone(ev.active), name), " -> ")}
		}
		expr, err := parseSelector(ev.m.Selectors[name], ev.indirect)
		if err != nil {
			return nil, err
		}
		ev.active = append(ev.active, name)
		direct, _, err := ev.evaluate(expr)
		ev.active = ev.active[:len(ev.active)-1]
		if err != nil {
			return nil, err
		}
		ev.keepTypes(direct)
		found.union(direct)
	}
	if !matched {
		return nil, &SelectionError{Spec: c.raw, Detail: "no such selector in the manifest; there is " + ev.selectorNames()}
	}
	return found, nil
}
