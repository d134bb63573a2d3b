// Package dbt carries the shop, a small dbt project, and what dbt left behind
// when it built the shop on its first three days. The demo writes them out on
// machines that have neither this repository nor dbt.
//
// It only hands out files and never runs anything. Its one invariant: what it
// carries is the project alone, never what dbt leaves in the project's folder.
package dbt

import (
	"embed"
	"io/fs"
)

// The parts are named one by one, because dbt leaves target/, logs/ and a
// database beside them when somebody runs it here.
//
//go:embed shop/dbt_project.yml shop/profiles.yml shop/README.md
//go:embed shop/macros shop/models shop/seeds shop/snapshots shop/tests
var project embed.FS

//go:embed recorded
var recorded embed.FS

// Shop is the dbt project, with dbt_project.yml at the top.
func Shop() (fs.FS, error) { return fs.Sub(project, "shop") }

// Recorded is what dbt left behind: prod/manifest.json, and for the days 1 to 3
// dayN/manifest.json, dayN/run_results.json and dayN/staging.sql. The script of
// a day runs on the database of the day before; the file is called shop.duckdb.
func Recorded() (fs.FS, error) { return fs.Sub(recorded, "recorded") }
