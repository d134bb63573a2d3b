package catalog

import (
	"fmt"
	"strconv"
	"time"

	"cutover/sql/warehouse"
)

// query runs a SELECT.
func (r *run) query() (*Result, error) {
	rest := r.p.rest()
	text, err := r.translate(rest, false)
	if err != nil {
		return nil, err
	}
	if r.dry {
		text = "SELECT * FROM (" + text + ") LIMIT 0"
	}
	res, err := r.read(text)
	if err != nil {
		return nil, err
	}
	for i, title := range titles(rest, len(res.Columns)) {
		if title != "" {
			res.Columns[i].Name = title
		}
	}
	res.StatementType = "SELECT"
	return res, nil
}

// titles are the names of the columns that have none: f0_, f1_. Empty means that
// the row store's name is right.
func titles(s []lexeme, n int) []string {
	if len(s) == 0 || !s[0].Is("SELECT") {
		return nil
	}
	s = s[1:]
	if len(s) > 0 && (s[0].Is("DISTINCT") || s[0].Is("ALL")) {
		s = s[1:]
	}
	q := &parser{s: s}
	items := split(q.until(append([]string{"FROM"}, endOfFrom...)...))
	if len(items) != n {
		return nil
	}
	out := make([]string, n)
	unnamed := 0
	for i, item := range items {
		if !named(item) {
			out[i] = fmt.Sprintf("f%d_", unnamed)
			unnamed++
		}
	}
	return out
}

// named reports whether an item of a SELECT list has a name: an alias, or that
// of a column. A star has those of its columns.
func named(item []lexeme) bool {
	last := item[len(item)-1]
	if last.IsOther("*") {
		return true
	}
	if !identifier(last) || isKeyword(last) {
		return false
	}
	if len(item) == 1 {
		return last.Kind == warehouse.LexQuoted || !last.Is("CURRENT_TIMESTAMP")
	}
	before := item[len(item)-2]
	return before.Kind != warehouse.LexOther || before.IsOther(".") || before.IsOther(")") || before.IsOther("]")
}

// assert runs ASSERT expression [AS 'text'].
func (r *run) assert() (*Result, error) {
	p := r.p
	expression := p.until("AS")
	message := "Assertion failed"
	if p.accept("AS") {
		message = p.text()
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	text, err := r.translate(expression, false)
	if err != nil {
		return nil, err
	}
	res, err := r.read("SELECT CAST(" + text + " AS BOOLEAN) AS holds")
	if err != nil {
		return nil, err
	}
	if !r.dry && (len(res.Rows) != 1 || res.Rows[0][0] == nil || *res.Rows[0][0] != "true") {
		return nil, invalidQuery("%s", message)
	}
	return &Result{StatementType: "ASSERT"}, nil
}

// microseconds reads a TIMESTAMP of a result.
func microseconds(s string) (time.Time, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read timestamp: %w", err)
	}
	return time.UnixMicro(n).UTC(), nil
}
