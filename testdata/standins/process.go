package standins

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is for a machine that compiles something else at the same time; it
// is only ever used up when the stand-in does not start at all.
const patience = 3 * time.Minute

// require gives the Python that a variable names. Without it the test is
// skipped, or fails where CUTOVER_TEST_REQUIRE has the name.
func require(t testing.TB, name, variable, missing string) string {
	t.Helper()
	python := os.Getenv(variable)
	if _, err := exec.LookPath(python); err == nil {
		return python
	}
	reason := fmt.Sprintf("%s: %s is %q (make test sets it)", missing, variable, python)
	if slices.Contains(strings.Split(os.Getenv("CUTOVER_TEST_REQUIRE"), ","), name) {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}

// launch starts a program that says `ready 127.0.0.1 <port>` when it listens and
// ends when its standard input closes. It ends with the test.
func launch(t testing.TB, python string, args ...string) int {
	t.Helper()
	cmd := exec.Command(python, append([]string{"-B"}, args...)...)
	var said output
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatalf("start the stand-in: %v", err)
	}
	// The stand-in ends when this closes, which the system does for a killed test.
	alive, err := cmd.StdinPipe()
	if err != nil {
		t.Fatalf("start the stand-in: %v", err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start the stand-in: %v", err)
	}
	t.Cleanup(func() {
		_ = alive.Close()
		_ = cmd.Process.Kill() // it has nothing to keep
		_ = cmd.Wait()         // killed is how it ends
	})
	address := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(out).ReadString('\n') // the end of it is an empty line
		address <- strings.TrimPrefix(strings.TrimSpace(line), "ready ")
	}()
	return port(t, address, &said)
}

func port(t testing.TB, address <-chan string, said *output) int {
	t.Helper()
	select {
	case text := <-address:
		host, number, ok := strings.Cut(text, " ")
		port, err := strconv.Atoi(number)
		if !ok || host != "127.0.0.1" || err != nil {
			t.Fatalf("the stand-in did not start, it said %q\n%s", text, said)
		}
		return port
	case <-time.After(patience):
		t.Fatalf("the stand-in did not start within %s\n%s", patience, said)
		return 0
	}
}

// source is the folder of this package, from where this file was compiled.
func source() string {
	_, file, _, _ := runtime.Caller(0)
	if !filepath.IsAbs(file) { // built with -trimpath: tests run in their own folder
		return "."
	}
	return filepath.Dir(file)
}

// output is what the process writes while the test may read it.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
