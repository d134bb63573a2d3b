package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/strategies/engine"
)

// Deps is what a run needs from outside.
type Deps struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Clock          func() time.Time
	// Lookup reads one environment variable.
	Lookup config.Lookup
	// Version is cutover's own.
	Version string
	Hooks   Hooks
}

// Hooks let a test end the process at a chosen point; nil in production.
type Hooks struct {
	// Ledger is called before and after each ledger write.
	Ledger func(engine.Point)
	// Statement is called before and after each statement that is sent;
	// phase is "before" or "after".
	Statement func(phase, text string)
}

// app is one run of the program.
type app struct {
	Deps
	// line is the command line as it was typed, without the program's name,
	// for hints that repeat it.
	line []string
	// environmentName is filled in when it is known, for hints.
	environmentName string
	// io is where results and talk go; it knows about colours once the flags
	// are read.
	io ui.IO
	// json says that failures are told as JSON too.
	json bool
	// changes says that the command changes production, so that a failure ends
	// with what production holds; held is what it held before.
	changes bool
	held    ui.Held
	// statement shows how far a step is; nil while nothing is shown.
	statement func(phase, text string)
}

// Main runs one command line, without the program's name, and returns the exit
// code. Everything that it opened is closed, and every lease is given back,
// when it returns.
func Main(ctx context.Context, deps Deps, args []string) int {
	a := &app{Deps: deps, line: args}
	a.io = ui.NewIO(deps.Stdin, deps.Stdout, deps.Stderr, ui.Lookup(deps.Lookup), false)
	err := a.run(ctx, args)
	if err != nil && !errors.Is(err, errPending) {
		a.tellFailure(err)
	}
	return exitCode(err)
}

func (a *app) run(ctx context.Context, args []string) error {
	program := a.program()
	program.Setup()
	if n := len(args); n == 0 || args[n-1] != "--generate-bash-completion" {
		arranged, err := arrange(program, args)
		if err != nil {
			return err
		}
		args = arranged
	}
	return program.RunContext(ctx, append([]string{"cutover"}, args...))
}

func (a *app) program() *cli.App {
	usage := func(_ *cli.Context, err error, _ bool) error { return &usageError{Message: err.Error()} }
	p := &cli.App{
		Name:                      "cutover",
		HelpName:                  "cutover",
		Usage:                     "put dbt releases into production, and take them back out",
		Version:                   a.Version,
		HideVersion:               true, // there is a command
		HideHelpCommand:           true,
		Flags:                     globalFlags(),
		Commands:                  a.commands(),
		Reader:                    a.Stdin,
		Writer:                    a.Stdout,
		ErrWriter:                 a.Stderr,
		DisableSliceFlagSeparator: true, // in dbt a comma means intersection
		EnableBashCompletion:      true,
		Suggest:                   true,
		OnUsageError:              usage,
		ExitErrHandler:            func(*cli.Context, error) {}, // main ends the process, after leases are given back
		CustomAppHelpTemplate:     cli.AppHelpTemplate + helpFooter,
	}
	for _, c := range p.Commands {
		c.OnUsageError = usage
		c.HideHelpCommand = true
		for _, sub := range c.Subcommands {
			sub.OnUsageError = usage
			sub.HideHelpCommand = true
		}
	}
	return p
}

const helpFooter = `
EXIT CODES:
   0 done or nothing to do     1 failed, production unchanged   2 usage or configuration
   3 refused or stale plan     4 warehouse not reachable        5 production changed in part
   6 audit failed              7 lease held by another          8 changes pending (plan)
   130 interrupted
`

// verb makes a command of a function that carries out options.
func (a *app) verb(name, arguments, usage string, flags []cli.Flag, run func(context.Context, options) error) *cli.Command {
	return &cli.Command{
		Name: name, Usage: usage, ArgsUsage: arguments, Flags: append(flags, globalFlags()...),
		Action: func(c *cli.Context) error {
			o, err := read(c)
			if err != nil {
				return err
			}
			a.json = o.JSON
			a.io = ui.NewIO(a.Stdin, a.Stdout, a.Stderr, ui.Lookup(a.Lookup), o.NoColor)
			a.io.InTTY = a.io.InTTY && !o.NoInput
			return run(c.Context, o)
		},
	}
}

func (a *app) commands() []*cli.Command {
	return []*cli.Command{
		a.initCommand(), a.doctorCommand(), a.lsCommand(),
		a.planCommand(), a.showCommand(), a.applyCommand(),
		a.wacCommand(), a.swapCommand(), a.rollbackCommand(), a.wapCommand(),
		a.statusCommand(), a.resumeCommand(), a.abortCommand(), a.historyCommand(), a.undoCommand(), a.holdCommand(), a.unholdCommand(),
		a.configCommand(), a.demoCommand(), a.completionCommand(), a.versionCommand(),
	}
}

// say tells something on the way.
func (a *app) say(format string, args ...any) { a.io.Talk("cutover: " + fmt.Sprintf(format, args...)) }
