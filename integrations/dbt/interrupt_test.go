//go:build unix

package dbt_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"cutover/integrations/dbt"
)

// onReady is called when dbt says that it has begun.
type onReady func()

func (f onReady) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("ready")) {
		f()
	}
	return len(p), nil
}

func TestRunInterrupts(t *testing.T) {
	t.Parallel()
	why := errors.New("the lease is lost")
	for what, killed := range map[string]bool{"wait": false, "deaf": true} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			runner, project := fake(t, what)
			runner.Stdout = onReady(func() { cancel(why) })
			if killed {
				runner.Grace = time.Millisecond
			}
			alive := openFifo(t, filepath.Join(project, "alive"))
			result, err := runner.Run(ctx, dbt.Invocation{Command: dbt.Build})
			var interrupted *dbt.InterruptedError
			if !errors.As(err, &interrupted) || !errors.Is(err, why) {
				t.Fatalf("error %v", err)
			}
			if interrupted.Killed != killed || interrupted.Command != dbt.Build || result.ExitCode != -1 {
				t.Errorf("got %+v, exit code %d", interrupted, result.ExitCode)
			}
			// The pipe ends when the last process that inherited it is gone.
			if _, err := io.ReadAll(alive); err != nil {
				t.Errorf("dbt left a process behind: %v", err)
			}
		})
	}
}

// openFifo makes a named pipe and opens it for reading. Reading gives up after a while: that is the failure, not a pause.
func openFifo(t *testing.T, path string) *os.File {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	if err := file.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return file
}
