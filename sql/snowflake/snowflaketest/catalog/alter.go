package catalog

import (
	"slices"
)

// alter runs ALTER; the parser stands behind it.
func (r *run) alter() (*Result, error) {
	p := r.p
	switch {
	case p.accept("SESSION"):
		return r.alterSession()
	case p.accept("DATABASE"):
		ifExists := p.accept("IF EXISTS")
		return r.alterDatabase(p.name(), ifExists)
	case p.accept("SCHEMA"):
		ifExists := p.accept("IF EXISTS")
		return r.alterSchema(p.name(), ifExists)
	}
	k, ok := r.kindHere(false)
	if !ok {
		p.fail()
		return nil, p.err
	}
	ifExists := p.accept("IF EXISTS")
	n := p.name()
	if p.err != nil {
		return nil, p.err
	}
	o, err := r.object(n, k)
	if err != nil {
		if ifExists {
			return status("Statement executed successfully."), nil
		}
		return nil, err
	}
	return r.alterObject(o, k)
}

func (r *run) alterSession() (*Result, error) {
	p := r.p
	unset := p.accept("UNSET")
	if !unset {
		p.expect("SET")
	}
	for p.err == nil && !p.done() {
		key, value := p.word(), ""
		if !unset {
			p.expect("=")
			if p.peek(0).Kind == lexText {
				value = p.text()
			} else {
				p.i++
			}
		}
		p.accept(",")
		if key == "QUERY_TAG" {
			r.s.QueryTag = value
		}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return status("Statement executed successfully."), nil
}

func (r *run) alterDatabase(n name, ifExists bool) (*Result, error) {
	p := r.p
	d, err := r.database(n)
	if err != nil {
		if ifExists {
			return status("Statement executed successfully."), nil
		}
		return nil, firstError(p.err, err)
	}
	switch {
	case p.accept("SWAP WITH"):
		other, err := r.database(p.name())
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		return r.swapDatabases(d, other)
	case p.accept("RENAME TO"):
		to := p.name()
		if err := p.end(); err != nil {
			return nil, err
		}
		return r.renameDatabase(d, to)
	}
	return r.alterEntity(&d.entity)
}

func (r *run) alterSchema(n name, ifExists bool) (*Result, error) {
	p := r.p
	s, err := r.schema(n)
	if err != nil {
		if ifExists {
			return status("Statement executed successfully."), nil
		}
		return nil, firstError(p.err, err)
	}
	switch {
	case p.accept("SWAP WITH"):
		other, err := r.schema(p.name())
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		return r.swapSchemas(s, other)
	case p.accept("RENAME TO"):
		to, err := r.completeSchema(p.name())
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		return r.renameSchema(s, to)
	}
	return r.alterEntity(&s.entity)
}

// alterEntity reads the properties that all kinds have.
func (r *run) alterEntity(e *entity) (*Result, error) {
	p := r.p
	if err := r.owns(e); err != nil {
		return nil, err
	}
	switch {
	case p.accept("SET COMMENT ="):
		e.comment = p.text()
	case p.accept("UNSET COMMENT"):
		e.comment = ""
	case p.accept("SET DATA_RETENTION_TIME_IN_DAYS ="):
		n := p.number()
		e.retention = &n
	case p.accept("UNSET DATA_RETENTION_TIME_IN_DAYS"):
		e.retention = nil
	case p.is("SET TAG"), p.is("UNSET TAG"):
		set := p.accept("SET TAG")
		if !set {
			p.expect("UNSET TAG")
		}
		if err := r.editTags(e, "", set); err != nil {
			return nil, err
		}
	default:
		p.fail()
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return status("Statement executed successfully."), nil
}

// editTags reads what stands behind SET TAG or UNSET TAG.
func (r *run) editTags(e *entity, column string, set bool) error {
	p := r.p
	for p.err == nil {
		tag, err := r.object(p.name(), kindTag)
		if err := firstError(p.err, err); err != nil {
			return err
		}
		v := tagValue{tag: tag.id, column: column}
		if set {
			p.expect("=")
			v.value = p.text()
			e.setTag(v)
		} else {
			e.unsetTag(v)
		}
		if !p.accept(",") {
			break
		}
	}
	return p.err
}

// alterObject runs ALTER for what lives in a schema.
func (r *run) alterObject(o *object, k kind) (*Result, error) {
	p := r.p
	switch {
	case p.accept("SWAP WITH"):
		other, err := r.object(p.name(), k)
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		return r.swapObjects(o, other)
	case p.accept("RENAME TO"):
		to, err := r.complete(p.name())
		if err := firstError(p.err, err, p.end()); err != nil {
			return nil, err
		}
		return r.renameObject(o, to)
	}
	if err := r.owns(&o.entity); err != nil {
		return nil, err
	}
	switch {
	case k == kindTask && (p.is("RESUME") || p.is("SUSPEND")), k == kindAlert && (p.is("RESUME") || p.is("SUSPEND")):
		o.state = map[string]string{"RESUME": "started", "SUSPEND": "suspended"}[p.word()]
	case k == kindPipe && p.accept("SET PIPE_EXECUTION_PAUSED ="):
		o.state = map[bool]string{true: "PAUSED", false: "RUNNING"}[p.word() == "TRUE"]
	case p.accept("ADD COLUMN"), p.accept("ADD") && !p.is("ROW"):
		return r.addColumn(o)
	case p.accept("DROP COLUMN"):
		return r.dropColumn(o)
	case p.accept("RENAME COLUMN"):
		return r.renameColumn(o)
	case p.accept("ROW ACCESS POLICY"), p.accept("ADD ROW ACCESS POLICY"):
		pol, err := r.object(p.name(), kindRowPolicy)
		if err := firstError(p.err, err); err != nil {
			return nil, err
		}
		p.expect("ON")
		o.policies = append(o.policies, policy{policy: pol.id, kind: kindRowPolicy, args: names(p, p.parentheses())})
	case p.accept("DROP ALL ROW ACCESS POLICIES"):
		o.dropPolicies(func(x policy) bool { return x.kind == kindRowPolicy })
	case p.accept("DROP ROW ACCESS POLICY"):
		pol, err := r.object(p.name(), kindRowPolicy)
		if err := firstError(p.err, err); err != nil {
			return nil, err
		}
		o.dropPolicies(func(x policy) bool { return x.policy == pol.id })
	case p.accept("MODIFY COLUMN"), p.accept("ALTER COLUMN"), p.accept("MODIFY"):
		return r.modifyColumn(o)
	case p.accept("CLUSTER BY"):
		o.clusterBy = "LINEAR(" + p.source(p.parentheses()) + ")"
	case k == kindView && p.is("SET SECURE"), k == kindView && p.is("UNSET SECURE"):
		o.secure = p.word() == "SET"
		p.expect("SECURE")
	default:
		return r.alterEntity(&o.entity)
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return status("Statement executed successfully."), nil
}

func (o *object) dropPolicies(gone func(policy) bool) {
	o.policies = slices.DeleteFunc(slices.Clone(o.policies), gone)
}

// modifyColumn runs MODIFY COLUMN c SET MASKING POLICY and its like.
func (r *run) modifyColumn(o *object) (*Result, error) {
	p := r.p
	n := p.one()
	c := o.column(n)
	if c == nil {
		return nil, firstError(p.err, invalidIdentifier(n))
	}
	switch {
	case p.accept("SET MASKING POLICY"):
		pol, err := r.object(p.name(), kindMaskingPolicy)
		if err := firstError(p.err, err); err != nil {
			return nil, err
		}
		o.dropPolicies(func(x policy) bool { return x.kind == kindMaskingPolicy && x.column == n })
		o.policies = append(o.policies, policy{policy: pol.id, kind: kindMaskingPolicy, column: n})
	case p.accept("UNSET MASKING POLICY"):
		o.dropPolicies(func(x policy) bool { return x.kind == kindMaskingPolicy && x.column == n })
	case p.is("SET TAG"), p.is("UNSET TAG"):
		set := p.word() == "SET"
		p.expect("TAG")
		if err := r.editTags(&o.entity, n, set); err != nil {
			return nil, err
		}
	case p.accept("COMMENT"):
		c.comment = p.text()
	default:
		p.fail()
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	return status("Statement executed successfully."), nil
}

func (r *run) addColumn(o *object) (*Result, error) {
	p := r.p
	p.accept("IF NOT EXISTS")
	c := r.columnDefinition(p, o)
	if err := p.end(); err != nil {
		return nil, err
	}
	if o.column(c.name) != nil {
		return nil, failf(1430, "42601", "SQL compilation error:\ncolumn '%s' already exists", shown(c.name))
	}
	if c.identity || c.notNull {
		return nil, notModelledText("ADD COLUMN with NOT NULL or AUTOINCREMENT")
	}
	if err := r.ownRows(o); err != nil {
		return nil, err
	}
	text, err := r.storeColumn(o, c, 1)
	if err != nil {
		return nil, err
	}
	if _, err := r.exec("ALTER TABLE " + o.store() + " ADD COLUMN " + text); err != nil {
		return nil, err
	}
	o.columns = append(slices.Clone(o.columns), c)
	return status("Statement executed successfully."), r.measure(o)
}

func (r *run) dropColumn(o *object) (*Result, error) {
	n := r.p.one()
	if err := r.p.end(); err != nil {
		return nil, err
	}
	if o.column(n) == nil {
		return nil, invalidIdentifier(n)
	}
	if err := r.ownRows(o); err != nil {
		return nil, err
	}
	if _, err := r.exec("ALTER TABLE " + o.store() + " DROP COLUMN " + quote(n)); err != nil {
		return nil, err
	}
	o.columns = slices.DeleteFunc(slices.Clone(o.columns), func(c column) bool { return c.name == n })
	return status("Statement executed successfully."), r.measure(o)
}

func (r *run) renameColumn(o *object) (*Result, error) {
	p := r.p
	n := p.one()
	p.expect("TO")
	to := p.one()
	if err := p.end(); err != nil {
		return nil, err
	}
	if o.column(n) == nil {
		return nil, invalidIdentifier(n)
	}
	if err := r.ownRows(o); err != nil {
		return nil, err
	}
	if _, err := r.exec("ALTER TABLE " + o.store() + " RENAME COLUMN " + quote(n) + " TO " + quote(to)); err != nil {
		return nil, err
	}
	o.columns = slices.Clone(o.columns)
	o.column(n).name = to
	return status("Statement executed successfully."), nil
}
