package command

import (
	"errors"
	"io/fs"
	"path/filepath"

	"cutover/cmd/internal/ui"
	"cutover/manifest"
)

// explainNode answers ls --explain.
func (a *app) explainNode(m *manifest.Manifest, o options, state *manifest.State) error {
	e, err := m.Explain(selectRequest(o, state), o.Explain)
	if err != nil {
		return err
	}
	shown := ui.ExplainedNode{
		UniqueID: e.UniqueID, Selected: e.Selected(), Verdict: string(e.Verdict), Reason: e.Reason, Selector: e.Selector,
	}
	for _, p := range e.Parts {
		shown.Parts = append(shown.Parts, ui.ExplainedPart{
			Criterion: p.Criterion, Within: p.Within, Excludes: p.Excludes, Matches: p.Matches, How: p.How,
		})
	}
	if o.JSON {
		return ui.JSON(a.io.Out, shown.Document())
	}
	return ui.ExplainText(a.io.Out, shown, a.io.TableWidth())
}

// lineage answers ls --lineage. Tests hang on almost every node and feed none,
// so they are only counted unless resource types were asked for.
func (a *app) lineage(m *manifest.Manifest, o options, ids []string) error {
	var shown []string
	var nodes []ui.Node
	counted := map[string]int{}
	for _, id := range ids {
		n := m.Node(id)
		if n.IsTest() && len(o.ResourceTypes) == 0 {
			counted[string(n.ResourceType)]++
			continue
		}
		shown = append(shown, id)
		nodes = append(nodes, nodeOf(n))
	}
	var edges []ui.LineageEdge
	for _, e := range m.Lineage(shown) {
		edges = append(edges, ui.LineageEdge{From: e.From, To: e.To, Through: e.Through})
	}
	if len(counted) > 0 {
		a.io.Talk("also selected, not drawn: " + countWords(counted))
	}
	graph := ui.NewLineage(nodes, edges)
	switch {
	case o.Graph == outputDot:
		return ui.LineageDot(a.io.Out, graph)
	case o.Graph == outputMermaid:
		return ui.LineageMermaid(a.io.Out, graph)
	case o.JSON:
		return ui.JSON(a.io.Out, graph)
	}
	return ui.LineageTree(a.io.Out, graph)
}

// readState reads the artifacts of an earlier run from a folder, and the source
// freshness of now from beside the manifest. Which of them a selection needs is
// for the selection to say; a folder with none of them is a mistake. An empty
// dir is no state.
func readState(dir, manifestPath string) (*manifest.State, error) {
	if dir == "" {
		return nil, nil //nolint:nilnil // no --state is no state
	}
	state := &manifest.State{}
	var err error
	if state.Manifest, err = ifThere(manifest.Open(filepath.Join(dir, manifestName))); err != nil {
		return nil, err
	}
	if state.RunResults, err = ifThere(manifest.OpenRunResults(filepath.Join(dir, "run_results.json"))); err != nil {
		return nil, err
	}
	if state.Sources, err = ifThere(manifest.OpenSources(filepath.Join(dir, "sources.json"))); err != nil {
		return nil, err
	}
	if state.Manifest == nil && state.RunResults == nil && state.Sources == nil {
		return nil, &usageError{
			Message: "--state " + dir + " has no manifest.json, run_results.json or sources.json",
			Hints:   []string{"name the target folder that an earlier dbt run left behind"},
		}
	}
	state.CurrentSources, err = ifThere(manifest.OpenSources(filepath.Join(filepath.Dir(manifestPath), "sources.json")))
	return state, err
}

// ifThere makes nil of an artifact whose file is not there.
func ifThere[T any](artifact *T, err error) (*T, error) {
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nil is the documented absence in manifest.State
	}
	return artifact, err
}
