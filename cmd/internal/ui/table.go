package ui

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/pkg/twwidth"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

const (
	gap      = "  "
	ellipsis = "…"
	// narrowest is the width below which a column is not shortened.
	narrowest = 8
)

// TableOptions say how a table is laid out. The zero value is a table at the
// left edge whose cells are all at the left and never cut.
type TableOptions struct {
	// Indent begins every line.
	Indent string
	// Width in columns is what the table should fit in by shortening cells; 0
	// means that nothing is cut. A terminal that is too narrow even so wraps.
	Width int
	// Right lists the columns that are aligned at the right: numbers. Like those
	// in Fixed (ids, times) they are never shortened.
	Right, Fixed []int
	// Keep lists the columns that are shortened only when the others cannot be
	// shortened any more: names.
	Keep []int
	// DropEmpty leaves out columns without any cell.
	DropEmpty bool
}

// Table writes rows in aligned columns, two blanks between them, no lines. A
// nil header writes none. Cells are sanitized; a row may have fewer cells than
// the header.
func Table(w io.Writer, header []string, rows [][]string, opts TableOptions) error {
	text, err := table(header, rows, opts)
	if err != nil {
		return err
	}
	return writeText(w, text)
}

func table(header []string, rows [][]string, opts TableOptions) (string, error) {
	g := newGrid(header, rows, opts)
	if opts.DropEmpty {
		g.dropEmpty()
	}
	if len(g.widths) == 0 {
		return "", nil
	}
	if opts.Width > 0 {
		g.fit(opts.Width - textWidth(opts.Indent))
	}
	return g.render(opts.Indent)
}

// grid is a table with every cell in place.
type grid struct {
	header []string
	rows   [][]string
	align  []tw.Align
	keep   []bool
	fixed  []bool
	widths []int
}

func newGrid(header []string, rows [][]string, opts TableOptions) *grid {
	n := len(header)
	for _, r := range rows {
		n = max(n, len(r))
	}
	g := &grid{align: make([]tw.Align, n), keep: make([]bool, n), fixed: make([]bool, n), widths: make([]int, n)}
	for i := range g.align {
		g.align[i] = tw.AlignLeft
		if slices.Contains(opts.Right, i) {
			g.align[i] = tw.AlignRight
		}
		g.keep[i] = slices.Contains(opts.Keep, i)
		g.fixed[i] = g.align[i] == tw.AlignRight || slices.Contains(opts.Fixed, i)
	}
	if header != nil {
		g.header = g.measured(header, n)
	}
	for _, r := range rows {
		g.rows = append(g.rows, g.measured(r, n))
	}
	return g
}

func (g *grid) measured(cells []string, n int) []string {
	out := make([]string, n)
	for i, c := range cells {
		out[i] = Sanitize(c)
		g.widths[i] = max(g.widths[i], textWidth(out[i]))
	}
	return out
}

func (g *grid) dropEmpty() {
	for i := len(g.widths) - 1; i >= 0; i-- {
		if slices.ContainsFunc(g.rows, func(r []string) bool { return r[i] != "" }) {
			continue
		}
		if g.header != nil {
			g.header = slices.Delete(g.header, i, i+1)
		}
		for j := range g.rows {
			g.rows[j] = slices.Delete(g.rows[j], i, i+1)
		}
		g.align = slices.Delete(g.align, i, i+1)
		g.keep = slices.Delete(g.keep, i, i+1)
		g.fixed = slices.Delete(g.fixed, i, i+1)
		g.widths = slices.Delete(g.widths, i, i+1)
	}
}

// fit takes from the widest column, one by one, until the table fits.
func (g *grid) fit(width int) {
	total := len(gap) * (len(g.widths) - 1)
	for _, n := range g.widths {
		total += n
	}
	for ; total > width; total-- {
		widest := g.widest(false)
		if widest < 0 {
			widest = g.widest(true)
		}
		if widest < 0 {
			break
		}
		g.widths[widest]--
	}
	for _, r := range g.rows {
		for i := range r {
			r[i] = shorten(r[i], g.widths[i])
		}
	}
}

// widest finds the widest column that can still be shortened; -1 for none.
func (g *grid) widest(kept bool) int {
	widest := -1
	for i, n := range g.widths {
		if !g.fixed[i] && g.keep[i] == kept && n > g.floor(i) && (widest < 0 || n > g.widths[widest]) {
			widest = i
		}
	}
	return widest
}

func (g *grid) floor(i int) int {
	if g.header == nil {
		return narrowest
	}
	return max(narrowest, textWidth(g.header[i]))
}

func (g *grid) render(indent string) (string, error) {
	var out strings.Builder
	padding := tw.CellPadding{Global: tw.Padding{Right: gap, Overwrite: true}}
	alignment := tw.CellAlignment{Global: tw.AlignLeft, PerColumn: g.align}
	formatting := tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off}
	cells := tw.CellConfig{Formatting: formatting, Alignment: alignment, Padding: padding}
	t := tablewriter.NewTable(&out,
		tablewriter.WithConfig(tablewriter.Config{Header: cells, Row: cells}),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Symbols:  tw.NewSymbols(tw.StyleNone),
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithTrimSpace(tw.Off),
		// The library guesses from the locale; files must not depend on it.
		tablewriter.WithEastAsian(tw.Off),
	)
	if g.header != nil {
		t.Header(g.header)
	}
	if err := t.Bulk(g.rows); err != nil {
		return "", fmt.Errorf("lay out table: %w", err)
	}
	if err := t.Render(); err != nil {
		return "", fmt.Errorf("lay out table: %w", err)
	}
	return indented(out.String(), indent), nil
}

// indented begins every line with indent and cuts the blanks at its end.
func indented(text, indent string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimRight(indent+line, " \n"))
		b.WriteByte('\n')
	}
	return b.String()
}

// textWidth is the number of terminal columns of a text.
func textWidth(s string) int {
	return twwidth.WidthWithOptions(s, twwidth.Options{})
}

// shorten cuts a text to at most width columns, the last of them an ellipsis.
func shorten(s string, width int) string {
	if width <= 0 {
		return ""
	}
	if textWidth(s) <= width {
		return s
	}
	used, end := 0, 0
	for i, r := range s {
		n := textWidth(string(r))
		if used+n > width-1 {
			break
		}
		used += n
		end = i + len(string(r))
	}
	return s[:end] + ellipsis
}
