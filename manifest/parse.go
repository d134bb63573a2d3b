package manifest

import (
	"slices"
	"strings"
)

// nodeParts is what only makes sense once the whole node has been seen.
type nodeParts struct {
	database, schema string
	tags             []string
	config           nodeConfig
}

// nodeConfig is the part of a node's config that has fields of its own.
type nodeConfig struct {
	tags          []string
	group, access string
}

// parseNode fills n from one span. It is a pure function of its arguments.
func parseNode(span nodeSpan, fusion bool, n *Node) {
	var p nodeParts
	n.Enabled = true
	for key, v := range members(span.raw) {
		n.setMember(key, v, &p)
	}
	n.finish(span, fusion, p)
}

// setMember takes over one member of the node's object; they come in the order of the file, n.Enabled is set before.
func (n *Node) setMember(key, v string, p *nodeParts) {
	if !n.setIdentity(key, v) && !n.setPlace(key, v, p) {
		n.setDetail(key, v, p)
	}
}

// finish comes after the last member.
func (n *Node) finish(span nodeSpan, fusion bool, p nodeParts) {
	n.UniqueID, n.raw = span.key, span.raw
	if n.ResourceType == "" {
		n.ResourceType = span.origin
	}
	if n.ResourceType == "" {
		kind, _, _ := strings.Cut(span.key, ".")
		n.ResourceType = ResourceType(kind)
	}
	if n.ResourceType != ResourceUnitTest {
		n.TestedModel = "" // semantic models have a `model` of another meaning
	}
	n.Tags = p.tags
	if fusion || !tagsOnlyOutside(n.ResourceType) {
		for _, t := range p.config.tags {
			if !slices.Contains(n.Tags, t) {
				n.Tags = append(n.Tags, t)
			}
		}
	}
	if n.Group == "" {
		n.Group = p.config.group
	}
	if n.Access == "" && n.ResourceType == ResourceModel {
		n.Access = p.config.access
	}
	n.Relation = n.relation(p)
}

// tagsOnlyOutside names the kinds whose config.tags dbt Core does not select by; dbt v2 has tags only there.
func tagsOnlyOutside(t ResourceType) bool {
	return t == ResourceMetric || t == ResourceSemanticModel
}

func (n *Node) setIdentity(key, v string) bool {
	switch key {
	case "resource_type":
		n.ResourceType = ResourceType(text(v))
	case "package_name":
		n.PackageName = text(v)
	case "name":
		n.Name = text(v)
	case "alias":
		n.Alias = text(v)
	case "version":
		n.Version = text(v)
	case "latest_version":
		n.LatestVersion = text(v)
	case "fqn":
		n.FQN = stringList(v)
	case "source_name":
		n.SourceName = text(v)
	case "identifier":
		n.Identifier = text(v)
	default:
		return false
	}
	return true
}

func (n *Node) setPlace(key, v string, p *nodeParts) bool {
	switch key {
	case "database":
		p.database = text(v)
	case "schema":
		p.schema = text(v)
	case "relation_name":
		n.RelationName = text(v)
	case "path":
		n.Path = text(v)
	case "original_file_path":
		n.OriginalFilePath = text(v)
	case "patch_path":
		n.PatchPath = text(v)
	case "depends_on":
		n.DependsOn = stringList(descend(v, []string{"nodes"}).raw)
	default:
		return false
	}
	return true
}

func (n *Node) setDetail(key, v string, p *nodeParts) {
	switch key {
	case "tags":
		p.tags = stringList(v)
	case "config":
		n.config = v
		n.setConfig(v, &p.config)
	case "group":
		n.Group = text(v)
	case "access":
		n.Access = text(v)
	case "checksum":
		if n.Checksum = text(v); v[0] == '{' {
			n.Checksum = descend(v, []string{"checksum"}).Text()
		}
	case "description":
		n.Description = text(v)
	case "attached_node":
		n.AttachedNode = text(v)
	case "column_name":
		n.ColumnName = text(v)
	case "model":
		n.TestedModel = text(v)
	case "test_metadata":
		if v[0] == '{' {
			n.TestMetadata = &TestMetadata{
				Name:      descend(v, []string{"name"}).Text(),
				Namespace: descend(v, []string{"namespace"}).Text(),
			}
		}
	}
}

func (n *Node) setConfig(raw string, c *nodeConfig) {
	for key, v := range members(raw) {
		switch key {
		case "enabled":
			n.Enabled = v != "false"
		case "materialized":
			n.Materialized = text(v)
		case "tags":
			c.tags = stringList(v)
		case "group":
			c.group = text(v)
		case "access":
			c.access = text(v)
		case "store_failures":
			n.StoreFailures = v == "true"
		}
	}
}

// relation says where the node lives, or nothing. A test has a relation only when dbt stored its failures.
func (n *Node) relation(p nodeParts) Relation {
	r := Relation{Database: p.database, Schema: p.schema, Identifier: n.Alias}
	switch n.ResourceType {
	case ResourceSource:
		r.Identifier = n.Identifier
	case ResourceModel, ResourceSeed, ResourceSnapshot, ResourceFunction:
		if n.Ephemeral() {
			return Relation{}
		}
	case ResourceTest:
		if n.RelationName == "" {
			return Relation{}
		}
	case ResourceAnalysis, ResourceOperation, ResourceSQLOperation, ResourceExposure, ResourceMetric,
		ResourceSemanticModel, ResourceSavedQuery, ResourceUnitTest:
		return Relation{}
	default:
		return Relation{}
	}
	if r.Identifier == "" {
		r.Identifier = n.Name
	}
	return r
}
