package catalog

import (
	"net/http"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// drop runs DROP; the parser stands behind the word.
func (r *run) drop() (*Result, error) {
	p := r.p
	switch {
	case p.accept("SNAPSHOT TABLE"):
		return r.dropTable(kindSnapshot, "DROP_SNAPSHOT_TABLE")
	case p.accept("EXTERNAL TABLE"):
		return r.dropTable(kindExternal, "DROP_EXTERNAL_TABLE")
	case p.accept("MATERIALIZED VIEW"):
		return r.dropTable(kindMaterialized, "DROP_MATERIALIZED_VIEW")
	case p.accept("TABLE"):
		return r.dropTable(kindTable, "DROP_TABLE")
	case p.accept("VIEW"):
		return r.dropTable(kindView, "DROP_VIEW")
	case p.accept("SCHEMA"):
		return r.dropSchema()
	case p.accept("ALL ROW ACCESS POLICIES ON"):
		return r.dropRowPolicies("", false)
	case p.accept("ROW ACCESS POLICY"):
		exists := p.accept("IF EXISTS")
		n := p.one()
		p.expect("ON")
		return r.dropRowPolicies(n, exists)
	}
	p.fail()
	return nil, p.err
}

// dropTable runs DROP for a kind; what is of another kind is refused.
func (r *run) dropTable(kind, what string) (*Result, error) {
	p := r.p
	exists := p.accept("IF EXISTS")
	path := p.path()
	if err := p.end(); err != nil {
		return nil, err
	}
	d, ref, t, err := r.maybe(path)
	if err != nil {
		if known := asError(err); exists && known.Code == http.StatusNotFound && r.c.datasets[keyOf(path, r.s)] == nil {
			return &Result{StatementType: what, DDLOperation: "SKIP"}, nil
		}
		return nil, err
	}
	res := &Result{StatementType: what, DDLOperation: "DROP", DDLTarget: ref}
	switch {
	case t == nil && exists:
		res.DDLOperation = "SKIP"
		return res, nil
	case t == nil:
		return nil, missingTable(ref)
	case t.kind != kind && !(kind == kindTable && t.kind == kindExternal):
		return nil, wrongKind(ref, t.kind)
	case r.dry:
		return res, nil
	}
	r.c.remove(d, t)
	return res, nil
}

// keyOf is the dataset of a table's name.
func keyOf(path []string, s Session) datasetKey {
	switch len(path) {
	case 3:
		return datasetKey{path[0], path[1]}
	case 2:
		return datasetKey{s.Project, path[0]}
	}
	return datasetKey{s.Project, s.Dataset}
}

// schemaName reads the name of a dataset.
func (r *run) schemaName() datasetKey {
	path := r.p.path()
	switch len(path) {
	case 1:
		return datasetKey{r.s.Project, path[0]}
	case 2:
		return datasetKey{path[0], path[1]}
	}
	r.p.fail()
	return datasetKey{}
}

// createSchema runs CREATE SCHEMA; the parser stands behind the word.
func (r *run) createSchema() (*Result, error) {
	p := r.p
	exists := p.accept("IF NOT EXISTS")
	k := r.schemaName()
	opts := p.options()
	if err := p.end(); err != nil {
		return nil, err
	}
	res := &Result{StatementType: "CREATE_SCHEMA", DDLOperation: "CREATE"}
	if r.c.datasets[k] != nil {
		if exists {
			res.DDLOperation = "SKIP"
			return res, nil
		}
		return nil, alreadyExists("Dataset", k.project+":"+k.dataset)
	}
	meta := &bq.Dataset{Location: r.s.Location}
	if err := describeDataset(meta, opts); err != nil {
		return nil, err
	}
	if r.s.Location != "" && !strings.EqualFold(meta.Location, r.s.Location) {
		return nil, invalid("The job runs in %s and cannot make a dataset in %s", r.s.Location, meta.Location)
	}
	if r.dry {
		return res, nil
	}
	meta.DatasetReference = &bq.DatasetReference{ProjectId: k.project, DatasetId: k.dataset}
	_, err := r.c.addDataset(meta, r.now)
	return res, err
}

// dropSchema runs DROP SCHEMA; the parser stands behind the word.
func (r *run) dropSchema() (*Result, error) {
	p := r.p
	exists := p.accept("IF EXISTS")
	k := r.schemaName()
	cascade := p.accept("CASCADE")
	if !cascade {
		p.accept("RESTRICT")
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	res := &Result{StatementType: "DROP_SCHEMA", DDLOperation: "DROP"}
	if exists && r.c.datasets[k] == nil {
		res.DDLOperation = "SKIP"
		return res, nil
	}
	d, err := r.dataset(k)
	if err != nil || r.dry {
		return res, err
	}
	return res, r.c.removeDataset(d, cascade)
}
