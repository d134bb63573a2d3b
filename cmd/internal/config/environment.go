package config

import "time"

// Lookup reads one environment variable, like os.LookupEnv. It is passed in so
// that nothing in this package depends on the process it runs in.
type Lookup func(name string) (value string, ok bool)

// Environment is cutover.yml resolved for one environment: the base, then the
// environment's own block, then cutover.<env>.yml, then overrides by flags.
type Environment struct {
	// Name is the environment's name, such as "prod".
	Name string
	// NameOrigin says who chose the name: "--env", "CUTOVER_ENV" or the line
	// of default_environment. See also [Environment.Chosen].
	NameOrigin string
	// Target is the dbt target; the environment's name when not set.
	Target string
	// Manifest is the absolute path of the manifest.json that dbt wrote for
	// this target; empty when not set.
	Manifest string
	// RunResults is the absolute path of run_results.json; beside Manifest
	// when not set, empty when Manifest is empty too.
	RunResults string
	// Protected environments need --confirm=<env> or a typed answer.
	Protected bool
	// PromotesFrom names the environment whose build is published here; empty
	// when nothing is promoted into this environment.
	PromotesFrom string
	// Allow lists guard answers accepted for good, as "code" or
	// "code:relation". Nil when none.
	Allow []string

	DBT      DBT
	Publish  Publish
	Guards   Guards
	State    State
	Rollback Rollback
	WAP      WAP

	// File is the absolute path of the cutover.yml it came from.
	File string

	resolved *tree
}

// Chosen reports whether the user named this environment for this run (--env
// or CUTOVER_ENV) rather than getting it from default_environment. Commands
// that change production require it.
func (e *Environment) Chosen() bool {
	return e.NameOrigin == OriginFlag || e.NameOrigin == OriginVariable
}

// DBT says how to find and run the dbt project.
type DBT struct {
	// ProjectDir is the absolute path of the folder with dbt_project.yml; the
	// folder of cutover.yml when not set.
	ProjectDir string
	// Profile is the profile's name; empty means the one in dbt_project.yml.
	Profile string
	// ProfilesDir is the absolute path of the folder with profiles.yml; empty
	// means dbt's own search order.
	ProfilesDir string
	// Executable is the dbt command: a name looked up on PATH, or an absolute
	// path. "dbt" when not set.
	Executable string
	// Vars are passed to dbt as --vars and to var() in profiles.yml. The values
	// are whatever YAML allows. Nil when none.
	Vars map[string]any
}

// Publish says what is published and how.
type Publish struct {
	// Strategy is one of [Strategies], or empty when the file names none.
	Strategy string
	// Select and Exclude are dbt selection arguments, as after --select and
	// --exclude: a string in YAML is one argument. Nil when not set.
	Select  []string
	Exclude []string
	// Route says which container a selected relation is published into.
	Route Route
	// Mode is the way a warehouse publishes where it has more than one:
	// ModeSchema or ModeTables (Snowflake), ModeClone, ModeTransaction or
	// ModeViews (BigQuery); empty means the warehouse's own default.
	Mode string
	// SchemaOrder says in which order several schemas are published. Nil when
	// not set.
	SchemaOrder []string
	// KeepReleases is how many replaced releases stay recoverable, at least 1.
	// Default 5.
	KeepReleases int
	// Concurrency is how many statements run at the same time. Default 8.
	Concurrency int
	// KeepFor is how long BigQuery keeps what a release replaced. Default 168h.
	KeepFor time.Duration
	// Preserve, on BigQuery, puts the rows in place instead of the table where
	// production has policies that the candidate lacks. Default false.
	Preserve bool
	// Reseed, after a swap, brings the replaced side up to date with
	// production so that the next build starts from it. Default true.
	Reseed bool
}

// Route maps selected nodes to containers (schemas, datasets).
type Route struct {
	// By is what decides: RouteEnvironment (the environment's own manifest),
	// RouteTag or RouteSchema. Default RouteEnvironment.
	By string
	// Map renames: a tag or a schema to the schema it is published into. Nil
	// means every tag or schema is published into the container of its name.
	Map map[string]string
}

// The values of Rollback.Clone.
const (
	CloneTables  = "tables"
	CloneSchemas = "schemas"
)

// The values of Guards.Content.
const (
	ContentCounts = "counts"
	ContentHash   = "hash"
)

// The values of Route.By.
const (
	RouteEnvironment = "environment"
	RouteTag         = "tag"
	RouteSchema      = "schema"
)

// Policy is a guard's answer to a finding.
type Policy string

// The two policies.
const (
	Block Policy = "block"
	Allow Policy = "allow"
)

// Guards are the limits that a release is checked against before anything is
// written.
type Guards struct {
	Rows    Rows
	Columns Columns
	Tests   Tests
	// Content is what a table's content is told apart by: ContentCounts or
	// ContentHash. Default ContentCounts.
	Content string
}

// Rows limits row counts of every published relation.
type Rows struct {
	// Min is the fewest rows a relation may have, in rows. Default 1.
	Min int64
	// MaxDrop is how much smaller than production it may be. Default 30%.
	MaxDrop Percent
}

// Columns says which changes of shape are accepted.
type Columns struct {
	Dropped Policy // default Block
	Retyped Policy // default Block
	Added   Policy // default Allow
}

// Tests says what dbt's verdict must look like.
type Tests struct {
	// Warn is the answer to a test that warned. Default Allow.
	Warn Policy
	// Untested is the answer to a selected node without tests. Default Allow.
	Untested Policy
	// MaxAge is how old the dbt run may be. Default 24h.
	MaxAge time.Duration
}

// State says where the ledger and the lease live.
type State struct {
	// Container is the schema (Snowflake) or dataset (BigQuery) of the ledger.
	// Default "cutover".
	Container string
	// Path is the absolute path of the DuckDB state file; empty means the
	// adapter's own choice.
	Path string
	// Database is the Snowflake database or BigQuery project of the container;
	// empty means the adapter's own choice.
	Database string
}

// Rollback says how the rollback strategy rebuilds with dbt.
type Rollback struct {
	// Clone is CloneTables or CloneSchemas: what goes out of production before
	// the build. CloneTables when not set.
	Clone string
	// BuildSelect are dbt selection arguments for the rebuild; nil means the
	// published selection.
	BuildSelect []string
	// FullRefresh adds --full-refresh. Default false.
	FullRefresh bool
	// Args are further arguments for dbt build. Nil when none.
	Args []string
}

// WAP says how the wap strategy audits and rebuilds with dbt.
type WAP struct {
	// Rollback has the settings of both runs; BuildSelect is about the audit only,
	// since production gets exactly what is published.
	Rollback
	// RowsTolerance is how far the rows of what was rebuilt in production may be
	// from those of what was audited. Default 1%.
	RowsTolerance Percent
}

// Setting is one resolved value with its origin, for `cutover config show`.
type Setting struct {
	// Key is dotted, such as "guards.rows.min".
	Key string
	// Value is how the value would be written in YAML; secrets are redacted.
	Value string
	// Origin is "cutover.yml:12", "cutover.prod.yml:3", "profiles.yml:8",
	// "default", "CUTOVER_ENV", or the flag that set it, such as "--env".
	Origin string
}

// Origins that are not a line of a file.
const (
	OriginDefault  = "default"
	OriginFlag     = "--env"
	OriginVariable = "CUTOVER_ENV"
)
