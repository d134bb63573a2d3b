package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Environment resolves one environment. The name is what --env says; "" means
// CUTOVER_ENV, then default_environment. An unknown name is an error that
// lists the known ones.
func (f *File) Environment(name string) (*Environment, error) {
	origin := OriginFlag
	if name == "" {
		name, origin = f.defaultName()
	}
	names := f.EnvironmentNames()
	if name == "" {
		return nil, fmt.Errorf("no environment is chosen: give --env, CUTOVER_ENV or default_environment (known are %s)", strings.Join(names, ", "))
	}
	if !slices.Contains(names, name) {
		return nil, fmt.Errorf("unknown environment %q, given by %s (known are %s)", name, origin, strings.Join(names, ", "))
	}
	return f.resolve(name, origin)
}

func (f *File) defaultName() (name, origin string) {
	if value, ok := f.lookup(OriginVariable); ok && value != "" {
		return value, OriginVariable
	}
	if t := f.root.get("default_environment"); t != nil {
		return t.text, t.origin()
	}
	return "", ""
}

// resolve lays the layers over each other: the base, the environment's block,
// its overlay file.
func (f *File) resolve(name, origin string) (*Environment, error) {
	resolved := f.root.without("version").without("default_environment").without("environments")
	for _, layer := range []*tree{f.root.get("environments").children[name], f.overlays[name]} {
		if layer != nil && !layer.null() {
			resolved = merge(resolved, expand(layer))
		}
	}
	e := &Environment{Name: name, NameOrigin: origin, File: f.Path, resolved: resolved}
	return e, e.rebuild()
}

// expand replaces the shorthands of a layer by what they stand for.
func expand(layer *tree) *tree {
	for _, short := range slices.Clone(layer.keys) {
		if long, ok := shorthands()[short]; ok {
			value := layer.children[short]
			layer = layer.without(short).set(strings.Split(long, "."), value)
		}
	}
	return layer
}

// checkEnvironments looks at what only the resolved environments can tell.
func (f *File) checkEnvironments(found *findings) {
	from := map[string]*Environment{}
	for _, name := range f.EnvironmentNames() {
		e, err := f.resolve(name, OriginFlag)
		var errs Errors
		if errors.As(err, &errs) {
			for _, one := range errs {
				if !slices.ContainsFunc(found.list, func(known *Error) bool { return *known == *one }) {
					found.list = append(found.list, one)
				}
			}
		}
		from[name] = e
	}
	for _, name := range f.EnvironmentNames() {
		seen := []string{name}
		for next := from[name].PromotesFrom; next != "" && from[next] != nil; next = from[next].PromotesFrom {
			if next == name {
				found.add(from[name].resolved.get("promotes_from"), "promotes_from goes in a circle: %s", strings.Join(append(seen, name), " <- "))
				return
			}
			if slices.Contains(seen, next) {
				break
			}
			seen = append(seen, next)
		}
	}
}

// rebuild fills the exported fields from the resolved tree.
func (e *Environment) rebuild() error {
	var found findings
	b := builder{root: e.resolved, dir: filepath.Dir(e.File), found: &found}
	e.Target = b.text("target")
	if e.Target == "" {
		e.Target = e.Name
	}
	e.Manifest = b.path("manifest")
	e.RunResults = b.path("run_results")
	if e.RunResults == "" && e.Manifest != "" {
		e.RunResults = filepath.Join(filepath.Dir(e.Manifest), "run_results.json")
	}
	e.Protected = b.bool("protected")
	e.PromotesFrom = b.text("promotes_from")
	e.Allow = b.list("allow")
	e.DBT = DBT{
		ProjectDir:  b.path("dbt.project_dir"),
		Profile:     b.text("dbt.profile"),
		ProfilesDir: b.path("dbt.profiles_dir"),
		Executable:  b.path("dbt.executable"),
		Vars:        b.free("dbt.vars"),
	}
	e.Publish = Publish{
		Strategy:     b.text("publish.strategy"),
		Select:       b.list("publish.select"),
		Exclude:      b.list("publish.exclude"),
		Route:        Route{By: b.text("publish.route.by"), Map: b.names("publish.route.map")},
		Mode:         b.text("publish.mode"),
		SchemaOrder:  b.list("publish.schema_order"),
		KeepReleases: int(b.count("publish.keep_releases")),
		Concurrency:  int(b.count("publish.concurrency")),
		KeepFor:      b.duration("publish.keep_for"),
		Preserve:     b.bool("publish.preserve"),
		Reseed:       b.bool("publish.reseed"),
	}
	e.Guards = Guards{
		Rows: Rows{Min: b.count("guards.rows.min"), MaxDrop: b.percent("guards.rows.max_drop")},
		Columns: Columns{
			Dropped: Policy(b.text("guards.columns.dropped")),
			Retyped: Policy(b.text("guards.columns.retyped")),
			Added:   Policy(b.text("guards.columns.added")),
		},
		Tests: Tests{
			Warn:     Policy(b.text("guards.tests.warn")),
			Untested: Policy(b.text("guards.tests.untested")),
			MaxAge:   b.duration("guards.tests.max_age"),
		},
		Content: b.text("guards.content"),
	}
	e.State = State{Container: b.text("state.container"), Path: b.path("state.path"), Database: b.text("state.database")}
	e.Rollback = Rollback{
		BuildSelect: b.list("rollback.build_select"),
		FullRefresh: b.bool("rollback.full_refresh"), Clone: b.text("rollback.clone"),
		Args: b.list("rollback.args"),
	}
	e.WAP = WAP{
		Rollback: Rollback{
			BuildSelect: b.list("wap.build_select"),
			FullRefresh: b.bool("wap.full_refresh"),
			Args:        b.list("wap.args"),
		},
		RowsTolerance: b.percent("wap.rows_tolerance"),
	}
	if m := e.resolved.get("publish.route.map"); m != nil && e.Publish.Route.By == RouteEnvironment {
		found.add(m, "publish.route.map needs publish.route.by: %s or %s, to say what its keys are", RouteTag, RouteSchema)
	}
	return found.err()
}

// A builder reads typed values from a resolved tree, with the schema's
// defaults. The values were checked before; what is wrong is still reported.
type builder struct {
	root  *tree
	dir   string
	found *findings
}

// value gives the tree at a key and its field; the default's tree when it is
// not set, nil when there is no default either.
func (b *builder) value(key string) (*tree, field) {
	f, _, _ := findField(resolvedFields(), key)
	if t := b.root.get(key); t != nil {
		return t, f
	}
	if f.fallback != "" {
		return &tree{text: f.fallback, plain: true}, f
	}
	return nil, f
}

func (b *builder) text(key string) string {
	t, _ := b.value(key)
	if t == nil {
		return ""
	}
	return t.text
}

// path makes a path absolute, against the folder of cutover.yml, or against
// the working directory when a flag gave it.
func (b *builder) path(key string) string {
	t, f := b.value(key)
	if t == nil || t.text == "" {
		return ""
	}
	if f.kind == commandField && !strings.ContainsAny(t.text, `/\`) {
		return t.text
	}
	if filepath.IsAbs(t.text) {
		return filepath.Clean(t.text)
	}
	if t.flag != "" { // a path typed on the command line
		absolute, err := filepath.Abs(t.text)
		b.note(t, key, err)
		return absolute
	}
	return filepath.Join(b.dir, t.text)
}

func (b *builder) bool(key string) bool {
	t, _ := b.value(key)
	v, err := parseBool(t)
	b.note(t, key, err)
	return v
}

func (b *builder) count(key string) int64 {
	t, f := b.value(key)
	v, err := parseCount(t, f)
	b.note(t, key, err)
	return v
}

func (b *builder) percent(key string) Percent {
	t, _ := b.value(key)
	v, err := parsePercent(t.text)
	b.note(t, key, err)
	return v
}

func (b *builder) duration(key string) time.Duration {
	t, _ := b.value(key)
	v, err := parseDuration(t.text)
	b.note(t, key, err)
	return v
}

func (b *builder) list(key string) []string {
	t, _ := b.value(key)
	if t == nil {
		return nil
	}
	if t.kind == scalarTree {
		return []string{t.text}
	}
	out := make([]string, len(t.items))
	for i, item := range t.items {
		out[i] = item.text
	}
	return out
}

func (b *builder) names(key string) map[string]string {
	t, _ := b.value(key)
	if t == nil || len(t.live()) == 0 {
		return nil
	}
	out := map[string]string{}
	for _, name := range t.live() {
		out[name] = t.children[name].text
	}
	return out
}

func (b *builder) free(key string) map[string]any {
	t, _ := b.value(key)
	if t == nil || len(t.live()) == 0 {
		return nil
	}
	out := map[string]any{}
	for _, name := range t.live() {
		out[name] = t.children[name].plainValue()
	}
	return out
}

func (b *builder) note(t *tree, key string, err error) {
	if err != nil {
		b.found.add(t, "%s must be %s", key, err)
	}
}

// plainValue gives the value as dbt's YAML loader would.
func (t *tree) plainValue() any {
	switch t.kind {
	case listTree:
		out := make([]any, len(t.items))
		for i, item := range t.items {
			out[i] = item.plainValue()
		}
		return out
	case mapTree:
		out := map[string]any{}
		for _, key := range t.keys {
			out[key] = t.children[key].plainValue()
		}
		return out
	}
	if t.plain {
		return yamlScalar(t.text)
	}
	return t.text
}
