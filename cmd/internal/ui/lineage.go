package ui

import (
	"fmt"
	"io"
	"strings"
)

// LineageEdge says that To is built from From.
type LineageEdge struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Through are the nodes between them that are not shown, in the order of the
	// data.
	Through []string `json:"through"`
}

// Lineage is a graph of nodes; its JSON is what `ls --lineage --output json`
// promises. Every end of an edge is the UniqueID of one of Nodes; both lists are
// in the order in which they are shown.
type Lineage struct {
	Nodes []Node        `json:"nodes"`
	Edges []LineageEdge `json:"edges"`
}

// NewLineage wraps a graph so that its JSON has lists where there is nothing.
func NewLineage(nodes []Node, edges []LineageEdge) Lineage {
	for i := range edges {
		edges[i].Through = listed(edges[i].Through)
	}
	return Lineage{Nodes: listed(nodes), Edges: listed(edges)}
}

// LineageTree draws the graph as trees that begin at what nothing shown feeds. A
// node that several others feed is drawn in full where it comes first; later it
// is only named.
func LineageTree(w io.Writer, l Lineage) error {
	t := newTree(l)
	for _, n := range l.Nodes {
		if !t.fed[n.UniqueID] {
			t.draw(n.UniqueID, "", "", nil)
		}
	}
	for _, n := range l.Nodes { // only a circle leaves any, and then nothing may go missing
		if !t.drawn[n.UniqueID] {
			t.draw(n.UniqueID, "", "", nil)
		}
	}
	t.out.WriteString(counted(len(l.Nodes), "node") + ", " + counted(len(l.Edges), "edge") + "\n")
	return writeText(w, t.out.String())
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return number(int64(n)) + " " + what
}

// tree is a drawing that is being made.
type tree struct {
	nodes map[string]Node
	below map[string][]LineageEdge
	fed   map[string]bool
	drawn map[string]bool
	twice map[string]int // how many nodes have this name
	out   strings.Builder
}

func newTree(l Lineage) *tree {
	t := &tree{
		nodes: map[string]Node{}, below: map[string][]LineageEdge{},
		fed: map[string]bool{}, drawn: map[string]bool{}, twice: map[string]int{},
	}
	for _, n := range l.Nodes {
		t.nodes[n.UniqueID] = n
		t.twice[n.Name]++
	}
	for _, e := range l.Edges {
		t.below[e.From] = append(t.below[e.From], e)
		t.fed[e.To] = true
	}
	return t
}

// draw writes one node and what it feeds. lead stands before the node, indent
// before everything below it.
func (t *tree) draw(id, lead, indent string, through []string) {
	line := lead + t.title(t.nodes[id])
	if len(through) > 0 {
		line += "  through " + strings.Join(through, ", ")
	}
	edges := t.below[id]
	if t.drawn[id] && len(edges) > 0 {
		line += "  (drawn above)"
		edges = nil
	}
	t.drawn[id] = true
	t.out.WriteString(Sanitize(line) + "\n")
	for i, e := range edges {
		branch, deeper := "├─ ", "│  "
		if i == len(edges)-1 {
			branch, deeper = "└─ ", "   "
		}
		t.draw(e.To, indent+branch, indent+deeper, e.Through)
	}
}

func (t *tree) title(n Node) string {
	name := n.Name
	if name == "" || t.twice[name] > 1 {
		name = n.UniqueID
	}
	return name + "  " + kindOf(n)
}

// kindOf is the materialization, or the type of what has none of its own.
func kindOf(n Node) string {
	if n.Materialized == "" || n.Materialized == n.ResourceType {
		return n.ResourceType
	}
	return n.ResourceType + ", " + n.Materialized
}

// LineageDot writes the graph in the language of Graphviz.
// https://graphviz.org/doc/info/lang.html
func LineageDot(w io.Writer, l Lineage) error {
	var b strings.Builder
	b.WriteString("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n")
	index := map[string]int{}
	for i, n := range l.Nodes {
		index[n.UniqueID] = i
		fmt.Fprintf(&b, "  n%d [label=%s];\n", i, dotString(n.UniqueID, kindOf(n)))
	}
	for _, e := range l.Edges {
		fmt.Fprintf(&b, "  n%d -> n%d", index[e.From], index[e.To])
		if len(e.Through) > 0 {
			fmt.Fprintf(&b, " [style=dashed, label=%s]", dotString(e.Through...))
		}
		b.WriteString(";\n")
	}
	b.WriteString("}\n")
	return writeText(w, b.String())
}

// dotString is a quoted label of several lines. A backslash would begin an
// escape (\N means the node's name), an ampersand an entity.
func dotString(lines ...string) string {
	quoted := make([]string, len(lines))
	for i, line := range lines {
		quoted[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`).Replace(Sanitize(line))
	}
	return `"` + strings.Join(quoted, `\n`) + `"`
}

// LineageMermaid writes the graph as a Mermaid flowchart.
// https://mermaid.js.org/syntax/flowchart.html
func LineageMermaid(w io.Writer, l Lineage) error {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	index := map[string]int{}
	for i, n := range l.Nodes {
		index[n.UniqueID] = i
		fmt.Fprintf(&b, "  n%d[\"%s<br/>%s\"]\n", i, mermaidText(n.UniqueID), mermaidText(kindOf(n)))
	}
	for _, e := range l.Edges {
		if len(e.Through) == 0 {
			fmt.Fprintf(&b, "  n%d --> n%d\n", index[e.From], index[e.To])
			continue
		}
		names := make([]string, len(e.Through))
		for i, id := range e.Through {
			names[i] = mermaidText(id)
		}
		fmt.Fprintf(&b, "  n%d -. \"%s\" .-> n%d\n", index[e.From], strings.Join(names, "<br/>"), index[e.To])
	}
	return writeText(w, b.String())
}

// mermaidText writes all but letters, digits and what dbt's ids are made of as
// Mermaid's entities (#34; is a double quote), because labels may hold HTML and
// Markdown.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range Sanitize(s) {
		switch {
		case r == '.', r == '_', r == '-', r == ' ', r == ',', r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
