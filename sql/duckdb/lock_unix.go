//go:build unix

package duckdb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"cutover/sql/warehouse"
)

// fileLock is the lock that DuckDB itself takes on a file: no DuckDB process
// can open the file while it is held. It belongs to this process, and closing
// any other descriptor of the file gives it up, so the file is read only
// through this one.
type fileLock struct{ f *os.File }

func lockFile(path string) (*fileLock, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil, fmt.Errorf("open for lock: %w", err)
	}
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	if err := unix.FcntlFlock(f.Fd(), unix.F_SETLK, &lock); err != nil {
		held := &warehouse.Error{Code: warehouse.Locked, Object: path, Err: fmt.Errorf("lock file: %w", err), Holder: holding(f)}
		return nil, errors.Join(held, f.Close())
	}
	return &fileLock{f: f}, nil
}

// holding asks the system who has the lock.
func holding(f *os.File) *warehouse.Holder {
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart}
	if err := unix.FcntlFlock(f.Fd(), unix.F_GETLK, &lock); err != nil || lock.Type == unix.F_UNLCK {
		return nil
	}
	return &warehouse.Holder{PID: int(lock.Pid), Command: commandLine(int(lock.Pid))}
}

// release gives the lock back; a second call does nothing.
func (l *fileLock) release() error {
	if l.f == nil {
		return nil
	}
	f := l.f
	l.f = nil
	return f.Close()
}

// copyInto writes the locked file to a new path, durably.
func copyInto(ctx context.Context, from *fileLock, to string) (err error) {
	info, err := from.f.Stat()
	if err != nil {
		return fmt.Errorf("look at file: %w", err)
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, info.Mode().Perm())
	if err != nil {
		return fmt.Errorf("make file: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err := from.f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read file: %w", err)
	}
	if _, err := io.Copy(out, &cancelable{ctx: ctx, r: from.f}); err != nil {
		return fmt.Errorf("copy file: %w", err)
	}
	if err := out.Sync(); err != nil {
		return fmt.Errorf("sync file: %w", err)
	}
	return nil
}

// cancelable stops a copy when the context ends.
type cancelable struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancelable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// syncDirectories makes renames in directories durable.
func syncDirectories(dirs ...string) error {
	var errs []error
	for _, dir := range dirs {
		f, err := os.Open(dir)
		if err != nil {
			errs = append(errs, fmt.Errorf("open directory: %w", err))
			continue
		}
		errs = append(errs, f.Sync(), f.Close())
	}
	return errors.Join(errs...)
}

// renameError says why two directories could not change names.
func renameError(object string, err error) error {
	switch {
	case errors.Is(err, syscall.EXDEV):
		return &warehouse.Error{Code: warehouse.Unsupported, Object: object, Err: fmt.Errorf("the two directories are on different file systems: %w", err)}
	case errors.Is(err, syscall.EINVAL), errors.Is(err, syscall.ENOSYS), errors.Is(err, syscall.ENOTSUP):
		return &warehouse.Error{Code: warehouse.Unsupported, Object: object, Err: fmt.Errorf("this file system cannot do it (%s): %w", exchangeCall, err)}
	case errors.Is(err, os.ErrExist), errors.Is(err, syscall.ENOTEMPTY):
		return &warehouse.Error{Code: warehouse.AlreadyExists, Object: object, Err: err}
	}
	return &warehouse.Error{Code: mapCode(err), Object: object, Err: fmt.Errorf("rename directory: %w", err)}
}
