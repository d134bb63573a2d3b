package bigquery

import (
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// createView writes a view anew from the text that a look gave: its query, and
// what the definition says about columns, labels and description.
func (r renderer) createView(op warehouse.CreateView) (string, error) {
	body, err := viewBody(op.Definition.SQL)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString("CREATE ")
	if op.Replace {
		b.WriteString("OR REPLACE ")
	}
	b.WriteString("VIEW " + r.d.QuoteRef(op.View) + r.described(op.Definition.Columns))
	var options []string
	if labels := releasedBy(cloned(op.Definition.Labels), op.Release); len(labels) > 0 {
		options = append(options, "labels = "+r.labels(labels))
	}
	if op.Definition.Comment != "" || op.Definition.EmptyComment {
		options = append(options, "description = "+r.description(op.Definition))
	}
	if !op.Definition.Expires.IsZero() {
		options = append(options, "expiration_timestamp = "+r.moment(op.Definition.Expires))
	}
	if len(options) > 0 {
		b.WriteString(" OPTIONS(" + strings.Join(options, ", ") + ")")
	}
	return b.String() + " AS " + body, nil
}

func cloned(labels map[string]string) map[string]string {
	if len(labels) == 0 {
		return nil
	}
	out := make(map[string]string, len(labels)+1)
	for k, v := range labels {
		out[k] = v
	}
	return out
}

// described is the column list with descriptions; "" when no column has one.
func (r renderer) described(columns []warehouse.Column) string {
	if !slices.ContainsFunc(columns, func(c warehouse.Column) bool { return c.Comment != "" }) {
		return ""
	}
	parts := make([]string, len(columns))
	for i, c := range columns {
		parts[i] = r.d.QuoteName(c.Name)
		if c.Comment != "" {
			parts[i] += " OPTIONS(description = " + r.d.QuoteText(c.Comment) + ")"
		}
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// viewBody gives the query of a CREATE VIEW statement, from behind its AS to its
// last lexeme that means something.
func viewBody(sql string) (string, error) {
	lexemes, err := Dialect().Lex(sql)
	if err != nil {
		return "", fmt.Errorf("read view: %w", err)
	}
	s := meaning(lexemes)
	for len(s) > 0 && s[len(s)-1].IsOther(";") {
		s = s[:len(s)-1]
	}
	if len(s) < 2 || !s[0].Is("CREATE") || !slices.ContainsFunc(s[:min(len(s), 4)], func(l warehouse.Lexeme) bool { return l.Is("VIEW") }) {
		return "", fmt.Errorf("the view's text creates no view")
	}
	depth := 0
	for i, l := range s {
		switch {
		case l.IsOther("("):
			depth++
		case l.IsOther(")"):
			depth--
		case depth == 0 && l.Is("AS") && i+1 < len(s):
			if slices.ContainsFunc(s[i:], func(l warehouse.Lexeme) bool { return l.IsOther(";") }) {
				return "", fmt.Errorf("the view's text holds more than one statement")
			}
			last := s[len(s)-1]
			return sql[s[i+1].Offset : last.Offset+len(last.Text)], nil
		}
	}
	return "", fmt.Errorf("the view's text has no query")
}

// sameView reports whether two views say the same, whatever stands between their
// words.
func sameView(a, b warehouse.Definition) bool {
	wordsA, okA := viewWords(a.SQL)
	wordsB, okB := viewWords(b.SQL)
	return okA && okB && slices.Equal(wordsA, wordsB) && a.Comment == b.Comment
}

func viewWords(sql string) ([]string, bool) {
	body, err := viewBody(sql)
	if err != nil {
		return nil, false
	}
	lexemes, err := Dialect().Lex(body)
	if err != nil {
		return nil, false
	}
	var out []string
	for _, l := range meaning(lexemes) {
		out = append(out, l.Text)
	}
	return out, true
}
