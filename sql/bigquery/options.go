package bigquery

import (
	"context"
	"net/http"
	"strings"

	"cutover/sql/warehouse"
)

const (
	// defaultParallel is what MaxParallel 0 means.
	defaultParallel = 8
	// spareConnections is how many requests go out beside the statements: a look
	// asks up to 32 tables at once, one renews the lease, and jobs are polled.
	spareConnections = 40
)

// Phase says when the statement hook is called.
type Phase string

// The two phases.
const (
	Before Phase = "before"
	After  Phase = "after"
)

// Options say what to connect to and how to work there.
type Options struct {
	// Profile is what to connect to.
	Profile Profile
	// Beside are further datasets that the location of all jobs may be learnt
	// from when the profile names none and its own dataset is not there yet; in
	// order, nil for none.
	Beside []warehouse.Container
	// MaxParallel is how many statements that change something run at once;
	// 0 means 8.
	MaxParallel int
	// HashContent makes the tokens of tables that a look lists in Content hold a
	// hash of their rows, which reads them whole.
	HashContent bool
	// OnStatement, when not nil, is called before and after every statement that
	// changes something, by several goroutines at once.
	OnStatement func(ctx context.Context, phase Phase, st warehouse.Statement)
	// Transport overrides how every request travels, those of logging in as well;
	// nil is a pool of connections of our own, through the environment's proxy.
	Transport http.RoundTripper

	// hangUp gives the pool's connections back; nil when the pool is not ours.
	hangUp func()
}

func (o Options) parallel() int {
	if o.MaxParallel <= 0 {
		return defaultParallel
	}
	return o.MaxParallel
}

// job gives what the profile says about every job.
func (o Options) job() jobSettings {
	p := o.Profile
	return jobSettings{
		priority: strings.ToUpper(p.Priority), timeout: p.JobExecutionTimeout,
		maxBytesBilled: p.MaximumBytesBilled, reservation: p.Reservation,
	}
}
