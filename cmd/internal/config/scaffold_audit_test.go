package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/cmd/internal/config"
)

// TestAuditOf: between which targets wap is proposed, and that what Scaffold
// writes for it loads and says the same.
func TestAuditOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, outputs, production string
		want                      string // candidate -> production, "new" for an output that is not there
		err                       string
	}{
		{name: "an output called audit", outputs: "dev staging prod_audit prod", want: "prod_audit -> prod"},
		{name: "staging", outputs: "dev staging prod", want: "staging -> prod"},
		{name: "the only other one", outputs: "main production", want: "main -> production"},
		{name: "none of many", outputs: "alice bob prod", want: "audit -> prod new"},
		{name: "production alone", outputs: "prod", want: "audit -> prod new"},
		{name: "an audit is no production", outputs: "audit_prod prod", want: "audit_prod -> prod"},
		{name: "two productions", outputs: "staging prod live", production: "live", want: "staging -> live"},
		{name: "another name", outputs: "eu audit", production: "eu", want: "audit -> eu"},
		{name: "no production", outputs: "eu us", err: "say which one it is with --env"},
		{name: "not there", outputs: "eu us", production: "prod", err: `no output "prod" (it has eu, us)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			profiles := "shop:\n  outputs:\n"
			for name := range strings.FieldsSeq(c.outputs) {
				profiles += "    " + name + ": {type: duckdb, path: x.duckdb}\n"
			}
			dir := write(t, map[string]string{"dbt_project.yml": dbtProject, "profiles.yml": profiles})
			project, err := config.FindProject(dir, "", variables())
			if err != nil {
				t.Fatal(err)
			}
			found, err := config.FindProfiles(config.ProfilesSearch{WorkDir: dir})
			if err != nil {
				t.Fatal(err)
			}
			options := config.ScaffoldOptions{Strategy: config.StrategyWAP, Production: c.production}
			audit, err := config.AuditOf(project, found, options)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Fatalf("error %v, want %q", err, c.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := audit.Candidate + " -> " + audit.Production
			if audit.Missing {
				got += " new"
			}
			if got != c.want || audit.Target != audit.Candidate || audit.ProductionTarget != audit.Production {
				t.Errorf("%+v is %q, want %q", audit, got, c.want)
			}
			text, err := config.Scaffold(project, found, options)
			if err != nil {
				t.Fatal(err)
			}
			for _, content := range []string{string(text), strings.Join(audit.Lines(), "\n")} {
				if err := os.WriteFile(filepath.Join(dir, "cutover.yml"), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
				f, err := config.Load(filepath.Join(dir, "cutover.yml"), nil)
				if err != nil {
					t.Fatalf("%v\n%s", err, content)
				}
				if e := environment(t, f, audit.Production); e.PromotesFrom != audit.Candidate || e.Publish.Strategy != "wap" || e.Target != audit.ProductionTarget {
					t.Errorf("production promotes from %q by %q\n%s", e.PromotesFrom, e.Publish.Strategy, content)
				}
				if e := environment(t, f, audit.Candidate); e.PromotesFrom != "" || e.Protected {
					t.Errorf("the audit promotes from %q, protected %t\n%s", e.PromotesFrom, e.Protected, content)
				}
			}
		})
	}
}
