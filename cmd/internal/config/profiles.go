package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cutover/cmd/internal/config/jinja"
)

// ErrNoProfiles says that there is no profiles.yml where it was looked for.
var ErrNoProfiles = errors.New("no profiles.yml found")

// Profiles is a profiles.yml that was found and parsed, but not rendered.
type Profiles struct {
	// Path is the absolute path of the file.
	Path string
	// FoundBy says how its folder was chosen: "--profiles-dir",
	// "DBT_ENGINE_PROFILES_DIR", "DBT_PROFILES_DIR", "working directory",
	// "project", or "~/.dbt".
	FoundBy string

	root     *tree
	warnings []string
	search   ProfilesSearch
}

// ProfilesSearch says where to look for profiles.yml and what its expressions
// can see.
type ProfilesSearch struct {
	// Dir is --profiles-dir or dbt.profiles_dir; empty when neither is given.
	Dir string
	// WorkDir is the absolute path of the folder that dbt is run in. Relative
	// DuckDB paths are relative to it: dbt does not change directory, not even
	// with --project-dir (checked with dbt 1.11 and dbt-duckdb 1.11).
	WorkDir string
	// ProjectDir is the absolute path of the dbt project; empty when unknown.
	ProjectDir string
	// Lookup reads environment variables; nil means that none is set.
	Lookup Lookup
	// Vars are dbt's --vars. Nil means none.
	Vars map[string]any
}

// FindProfiles looks in the folder that is given, then in
// DBT_ENGINE_PROFILES_DIR, DBT_PROFILES_DIR, the working directory, the
// project and ~/.dbt. A folder that was named must have the file; the others
// are passed over. [ErrNoProfiles] says where it was looked for.
func FindProfiles(search ProfilesSearch) (*Profiles, error) {
	if search.Lookup == nil {
		search.Lookup = func(string) (string, bool) { return "", false }
	}
	dir, foundBy := search.Dir, "--profiles-dir"
	if dir == "" {
		dir, foundBy = firstSet(search.Lookup, "DBT_ENGINE_PROFILES_DIR", "DBT_PROFILES_DIR")
	}
	if dir != "" {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(search.WorkDir, dir)
		}
		return readProfiles(dir, foundBy, search)
	}
	places := []struct{ dir, foundBy string }{
		{search.WorkDir, "working directory"},
		{search.ProjectDir, "project"},
	}
	if home, _ := firstSet(search.Lookup, "HOME", "USERPROFILE"); home != "" {
		places = append(places, struct{ dir, foundBy string }{filepath.Join(home, ".dbt"), "~/.dbt"})
	}
	var looked []string
	for _, place := range places {
		if place.dir == "" || slices.Contains(looked, place.dir) {
			continue
		}
		looked = append(looked, place.dir)
		if _, err := os.Stat(filepath.Join(place.dir, "profiles.yml")); err == nil {
			return readProfiles(place.dir, place.foundBy, search)
		}
	}
	return nil, fmt.Errorf("%w in %s", ErrNoProfiles, strings.Join(looked, ", "))
}

func readProfiles(dir, foundBy string, search ProfilesSearch) (*Profiles, error) {
	path := filepath.Join(dir, "profiles.yml")
	data, err := readLimited(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w in %s, given by %s", ErrNoProfiles, dir, foundBy)
	}
	if err != nil {
		return nil, err
	}
	root, warnings, err := readYAML(data, shown(path), true)
	if err != nil {
		return nil, err
	}
	if root == nil || root.kind != mapTree {
		return nil, Errors{{File: shown(path), Message: "must be a mapping of profiles"}}
	}
	return &Profiles{Path: path, FoundBy: foundBy, root: root, warnings: warnings, search: search}, nil
}

// Names lists the profiles in the order of the file. The key "config" is dbt's
// own settings, not a profile.
func (p *Profiles) Names() []string {
	return slices.DeleteFunc(p.root.live(), func(name string) bool {
		return p.root.children[name].kind != mapTree || p.root.children[name].children["outputs"] == nil
	})
}

// Targets lists the outputs of a profile in the order of the file; nil when
// there is no such profile.
func (p *Profiles) Targets(profile string) []string {
	t := p.root.children[profile]
	if t == nil || t.kind != mapTree || t.children["outputs"] == nil {
		return nil
	}
	return t.children["outputs"].live()
}

// Connection chooses and renders one output. Target "" means
// DBT_ENGINE_TARGET, DBT_TARGET, the profile's own target:, then "default".
// Other outputs are not rendered, so what they lack does not matter.
func (p *Profiles) Connection(profile, target string) (*Connection, error) {
	return p.connection(profile, target, nil, "")
}

// connection lays the overrides of cutover.yml (in folder dir) over the output.
func (p *Profiles) connection(profile, target string, overrides *tree, dir string) (*Connection, error) {
	outputs, err := p.outputs(profile)
	if err != nil {
		return nil, err
	}
	if target == "" {
		if target, err = p.defaultTarget(profile); err != nil {
			return nil, err
		}
	}
	output := outputs.children[target]
	if output == nil || output.null() {
		return nil, Errors{{File: outputs.file, Line: outputs.line, Message: fmt.Sprintf(
			"the profile %q has no target %q%s (valid targets are %s)", profile, target, nearest(target, outputs.live()), strings.Join(outputs.live(), ", "))}}
	}
	if output.kind != mapTree {
		return nil, Errors{{File: output.file, Line: output.line, Message: fmt.Sprintf("the target %q of profile %q must be a mapping", target, profile)}}
	}
	source := &tree{file: output.file, line: outputs.keyLines[target]}
	c, err := render(merge(output, overrides), p.search, dir)
	if err != nil {
		return nil, err
	}
	c.Profile, c.Target, c.Source = profile, target, source.origin()
	c.Warnings = append(slices.Clone(p.warnings), c.Warnings...)
	return c, nil
}

// outputs gives the outputs: mapping of a profile.
func (p *Profiles) outputs(profile string) (*tree, error) {
	t := p.root.get(profile)
	if strings.Contains(profile, ".") { // not a path
		t = p.root.children[profile]
	}
	if t == nil {
		names := p.Names()
		return nil, Errors{{File: p.root.file, Message: fmt.Sprintf("there is no profile %q%s (known are %s)", profile, nearest(profile, names), strings.Join(names, ", "))}}
	}
	if t.kind == mapTree {
		if outputs := t.get("outputs"); outputs != nil && outputs.kind == mapTree {
			return outputs, nil
		}
	}
	return nil, Errors{{File: t.file, Line: t.line, Message: fmt.Sprintf("the profile %q has no outputs:", profile)}}
}

func (p *Profiles) defaultTarget(profile string) (string, error) {
	if target, _ := firstSet(p.search.Lookup, "DBT_ENGINE_TARGET", "DBT_TARGET"); target != "" {
		return target, nil
	}
	t := p.root.children[profile].get("target")
	if t == nil {
		return "default", nil
	}
	if t.kind != scalarTree {
		return "", Errors{{File: t.file, Line: t.line, Message: "target must be a name"}}
	}
	result, err := jinja.Context{Lookup: p.search.Lookup, Vars: p.search.Vars}.Render(t.text)
	if err != nil {
		return "", Errors{{File: t.file, Line: t.line, Message: "target: " + err.Error()}}
	}
	return fmt.Sprint(result.Value), nil
}

// Project finds the dbt project of this environment: dbt.project_dir when it
// is set, else as [FindProject] does from the folder of cutover.yml.
func (e *Environment) Project(lookup Lookup) (Project, error) {
	flag := ""
	if e.resolved.get("dbt.project_dir") != nil {
		flag = e.DBT.ProjectDir
	}
	return FindProject(filepath.Dir(e.File), flag, lookup)
}

// Connection gives the connection of this environment: from its connection:
// block alone when that has a type, else from the dbt project's profile and
// profiles.yml with the block laid over it. A publish.mode that the adapter does
// not have is an error.
func (e *Environment) Connection(lookup Lookup) (*Connection, error) {
	c, err := e.connection(lookup)
	if err != nil {
		return nil, err
	}
	if err := e.checkMode(c.Kind); err != nil {
		return nil, err
	}
	return c, nil
}

func (e *Environment) connection(lookup Lookup) (*Connection, error) {
	work, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the working directory: %w", err)
	}
	search := ProfilesSearch{Dir: e.DBT.ProfilesDir, WorkDir: work, Lookup: lookup, Vars: e.DBT.Vars}
	overrides := e.resolved.get("connection")
	if overrides.get("type") != nil {
		c, err := render(overrides, search, filepath.Dir(e.File))
		if err != nil {
			return nil, err
		}
		c.Target, c.Source = e.Target, overrides.origin()
		return c, nil
	}
	project, err := e.Project(lookup)
	if err != nil {
		return nil, err
	}
	search.ProjectDir = project.Dir
	profiles, err := FindProfiles(search)
	if err != nil {
		return nil, err
	}
	profile := e.DBT.Profile
	if profile == "" {
		profile, _ = firstSet(lookup, "DBT_ENGINE_PROFILE", "DBT_PROFILE")
	}
	if profile == "" {
		profile = project.Profile
	}
	if profile == "" {
		return nil, fmt.Errorf("no profile is chosen: set profile: in dbt_project.yml or dbt.profile in %s", filepath.Base(e.File))
	}
	return profiles.connection(profile, e.Target, overrides, filepath.Dir(e.File))
}
