//go:build cgo

package duckdb_test

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"cutover/sql/duckdb"
	"cutover/sql/warehouse"
)

// childMode makes the test binary play another process.
const childMode = "CUTOVER_DUCKDB_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childMode) {
	case "":
		os.Exit(m.Run())
	case "hold":
		childHold(os.Args[1])
	case "try":
		childTry(os.Args[1])
	case "publish":
		childPublish(os.Args[1])
	case "crash":
		childCrash(os.Args[1])
	case "full":
		childFull(os.Args[1])
	}
}

// child starts this test binary as another process.
func child(t *testing.T, mode, arg string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, arg)
	cmd.Env = append(os.Environ(), childMode+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

// childHold keeps a file open until its input ends.
func childHold(path string) {
	db, err := sql.Open("duckdb", path)
	if err == nil {
		_, err = db.Exec("CREATE TABLE IF NOT EXISTS held(i INTEGER)")
	}
	if err != nil {
		fmt.Println("failed", err)
		return
	}
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
	_ = db.Close()
}

// hold gives the PID of another process that has the file open.
func hold(t *testing.T, path string) int {
	t.Helper()
	cmd := child(t, "hold", path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	line, _ := bufio.NewReader(out).ReadString('\n')
	if strings.TrimSpace(line) != "ready" {
		t.Fatalf("child: %s", line)
	}
	return cmd.Process.Pid
}

// childCrash leaves a file with a write-ahead log behind.
func childCrash(path string) {
	db, err := sql.Open("duckdb", path)
	if err != nil {
		childFatal{}.Fatal(err)
	}
	for _, st := range []string{"CREATE TABLE t AS SELECT * FROM range(10)", "CHECKPOINT", "INSERT INTO t VALUES (10)", "CREATE TABLE u AS SELECT * FROM range(10)", "CREATE INDEX i ON u(range)"} {
		if _, err := db.Exec(st); err != nil {
			childFatal{}.Fatal(err)
		}
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// childFull publishes while its files cannot grow, as on a full disk.
func childFull(path string) {
	signal.Ignore(syscall.SIGXFSZ)
	d, err := duckdb.Open(context.Background(), duckdb.Options{Production: duckdb.Database{Alias: "wh", Path: path}})
	if err != nil {
		childFatal{}.Fatal(err)
	}
	op := publishOps(childFatal{}, d)
	const limit = 64 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		childFatal{}.Fatal(err)
	}
	_, err = d.Do(context.Background(), op, warehouse.Token{})
	outcome, look := d.Outcome(context.Background(), op, warehouse.Token{})
	inv, inspect := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "wh", Schema: "stage"}}})
	fmt.Printf("%s, %s, %d tables", warehouse.CodeOf(err), outcome, len(inv.Objects))
	if look != nil || inspect != nil {
		fmt.Print(look, inspect, err)
	}
	_ = d.Close()
}

// childTry opens a file read-write and says how that went.
func childTry(path string) {
	db, err := sql.Open("duckdb", path)
	if err == nil {
		err = db.Ping()
		_ = db.Close()
	}
	fmt.Print(err)
}

// free fails unless another process can open the file.
func free(t *testing.T, path string) {
	t.Helper()
	if got := try(t, path); got != "<nil>" {
		t.Errorf("another process cannot open %s: %s", path, got)
	}
}

func try(t *testing.T, path string) string {
	t.Helper()
	out, err := child(t, "try", path).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// publishArgs say what the child publishes and where it dies.
type publishArgs struct {
	Path   string
	DieAt  int
	Phase  duckdb.Phase
	Micros int
}

// publishOps replaces two tables and a view, keeps the old ones and leaves a mark.
func publishOps(t interface{ Fatal(...any) }, d warehouse.Driver) warehouse.Atomic {
	inv, err := d.Inspect(context.Background(), warehouse.InspectRequest{Containers: []warehouse.Container{{Database: "wh"}}})
	if err != nil {
		t.Fatal(err)
	}
	ref := func(schema, name string) warehouse.Ref {
		return warehouse.Ref{Database: "wh", Schema: schema, Name: name}
	}
	ops := []warehouse.Op{warehouse.CreateContainer{Container: warehouse.Container{Database: "wh", Schema: "keep"}}}
	for _, name := range []string{"a", "b"} {
		old, _ := inv.Object(ref("prod", name))
		next, _ := inv.Object(ref("stage", name))
		ops = append(ops,
			warehouse.CopyTable{From: ref("prod", name), To: ref("keep", name), Definition: old.Definition},
			warehouse.Drop{Ref: ref("prod", name), Kind: warehouse.KindTable},
			warehouse.CopyTable{From: ref("stage", name), To: ref("prod", name), Definition: next.Definition})
	}
	return warehouse.Atomic{Ops: append(ops, warehouse.Mark{Database: "wh", Schema: "cutover", Release: "r1", Step: "publish"})}
}

type childFatal struct{}

func (childFatal) Fatal(args ...any) { fmt.Println(args...); os.Exit(1) }

// childPublish publishes and kills itself on the way.
func childPublish(arg string) {
	var args publishArgs
	if err := json.Unmarshal([]byte(arg), &args); err != nil {
		childFatal{}.Fatal(err)
	}
	n := 0
	die := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL); select {} }
	d, err := duckdb.Open(context.Background(), duckdb.Options{
		Production: duckdb.Database{Alias: "wh", Path: args.Path},
		OnStatement: func(_ context.Context, phase duckdb.Phase, st warehouse.Statement) {
			if phase == duckdb.Before {
				n++
			}
			if args.Micros > 0 && st.Text == "COMMIT" && phase == duckdb.Before {
				time.AfterFunc(time.Duration(args.Micros)*time.Microsecond, die)
			}
			if n == args.DieAt && phase == args.Phase {
				die()
			}
		},
	})
	if err != nil {
		childFatal{}.Fatal(err)
	}
	if _, err := d.Do(context.Background(), publishOps(childFatal{}, d), warehouse.Token{}); err != nil {
		childFatal{}.Fatal(err)
	}
	if args.Micros > 0 {
		die()
	}
	_ = d.Close()
	fmt.Print("finished ", n)
}
