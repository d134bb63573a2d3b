package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/manifest"
	"cutover/strategies/engine"
)

func (a *app) doctorCommand() *cli.Command {
	c := a.verb("doctor", "", "check configuration, dbt, warehouse and artifacts; changes nothing", nil, a.doctor)
	c.Category = "set up"
	return c
}

// The verdicts of a check.
const (
	verdictOK   = "ok"
	verdictWarn = "warn"
	verdictFail = "fail"
)

// finding is what one check of doctor found.
type finding struct {
	Check   string `json:"check"`
	Verdict string `json:"verdict"`
	Found   string `json:"found"`
	Hint    string `json:"hint"`
}

// doctorDocument is the JSON of doctor.
type doctorDocument struct {
	Findings []finding `json:"findings"`
}

type checkup struct {
	app   *app
	opts  options
	found []finding
}

func (c *checkup) ok(check, format string, args ...any) {
	c.found = append(c.found, finding{Check: check, Verdict: verdictOK, Found: fmt.Sprintf(format, args...)})
}

func (c *checkup) warn(check, hint, format string, args ...any) {
	c.found = append(c.found, finding{Check: check, Verdict: verdictWarn, Found: fmt.Sprintf(format, args...), Hint: hint})
}

// fail records an error with its own hint.
func (c *checkup) fail(check string, err error) {
	f := explain(err, c.app.environmentName)
	hint := ""
	if len(f.Hints) > 0 {
		hint = f.Hints[0]
	}
	found := strings.Join(append([]string{f.Summary}, f.Detail...), "; ")
	c.found = append(c.found, finding{Check: check, Verdict: verdictFail, Found: found, Hint: hint})
}

func (a *app) doctor(ctx context.Context, o options) error {
	c := &checkup{app: a, opts: o}
	c.examine(ctx)
	if err := c.tell(); err != nil {
		return err
	}
	failed := 0
	for _, f := range c.found {
		if f.Verdict == verdictFail {
			failed++
		}
	}
	if failed > 0 {
		a.json = false // the findings are the one object on stdout
		return &unreachableError{Message: fmt.Sprintf("%d of %d checks failed", failed, len(c.found))}
	}
	return nil
}

func (c *checkup) examine(ctx context.Context) {
	a := c.app
	env, err := a.environmentsOf(c.opts, reading)
	if err != nil {
		c.fail("configuration", err)
		return
	}
	c.ok("configuration", "%s, environment %s (%s)", env.file.Path, env.to.Name, env.to.NameOrigin)
	for _, side := range env.sides() {
		if conn, err := side.Connection(a.Lookup); err != nil {
			c.fail("connection of "+side.Name, err)
		} else {
			c.ok("connection of "+side.Name, "%s", conn)
		}
	}
	c.dbt(ctx, env)
	c.manifests(env)
	c.warehouse(ctx, env)
}

// sides are production and, where there is one, the candidate.
func (e *environments) sides() []*config.Environment {
	if e.from == nil {
		return []*config.Environment{e.to}
	}
	return []*config.Environment{e.to, e.from}
}

func (c *checkup) dbt(ctx context.Context, env *environments) {
	runner, _, err := c.app.runner(env.to)
	if err != nil && env.to.Manifest != "" { // dbt is not needed to know where nodes live
		c.warn("dbt", "rollback needs it", "%s", err)
		return
	}
	if err != nil {
		c.fail("dbt", err)
		return
	}
	version, err := runner.Version(ctx)
	if err != nil {
		c.fail("dbt", err)
		return
	}
	c.ok("dbt", "%s at %s", version.Core, runner.Executable)
}

func (c *checkup) manifests(env *environments) {
	if env.from == nil {
		c.ok("candidate", "nothing is promoted into %s; look at another environment with --env", env.to.Name)
		return
	}
	paths, err := c.app.artifactPaths(c.opts, env.from)
	if err != nil {
		c.fail("manifest of "+env.from.Name, err)
		return
	}
	m, err := manifest.Open(paths.Manifest)
	if errors.Is(err, fs.ErrNotExist) {
		c.warn("manifest of "+env.from.Name, "dbt build --target "+env.from.Target, "%s is not there yet", paths.Manifest)
	} else if err != nil {
		c.fail("manifest of "+env.from.Name, err)
	} else {
		c.ok("manifest of "+env.from.Name, "%d nodes, dbt %s", len(m.Nodes), m.Metadata.DbtVersion)
	}
	switch {
	case env.to.Manifest == "" && env.to.Publish.Route.By == config.RouteEnvironment:
		c.ok("manifest of "+env.to.Name, "none set: dbt parse --target %s says where nodes live", env.to.Target)
	case env.to.Manifest != "" && filepath.Clean(env.to.Manifest) == filepath.Clean(paths.Manifest):
		c.fail("manifest of "+env.to.Name, &usageError{
			Message: fmt.Sprintf("%s and %s name the same manifest", env.from.Name, env.to.Name),
			Hints:   []string{"dbt writes one manifest per target: use --target-path for one of them"},
		})
	case env.to.Manifest != "":
		if _, err := manifest.Open(env.to.Manifest); err != nil {
			c.fail("manifest of "+env.to.Name, err)
		} else {
			c.ok("manifest of "+env.to.Name, "%s", env.to.Manifest)
		}
	}
}

func (c *checkup) warehouse(ctx context.Context, env *environments) {
	a := c.app
	s, err := a.open(ctx, env, openHow{ReadOnly: true})
	if err != nil {
		c.fail("warehouse", err)
		return
	}
	defer a.closeSession(s)
	c.ok("warehouse", "%s %s opens", s.Describe.Kind, s.Describe.Where)
	c.separation(ctx, env, s)
	h := c.ledger(ctx, env, s)
	switch s.Describe.Kind {
	case "snowflake":
		c.snowflake(ctx, env, s, h)
	case "bigquery":
		c.bigquery(ctx, env, s, h)
	}
	c.files(s)
}

// ledger says what the ledger holds; the history is empty when it cannot be read.
func (c *checkup) ledger(ctx context.Context, env *environments, s *session) engine.History {
	stop, err := c.app.engineWith(s, c.opts, stepTimeout, nil)
	if err != nil {
		c.fail("ledger", err)
		return engine.History{}
	}
	defer stop()
	h, err := s.engine.History(ctx)
	if err != nil {
		c.fail("ledger", err)
		return engine.History{}
	}
	if open, ok := h.Unfinished(); ok {
		c.warn("ledger", ui.Hint("", "cutover", "status", "--env", env.to.Name), "release %s was begun and not finished", open.ID)
	} else {
		c.ok("ledger", "in %s, %d releases", s.State, len(h.Releases))
	}
	return h
}

// files says whether the two files could change places.
func (c *checkup) files(s *session) {
	if len(s.Files) < 2 {
		return
	}
	switch same, known := sameFileSystem(filepath.Dir(s.Files[0]), filepath.Dir(s.Files[1])); {
	case filepath.Base(s.Files[0]) != filepath.Base(s.Files[1]):
		c.ok("swap", "not possible: the two files have different names; wac and rollback are")
	case known && !same:
		c.warn("swap", "put both folders on one file system", "not possible: the two folders are on different file systems")
	default:
		c.ok("swap", "the two folders can change places")
	}
}

func (c *checkup) tell() error {
	if c.opts.JSON {
		return ui.JSON(c.app.io.Out, doctorDocument{Findings: c.found})
	}
	rows := make([][]string, len(c.found))
	for i, f := range c.found {
		rows[i] = []string{f.Check, f.Verdict, f.Found, f.Hint}
	}
	return ui.Table(c.app.io.Out, []string{"CHECK", "", "FOUND", "HINT"}, rows, ui.TableOptions{DropEmpty: true})
}
