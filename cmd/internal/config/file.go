package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// FileName is what the configuration file is called.
const FileName = "cutover.yml"

// ErrNotFound says that there is no cutover.yml where it was looked for.
var ErrNotFound = errors.New("no " + FileName + " found")

// File is a parsed cutover.yml with its overlay files.
type File struct {
	// Path is the absolute path of cutover.yml.
	Path string
	// Warnings are remarks that do not stop a run. Nil when none.
	Warnings []string

	root     *tree
	overlays map[string]*tree // cutover.<env>.yml by environment
	lookup   Lookup
}

// Load reads cutover.yml and every cutover.<env>.yml beside it, and checks all
// of it, also the environments that are not used. Path "" means the working
// directory or the nearest parent that has the file, up to the git root;
// [ErrNotFound] when there is none. A nil lookup sees no variables. What is
// wrong with the content comes as [Errors].
func Load(path string, lookup Lookup) (*File, error) {
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	if path == "" {
		found, err := find()
		if err != nil {
			return nil, err
		}
		path = found
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("locate %s: %w", path, err)
	}
	root, err := readFile(absolute)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNotFound, path)
	}
	if err != nil {
		return nil, err
	}
	f := &File{Path: absolute, root: root, overlays: map[string]*tree{}, lookup: lookup}
	var check findings
	f.check(&check)
	if err := f.readOverlays(&check); err != nil {
		return nil, err
	}
	if err := check.err(); err != nil {
		return nil, err
	}
	f.checkEnvironments(&check)
	if err := check.err(); err != nil {
		return nil, err
	}
	return f, nil
}

// find looks for the file upward from the working directory.
func find() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find %s: %w", FileName, err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, FileName)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path, nil
		}
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil || dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%w in %s or the folders above it (up to %s)", ErrNotFound, start, dir)
		}
	}
}

// shown is a path as people want to read it: relative when that is shorter.
func shown(path string) string {
	if wd, err := os.Getwd(); err == nil {
		if relative, err := filepath.Rel(wd, path); err == nil && len(relative) < len(path) {
			return relative
		}
	}
	return path
}

// readFile reads one file of ours; an empty one is an empty mapping.
func readFile(path string) (*tree, error) {
	data, err := readLimited(path)
	if err != nil {
		return nil, err
	}
	t, _, err := readYAML(data, shown(path), false)
	if err != nil {
		return nil, err
	}
	if t == nil {
		t = &tree{kind: mapTree, file: shown(path), line: 1}
	}
	return t, nil
}

// readLimited reads a regular file without taking more than it may have.
func readLimited(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	if !info.Mode().IsRegular() {
		return nil, Errors{{File: shown(path), Message: "not a file"}}
	}
	if info.Size() > maxFileBytes {
		return nil, Errors{{File: shown(path), Message: fmt.Sprintf("the file has more than %d MiB", maxFileBytes>>20)}}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return data, nil
}

var environmentName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$`)

// check looks at cutover.yml as a whole.
func (f *File) check(found *findings) {
	checkMap(found, f.root, fileFields(), "the file")
	if f.root.kind != mapTree {
		return
	}
	if version := f.root.get("version"); version != nil && version.text != "1" {
		found.add(version, "version %s is not known: this cutover reads version 1", version.describe())
	}
	environments := f.root.get("environments")
	if environments == nil || environments.kind != mapTree || len(environments.keys) == 0 {
		found.add(f.root, "there are no environments: write at least one below environments:")
		return
	}
	for _, name := range environments.keys {
		if !environmentName.MatchString(name) {
			found.add(environments.at(name), "the environment's name %q must begin with a letter or digit and have only letters, digits, _ . -", name)
		}
		f.checkLayer(found, environments.children[name], name)
	}
	if t := f.root.get("default_environment"); t != nil && t.kind == scalarTree && !slices.Contains(environments.keys, t.text) {
		found.add(t, "default_environment names %q, which is not below environments%s", t.text, suggest(t.text, environments.keys))
	}
}

// checkLayer looks at an environment's block or overlay file.
func (f *File) checkLayer(found *findings, t *tree, name string) {
	checkMap(found, t, overlayFields(), "environment "+name)
	if t.kind != mapTree {
		return
	}
	for _, short := range t.keys {
		if long, ok := shorthands()[short]; ok && t.get(long) != nil {
			found.add(t.at(short), "%s is short for %s, which is set as well (line %d)", short, long, t.get(long).line)
		}
	}
	names := f.EnvironmentNames()
	if from := t.get("promotes_from"); from != nil && from.kind == scalarTree {
		switch {
		case from.text == name:
			found.add(from, "environment %s cannot promote from itself", name)
		case !slices.Contains(names, from.text):
			found.add(from, "promotes_from names %q, which is not below environments%s", from.text, suggest(from.text, names))
		}
	}
}

// readOverlays reads cutover.<env>.yml beside cutover.yml.
func (f *File) readOverlays(found *findings) error {
	stem := strings.TrimSuffix(filepath.Base(f.Path), filepath.Ext(f.Path))
	names := f.EnvironmentNames()
	for _, name := range names {
		path := filepath.Join(filepath.Dir(f.Path), stem+"."+name+filepath.Ext(f.Path))
		if path == f.Path || !environmentName.MatchString(name) {
			continue
		}
		t, err := readFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return err
		}
		f.checkLayer(found, t, name)
		f.overlays[name] = t
	}
	beside, err := filepath.Glob(filepath.Join(escapeGlob(filepath.Dir(f.Path)), escapeGlob(stem)+".*"+filepath.Ext(f.Path)))
	if err != nil {
		return nil //nolint:nilerr // only a malformed pattern, which leaves us without the remark
	}
	for _, path := range beside {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), stem+"."), filepath.Ext(path))
		if !slices.Contains(names, name) {
			f.Warnings = append(f.Warnings, fmt.Sprintf("%s is not used: there is no environment %q in %s", shown(path), name, shown(f.Path)))
		}
	}
	return nil
}

func escapeGlob(path string) string {
	if filepath.Separator == '\\' {
		return path // there the backslash cannot escape
	}
	return regexp.MustCompile(`[\\*?\[]`).ReplaceAllString(path, `\$0`)
}

// EnvironmentNames lists the environments in the order of the file.
func (f *File) EnvironmentNames() []string {
	environments := f.root.get("environments")
	if environments == nil {
		return nil
	}
	return slices.Clone(environments.keys)
}
