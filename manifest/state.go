package manifest

import "fmt"

// State is what an earlier run left behind, for state:, result: and source_status:. Each part may be nil; the methods
// that need it then answer ErrNeedsState. It is what dbt reads from --state, and from the target folder for
// CurrentSources.
//
// One switch of dbt is not in a manifest and so not honoured: state_modified_compare_more_unrendered_values compares
// sources by their unrendered database and schema.
type State struct {
	Manifest       *Manifest   // opened from a file when state:modified is asked: macros are read from there
	RunResults     *RunResults // result:
	Sources        *Sources    // source_status: freshness of the earlier run
	CurrentSources *Sources    // source_status: freshness now
}

func needsState(c *criterion, what string) error {
	return &SelectionError{
		Spec: c.raw, Err: ErrNeedsState,
		Detail: fmt.Sprintf("%s: compares with an earlier run and needs --state with %s", c.method, what),
	}
}

// stateOf is the state of the request, empty without one.
func (ev *evaluation) stateOf() State {
	if ev.state == nil {
		return State{}
	}
	return *ev.state
}

// matchResult finds nodes by their status in the earlier run, as written there.
func (ev *evaluation) matchResult(c *criterion) (matcher, error) {
	run := ev.stateOf().RunResults
	if run == nil {
		return nil, needsState(c, "run_results.json")
	}
	ids := map[string]bool{}
	for _, r := range run.Results {
		if string(r.Status) == c.value {
			ids[r.UniqueID] = true
		}
	}
	return func(n *Node) bool { return ids[n.UniqueID] }, nil
}

// matchSourceStatus finds sources that have newer data than at the earlier run, or data for the first time. Any value
// but "fresher" finds nothing, as in dbt.
func (ev *evaluation) matchSourceStatus(c *criterion) (matcher, error) {
	before, now := ev.stateOf().Sources, ev.stateOf().CurrentSources
	if before == nil {
		return nil, needsState(c, "sources.json")
	}
	if now == nil {
		return nil, needsState(c, "sources.json, and one of now beside the manifest")
	}
	measured := map[string]SourceResult{}
	for _, r := range before.Results {
		if r.Status != StatusRuntimeError {
			measured[r.UniqueID] = r
		}
	}
	fresher := map[string]bool{}
	for _, r := range now.Results {
		if r.Status == StatusRuntimeError || c.value != "fresher" {
			continue
		}
		was, ok := measured[r.UniqueID]
		fresher[r.UniqueID] = !ok || r.MaxLoadedAt.After(was.MaxLoadedAt)
	}
	return func(n *Node) bool { return fresher[n.UniqueID] }, nil
}

// comparison looks for what differs between a manifest and an earlier one.
type comparison struct {
	now, before *Manifest
	spec        string        // the criterion, for errors
	macros      *macroChanges // nil until needed
	warn        func(id, reason string)
}

// collectState finds nodes by what happened to them since the earlier manifest.
func (ev *evaluation) collectState(c *criterion) (idSet, error) {
	before := ev.stateOf().Manifest
	if before == nil {
		return nil, needsState(c, "manifest.json")
	}
	differs, err := stateCheck(c)
	if err != nil {
		return nil, err
	}
	cmp := &comparison{now: ev.m, before: before, spec: c.raw, warn: ev.warn}
	found := ev.g.newSet()
	for i, n := range ev.g.nodes {
		hit, err := differs(cmp, before.Nodes[n.UniqueID], n)
		if err != nil {
			return nil, err
		}
		if hit {
			found.add(int32(i))
		}
	}
	switch c.value {
	case "modified", "unmodified", "modified.contract":
		if err := cmp.removedContracts(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// stateQuestion is asked of every node; old is nil for a node that was not there.
type stateQuestion func(cmp *comparison, old, n *Node) (bool, error)

func stateCheck(c *criterion) (stateQuestion, error) {
	switch c.value {
	case "new":
		return func(_ *comparison, old, _ *Node) (bool, error) { return old == nil, nil }, nil
	case "old":
		return func(_ *comparison, old, _ *Node) (bool, error) { return old != nil, nil }, nil
	case "modified":
		return (*comparison).modified, nil
	case "unmodified":
		return func(cmp *comparison, old, n *Node) (bool, error) {
			hit, err := cmp.modified(old, n)
			return !hit, err
		}, nil
	case "modified.macros":
		return func(cmp *comparison, _, n *Node) (bool, error) { return cmp.macrosModified(n) }, nil
	case "modified.contract":
		return func(cmp *comparison, old, n *Node) (bool, error) {
			if !isDatabaseNode(n) {
				return false, nil
			}
			return unlessSame(old, func() (bool, error) { return cmp.sameContract(old, n) })
		}, nil
	case "modified.body":
		return partCheck(isDatabaseNode, sameBody), nil
	case "modified.configs":
		return partCheck(func(n *Node) bool { return n.ResourceType != ResourceUnitTest }, sameConfig), nil
	case "modified.persisted_descriptions":
		return partCheck(isDatabaseNode, samePersistedDescription), nil
	case "modified.relation":
		return partCheck(func(n *Node) bool { return isDatabaseNode(n) || n.ResourceType == ResourceSource }, sameRelation), nil
	}
	return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("%q is not a state of dbt: new, old, modified (also .body, .configs, "+
		".relation, .persisted_descriptions, .macros, .contract) or unmodified", c.value)}
}

// partCheck compares one part of the nodes that have it; a node that was not there differs in every part.
func partCheck(has func(*Node) bool, same func(old, n *Node) bool) stateQuestion {
	return func(_ *comparison, old, n *Node) (bool, error) {
		return has(n) && (old == nil || !same(old, n)), nil
	}
}

func unlessSame(old *Node, same func() (bool, error)) (bool, error) {
	if old == nil {
		return true, nil
	}
	ok, err := same()
	return !ok, err
}

// isDatabaseNode reports whether dbt compares the node as something it compiles or loads: all under `nodes`, and functions.
func isDatabaseNode(n *Node) bool { return isProjectNode(n) || n.ResourceType == ResourceFunction }

// modified is state:modified. As in dbt a new source, exposure, metric, semantic model or saved query is not modified.
func (cmp *comparison) modified(old, n *Node) (bool, error) {
	same, err := cmp.sameContents(old, n)
	if err != nil {
		return false, err
	}
	if !same {
		return true, nil
	}
	return cmp.macrosModified(n)
}

func (cmp *comparison) macrosModified(n *Node) (bool, error) {
	if cmp.macros == nil {
		var err error
		if cmp.macros, err = compareMacros(cmp.now, cmp.before); err != nil {
			return false, err
		}
	}
	return cmp.macros.reached(n)
}
