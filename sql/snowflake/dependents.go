package snowflake

import (
	"context"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// dependentKind is a kind of thing that lives with relations: what SHOW calls it
// and what we do.
type dependentKind struct {
	show, kind string
}

func dependentKinds() []dependentKind {
	return []dependentKind{
		{"STREAMS", "stream"},
		{"TASKS", "task"},
		{"ALERTS", "alert"},
		{"PIPES", "pipe"},
		{"STAGES", "stage"},
		{"FILE FORMATS", "file format"},
		{"SEQUENCES", "sequence"},
		{"USER FUNCTIONS", "function"},
		{"USER PROCEDURES", "procedure"},
		{"MASKING POLICIES", "masking policy"},
		{"ROW ACCESS POLICIES", "row access policy"},
		{"TAGS", "tag"},
		{"DYNAMIC TABLES", "dynamic table"},
		{"EXTERNAL TABLES", "external table"},
	}
}

// dependentTasks list what lives in the containers of which access is wanted.
func (db *databaseLook) dependentTasks() []func(context.Context) error {
	var tasks []func(context.Context) error
	for _, c := range db.accessScopes() {
		for _, k := range dependentKinds() {
			tasks = append(tasks, func(ctx context.Context) error { return db.dependents(ctx, k, c) })
		}
	}
	return tasks
}

// accessScopes are what SHOW is asked for: the database, or its schemas one by
// one.
func (db *databaseLook) accessScopes() []warehouse.Container {
	if !db.exists() {
		return nil
	}
	if len(db.access) > manySchemas || slices.Contains(db.access, db.container()) {
		return []warehouse.Container{db.container()}
	}
	var out []warehouse.Container
	for _, c := range db.access {
		if slices.ContainsFunc(db.schemas, func(r row) bool { return r.get("name") == c.Schema }) && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func (db *databaseLook) exists() bool {
	return slices.ContainsFunc(db.self, func(r row) bool { return r.get("name") == db.name })
}

// wantsAccess reports whether a schema belongs to what Access names.
func (db *databaseLook) wantsAccess(schema string) bool {
	return slices.ContainsFunc(db.access, func(c warehouse.Container) bool { return c.Schema == "" || c.Schema == schema })
}

// dependents lists things of one kind. A kind that the account's edition does
// not have is not there.
func (db *databaseLook) dependents(ctx context.Context, k dependentKind, c warehouse.Container) error {
	rows, err := db.l.d.showIn(ctx, k.show, c, db.schemaNames)
	if warehouse.CodeOf(err) == warehouse.Unsupported {
		return nil
	}
	if err != nil {
		return err
	}
	var found []warehouse.Dependent
	for _, r := range rows {
		schema := r.get("schema_name")
		if schema == "" {
			schema = c.Schema
		}
		if r.yes("is_builtin") || schema == informationSchema || schema == "" || !db.wantsAccess(schema) {
			continue
		}
		dep := warehouse.Dependent{
			Kind: k.kind, Ref: warehouse.Ref{Database: db.name, Schema: schema, Name: r.get("name")},
			Running: strings.EqualFold(r.get("state"), "started"),
		}
		if r.yes("is_external_function") {
			dep.Kind = "external function"
		}
		if k.kind == "pipe" {
			dep.Running = r.get("notification_channel") != ""
		}
		dep.On = db.about(k, r)
		found = append(found, dep)
	}
	db.l.mu.Lock()
	defer db.l.mu.Unlock()
	db.l.deps = append(db.l.deps, found...)
	return nil
}

// about lists the relations that a stream, task, alert or pipe names.
func (db *databaseLook) about(k dependentKind, r row) []warehouse.Ref {
	d := db.l.d.r.d
	var texts []string
	switch k.kind {
	case "stream":
		texts = []string{"SELECT * FROM " + r.get("table_name")}
	case "task", "pipe":
		texts = []string{r.get("definition")}
	case "alert":
		texts = []string{r.get("condition"), r.get("action"), r.get("definition")}
	case "dynamic table":
		texts = []string{r.get("text")}
	}
	var out []warehouse.Ref
	for _, t := range texts {
		refs, err := d.References(t, db.name)
		if err != nil {
			continue // what cannot be read names nothing that we know
		}
		for _, ref := range refs {
			if !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// finishDependents adds the materialized views, which SHOW VIEWS lists, and puts
// all in order.
func (l *look) finishDependents(inv *warehouse.Inventory) {
	for _, o := range l.objects {
		if o.Kind != warehouse.KindMaterializedView || !slices.ContainsFunc(l.databases, func(db *databaseLook) bool {
			return db.name == o.Ref.Database && db.wantsAccess(o.Ref.Schema)
		}) {
			continue
		}
		dep := warehouse.Dependent{Kind: "materialized view", Ref: o.Ref, Running: true}
		if refs, err := l.d.r.d.References(o.Definition.SQL, o.Ref.Database); err == nil {
			dep.On = refs
		}
		inv.Dependents = append(inv.Dependents, dep)
	}
	slices.SortFunc(inv.Dependents, func(a, b warehouse.Dependent) int {
		return strings.Compare(a.Kind+"\x00"+a.Ref.String(), b.Kind+"\x00"+b.Ref.String())
	})
}
