package ui_test

import (
	"bytes"
	"io"
	"testing"

	"cutover/cmd/internal/ui"
)

// lineage has an edge through an ephemeral model, a node that two others feed,
// two nodes of one name, and names that try to leave their label.
func lineage() ui.Lineage {
	hostile := "model.shop.x\"]; <b>&#35;`\\N\x1b[2J\nend"
	return ui.NewLineage([]ui.Node{
		{UniqueID: "model.shop.dim", Name: "dim", ResourceType: "model", Materialized: "table"},
		{UniqueID: "model.shop.fct", Name: "fct", ResourceType: "model", Materialized: "incremental"},
		{UniqueID: hostile, Name: hostile, ResourceType: "model", Materialized: "ta\"ble"},
		{UniqueID: "seed.shop.raw", Name: "raw", ResourceType: "seed", Materialized: "seed"},
		{UniqueID: "source.shop.a.raw", Name: "raw", ResourceType: "source"},
	}, []ui.LineageEdge{
		{From: "model.shop.fct", To: "model.shop.dim"},
		{From: "model.shop.fct", To: hostile},
		{From: "seed.shop.raw", To: "model.shop.fct"},
		{From: "source.shop.a.raw", To: "model.shop.fct", Through: []string{"model.shop.int", hostile}},
	})
}

func TestLineageViews(t *testing.T) {
	t.Parallel()
	circle := ui.NewLineage([]ui.Node{{UniqueID: "a", Name: "a", ResourceType: "model"}, {UniqueID: "b", Name: "b", ResourceType: "model"}},
		[]ui.LineageEdge{{From: "a", To: "b"}, {From: "b", To: "a"}})
	tests := []struct {
		name  string
		graph ui.Lineage
		write func(io.Writer, ui.Lineage) error
	}{
		{"lineage.golden", lineage(), ui.LineageTree},
		{"lineage_circle.golden", circle, ui.LineageTree},
		{"lineage_none.golden", ui.NewLineage(nil, nil), ui.LineageTree},
		{"lineage.golden.dot", lineage(), ui.LineageDot},
		{"lineage.golden.mermaid", lineage(), ui.LineageMermaid},
		{"lineage.golden.json", lineage(), func(w io.Writer, l ui.Lineage) error { return ui.JSON(w, l) }},
		{"lineage_none.golden.json", ui.NewLineage(nil, nil), func(w io.Writer, l ui.Lineage) error { return ui.JSON(w, l) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.name, written(t, func(b *bytes.Buffer) error { return tt.write(b, tt.graph) }))
		})
	}
}

func TestExplainText(t *testing.T) {
	t.Parallel()
	excluded := ui.ExplainedNode{
		UniqueID: "model.shop.fct", Verdict: "excluded", Reason: `excluded by "tag:skip"`, Selector: "night\nly",
		Parts: []ui.ExplainedPart{
			{Criterion: "tag:mart+", Within: "tag:mart+,\x1b[2Jx", Matches: true, How: "as a descendant of model.shop.x"},
			{Criterion: "\x1b[2Jx", Within: "tag:mart+,\x1b[2Jx", How: "does not match"},
			{Criterion: "tag:skip", Excludes: true, Matches: true, How: "itself"},
		},
	}
	disabled := ui.ExplainedNode{UniqueID: "model.shop.old", Verdict: "disabled", Reason: "disabled in the dbt project"}
	golden(t, "explain.golden", written(t, func(b *bytes.Buffer) error { return ui.ExplainText(b, excluded, 0) }))
	golden(t, "explain_disabled.golden", written(t, func(b *bytes.Buffer) error { return ui.ExplainText(b, disabled, 0) }))
	golden(t, "explain_disabled.golden.json", written(t, func(b *bytes.Buffer) error { return ui.JSON(b, disabled.Document()) }))
}
