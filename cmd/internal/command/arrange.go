package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/spelling"
	"cutover/cmd/internal/ui"
)

// arrange puts a command line into the one order that urfave/cli reads whole:
// verb, its flags, "--", arguments. As people write it, flags may stand before
// the verb and behind arguments; urfave/cli would take the first for the
// program's and the second for arguments. Unknown verbs and flags, a missing
// value and arguments that the verb does not take are usage errors.
func arrange(app *cli.App, args []string) ([]string, error) {
	a := arranger{app: app}
	for len(args) > 0 {
		rest, err := a.take(args)
		if err != nil {
			return nil, err
		}
		args = rest
	}
	if err := a.checkArguments(); err != nil {
		return nil, err
	}
	out := append(slices.Clone(a.path), a.flags...)
	if len(a.arguments) > 0 {
		out = append(append(out, "--"), a.arguments...)
	}
	return out, nil
}

type arranger struct {
	app       *cli.App
	command   *cli.Command // nil before the verb
	path      []string     // verb and subcommand
	flags     []string
	arguments []string
	// manyAfter is the selection flag that the last argument follows, for the
	// hint about dbt's "-s a b".
	manyAfter string
	onlyArgs  bool // after "--"
}

// take reads one word, or a flag with its value, and gives the rest.
func (a *arranger) take(args []string) ([]string, error) {
	word := args[0]
	switch {
	case a.onlyArgs || word == "-" || !strings.HasPrefix(word, "-"):
		return args[1:], a.word(word)
	case word == "--":
		a.onlyArgs = true
		return args[1:], nil
	}
	return a.flag(word, args[1:])
}

// word is the verb, its subcommand, or an argument.
func (a *arranger) word(word string) error {
	if a.command == nil {
		if a.command = a.app.Command(word); a.command == nil {
			return unknownCommand(word, a.app.Commands)
		}
		a.path = append(a.path, word)
		return nil
	}
	if len(a.command.Subcommands) > 0 && len(a.arguments) == 0 {
		sub := a.command.Command(word)
		if sub == nil {
			return unknownCommand(strings.Join(append(slices.Clone(a.path), word), " "), a.command.Subcommands)
		}
		a.command = sub
		a.path = append(a.path, word)
		return nil
	}
	a.arguments = append(a.arguments, word)
	if len(a.arguments) > maxArguments(a.command) {
		return a.stray(word)
	}
	return nil
}

func (a *arranger) flag(word string, rest []string) ([]string, error) {
	name, _, hasValue := strings.Cut(strings.TrimLeft(word, "-"), "=")
	f := a.find(name)
	if f == nil {
		return nil, a.unknownFlag(word, name)
	}
	a.flags = append(a.flags, word)
	a.manyAfter = ""
	if hasValue || isSwitch(f) {
		return rest, nil
	}
	if len(rest) == 0 {
		return nil, &usageError{Message: fmt.Sprintf("%s needs a value", word)}
	}
	value := rest[0]
	if len(value) > 1 && value[0] == '-' {
		return nil, &usageError{
			Message: fmt.Sprintf("%s needs a value, and %s looks like a flag", word, value),
			Hints:   []string{fmt.Sprintf("a value that begins with a dash is written %s=%s", word, value)},
		}
	}
	a.flags = append(a.flags, value)
	if isSelection(name) {
		a.manyAfter = word + " " + value
	}
	return rest[1:], nil
}

// find looks a flag up: the verb's own, or before the verb those that every
// verb has.
func (a *arranger) find(name string) cli.Flag {
	flags := a.app.Flags
	if a.command != nil {
		flags = append(slices.Clone(a.command.Flags), cli.HelpFlag)
	}
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	if name == "help" || name == "h" {
		return cli.HelpFlag
	}
	return nil
}

func isSwitch(f cli.Flag) bool {
	_, ok := f.(*cli.BoolFlag)
	return ok
}

func isSelection(name string) bool {
	return slices.Contains([]string{"s", "select", "m", "models", "exclude"}, name)
}

// maxArguments is how many arguments a verb takes: the words of its ArgsUsage.
func maxArguments(c *cli.Command) int { return len(strings.Fields(c.ArgsUsage)) }

// minArguments counts those of them that are not in brackets.
func minArguments(c *cli.Command) int {
	n := 0
	for _, word := range strings.Fields(c.ArgsUsage) {
		if !strings.HasPrefix(word, "[") {
			n++
		}
	}
	return n
}

func (a *arranger) checkArguments() error {
	if a.command == nil || len(a.command.Subcommands) > 0 || len(a.arguments) >= minArguments(a.command) || a.asksHelp() {
		return nil
	}
	wanted := strings.Fields(a.command.ArgsUsage)[len(a.arguments)]
	return &usageError{
		Message: fmt.Sprintf("%s needs %s", strings.Join(a.path, " "), wanted),
		Hints:   []string{fmt.Sprintf("cutover %s --help", strings.Join(a.path, " "))},
	}
}

func (a *arranger) asksHelp() bool {
	return slices.ContainsFunc(a.flags, func(f string) bool { return f == "--help" || f == "-h" || f == "-help" })
}

func (a *arranger) stray(word string) error {
	e := &usageError{Message: fmt.Sprintf("%s does not take the argument %q", strings.Join(a.path, " "), word)}
	if a.manyAfter != "" {
		flag, value, _ := strings.Cut(a.manyAfter, " ")
		e.Hints = []string{ui.Hint("several criteria go into one value", flag, value+" "+word)}
	}
	return e
}

func (a *arranger) unknownFlag(word, name string) error {
	where, flags := "cutover", a.app.Flags
	if a.command != nil {
		where, flags = "cutover "+strings.Join(a.path, " "), a.command.Flags
	}
	e := &usageError{Message: fmt.Sprintf("%s has no flag %s", where, strings.SplitN(word, "=", 2)[0])}
	if a.command == nil {
		for _, c := range a.app.Commands {
			if slices.ContainsFunc(c.Flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), name) }) {
				e.Hints = []string{"only flags that every command has may stand before the command; this one belongs behind it"}
				return e
			}
		}
	}
	var names []string
	for _, f := range flags {
		names = append(names, f.Names()...)
	}
	if near := spelling.Nearest(name, names); len(near) > 1 {
		e.Hints = []string{fmt.Sprintf("did you mean --%s?", near)}
	} else {
		e.Hints = []string{where + " --help"}
	}
	return e
}

func unknownCommand(word string, known []*cli.Command) error {
	e := &usageError{Message: fmt.Sprintf("there is no command %q", word), Hints: []string{"cutover --help"}}
	last := word[strings.LastIndexByte(word, ' ')+1:]
	var names []string
	for _, c := range known {
		names = append(names, c.Names()...)
	}
	if near := spelling.Nearest(last, names); near != "" {
		e.Hints = []string{fmt.Sprintf("did you mean %q?", strings.TrimSuffix(word, last)+near)}
	}
	return e
}
