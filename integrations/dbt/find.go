package dbt

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
)

// EnvExecutable is the environment variable that names the dbt executable.
const EnvExecutable = "CUTOVER_DBT"

// Find returns the absolute path of the dbt executable to use for the project in projectDir ("" is the current folder).
//
// The first of these that is given or there wins: explicit, the variable CUTOVER_DBT, .venv in the project's folder or
// in the one above it, PATH. A name that was given but does not run is an error, not a reason to look further: another
// dbt than the one asked for may build something else. lookup reads the environment, as os.LookupEnv does.
// Finding none is a [NotFoundError].
func Find(explicit, projectDir string, lookup func(string) (string, bool)) (string, error) {
	if explicit != "" {
		return named(explicit, "the name given", lookup)
	}
	if name, ok := lookup(EnvExecutable); ok && name != "" {
		return named(name, EnvExecutable, lookup)
	}
	project, err := filepath.Abs(projectDir)
	if err != nil {
		return "", fmt.Errorf("find dbt: %w", err)
	}
	var looked []string
	for _, dir := range []string{project, filepath.Dir(project)} {
		candidate := inVenv(filepath.Join(dir, ".venv"))
		if path, err := exec.LookPath(candidate); err == nil {
			return path, nil
		}
		looked = append(looked, candidate)
	}
	if path, ok := onPath("dbt", lookup); ok {
		return path, nil
	}
	return "", &NotFoundError{Looked: append(looked, "PATH")}
}

// named resolves what a person wrote: a path, or a bare name to look for on PATH.
func named(name, origin string, lookup func(string) (string, bool)) (string, error) {
	if filepath.Base(name) == name {
		if path, ok := onPath(name, lookup); ok {
			return path, nil
		}
		return "", &NotFoundError{Looked: []string{name + " on PATH (from " + origin + ")"}}
	}
	path, err := filepath.Abs(name)
	if err != nil {
		return "", fmt.Errorf("find dbt: %w", err)
	}
	if path, err = exec.LookPath(path); err != nil {
		return "", &NotFoundError{Looked: []string{name + " (from " + origin + ")"}}
	}
	return path, nil
}

// onPath looks in lookup's PATH, not in the process's, so that a caller decides which environment counts.
func onPath(name string, lookup func(string) (string, bool)) (string, bool) {
	list, _ := lookup("PATH")
	for _, dir := range filepath.SplitList(list) {
		// An empty or relative entry would run a file of the current folder, which os/exec refuses for good reason.
		if !filepath.IsAbs(dir) {
			continue
		}
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, true
		}
	}
	return "", false
}

func inVenv(venv string) string {
	if runtime.GOOS == "windows" {
		return filepath.Join(venv, "Scripts", "dbt.exe")
	}
	return filepath.Join(venv, "bin", "dbt")
}
