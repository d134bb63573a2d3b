package bigquery

import (
	"context"
	"time"
)

// NewDriver makes a driver over clients, as Open does after it connected.
var NewDriver = newDriver

// Fence puts the fence before a transport.
var Fence = newFenceTransport

// SetPause sets what stands between two looks at a job.
func SetPause(d *Driver, pause func(ctx context.Context, n int) error) { d.pause = pause }

// SetNow sets the local clock.
func SetNow(d *Driver, now func() time.Time) { d.now = now }
