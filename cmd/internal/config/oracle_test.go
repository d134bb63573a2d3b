package config

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/config/jinja"
)

type golden struct {
	Version string            `json:"dbt_core"`
	Env     map[string]string `json:"env"`
	Vars    map[string]any    `json:"vars"`
	Cases   []struct {
		Name  string `json:"name"`
		YAML  string `json:"yaml"`
		Value any    `json:"value"`
		Error string `json:"error"`
	} `json:"cases"`
}

// deliberate lists the cases where dbt gives a value and we refuse (or the
// other way round), each with the reason.
func deliberate() map[string]string {
	const (
		python   = "needs Python objects; refused, never guessed"
		arguable = "Jinja that no connection needs; refused"
		hidden   = "dbt works on a placeholder and silently gives nonsense"
		crash    = "dbt crashes on two secrets in one value; the meaning is plain"
	)
	return map[string]string{
		`"{{ env_var('USER_NAME').upper() }}"`:              python,
		`"{{ env_var('USER_NAME')[0] }}"`:                   python,
		`"{{ ['a', 'b'] }}"`:                                arguable,
		`"{{ {'a': 1} }}"`:                                  arguable,
		`"{{ env_var('USER_NAME') is defined }}"`:           arguable,
		`"{% if true %}x{% endif %}"`:                       "statement blocks are refused",
		`"{{ modules.re.sub('a', 'b', 'aa') }}"`:            python,
		`"{{ 1 < 2 < 3 }}"`:                                 arguable,
		`"{{ 'a' * 2 }}"`:                                   arguable,
		`"{{ 7 // 2 }}"`:                                    arguable,
		`"{{ var('template') }}"`:                           "a value is never rendered a second time",
		`"{{ env_var('DBT_ENV_SECRET_KEY') | lower }}"`:     hidden,
		`"{{ env_var('DBT_ENV_SECRET_KEY') | int }}"`:       hidden,
		`"{{ env_var('DBT_ENV_SECRET_KEY') | length }}"`:    hidden,
		`"{{ env_var('DBT_ENV_SECRET_KEY') == 's3cr3t' }}"`: hidden,
		`"{{ env_var('DBT_ENV_SECRET_KEY') }}{{ env_var('DBT_ENV_SECRET_TWO') }}"`: crash,
		`"{{ env_var('DBT_ENV_SECRET_KEY') }}{{ env_var('DBT_ENV_SECRET_KEY') }}"`: crash,
		`"the word DBT_ENV_SECRET_KEY in a text"`:                                  "dbt turns such a text into null",
	}
}

// numbers brings json.Number to the types of the evaluator.
func numbers(value any) any {
	switch v := value.(type) {
	case json.Number:
		if i, err := v.Int64(); err == nil && !strings.ContainsAny(v.String(), ".eE") {
			return i
		}
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = numbers(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = numbers(v[key])
		}
	}
	return value
}

func TestProfilesRenderAsDBTDoes(t *testing.T) {
	t.Parallel()
	file, err := os.Open(filepath.Join("testdata", "profiles_golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.UseNumber()
	var g golden
	if err := decoder.Decode(&g); err != nil {
		t.Fatal(err)
	}
	if g.Version == "" || len(g.Cases) < 80 {
		t.Fatalf("the golden file is from dbt %q with %d cases", g.Version, len(g.Cases))
	}
	vars, _ := numbers(g.Vars).(map[string]any)
	lookup := func(name string) (string, bool) { v, ok := g.Env[name]; return v, ok }
	reasons := deliberate()
	for _, c := range g.Cases {
		reason, different := reasons[c.Name]
		delete(reasons, c.Name)
		t.Run(c.Name, func(t *testing.T) {
			tree, _, err := readYAML([]byte(c.YAML), "profiles.yml", true)
			r := &renderer{context: jinja.Context{Lookup: lookup, Vars: vars}}
			var got any
			if err == nil {
				got = r.render(tree, false)
				err = r.found.err()
			}
			same := (err != nil) == (c.Error != "") && (err != nil || cmp.Equal(numbers(c.Value), got))
			switch {
			case different && same:
				t.Errorf("dbt agrees, so it is no deliberate difference (%s)", reason)
			case !different && !same:
				t.Errorf("%s\n dbt: %#v %s\n us:  %#v %v", c.YAML, numbers(c.Value), c.Error, got, err)
			}
		})
	}
	for name := range reasons {
		t.Errorf("no such case: %s", name)
	}
}
