package standins

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
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

	sf "github.com/snowflakedb/gosnowflake/v2"
)

// Name is what CUTOVER_TEST_REQUIRE calls the stand-in for Snowflake.
const Name = "snowflake-standin"

// Python is the environment variable that names the Python in which
// snowflake/requirements.txt is installed; make test sets it.
const Python = "CUTOVER_TEST_SNOWFLAKE_PYTHON"

// patience is for a machine that compiles something else at the same time; it
// is only ever used up when the stand-in does not start at all.
const patience = 3 * time.Minute

// Snowflake is a running stand-in: fakesnow's SQL engine behind our own
// catalog. It shows what statements do; it says nothing about privileges,
// locks, time travel or what the service answers when something fails.
type Snowflake struct {
	Port int
	// DBT is the dbt with dbt-snowflake that stands beside it.
	DBT string
	// Profiles is the folder with a profiles.yml of the shop; dbt finds the
	// port in SHOP_PORT.
	Profiles string
}

// Require gives the Python of the stand-in. Without it the test is skipped, or
// fails where CUTOVER_TEST_REQUIRE names the stand-in.
func Require(t testing.TB) string {
	t.Helper()
	python := os.Getenv(Python)
	if _, err := exec.LookPath(python); err == nil {
		return python
	}
	reason := fmt.Sprintf("no stand-in for Snowflake: %s is %q (make test sets it)", Python, python)
	if slices.Contains(strings.Split(os.Getenv("CUTOVER_TEST_REQUIRE"), ","), Name) {
		t.Fatal(reason)
	}
	t.Skip(reason)
	return ""
}

// Start starts a stand-in of the test's own, with nothing in it, and ends it
// with the test.
func Start(t testing.TB) *Snowflake {
	t.Helper()
	python := Require(t)
	folder := source()
	cmd := exec.Command(python, "-B", filepath.Join(folder, "server.py"))
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
	return &Snowflake{Port: port(t, address, &said), DBT: filepath.Join(filepath.Dir(python), "dbt"), Profiles: folder}
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

// Config is how the driver reaches it. Everybody may log in and do everything.
func (s *Snowflake) Config() *sf.Config {
	return &sf.Config{
		Account: "standin", User: "test", Password: "standin", Role: "ACCOUNTADMIN", Warehouse: "STANDIN",
		Host: "127.0.0.1", Port: s.Port, Protocol: "http", LoginTimeout: 30 * time.Second, Application: "cutover",
	}
}

// Address is host and port.
func (s *Snowflake) Address() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port))
}

// source is the folder of the launcher, from where this file was compiled.
func source() string {
	_, file, _, _ := runtime.Caller(0)
	if !filepath.IsAbs(file) { // built with -trimpath: tests run in their own folder
		file = "snowflake.go"
	}
	return filepath.Join(filepath.Dir(file), "snowflake")
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
