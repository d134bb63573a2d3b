package command

import (
	"cutover/cmd/internal/spelling"
	"github.com/urfave/cli/v2"

	"cutover/strategies/engine"
)

// What the tests of this package see of it.

func ExitCode(err error) int { return exitCode(err) }

func NewUsageError(message string) error { return &usageError{Message: message} }

func NewRefusal(message string) error { return &refusal{Message: message} }

func NewOpenError(err error) error { return &openError{Err: err} }

func NewUnreachable(message string) error { return &unreachableError{Message: message} }

func ErrPending() error { return errPending }

// Program is the command line as urfave/cli has it, set up.
func Program(deps Deps) *cli.App {
	p := (&app{Deps: deps}).program()
	p.Setup()
	return p
}

func Arrange(program *cli.App, args []string) ([]string, error) { return arrange(program, args) }

// HintsOf gives the hints of a usage error.
func HintsOf(err error) []string { return explain(err, "").Hints }

func TagsIn(arguments []string) []string { return tagsIn(arguments) }

func WithAncestors(arguments []string) []string { return withAncestors(arguments) }

func Nearest(word string, known []string) string { return spelling.Nearest(word, known) }

func Alive(h engine.Holder) bool { return (&app{}).alive(h) }

func HostName() string { return hostName() }

func Actor(lookup func(string) (string, bool)) string {
	return (&app{Deps: Deps{Lookup: lookup}}).actor()
}

func WithoutConfirm(line ...string) []string { return (&app{line: line}).withoutConfirm() }
