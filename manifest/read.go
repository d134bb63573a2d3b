package manifest

import (
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"sync"
	"sync/atomic"
)

// The manifest schema versions that are understood: dbt 1.0 (v4) to 1.12 (v12), and v20 of early dbt v2 previews.
const (
	oldestManifest = 4
	newestManifest = 12
	fusionManifest = 20
)

// Open reads the manifest at path. Errors: the file cannot be read, or an *ArtifactError.
func Open(path string) (*Manifest, error) {
	data, err := readFile(path, "manifest")
	if err != nil {
		return nil, err
	}
	return Read(path, data)
}

// Read reads a manifest from data; name stands for it in errors. The manifest keeps data and shares its memory, so the
// caller must not change it afterwards.
func Read(name string, data []byte) (*Manifest, error) {
	m := &Manifest{Path: name}
	hashed := make(chan [sha256.Size]byte, 1)
	go func() { hashed <- sha256.Sum256(data) }()
	defer func() {
		sum := <-hashed
		m.SHA256 = hex.EncodeToString(sum[:])
	}()

	a, err := validate(name, data)
	if err != nil {
		return nil, err
	}
	found := findSections(a.root)
	if found.metadata == "" {
		return nil, a.refuse(ErrNotArtifact, "has no metadata, so it is not a dbt manifest")
	}
	if m.SchemaVersion, err = a.schemaVersion(found.metadata, "manifest"); err != nil {
		return nil, err
	}
	if v := m.SchemaVersion; (v < oldestManifest || v > newestManifest) && v != fusionManifest {
		return nil, a.refuse(ErrUnsupportedVersion, "has manifest schema v%d; versions v%d to v%d and v%d are supported",
			v, oldestManifest, newestManifest, fusionManifest)
	}
	if !found.hasNodes {
		return nil, a.refuse(ErrNotArtifact, "has no nodes object, so it is not a dbt manifest")
	}
	m.Metadata = readMetadata(found.metadata)
	m.Selectors = readSelectors(found.selectors)
	nodes := parseAll(found.nodes, m.Metadata.Fusion())
	disabled := parseAll(found.disabled, m.Metadata.Fusion())
	m.fill(nodes, disabled)
	return m, nil
}

// sections is what one walk over the root found.
type sections struct {
	metadata, selectors string
	hasNodes            bool
	nodes, disabled     []nodeSpan
}

// nodeSpan is one node, not yet parsed. Parsing depends on nothing else, so spans can go to any core.
type nodeSpan struct {
	key    string
	raw    string
	origin ResourceType // what a node of this section is when it does not say so; "" in `nodes` and `disabled`
}

// findSections walks the root once and finds the bounds of every node.
func findSections(root string) sections {
	var s sections
	for key, raw := range members(root) {
		switch key {
		case "metadata":
			if raw[0] == '{' {
				s.metadata = raw
			}
		case "selectors":
			s.selectors = raw
		case "nodes":
			s.hasNodes = raw[0] == '{'
			s.nodes = appendSpans(s.nodes, raw, "")
		case "sources":
			s.nodes = appendSpans(s.nodes, raw, ResourceSource)
		case "exposures":
			s.nodes = appendSpans(s.nodes, raw, ResourceExposure)
		case "metrics":
			s.nodes = appendSpans(s.nodes, raw, ResourceMetric)
		case "semantic_models":
			s.nodes = appendSpans(s.nodes, raw, ResourceSemanticModel)
		case "saved_queries":
			s.nodes = appendSpans(s.nodes, raw, ResourceSavedQuery)
		case "unit_tests":
			s.nodes = appendSpans(s.nodes, raw, ResourceUnitTest)
		case "functions":
			s.nodes = appendSpans(s.nodes, raw, ResourceFunction)
		case "disabled":
			for id, list := range members(raw) {
				for node := range elements(list) {
					s.disabled = append(s.disabled, nodeSpan{key: id, raw: node})
				}
			}
		}
	}
	return s
}

func appendSpans(spans []nodeSpan, raw string, origin ResourceType) []nodeSpan {
	for key, node := range members(raw) {
		spans = append(spans, nodeSpan{key: key, raw: node, origin: origin})
	}
	return spans
}

// parseAll parses the spans on all cores; the result is in the order of spans.
func parseAll(spans []nodeSpan, fusion bool) []Node {
	const batch = 64
	nodes := make([]Node, len(spans))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(spans)/batch+1) {
		wg.Go(func() {
			for {
				end := int(next.Add(batch))
				if end-batch >= len(spans) {
					return
				}
				for i := end - batch; i < min(end, len(spans)); i++ {
					parseNode(spans[i], fusion, &nodes[i])
				}
			}
		})
	}
	wg.Wait()
	return nodes
}

// fill puts nodes into the graph and disabled ones beside it. dbt's loader takes the last of repeated keys; so do we.
func (m *Manifest) fill(nodes, disabled []Node) {
	m.Nodes = make(map[string]*Node, len(nodes))
	m.Disabled = make(map[string][]*Node, len(disabled))
	for i := range nodes {
		n := &nodes[i]
		if n.Enabled {
			m.Nodes[n.UniqueID] = n
		} else {
			m.Disabled[n.UniqueID] = append(m.Disabled[n.UniqueID], n)
		}
	}
	for i := range disabled {
		n := &disabled[i]
		n.Enabled = false
		m.Disabled[n.UniqueID] = append(m.Disabled[n.UniqueID], n)
	}
}

// readSelectors reads the manifest's own copy of selectors.yml.
func readSelectors(raw string) map[string]Selector {
	selectors := map[string]Selector{}
	for name, def := range members(raw) {
		s := Selector{Name: name}
		for key, v := range members(def) {
			switch key {
			case "description":
				s.Description = text(v)
			case "default":
				s.Default = v == "true"
			case "definition":
				s.definition = v
			}
		}
		selectors[name] = s
	}
	return selectors
}
