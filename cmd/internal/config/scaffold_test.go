package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/cmd/internal/config"
)

// uncomment takes the comment signs off the keys, so that the examples are
// checked too.
func uncomment(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		body := strings.TrimLeft(line, " ")
		if strings.HasPrefix(body, "# ") && strings.Contains(line, ": ") && strings.Count(line, "#") > 1 || strings.HasPrefix(body, "# ") && strings.Contains(line, ":  ") {
			lines[i] = line[:len(line)-len(body)] + body[2:]
		}
	}
	return strings.Join(lines, "\n")
}

func TestScaffoldLoads(t *testing.T) {
	t.Parallel()
	output := func(kind string, names ...string) string {
		text := "shop:\n  target: dev\n  outputs:\n"
		for _, name := range names {
			text += "    " + name + ": {type: " + kind + ", path: x.duckdb}\n"
		}
		return text
	}
	tests := map[string]struct {
		profiles         string
		environments     string
		production, from string
		defaultName      string
		strategy         string
	}{
		"dev and prod":     {output("duckdb", "dev", "prod"), "dev prod", "prod", "dev", "dev", "wac"},
		"three":            {output("snowflake", "dev", "staging", "production"), "dev staging production", "production", "staging", "staging", "wac"},
		"only dev":         {output("bigquery", "dev"), "dev", "", "", "dev", "wac"},
		"many, no staging": {output("duckdb", "alice", "bob", "PROD"), "alice bob PROD", "PROD", "", "alice", "wac"},
		"another adapter":  {output("postgres", "prod", "stage"), "prod stage", "prod", "stage", "stage", ""},
		"odd names":        {output("duckdb", "'../x y'", "'a: b'", "'true'", "'#'"), "x_y a_b true environment_4", "", "", "x_y", "wac"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := write(t, map[string]string{"transform/dbt_project.yml": dbtProject, "transform/profiles.yml": tt.profiles})
			project, err := config.FindProject(filepath.Join(dir, "transform"), "", variables())
			if err != nil {
				t.Fatal(err)
			}
			found, err := config.FindProfiles(config.ProfilesSearch{WorkDir: project.Dir, Lookup: variables()})
			if err != nil {
				t.Fatal(err)
			}
			text, err := config.Scaffold(project, found, config.ScaffoldOptions{Dir: dir, Select: "tag:mart tag:utils"})
			if err != nil {
				t.Fatal(err)
			}
			for _, content := range []string{string(text), uncomment(string(text))} {
				if err := os.WriteFile(filepath.Join(dir, "cutover.yml"), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
				f, err := config.Load(filepath.Join(dir, "cutover.yml"), nil)
				if err != nil {
					if strings.Contains(err.Error(), "promotes_from") && content != string(text) {
						continue // the example names an environment that need not exist
					}
					if content != string(text) && strings.Contains(err.Error(), "publish.route.map needs") {
						continue // by: environment and the map's example exclude each other
					}
					t.Fatalf("%v\n%s", err, content)
				}
				if got := strings.Join(f.EnvironmentNames(), " "); got != tt.environments {
					t.Errorf("environments: %s", got)
				}
				e := environment(t, f, "")
				if e.Name != tt.defaultName || e.Publish.Strategy != tt.strategy || e.DBT.ProjectDir != project.Dir || e.Publish.Select[0] != "tag:mart tag:utils" {
					t.Errorf("%+v", e)
				}
				if tt.production != "" {
					if p := environment(t, f, tt.production); !p.Protected || p.PromotesFrom != tt.from {
						t.Errorf("production: protected %v, from %q", p.Protected, p.PromotesFrom)
					}
				}
			}
		})
	}
}

func TestScaffoldExplainsEveryKey(t *testing.T) {
	t.Parallel()
	dir := write(t, map[string]string{"dbt_project.yml": dbtProject, "profiles.yml": "shop: {outputs: {prod: {type: duckdb}}}"})
	project, err := config.FindProject(dir, "", variables())
	if err != nil {
		t.Fatal(err)
	}
	found, err := config.FindProfiles(config.ProfilesSearch{WorkDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	text, err := config.Scaffold(project, found, config.ScaffoldOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		key := strings.TrimLeft(line, " #")
		if key != "" && !strings.HasPrefix(line, "# ") && !strings.Contains(line, " # ") && !strings.HasSuffix(line, "prod:") {
			t.Errorf("line %d is not explained: %s", i+1, line)
		}
	}
	for _, key := range []string{"keep_releases", "max_drop", "build_select", "profiles_dir", "max_age", "full_refresh", "reseed", "promotes_from"} {
		if !strings.Contains(string(text), key+":") {
			t.Errorf("%s is missing", key)
		}
	}
	if _, err := config.Scaffold(project, found, config.ScaffoldOptions{Profile: "nope"}); err == nil {
		t.Error("an unknown profile is accepted")
	}
}
