package dbt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// defaultGrace is how long dbt gets to cancel its running queries before it is killed.
const defaultGrace = 30 * time.Second

// Runner knows which dbt to run, and for which project. The zero value of every field but Executable is usable.
type Runner struct {
	Executable  string           // from [Find]
	ProjectDir  string           // the folder of dbt_project.yml; "" is the current folder
	WorkDir     string           // the folder dbt is started in, which relative paths in profiles.yml are relative to; "" is ProjectDir
	ProfilesDir string           // the folder of profiles.yml; "" leaves it to dbt
	Profile     string           // "" is the profile named in dbt_project.yml
	Env         []string         // dbt's whole environment, as in [exec.Cmd]; nil is that of this process
	Stdout      io.Writer        // dbt's output in whole lines; nil drops it. May be the same writer as Stderr
	Stderr      io.Writer        // dbt's complaints about its arguments; nil drops them
	Colors      bool             // let dbt colour its output; the caller knows whether a terminal is on the other end
	Grace       time.Duration    // between SIGINT and the kill when the context ends; 0 is 30 seconds
	Now         func() time.Time // nil is time.Now
}

// Result says what one call of dbt did. It is filled in as far as the call got, also beside an error.
type Result struct {
	Command    []string // the whole command line, the executable first; it holds the vars as they were given
	ExitCode   int      // -1 when dbt did not end by itself
	StartedAt  time.Time
	FinishedAt time.Time
	TargetPath string   // absolute
	Manifest   Artifact // manifest.json
	RunResults Artifact // run_results.json; parse and ls leave an old one as it is
}

// Run starts dbt, waits for its end and reports it.
//
// Errors: [ExitError] when dbt ends with another code than 0, [InterruptedError] when ctx ends first,
// [NotFoundError] when the executable is gone.
func (r Runner) Run(ctx context.Context, i Invocation) (Result, error) {
	if err := i.check(); err != nil {
		return Result{ExitCode: -1}, err
	}
	at, err := r.locate(i)
	if err != nil {
		return Result{ExitCode: -1}, err
	}
	result := Result{
		Command:    append([]string{r.Executable}, r.args(i, at)...),
		ExitCode:   -1,
		TargetPath: at.targetPath,
	}
	manifest := readArtifact(filepath.Join(at.targetPath, "manifest.json"))
	runResults := readArtifact(filepath.Join(at.targetPath, "run_results.json"))

	stdout, stderr := lines(r.Stdout, r.Stderr)
	result.StartedAt = r.now()
	result.ExitCode, err = r.execute(ctx, at.work, result.Command[1:], stdout, stderr)
	result.FinishedAt = r.now()
	result.Manifest = readArtifact(manifest.Path).since(manifest)
	result.RunResults = readArtifact(runResults.Path).since(runResults)
	if outputErr := errors.Join(stdout.flush(), stderr.flush()); err == nil && outputErr != nil {
		return result, fmt.Errorf("pass on the output of dbt: %w", outputErr)
	}

	var interrupted *InterruptedError
	var exit *ExitError
	switch {
	case errors.As(err, &interrupted):
		interrupted.Command = i.Command
	case errors.As(err, &exit):
		exit.Command, exit.Tail = i.Command, append(stdout.last, stderr.last...)
	}
	return result, err
}

// execute runs the executable in dir and returns its exit code.
func (r Runner) execute(ctx context.Context, dir string, args []string, stdout, stderr io.Writer) (int, error) {
	executable, err := filepath.Abs(r.Executable)
	if err != nil {
		return -1, fmt.Errorf("start dbt: %w", err)
	}
	if r.Executable == "" {
		return -1, &NotFoundError{Looked: []string{"an empty name"}}
	}
	if err := ctx.Err(); err != nil {
		return -1, fmt.Errorf("start dbt: %w", context.Cause(ctx))
	}
	cmd := exec.CommandContext(ctx, executable, args...)
	cmd.Dir, cmd.Env = dir, r.Env
	cmd.Stdout, cmd.Stderr = stdout, stderr
	ownGroup(cmd)
	cmd.Cancel = func() error { return interrupt(cmd.Process) }
	cmd.WaitDelay = r.Grace
	if cmd.WaitDelay <= 0 {
		cmd.WaitDelay = defaultGrace
	}
	if err := cmd.Start(); err != nil {
		if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
			return -1, &NotFoundError{Looked: []string{executable}}
		}
		return -1, fmt.Errorf("start dbt: %w", err)
	}
	err = cmd.Wait()
	if ctx.Err() != nil && err != nil {
		// Children that dbt started and that did not stop with it must not go on writing to the warehouse.
		killGroup(cmd.Process)
		return -1, &InterruptedError{Killed: wasKilled(cmd.ProcessState), Err: context.Cause(ctx)}
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), &ExitError{Code: exit.ExitCode()}
	}
	if err != nil {
		return cmd.ProcessState.ExitCode(), fmt.Errorf("wait for dbt: %w", err)
	}
	return 0, nil
}

func (r Runner) now() time.Time {
	if r.Now != nil {
		return r.Now()
	}
	return time.Now()
}

// env reads the environment that dbt will have; of a name that is there twice the last one counts, as in os/exec.
func (r Runner) env(name string) string {
	env := r.Env
	if env == nil {
		env = os.Environ()
	}
	found := ""
	for _, entry := range env {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			found = value
		}
	}
	return found
}
