package dbt

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
)

// Version is what `dbt --version` says about itself.
type Version struct {
	Core     string            // for example "1.11.16"
	Adapters map[string]string // adapter type to version; empty when dbt lists none
}

// Version asks dbt for its version. It takes seconds, since dbt asks the package index for newer releases meanwhile.
func (r Runner) Version(ctx context.Context) (Version, error) {
	var out bytes.Buffer
	if _, err := r.execute(ctx, r.ProjectDir, []string{"--no-use-colors", "--version"}, &out, &out); err != nil {
		return Version{}, fmt.Errorf("ask dbt for its version: %w", err)
	}
	version, ok := parseVersion(out.String())
	if !ok {
		return Version{}, fmt.Errorf("ask dbt for its version: no version in its answer")
	}
	return version, nil
}

var (
	// dbt-core writes "  - installed: 1.11.16", the Rust dbt writes "dbt 2.0.0" or "dbt-fusion 2.0.0-preview.1".
	corePattern    = regexp.MustCompile(`(?m)^(?:\s*- installed:|dbt(?:-fusion)?)\s+v?(\d\S*)`)
	adapterPattern = regexp.MustCompile(`(?m)^\s+- (\w+):\s+(\d\S*)`)
)

func parseVersion(text string) (Version, bool) {
	core := corePattern.FindStringSubmatch(text)
	if core == nil {
		return Version{}, false
	}
	version := Version{Core: core[1], Adapters: map[string]string{}}
	for _, match := range adapterPattern.FindAllStringSubmatch(text, -1) {
		if match[1] != "installed" && match[1] != "latest" {
			version.Adapters[match[1]] = match[2]
		}
	}
	return version, true
}
