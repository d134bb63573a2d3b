package manifest

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Manifest is one manifest.json. Nodes must not be added, removed or rewired after the first call of a method.
type Manifest struct {
	Path          string              // the name that was given to Open or Read
	SchemaVersion int                 // N of .../manifest/vN.json
	Metadata      Metadata            //
	Nodes         map[string]*Node    // every enabled node of every kind, keyed by unique_id; the keys are the graph
	Disabled      map[string][]*Node  // nodes with enabled=false, keyed by unique_id; dbt keeps several under one id
	Selectors     map[string]Selector // selectors.yml as dbt stored it, keyed by name; empty when there was none

	once   sync.Once
	graph  *graph
	data   []byte // the file; empty in a literal
	hashed sync.Once
	sha256 string
}

// SHA256 is that of the file's bytes, in lower-case hex. It is made when first asked for, because selecting needs none.
func (m *Manifest) SHA256() string {
	m.hashed.Do(func() {
		sum := sha256.Sum256(m.data)
		m.sha256 = hex.EncodeToString(sum[:])
	})
	return m.sha256
}

// Metadata is the head of an artifact: which dbt run wrote it.
type Metadata struct {
	DbtVersion      string    // "1.11.16", "2.0.0-preview.164"
	InvocationID    string    // of the dbt command that wrote the file
	ProjectName     string    // empty before dbt 1.6; see Manifest.RootPackage
	AdapterType     string    // "snowflake", "bigquery", "duckdb"
	GeneratedAt     time.Time // UTC; zero when dbt's text was missing or not a time
	GeneratedAtText string    // as dbt wrote it
}

// Fusion reports whether dbt v2 (the Rust engine, "Fusion") wrote the artifact. Its schema version does not tell:
// previews wrote v20, later ones v12 with other contents.
func (md Metadata) Fusion() bool {
	major, _, _ := strings.Cut(md.DbtVersion, ".")
	n, err := strconv.Atoi(major)
	return err == nil && n >= 2
}

// Selector is one entry of selectors.yml, in the YAML form dbt puts into the manifest.
type Selector struct {
	Name        string
	Description string
	Default     bool // applies when neither --select, --exclude nor --selector is given

	definition string // raw JSON
}

// RootPackage is the project the manifest was made from. dbt before 1.6 did not write it; then it is the package with
// the most models (the first by name among equals), and "" when there are no nodes.
func (m *Manifest) RootPackage() string {
	if m.Metadata.ProjectName != "" {
		return m.Metadata.ProjectName
	}
	models, nodes := map[string]int{}, map[string]int{}
	for _, n := range m.Nodes {
		nodes[n.PackageName]++
		if n.ResourceType == ResourceModel {
			models[n.PackageName]++
		}
	}
	best := ""
	for name := range nodes {
		switch {
		case best == "", models[name] > models[best]:
			best = name
		case models[name] == models[best] && name < best:
			best = name
		}
	}
	return best
}

// Node looks a node up by unique_id; nil when it is not there or disabled.
func (m *Manifest) Node(id string) *Node { return m.Nodes[id] }
