//go:build cgo

package duckdb

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// contentBatch is how many tables one content query reads.
const contentBatch = 50

// content fills in exact rows and tokens of the listed relations.
func (l *look) content(ctx context.Context, refs []warehouse.Ref) error {
	var tables []*warehouse.Object
	seen := map[string]bool{}
	for _, ref := range refs {
		o := l.objects[refKey(ref)]
		if o == nil || seen[refKey(ref)] {
			continue
		}
		seen[refKey(ref)] = true
		if o.Kind == warehouse.KindTable {
			tables = append(tables, o)
			continue
		}
		o.Identity.Token = definitionToken(*o)
	}
	for len(tables) > 0 {
		n := min(contentBatch, len(tables))
		if err := l.scan(ctx, tables[:n]); err != nil {
			return err
		}
		tables = tables[n:]
	}
	return nil
}

func (l *look) scan(ctx context.Context, tables []*warehouse.Object) error {
	var parts []string
	for i, o := range tables {
		parts = append(parts, fmt.Sprintf("SELECT %d::VARCHAR, count(*)::VARCHAR, coalesce(sum(hash(%s)), 0)::VARCHAR FROM %s",
			i, hashed(o.Definition.Columns), l.d.r.d.QuoteRef(o.Ref)))
	}
	var bad error
	err := l.each(ctx, strings.Join(parts, " UNION ALL "), func(c []string) {
		i, err := strconv.Atoi(c[0])
		if err != nil || i >= len(tables) {
			bad = fmt.Errorf("read content of batch: row %q", c)
			return
		}
		o := tables[i]
		if o.Rows, err = strconv.ParseInt(c[1], 10, 64); err != nil {
			bad = fmt.Errorf("read row count of %s: %w", o.Ref, err)
		}
		o.Identity.Token = c[1] + "-" + c[2] + "-" + definitionToken(*o)
	})
	if err != nil {
		return err
	}
	return mapError("inspect", "content", bad)
}
