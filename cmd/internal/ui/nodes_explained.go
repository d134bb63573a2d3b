package ui

import "io"

// ExplainedNode is why a node is in a selection or not; its JSON is what
// `ls --explain --output json` promises.
type ExplainedNode struct {
	UniqueID string `json:"unique_id"`
	Selected bool   `json:"selected"`
	// Verdict is selected, excluded, not_listed, not_selected or disabled.
	Verdict string `json:"verdict"`
	// Reason continues "the node is ...".
	Reason string `json:"reason"`
	// Selector is the selector that was used; empty without.
	Selector string          `json:"selector"`
	Parts    []ExplainedPart `json:"parts"`
}

// ExplainedPart is what one criterion says about the node.
type ExplainedPart struct {
	Criterion string `json:"criterion"`
	// Within is the intersection or selector that the criterion stands in.
	Within   string `json:"within"`
	Excludes bool   `json:"excludes"`
	Matches  bool   `json:"matches"`
	How      string `json:"how"`
}

// Document is the explanation with a list of parts even where there are none.
func (e ExplainedNode) Document() ExplainedNode {
	e.Parts = listed(e.Parts)
	return e
}

// ExplainText writes the reason and, below it, what every criterion says. Width
// is IO.TableWidth.
func ExplainText(w io.Writer, e ExplainedNode, width int) error {
	if err := writeText(w, Sanitize(e.UniqueID+": "+e.Reason)+"\n"); err != nil {
		return err
	}
	if e.Selector != "" {
		if err := writeText(w, Sanitize("selector: "+e.Selector)+"\n"); err != nil {
			return err
		}
	}
	if len(e.Parts) == 0 {
		return nil
	}
	rows := make([][]string, len(e.Parts))
	for i, p := range e.Parts {
		role, matches := "select", "no"
		if p.Excludes {
			role = "exclude"
		}
		if p.Matches {
			matches = "yes"
		}
		how := ""
		if p.How != "does not match" {
			how = p.How
		}
		rows[i] = []string{p.Criterion, role, matches, how, p.Within}
	}
	return Table(w, []string{"CRITERION", "ROLE", "MATCHES", "HOW", "WITHIN"}, rows,
		TableOptions{Indent: "  ", Width: width, Keep: []int{0}, DropEmpty: true})
}
