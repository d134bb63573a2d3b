package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// look inspects what a list of refs and containers needs, in one request.
func (e *Engine) look(ctx context.Context, refs []warehouse.Ref, containers []warehouse.Container) (warehouse.Inventory, error) {
	var req warehouse.InspectRequest
	seen := map[warehouse.Container]bool{}
	add := func(c warehouse.Container) {
		if !seen[c] {
			seen[c] = true
			req.Containers = append(req.Containers, c)
		}
	}
	for _, r := range refs {
		add(r.Container())
	}
	for _, c := range containers {
		add(c)
	}
	req.Content = refs
	if len(req.Containers) == 0 {
		return warehouse.Inventory{Dialect: e.deps.Warehouse.Capabilities().Dialect}, nil
	}
	return e.deps.Warehouse.Inspect(ctx, req)
}

// moved compares expectations with a look and says what differs, one sentence
// each; nothing when all is as expected.
func (e *Engine) moved(ctx context.Context, expect []plan.Expectation) ([]string, error) {
	if len(expect) == 0 {
		return nil, nil
	}
	var refs []warehouse.Ref
	var containers []warehouse.Container
	for _, x := range expect {
		if x.Ref != nil {
			refs = append(refs, *x.Ref)
		}
		if x.Container != nil {
			containers = append(containers, *x.Container)
		}
	}
	inv, err := e.look(ctx, refs, containers)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, x := range expect {
		if s := differs(inv, x); s != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

// differs says in one sentence how the inventory differs from an expectation.
func differs(inv warehouse.Inventory, x plan.Expectation) string {
	var name string
	var is warehouse.Identity
	var there bool
	switch {
	case x.Ref != nil:
		name = x.Ref.String()
		o, ok := inv.Object(*x.Ref)
		is, there = o.Identity, ok
		if ok && x.OrMade != "" && o.MadeBy == x.OrMade {
			return ""
		}
	case x.Container != nil:
		name = x.Container.String()
		c, ok := inv.Container(*x.Container)
		is, there = c.Identity, ok && c.Exists
	}
	if x.Or != nil && there && is.SameContent(*x.Or) {
		return ""
	}
	switch {
	case x.Absent && there:
		return name + " is there now and was not before"
	case x.Absent:
		return ""
	case !there:
		return name + " is gone"
	case x.Identity.ID != "" && x.Identity.ID != is.ID:
		return name + " is another object than before"
	case x.Identity.Token != "" && !x.Identity.SameContent(is):
		return name + " has changed"
	}
	return ""
}

// verify reads back what a step promised and returns what was there.
func (e *Engine) verify(ctx context.Context, r *Release, s plan.Step) ([]plan.Expectation, error) {
	if len(s.Verify) == 0 {
		return nil, nil
	}
	var refs []warehouse.Ref
	var containers []warehouse.Container
	for _, c := range s.Verify {
		if c.Ref != nil {
			refs = append(refs, *c.Ref)
		}
		if c.Container != nil && (c.Kind == plan.CheckContainer || c.Kind == plan.CheckGone) {
			containers = append(containers, *c.Container)
		}
	}
	inv, err := e.look(ctx, refs, containers)
	if err != nil {
		return nil, fmt.Errorf("look after: %w", err)
	}
	if inv, err = e.withAccess(ctx, inv, s.Verify); err != nil {
		return nil, fmt.Errorf("look who may read: %w", err)
	}
	var failed []string
	var after []plan.Expectation
	for _, c := range s.Verify {
		why, err := e.check(ctx, r, inv, c)
		if err != nil {
			return nil, err
		}
		if why != "" {
			failed = append(failed, why)
			continue
		}
		after = append(after, found(inv, c)...)
	}
	if len(failed) > 0 {
		return nil, &VerifyError{Failed: failed}
	}
	return after, nil
}

// found is what the ledger records of a check that held.
func found(inv warehouse.Inventory, c plan.Check) []plan.Expectation {
	switch c.Kind {
	case plan.CheckSame, plan.CheckReadable, plan.CheckRows:
		o, _ := inv.Object(*c.Ref)
		return []plan.Expectation{{Ref: c.Ref, Identity: o.Identity}}
	case plan.CheckAbsent:
		return []plan.Expectation{{Ref: c.Ref, Absent: true}}
	case plan.CheckContainer:
		s, _ := inv.Container(*c.Container)
		return []plan.Expectation{{Container: c.Container, Identity: s.Identity}}
	}
	return nil
}

// check gives the reason why a check does not hold, "" when it does.
func (e *Engine) check(ctx context.Context, r *Release, inv warehouse.Inventory, c plan.Check) (string, error) {
	switch c.Kind {
	case plan.CheckSame:
		return checkSame(inv, c), nil
	case plan.CheckAbsent:
		if _, ok := inv.Object(*c.Ref); ok {
			return c.Ref.String() + " is still there", nil
		}
		return "", nil
	case plan.CheckRows:
		return checkRows(inv, c), nil
	case plan.CheckReadable:
		return e.checkReadable(ctx, inv, c)
	case plan.CheckContainer:
		return differs(inv, plan.Expectation{Container: c.Container, Identity: c.Identity}), nil
	case plan.CheckGone:
		return differs(inv, plan.Expectation{Container: c.Container, Absent: true}), nil
	case plan.CheckAccess:
		return checkAccess(inv, c), nil
	case plan.CheckMark:
		return e.checkMark(ctx, r, c)
	case plan.CheckUnmoved:
		return differs(inv, plan.Expectation{Ref: c.Ref, Identity: c.Identity}), nil
	case plan.CheckMade:
		return checkMade(inv, r.ID, c), nil
	case plan.CheckCarries:
		return checkCarries(inv, c), nil
	}
	return "", fmt.Errorf("unknown check %q", c.Kind)
}

// withAccess looks again for the access of what the checks compare, when any
// does; access is not part of a usual look.
func (e *Engine) withAccess(ctx context.Context, inv warehouse.Inventory, checks []plan.Check) (warehouse.Inventory, error) {
	var req warehouse.InspectRequest
	for _, c := range checks {
		switch c.Kind {
		case plan.CheckAccess:
			req.Containers = append(req.Containers, *c.Container, *c.As)
		case plan.CheckCarries:
			req.Content = append(req.Content, *c.Ref)
			if at := c.Ref.Container(); !slices.Contains(req.Containers, at) {
				req.Containers = append(req.Containers, at)
			}
		}
	}
	if len(req.Containers) == 0 {
		return inv, nil
	}
	req.Access = req.Containers
	seen, err := e.deps.Warehouse.Inspect(ctx, req)
	if err != nil {
		return inv, err
	}
	return inv.Merged(seen), nil
}

// checkAccess says what readers of the one container have and those of the
// other have not.
func checkAccess(inv warehouse.Inventory, c plan.Check) string {
	missing, extra := warehouse.AccessDiff(inv, *c.As, *c.Container)
	const most = 5
	var parts []string
	for _, g := range missing {
		parts = append(parts, "lost: "+g.String())
	}
	for _, g := range extra {
		parts = append(parts, "gained: "+g.String())
	}
	if len(parts) == 0 {
		return ""
	}
	if n := len(parts) - most; n > 0 {
		parts = append(parts[:most], fmt.Sprintf("and %d more", n))
	}
	return fmt.Sprintf("%s does not have the access of %s: %s", c.Container, c.As, strings.Join(parts, "; "))
}

// checkMade says whether a relation is what this release made.
func checkMade(inv warehouse.Inventory, release string, c plan.Check) string {
	o, ok := inv.Object(*c.Ref)
	switch {
	case !ok:
		return c.Ref.String() + " is not there"
	case o.MadeBy != release:
		return fmt.Sprintf("%s was not made by release %s", c.Ref, release)
	}
	return ""
}

// checkCarries says what a relation no longer carries.
func checkCarries(inv warehouse.Inventory, c plan.Check) string {
	o, ok := inv.Object(*c.Ref)
	if !ok {
		return c.Ref.String() + " is not there"
	}
	var lost []string
	has := o.Carries()
	for _, want := range c.Carries {
		if !slices.Contains(has, want) {
			lost = append(lost, want)
		}
	}
	if len(lost) == 0 {
		return ""
	}
	return fmt.Sprintf("%s lost: %s", c.Ref, strings.Join(lost, "; "))
}

func checkSame(inv warehouse.Inventory, c plan.Check) string {
	o, ok := inv.Object(*c.Ref)
	if !ok {
		return c.Ref.String() + " is not there"
	}
	if !o.Identity.SameContent(c.Identity) {
		return c.Ref.String() + " does not have the content that was published"
	}
	return ""
}

// checkRows compares a row count with the one that was audited.
func checkRows(inv warehouse.Inventory, c plan.Check) string {
	o, ok := inv.Object(*c.Ref)
	switch off := float64(o.Rows - c.Rows); {
	case !ok:
		return c.Ref.String() + " is not there"
	case o.Rows < 0 || c.Rows < 0:
		return c.Ref.String() + " could not be counted"
	case max(off, -off)*100 > c.Tolerance*float64(c.Rows):
		return fmt.Sprintf("%s has %d rows, %d were audited (tolerance %g%%)", c.Ref, o.Rows, c.Rows, c.Tolerance)
	}
	return ""
}

func (e *Engine) checkReadable(ctx context.Context, inv warehouse.Inventory, c plan.Check) (string, error) {
	if _, ok := inv.Object(*c.Ref); !ok {
		return c.Ref.String() + " is not there", nil
	}
	_, err := e.query(ctx, warehouse.Probe{Ref: *c.Ref})
	switch warehouse.CodeOf(err) {
	case "":
		return "", nil
	case warehouse.NotFound, warehouse.InvalidStatement, warehouse.PermissionDenied:
		return fmt.Sprintf("%s cannot be read: %s", c.Ref, err), nil
	}
	return "", fmt.Errorf("read %s: %w", c.Ref, err)
}

func (e *Engine) checkMark(ctx context.Context, r *Release, c plan.Check) (string, error) {
	rows, err := e.query(ctx, warehouse.ReadMarks{Database: c.Container.Database, Schema: c.Container.Schema})
	if err != nil {
		return "", fmt.Errorf("read marks of %s: %w", c.Container, err)
	}
	for _, row := range rows.Values {
		if len(row) >= 2 && row[0] != nil && row[1] != nil && *row[0] == r.ID && *row[1] == c.Step {
			return "", nil
		}
	}
	return fmt.Sprintf("%s does not carry the mark of release %s", c.Container, r.ID), nil
}
