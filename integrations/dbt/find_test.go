package dbt_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"cutover/integrations/dbt"
)

func TestFind(t *testing.T) {
	t.Parallel()
	needsUnix(t)
	root := t.TempDir()
	write := func(name string, mode os.FileMode) string {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	explicit := write("explicit/dbt", 0o755)
	fromEnv := write("env/dbt", 0o755)
	beside := write("repo/shop/.venv/bin/dbt", 0o755)
	above := write("repo/.venv/bin/dbt", 0o755)
	onPath := write("path/dbt", 0o755)
	other := write("path/dbt-next", 0o755)
	broken := write("broken/dbt", 0o644)
	withVenv, withoutVenv := filepath.Join(root, "repo", "shop"), filepath.Join(root, "elsewhere", "deep")
	sibling := filepath.Join(root, "repo", "sibling")

	tests := map[string]struct {
		explicit, project string
		env               map[string]string
		want              string // "" expects NotFoundError
		looked            string // a place that the error must name
	}{
		"explicit wins":                   {explicit, withVenv, map[string]string{"CUTOVER_DBT": fromEnv}, explicit, ""},
		"environment before venv":         {"", withVenv, map[string]string{"CUTOVER_DBT": fromEnv}, fromEnv, ""},
		"empty variable is unset":         {"", withVenv, map[string]string{"CUTOVER_DBT": ""}, beside, ""},
		"venv of the project before PATH": {"", withVenv, map[string]string{"PATH": filepath.Dir(onPath)}, beside, ""},
		"venv one folder up":              {"", sibling, nil, above, ""},
		"PATH":                            {"", withoutVenv, map[string]string{"PATH": filepath.Dir(broken) + ":" + filepath.Dir(onPath)}, onPath, ""},
		"bare name on PATH":               {"dbt-next", withVenv, map[string]string{"PATH": filepath.Dir(onPath)}, other, ""},
		"explicit is not replaced":        {filepath.Join(root, "none"), withVenv, nil, "", "none (from the name given)"},
		"variable is not replaced":        {"", withVenv, map[string]string{"CUTOVER_DBT": broken}, "", "(from CUTOVER_DBT)"},
		"relative PATH entry is not run":  {"", withoutVenv, map[string]string{"PATH": "testdata"}, "", "PATH"},
		"nowhere":                         {"", withoutVenv, nil, "", filepath.Join(withoutVenv, ".venv", "bin", "dbt")},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := dbt.Find(test.explicit, test.project, func(key string) (string, bool) {
				value, ok := test.env[key]
				return value, ok
			})
			if got != test.want {
				t.Errorf("Find = %q, want %q", got, test.want)
			}
			var notFound *dbt.NotFoundError
			if missing := errors.As(err, &notFound); missing != (test.want == "") {
				t.Fatalf("error %v", err)
			}
			if test.want == "" && (!strings.Contains(notFound.Error(), test.looked) || notFound.Hint() == "") {
				t.Errorf("error %q does not name %q", notFound, test.looked)
			}
		})
	}
}

func needsUnix(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for dbt is a shell script")
	}
}
