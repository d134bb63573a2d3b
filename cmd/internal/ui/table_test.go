package ui_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/ui"
)

func TestTable(t *testing.T) {
	t.Parallel()
	header := []string{"NAME", "ROWS", "NOTE"}
	cells := [][]string{{"mart.fct_orders", "12,480,112", ""}, {"größe", "7", "日本 x"}, {"short"}}
	tests := []struct {
		name   string
		header []string
		rows   [][]string
		opts   ui.TableOptions
		want   string
	}{
		{"aligned", header, cells, ui.TableOptions{Right: []int{1}}, "" +
			"NAME                   ROWS  NOTE\n" +
			"mart.fct_orders  12,480,112\n" +
			"größe                     7  日本 x\n" +
			"short\n"},
		{"no header", nil, cells[:1], ui.TableOptions{Indent: "  "}, "  mart.fct_orders  12,480,112\n"},
		{"empty columns left out", header, [][]string{{"a", "", "b"}}, ui.TableOptions{DropEmpty: true}, "NAME  NOTE\na     b\n"},
		{"shortened, numbers whole", header, cells[:1], ui.TableOptions{Right: []int{1}, Width: 28}, "" +
			"NAME              ROWS  NOTE\n" +
			"mart.fct_…  12,480,112\n"},
		{"leading blanks stay", nil, [][]string{{"  a", "b"}, {"cccc", "d"}}, ui.TableOptions{}, "  a   b\ncccc  d\n"},
		{"control characters", nil, [][]string{{"a\nb\x1b[31m", "c\td"}}, ui.TableOptions{}, `a\nb\x1b[31m  c\td` + "\n"},
		{"nothing", nil, nil, ui.TableOptions{}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := written(t, func(b *bytes.Buffer) error { return ui.Table(b, tt.header, tt.rows, tt.opts) })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("table (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTableCutsNothingWithoutAWidth(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("a long cell ", 400)
	got := written(t, func(b *bytes.Buffer) error {
		return ui.Table(b, []string{"A", "B"}, [][]string{{long, long}}, ui.TableOptions{})
	})
	if n := strings.Count(got, "a long cell"); n != 800 {
		t.Errorf("%d of 800 words are there", n)
	}
	if n := strings.Count(got, "\n"); n != 2 {
		t.Errorf("%d lines, want 2", n)
	}
}
