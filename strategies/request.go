package strategies

import (
	"time"

	"cutover/manifest"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// The strategies that this package plans.
const (
	WAC      = "wac"
	Swap     = "swap"
	Rollback = "rollback"
	WAP      = "wap"
	Undo     = "undo"
)

// ModeTables publishes table by table, for roles without rights on the schema.
const ModeTables = "tables"

// Side is one of the two environments of a release.
type Side struct {
	// Environment is its name in cutover.yml; "-" when there is no file.
	Environment string
	// Manifest is what dbt wrote for this environment's target. Nil when there
	// is none; the candidate side always has one.
	Manifest *manifest.Manifest
	// Database is the session's name of the environment's own database.
	Database string
	// Schema is set when the side is one schema of the database and not the whole
	// of it: what a swap of schemas exchanges (Snowflake).
	Schema string
	// DBTDatabase is the name that dbt writes for it in SQL and manifests.
	// They differ for a DuckDB file that had to be attached under another name.
	DBTDatabase string
	// Target is the dbt target.
	Target string
}

// container is the side as a whole: its schema, or its database.
func (s Side) container() warehouse.Container {
	return warehouse.Container{Database: s.Database, Schema: s.Schema}
}

// session gives the session's name of a database that dbt names.
func (s Side) session(database string, same func(a, b string) bool) string {
	if database == "" || same(database, s.DBTDatabase) {
		return s.Database
	}
	return database
}

// Mapping says where a node lives in production.
type Mapping struct {
	// By is "environment" (the production manifest), "tag" or "schema".
	By string
	// Map renames a tag or a candidate schema to a production schema.
	Map map[string]string
	// Tags are those that the selection names, in order, for By "tag".
	Tags []string
}

// Limits are the guards' settings.
type Limits struct {
	MinRows int64
	// MaxDropPercent is 0 to 100.
	MaxDropPercent float64
	// Blocked column changes.
	BlockDropped, BlockRetyped, BlockAdded bool
	// BlockWarn and BlockUntested are the policy of the audit gate.
	BlockWarn, BlockUntested bool
	// MaxAge of the build; 0 means any age.
	MaxAge time.Duration
	// RowsTolerance is how far, in percent, what wap rebuilds in production may
	// be from what was audited.
	RowsTolerance float64
}

// Artifacts are dbt's verdict on the candidate: one or several run_results,
// merged by node, the newest winning.
type Artifacts struct {
	// Results is nil when there is no run_results.json.
	Results *manifest.RunResults
	// GitSHA is that of the project's checkout; empty when unknown.
	GitSHA string
}

// Reseed is the ledger's proof that staging was made from production after the
// last swap: what was there then, and must be there still.
type Reseed struct {
	// Candidate is the identity of the container that was made then.
	Candidate warehouse.Identity
	// Production is what production held right after that swap.
	Production []plan.Expectation
}

// Leftover is a container that a release made for itself and did not use.
type Leftover struct {
	Container warehouse.Container
	// Not is what the container must not be: what production held when that
	// release began. It is dropped only while its identity is another.
	Not warehouse.Identity
}

// Request is everything that a planner may know.
type Request struct {
	Release  string
	Tool     string
	Now      time.Time
	Strategy string
	From, To Side
	// Select and Exclude are what was asked for, Selected what it means: sorted
	// unique_ids of the candidate's manifest.
	Select, Exclude []string
	Selected        []string
	Mapping         Mapping
	Limits          Limits
	// Allow lists answers let through: "code" or "code:schema.name".
	Allow     []string
	Artifacts Artifacts
	State     warehouse.Container
	// Parent is the release that changed production last; empty for none.
	Parent string
	// Reseeded is nil when the ledger has no such proof.
	Reseeded     *Reseed
	KeepReleases int
	// Mode is how the release is published where there is a choice: "" is the
	// warehouse's best, ModeTables replaces table by table; ModeClone,
	// ModeTransaction and ModeViews are those of Capabilities.Cloning.
	Mode string
	// KeepFor is how long the warehouse keeps the snapshots of what a release
	// replaces; 0 means 7 days. Only where tables are published as clones.
	KeepFor time.Duration
	// Preserve puts the rows in place, and leaves the table, where production's
	// carries policies that the candidate's does not. Only where tables are
	// published as clones.
	Preserve bool
	// SchemaOrder says in which order several schemas are published; those that
	// it does not name follow in the order of the graph.
	SchemaOrder []string
	// Expired are what older releases keep beyond KeepReleases; those that are
	// still there are dropped after the publish.
	Expired []warehouse.Container
	// Leftover are what releases that never published left behind; those that
	// are still there are dropped after the publish.
	Leftover []Leftover
	// Reseed: after a swap staging is made from production anew.
	Reseed bool
	// Build is the dbt invocation of strategies that build (rollback).
	Build plan.DBT
	// Rebuild is dbt's run in production (wap): target, arguments and
	// environment; what it selects is the planner's.
	Rebuild plan.DBT
	// BuildScope are the unique_ids that the build makes; rollback only.
	BuildScope []string
	// CloneSchemas clones whole schemas out before the build, not only what dbt
	// continues; rollback on Snowflake only.
	CloneSchemas bool
	// ManifestPath and RunResultsPath are where dbt leaves the candidate's
	// artifacts; rollback only.
	ManifestPath, RunResultsPath string
	Warehouse                    plan.Warehouse
	Capabilities                 warehouse.Capabilities
	// Render gives the statements of an op.
	Render func(warehouse.Op) ([]warehouse.Statement, error)
}

// Pair is one node to be published: where it is and where it goes.
type Pair struct {
	Node *manifest.Node
	// Source and Target are the names in the session.
	Source, Target warehouse.Ref
	// Written is the source's name as dbt writes it in SQL.
	Written warehouse.Ref
}

// Scope is the answer of Resolve.
type Scope struct {
	Pairs   []Pair
	LeftOut []plan.LeftOut
	// Answers are refusals that need no look: collisions, unknown targets.
	Answers []plan.Answer
	// Ignored counts selected nodes that are never published: tests, sources,
	// exposures and the like.
	Ignored int
	// look is what Build has to see.
	look warehouse.InspectRequest
}

// Look is what has to be inspected before Build.
func (s Scope) Look() warehouse.InspectRequest { return s.look }
