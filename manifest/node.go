package manifest

import "strings"

// ResourceType is dbt's resource_type.
type ResourceType string

// The resource types that appear in a manifest, in dbt's spelling.
const (
	ResourceModel         ResourceType = "model"
	ResourceAnalysis      ResourceType = "analysis"
	ResourceTest          ResourceType = "test"
	ResourceSnapshot      ResourceType = "snapshot"
	ResourceOperation     ResourceType = "operation"
	ResourceSQLOperation  ResourceType = "sql_operation"
	ResourceSeed          ResourceType = "seed"
	ResourceSource        ResourceType = "source"
	ResourceExposure      ResourceType = "exposure"
	ResourceMetric        ResourceType = "metric"
	ResourceSemanticModel ResourceType = "semantic_model"
	ResourceSavedQuery    ResourceType = "saved_query"
	ResourceUnitTest      ResourceType = "unit_test"
	ResourceFunction      ResourceType = "function"
)

// MaterializedEphemeral is the materialization that leaves nothing in the warehouse.
const MaterializedEphemeral = "ephemeral"

// Node is one member of dbt's graph. A field that dbt did not write, or wrote as null, is empty.
// Strings share the memory of the file; what is rarely needed is parsed when asked for (methods).
type Node struct {
	UniqueID      string
	ResourceType  ResourceType
	PackageName   string
	Name          string
	Alias         string
	Version       string // model version as text ("2", "1.5", "beta"); empty when not versioned
	LatestVersion string // latest_version of a versioned model
	FQN           []string
	Tags          []string // of the node and, where dbt keeps them only there, of its config; no duplicates
	Materialized  string   // config.materialized: "table", "view", "incremental", "ephemeral", "seed", ...

	Relation     Relation // zero when the node leaves nothing in the warehouse (ephemeral, most tests, exposures, ...)
	RelationName string   // the relation as dbt writes it into SQL, quoted for the adapter; empty for ephemeral and most tests

	Path             string // relative to its resource folder
	OriginalFilePath string // relative to its package's root
	PatchPath        string // "package://models/x.yml" that documents the node
	DependsOn        []string
	Enabled          bool
	Group            string
	Access           string // "private", "protected", "public"; models only
	Checksum         string // of the source file; empty when dbt has none
	Description      string

	SourceName    string // sources only
	Identifier    string // sources only: the table's name in the warehouse
	AttachedNode  string // generic tests only: unique_id of the node under test; empty for tests on sources
	ColumnName    string // generic tests on a column only
	TestMetadata  *TestMetadata
	TestedModel   string // unit tests only: the model's name as written
	StoreFailures bool   // tests only: config.store_failures

	config string // raw JSON object, may be empty
	raw    string // raw JSON object of the whole node, may be empty
}

// Relation is where a node lives, each part as dbt resolved it, without quotes. Whether a part is quoted in SQL, and so
// how the warehouse folds its case, is only in Node.RelationName.
type Relation struct {
	Database   string // Snowflake and DuckDB: database; BigQuery: project
	Schema     string // BigQuery: dataset
	Identifier string
}

// IsZero reports whether there is no relation.
func (r Relation) IsZero() bool { return r == Relation{} }

// String joins the non-empty parts with dots, for people; it is not SQL.
func (r Relation) String() string {
	parts := make([]string, 0, 3)
	for _, p := range []string{r.Database, r.Schema, r.Identifier} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ".")
}

// TestMetadata says which generic test a test is an instance of; a singular test has none.
type TestMetadata struct {
	Name      string // "not_null"
	Namespace string // the package of the test, empty for the project's own and dbt's
}

// Column is one documented column of a node.
type Column struct {
	Name        string
	DataType    string
	Description string
}

// Versioned reports whether the node is one version of a versioned model.
func (n *Node) Versioned() bool { return n.ResourceType == ResourceModel && n.Version != "" }

// Ephemeral reports whether dbt inlines the node instead of building it.
func (n *Node) Ephemeral() bool { return n.Materialized == MaterializedEphemeral }

// IsTest reports whether the node is a data test or a unit test.
func (n *Node) IsTest() bool {
	return n.ResourceType == ResourceTest || n.ResourceType == ResourceUnitTest
}

// ConfigValue walks the node's config by keys (not dotted) and returns what is there; see Value.
func (n *Node) ConfigValue(path ...string) Value { return descend(n.config, path) }

// Meta walks the node's meta, from config where dbt keeps it now, else from the top level where older dbt kept it.
func (n *Node) Meta(path ...string) Value {
	if v := descend(n.config, append([]string{"meta"}, path...)); v.Exists() && !v.IsNull() {
		return v
	}
	return descend(n.raw, append([]string{"meta"}, path...))
}

// Value walks the whole node as dbt wrote it, for what has no field here.
func (n *Node) Value(path ...string) Value { return descend(n.raw, path) }

// CompiledCode is the SQL dbt would run, with references resolved for the target of that dbt command; empty when the
// command did not compile the node (`dbt parse`, `dbt ls`).
func (n *Node) CompiledCode() string {
	if v := descend(n.raw, []string{"compiled_code"}); v.Text() != "" {
		return v.Text()
	}
	return descend(n.raw, []string{"compiled_sql"}).Text()
}

// RawCode is the node's source with its Jinja.
func (n *Node) RawCode() string {
	if v := descend(n.raw, []string{"raw_code"}); v.Text() != "" {
		return v.Text()
	}
	return descend(n.raw, []string{"raw_sql"}).Text()
}

// Columns are the documented columns in the order of the manifest; a column that nobody documented is not here.
func (n *Node) Columns() []Column {
	var cols []Column
	for key, raw := range members(descend(n.raw, []string{"columns"}).raw) {
		c := Column{Name: key}
		for k, v := range members(raw) {
			switch k {
			case "name":
				if s := text(v); s != "" {
					c.Name = s
				}
			case "data_type":
				c.DataType = text(v)
			case "description":
				c.Description = text(v)
			}
		}
		cols = append(cols, c)
	}
	return cols
}
