package manifest

import "fmt"

// Methods that look at tests: test_name and test_type.

// matchTestName finds instances of a generic test by that test's name, and unit tests by their own.
func matchTestName(c *criterion) (matcher, error) {
	g := compileGlob(c.value)
	return func(n *Node) bool {
		if n.ResourceType == ResourceUnitTest {
			return g.match(n.Name)
		}
		return isGenericTest(n) && g.match(n.TestMetadata.Name)
	}, nil
}

func matchTestType(c *criterion) (matcher, error) {
	switch c.value {
	case "generic", "schema":
		return isGenericTest, nil
	case "singular":
		return func(n *Node) bool { return n.ResourceType == ResourceTest && n.TestMetadata == nil }, nil
	case "data":
		return func(n *Node) bool { return n.ResourceType == ResourceTest }, nil
	case "unit":
		return func(n *Node) bool { return n.ResourceType == ResourceUnitTest }, nil
	}
	return nil, &SelectionError{Spec: c.raw, Detail: fmt.Sprintf("test type %q is not generic, singular, unit or data", c.value)}
}

func isGenericTest(n *Node) bool { return n.ResourceType == ResourceTest && n.TestMetadata != nil }
