package config

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ScaffoldOptions are what `cutover init` can be told.
type ScaffoldOptions struct {
	// Dir is the absolute folder that the file will be written to; empty means
	// the dbt project's.
	Dir string
	// Profile overrides the one in dbt_project.yml.
	Profile string
	// Select is written as publish.select; empty leaves it out.
	Select string
	// Strategy is written as publish.strategy; empty means one that fits the
	// adapter.
	Strategy string
	// Production is the target that is production; empty goes by the names.
	Production string
}

// Scaffold proposes a cutover.yml: one environment per output of the profile,
// every key explained. It is text only; nothing is written. The result loads
// without findings.
func Scaffold(project Project, profiles *Profiles, options ScaffoldOptions) ([]byte, error) {
	environments, outputs, err := proposals(project, profiles, options)
	if err != nil {
		return nil, err
	}
	dir := options.Dir
	if dir == "" {
		dir = project.Dir
	}
	s := &scaffold{values: map[string]string{}}
	s.values["dbt.project_dir"] = relative(dir, project.Dir)
	if options.Profile != "" {
		s.values["dbt.profile"] = options.Profile
	}
	if options.Select != "" {
		s.values["publish.select"] = options.Select
	}
	kind := kindOfOutput(outputs, environments)
	if slices.Contains([]string{"bigquery", "duckdb", "snowflake"}, kind) {
		s.values["publish.strategy"] = "wac"
	}
	if options.Strategy != "" {
		s.values["publish.strategy"] = options.Strategy
	}
	if options.Strategy == StrategyWAP {
		s.defaults("wap", findSection("wap").fields)
	}
	s.defaults("guards", findSection("guards").fields)
	s.values["state.container"] = "cutover"
	if kind == "snowflake" {
		s.values["state.container"] = "CUTOVER" // as Snowflake writes unquoted names
	}

	s.line("# What cutover publishes, and into which environments.")
	s.line("# Proposed from dbt_project.yml (%s) and profiles.yml (profile %s). Keys behind a # are not set;", oneLine(project.Name), oneLine(profileOf(project, options)))
	s.line("# they show the default or an example.")
	s.note("", "version: 1", "of this file's format")
	s.line("")
	s.environments(environments, relative(dir, project.TargetPath))
	s.line("")
	s.line("# Everything below is the base. An environment may hold the same sections: mappings merge,")
	s.line("# lists replace, null deletes. A file cutover.<environment>.yml beside this one is laid over both.")
	for _, f := range sections() {
		s.line("")
		s.section(f, "", "")
	}
	return []byte(s.out.String()), nil
}

func profileOf(project Project, options ScaffoldOptions) string {
	if options.Profile != "" {
		return options.Profile
	}
	return project.Profile
}

// proposals are the environments of the scaffold and the outputs behind them.
func proposals(project Project, profiles *Profiles, options ScaffoldOptions) ([]proposal, *tree, error) {
	profile := profileOf(project, options)
	outputs, err := profiles.outputs(profile)
	if err != nil {
		return nil, nil, fmt.Errorf("propose environments: %w", err)
	}
	targets := outputs.live()
	if len(targets) == 0 {
		return nil, nil, fmt.Errorf("propose environments: the profile %q has no outputs", profile)
	}
	proposed := propose(targets)
	if options.Strategy == StrategyWAP {
		if proposed, err = forAudit(proposed, options.Production); err != nil {
			return nil, nil, err
		}
	}
	return proposed, outputs, nil
}

// A proposal is one environment of the scaffold.
type proposal struct {
	name, target, from string
	protected          bool
}

var (
	prodName    = regexp.MustCompile(`(?i)^(prod|production|prd|live)$`)
	stagingName = regexp.MustCompile(`(?i)^(staging|stage|stg|preprod|uat|qa)$`)
	notInName   = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)
)

// propose guesses the roles of targets by their names.
func propose(targets []string) []proposal {
	var out []proposal
	staging := ""
	for _, target := range targets {
		name := strings.TrimLeft(notInName.ReplaceAllString(target, "_"), "_.-")
		name = name[:min(len(name), 63)]
		if name == "" || slices.ContainsFunc(out, func(p proposal) bool { return p.name == name }) {
			name = fmt.Sprintf("environment_%d", len(out)+1)
		}
		p := proposal{name: name, target: target, protected: prodName.MatchString(name)}
		if staging == "" && stagingName.MatchString(name) {
			staging = name
		}
		out = append(out, p)
	}
	for i, p := range out {
		switch {
		case !p.protected:
		case staging != "":
			out[i].from = staging
		case len(out) == 2 && !out[1-i].protected:
			out[i].from = out[1-i].name
		}
	}
	return out
}

// kindOfOutput reads the adapter type, from the output that is published into.
func kindOfOutput(outputs *tree, environments []proposal) string {
	kind := ""
	for _, p := range environments {
		output := outputs.children[p.target]
		if output == nil {
			continue // proposed, and not in profiles.yml yet
		}
		if t := output.get("type"); t != nil && t.kind == scalarTree && (kind == "" || p.protected) {
			kind = t.text
		}
	}
	return kind
}

func relative(from, to string) string {
	if path, err := filepath.Rel(from, to); err == nil {
		return filepath.ToSlash(path)
	}
	return to
}

// oneLine makes a name safe inside a comment.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }), " ")
}

type scaffold struct {
	out    strings.Builder
	values map[string]string // what is written out; the rest is commented
}

func (s *scaffold) line(format string, args ...any) {
	fmt.Fprintf(&s.out, format+"\n", args...)
}

// note writes a line with its explanation in a column of its own.
func (s *scaffold) note(indent, text, help string) {
	s.line("%s", strings.TrimRight(fmt.Sprintf("%-46s # %s", indent+text, help), " "))
}

func (s *scaffold) environments(environments []proposal, targetPath string) {
	first := environments[0].name
	for _, p := range environments {
		if p.from != "" {
			first = p.from
		}
	}
	s.note("", "default_environment: "+quoteYAML(first), "for reading commands, when neither --env nor CUTOVER_ENV is given")
	s.note("", "environments:", "one for each output in profiles.yml")
	for _, p := range environments {
		s.line("  %s:", quoteYAML(p.name))
		s.note("    ", "target: "+quoteYAML(p.target), "dbt target: the connection comes from profiles.yml")
		if p.name == first && !p.protected {
			s.note("    ", "manifest: "+quoteYAML(targetPath+"/manifest.json"), "manifest.json that dbt wrote for this target")
		} else {
			s.note("    ", "# manifest: "+quoteYAML(targetPath+"/"+p.name+"/manifest.json"), "manifest.json that dbt wrote for this target")
		}
		if p.protected {
			s.note("    ", "protected: true", "ask for --confirm=<env> before every change")
		}
		switch {
		case p.from != "":
			s.note("    ", "promotes_from: "+quoteYAML(p.from), "environment whose build is published here")
		case p.protected:
			s.note("    ", "# promotes_from: staging", "environment whose build is published here")
		}
	}
}

// defaults writes the defaults of a section out, for people to see.
func (s *scaffold) defaults(prefix string, fields []field) {
	for _, f := range fields {
		if f.kind == sectionField {
			s.defaults(prefix+"."+f.key, f.fields)
		} else if f.fallback != "" {
			s.values[prefix+"."+f.key] = f.fallback
		}
	}
}

func findSection(key string) field {
	f, _, _ := findField(sections(), key)
	return f
}

// section writes a section, behind a comment sign when nothing in it is set.
func (s *scaffold) section(f field, prefix, indent string) {
	key := prefix + f.key + "."
	commented := strings.Contains(indent, "#")
	if !commented && !s.hasValue(key) {
		indent, commented = indent+"# ", true
	}
	s.note(indent, f.key+":", f.help)
	for _, child := range f.fields {
		value, set := s.values[key+child.key]
		switch {
		case child.kind == sectionField:
			s.section(child, key, indent+"  ")
		case set && value == child.fallback:
			s.note(indent+"  ", child.key+": "+value, child.help)
		case set:
			s.note(indent+"  ", child.key+": "+quoteYAML(value), child.help)
		case commented:
			s.note(indent+"  ", child.key+": "+example(child), child.help)
		default:
			s.note(indent+"  ", "# "+child.key+": "+example(child), child.help)
		}
	}
}

// hasValue tells whether anything below a dotted prefix is set.
func (s *scaffold) hasValue(prefix string) bool {
	for name := range s.values {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// example is the default, or something of the right shape.
func example(f field) string {
	switch {
	case f.fallback != "":
		return f.fallback
	case f.kind == choiceField:
		return f.choices[0]
	case f.kind == namesField:
		return "{finance: mart_finance}"
	case f.kind == freeField:
		return "{}"
	case f.key == "select" || f.key == "build_select":
		return `"tag:mart"`
	case f.key == "exclude":
		return `"tag:experimental"`
	case f.kind == listField:
		return `["--threads=8"]`
	case f.kind == pathField:
		return "./" + f.key
	}
	return f.key
}
