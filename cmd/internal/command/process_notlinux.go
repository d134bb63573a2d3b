//go:build !linux

package command

import "time"

// processStart is not known here.
func processStart(int) (time.Time, bool) { return time.Time{}, false }
