package snowflake

import (
	"context"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// databaseLook gathers what is in one database.
type databaseLook struct {
	l    *look
	name string
	// whole: the database itself was asked for; asked are the schemas that were.
	whole bool
	asked []string
	// droppedSelf, droppedSchemas: dropped ones are wanted too.
	droppedSelf, droppedSchemas bool
	// access are the containers of which access is wanted; of accessOnly nothing
	// else is.
	access, accessOnly []warehouse.Container

	self, schemas                []row
	droppedSelfs, schemasDropped []row
	tables, views, columns       []row
}

func (db *databaseLook) container() warehouse.Container {
	return warehouse.Container{Database: db.name}
}

// scopes are what SHOW is asked for: the database, or its schemas one by one.
func (db *databaseLook) scopes() []warehouse.Container {
	if db.whole || len(db.asked) > manySchemas {
		return []warehouse.Container{db.container()}
	}
	var out []warehouse.Container
	for _, s := range db.asked {
		out = append(out, warehouse.Container{Database: db.name, Schema: s})
	}
	return out
}

// ofContainers look at the containers themselves.
func (db *databaseLook) ofContainers() []func(context.Context) error {
	quoted := db.l.d.r.d.QuoteName(db.name)
	into := func(rows *[]row, statement string) func(context.Context) error {
		return func(ctx context.Context) (err error) {
			*rows, err = db.l.d.show(ctx, statement)
			return err
		}
	}
	starts := " STARTS WITH " + db.l.d.r.d.QuoteText(db.name)
	tasks := []func(context.Context) error{into(&db.self, "SHOW DATABASES"+starts), db.listSchemas}
	if db.droppedSelf {
		tasks = append(tasks, into(&db.droppedSelfs, "SHOW DATABASES HISTORY"+starts))
	}
	if db.droppedSchemas {
		tasks = append(tasks, into(&db.schemasDropped, "SHOW SCHEMAS HISTORY IN DATABASE "+quoted))
	}
	return tasks
}

func (db *databaseLook) listSchemas(ctx context.Context) (err error) {
	db.schemas, err = db.l.d.showIn(ctx, "SCHEMAS", db.container(), func(context.Context) ([]string, error) {
		return nil, refuse(warehouse.Unsupported, "inspect", db.name, "the database has %d schemas or more, and SHOW gives no more", showLimit)
	})
	return err
}

// tasks look at the containers and at what is in them.
func (db *databaseLook) tasks() []func(context.Context) error {
	tasks := db.ofContainers()
	for _, c := range db.scopes() {
		tasks = append(tasks, db.list("TABLES", c, &db.tables), db.list("VIEWS", c, &db.views))
	}
	switch {
	case db.whole:
		tasks = append(tasks, func(ctx context.Context) error {
			names, err := db.schemaNames(ctx)
			if err != nil {
				return err
			}
			return db.readColumns(ctx, names)
		})
	case len(db.asked) > 0:
		tasks = append(tasks, func(ctx context.Context) error { return db.readColumns(ctx, db.asked) })
	}
	return tasks
}

// list reads the tables or views of a scope.
func (db *databaseLook) list(kind string, c warehouse.Container, into *[]row) func(context.Context) error {
	return func(ctx context.Context) error {
		rows, err := db.l.d.showIn(ctx, kind, c, db.schemaNames)
		db.l.mu.Lock()
		*into = append(*into, rows...)
		db.l.mu.Unlock()
		return err
	}
}

// schemaNames lists the schemas of the database, without waiting for the task
// that does the same.
func (db *databaseLook) schemaNames(ctx context.Context) ([]string, error) {
	rows, err := db.l.d.show(ctx, "SHOW SCHEMAS IN DATABASE "+db.l.d.r.d.QuoteName(db.name))
	var out []string
	for _, r := range rows {
		if name := r.get("name"); name != informationSchema {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, err
}

func (db *databaseLook) readColumns(ctx context.Context, schemas []string) error {
	if len(schemas) == 0 {
		return nil
	}
	rows, err := db.l.d.show(ctx, "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, IS_NULLABLE, COLUMN_DEFAULT, COMMENT FROM "+
		db.l.d.r.d.QuoteName(db.name)+".INFORMATION_SCHEMA.COLUMNS WHERE TABLE_SCHEMA IN ("+db.l.d.texts(schemas)+") ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION")
	db.l.mu.Lock()
	defer db.l.mu.Unlock()
	db.columns = rows
	return err
}

// texts lists names as string literals.
func (d *Driver) texts(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = d.r.d.QuoteText(n)
	}
	return strings.Join(quoted, ", ")
}

// column is a column with what its own type leaves out.
type column struct {
	warehouse.Column
	byDefault string
}

func (db *databaseLook) columnsByRef() map[warehouse.Ref][]column {
	out := map[warehouse.Ref][]column{}
	for _, r := range db.columns {
		ref := warehouse.Ref{Database: db.name, Schema: r.get("table_schema"), Name: r.get("table_name")}
		out[ref] = append(out[ref], column{
			Column: warehouse.Column{
				Name: r.get("column_name"), Type: typeOf(r), NotNull: !r.yes("is_nullable"), Comment: r.get("comment"),
			},
			byDefault: r.get("column_default"),
		})
	}
	return out
}

// typeOf writes a type with its length or precision, as Snowflake's DDL does.
func typeOf(r row) string {
	name := r.get("data_type")
	switch {
	case name == "TEXT" && r.get("character_maximum_length") != "":
		return "VARCHAR(" + r.get("character_maximum_length") + ")"
	case name == "BINARY" && r.get("character_maximum_length") != "":
		return "BINARY(" + r.get("character_maximum_length") + ")"
	case name == "NUMBER" && r.get("numeric_precision") != "":
		return "NUMBER(" + r.get("numeric_precision") + "," + r.first("numeric_scale") + ")"
	case (name == "TIME" || strings.HasPrefix(name, "TIMESTAMP")) && r.get("datetime_precision") != "":
		return name + "(" + r.get("datetime_precision") + ")"
	}
	return name
}

// fill writes what is known of a container of this database.
func (db *databaseLook) fill(out *warehouse.ContainerState) {
	live, gone := db.self, db.droppedSelfs
	name := out.Container.Database
	if out.Container.Schema != "" {
		live, gone, name = db.schemas, db.schemasDropped, out.Container.Schema
	}
	for _, r := range live {
		if r.get("name") != name || r.get("dropped_on") != "" {
			continue
		}
		out.Exists, out.Identity = true, r.identity()
		out.Owner, out.Comment = r.get("owner"), r.get("comment")
		out.Transient = strings.Contains(strings.ToUpper(r.get("options")), "TRANSIENT")
		out.RetentionDays = int(r.number("retention_time"))
	}
	type past struct {
		id warehouse.Identity
		at string
	}
	var dropped []past
	for _, r := range gone {
		if r.get("name") == name && r.get("dropped_on") != "" {
			dropped = append(dropped, past{id: r.identity(), at: instant(r.get("dropped_on"))})
		}
	}
	slices.SortStableFunc(dropped, func(a, b past) int { return compareInstants(b.at, a.at) })
	for _, p := range dropped {
		out.Dropped = append(out.Dropped, p.id)
	}
}
