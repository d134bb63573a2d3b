package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/config"
)

const dbtProject = "name: shop\nversion: '1.0'\nprofile: shop\n"

const dbtProfiles = `config: {send_anonymous_usage_stats: false}
shop:
  target: "{{ env_var('SHOP_TARGET', 'dev') }}"
  outputs:
    dev:
      type: duckdb
      path: dev.duckdb
    prod:
      type: duckdb
      path: "{{ env_var('PROD_PATH') }}"
      schema: mart
      threads: "{{ env_var('THREADS', 4) | int }}"
      extensions: [json, {name: spatial, repo: community}]
      settings: {memory_limit: 1GB, threads: 2, preserve_insertion_order: false}
      attach:
        - {path: other.db.duckdb, alias: other, read_only: true}
        - {path: "postgres:dbname=x password=hunter2", type: postgres}
      colour: red
    default: {type: snowflake, account: a, database: d}
empty:
`

func profiles(t *testing.T, text string, env ...string) *config.Profiles {
	t.Helper()
	dir := write(t, map[string]string{"profiles.yml": text})
	p, err := config.FindProfiles(config.ProfilesSearch{WorkDir: dir, Lookup: variables(env...)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOnlyTheChosenOutputIsRendered(t *testing.T) {
	t.Parallel()
	c, err := profiles(t, dbtProfiles).Connection("shop", "dev")
	if err != nil {
		t.Fatal(err)
	}
	if c.Kind != "duckdb" || c.Target != "dev" || c.Threads != 1 || c.Source != "profiles.yml:5" || c.DuckDB.Database != "dev" || c.DuckDB.Schema != "main" {
		t.Errorf("%v %+v", c, c.DuckDB)
	}
	_, err = profiles(t, dbtProfiles).Connection("shop", "prod")
	if err == nil || !strings.Contains(err.Error(), "profiles.yml:10: could not render the value: Env var required but not provided: 'PROD_PATH'") {
		t.Errorf("missing variable: %v", err)
	}
}

func TestDuckDBOutput(t *testing.T) {
	t.Parallel()
	p := profiles(t, dbtProfiles, "PROD_PATH", "data/my.shop.duckdb")
	c, err := p.Connection("shop", "prod")
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(p.Path)
	want := &config.DuckDB{
		Path: filepath.Join(dir, "data", "my.shop.duckdb"), Database: "my", Schema: "mart",
		Attach: []config.Attach{
			{Path: filepath.Join(dir, "other.db.duckdb"), Alias: "other", ReadOnly: true},
			{Path: "postgres:dbname=x password=hunter2", Type: "postgres"},
		},
		Extensions: []config.Extension{{Name: "json"}, {Name: "spatial", Repo: "community"}},
		Settings:   config.Options{"memory_limit": "1GB", "threads": "2", "preserve_insertion_order": "false"},
	}
	if diff := cmp.Diff(want, c.DuckDB); diff != "" {
		t.Error(diff)
	}
	if c.Threads != 4 {
		t.Errorf("threads: %d", c.Threads)
	}
	if len(c.Warnings) != 1 || !strings.Contains(c.Warnings[0], `profiles.yml:18: "colour"`) {
		t.Errorf("warnings: %v", c.Warnings)
	}
	for _, s := range c.Settings() {
		if s.Key == "connection.schema" && (s.Value != "mart" || s.Origin != "profiles.yml:11") {
			t.Errorf("%+v", s)
		}
	}
}

func TestTargetIsChosenAsDBTDoes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		target string
		env    []string
		want   string
	}{
		{"dev", []string{"DBT_TARGET", "default"}, "dev"},
		{"", []string{"DBT_TARGET", "default", "SHOP_TARGET", "dev"}, "default"},
		{"", []string{"DBT_TARGET", "dev", "DBT_ENGINE_TARGET", "default"}, "default"},
		{"", []string{"SHOP_TARGET", "default"}, "default"},
		{"", nil, "dev"},
	}
	for _, tt := range tests {
		c, err := profiles(t, dbtProfiles, tt.env...).Connection("shop", tt.target)
		if err != nil || c.Target != tt.want {
			t.Errorf("%+v: %v %v", tt, c, err)
		}
	}
	c, err := profiles(t, "p: {outputs: {default: {type: postgres, host: h}}}").Connection("p", "")
	if err != nil || c.Target != "default" || c.Kind != "postgres" || c.Raw["host"] != "h" {
		t.Errorf("no target: %v %v", c, err)
	}
}

func TestProfileMistakes(t *testing.T) {
	t.Parallel()
	p := func(output string) string { return "p:\n  outputs:\n    t: " + output + "\n" }
	tests := map[string]struct{ yaml, profile, target, want string }{
		"unknown target":   {dbtProfiles, "shop", "prd", `has no target "prd": did you mean "prod"? (valid targets are dev, prod, default)`},
		"unknown profile":  {dbtProfiles, "shp", "dev", `there is no profile "shp": did you mean "shop"?`},
		"empty profile":    {dbtProfiles, "empty", "dev", `there is no profile "empty"`},
		"no outputs":       {"p: {target: dev}", "p", "dev", `the profile "p" has no outputs`},
		"no type":          {p("{path: x}"), "p", "t", "type is missing"},
		"not a mapping":    {p("[x]"), "p", "t", "must be a mapping"},
		"threads":          {p("{type: duckdb, path: x, threads: many}"), "p", "t", "profiles.yml:3: threads must be a whole number"},
		"wrong database":   {p("{type: duckdb, path: x.db, database: y}"), "p", "t", `database must be "x"`},
		"attach":           {p("{type: duckdb, path: x, attach: {a: b}}"), "p", "t", "attach must be a list"},
		"attach no path":   {p("{type: duckdb, path: x, attach: [{alias: b}]}"), "p", "t", "attach: item 1 needs a path"},
		"extension":        {p("{type: duckdb, path: x, extensions: [{repo: b}]}"), "p", "t", "extensions: item 1 needs a name"},
		"two mistakes":     {p("{type: duckdb, path: '{{ a }}', schema: '{{ b() }}'}"), "p", "t", "b() is not known"},
		"block in a value": {p("{type: duckdb, path: '{% if x %}'}"), "p", "t", "statement blocks"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := profiles(t, tt.yaml).Connection(tt.profile, tt.target)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
}

func TestWhereProfilesAreFound(t *testing.T) {
	t.Parallel()
	const file = "p: {outputs: {t: {type: postgres}}}"
	dir := write(t, map[string]string{
		"flag/profiles.yml": file, "engine/profiles.yml": file, "env/profiles.yml": file, "work/profiles.yml": file,
		"project/profiles.yml": file, "home/.dbt/profiles.yml": file, "bare/x": "",
	})
	at := func(name string) string { return filepath.Join(dir, name) }
	tests := []struct {
		flag, work, project string
		env                 []string
		dir, foundBy        string
	}{
		{at("flag"), at("work"), at("project"), []string{"DBT_PROFILES_DIR", at("env")}, "flag", "--profiles-dir"},
		{"../flag", at("work"), "", nil, "flag", "--profiles-dir"},
		{"", at("work"), at("project"), []string{"DBT_PROFILES_DIR", at("env"), "DBT_ENGINE_PROFILES_DIR", at("engine")}, "engine", "DBT_ENGINE_PROFILES_DIR"},
		{"", at("work"), at("project"), []string{"DBT_PROFILES_DIR", at("env")}, "env", "DBT_PROFILES_DIR"},
		{"", at("work"), at("project"), nil, "work", "working directory"},
		{"", at("bare"), at("project"), nil, "project", "project"},
		{"", at("bare"), "", []string{"HOME", at("home")}, "home/.dbt", "~/.dbt"},
	}
	for _, tt := range tests {
		p, err := config.FindProfiles(config.ProfilesSearch{Dir: tt.flag, WorkDir: tt.work, ProjectDir: tt.project, Lookup: variables(tt.env...)})
		if err != nil || p.Path != filepath.Join(at(tt.dir), "profiles.yml") || p.FoundBy != tt.foundBy {
			t.Errorf("%+v: %+v %v", tt, p, err)
		}
	}
	for _, search := range []config.ProfilesSearch{
		{WorkDir: at("bare")},
		{Dir: at("bare"), WorkDir: at("work")},
		{WorkDir: at("work"), Lookup: variables("DBT_PROFILES_DIR", at("bare"))},
	} {
		if _, err := config.FindProfiles(search); !errors.Is(err, config.ErrNoProfiles) {
			t.Errorf("%+v: %v", search.Dir, err)
		}
	}
}

func TestFindProject(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{
		"a/dbt_project.yml":   "name: a\nprofile: \"{{ env_var('P', 'x') }}\"\ntarget-path: out\nmodel-paths: [m, n]\n",
		"a/models/deep/x.sql": "",
		"b/dbt_project.yml":   "name: b\n",
	})
	p, err := config.FindProject(filepath.Join(dir, "a", "models", "deep"), "", variables())
	want := config.Project{Dir: filepath.Join(dir, "a"), FoundBy: "search", Name: "a", Profile: "x", TargetPath: filepath.Join(dir, "a", "out"), ModelPaths: []string{"m", "n"}, MacroPaths: []string{"macros"}}
	if diff := cmp.Diff(want, p); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	p, err = config.FindProject(dir, "", variables("DBT_PROJECT_DIR", "b", "DBT_TARGET_PATH", "t"))
	if err != nil || p.Name != "b" || p.FoundBy != "DBT_PROJECT_DIR" || p.ManifestPath() != filepath.Join(dir, "b", "t", "manifest.json") {
		t.Errorf("%+v %v", p, err)
	}
	if p, err = config.FindProject(dir, "a", variables("DBT_PROJECT_DIR", "b")); err != nil || p.Name != "a" || p.FoundBy != "--project-dir" {
		t.Errorf("%+v %v", p, err)
	}
	if _, err = config.FindProject(dir, "", variables()); !errors.Is(err, config.ErrNoProject) {
		t.Errorf("none: %v", err)
	}
	if _, err = config.FindProject(dir, "c", variables()); !errors.Is(err, config.ErrNoProject) {
		t.Errorf("named and missing: %v", err)
	}
}

// The connection of an environment: profile and target chosen, the block of
// cutover.yml laid over, its paths relative to cutover.yml.
func TestEnvironmentConnection(t *testing.T) {
	dir := write(t, map[string]string{
		"cutover.yml": `environments:
  dev: {}
  prod: {path: data/prod.duckdb, connection: {schema: other, colour: null}}
  own: {connection: {type: duckdb, path: own.duckdb}}
  lost: {}
dbt: {project_dir: transform}
`,
		"transform/dbt_project.yml": dbtProject,
		"transform/profiles.yml":    dbtProfiles,
		"elsewhere/x":               "",
	})
	t.Chdir(filepath.Join(dir, "elsewhere"))
	f, err := config.Load("../cutover.yml", nil)
	if err != nil {
		t.Fatal(err)
	}
	connect := func(name string, env ...string) (*config.Connection, error) {
		return environment(t, f, name).Connection(variables(env...))
	}
	c, err := connect("prod", "PROD_PATH", "ignored")
	if err != nil || c.DuckDB.Path != filepath.Join(dir, "data", "prod.duckdb") || c.DuckDB.Schema != "other" || c.Threads != 4 || len(c.Warnings) != 0 {
		t.Fatalf("prod: %+v %v", c, err)
	}
	if c, err = connect("prod"); err != nil {
		t.Errorf("a replaced value need not render: %v", err)
	}
	for _, s := range c.Settings() {
		if s.Key == "connection.path" && (s.Origin != "cutover.yml:3" || s.Value != c.DuckDB.Path) {
			t.Errorf("%+v", s)
		}
	}
	if c, err = connect("own"); err != nil || c.DuckDB.Path != filepath.Join(dir, "own.duckdb") || c.Profile != "" {
		t.Errorf("own: %v %v", c, err)
	}
	if _, err = connect("lost"); err == nil || !strings.Contains(err.Error(), `no target "lost"`) {
		t.Errorf("lost: %v", err)
	}
	// A relative path of profiles.yml: the file that is there decides.
	project, work := filepath.Join(dir, "transform", "dev.duckdb"), filepath.Join(dir, "elsewhere", "dev.duckdb")
	if c, err = connect("dev"); err != nil || c.DuckDB.Path != project {
		t.Errorf("neither is there: %v %v", c, err)
	}
	if err := os.WriteFile(work, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if c, err = connect("dev"); err != nil || c.DuckDB.Path != work {
		t.Errorf("one is there: %v %v", c, err)
	}
	if err := os.WriteFile(project, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err = connect("dev"); err == nil || !strings.Contains(err.Error(), "both") {
		t.Errorf("both are there: %v", err)
	}
}

// Checked against dbt.adapters.duckdb.credentials.path_derived_database_name.
func TestDuckDBName(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/a/my.db.duckdb": "my", "x.duckdb": "x", "/a/.hidden.duckdb": "hidden", ":memory:": "memory", "noext": "noext",
		"md:": "my_db", "md:shop": "shop", "md:shop?motherduck_token=x": "shop", "s3://bucket/a/b.duckdb": "b", "ducklake:meta.ducklake": "meta",
	} {
		if got := config.DuckDBName(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
