package config

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// DuckDB is the connection of a dbt-duckdb output.
type DuckDB struct {
	// Path is an absolute file path, ":memory:", or a URL (md:, s3:, ...).
	Path string
	// Database is the catalog's name: the first dot-separated part of the
	// file's name unless the profile says otherwise.
	Database string
	// Schema is the default schema; "main" when not set.
	Schema string
	// Attach are further databases, nil when none.
	Attach []Attach
	// Extensions are loaded by name; Repo is empty for the default repository.
	Extensions []Extension
	// Settings are SET key = value, as text.
	Settings Options
	// ConfigOptions are given when the database is opened, as text.
	ConfigOptions Options
}

// Attach is one database that DuckDB attaches beside the main one.
type Attach struct {
	// Path is an absolute file path or a URL.
	Path string
	// Alias is the name inside DuckDB; empty means derived from Path.
	Alias string
	// Type is the storage type ("sqlite", "postgres", ...), empty for DuckDB.
	Type     string
	ReadOnly bool
}

// Extension is one DuckDB extension.
type Extension struct {
	Name string
	Repo string
}

func (d DuckDB) printable() map[string]any {
	attach := make([]any, len(d.Attach))
	for i, a := range d.Attach {
		attach[i] = a.printable()
	}
	return map[string]any{
		"path": redactText("path", d.Path), "database": d.Database, "schema": d.Schema, "attach": attach,
		"extensions": d.Extensions, "settings": hide(d.Settings), "config_options": hide(d.ConfigOptions),
	}
}

// MarshalJSON redacts.
func (d DuckDB) MarshalJSON() ([]byte, error) { return json.Marshal(d.printable()) }

// MarshalYAML redacts.
func (d DuckDB) MarshalYAML() (any, error) { return d.printable(), nil }

// Format redacts, whatever the verb.
func (d DuckDB) Format(s fmt.State, _ rune) { writeJSON(s, d) }

// isFile tells whether the path is one of a file, not a connection string.
func (a Attach) isFile() bool {
	return a.Type == "" || strings.EqualFold(a.Type, "duckdb") || strings.EqualFold(a.Type, "sqlite")
}

func (a Attach) printable() map[string]any {
	path := redacted
	if a.isFile() {
		path = redactText("path", a.Path)
	}
	return map[string]any{"path": path, "alias": a.Alias, "type": a.Type, "read_only": a.ReadOnly}
}

// MarshalJSON redacts.
func (a Attach) MarshalJSON() ([]byte, error) { return json.Marshal(a.printable()) }

// MarshalYAML redacts.
func (a Attach) MarshalYAML() (any, error) { return a.printable(), nil }

// Format redacts, whatever the verb.
func (a Attach) Format(s fmt.State, _ rune) { writeJSON(s, a) }

// A scheme of two letters or more: C:\ is a drive.
var pathScheme = regexp.MustCompile(`^(?:[A-Za-z][A-Za-z0-9+.-]+:|:memory:)`)

// readDuckDB types an output as dbt.adapters.duckdb.credentials does.
func readDuckDB(c *Connection, output *tree, search ProfilesSearch, dir string, found *findings) *DuckDB {
	r := &outputReader{raw: c.Raw, output: output, search: search, dir: dir, found: found}
	d := &DuckDB{Schema: "main", Path: ":memory:"}
	if path := r.text("path"); path != "" {
		d.Path = r.resolve(path, output.get("path"))
	} else {
		c.Warnings = append(c.Warnings, "the DuckDB connection has no path: an in-memory database keeps nothing that could be published")
	}
	if schema := r.text("schema"); schema != "" {
		d.Schema = schema
	}
	d.Attach = r.attach()
	d.Extensions = r.extensions()
	d.Settings = r.options("settings")
	d.ConfigOptions = r.options("config_options")
	if token := r.text("motherduck_token"); token != "" {
		if d.Settings == nil {
			d.Settings = Options{}
		}
		d.Settings["motherduck_token"] = token
	}
	d.Database = DuckDBName(d.Path)
	database := r.text("database")
	aliased := slices.ContainsFunc(d.Attach, func(a Attach) bool { return a.Alias == database })
	switch {
	case database == "" && d.Database == "":
		found.add(output, "no database name follows from the path")
	case database == "" || database == d.Database:
	case !aliased && c.Raw["remote"] == nil:
		found.add(output.get("database"), "database must be %q, as the path says, or the alias of an attached database; it is %q", d.Database, database)
	default:
		d.Database = database
	}
	return d
}

// DuckDBName is the catalog's name that DuckDB and dbt-duckdb derive from a
// path: the first part of the file's name that is not empty, up to a dot.
func DuckDBName(path string) string {
	if strings.HasPrefix(path, ":memory:") {
		return "memory"
	}
	path, _, _ = strings.Cut(path, "?")
	scheme, rest, hasScheme := "", path, false
	if pathScheme.MatchString(path) {
		scheme, rest, hasScheme = strings.Cut(path, ":")
	}
	base := rest[strings.LastIndexAny(rest, "/\\")+1:]
	switch strings.ToLower(scheme) {
	case "md", "motherduck":
		if base == "" {
			return "my_db"
		}
		return strings.TrimSuffix(base, filepath.Ext(base))
	case "ducklake":
		base = base[strings.LastIndex(base, ":")+1:]
		return strings.TrimSuffix(base, filepath.Ext(base))
	}
	if hasScheme && base == "" {
		return ""
	}
	name, _, _ := strings.Cut(strings.TrimLeft(base, "."), ".")
	return name
}

// outputReader types the values of one rendered output.
type outputReader struct {
	raw    Values
	output *tree
	search ProfilesSearch
	dir    string
	found  *findings
}

func (r *outputReader) text(key string) string {
	value, ok := r.raw[key]
	if !ok || value == nil {
		return ""
	}
	text, ok := value.(string)
	if !ok {
		return optionText(value)
	}
	return text
}

// resolve makes a file path absolute. One written in cutover.yml is relative
// to that file. One in profiles.yml is relative to where dbt runs: dbt may
// have been run in the project's folder or in the working directory, so the
// file that is there decides, and two files are an error.
func (r *outputReader) resolve(path string, t *tree) string {
	if pathScheme.MatchString(path) {
		return path
	}
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	if r.dir != "" && t != nil && (t.flag != "" || r.isOurs(t)) {
		if t.flag != "" {
			return filepath.Join(r.search.WorkDir, path)
		}
		return filepath.Join(r.dir, path)
	}
	work := filepath.Join(r.search.WorkDir, path)
	if r.search.ProjectDir == "" || r.search.ProjectDir == r.search.WorkDir {
		return work
	}
	project := filepath.Join(r.search.ProjectDir, path)
	_, workErr := os.Stat(work)
	_, projectErr := os.Stat(project)
	switch {
	case workErr == nil && projectErr == nil:
		r.found.add(t, "the path %q is relative, and both %s and %s exist: write path: for this environment in cutover.yml", redactText("path", path), work, project)
	case workErr == nil:
		return work
	}
	return project
}

// isOurs tells whether a value was written in cutover.yml or its overlays,
// not in profiles.yml.
func (r *outputReader) isOurs(t *tree) bool { return filepath.Base(t.file) != "profiles.yml" }

func (r *outputReader) attach() []Attach {
	t := r.output.get("attach")
	if t == nil {
		return nil
	}
	list, ok := r.raw["attach"].([]any)
	if !ok {
		r.found.add(t, "attach must be a list, not %s", t.describe())
		return nil
	}
	out := make([]Attach, 0, len(list))
	for i, item := range list {
		values, ok := item.(map[string]any)
		path, isText := values["path"].(string)
		if !ok || !isText || path == "" {
			r.found.add(t, "attach: item %d needs a path", i+1)
			continue
		}
		a := Attach{Path: path}
		a.Alias, _ = values["alias"].(string)
		a.Type, _ = values["type"].(string)
		a.ReadOnly, _ = values["read_only"].(bool)
		if options, ok := values["options"].(map[string]any); ok {
			if a.Type == "" {
				a.Type, _ = options["type"].(string)
			}
			if readOnly, ok := options["read_only"].(bool); ok {
				a.ReadOnly = a.ReadOnly || readOnly
			}
		}
		if a.isFile() {
			a.Path = r.resolve(path, t)
		}
		out = append(out, a)
	}
	return out
}

func (r *outputReader) extensions() []Extension {
	t := r.output.get("extensions")
	if t == nil {
		return nil
	}
	list, ok := r.raw["extensions"].([]any)
	if !ok {
		r.found.add(t, "extensions must be a list, not %s", t.describe())
		return nil
	}
	var out []Extension
	for i, item := range list {
		e := Extension{}
		switch v := item.(type) {
		case string:
			e.Name = v
		case map[string]any:
			e.Name, _ = v["name"].(string)
			e.Repo, _ = v["repo"].(string)
		}
		if e.Name == "" {
			r.found.add(t, "extensions: item %d needs a name", i+1)
			continue
		}
		out = append(out, e)
	}
	return out
}

func (r *outputReader) options(key string) Options {
	t := r.output.get(key)
	if t == nil {
		return nil
	}
	values, ok := r.raw[key].(map[string]any)
	if !ok {
		r.found.add(t, "%s must be a mapping, not %s", key, t.describe())
		return nil
	}
	out := Options{}
	for name, value := range values {
		if value != nil {
			out[name] = optionText(value)
		}
	}
	return out
}

// optionText writes a value as DuckDB reads it.
func optionText(value any) string {
	if text, ok := value.(string); ok {
		return text
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}
