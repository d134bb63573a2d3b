//go:build cgo

package duckdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// doDirectory runs an op on whole database files. DuckDB has none of them open
// meanwhile: it would write and remove its log by path, in the wrong directory.
func (d *Driver) doDirectory(ctx context.Context, op warehouse.Op, st warehouse.Statement) (warehouse.Receipt, error) {
	receipt := warehouse.Receipt{Rows: -1}
	if d.closed {
		return receipt, refuse(warehouse.Unavailable, op.OpName(), "", "the session was closed")
	}
	if d.opts.ReadOnly {
		return receipt, refuse(warehouse.ReadOnly, op.OpName(), "", "the session is read-only")
	}
	if err := d.release(ctx); err != nil {
		return receipt, mapError(op.OpName(), "close", err)
	}
	if err := ctx.Err(); err != nil {
		return receipt, mapError(op.OpName(), "", err)
	}
	d.hook(ctx, Before, st)
	defer d.hook(ctx, After, st)
	receipt.Statements = 1
	var err error
	switch op := op.(type) {
	case warehouse.CreateContainer:
		err = d.createFile(ctx, op)
	case warehouse.DropContainer:
		err = d.dropDirectory(ctx, op)
	case warehouse.CloneContainer:
		err = d.cloneDirectory(ctx, op)
	case warehouse.MoveContainer:
		err = d.moveDirectory(ctx, op)
	case warehouse.SwapContainers:
		err = d.swapDirectories(ctx, op)
	}
	return receipt, mapError(op.OpName(), "", err)
}

// file gives the path behind a whole database.
func (d *Driver) file(c warehouse.Container) (string, error) {
	path, ok := d.opts.path(c.Database)
	if !ok {
		return "", refuse(warehouse.NotFound, "", c.String(), "no file is known for database %q", c.Database)
	}
	return filepath.Abs(path)
}

// settle makes a database file stand alone in its directory, with no log, and
// takes the lock that keeps every other DuckDB out of it.
func (d *Driver) settle(ctx context.Context, path string) (*fileLock, error) {
	if err := standsAlone(path); err != nil {
		return nil, err
	}
	// Opening read-write replays a log that a killed writer left.
	s, err := openSession(ctx, Options{Production: Database{Alias: "settle", Path: path}})
	if err != nil {
		return nil, err
	}
	_, err = s.conn.ExecContext(ctx, `CHECKPOINT "settle"`)
	if err = errors.Join(mapError("checkpoint", path, err), s.close(ctx)); err != nil {
		return nil, err
	}
	lock, err := lockFile(path)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(walOf(path)); err == nil {
		return nil, errors.Join(refuse(warehouse.Conflict, "", walOf(path), "a write-ahead log came back after the checkpoint; another program uses the file"), lock.release())
	}
	if err := standsAlone(path); err != nil {
		return nil, errors.Join(err, lock.release())
	}
	return lock, nil
}

// standsAlone refuses a directory that holds more than the database, since
// everything in it would move too.
func standsAlone(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("list directory: %w", err)
	}
	base := filepath.Base(path)
	var others []string
	found := false
	for _, e := range entries {
		switch e.Name() {
		case base:
			found = true
			if !e.Type().IsRegular() {
				return refuse(warehouse.Unsupported, "", path, "the database is not a regular file; a link would move and leave the data behind")
			}
		case base + ".wal":
		default:
			others = append(others, strconv.Quote(e.Name()))
		}
	}
	if !found {
		return refuse(warehouse.NotFound, "", path, "there is no such database file")
	}
	if len(others) > 0 {
		return refuse(warehouse.Unsupported, "", filepath.Dir(path),
			"the directory also holds %s, which would move with the database; give the database a directory of its own", strings.Join(others, ", "))
	}
	return nil
}

func (d *Driver) swapDirectories(ctx context.Context, op warehouse.SwapContainers) (err error) {
	if noExchange != "" {
		return refuse(warehouse.Unsupported, "", "", "%s", noExchange)
	}
	a, errA := d.file(op.A)
	b, errB := d.file(op.B)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	if filepath.Base(a) != filepath.Base(b) {
		return refuse(warehouse.Unsupported, "", op.A.String(),
			"the files are named %q and %q; views carry their file's name, so both must be named alike", filepath.Base(a), filepath.Base(b))
	}
	dirA, dirB := filepath.Dir(a), filepath.Dir(b)
	if sameFile(dirA, dirB) || inside(dirA, dirB) || inside(dirB, dirA) {
		return refuse(warehouse.Unsupported, "", op.A.String(), "the two databases must live in two directories, neither inside the other")
	}
	check := func() error {
		return errors.Join(expect(op.A, a, op.IdentityA), expect(op.B, b, op.IdentityB))
	}
	if err := check(); err != nil {
		return firstError(err)
	}
	for _, path := range []string{a, b} {
		lock, lockErr := d.settle(ctx, path)
		if lockErr != nil {
			return lockErr
		}
		defer func() { err = errors.Join(err, lock.release()) }()
	}
	if err := check(); err != nil {
		return firstError(err)
	}
	if err := exchange(dirA, dirB); err != nil {
		return renameError(op.A.String(), err)
	}
	return syncDirectories(filepath.Dir(dirA), filepath.Dir(dirB))
}

// firstError keeps the first *warehouse.Error of joined ones, for a message of
// one sentence.
func firstError(err error) error {
	var known *warehouse.Error
	if errors.As(err, &known) {
		return known
	}
	return err
}

func inside(dir, of string) bool {
	rel, err := filepath.Rel(of, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// expect compares the directory with the identity that the plan saw.
func expect(c warehouse.Container, path string, want warehouse.Identity) error {
	got, there, err := fileIdentity(path)
	switch {
	case err != nil:
		return err
	case !there:
		return refuse(warehouse.NotFound, "", path, "there is no such database file")
	case want.ID != "" && got.ID != want.ID:
		return refuse(warehouse.Conflict, "", c.String(), "the directory is %s, not %s as before: it was exchanged or replaced since", got.ID, want.ID)
	}
	return nil
}

func (d *Driver) moveDirectory(ctx context.Context, op warehouse.MoveContainer) (err error) {
	from, to, err := d.pair(op.From, op.To)
	if err != nil {
		return err
	}
	lock, err := d.settle(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	parent := filepath.Dir(filepath.Dir(to))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	if err := moveNew(filepath.Dir(from), filepath.Dir(to)); err != nil {
		return renameError(op.To.String(), err)
	}
	return syncDirectories(filepath.Dir(filepath.Dir(from)), parent)
}

// pair gives the files of two databases that must be named alike, and makes sure
// that the second is not there.
func (d *Driver) pair(from, to warehouse.Container) (string, string, error) {
	a, errA := d.file(from)
	b, errB := d.file(to)
	if err := errors.Join(errA, errB); err != nil {
		return "", "", err
	}
	if filepath.Base(a) != filepath.Base(b) {
		return "", "", refuse(warehouse.Unsupported, "", to.String(),
			"the files are named %q and %q; views carry their file's name, so both must be named alike", filepath.Base(a), filepath.Base(b))
	}
	return a, b, vacate(filepath.Dir(b))
}

// vacate makes sure that nothing is in the way of a directory that is to
// appear. An empty directory, made so that dbt finds its place, is taken away.
func vacate(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look at directory: %w", err)
	}
	if !info.IsDir() || os.Remove(dir) != nil {
		return refuse(warehouse.AlreadyExists, "", dir, "the directory is there already")
	}
	return nil
}

func (d *Driver) cloneDirectory(ctx context.Context, op warehouse.CloneContainer) (err error) {
	from, to, err := d.pair(op.From, op.To)
	if err != nil {
		return err
	}
	lock, err := d.settle(ctx, from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	parent := filepath.Dir(filepath.Dir(to))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	beside, err := os.MkdirTemp(parent, filepath.Base(filepath.Dir(to))+".tmp-")
	if err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	err = copyInto(ctx, lock, filepath.Join(beside, filepath.Base(to)))
	if err == nil {
		err = matchMode(filepath.Dir(from), beside)
	}
	if err == nil {
		if moved := moveNew(beside, filepath.Dir(to)); moved != nil {
			err = renameError(op.To.String(), moved)
		}
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(beside))
	}
	return syncDirectories(parent)
}

func matchMode(like, dir string) error {
	info, err := os.Stat(like)
	if err != nil {
		return fmt.Errorf("look at directory: %w", err)
	}
	if err := os.Chmod(dir, info.Mode().Perm()); err != nil {
		return fmt.Errorf("set mode of directory: %w", err)
	}
	return syncDirectories(dir)
}

// dropDirectory removes a kept database, and nothing that is not one.
func (d *Driver) dropDirectory(ctx context.Context, op warehouse.DropContainer) (err error) {
	path, err := d.file(op.Container)
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if filepath.Base(filepath.Dir(dir)) != keptDir {
		return refuse(warehouse.Unsupported, "", dir, "only directories inside %s are removed", keptDir)
	}
	lock, err := d.settle(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.release()) }()
	gone, err := os.MkdirTemp(filepath.Dir(dir), "dropped.tmp-")
	if err != nil {
		return fmt.Errorf("make directory: %w", err)
	}
	if err := os.Rename(dir, filepath.Join(gone, "database")); err != nil {
		return errors.Join(renameError(op.Container.String(), err), os.Remove(gone))
	}
	return errors.Join(os.RemoveAll(gone), syncDirectories(filepath.Dir(dir)))
}

func (d *Driver) createFile(ctx context.Context, op warehouse.CreateContainer) error {
	path, err := d.file(op.Container)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	s, err := openSession(ctx, Options{State: Database{Alias: "made", Path: path}})
	if err != nil {
		return err
	}
	return s.close(ctx)
}
