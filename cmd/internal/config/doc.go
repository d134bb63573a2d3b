// Package config reads what the user wrote down: cutover.yml with one overlay
// per environment, dbt_project.yml, and the connections in dbt's profiles.yml.
//
// It turns them into plain structs ([Environment], [Project], [Connection]),
// remembers where each value came from ([Environment.Origins]), and refuses
// what it does not understand with file and line.
//
// An environment is made of layers, each laid over the one before: the
// documented defaults, the sections at the top of cutover.yml, the
// environment's block below environments:, the file cutover.<env>.yml beside
// it (same shape as a block), and flags. Mappings merge key by key, lists and
// single values replace, null deletes what lies below. Paths are relative to
// the file that they are written in; in a flag, to the working directory.
//
// It never opens a connection, never runs dbt, never reads the process
// environment by itself (a [Lookup] is passed in) and never writes a file.
//
// Invariant: a value is either what the user wrote, or a documented default;
// an unknown key, an unknown name or a wrong type is an error, never a guess.
package config
