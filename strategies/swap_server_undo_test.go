package strategies_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
	"cutover/strategies"
	"cutover/strategies/plan"
)

// swapped is the look after the release of a server scene: each side has the
// other's name, the old one is kept under its own, staging is made anew.
func (s *server) swapped(p *plan.Plan) (after []plan.Expectation) {
	if step, ok := p.Step("access"); ok {
		s.apply(step.Action.Op.Op)
	}
	prod, cand := warehouse.Container{Database: s.req.To.Database, Schema: s.req.To.Schema}, warehouse.Container{Database: s.req.From.Database, Schema: s.req.From.Schema}
	kept := strategies.KeptSide(snowflakeDialect(), p.Release, prod)
	to := func(c warehouse.Container) (warehouse.Container, bool) {
		move := func(side warehouse.Container) warehouse.Container {
			if side.Schema == "" {
				return warehouse.Container{Database: side.Database, Schema: c.Schema}
			}
			return side
		}
		switch {
		case c.Database == prod.Database && (prod.Schema == "" || c.Schema == prod.Schema):
			return move(kept), true
		case c.Database == cand.Database && (cand.Schema == "" || c.Schema == cand.Schema):
			return move(prod), true
		}
		return c, false
	}
	for i, c := range s.inv.Containers {
		at, moves := to(c.Container)
		if !moves {
			continue
		}
		for j := range c.Access {
			c.Access[j].Container = at
		}
		c.Container = at
		s.inv.Containers[i] = c
	}
	for i, o := range s.inv.Objects {
		at, moves := to(o.Ref.Container())
		if !moves {
			continue
		}
		o.Ref = warehouse.Ref{Database: at.Database, Schema: at.Schema, Name: o.Ref.Name}
		if o.Kind == warehouse.KindView && at.Database == prod.Database && o.Identity.Token != "" {
			o.Identity.Token += " retargeted"
		}
		o.Access = slices.Clone(o.Access)
		for j := range o.Access {
			o.Access[j].Container = at
		}
		s.inv.Objects[i] = o
		ref := o.Ref
		after = append(after, plan.Expectation{Ref: &ref, Identity: o.Identity})
	}
	return after
}

// apply does to the look what an op of access does.
func (s *server) apply(op warehouse.Op) {
	switch op := op.(type) {
	case warehouse.Batch:
		for _, m := range op.Ops {
			s.apply(m)
		}
	case warehouse.Sequence:
		for _, m := range op.Ops {
			s.apply(m)
		}
	case warehouse.SetComment:
		s.state(op.Container).Comment = op.Comment
	case warehouse.RevokeAccess:
		access, _ := s.holder(op.Grant)
		*access = slices.DeleteFunc(slices.Clone(*access), func(g warehouse.Grant) bool { return g == op.Grant })
	case warehouse.GrantAccess:
		access, owner := s.holder(op.Grant)
		if op.Grant.Privilege == "OWNERSHIP" {
			*owner = op.Grant.Grantee
			return
		}
		*access = append(slices.Clone(*access), op.Grant)
	}
}

func (s *server) holder(g warehouse.Grant) (access *[]warehouse.Grant, owner *string) {
	if g.Name == "" {
		return &s.state(g.Container).Access, &s.state(g.Container).Owner
	}
	o := s.object(g.Container.String() + "." + g.Name)
	return &o.Access, &o.Owner
}

// rename gives a database another name, with all that says it.
func (s *server) rename(from, to string) {
	access := func(list []warehouse.Grant) []warehouse.Grant {
		out := slices.Clone(list)
		for i := range out {
			if out[i].Container.Database == from {
				out[i].Container.Database = to
			}
		}
		return out
	}
	for i, c := range s.inv.Containers {
		if c.Container.Database == from {
			s.inv.Containers[i].Container.Database, s.inv.Containers[i].Access = to, access(c.Access)
		}
	}
	for i, o := range s.inv.Objects {
		if o.Ref.Database == from {
			s.inv.Objects[i].Ref.Database, s.inv.Objects[i].Access = to, access(o.Access)
		}
	}
}

func (s *server) undo(t *testing.T, released *plan.Plan, after []plan.Expectation) *plan.Plan {
	t.Helper()
	r := strategies.UndoRequest{
		Release: "ef34gh", Tool: "test", Now: now, Environment: "prod", Released: released, After: after, Verified: true, Parent: released.Release,
		State: s.req.State, Candidate: warehouse.Container{Database: s.req.From.Database, Schema: s.req.From.Schema},
		Production:   warehouse.Container{Database: s.req.To.Database, Schema: s.req.To.Schema},
		KeepReleases: 5, Capabilities: s.req.Capabilities, Render: s.req.Render,
	}
	look := strategies.UndoLook(r)
	for _, c := range look.Containers {
		if s.state(c) == nil {
			s.inv.Containers = append(s.inv.Containers, warehouse.ContainerState{Container: c})
		}
	}
	p, err := strategies.BuildUndo(r, s.inv)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestServerSwapUndo(t *testing.T) {
	t.Parallel()
	kept := db("PROD__CUTOVER_AB12CD")
	for _, c := range []struct {
		name string
		bend func(*server)
		want []string
	}{
		{"undo-swap", func(s *server) {
			s.state(kept).Access = slices.DeleteFunc(s.state(kept).Access, func(g warehouse.Grant) bool { return g.Privilege == "USAGE" }) // narrowed
		}, nil},
		{"undo-dropped", func(s *server) {
			is := s.state(kept)
			is.Exists, is.Dropped = false, []warehouse.Identity{is.Identity}
			s.inv.Objects = slices.DeleteFunc(s.inv.Objects, func(o warehouse.Object) bool { return o.Ref.Database == kept.Database })
		}, nil},
		{"undo-before-keep", func(s *server) { // the release was cut short right after the swap
			s.rename(kept.Database, "STAGE")
		}, nil},
		{"a table changed since", func(s *server) { s.object("PROD.MART.ORDERS").Identity.Token = "written" }, []string{"moved-since MART.ORDERS"}},
		{"a table came since", func(s *server) { s.relation("PROD", "MART", built{"NEW", "table"}) }, []string{"moved-since MART.NEW"}},
		{"the kept database is gone", func(s *server) { *s.state(kept) = warehouse.ContainerState{Container: kept} }, []string{"kept-missing"}},
		{"a newer one was dropped under that name", func(s *server) {
			is := s.state(kept)
			is.Exists, is.Dropped = false, []warehouse.Identity{{ID: "another"}, is.Identity}
		}, []string{"kept-missing"}},
		{"the kept table was written", func(s *server) { s.object("PROD__CUTOVER_AB12CD.MART.ORDERS").Identity.Token = "written" }, []string{"kept-missing MART.ORDERS"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			s.withReaders(db("PROD"), db("STAGE"))
			released := s.plan(t)
			after := s.swapped(released)
			c.bend(s)
			p := s.undo(t, released, after)
			if c.want != nil {
				if diff := cmp.Diff(c.want, refusals(p)); diff != "" {
					t.Errorf("(-want +got):\n%s\n%v", diff, p.Refusals())
				}
				return
			}
			if diff := cmp.Diff([]string{}, refusals(p)); diff != "" {
				t.Fatalf("%s\n%v", diff, p.Refusals())
			}
			golden(t, c.name, p)
		})
	}
}

// Wherever the container went that production held, it is found by its identity.
func TestUndoFindsTheKeptSideByIdentity(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	released := s.plan(t)
	after := s.swapped(released)
	s.rename("PROD__CUTOVER_AB12CD", "ELSEWHERE")
	r := strategies.UndoRequest{
		Release: "ef34gh", Now: now, Environment: "prod", Released: released, After: after, Verified: true,
		State: s.req.State, Candidate: db("STAGE"), Production: db("PROD"), Kept: []warehouse.Container{db("ELSEWHERE")},
		Capabilities: s.req.Capabilities, Render: s.req.Render,
	}
	if !slices.Contains(strategies.UndoLook(r).Containers, db("ELSEWHERE")) {
		t.Error("it does not look at all that is kept")
	}
	p, err := strategies.BuildUndo(r, s.inv)
	if err != nil {
		t.Fatal(err)
	}
	step, ok := p.Step("swap")
	if !ok {
		t.Fatalf("no swap: %v", p.Refusals())
	}
	want := warehouse.SwapContainers{
		A: db("PROD"), B: db("ELSEWHERE"), IdentityA: warehouse.Identity{ID: "made STAGE"}, IdentityB: warehouse.Identity{ID: "made PROD"},
		Proof: &warehouse.Mark{Database: "ELSEWHERE", Schema: "CUTOVER", Release: "ef34gh", Step: "swap"},
	}
	if diff := cmp.Diff(want, step.Action.Op.Op); diff != "" {
		t.Error(diff)
	}
}

// A publish through a shadow goes back as it came, while nothing else in the
// schema changed; otherwise relation by relation, in a shadow of today's schema.
func TestUndoOfAShadow(t *testing.T) {
	t.Parallel()
	world := func(t *testing.T) (*server, *plan.Plan, []plan.Expectation) {
		s := newServer(t)
		s.req.Strategy, s.req.Selected = strategies.WAC, []string{"model.shop.ORDERS"}
		s.withReaders(db("PROD"), db("STAGE"))
		mart, kept := warehouse.Container{Database: "PROD", Schema: "MART"}, warehouse.Container{Database: "PROD", Schema: "CUTOVER_AB12CD__MART"}
		s.state(mart).Access = []warehouse.Grant{role("schema", mart, "", "USAGE", "READER")}
		released := s.plan(t)
		if refused := refusals(released); len(refused) > 0 {
			t.Fatal(released.Refusals())
		}
		old := *s.state(mart)
		old.Container, old.Access = kept, nil // narrowed
		s.inv.Containers = append(s.inv.Containers, old)
		s.state(mart).Identity.ID = "made by the release"
		var after []plan.Expectation
		for i, o := range slices.Clone(s.inv.Objects) {
			if o.Ref.Container() != mart {
				continue
			}
			was := o
			was.Ref.Schema, was.Access = kept.Schema, slices.Clone(o.Access)
			for j := range was.Access {
				was.Access[j].Container = kept
			}
			s.inv.Objects = append(s.inv.Objects, was)
			now := &s.inv.Objects[i]
			now.Identity.ID += " again"
			if now.Ref.Name == "ORDERS" {
				now.Identity.Token = "STAGE.MART.ORDERS@1"
			}
			after = append(after, plan.Expectation{Ref: &warehouse.Ref{Database: "PROD", Schema: "MART", Name: o.Ref.Name}, Identity: now.Identity})
		}
		return s, released, after
	}
	t.Run("swaps back", func(t *testing.T) {
		t.Parallel()
		s, released, after := world(t)
		p := s.undo(t, released, after)
		if diff := cmp.Diff([]string{}, refusals(p)); diff != "" {
			t.Fatalf("%s\n%v", diff, p.Refusals())
		}
		golden(t, "undo-shadow", p)
		if diff := cmp.Diff([]warehouse.Container{{Database: "PROD", Schema: "CUTOVER_AB12CD__MART"}}, strategies.Kept(p)); diff != "" {
			t.Errorf("kept by the undo (-want +got):\n%s", diff)
		}
	})
	t.Run("does not take a write of somebody else along", func(t *testing.T) {
		t.Parallel()
		s, released, after := world(t)
		s.object("PROD.MART.CUSTOMERS").Identity.Token = "written by a loader"
		p := s.undo(t, released, after)
		if _, ok := p.Step("shadow MART"); !ok {
			t.Errorf("it is not put back through a shadow: %v %v", p.Refusals(), p.Atomicity)
		}
	})
}

// The undo of a first release takes production away and keeps it.
func TestUndoOfTheFirstSwap(t *testing.T) {
	t.Parallel()
	s := newServer(t, built{"ORDERS", "table"})
	s.drop("PROD.MART.ORDERS")
	for i, c := range s.inv.Containers {
		if c.Container.Database == "PROD" {
			s.inv.Containers[i] = warehouse.ContainerState{Container: c.Container}
		}
	}
	released := s.plan(t)
	if refused := refusals(released); len(refused) > 0 {
		t.Fatal(released.Refusals())
	}
	*s.state(db("PROD")) = warehouse.ContainerState{Container: db("PROD"), Exists: true, Identity: warehouse.Identity{ID: "made by the release"}}
	s.relation("PROD", "MART", built{"ORDERS", "table"})
	orders := s.object("PROD.MART.ORDERS")
	p := s.undo(t, released, []plan.Expectation{{Ref: &orders.Ref, Identity: orders.Identity}})
	step, ok := p.Step("swap")
	if !ok {
		t.Fatal(p.Refusals())
	}
	want := warehouse.MoveContainer{From: db("PROD"), To: db("PROD__CUTOVER_AB12CD")}
	if diff := cmp.Diff(want, step.Action.Op.Op); diff != "" {
		t.Error(diff)
	}
	if p.Relations[0].Action != plan.ActionRemove {
		t.Errorf("the relation is to %s", p.Relations[0].Action)
	}
}
