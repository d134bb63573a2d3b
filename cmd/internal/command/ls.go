package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"sort"
	"strings"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/manifest"
	"cutover/strategies"
)

func (a *app) lsCommand() *cli.Command {
	flags := append(selectionFlags(),
		&cli.StringFlag{Name: "manifest", Usage: "`FILE`: only this manifest.json, no cutover.yml needed", Category: "release"},
		&cli.StringFlag{Name: "from", Usage: "environment `NAME` whose manifest is selected from; default: promotes_from", Category: "release"},
		&cli.StringFlag{Name: "state", Usage: "`DIR` with the artifacts of an earlier run, for state:, result: and source_status:", Category: "selection, as dbt takes it"},
		&cli.StringFlag{Name: "explain", Usage: "say what selects or excludes this node: `UNIQUE_ID` or name", Category: "instead of the table"},
		&cli.BoolFlag{Name: "lineage", Usage: "draw how the selected nodes depend on each other; --output dot or mermaid for other programs", Category: "instead of the table"})
	c := a.verb("ls", "", "what a selection means, where it lives, and what would be published", flags, a.ls)
	c.Aliases = []string{"list"}
	c.Category = "plan"
	return c
}

// environmentManifest is the manifest of one environment.
type environmentManifest struct {
	name     string
	manifest *manifest.Manifest
}

func (a *app) ls(_ context.Context, o options) error {
	if o.Explain != "" && o.Lineage {
		return &usageError{Message: "--explain and --lineage are two questions; ask one at a time"}
	}
	m, sides, err := a.manifestsToList(&o)
	if err != nil {
		return err
	}
	state, err := readState(o.State, m.Path)
	if err != nil {
		return err
	}
	if o.Explain != "" {
		return a.explainNode(m, o, state)
	}
	chosen, err := a.chooseSince(m, o, state)
	if err != nil {
		return err
	}
	if o.Lineage {
		return a.lineage(m, o, chosen.IDs)
	}
	if o.JSON {
		return a.listJSON(m, chosen.IDs)
	}
	return a.listText(m, sides, chosen.IDs, len(o.ResourceTypes) > 0)
}

// manifestsToList reads the manifest to select from, and with a cutover.yml
// those of every environment that has one. The selection of cutover.yml applies
// when the flags give none.
func (a *app) manifestsToList(o *options) (*manifest.Manifest, []environmentManifest, error) {
	if o.Manifest != "" {
		m, err := manifest.Open(o.Manifest)
		return m, nil, err
	}
	env, err := a.environmentsOf(*o, reading)
	if err != nil {
		if errors.Is(err, config.ErrNotFound) {
			err = &usageError{
				Message: err.Error(), Err: err,
				Hints: []string{"cutover ls needs none with:  --manifest target/manifest.json", "write one with:  cutover init"},
			}
		}
		return nil, nil, err
	}
	if len(o.Select) == 0 && len(o.Exclude) == 0 && o.Selector == "" {
		o.Select, o.Exclude = env.to.Publish.Select, env.to.Publish.Exclude
	}
	base := env.from
	if base == nil {
		base = env.to
	}
	paths, err := a.artifactPaths(*o, base)
	if err != nil {
		return nil, nil, err
	}
	m, err := manifest.Open(paths.Manifest)
	if err != nil {
		return nil, nil, err
	}
	sides, err := a.everyManifest(*o, env, environmentManifest{name: base.Name, manifest: m})
	return m, sides, err
}

// everyManifest reads what there is for the other environments, in the order of
// the file; nothing is run to make one.
func (a *app) everyManifest(o options, env *environments, base environmentManifest) ([]environmentManifest, error) {
	var out []environmentManifest
	for _, name := range env.file.EnvironmentNames() {
		if name == base.name {
			out = append(out, base)
			continue
		}
		e, err := a.environment(env.file, o, name)
		if err != nil {
			return nil, err
		}
		path := e.Manifest
		if path == "" {
			project, err := e.Project(a.Lookup)
			if err != nil {
				continue // an environment without a project has no manifest of ours either
			}
			path = filepath.Join(project.TargetPath, ownTarget, name, manifestName)
		}
		m, err := manifest.Open(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		}
		out = append(out, environmentManifest{name: name, manifest: m})
	}
	return out, nil
}

// nodeOf says what would become of a node.
func nodeOf(n *manifest.Node) ui.Node {
	ok, why := strategies.Publishable(n)
	switch {
	case ok && n.Materialized == "view":
		why = "recreated"
	case ok:
		why = "copied"
	case why == "":
		why = fmt.Sprintf("%s, never published", strings.ReplaceAll(string(n.ResourceType), "_", " "))
	}
	return ui.Node{
		UniqueID: n.UniqueID, ResourceType: string(n.ResourceType), Materialized: n.Materialized,
		Relation: n.Relation.String(), Publish: ok, Why: why, Name: n.Name,
	}
}

// listJSON prints exactly {"nodes": [...]}: the shape that was promised.
func (a *app) listJSON(m *manifest.Manifest, ids []string) error {
	nodes := []ui.Node{}
	for _, id := range ids {
		nodes = append(nodes, nodeOf(m.Node(id)))
	}
	enc := json.NewEncoder(a.io.Out)
	enc.SetEscapeHTML(false)
	return enc.Encode(ui.NewNodesDocument(nodes))
}

// listText prints the table. What no one would publish (tests, exposures) is
// only counted, unless it was asked for by its resource type.
func (a *app) listText(m *manifest.Manifest, sides []environmentManifest, ids []string, all bool) error {
	var nodes []ui.Node
	var names []string
	counted := map[string]int{}
	for _, s := range sides {
		names = append(names, s.name)
	}
	for _, id := range ids {
		n := m.Node(id)
		node := nodeOf(n)
		if ok, why := strategies.Publishable(n); !ok && why == "" && !all {
			counted[node.ResourceType]++
			continue
		}
		for _, s := range sides {
			if node.Relations == nil {
				node.Relations = map[string]string{}
			}
			if other := s.manifest.Node(id); other != nil {
				node.Relations[s.name] = other.Relation.String()
			}
		}
		nodes = append(nodes, node)
	}
	if err := ui.LsTable(a.io.Out, nodes, names, a.io.TableWidth()); err != nil {
		return err
	}
	if len(counted) > 0 {
		a.io.Talk("also selected, never published: " + countWords(counted))
	}
	return nil
}

// countWords writes counts by resource type: "3 tests, 1 exposure".
func countWords(counted map[string]int) string {
	var words []string
	for kind, n := range counted {
		word := strings.ReplaceAll(kind, "_", " ")
		if n != 1 {
			word = strings.Replace(word+"s", "querys", "queries", 1)
			word = strings.Replace(word, "analysiss", "analyses", 1)
		}
		words = append(words, fmt.Sprintf("%d %s", n, word))
	}
	sort.Strings(words)
	return strings.Join(words, ", ")
}
