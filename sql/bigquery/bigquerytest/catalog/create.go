package catalog

import (
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// making is how something is made.
type making struct {
	replace, ifNotExists bool
	// what is the statement's type.
	what string
}

// create runs CREATE; the parser stands behind the word.
func (r *run) create() (*Result, error) {
	p := r.p
	how := making{replace: p.accept("OR REPLACE")}
	switch {
	case p.is("SNAPSHOT TABLE") && !how.replace:
		p.expect("SNAPSHOT TABLE")
		return r.createSnapshot(how)
	case p.accept("TABLE"):
		return r.createTable(how)
	case p.accept("VIEW"):
		return r.createView(how, kindView)
	case p.accept("MATERIALIZED VIEW"):
		return r.createView(how, kindMaterialized)
	case p.is("SCHEMA") && !how.replace:
		p.expect("SCHEMA")
		return r.createSchema()
	case p.accept("ROW ACCESS POLICY"):
		return r.createRowPolicy(how)
	}
	p.fail()
	return nil, p.err
}

// ifNotExists reads IF NOT EXISTS, which does not go with OR REPLACE.
func (r *run) ifNotExists(how *making) {
	how.ifNotExists = r.p.accept("IF NOT EXISTS")
	if how.ifNotExists && how.replace {
		r.p.fail()
	}
}

// place gives where a new table goes. The result says what the statement answers
// when there is nothing to do; old is what it replaces.
func (r *run) place(path []string, kind string, how making) (d *dataset, ref *bq.TableReference, old *table, done *Result, err error) {
	d, ref, old, err = r.maybe(path)
	if err != nil || old == nil {
		return d, ref, nil, nil, err
	}
	switch {
	case how.ifNotExists && old.kind == kind:
		return d, ref, old, &Result{StatementType: how.what, DDLOperation: "SKIP", DDLTarget: ref}, nil
	case how.replace && old.kind == kind:
		return d, ref, old, nil, nil
	case how.replace:
		return nil, nil, nil, nil, wrongKind(ref, old.kind)
	}
	return nil, nil, nil, nil, alreadyExists("Table", shown(ref))
}

// made is the answer of a CREATE.
func (r *run) made(how making, ref *bq.TableReference, old *table) *Result {
	op := "CREATE"
	if old != nil {
		op = "REPLACE"
	}
	return &Result{StatementType: how.what, DDLOperation: op, DDLTarget: ref}
}

// finish puts a table in its place, once all has been checked.
func (r *run) finish(how making, d *dataset, t, old *table) (*Result, error) {
	res := r.made(how, t.ref, old)
	if r.dry {
		return res, nil
	}
	if old != nil && r.c.rules.KeepIAMOnReplace {
		t.policy, t.policyChanges = old.policy, old.policyChanges
	}
	for _, v := range t.versions {
		if v.seq == 0 {
			v.at, v.seq = r.now, r.c.nextSeq()
		}
	}
	r.c.put(d, t, r.now)
	return res, nil
}

// createTable runs CREATE TABLE in all its forms; the parser stands behind TABLE.
func (r *run) createTable(how making) (*Result, error) {
	p := r.p
	how.what = "CREATE_TABLE"
	r.ifNotExists(&how)
	path := p.path()
	switch {
	case p.accept("CLONE"):
		return r.createCopy(path, how, copyClone)
	case p.accept("COPY"):
		return r.createCopy(path, how, copyCopy)
	}
	def := &bq.Table{}
	var fields []*bq.TableFieldSchema
	if p.is("(") {
		fields, def.TableConstraints = r.tableColumns(p.parentheses())
	}
	if p.accept("LIKE") {
		return r.createLike(path, how)
	}
	if p.accept("PARTITION BY") {
		r.partition(def, p.until("CLUSTER BY", "OPTIONS (", "AS"))
	}
	if p.accept("CLUSTER BY") {
		def.Clustering = r.clustering(p.until("OPTIONS (", "AS"))
	}
	opts := p.options()
	var query []lexeme
	if p.accept("AS") {
		how.what = "CREATE_TABLE_AS_SELECT"
		query = p.rest()
		if len(query) == 0 {
			p.fail()
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	d, ref, old, done, err := r.place(path, kindTable, how)
	if done != nil || err != nil {
		return done, err
	}
	t := &table{ref: ref, kind: kindTable, meta: def}
	if err := r.describe(t, opts); err != nil {
		return nil, err
	}
	r.inherit(t, old, opts)
	v, err := r.content(query, fields)
	if err != nil {
		return nil, err
	}
	if err := firstError(checkLayout(t.meta, v.fields), sameLayout(t.meta, old)); err != nil {
		return nil, err
	}
	t.versions = []*version{v}
	res, err := r.finish(how, d, t, old)
	if err == nil && query != nil {
		res.Affected = 0
	}
	return res, err
}

// content makes the first version of a table that is made by columns, by a query
// or by both.
func (r *run) content(query []lexeme, fields []*bq.TableFieldSchema) (*version, error) {
	if query == nil {
		if r.dry {
			return &version{store: &store{}, fields: fields}, nil
		}
		return r.empty(fields)
	}
	text, err := r.translate(query, false)
	if err != nil {
		return nil, err
	}
	bound, err := r.bind(text)
	if err != nil {
		return nil, err
	}
	names := titles(query, len(bound))
	for i := range bound {
		if names != nil && names[i] != "" {
			return nil, invalidQuery("CREATE TABLE columns must be named, but column %d has no name", i+1)
		}
	}
	if fields != nil && len(fields) != len(bound) {
		return nil, invalidQuery("The number of columns in the column definition list does not match the number of columns produced by the query")
	}
	switch {
	case r.dry:
		return &version{store: &store{}, fields: bound}, nil
	case fields == nil:
		fields = bound
	}
	v, err := r.empty(fields)
	if err != nil {
		return nil, err
	}
	v.rows, err = r.exec("INSERT INTO " + v.store.name() + " " + text)
	v.store.rows = v.rows
	return v, err
}

// tableColumns reads a list of column definitions and constraints. A primary key
// is kept, and as on the service it holds nobody to anything.
//
// Source: CREATE TABLE, constraint_definition.
func (r *run) tableColumns(part []lexeme) ([]*bq.TableFieldSchema, *bq.TableConstraints) {
	var columns, keys []lexeme
	for _, item := range split(part) {
		q := r.p.sub(item)
		if q.accept("PRIMARY KEY") {
			keys = q.parentheses()
			q.expect("NOT ENFORCED")
			r.p.err = firstError(r.p.err, q.end())
			continue
		}
		item, isKey := withoutKey(r.p.sub(item))
		if isKey {
			keys = item[:1]
		}
		if len(columns) > 0 {
			columns = append(columns, lexeme{Kind: warehouse.LexOther, Text: ","})
		}
		columns = append(columns, item...)
	}
	var found *bq.TableConstraints
	if keys != nil {
		found = &bq.TableConstraints{PrimaryKey: &bq.TableConstraintsPrimaryKey{}}
		for _, k := range split(keys) {
			found.PrimaryKey.Columns = append(found.PrimaryKey.Columns, k[0].Name)
		}
	}
	return r.columns(columns), found
}

// withoutKey gives a column's definition without PRIMARY KEY NOT ENFORCED.
func withoutKey(q *parser) (item []lexeme, isKey bool) {
	item = append(item, q.until("PRIMARY KEY NOT ENFORCED")...)
	isKey = q.accept("PRIMARY KEY NOT ENFORCED")
	return append(item, q.rest()...), isKey
}

// columns reads a list of column definitions.
//
// Source: CREATE TABLE, column and column_schema. Default values are not modelled.
func (r *run) columns(part []lexeme) []*bq.TableFieldSchema {
	var out []*bq.TableFieldSchema
	seen := map[string]bool{}
	for _, item := range split(part) {
		q := r.p.sub(item)
		n := q.one()
		f := q.fieldType()
		f.Name = n
		if q.accept("NOT NULL") {
			f.Mode = required
		}
		if err := r.columnOptions(f, q.options()); err != nil || q.end() != nil || seen[strings.ToLower(n)] {
			r.p.err = firstError(r.p.err, err, q.err, invalidQuery("Duplicate column name %s", n))
			return nil
		}
		seen[strings.ToLower(n)] = true
		out = append(out, f)
	}
	return out
}

func (r *run) columnOptions(f *bq.TableFieldSchema, list []option) (err error) {
	for _, o := range list {
		switch o.name {
		case "description":
			f.Description, err = o.text()
		case "policy_tags":
			var tag string
			tag, err = option{name: o.name, value: o.value[1 : len(o.value)-1]}.text()
			f.PolicyTags = &bq.TableFieldSchemaPolicyTags{Names: []string{tag}}
		default:
			err = notModelledText("option " + o.name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// partition reads the expression of PARTITION BY.
func (r *run) partition(def *bq.Table, s []lexeme) {
	q := r.p.sub(s)
	switch {
	case q.accept("_PARTITIONDATE"):
		def.TimePartitioning = &bq.TimePartitioning{Type: "DAY"}
	case q.is("DATE (") || q.is("DATE_TRUNC (") || q.is("TIMESTAMP_TRUNC (") || q.is("DATETIME_TRUNC ("):
		q.one()
		args := split(q.parentheses())
		def.TimePartitioning = &bq.TimePartitioning{Type: "DAY"}
		if len(args) == 0 || len(args) > 2 || len(args[0]) != 1 {
			q.fail()
			break
		}
		if n := args[0][0].Name; n != "_PARTITIONTIME" {
			def.TimePartitioning.Field = n
		}
		if len(args) == 2 {
			def.TimePartitioning.Type = strings.ToUpper(source(r.p.sql, args[1]))
		}
	case q.accept("RANGE_BUCKET"):
		def.RangePartitioning = r.buckets(q)
	default:
		def.TimePartitioning = &bq.TimePartitioning{Type: "DAY", Field: q.one()}
	}
	r.p.err = firstError(r.p.err, q.end())
}

// buckets reads (column, GENERATE_ARRAY(start, end, interval)).
func (r *run) buckets(q *parser) *bq.RangePartitioning {
	args := split(q.parentheses())
	out := &bq.RangePartitioning{Range: &bq.RangePartitioningRange{}}
	if len(args) != 2 || len(args[0]) != 1 {
		q.fail()
		return out
	}
	out.Field = args[0][0].Name
	a := r.p.sub(args[1])
	a.expect("GENERATE_ARRAY")
	limits := split(a.parentheses())
	if a.end() != nil || len(limits) != 3 {
		q.fail()
		return out
	}
	for i, to := range []*int64{&out.Range.Start, &out.Range.End, &out.Range.Interval} {
		n, err := option{value: limits[i]}.number()
		if err != nil || limits[i][0].Kind != warehouse.LexNumber {
			q.fail()
		}
		*to = int64(n)
	}
	return out
}

func (r *run) clustering(s []lexeme) *bq.Clustering {
	out := &bq.Clustering{}
	for _, part := range split(s) {
		q := r.p.sub(part)
		out.Fields = append(out.Fields, q.one())
		r.p.err = firstError(r.p.err, q.end())
	}
	if len(out.Fields) == 0 || len(out.Fields) > 4 {
		r.p.fail()
	}
	return out
}
