package manifest

import "slices"

// What dbt compares of each resource type to say that nothing has changed (same_contents in dbt/contracts/graph/nodes.py).
// Fields that are not named here, tags and meta of sources for instance, may change freely.

func (cmp *comparison) sameContents(old, n *Node) (bool, error) {
	switch n.ResourceType {
	case ResourceSource:
		return old == nil || sameRelation(old, n) && sameFQN(old, n) && sameConfig(old, n) &&
			sameAt(old, n, "quoting", "freshness", "loaded_at_field", "external"), nil
	case ResourceExposure:
		return old == nil || sameFQN(old, n) && sameConfig(old, n) && sameParents(old, n) &&
			sameAt(old, n, "type", "owner", "maturity", "url", "description", "label"), nil
	case ResourceMetric:
		return old == nil || sameConfig(old, n) && sameAt(old, n, "type", "description", "label"), nil
	case ResourceSemanticModel:
		return old == nil || sameConfig(old, n) && sameAt(old, n, "model", "description", "defaults", "entities", "dimensions",
			"measures", "primary_entity", "group"), nil
	case ResourceSavedQuery:
		return old == nil || sameConfig(old, n) && sameExports(old, n) && sameQuery(old, n) &&
			sameAt(old, n, "description", "label", "group", "tags"), nil
	case ResourceUnitTest:
		return old != nil && old.Checksum == n.Checksum, nil
	case ResourceTest:
		if isGenericTest(n) {
			return old != nil && sameConfig(old, n) && sameFQN(old, n), nil
		}
	default:
	}
	if old == nil {
		return false, nil
	}
	contract, err := cmp.sameContract(old, n) // asked first: it may refuse
	if err != nil || !contract {
		return false, err
	}
	same := sameBody(old, n) && sameConfig(old, n) && samePersistedDescription(old, n) && sameFQN(old, n) && sameRelation(old, n)
	switch n.ResourceType {
	case ResourceModel:
		return same && sameReference(old, n), nil
	case ResourceFunction:
		return same && sameAt(old, n, "arguments", "returns"), nil
	default:
		return same, nil
	}
}

func sameAt(old, n *Node, keys ...string) bool {
	for _, key := range keys {
		if !sameValue(old.Value(key), n.Value(key)) {
			return false
		}
	}
	return true
}

func sameFQN(old, n *Node) bool { return slices.Equal(old.FQN, n.FQN) }

func sameParents(old, n *Node) bool {
	a, b := slices.Clone(old.DependsOn), slices.Clone(n.DependsOn)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// sameBody compares the code before Jinja; a seed has none and is compared by the checksum of its file.
func sameBody(old, n *Node) bool {
	if n.ResourceType == ResourceSeed {
		return sameAt(old, n, "checksum")
	}
	return old.RawCode() == n.RawCode()
}

// sameRelation compares what the project asks for, not what became of it on a target; a source is what it is.
func sameRelation(old, n *Node) bool {
	if n.ResourceType == ResourceSource {
		return sameAt(old, n, "database", "schema", "identifier")
	}
	for _, key := range []string{"database", "schema", "alias"} {
		if !sameValue(old.Value("unrendered_config", key), n.Value("unrendered_config", key)) {
			return false
		}
	}
	return true
}

// samePersistedDescription compares descriptions only where the node writes them into the warehouse.
func samePersistedDescription(old, n *Node) bool {
	if n.ResourceType == ResourceTest {
		return true
	}
	if truthy(n.ConfigValue("persist_docs", "relation")) && old.Description != n.Description {
		return false
	}
	return !truthy(n.ConfigValue("persist_docs", "columns")) || sameColumnDescriptions(old, n)
}

func sameColumnDescriptions(old, n *Node) bool {
	a, b := old.Value("columns").Fields(), n.Value("columns").Fields()
	if len(a) != len(b) {
		return false
	}
	for key, column := range b {
		was, ok := a[key]
		if !ok || was.Fields()["description"].Text() != column.Fields()["description"].Text() {
			return false
		}
	}
	return true
}

// sameConfig compares the config as written in the project, before Jinja. Semantic models and saved queries are compared
// by the config that came out of it.
func sameConfig(old, n *Node) bool {
	switch n.ResourceType {
	case ResourceSemanticModel, ResourceSavedQuery:
		return sameValue(Value{raw: old.config}, Value{raw: n.config})
	default:
	}
	a, b := old.Value("unrendered_config").Fields(), n.Value("unrendered_config").Fields()
	for key, v := range a {
		if other, ok := b[key]; comparedConfig(n, key) && (!ok || !sameWritten(v, other)) {
			return false
		}
	}
	for key := range b {
		if _, ok := a[key]; comparedConfig(n, key) && !ok {
			return false
		}
	}
	return true
}

// comparedConfig reports whether a setting counts. The place of a relation has its own comparison, and tags and groups
// do not change what is built.
func comparedConfig(n *Node, key string) bool {
	switch n.ResourceType {
	case ResourceTest:
		switch key {
		case "severity", "where", "limit", "fail_calc", "warn_if", "error_if", "store_failures", "store_failures_as":
			return true
		}
		return false
	case ResourceSource, ResourceExposure:
		return true
	case ResourceMetric:
		return key != "group"
	default:
		switch key {
		case "alias", "schema", "database", "tags", "group":
			return false
		}
		return true
	}
}

// sameReference compares what may break the models that refer to this one.
func sameReference(old, n *Node) bool {
	return sameValue(old.Value("latest_version"), n.Value("latest_version")) && accessOf(old) == accessOf(n) &&
		sameAt(old, n, "deprecation_date")
}

func accessOf(n *Node) string {
	if n.Access == "" {
		return "protected" // dbt before 1.5 had no access
	}
	return n.Access
}

func sameQuery(old, n *Node) bool {
	for _, key := range []string{"metrics", "group_by", "where"} {
		if !sameValue(old.Value("query_params", key), n.Value("query_params", key)) {
			return false
		}
	}
	return true
}

func sameExports(old, n *Node) bool {
	a, b := old.Value("exports").List(), n.Value("exports").List()
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		was, is := a[i].Fields(), b[i].Fields()
		if !sameValue(was["name"], is["name"]) {
			return false
		}
		before, now := was["unrendered_config"].Fields(), is["unrendered_config"].Fields()
		for _, key := range []string{"export_as", "schema", "alias"} {
			if !sameValue(before[key], now[key]) {
				return false
			}
		}
	}
	return true
}
