package config

import (
	"slices"
	"strings"
)

type fieldKind int

const (
	textField     fieldKind = iota
	pathField               // text, relative to the file it is written in
	commandField            // a program: a name, or a path when it has a slash
	boolField               // true or false
	countField              // a whole number, at least least
	percentField            // 30% or 30
	durationField           // 24h, 7d
	choiceField             // one of choices
	listField               // a list of text, or one text
	namesField              // a mapping of text to text
	freeField               // a mapping of anything
	sectionField            // a mapping of fields
)

// A field is one key of cutover.yml: the only place that knows its type, its
// default and what it is for.
type field struct {
	key      string
	kind     fieldKind
	choices  []string
	least    int64  // of a countField
	most     int64  // of a countField, 0 for no limit
	fallback string // the default as written in YAML; empty for none
	help     string
	fields   []field // of a sectionField
}

// Strategies lists the values of publish.strategy.
func Strategies() []string { return []string{"swap", "rollback", "wap", "wac", "mirror"} }

func policies() []string { return []string{string(Block), string(Allow)} }

// sections are the keys that can stand at the top of the file and in an
// environment.
func sections() []field {
	policy := func(key string, fallback Policy, help string) field {
		return field{key: key, kind: choiceField, choices: policies(), fallback: string(fallback), help: help}
	}
	return []field{
		{key: "dbt", kind: sectionField, help: "where the dbt project is and how to run it", fields: []field{
			{key: "project_dir", kind: pathField, fallback: ".", help: "folder with dbt_project.yml"},
			{key: "profile", help: "profile in profiles.yml; default: the one in dbt_project.yml"},
			{key: "profiles_dir", kind: pathField, help: "folder with profiles.yml; default: where dbt looks"},
			{key: "executable", kind: commandField, fallback: "dbt", help: "the dbt command: a name on PATH or a path"},
			{key: "vars", kind: freeField, help: "passed to dbt as --vars"},
		}},
		{key: "publish", kind: sectionField, help: "what is published and how", fields: []field{
			{key: "strategy", kind: choiceField, choices: Strategies(), help: "what `cutover plan` makes when none is named: wac, swap, rollback or wap (mirror is not built yet)"},
			{key: "select", kind: listField, help: "dbt selection: text is one --select argument, a list is several"},
			{key: "exclude", kind: listField, help: "dbt selection left out, as --exclude"},
			{key: "route", kind: sectionField, help: "which schema a relation is published into", fields: []field{
				{key: "by", kind: choiceField, choices: []string{RouteEnvironment, RouteTag, RouteSchema}, fallback: RouteEnvironment, help: "environment (its own manifest says), tag, or schema"},
				{key: "map", kind: namesField, help: "tag or schema -> schema; default: the name itself"},
			}},
			{key: "mode", kind: choiceField, choices: allModes(), help: "Snowflake: schema (each schema at one moment, through a shadow of it, as by default; a swap exchanges schemas, not databases) or tables (one by one, for roles without rights on the schema); BigQuery: clone (table by table, as by default), transaction (rows of at most 100 tables, all or nothing) or views (over the datasets of a release, turned in one job)"},
			{key: "schema_order", kind: listField, help: "Snowflake: in which order several schemas are published; the others follow in the order of the graph"},
			{key: "keep_releases", kind: countField, least: 1, most: 1000, fallback: "5", help: "replaced releases that stay recoverable"},
			{key: "concurrency", kind: countField, least: 1, most: 256, fallback: "8", help: "statements at the same time"},
			{key: "keep_for", kind: durationField, fallback: "168h", help: "BigQuery: how long what a release replaced is kept"},
			{key: "preserve", kind: boolField, fallback: "false", help: "BigQuery: where production has policies that the candidate lacks, put the rows in place instead of the table"},
			{key: "reseed", kind: boolField, fallback: "true", help: "after a swap, bring the replaced side up to date"},
		}},
		{key: "guards", kind: sectionField, help: "what is checked before anything is written", fields: []field{
			{key: "rows", kind: sectionField, help: "row counts of every published relation", fields: []field{
				{key: "min", kind: countField, fallback: "1", help: "fewest rows a relation may have"},
				{key: "max_drop", kind: percentField, fallback: "30%", help: "how much smaller than production it may be"},
			}},
			{key: "columns", kind: sectionField, help: "changes of shape: block or allow", fields: []field{
				policy("dropped", Block, "a column is gone"),
				policy("retyped", Block, "a column has another type"),
				policy("added", Allow, "a column is new"),
			}},
			{key: "tests", kind: sectionField, help: "dbt's verdict", fields: []field{
				policy("warn", Allow, "a test warned"),
				policy("untested", Allow, "a selected node has no test"),
				{key: "max_age", kind: durationField, fallback: "24h", help: "how old the dbt run may be: 90m, 24h, 7d"},
			}},
			{key: "content", kind: choiceField, choices: []string{ContentCounts, ContentHash}, fallback: ContentCounts, help: "Snowflake, BigQuery: how a table's content is told apart: counts (what the catalog counts) or hash (of the content, reads every row)"},
		}},
		{key: "state", kind: sectionField, help: "where the ledger and the lease live, outside everything that is published", fields: []field{
			{key: "container", fallback: "cutover", help: "schema or dataset"},
			{key: "path", kind: pathField, help: "DuckDB: the state file"},
			{key: "database", help: "the database of the schema (Snowflake; default: beside production, never inside what a swap exchanges) or the project of the dataset (BigQuery; default: production's)"},
		}},
		{key: "rollback", kind: sectionField, help: "how the rollback strategy rebuilds", fields: []field{
			{key: "build_select", kind: listField, help: "dbt selection that is rebuilt; default: what is published"},
			{key: "full_refresh", kind: boolField, fallback: "false", help: "pass --full-refresh"},
			{key: "clone", kind: choiceField, choices: []string{CloneTables, CloneSchemas}, fallback: CloneTables, help: "Snowflake: what is cloned out of production before the build: tables (what dbt continues) or schemas (all that is in them; staging's own content is replaced)"},
			{key: "args", kind: listField, help: "further arguments for dbt build"},
		}},
		{key: "wap", kind: sectionField, help: "how the wap strategy audits, and rebuilds in production", fields: []field{
			{key: "build_select", kind: listField, help: "dbt selection that is audited; default: what is published and its ancestors"},
			{key: "full_refresh", kind: boolField, fallback: "false", help: "pass --full-refresh to both runs"},
			{key: "args", kind: listField, help: "further arguments for both runs of dbt"},
			{key: "rows_tolerance", kind: percentField, fallback: "1%", help: "how far rows in production may be from those audited"},
		}},
	}
}

// environmentFields are the keys of one environment beside the sections.
func environmentFields() []field {
	return []field{
		{key: "target", help: "dbt target; default: the environment's name"},
		{key: "manifest", kind: pathField, help: "manifest.json that dbt wrote for this target"},
		{key: "run_results", kind: pathField, help: "run_results.json; default: beside the manifest"},
		{key: "protected", kind: boolField, fallback: "false", help: "ask for --confirm=<env> before every change"},
		{key: "promotes_from", help: "environment whose build is published here"},
		{key: "allow", kind: listField, help: "guard answers accepted for good: code or code:relation"},
		{key: "connection", kind: freeField, help: "profiles.yml keys to change for this environment; with type: the whole connection"},
	}
}

// shorthands are keys of an environment that stand for a longer one.
func shorthands() map[string]string {
	return map[string]string{"profile": "dbt.profile", "profiles_dir": "dbt.profiles_dir", "path": "connection.path"}
}

// overlayFields is the shape of an environment block and of cutover.<env>.yml.
func overlayFields() []field {
	return slices.Concat(environmentFields(), sections(), []field{
		{key: "profile", help: "short for dbt.profile"},
		{key: "profiles_dir", kind: pathField, help: "short for dbt.profiles_dir"},
		{key: "path", help: "short for connection.path: the DuckDB file"},
	})
}

// resolvedFields is what a resolved environment consists of.
func resolvedFields() []field { return slices.Concat(environmentFields(), sections()) }

// fileFields is the shape of cutover.yml, apart from the environments' blocks.
func fileFields() []field {
	return append([]field{
		{key: "version", kind: countField, help: "of this file's format: 1"},
		{key: "default_environment", help: "used by reading commands when neither --env nor CUTOVER_ENV is given"},
		{key: "environments", kind: freeField, help: "one block each: its own keys, and sections laid over those above"},
	}, sections()...)
}

// findField follows a dotted key; the rest is what lies below an open mapping.
func findField(fields []field, key string) (f field, rest string, ok bool) {
	head, tail, _ := strings.Cut(key, ".")
	for _, f := range fields {
		if f.key != head {
			continue
		}
		switch {
		case tail == "":
			return f, "", true
		case f.kind == sectionField:
			return findField(f.fields, tail)
		case f.kind == freeField || f.kind == namesField:
			return f, tail, true
		}
		return field{}, "", false
	}
	return field{}, "", false
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}
