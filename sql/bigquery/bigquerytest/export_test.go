package bigquerytest

import (
	"context"
	"sync"
	"time"
)

// Waits makes the server note how long it would wait instead of waiting. Call it before the first request.
func (s *Server) Waits() func() time.Duration {
	var mu sync.Mutex
	var total time.Duration
	s.wait = func(_ context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		total += d
		return nil
	}
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return total
	}
}
