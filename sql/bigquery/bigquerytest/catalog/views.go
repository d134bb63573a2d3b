package catalog

import (
	"errors"
	"fmt"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// maxViews is how deep views may read views.
//
// Source: "Quotas and limits", views.
const maxViews = 16

// createView runs CREATE VIEW and CREATE MATERIALIZED VIEW; the parser stands
// behind the word.
func (r *run) createView(how making, kind string) (*Result, error) {
	p := r.p
	how.what = "CREATE_" + kind
	r.ifNotExists(&how)
	path := p.path()
	var declared []*bq.TableFieldSchema
	if p.is("(") {
		declared = r.viewColumns(p.parentheses())
	}
	meta := &bq.Table{}
	if kind == kindMaterialized {
		if p.accept("PARTITION BY") {
			r.partition(meta, p.until("CLUSTER BY", "OPTIONS (", "AS"))
		}
		if p.accept("CLUSTER BY") {
			meta.Clustering = r.clustering(p.until("OPTIONS (", "AS"))
		}
	}
	opts := p.options()
	p.expect("AS")
	if p.err != nil || p.done() {
		p.fail()
		return nil, p.err
	}
	query := strings.TrimSuffix(source(p.sql, p.rest()), ";")
	d, ref, old, done, err := r.place(path, kind, how)
	if done != nil || err != nil {
		return done, err
	}
	t := &table{ref: ref, kind: kind, meta: meta}
	if err := r.describe(t, opts); err != nil {
		return nil, err
	}
	r.inherit(t, old, opts)
	if err := r.defineView(t, query, declared); err != nil {
		return nil, err
	}
	return r.finish(how, d, t, old)
}

// defineView gives a view its query, once that has been checked.
func (r *run) defineView(t *table, query string, declared []*bq.TableFieldSchema) error {
	r.defining = t.ref
	_, produced, err := r.viewQuery(t, query)
	r.defining = nil
	if err != nil {
		return err
	}
	if declared != nil && len(declared) != len(produced) {
		return invalidQuery("The number of columns in the column definition list does not match the number of columns produced by the query")
	}
	for i, f := range declared {
		f.Type, f.Mode, f.Fields = produced[i].Type, produced[i].Mode, produced[i].Fields
	}
	if declared != nil {
		produced = declared
	}
	meta := *t.meta
	meta.Schema = &bq.TableSchema{Fields: produced}
	if t.kind == kindMaterialized {
		meta.MaterializedView = &bq.MaterializedViewDefinition{Query: query, EnableRefresh: true}
	} else {
		meta.View = &bq.ViewDefinition{Query: query, UseExplicitColumnNames: declared != nil}
	}
	t.meta = &meta
	return nil
}

// viewColumns reads the declared columns of a view: names, each with a description
// at most.
func (r *run) viewColumns(part []lexeme) []*bq.TableFieldSchema {
	out := []*bq.TableFieldSchema{}
	for _, item := range split(part) {
		q := r.p.sub(item)
		f := &bq.TableFieldSchema{Name: q.one()}
		err := r.columnOptions(f, q.options())
		r.p.err = firstError(r.p.err, err, q.end())
		out = append(out, f)
	}
	return out
}

// viewQuery translates a view's query and gives the columns that it produces now.
func (r *run) viewQuery(t *table, query string) (string, []*bq.TableFieldSchema, error) {
	if r.inView >= maxViews {
		return "", nil, invalidQuery("Exceeded the maximum nesting depth of views: %s", shown(t.ref))
	}
	p, err := newParser(query)
	if err != nil {
		return "", nil, err
	}
	if !p.is("SELECT") && !p.is("WITH") && !p.is("(") {
		return "", nil, notModelled(query, 0)
	}
	inner := *r
	inner.p, inner.params, inner.bound, inner.scratch, inner.inView = p, nil, 0, nil, r.inView+1
	inner.dry = false
	inner.s.Project, inner.s.Dataset = t.ref.ProjectId, t.ref.DatasetId
	text, err := inner.translate(p.s, false)
	r.scratch = append(r.scratch, inner.scratch...)
	r.bytes, r.location = inner.bytes, inner.location
	if err != nil {
		return "", nil, err
	}
	fields, err := r.bind(text)
	if err != nil {
		return "", nil, err
	}
	for i, title := range titles(p.s, len(fields)) {
		if title != "" {
			fields[i].Name = title
		}
	}
	return text, fields, nil
}

// expand writes a view as a sub-query. Its text is read anew, so that what it
// reads must still be there.
func (r *run) expand(v *table) (string, error) {
	query := ""
	if v.meta.View != nil {
		query = v.meta.View.Query
	} else if v.meta.MaterializedView != nil {
		query = v.meta.MaterializedView.Query
	}
	text, fields, err := r.viewQuery(v, query)
	if err != nil {
		var known *Error
		if r.inView == 0 && errors.As(err, &known) {
			return "", &Error{Code: known.Code, Reason: known.Reason, Message: fmt.Sprintf("%s; reading view %s", known.Message, shown(v.ref)), Unexpected: known.Unexpected}
		}
		return "", err
	}
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	if v.meta.View != nil && v.meta.View.UseExplicitColumnNames {
		declared := v.fields()
		if len(declared) != len(fields) {
			return "", invalidQuery("View %s has columns that its query does not produce any more", shown(v.ref))
		}
		for i, f := range declared {
			names[i] = f.Name
		}
	}
	for i := range names {
		names[i] = quote(names[i])
	}
	return fmt.Sprintf(`(SELECT * FROM (%s) AS "view"(%s))`, text, strings.Join(names, ", ")), nil
}
