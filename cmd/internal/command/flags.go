package command

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"
)

// options are every flag of the command line, read once. A verb uses what it
// has flags for; the rest is zero.
type options struct {
	// Every command.
	Config, Environment, ProjectDir, ProfilesDir string
	JSON, Quiet, NoColor, NoInput, Verbose       bool
	// Selection.
	Select, Exclude                     []string
	Selector                            string
	ResourceTypes, ExcludeResourceTypes []string
	Indirect                            string
	// Inputs of a release.
	From, Manifest string
	RunResults     []string
	Allow          []string
	// What to do with the plan.
	DryRun, SQL, Yes, DetailedExitCode bool
	Out, Confirm                       string
	// Of undo and hold.
	To, Reason string
	Hold       bool
	// Strategy is what init writes as publish.strategy.
	Strategy string
	// Origin tells config show to name the origins, Force lets init overwrite.
	Origin bool
	// What ls shows instead of its table. Graph is dot or mermaid, else empty.
	Explain, State, Graph string
	Lineage               bool

	Arguments []string
}

const (
	outputText = "text"
	outputJSON = "json"
	// Of ls --lineage only.
	outputDot     = "dot"
	outputMermaid = "mermaid"
)

// read takes the flags of a command out of urfave/cli.
func read(c *cli.Context) (options, error) {
	o := options{
		Config: c.String("config"), Environment: c.String("env"),
		ProjectDir: c.String("project-dir"), ProfilesDir: c.String("profiles-dir"),
		JSON: c.String("output") == outputJSON, Quiet: c.Bool("quiet"), NoColor: c.Bool("no-color"),
		NoInput: c.Bool("no-input"), Verbose: c.Bool("verbose"),
		Select: c.StringSlice("select"), Exclude: c.StringSlice("exclude"), Selector: c.String("selector"),
		ResourceTypes: c.StringSlice("resource-type"), ExcludeResourceTypes: c.StringSlice("exclude-resource-type"),
		Indirect: c.String("indirect-selection"),
		From:     c.String("from"), Manifest: c.String("manifest"), RunResults: c.StringSlice("run-results"),
		Allow: c.StringSlice("allow"), DryRun: c.Bool("dry-run"), SQL: c.Bool("sql"), Yes: c.Bool("yes"),
		DetailedExitCode: c.Bool("detailed-exitcode"), Out: c.String("out"), Confirm: c.String("confirm"),
		Origin: c.Bool("origin"), Arguments: c.Args().Slice(),
		Strategy: c.String("strategy"),
		To:       c.String("to"), Reason: c.String("reason"), Hold: c.Bool("hold"),
		Explain: c.String("explain"), Lineage: c.Bool("lineage"), State: c.String("state"),
	}
	switch output := c.String("output"); {
	case o.Lineage && (output == outputDot || output == outputMermaid):
		o.Graph = output
	case output == outputDot, output == outputMermaid:
		return o, &usageError{Message: fmt.Sprintf("--output %s draws a lineage", output), Hints: []string{"it goes with:  cutover ls --lineage"}}
	case output != "" && output != outputText && output != outputJSON:
		return o, &usageError{Message: fmt.Sprintf("--output is text or json, not %q", output)}
	}
	for _, name := range []string{"config", "env", "project-dir", "profiles-dir", "selector", "from", "manifest", "out", "confirm", "explain", "state", "strategy", "to"} {
		if c.IsSet(name) && c.String(name) == "" {
			return o, &usageError{Message: fmt.Sprintf("--%s is empty", name), Hints: []string{"is a variable in the command line not set?"}}
		}
	}
	for name, values := range map[string][]string{"select": o.Select, "exclude": o.Exclude, "run-results": o.RunResults, "allow": o.Allow} {
		if slices.Contains(values, "") {
			return o, &usageError{Message: fmt.Sprintf("--%s is empty", name), Hints: []string{"is a variable in the command line not set?"}}
		}
	}
	return o, nil
}

// globalFlags are the flags that every command has; they are repeated on each,
// so that they may stand before and behind the verb.
func globalFlags() []cli.Flag {
	const category = "every command"
	return []cli.Flag{
		&cli.StringFlag{Name: "config", Usage: "`FILE` instead of the nearest cutover.yml", Category: category},
		&cli.StringFlag{Name: "env", Aliases: []string{"e"}, Usage: "environment `NAME`; also CUTOVER_ENV", Category: category},
		&cli.StringFlag{Name: "project-dir", Usage: "`DIR` with dbt_project.yml", Category: category},
		&cli.StringFlag{Name: "profiles-dir", Usage: "`DIR` with profiles.yml", Category: category},
		&cli.StringFlag{Name: "output", Usage: "`FORMAT` of the result: text or json", Value: outputText, Category: category},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no progress", Category: category},
		&cli.BoolFlag{Name: "no-color", Usage: "no colours; also NO_COLOR", Category: category},
		&cli.BoolFlag{Name: "no-input", Usage: "never ask", Category: category},
		&cli.BoolFlag{Name: "verbose", Usage: "say more on stderr", Category: category},
	}
}

func selectionFlags() []cli.Flag {
	const category = "selection, as dbt takes it"
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "select", Aliases: []string{"s", "m", "models"}, Usage: "nodes to take: `SPEC` in dbt's language; may be repeated", Category: category},
		&cli.StringSliceFlag{Name: "exclude", Usage: "nodes to leave out: `SPEC`; may be repeated", Category: category},
		&cli.StringFlag{Name: "selector", Usage: "`NAME` of a selector in selectors.yml", Category: category},
		&cli.StringSliceFlag{Name: "resource-type", Usage: "only this `TYPE`; may be repeated", Category: category},
		&cli.StringSliceFlag{Name: "exclude-resource-type", Usage: "all but this `TYPE`; may be repeated", Category: category},
		&cli.StringFlag{Name: "indirect-selection", Usage: "`MODE` for tests: eager, cautious, buildable or empty", Category: category},
	}
}

// inputFlags say what the release is made of.
func inputFlags() []cli.Flag {
	const category = "release"
	return []cli.Flag{
		&cli.StringFlag{Name: "from", Usage: "environment `NAME` whose build is published; default: promotes_from", Category: category},
		&cli.StringFlag{Name: "manifest", Usage: "`FILE`: the candidate's manifest.json", Category: category},
		&cli.StringSliceFlag{Name: "run-results", Usage: "`FILE`: the candidate's run_results.json; may be repeated", Category: category},
		allowFlag(category),
	}
}

func allowFlag(category string) cli.Flag {
	return &cli.StringSliceFlag{Name: "allow", Usage: "accept a guard's refusal once: `CODE[:RELATION]`; may be repeated", Category: category}
}

// planFlags say what is shown and saved.
func planFlags() []cli.Flag {
	const category = "plan"
	return []cli.Flag{
		&cli.StringFlag{Name: "out", Aliases: []string{"o"}, Usage: "save the plan as `FILE`", Category: category},
		&cli.BoolFlag{Name: "sql", Usage: "show every statement", Category: category},
	}
}

// applyFlags are those of commands that change production.
func applyFlags() []cli.Flag {
	const category = "change"
	return []cli.Flag{
		&cli.BoolFlag{Name: "dry-run", Usage: "stop after the plan", Category: category},
		&cli.StringFlag{Name: "confirm", Usage: "`ENV` that is to be changed, instead of typing its name", Category: category},
		&cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "do not ask (a protected environment needs --confirm)", Category: category},
	}
}

func join(groups ...[]cli.Flag) []cli.Flag { return slices.Concat(groups...) }
