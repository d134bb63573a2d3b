//go:build unix && cgo

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

func (o options) head() {
	fmt.Fprintf(o.out, "%-6s %-7s %-44s %8s %8s %6s %7s %6s %6s", "TABLES", "WORKERS", "PROGRAM", "WALL s", "x FLOOR", "JOBS", "QUERIES", "POLLS", "CALLS")
	for _, p := range phaseNames() {
		fmt.Fprintf(o.out, " %7s", strings.ToUpper(p))
	}
	fmt.Fprintf(o.out, " %7s %7s %7s\n", "SERVER", "OWN s", "CPU s")
}

// line prints a run; floor is the wall of the bare loop that keeps snapshots, 0 where there is none.
func (o options) line(m measured, floor float64) {
	ratio := "-"
	if floor > 0 {
		ratio = fmt.Sprintf("%.2f", m.Wall/floor)
	}
	fmt.Fprintf(o.out, "%-6d %-7d %-44s %8.2f %8s %6d %7d %6d %6d", m.Tables, m.Workers, m.Program, m.Wall, ratio, m.Jobs, m.Queries, m.Polls, m.Calls)
	for _, p := range phaseNames() {
		fmt.Fprintf(o.out, " %7.2f", m.Spent[p])
	}
	fmt.Fprintf(o.out, " %7.2f %7.2f %7.2f\n", m.Busy, m.Own, m.CPU)
	if o.verbose {
		o.kinds(m)
	}
}

func (o options) kinds(m measured) {
	for _, kind := range slices.Sorted(maps.Keys(m.Kinds)) {
		fmt.Fprintf(o.out, "        %7d  %7.3f per table  %s\n", m.Kinds[kind], float64(m.Kinds[kind])/float64(m.Tables), kind)
	}
	fmt.Fprintf(o.out, "        one after another: %s\n", strings.Join(m.rounds, ", "))
}

// report is what the JSON holds.
type report struct {
	Latency     string     `json:"latency"`
	RESTLatency string     `json:"rest_latency"`
	Cores       int        `json:"cores"`
	Go          string     `json:"go"`
	At          string     `json:"at"`
	Runs        []measured `json:"runs"`
}

func (o options) write(runs []measured) error {
	if o.json == "" {
		return nil
	}
	text, err := json.MarshalIndent(report{
		Latency: o.latency.String(), RESTLatency: o.restLatency.String(), Cores: runtime.NumCPU(), Go: runtime.Version(),
		At: o.now().UTC().Format(time.RFC3339), Runs: runs,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(o.json, append(text, '\n'), 0o600)
}

// growth says whether cutover sends more statements for more tables than the snapshot and the clone of each, and how long
// the others are when one waits for the other.
func (o options) growth(runs []measured) {
	fmt.Fprintln(o.out, "\nSTATEMENTS OF CUTOVER beside a snapshot and a clone for each table, which must not grow with the tables:")
	for _, m := range runs {
		if m.Program != cutoverName && m.Program != cutoverFirst {
			continue
		}
		all, wait := m.Jobs+m.Queries, 0.0
		for _, p := range []phase{look, lease, ledger, verify} {
			wait += m.Spent[phaseNames()[p]]
		}
		fmt.Fprintf(o.out, "  %5d tables, %2d workers: %d = 2 x %d + %d, of which %.0f one after another; %.2f other calls for each table (%s)\n",
			m.Tables, m.Workers, all, m.Tables, all-2*m.Tables, wait/o.latency.Seconds(), float64(m.Calls)/float64(m.Tables), m.Program)
	}
}

// columns says what the table shows.
const columns = `
WALL is the whole process. x FLOOR is WALL over that of the bare loop with the same workers that makes a snapshot and a
clone for each table. JOBS are jobs.insert, QUERIES jobs.query, POLLS questions about jobs, CALLS all other requests. Then
for how many seconds the oldest statement or call on its way was one for: LOOK before the first change, LEASE, LEDGER (and
the tables of the state), KEEP (snapshots), PLACE (what readers see), VERIFY after the first change. SERVER is when the
oldest was being worked on by the stand-in, OWN when none was on its way, CPU what the program took of the processor.`
