package snowflake

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"cutover/sql/warehouse"
)

// informationSchema is in every database and holds nothing of anybody's.
const informationSchema = "INFORMATION_SCHEMA"

// manySchemas is from how many schemas of one database on the database is asked
// as a whole.
const manySchemas = 3

// readsAtOnce bounds the statements of one look that run side by side.
const readsAtOnce = 6

// Inspect implements warehouse.Driver: a fixed number of statements per
// database, those that do not build on each other side by side. The table in
// which cutover keeps its marks is left out.
func (d *Driver) Inspect(ctx context.Context, req warehouse.InspectRequest) (warehouse.Inventory, error) {
	l := d.look(req)
	tasks := []func(context.Context) error{l.clock}
	for _, db := range l.databases {
		tasks = append(tasks, db.tasks()...)
	}
	if err := l.run(ctx, tasks); err != nil {
		return warehouse.Inventory{}, err
	}
	l.assemble()
	if err := l.run(ctx, l.second()); err != nil {
		return warehouse.Inventory{}, err
	}
	return l.inventory(), nil
}

// containersOnly looks at containers without what is in them.
func (d *Driver) containersOnly(ctx context.Context, list, dropped []warehouse.Container) (warehouse.Inventory, error) {
	l := d.look(warehouse.InspectRequest{Containers: list, Dropped: dropped})
	var tasks []func(context.Context) error
	for _, db := range l.databases {
		tasks = append(tasks, db.ofContainers()...)
	}
	if err := l.run(ctx, tasks); err != nil {
		return warehouse.Inventory{}, err
	}
	return l.inventory(), nil
}

// look gathers one Inventory.
type look struct {
	d         *Driver
	req       warehouse.InspectRequest
	databases []*databaseLook
	now       time.Time
	account   string
	mu        sync.Mutex // guards what tasks that run side by side gather
	objects   []*warehouse.Object
	byRef     map[warehouse.Ref]*warehouse.Object
	deps      []warehouse.Dependent
	// access are the grants on containers and their future grants.
	access map[warehouse.Container][]warehouse.Grant
}

// look sorts what is asked for by database. Of a container that is only named in
// Access nothing but its own state and its own grants is asked.
func (d *Driver) look(req warehouse.InspectRequest) *look {
	l := &look{d: d, req: req, byRef: map[warehouse.Ref]*warehouse.Object{}, access: map[warehouse.Container][]warehouse.Grant{}}
	byName := map[string]*databaseLook{}
	of := func(name string) *databaseLook {
		db, ok := byName[name]
		if !ok {
			db = &databaseLook{l: l, name: name}
			byName[name] = db
			l.databases = append(l.databases, db)
		}
		return db
	}
	for _, c := range l.req.Containers {
		db := of(c.Database)
		if c.Schema == "" {
			db.whole = true
		} else if !slices.Contains(db.asked, c.Schema) {
			db.asked = append(db.asked, c.Schema)
		}
	}
	for _, c := range req.Dropped {
		db := of(c.Database)
		if c.Schema == "" {
			db.droppedSelf = true
		} else {
			db.droppedSchemas = true
		}
	}
	for _, c := range req.Access {
		db := of(c.Database)
		if l.covers(c) {
			db.access = append(db.access, c)
		} else {
			db.accessOnly = append(db.accessOnly, c)
		}
	}
	return l
}

// covers reports whether the content of a container is asked for.
func (l *look) covers(c warehouse.Container) bool {
	return slices.Contains(l.req.Containers, c) || slices.Contains(l.req.Containers, warehouse.Container{Database: c.Database})
}

// run runs tasks side by side.
func (l *look) run(ctx context.Context, tasks []func(context.Context) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(readsAtOnce)
	for _, task := range tasks {
		g.Go(func() error { return task(ctx) })
	}
	return g.Wait()
}

// clock reads the warehouse's clock and the account's name.
func (l *look) clock(ctx context.Context) error {
	answer, err := l.d.read(ctx, "inspect", text("SELECT CURRENT_TIMESTAMP(), CURRENT_ROLE(), CURRENT_ACCOUNT(), CURRENT_VERSION()"))
	if err != nil {
		return err
	}
	if len(answer.Values) != 1 || len(answer.Values[0]) < 3 || answer.Values[0][0] == nil {
		return refuse(warehouse.Internal, "inspect", "clock", "the answer has no time")
	}
	cells := answer.Values[0]
	if l.now, err = time.Parse(time.RFC3339Nano, instant(*cells[0])); err != nil {
		return &warehouse.Error{Code: warehouse.Internal, Op: "inspect", Object: "clock", Err: err}
	}
	if cells[2] != nil {
		l.account = *cells[2]
	}
	return nil
}

// wanted reports whether a relation lies in a container that was asked for.
func (l *look) wanted(r warehouse.Ref) bool {
	for _, c := range l.req.Containers {
		if c.Database == r.Database && (c.Schema == "" || c.Schema == r.Schema) {
			return r.Schema != informationSchema
		}
	}
	return false
}

// assemble makes objects of what the first statements gave.
func (l *look) assemble() {
	for _, db := range l.databases {
		columns := db.columnsByRef()
		for _, r := range db.tables {
			l.add(db.table(r, columns))
		}
		for _, r := range db.views {
			l.add(db.view(r, columns))
		}
	}
	slices.SortStableFunc(l.objects, func(a, b *warehouse.Object) int {
		return strings.Compare(a.Ref.String(), b.Ref.String())
	})
}

func (l *look) add(o warehouse.Object) {
	if !l.wanted(o.Ref) || l.byRef[o.Ref] != nil || (o.Ref.Name == warehouse.MarksTable && o.Kind == warehouse.KindTable) {
		return
	}
	l.objects = append(l.objects, &o)
	l.byRef[o.Ref] = &o
}

// second gives the statements that build on the first ones.
func (l *look) second() []func(context.Context) error {
	tasks := l.accessTasks()
	tasks = append(tasks, l.protectionTasks()...)
	if l.d.opts.HashContent {
		tasks = append(tasks, l.hashTasks()...)
	}
	return tasks
}

// inventory puts the answer together.
func (l *look) inventory() warehouse.Inventory {
	inv := warehouse.Inventory{Now: l.now, Dialect: l.d.r.d, Dependents: l.deps}
	if len(l.req.Access) > 0 {
		l.finishDependents(&inv)
	}
	for _, o := range l.objects {
		inv.Objects = append(inv.Objects, *o)
	}
	listed := map[warehouse.Container]bool{}
	add := func(c warehouse.Container) {
		if !listed[c] {
			listed[c] = true
			inv.Containers = append(inv.Containers, l.state(c))
		}
	}
	for _, c := range l.req.Containers {
		add(c)
	}
	for _, c := range l.req.Dropped {
		add(c)
	}
	// The grants on the schemas of a database belong to its access.
	for _, c := range l.accessContainers() {
		add(c)
	}
	return inv
}

// state says what a look at a container found.
func (l *look) state(c warehouse.Container) warehouse.ContainerState {
	out := warehouse.ContainerState{Container: c, RetentionDays: -1}
	if l.account != "" {
		out.Where = "account " + l.account
	}
	for _, db := range l.databases {
		if db.name == c.Database {
			db.fill(&out)
		}
	}
	if out.Exists && slices.Contains(l.accessContainers(), c) {
		out.Access = append([]warehouse.Grant{}, l.access[c]...)
		slices.SortFunc(out.Access, warehouse.CompareGrants)
	}
	return out
}
