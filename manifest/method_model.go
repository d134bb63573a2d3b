package manifest

import (
	"fmt"
	"strconv"
)

// Methods that look at how a model is governed: access, group, version.

func matchAccess(c *criterion) (matcher, error) {
	return func(n *Node) bool { return n.ResourceType == ResourceModel && n.Access == c.value }, nil
}

// matchGroup finds the members of a group by their config, because tests carry the group of their model without being
// members; of what is not under dbt's `nodes` only metrics count.
func matchGroup(c *criterion) (matcher, error) {
	g := compileGlob(c.value)
	return func(n *Node) bool {
		if n.Group == "" || !isProjectNode(n) && n.ResourceType != ResourceMetric {
			return false
		}
		group := n.ConfigValue("group").Text()
		return group != "" && g.match(group)
	}, nil
}

// matchVersion finds models by the place of their version. A model without versions is "none" and never "latest".
func matchVersion(c *criterion) (matcher, error) {
	var fits func(n *Node) bool
	switch c.value {
	case "latest":
		fits = func(n *Node) bool { return n.Version != "" && n.Version == n.LatestVersion }
	case "old":
		fits = func(n *Node) bool { return hasOrder(n) && versionLess(n.Version, n.LatestVersion) }
	case "prerelease":
		fits = func(n *Node) bool { return hasOrder(n) && versionLess(n.LatestVersion, n.Version) }
	case "none":
		fits = func(n *Node) bool { return n.Version == "" }
	default:
		return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("version %q is not latest, prerelease, old or none", c.value)}
	}
	return func(n *Node) bool { return n.ResourceType == ResourceModel && fits(n) }, nil
}

func hasOrder(n *Node) bool {
	return n.Version != "" && n.Version != "0" && n.LatestVersion != "" && n.LatestVersion != "0"
}

// versionLess compares as numbers when both are, else as text.
func versionLess(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return x < y
	}
	return a < b
}
