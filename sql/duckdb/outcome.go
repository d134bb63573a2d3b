//go:build cgo

package duckdb

import (
	"context"
	"errors"

	"cutover/sql/warehouse"
)

// Outcome implements warehouse.Driver.
func (d *Driver) Outcome(ctx context.Context, op warehouse.Op, _ warehouse.Token) (warehouse.Outcome, error) {
	switch op := op.(type) {
	case warehouse.Atomic:
		for _, one := range op.Ops {
			if mark, ok := one.(warehouse.Mark); ok {
				return d.marked(ctx, mark)
			}
		}
		return warehouse.Unknown, nil
	case warehouse.Mark:
		return d.marked(ctx, op)
	case warehouse.SwapContainers:
		return d.swapped(op)
	case warehouse.MoveContainer:
		return d.appeared(op.From, op.To, true)
	case warehouse.CloneContainer:
		return d.appeared(op.From, op.To, false)
	case warehouse.CreateContainer:
		return d.containerOutcome(ctx, op.Container, warehouse.Done, warehouse.NotDone)
	case warehouse.DropContainer:
		return d.containerOutcome(ctx, op.Container, warehouse.NotDone, warehouse.Done)
	}
	return warehouse.Unknown, nil
}

func (d *Driver) marked(ctx context.Context, mark warehouse.Mark) (warehouse.Outcome, error) {
	sts, err := d.r.render(warehouse.ReadMarks{Database: mark.Database, Schema: mark.Schema})
	if err != nil {
		return warehouse.Unknown, err
	}
	rows, err := d.Query(ctx, sts[0])
	if err != nil {
		return warehouse.Unknown, err
	}
	for _, row := range rows.Values {
		if *row[0] == mark.Release && *row[1] == mark.Step {
			return warehouse.Done, nil
		}
	}
	return warehouse.NotDone, nil
}

// swapped decides by the directories' inodes, which travel with the exchange.
func (d *Driver) swapped(op warehouse.SwapContainers) (warehouse.Outcome, error) {
	a, errA := d.idOf(op.A)
	b, errB := d.idOf(op.B)
	if err := errors.Join(errA, errB); err != nil {
		return warehouse.Unknown, mapError("outcome", "", err)
	}
	switch {
	case a == "" || b == "" || op.IdentityA.ID == op.IdentityB.ID:
		return warehouse.Unknown, nil
	case a == op.IdentityB.ID && b == op.IdentityA.ID:
		return warehouse.Done, nil
	case a == op.IdentityA.ID && b == op.IdentityB.ID:
		return warehouse.NotDone, nil
	}
	return warehouse.Unknown, nil
}

// idOf gives the identity of a whole database, "" when it is missing.
func (d *Driver) idOf(c warehouse.Container) (string, error) {
	path, err := d.file(c)
	if err != nil {
		return "", err
	}
	id, _, err := fileIdentity(path)
	return id.ID, err
}

// appeared decides a move or a clone, whose target appears in one step.
func (d *Driver) appeared(from, to warehouse.Container, move bool) (warehouse.Outcome, error) {
	a, errA := d.idOf(from)
	b, errB := d.idOf(to)
	if err := errors.Join(errA, errB); err != nil {
		return warehouse.Unknown, mapError("outcome", "", err)
	}
	switch {
	case b != "" && (a == "") == move:
		return warehouse.Done, nil
	case b == "" && a != "":
		return warehouse.NotDone, nil
	}
	return warehouse.Unknown, nil
}

func (d *Driver) containerOutcome(ctx context.Context, c warehouse.Container, there, missing warehouse.Outcome) (warehouse.Outcome, error) {
	inv, err := d.Inspect(ctx, warehouse.InspectRequest{Containers: []warehouse.Container{c}})
	if err != nil {
		return warehouse.Unknown, err
	}
	if state, ok := inv.Container(c); ok && state.Exists {
		return there, nil
	}
	return missing, nil
}
