package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cutover/cmd/internal/config"
	"cutover/integrations/dbt"
	"cutover/manifest"
	"cutover/strategies"
)

// ownTarget is the folder below dbt's target path in which cutover lets dbt
// write manifests of other environments, so that the user's own stay.
const ownTarget = "cutover"

const (
	manifestName   = "manifest.json"
	runResultsName = "run_results.json"
)

// artifactPaths are where the candidate's artifacts are. RunResultsGiven says
// that a person named them, so a missing one is an error.
type artifactPaths struct {
	Manifest        string
	RunResults      []string
	RunResultsGiven bool
}

// artifactPaths follows the flags, then the environment, then dbt's own place.
func (a *app) artifactPaths(o options, from *config.Environment) (artifactPaths, error) {
	p := artifactPaths{Manifest: o.Manifest, RunResults: o.RunResults, RunResultsGiven: len(o.RunResults) > 0}
	if p.Manifest == "" {
		p.Manifest = from.Manifest
	}
	if p.Manifest == "" {
		project, err := from.Project(a.Lookup)
		if err != nil {
			return p, err
		}
		p.Manifest = project.ManifestPath()
	}
	switch {
	case p.RunResultsGiven:
	case o.Manifest == "" && from.RunResults != "":
		p.RunResults = []string{from.RunResults}
	default:
		p.RunResults = []string{filepath.Join(filepath.Dir(p.Manifest), runResultsName)}
	}
	return p, nil
}

// readArtifacts reads dbt's verdict. No run results at all is a nil Results,
// which the audit guards refuse.
func (a *app) readArtifacts(p artifactPaths, projectDir string) (strategies.Artifacts, error) {
	out := strategies.Artifacts{GitSHA: gitSHA(projectDir)}
	var runs []*manifest.RunResults
	for _, path := range p.RunResults {
		run, err := manifest.OpenRunResults(path)
		if errors.Is(err, fs.ErrNotExist) && !p.RunResultsGiven {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		runs = append(runs, run)
	}
	merged, err := mergeRuns(runs)
	out.Results = merged
	return out, err
}

// mergeRuns makes one run of several: the head of the newest, and the newest
// result of every node.
func mergeRuns(runs []*manifest.RunResults) (*manifest.RunResults, error) {
	if len(runs) < 2 {
		return runs[0], nil
	}
	merged, err := manifest.MergeRunResults(runs...)
	if err != nil {
		return nil, err
	}
	out := *merged.Runs[len(merged.Runs)-1]
	out.Results = nil
	for _, r := range merged.Results {
		out.Results = append(out.Results, r.Result)
	}
	return &out, nil
}

// productionManifest says where nodes live in production: the environment's own
// manifest, or else what `dbt parse` for its target says.
func (a *app) productionManifest(ctx context.Context, o options, to *config.Environment) (*manifest.Manifest, error) {
	if to.Manifest != "" {
		return manifest.Open(to.Manifest)
	}
	return a.parse(ctx, o, to)
}

// parse lets dbt write the manifest of a target into a folder of our own.
func (a *app) parse(ctx context.Context, o options, env *config.Environment) (*manifest.Manifest, error) {
	runner, project, err := a.runner(env)
	if err != nil {
		return nil, err
	}
	vars, err := dbtVars(env)
	if err != nil {
		return nil, err
	}
	a.progress(o, "running dbt parse --target %s, to learn where nodes live in %s", env.Target, env.Name)
	var said strings.Builder
	runner.Stdout, runner.Stderr = &said, &said
	if o.Verbose {
		runner.Stdout, runner.Stderr = a.io.Err, a.io.Err
	}
	target := filepath.Join(project.TargetPath, ownTarget, env.Name)
	_, err = runner.Run(ctx, dbt.Invocation{Command: dbt.Parse, Target: env.Target, TargetPath: target, Vars: vars})
	var exit *dbt.ExitError
	if errors.As(err, &exit) {
		return nil, &usageError{
			Message: fmt.Sprintf("dbt parse --target %s failed: %s", env.Target, lastLine(exit.Tail)),
			Hints:   []string{"set manifest: in environment " + env.Name + " to the manifest.json that dbt wrote for it"}, Err: err,
		}
	}
	if err != nil {
		return nil, err
	}
	return manifest.Open(filepath.Join(target, manifestName))
}

func lastLine(lines []string) string {
	if len(lines) == 0 {
		return "it said nothing"
	}
	return strings.Join(lines[max(0, len(lines)-3):], " / ")
}

// runner finds the dbt of an environment.
func (a *app) runner(env *config.Environment) (dbt.Runner, config.Project, error) {
	project, err := env.Project(a.Lookup)
	if err != nil {
		return dbt.Runner{}, project, err
	}
	named := env.DBT.Executable
	if named == "dbt" {
		named = "" // the default: let Find look in its own order
	}
	executable, err := dbt.Find(named, project.Dir, a.Lookup)
	if err != nil {
		return dbt.Runner{}, project, err
	}
	profiles, err := a.profilesDir(env, project)
	if err != nil {
		return dbt.Runner{}, project, err
	}
	return dbt.Runner{
		Executable: executable, ProjectDir: project.Dir, WorkDir: a.dbtFolder(env, project), ProfilesDir: profiles, Profile: env.DBT.Profile,
		Colors: bool(a.io.ErrPaint()), Now: a.Clock,
	}, project, nil
}

// dbtFolder is where dbt has to be started so that a relative path in
// profiles.yml means the file that cutover opens: the project's folder, unless
// the file is the one below the working directory.
func (a *app) dbtFolder(env *config.Environment, project config.Project) string {
	c, err := env.Connection(a.Lookup)
	if err != nil || c.DuckDB == nil {
		return project.Dir
	}
	relative, ok := c.Raw["path"].(string)
	work, wdErr := os.Getwd()
	if !ok || wdErr != nil || filepath.IsAbs(relative) || filepath.Join(project.Dir, relative) == c.DuckDB.Path {
		return project.Dir
	}
	if filepath.Join(work, relative) == c.DuckDB.Path {
		return work
	}
	return project.Dir
}

// profilesDir makes dbt, which is started in the project's folder, read the same
// profiles.yml that the connections came from.
func (a *app) profilesDir(env *config.Environment, project config.Project) (string, error) {
	work, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working directory: %w", err)
	}
	profiles, err := config.FindProfiles(config.ProfilesSearch{
		Dir: env.DBT.ProfilesDir, WorkDir: work, ProjectDir: project.Dir, Lookup: a.Lookup,
	})
	if err != nil {
		return "", err
	}
	return filepath.Dir(profiles.Path), nil
}

func dbtVars(env *config.Environment) (string, error) {
	if len(env.DBT.Vars) == 0 {
		return "", nil
	}
	text, err := json.Marshal(env.DBT.Vars)
	if err != nil {
		return "", fmt.Errorf("write dbt's vars: %w", err)
	}
	return string(text), nil
}

// gitSHA reads the commit that is checked out in dir or above it, without
// running git; "" when there is none.
func gitSHA(dir string) string {
	for ; ; dir = filepath.Dir(dir) {
		git := filepath.Join(dir, ".git")
		if head, err := os.ReadFile(filepath.Join(git, "HEAD")); err == nil {
			return resolveHead(git, strings.TrimSpace(string(head)))
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
	}
}

func resolveHead(git, head string) string {
	ref, ok := strings.CutPrefix(head, "ref: ")
	if !ok {
		return head
	}
	if sha, err := os.ReadFile(filepath.Join(git, filepath.FromSlash(ref))); err == nil {
		return strings.TrimSpace(string(sha))
	}
	packed, err := os.ReadFile(filepath.Join(git, "packed-refs"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(packed)) {
		if sha, name, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name == ref {
			return sha
		}
	}
	return ""
}

// progress tells what goes on unless --quiet.
func (a *app) progress(o options, format string, args ...any) {
	if !o.Quiet {
		a.say(format, args...)
	}
}
