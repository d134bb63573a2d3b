//go:build unix

package command

import (
	"errors"
	"syscall"
)

// processExists asks with signal 0, which only checks.
func processExists(pid int) bool {
	if pid <= 0 {
		return false
	}
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// sameFileSystem compares the devices of two folders; known is false when one
// cannot be looked at.
func sameFileSystem(a, b string) (same, known bool) {
	var sa, sb syscall.Stat_t
	if syscall.Stat(a, &sa) != nil || syscall.Stat(b, &sb) != nil {
		return false, false
	}
	return sa.Dev == sb.Dev, true
}
