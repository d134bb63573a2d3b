package dbt

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Artifact is a file that dbt leaves in its target path.
type Artifact struct {
	Path         string // absolute; the file need not be there
	InvocationID string // metadata.invocation_id in the file; "" when it is missing or cannot be read
	Rewritten    bool   // this run wrote it: its id is another one than before the run
}

// readArtifact fills in the id. A file that is missing or cut off has none, which is not an error here: whoever reads
// the whole artifact reports that.
func readArtifact(path string) Artifact {
	a := Artifact{Path: path}
	file, err := os.Open(path)
	if err != nil {
		return a
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	if _, err := decoder.Token(); err != nil {
		return a
	}
	// dbt writes metadata first, so the megabytes behind it are not read.
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return a
		}
		if key != "metadata" {
			var skipped json.RawMessage
			if decoder.Decode(&skipped) != nil {
				return a
			}
			continue
		}
		var metadata struct {
			InvocationID string `json:"invocation_id"`
		}
		if decoder.Decode(&metadata) == nil {
			a.InvocationID = metadata.InvocationID
		}
		return a
	}
	return a
}

// since compares with the same artifact as it was before the run.
func (a Artifact) since(before Artifact) Artifact {
	a.Rewritten = a.InvocationID != "" && a.InvocationID != before.InvocationID
	return a
}

// location is where dbt works; every path is absolute, because dbt is started in the project's folder.
type location struct {
	project    string
	work       string // the folder dbt is started in
	profiles   string // "" when dbt is to look for itself
	targetPath string
}

func (r Runner) locate(i Invocation) (location, error) {
	project, err := filepath.Abs(r.ProjectDir)
	if err != nil {
		return location{}, fmt.Errorf("find dbt project: %w", err)
	}
	at := location{project: project, work: project}
	if r.WorkDir != "" {
		if at.work, err = filepath.Abs(r.WorkDir); err != nil {
			return location{}, fmt.Errorf("find the folder to start dbt in: %w", err)
		}
	}
	if _, err := os.Stat(filepath.Join(project, "dbt_project.yml")); err != nil {
		return location{}, fmt.Errorf("find dbt project: %w", err)
	}
	if r.ProfilesDir != "" {
		if at.profiles, err = filepath.Abs(r.ProfilesDir); err != nil {
			return location{}, fmt.Errorf("find dbt profiles: %w", err)
		}
	}
	at.targetPath = i.TargetPath
	if at.targetPath == "" {
		at.targetPath = r.configuredTargetPath(project)
	}
	if !filepath.IsAbs(at.targetPath) {
		at.targetPath = filepath.Join(project, at.targetPath)
	}
	return at, nil
}

// configuredTargetPath follows dbt's order: environment, dbt_project.yml, "target".
// The answer is then passed to dbt as a flag, so that the artifacts are where the result says even if dbt's order changes.
func (r Runner) configuredTargetPath(project string) string {
	for _, name := range []string{"DBT_ENGINE_TARGET_PATH", "DBT_TARGET_PATH"} {
		if value := r.env(name); value != "" {
			return value
		}
	}
	text, err := os.ReadFile(filepath.Join(project, "dbt_project.yml"))
	if err != nil {
		return "target"
	}
	for line := range strings.Lines(string(text)) {
		value, ok := strings.CutPrefix(line, "target-path:")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, " #")
		value = strings.Trim(strings.TrimSpace(value), `"'`)
		if value != "" && !strings.Contains(value, "{{") {
			return value
		}
	}
	return "target"
}
