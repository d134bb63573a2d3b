package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
)

func (a *app) initCommand() *cli.Command {
	flags := []cli.Flag{
		&cli.StringSliceFlag{Name: "select", Aliases: []string{"s"}, Usage: "`SPEC` to write as publish.select", Category: "selection, as dbt takes it"},
	}
	c := a.verb("init", "", "write cutover.yml from dbt_project.yml and profiles.yml", flags, a.initialize)
	c.Category = "set up"
	return c
}

func (a *app) initialize(_ context.Context, o options) error {
	work, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	project, err := config.FindProject(work, o.ProjectDir, a.Lookup)
	if err != nil {
		return err
	}
	profiles, err := config.FindProfiles(config.ProfilesSearch{Dir: o.ProfilesDir, WorkDir: work, ProjectDir: project.Dir, Lookup: a.Lookup})
	if err != nil {
		return err
	}
	path := newConfigPath(o, work, project.Dir)
	text, err := config.Scaffold(project, profiles, config.ScaffoldOptions{Dir: filepath.Dir(path), Select: strings.Join(o.Select, " ")})
	if err != nil {
		return err
	}
	if err := writeNew(path, text); err != nil {
		return err
	}
	if o.JSON {
		return ui.JSON(a.io.Out, initDocument{File: path})
	}
	if err := a.io.Result(fmt.Sprintf("wrote %s from %s and %s", shownPath(work, path), shownPath(work, filepath.Join(project.Dir, "dbt_project.yml")), shownPath(work, profiles.Path))); err != nil {
		return err
	}
	return a.io.Result("Nothing else has been changed. Look it through, then run: cutover doctor")
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
		return &usageError{Message: fmt.Sprintf("write cutover.yml: %s", err), Err: err}
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
