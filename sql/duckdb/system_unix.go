//go:build unix

package duckdb

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// inode names a file or directory for as long as it lives, whatever its path.
func inode(info fs.FileInfo) string {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%d:%d", uint64(st.Dev), uint64(st.Ino)) //nolint:unconvert // the width differs between systems
}

// commandLine gives the command line of a process where /proc has it, else "".
func commandLine(pid int) string {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(string(data), "\x00", " "))
}
