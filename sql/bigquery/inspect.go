package bigquery

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"cutover/sql/warehouse"
)

const (
	// readsAtOnce bounds the calls of one look that run side by side.
	readsAtOnce = 32
	// pageSize is the most that tables.list and datasets.list give at once.
	pageSize = 1000
)

// Inspect implements warehouse.Driver: two calls per dataset and three queries
// for up to datasetsPerQuery of them, each round side by side. What access and
// policies need is asked per relation, and only of those in both Content and
// Access.
func (d *Driver) Inspect(ctx context.Context, req warehouse.InspectRequest) (warehouse.Inventory, error) {
	if err := d.alive("inspect"); err != nil {
		return warehouse.Inventory{}, err
	}
	ctx = unfenced(ctx) // some questions are asked by POST
	l := d.look(req)
	for _, round := range []func() []task{l.projectTasks, l.datasetTasks, l.queryTasks, l.relationTasks, l.depthTasks} {
		if err := run(ctx, round()); err != nil {
			return warehouse.Inventory{}, err
		}
	}
	if l.now.IsZero() {
		if err := l.clock(ctx); err != nil {
			return warehouse.Inventory{}, err
		}
	}
	return l.inventory(), nil
}

// task is one call or query of a look.
type task func(context.Context) error

// run runs tasks side by side; the first error ends them all.
func run(ctx context.Context, tasks []task) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(readsAtOnce)
	for _, t := range tasks {
		g.Go(func() error { return t(ctx) })
	}
	return g.Wait()
}

// reads makes one call that changes nothing, again while the service says that it
// cannot just now.
func (d *Driver) reads(ctx context.Context, object string, call func() error) error {
	return mapError("inspect", object, reading, d.again(ctx, call))
}

// look gathers one Inventory.
type look struct {
	d   *Driver
	req warehouse.InspectRequest
	// whole are projects of which all datasets are asked for.
	whole    []string
	datasets []*datasetLook
	byName   map[warehouse.Container]*datasetLook

	mu      sync.Mutex // guards what tasks that run side by side gather
	now     time.Time
	objects []*object
	byRef   map[warehouse.Ref]*object
	// bases are tables outside of Content that others are clones of; nil for one
	// that is not there or may not be seen.
	bases map[warehouse.Ref]*base
}

// look sorts what is asked for by dataset.
func (d *Driver) look(req warehouse.InspectRequest) *look {
	l := &look{
		d: d, req: req, byName: map[warehouse.Container]*datasetLook{},
		byRef: map[warehouse.Ref]*object{}, bases: map[warehouse.Ref]*base{},
	}
	for _, c := range req.Containers {
		switch {
		case c.Schema != "":
			l.dataset(c).content = true
		case !slices.Contains(l.whole, c.Database):
			l.whole = append(l.whole, c.Database)
		}
	}
	for _, c := range req.Access {
		if c.Schema != "" {
			l.dataset(c).access = true
		}
	}
	for _, c := range req.Dropped {
		if c.Schema != "" {
			l.dataset(c)
		}
	}
	return l
}

func (l *look) dataset(c warehouse.Container) *datasetLook {
	s, ok := l.byName[c]
	if !ok {
		s = &datasetLook{l: l, c: c}
		l.byName[c] = s
		l.datasets = append(l.datasets, s)
	}
	return s
}

// projectTasks list the datasets of the projects that are asked for as a whole.
func (l *look) projectTasks() []task {
	var out []task
	for _, project := range l.whole {
		out = append(out, func(ctx context.Context) error {
			list, err := l.d.datasetList(ctx, project)
			l.mu.Lock()
			defer l.mu.Unlock()
			for _, item := range list {
				s := l.dataset(warehouse.Container{Database: project, Schema: item.DatasetReference.DatasetId})
				s.content = true
				s.access = s.access || slices.Contains(l.req.Access, warehouse.Container{Database: project})
			}
			return err
		})
	}
	return out
}

func (l *look) datasetTasks() []task {
	var out []task
	for _, s := range l.datasets {
		out = append(out, s.get)
		if s.content {
			out = append(out, s.list)
		}
	}
	return out
}

// clock reads the service's clock where no other query did.
func (l *look) clock(ctx context.Context) error {
	location := ""
	for _, s := range l.datasets {
		if s.there() {
			location = s.dataset.Location
			break
		}
	}
	lines, err := l.d.lines(ctx, location, "SELECT CURRENT_TIMESTAMP() AS now")
	if err != nil {
		return err
	}
	if len(lines) != 1 {
		return refuse(warehouse.Internal, "inspect", "clock", "the answer has %d rows", len(lines))
	}
	return l.tell(lines[0])
}

// tell keeps the earliest time that the service's clock showed.
func (l *look) tell(r line) error {
	now, err := time.Parse(time.RFC3339Nano, r.get("now"))
	if err != nil {
		return &warehouse.Error{Code: warehouse.Internal, Op: "inspect", Object: "clock", Err: err}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.now.IsZero() || now.Before(l.now) {
		l.now = now
	}
	return nil
}

// moved says that a thing was listed and is not found now: it came or went while
// it was looked at. Nothing is concluded from that; the code has the whole look
// made anew.
func moved(thing string) error {
	return refuse(warehouse.Unavailable, "inspect", thing, "it came or went while it was looked at")
}

// inventory puts the answer together.
func (l *look) inventory() warehouse.Inventory {
	inv := warehouse.Inventory{Now: l.now, Dialect: Dialect()}
	slices.SortFunc(l.objects, func(a, b *object) int { return strings.Compare(a.Ref.String(), b.Ref.String()) })
	for _, o := range l.objects {
		if o.hash != nil && o.Identity.Token != "" {
			o.Identity.Token += "#" + *o.hash
		}
		inv.Objects = append(inv.Objects, o.Object)
	}
	listed := map[warehouse.Container]bool{}
	for _, c := range slices.Concat(l.req.Containers, l.req.Access, l.req.Dropped) {
		if !listed[c] {
			listed[c] = true
			inv.Containers = append(inv.Containers, l.state(c))
		}
	}
	// The access to the datasets of a project belongs to its own.
	for _, s := range l.datasets {
		if !listed[s.c] && s.access {
			listed[s.c] = true
			inv.Containers = append(inv.Containers, l.state(s.c))
		}
	}
	return inv
}

// state says what a look at a container found.
func (l *look) state(c warehouse.Container) warehouse.ContainerState {
	if s := l.byName[c]; s != nil {
		return s.state()
	}
	return warehouse.ContainerState{Container: c, Exists: slices.Contains(l.whole, c.Database), RetentionDays: -1}
}
