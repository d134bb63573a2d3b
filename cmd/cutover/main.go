// Command cutover puts dbt releases into production and takes them back out.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"cutover/cmd/internal/command"
)

// version is set by the release build: -ldflags "-X main.version=v1.2.3".
var version string

func main() { os.Exit(run(command.Hooks{})) }

// run is main without the end of the process, for tests that bring hooks.
func run(hooks command.Hooks) int {
	ctx, stop := interruptible()
	defer stop()
	return command.Main(ctx, command.Deps{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Clock: time.Now, Lookup: os.LookupEnv, Version: versionOf(), Hooks: hooks,
	}, os.Args[1:])
}

// interruptedExit is the exit code of a run that was told to stop twice.
const interruptedExit = 130

// interruptible gives a context that ends with the first SIGINT or SIGTERM. The
// second one ends the process at once.
func interruptible() (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		fmt.Fprintln(os.Stderr, "\ncutover: stopping after the current step; press again to stop at once")
		cancel()
		<-signals
		fmt.Fprintln(os.Stderr, "cutover: stopped at once; look with: cutover status")
		os.Exit(interruptedExit)
	}()
	return ctx, func() { signal.Stop(signals); cancel() }
}

// versionOf is the version of a release build, else what the Go toolchain
// recorded about the checkout.
func versionOf() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
}
