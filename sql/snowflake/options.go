package snowflake

import (
	"context"

	"cutover/sql/warehouse"
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
	// QueryTag is the user's own tag, which ours follows; "" for none.
	QueryTag string
	// MaxParallel is how many statements that change something run at once;
	// 0 means 8.
	MaxParallel int
	// HashContent makes the tokens of tables that a look lists in Content hold a
	// hash of their rows, which reads them whole.
	HashContent bool
	// OnStatement, when not nil, is called before and after every statement that
	// changes something, by several goroutines at once.
	OnStatement func(ctx context.Context, phase Phase, st warehouse.Statement)
}

func (o Options) parallel() int {
	if o.MaxParallel <= 0 {
		return defaultParallel
	}
	return o.MaxParallel
}
