package jinja_test

import (
	"slices"
	"strings"
	"testing"

	"cutover/cmd/internal/config/jinja"
)

// What dbt makes of an expression is tested in package config, against golden
// results of real dbt. Here is what dbt cannot be asked.

func lookup(name string) (string, bool) {
	value, ok := map[string]string{"A": "abc", "DBT_ENV_SECRET_A": "s1$$$DBT_SECRET_START$$$DBT_ENV_SECRET_B$$$DBT_SECRET_END$$$", "DBT_ENV_SECRET_B": "s2"}[name]
	return value, ok
}

func TestSecretsAreReportedAndNeverRenderedAgain(t *testing.T) {
	t.Parallel()
	r, err := jinja.Context{Lookup: lookup}.Render("{{ env_var('DBT_ENV_SECRET_A') }}-{{ env_var('DBT_ENV_SECRET_B') }}")
	if err != nil {
		t.Fatal(err)
	}
	first, _ := lookup("DBT_ENV_SECRET_A")
	if r.Value != first+"-s2" || !slices.Equal(r.Secrets, []string{first, "s2"}) {
		t.Errorf("%q %q", r.Value, r.Secrets)
	}
	if _, err := (jinja.Context{Lookup: lookup, RefuseSecrets: true}).Render("{{ env_var('DBT_ENV_SECRET_A', 'x') }}"); err == nil {
		t.Error("a secret outside profiles.yml")
	}
}

func TestHostileExpressionsAreErrors(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"parentheses":  "{{ " + strings.Repeat("(", 100_000),
		"not":          "{{ " + strings.Repeat("not ", 10_000) + "}}",
		"signs":        "{{ " + strings.Repeat("-", 100_000) + "1 }}",
		"ternaries":    "{{ " + strings.Repeat("1 if 0 else ", 10_000) + "1 }}",
		"number":       "{{ 99999999999999999999 }}",
		"product":      "{{ 9223372036854775807 * 9223372036854775807 }}",
		"hex escape":   `{{ '\xZZ' }}`,
		"open string":  "{{ 'abc",
		"open comment": "{# abc",
		"nul":          "{{ \x00 }}",
	} {
		if r, err := (jinja.Context{}).Render(text); err == nil {
			t.Errorf("%s: %v", name, r.Value)
		}
	}
}

func TestNilLookupAndVars(t *testing.T) {
	t.Parallel()
	if _, err := (jinja.Context{}).Render("{{ env_var('A') }}"); err == nil || err.Error() != "Env var required but not provided: 'A'" {
		t.Errorf("%v", err)
	}
	if r, err := (jinja.Context{}).Render("{{ var('a', 1) }}"); err != nil || r.Value != int64(1) {
		t.Errorf("%v %v", r, err)
	}
}

// FuzzRender: no text panics, nothing unknown turns into empty text, and a
// plain text comes back as it is.
func FuzzRender(f *testing.F) {
	for _, seed := range []string{"x", "{{ env_var('A') }}", "{{ 'a' if 1 else 2 | int }}", "{{ unknown }}", "{{- 1 -}}", "{# c #}", "{% x %}", "{{ env_var('A') | as_native }}", "{{ 1.5e3 ~ -2 }}", `{{ 'a\x41' }}`, "{{ [1] | as_native }}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := jinja.Context{Lookup: lookup}.Render(text)
		if err != nil {
			return
		}
		if !strings.Contains(text, "{") && !strings.ContainsAny(text, "\r\n") && r.Value != text {
			t.Errorf("%q became %q", text, r.Value)
		}
		if strings.Contains(text, "unknown") && strings.HasPrefix(text, "{{ unknown }}") {
			t.Errorf("%q was accepted as %v", text, r.Value)
		}
	})
}
