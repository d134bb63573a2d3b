// Package manifest reads what dbt left behind (manifest.json, run_results.json, sources.json), gives one graph of
// every node in it, and answers dbt's selection language (--select, --exclude, --selector) as `dbt ls` does.
//
// It never runs dbt, never reads project files, never talks to a warehouse and never prints.
//
// Its one invariant: an artifact is read whole or refused. A truncated, foreign or newer file is an error, never fewer
// nodes, because a node that is silently missing would be a relation that is silently not published.
package manifest
