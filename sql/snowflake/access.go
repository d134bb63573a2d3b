package snowflake

import (
	"context"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// accessContainers lists what grants are asked for: the containers named, and
// the schemas of the databases named.
func (l *look) accessContainers() []warehouse.Container {
	var out []warehouse.Container
	add := func(c warehouse.Container) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	for _, db := range l.databases {
		for _, c := range db.accessOnly {
			add(c)
		}
		for _, c := range db.access {
			add(c)
			if c.Schema != "" {
				continue
			}
			for _, r := range db.schemas {
				if name := r.get("name"); name != informationSchema {
					add(warehouse.Container{Database: db.name, Schema: name})
				}
			}
		}
	}
	return out
}

// accessTasks read grants and dependents of what Access names.
func (l *look) accessTasks() []func(context.Context) error {
	var tasks []func(context.Context) error
	for _, c := range l.accessContainers() {
		if !l.state(c).Exists {
			continue
		}
		name := level(c) + " " + l.d.r.d.QuoteContainer(c)
		tasks = append(tasks,
			func(ctx context.Context) error { return l.grants(ctx, c, "SHOW GRANTS ON "+name, false) },
			func(ctx context.Context) error { return l.grants(ctx, c, "SHOW FUTURE GRANTS IN "+name, true) })
	}
	for _, db := range l.databases {
		if schemas := db.accessSchemas(); len(schemas) > 0 {
			tasks = append(tasks, func(ctx context.Context) error { return l.objectGrants(ctx, db, schemas) })
		}
		tasks = append(tasks, db.dependentTasks()...)
	}
	return tasks
}

// accessSchemas are the schemas whose objects' grants are asked for.
func (db *databaseLook) accessSchemas() []string {
	var out []string
	whole := slices.Contains(db.access, db.container())
	for _, r := range db.schemas {
		name := r.get("name")
		if name != informationSchema && (whole || slices.Contains(db.access, warehouse.Container{Database: db.name, Schema: name})) {
			out = append(out, name)
		}
	}
	return out
}

// grants reads the grants on a container, or its future grants.
func (l *look) grants(ctx context.Context, c warehouse.Container, statement string, future bool) error {
	rows, err := l.d.show(ctx, statement)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range rows {
		l.access[c] = append(l.access[c], warehouse.Grant{
			On: strings.ToLower(strings.ReplaceAll(r.first("granted_on", "grant_on"), "_", " ")), Container: c, Future: future,
			Privilege: strings.ToUpper(r.get("privilege")), Grantee: r.get("grantee_name"),
			GranteeKind: granteeKind(r.first("granted_to", "grant_to")), WithOption: r.yes("grant_option"),
		})
	}
	return nil
}

// granteeKind is the warehouse's word for who is granted something.
func granteeKind(s string) string {
	if s == "" {
		return "role"
	}
	return strings.ToLower(strings.ReplaceAll(s, "_", " "))
}

// objectGrants reads the grants on tables and views of some schemas.
func (l *look) objectGrants(ctx context.Context, db *databaseLook, schemas []string) error {
	rows, err := l.d.show(ctx, "SELECT OBJECT_SCHEMA, OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, GRANTEE, GRANTED_TO, IS_GRANTABLE FROM "+
		l.d.r.d.QuoteName(db.name)+".INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ("+l.d.texts(schemas)+")")
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range l.objects {
		if o.Ref.Database == db.name && slices.Contains(schemas, o.Ref.Schema) && o.Access == nil {
			o.Access = []warehouse.Grant{}
		}
	}
	for _, r := range rows {
		ref := warehouse.Ref{Database: db.name, Schema: r.get("object_schema"), Name: r.get("object_name")}
		o := l.byRef[ref]
		if o == nil {
			continue
		}
		on := strings.ToLower(strings.ReplaceAll(r.get("object_type"), "_", " "))
		if on == "" || on == "base table" {
			on = string(o.Kind)
		}
		if !strings.HasSuffix(on, "table") && !strings.HasSuffix(on, "view") {
			continue // the schema itself, a stage or a function may have the name of a table
		}
		o.Access = append(o.Access, warehouse.Grant{
			On: on, Container: ref.Container(), Name: ref.Name, Privilege: strings.ToUpper(r.get("privilege_type")),
			Grantee: r.get("grantee"), GranteeKind: granteeKind(r.get("granted_to")), WithOption: r.yes("is_grantable"),
		})
	}
	for _, o := range l.objects {
		slices.SortFunc(o.Access, warehouse.CompareGrants)
	}
	return nil
}
