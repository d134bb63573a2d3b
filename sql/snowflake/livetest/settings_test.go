package livetest

import (
	"maps"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	t.Parallel()
	whole := map[string]string{"ACCOUNT": "acme-dev", "USER": "CI", "ROLE": "R", "WAREHOUSE": "W", "TOKEN": "secret"}
	for name, c := range map[string]struct {
		set              map[string]string
		missing, refused string
		prefix           string
	}{
		"all there":       {prefix: "CUTOVER_TEST"},
		"own prefix":      {set: map[string]string{"DATABASE": "SCRATCH_7"}, prefix: "SCRATCH_7"},
		"no account":      {set: map[string]string{"ACCOUNT": ""}, missing: "ACCOUNT"},
		"no role":         {set: map[string]string{"ROLE": ""}, missing: "ROLE"},
		"no credential":   {set: map[string]string{"TOKEN": ""}, missing: "PRIVATE_KEY_PATH (or CUTOVER_TEST_SNOWFLAKE_TOKEN)"},
		"two credentials": {set: map[string]string{"PRIVATE_KEY_PATH": "key.p8"}, refused: "are both set"},
		"port":            {set: map[string]string{"PORT": "x"}, refused: "PORT"},
		"lower case":      {set: map[string]string{"DATABASE": "prod"}, refused: "upper case"},
		"wildcard":        {set: map[string]string{"DATABASE": "%"}, refused: "upper case"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := maps.Clone(whole)
			maps.Copy(env, c.set)
			s, missing, err := read(func(name string) (string, bool) {
				v, ok := env[strings.TrimPrefix(name, variable)]
				return v, ok
			})
			if got := strings.TrimPrefix(missing, variable); got != c.missing {
				t.Errorf("missing %q, want %q", got, c.missing)
			}
			if c.refused == "" && err != nil || c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)) {
				t.Errorf("error %v, want %q", err, c.refused)
			}
			if s.prefix != c.prefix {
				t.Errorf("prefix %q, want %q", s.prefix, c.prefix)
			}
		})
	}
}
