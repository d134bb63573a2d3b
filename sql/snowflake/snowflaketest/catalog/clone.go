package catalog

import (
	"maps"
	"slices"
	"strings"
)

// cloneDatabase fills a new database with clones of all that another holds. The
// database's own grants and future grants are not copied, those of its schemas
// are.
//
// Source: "Cloning considerations"; GRANT privilege, "Future grants and cloning":
// when a database is cloned, its schemas copy the future grants of the source.
func (r *run) cloneDatabase(from, to *database) error {
	if err := transientRule(&from.entity, &to.entity); err != nil {
		return err
	}
	if err := r.must(&from.entity, "USAGE"); err != nil {
		return err
	}
	keep(&from.entity, &to.entity)
	twins := map[int64]int64{}
	for _, s := range from.sorted() {
		twin := newSchema(to, s.name)
		twin.transient = s.transient || to.transient
		if err := r.cloneSchema(s, twin, twins); err != nil {
			return err
		}
		r.born(&twin.entity)
		twin.owner = s.owner
		twin.grants, twin.future = slices.Clone(s.grants), slices.Clone(s.future)
		to.schemas[twin.name] = twin
	}
	for n, e := range from.roles {
		twin := *e
		r.born(&twin)
		twin.id = r.c.nextID()
		to.roles[n] = &twin
	}
	r.rebind(to.sorted(), twins)
	return nil
}

// transientRule: what is transient cannot become permanent by cloning.
func transientRule(from, to *entity) error {
	if from.transient && !to.transient {
		return failf(2120, "0A000", "SQL compilation error:\nTransient object cannot be cloned to a permanent object.")
	}
	return nil
}

// keep copies what a clone of a container has from its source: comment, tags,
// retention. What the statement says itself counts more.
func keep(from, to *entity) {
	if to.comment == "" {
		to.comment = from.comment
	}
	if to.retention == nil {
		to.retention = from.retention
	}
	to.tags = slices.Clone(from.tags)
}

// cloneSchema fills a new schema with clones of the objects of another. twins,
// when not nil, collects which id became which; otherwise the schema is cloned
// alone.
func (r *run) cloneSchema(from, to *schema, twins map[int64]int64) error {
	if twins == nil {
		if err := transientRule(&from.entity, &to.entity); err != nil {
			return err
		}
	}
	if err := r.must(&from.entity, "USAGE"); err != nil {
		return err
	}
	keep(&from.entity, &to.entity)
	alone := twins == nil
	if alone {
		twins = map[int64]int64{}
	}
	for _, o := range from.sorted() {
		if !o.cloned() {
			continue
		}
		twin := r.twin(o, to)
		twins[o.id] = twin.id
		to.objects[twin.key()] = twin
		r.c.byID[twin.id] = twin
	}
	if alone {
		r.rebind([]*schema{to}, twins)
	}
	return nil
}

// cloned reports whether a clone of the container has the object too.
//
// Source: "Cloning considerations": not external tables, internal stages, pipes
// on internal stages, hybrid tables; temporary tables belong to their session.
func (o *object) cloned() bool {
	switch {
	case o.kind == kindExternal, o.temporary, o.variant == "hybrid":
		return false
	case o.kind == kindStage:
		return o.variant == "external"
	case o.kind == kindPipe:
		return o.variant == "external"
	}
	return true
}

// twin makes the clone of an object that is cloned with its container: it keeps
// owner and grants. Tasks and alerts are suspended, pipes stopped, and a pipe
// belongs to the role that clones.
func (r *run) twin(o *object, to *schema) *object {
	twin := r.copyObject(o)
	twin.schema = to
	twin.grants = slices.Clone(o.grants)
	twin.transient = o.transient || (to.transient && o.kind == kindTable)
	r.born(&twin.entity)
	twin.owner = o.owner
	switch o.kind {
	case kindTask, kindAlert:
		twin.state = "suspended"
	case kindPipe:
		twin.state, twin.owner = "STOPPED_CLONED", r.s.Role
	}
	return twin
}

// copyObject copies an object with its rows, columns, comments, policies and
// tags under a new id, without grants. The rows are shared until one of both
// changes them.
func (r *run) copyObject(o *object) *object {
	twin := *o
	twin.id = r.c.nextID()
	twin.grants = nil
	twin.columns = slices.Clone(o.columns)
	twin.tags = slices.Clone(o.tags)
	twin.policies = slices.Clone(o.policies)
	if o.stored() {
		r.c.sharing[o.rowsIn]++
	}
	return &twin
}

// ownRows gives a table rows of its own before they change, when it shares them
// with its clones or its source.
func (r *run) ownRows(o *object) error {
	if r.c.sharing[o.rowsIn] == 0 {
		return nil
	}
	start := int64(1)
	for _, c := range o.columns {
		if !c.identity {
			continue
		}
		text := "SELECT CAST(COALESCE(MAX(" + quote(c.name) + "), 0) + 1 AS BIGINT) FROM " + o.store()
		if err := r.c.db.QueryRowContext(r.ctx, text).Scan(&start); err != nil {
			return r.storeError(err)
		}
	}
	copied := *o
	copied.rowsIn = r.c.nextID()
	if err := r.makeStore(&copied, start); err != nil {
		return err
	}
	if _, err := r.exec("INSERT INTO " + copied.store() + " SELECT * FROM " + o.store()); err != nil {
		return err
	}
	r.c.sharing[o.rowsIn]--
	o.rowsIn = copied.rowsIn
	return nil
}

// stored reports whether the object has rows of its own.
func (o *object) stored() bool { return o.relation() && o.kind != kindView }

// rebind points what is bound to another object at that object's clone, when
// both were cloned together: streams, policies, tags. Streams start anew.
func (r *run) rebind(schemas []*schema, twins map[int64]int64) {
	to := func(id int64) int64 {
		if twin, ok := twins[id]; ok {
			return twin
		}
		return id
	}
	for _, s := range schemas {
		for o := range maps.Values(s.objects) {
			o.on = to(o.on)
			for i := range o.policies {
				o.policies[i].policy = to(o.policies[i].policy)
			}
			for i := range o.tags {
				o.tags[i].tag = to(o.tags[i].tag)
			}
		}
		for i := range s.tags {
			s.tags[i].tag = to(s.tags[i].tag)
		}
	}
}

// cloneTable runs CREATE TABLE ... CLONE; the parser stands behind CLONE.
func (r *run) cloneTable(n name, o *object, how making) (*Result, error) {
	p := r.p
	source := p.name()
	if p.is("AT") || p.is("BEFORE") {
		return nil, notModelledText("time travel")
	}
	opts := r.options(o)
	if err := p.end(); err != nil {
		return nil, err
	}
	s, last, err := r.target(n, "CREATE TABLE")
	if err != nil {
		return nil, err
	}
	from, err := r.object(source, kindTable)
	if err != nil {
		return nil, err
	}
	if from.kind != kindTable {
		return nil, unsupported("CLONE of %s", strings.ToLower(string(from.kind)))
	}
	if err := r.must(&from.entity, "SELECT"); err != nil {
		return nil, err
	}
	if s.transient {
		o.transient = true
	}
	if err := transientRule(&from.entity, &o.entity); err != nil {
		return nil, err
	}
	if from.temporary && !o.temporary {
		return nil, failf(2119, "0A000", "SQL compilation error:\nTemp table cannot be cloned to a permanent table; clone to a transient or temporary table instead.")
	}
	if how.ifNotExists && s.objects[objectKey{kindTable, last}] != nil {
		return status("%s already exists, statement succeeded.", shown(last)), nil
	}
	twin := r.copyObject(from)
	twin.transient, twin.temporary = o.transient, o.temporary
	if o.comment != "" {
		twin.comment = o.comment
	}
	if o.retention != nil {
		twin.retention = o.retention
	}
	how.copyGrants, how.source, how.hasSource = opts.copyGrants, from.grants, true
	if done, err := r.put(s, last, twin, how); done != nil || err != nil {
		return done, err
	}
	return status("Table %s successfully created.", shown(last)), nil
}
