package manifest

import "fmt"

// matcher decides whether one node fits a criterion by itself, without graph operators.
type matcher func(*Node) bool

// collect returns the nodes that a criterion names. To add a method, write one function and name it in matcherFor.
func (ev *evaluation) collect(c *criterion) (idSet, error) {
	if c.scalar[0] != '"' && c.method != methodConfig {
		return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("the value %s must be text", c.scalar)}
	}
	if c.method == methodSelector {
		return ev.collectSelector(c)
	}
	if c.method == methodState {
		return ev.collectState(c)
	}
	match, err := ev.matcherFor(c)
	if err != nil {
		return nil, err
	}
	found := ev.g.newSet()
	for i, n := range ev.g.nodes {
		if match(n) {
			found.add(int32(i))
		}
	}
	return found, nil
}

func (ev *evaluation) matcherFor(c *criterion) (matcher, error) {
	switch c.method {
	case methodFQN:
		return matchFQN(c)
	case methodTag:
		return matchTag(c)
	case methodPath:
		return ev.matchPath(c)
	case methodFile:
		return matchFile(c)
	case methodPackage:
		return ev.matchPackage(c)
	case methodResourceType:
		return matchResourceType(c)
	case methodConfig:
		return matchConfig(c)
	case methodSource:
		return matchSource(c)
	case methodExposure:
		return matchNamed(c, ResourceExposure)
	case methodMetric:
		return matchNamed(c, ResourceMetric)
	case methodSemanticModel:
		return matchNamed(c, ResourceSemanticModel)
	case methodSavedQuery:
		return matchNamed(c, ResourceSavedQuery)
	case methodUnitTest:
		return matchNamed(c, ResourceUnitTest)
	case methodTestName:
		return matchTestName(c)
	case methodTestType:
		return matchTestType(c)
	case methodAccess:
		return matchAccess(c)
	case methodGroup:
		return matchGroup(c)
	case methodVersion:
		return matchVersion(c)
	case methodResult:
		return ev.matchResult(c)
	case methodSourceStatus:
		return ev.matchSourceStatus(c)
	case methodState, methodSelector: // see collect
	}
	return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("method %s has no matcher", c.method)}
}

// isProjectNode reports whether dbt keeps the node under `nodes`: models, tests, seeds, snapshots, analyses, operations.
func isProjectNode(n *Node) bool {
	switch n.ResourceType {
	case ResourceSource, ResourceExposure, ResourceMetric, ResourceSemanticModel, ResourceSavedQuery, ResourceUnitTest,
		ResourceFunction:
		return false
	default:
		return true
	}
}
