package dbt

import (
	"fmt"
	"slices"
	"strings"
)

// Command is a dbt command that cutover has a use for.
type Command string

// The commands that [Runner.Run] accepts.
const (
	Build Command = "build"
	Run   Command = "run"
	Test  Command = "test"
	Parse Command = "parse"
	List  Command = "ls"
)

// Invocation is one call of dbt. Empty fields leave the matter to dbt's own rules.
type Invocation struct {
	Command     Command
	Target      string   // --target
	Select      []string // --select, in dbt's selection language; a union
	Exclude     []string // --exclude
	FullRefresh bool     // --full-refresh; only for build and run
	TargetPath  string   // --target-path, where the artifacts go; relative to the project
	Vars        string   // --vars, one YAML or JSON mapping
	ExtraArgs   []string // added at the end as they are
}

// check refuses what dbt would misread rather than reject.
func (i Invocation) check() error {
	switch i.Command {
	case Build, Run, Test, Parse, List:
	default:
		return fmt.Errorf("run dbt: unknown command %q", i.Command)
	}
	if i.Command == Parse && (len(i.Select) > 0 || len(i.Exclude) > 0) {
		return fmt.Errorf("run dbt: parse takes no selection")
	}
	if i.FullRefresh && i.Command != Build && i.Command != Run {
		return fmt.Errorf("run dbt: %s takes no full refresh", i.Command)
	}
	// An empty criterion selects nothing, one with a leading dash is read as a flag: both change what is built.
	for _, criterion := range slices.Concat(i.Select, i.Exclude) {
		if strings.TrimSpace(criterion) == "" || strings.HasPrefix(criterion, "-") {
			return fmt.Errorf("run dbt: %q is not a selection", criterion)
		}
	}
	return nil
}

// args returns dbt's arguments after the name of the executable.
func (r Runner) args(i Invocation, at location) []string {
	var args []string
	if !r.Colors {
		args = append(args, "--no-use-colors")
	}
	args = append(args, string(i.Command), "--project-dir", at.project, "--target-path", at.targetPath)
	option := func(name, value string) {
		if value != "" {
			args = append(args, name, value)
		}
	}
	option("--profiles-dir", at.profiles)
	option("--profile", r.Profile)
	option("--target", i.Target)
	option("--vars", i.Vars)
	if len(i.Select) > 0 {
		args = append(append(args, "--select"), i.Select...)
	}
	if len(i.Exclude) > 0 {
		args = append(append(args, "--exclude"), i.Exclude...)
	}
	if i.FullRefresh {
		args = append(args, "--full-refresh")
	}
	return append(args, i.ExtraArgs...)
}
