package catalog

import (
	"slices"

	bq "google.golang.org/api/bigquery/v2"
)

// alter runs ALTER; the parser stands behind the word.
func (r *run) alter() (*Result, error) {
	p := r.p
	switch {
	case p.accept("SNAPSHOT TABLE"):
		return r.alterTable(kindSnapshot)
	case p.accept("TABLE"):
		return r.alterTable(kindTable)
	case p.accept("MATERIALIZED VIEW"):
		return r.alterTable(kindMaterialized)
	case p.accept("VIEW"):
		return r.alterTable(kindView)
	case p.accept("SCHEMA"):
		return r.alterSchema()
	}
	p.fail()
	return nil, p.err
}

func (r *run) alterTable(kind string) (*Result, error) {
	p := r.p
	exists := p.accept("IF EXISTS")
	path := p.path()
	d, ref, t, err := r.maybe(path)
	if err != nil {
		return nil, err
	}
	res := &Result{StatementType: "ALTER_" + kind, DDLOperation: "ALTER", DDLTarget: ref}
	switch {
	case t == nil && exists:
		p.rest()
		res.DDLOperation = "SKIP"
		return res, nil
	case t == nil:
		return nil, missingTable(ref)
	case t.kind != kind:
		return nil, wrongKind(ref, t.kind)
	}
	switch {
	case p.accept("SET"):
		err = r.setOptions(t)
	case p.accept("RENAME TO") && kind == kindTable:
		err = r.rename(d, t)
	case p.is("ADD COLUMN") && kind == kindTable:
		err = r.addColumns(t)
	case p.is("DROP COLUMN") && kind == kindTable:
		err = r.dropColumns(t)
	case p.accept("ALTER COLUMN") && (kind == kindTable || kind == kindView):
		err = r.alterColumn(t)
	default:
		p.fail()
		err = p.err
	}
	return res, err
}

func (r *run) setOptions(t *table) error {
	list := r.p.options()
	if err := r.p.end(); err != nil || list == nil {
		return firstError(err, notModelled(r.p.sql, 0))
	}
	twin := *t
	if err := r.describe(&twin, list); err != nil || r.dry {
		return err
	}
	t.meta, t.never = twin.meta, twin.never
	r.c.touch(t, r.now)
	return nil
}

// rename gives a table another name in its dataset. Creation time, access and row
// access policies stay with it.
//
// Source: "Managing tables", renaming.
func (r *run) rename(d *dataset, t *table) error {
	n := r.p.one()
	if err := r.p.end(); err != nil {
		return err
	}
	ref := &bq.TableReference{ProjectId: t.ref.ProjectId, DatasetId: t.ref.DatasetId, TableId: n}
	if r.c.lookup(ref) != nil {
		return alreadyExists("Table", shown(ref))
	}
	if t.buffer != nil {
		return invalid("Table %s has a streaming buffer and cannot be renamed", shown(t.ref))
	}
	if t.meta.TableConstraints != nil && t.meta.TableConstraints.PrimaryKey != nil {
		// Source: INFORMATION_SCHEMA.TABLE_CONSTRAINTS, limitations.
		return invalid("Table %s has a primary key and cannot be renamed", shown(t.ref))
	}
	if r.dry {
		return nil
	}
	delete(d.tables, t.ref.TableId)
	t.ref = ref
	d.tables[n] = t
	r.c.touch(t, r.now)
	return nil
}

// addColumns runs ADD COLUMN [IF NOT EXISTS] name type, ...
func (r *run) addColumns(t *table) error {
	fields := slices.Clone(t.fields())
	for _, part := range split(r.p.rest()) {
		q := r.p.sub(part)
		q.expect("ADD COLUMN")
		exists := q.accept("IF NOT EXISTS")
		list := r.columns(q.rest())
		if err := firstError(q.err, r.p.err); err != nil {
			return err
		}
		for _, f := range list {
			if field(fields, f.Name) >= 0 {
				if exists {
					continue
				}
				return invalid("Column already exists: %s", f.Name)
			}
			if f.Mode == required {
				return invalid("Cannot add required columns to an existing schema: %s", f.Name)
			}
			fields = append(fields, f)
		}
	}
	if r.dry || len(fields) == len(t.fields()) {
		return nil
	}
	return r.reshape(t, fields)
}

// dropColumns runs DROP COLUMN [IF EXISTS] name, ...
func (r *run) dropColumns(t *table) error {
	fields := slices.Clone(t.fields())
	for _, part := range split(r.p.rest()) {
		q := r.p.sub(part)
		q.expect("DROP COLUMN")
		exists := q.accept("IF EXISTS")
		n := q.one()
		if err := q.end(); err != nil {
			return err
		}
		i := field(fields, n)
		switch {
		case i < 0 && exists:
		case i < 0:
			return invalid("Column not found: %s", n)
		default:
			fields = slices.Delete(fields, i, i+1)
		}
	}
	if len(fields) == 0 {
		return invalid("Cannot drop all columns of %s", shown(t.ref))
	}
	if err := checkLayout(t.meta, fields); err != nil || r.dry || len(fields) == len(t.fields()) {
		return err
	}
	return r.reshape(t, fields)
}

// alterColumn runs ALTER COLUMN name SET OPTIONS(...) or DROP NOT NULL.
func (r *run) alterColumn(t *table) error {
	p := r.p
	p.accept("IF EXISTS")
	n := p.one()
	i := field(t.fields(), n)
	if i < 0 {
		return firstError(p.err, invalid("Column not found: %s", n))
	}
	fields := slices.Clone(t.fields())
	f := *fields[i]
	fields[i] = &f
	var err error
	switch {
	case p.accept("DROP NOT NULL"):
		f.Mode = nullable
	case p.accept("SET"):
		err = r.columnOptions(&f, p.options())
	default:
		p.fail()
	}
	if err := firstError(err, p.end()); err != nil || r.dry {
		return err
	}
	return r.refield(t, fields)
}

// refield gives a table columns that differ in what is described of them alone.
func (r *run) refield(t *table, fields []*bq.TableFieldSchema) error {
	if !t.stored() {
		meta := *t.meta
		meta.Schema = &bq.TableSchema{Fields: fields}
		t.meta = &meta
		r.c.touch(t, r.now)
		return nil
	}
	loose := false
	for i, f := range t.fields() {
		loose = loose || f.Mode != fields[i].Mode
	}
	if loose {
		return r.reshape(t, fields)
	}
	v := *t.now()
	v.fields, v.adds = fields, true
	r.commitVersion(t, &v)
	return nil
}

// reshape gives a table other columns: those that stay keep their values.
func (r *run) reshape(t *table, fields []*bq.TableFieldSchema) error {
	if t.writer != nil {
		return errWait
	}
	out, err := r.empty(fields)
	if err != nil {
		return err
	}
	names, values := "", ""
	for _, f := range fields {
		if field(t.fields(), f.Name) < 0 {
			continue
		}
		if names != "" {
			names += ", "
		}
		names += quote(f.Name)
	}
	values = names
	if names != "" {
		out.rows, err = r.exec("INSERT INTO " + out.store.name() + " (" + names + ") SELECT " + values + " FROM " + t.now().text())
		if err != nil {
			return err
		}
	}
	out.store.rows = out.rows
	r.commitVersion(t, out)
	return nil
}

// alterSchema runs ALTER SCHEMA ... SET OPTIONS; the parser stands behind the word.
func (r *run) alterSchema() (*Result, error) {
	p := r.p
	exists := p.accept("IF EXISTS")
	k := r.schemaName()
	p.expect("SET")
	list := p.options()
	if err := p.end(); err != nil || list == nil {
		return nil, firstError(err, notModelled(p.sql, 0))
	}
	res := &Result{StatementType: "ALTER_SCHEMA", DDLOperation: "ALTER"}
	if exists && r.c.datasets[k] == nil {
		res.DDLOperation = "SKIP"
		return res, nil
	}
	d, err := r.dataset(k)
	if err != nil {
		return nil, err
	}
	meta := *d.meta
	if given(list, "location") {
		return nil, invalid("Cannot change the location of a dataset")
	}
	if err := describeDataset(&meta, list); err != nil || r.dry {
		return res, err
	}
	d.meta = &meta
	r.c.touchDataset(d, r.now)
	return res, nil
}
