package snowflaketest

import (
	"context"
	"time"
)

// SetWait replaces the clock that latency and slowness wait by, so that no test waits for it.
func (s *Server) SetWait(wait func(context.Context, time.Duration) error) { s.wait = wait }
