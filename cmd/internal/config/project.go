package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"cutover/cmd/internal/config/jinja"
)

// Project is what dbt_project.yml says, as far as it matters here.
type Project struct {
	// Dir is the absolute path of the folder with dbt_project.yml.
	Dir string
	// FoundBy says how the folder was chosen: "--project-dir",
	// "DBT_PROJECT_DIR", or "search".
	FoundBy string
	// Name is the project's name.
	Name string
	// Profile is the profile's name, empty when the file names none.
	Profile string
	// TargetPath is the absolute path of the folder for artifacts.
	TargetPath string
	// ModelPaths and MacroPaths are relative to Dir; "models" and "macros" when
	// not set.
	ModelPaths, MacroPaths []string
}

// ManifestPath is where dbt writes manifest.json by default.
func (p Project) ManifestPath() string { return filepath.Join(p.TargetPath, "manifest.json") }

// ErrNoProject says that there is no dbt_project.yml where it was looked for.
var ErrNoProject = errors.New("no dbt_project.yml found")

// firstSet gives the first variable that is set and not empty.
func firstSet(lookup Lookup, names ...string) (value, name string) {
	for _, name := range names {
		if value, ok := lookup(name); ok && value != "" {
			return value, name
		}
	}
	return "", ""
}

// FindProject finds the dbt project as dbt does: the flag, then
// DBT_ENGINE_PROJECT_DIR, then DBT_PROJECT_DIR, then the start folder or the
// nearest one above it with dbt_project.yml. Relative paths are relative to
// start. [ErrNoProject] when there is none.
func FindProject(start, flag string, lookup Lookup) (Project, error) {
	dir, foundBy := flag, "--project-dir"
	if dir == "" {
		dir, foundBy = firstSet(lookup, "DBT_ENGINE_PROJECT_DIR", "DBT_PROJECT_DIR")
	}
	if dir != "" && !filepath.IsAbs(dir) {
		dir = filepath.Join(start, dir)
	}
	if dir == "" {
		foundBy = "search"
		for dir = start; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "dbt_project.yml")); err == nil {
				break
			}
			if dir == filepath.Dir(dir) {
				return Project{}, fmt.Errorf("%w in %s or the folders above it", ErrNoProject, start)
			}
		}
	}
	p, err := readProject(dir, lookup)
	p.FoundBy = foundBy
	return p, err
}

func readProject(dir string, lookup Lookup) (Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return Project{}, fmt.Errorf("locate the dbt project: %w", err)
	}
	path := filepath.Join(dir, "dbt_project.yml")
	data, err := readLimited(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Project{}, fmt.Errorf("%w in %s", ErrNoProject, dir)
	}
	if err != nil {
		return Project{}, err
	}
	t, _, err := readYAML(data, shown(path), true)
	if err != nil {
		return Project{}, err
	}
	if t == nil || t.kind != mapTree {
		return Project{}, Errors{{File: shown(path), Message: "must be a mapping with at least name:"}}
	}
	p := Project{Dir: dir}
	r := projectReader{root: t, context: jinja.Context{Lookup: lookup, RefuseSecrets: true}}
	p.Name = r.text("name")
	p.Profile = r.text("profile")
	target := r.text("target-path")
	if fromEnvironment, _ := firstSet(lookup, "DBT_ENGINE_TARGET_PATH", "DBT_TARGET_PATH"); fromEnvironment != "" {
		target = fromEnvironment
	}
	if target == "" {
		target = "target"
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(dir, target)
	}
	p.TargetPath = target
	p.ModelPaths, p.MacroPaths = r.list("model-paths", "models"), r.list("macro-paths", "macros")
	if p.Name == "" && len(r.found.list) == 0 {
		r.found.add(t, "name is missing")
	}
	return p, r.found.err()
}

// A projectReader renders single values of dbt_project.yml.
type projectReader struct {
	root    *tree
	context jinja.Context
	found   findings
}

func (r *projectReader) text(key string) string {
	t := r.root.get(key)
	if t == nil {
		return ""
	}
	return r.render(t)
}

// list gives the texts of a list, or one of its default.
func (r *projectReader) list(key, fallback string) []string {
	t := r.root.get(key)
	if t == nil || t.kind != listTree {
		return []string{fallback}
	}
	var out []string
	for _, item := range t.items {
		out = append(out, r.render(item))
	}
	return out
}

func (r *projectReader) render(t *tree) string {
	if t.kind != scalarTree {
		r.found.add(t, "text is expected here, not %s", t.describe())
		return ""
	}
	if !strings.Contains(t.text, "{") {
		return t.text
	}
	result, err := r.context.Render(t.text)
	if err != nil {
		r.found.add(t, "%s", err)
		return ""
	}
	text, ok := result.Value.(string)
	if !ok {
		text = fmt.Sprint(result.Value)
	}
	return text
}
