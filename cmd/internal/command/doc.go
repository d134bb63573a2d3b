// Package command is cutover's command line: one file per verb, each turning
// flags into an options struct and carrying it out with the Deps it was given.
//
// It decides nothing about releases: package strategies plans, package engine
// carries out, package ui shows. It never ends the process and never reads the
// process environment by itself; Main returns the exit code.
//
// Its one invariant: what a person typed is either understood whole or refused
// before anything is opened; no flag and no argument is ever ignored.
package command
