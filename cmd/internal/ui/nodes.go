package ui

import (
	"fmt"
	"io"
	"strings"
)

// Node is one selected node and what would become of it. Its JSON is what
// `ls --output json` promises.
type Node struct {
	UniqueID     string `json:"unique_id"`
	ResourceType string `json:"resource_type"`
	Materialized string `json:"materialized"`
	// Relation is where the node lives in the environment asked for; empty when
	// nowhere.
	Relation string `json:"relation"`
	// Publish says whether a release would take it; Why says how, or why not.
	Publish bool   `json:"publish"`
	Why     string `json:"why"`
	// Relations maps the name of an environment to the node's relation there;
	// nil when only one was asked for.
	Relations map[string]string `json:"relations,omitempty"`
	// Name is what the table shows; empty means the unique_id.
	Name string `json:"-"`
}

// LsTable lists nodes with one column per environment. Without environments it
// shows Relation. Width is IO.TableWidth.
func LsTable(w io.Writer, nodes []Node, environments []string, width int) error {
	header := []string{"NODE", "TYPE", "MATERIALIZED"}
	if len(environments) == 0 {
		header = append(header, "RELATION")
	}
	for _, env := range environments {
		header = append(header, strings.ToUpper(env))
	}
	header = append(header, "PUBLISHED")
	rows := make([][]string, len(nodes))
	publish := 0
	for i, n := range nodes {
		rows[i] = nodeRow(n, environments)
		if n.Publish {
			publish++
		}
	}
	text := ""
	if len(nodes) > 0 {
		var err error
		if text, err = table(header, rows, TableOptions{Width: width, Keep: []int{0}}); err != nil {
			return err
		}
	}
	return writeText(w, fmt.Sprintf("%s%s selected, %s to publish, %s left out\n",
		text, number(int64(len(nodes))), number(int64(publish)), number(int64(len(nodes)-publish))))
}

func nodeRow(n Node, environments []string) []string {
	name := n.Name
	if name == "" {
		name = n.UniqueID
	}
	row := []string{name, n.ResourceType, dash(n.Materialized)}
	if len(environments) == 0 {
		row = append(row, dash(n.Relation))
	}
	for _, env := range environments {
		row = append(row, dash(n.Relations[env]))
	}
	published := n.Why
	switch {
	case !n.Publish:
		published = joined(": ", "no", n.Why)
	case n.Why == "":
		published = "yes"
	}
	return append(row, published)
}

// Setting is one configured value.
type Setting struct {
	Key   string `json:"key"`
	Value string `json:"value"`
	// Origin is where the value came from, such as cutover.yml:12.
	Origin string `json:"origin"`
}

// ConfigTable lists settings in the order given. The values must hold no
// secrets. Width is IO.TableWidth.
func ConfigTable(w io.Writer, settings []Setting, width int) error {
	rows := make([][]string, len(settings))
	for i, s := range settings {
		rows[i] = []string{s.Key, dash(s.Value), s.Origin}
	}
	return Table(w, []string{"KEY", "VALUE", "ORIGIN"}, rows, TableOptions{Width: width, Keep: []int{0}, DropEmpty: true})
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
