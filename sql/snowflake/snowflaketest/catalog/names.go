package catalog

import (
	"strings"
)

// name is a dotted name in its stored form.
type name []string

// String writes the name the way SHOW GRANTS and messages do: quoted only where
// it would otherwise be read as another name.
func (n name) String() string {
	parts := make([]string, len(n))
	for i, p := range n {
		parts[i] = shown(p)
	}
	return strings.Join(parts, ".")
}

func (n name) last() string { return n[len(n)-1] }

func shown(part string) string {
	plain := part != ""
	for i, c := range part {
		letter := c == '_' || (c >= 'A' && c <= 'Z')
		if !letter && (i == 0 || (c != '$' && (c < '0' || c > '9'))) {
			plain = false
		}
	}
	if plain {
		return part
	}
	return `"` + strings.ReplaceAll(part, `"`, `""`) + `"`
}

// complete gives a schema object's name three parts, from the session.
func (r *run) complete(n name) (name, error) {
	switch {
	case len(n) == 3:
		return n, nil
	case len(n) > 3:
		return nil, missing("Object", n.String())
	case r.s.Database == "":
		return nil, failf(90105, "22000", "Cannot perform operation. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.")
	case len(n) == 2:
		return name{r.s.Database, n[0], n[1]}, nil
	case r.s.Schema == "":
		return nil, failf(90106, "22000", "Cannot perform operation. This session does not have a current schema. Call 'USE SCHEMA', or use a qualified name.")
	}
	return name{r.s.Database, r.s.Schema, n[0]}, nil
}

// completeSchema gives a schema's name two parts.
func (r *run) completeSchema(n name) (name, error) {
	switch {
	case len(n) == 2:
		return n, nil
	case len(n) > 2:
		return nil, missing("Schema", n.String())
	case r.s.Database == "":
		return nil, failf(90105, "22000", "Cannot perform operation. This session does not have a current database. Call 'USE DATABASE', or use a qualified name.")
	}
	return name{r.s.Database, n[0]}, nil
}

// findDatabase gives a database that the role may see, or nil.
func (r *run) findDatabase(n name) *database {
	if len(n) != 1 {
		return nil
	}
	d := r.c.databases[n[0]]
	if d == nil || !r.sees(&d.entity) {
		return nil
	}
	return d
}

func (r *run) findSchema(n name) *schema {
	if len(n) != 2 {
		return nil
	}
	d := r.c.databases[n[0]]
	if d == nil || !r.may(&d.entity, "USAGE") {
		return nil
	}
	s := d.schemas[n[1]]
	if s == nil || !r.sees(&s.entity) {
		return nil
	}
	return s
}

// usableSchema gives a schema whose objects the role can reach, or nil.
func (r *run) usableSchema(n name) *schema {
	s := r.findSchema(n)
	if s == nil || !r.may(&s.entity, "USAGE") {
		return nil
	}
	return s
}

// findObject gives the object of one of the kinds' domain, or nil when it is
// not there or not visible.
func (r *run) findObject(n name, k kind) *object {
	s := r.usableSchema(n[:2])
	if s == nil {
		return nil
	}
	o := s.objects[objectKey{k.domain(), n[2]}]
	if o == nil && (k == kindFunction || k == kindProcedure) {
		for key, other := range s.objects {
			if key.domain == k && other.name == n[2] {
				o = other
			}
		}
	}
	if o == nil || !r.sees(&o.entity) {
		return nil
	}
	return o
}

// database reads a database that a statement names.
func (r *run) database(n name) (*database, error) {
	if d := r.findDatabase(n); d != nil {
		return d, nil
	}
	return nil, missing("Database", n.String())
}

func (r *run) schema(n name) (*schema, error) {
	full, err := r.completeSchema(n)
	if err != nil {
		return nil, err
	}
	if s := r.findSchema(full); s != nil {
		return s, nil
	}
	return nil, missing("Schema", full.String())
}

// object reads an object of exactly the kind that a statement names.
func (r *run) object(n name, k kind) (*object, error) {
	full, err := r.complete(n)
	if err != nil {
		return nil, err
	}
	o := r.findObject(full, k)
	if o == nil {
		return nil, missing(k.title(), full.String())
	}
	if o.kind != k && (k != kindTable || o.kind == kindView || o.kind == kindMaterialized) {
		return nil, failf(2203, "02000", "SQL compilation error:\nObject found is of type '%s', not specified type '%s'.", o.kind, k)
	}
	return o, nil
}

// target reads the place of an object that is to be made: its schema must be
// there and usable.
func (r *run) target(n name, privilege string) (*schema, string, error) {
	full, err := r.complete(n)
	if err != nil {
		return nil, "", err
	}
	s := r.usableSchema(full[:2])
	if s == nil {
		return nil, "", missing("Schema", full[:2].String())
	}
	if !r.may(&s.entity, privilege) {
		return nil, "", denied("schema", shown(s.name))
	}
	return s, full[2], nil
}

// owns demands OWNERSHIP.
func (r *run) owns(e *entity) error { return r.must(e, "OWNERSHIP") }

func (r *run) must(e *entity, privilege string) error {
	if r.may(e, privilege) {
		return nil
	}
	return denied(string(e.kind), shown(e.name))
}
