package snowflake

import "context"

// NewDriver makes a driver over a pool, as Open does after it connected.
var NewDriver = newDriver

// SetWait sets what stands between two looks at a statement that still runs.
func SetWait(d *Driver, wait func(context.Context) error) { d.wait = wait }
