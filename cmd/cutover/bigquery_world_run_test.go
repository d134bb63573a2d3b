//go:build cgo && unix

package main

import (
	"bytes"
	"context"
	"net"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
)

// A bigRun is the program at work.
type bigRun struct {
	t    *testing.T
	cmd  *exec.Cmd
	out  bytes.Buffer
	errs said
	done chan error
}

// said is what the program says, for somebody who waits for a word of it.
type said struct {
	mu   sync.Mutex
	text strings.Builder
	word string
	here chan struct{}
}

// Write implements io.Writer.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.text.Write(p)
	s.look()
	return n, err
}

func (s *said) look() {
	if s.here != nil && strings.Contains(s.text.String(), s.word) {
		close(s.here)
		s.here = nil
	}
}

// String is all that was said until now.
func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// says waits until the program has said something on stderr.
func (r *bigRun) says(word string) {
	r.t.Helper()
	here := make(chan struct{})
	r.errs.mu.Lock()
	r.errs.word, r.errs.here = word, here
	r.errs.look()
	r.errs.mu.Unlock()
	select {
	case <-here:
	case err := <-r.done:
		r.t.Fatalf("cutover ended before it said %q: %v\n%s%s", word, err, &r.out, &r.errs)
	}
}

// start starts the program; more are entries of its environment.
func (w *bigWorld) start(more []string, args ...string) *bigRun {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), longestRun)
	w.t.Cleanup(cancel)
	r := &bigRun{t: w.t, cmd: exec.CommandContext(ctx, "cutover", args...), done: make(chan error, 1)}
	r.cmd.Dir, r.cmd.Env, r.cmd.Stdout, r.cmd.Stderr = w.dir, append(slices.Clone(w.env), more...), &r.out, &r.errs
	if err := r.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() { r.done <- r.cmd.Wait() }()
	w.t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	return r
}

// end waits for the program and gives its exit code, -1 after a kill.
func (r *bigRun) end() (int, answer) {
	<-r.done
	return r.cmd.ProcessState.ExitCode(), answer{stdout: r.out.String(), stderr: r.errs.String()}
}

// kill ends the program as a power cut does.
func (r *bigRun) kill() answer {
	r.t.Helper()
	_ = r.cmd.Process.Kill()
	code, a := r.end()
	if code != killed {
		r.t.Fatalf("cutover ended before it was killed: exit code %d\n%s", code, a.all())
	}
	return a
}

// arrived waits for a request to meet the fault, while the program runs.
func (r *bigRun) arrived(in *bigquerytest.Injection) {
	r.t.Helper()
	select {
	case <-in.Arrived():
	case err := <-r.done:
		r.t.Fatalf("cutover ended before the fault: %v\n%s%s", err, &r.out, &r.errs)
	}
}

// run runs the program to its end.
func (w *bigWorld) run(args ...string) (int, answer) {
	w.t.Helper()
	return w.start(nil, args...).end()
}

// cutover runs the program and wants this exit code.
func (w *bigWorld) cutover(want int, args ...string) answer {
	w.t.Helper()
	got, a := w.run(args...)
	if got != want {
		w.t.Fatalf("cutover %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, want, a.all())
	}
	return a
}

// awaitDark returns when the port of the stand-in refuses.
func (w *bigWorld) awaitDark() {
	w.t.Helper()
	for {
		conn, err := net.Dial("tcp", strings.TrimPrefix(w.server.URL(), "http://"))
		if err != nil {
			return
		}
		_ = conn.Close() // the blackout has not begun
	}
}
