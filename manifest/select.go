package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// SelectRequest is what a person asks for, in dbt's flags. The zero value selects what a bare `dbt ls` lists.
type SelectRequest struct {
	Select   []string // --select
	Exclude  []string // --exclude
	Selector string   // --selector; when set, Select and Exclude do not count, as in dbt

	ResourceTypes        []string // --resource-type; also "all" and "default"; empty: default (everything but analyses)
	ExcludeResourceTypes []string // --exclude-resource-type
	Indirect             string   // --indirect-selection; empty: eager

	State *State // --state; nil: state:, result: and source_status: are refused with ErrNeedsState
}

// Selection is the answer. Empty UniqueIDs is a valid answer of dbt; whether it is acceptable is the caller's decision.
type Selection struct {
	UniqueIDs []string  // sorted; enabled nodes only, ephemeral models among them
	Selector  string    // the selector that was used, also when it was the default one; empty without
	Warnings  []Warning // in the order of the request, no duplicates
}

// Warning is one thing about a selection that a person may not have meant.
type Warning struct {
	Criterion string // as written
	Reason    string
}

func (w Warning) String() string { return fmt.Sprintf("%q %s", w.Criterion, w.Reason) }

// Select answers a request as `dbt ls` does. Errors: *SelectionError for what dbt would refuse; state:modified and
// state:modified.macros also ErrManifestChanged, and a file that cannot be read, because they read the macros again.
func (m *Manifest) Select(req SelectRequest) (Selection, error) {
	indirect, err := parseIndirect(req.Indirect, "--indirect-selection")
	if err != nil {
		return Selection{}, err
	}
	types, err := listedTypes(req.ResourceTypes, req.ExcludeResourceTypes)
	if err != nil {
		return Selection{}, err
	}
	ev := &evaluation{m: m, g: m.g(), types: types, indirect: indirect, state: req.State}
	expr, selector, err := ev.expressionFor(req)
	if err != nil {
		return Selection{}, err
	}
	direct, _, err := ev.evaluate(expr)
	if err != nil {
		return Selection{}, err
	}
	ev.keepTypes(direct)
	return Selection{UniqueIDs: ev.g.names(direct), Selector: selector, Warnings: ev.warnings}, nil
}

// expressionFor decides between --selector, the default selector, and --select with --exclude.
func (ev *evaluation) expressionFor(req SelectRequest) (*expression, string, error) {
	name := req.Selector
	given := len(req.Select) > 0 || len(req.Exclude) > 0
	if name != "" && given {
		ev.warn(name, "is given with --selector, so --select and --exclude do not count")
	}
	if name == "" && !given {
		for _, n := range slices.Sorted(maps.Keys(ev.m.Selectors)) {
			if !ev.m.Selectors[n].Default {
				continue
			}
			if name != "" {
				return nil, "", &SelectionError{Spec: n, Detail: fmt.Sprintf("selectors %q and %q are both the default", name, n)}
			}
			name = n
		}
	}
	if name == "" {
		expr, err := parseDifference(req.Select, req.Exclude, ev.indirect)
		return expr, "", err
	}
	s, ok := ev.m.Selectors[name]
	if !ok {
		return nil, "", &SelectionError{Spec: name, Detail: "no such selector in the manifest; there is " + ev.selectorNames()}
	}
	expr, err := parseSelector(s, ev.indirect)
	return expr, name, err
}

func (ev *evaluation) selectorNames() string {
	if len(ev.m.Selectors) == 0 {
		return "none (the project has no selectors.yml)"
	}
	return strings.Join(slices.Sorted(maps.Keys(ev.m.Selectors)), ", ")
}

// listedTypes are the resource types that `dbt ls` prints. Operations (hooks) are never listed.
func listedTypes(include, exclude []string) (map[ResourceType]bool, error) {
	byDefault := []ResourceType{
		ResourceModel, ResourceSnapshot, ResourceSeed, ResourceTest, ResourceSource, ResourceExposure,
		ResourceMetric, ResourceSavedQuery, ResourceSemanticModel, ResourceUnitTest, ResourceFunction,
	}
	every := append(slices.Clone(byDefault), ResourceAnalysis)
	types := map[ResourceType]bool{}
	if len(include) == 0 {
		include = []string{"default"}
	}
	for _, name := range include {
		add := []ResourceType{ResourceType(name)}
		switch {
		case name == "default":
			add = byDefault
		case name == "all":
			add = every
		case !slices.Contains(every, add[0]):
			return nil, &SelectionError{Spec: name, Detail: "not a resource type that can be listed"}
		}
		for _, t := range add {
			types[t] = true
		}
	}
	for _, name := range exclude {
		if !slices.Contains(every, ResourceType(name)) {
			return nil, &SelectionError{Spec: name, Detail: "not a resource type that can be listed"}
		}
		delete(types, ResourceType(name))
	}
	return types, nil
}
