package command

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"cutover/cmd/internal/config"
)

// schemaMacroName is the macro that decides into which schema dbt builds a node.
const schemaMacroName = "generate_schema_name"

// schemaMacroText is a macro that keeps production's schemas apart from those of
// every other target; %[1]s is production's target, %[2]s the audit's, both as
// Jinja text, %[3]s and %[4]s the same for people.
const schemaMacroText = `{#- Where dbt builds, so that "cutover wap" can audit beside production. A model with +schema: mart is built

      on target %[3]s              in mart
      on %[4]s and any other target  in <target schema>_mart, which is dbt's own way

    A model without a schema goes into the target's, so no other target may have that of %[3]s.
    For one audit dataset in all, give target.schema alone where target.name == %[2]s.
    "cutover doctor" proves that the targets stay apart. -#}
{%% macro generate_schema_name(custom_schema_name, node) -%%}
  {%%- if custom_schema_name is none -%%}
    {{ target.schema }}
  {%%- elif target.name == %[1]s -%%}
    {{ custom_schema_name | trim }}
  {%%- else -%%}
    {{ target.schema }}_{{ custom_schema_name | trim }}
  {%%- endif -%%}
{%%- endmacro %%}
`

func schemaMacro(audit config.Audit) string {
	return fmt.Sprintf(schemaMacroText, jinjaText(audit.ProductionTarget), jinjaText(audit.Target), inComment(audit.ProductionTarget), inComment(audit.Target))
}

// jinjaText writes a text literal of Jinja.
func jinjaText(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`).Replace(s) + "'"
}

// inComment keeps a name from ending the comment that it stands in.
func inComment(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("#}", "", "\n", " ").Replace(s)), " ")
}

var (
	jinjaComment = regexp.MustCompile(`(?s)\{#.*?#\}`)
	// dbt takes the project's own macro, or one for the adapter (bigquery__) or
	// for all of them (default__), which dbt's built-in one calls.
	schemaMacroHead = regexp.MustCompile(`\{%-?\s*macro\s+(?:\w+__)?` + schemaMacroName + `\s*\(`)
)

// findSchemaMacro gives the file of the project that has such a macro; "" when
// none has. Macros of packages do not count: dbt asks the project only.
func findSchemaMacro(project config.Project) (path string, err error) {
	for _, folder := range project.MacroPaths {
		err := filepath.WalkDir(filepath.Join(project.Dir, folder), func(file string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || entry.IsDir() || filepath.Ext(file) != ".sql" {
				return err
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if schemaMacroHead.Match(jinjaComment.ReplaceAll(text, nil)) {
				path = file
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			return "", fmt.Errorf("look for macro %s in %s: %w", schemaMacroName, folder, err)
		}
		if path != "" {
			return path, nil
		}
	}
	return "", nil
}
