package manifest

import (
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
	m := &Manifest{Path: name, data: data}
	found, ok := readSections(data)
	if !ok { // what the quick way does not take, gjson judges, and names the reason
		a, err := validate(name, data)
		if err != nil {
			return nil, err
		}
		found = findSections(a.root)
	}
	a := artifact{path: name}
	if found.metadata == "" {
		return nil, a.refuse(ErrNotArtifact, "has no metadata, so it is not a dbt manifest")
	}
	var err error
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
	if found.parsed == nil {
		found.parsed = [][]Node{parseAll(found.nodes, m.Metadata.Fusion())}
	}
	m.fill(found.parsed, parseAll(found.disabled, m.Metadata.Fusion()))
	return m, nil
}

// readSections reads on all cores. ok is false for everything that is not plainly a manifest of dbt.
func readSections(data []byte) (found sections, ok bool) {
	const smallest = 256 << 10 // of a part that is worth a core of its own
	parts := max(1, min(len(data)/smallest, 4*runtime.GOMAXPROCS(0)))
	return readParts(data, parts)
}

func readParts(data []byte, parts int) (found sections, ok bool) {
	fusion := guessFusion(data)
	walked, ok := walkAll(data, fusion, parts)
	if !ok {
		return sections{}, false
	}
	found.parsed = [][]Node{}
	for _, s := range walked {
		switch s.name {
		case "metadata":
			if s.object {
				found.metadata = s.raw
			}
		case "selectors":
			found.selectors = s.raw
		case "disabled":
			found.disabled = appendDisabled(found.disabled, s.raw)
		case "nodes":
			found.hasNodes = s.object
		}
		if len(s.nodes) > 0 {
			found.parsed = append(found.parsed, s.nodes)
		}
	}
	return found, readMetadata(found.metadata).Fusion() == fusion
}

// guessFusion looks at the metadata where it comes first, as dbt writes it.
func guessFusion(data []byte) bool {
	i := scanSpace(data, 0)
	if i >= len(data) || data[i] != '{' {
		return false
	}
	i = scanSpace(data, i+1)
	keyEnd, value := scanKey(data, i)
	if value == bad || string(data[i:keyEnd]) != `"metadata"` {
		return false
	}
	end := scanValue(data, value, 1)
	return end != bad && readMetadata(string(data[value:end])).Fusion()
}

// sections is what one walk over the root found.
type sections struct {
	metadata, selectors string
	hasNodes            bool
	nodes, disabled     []nodeSpan
	parsed              [][]Node // of nodes; nil when they have yet to be parsed
}

// nodeSpan is one node, not yet parsed. Parsing depends on nothing else, so spans can go to any core.
type nodeSpan struct {
	key    string
	raw    string
	origin ResourceType // what a node of this section is when it does not say so; "" in `nodes` and `disabled`
}

// findSections walks the root once and finds the bounds of every node. It is the plain way that the quick one is measured
// by in the tests, and the one for documents that the quick one does not take.
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
			s.disabled = appendDisabled(s.disabled, raw)
		}
	}
	return s
}

func appendDisabled(spans []nodeSpan, raw string) []nodeSpan {
	for id, list := range members(raw) {
		for node := range elements(list) {
			spans = append(spans, nodeSpan{key: id, raw: node})
		}
	}
	return spans
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
func (m *Manifest) fill(parsed [][]Node, disabled []Node) {
	count := 0
	for _, nodes := range parsed {
		count += len(nodes)
	}
	m.Nodes = make(map[string]*Node, count)
	m.Disabled = make(map[string][]*Node, len(disabled))
	for _, nodes := range parsed {
		for i := range nodes {
			n := &nodes[i]
			if n.Enabled {
				m.Nodes[n.UniqueID] = n
			} else {
				m.Disabled[n.UniqueID] = append(m.Disabled[n.UniqueID], n)
			}
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
