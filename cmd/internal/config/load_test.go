package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/config"
)

// write puts files (by name) into a new folder and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func variables(pairs ...string) config.Lookup {
	return func(name string) (string, bool) {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1], true
			}
		}
		return "", false
	}
}

func load(t *testing.T, files map[string]string, env ...string) *config.File {
	t.Helper()
	f, err := config.Load(filepath.Join(write(t, files), "cutover.yml"), variables(env...))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func environment(t *testing.T, f *config.File, name string) *config.Environment {
	t.Helper()
	e, err := f.Environment(name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

const screens = `version: 1
dbt:
  project_dir: .
  profile: shop
default_environment: staging
environments:
  staging:
    target: stage
    manifest: target/manifest.json
  prod:
    target: prod
    protected: true
    promotes_from: staging
publish:
  strategy: wac
  select: "tag:mart tag:utils"
  route: {by: tag}
  keep_releases: 5
  concurrency: 8
guards:
  rows: {min: 1, max_drop: 30%}
  columns: {dropped: block, retyped: block, added: allow}
  tests: {warn: allow, untested: allow, max_age: 24h}
state:
  container: CUTOVER
`

func TestTheDocumentedFile(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{"cutover.yml": screens})
	e := environment(t, f, "prod")
	if !e.Protected || e.PromotesFrom != "staging" || e.Target != "prod" || !e.Chosen() {
		t.Errorf("prod: %+v", e)
	}
	want := config.Publish{
		Strategy: "wac", Select: []string{"tag:mart tag:utils"}, Route: config.Route{By: "tag"},
		KeepReleases: 5, Concurrency: 8, KeepFor: 7 * 24 * time.Hour, Reseed: true,
	}
	if diff := cmp.Diff(want, e.Publish); diff != "" {
		t.Error(diff)
	}
	staging := environment(t, f, "")
	if staging.Name != "staging" || staging.Chosen() || staging.NameOrigin != "cutover.yml:5" || staging.Target != "stage" {
		t.Errorf("default environment: %q from %q, target %q", staging.Name, staging.NameOrigin, staging.Target)
	}
	dir := filepath.Dir(f.Path)
	if staging.Manifest != filepath.Join(dir, "target", "manifest.json") || staging.RunResults != filepath.Join(dir, "target", "run_results.json") {
		t.Errorf("artifacts: %s, %s", staging.Manifest, staging.RunResults)
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{"cutover.yml": "environments: {prod: }\n"})
	e := environment(t, f, "prod")
	if diff := cmp.Diff(config.Guards{
		Rows:    config.Rows{Min: 1, MaxDrop: 30},
		Columns: config.Columns{Dropped: config.Block, Retyped: config.Block, Added: config.Allow},
		Tests:   config.Tests{Warn: config.Allow, Untested: config.Allow, MaxAge: 24 * time.Hour},
		Content: config.ContentCounts,
	}, e.Guards); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(config.Publish{Route: config.Route{By: config.RouteEnvironment}, KeepReleases: 5, Concurrency: 8, KeepFor: 7 * 24 * time.Hour, Reseed: true}, e.Publish); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(config.DBT{ProjectDir: filepath.Dir(f.Path), Executable: "dbt"}, e.DBT); diff != "" {
		t.Error(diff)
	}
	if e.Target != "prod" || e.State.Container != "cutover" || e.Protected || e.Manifest != "" || e.RunResults != "" {
		t.Errorf("%+v", e)
	}
}

func TestEnvironmentIsChosenByFlagThenVariableThenDefault(t *testing.T) {
	t.Parallel()
	files := map[string]string{"cutover.yml": "default_environment: dev\nenvironments: {dev: {}, staging: {}, prod: {}}\n"}
	tests := []struct{ flag, variable, name, origin string }{
		{"prod", "staging", "prod", config.OriginFlag},
		{"", "staging", "staging", config.OriginVariable},
		{"", "", "dev", "cutover.yml:1"},
	}
	for _, tt := range tests {
		e := environment(t, load(t, files, "CUTOVER_ENV", tt.variable), tt.flag)
		if e.Name != tt.name || e.NameOrigin != tt.origin {
			t.Errorf("%+v: got %s from %s", tt, e.Name, e.NameOrigin)
		}
	}
	_, err := load(t, files, "CUTOVER_ENV", "porduction").Environment("")
	if err == nil || !strings.Contains(err.Error(), "CUTOVER_ENV") || !strings.Contains(err.Error(), "dev, staging, prod") {
		t.Errorf("unknown environment: %v", err)
	}
	_, err = load(t, map[string]string{"cutover.yml": "environments: {dev: {}}\n"}).Environment("")
	if err == nil || !strings.Contains(err.Error(), "no environment is chosen") {
		t.Errorf("none chosen: %v", err)
	}
}

// The three outcomes of Meltano's environments, in our words: without an own
// value the base holds, an own value wins, and what the user says for this run
// beats both layers.
func TestLayers(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{
		"cutover.yml": `
environments:
  dev: {}
  staging:
    publish: {concurrency: 2, select: ["tag:a", "tag:b"], route: {map: {b: B2, c: null}}}
    guards: null
  prod:
    publish: {concurrency: 3, exclude: null}
    path: prod.duckdb
    profile: shop_prod
publish:
  concurrency: 1
  select: "tag:base"
  exclude: ["tag:x", "tag:y"]
  route: {by: tag, map: {a: A, b: B, c: C}}
guards:
  rows: {min: 10}
`,
		"cutover.prod.yml": "publish:\n  concurrency: 4\n  keep_releases: null\nguards:\n  rows:\n    max_drop: 5%\n",
	})
	dev, staging, prod := environment(t, f, "dev"), environment(t, f, "staging"), environment(t, f, "prod")
	if dev.Publish.Concurrency != 1 || staging.Publish.Concurrency != 2 || prod.Publish.Concurrency != 4 {
		t.Errorf("concurrency: %d, %d, %d", dev.Publish.Concurrency, staging.Publish.Concurrency, prod.Publish.Concurrency)
	}
	if err := prod.Override("publish.concurrency", "9", "--concurrency"); err != nil || prod.Publish.Concurrency != 9 {
		t.Errorf("override: %d %v", prod.Publish.Concurrency, err)
	}
	if diff := cmp.Diff([]string{"tag:a", "tag:b"}, staging.Publish.Select); diff != "" {
		t.Errorf("lists replace: %s", diff)
	}
	if diff := cmp.Diff(map[string]string{"a": "A", "b": "B2"}, staging.Publish.Route.Map); diff != "" {
		t.Errorf("maps merge and null deletes: %s", diff)
	}
	if staging.Guards.Rows.Min != 1 {
		t.Errorf("null deletes a whole section: min is %d", staging.Guards.Rows.Min)
	}
	if prod.Publish.Exclude != nil || dev.Publish.Exclude == nil {
		t.Errorf("null deletes a list: %v, %v", prod.Publish.Exclude, dev.Publish.Exclude)
	}
	if prod.Guards.Rows != (config.Rows{Min: 10, MaxDrop: 5}) {
		t.Errorf("deep merge: %+v", prod.Guards.Rows)
	}
	if prod.DBT.Profile != "shop_prod" || dev.DBT.Profile != "" {
		t.Errorf("shorthand: %q, %q", prod.DBT.Profile, dev.DBT.Profile)
	}
	origins := map[string]string{}
	for _, s := range prod.Origins() {
		origins[s.Key] = s.Value + " " + s.Origin
	}
	for key, want := range map[string]string{
		"environment":           "prod --env",
		"target":                "prod default",
		"publish.concurrency":   "9 --concurrency",
		"publish.keep_releases": "5 default",
		"publish.select":        `tag:base cutover.yml:13`,
		"guards.rows.min":       "10 cutover.yml:17",
		"guards.rows.max_drop":  "5% cutover.prod.yml:6",
		"connection.path":       "prod.duckdb cutover.yml:9",
		"publish.route.map.a":   "A cutover.yml:15",
	} {
		if origins[key] != want {
			t.Errorf("origin of %s: %q, want %q", key, origins[key], want)
		}
	}
	if _, ok := origins["publish.exclude"]; ok {
		t.Error("a deleted value is listed")
	}
}

func TestMistakesAreNamedWithTheirLine(t *testing.T) {
	t.Parallel()
	const tail = "\nenvironments: {staging: {}, prod: {}}\n"
	tests := map[string]struct{ yaml, want string }{
		"unknown key":          {"publsh: {}" + tail, `cutover.yml:1: unknown key "publsh" in the file: did you mean "publish"?`},
		"unknown nested key":   {"publish:\n  strategy: wac\n  concurency: 2" + tail, `cutover.yml:3: unknown key "concurency" in publish: did you mean "concurrency"?`},
		"unknown key deep":     {"guards:\n  rows:\n    maxdrop: 3%" + tail, `cutover.yml:3: unknown key "maxdrop" in guards.rows: did you mean "max_drop"?`},
		"unknown in env":       {"environments:\n  prod:\n    protect: true", `cutover.yml:3: unknown key "protect" in environment prod: did you mean "protected"?`},
		"env key at the top":   {"protected: true" + tail, `unknown key "protected" in the file`},
		"duplicate":            {"publish: {}\nstate: {}\npublish: {}" + tail, `cutover.yml:3: "publish" is set twice (first in line 1)`},
		"duplicate nested":     {"publish:\n  mode: clone\n  mode: views" + tail, `cutover.yml:3: "mode" is set twice`},
		"wrong type":           {"publish: [a]" + tail, "cutover.yml:1: publish must be a mapping, not a list"},
		"list for text":        {"state:\n  container: [a]" + tail, "cutover.yml:2: state.container must be a single value, not a list"},
		"text for number":      {"publish: {concurrency: many}" + tail, `publish.concurrency must be a whole number, not "many"`},
		"number too small":     {"publish: {keep_releases: 0}" + tail, "publish.keep_releases must be at least 1, not 0"},
		"number too large":     {"publish: {concurrency: 1000}" + tail, "at most 256"},
		"yes for true":         {"publish: {reseed: yes}" + tail, `publish.reseed must be true or false, not "yes"`},
		"percent":              {"guards: {rows: {max_drop: 130%}}" + tail, "between 0% and 100%"},
		"percent or share":     {"guards: {rows: {max_drop: 0.3}}" + tail, `write 30% or 0.3%`},
		"duration":             {"guards: {tests: {max_age: 24}}" + tail, `guards.tests.max_age must be a duration such as 90m, 24h or 7d, not "24"`},
		"duration of nothing":  {"guards: {tests: {max_age: 0h}}" + tail, "must be a duration"},
		"duration overflow":    {"guards: {tests: {max_age: 999999999w}}" + tail, "must be a duration"},
		"policy":               {"guards: {columns: {added: alow}}" + tail, `guards.columns.added must be block or allow, not "alow": did you mean "allow"?`},
		"strategy":             {"publish: {strategy: blue-green}" + tail, "swap, rollback, wap, wac or mirror"},
		"empty text":           {"state: {container: ''}" + tail, "must be text, not empty"},
		"empty selection":      {"publish: {select: ''}" + tail, "publish.select is empty"},
		"empty selection item": {"publish: {select: [a, '']}" + tail, "publish.select has an empty item"},
		"list of lists":        {"publish: {select: [[a]]}" + tail, "publish.select must be a list of text, not of a list"},
		"map without by":       {"publish: {route: {map: {a: b}}}" + tail, "cutover.yml:1: publish.route.map needs publish.route.by"},
		"version":              {"version: 2" + tail, `cutover.yml:1: version "2" is not known: this cutover reads version 1`},
		"default environment":  {"default_environment: prd" + tail, `names "prd", which is not below environments: did you mean "prod"?`},
		"promotes from":        {"environments:\n  prod:\n    promotes_from: stagin\n  staging: {}", `cutover.yml:3: promotes_from names "stagin", which is not below environments: did you mean "staging"?`},
		"promotes from itself": {"environments: {prod: {promotes_from: prod}}", "cannot promote from itself"},
		"promotion circle":     {"environments: {a: {promotes_from: b}, b: {promotes_from: a}}", "promotes_from goes in a circle: a <- b <- a"},
		"two spellings":        {"environments:\n  prod:\n    profile: a\n    dbt: {profile: b}", "cutover.yml:3: profile is short for dbt.profile, which is set as well (line 4)"},
		"environment's name":   {"environments: {../prod: {}}", "must begin with a letter or digit"},
		"no environments":      {"version: 1", "there are no environments"},
		"empty file":           {"", "there are no environments"},
		"only comments":        {"# nothing\n", "there are no environments"},
		"a list":               {"- a", "the file must be a mapping, not a list"},
		"a word":               {"hello", `the file must be a mapping, not "hello"`},
		"two documents":        {"version: 1\n---\nversion: 1" + tail, "more than one YAML document"},
		"tab":                  {"publish:\n\tmode: clone" + tail, "the line begins with a tab"},
		"no YAML":              {"publish: {", "cutover.yml"},
		"own tag":              {"state: {container: !ruby/object x}" + tail, "the tag !ruby/object is not known"},
		"environments list":    {"environments: [a]", "environments must be a mapping"},
		"number as a key":      {"1: 2" + tail, `unknown key "1"`},
		"mapping as a key":     {"? {a: b}\n: c" + tail, "a key must be a word"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(filepath.Join(write(t, map[string]string{"cutover.yml": tt.yaml}), "cutover.yml"), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
			var one *config.Error
			if err != nil && !errors.As(err, &one) {
				t.Errorf("%T is not a config.Error", err)
			}
		})
	}
}

func TestAllMistakesAreReportedAtOnce(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{
		"cutover.yml":      "publish: {mode: x, nope: 1}\nenvironments:\n  prod: {target: [a]}\n",
		"cutover.prod.yml": "statee: {}\n",
	})
	_, err := config.Load(filepath.Join(dir, "cutover.yml"), nil)
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 4 {
		t.Fatalf("got %v", err)
	}
	if filepath.Base(all[3].File) != "cutover.prod.yml" || all[3].Line != 1 {
		t.Errorf("the overlay's mistake: %v", all[3])
	}
}

func TestOverlayWithoutEnvironmentIsRemarked(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{"cutover.yml": "environments: {prod: {}}", "cutover.prd.yml": "nonsense: 1"})
	if len(f.Warnings) != 1 || !strings.Contains(f.Warnings[0], `no environment "prd"`) {
		t.Errorf("warnings: %v", f.Warnings)
	}
}

func TestAnchorsAndMergeKeysWork(t *testing.T) {
	t.Parallel()
	f := load(t, map[string]string{"cutover.yml": "\xef\xbb\xbfenvironments:\n  a: &a {protected: true, target: x}\n  b: {<<: *a, target: y}\n"})
	if b := environment(t, f, "b"); !b.Protected || b.Target != "y" {
		t.Errorf("%+v", b)
	}
}

func TestHostileFiles(t *testing.T) {
	t.Parallel()
	const tail = "\nenvironments: {prod: {}}\n"
	bomb := "dbt:\n  vars:\n    a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 12; i++ {
		bomb += "    " + anchor(i) + ": &" + anchor(i) + " [" + strings.Repeat("*"+anchor(i-1)+", ", 9) + "*" + anchor(i-1) + "]\n"
	}
	deep := "dbt: {vars: " + strings.Repeat("{a: ", 500) + strings.Repeat("}", 500) + "}"
	const limits = "nested too deeply or its aliases expand too far"
	tests := map[string]struct{ yaml, want string }{
		"alias bomb":     {bomb + tail, limits},
		"self reference": {"dbt: {vars: &a {b: *a}}" + tail, limits},
		"deep":           {deep + tail, limits},
		"deeper":         {"dbt: {vars: " + strings.Repeat("{a: ", 50_000), "cutover.yml"},
		"too large":      {"# " + strings.Repeat("x", 5<<20) + tail, "more than 4 MiB"},
		"many keys":      {"dbt: {vars: {" + strings.Repeat("a: b, ", 120_000) + "}}" + tail, "and "},
		"binary":         {"\x00\x01\x02", "cutover.yml"},
		"bad utf-8":      {"version: \xff\xfe\xfd", "cutover.yml"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := config.Load(filepath.Join(write(t, map[string]string{"cutover.yml": tt.yaml}), "cutover.yml"), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) || len(err.Error()) > 10_000 {
				t.Errorf("got  %.300v\nwant %s", err, tt.want)
			}
		})
	}
}

func anchor(i int) string {
	if i == 0 {
		return "a0"
	}
	return "b" + strings.Repeat("b", i)
}

func TestNotAFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := config.Load(filepath.Join(dir, "cutover.yml"), nil); !errors.Is(err, config.ErrNotFound) {
		t.Errorf("missing: %v", err)
	}
	if _, err := config.Load(dir, nil); err == nil {
		t.Error("a folder was read")
	}
}

func TestSearchGoesUpToTheGitRoot(t *testing.T) {
	dir := write(t, map[string]string{
		"cutover.yml":             "environments: {outer: {}}",
		"repo/.git/HEAD":          "x",
		"repo/models/x.sql":       "",
		"found/cutover.yml":       "environments: {inner: {}}",
		"found/.git/HEAD":         "x",
		"found/models/deep/x.sql": "",
	})
	t.Chdir(filepath.Join(dir, "found", "models", "deep"))
	f, err := config.Load("", nil)
	if err != nil || f.EnvironmentNames()[0] != "inner" {
		t.Errorf("search: %v", err)
	}
	t.Chdir(filepath.Join(dir, "repo", "models"))
	if _, err := config.Load("", nil); !errors.Is(err, config.ErrNotFound) {
		t.Errorf("the search left the repository: %v", err)
	}
}

func TestOverride(t *testing.T) {
	t.Parallel()
	e := environment(t, load(t, map[string]string{"cutover.yml": "publish: {select: a, route: {by: tag, map: {a: b}}}\nenvironments: {prod: {guards: null}}"}), "prod")
	if err := e.OverrideList("publish.select", []string{"tag:a", "b,c"}, "--select"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"tag:a", "b,c"}, e.Publish.Select); diff != "" {
		t.Error(diff)
	}
	if err := e.Override("guards.tests.max_age", "7d", "--max-age"); err != nil || e.Guards.Tests.MaxAge != 7*24*time.Hour {
		t.Errorf("max_age: %v %v", e.Guards.Tests.MaxAge, err)
	}
	if err := e.Override("manifest", "m.json", "--manifest"); err != nil || !filepath.IsAbs(e.Manifest) || filepath.Dir(e.Manifest) == filepath.Dir(e.File) {
		t.Errorf("a path in a flag is relative to the working directory: %s %v", e.Manifest, err)
	}
	before := e.Origins()
	for key, value := range map[string]string{
		"publish.route.by": "environment", "publish.concurrency": "0", "publish.strategy": "x", "publish": "x", "nope": "1", "publish.nope": "1", "connection": "x", "protected": "maybe",
	} {
		if err := e.Override(key, value, "--flag"); err == nil || !strings.HasPrefix(err.Error(), "--flag") {
			t.Errorf("%s=%s: %v", key, value, err)
		}
	}
	if e.Publish.Route.By != config.RouteTag {
		t.Errorf("a refused override changed route.by to %s", e.Publish.Route.By)
	}
	if diff := cmp.Diff(before, e.Origins()); diff != "" {
		t.Errorf("a refused override left something behind: %s", diff)
	}
	if err := e.Override("connection.path", "x.duckdb", "--path"); err != nil {
		t.Error(err)
	}
}
