package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/strategies"
)

func (a *app) initCommand() *cli.Command {
	const category = "selection, as dbt takes it"
	flags := []cli.Flag{
		&cli.StringSliceFlag{Name: "select", Aliases: []string{"s"}, Usage: "`SPEC` to write as publish.select", Category: category},
		&cli.StringFlag{Name: "strategy", Usage: "`NAME` to write as publish.strategy; wap also gets an environment and a macro for the audit"},
		&cli.BoolFlag{Name: "dry-run", Usage: "show what would be written, and stop"},
	}
	c := a.verb("init", "", "write cutover.yml from dbt_project.yml and profiles.yml", flags, a.initialize)
	c.Category = "set up"
	c.Description = "Nothing that is there already is changed. With --strategy wap production is the output that\n" +
		"--env names, else the one whose name says so, and a project without a generate_schema_name\n" +
		"macro gets one that keeps the audit out of production's schemas."
	return c
}

// setting is what init starts from.
type setting struct {
	work, path string // the working directory, and the cutover.yml to write
	project    config.Project
	profiles   *config.Profiles
	options    config.ScaffoldOptions
}

func (a *app) setting(o options) (setting, error) {
	work, err := os.Getwd()
	if err != nil {
		return setting{}, fmt.Errorf("find the working directory: %w", err)
	}
	s := setting{work: work}
	if s.project, err = config.FindProject(work, o.ProjectDir, a.Lookup); err != nil {
		return s, err
	}
	s.profiles, err = config.FindProfiles(config.ProfilesSearch{Dir: o.ProfilesDir, WorkDir: work, ProjectDir: s.project.Dir, Lookup: a.Lookup})
	if err != nil {
		return s, err
	}
	s.path = newConfigPath(o, work, s.project.Dir)
	s.options = config.ScaffoldOptions{Dir: filepath.Dir(s.path), Select: strings.Join(o.Select, " "), Strategy: o.Strategy, Production: o.Environment}
	return s, nil
}

func (a *app) initialize(_ context.Context, o options) error {
	if built := []string{strategies.WAC, strategies.Swap, strategies.Rollback, strategies.WAP}; o.Strategy != "" && !slices.Contains(built, o.Strategy) {
		return &usageError{Message: fmt.Sprintf("--strategy is one of %s, not %q", strings.Join(built, ", "), o.Strategy)}
	}
	s, err := a.setting(o)
	if err != nil {
		return err
	}
	if o.Strategy == strategies.WAP {
		return a.initWAP(o, s)
	}
	text, err := config.Scaffold(s.project, s.profiles, s.options)
	if err != nil {
		return err
	}
	if o.DryRun {
		return a.lines(added(shownPath(s.work, s.path), text))
	}
	if err := writeNew(s.path, text); err != nil {
		return err
	}
	if o.JSON {
		return ui.JSON(a.io.Out, initDocument{File: s.path})
	}
	if err := a.io.Result(wrote(s)); err != nil {
		return err
	}
	return a.io.Result("Nothing else has been changed. Look it through, then run: cutover doctor")
}

func wrote(s setting) string {
	return fmt.Sprintf("wrote %s from %s and %s", shownPath(s.work, s.path), shownPath(s.work, filepath.Join(s.project.Dir, "dbt_project.yml")), shownPath(s.work, s.profiles.Path))
}

// initDocument is the JSON of init.
type initDocument struct {
	File string `json:"file"`
}

// newConfigPath puts the file where it is found again from here: beside
// dbt_project.yml when that is here or above, else here.
func newConfigPath(o options, work, project string) string {
	if o.Config != "" {
		if filepath.IsAbs(o.Config) {
			return o.Config
		}
		return filepath.Join(work, o.Config)
	}
	if rel, err := filepath.Rel(project, work); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.Join(project, config.FileName)
	}
	return filepath.Join(work, config.FileName)
}

// writeNew writes a file that must not exist.
func writeNew(path string, text []byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return &usageError{
			Message: fmt.Sprintf("%s is there already and is not overwritten", path),
			Hints:   []string{ui.Hint("write another file with", "cutover", "init", "--config", "cutover.new.yml")},
		}
	}
	if err != nil {
		return &usageError{Message: fmt.Sprintf("write %s: %s", filepath.Base(path), err), Err: err}
	}
	defer func() {
		if closeErr := file.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("write %s: %w", path, closeErr)
		}
	}()
	if _, err := file.Write(text); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// shownPath is a path as people want to read it: relative when that is shorter.
func shownPath(work, path string) string {
	if rel, err := filepath.Rel(work, path); err == nil && len(rel) < len(path) {
		return rel
	}
	return path
}
