package command

import (
	"fmt"
	"path/filepath"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
)

// environments are the two sides of a run, read from cutover.yml.
type environments struct {
	file *config.File
	to   *config.Environment
	// from is the side that dbt built, partner the one that promotes_from names;
	// both nil when there is none.
	from, partner *config.Environment
}

// changing and reading say whether a command may use default_environment.
const (
	changing = true
	reading  = false
)

// environmentsOf reads cutover.yml and chooses the environments: to from --env,
// from from --from or promotes_from.
func (a *app) environmentsOf(o options, change bool) (*environments, error) {
	file, err := config.Load(o.Config, a.Lookup)
	if err != nil {
		return nil, err
	}
	for _, w := range file.Warnings {
		a.say("warning: %s", w)
	}
	e := &environments{file: file}
	if e.to, err = a.environment(file, o, o.Environment); err != nil {
		return nil, err
	}
	a.environmentName = e.to.Name
	if change && !e.to.Chosen() {
		return nil, &usageError{
			Message: fmt.Sprintf("a command that changes production does not use default_environment (%s): say which one", e.to.Name),
			Hints:   []string{ui.Hint("name it", append(append([]string{"cutover"}, a.line...), "--env", e.to.Name)...)},
		}
	}
	if e.to.PromotesFrom != "" {
		if e.partner, err = a.environment(file, o, e.to.PromotesFrom); err != nil {
			return nil, err
		}
		e.from = e.partner
	}
	if o.From != "" {
		if e.from, err = a.environment(file, o, o.From); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// needFrom gives the error for a release without a candidate side.
func (e *environments) needFrom() error {
	switch {
	case e.from == nil:
		return &usageError{
			Message: fmt.Sprintf("nothing says whose build is published to %s", e.to.Name),
			Hints:   []string{fmt.Sprintf("set promotes_from in environment %s, or give --from", e.to.Name)},
		}
	case e.from.Name == e.to.Name:
		return &usageError{Message: fmt.Sprintf("environment %s cannot be published into itself", e.to.Name)}
	}
	return nil
}

// environment resolves one environment and lays the flags over it.
func (a *app) environment(file *config.File, o options, name string) (*config.Environment, error) {
	e, err := file.Environment(name)
	if err != nil {
		return nil, &usageError{Message: err.Error(), Err: err}
	}
	for _, flag := range []struct{ key, value, origin string }{
		{"dbt.project_dir", o.ProjectDir, "--project-dir"},
		{"dbt.profiles_dir", o.ProfilesDir, "--profiles-dir"},
	} {
		if flag.value == "" {
			continue
		}
		path, err := filepath.Abs(flag.value)
		if err != nil {
			return nil, fmt.Errorf("locate %s: %w", flag.value, err)
		}
		if err := e.Override(flag.key, path, flag.origin); err != nil {
			return nil, err
		}
	}
	return e, nil
}
