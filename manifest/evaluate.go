package manifest

import "slices"

// evaluation is one run of Select.
type evaluation struct {
	m        *Manifest
	g        *graph
	types    map[ResourceType]bool
	indirect Indirect // of the request
	state    *State   // of the request; nil without
	warnings []Warning
	active   []string        // selectors being resolved, outermost first
	disk     map[string]bool // see projectPaths; nil until needed
}

func (ev *evaluation) warn(criterion, reason string) {
	w := Warning{Criterion: criterion, Reason: reason}
	if !slices.Contains(ev.warnings, w) {
		ev.warnings = append(ev.warnings, w)
	}
}

// keepTypes removes what is not to be listed.
func (ev *evaluation) keepTypes(s idSet) {
	for i := range s.all() {
		if !ev.types[ev.g.nodes[i].ResourceType] {
			s[i>>6] &^= 1 << (i & 63)
		}
	}
}

// evaluate returns what an expression selects, and beside it the tests that only lack some parents: they are carried up
// because a later union or intersection may bring those parents.
func (ev *evaluation) evaluate(x *expression) (direct, carried idSet, err error) {
	if x.op == opCriterion {
		return ev.evaluateCriterion(x.criterion)
	}
	direct, carried = ev.g.newSet(), ev.g.newSet()
	for k, part := range x.parts {
		d, c, err := ev.evaluate(part)
		if err != nil {
			return nil, nil, err
		}
		c.union(d)
		switch {
		case k == 0:
			direct, carried = d, c
		case x.op == opUnion:
			direct.union(d)
			carried.union(c)
		case x.op == opIntersection:
			direct.intersect(d)
			carried.intersect(c)
		case x.op == opDifference:
			direct.subtract(d)
			carried.subtract(c)
		}
	}
	if !direct.equal(carried) {
		ev.recheck(direct, carried, x.indirect)
	}
	if x.warn && len(x.parts) > 1 && direct.empty() {
		ev.warn(x.raw, "matches nothing: no node fits all of its parts")
	}
	return direct, carried, nil
}

// recheck adds carried tests whose parents have all arrived. dbt leaves unit tests out here.
func (ev *evaluation) recheck(direct, carried idSet, mode Indirect) {
	present := direct
	switch mode {
	case IndirectCautious:
	case IndirectBuildable:
		present = ev.g.reach(ev.g.parents, direct, Unlimited)
		present.union(direct)
	case IndirectEager, IndirectEmpty:
		return
	}
	for i := range carried.all() {
		if isProjectNode(ev.g.nodes[i]) && ev.parentsIn(i, present) {
			direct.add(i)
		}
	}
}

func (ev *evaluation) evaluateCriterion(c *criterion) (direct, carried idSet, err error) {
	collected, err := ev.collect(c)
	if err != nil {
		return nil, nil, err
	}
	if c.warn && collected.empty() {
		ev.warn(c.raw, "matches nothing")
	}
	direct = ev.withNeighbours(c, collected)
	if c.indirect == IndirectEmpty || c.method == methodSelector {
		// A selector has brought its tests along itself; looking again would bring back those that it excludes.
		return direct, ev.g.newSet(), nil
	}
	direct, carried = ev.expand(direct, c.indirect)
	return direct, carried, nil
}

// withNeighbours applies "@" and "+". The result is a new set.
func (ev *evaluation) withNeighbours(c *criterion, collected idSet) idSet {
	all := collected.clone()
	if c.at {
		family := ev.g.reach(ev.g.children, collected, Unlimited)
		family.union(collected)
		all.union(family)
		all.union(ev.g.reach(ev.g.parents, family, Unlimited))
	}
	if c.parents {
		all.union(ev.g.reach(ev.g.parents, collected, c.up))
	}
	if c.children {
		all.union(ev.g.reach(ev.g.children, collected, c.down))
	}
	return all
}

// expand adds the tests next to what is selected, as the mode says, and returns the undecided ones beside.
func (ev *evaluation) expand(selected idSet, mode Indirect) (direct, carried idSet) {
	direct, carried = selected.clone(), ev.g.newSet()
	upstream := selected
	if mode == IndirectBuildable {
		upstream = ev.g.reach(ev.g.parents, selected, Unlimited)
		upstream.union(selected)
		for i, n := range ev.g.nodes {
			if n.ResourceType == ResourceSource {
				upstream.add(int32(i))
			}
		}
	}
	for i := range selected.all() {
		for _, child := range ev.g.children[i] {
			if !ev.g.nodes[child].IsTest() {
				continue
			}
			if mode == IndirectEager || ev.parentsIn(child, upstream) {
				direct.add(child)
			} else {
				carried.add(child)
			}
		}
	}
	return direct, carried
}

// parentsIn reports whether everything that node i names in depends_on is in s.
func (ev *evaluation) parentsIn(i int32, s idSet) bool {
	for _, dep := range ev.g.nodes[i].DependsOn {
		if p, ok := ev.g.index[dep]; !ok || !s.has(p) {
			return false
		}
	}
	return true
}
