package bigquery

import (
	"context"

	"cutover/sql/warehouse"
)

// verdict is what the jobs of an op say together.
type verdict int

const (
	// noJob: the service knows none of them.
	noJob verdict = iota
	// jobSucceeded: the last statement of the op was executed.
	jobSucceeded
	// jobRefused: the newest of them failed, and not by the service's own fault.
	jobRefused
	// jobFailed: the newest of them failed by the service's own fault.
	jobFailed
)

// mostTries is how often warehouse.Warehouse sends one attempt, and one more.
const mostTries = 7

// awaitOp asks for every job that an attempt at an op without members can have
// made, and waits for those that run.
func (d *Driver) awaitOp(ctx context.Context, op warehouse.Op, path string, token warehouse.Token) (verdict, error) {
	sts, err := d.r.render(op, nil)
	if err != nil || token.Release == "" || onlyReads(op) {
		return noJob, err
	}
	last := noJob
	for i, st := range sts {
		if st.System {
			continue
		}
		v, err := d.awaitStatement(ctx, st, inside(path, i), token)
		if err != nil {
			return noJob, err
		}
		if v != noJob && (v != jobSucceeded || i == len(sts)-1) {
			last = v
		}
	}
	return last, nil
}

// awaitStatement asks for every job that an attempt at a statement can have made.
// Within one try they follow each other without a gap.
func (d *Driver) awaitStatement(ctx context.Context, st warehouse.Statement, path string, token warehouse.Token) (verdict, error) {
	last := noJob
	for try := range mostTries {
		for n := range retries {
			token.Try = try*retries + n
			there := false
			for _, id := range d.ids.given(token, path, st) {
				v, err := d.awaitJob(ctx, id)
				if err != nil {
					return noJob, err
				}
				if v != noJob {
					last, there = v, true
				}
			}
			if !there {
				break
			}
		}
	}
	return last, nil
}

func onlyReads(op warehouse.Op) bool {
	switch op.(type) {
	case warehouse.CheckFence, warehouse.ReadEntries, warehouse.ReadLease, warehouse.ReadMarks, warehouse.Probe:
		return true
	}
	return false
}

// awaitJob waits for one job, if there is one.
func (d *Driver) awaitJob(ctx context.Context, id string) (verdict, error) {
	var out verdict
	err := d.again(ctx, func() error {
		job, err := d.job(ctx, id)
		if missing(err) {
			out = noJob
			return nil
		}
		if err != nil {
			return err
		}
		if job, err = d.await(ctx, id, job); err != nil {
			return err
		}
		failure := known(jobError("", "", job))
		switch {
		case failure == nil:
			out = jobSucceeded
		case failedItself(firstWord(failure.Native)):
			out = jobFailed
		default:
			out = jobRefused
		}
		return nil
	})
	return out, err
}

// awaitRelease waits for all jobs of a release that still run.
func (d *Driver) awaitRelease(ctx context.Context, release string) error {
	if release == "" {
		return nil
	}
	ids, err := d.running(ctx, releasePrefix(release))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if _, err := d.awaitJob(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
