package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/ui"
	"cutover/integrations/dbt"
	"cutover/sql/warehouse"
	project "cutover/testdata/dbt"
)

// demoOptions are the flags that only the demo has.
type demoOptions struct {
	Dir      string
	Keep     bool
	Recorded bool
}

func (a *app) demoCommand() *cli.Command {
	var own demoOptions
	const category = "demo"
	flags := []cli.Flag{
		&cli.StringFlag{Name: "dir", Usage: "play in `DIR`, which must be new or empty, and keep it", Category: category, Destination: &own.Dir},
		&cli.BoolFlag{Name: "keep", Usage: "keep the temporary folder", Category: category, Destination: &own.Keep},
		&cli.BoolFlag{Name: "recorded", Usage: "run no dbt: use what it left behind when the demo was recorded", Category: category, Destination: &own.Recorded},
	}
	c := a.verb("demo", "", "play the whole story on DuckDB in a temporary folder, no account needed", flags,
		func(ctx context.Context, o options) error { return a.demo(ctx, o, own) })
	c.Category = "about"
	return c
}

// demo is a stage with the shop on it. Every command that it shows is run by
// the program itself, through Main, in the folder of the demo.
type demo struct {
	app *app
	// dir is the folder of the shop.
	dir string
	// runner is nil when dbt's recordings are used.
	runner *dbt.Runner
	// given says that a person named the dbt to use, so no other way is taken.
	given bool
	act   int
	began time.Time
}

func (a *app) demo(ctx context.Context, o options, own demoOptions) (err error) {
	if o.JSON {
		a.json = false
		return &usageError{Message: "the demo is a story and has no JSON; every command that it shows has:  --output json"}
	}
	d := &demo{app: a, began: a.Clock()}
	if err := d.findDBT(own); err != nil {
		return err
	}
	leave, err := d.enter(own)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, leave()) }()
	if err := d.checkDuckDB(ctx); err != nil {
		return err
	}
	if err := d.prepare(own); err != nil {
		return err
	}
	if err := d.play(ctx); err != nil {
		if ctx.Err() != nil {
			return context.Canceled
		}
		return err
	}
	return nil
}

// findDBT looks where every other command looks. A dbt that was named and is
// not there is an error; when there is none at all, the recordings do.
func (d *demo) findDBT(own demoOptions) error {
	if own.Recorded {
		return nil
	}
	work, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("find the working directory: %w", err)
	}
	named, given := d.app.Lookup(dbt.EnvExecutable)
	d.given = given && named != ""
	executable, err := dbt.Find("", work, d.app.Lookup)
	var missing *dbt.NotFoundError
	switch {
	case errors.As(err, &missing) && !d.given:
		return nil
	case err != nil:
		return err
	}
	d.runner = &dbt.Runner{Executable: executable, Now: d.app.Clock}
	return nil
}

// enter makes the folder and goes there, so that commands need no more flags
// than a person would type. leave goes back and removes the folder.
func (d *demo) enter(own demoOptions) (leave func() error, err error) {
	if d.dir, err = makeDemoDir(own.Dir); err != nil {
		return nil, err
	}
	keep := own.Keep || own.Dir != ""
	back, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	if err := os.Chdir(d.dir); err != nil {
		return nil, fmt.Errorf("go to the folder of the demo: %w", err)
	}
	return func() error {
		err := os.Chdir(back)
		if keep {
			d.app.say("the shop is still in %s", d.dir)
			return err
		}
		return errors.Join(err, os.RemoveAll(d.dir))
	}, nil
}

// makeDemoDir makes a temporary folder, or the one that was named. The result
// has no symbolic link in it, so that it is what the working directory says.
func makeDemoDir(named string) (string, error) {
	if named == "" {
		dir, err := os.MkdirTemp("", "cutover-demo-")
		if err != nil {
			return "", fmt.Errorf("make the folder of the demo: %w", err)
		}
		return filepath.EvalSymlinks(dir)
	}
	if err := os.MkdirAll(named, 0o755); err != nil {
		return "", &usageError{Message: fmt.Sprintf("the folder of the demo cannot be made: %s", err), Err: err}
	}
	entries, err := os.ReadDir(named)
	if err != nil {
		return "", &usageError{Message: fmt.Sprintf("the folder of the demo cannot be read: %s", err), Err: err}
	}
	if len(entries) > 0 {
		return "", &usageError{Message: fmt.Sprintf("%s is not empty: the demo writes a dbt project and needs a folder of its own", named)}
	}
	dir, err := filepath.Abs(named)
	if err != nil {
		return "", fmt.Errorf("locate %s: %w", named, err)
	}
	return filepath.EvalSymlinks(dir)
}

// checkDuckDB says in one sentence when this binary has no DuckDB.
func (d *demo) checkDuckDB(ctx context.Context) error {
	s, err := d.open(ctx)
	if warehouse.CodeOf(err) == warehouse.Unsupported {
		return &usageError{Message: "the demo plays on DuckDB, and this cutover was built without it (CGO_ENABLED=0): take the release that has it, or build with CGO_ENABLED=1 and a C compiler", Err: err}
	}
	if err != nil {
		return err
	}
	return s.Close()
}

// prepare writes the shop, cutover.yml and the fingerprint query, and tells
// what the stage looks like.
func (d *demo) prepare(own demoOptions) error {
	shop, err := project.Shop()
	if err != nil {
		return fmt.Errorf("read the shop: %w", err)
	}
	if err := os.CopyFS(d.dir, shop); err != nil {
		return fmt.Errorf("write the shop: %w", err)
	}
	for name, text := range map[string]string{config.FileName: d.configuration(), fingerprintFile: fingerprintSQL} {
		if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	end := "removed at the end; --keep leaves it"
	if own.Keep || own.Dir != "" {
		end = "kept"
	}
	d.tell("A small shop sells for three days. dbt builds it in staging, cutover publishes it to prod and takes it back out.")
	d.tell("Both sides are schemas of one DuckDB file: shop.duckdb, staging_mart beside mart.")
	d.tell("")
	d.tell("folder  %s (%s)", d.dir, end)
	switch {
	case d.runner != nil:
		d.tell("dbt     %s", d.runner.Executable)
	case own.Recorded:
		d.tell("dbt     not run, as asked: what it left behind when the demo was recorded is used, and prod accepts results that old")
	default:
		d.tell("dbt     not found: what it left behind when the demo was recorded is used, and prod accepts results that old")
	}
	return nil
}

// configuration is the demo's cutover.yml. Recorded results are old on purpose.
func (d *demo) configuration() string {
	text := `version: 1
default_environment: staging
environments:
  staging:
    target: staging
    manifest: target/manifest.json
  prod:
    target: prod
    manifest: target/prod/manifest.json
    protected: true
    promotes_from: staging
publish:
  strategy: wac
  select: "tag:mart tag:utils"
`
	if d.runner == nil {
		text += "guards:\n  tests: {max_age: 5200w}   # the demo's dbt results are recordings; the default is 24h\n"
	}
	return text
}

// writeRecorded copies a file of the recordings into the project.
func (d *demo) writeRecorded(from, to string) error {
	recorded, err := project.Recorded()
	if err != nil {
		return fmt.Errorf("read the recordings: %w", err)
	}
	data, err := fs.ReadFile(recorded, from)
	if err != nil {
		return fmt.Errorf("read the recordings: %w", err)
	}
	path := filepath.Join(d.dir, filepath.FromSlash(to))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return fmt.Errorf("write %s: %w", to, err)
	}
	return nil
}

// lookup is the environment of the demo's commands: what a person has set for
// their own project must not lead the shop elsewhere.
func (d *demo) lookup(name string) (string, bool) {
	if ownVariable(name) {
		return "", false
	}
	return d.app.Lookup(name)
}

func ownVariable(name string) bool {
	switch {
	case name == "CUTOVER_ACTOR", name == "CUTOVER_NO_COLOR":
		return false
	}
	for _, prefix := range []string{"CUTOVER_", "DBT_", "SHOP_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// tell writes a line of the story. A line that cannot be written shows up as
// the failure of the command that writes next.
func (d *demo) tell(format string, args ...any) {
	_ = d.app.io.Result(ui.Sanitize(fmt.Sprintf(format, args...)))
}
